//! Ranks that say how sure they are: "5 to 7" instead of "6".

use crate::design::Estimate;
use crate::dist::t_two_sided;

/// The places that one of several units may have; 1 is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// The best place that cannot be ruled out.
    pub best: usize,
    /// The worst.
    pub worst: usize,
}

/// Simultaneous intervals of ranks, higher values being better: with at least the given level of
/// confidence *all* of them hold at once. Differences of pairs are tested with Holm's correction
/// (1979); each unit that is surely better or worse takes a place away (Mohamad, van Zwet and
/// Goeman 2021). Estimates must be independent, as those of strata are.
pub fn places(estimates: &[Estimate], level: f64) -> Vec<Places> {
    let mut pairs = Vec::new();
    for (i, a) in estimates.iter().enumerate() {
        for (j, b) in estimates.iter().enumerate().skip(i + 1) {
            pairs.push((unlikely(a, b), i, j));
        }
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all = pairs.len();
    let mut places = vec![Places { best: 1, worst: estimates.len() }; estimates.len()];
    for (done, (p, i, j)) in pairs.into_iter().enumerate() {
        if p > (1.0 - level) / (all - done) as f64 {
            break;
        }
        let i_is_better = estimates[i].value > estimates[j].value;
        let (better, worse) = if i_is_better { (i, j) } else { (j, i) };
        places[better].worst -= 1;
        places[worse].best += 1;
    }
    places
}

/// How unlikely so large a difference is if there is none (Welch; Satterthwaite's degrees).
fn unlikely(a: &Estimate, b: &Estimate) -> f64 {
    let (va, vb) = (a.se * a.se, b.se * b.se);
    let difference = a.value - b.value;
    let known = a.df > 0.0 && b.df > 0.0;
    if !known || va + vb <= 0.0 {
        let sure = known && difference != 0.0;
        return if sure { 0.0 } else { 1.0 };
    }
    let df = (va + vb).powi(2) / (va * va / a.df + vb * vb / b.df);
    t_two_sided(difference / (va + vb).sqrt(), df)
}
