//! Buildings of offices: the written facts of `improve/facilities`. They name no person and are clear;
//! notes and photos lie under the key of the office.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::money::Rupiah;

/// `facility.audited`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audited {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
    /// Code of what was looked at, such as `door-width`.
    pub item: String,
    /// Whether it is there.
    pub present: bool,
    /// From 0 (cannot be used) to 3 (good); 0 when it is not there.
    pub condition: u8,
    /// What was measured, in thousandths of the item's unit of measure.
    pub measured_milli: Option<i64>,
    /// Whether a photo was kept.
    pub photo: bool,
}

/// `facility.fix_costed`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixCosted {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
    /// Code of what is mended.
    pub item: String,
    /// What it costs.
    pub cost: Rupiah,
    /// Its code in the price standard (SSH or HSPK, Perpres 33/2020).
    pub price_code: String,
}

/// `facility.crowded`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crowded {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
    /// The Monday on which the week began.
    pub week: Date,
    /// The most people who waited at once.
    pub peak: i64,
    /// Seats of the waiting room.
    pub seats: i64,
}
