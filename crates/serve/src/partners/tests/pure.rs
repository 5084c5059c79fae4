//! Contracts under any history, and intervals that hold the truth.

use jiff::civil::{Date, date};
use kernel::facts::partner::{PartnerKind, PartnerStep, TakenBack, Terms};
use kernel::id::{ApplicationId, ClockId, HandoverId, PartnerId, UserId};
use kernel::money::Rupiah;
use proptest::prelude::*;
use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;
use uuid::Uuid;

use super::super::model::{Partner, State, Task, TaskState, check, has_step};
use super::super::rules::{Done, side};
use crate::applications::model::State as FileState;

const TODAY: Date = date(2026, 11, 24);

fn user(n: u128) -> UserId {
    UserId::from_uuid(Uuid::from_u128(n))
}

fn terms() -> Terms {
    Terms {
        name: "Antar Cepat".into(),
        kind: PartnerKind::Contractor,
        unit: "U".into(),
        step: PartnerStep::Deliver,
        services: vec!["S".into()],
        kelurahan: Vec::new(),
        price: Rupiah::new(9_000),
        from: TODAY,
        until: date(2026, 12, 31),
    }
}

fn partner() -> Partner {
    let id = PartnerId::from_uuid(Uuid::from_u128(1));
    Partner { id, state: State::Proposed, terms: terms(), user: user(9), proposed_by: user(1) }
}

proptest! {
    /// Doors open only after another person agreed, and never again after the end.
    #[test]
    fn a_contract_opens_doors_only_while_two_people_agreed(
        tries in proptest::collection::vec((0_u8..3, 1_u128..4), 0..10),
        day in -40_i64..60,
    ) {
        let mut partner = partner();
        let (mut agreed, mut over) = (false, false);
        for (what, by) in tries {
            match what {
                0 => if partner.decide(user(by), true).is_ok() {
                    prop_assert!(by != 1 && !over);
                    agreed = true;
                },
                1 => over |= partner.decide(user(by), false).is_ok(),
                _ => over |= partner.end().is_ok(),
            }
        }
        let day = TODAY.checked_add(jiff::Span::new().days(day)).unwrap();
        let within = terms().from <= day && day <= terms().until;
        prop_assert_eq!(partner.in_force(day), agreed && !over && within);
    }

    /// A step ends once, and is rated once, inside the scale, when it was done.
    #[test]
    fn a_step_ends_once_and_is_rated_once(
        tries in proptest::collection::vec((0_u8..3, -1_i64..8), 0..8),
    ) {
        let now = jiff::Timestamp::UNIX_EPOCH;
        let mut task = Task {
            id: HandoverId::from_uuid(Uuid::nil()),
            partner: PartnerId::from_uuid(Uuid::nil()),
            application: ApplicationId::from_uuid(Uuid::nil()),
            service: "S".into(),
            step: PartnerStep::Assist,
            state: TaskState::Open,
            why: String::new(),
            due_since: now,
            handed_at: now,
            due_at: now,
            ended_at: None,
            clock: ClockId::from_uuid(Uuid::nil()),
            rating: 0,
        };
        let (mut ends, mut ratings) = (0, 0);
        for (what, score) in tries {
            match what {
                0 => ends += i32::from(task.end(None, now).is_ok()),
                1 => ends += i32::from(task.end(Some(TakenBack::Late), now).is_ok()),
                _ => if task.rate(score).is_ok() {
                    prop_assert!((1..=5).contains(&score) && task.state == TaskState::Done);
                    ratings += 1;
                },
            }
        }
        prop_assert!(ends <= 1 && ratings <= 1);
        prop_assert_eq!(task.why.is_empty(), task.state != TaskState::Back);
    }

    /// Cells of few steps stay empty; what is shown lies inside its interval.
    #[test]
    fn few_are_hidden_and_intervals_hold_their_estimate(
        steps in proptest::collection::vec((0.0_f64..100.0, any::<bool>(), 0_i64..6), 0..60),
        fewest in 1_usize..30,
    ) {
        let steps: Vec<Done> = steps
            .into_iter()
            .map(|(hours, again, rating)| Done { hours: Some(hours), again, rating })
            .collect();
        let side = side(&steps, fewest);
        prop_assert_eq!(side.done, steps.len());
        prop_assert_eq!(side.hours.is_some(), steps.len() >= fewest);
        prop_assert_eq!(side.again.is_some(), steps.len() >= fewest);
        let rated = steps.iter().filter(|step| step.rating > 0).count();
        prop_assert!(side.rating.is_none() || rated >= fewest);
        for figure in [side.hours, side.again, side.rating].into_iter().flatten() {
            prop_assert!(figure.interval.low <= figure.value + 1e-9);
            prop_assert!(figure.value <= figure.interval.high + 1e-9);
        }
    }
}

/// A skewed time whose median is known: the interval holds it about as often as it says.
#[test]
fn the_interval_of_a_median_holds_the_truth() {
    let mut rng = ChaCha20Rng::seed_from_u64(7);
    let truth = std::f64::consts::LN_2 * 8.0;
    for n in [20, 75] {
        let runs = 2000;
        let held = (0..runs).filter(|_| {
            let steps: Vec<Done> = (0..n)
                .map(|_| {
                    let hours = -8.0 * (1.0 - rng.random::<f64>()).ln();
                    Done { hours: Some(hours), again: false, rating: 0 }
                })
                .collect();
            side(&steps, 1).hours.unwrap().interval.holds(truth)
        });
        let share = held.count() as f64 / f64::from(runs);
        assert!((0.94..=0.995).contains(&share), "{n}: {share}");
    }
}

#[test]
fn terms_are_checked_before_anyone_reads_them() {
    assert!(check(&terms(), TODAY).is_ok());
    let wrong = |change: fn(&mut Terms)| {
        let mut terms = terms();
        change(&mut terms);
        check(&terms, TODAY).unwrap_err().key()
    };
    assert_eq!(wrong(|terms| terms.name = " ".into()), "partners-name-bad");
    assert_eq!(wrong(|terms| terms.services.clear()), "partners-services-none");
    assert_eq!(wrong(|terms| terms.kind = PartnerKind::Helper), "partners-price-bad");
    assert_eq!(wrong(|terms| terms.price = Rupiah::new(-1)), "partners-price-bad");
    assert_eq!(wrong(|terms| terms.from = date(2026, 11, 23)), "partners-days-bad");
    assert_eq!(wrong(|terms| terms.until = date(2026, 11, 1)), "partners-days-bad");
}

#[test]
fn a_step_is_there_only_where_the_file_stands() {
    for state in FileState::ALL {
        let assist = has_step(state, PartnerStep::Assist);
        let deliver = has_step(state, PartnerStep::Deliver);
        assert_eq!((assist, deliver), (state == FileState::Returned, state == FileState::Issued));
    }
    for state in State::ALL {
        assert_eq!(State::parse(state.code()), Some(state));
    }
}
