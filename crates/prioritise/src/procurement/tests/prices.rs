//! How a price stands, and the limits of the law by the day of the contract.

use kernel::facts::spending::{Bought, Category, Method};
use kernel::money::Rupiah;
use platform::testing::rulebook;

use super::super::model::{of_estimate, over};
use super::super::rules::{above_direct, direct_limit};
use super::files::contract;

fn bought(quantity: i64, price: i64, standard: Option<i64>) -> Bought {
    let (item, title) = (String::new(), String::new());
    let standard = standard.map(Rupiah::new);
    Bought { item, title, quantity, price: Rupiah::new(price), standard }
}

#[test]
fn a_price_is_weighed_by_what_was_bought_and_only_where_there_is_a_standard() {
    assert_eq!(over(&[]), None);
    assert_eq!(over(&[bought(1_000, 500, None)]), None);
    assert_eq!(over(&[bought(1_000, 1_200, Some(1_000))]), Some(200));
    assert_eq!(over(&[bought(1_000, 900, Some(1_000)), bought(5_000, 7, None)]), Some(-100));
    // Three at the standard and one at twice as much: a quarter more.
    let mixed = [bought(3_000, 1_000, Some(1_000)), bought(1_000, 2_000, Some(1_000))];
    assert_eq!(over(&mixed), Some(250));
    assert_eq!(of_estimate(Rupiah::new(95), Some(Rupiah::new(100))), Some(950));
    assert_eq!(of_estimate(Rupiah::new(95), None), None);
}

#[test]
fn the_limit_of_direct_procurement_is_that_of_the_day() {
    let rules = rulebook();
    // Perpres 12/2021, and Perpres 46/2025 from 30 April 2025 on.
    for (category, day, limit) in [
        (Category::Goods, "2024-05-02", 200_000_000),
        (Category::Goods, "2026-05-02", 200_000_000),
        (Category::Works, "2025-04-29", 200_000_000),
        (Category::Works, "2025-04-30", 400_000_000),
        (Category::Consulting, "2026-05-02", 100_000_000),
        (Category::Services, "2026-05-02", 200_000_000),
    ] {
        let found = direct_limit(&rules, category, day.parse().unwrap()).unwrap();
        assert_eq!(found, Rupiah::new(limit), "{category:?} {day}");
    }
    let mut one = contract("A");
    (one.category, one.method, one.value) =
        (Category::Goods, Method::Direct, Rupiah::new(200_000_000));
    assert!(!above_direct(&rules, &one).unwrap(), "the limit itself is allowed");
    one.value = Rupiah::new(200_000_001);
    assert!(above_direct(&rules, &one).unwrap());
    one.emergency = true;
    assert!(!above_direct(&rules, &one).unwrap(), "an emergency has its own rules");
    (one.emergency, one.method) = (false, Method::Open);
    assert!(!above_direct(&rules, &one).unwrap());
}
