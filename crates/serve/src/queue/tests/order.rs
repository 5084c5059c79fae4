//! Whom a counter calls: legal order, no starvation, the same answer whatever the order of rows.

use jiff::{SignedDuration, Timestamp};
use kernel::id::TicketId;
use proptest::prelude::*;
use uuid::Uuid;

use super::super::rules::order::{Lane, Moment, Waiting, line, next};

const TURNS: usize = 2;

fn at(minute: i64) -> Timestamp {
    let start: Timestamp = "2026-11-24T01:00:00Z".parse().unwrap();
    start + SignedDuration::from_mins(minute)
}

fn one(number: i64, priority: bool, slot: Option<i64>, taken: i64) -> Waiting {
    Waiting {
        id: TicketId::from_uuid(Uuid::from_u128(number.unsigned_abs().into())),
        number,
        priority,
        place_at: at(slot.filter(|_| !priority).unwrap_or(taken)),
        slot_at: slot.map(at),
        handed_to: 0,
    }
}

fn moment(now: i64, recent: &[Lane]) -> Moment<'_> {
    Moment { now: at(now), recent, turns: TURNS }
}

fn called(waiting: &[Waiting], now: i64, recent: &[Lane]) -> Option<(i64, Lane)> {
    let (id, lane) = next(waiting, 1, &moment(now, recent))?;
    waiting.iter().find(|one| one.id == id).map(|one| (one.number, lane))
}

/// UU 25/2009 Art 29 and UU 8/2016 Art 19 (groups), Art 4 (l) of the first (nobody is left waiting).
/// Who waits, when it is, who was called before, and who is called next.
type Row<'a> = (&'a [Waiting], i64, &'a [Lane], Option<(i64, Lane)>);

#[test]
fn the_rule_case_by_case() {
    use Lane::{Appointment as A, Ordinary as O, Priority as P};
    let walk_in = one(1, false, None, 0);
    let elderly = one(2, true, None, 5);
    let due = one(3, false, Some(10), 8);
    let early = one(4, false, Some(30), 9);
    let all = [walk_in, elderly, due, early];
    let table: [Row<'_>; 10] = [
        (&[], 15, &[], None),
        (&all, 15, &[], Some((2, P))),
        (&all, 15, &[P], Some((3, A))),
        (&all, 15, &[A, P], Some((1, O))),
        (&all, 15, &[O, A, P], Some((2, P))),
        (&[walk_in, elderly], 15, &[P], Some((1, O))),
        (&[elderly], 15, &[P, P, P], Some((2, P))),
        (&[walk_in, early], 15, &[], Some((1, O))),
        (&[early], 15, &[], Some((4, O))),
        (&[walk_in, early], 30, &[], Some((4, A))),
    ];
    for (case, (waiting, now, recent, expected)) in table.into_iter().enumerate() {
        assert_eq!(called(waiting, now, recent), expected, "case {case}");
    }
}

#[test]
fn whoever_was_handed_over_is_called_at_that_counter_only_and_first() {
    let mut handed = one(9, false, None, 20);
    handed.handed_to = 2;
    let waiting = [one(1, true, None, 0), handed];
    let at_two = next(&waiting, 2, &moment(30, &[])).unwrap();
    assert_eq!(at_two, (handed.id, Lane::Ordinary));
    assert_eq!(next(&waiting, 1, &moment(30, &[])).unwrap().0, waiting[0].id);
    assert_eq!(next(&[handed], 1, &moment(30, &[])), None);
}

fn people() -> impl Strategy<Value = Vec<Waiting>> {
    let person = (any::<bool>(), prop::option::of(0..120_i64), 0..120_i64, 0..4_i64);
    prop::collection::vec(person, 0..40).prop_map(|list| {
        let numbered = list.into_iter().enumerate();
        let make = |(place, (priority, slot, taken, handed)): (usize, (bool, _, i64, i64))| {
            let mut made = one(place as i64 + 1, priority, slot, taken);
            made.handed_to = (handed - 2).max(0);
            made
        };
        numbered.map(make).collect()
    })
}

fn lanes() -> impl Strategy<Value = Vec<Lane>> {
    let lane = prop::sample::select(vec![Lane::Priority, Lane::Appointment, Lane::Ordinary]);
    prop::collection::vec(lane, 0..6)
}

proptest! {
    /// The order of rows decides nothing, and somebody is called whenever somebody may be.
    #[test]
    fn it_is_one_answer(
        waiting in people(),
        recent in lanes(),
        now in 0..200_i64,
        seed in any::<u64>(),
    ) {
        let moment = moment(now, &recent);
        let answer = next(&waiting, 1, &moment);
        let free = waiting.iter().any(|one| one.handed_to <= 1);
        prop_assert_eq!(answer.is_some(), free);
        let mut other = waiting.clone();
        other.sort_by_key(|one| one.number.unsigned_abs().wrapping_mul(seed | 1));
        prop_assert_eq!(next(&other, 1, &moment), answer);
        prop_assert_eq!(line(&other, &moment), line(&waiting, &moment));
    }

    /// Nobody of a lane is called before somebody of the same lane with an earlier place, and the
    /// line holds everybody once.
    #[test]
    fn places_hold_within_a_lane(waiting in people(), recent in lanes(), now in 0..200_i64) {
        let moment = moment(now, &recent);
        let line = line(&waiting, &moment);
        let mut ids: Vec<_> = line.clone();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), waiting.len());
        let of = |id: &TicketId| waiting.iter().find(|one| one.id == *id).unwrap();
        let in_line: Vec<&Waiting> = line.iter().map(of).filter(|o| o.handed_to == 0).collect();
        for lane in [Lane::Priority, Lane::Appointment, Lane::Ordinary] {
            let own = in_line.iter().filter(|one| one.lane(moment.now) == lane);
            let places: Vec<_> = own.map(|one| (one.place_at, one.number)).collect();
            prop_assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{lane:?}");
        }
    }

    /// Whatever comes afterwards, whoever has k people of the own lane in front is called within
    /// `(turns + 1) * (k + 1)` calls; and a group that goes first has at most every second call
    /// while others wait.
    #[test]
    fn nobody_starves(
        first in people(),
        arriving in prop::collection::vec((any::<bool>(), any::<bool>()), 0..200),
        recent in lanes(),
    ) {
        let mut waiting: Vec<Waiting> = first;
        for one in &mut waiting {
            one.handed_to = 0;
            one.place_at = one.place_at.min(at(100));
            one.slot_at = one.slot_at.map(|slot| slot.min(at(100)));
        }
        let now = 100;
        let in_front = |one: &Waiting, all: &[Waiting]| {
            let place = |o: &Waiting| (o.place_at, o.number);
            let lane = |o: &Waiting| o.lane(at(now));
            all.iter().filter(|o| lane(o) == lane(one) && place(o) < place(one)).count()
        };
        let bounds: Vec<(TicketId, usize)> = waiting
            .iter()
            .map(|one| (one.id, (TURNS + 1) * (in_front(one, &waiting) + 1)))
            .collect();
        let mut history: Vec<Lane> = recent;
        let mut order = Vec::new();
        let mut number = 1000;
        for (priority, booked) in arriving.into_iter().chain([(false, false); 300]) {
            number += 1;
            if number < 1200 {
                waiting.push(one(number, priority, booked.then_some(100), 101));
            }
            let Some((id, lane)) = next(&waiting, 1, &moment(now, &history)) else { break };
            let others = waiting.iter().any(|one| !one.priority);
            let twice = lane == Lane::Priority && history.first() == Some(&Lane::Priority);
            prop_assert!(!(twice && others), "two of a group in a row");
            waiting.retain(|one| one.id != id);
            history.insert(0, lane);
            order.push(id);
        }
        for (id, bound) in bounds {
            let called = order.iter().position(|one| *one == id);
            prop_assert!(called.is_some_and(|place| place < bound), "{called:?} of {bound}");
        }
    }
}
