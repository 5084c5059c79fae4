//! Who may sit and swap, without a database.

use jiff::civil::{Date, date};
use kernel::facts::shift::{Part, Slot};
use kernel::id::{SwapId, UserId};
use proptest::prelude::*;
use uuid::Uuid;

use super::super::model::{PARTS, Shift, State, Swap, slot_of, slot_value};
use super::super::rules::Known;

const TODAY: Date = date(2026, 11, 24);

fn officer(number: u128) -> UserId {
    UserId::from_uuid(Uuid::from_u128(number))
}

fn slot(day: i8, part: Part, counter: i64) -> Slot {
    Slot { unit: "DINAS".to_owned(), day: date(2026, 11, day), part, counter }
}

fn swap(give: &Slot, take: &Slot) -> Swap {
    Swap {
        id: SwapId::from_uuid(Uuid::nil()),
        state: State::Asked,
        asker: officer(1),
        give: give.clone(),
        colleague: officer(2),
        take: take.clone(),
        asked_at: jiff::Timestamp::UNIX_EPOCH,
    }
}

fn sits(number: u128, slot: &Slot) -> Shift {
    Shift { slot: slot.clone(), officer: officer(number) }
}

#[test]
fn each_reason_against_a_swap_is_named() {
    let (give, take) = (slot(26, Part::Morning, 1), slot(27, Part::Afternoon, 2));
    let both = vec![sits(1, &give), sits(2, &take)];
    let judge = |swap: &Swap, shifts: &[Shift], absent: &[(UserId, Date)]| {
        let known = Known { shifts, absent, today: TODAY };
        known.may_swap(swap).err().map_or("", |error| error.key())
    };
    let fits = swap(&give, &take);
    assert_eq!(judge(&fits, &both, &[]), "");
    let alone = Swap { colleague: officer(1), ..fits.clone() };
    assert_eq!(judge(&alone, &both, &[]), "shifts-unfit");
    let elsewhere = Slot { unit: "LAIN".to_owned(), ..take.clone() };
    assert_eq!(judge(&swap(&give, &elsewhere), &both, &[]), "shifts-unfit");
    let today = slot(24, Part::Afternoon, 1);
    assert_eq!(judge(&swap(&today, &take), &both, &[]), "shifts-too-late");
    assert_eq!(judge(&fits, &[sits(3, &give), sits(2, &take)], &[]), "shifts-changed");
    assert_eq!(judge(&fits, &both[..1], &[]), "shifts-changed", "the head freed it");
    assert_eq!(judge(&fits, &both, &[(officer(1), take.day)]), "shifts-absent");
    assert_eq!(judge(&fits, &both, &[(officer(1), give.day)]), "", "whoever leaves may be away");
    let mut busy = both.clone();
    busy.push(sits(1, &slot(27, Part::Afternoon, 3)));
    assert_eq!(judge(&fits, &busy, &[]), "shifts-double");
    let mut other = both.clone();
    other.push(sits(2, &slot(26, Part::Morning, 3)));
    assert_eq!(judge(&fits, &other, &[]), "shifts-double");
    let beside = slot(26, Part::Morning, 2);
    let same = vec![sits(1, &give), sits(2, &beside)];
    assert_eq!(judge(&swap(&give, &beside), &same, &[]), "", "two counters at one time");
}

proptest! {
    #[test]
    fn a_slot_is_read_back_from_its_field(day in 1..29_i8, afternoon: bool, counter in 1..60_i64) {
        let slot = slot(day, PARTS[usize::from(afternoon)], counter);
        prop_assert_eq!(slot_of(&slot_value(&slot)), Some(slot));
    }

    #[test]
    fn what_is_typed_is_read_or_refused(value in ".{0,40}") {
        if let Some(slot) = slot_of(&value) {
            prop_assert_eq!(slot_of(&slot_value(&slot)), Some(slot));
        }
    }

    /// Whatever the plan: a swap that is allowed leaves nobody at two counters.
    #[test]
    fn an_allowed_swap_puts_nobody_at_two_counters(
        places in prop::collection::btree_map((25..28_i8, any::<bool>(), 1..4_i64), 1..4_u128, 2..12),
        picks: (prop::sample::Index, prop::sample::Index),
    ) {
        let mut shifts: Vec<Shift> = Vec::new();
        for ((day, afternoon, counter), who) in places {
            let shift = sits(who, &slot(day, PARTS[usize::from(afternoon)], counter));
            let time = |one: &Shift| (one.officer, one.slot.day, one.slot.part);
            if shifts.iter().all(|other| time(other) != time(&shift)) {
                shifts.push(shift);
            }
        }
        let (one, other) = (picks.0.get(&shifts).clone(), picks.1.get(&shifts).clone());
        let asked = Swap {
            asker: one.officer,
            colleague: other.officer,
            ..swap(&one.slot, &other.slot)
        };
        let known = Known { shifts: &shifts, absent: &[], today: TODAY };
        if known.may_swap(&asked).is_ok() {
            for shift in &mut shifts {
                if shift.slot == asked.give {
                    shift.officer = asked.colleague;
                } else if shift.slot == asked.take {
                    shift.officer = asked.asker;
                }
            }
            let mut times: Vec<_> =
                shifts.iter().map(|one| (one.officer, one.slot.day, one.slot.part)).collect();
            times.sort();
            prop_assert!(times.windows(2).all(|pair| pair[0] != pair[1]), "{times:?}");
        }
    }
}
