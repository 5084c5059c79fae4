//! Reading the calendar file and the list of holidays.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use toml::Spanned;

use super::{
    DataError, Holiday, HolidayKind, Override, Period, Session, Special, Unverified, Week,
    WorkCalendar,
};

const COLUMNS: [&str; 4] = ["tanggal", "jenis", "nama", "catatan"];

/// Words by which a row of the holiday list says that its day is not certain.
const DOUBT: [&str; 7] =
    ["perkiraan", "estimasi", "estimate", "estimated", "cek", "check", "pastikan"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCalendar {
    timezone: Spanned<String>,
    week: Spanned<RawWeek>,
    #[serde(default)]
    period: Vec<Spanned<RawPeriod>>,
    #[serde(default)]
    special: Vec<Spanned<RawSpecial>>,
    #[serde(default)]
    unit: Vec<Spanned<RawUnit>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWeek {
    hours: BTreeMap<DayName, Spanned<String>>,
    #[serde(default)]
    counts: BTreeMap<DayName, bool>,
    verified: bool,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPeriod {
    name: String,
    from: Date,
    until: Date,
    hours: BTreeMap<DayName, Spanned<String>>,
    verified: bool,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSpecial {
    day: Date,
    hours: Spanned<String>,
    counts: Option<bool>,
    verified: bool,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUnit {
    code: String,
    #[serde(default)]
    hours: BTreeMap<DayName, Spanned<String>>,
    #[serde(default)]
    counts: BTreeMap<DayName, bool>,
    #[serde(default)]
    works_on_national_holidays: bool,
    #[serde(default)]
    works_on_joint_leave: bool,
    #[serde(default)]
    special: Vec<Spanned<RawSpecial>>,
    verified: bool,
    note: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum DayName {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl WorkCalendar {
    /// Reads a calendar from its two files, each given by name and text. The name is only used to
    /// say where a mistake stands.
    ///
    /// # Errors
    /// The first mistake found: broken syntax, an unknown key, hours out of order, periods that
    /// overlap, a day or unit named twice, a year without holidays between two others.
    pub fn parse(
        calendar_toml: (&str, &str),
        holidays_csv: (&str, &str),
    ) -> Result<Self, DataError> {
        let mut reader =
            Reader { file: calendar_toml.0, text: calendar_toml.1, unverified: vec![] };
        let raw: RawCalendar = toml::from_str(reader.text)
            .map_err(|error| DataError::toml(reader.file, reader.text, &error))?;
        let tz = reader.time_zone(&raw.timezone)?;
        let week = reader.week(raw.week)?;
        let periods = reader.periods(raw.period)?;
        let special = reader.specials("", raw.special)?;
        let units = reader.units(raw.unit)?;
        let holidays = read_holidays(holidays_csv.0, holidays_csv.1)?;
        let (first_day, last_day) = known_days(holidays_csv.0, &holidays)?;
        let holidays_file = holidays_csv.0.to_owned();
        let unverified = reader.unverified;
        Ok(Self {
            tz,
            week,
            periods,
            special,
            units,
            holidays,
            holidays_file,
            first_day,
            last_day,
            unverified,
        })
    }
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    unverified: Vec<Unverified>,
}

impl Reader<'_> {
    fn error(&self, offset: usize, message: impl std::fmt::Display) -> DataError {
        DataError::at(self.file, self.text, offset, message)
    }

    fn time_zone(&self, name: &Spanned<String>) -> Result<TimeZone, DataError> {
        TimeZone::get(name.get_ref()).map_err(|_| {
            let message = "no such time zone; name one such as Asia/Jakarta";
            self.error(name.span().start, message)
        })
    }

    fn check_verified(
        &mut self,
        offset: usize,
        what: &str,
        verified: bool,
        note: Option<String>,
    ) -> Result<(), DataError> {
        if verified {
            return Ok(());
        }
        let note = note.filter(|note| !note.trim().is_empty()).ok_or_else(|| {
            self.error(offset, "what is not verified needs a note that says what to check")
        })?;
        self.unverified.push(Unverified { what: what.to_owned(), note });
        Ok(())
    }

    fn week(&mut self, raw: Spanned<RawWeek>) -> Result<Week, DataError> {
        let offset = raw.span().start;
        let raw = raw.into_inner();
        let hours = self.hours(raw.hours)?;
        if hours.iter().flatten().all(Vec::is_empty) {
            return Err(self.error(offset, "the week has no opening day; give at least one"));
        }
        self.check_verified(offset, "week", raw.verified, raw.note)?;
        Ok(Week { hours, counts: counts(&raw.counts) })
    }

    fn periods(&mut self, raw: Vec<Spanned<RawPeriod>>) -> Result<Vec<Period>, DataError> {
        let mut periods: Vec<Period> = Vec::with_capacity(raw.len());
        for raw in raw {
            let offset = raw.span().start;
            let raw = raw.into_inner();
            let (from, until) = (raw.from, raw.until);
            if until < from {
                return Err(self.error(offset, "the period ends before it begins"));
            }
            if let Some(other) = periods.iter().find(|p| from <= p.until && p.from <= until) {
                let message = format!(
                    "the period overlaps the one from {} to {}; let one end before the other begins",
                    other.from, other.until
                );
                return Err(self.error(offset, message));
            }
            self.check_verified(offset, &raw.name, raw.verified, raw.note)?;
            periods.push(Period { from, until, hours: self.hours(raw.hours)? });
        }
        Ok(periods)
    }

    /// Special days of `unit`, or of the whole city when it is empty.
    fn specials(
        &mut self,
        unit: &str,
        raw: Vec<Spanned<RawSpecial>>,
    ) -> Result<BTreeMap<Date, Special>, DataError> {
        let mut days = BTreeMap::new();
        for raw in raw {
            let offset = raw.span().start;
            let raw = raw.into_inner();
            let what = format!("{unit} {}", raw.day);
            self.check_verified(offset, what.trim(), raw.verified, raw.note)?;
            let special = Special { hours: self.sessions(&raw.hours)?, counts: raw.counts };
            if days.insert(raw.day, special).is_some() {
                return Err(self.error(offset, format!("{} is named twice", raw.day)));
            }
        }
        Ok(days)
    }

    fn units(
        &mut self,
        raw: Vec<Spanned<RawUnit>>,
    ) -> Result<HashMap<String, Override>, DataError> {
        let mut units = HashMap::new();
        for raw in raw {
            let offset = raw.span().start;
            let raw = raw.into_inner();
            if raw.code.trim().is_empty() {
                return Err(self.error(offset, "the unit has no code"));
            }
            self.check_verified(offset, &raw.code, raw.verified, raw.note)?;
            let of_unit = Override {
                week: Week { hours: self.hours(raw.hours)?, counts: counts(&raw.counts) },
                works_on_national_holidays: raw.works_on_national_holidays,
                works_on_joint_leave: raw.works_on_joint_leave,
                special: self.specials(&raw.code, raw.special)?,
            };
            if units.insert(raw.code.clone(), of_unit).is_some() {
                let message = format!("the unit {} is named twice; join the two", raw.code);
                return Err(self.error(offset, message));
            }
        }
        Ok(units)
    }

    fn hours(
        &self,
        raw: BTreeMap<DayName, Spanned<String>>,
    ) -> Result<[Option<Vec<Session>>; 7], DataError> {
        let mut hours: [Option<Vec<Session>>; 7] = Default::default();
        for (day, text) in raw {
            hours[day as usize] = Some(self.sessions(&text)?);
        }
        Ok(hours)
    }

    /// Reads "08:00-11:30, 13:00-15:00" or "closed".
    fn sessions(&self, text: &Spanned<String>) -> Result<Vec<Session>, DataError> {
        if text.get_ref().as_str() == "closed" {
            return Ok(Vec::new());
        }
        let sessions: Option<Vec<Session>> = text.get_ref().split(',').map(session).collect();
        let message = "give hours as \"08:00-11:30, 13:00-15:00\", or \"closed\"";
        let sessions = sessions.ok_or_else(|| self.error(text.span().start, message))?;
        let ends: Vec<u16> = sessions.iter().flat_map(|&(open, close)| [open, close]).collect();
        if !ends.is_sorted_by(|earlier, later| earlier < later) {
            let message = "each of the hours must be later than the one before";
            return Err(self.error(text.span().start, message));
        }
        Ok(sessions)
    }
}

fn counts(raw: &BTreeMap<DayName, bool>) -> [Option<bool>; 7] {
    let mut counts = [None; 7];
    for (day, counted) in raw {
        counts[*day as usize] = Some(*counted);
    }
    counts
}

fn session(text: &str) -> Option<Session> {
    let (open, close) = text.trim().split_once('-')?;
    Some((minute(open)?, minute(close)?))
}

/// Minutes after midnight of "HH:MM", up to 24:00.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !two_digits(hour) || !two_digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let total = hour * 60 + minute;
    (minute < 60 && total <= 24 * 60).then_some(total)
}

fn read_holidays(file: &str, text: &str) -> Result<BTreeMap<Date, Holiday>, DataError> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| DataError::csv(file, &error))?;
    if *header != COLUMNS[..] {
        let message = format!("the columns must be {}", COLUMNS.join(","));
        return Err(DataError { file: file.to_owned(), line: 1, column: None, message });
    }
    let mut holidays = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| DataError::csv(file, &error))?;
        let line = record.position().map_or(1, csv::Position::line);
        let holiday = read_holiday(file, line, &record)?;
        let day = holiday.day;
        if holidays.insert(day, holiday).is_some() {
            let message = format!("{day} is listed twice; join the names in one row");
            return Err(DataError::cell(file, line, "tanggal", message));
        }
    }
    Ok(holidays)
}

fn read_holiday(file: &str, line: u64, record: &csv::StringRecord) -> Result<Holiday, DataError> {
    let day = record[0].parse::<Date>().map_err(|_| {
        let message = format!("{:?} is not a day; write it as 2026-08-17", &record[0]);
        DataError::cell(file, line, "tanggal", message)
    })?;
    let kind = match &record[1] {
        "libur_nasional" => HolidayKind::National,
        "cuti_bersama" => HolidayKind::JointLeave,
        other => {
            let message = format!("{other:?} must be libur_nasional or cuti_bersama");
            return Err(DataError::cell(file, line, "jenis", message));
        }
    };
    let name = record[2].trim().to_owned();
    if name.is_empty() {
        return Err(DataError::cell(file, line, "nama", "the holiday has no name"));
    }
    let verified = !in_doubt(&name) && !in_doubt(&record[3]);
    Ok(Holiday { day, kind, name, verified })
}

fn in_doubt(text: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric())
        .any(|word| DOUBT.contains(&word.to_lowercase().as_str()))
}

/// First and last day of the years that the list covers.
fn known_days(file: &str, holidays: &BTreeMap<Date, Holiday>) -> Result<(Date, Date), DataError> {
    let error = |message| DataError { file: file.to_owned(), line: 1, column: None, message };
    let (Some((first, _)), Some((last, _))) =
        (holidays.first_key_value(), holidays.last_key_value())
    else {
        return Err(error("the list is empty; add the holidays of this year".to_owned()));
    };
    let missing =
        (first.year()..=last.year()).find(|year| !holidays.keys().any(|day| day.year() == *year));
    match missing {
        Some(year) => Err(error(format!("there are no holidays of {year}; add them"))),
        None => Ok((first.first_of_year(), last.last_of_year())),
    }
}
