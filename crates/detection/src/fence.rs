//! The quartile fence, as a peer to be compared with: whoever's mean lies beyond the third quartile
//! plus one and a half times the distance between the quartiles is flagged (Tukey 1977; the rule of
//! the red flags in OCP's Cardinal). It has no chance of error that could be stated.

/// Places whose value is above the upper fence.
pub fn above(values: &[f64]) -> Vec<bool> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let (q1, q3) = (quantile(&sorted, 0.25), quantile(&sorted, 0.75));
    let fence = q3 + 1.5 * (q3 - q1);
    values.iter().map(|value| *value > fence).collect()
}

/// The quantile with a line between neighbours (Hyndman and Fan 1996, definition 7).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = share * last as f64;
    let (low, part) = (place.floor() as usize, place.fract());
    let high = (low + 1).min(last);
    sorted[low] + part * (sorted[high] - sorted[low])
}
