//! Paper: envelopes with codes, and answers that two people key.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::UserId;
use kernel::number::DraftCode;
use kernel::survey::Answers;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::vault::{SubjectKey, sha256};
use rand::seq::SliceRandom as _;
use uuid::Uuid;

use super::super::model::{Mode, State};
use super::super::{boxes, store};
use super::answer::{Credential, entitled};

/// Makes codes for sealed envelopes of a unit, to be printed once. Which envelope anyone is given
/// is written nowhere.
#[derive(Clone)]
pub struct PrintEnvelopes {
    /// The round.
    pub round: Uuid,
    /// Code of the unit.
    pub unit: String,
    /// How many.
    pub count: usize,
}

/// The most envelopes of one printing.
const MOST: usize = 200;

impl Command for PrintEnvelopes {
    type Output = Vec<String>;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Vec<String>> {
        store::round(tx, self.round).await?.must_be(State::Open)?;
        let strata = store::strata(tx, self.round).await?;
        let known = strata.iter().any(|stratum| stratum.unit == self.unit);
        if !known || self.count == 0 || self.count > MOST {
            return Err(Error::invalid("surveys-error-envelopes"));
        }
        let mut codes = Vec::new();
        for _ in 0..self.count {
            let code = DraftCode::random(tx.rng());
            let hash = sha256(code.expose().as_bytes()).to_vec();
            store::insert_code(tx, self.round, &self.unit, hash, Mode::Paper, None).await?;
            codes.push(code.expose_printed());
        }
        codes.shuffle(tx.rng());
        Ok(codes)
    }
}

/// What came of a keying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyed {
    /// It is the first; somebody else must key the paper again.
    First,
    /// Both agree; the answer counts.
    Agreed,
    /// They differ; both are put away and the paper is keyed anew.
    Differs,
}

/// Keys a paper.
#[derive(Clone)]
pub struct KeyPaper {
    credential: Credential,
    given: BTreeMap<String, String>,
    by: UserId,
    batch: (Uuid, SubjectKey),
}

impl KeyPaper {
    /// Keys the paper of a code.
    ///
    /// # Errors
    /// As [`super::Answer::hand_in`]; `surveys-error-same-hand` when the same person keys twice.
    pub async fn key(
        app: &App,
        tenant: TenantId,
        code: &str,
        given: BTreeMap<String, String>,
        by: UserId,
    ) -> Result<Keyed> {
        let credential = Credential::parse(code)?;
        let _door = app.boxes.putting().await;
        let mut tx = app.db.read(tenant).await?;
        let round = entitled(&mut tx, &credential).await?.round;
        drop(tx);
        let batch = app.boxes.current(tenant, round, &mut app.db.entropy().rng()?)?;
        app.db.write(tenant, Self { credential, given, by, batch }).await
    }
}

impl Command for KeyPaper {
    type Output = Keyed;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Keyed> {
        let Credential::Code(hash) = &self.credential else {
            return Err(Error::invalid("surveys-error-credential"));
        };
        let entitled = entitled(tx, &self.credential).await?;
        let kelurahan: BTreeSet<String> =
            crate::city::kelurahan(tx).await?.into_iter().map(|(code, _)| code).collect();
        let answers = Answers::parse(&entitled.questionnaire.body, &self.given, &kelurahan)?;
        let Some((first, before)) = store::paper(tx, entitled.round, hash).await? else {
            store::set_paper(tx, entitled.round, hash, self.by.uuid(), &answers).await?;
            return Ok(Keyed::First);
        };
        if first == self.by.uuid() {
            return Err(Error::conflict("surveys-error-same-hand"));
        }
        store::delete_paper(tx, entitled.round, hash).await?;
        if before != answers {
            return Ok(Keyed::Differs);
        }
        store::use_code(tx, entitled.round, hash).await?;
        let mode = Mode::Paper.code().to_owned();
        let answer = store::Answer { unit: entitled.unit, mode, answers };
        boxes::put(tx, entitled.round, &self.batch, &answer).await?;
        Ok(Keyed::Agreed)
    }
}
