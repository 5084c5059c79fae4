//! Counts become numbers.

use estimation::impact::Verdict;
use jiff::civil::date;
use proptest::prelude::*;

use super::super::measures::{MEASURES, Theme, measure};
use super::super::rules::{Move, Sum, Table, Turn, change, figure, months_before};
use super::super::store::Count;

#[test]
fn every_theme_has_a_measure_and_every_code_is_its_own() {
    for theme in Theme::ALL {
        let told = MEASURES.iter().any(|measure| measure.theme == theme);
        assert!(told, "{theme:?}");
    }
    let mut codes: Vec<_> = MEASURES.iter().map(|measure| measure.code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), MEASURES.len());
}

#[test]
fn months_before_a_day_are_those_that_are_over() {
    assert_eq!(months_before(date(2026, 2, 28), 3), ["2025-11", "2025-12", "2026-01"]);
}

fn shares(n: i64, total: i64) -> Sum {
    Sum { n, total, squares: total }
}

#[test]
fn a_share_has_wilsons_interval_and_none_below_the_fewest() {
    let on_time = measure("on-time").unwrap();
    let found = figure(&on_time, shares(100, 88), 10).unwrap();
    // Wilson (1927) for 88 of 100 at 95 %.
    assert!((found.low - 0.8019).abs() < 5e-4 && (found.high - 0.9300).abs() < 5e-4, "{found:?}");
    assert_eq!(figure(&on_time, shares(9, 9), 10), None);
}

#[test]
fn a_mean_has_its_own_spread() {
    let steps = measure("steps").unwrap();
    // 1, 2, 3, 4: mean 2.5, variance 5/3, t with 3 degrees 3.182.
    let sum = Sum { n: 4, total: 10, squares: 30 };
    let found = figure(&steps, sum, 1).unwrap();
    assert!((found.value - 2.5).abs() < 1e-12);
    let half = 3.182_446 * (5.0_f64 / 3.0 / 4.0).sqrt();
    assert!((found.high - 2.5 - half).abs() < 1e-3, "{found:?}");
}

#[test]
fn better_and_worse_follow_the_measure() {
    let moved = |code: &str, before: i64, now: i64| {
        change(&measure(code).unwrap(), shares(400, before), shares(400, now), 10).unwrap().1
    };
    assert_eq!(moved("on-time", 200, 300), Move::Better);
    assert_eq!(moved("returned", 200, 300), Move::Worse);
    assert_eq!(moved("on-time", 200, 205), Move::Uncertain);
    let few = change(&measure("on-time").unwrap(), shares(5, 1), shares(400, 300), 10);
    assert_eq!(few, None);
}

fn count(unit: &str, month: &str, n: i64, total: i64) -> Count {
    let text = |text: &str| text.to_owned();
    Count {
        measure: text("on-time"),
        unit_code: text(unit),
        month: text(month),
        n,
        total,
        squares: total,
    }
}

#[test]
fn a_decision_is_judged_against_units_that_it_did_not_concern() {
    let months = months_before(date(2026, 9, 1), 8);
    let mut counts = Vec::new();
    for (place, unit) in ["A", "B", "C", "D", "E", "F"].into_iter().enumerate() {
        for (at, month) in months.iter().enumerate() {
            let helped = i64::from(unit == "A" && at >= 4) * 200;
            let unrest = ((place * 7 + at * 5) % 4) as i64;
            counts.push(count(unit, month, 1000, 600 + unrest + helped));
        }
    }
    let table = Table::new(&measure("on-time").unwrap(), &counts, &months, 10);
    let turn = |unit: &str| Turn {
        day: date(2026, 5, 1),
        units: Some(std::iter::once(unit.to_owned()).collect()),
    };
    let effect = table.effect(&[turn("A")], 0).unwrap();
    assert!((effect.value - 0.2).abs() < 0.01, "{effect:?}");
    assert_eq!(effect.verdict(), Verdict::Up);
    let none = table.effect(&[turn("A"), turn("B")], 1).unwrap();
    assert_eq!(none.verdict(), Verdict::Uncertain);
}

proptest! {
    #[test]
    fn an_interval_holds_its_value_and_lies_within_what_can_be(n in 1i64..5000, part in 0.0..=1.0f64) {
        let total = (part * n as f64) as i64;
        let found = figure(&measure("on-time").unwrap(), shares(n, total), 1).unwrap();
        prop_assert!(found.low <= found.value + 1e-12 && found.value <= found.high + 1e-12);
        prop_assert!((0.0..=1.0).contains(&found.low) && (0.0..=1.0).contains(&found.high));
    }
}

#[test]
fn numbers_are_written_as_people_write_them() {
    use platform::i18n::Lang;
    for (value, decimals, id, en) in [
        (0.0, 0, "0", "0"),
        (-0.004, 2, "0,00", "0.00"),
        (-1.5, 1, "-1,5", "-1.5"),
        (999.94, 1, "999,9", "999.9"),
        (1_234.5, 1, "1.234,5", "1,234.5"),
        (-12_345_678.0, 0, "-12.345.678", "-12,345,678"),
        (999_999.96, 1, "1.000.000,0", "1,000,000.0"),
    ] {
        let written = (Lang::Id.decimal(value, decimals), Lang::En.decimal(value, decimals));
        assert_eq!(written, (id.to_owned(), en.to_owned()), "{value}");
    }
    assert_eq!((Lang::Id.count(24_000), Lang::En.count(-999)), ("24.000".into(), "-999".into()));
}
