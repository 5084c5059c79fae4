//! Whole runs over small logs.

use detection::cases::{Cases, Office, Told};
use detection::kinds::Kind;
use detection::log::{Act, Builder, Reading, Record};
use detection::run::{Options, all_tests, run};
use rand::{RngExt as _, SeedableRng as _};
use rand_xoshiro::Xoshiro256PlusPlus;

const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;

/// How the files of one representative go.
#[derive(Clone, Copy, PartialEq)]
enum Favour {
    None,
    Fast,
    Passes,
}

/// An office of four officers and 1,200 files; every twentieth is of the representative R.
fn office(seed: u64, favour: Favour) -> Cases {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut builder = Builder::new(Reading {
        utc_offset_minutes: 420,
        late_after_minutes: 15,
        groups: vec!["sex".to_owned()],
    });
    for number in 0..1_200i64 {
        let name = number.to_string();
        let of_r = number % 20 == 7;
        let family = if of_r { name.clone() } else { format!("family {}", number / 2) };
        // Twelve files a day, from eight o'clock on.
        let ready = (number / 12) * 24 * HOUR + HOUR + (number % 12) * 30 * MINUTE;
        let officer = format!("officer {}", rng.random_range(0..4u32));
        let mut minutes = 20.0 * rng.random_range(-1.0..1.0f64).exp();
        let returned = rng.random_bool(0.4);
        let again = rng.random_bool(0.5) && !(favour == Favour::Passes && of_r);
        if favour == Favour::Fast && of_r {
            minutes /= 2.0;
        }
        let mut act = |activity: &str, meaning: Act, at: i64, by: &str, later: bool| {
            let record = Record {
                case: &name,
                activity,
                at,
                recorded: Some(at),
                officer: by,
                service: "S",
                unit: "U",
                representative: if of_r && (later || favour != Favour::Passes) { "R" } else { "" },
                contact: if of_r { "phone R" } else { &family },
                family: &family,
                ..Record::default()
            };
            builder.add(&record, meaning, &[if number % 3 == 0 { "female" } else { "male" }]);
        };
        act("submit", Act::Other, ready, "", false);
        if returned && favour == Favour::Passes {
            act("return", Act::Returned, ready, &officer, false);
            act("supplement", Act::Supplemented, ready, "", true);
            if again {
                act("return", Act::Returned, ready, &officer, true);
                act("supplement", Act::Supplemented, ready, "", true);
            }
        }
        act("complete", Act::Ready, ready, "", true);
        let picked = ready + 5 * MINUTE;
        act("pick", Act::Picked, picked, &officer, true);
        let done = picked + (minutes * MINUTE as f64) as i64;
        act("approve", Act::Done, done, &officer, true);
    }
    builder.finish()
}

fn found(cases: &Cases) -> Vec<Kind> {
    let options = Options { threads: 2, ..Options::default() };
    run(cases, &options).found.iter().map(|finding| finding.kind).collect()
}

#[test]
fn a_contact_behind_sixty_families_is_found_and_named() {
    let cases = office(1, Favour::None);
    let report = run(&cases, &Options::default());
    let kinds: Vec<Kind> = report.found.iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, vec![Kind::SharedContact]);
    let finding = &report.found[0];
    assert_eq!(finding.subject, vec![("contact".to_owned(), "phone R".to_owned())]);
    assert_eq!((finding.files, finding.seen), (60, 59.0));
    assert_eq!(finding.records.len(), 60);
}

#[test]
fn someone_whose_files_are_worked_on_twice_as_fast_is_found() {
    let cases = office(2, Favour::Fast);
    let options = Options::default();
    let report = run(&cases, &options);
    let speed = report.found.iter().find(|finding| finding.kind == Kind::RepresentativeSpeed);
    let effect = speed.unwrap().effect;
    assert!((1.5..2.6).contains(&effect), "{effect}");
    assert!(!found(&office(2, Favour::None)).contains(&Kind::RepresentativeSpeed));
}

#[test]
fn returns_that_vanish_when_someone_comes_are_found() {
    assert!(found(&office(3, Favour::Passes)).contains(&Kind::VanishingReturn));
}

#[test]
fn threads_change_nothing() {
    let cases = office(4, Favour::Fast);
    let alone = run(&cases, &Options::default());
    let together = run(&cases, &Options { threads: 3, ..Options::default() });
    assert_eq!(alone.found, together.found);
    assert_eq!(alone.tests, together.tests);
}

#[test]
fn what_the_records_do_not_say_is_not_tested_and_said_so() {
    let report = run(&office(5, Favour::None), &Options::default());
    let untested: Vec<Kind> = report.untested.iter().map(|(kind, _)| *kind).collect();
    assert!(untested.contains(&Kind::DeadlineBurst) && untested.contains(&Kind::VanishingReturn));
    assert!(report.tests.iter().all(|(kind, _)| !untested.contains(kind)));
}

#[test]
fn an_office_that_never_reports_a_gift_is_found_among_others() {
    let mut cases = Cases::default();
    for (name, accused, gifts, ended, without_act) in
        [("A", 20, 30, 40, 4), ("B", 40, 0, 40, 5), ("C", 25, 35, 40, 30)]
    {
        let unit = cases.units.code(name).unwrap();
        let office = Office { unit, accused, gifts, ended, without_act, last_day: 0 };
        cases.offices.push(office);
    }
    let found = run(&cases, &Options::default()).found;
    let found: Vec<_> =
        found.iter().map(|one| (one.kind, one.subject[0].1.as_str(), one.seen)).collect();
    assert!(found.contains(&(Kind::GiftSilence, "B", 0.0)), "{found:?}");
    assert!(found.contains(&(Kind::ClosedWithoutAct, "C", 30.0)), "{found:?}");
    assert_eq!(found.len(), 2, "{found:?}");
}

/// An office among four whose users were asked in a round: share of them who were asked, who told, and gifts.
fn told(cases: &mut Cases, name: &str, (users, answers, paid, gifts): (u32, u32, u32, u32)) {
    let (round, unit) = (cases.rounds.code("R").unwrap(), cases.units.code(name).unwrap());
    cases.told.push(Told { round, unit, users, answers, paid, gifts });
}

#[test]
fn an_office_of_whose_payments_only_a_survey_tells_is_found() {
    let mut cases = Cases::default();
    for name in ["A", "B", "C"] {
        told(&mut cases, name, (400, 80, 3, 6));
    }
    told(&mut cases, "D", (400, 80, 12, 0));
    let found = run(&cases, &Options::default()).found;
    let found: Vec<_> = found
        .iter()
        .map(|one| (one.subject[0].1.as_str(), one.files, one.seen, one.records.as_slice()))
        .collect();
    assert_eq!(found, [("D", 12, 0.0, ["R".to_owned()].as_slice())]);
}

/// Where twice as many were asked, twice as many tell; the same gifts are then no fewer.
#[test]
fn an_office_that_was_asked_more_says_no_more() {
    let one = |answers: u32, paid: u32| {
        let mut cases = Cases::default();
        for name in ["A", "B", "C"] {
            told(&mut cases, name, (1_000, 50, 5, 30));
        }
        told(&mut cases, "D", (1_000, answers, paid, 30));
        let (tests, _) = all_tests(&cases, &Options::default());
        tests.into_iter().find(|test| test.subject[0].1 == 3).unwrap()
    };
    let (asked, all) = (one(50, 5), one(500, 50));
    assert!((asked.expected - 30.0).abs() < 1e-6 && (all.expected - 30.0).abs() < 0.5, "{all:?}");
    assert!(all.p > 0.5, "{all:?}");
    assert!(one(50, 50).p < 1e-6, "the same told by a tenth");
}

/// Reports and the survey are two counts, and the surer one pays for both.
#[test]
fn what_reports_say_is_weighed_apart_from_what_a_survey_says() {
    let city = |with_survey: bool| {
        let mut cases = Cases::default();
        for (name, accused, gifts) in [("A", 20, 30), ("B", 40, 10), ("C", 25, 35)] {
            let unit = cases.units.code(name).unwrap();
            cases.offices.push(Office { unit, accused, gifts, ..Office::default() });
            if with_survey {
                told(&mut cases, name, (500, 50, 4, 8));
            }
        }
        let (tests, _) = all_tests(&cases, &Options::default());
        tests.into_iter().find(|test| test.subject[0].1 == 1).unwrap()
    };
    let (reports, both) = (city(false), city(true));
    assert_eq!((reports.seen, both.seen, both.records.len()), (10.0, 10.0, 0));
    assert!((both.p / reports.p - 2.0).abs() < 1e-9, "{} {}", both.p, reports.p);
    assert_eq!((reports.files, both.files), (40, 44));
}

/// A number below `end` that has nothing to do with when the file comes.
fn scattered(number: i64, end: i64) -> i64 {
    Xoshiro256PlusPlus::seed_from_u64(number as u64).random_range(0..end)
}

/// Three in ten files are of women.
fn is_hers(number: i64) -> bool {
    scattered(number, 10) < 3
}

/// 1,200 files of two steps; a step takes twice as long where `slow` says so, of the file's number and the
/// step's.
fn steps(seed: u64, slow: impl Fn(i64, usize) -> bool) -> Cases {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut builder = Builder::new(Reading {
        utc_offset_minutes: 420,
        late_after_minutes: 15,
        groups: vec!["sex".to_owned()],
    });
    for number in 0..1_200i64 {
        let name = number.to_string();
        let mut at = (number / 12) * 24 * HOUR + HOUR + (number % 12) * 30 * MINUTE;
        let mut act = |activity: &str, meaning: Act, at: i64| {
            let (case, service, unit) = (&*name, "S", "U");
            let record = Record { case, activity, at, service, unit, ..Record::default() };
            let group = if is_hers(number) { "female" } else { "male" };
            builder.add(&record, meaning, &[group]);
        };
        act("complete", Act::Ready, at);
        act("pick", Act::Picked, at);
        for (place, step) in ["verify", "sign"].into_iter().enumerate() {
            let minutes = 20.0 * rng.random_range(-1.0..1.0f64).exp();
            let times = if slow(number, place) { 2.0 } else { 1.0 };
            at += (times * minutes * MINUTE as f64) as i64;
            act(step, Act::Step, at);
        }
        act("approve", Act::Done, at);
    }
    builder.finish()
}

#[test]
fn a_step_that_takes_one_group_longer_is_found_and_named() {
    let report = run(&steps(8, |number, place| is_hers(number) && place == 1), &Options::default());
    let slow = |kind: Kind| report.found.iter().filter(move |finding| finding.kind == kind);
    let finding = slow(Kind::GroupStepSpeed).next().unwrap();
    let named = |role: &str, who: &str| (role.to_owned(), who.to_owned());
    let subject = vec![named("unit", "U"), named("sex", "female"), named("step", "sign")];
    assert_eq!(finding.subject, subject);
    assert_eq!(finding.files, (0..1_200).filter(|number| is_hers(*number)).count() as u32);
    assert!((1.5..2.6).contains(&finding.effect), "{}", finding.effect);
    assert_eq!(slow(Kind::GroupStepSpeed).count(), 1);
}

/// The look-alikes: a step that is slow for all alike, and files that are slow in both groups.
#[test]
fn a_step_that_is_slow_for_both_groups_is_no_finding() {
    assert!(!found(&steps(9, |_, place| place == 1)).contains(&Kind::GroupStepSpeed));
    let some = |number: i64, _| scattered(number + 10_000, 3) == 0;
    assert!(!found(&steps(10, some)).contains(&Kind::GroupStepSpeed));
}

/// What the citizen has is not the office's time, and a step that is done again counts once.
#[test]
fn a_stretch_begins_when_the_file_comes_back() {
    let mut builder =
        Builder::new(Reading { utc_offset_minutes: 0, late_after_minutes: 15, groups: Vec::new() });
    let acts = [
        ("complete", Act::Ready, 0),
        ("verify", Act::Step, 10),
        ("return", Act::Returned, 20),
        ("bring", Act::Supplemented, 500),
        ("verify", Act::Step, 510),
        ("sign", Act::Step, 530),
        ("approve", Act::Done, 540),
    ];
    for (activity, meaning, minutes) in acts {
        let at = minutes * MINUTE;
        builder.add(&Record { case: "1", activity, at, ..Record::default() }, meaning, &[]);
    }
    let cases = builder.finish();
    let minutes: Vec<(&str, i64, i64)> = cases.all[0]
        .stretches
        .iter()
        .map(|one| (cases.single_steps.name(one.step), one.from / MINUTE, one.to / MINUTE))
        .collect();
    assert_eq!(minutes, [("verify", 0, 10), ("sign", 510, 530)]);
}
