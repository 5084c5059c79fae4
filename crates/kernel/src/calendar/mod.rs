//! The working calendar: when a unit is open, which of its days count, and when a term runs out.
//!
//! # How a term runs
//!
//! A term starts at an instant (for an application: when the file is complete) and stands still
//! while the clock is paused.
//!
//! - **hk** (hari kerja), *n* working days: every working day of the unit *after* the start day
//!   uses one when its closing instant passes with the clock running. The term runs out at the
//!   closing that uses the *n*-th. Three hk from Friday 20 November 2026, 10:40, with closing at
//!   15:00, run out on Wednesday 25 November, 15:00.
//! - **hr** (hari kalender), *n* calendar days: the same with every day after the start day and
//!   its end, the next local midnight.
//! - **jam** and **menit**, hours and minutes: elapsed time, or only the time in which the unit is
//!   open, without the pauses.
//!
//! A term of nothing runs out at its start. A pause that begins or ends exactly at a closing does
//! not stop that closing: the clock was running at one of its sides.
//!
//! # Which days count
//!
//! An *opening* day has office hours. A *working* day is an opening day that also counts for hk.
//! They differ on purpose: UU 25/2009 and its peers mean Monday to Friday when they say hari
//! kerja, so a counter that opens on Saturday as a courtesy does not shorten the office's own
//! deadlines, nor the citizen's. Saturday and Sunday therefore count only where the calendar file
//! says `counts = { sat = true }`. Office hours of such a day are office hours all the same.

mod due;
mod read;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub use crate::data::DataError;
use due::Pauses;

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

impl TimeUnit {
    /// The word of the rules: `hk`, `hr`, `jam` or `menit`.
    pub fn code(self) -> &'static str {
        match self {
            Self::WorkingDay => "hk",
            Self::CalendarDay => "hr",
            Self::Hour => "jam",
            Self::Minute => "menit",
        }
    }
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

/// A day on which the state rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub day: Date,
    /// Why it is free.
    pub kind: HolidayKind,
    /// Its name, in Indonesian.
    pub name: String,
    /// False when the list itself calls the day an estimate, to be checked against the joint
    /// decree of the ministers (SKB).
    pub verified: bool,
}

/// Why a day is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HolidayKind {
    /// Libur nasional.
    National,
    /// Cuti bersama: joint leave, not worked by civil servants.
    JointLeave,
}

/// A stretch in which the clock of a term stands still. One that ends before it begins stops
/// nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// When it began.
    pub from: Timestamp,
    /// When it ended; `None` while the clock still stands.
    pub until: Option<Timestamp>,
}

/// How far a term has run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Part used, from 0 to 1; 1 exactly from the deadline on. A running working day counts by
    /// the part of its office hours gone, which is given back when the clock stands still at its
    /// closing.
    pub share: f64,
    /// The running day (hour, minute), from 1 to `of`.
    pub day: u32,
    /// Days (hours, minutes) in all.
    pub of: u32,
    /// Whether the clock stands still at this moment.
    pub paused: bool,
}

/// Something in the calendar file that nobody has checked against a decree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unverified {
    /// What it is: `week`, the name of a period, a unit's code or a special day.
    pub what: String,
    /// What the file says about it.
    pub note: String,
}

/// Why the calendar cannot answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The answer depends on a day whose holidays are not listed.
    #[error(
        "the holidays of {day} are unknown, because {file} covers {first} to {last} only; \
         add the holidays of that year to the file"
    )]
    Unknown {
        /// The first day that is needed and not known.
        day: Date,
        /// The holiday list.
        file: String,
        /// First day that it covers.
        first: Date,
        /// Last day that it covers.
        last: Date,
    },
    /// The term ends after the year 9999.
    #[error("a term of {amount} from {start} ends after the year 9999; shorten the term")]
    OutOfRange {
        /// Amount of the term.
        amount: u32,
        /// Its start.
        start: Timestamp,
    },
}

impl From<CalendarError> for crate::Error {
    fn from(error: CalendarError) -> Self {
        Self::internal(error)
    }
}

/// From minute to minute after local midnight, the second excluded; 1440 is the next midnight.
type Session = (u16, u16);

/// Office hours of a week. Index 0 is Monday; `None` leaves the day to what stands above.
#[derive(Clone, Debug, Default)]
struct Week {
    hours: [Option<Vec<Session>>; 7],
    counts: [Option<bool>; 7],
}

/// Days with other hours, such as Ramadan; both ends included.
#[derive(Clone, Debug)]
struct Period {
    from: Date,
    until: Date,
    hours: [Option<Vec<Session>>; 7],
}

/// One day that is unlike all others.
#[derive(Clone, Debug)]
struct Special {
    hours: Vec<Session>,
    counts: Option<bool>,
}

/// What a unit does otherwise.
#[derive(Clone, Debug)]
struct Override {
    week: Week,
    works_on_national_holidays: bool,
    works_on_joint_leave: bool,
    special: BTreeMap<Date, Special>,
}

/// Office hours, holidays and exceptions of a city and its units.
///
/// What decides about a day, the first that speaks: a special day of the unit, a special day of
/// the city, a holiday, the unit's own week, a period such as Ramadan, the city's week.
#[derive(Clone, Debug)]
pub struct WorkCalendar {
    tz: TimeZone,
    week: Week,
    periods: Vec<Period>,
    special: BTreeMap<Date, Special>,
    units: HashMap<String, Override>,
    holidays: BTreeMap<Date, Holiday>,
    holidays_file: String,
    first_day: Date,
    last_day: Date,
    unverified: Vec<Unverified>,
}

impl WorkCalendar {
    /// The city's time zone.
    pub fn tz(&self) -> &TimeZone {
        &self.tz
    }

    /// First day whose holidays are known: 1 January of the first year in the list.
    pub fn first_day(&self) -> Date {
        self.first_day
    }

    /// Last day whose holidays are known: 31 December of the last year in the list.
    pub fn last_day(&self) -> Date {
        self.last_day
    }

    /// The holiday on `day`, if it is one.
    pub fn holiday(&self, day: Date) -> Option<&Holiday> {
        self.holidays.get(&day)
    }

    /// All holidays, by date.
    pub fn holidays(&self) -> impl Iterator<Item = &Holiday> {
        self.holidays.values()
    }

    /// What nobody has checked yet, in the order of the file.
    pub fn unverified(&self) -> &[Unverified] {
        &self.unverified
    }

    /// Whether `day` counts as a hari kerja of `unit`. Days that the holiday list does not cover
    /// are taken to be no holidays.
    pub fn is_working_day(&self, unit: &str, day: Date) -> bool {
        !self.sessions(unit, day).is_empty() && self.counts(unit, day)
    }

    /// Stretches in which `unit` is open on `day`, in order, ends excluded; none when it is
    /// closed. Days that the holiday list does not cover are taken to be no holidays.
    pub fn office_hours(&self, unit: &str, day: Date) -> Vec<(Timestamp, Timestamp)> {
        let sessions = self.sessions(unit, day).iter();
        sessions.map(|&(open, close)| (self.instant(day, open), self.instant(day, close))).collect()
    }

    /// When `unit` next opens: `at` itself while it is open.
    ///
    /// # Errors
    /// [`CalendarError::Unknown`] when that lies beyond the days that the holiday list covers.
    pub fn next_opening(&self, unit: &str, at: Timestamp) -> Result<Timestamp, CalendarError> {
        let mut day = self.date(at);
        loop {
            self.check_known(day)?;
            let mut hours = self.office_hours(unit, day).into_iter();
            if let Some((open, _)) = hours.find(|&(_, close)| at < close) {
                return Ok(open.max(at));
            }
            day = self.after(day)?;
        }
    }

    /// Time in which `unit` is open between two instants; nothing when `to` is not after `from`.
    pub fn working_time(&self, unit: &str, from: Timestamp, to: Timestamp) -> SignedDuration {
        self.office_time(unit, from, to, &Pauses::new(&[]))
    }

    /// Office time between two instants in which the clock runs.
    fn office_time(
        &self,
        unit: &str,
        from: Timestamp,
        to: Timestamp,
        pauses: &Pauses,
    ) -> SignedDuration {
        let last = self.date(to);
        self.days_from(self.date(from))
            .take_while(|day| *day <= last)
            .flat_map(|day| self.office_hours(unit, day))
            .map(|(open, close)| pauses.running_time(open.max(from), close.min(to)))
            .sum()
    }

    /// Opening hours of the day in local minutes; see [`WorkCalendar`] for the order.
    fn sessions(&self, unit: &str, day: Date) -> &[Session] {
        let of_unit = self.units.get(unit);
        let special = of_unit.and_then(|of_unit| of_unit.special.get(&day));
        if let Some(special) = special.or_else(|| self.special.get(&day)) {
            return &special.hours;
        }
        if let Some(holiday) = self.holiday(day) {
            let works = of_unit.is_some_and(|of_unit| match holiday.kind {
                HolidayKind::National => of_unit.works_on_national_holidays,
                HolidayKind::JointLeave => of_unit.works_on_joint_leave,
            });
            if !works {
                return &[];
            }
        }
        let weekday = weekday(day);
        let period = self.periods.iter().find(|p| p.from <= day && day <= p.until);
        of_unit
            .and_then(|of_unit| of_unit.week.hours[weekday].as_deref())
            .or_else(|| period.and_then(|period| period.hours[weekday].as_deref()))
            .or(self.week.hours[weekday].as_deref())
            .unwrap_or_default()
    }

    /// Whether the day counts for hk, should the unit be open on it.
    fn counts(&self, unit: &str, day: Date) -> bool {
        let of_unit = self.units.get(unit);
        let special = of_unit.and_then(|of_unit| of_unit.special.get(&day));
        let special = special.or_else(|| self.special.get(&day));
        let weekday = weekday(day);
        special
            .and_then(|special| special.counts)
            .or_else(|| of_unit.and_then(|of_unit| of_unit.week.counts[weekday]))
            .or(self.week.counts[weekday])
            .unwrap_or(weekday < 5)
    }

    fn check_known(&self, day: Date) -> Result<(), CalendarError> {
        if self.first_day <= day && day <= self.last_day {
            return Ok(());
        }
        Err(self.unknown(day))
    }

    fn unknown(&self, day: Date) -> CalendarError {
        let (first, last) = (self.first_day, self.last_day);
        CalendarError::Unknown { day, file: self.holidays_file.clone(), first, last }
    }

    /// The next day. Beyond the last day of all there are no known holidays either.
    fn after(&self, day: Date) -> Result<Date, CalendarError> {
        day.tomorrow().map_err(|_| self.unknown(day))
    }

    /// `first` and every day after it.
    fn days_from(&self, first: Date) -> impl Iterator<Item = Date> {
        std::iter::successors(Some(first), |day| day.tomorrow().ok())
    }

    fn date(&self, at: Timestamp) -> Date {
        self.tz.to_datetime(at).date()
    }

    /// The instant `minute` minutes of local time after midnight. What lies beyond the year 9999
    /// becomes the last instant of all.
    fn instant(&self, day: Date, minute: u16) -> Timestamp {
        let minutes = SignedDuration::from_mins(i64::from(minute));
        day.at(0, 0, 0, 0)
            .checked_add(minutes)
            .and_then(|local| self.tz.to_timestamp(local))
            .unwrap_or(Timestamp::MAX)
    }
}

/// 0 is Monday.
fn weekday(day: Date) -> usize {
    usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())
}
