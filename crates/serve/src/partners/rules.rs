//! Partners and own officers side by side: counts, medians, shares and ratings, each with its interval.
//! Pure.

use estimation::dist::{normal_quantile, t_quantile};
use estimation::interval::{Interval, wilson};

/// The level of all intervals.
pub const LEVEL: f64 = 0.95;

/// How one step went.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Done {
    /// Working hours from when it could be done until it was; none for a step that was taken back.
    pub hours: Option<f64>,
    /// It had to be done again, or was taken back.
    pub again: bool,
    /// The citizen's rating; 0 without one.
    pub rating: i64,
}

/// A number with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The estimate.
    pub value: f64,
    /// Where the truth lies, at [`LEVEL`].
    pub interval: Interval,
}

/// What a side shows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Side {
    /// Steps done.
    pub done: usize,
    /// Median of working hours.
    pub hours: Option<Figure>,
    /// Share that was done again or taken back.
    pub again: Option<Figure>,
    /// Mean rating.
    pub rating: Option<Figure>,
}

/// The numbers of one side; cells of fewer than `fewest` steps stay empty.
pub fn side(steps: &[Done], fewest: usize) -> Side {
    let mut hours: Vec<f64> = steps.iter().filter_map(|step| step.hours).collect();
    hours.sort_by(f64::total_cmp);
    let enough = |count: usize| count >= fewest.max(1);
    let again = steps.iter().filter(|step| step.again).count();
    let ratings: Vec<f64> =
        steps.iter().filter(|step| step.rating > 0).map(|step| step.rating as f64).collect();
    let share = |count: usize, of: usize| {
        let (value, n) = (count as f64 / of as f64, of as f64);
        Figure { value, interval: wilson(value, n, LEVEL) }
    };
    Side {
        done: hours.len(),
        hours: enough(hours.len()).then(|| median(&hours)).flatten(),
        again: enough(steps.len()).then(|| share(again, steps.len())),
        rating: enough(ratings.len()).then(|| mean(&ratings)).flatten(),
    }
}

/// The median of sorted values and the order statistics that hold it (David and Nagaraja, Order
/// Statistics, 2003, section 7.1): no shape of the distribution is assumed.
fn median(sorted: &[f64]) -> Option<Figure> {
    let n = sorted.len();
    let middle = |at: usize| sorted.get(at).copied();
    let value = f64::midpoint(middle((n.checked_sub(1)?) / 2)?, middle(n / 2)?);
    let reach = normal_quantile(0.5 + LEVEL / 2.0) * (n as f64).sqrt() / 2.0;
    let low = (n as f64 / 2.0 - reach).floor().max(1.0) as usize - 1;
    let high = ((n as f64 / 2.0 + 1.0 + reach).ceil() as usize).min(n) - 1;
    Some(Figure { value, interval: Interval { low: middle(low)?, high: middle(high)? } })
}

/// A mean of ratings and its t interval, inside the scale.
fn mean(values: &[f64]) -> Option<Figure> {
    let n = values.len() as f64;
    let value = values.iter().sum::<f64>() / n;
    if values.len() < 2 {
        return None;
    }
    let variance = values.iter().map(|one| (one - value).powi(2)).sum::<f64>() / (n - 1.0);
    let reach = t_quantile(0.5 + LEVEL / 2.0, n - 1.0) * (variance / n).sqrt();
    let interval = Interval { low: (value - reach).max(1.0), high: (value + reach).min(5.0) };
    Some(Figure { value, interval })
}
