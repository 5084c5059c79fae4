//! Planted flaws of procedures act as the manifest says, look-alikes are none, trials take steps away,
//! and nothing else moves.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Weekday;
use proptest::prelude::*;
use simulation::{Act, Channel, City, Event, Flaw, Options, Process, Submission};

fn until() -> Timestamp {
    "2026-11-20T16:59:59Z".parse().unwrap()
}

fn planted(seed: u64, weeks: u32, process: Process) -> Options {
    let mut options = common::weeks(seed, weeks);
    options.plant.process = process;
    options
}

/// What the tests know of a file: its submission, its steps with their officer and begin, its end.
#[derive(Default)]
struct File {
    submission: Option<Submission>,
    submitted: Timestamp,
    started: Vec<(String, u32, Timestamp)>,
    finished: Vec<(String, Timestamp)>,
    refused_by: Option<u32>,
    approved: bool,
}

fn files(city: &City<'_>, events: &[Event]) -> BTreeMap<u32, File> {
    let mut files: BTreeMap<u32, File> = BTreeMap::new();
    for event in events {
        let file = files.entry(event.application).or_default();
        let code = |file: &File, step: u32| {
            city.steps(file.submission.as_ref().unwrap().service)[step as usize].code.clone()
        };
        match &event.act {
            Act::Submit(submission) => {
                (file.submission, file.submitted) = (Some((**submission).clone()), event.at);
            }
            Act::StepStart { officer, step } => {
                file.started.push((code(file, *step), *officer, event.at));
            }
            Act::StepFinish { step, .. } => file.finished.push((code(file, *step), event.at)),
            Act::Refuse { officer, .. } => file.refused_by = Some(*officer),
            Act::Approve { .. } => file.approved = true,
            _ => {}
        }
    }
    files
}

fn of<'f>(
    files: &'f BTreeMap<u32, File>,
    city: &City<'_>,
    service: &str,
) -> BTreeMap<u32, &'f File> {
    let code = |file: &File| {
        let service = file.submission.as_ref().unwrap().service;
        city.spec().services[service].standard.code.clone()
    };
    files.iter().filter(|(_, file)| code(file) == service).map(|(at, file)| (*at, file)).collect()
}

fn did(file: &File, step: &str) -> usize {
    file.finished.iter().filter(|(code, _)| code == step).count()
}

/// Officers do what they can, where they are, one thing at a time; only planted ones do planted steps.
fn officers_work_properly(city: &City<'_>, events: &[Event]) {
    let officers: Vec<_> = city.officers().collect();
    let mut busy: BTreeMap<u32, u32> = BTreeMap::new();
    let mut of_service: BTreeMap<u32, (usize, String)> = BTreeMap::new();
    for event in events {
        if let Act::Submit(submission) = &event.act {
            let service = (submission.service, submission.unit.clone());
            of_service.insert(event.application, service);
        }
        let Some(officer) = event.act.officer() else { continue };
        let (service, unit) = &of_service[&event.application];
        assert!(city.on_duty(officer, event.at), "{event:?} while away");
        match event.act {
            Act::StepStart { step, .. } => {
                let skill = &city.steps(*service)[step as usize].skill;
                assert!(officers[officer as usize].skills.contains(skill), "{event:?}");
                assert_eq!(busy.insert(officer, event.application), None, "two at a time");
            }
            Act::StepFinish { .. } => {
                assert_eq!(busy.remove(&officer), Some(event.application));
            }
            Act::Refuse { .. } => assert_eq!(&officers[officer as usize].unit, unit),
            _ => {
                assert_eq!(&officers[officer as usize].unit, unit, "{event:?} in another unit");
                assert!(!city.is_guest(officer), "{event:?} by one who came for planted steps");
            }
        }
    }
}

/// What the manifest says is what the events say.
fn manifest_is_true(city: &City<'_>, events: &[Event], process: &[Flaw]) {
    let files = files(city, events);
    let units: Vec<&str> = city.officers().map(|officer| officer.unit.as_str()).collect();
    let trial = |flaw: &&Flaw| matches!(flaw, Flaw::Trial { .. });
    let tried: BTreeSet<u32> =
        process.iter().filter(trial).flat_map(|flaw| flaw.applications()).copied().collect();
    for flaw in process {
        let told = flaw.applications();
        let distinct: BTreeSet<u32> = told.iter().copied().collect();
        match flaw {
            Flaw::Signature { service, step, officers, refused, needless, .. } => {
                let of = of(&files, city, service);
                let signed = |file: &&File| file.started.iter().any(|(code, ..)| code == step);
                let seen: BTreeSet<u32> =
                    of.iter().filter(|(_, file)| signed(file)).map(|(at, _)| *at).collect();
                assert!(seen.is_subset(&distinct));
                // The rest is on its way to the signature when the run ends.
                let open = |at: &&u32| !seen.contains(at);
                assert!(distinct.iter().filter(open).all(|at| {
                    let file = &files[at];
                    !file.approved && file.refused_by.is_none()
                }));
                let by = |file: &File| file.refused_by.filter(|one| officers.contains(one));
                let said_no: BTreeSet<u32> = of
                    .iter()
                    .filter(|(_, file)| by(file).is_some())
                    .map(|(application, _)| *application)
                    .collect();
                assert_eq!(said_no, refused.iter().copied().collect());
                assert!(!needless || refused.is_empty());
                for (application, file) in of.iter().filter(|(_, file)| file.approved) {
                    let times = usize::from(!tried.contains(application));
                    assert_eq!(did(file, step), times, "approved without its signature");
                }
            }
            Flaw::Detour { service, unit, step, back, .. } => {
                let of = of(&files, city, service);
                for (application, file) in &of {
                    let sent = told.iter().filter(|one| *one == application).count();
                    let there: Vec<_> =
                        file.started.iter().filter(|(code, ..)| code == step).collect();
                    assert!(there.len() <= sent && sent <= 2);
                    assert!(there.iter().all(|(_, officer, _)| units[*officer as usize] == unit));
                    if file.approved {
                        assert_eq!((there.len(), did(file, back)), (sent, sent));
                    }
                }
                assert!(distinct.iter().all(|application| of.contains_key(application)));
            }
            Flaw::Elsewhere { service, unit, step, .. } => {
                for (application, file) in of(&files, city, service) {
                    assert_eq!(did(file, step), usize::from(did(file, step) > 0), "once");
                    let there = file.started.iter().filter(|(code, ..)| code == step);
                    for (_, officer, _) in there {
                        assert_eq!(units[*officer as usize], unit);
                        assert!(distinct.contains(&application));
                    }
                }
            }
            Flaw::Batch { service, step, weekday, .. } => {
                let weekday = Weekday::from_monday_one_offset(*weekday).unwrap();
                let day = |at: Timestamp| city.spec().calendar.tz().to_datetime(at).weekday();
                let (mut on_the_day, mut all) = (0, 0);
                for (application, file) in of(&files, city, service) {
                    let begun = file.started.iter().find(|(code, ..)| code == step);
                    let Some((_, _, begun)) = begun else { continue };
                    let before = file.finished.iter().rev().find(|(code, _)| code != step).unwrap();
                    all += 1;
                    on_the_day += i32::from(day(*begun) == weekday);
                    // The step waits for the day, and whoever waited is told.
                    let dates = |at: Timestamp| city.spec().calendar.tz().to_datetime(at).date();
                    let (from, to) = (dates(before.1), dates(*begun));
                    let days = from.series(jiff::Span::new().days(1)).take_while(|day| *day <= to);
                    assert!(days.into_iter().any(|day| day.weekday() == weekday));
                    assert!(
                        distinct.contains(&application) || day(before.1) == weekday || from < to
                    );
                    assert!(!distinct.contains(&application) || from < to);
                }
                assert!(f64::from(on_the_day) >= 0.6 * f64::from(all), "{on_the_day} of {all}");
            }
            Flaw::Peak { unit, minutes, .. } => {
                let within = i64::from(*minutes) * 60;
                let at_opening = |at: Timestamp| {
                    let day = city.spec().calendar.tz().to_datetime(at).date();
                    let (from, _) = city.spec().calendar.office_hours(unit, day)[0];
                    (0..within).contains(&at.duration_since(from).as_secs())
                };
                for application in &distinct {
                    let file = &files[application];
                    assert_eq!(&file.submission.as_ref().unwrap().unit, unit);
                    assert!(at_opening(file.submitted));
                }
            }
            Flaw::Market { service, weekday, .. } => {
                let of = of(&files, city, service);
                for application in &distinct {
                    let file = of[application];
                    let day = city.spec().calendar.tz().to_datetime(file.submitted).weekday();
                    assert_eq!(day.to_monday_one_offset(), *weekday);
                }
            }
            Flaw::Trial { service, step, stages, .. } => {
                let of = of(&files, city, service);
                for (application, file) in &of {
                    let unit = &file.submission.as_ref().unwrap().unit;
                    let day = city.spec().calendar.tz().to_datetime(file.submitted).date();
                    let begun = stages.iter().any(|stage| &stage.unit == unit && stage.from <= day);
                    assert_eq!(begun, distinct.contains(application));
                    assert!(!begun || file.started.iter().all(|(code, ..)| code != step));
                }
            }
        }
    }
}

fn with_trial(seed: u64, weeks: u32) -> Options {
    let mut options = planted(seed, weeks, common::story::process());
    let calendar = common::calendar();
    let kelurahan = common::metro(&calendar).kelurahan;
    let units = kelurahan.iter().map(|one| one.unit_code.clone());
    let mut trial = common::story::trial(&options, units);
    // The stages of a year, in the weeks of this run.
    for stage in &mut trial.stages {
        stage.from = stage.from.saturating_add(jiff::Span::new().weeks(8));
    }
    options.plant.process.trials = vec![trial];
    options
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5))]

    #[test]
    fn every_seed_does_what_its_manifest_says(
        seed in any::<u64>(),
        weeks in 3u32..8,
        load in 0.4f64..1.0,
        counters in any::<bool>(),
    ) {
        let calendar = common::calendar();
        let options = Options { utilisation: load, ..with_trial(seed, weeks) };
        let metro = common::metro(&calendar);
        let city = City::new(metro.clone(), options.clone()).unwrap();
        let mut stream = city.stream(until());
        let events: Vec<Event> = stream.by_ref().map(|event| event.unwrap()).collect();
        officers_work_properly(&city, &events);
        manifest_is_true(&city, &events, &stream.manifest().process);
        // With waiting rooms the rest stays true; a peak is then seen in the tickets.
        if counters {
            let city = City::new(metro, Options { counters, ..options }).unwrap();
            let mut stream = city.stream(until());
            let events: Vec<Event> = stream.by_ref().map(|event| event.unwrap()).collect();
            officers_work_properly(&city, &events);
            let mut process = stream.manifest().process.clone();
            process.retain(|flaw| !matches!(flaw, Flaw::Peak { .. }));
            manifest_is_true(&city, &events, &process);
        }
    }
}

/// Twelve weeks with everything, and the same twelve weeks without.
#[test]
fn everything_that_is_planted_acts_and_looks_as_it_should() {
    let calendar = common::calendar();
    let options = planted(31, 12, common::story::process());
    let city = City::new(common::metro(&calendar), options).unwrap();
    let mut stream = city.stream(until());
    let events: Vec<Event> = stream.by_ref().map(|event| event.unwrap()).collect();
    let manifest = stream.manifest();
    assert_eq!(manifest.process.len(), 9);
    for flaw in &manifest.process {
        let least = if matches!(flaw, Flaw::Elsewhere { .. }) { 15 } else { 40 };
        assert!(flaw.applications().len() > least, "{flaw:?}");
    }
    let flaws = manifest.process.iter().filter(|flaw| flaw.is_flaw()).count();
    assert_eq!(flaws, 5, "two signatures, a detour, a batch and a peak");
    let share = |place: usize, part: usize| {
        part as f64 / manifest.process[place].applications().len() as f64
    };
    let Flaw::Signature { refused, .. } = &manifest.process[2] else { panic!() };
    assert!((0.01..0.2).contains(&share(2, refused.len())), "{} say no", refused.len());
    let Flaw::Detour { applications, .. } = &manifest.process[3] else { panic!() };
    let distinct: BTreeSet<u32> = applications.iter().copied().collect();
    assert!(applications.len() > distinct.len(), "nobody went twice");
    // Who signs is seldom there, and each signs alone.
    let Flaw::Signature { officers, .. } = &manifest.process[0] else { panic!() };
    assert_eq!(officers.len(), 22);
    for officer in officers {
        let there = (0..84).filter(|day| {
            let day = city.options().first_day().saturating_add(jiff::Span::new().days(*day));
            let unit = &city.officers().nth(*officer as usize).unwrap().unit;
            let opens = calendar.office_hours(unit, day);
            opens.first().is_some_and(|(from, _)| city.on_duty(*officer, *from))
        });
        assert!((14..45).contains(&there.count()));
    }
    officers_work_properly(&city, &events);
}

#[test]
fn nothing_else_moves() {
    let calendar = common::calendar();
    let run = |options: Options| -> Vec<Event> {
        let city = City::new(common::metro(&calendar), options).unwrap();
        common::events(&city)
    };
    let (before, after) =
        (run(common::weeks(32, 6)), run(planted(32, 6, common::story::process())));
    let submissions = |events: &[Event]| -> BTreeMap<u32, (Timestamp, Submission)> {
        let submission = |event: &Event| match &event.act {
            Act::Submit(submission) => {
                Some((event.application, (event.at, (**submission).clone())))
            }
            _ => None,
        };
        events.iter().filter_map(submission).collect()
    };
    let (before, after) = (submissions(&before), submissions(&after));
    let (mut moved, mut counter) = (0, 0);
    for (application, (at, submission)) in &before {
        let Some((at_now, submission_now)) = after.get(application) else { continue };
        assert_eq!(submission, submission_now, "a peak changes when one comes, and nothing else");
        let of_peak = submission.unit == "DISDUKCAPIL" && submission.channel == Channel::Counter;
        assert!(at == at_now || of_peak);
        (moved, counter) = (moved + i32::from(at != at_now), counter + i32::from(of_peak));
    }
    let share = f64::from(moved) / f64::from(counter);
    assert!((0.25..0.35).contains(&share), "{share} came at the opening");
}

/// The trial takes its step away and shortens the files of its units; before it begins, both cities are
/// the same to the last byte.
#[test]
fn the_effect_of_a_trial_is_known() {
    let calendar = common::calendar();
    let options = with_trial(33, 16);
    let first = options.plant.process.trials[0].stages.iter().map(|stage| stage.from).min();
    let first = calendar.tz().to_timestamp(first.unwrap().into()).unwrap();
    let city = City::new(common::metro(&calendar), options.clone()).unwrap();
    let mut plain = options;
    plain.plant.process.trials.clear();
    let other = City::new(common::metro(&calendar), plain).unwrap();
    let (with, without) = (common::events(&other), common::events(&city));
    let before = |events: &[Event]| -> Vec<Event> {
        events.iter().take_while(|event| event.at < first).cloned().collect()
    };
    assert!(before(&with).len() > 10_000);
    assert!(before(&with) == before(&without));

    let effects = city.effects(until()).unwrap();
    assert_eq!(effects.len(), 1);
    let effect = &effects[0];
    assert!(effect.files > 50, "{effect:?}");
    assert_eq!(effect.files as usize, effect.pairs.len());
    assert!(effect.difference < -5.0, "{} hours", effect.difference);
    // Each pair, recomputed from both runs.
    let ends = |events: &[Event]| -> BTreeMap<u32, Timestamp> {
        let end = |event: &&Event| matches!(event.act, Act::Issue { .. } | Act::Refuse { .. });
        events.iter().filter(end).map(|event| (event.application, event.at)).collect()
    };
    let (with, without) = (ends(&with), ends(&without));
    let mut hours = 0.0;
    for pair in &effect.pairs {
        assert_eq!(with[&pair.application], pair.with_step);
        assert_eq!(without[&pair.application], pair.without_step);
        hours += pair.without_step.duration_since(pair.with_step).as_secs_f64() / 3_600.0;
    }
    assert!((hours / f64::from(effect.files) - effect.difference).abs() < 1e-9);
    assert!(other.effects(until()).unwrap().is_empty());
}

#[test]
fn what_cannot_be_planted_is_refused() {
    let calendar = common::calendar();
    let refusal = |change: &dyn Fn(&mut Process)| {
        let mut options = planted(1, 2, common::story::process());
        let units = ["KEL-18.72.01.1001".to_owned()].into_iter();
        options.plant.process.trials = vec![common::story::trial(&options, units)];
        change(&mut options.plant.process);
        let made = City::new(common::metro(&calendar), options);
        made.err().map(|error| error.to_string()).unwrap_or_default()
    };
    let text = str::to_owned;
    let cases = [
        (refusal(&|p| p.signatures[0].service = text("NONE")), "service NONE"),
        (refusal(&|p| p.signatures[0].step = text("verify")), "already has a step"),
        (refusal(&|p| p.signatures[0].present = 0), "never there"),
        (refusal(&|p| p.detours[0].unit = text("NONE")), "the unit NONE"),
        (refusal(&|p| p.detours[0].unit = text("BPPRD")), "is its own"),
        (refusal(&|p| p.detours[0].back = text("sign")), "already has a step"),
        (refusal(&|p| p.elsewhere[0].step = text("sign")), "first and last step"),
        (refusal(&|p| p.elsewhere[0].step = text("none")), "no such step"),
        (refusal(&|p| p.batches[0].step = text("verify")), "waits for nothing"),
        (refusal(&|p| p.batches[0].weekday = 8), "no such weekday"),
        (refusal(&|p| p.peaks[0].unit = text("NONE")), "the unit NONE"),
        (refusal(&|p| p.markets[0].service = text("KEL-SKU")), "every kelurahan"),
        (refusal(&|p| p.trials[0].step = text("sign")), "must stay"),
        (refusal(&|p| p.trials[0].stages[0].unit = text("DINSOS")), "does not do it"),
    ];
    for (sentence, part) in cases {
        assert!(sentence.contains(part), "“{sentence}” does not say “{part}”");
    }
    assert_eq!(refusal(&|_| {}), "", "the plant itself is right");
}
