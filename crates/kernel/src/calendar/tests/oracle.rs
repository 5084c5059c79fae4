//! The calendar against a naive one that knows nothing but minutes since the epoch: it asks of
//! every minute whether the unit is open and whether the clock stands.
//!
//! All instants lie on whole minutes of November and December 2026; the holiday list covers 2026.

use std::fmt::Write;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::super::{CalendarError, Hours, Pause, Term, TimeUnit, WorkCalendar};

const DAY: i64 = 24 * 60;
/// Days from 1 November to 31 December 2026.
const DAYS: i64 = 61;
/// Sunday, 1 November 2026, 00:00 in Jakarta, in minutes since the epoch.
const ZERO: i64 = 20_758 * DAY - 7 * 60;

/// Opening hours of a day in minutes.
type Hour = (i64, i64);

/// A city of one unit, "U". Days are numbered from 0 (1 November).
#[derive(Clone, Debug)]
struct City {
    week: [Vec<Hour>; 7],
    own: [Option<Vec<Hour>>; 7],
    counts: [Option<bool>; 7],
    fasting: (i64, i64, [Option<Vec<Hour>>; 7]),
    national: Vec<i64>,
    joint: Vec<i64>,
    works_national: bool,
    works_joint: bool,
    special: Vec<(i64, Vec<Hour>, Option<bool>)>,
}

impl City {
    fn hours(&self, day: i64) -> Vec<Hour> {
        if let Some((_, hours, _)) = self.special.iter().find(|s| s.0 == day) {
            return hours.clone();
        }
        let national = self.national.contains(&day);
        if national && !self.works_national {
            return vec![];
        }
        if !national && self.joint.contains(&day) && !self.works_joint {
            return vec![];
        }
        let weekday = weekday(day);
        if let Some(hours) = &self.own[weekday] {
            return hours.clone();
        }
        let (from, until, fasting) = &self.fasting;
        match &fasting[weekday] {
            Some(hours) if *from <= day && day <= *until => hours.clone(),
            _ => self.week[weekday].clone(),
        }
    }

    fn counts(&self, day: i64) -> bool {
        let special = self.special.iter().find(|s| s.0 == day).and_then(|s| s.2);
        special.or(self.counts[weekday(day)]).unwrap_or(weekday(day) < 5)
    }

    fn open(&self, minute: i64) -> bool {
        let (day, minute) = (minute.div_euclid(DAY), minute.rem_euclid(DAY));
        self.hours(day).iter().any(|&(open, close)| open <= minute && minute < close)
    }

    fn calendar(&self) -> WorkCalendar {
        let mut text = "timezone = \"Asia/Jakarta\"\n[week]\nverified = true\n".to_owned();
        table(&mut text, "week.hours", &self.week.clone().map(Some));
        let (from, until, hours) = &self.fasting;
        writeln!(text, "[[period]]\nname = \"p\"\nverified = true").unwrap();
        writeln!(text, "from = \"{}\"\nuntil = \"{}\"", civil(*from), civil(*until)).unwrap();
        table(&mut text, "period.hours", hours);
        writeln!(text, "[[unit]]\ncode = \"U\"\nverified = true").unwrap();
        writeln!(text, "works_on_national_holidays = {}", self.works_national).unwrap();
        writeln!(text, "works_on_joint_leave = {}", self.works_joint).unwrap();
        table(&mut text, "unit.hours", &self.own);
        writeln!(text, "[unit.counts]").unwrap();
        for (day, counts) in self.counts.iter().enumerate() {
            if let Some(counts) = counts {
                writeln!(text, "{} = {counts}", NAMES[day]).unwrap();
            }
        }
        for (day, hours, counts) in &self.special {
            writeln!(text, "[[unit.special]]\nverified = true").unwrap();
            writeln!(text, "day = \"{}\"\nhours = \"{}\"", civil(*day), written(hours)).unwrap();
            if let Some(counts) = counts {
                writeln!(text, "counts = {counts}").unwrap();
            }
        }
        let mut list = "tanggal,jenis,nama,catatan\n2026-01-01,libur_nasional,x,\n".to_owned();
        for day in &self.national {
            writeln!(list, "{},libur_nasional,x,", civil(*day)).unwrap();
        }
        for day in self.joint.iter().filter(|day| !self.national.contains(day)) {
            writeln!(list, "{},cuti_bersama,x,", civil(*day)).unwrap();
        }
        WorkCalendar::parse(("c.toml", &text), ("h.csv", &list)).unwrap()
    }
}

const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

fn table(text: &mut String, name: &str, week: &[Option<Vec<Hour>>; 7]) {
    writeln!(text, "[{name}]").unwrap();
    for (day, hours) in week.iter().enumerate() {
        if let Some(hours) = hours {
            writeln!(text, "{} = \"{}\"", NAMES[day], written(hours)).unwrap();
        }
    }
}

fn written(hours: &[Hour]) -> String {
    if hours.is_empty() {
        return "closed".to_owned();
    }
    let clock = |m: i64| format!("{:02}:{:02}", m / 60, m % 60);
    hours.iter().map(|(a, b)| format!("{}-{}", clock(*a), clock(*b))).collect::<Vec<_>>().join(",")
}

/// 1 November 2026 is a Sunday.
fn weekday(day: i64) -> usize {
    usize::try_from((day + 6).rem_euclid(7)).unwrap()
}

fn civil(day: i64) -> Date {
    date(2026, 11, 1).checked_add(jiff::SignedDuration::from_hours(24 * day)).unwrap()
}

fn instant(minute: i64) -> Timestamp {
    Timestamp::from_second((ZERO + minute) * 60).unwrap()
}

/// Whether the clock stands during the minute that begins at `minute`.
fn stands(pauses: &[(i64, Option<i64>)], minute: i64) -> bool {
    pauses.iter().any(|&(from, until)| from <= minute && until.is_none_or(|until| minute < until))
}

/// What the naive calendar says about a deadline.
#[derive(Debug, PartialEq)]
enum Naive {
    Due(i64),
    Paused,
    Unknown,
}

/// Walks minute by minute (or closing by closing) until the term is used up.
fn naive(city: &City, start: i64, term: Term, pauses: &[(i64, Option<i64>)]) -> Naive {
    let mut left = match term.unit {
        TimeUnit::Hour => i64::from(term.amount) * 60,
        _ => i64::from(term.amount),
    };
    if left == 0 {
        return Naive::Due(start);
    }
    let runs_beyond = term.unit == TimeUnit::CalendarDay || is_elapsed(term);
    let end = if runs_beyond { 4 * DAYS * DAY } else { DAYS * DAY };
    for minute in start..end {
        let now = minute + 1;
        let used = match (term.unit, term.hours) {
            (TimeUnit::WorkingDay, _) => closes(city, start, now),
            (TimeUnit::CalendarDay, _) => now % DAY == 0 && now > (start / DAY + 1) * DAY,
            (_, Hours::Elapsed) => true,
            (_, Hours::Office) => city.open(minute),
        };
        let stopped = match term.unit {
            TimeUnit::WorkingDay | TimeUnit::CalendarDay => {
                stands(pauses, minute) && stands(pauses, now)
            }
            _ => stands(pauses, minute),
        };
        left -= i64::from(used && !stopped);
        if left == 0 {
            return Naive::Due(now);
        }
    }
    if pauses.iter().any(|pause| pause.1.is_none()) { Naive::Paused } else { Naive::Unknown }
}

/// Whether a working day after the start day closes at `now`.
fn closes(city: &City, start: i64, now: i64) -> bool {
    let day = (now - 1) / DAY;
    day > start / DAY
        && city.counts(day)
        && city.hours(day).last().is_some_and(|&(_, close)| day * DAY + close == now)
}

fn is_elapsed(term: Term) -> bool {
    matches!(term.unit, TimeUnit::Hour | TimeUnit::Minute) && term.hours == Hours::Elapsed
}

fn hours() -> impl Strategy<Value = Vec<Hour>> {
    prop_oneof![
        1 => Just(vec![]),
        4 => (0..12_i64, 1..=12_i64).prop_map(|(a, n)| vec![(a * 60, (a + n) * 60)]),
        1 => Just(vec![(0, DAY)]),
        2 => Just(vec![(480, 690), (780, 900)]),
    ]
}

prop_compose! {
    fn city()(
        mut week in prop::array::uniform7(hours()),
        own in prop::array::uniform7(prop::option::weighted(0.2, hours())),
        counts in prop::array::uniform7(prop::option::weighted(0.2, any::<bool>())),
        fasting in (0..DAYS, 0..30_i64, prop::array::uniform7(prop::option::of(hours()))),
        national in prop::collection::btree_set(0..DAYS, 0..8),
        joint in prop::collection::btree_set(0..DAYS, 0..8),
        works_national in any::<bool>(),
        works_joint in any::<bool>(),
        special in prop::collection::btree_map(0..DAYS, (hours(), any::<Option<bool>>()), 0..4),
    ) -> City {
        week[2] = vec![(480, 900)];
        City {
            week, own, counts,
            fasting: (fasting.0, fasting.0 + fasting.1, fasting.2),
            national: national.into_iter().collect(),
            joint: joint.into_iter().collect(),
            works_national, works_joint,
            special: special.into_iter().map(|(day, (h, c))| (day, h, c)).collect(),
        }
    }
}

fn term() -> impl Strategy<Value = Term> {
    let hours = prop_oneof![Just(Hours::Elapsed), Just(Hours::Office)];
    (0..4_u8, any::<prop::sample::Index>(), hours).prop_map(|(unit, amount, hours)| {
        let (unit, most) = match unit {
            0 => (TimeUnit::WorkingDay, 20),
            1 => (TimeUnit::CalendarDay, 40),
            2 => (TimeUnit::Hour, 100),
            _ => (TimeUnit::Minute, 3000),
        };
        Term { amount: u32::try_from(amount.index(most)).unwrap(), unit, hours }
    })
}

/// Instants that often fall on an opening, a closing or a midnight.
fn minutes(days: i64) -> impl Strategy<Value = i64> {
    let edge = prop_oneof![Just(0), Just(480), Just(690), Just(900)];
    prop_oneof![
        1 => 0..days * DAY,
        1 => (0..days * 24).prop_map(|hour| hour * 60),
        2 => (0..days, edge).prop_map(|(day, edge)| day * DAY + edge),
    ]
}

/// Mostly early, so that there is time for pauses.
fn starts() -> impl Strategy<Value = i64> {
    prop_oneof![3 => minutes(10), 1 => minutes(DAYS)]
}

/// Pauses that overlap, pauses that touch, and now and then one without an end.
fn pauses() -> impl Strategy<Value = Vec<(i64, Option<i64>)>> {
    let loose =
        prop::collection::vec((minutes(20), prop::option::weighted(0.9, minutes(25))), 0..4);
    let touching = prop::collection::vec(minutes(20), 0..6).prop_map(|mut ends| {
        ends.sort_unstable();
        ends.windows(2).map(|pair| (pair[0], Some(pair[1]))).collect()
    });
    prop_oneof![loose, touching]
}

fn as_pauses(pauses: &[(i64, Option<i64>)]) -> Vec<Pause> {
    pauses.iter().map(|p| Pause { from: instant(p.0), until: p.1.map(instant) }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn due_agrees(city in city(), start in starts(), term in term(), pauses in pauses()) {
        let got = match city.calendar().due("U", instant(start), term, &as_pauses(&pauses)) {
            Ok(Some(due)) => Naive::Due(due.as_second() / 60 - ZERO),
            Ok(None) => Naive::Paused,
            Err(CalendarError::Unknown { day, .. }) => {
                prop_assert_eq!(day, date(2027, 1, 1));
                Naive::Unknown
            }
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        };
        prop_assert_eq!(got, naive(&city, start, term, &pauses));
    }

    #[test]
    fn progress_agrees(
        city in city(), start in starts(), wait in 0..20 * DAY, term in term(), pauses in pauses(),
    ) {
        let now = (start + wait).min(DAYS * DAY - 1);
        let calendar = city.calendar();
        let got = calendar.progress("U", instant(start), instant(now), term, &as_pauses(&pauses));
        // The k-th unit is used up once a term of k units would be due.
        let used = (1..=term.amount)
            .take_while(|amount| {
                let part = Term { amount: *amount, ..term };
                matches!(
                    calendar.due("U", instant(start), part, &as_pauses(&pauses)),
                    Ok(Some(due)) if due <= instant(now)
                )
            })
            .count();
        let used = u32::try_from(used).unwrap();
        prop_assert_eq!(got.of, term.amount);
        prop_assert_eq!(got.day, (used + 1).min(term.amount));
        prop_assert_eq!(got.paused, stands(&pauses, now));
        prop_assert_eq!(got.share >= 1.0, used == term.amount);
        let least = f64::from(used) / f64::from(term.amount.max(1));
        prop_assert!(got.share >= least && got.share <= 1.0, "{:?} {}", got, least);
        let most = f64::from(used + 1) / f64::from(term.amount.max(1));
        prop_assert!(got.share <= most + 1e-9, "{:?} {}", got, most);
    }

    #[test]
    fn office_time_agrees(city in city(), from in minutes(DAYS), length in 0..10 * DAY) {
        let to = (from + length).min(DAYS * DAY);
        let calendar = city.calendar();
        let open = (from..to).filter(|minute| city.open(*minute)).count();
        let got = calendar.working_time("U", instant(from), instant(to)).as_mins();
        prop_assert_eq!(got, i64::try_from(open).unwrap());
        let opening = (from..DAYS * DAY).find(|minute| city.open(*minute)).map(instant);
        prop_assert_eq!(calendar.next_opening("U", instant(from)).ok(), opening);
        for day in 0..DAYS {
            let working = city.counts(day) && !city.hours(day).is_empty();
            prop_assert_eq!(calendar.is_working_day("U", civil(day)), working);
        }
    }
}
