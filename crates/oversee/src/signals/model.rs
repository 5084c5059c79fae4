//! A signal, and what may become of it.

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::{ClockId, SignalId};
use platform::App;
use serde::{Deserialize, Serialize};

/// Where a signal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for an inspector's decision.
    Open,
    /// An inspector found that nothing is the matter, and says why.
    Dismissed,
    /// It has become a case.
    Escalated,
}

impl State {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Open, Self::Dismissed, Self::Escalated];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Dismissed => "dismissed",
            Self::Escalated => "escalated",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Listed reasons for dismissing a signal.
pub const REASONS: [&str; 4] = ["explained", "registered", "data_error", "chance"];

/// Who may have explained a pattern.
pub const SPEAKERS: [&str; 4] = ["officer", "representative", "head", "other"];

/// What the people concerned say to a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// One of [`SPEAKERS`].
    pub by: String,
    /// Their words.
    pub text: String,
    /// When it was written down.
    pub at: Timestamp,
}

/// How a signal ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// One of [`REASONS`]; empty when it became a case.
    pub reason: String,
    /// The inspector's words, or the number of the case.
    pub text: String,
}

/// What a signal says. Kept under its own key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// Whose pattern it is: parts such as `officer`, and who plays them (an account's id, a
    /// pseudonym, a code).
    pub subject: Vec<(String, String)>,
    /// The office in which most of its files were; empty when that is not known.
    #[serde(default)]
    pub unit: String,
    /// Number of the subject's files.
    pub files: u32,
    /// What was counted.
    pub seen: f64,
    /// What would be usual.
    pub expected: f64,
    /// How many times more, faster or slower; none when no other file shows it at all.
    pub effect: Option<f64>,
    /// Chance of as much or more when nothing is the matter.
    pub p: f64,
    /// The rate of false discoveries at which it counts.
    pub q: f64,
    /// Numbers of the files that show it.
    pub records: Vec<String>,
    /// Who had to do with whom in these files, and in how many.
    pub links: Vec<(String, String, u32)>,
    /// What the people concerned say.
    pub explanations: Vec<Explanation>,
    /// How it ended.
    pub ending: Option<Ending>,
}

/// What other contexts count of one office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfficeCounts {
    /// Its code.
    pub unit: String,
    /// The counts; their own code is not used.
    pub counts: detection::cases::Office,
}

/// Asks the other contexts what they count of offices since then. The binary, which knows them, gives
/// it.
pub type ReadOffices =
    for<'a> fn(&'a App, TenantId, Timestamp) -> BoxFuture<'a, Result<Vec<OfficeCounts>>>;

/// A signal.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// Its id.
    pub id: SignalId,
    /// The run that raised it.
    pub run: i64,
    /// Code of its kind.
    pub kind: String,
    /// Where it stands.
    pub state: State,
    /// What it says.
    pub content: Content,
    /// Number of its last fact.
    pub seq: i64,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// The clock of the inspector's decision.
    pub clock: ClockId,
    /// By when it must be decided.
    pub due_at: Option<Timestamp>,
    /// When that time ran out.
    pub missed_at: Option<Timestamp>,
    /// When it was decided.
    pub ended_at: Option<Timestamp>,
}

impl Signal {
    /// Takes down what someone says to it.
    ///
    /// # Errors
    /// Conflict when it is decided; invalid for an unknown speaker.
    pub fn explain(&mut self, by: &str, text: String, at: Timestamp) -> Result<()> {
        self.must_be_open()?;
        if !SPEAKERS.contains(&by) {
            return Err(Error::invalid("signals-speaker-unknown"));
        }
        self.content.explanations.push(Explanation { by: by.to_owned(), text, at });
        Ok(())
    }

    /// Ends it: nothing is the matter.
    ///
    /// # Errors
    /// Conflict when it is decided; invalid for an unlisted reason.
    pub fn dismiss(&mut self, reason: &str, text: String, at: Timestamp) -> Result<()> {
        self.must_be_open()?;
        if !REASONS.contains(&reason) {
            return Err(Error::invalid("signals-reason-unknown"));
        }
        self.end(State::Dismissed, Ending { reason: reason.to_owned(), text }, at);
        Ok(())
    }

    /// Ends it: it goes on as the case of that number.
    ///
    /// # Errors
    /// Conflict when it is decided.
    pub fn escalate(&mut self, case: &str, at: Timestamp) -> Result<()> {
        self.must_be_open()?;
        let ending = Ending { reason: String::new(), text: case.to_owned() };
        self.end(State::Escalated, ending, at);
        Ok(())
    }

    fn end(&mut self, state: State, ending: Ending, at: Timestamp) {
        self.state = state;
        self.content.ending = Some(ending);
        self.ended_at = Some(at);
    }

    fn must_be_open(&self) -> Result<()> {
        match self.state {
            State::Open => Ok(()),
            State::Dismissed | State::Escalated => Err(Error::conflict("signals-decided")),
        }
    }
}
