//! A report of a gift, and what can happen to it. Pure.

use kernel::Error;
use kernel::error::Result;
use kernel::facts::gift::Owner;

/// What is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something was taken.
    Gift,
    /// Something was refused.
    Refusal,
}

impl Kind {
    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Gift => "gift",
            Self::Refusal => "refusal",
        }
    }

    /// The kind of that name.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Gift, Self::Refusal].into_iter().find(|kind| kind.code() == code)
    }
}

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It need not be reported; it is kept for the sum of twelve months.
    Exempt,
    /// With the gratuity unit.
    Reported,
    /// Back with the officer, because something is missing.
    Returned,
    /// With the KPK.
    Forwarded,
    /// The KPK has said whose it is.
    Decided,
    /// The object is where the decision says; a refusal has been passed on.
    Done,
    /// It was not completed in time and is not processed.
    Expired,
}

impl State {
    /// All states.
    pub const ALL: [Self; 7] = [
        Self::Exempt,
        Self::Reported,
        Self::Returned,
        Self::Forwarded,
        Self::Decided,
        Self::Done,
        Self::Expired,
    ];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Exempt => "exempt",
            Self::Reported => "reported",
            Self::Returned => "returned",
            Self::Forwarded => "forwarded",
            Self::Decided => "decided",
            Self::Done => "done",
            Self::Expired => "expired",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What decides about a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    /// What is reported.
    pub kind: Kind,
    /// Where it stands.
    pub state: State,
    /// It came later than the law allows, or only after an audit: it is the state's (Art 17(4)).
    pub state_property: bool,
    /// Whose it is, as the KPK said.
    pub owner: Option<Owner>,
}

impl Matter {
    fn must_be(&self, states: &[State]) -> Result<()> {
        if states.contains(&self.state) {
            return Ok(());
        }
        Err(Error::conflict("gift-wrong-state").context(self.state.code()))
    }

    /// Something is missing.
    ///
    /// # Errors
    /// Conflict unless it is with the gratuity unit.
    pub fn send_back(&mut self) -> Result<()> {
        self.must_be(&[State::Reported])?;
        self.state = State::Returned;
        Ok(())
    }

    /// The officer tells what was missing.
    ///
    /// # Errors
    /// Conflict unless it is with the officer.
    pub fn complete(&mut self) -> Result<()> {
        self.must_be(&[State::Returned])?;
        self.state = State::Reported;
        Ok(())
    }

    /// The officer's time for that is over.
    ///
    /// # Errors
    /// Conflict unless it is with the officer.
    pub fn expire(&mut self) -> Result<()> {
        self.must_be(&[State::Returned])?;
        self.state = State::Expired;
        Ok(())
    }

    /// It goes to the KPK. A refusal has no object, so that is its end.
    ///
    /// # Errors
    /// Conflict unless it is with the gratuity unit.
    pub fn forward(&mut self, after_audit: bool) -> Result<()> {
        self.must_be(&[State::Reported])?;
        self.state_property |= after_audit;
        self.state = match self.kind {
            Kind::Gift => State::Forwarded,
            Kind::Refusal => State::Done,
        };
        Ok(())
    }

    /// The KPK says whose it is.
    ///
    /// # Errors
    /// Conflict unless it is there; invalid when the law leaves no choice.
    pub fn decide(&mut self, owner: Owner) -> Result<()> {
        self.must_be(&[State::Forwarded])?;
        if self.state_property && owner == Owner::Recipient {
            return Err(Error::invalid("gift-state-property"));
        }
        self.owner = Some(owner);
        self.state = State::Decided;
        Ok(())
    }

    /// The object is where the decision says.
    ///
    /// # Errors
    /// Conflict unless it was decided.
    pub fn hand_over(&mut self) -> Result<()> {
        self.must_be(&[State::Decided])?;
        self.state = State::Done;
        Ok(())
    }
}

/// The legal times of gratuities, by the codes of the rulebook.
pub mod rules {
    /// To the KPK: 30 working days from the day it was given.
    pub const REPORT: &str = "gift.report";
    /// To the gratuity unit: 10 working days from the day it was given.
    pub const REPORT_UPG: &str = "gift.report_upg";
    /// From the gratuity unit to the KPK: 10 working days.
    pub const FORWARD: &str = "gift.forward";
    /// What is missing is told: 20 working days from the report (30 before 20 January 2026).
    pub const COMPLETE: &str = "gift.complete";
    /// The KPK decides: 30 working days.
    pub const DECISION: &str = "gift.decision";
    /// The recipient gets the decision: 7 working days.
    pub const HAND_OVER: &str = "gift.hand_over";
    /// The state gets what is its own: 7 working days.
    pub const TREASURY: &str = "gift.to_treasury";
}
