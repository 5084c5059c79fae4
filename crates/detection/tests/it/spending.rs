//! Tests of spending: nothing is called rare too often when nothing is the matter, and what is planted is found
//! and named.

use detection::cases::Cases;
use detection::kinds::Kind;
use detection::pairs;
use detection::run::{Options, Test, all_tests, run};
use detection::shuffle::Depth;
use detection::spending::{ContractRecord, Way};
use proptest::prelude::*;
use rand::SeedableRng as _;
use rand_xoshiro::Xoshiro256PlusPlus;

const KINDS: [Kind; 6] = [
    Kind::PriceOverStandard,
    Kind::SingleBid,
    Kind::SplitPurchases,
    Kind::SameSupplier,
    Kind::Overtaking,
    Kind::DecemberSpending,
];
const LIMIT: f64 = 200.0;

/// What unit 0 does.
#[derive(Clone, Copy, PartialEq)]
enum Does {
    Nothing,
    Dear,
    Alone,
    Split,
    Same,
    Overtakes,
    December,
}

/// A year of 12 units, 3 markets of 6 firms, and 20 activities a unit.
fn year(seed: u64, does: Does) -> Cases {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut cases = Cases::default();
    for number in 0..1_200 {
        let (unit, market) = (rng.random_range(0..12u32), rng.random_range(0..3u32));
        let mut firm = rng.random_range(0..6u32);
        let planted = unit == 0 && market == 0;
        if planted && does == Does::Same && rng.random_bool(0.6) {
            firm = 1;
        }
        let by_firm = planted && firm == 1;
        // A firm that is a favourite now and then, and contracts that come in bursts, are nobody's fault.
        let mut day = rng.random_range(0..360i32);
        let mut value = LIMIT * rng.random_range(-1.2..0.9f64).exp();
        let mut over = rng.random_range(-0.2..0.2f64);
        let mut bids = if rng.random_bool(0.3) { 1 } else { rng.random_range(2..6u32) };
        let mut way = if value > LIMIT { Way::Competed } else { Way::Direct };
        let split = planted && does == Does::Split;
        if split {
            (firm, day, value) = (1, number / 30 * 9, LIMIT * rng.random_range(0.86..0.99));
            way = Way::Direct;
        }
        if by_firm && does == Does::Dear {
            over += 0.3;
        }
        if planted && does == Does::Alone {
            (firm, way, bids) = (1, Way::Competed, 1);
        }
        let (number, unit) = (format!("K{number}"), format!("U{unit}"));
        let unit_code = cases.units.code(&unit).unwrap();
        let (firm, class) = (format!("F{market}-{firm}"), format!("m{market}"));
        let record = ContractRecord {
            number: &number,
            unit: &unit,
            supplier: &firm,
            supplier_name: &firm,
            category: "goods",
            class: &class,
            way,
            emergency: false,
            bids: Some(bids),
            value,
            limit: Some(LIMIT),
            day,
            month: day / 30,
        };
        let item = format!("i{market}");
        cases.spending.contract(unit_code, &record, &[(&item, over)]);
    }
    for number in 0..240u32 {
        let (unit, place) = (number % 12, number / 12 + 1);
        let mut began = rng.random_range(1..13u32);
        let mut share = rng.random_range(0.0..0.4f64);
        if unit == 0 && does == Does::Overtakes {
            began = (14 - place * 12 / 20).min(12);
        }
        if unit == 0 && does == Does::December {
            share += 0.3;
        }
        let unit = cases.units.code(&format!("U{unit}")).unwrap();
        let (code, account) = (format!("A{number}"), format!("5.{}", number / 12 % 2));
        cases.spending.activity(unit, (&code, &account), Some(place), Some(began), Some(share));
    }
    cases
}

fn of(seed: u64) -> Options {
    Options { seed, threads: 2, ..Options::default() }
}

#[test]
fn what_is_planted_is_found_and_named_and_nothing_else() {
    for (does, kind) in [
        (Does::Dear, Kind::PriceOverStandard),
        (Does::Alone, Kind::SingleBid),
        (Does::Split, Kind::SplitPurchases),
        (Does::Same, Kind::SameSupplier),
        (Does::Overtakes, Kind::Overtaking),
        (Does::December, Kind::DecemberSpending),
    ] {
        let report = run(&year(1, does), &of(1));
        let finding = report.found.iter().find(|one| one.kind == kind).unwrap();
        assert_eq!(finding.subject[0], ("unit".to_owned(), "U0".to_owned()), "{kind:?}");
        assert!(finding.effect > 1.2 && !finding.records.is_empty(), "{finding:?}");
        let own = report.found.iter().all(|one| one.subject[0].1 == "U0");
        assert!(own, "{kind:?}: {:?}", report.found);
        let name = finding.records[0].as_bytes()[0];
        let activities = [Kind::Overtaking, Kind::DecemberSpending].contains(&kind);
        assert_eq!(name, if activities { b'A' } else { b'K' }, "{kind:?}");
    }
}

/// P(p ≤ α) ≤ α of each kind, over years with nothing the matter.
#[test]
fn chance_alone_is_rarely_called_rare_in_any_kind() {
    let tests: Vec<Test> =
        (0..60).flat_map(|seed| all_tests(&year(100 + seed, Does::Nothing), &of(seed)).0).collect();
    for kind in KINDS {
        let of_kind: Vec<f64> =
            tests.iter().filter(|test| test.kind == kind).map(|test| test.p).collect();
        assert!(of_kind.len() > 100, "{kind:?}: {}", of_kind.len());
        for level in [0.001, 0.01, 0.05] {
            let expected = of_kind.len() as f64 * level;
            let seen = of_kind.iter().filter(|p| **p <= level).count() as f64;
            assert!(
                seen <= expected + 4.0 * expected.sqrt() + 1.0,
                "{kind:?} at {level}: {seen}, {expected}"
            );
        }
    }
}

#[test]
fn an_emergency_and_the_catalogue_are_no_split_purchases() {
    let changed = |change: fn(&mut detection::spending::Contract)| {
        let mut cases = year(3, Does::Split);
        let own = cases.units.code("U0").unwrap();
        for one in cases.spending.contracts.iter_mut().filter(|one| one.unit == own) {
            change(one);
        }
        let report = run(&cases, &of(3));
        report.found.iter().any(|one| one.kind == Kind::SplitPurchases)
    };
    assert!(!changed(|one| one.emergency = true));
    assert!(!changed(|one| one.way = Way::Catalogue));
}

/// Somebody who buys the same small thing every other month divides nothing.
#[test]
fn contracts_far_apart_are_no_split_purchases() {
    let mut cases = year(3, Does::Split);
    let own = cases.units.code("U0").unwrap();
    let mut last = 0;
    for one in cases.spending.contracts.iter_mut().filter(|one| one.unit == own) {
        one.day = last;
        last += 60;
    }
    let report = run(&cases, &of(3));
    assert!(!report.found.iter().any(|one| one.kind == Kind::SplitPurchases), "{:?}", report.found);
}

/// Whoever only buys what is dear for all pays no more than others.
#[test]
fn a_price_that_all_pay_is_nobodys() {
    let mut cases = year(1, Does::Nothing);
    let own = cases.units.code("U0").unwrap();
    let dear = cases.spending.items.code("dear").unwrap();
    for (at, one) in cases.spending.contracts.iter_mut().enumerate() {
        if one.unit == own || at % 2 == 0 {
            one.things = vec![(dear, one.things[0].1 + 0.4)];
        }
    }
    let report = run(&cases, &of(1));
    assert!(!report.found.iter().any(|one| one.kind == Kind::PriceOverStandard));
}

#[test]
fn what_no_record_says_is_not_tested() {
    let (tests, untested) = all_tests(&Cases::default(), &of(1));
    assert!(tests.is_empty());
    assert!(KINDS.iter().all(|kind| untested.iter().any(|(one, _)| one == kind)));
}

/// Every arrangement of a stratum.
fn arrangements(values: &[u32]) -> Vec<Vec<u32>> {
    if values.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for at in 0..values.len() {
        let mut rest = values.to_vec();
        let first = rest.remove(at);
        for mut one in arrangements(&rest) {
            one.insert(0, first);
            all.push(one);
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn drawn_pairs_agree_with_every_arrangement(
        a in prop::collection::vec(1u32..6, 2..6),
        b in prop::collection::vec(1u32..6, 1..4),
        seed in any::<u64>(),
    ) {
        let seen = pairs::against(&a) + pairs::against(&b);
        let (of_a, of_b) = (arrangements(&a), arrangements(&b));
        let mut as_many = 0usize;
        for one in &of_a {
            as_many += of_b.iter().filter(|two| pairs::against(one) + pairs::against(two) >= seen).count();
        }
        let exact = as_many as f64 / (of_a.len() * of_b.len()) as f64;
        let found = pairs::as_many(&[a, b], Depth::fixed(20_000), seed);
        let error = 4.0 * (exact * (1.0 - exact) / 20_000.0).sqrt() + 1e-3;
        prop_assert!((found - exact).abs() < error, "{exact} {found}");
    }
}
