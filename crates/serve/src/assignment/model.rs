//! How the draw for a file stands.

use jiff::Timestamp;
use kernel::facts::assignment::Drawn;
use kernel::id::{ApplicationId, UserId};
use uuid::Uuid;

/// Where a draw stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// No checkpoint holds the ticket yet.
    Waiting,
    /// Someone was drawn, or named by a superior.
    Drawn,
    /// Everyone in the pool is absent or may not have the file: a head must name someone.
    Nobody,
    /// The file ended before anyone was drawn.
    Ended,
}

impl Stands {
    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Drawn => "drawn",
            Self::Nobody => "nobody",
            Self::Ended => "ended",
        }
    }

    /// The one of that name.
    pub fn parse(code: &str) -> Option<Self> {
        let all = [Self::Waiting, Self::Drawn, Self::Nobody, Self::Ended];
        all.into_iter().find(|stands| stands.code() == code)
    }
}

/// The draw for one file.
#[derive(Clone, Debug)]
pub struct Draw {
    /// The ticket of the file's place in the queue.
    pub ticket: Uuid,
    /// The file.
    pub application: ApplicationId,
    /// The queue: `unit/service`.
    pub queue: String,
    /// Code of the unit.
    pub unit: String,
    /// Where it stands.
    pub stands: Stands,
    /// Whose the file is.
    pub officer: Option<UserId>,
    /// What the log calls that officer; empty before the draw.
    pub pseudonym: String,
    /// The last draw as it stands in the log; none before it.
    pub fact: Option<Drawn>,
    /// When the file became complete.
    pub entered_at: Timestamp,
    /// When it was drawn.
    pub drawn_at: Option<Timestamp>,
}

/// Why a superior may override a draw, as the public reads it.
pub const REASONS: [&str; 5] = ["illness", "conflict", "workload", "no_draw", "other"];
