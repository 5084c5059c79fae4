//! The weaker interval: the same comparison where there was no trial yet.

use super::effect::{Cells, compare};
use super::{Plan, Schedule, Span};
use crate::dist::t_quantile;
use crate::interval::Interval;

/// Comparisons before the trial that are needed at least.
const FEWEST: usize = 4;

/// Estimate plus and minus what the same schedule gave, moved back by whole weeks, in stretches before
/// the trial that share no day.
pub(super) fn interval(
    plan: &Plan,
    drawn: &Schedule,
    cells: &Cells,
    estimate: f64,
    level: f64,
) -> Option<Interval> {
    let long = plan.days.to.checked_sub(plan.days.from)? + 1;
    let step = long.checked_add(6)? / 7 * 7;
    let mut seen = Vec::new();
    for times in 1.. {
        let back = step.checked_mul(times)?;
        if plan.days.from.checked_sub(back)? < cells.first {
            break;
        }
        let moved = moved(drawn, back);
        let days: Vec<i32> = (plan.days.from - back..=plan.days.to - back).collect();
        seen.extend(compare(cells, &moved, &days, &moved).map(|(compared, ..)| compared.seen));
    }
    if seen.len() < FEWEST {
        return None;
    }
    let n = seen.len() as f64;
    let mean = seen.iter().sum::<f64>() / n;
    let variance = seen.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    // The trial is one more draw of what was seen so often before.
    let half = t_quantile(f64::midpoint(1.0, level), n - 1.0) * (variance * (1.0 + 1.0 / n)).sqrt();
    Some(Interval { low: estimate - half, high: estimate + half })
}

fn moved(schedule: &Schedule, back: i32) -> Schedule {
    let span = |span: &Span| Span { from: span.from - back, to: span.to - back };
    Schedule(schedule.0.iter().map(|own| own.iter().map(span).collect()).collect())
}
