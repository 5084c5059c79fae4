//! A small sample of `make evaluate`: intervals hold the truth about as often as they say.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use common::coverage::Tally;

/// Twenty cities: bounds so wide that a right interval fails in fewer than one of 100,000 sets of
/// seeds, and the set is fixed; an interval half as wide as it should be fails.
#[test]
fn twenty_cities() {
    let mut tally = Tally::default();
    (1..=20).for_each(|seed| tally.city(seed));
    assert!(tally.share("mean") >= 0.75, "{tally:?}");
    assert!(tally.share("ratio") >= 0.75, "{tally:?}");
    for skewed in ["mean of days (skewed), Hall", "ratio of returns to days (skewed), Hall"] {
        assert!(tally.share(skewed) >= 0.75, "{tally:?}");
    }
    assert!(tally.share("share that gave") >= 0.75, "{tally:?}");
    assert!((0.90..0.985).contains(&tally.share("mean of a unit")), "{tally:?}");
    assert!(tally.share("all ranks") >= 0.75, "{tally:?}");
    let (_, widest) = tally.widths.unwrap();
    assert!(widest <= 1.0, "{tally:?}");
}
