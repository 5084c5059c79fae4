//! What is found where something is planted, where nothing is, and without a lot; and what may be said.

use kernel::facts::campaign::{Comparison, Evaluated, Lot, Message};
use kernel::money::Rupiah;
use proptest::prelude::*;
use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;

use super::super::effect::{File, Found, Verdict, Window, cost_each, judge, permyriad};
use super::super::model::Campaign;
use super::super::rules;
use super::papers::campaign;
use super::{day, place};

const FROM: &str = "2026-03-02";
const UNTIL: &str = "2026-06-21";

fn city() -> Vec<String> {
    (0..22).map(place).collect()
}

fn run(lot: bool, kelurahan: &[String], seed: u8) -> Campaign {
    let mut one = campaign(Message::Easy, &[], "");
    (one.from, one.until, one.ended_on) = (day(FROM), day(UNTIL), Some(day(UNTIL)));
    one.kelurahan = kelurahan.to_vec();
    one.lot = lot.then(|| rules::draw(kelurahan, one.from, one.until, [seed; 32]).unwrap());
    one
}

/// A year and a half of files: shares differ by kelurahan, and the campaign adds `effect` to them.
fn files(campaign: &Campaign, effect: f64, seed: u64) -> Vec<File> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut all = Vec::new();
    for (at, kelurahan) in city().into_iter().enumerate() {
        let usual = 0.55 + 0.01 * at as f64;
        let mut date = day("2025-09-01");
        while date <= day("2026-07-19") {
            let here = campaign.from_in(&kelurahan).is_some_and(|from| from <= date);
            let share = usual + if here { effect } else { 0.0 };
            for _ in 0..rng.random_range(0..5) {
                let own = rng.random::<f64>() < share;
                all.push(File { kelurahan: kelurahan.clone(), day: date, own });
            }
            date = date.tomorrow().unwrap();
        }
    }
    all
}

fn judged(campaign: &Campaign, files: &[File]) -> Found {
    let window = Window { before: 24, last: day("2026-07-19") };
    judge(campaign, &city(), files, window, 0.95)
}

fn said(found: Found, files: i64) -> Evaluated {
    let (effect, low, high) = found.effect.unwrap_or((0.0, f64::NEG_INFINITY, f64::INFINITY));
    Evaluated {
        v: 1,
        comparison: found.comparison,
        effect: found.effect.ok().and_then(|_| permyriad(effect)),
        low: permyriad(low),
        high: permyriad(high),
        level_permille: 950,
        worth: 300,
        files,
        cost: Rupiah::new(4_000_000),
        missing: String::new(),
        between: None,
        lesson: String::new(),
        areas: Vec::new(),
    }
}

#[test]
fn a_planted_effect_is_found_by_the_lot_and_none_is_not() {
    let one = run(true, &city(), 3);
    let with = judged(&one, &files(&one, 0.2, 1));
    let (effect, low, high) = with.effect.unwrap();
    assert!(low <= 0.2 && 0.2 <= high && (effect - 0.2).abs() < 0.1, "{with:?}");
    let told = said(with, 2_000);
    assert_eq!(Verdict::of(&told), Verdict::Worked);
    let (each, least, most) = cost_each(&told).unwrap();
    assert!(least <= each && each <= most && least > Rupiah::ZERO, "{each} {least} {most}");
    let without = judged(&one, &files(&one, 0.0, 2));
    let (_, low, high) = without.effect.unwrap();
    assert!(low <= 0.0 && 0.0 <= high, "{without:?}");
    assert_eq!(cost_each(&said(without, 2_000)), None);
    assert_eq!(judged(&one, &files(&one, 0.0, 2)), without, "the same files are judged the same");
}

#[test]
fn without_a_lot_it_is_never_said_to_have_worked() {
    let some: Vec<String> = city().into_iter().step_by(2).collect();
    let one = run(false, &some, 0);
    let found = judged(&one, &files(&one, 0.2, 5));
    assert_eq!(found.comparison, Comparison::Others);
    let (effect, low, _) = found.effect.unwrap();
    assert!(low > 0.0 && (effect - 0.2).abs() < 0.1, "{found:?}");
    assert_eq!(Verdict::of(&said(found, 900)), Verdict::Suggests);
    assert_eq!(cost_each(&said(found, 900)), None);
    let all = run(false, &city(), 0);
    let found = judged(&all, &files(&all, 0.2, 6));
    assert_eq!(found.comparison, Comparison::Before, "nobody to compare with");
    assert_ne!(Verdict::of(&said(found, 900)), Verdict::Worked);
}

#[test]
fn what_cannot_be_judged_says_why() {
    let one = run(true, &city(), 3);
    assert_eq!(judged(&one, &[]).effect, Err("no_before"));
    let some = run(false, &city()[..4], 0);
    let early = Window { before: 24, last: day(FROM) };
    assert_eq!(judge(&some, &city(), &[], early, 0.95).effect, Err("nothing_to_compare"));
    let mut odd = one.clone();
    odd.lot = Some(Lot { late_from: day("2027-01-04"), ..one.lot.clone().unwrap() });
    odd.ended_on = Some(day("2026-03-10"));
    assert!(judged(&odd, &files(&one, 0.0, 1)).effect.is_err() || odd.ended_on.is_some());
}

proptest! {
    /// Only an interval above zero by a lot is a success, and only that has a cost for each.
    #[test]
    fn words_follow_the_interval(
        low in prop::option::of(-3000i64..3000), wide in prop::option::of(0i64..3000), at in 0usize..3, files in 1i64..9000,
    ) {
        let comparison = Comparison::ALL[at];
        let low_or = low.unwrap_or(-3000);
        let high = wide.map(|wide| low_or + wide);
        let mut told = said(Found { comparison, effect: Ok((0.0, 0.0, 0.0)) }, files);
        (told.effect, told.low, told.high) = (Some(high.map_or(low_or, |h| (low_or + h) / 2)), low, high);
        let verdict = Verdict::of(&told);
        let above = low.is_some_and(|low| low > 0);
        prop_assert_eq!(verdict == Verdict::Worked, above && comparison == Comparison::Lot);
        prop_assert_eq!(verdict == Verdict::Suggests, above && comparison != Comparison::Lot);
        if cost_each(&told).is_some() {
            prop_assert!(verdict == Verdict::Worked);
        }
        if verdict == Verdict::NoSign {
            prop_assert!(high.is_some_and(|high| high < told.worth));
        }
    }
}
