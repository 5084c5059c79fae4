//! What the lot of a trial is, what it measures, and how it is judged. Pure.

use estimation::trial::{
    self, Bounds, Design, Effect, Fault, Options, Outcome, Plan, Scale, Schedule,
};
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Error;
use kernel::calendar::WorkCalendar;
use kernel::error::Result;
use kernel::facts::trial::{Change, Evaluated, Stage, Started};
use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;

use super::model::{State, Trial};
use crate::city::Step;

/// What is measured.
pub const OUTCOME: &str = "working_minutes";

/// The steps of a service after all trials that were kept.
pub fn standing(mut steps: Vec<Step>, trials: &[Trial]) -> Vec<Step> {
    let kept = trials.iter().filter(|trial| trial.state == State::Kept);
    for change in kept.flat_map(|trial| &trial.changes) {
        steps.retain(|step| step.code != change.step());
    }
    steps
}

/// Whether a process of `steps` allows `change`, and leaves at least one step.
pub fn is_possible(steps: &[Step], change: &Change) -> bool {
    let has = |code: &str| steps.iter().any(|step| step.code == code);
    let into = match change {
        Change::Remove { .. } => true,
        Change::Merge { step, into } => step != into && has(into),
    };
    has(change.step()) && into && steps.len() > 1
}

fn number(day: Date) -> i32 {
    let epoch = Date::constant(1970, 1, 1);
    day.since(epoch).map_or(0, |span| span.get_days())
}

fn date(number: i32) -> Date {
    Date::constant(1970, 1, 1).checked_add(number.days()).unwrap_or(Date::MAX)
}

/// Last day of a trial of so many days.
pub fn until(first: Date, days: i64) -> Date {
    i32::try_from(days - 1)
        .ok()
        .and_then(|days| first.checked_add(days.days()).ok())
        .unwrap_or(first)
}

/// Draws the lot of a trial.
///
/// # Errors
/// Invalid when there are fewer than two units or too few working days.
pub fn draw(
    trial: &Trial,
    calendar: &WorkCalendar,
    days: i64,
    version: u32,
    seed: [u8; 32],
) -> Result<Started> {
    let last = until(trial.first_day, days);
    let all = (number(trial.first_day)..=number(last)).map(date);
    let working: Vec<i32> =
        all.filter(|day| calendar.is_working_day("", *day)).map(number).collect();
    let count = u32::try_from(trial.units.len()).map_err(Error::internal)?;
    let plan = Plan::staged(count, &working).map_err(|fault| refused(&fault))?;
    let schedule = trial::draw(&plan, seed).map_err(|fault| refused(&fault))?;
    let mut stages: Vec<Stage> = trial
        .units
        .iter()
        .zip(&schedule.0)
        .filter_map(|(unit, spans)| {
            Some(Stage { unit: unit.clone(), from: date(spans.first()?.from) })
        })
        .collect();
    stages.sort_by_key(|stage| stage.from);
    let Design::Staged { windows } = plan.design else {
        return Err(Error::internal("a staged plan of another design"));
    };
    Ok(Started {
        v: 1,
        service: trial.service.clone(),
        version,
        changes: trial.changes.clone(),
        units: trial.units.clone(),
        from: date(plan.days.from),
        until: date(plan.days.to),
        windows: windows.iter().map(|window| window.iter().copied().map(date).collect()).collect(),
        seed: seed.iter().map(|byte| format!("{byte:02x}")).collect(),
        stages,
        outcome: OUTCOME.to_owned(),
    })
}

fn refused(fault: &Fault) -> Error {
    match fault {
        Fault::TooFewUnits => Error::invalid("processes-trial-two-units"),
        other => Error::invalid("processes-trial-days").context(other.to_string()),
    }
}

/// A file that came in before or during a trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// Code of its unit.
    pub unit: String,
    /// The day on which it was complete.
    pub day: Date,
    /// Office minutes to its answer.
    pub minutes: f64,
}

/// What a trial changed, from the lot that was drawn for it alone.
pub fn judge(design: &Started, files: &[Answered], level: f64) -> Evaluated {
    let level_permille = (level * 1000.0).round() as u16;
    let silent = |missing: &str| Evaluated {
        v: 1,
        level_permille,
        missing: missing.to_owned(),
        ..Evaluated::default()
    };
    let (plan, drawn) = lot(design);
    let outcomes: Vec<Outcome> = files
        .iter()
        .filter_map(|file| {
            let unit = design.units.iter().position(|unit| *unit == file.unit)?;
            let (unit, day) = (u32::try_from(unit).ok()?, number(file.day));
            Some(Outcome { unit, day, value: file.minutes })
        })
        .collect();
    let options = Options { scale: Scale::Median, level, ..Options::default() };
    // The draws among outcomes of the lot need no secret: the same trial is judged the same.
    let mut rng = ChaCha20Rng::from_seed([1; 32]);
    match trial::effect(&plan, &drawn, &outcomes, options, &mut rng) {
        Ok(effect) => told(&effect, level_permille),
        Err(Fault::NoBefore { .. }) => silent("no_before"),
        Err(_) => silent("nothing_to_compare"),
    }
}

/// The plan of a trial and what was drawn.
fn lot(design: &Started) -> (Plan, Schedule) {
    let days = trial::Span { from: number(design.from), to: number(design.until) };
    let windows = design.windows.iter();
    let windows = windows.map(|window| window.iter().copied().map(number).collect()).collect();
    let from = |unit: &String| design.stages.iter().find(|stage| stage.unit == *unit);
    let spans = |unit: &String| {
        let stage = from(unit);
        stage
            .map(|stage| trial::Span { from: number(stage.from), to: days.to })
            .into_iter()
            .collect()
    };
    let units = u32::try_from(design.units.len()).unwrap_or(u32::MAX);
    let plan = Plan { units, days, design: Design::Staged { windows } };
    (plan, Schedule(design.units.iter().map(spans).collect()))
}

fn told(effect: &Effect, level_permille: u16) -> Evaluated {
    let whole = |value: f64| value.is_finite().then(|| value.round() as i64);
    // Rounding must not move an end across zero.
    let low = |value: f64| value.is_finite().then(|| value.floor() as i64);
    let high = |value: f64| value.is_finite().then(|| value.ceil() as i64);
    let interval = effect.bounds.interval();
    let ends = matches!(effect.bounds, Bounds::Between(_));
    let millionths = |p: f64| (p * 1e6).round() as u32;
    Evaluated {
        v: 1,
        effect_minutes: whole(effect.estimate),
        low_minutes: low(interval.low).filter(|_| ends || interval.low.is_finite()),
        high_minutes: high(interval.high).filter(|_| ends || interval.high.is_finite()),
        level_permille,
        p_micro: millionths(effect.p),
        least_p_micro: millionths(effect.least_p),
        files: effect.files,
        missing: String::new(),
    }
}
