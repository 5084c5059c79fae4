//! Payloads of fees. Sealed: they stand under the key of the application, because what somebody paid,
//! or why they need not, concerns that person alone.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::money::Rupiah;

/// `fee.charged`, version 1: the published standard names this amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charged {
    /// Payload version.
    pub v: u8,
    /// Code of the service.
    pub service: String,
    /// Version of the standard that names the fee and its legal basis.
    pub standard: i64,
    /// The listed class; empty when everybody pays the same.
    pub class: String,
    /// The exact amount.
    pub amount: Rupiah,
}

/// By which way money comes in; an officer's hand is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A transfer to the city's account.
    Bank,
    /// The city's QRIS code.
    Qris,
}

impl Way {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Bank, Self::Qris];

    /// The stored name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Bank => "bank",
            Self::Qris => "qris",
        }
    }

    /// The way of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }
}

/// `fee.paid`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// Payload version.
    pub v: u8,
    /// What came in; always the whole amount.
    pub amount: Rupiah,
    /// By which way.
    pub way: Way,
    /// Number of the line of the bank or of QRIS; used once.
    pub reference: String,
    /// The day on which it came in.
    pub paid_on: Date,
}

/// `fee.waiver_asked` and `fee.waived`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// Payload version.
    pub v: u8,
    /// The amount that need not be paid.
    pub amount: Rupiah,
    /// One of the listed reasons.
    pub reason: String,
}

/// `fee.waiver_refused`, version 1: the fee stays due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaiverRefused {
    /// Payload version.
    pub v: u8,
}

/// `fee.refunded`, version 1: it was wrongly charged and went back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refunded {
    /// Payload version.
    pub v: u8,
    /// What went back; always the whole amount.
    pub amount: Rupiah,
    /// Why it was wrong, in the head's words.
    pub note: String,
}
