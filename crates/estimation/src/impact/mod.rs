//! Did a decision change a measure? A panel of units over periods, each value with the variance of its
//! own sample, and steps at which something was decided for some of the units.
//!
//! The estimate is a difference in differences: the mean after the step less the mean before it, of
//! the units it concerned, less the same of units that no step touched meanwhile. Units also drift
//! apart by themselves; how much is learnt from the same contrast where nothing was decided
//! (placebos), so that usual unrest is never taken for an effect. Where every unit was concerned, the
//! estimate is the contrast less the usual one at other times, and needs a long quiet history.
//!
//! Source: Bertrand, Duflo and Mullainathan, "How much should we trust differences-in-differences
//! estimates?", Quarterly Journal of Economics 119 (2004), on placebo laws; method of moments for the
//! variance between units as in `DerSimonian` and Laird, Controlled Clinical Trials 7 (1986), eq. 8.

use crate::dist::t_quantile;

/// One value of one unit in one period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The estimate.
    pub value: f64,
    /// Variance of the estimate from its own sample; 0 when everyone was counted.
    pub variance: f64,
}

/// A decision: from period `after` on it has its full effect, before period `before` it has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Periods that are wholly before it: those below this number.
    pub before: usize,
    /// The first period that is wholly after it.
    pub after: usize,
    /// The units that it concerns, by their place in the panel.
    pub units: Vec<usize>,
}

/// What a step changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The difference that it made, in the unit of the measure.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Units that it was compared with; 0 when only with other times.
    pub controls: usize,
}

/// What an effect allows to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The interval lies above zero.
    Up,
    /// The interval lies below zero.
    Down,
    /// It holds zero.
    Uncertain,
}

/// Why nothing can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No period before it has values.
    NoBefore,
    /// No period after it has values yet.
    NoAfter,
    /// Another decision touched the same units at the same time.
    Entangled,
    /// Too few quiet units and periods to know what is usual.
    ShortHistory,
}

impl Effect {
    /// What it allows to say.
    pub fn verdict(&self) -> Verdict {
        match (self.low > 0.0, self.high < 0.0) {
            (true, _) => Verdict::Up,
            (_, true) => Verdict::Down,
            _ => Verdict::Uncertain,
        }
    }
}

/// Values by unit, then by period; a period without enough answers has none.
pub type Panel = Vec<Vec<Option<Point>>>;

/// The fewest quiet units with which others are compared.
const FEWEST_CONTROLS: usize = 2;
/// The fewest quiet stretches of its own history with which a city is compared.
const FEWEST_STRETCHES: usize = 3;

/// A contrast of one unit: after less before, and the variance from its samples.
#[derive(Clone, Copy, Debug)]
struct Contrast {
    value: f64,
    variance: f64,
}

/// Which periods a contrast compares, counted from its turning point.
#[derive(Clone, Copy, Debug)]
struct Shape {
    before: usize,
    gap: usize,
    after: usize,
}

impl Shape {
    fn length(self) -> usize {
        self.before + self.gap + self.after
    }
}

/// What `steps[which]` changed, from at most `window` periods on either side, with an interval of
/// confidence `level` (such as 0.95).
///
/// # Errors
/// What is missing to say anything.
pub fn effect(
    panel: &Panel,
    steps: &[Step],
    which: usize,
    window: usize,
    level: f64,
) -> Result<Effect, Missing> {
    let step = &steps[which];
    let periods = panel.iter().map(Vec::len).max().unwrap_or(0);
    let shape = Shape {
        before: step.before.min(window),
        gap: step.after.saturating_sub(step.before),
        after: periods.saturating_sub(step.after).min(window),
    };
    if shape.before == 0 {
        return Err(Missing::NoBefore);
    }
    if shape.after == 0 {
        return Err(Missing::NoAfter);
    }
    // What concerned every unit alike moves none against the others.
    let shared = |other: &Step| other.units.len() >= panel.len() && step.units.len() < panel.len();
    let quiet = |unit: usize, turn: usize, but: Option<usize>| {
        let (from, to) = (turn - shape.before, turn + shape.gap + shape.after);
        steps.iter().enumerate().all(|(index, other)| {
            Some(index) == but
                || shared(other)
                || !other.units.contains(&unit)
                || to <= other.before
                || from >= other.after
        })
    };
    let treated: Vec<Contrast> = step
        .units
        .iter()
        .filter(|unit| quiet(**unit, step.before, Some(which)))
        .filter_map(|unit| contrast(panel.get(*unit)?, step.before, shape))
        .collect();
    if treated.is_empty() {
        let apart = step.units.iter().any(|unit| quiet(*unit, step.before, Some(which)));
        return Err(if apart { Missing::NoAfter } else { Missing::Entangled });
    }
    let at = |turn: usize| -> Vec<(usize, Contrast)> {
        let units = (0..panel.len()).filter(|unit| quiet(*unit, turn, None));
        units.filter_map(|unit| Some((unit, contrast(&panel[unit], turn, shape)?))).collect()
    };
    let turns = shape.before..=periods.saturating_sub(shape.gap + shape.after);
    let placebos: Vec<Vec<(usize, Contrast)>> = turns.map(at).collect();
    let controls: Vec<Contrast> =
        placebos[step.before - shape.before].iter().map(|(_, one)| *one).collect();
    let usual = if controls.len() >= FEWEST_CONTROLS {
        across(&placebos, panel.len(), shape)
    } else {
        along(&placebos, shape)
    }
    .ok_or(Missing::ShortHistory)?;
    Ok(compare(&treated, &controls, usual, level))
}

/// Mean after less mean before; none when a side has no value.
fn contrast(series: &[Option<Point>], turn: usize, shape: Shape) -> Option<Contrast> {
    let (before, before_variance) = mean(series.get(turn - shape.before..turn)?)?;
    let from = turn + shape.gap;
    let (after, after_variance) = mean(series.get(from..from + shape.after)?)?;
    Some(Contrast { value: after - before, variance: before_variance + after_variance })
}

fn mean(points: &[Option<Point>]) -> Option<(f64, f64)> {
    let there: Vec<&Point> = points.iter().flatten().collect();
    let n = there.len() as f64;
    (n > 0.0).then(|| {
        let sum: f64 = there.iter().map(|point| point.value).sum();
        let variance: f64 = there.iter().map(|point| point.variance).sum();
        (sum / n, variance / (n * n))
    })
}

/// What is usual where nothing was decided.
struct Usual {
    /// The contrast that is usual at other times; 0 where controls tell it.
    drift: f64,
    /// Variance of a unit's contrast beyond that of its samples.
    process: f64,
    /// Variance of `drift`.
    drift_variance: f64,
    /// Degrees of freedom.
    df: f64,
}

/// From units against each other, at every time.
fn across(placebos: &[Vec<(usize, Contrast)>], units: usize, shape: Shape) -> Option<Usual> {
    let (mut excess, mut weight) = (0.0, 0.0);
    let mut turns = vec![0usize; units];
    for quiet in placebos.iter().filter(|quiet| quiet.len() > FEWEST_CONTROLS) {
        let n = quiet.len() as f64;
        let sum: f64 = quiet.iter().map(|(_, one)| one.value).sum();
        let variances: f64 = quiet.iter().map(|(_, one)| one.variance).sum();
        for (unit, one) in quiet {
            let others = n - 1.0;
            let residual = one.value - (sum - one.value) / others;
            let sampling = one.variance + (variances - one.variance) / (others * others);
            excess += residual * residual - sampling;
            weight += 1.0 + 1.0 / others;
            turns[*unit] += 1;
        }
    }
    // Neighbouring turns share periods, so only whole stretches count as apart.
    let stretches = |turns: &usize| turns.div_ceil(shape.length());
    let apart: usize = turns.iter().map(stretches).sum();
    let times = turns.iter().map(stretches).max().unwrap_or(0);
    let df = apart.checked_sub(times).filter(|df| *df > 0)? as f64;
    Some(Usual { drift: 0.0, process: (excess / weight).max(0.0), drift_variance: 0.0, df })
}

/// From the city against itself at other times.
fn along(placebos: &[Vec<(usize, Contrast)>], shape: Shape) -> Option<Usual> {
    let each = |quiet: &Vec<(usize, Contrast)>| {
        pooled(&quiet.iter().map(|(_, one)| *one).collect::<Vec<_>>())
    };
    let means: Vec<Contrast> = placebos.iter().filter_map(each).collect();
    let n = means.len() as f64;
    let stretches = means.len() / shape.length();
    if stretches < FEWEST_STRETCHES {
        return None;
    }
    let drift = means.iter().map(|one| one.value).sum::<f64>() / n;
    let spread = means.iter().map(|one| (one.value - drift).powi(2)).sum::<f64>() / n;
    let sampling = means.iter().map(|one| one.variance).sum::<f64>() / n;
    let apart = stretches as f64;
    let process = (spread * apart / (apart - 1.0) - sampling).max(0.0);
    let drift_variance = (process + sampling) / apart;
    Some(Usual { drift, process, drift_variance, df: apart - 1.0 })
}

/// The contrast of several units as one; none of none.
fn pooled(group: &[Contrast]) -> Option<Contrast> {
    let n = group.len() as f64;
    (n > 0.0).then(|| Contrast {
        value: group.iter().map(|one| one.value).sum::<f64>() / n,
        variance: group.iter().map(|one| one.variance).sum::<f64>() / (n * n),
    })
}

fn compare(treated: &[Contrast], controls: &[Contrast], usual: Usual, level: f64) -> Effect {
    let side = |group: &[Contrast]| {
        let n = group.len() as f64;
        let value = group.iter().map(|one| one.value).sum::<f64>() / n;
        let variance = group.iter().map(|one| one.variance + usual.process).sum::<f64>() / (n * n);
        (value, variance)
    };
    let compared = controls.len() >= FEWEST_CONTROLS;
    // At other times the city moved as one.
    let one = if compared { None } else { pooled(treated) };
    let (value, variance) = side(one.as_ref().map_or(treated, std::slice::from_ref));
    let (base, base_variance) =
        if compared { side(controls) } else { (usual.drift, usual.drift_variance) };
    let value = value - base;
    let se = (variance + base_variance).sqrt();
    let half = if se > 0.0 { t_quantile(f64::midpoint(1.0, level), usual.df) * se } else { 0.0 };
    let controls = if compared { controls.len() } else { 0 };
    Effect { value, se, df: usual.df, low: value - half, high: value + half, controls }
}

#[cfg(test)]
mod tests;
