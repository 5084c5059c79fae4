//! The working calendar.

use serde::{Deserialize, Serialize};

/// Unit of a legal or promised time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// hk, hari kerja: a working day of the unit.
    WorkingDay,
    /// hr: a calendar day.
    CalendarDay,
    /// jam.
    Hour,
    /// menit.
    Minute,
}

/// Whether hours and minutes elapse all the time or only while the office is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hours {
    /// They elapse day and night.
    Elapsed,
    /// They count only while the unit is open.
    Office,
}

/// A length of time as the law states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Term {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: TimeUnit,
    /// Only meaningful for hours and minutes.
    pub hours: Hours,
}
