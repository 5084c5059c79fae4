//! The life of a version of a standard, and of a unit's public promise.
//!
//! A version goes draft, proposed, approved, published, withdrawn. Only someone who did not edit
//! it may approve it, and from the proposal on nobody can change it, so that what was approved is
//! what is published. A version that holds from a day in the future leaves the old one in force
//! until then.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::id::{MaklumatId, UserId};
use kernel::service::{Bilingual, Component, Standard};

/// Where a version of a standard stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// A steward works on it.
    Draft,
    /// It waits for a second person.
    Proposed,
    /// A second person agreed; no day is set yet.
    Approved,
    /// It holds from its day on, until a later version does.
    Published,
    /// It was ended.
    Withdrawn,
}

impl State {
    /// All states, in the order of a version's life.
    pub const ALL: [Self; 5] =
        [Self::Draft, Self::Proposed, Self::Approved, Self::Published, Self::Withdrawn];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether it is still on its way to publication.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Proposed | Self::Approved)
    }
}

/// One version of a standard with its life.
#[derive(Clone, Debug)]
pub struct Version {
    /// Number of the version, from 1.
    pub version: i64,
    /// Where it stands.
    pub state: State,
    /// The text; its `valid_from` is the first day of the version once it is published.
    pub standard: Arc<Standard>,
    /// First day on which it no longer holds, when it was withdrawn.
    pub ended_on: Option<Date>,
    /// Everyone who edited it; none of them may approve it.
    pub editors: Vec<UserId>,
    /// Who approved it.
    pub approved_by: Option<UserId>,
    /// Why it was turned down or withdrawn.
    pub note: String,
    /// Grows with every change, so that two people cannot overwrite each other.
    pub revision: i64,
    /// When it was last changed.
    pub changed_at: Timestamp,
}

/// What someone does with a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// The steward hands it in.
    Propose,
    /// A second person agrees.
    Approve,
    /// A second person sends it back; says why.
    TurnDown(String),
    /// It shall hold from this day on.
    Publish(Date),
    /// It shall hold no longer; says why.
    Withdraw(String),
}

impl Version {
    /// The version after `by` did `act` on the day `today`.
    ///
    /// # Errors
    /// Conflict when the state does not allow it or the standard is not complete, forbidden when
    /// an editor approves, invalid when a reason is missing or the first day has passed.
    pub fn after(&self, act: &Act, by: UserId, today: Date) -> Result<Self> {
        let mut next = self.clone();
        next.state = match (self.state, act) {
            (State::Draft, Act::Propose) => {
                self.check_complete()?;
                next.note.clear();
                State::Proposed
            }
            (State::Proposed, Act::Approve) => {
                self.check_second_person(by)?;
                next.approved_by = Some(by);
                State::Approved
            }
            (State::Proposed, Act::TurnDown(note)) => {
                self.check_second_person(by)?;
                next.note = reason(note)?;
                State::Draft
            }
            (State::Approved, Act::Publish(from)) => {
                self.check_complete()?;
                next.standard = starting(&self.standard, *from, today)?;
                State::Published
            }
            (State::Published, Act::Withdraw(note)) => {
                next.note = reason(note)?;
                next.ended_on = Some(today);
                State::Withdrawn
            }
            _ => return Err(Error::conflict("catalogue-error-step")),
        };
        Ok(next)
    }

    fn check_complete(&self) -> Result<()> {
        let missing = missing(&self.standard).len();
        if missing == 0 {
            return Ok(());
        }
        Err(Error::conflict("catalogue-error-incomplete").with("count", missing))
    }

    fn check_second_person(&self, by: UserId) -> Result<()> {
        if self.editors.contains(&by) {
            return Err(Error::new(Kind::Forbidden, "catalogue-error-four-eyes"));
        }
        Ok(())
    }

    /// The stretch in which it was to hold, if it was ever published.
    pub fn span(&self) -> Option<Span> {
        let published = matches!(self.state, State::Published | State::Withdrawn);
        let from = self.standard.valid_from;
        published.then_some(Span { version: self.version, from, ended_on: self.ended_on })
    }
}

fn reason(note: &str) -> Result<String> {
    let note = note.trim();
    if note.is_empty() {
        return Err(Error::invalid("catalogue-error-reason"));
    }
    Ok(note.to_owned())
}

fn starting(standard: &Standard, from: Date, today: Date) -> Result<Arc<Standard>> {
    if from < today {
        return Err(Error::invalid("catalogue-error-past-day"));
    }
    Ok(Arc::new(Standard { valid_from: from, ..standard.clone() }))
}

/// Components without an Indonesian text, in legal order. UU 25/2009 Art 21 asks for all of them,
/// so a standard is only published when there is none.
pub fn missing(standard: &Standard) -> Vec<Component> {
    let has = |component| {
        let mut texts = standard.components.iter().filter(|text| text.component == component);
        texts.any(|text| !text.text.id.trim().is_empty())
    };
    Component::ALL.into_iter().filter(|component| !has(*component)).collect()
}

/// The stretch in which a published version was to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Number of the version.
    pub version: i64,
    /// First day.
    pub from: Date,
    /// First day on which it no longer held, when it was withdrawn.
    pub ended_on: Option<Date>,
}

/// Which of the versions of one service holds on `day`: the one that began last. When that one
/// was withdrawn, none holds; an older version does not come back. A version that was withdrawn
/// before its first day never began.
pub fn holding(spans: &[Span], day: Date) -> Option<i64> {
    let began = |span: &&Span| {
        span.from <= day && span.ended_on.is_none_or(|ended_on| ended_on >= span.from)
    };
    let last = spans.iter().filter(began).max_by_key(|span| (span.from, span.version))?;
    last.ended_on.is_none_or(|ended_on| day < ended_on).then_some(last.version)
}

/// Where a unit's public promise stands (UU 25/2009 Art 22: made, decreed and published).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaklumatState {
    /// It is written and waits for the head.
    Available,
    /// The head signed it.
    Decreed,
    /// The unit's page shows it.
    Published,
}

impl MaklumatState {
    /// All states, in order.
    pub const ALL: [Self; 3] = [Self::Available, Self::Decreed, Self::Published];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Decreed => "decreed",
            Self::Published => "published",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// One version of a unit's public promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maklumat {
    /// Its id, the subject of its fact.
    pub id: MaklumatId,
    /// Code of the unit.
    pub unit: String,
    /// Number of the version, from 1.
    pub version: i64,
    /// Where it stands.
    pub state: MaklumatState,
    /// What it promises.
    pub text: Bilingual,
    /// The day of the head's signature.
    pub signed_on: Option<Date>,
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    use super::{Span, holding};

    const DAY: Date = date(2026, 1, 1);

    fn spans() -> impl Strategy<Value = Vec<Span>> {
        let span = (0_i64..20, proptest::option::of(-5_i64..20));
        proptest::collection::vec(span, 0..6).prop_map(|list| {
            let day = |n: i64| DAY + n.days();
            let number = |(at, (from, ended))| Span {
                version: at as i64 + 1,
                from: day(from),
                ended_on: Option::map(ended, day),
            };
            list.into_iter().enumerate().map(number).collect()
        })
    }

    proptest! {
        /// Against the story told day by day: each day the versions that begin are put in force
        /// in order, then withdrawals happen.
        #[test]
        fn the_version_that_holds_is_the_one_a_diary_says(spans in spans()) {
            let mut current: Option<i64> = None;
            for n in 0..25_i64 {
                let day = DAY + n.days();
                for span in spans.iter().filter(|span| span.from == day) {
                    let never_began = span.ended_on.is_some_and(|ended| ended < span.from);
                    if !never_began {
                        current = Some(span.version);
                    }
                }
                let ended = |version| {
                    spans.iter().any(|span| span.version == version
                        && span.ended_on.is_some_and(|ended| ended <= day))
                };
                let diary = current.filter(|version| !ended(*version));
                prop_assert_eq!(holding(&spans, day), diary);
            }
        }
    }
}
