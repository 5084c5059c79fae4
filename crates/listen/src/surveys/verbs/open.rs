//! Opening a round: the sample is drawn, keys and codes are made, the log says how many of how many.

use std::collections::BTreeMap;

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::{Payload, survey};
use kernel::id::UserId;
use kernel::number::DraftCode;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::keys;
use platform::vault::{SubjectKey, sha256};
use rand::CryptoRng;
use rand::seq::SliceRandom as _;
use uuid::Uuid;

use super::super::model::{Mode, Round, State, Stratum, hex};
use super::super::token::{self, Keys};
use super::super::{boxes, frame, store};
use super::tell;

/// For what the signing key of a unit is sealed.
pub const KEY: &str = "survey.key";
/// For what a code of the pool is sealed.
pub const CODE: &str = "survey.code";

/// A key for each unit of a plan. Slow, so it is done before the command.
///
/// # Errors
/// When no primes are found.
pub fn make_keys(
    plan: &[Stratum],
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<BTreeMap<String, Keys>> {
    plan.iter().map(|stratum| Ok((stratum.unit.clone(), token::make(rng)?))).collect()
}

/// Opens a planned round. Whoever planned it may not.
#[derive(Clone)]
pub struct Open {
    /// The city.
    pub app: App,
    /// Which round.
    pub round: Uuid,
    /// The keys of its units.
    pub keys: BTreeMap<String, Keys>,
    /// Who opens it.
    pub actor: Actor,
}

impl Command for Open {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut round = store::round(tx, self.round).await?;
        round.must_be(State::Planned)?;
        let planner = round.planned_by;
        if planner.is_some() && planner == self.actor.user.map(UserId::uuid) {
            return Err(Error::conflict("surveys-error-own"));
        }
        let questionnaire = store::questionnaire(tx, round.questionnaire).await?;
        questionnaire.must_be_as_frozen()?;
        let key = keys::create(tx, &self.app.vault, round.id).await?;
        let mut told = Vec::new();
        for stratum in store::strata(tx, round.id).await? {
            told.push(self.stratum(tx, &round, stratum, &key).await?);
        }
        round.state = State::Open;
        round.seq = 1;
        round.opened_on = Some(self.app.tz().to_datetime(tx.now()).date());
        store::update_round(tx, &round, State::Planned).await?;
        let drawn = survey::SampleDrawn {
            v: 1,
            questionnaire: questionnaire.sha256,
            from: round.from,
            to: round.to,
            closes: round.closes,
            strata: told,
        };
        tell(tx, round.subject(), 1, self.actor, Payload::SampleDrawn(drawn)).await
    }
}

impl Open {
    /// Draws one unit's sample: everyone in its frame has the same chance.
    async fn stratum(
        &self,
        tx: &mut WriteTx<'_>,
        round: &Round,
        mut stratum: Stratum,
        key: &SubjectKey,
    ) -> Result<survey::Stratum> {
        let missing = || Error::internal("a unit without a key");
        let made = self.keys.get(&stratum.unit).ok_or_else(missing)?;
        let mut there = frame::applications(tx, &stratum.unit, round.from, round.to).await?;
        there.shuffle(tx.rng());
        stratum.population = there.len() as i64;
        stratum.drawn = stratum.drawn.min(stratum.population);
        there.truncate(usize::try_from(stratum.drawn).unwrap_or(0));
        for application in &there {
            invite(tx, round, &stratum.unit, *application, self.actor).await?;
            pool(tx, round, &stratum.unit, key).await?;
        }
        stratum.public_key = made.public.clone();
        stratum.sealed_key = key.seal(KEY, &made.secret, tx.rng())?;
        store::set_stratum(tx, round.id, &stratum).await?;
        Ok(survey::Stratum {
            unit: stratum.unit,
            population: stratum.population,
            drawn: stratum.drawn,
            key: hex(&sha256(&stratum.public_key)),
        })
    }
}

async fn invite(
    tx: &mut WriteTx<'_>,
    round: &Round,
    unit: &str,
    application: Uuid,
    actor: Actor,
) -> Result<()> {
    let id = boxes::random_id(tx);
    let invitation =
        store::Invitation { id, round: round.id, unit: unit.to_owned(), application, taken: false };
    store::insert_invitation(tx, &invitation).await?;
    let issued =
        survey::InvitationIssued { v: 1, round: round.id.to_string(), unit: unit.to_owned() };
    let subject = kernel::fact::Subject { kind: kernel::fact::SubjectKind::Invitation, id };
    tell(tx, subject, 1, actor, Payload::InvitationIssued(issued)).await
}

/// As many codes as invitations: any of them may be asked for by a browser without scripts.
async fn pool(tx: &mut WriteTx<'_>, round: &Round, unit: &str, key: &SubjectKey) -> Result<()> {
    let code = DraftCode::random(tx.rng());
    let sealed = key.seal(CODE, code.expose_printed().as_bytes(), tx.rng())?;
    let hash = sha256(code.expose().as_bytes()).to_vec();
    store::insert_code(tx, round.id, unit, hash, Mode::Code, Some(sealed)).await
}
