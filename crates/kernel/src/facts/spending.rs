//! What became of a budget: the written facts of `prioritise/execution` and `prioritise/procurement`.
//! They are clear, as budgets and contracts of a city are public; a firm is named, a person never.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::money::Rupiah;

/// An activity of an enacted budget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetLine {
    /// Its code: urusan, program, kegiatan and sub-kegiatan (Permendagri 90/2019). Offices may share one:
    /// code and unit together are unique in a year.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// Code of the unit that spends it.
    pub unit: String,
    /// Account of the spending, such as `5.1.02` (Permendagri 90/2019).
    pub account: String,
    /// What may be spent.
    pub amount: Rupiah,
    /// Code of the activity in the adopted plan; empty when the plan does not know it.
    pub planned: String,
    /// Codes of the services for whose cases it pays; empty when it pays for none.
    pub services: Vec<String>,
}

/// `budget.enacted`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetEnacted {
    /// Payload version.
    pub v: u8,
    /// The budget.
    pub budget_year: i16,
    /// Which version of it, from 1; a revised budget is a higher one and replaces all lines.
    pub version: i64,
    /// The document that shows it.
    pub reference: String,
    /// What stands above it, such as that its activities are made up.
    pub note: String,
    /// All of its lines.
    pub lines: Vec<BudgetLine>,
}

/// `budget.proposed`, version 1: clear. One person has brought in a budget; it holds once another has looked
/// at it. A later proposal takes the place of an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetProposed {
    /// Payload version.
    pub v: u8,
    /// The budget.
    pub budget_year: i16,
    /// Which version it would be.
    pub version: i64,
    /// The document that shows it.
    pub reference: String,
    /// How many activities it has.
    pub activities: i64,
    /// What all of them may spend.
    pub total: Rupiah,
    /// SHA-256 of its lines as canonical JSON, in hexadecimal.
    pub digest: String,
}

/// `activity.realised`, version 1: clear. What one month brought; a later fact of the same month
/// replaces the earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityRealised {
    /// Payload version.
    pub v: u8,
    /// The budget.
    pub budget_year: i16,
    /// Code of the activity in the budget.
    pub code: String,
    /// Code of the unit.
    pub unit: String,
    /// The month, from 1 to 12.
    pub month: i8,
    /// What was paid in this month.
    pub paid: Rupiah,
    /// How much of the work stands at the end of the month, in thousandths.
    pub done: i64,
}

/// How a contract was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Open tender or selection.
    Open,
    /// A few firms were asked.
    Selective,
    /// One firm was asked: direct procurement below the threshold, or direct appointment.
    Direct,
    /// Bought from the public electronic catalogue.
    Catalogue,
}

impl Method {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Open, Self::Selective, Self::Direct, Self::Catalogue];

    /// The stored name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Selective => "selective",
            Self::Direct => "direct",
            Self::Catalogue => "catalogue",
        }
    }

    /// The method of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }
}

/// What a contract is for: the kinds of procurement of Perpres 16/2018 Art 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Goods (barang).
    Goods,
    /// Construction (pekerjaan konstruksi).
    Works,
    /// Consulting (jasa konsultansi).
    Consulting,
    /// Other services (jasa lainnya).
    Services,
}

impl Category {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Goods, Self::Works, Self::Consulting, Self::Services];

    /// The stored name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Goods => "goods",
            Self::Works => "works",
            Self::Consulting => "consulting",
            Self::Services => "services",
        }
    }

    /// The category of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.code() == code)
    }
}

/// A thing that was bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bought {
    /// Code of the thing in the city's standard prices; empty when they do not know it.
    pub item: String,
    /// What it is.
    pub title: String,
    /// How many, in thousandths of the unit.
    pub quantity: i64,
    /// Price of one.
    pub price: Rupiah,
    /// The standard price of one on the day of the contract; none when there is none.
    pub standard: Option<Rupiah>,
}

/// `contract.awarded`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractAwarded {
    /// Payload version.
    pub v: u8,
    /// Its number, unique in the city; the `ocid` of an OCDS release.
    pub number: String,
    /// The budget.
    pub budget_year: i16,
    /// Code of the activity in the budget.
    pub activity: String,
    /// Code of the unit that buys.
    pub unit: String,
    /// What is bought.
    pub title: String,
    /// Name of the firm.
    pub supplier: String,
    /// A number by which the firm is known, such as its NIB; its name when it has none.
    pub supplier_id: String,
    /// What it is for.
    pub category: Category,
    /// The market in which the firm stands, such as a code of KBKI; empty when it is not known.
    pub class: String,
    /// How it was given.
    pub method: Method,
    /// Whether it met an emergency (Perpres 16/2018 Art 59), for which other rules hold.
    pub emergency: bool,
    /// How many firms made an offer; none when it is not known.
    pub bids: Option<i64>,
    /// The estimate before offers were opened (HPS); none when there is none.
    pub estimate: Option<Rupiah>,
    /// The price.
    pub value: Rupiah,
    /// The day of the contract.
    pub awarded_on: Date,
    /// What was bought for it.
    pub items: Vec<Bought>,
}
