//! A proposal, a deliberation, and what may become of them. Pure.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::activity::ActivityCode;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::id::{ForumId, ProposalId};
use kernel::money::Rupiah;
use kernel::number::ApplicationNumber;

pub use kernel::facts::proposal::{Origin, Repair, Stage};

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It waits for its first deliberation.
    Made,
    /// That deliberation accepted it.
    Accepted(Stage),
    /// That deliberation sent it back.
    Returned(Stage),
    /// It goes on as part of another; the last deliberation that accepted it, if any.
    Merged(Option<Stage>),
}

impl State {
    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Accepted(_) => "accepted",
            Self::Returned(_) => "returned",
            Self::Merged(_) => "merged",
        }
    }

    /// The last deliberation that spoke about it.
    pub fn stage(self) -> Option<Stage> {
        match self {
            Self::Made => None,
            Self::Accepted(stage) | Self::Returned(stage) => Some(stage),
            Self::Merged(stage) => stage,
        }
    }

    /// The state of that stored name and stage.
    pub fn parse(code: &str, stage: &str) -> Option<Self> {
        let stage = Stage::parse(stage);
        match (code, stage) {
            ("made", None) => Some(Self::Made),
            ("accepted", Some(stage)) => Some(Self::Accepted(stage)),
            ("returned", Some(stage)) => Some(Self::Returned(stage)),
            ("merged", stage) => Some(Self::Merged(stage)),
            _ => None,
        }
    }

    /// Whether something can still become of it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Made | Self::Accepted(_))
    }

    /// The deliberation that comes next for a proposal that enters at `entry`; none after the last and
    /// for what moves no more.
    pub fn next(self, entry: Stage) -> Option<Stage> {
        match self {
            Self::Made => Some(entry),
            Self::Accepted(Stage::Kelurahan) => Some(Stage::District),
            Self::Accepted(Stage::District) => Some(Stage::City),
            Self::Accepted(Stage::City) | Self::Returned(_) | Self::Merged(_) => None,
        }
    }

    /// After a deliberation of `stage` spoke about it.
    ///
    /// # Errors
    /// Conflict, `proposals-not-its-turn`, when another deliberation comes next or none does.
    pub fn judged(self, entry: Stage, stage: Stage, accepted: bool) -> Result<Self> {
        if self.next(entry) != Some(stage) {
            return Err(Error::conflict("proposals-not-its-turn"));
        }
        Ok(if accepted { Self::Accepted(stage) } else { Self::Returned(stage) })
    }

    /// After it became part of a proposal that stands at `into`.
    ///
    /// # Errors
    /// Conflict: `proposals-merge-closed` when one of them moves no more, `proposals-merge-behind` when
    /// the other has not come as far, because that would lose what a deliberation said.
    pub fn merged(self, into: Self) -> Result<Self> {
        if !self.is_open() || !into.is_open() {
            return Err(Error::conflict("proposals-merge-closed"));
        }
        if into.stage() < self.stage() {
            return Err(Error::conflict("proposals-merge-behind"));
        }
        Ok(Self::Merged(self.stage()))
    }
}

/// The first deliberation of a proposal. The council's pokok-pokok pikiran and what concerns the whole city
/// enter at that of the city (Permendagri 86/2017; the council hands them in before it).
pub fn entry(origin: Origin, kelurahan: &str) -> Stage {
    match origin {
        Origin::Council => Stage::City,
        Origin::Resident | Origin::Unit if kelurahan.is_empty() => Stage::City,
        Origin::Resident | Origin::Unit => Stage::Kelurahan,
    }
}

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its id.
    pub id: ProposalId,
    /// The number by which everyone finds it.
    pub number: ApplicationNumber,
    /// The budget that it is for.
    pub budget_year: i16,
    /// What it is called.
    pub title: String,
    /// What is to be done.
    pub what: String,
    /// Code of the kelurahan; empty when it concerns the whole city.
    pub kelurahan: String,
    /// Where in it.
    pub place: String,
    /// Who asks.
    pub origin: Origin,
    /// The group, office or body of the council.
    pub proposer: String,
    /// How much, in thousandths.
    pub volume: i64,
    /// Of what.
    pub measure: String,
    /// Its cost by the price standard, once it was reckoned.
    pub standard: Option<Standard>,
    /// What whoever asks says that it costs.
    pub asked: Option<Rupiah>,
    /// Code of the unit that would do it.
    pub office: String,
    /// Its place in the classification of the budget.
    pub activity: Option<ActivityCode>,
    /// The repair from which it was made.
    pub repair: Option<Repair>,
    /// Where it stands.
    pub state: State,
    /// The proposal as part of which it goes on.
    pub merged_into: Option<ProposalId>,
    /// Browsers that support it.
    pub supporters: i64,
    /// When it was entered.
    pub made_at: Timestamp,
    /// Its last fact.
    pub seq: i64,
}

/// A cost by the price standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standard {
    /// Code of the price.
    pub price_code: String,
    /// Price of one unit.
    pub price: Rupiah,
    /// Price times volume.
    pub cost: Rupiah,
}

impl Proposal {
    /// What facts about it are about.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Proposal, id: self.id.uuid() }
    }

    /// Its first deliberation.
    pub fn entry(&self) -> Stage {
        entry(self.origin, &self.kelurahan)
    }

    /// The deliberation that comes next.
    pub fn next(&self) -> Option<Stage> {
        self.state.next(self.entry())
    }

    /// What it costs: by the standard, or else as it was asked.
    pub fn cost(&self) -> Option<Rupiah> {
        self.standard.as_ref().map(|standard| standard.cost).or(self.asked)
    }
}

/// A deliberation that was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forum {
    /// Its id.
    pub id: ForumId,
    /// The budget that it was for.
    pub budget_year: i16,
    /// Which one.
    pub stage: Stage,
    /// Code of the kelurahan or kecamatan; empty for the city.
    pub area: String,
    /// The day.
    pub held_on: Date,
    /// Where.
    pub place: String,
    /// Who came, as counts.
    pub came: Came,
}

/// Who came to a deliberation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Came {
    /// Men.
    pub men: i64,
    /// Women.
    pub women: i64,
    /// Persons with a disability among them.
    pub disabled: i64,
    /// RW that were represented.
    pub rw: i64,
}

impl Came {
    /// Everyone.
    pub fn all(self) -> i64 {
        self.men + self.women
    }
}

impl Forum {
    /// What facts about it are about.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Forum, id: self.id.uuid() }
    }
}

/// What a deliberation said about a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The deliberation.
    pub forum: ForumId,
    /// Which one it was.
    pub stage: Stage,
    /// Its place in the order; none when it was sent back.
    pub rank: Option<i64>,
    /// Why it was sent back; empty when it was not.
    pub reason: String,
}
