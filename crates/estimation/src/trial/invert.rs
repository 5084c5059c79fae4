//! The test turned into an interval: every effect that the lot does not rule out.

use super::Bounds;
use crate::interval::Interval;

/// What the comparison gives under one outcome of the lot: of what was seen, and of the new way as it
/// was in fact (1 where it was, 0 elsewhere). Under the outcome that was drawn, the latter is 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Compared {
    pub(super) seen: f64,
    pub(super) new_way: f64,
}

/// Differences of this relative size are ties.
const TIE: f64 = 1e-9;

/// Share of outcomes at which the difference is as large as the estimate, if there is no effect.
pub(super) fn p(estimate: f64, all: &[Compared]) -> f64 {
    let least = estimate.abs() * (1.0 - TIE);
    all.iter().filter(|other| other.seen.abs() >= least).count() as f64 / all.len() as f64
}

/// Effects whose test does not reject at `level`.
///
/// If the effect were t, the difference under another outcome would have been `seen - t * new_way`,
/// and under the drawn one `estimate - t`. The other outcome is as extreme for all t between two roots,
/// around the estimate; so the effects that are left are an interval, found without search.
pub(super) fn bounds(estimate: f64, all: &[Compared], level: f64) -> Bounds {
    let (mut lows, mut highs): (Vec<f64>, Vec<f64>) =
        all.iter().map(|other| as_extreme(estimate, *other)).unzip();
    lows.sort_unstable_by(f64::total_cmp);
    highs.sort_unstable_by(|a, b| b.total_cmp(a));
    // An effect stays while more than 1 - level of the outcomes are as extreme.
    let enough = ((1.0 - level) * all.len() as f64 + TIE).floor() as usize;
    let interval = Interval {
        low: lows.get(enough).copied().unwrap_or(estimate),
        high: highs.get(enough).copied().unwrap_or(estimate),
    };
    if interval.low.is_finite() && interval.high.is_finite() {
        Bounds::Between(interval)
    } else {
        Bounds::Unbounded(interval)
    }
}

/// Effects t for which `|seen - t new_way| >= |estimate - t|`, that is where
/// `(seen - estimate + t (1 - new_way)) * (seen + estimate - t (1 + new_way))` is not negative.
fn as_extreme(estimate: f64, other: Compared) -> (f64, f64) {
    let Compared { seen, new_way } = other;
    let scale = estimate.abs().max(seen.abs()).max(f64::MIN_POSITIVE);
    let nothing = |value: f64| value.abs() <= TIE * scale;
    let (rising, falling) = (1.0 - new_way, 1.0 + new_way);
    let first = (rising > TIE).then(|| (estimate - seen) / rising);
    let second = (falling > TIE).then(|| (estimate + seen) / falling);
    match (first, second) {
        (Some(a), Some(b)) => (a.min(b), a.max(b)),
        (None, Some(_)) if nothing(seen - estimate) => (f64::NEG_INFINITY, f64::INFINITY),
        (None, Some(b)) if seen > estimate => (f64::NEG_INFINITY, b),
        (None, Some(b)) => (b, f64::INFINITY),
        (Some(_), None) if nothing(seen + estimate) => (f64::NEG_INFINITY, f64::INFINITY),
        (Some(a), None) if seen + estimate > 0.0 => (a, f64::INFINITY),
        (Some(a), None) => (f64::NEG_INFINITY, a),
        (None, None) => (f64::NEG_INFINITY, f64::INFINITY),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_interval_is_where_the_test_does_not_reject(
            estimate in -3.0..3.0f64,
            others in prop::collection::vec((-3.0..3.0f64, -1.0..1.0f64), 19..60),
            t in -9.0..9.0f64,
        ) {
            let mut all = vec![Compared { seen: estimate, new_way: 1.0 }];
            all.extend(others.iter().map(|(seen, new_way)| Compared { seen: *seen, new_way: *new_way }));
            let moved: Vec<Compared> = all
                .iter()
                .map(|one| Compared { seen: one.seen - t * one.new_way, ..*one })
                .collect();
            let interval = bounds(estimate, &all, 0.9).interval();
            let kept = p(estimate - t, &moved) > 0.1 + 1e-12;
            prop_assert_eq!(kept, interval.holds(t));
            prop_assert!(interval.holds(estimate));
        }
    }

    #[test]
    fn two_orders_have_no_interval() {
        let all = [Compared { seen: 2.0, new_way: 1.0 }, Compared { seen: -2.0, new_way: -1.0 }];
        assert!(matches!(bounds(2.0, &all, 0.95), Bounds::Unbounded(_)));
        assert_eq!(p(2.0, &all), 1.0);
    }
}
