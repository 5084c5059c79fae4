//! A fee and what can happen to it. Pure.

use jiff::Timestamp;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::id::{ApplicationId, UserId};
use kernel::money::Rupiah;

/// Where a fee stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// The citizen has to pay.
    Due,
    /// The head is asked to waive it; it can still be paid.
    Asked,
    /// The whole amount came in.
    Paid,
    /// It need not be paid.
    Waived,
    /// It was wrongly charged, and went back.
    Refunded,
}

impl State {
    /// All states.
    pub const ALL: [Self; 5] = [Self::Due, Self::Asked, Self::Paid, Self::Waived, Self::Refunded];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Asked => "asked",
            Self::Paid => "paid",
            Self::Waived => "waived",
            Self::Refunded => "refunded",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether nothing more is owed.
    pub fn is_settled(self) -> bool {
        !matches!(self, Self::Due | Self::Asked)
    }
}

/// The fee of one application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fee {
    /// The application.
    pub application: ApplicationId,
    /// Code of the unit that the fee is for.
    pub unit: String,
    /// Code of the service.
    pub service: String,
    /// The listed class; empty when everybody pays the same.
    pub class: String,
    /// The exact amount.
    pub amount: Rupiah,
    /// Where it stands.
    pub state: State,
    /// When it was charged.
    pub charged_at: Timestamp,
    /// When it was paid or waived.
    pub settled_at: Option<Timestamp>,
    /// When it went back.
    pub refunded_at: Option<Timestamp>,
    /// Who asked to waive it.
    pub asked_by: Option<UserId>,
    /// The listed reason to waive it; empty without one.
    pub reason: String,
}

impl Fee {
    fn must_be(&self, states: &[State]) -> Result<()> {
        if states.contains(&self.state) {
            return Ok(());
        }
        Err(Error::conflict("fees-wrong-state").context(self.state.code()))
    }

    /// `amount` came in.
    ///
    /// # Errors
    /// Conflict when nothing is due; invalid unless it is the whole amount.
    pub fn pay(&mut self, amount: Rupiah, now: Timestamp) -> Result<()> {
        self.must_be(&[State::Due, State::Asked])?;
        if amount != self.amount {
            return Err(Error::invalid("fees-amount-differs").with("fee", self.amount));
        }
        self.state = State::Paid;
        self.settled_at = Some(now);
        Ok(())
    }

    /// `by` asks the head to waive it.
    ///
    /// # Errors
    /// Conflict unless it is due.
    pub fn ask(&mut self, by: UserId, reason: &str) -> Result<()> {
        self.must_be(&[State::Due])?;
        self.state = State::Asked;
        self.asked_by = Some(by);
        reason.clone_into(&mut self.reason);
        Ok(())
    }

    /// The head `by` waives it.
    ///
    /// # Errors
    /// Conflict unless someone asked; forbidden when that was `by`.
    pub fn waive(&mut self, by: UserId, now: Timestamp) -> Result<()> {
        self.must_be(&[State::Asked])?;
        if self.asked_by == Some(by) {
            return Err(Error::new(Kind::Forbidden, "fees-four-eyes"));
        }
        self.state = State::Waived;
        self.settled_at = Some(now);
        Ok(())
    }

    /// The head does not waive it.
    ///
    /// # Errors
    /// Conflict unless someone asked.
    pub fn refuse(&mut self) -> Result<()> {
        self.must_be(&[State::Asked])?;
        self.state = State::Due;
        self.asked_by = None;
        self.reason.clear();
        Ok(())
    }

    /// It was wrongly charged and goes back, whole.
    ///
    /// # Errors
    /// Conflict unless it was paid.
    pub fn refund(&mut self, now: Timestamp) -> Result<()> {
        self.must_be(&[State::Paid])?;
        self.state = State::Refunded;
        self.refunded_at = Some(now);
        Ok(())
    }
}
