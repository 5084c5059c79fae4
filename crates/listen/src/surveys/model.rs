//! Questionnaires and rounds as they are kept.

use jiff::civil::Date;
use kernel::error::Result;
use kernel::survey::Questionnaire;
use kernel::{Error, fact};
use platform::vault::sha256;
use uuid::Uuid;

/// A questionnaire, in one version.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its id.
    pub id: Uuid,
    /// Its version, from 1.
    pub version: i64,
    /// What is asked.
    pub body: Questionnaire,
    /// How often it was changed; who saves must have seen the last.
    pub revision: i64,
    /// Who changed it last; somebody else must freeze it.
    pub edited_by: Option<Uuid>,
    /// Digest under which it was frozen; empty before.
    pub sha256: String,
}

impl Kept {
    /// Whether it can be changed no more.
    pub fn is_frozen(&self) -> bool {
        !self.sha256.is_empty()
    }

    /// Refuses a questionnaire that is not the one that was frozen.
    ///
    /// # Errors
    /// `surveys-error-changed`.
    pub fn must_be_as_frozen(&self) -> Result<()> {
        if self.is_frozen() && digest(&self.body)? == self.sha256 {
            return Ok(());
        }
        Err(Error::conflict("surveys-error-changed").context(self.id))
    }

    /// Its subject in the journal.
    pub fn subject(&self) -> fact::Subject {
        fact::Subject { kind: fact::SubjectKind::Questionnaire, id: self.id }
    }
}

/// SHA-256 of what is asked, in canonical JSON (RFC 8785).
///
/// # Errors
/// Never in practice.
pub fn digest(body: &Questionnaire) -> Result<String> {
    let bytes = serde_json_canonicalizer::to_vec(body).map_err(Error::internal)?;
    Ok(hex(&sha256(&bytes)))
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Where a round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Its sample is being planned.
    Planned,
    /// Answers are taken.
    Open,
    /// Answers are taken no more.
    Closed,
    /// Its index is out.
    Published,
}

impl State {
    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Published => "published",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        let all = [Self::Planned, Self::Open, Self::Closed, Self::Published];
        all.into_iter().find(|state| state.code() == code)
    }
}

/// A round: one questionnaire, asked of the users of one period.
#[derive(Clone, Debug)]
pub struct Round {
    /// Its id.
    pub id: Uuid,
    /// What is asked.
    pub questionnaire: Uuid,
    /// First day on which an application of the frame was finished.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Last day on which answers are taken.
    pub closes: Date,
    /// Where it stands.
    pub state: State,
    /// Number of its last fact.
    pub seq: i64,
    /// Who planned it; somebody else must open it.
    pub planned_by: Option<Uuid>,
    /// The day on which it was opened.
    pub opened_on: Option<Date>,
    /// Answers that were lost with the key of their batch.
    pub lost: i64,
}

impl Round {
    /// Its subject in the journal, and of its key.
    pub fn subject(&self) -> fact::Subject {
        fact::Subject { kind: fact::SubjectKind::Round, id: self.id }
    }

    /// Refuses unless it stands in `state`.
    ///
    /// # Errors
    /// `surveys-error-state`.
    pub fn must_be(&self, state: State) -> Result<()> {
        if self.state == state {
            return Ok(());
        }
        Err(Error::conflict("surveys-error-state").context(self.state.code()))
    }
}

/// One unit of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stratum {
    /// Code of the unit.
    pub unit: String,
    /// Applications in the frame.
    pub population: i64,
    /// Those that are invited, or will be.
    pub drawn: i64,
    /// The key that verifies the unit's tokens; empty before the round is open.
    pub public_key: Vec<u8>,
    /// The key that signs them, sealed under the round's.
    pub sealed_key: Vec<u8>,
}

/// By which door an answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A blinded token, in a browser with scripts.
    Token,
    /// A code of the pool, in a browser without.
    Code,
    /// Paper, keyed twice.
    Paper,
}

impl Mode {
    /// The stored name, also used in locale keys and open data.
    pub fn code(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Code => "code",
            Self::Paper => "paper",
        }
    }

    /// The mode of that name.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Token, Self::Code, Self::Paper].into_iter().find(|mode| mode.code() == code)
    }
}
