//! Every application obeys the order of acts, officers work one thing at a time while they are
//! there, and queues are served in legal order.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod common;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use proptest::prelude::*;
use simulation::{Act, City, Event, Plant};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Incomplete,
    Returned,
    Ready,
    Picked,
    Working,
    ReturnedFromWork,
    Approved,
    Issued,
    Closed,
}

/// What the tests know of one application.
struct File {
    state: State,
    service: usize,
    unit: String,
    ordinary: bool,
    missing: BTreeSet<String>,
    submitted: Timestamp,
    complete: Timestamp,
    step: u32,
}

/// The state after `act`; panics when the order of acts does not allow it.
fn next(file: &mut File, at: Timestamp, act: &Act, steps: u32) -> State {
    use State::*;
    match (file.state, act) {
        (Incomplete, Act::CheckComplete { .. } | Act::DeemedComplete) => {
            file.complete = at;
            Ready
        }
        (Incomplete, Act::Return { missing, .. }) => {
            assert_eq!(missing.iter().cloned().collect::<BTreeSet<_>>(), file.missing);
            Returned
        }
        (Returned, Act::Supplement { documents }) => {
            assert!(!documents.is_empty());
            documents.iter().for_each(|code| assert!(file.missing.remove(code), "{code}"));
            file.complete = at;
            if file.missing.is_empty() { Ready } else { Incomplete }
        }
        (Ready, Act::Pick { .. } | Act::PickOutOfTurn { .. }) => Picked,
        (Picked, Act::StepStart { step, .. }) => {
            assert_eq!(*step, file.step);
            Working
        }
        (Working, Act::StepFinish { step, .. }) => {
            assert_eq!(*step, file.step);
            file.step += 1;
            Picked
        }
        (Picked, Act::Return { missing, .. }) => {
            assert_eq!((file.step, missing.len()), (1, 1));
            file.step = 0;
            ReturnedFromWork
        }
        (ReturnedFromWork, Act::Supplement { documents }) => {
            assert_eq!(documents.len(), 1);
            Picked
        }
        (Picked, Act::Approve { .. }) if file.step == steps => Approved,
        (Picked, Act::Refuse { .. }) if file.step == steps => Closed,
        (Approved, Act::Issue { .. }) => Issued,
        (Issued, Act::Collect) => Closed,
        (Returned | ReturnedFromWork | Ready, Act::Withdraw) => Closed,
        (state, act) => panic!("{act:?} in state {state:?} at step {}", file.step),
    }
}

/// Replays the events; `see` sees every act after the first with the file before it.
fn replay(
    city: &City<'_>,
    events: &[Event],
    mut see: impl FnMut(&Event, &File),
) -> HashMap<u32, File> {
    let mut files: HashMap<u32, File> = HashMap::new();
    let mut last = Timestamp::MIN;
    for event in events {
        assert!(event.at >= last, "order of time");
        last = event.at;
        if let Act::Submit(submission) = &event.act {
            let missing: BTreeSet<String> = submission.documents_missing.iter().cloned().collect();
            let file = File {
                state: if missing.is_empty() { State::Ready } else { State::Incomplete },
                service: submission.service,
                unit: submission.unit.clone(),
                ordinary: submission.priority.is_none(),
                missing,
                submitted: event.at,
                complete: event.at,
                step: 0,
            };
            see(event, &file);
            assert!(files.insert(event.application, file).is_none(), "submitted twice");
        } else {
            let file = files.get_mut(&event.application).expect("submitted before");
            see(event, file);
            let steps = city.spec().services[file.service].steps.len() as u32;
            file.state = next(file, event.at, &event.act, steps);
        }
    }
    files
}

fn officers_work_properly(city: &City<'_>, events: &[Event]) {
    let officers: Vec<_> = city.officers().collect();
    let mut busy: HashMap<u32, u32> = HashMap::new();
    let calendar = common::calendar();
    replay(city, events, |event, file| {
        let Some(officer) = event.act.officer() else { return };
        let spec = officers[officer as usize];
        assert_eq!(spec.unit, file.unit, "officer of another unit");
        assert!(city.on_duty(officer, event.at), "{:?} while away", event);
        let day = calendar.tz().to_datetime(event.at).date();
        let hours = calendar.office_hours(&spec.unit, day);
        assert!(hours.iter().any(|(from, to)| *from <= event.at && event.at < *to));
        match event.act {
            Act::StepStart { step, .. } => {
                let skill = &city.spec().services[file.service].steps[step as usize].skill;
                assert!(spec.skills.contains(skill));
                assert_eq!(busy.insert(officer, event.application), None, "two at a time");
            }
            Act::StepFinish { .. } => {
                assert_eq!(busy.remove(&officer), Some(event.application));
            }
            _ => {
                assert!(!busy.contains_key(&officer), "{:?} during a step", event.act);
            }
        }
    });
}

/// Out-of-turn picks; every ordinary pick is checked to be the first of its queue.
fn queues_are_served_in_order(city: &City<'_>, events: &[Event]) -> usize {
    type Place = (bool, Timestamp, Timestamp, u32);
    let mut queues: BTreeMap<(String, usize), BTreeSet<Place>> = BTreeMap::new();
    let mut out_of_turn = 0;
    replay(city, events, |event, file| {
        let queue = queues.entry((file.unit.clone(), file.service)).or_default();
        let place = (file.ordinary, file.complete, file.submitted, event.application);
        let entering = (file.ordinary, event.at, file.submitted, event.application);
        match &event.act {
            Act::Submit(_) if file.state == State::Ready => {
                queue.insert(place);
            }
            Act::CheckComplete { .. } | Act::DeemedComplete => {
                queue.insert(entering);
            }
            Act::Supplement { documents }
                if file.state == State::Returned && documents.len() == file.missing.len() =>
            {
                queue.insert(entering);
            }
            Act::Pick { .. } => assert_eq!(queue.pop_first(), Some(place), "not its turn"),
            Act::PickOutOfTurn { .. } => {
                assert_ne!(queue.first(), Some(&place), "it was its turn");
                assert!(queue.remove(&place));
                out_of_turn += 1;
            }
            Act::Withdraw if file.state == State::Ready => assert!(queue.remove(&place)),
            _ => {}
        }
    });
    out_of_turn
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn every_seed_obeys_the_rules(seed in any::<u64>(), weeks in 2u32..7, load in 0.4f64..1.2) {
        let calendar = common::calendar();
        let mut options = common::weeks(seed, weeks);
        options.utilisation = load;
        let city = City::new(common::metro(&calendar), options).unwrap();
        let events = common::events(&city);
        officers_work_properly(&city, &events);
        prop_assert_eq!(queues_are_served_in_order(&city, &events), 0);
    }
}

#[test]
fn a_year_has_everything_in_it() {
    let calendar = common::calendar();
    let city = City::new(common::metro(&calendar), common::year(42)).unwrap();
    let events = common::events(&city);
    officers_work_properly(&city, &events);
    assert_eq!(queues_are_served_in_order(&city, &events), 0);

    let (mut acts, mut services) = (BTreeMap::new(), BTreeMap::new());
    let (mut kelurahan, mut units) = (BTreeSet::new(), BTreeSet::new());
    for event in &events {
        *acts.entry(event.act.code()).or_insert(0u32) += 1;
        if let Act::Submit(submission) = &event.act {
            *services.entry(submission.service).or_insert(0u32) += 1;
            kelurahan.insert(submission.person.kelurahan.clone());
            units.insert(submission.unit.clone());
        }
    }
    let submitted = acts["submit"];
    assert!(submitted.abs_diff(24_000) < 24_000 / 25, "{submitted} is not near 24,000");
    assert_eq!((services.len(), kelurahan.len()), (20, 22));
    assert_eq!(units.iter().filter(|unit| unit.starts_with("KEL-")).count(), 22);
    let all = [
        "submit",
        "check_complete",
        "deemed_complete",
        "return",
        "supplement",
        "pick",
        "step_start",
        "step_finish",
        "approve",
        "refuse",
        "issue",
        "collect",
        "withdraw",
    ];
    assert_eq!(acts.keys().copied().collect::<BTreeSet<_>>(), BTreeSet::from(all));
    let refused = f64::from(acts["refuse"]) / f64::from(acts["refuse"] + acts["approve"]);
    assert!((0.02..0.04).contains(&refused), "{refused} of the decisions are refusals");

    // The year ends in the middle of life.
    let files = replay(&city, &events, |_, _| {});
    use State::*;
    for state in [Incomplete, Returned, Ready, Picked, Working, ReturnedFromWork, Issued, Closed] {
        let open = files.values().filter(|file| file.state == state).count();
        // A file is incomplete, or waits for its pick, for hours only, on a given evening perhaps none.
        let required = !matches!(state, Incomplete | Ready | Picked | Working);
        assert!(open > 0 || !required, "no file is {state:?}");
    }
    let waiting =
        files.values().filter(|file| matches!(file.state, Incomplete | Ready | Picked | Working));
    assert!(waiting.count() > 10, "nothing is under way");
}

#[test]
fn most_are_on_time_and_services_differ() {
    let calendar = common::calendar();
    let city = City::new(common::metro(&calendar), common::year(42)).unwrap();
    let events = common::events(&city);
    let mut pauses: HashMap<u32, Vec<kernel::calendar::Pause>> = HashMap::new();
    let mut counts = vec![(0u32, 0u32); city.spec().services.len()];
    replay(&city, &events, |event, file| {
        let pauses = pauses.entry(event.application).or_default();
        match event.act {
            Act::Return { .. } if file.state == State::Picked => {
                pauses.push(kernel::calendar::Pause { from: event.at, until: None });
            }
            Act::Supplement { .. } => {
                pauses.iter_mut().for_each(|pause| pause.until = pause.until.or(Some(event.at)));
            }
            Act::Refuse { .. } | Act::Issue { .. } => {
                let promise = city.spec().services[file.service].standard.promise;
                let due =
                    calendar.due(&file.unit, file.complete, promise, pauses).unwrap().unwrap();
                let count = &mut counts[file.service];
                *count = (count.0 + 1, count.1 + u32::from(event.at <= due));
            }
            _ => {}
        }
    });
    let share = |(decided, on_time): (u32, u32)| f64::from(on_time) / f64::from(decided);
    let all = counts.iter().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    assert!((0.85..=0.92).contains(&share(all)), "{} on time", share(all));
    let shares: Vec<f64> = counts.into_iter().map(share).collect();
    let (low, high) =
        shares.iter().fold((1.0, 0.0), |(low, high): (f64, f64), &s| (low.min(s), high.max(s)));
    assert!(high - low > 0.1, "all services alike: {low} to {high}");
}

#[test]
fn officers_are_away_on_some_working_days() {
    let calendar = common::calendar();
    let city = City::new(common::metro(&calendar), common::year(3)).unwrap();
    for officer in city.officers() {
        let (mut open, mut there) = (0, 0);
        for day in 0..365 {
            let day = city.options().first_day().saturating_add(jiff::Span::new().days(day));
            if let Some((from, _)) = calendar.office_hours(&officer.unit, day).first() {
                open += 1;
                there += i32::from(city.on_duty(officer.index, *from));
            }
        }
        let away = open - there;
        assert!(
            (1..50).contains(&away),
            "{} is away on {away} of {open} days",
            officer.nip.masked()
        );
    }
}

#[test]
fn a_run_may_end_with_the_calendar() {
    let calendar = common::calendar();
    let options = simulation::Options { until: calendar.last_day(), ..common::weeks(4, 3) };
    let city = City::new(common::metro(&calendar), options).unwrap();
    let events: Vec<Event> = city.stream(Timestamp::MAX).map(|event| event.unwrap()).collect();
    assert!(events.len() > 5_000, "only {} events", events.len());
    let last = calendar.tz().to_datetime(events[events.len() - 1].at).date();
    assert_eq!(last, calendar.last_day());
}

#[test]
fn nothing_is_planted_unless_asked() {
    assert_eq!(common::year(1).plant, Plant::default());
}
