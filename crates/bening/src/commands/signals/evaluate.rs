//! `bening signals evaluate`: how often the tests find what was planted, how much of what they find
//! is false, and whether their p-values hold on cities with nothing planted.

use std::collections::BTreeMap;

use detection::fence;
use detection::kinds::Kind;
use detection::run::{Options, Test, all_tests, q_values};
use serde::Serialize;

use super::city::{Simulated, look_alikes, offices, planted, simulate};
use super::known::Known;
use super::spending;
use crate::city::{self, City, Sources};
use crate::cli::{Evaluated, Format, Planting, SignalsEvaluate, Strength};
use crate::commands::simulate::end_of_day;
use crate::commands::{Done, Stop, advance, progress, say_raw};
use crate::load;

/// Levels at which calibration is looked at.
const LEVELS: [f64; 3] = [0.001, 0.01, 0.05];

/// One planted pattern's fate over all cities.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Power {
    /// Cities in which it was planted.
    pub planted: u32,
    /// Cities in which it was found.
    pub found: u32,
    /// Those in which the quartile fence flags it.
    pub by_fence: u32,
    /// Records that carried it, over all cities.
    pub files: u64,
    /// Sum over cities of the largest effect that a test of it shows.
    pub effect: f64,
}

/// p-values of one kind on honest cities.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Calibration {
    /// Tests over all cities.
    pub tests: u64,
    /// Tests with p at or below each of the levels 0.001, 0.01 and 0.05.
    pub at_or_below: [u64; 3],
}

/// What an evaluation found.
#[derive(Debug, Default, Serialize)]
pub struct Evaluation {
    /// First and last seed.
    pub seeds: (u64, u64),
    /// Cities with planted patterns.
    pub planted: u64,
    /// Power by pattern and strength.
    pub power: BTreeMap<String, Power>,
    /// Sum over cities of the share of false discoveries, with planted patterns.
    pub false_share: f64,
    /// The same of the quartile fence.
    pub false_share_of_fence: f64,
    /// Discoveries over all cities with planted patterns.
    pub discoveries: u64,
    /// Those of them that are false, by kind.
    pub false_by_kind: BTreeMap<&'static str, u64>,
    /// Honest cities in which anything was found.
    pub honest_with_discoveries: u64,
    /// Honest cities in which the quartile fence flags anything.
    pub honest_with_flags: u64,
    /// Calibration by kind on honest cities.
    pub calibration: BTreeMap<&'static str, Calibration>,
}

/// Evaluates.
pub fn run(args: &SignalsEvaluate) -> Done {
    let (from, to) = args.seeds;
    let sources = Sources::metro();
    let city = city::read(&sources)?;
    let demand = load::demand("demand.csv", sources.text("demand.csv")?).map_err(|e| vec![e])?;
    let maker = Maker {
        city: &city,
        demand: &demand,
        until: end_of_day(&city, args.until)?,
        limits: spending::limits(&city.rulebook)?,
        args,
    };
    let mut all = Evaluation { seeds: (from, to), ..Evaluation::default() };
    let bar = progress("cities", to - from + 1);
    let threads = std::thread::available_parallelism()?.get();
    let seeds: Vec<u64> = (from..=to).collect();
    for batch in seeds.chunks(threads) {
        let done: Vec<_> = std::thread::scope(|scope| {
            let (maker, bar) = (&maker, &bar);
            let start = |seed: &u64| {
                let seed = *seed;
                scope.spawn(move || maker.of_seed(seed).inspect(|_| advance(bar)))
            };
            let handles: Vec<_> = batch.iter().map(start).collect();
            let join = |handle: std::thread::ScopedJoinHandle<'_, _>| {
                handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            handles.into_iter().map(join).collect()
        });
        for cities in done {
            for (strength, seen) in cities? {
                match strength {
                    None => all.honest(&seen),
                    Some(strength) => all.planted(strength, &seen),
                }
            }
        }
    }
    bar.finish_and_clear();
    match args.format {
        Format::Json => {
            say_raw(&serde_json::to_string_pretty(&all).map_err(kernel::Error::internal)?);
            say_raw("\n");
        }
        Format::Table | Format::Csv => super::output::evaluation(&all),
    }
    Ok(())
}

/// Makes the cities of a seed.
struct Maker<'m> {
    city: &'m City,
    demand: &'m load::Demand,
    until: jiff::Timestamp,
    limits: [i64; 4],
    args: &'m SignalsEvaluate,
}

impl Maker<'_> {
    /// The honest city of a seed, and one for each strength, with what the tests say of them.
    fn of_seed(&self, seed: u64) -> Result<Vec<(Option<Strength>, Seen)>, Stop> {
        let options = Options { seed, ..Options::default() };
        let strengths = self.args.strengths.iter().copied().map(Some);
        let one = |strength| Ok((strength, Seen::of(self.make(seed, strength)?, &options)));
        std::iter::once(None).chain(strengths).map(one).collect()
    }

    fn make(&self, seed: u64, strength: Option<Strength>) -> Result<Simulated, Stop> {
        let mut city = Simulated::default();
        if self.args.only != Some(Evaluated::Spending) {
            let SignalsEvaluate { until, applications, .. } = *self.args;
            let mut options = load::options(seed, until, applications, Planting::None);
            options.plant = strength.map_or_else(look_alikes, planted);
            let spec = load::spec(self.city, self.demand, options.first_day())?;
            city = simulate(spec, options, self.until)?.with_offices(seed, offices(strength));
        }
        if self.args.only != Some(Evaluated::Files) {
            city = city.with_spending(seed, &spending::habits(strength), self.limits);
        }
        Ok(city)
    }
}

/// A city and what the tests say of it.
struct Seen {
    city: Simulated,
    tests: Vec<Test>,
    passed: Vec<bool>,
    flagged: Vec<bool>,
}

impl Seen {
    fn of(city: Simulated, options: &Options) -> Self {
        let (tests, _) = all_tests(&city.cases, options);
        let passed = q_values(&tests).iter().map(|q| *q <= options.level).collect();
        let flagged = flags(&tests);
        Self { city, tests, passed, flagged }
    }
}

/// What the quartile fence flags: by kind, effects beyond the fence of all effects of the kind.
fn flags(tests: &[Test]) -> Vec<bool> {
    let mut flagged = vec![false; tests.len()];
    for kind in Kind::ALL {
        let places: Vec<usize> =
            (0..tests.len()).filter(|place| tests[*place].kind == kind).collect();
        let effects: Vec<f64> = places.iter().map(|place| tests[*place].effect).collect();
        for (place, above) in places.into_iter().zip(fence::above(&effects)) {
            flagged[place] = above;
        }
    }
    flagged
}

impl Evaluation {
    fn honest(&mut self, seen: &Seen) {
        self.honest_with_discoveries += u64::from(seen.passed.iter().any(|passed| *passed));
        self.honest_with_flags += u64::from(seen.flagged.iter().any(|flagged| *flagged));
        for (test, passed) in seen.tests.iter().zip(&seen.passed) {
            let counted = self.calibration.entry(test.kind.code()).or_default();
            counted.tests += 1;
            for (place, level) in LEVELS.iter().enumerate() {
                counted.at_or_below[place] += u64::from(test.p <= *level);
            }
            if *passed {
                *self.false_by_kind.entry(test.kind.code()).or_default() += 1;
            }
        }
    }

    fn planted(&mut self, strength: Strength, seen: &Seen) {
        self.planted += 1;
        let truth = Known::of(&seen.city);
        let real: Vec<bool> = seen.tests.iter().map(|test| truth.is_real(test)).collect();
        self.false_share += false_share(&seen.passed, &real);
        self.false_share_of_fence += false_share(&seen.flagged, &real);
        for ((test, passed), real) in seen.tests.iter().zip(&seen.passed).zip(&real) {
            self.discoveries += u64::from(*passed);
            if *passed && !real {
                *self.false_by_kind.entry(test.kind.code()).or_default() += 1;
            }
        }
        for (name, files, shows) in truth.patterns() {
            let counted = self.power.entry(format!("{name}, {}", strength.name())).or_default();
            counted.planted += 1;
            counted.files += files;
            let found = |which: &[bool]| {
                let both = seen.tests.iter().zip(which);
                u32::from(both.into_iter().any(|(test, which)| *which && shows(test)))
            };
            counted.found += found(&seen.passed);
            counted.by_fence += found(&seen.flagged);
            let effects = seen.tests.iter().filter(|test| shows(test)).map(|test| test.effect);
            counted.effect += effects.filter(|effect| effect.is_finite()).fold(0.0, f64::max);
        }
    }
}

/// The share of false ones among those chosen; none when nothing is.
fn false_share(chosen: &[bool], real: &[bool]) -> f64 {
    let chosen: Vec<bool> =
        chosen.iter().zip(real).filter(|(chosen, _)| **chosen).map(|(_, real)| *real).collect();
    let false_ones = chosen.iter().filter(|real| !**real).count();
    if chosen.is_empty() { 0.0 } else { false_ones as f64 / chosen.len() as f64 }
}
