//! Our staffing answers against a queueing simulation that is not ours.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{Vectors, lived, staff, waited};

fn vectors() -> Vectors {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/staffing.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Our run within four standard errors of ciw's; the formula within a tenth of the wait, or exactly
/// so near where it is exact.
#[test]
fn queues_wait_as_in_ciw() {
    for queue in vectors().queues {
        let (ours, seen, ciw) = (queue.queue(), waited(&queue), queue.ciw.unwrap());
        let near = |value: f64, told: common::Told, more: f64| {
            assert!(
                (value - told.value).abs() <= 4.0 * told.error + more,
                "{value} and {} ± {} with {} officers, variation {}",
                told.value,
                told.error,
                queue.officers,
                queue.variation
            );
        };
        near(seen.0, ciw.wait, 0.02 * ciw.wait.value);
        near(seen.1, ciw.later, 0.005);
        let exact = queue.variation == 1.0 || queue.officers == 1;
        near(ours.wait(), ciw.wait, if exact { 0.0 } else { 0.1 * ciw.wait.value });
        near(ours.later_than(queue.within), ciw.later, if exact { 0.02 } else { 0.03 });
    }
}

/// The officers that we name keep the promise in ciw as well. There whoever serves when a shift ends
/// finishes beside the new shift; here in its place, so that ours wait a little longer.
#[test]
fn officers_by_hour_keep_the_promise_in_ciw() {
    for day in vectors().days {
        assert_eq!(day.officers, staff(&day).unwrap());
        let ciw = day.ciw.unwrap().kept;
        assert!(ciw.value + 2.0 * ciw.error >= day.share, "{} {:?}", ciw.value, day.officers);
        let ours = lived(&day);
        assert!((day.share..=ciw.value + 4.0 * ciw.error).contains(&ours), "{ours}");
    }
}
