//! Answering, with a token or a code.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Error;
use kernel::error::Result;
use kernel::number::DraftCode;
use kernel::survey::Answers;
use platform::App;
use platform::db::{Command, Tx, WriteTx};
use platform::vault::{SubjectKey, sha256};
use uuid::Uuid;

use super::super::model::{Kept, Mode, State};
use super::super::token::Token;
use super::super::{boxes, store};

/// What entitles to one answer.
#[derive(Clone, Debug)]
pub enum Credential {
    /// A token that was signed blindly.
    Token(Box<Token>),
    /// A one-time code, by its hash.
    Code(Vec<u8>),
}

impl Credential {
    /// Reads a token or a typed code.
    ///
    /// # Errors
    /// `surveys-error-credential` when it is neither.
    pub fn parse(text: &str) -> Result<Self> {
        if text.contains('.') {
            return Token::parse(text).map(Box::new).map(Self::Token);
        }
        let code =
            DraftCode::parse(text).map_err(|_| Error::invalid("surveys-error-credential"))?;
        Ok(Self::Code(sha256(code.expose().as_bytes()).to_vec()))
    }
}

/// What a credential opens.
#[derive(Clone, Debug)]
pub struct Entitled {
    /// The round.
    pub round: Uuid,
    /// Code of the unit.
    pub unit: String,
    /// By which door.
    pub mode: Mode,
    /// What is asked.
    pub questionnaire: Kept,
}

/// What a credential opens, if it was not used.
///
/// # Errors
/// `surveys-error-credential`, `surveys-error-spent`, `surveys-error-over` when the round takes no
/// answers, `surveys-error-changed` when what is asked is not what was frozen.
pub async fn entitled(tx: &mut Tx<'_>, credential: &Credential) -> Result<Entitled> {
    let (round, unit, mode) = match credential {
        Credential::Token(token) => {
            let wrong = || Error::invalid("surveys-error-credential");
            let strata = store::strata(tx, token.round).await?;
            let stratum = strata.iter().find(|stratum| stratum.unit == token.unit);
            token.verify(
                &stratum.filter(|one| !one.public_key.is_empty()).ok_or_else(wrong)?.public_key,
            )?;
            if store::is_spent(tx, token.round, &token.spent()).await? {
                return Err(Error::conflict("surveys-error-spent"));
            }
            (token.round, token.unit.clone(), Mode::Token)
        }
        Credential::Code(hash) => {
            let found = store::code(tx, hash).await?;
            found.ok_or_else(|| Error::invalid("surveys-error-credential"))?
        }
    };
    let kept = store::round(tx, round).await?;
    if kept.state != State::Open {
        return Err(Error::conflict("surveys-error-over"));
    }
    let questionnaire = store::questionnaire(tx, kept.questionnaire).await?;
    questionnaire.must_be_as_frozen()?;
    Ok(Entitled { round, unit, mode, questionnaire })
}

/// Hands in an answer.
#[derive(Clone)]
pub struct Answer {
    credential: Credential,
    given: BTreeMap<String, String>,
    batch: (Uuid, SubjectKey),
}

impl Answer {
    /// Hands in what was answered, question by question.
    ///
    /// # Errors
    /// As [`entitled`]; `surveys-error-answer` for an answer that was not offered or is missing.
    pub async fn hand_in(
        app: &App,
        tenant: kernel::fact::TenantId,
        credential: Credential,
        given: BTreeMap<String, String>,
    ) -> Result<()> {
        let _door = app.boxes.putting().await;
        let mut tx = app.db.read(tenant).await?;
        let round = entitled(&mut tx, &credential).await?.round;
        drop(tx);
        let batch = app.boxes.current(tenant, round, &mut app.db.entropy().rng()?)?;
        app.db.write(tenant, Self { credential, given, batch }).await
    }
}

impl Command for Answer {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let entitled = entitled(tx, &self.credential).await?;
        let kelurahan: BTreeSet<String> =
            crate::city::kelurahan(tx).await?.into_iter().map(|(code, _)| code).collect();
        let answers = Answers::parse(&entitled.questionnaire.body, &self.given, &kelurahan)?;
        match &self.credential {
            Credential::Token(token) => store::spend(tx, entitled.round, &token.spent()).await?,
            Credential::Code(hash) => store::use_code(tx, entitled.round, hash).await?,
        }
        let mode = entitled.mode.code().to_owned();
        let answer = store::Answer { unit: entitled.unit, mode, answers };
        boxes::put(tx, entitled.round, &self.batch, &answer).await
    }
}
