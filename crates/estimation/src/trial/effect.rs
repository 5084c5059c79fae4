//! The comparison, under the schedule that was drawn and under all others.

use rand::Rng;

use super::invert::{self, Compared};
use super::{Effect, Fault, Options, Outcome, Plan, Scale, Schedule, stable};

/// Days before the trial that a unit needs.
const BEFORE: usize = 5;
/// A day's files count as n / (n + FEW): what all files of a day share is not averaged away.
const FEW: f64 = 5.0;

/// One unit on one day.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell {
    /// Zero when no file came in.
    pub(super) weight: f64,
    pub(super) value: f64,
    pub(super) files: u32,
}

/// Unit-days from the first day with a file to the last, as differences from each unit's days
/// before the trial.
pub(super) struct Cells {
    pub(super) units: usize,
    pub(super) first: i32,
    /// Day by day, in each the units.
    pub(super) cells: Vec<Cell>,
}

impl Cells {
    pub(super) fn day(&self, day: i32) -> Option<&[Cell]> {
        let place = usize::try_from(i64::from(day) - i64::from(self.first)).ok()?;
        self.cells.get(place * self.units..(place + 1) * self.units)
    }
}

/// What the new way changed, judged by the lot's own outcomes. `rng` draws among these when there
/// are too many to look at all.
///
/// # Errors
/// [`Fault`] says why it cannot be judged.
pub fn effect(
    plan: &Plan,
    drawn: &Schedule,
    outcomes: &[Outcome],
    options: Options,
    rng: &mut impl Rng,
) -> Result<Effect, Fault> {
    plan.check()?;
    if !plan.allows(drawn) {
        return Err(Fault::NotDrawn);
    }
    let cells = cells(plan, outcomes, options.scale)?;
    let days: Vec<i32> = (plan.days.from..=plan.days.to).collect();
    let truth = compare(&cells, drawn, &days, drawn).ok_or(Fault::NothingToCompare)?;
    let estimate = truth.0.seen;
    let mut all = vec![truth.0];
    let exact = plan.outcomes() <= f64::from(options.outcomes);
    // An outcome under which no day compares says nothing; it is as extreme as any.
    let silent = Compared { seen: estimate, new_way: 1.0 };
    let mut look = |other: &Schedule| {
        all.push(compare(&cells, other, &days, drawn).map_or(silent, |(compared, ..)| compared));
    };
    if exact {
        let others = (0..plan.outcomes() as u64).map(|number| plan.outcome(number));
        others.filter(|other| other != drawn).for_each(|other| look(&other));
    } else {
        (0..options.outcomes).for_each(|_| look(&plan.drawn(rng)));
    }
    Ok(Effect {
        scale: options.scale,
        estimate,
        bounds: invert::bounds(estimate, &all, options.level),
        p: invert::p(estimate, &all),
        outcomes: all.len() as u64,
        exact,
        least_p: 1.0 / all.len() as f64,
        if_stable: stable::interval(plan, drawn, &cells, estimate, options.level),
        compared: truth.1,
        files: truth.2,
    })
}

/// Files to unit-days, less each unit's mean before the trial.
fn cells(plan: &Plan, outcomes: &[Outcome], scale: Scale) -> Result<Cells, Fault> {
    for outcome in outcomes {
        if outcome.unit >= plan.units {
            return Err(Fault::Stranger { unit: outcome.unit });
        }
        if !outcome.value.is_finite() {
            return Err(Fault::Value { unit: outcome.unit, day: outcome.day });
        }
    }
    let mut sorted: Vec<&Outcome> =
        outcomes.iter().filter(|outcome| outcome.day <= plan.days.to).collect();
    let by = |a: &&Outcome, b: &&Outcome| {
        (a.day, a.unit).cmp(&(b.day, b.unit)).then(a.value.total_cmp(&b.value))
    };
    sorted.sort_unstable_by(by);
    let first = sorted.first().map_or(plan.days.from, |outcome| outcome.day);
    let units = plan.units as usize;
    let span = (i64::from(plan.days.to) - i64::from(first) + 1).max(0) as usize;
    let mut cells = vec![Cell::default(); span * units];
    for files in sorted.chunk_by(|a, b| (a.day, a.unit) == (b.day, b.unit)) {
        let values: Vec<f64> = files.iter().map(|file| file.value).collect();
        let n = values.len() as f64;
        let place = (i64::from(files[0].day) - i64::from(first)) as usize;
        cells[place * units + files[0].unit as usize] = Cell {
            weight: n / (n + FEW),
            value: summary(&values, scale),
            files: values.len() as u32,
        };
    }
    let mut cells = Cells { units, first, cells };
    centre(plan, &mut cells)?;
    Ok(cells)
}

fn centre(plan: &Plan, cells: &mut Cells) -> Result<(), Fault> {
    let before = (i64::from(plan.days.from) - i64::from(cells.first)).max(0) as usize;
    for unit in 0..cells.units {
        let own = cells.cells.iter().skip(unit).step_by(cells.units).take(before);
        let (mut days, mut weight, mut sum) = (0, 0.0, 0.0);
        for cell in own.filter(|cell| cell.weight > 0.0) {
            days += 1;
            weight += cell.weight;
            sum += cell.weight * cell.value;
        }
        if days < BEFORE {
            return Err(Fault::NoBefore { unit: unit as u32 });
        }
        for cell in cells.cells.iter_mut().skip(unit).step_by(cells.units) {
            cell.value -= sum / weight;
        }
    }
    Ok(())
}

/// One number of sorted values.
fn summary(values: &[f64], scale: Scale) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let half = values.len() / 2;
    match scale {
        Scale::Mean => mean(values),
        Scale::Log => {
            values.iter().map(|value| value.max(1.0).ln()).sum::<f64>() / values.len() as f64
        }
        Scale::Median if values.len().is_multiple_of(2) => {
            f64::midpoint(values[half - 1], values[half])
        }
        Scale::Median => values[half],
        Scale::Trimmed => {
            let cut = values.len() / 10;
            mean(&values[cut..values.len() - cut])
        }
    }
}

/// New way less not yet, day by day, under `schedule`; of what was seen, and of where `truth` had the
/// new way. With the unit-days and files that were compared.
pub(super) fn compare(
    cells: &Cells,
    schedule: &Schedule,
    days: &[i32],
    truth: &Schedule,
) -> Option<(Compared, u64, u64)> {
    let (mut seen, mut new_way, mut weight) = (0.0, 0.0, 0.0);
    let (mut compared, mut files) = (0, 0);
    for day in days {
        let Some(of_day) = cells.day(*day) else { continue };
        // Weight, value and share of the true new way; of the old way and of the new.
        let mut sides = [[0.0; 3]; 2];
        let (mut own, mut all) = (0, 0);
        for (unit, cell) in (0u32..).zip(of_day).filter(|(_, cell)| cell.weight > 0.0) {
            let new = schedule.new_way(unit, *day);
            let side = &mut sides[usize::from(new)];
            side[0] += cell.weight;
            side[1] += cell.weight * cell.value;
            side[2] += cell.weight * f64::from(u8::from(truth.new_way(unit, *day)));
            own += u64::from(new);
            all += u64::from(cell.files);
        }
        let [old, new] = sides;
        if old[0] > 0.0 && new[0] > 0.0 {
            // The weight that least squares with an effect for each day give.
            let day = old[0] * new[0] / (old[0] + new[0]);
            seen += day * (new[1] / new[0] - old[1] / old[0]);
            new_way += day * (new[2] / new[0] - old[2] / old[0]);
            weight += day;
            compared += own;
            files += all;
        }
    }
    let result = Compared { seen: seen / weight, new_way: new_way / weight };
    (weight > 0.0).then_some((result, compared, files))
}
