//! Contracts and handed steps. Pure.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::facts::partner::{PartnerKind, PartnerStep, TakenBack, Terms};
use kernel::id::{ApplicationId, ClockId, HandoverId, PartnerId, UserId};
use kernel::money::Rupiah;

use crate::applications::model::State as FileState;

/// The clock of a handed step.
pub const STEP_RULE: &str = "serve.partner_step";

/// Where a contract stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It waits for the second person.
    Proposed,
    /// It holds between its days.
    Contracted,
    /// The second person did not agree.
    Refused,
    /// It was ended.
    Ended,
}

impl State {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Proposed, Self::Contracted, Self::Refused, Self::Ended];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Contracted => "contracted",
            Self::Refused => "refused",
            Self::Ended => "ended",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A partner under one contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// Its id.
    pub id: PartnerId,
    /// Where the contract stands.
    pub state: State,
    /// What was agreed.
    pub terms: Terms,
    /// The account that does the steps.
    pub user: UserId,
    /// Who proposed it.
    pub proposed_by: UserId,
}

impl Partner {
    fn must_be(&self, state: State) -> Result<()> {
        if self.state == state {
            return Ok(());
        }
        Err(Error::conflict("partners-wrong-state").context(self.state.code()))
    }

    /// A second person agrees, or does not.
    ///
    /// # Errors
    /// Conflict unless it waits; forbidden for who proposed it.
    pub fn decide(&mut self, by: UserId, agree: bool) -> Result<()> {
        self.must_be(State::Proposed)?;
        if self.proposed_by == by {
            return Err(Error::new(Kind::Forbidden, "partners-four-eyes"));
        }
        self.state = if agree { State::Contracted } else { State::Refused };
        Ok(())
    }

    /// It ends now.
    ///
    /// # Errors
    /// Conflict unless it was contracted.
    pub fn end(&mut self) -> Result<()> {
        self.must_be(State::Contracted)?;
        self.state = State::Ended;
        Ok(())
    }

    /// Whether its doors are open on `day`.
    pub fn in_force(&self, day: Date) -> bool {
        self.state == State::Contracted && self.terms.from <= day && day <= self.terms.until
    }
}

/// What is checked before terms are proposed.
///
/// # Errors
/// Invalid, naming what is wrong.
pub fn check(terms: &Terms, today: Date) -> Result<()> {
    let name = terms.name.trim().chars().count();
    if !(3..=80).contains(&name) {
        return Err(Error::invalid("partners-name-bad"));
    }
    if terms.services.is_empty() {
        return Err(Error::invalid("partners-services-none"));
    }
    if terms.price < Rupiah::ZERO
        || (terms.kind == PartnerKind::Helper && terms.price != Rupiah::ZERO)
    {
        return Err(Error::invalid("partners-price-bad"));
    }
    if terms.from < today || terms.until < terms.from {
        return Err(Error::invalid("partners-days-bad"));
    }
    Ok(())
}

/// Whether a file in `state` has this step to do.
pub fn has_step(state: FileState, step: PartnerStep) -> bool {
    match step {
        PartnerStep::Assist => state == FileState::Returned,
        PartnerStep::Deliver => state == FileState::Issued,
    }
}

/// Where a handed step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskState {
    /// The partner has it.
    Open,
    /// The partner did it.
    Done,
    /// The partner has it no longer.
    Back,
}

impl TaskState {
    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Back => "back",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Open, Self::Done, Self::Back].into_iter().find(|state| state.code() == code)
    }
}

/// A step of a file that was handed to a partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: HandoverId,
    /// The partner.
    pub partner: PartnerId,
    /// The file.
    pub application: ApplicationId,
    /// Its service.
    pub service: String,
    /// The step.
    pub step: PartnerStep,
    /// Where it stands.
    pub state: TaskState,
    /// Why it was taken back; empty when it was not.
    pub why: String,
    /// When the step could be done first.
    pub due_since: Timestamp,
    /// When it was handed over.
    pub handed_at: Timestamp,
    /// When it must be done.
    pub due_at: Timestamp,
    /// When it was done or taken back.
    pub ended_at: Option<Timestamp>,
    /// Its clock.
    pub clock: ClockId,
    /// The citizen's rating, 1 to 5; 0 without one.
    pub rating: i64,
}

impl Task {
    /// It is done, or taken back.
    ///
    /// # Errors
    /// Conflict unless the partner has it.
    pub fn end(&mut self, back: Option<TakenBack>, now: Timestamp) -> Result<()> {
        if self.state != TaskState::Open {
            return Err(Error::conflict("partners-task-over"));
        }
        self.state = if back.is_some() { TaskState::Back } else { TaskState::Done };
        back.map_or("", TakenBack::code).clone_into(&mut self.why);
        self.ended_at = Some(now);
        Ok(())
    }

    /// The citizen rates it.
    ///
    /// # Errors
    /// Conflict unless it is done and was not rated; invalid outside 1 to 5.
    pub fn rate(&mut self, score: i64) -> Result<()> {
        if !(1..=5).contains(&score) {
            return Err(Error::invalid("partners-rating-bad"));
        }
        if self.state != TaskState::Done || self.rating != 0 {
            return Err(Error::conflict("partners-rated"));
        }
        self.rating = score;
        Ok(())
    }
}
