//! A made office for all tests of this crate's analyses, and the tests of waits themselves.

use proptest::prelude::*;

use super::*;
use crate::table::{Builder, Row};
use crate::times::Hours;

pub(crate) const MINUTE: i64 = 60_000_000;
/// A Monday, 5 January 2026, 00:00 in Jakarta.
pub(crate) const MONDAY: i64 = 1_767_546_000_000_000;

/// Monday to Friday, eight to four.
pub(crate) fn office(weeks: i64) -> Calendar {
    let days = (0..weeks * 7).filter(|day| day % 7 < 5);
    let open = days.map(|day| {
        let midnight = MONDAY + day * DAY;
        (midnight + 8 * HOUR, midnight + 16 * HOUR)
    });
    Calendar::Office { usual: Hours::new(open.collect()), of: Vec::new() }
}

/// The instant after so many working minutes since the first Monday, in [`office`].
pub(crate) fn instant(minutes: f64) -> i64 {
    let (day, rest) = ((minutes / 480.0).floor(), minutes.rem_euclid(480.0));
    let day = day as i64;
    MONDAY + (day / 5 * 7 + day % 5) * DAY + 8 * HOUR + (rest * MINUTE as f64) as i64
}

/// Numbers that look drawn.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Exponential.
    pub(crate) fn wait(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.next()).ln()
    }
}

/// A step of the office: one person does it, first come, first served.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    pub(crate) activity: &'static str,
    pub(crate) place: &'static str,
    pub(crate) person: &'static str,
    /// Minutes of work.
    pub(crate) minutes: f64,
    /// Only on this day of the week.
    pub(crate) weekday: Option<u8>,
}

impl Step {
    pub(crate) fn new(
        activity: &'static str,
        place: &'static str,
        person: &'static str,
        minutes: f64,
    ) -> Self {
        Self { activity, place, person, minutes, weekday: None }
    }
}

/// When a step begins that could at `from`: on its weekday.
fn on_weekday(from: f64, weekday: Option<u8>) -> f64 {
    let Some(weekday) = weekday else { return from };
    let day = (from / 480.0).floor();
    let ahead = (f64::from(weekday) - day.rem_euclid(5.0)).rem_euclid(5.0);
    if ahead == 0.0 { from } else { (day + ahead) * 480.0 }
}

/// Cases that come at these working minutes and go through all steps. Without `starts` the log does not
/// say when work began.
pub(crate) fn made(arrivals: &[f64], steps: &[Step], seed: u64, starts: bool) -> Log {
    let mut dice = Dice(seed ^ 0x5EED_0F17);
    let mut builder = Builder::default();
    let mut ready: Vec<(f64, usize)> = arrivals.iter().copied().zip(0..).collect();
    let event = |step: &Step, case: usize, from: f64, to: f64, builder: &mut Builder| {
        builder.push(&Row {
            case: &format!("case-{case}"),
            activity: step.activity,
            at: instant(to),
            started: if starts { instant(from) } else { UNKNOWN },
            resource: step.person,
            place: step.place,
        });
    };
    let front = Step::new("receive", "front", "", 0.0);
    for (at, case) in &ready {
        event(&front, *case, *at, *at, &mut builder);
    }
    for step in steps {
        ready.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut free = 0.0;
        for (at, case) in &mut ready {
            let from = on_weekday(at.max(free), step.weekday);
            let to = from + step.minutes * (0.5 + dice.next());
            event(step, *case, from, to, &mut builder);
            (free, *at) = (to, to);
        }
    }
    builder.finish()
}

/// About so many cases a working day, over some weeks.
pub(crate) fn arrivals(weeks: u32, a_day: f64, seed: u64) -> Vec<f64> {
    let mut dice = Dice(seed);
    let end = f64::from(weeks) * 2400.0;
    let mut at = 0.0;
    std::iter::from_fn(|| {
        at += dice.wait(480.0 / a_day);
        (at < end).then_some(at)
    })
    .collect()
}

pub(crate) fn number(log: &Log, activity: &str) -> u32 {
    log.activities.get(activity).unwrap()
}

fn total(log: &Log, calendar: &Calendar) -> (Waits, Vec<Causes>) {
    let waits = Waits::of(log, calendar);
    let causes = causes(log, &waits, &[], &Setting::new(calendar));
    (waits, causes)
}

#[test]
fn a_wait_is_the_working_time_between_end_and_start_and_the_night_is_closed_time() {
    let mut builder = Builder::default();
    let end = instant(470.0);
    for (activity, started, at) in
        [("receive", end, end), ("check", instant(490.0), instant(500.0))]
    {
        builder.push(&Row { case: "1", activity, at, started, resource: "a", place: "desk" });
    }
    let log = builder.finish();
    let calendar = office(2);
    let (waits, causes) = total(&log, &calendar);
    assert_eq!(waits.wait, [0, 20 * MINUTE]);
    assert_eq!(waits.touch, [0, 10 * MINUTE]);
    assert_eq!(causes[1][0], 16 * HOUR, "the night");
    let always = Waits::of(&log, &Calendar::Always);
    assert_eq!(always.wait[1], 16 * HOUR + 20 * MINUTE);
}

/// One act after another in the same hands, against the definition, case by case.
fn plainly(log: &Log, waits: &Waits, calendar: &Calendar, event: usize) -> (i64, i64) {
    let mut own: Vec<usize> =
        (0..log.events()).filter(|other| log.resource[*other] == log.resource[event]).collect();
    own.sort_by_key(|other| (log.at[*other], waits.start[*other], *other));
    let (mut later, mut earlier, mut before) = (0, 0, i64::MIN);
    for other in own {
        if other == event {
            break;
        }
        let from = waits.start[other].max(before).min(log.at[other]);
        before = log.at[other];
        let (from, to) = (from.max(waits.ready[event]), log.at[other].min(waits.start[event]));
        let time = calendar.between(NONE, from, to);
        if waits.ready[other] > waits.ready[event] { later += time } else { earlier += time }
    }
    (later, earlier)
}

fn any_log() -> impl Strategy<Value = Log> {
    let event = (0..12u32, 0..3usize, 0..4usize, 0..9_000i64, 0..400i64, any::<bool>());
    prop::collection::vec(event, 1..60).prop_map(|events| {
        let mut builder = Builder::default();
        for (case, activity, person, at, touch, known) in events {
            let at = MONDAY + at * MINUTE;
            builder.push(&Row {
                case: &case.to_string(),
                activity: ["a", "b", "c"][activity],
                at,
                started: if known { at - touch * MINUTE } else { UNKNOWN },
                resource: ["", "ana", "budi", "citra"][person],
                place: ["hall", "tower"][person % 2],
            });
        }
        builder.finish()
    })
}

proptest! {
    #[test]
    fn causes_add_up_and_shares_are_one(log in any_log(), citizen in 0..3u32) {
        let calendar = office(3);
        let waits = Waits::of(&log, &calendar);
        let setting = Setting { citizen: vec![citizen], ..Setting::new(&calendar) };
        let all = causes(&log, &waits, &[], &setting);
        for (event, causes) in all.iter().enumerate() {
            prop_assert!(causes.iter().all(|cause| *cause >= 0));
            prop_assert_eq!(causes[1..].iter().sum::<i64>(), waits.wait[event]);
            if waits.ready[event] != UNKNOWN {
                let wall = (waits.start[event] - waits.ready[event]).max(0);
                prop_assert_eq!(causes.iter().sum::<i64>(), wall);
            }
        }
        for level in [Level::Activity, Level::ActivityAtPlace, Level::HandOver] {
            let split = attribution(&log, &waits, &all, level, &setting);
            let sum: f64 = split.parts.iter().map(|part| part.share).sum();
            prop_assert!(split.wait == 0 || (sum - 1.0).abs() < 1e-9);
            prop_assert_eq!(split.wait, waits.wait.iter().sum::<i64>());
            prop_assert!(split.parts.iter().all(|part| part.interval.holds(part.share)));
        }
    }

    #[test]
    fn who_was_busy_with_what_is_as_the_definition_says(log in any_log()) {
        let waits = Waits::of(&log, &Calendar::Always);
        let all = causes(&log, &waits, &[], &Setting::new(&Calendar::Always));
        for (event, causes) in all.iter().enumerate() {
            let (ready, start) = (waits.ready[event], waits.start[event]);
            if log.resource[event] != NONE && ready != UNKNOWN && ready < start {
                let (later, earlier) = plainly(&log, &waits, &Calendar::Always, event);
                prop_assert_eq!((causes[3], causes[4]), (later, earlier));
            }
        }
    }

    #[test]
    fn a_calendar_only_goes_on_and_its_way_back_is_its_way(
        at in 0..20_000i64,
        more in 0..5_000i64,
        worked in 0..2_000i64,
    ) {
        let calendar = office(3);
        let (from, to) = (MONDAY + at * MINUTE, MONDAY + (at + more) * MINUTE);
        prop_assert!(calendar.between(0, MONDAY, from) <= calendar.between(0, MONDAY, to));
        let worked = (worked * MINUTE).min(calendar.between(0, MONDAY, to));
        let back = calendar.back(0, to, worked);
        prop_assert!(back <= to);
        prop_assert_eq!(calendar.between(0, back, to), worked);
    }

    #[test]
    fn names_of_cases_and_whole_weeks_change_nothing(log in any_log(), weeks in 1..5i64) {
        let calendar = office(20);
        let (waits, causes) = total(&log, &calendar);
        let mut moved = log.clone();
        moved.cases = crate::table::Names::default();
        (0..log.len()).for_each(|case| {
            moved.cases.number(&format!("other-{}", log.len() - case));
        });
        let shift = weeks * 7 * DAY;
        moved.at.iter_mut().for_each(|at| *at += shift);
        moved.started.iter_mut().filter(|at| **at != UNKNOWN).for_each(|at| *at += shift);
        let (others, other_causes) = total(&moved, &calendar);
        prop_assert_eq!(&waits.wait, &others.wait);
        prop_assert_eq!(&causes, &other_causes);
        let setting = Setting::new(&calendar);
        let split = |log: &Log, waits: &Waits| {
            attribution(log, waits, &causes, Level::ActivityAtPlace, &setting)
        };
        prop_assert_eq!(split(&log, &waits), split(&moved, &others));
    }
}

#[test]
fn touch_is_estimated_from_a_backlog_and_stays_unknown_without_hands() {
    let steps = [Step::new("check", "desk", "ana", 12.0)];
    let calendar = office(30);
    let arrivals = arrivals(12, 36.0, 3);
    let log = made(&arrivals, &steps, 1, false);
    let waits = Waits::of(&log, &calendar);
    let touch = waits.touches.iter().find(|touch| touch.activity == number(&log, "check")).unwrap();
    // Work takes 6 to 18 minutes; its lower quartile is 9.
    let (low, middle, high) = touch.estimate.unwrap();
    assert!(low <= middle && middle <= high);
    assert!((8 * MINUTE..12 * MINUTE).contains(&middle), "{}", middle / MINUTE);
    let nobody = Step { person: "", ..steps[0] };
    let log = made(&arrivals, &[nobody], 1, false);
    let waits = Waits::of(&log, &calendar);
    assert_eq!(waits.known().unknown, log.events() as u64);
    assert!(waits.touch.iter().all(|touch| *touch == UNKNOWN));
}

#[test]
fn who_waits_in_a_queue_waits_for_earlier_cases_and_who_is_overtaken_for_later_ones() {
    let calendar = office(30);
    let log = made(&arrivals(8, 36.0, 5), &[Step::new("check", "desk", "ana", 12.0)], 2, true);
    let (waits, causes) = total(&log, &calendar);
    let sum = |cause: usize| causes.iter().map(|causes| causes[cause]).sum::<i64>();
    let wait: i64 = waits.wait.iter().sum();
    assert!(sum(4) > wait * 99 / 100, "first come, first served: all of it is the queue");
    assert_eq!(sum(3), 0);
    let mut builder = Builder::default();
    let row = |case, activity, from: f64, to: f64, resource| Row {
        case,
        activity,
        at: instant(to),
        started: instant(from),
        resource,
        place: "desk",
    };
    builder.push(&row("early", "receive", 0.0, 0.0, "b"));
    builder.push(&row("late", "receive", 10.0, 10.0, "b"));
    builder.push(&row("late", "check", 20.0, 50.0, "a"));
    builder.push(&row("early", "check", 50.0, 60.0, "a"));
    let log = builder.finish();
    let (_, causes) = total(&log, &calendar);
    assert_eq!(causes[1][3], 30 * MINUTE, "overtaken");
    assert_eq!(causes[1][5], 20 * MINUTE, "and idle before");
}

#[test]
fn the_interval_of_a_place_holds_the_share_that_it_causes() {
    let calendar = office(60);
    let steps = [Step::new("check", "desk", "ana", 12.0), Step::new("sign", "tower", "budi", 12.5)];
    let split = |seed| {
        let log = made(&arrivals(16, 34.0, seed), &steps, seed, true);
        let (waits, causes) = total(&log, &calendar);
        let setting = Setting::new(&calendar);
        attribution(&log, &waits, &causes, Level::Activity, &setting).parts[0].clone()
    };
    let part = split(1);
    assert!(part.interval.low > 0.0 && part.interval.high < 1.0 && part.se > 0.0);
    let few = made(&arrivals(16, 34.0, 1)[..4], &steps, 1, true);
    let (waits, causes) = total(&few, &calendar);
    let part =
        &attribution(&few, &waits, &causes, Level::Activity, &Setting::new(&calendar)).parts[0];
    assert_eq!(part.interval, Interval { low: 0.0, high: 1.0 }, "four cases tell nothing");
}

#[test]
fn a_person_is_a_number() {
    let calendar = office(30);
    let log = made(&arrivals(4, 30.0, 1), &[Step::new("check", "desk", "ana", 12.0)], 1, true);
    let (waits, causes) = total(&log, &calendar);
    let people = by_person(&log, &waits, &causes, &Setting::new(&calendar));
    assert_eq!(people.parts.len(), 1);
    assert_eq!(people.parts[0].spot, 1);
    assert_eq!(hand_overs(&log).len(), 1);
}
