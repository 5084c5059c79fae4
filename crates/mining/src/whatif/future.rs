//! One possible future: who comes and with what plan, what becomes of what is under way, and who is
//! there. Drawn before anything runs and from streams of its own for each purpose.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::calendar::{DAY, Open};
use super::demand::kind;
use super::model::Model;
use super::plan::{Act, Plan, Step, Wait};
use super::random::Stream;
use super::scenario::{AT_ONCE, Setting};

/// Days after which a plan of the past is half as likely to be lived again.
const HALF_LIFE: f64 = 60.0;
/// Fewest plans of a kind of day from which one is drawn; below that, of any day.
const FEWEST: usize = 10;

/// What random numbers are for.
#[derive(Clone, Copy)]
enum Purpose {
    Weeks = 1,
    Demand = 2,
    Plans = 3,
    UnderWay = 4,
    Officers = 5,
    Copies = 6,
}

/// A case of the future.
#[derive(Clone, Debug)]
pub struct Job {
    /// Where it came in.
    pub place: u32,
    /// When it came in.
    pub start: i64,
    /// When it goes on: its arrival, or the beginning of the future.
    pub from: i64,
    /// What it does.
    pub steps: Steps,
    /// Whether it was under way already.
    pub old: bool,
}

/// Steps of a job.
#[derive(Clone, Debug)]
pub enum Steps {
    /// Those of a plan.
    Plan(u32),
    /// What is left of one, and the step with which it ends.
    Rest(Vec<Step>, Option<usize>),
}

/// A future.
#[derive(Clone, Debug)]
pub struct Future {
    /// Cases by the time at which they come or go on.
    pub jobs: Vec<Job>,
    /// Working time of each officer.
    pub hours: Vec<Open>,
}

impl Future {
    /// Draws the future number `number` on `days` of the calendar.
    pub fn draw(
        model: &Model,
        setting: &Setting,
        days: &Range<usize>,
        seed: u64,
        number: u64,
    ) -> Self {
        let stream = |purpose: Purpose| Stream::new(seed, purpose as u64, number);
        let weeks = Weeks::draw(model, &mut stream(Purpose::Weeks));
        let mut jobs = old_jobs(model, &weeks, &mut stream(Purpose::UnderWay));
        let counts = model.demand.draw(&model.calendar, days, &mut stream(Purpose::Demand));
        let (mut plans, mut copies) = (stream(Purpose::Plans), stream(Purpose::Copies));
        let mut drawn: FxHashMap<(u32, usize), Vec<f64>> = FxHashMap::default();
        for (day, place) in counts {
            let (pick, copy) = (plans.unit(), copies.unit());
            let (key, donors) = donors(model, place, kind(&model.calendar, place, day));
            let sums = drawn.entry(key).or_insert_with(|| weeks.sums(model, &donors));
            let Some(total) = sums.last() else { continue };
            let chosen = sums.partition_point(|sum| *sum <= pick * total).min(donors.len() - 1);
            let plan = donors[chosen];
            let old = model.plans[plan as usize].start;
            let midnight = |day: usize| model.calendar.days()[day].midnight;
            let start = midnight(day) + old - midnight(model.calendar.day(old));
            let times = (setting.demand + copy) as usize;
            let job = Job { place, start, from: start, steps: Steps::Plan(plan), old: false };
            jobs.extend(std::iter::repeat_n(job, times));
        }
        jobs.sort_by_key(|job| job.from);
        let hours = setting.officers.iter().enumerate().map(|(officer, one)| {
            let number = (number << 16) | officer as u64;
            let mut random = Stream::new(seed, Purpose::Officers as u64, number);
            one.hours(&setting.calendar, days.clone(), &mut random)
        });
        Self { jobs, hours: hours.collect() }
    }
}

/// Weights of the weeks of the past in one replication: recent ones count more, and how much exactly
/// is uncertain (the Bayesian bootstrap of Rubin 1981 over weeks).
struct Weeks {
    until: i64,
    weights: Vec<f64>,
}

impl Weeks {
    fn draw(model: &Model, random: &mut Stream) -> Self {
        let first = model.plans.first().map_or(model.until, |plan| plan.start);
        let count = ((model.until - first) / (7 * DAY) + 1) as usize;
        let weight = |week: usize| libm::exp2(-7.0 * week as f64 / HALF_LIFE);
        let weights = (0..count).map(|week| weight(week) * random.exponential()).collect();
        Self { until: model.until, weights }
    }

    fn of(&self, plan: &Plan) -> f64 {
        let week = (self.until - plan.start) / (7 * DAY);
        self.weights.get(week as usize).copied().unwrap_or(0.0)
    }

    /// Running sums of the weights of some plans.
    fn sums(&self, model: &Model, plans: &[u32]) -> Vec<f64> {
        let mut sum = 0.0;
        plans
            .iter()
            .map(|plan| {
                sum += self.of(&model.plans[*plan as usize]);
                sum
            })
            .collect()
    }
}

/// Plans that came in at a place on such a day; of any day when they are too few.
fn donors(model: &Model, place: u32, kind: usize) -> ((u32, usize), std::borrow::Cow<'_, [u32]>) {
    match model.donors.get(&(place, kind)) {
        Some(donors) if donors.len() >= FEWEST => ((place, kind), donors.as_slice().into()),
        _ => {
            let mut all: Vec<u32> = (0..8)
                .filter_map(|kind| model.donors.get(&(place, kind)))
                .flatten()
                .copied()
                .collect();
            all.sort_unstable();
            ((place, 8), all.into())
        }
    }
}

/// What becomes of the cases under way: each goes on like a plan that began like it and at this
/// point took longer than it has waited until now. A case that has waited longer than all stays.
fn old_jobs(model: &Model, weeks: &Weeks, random: &mut Stream) -> Vec<Job> {
    let mut jobs = Vec::new();
    for (plan, alike) in &model.under_way {
        let age = model.until - plan.last;
        let next = plan.trace.len() - 1;
        let longer: Vec<u32> = alike
            .iter()
            .copied()
            .filter(|other| {
                let other = &model.plans[*other as usize];
                other.gaps.get(next).is_none_or(|gap| *gap > age)
            })
            .collect();
        let pick = random.unit();
        let sums = weeks.sums(model, &longer);
        let Some(total) = sums.last() else { continue };
        let chosen = sums.partition_point(|sum| *sum <= pick * total).min(longer.len() - 1);
        let other = &model.plans[longer[chosen] as usize];
        let Some(gap) = other.gaps.get(next) else { continue };
        let (steps, end) = rest(model, plan, other, gap - age);
        jobs.push(Job {
            place: plan.place,
            start: plan.start,
            from: model.until,
            steps: Steps::Rest(steps, end),
            old: true,
        });
    }
    jobs
}

/// What is left of a plan for a case that has come as far as `done`.
fn rest(model: &Model, done: &Plan, plan: &Plan, left: i64) -> (Vec<Step>, Option<usize>) {
    let mut acts = done.trace.len() - 1;
    let mut first = 0;
    while plan.steps.get(first).is_some_and(|step| acts >= step.acts.len()) {
        acts -= plan.steps[first].acts.len();
        first += 1;
    }
    let mut steps = plan.steps[first..].to_vec();
    if let Some(step) = steps.first_mut() {
        step.wait = match step.wait {
            Wait::Officer(_) if acts > 0 => AT_ONCE,
            Wait::Officer(delay) => {
                let open = model.calendar.place(step.place);
                Wait::Officer((delay - open.between(done.last, model.until)).max(0))
            }
            Wait::Elapsed(_) | Wait::Days { .. } => Wait::Elapsed(left),
        };
        let rest: Vec<Act> = step.acts.split_off(acts);
        step.acts = rest;
    }
    let end = plan.end.and_then(|end| end.checked_sub(first));
    (steps, end)
}
