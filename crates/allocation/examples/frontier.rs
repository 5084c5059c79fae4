//! `make evaluate`: over made cities whose best practice is known, how often the interval of an efficiency holds the
//! true one. Writes the section "Frontiers" of `docs/reference/evaluation.md` to stdout.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a tool of our own")]

use allocation::frontier::{Interval, Technology, Unit, intervals};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng as _, SeedableRng as _};

const CITIES: u64 = 100;
const REPLICATES: u32 = 200;

/// What a unit of a made city brings about, and with how little that could be done.
#[derive(Clone, Copy)]
enum World {
    /// One output; each costs the same.
    Constant,
    /// Two outputs; each costs the same, and both together less than one after the other.
    Two,
    /// One output; the more, the dearer.
    Dearer,
    /// One output; the more, the cheaper, which no mixture of units shows.
    Cheaper,
}

impl World {
    fn technology(self) -> Technology {
        match self {
            Self::Constant => Technology::ConstantReturns,
            Self::Two | Self::Dearer => Technology::VariableReturns,
            Self::Cheaper => Technology::FreeDisposal,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Constant => "constant, one output",
            Self::Two => "variable, two outputs",
            Self::Dearer => "variable, one output",
            Self::Cheaper => "free disposal, one output",
        }
    }

    /// Outputs of a unit of some size.
    fn outputs(self, random: &mut Random) -> Vec<f64> {
        let size = random.between(1.0, 9.0);
        match self {
            Self::Two => vec![size, size * random.between(0.4, 1.0)],
            _ => vec![size],
        }
    }

    /// The least that these outputs cost.
    fn least(self, outputs: &[f64]) -> f64 {
        let size = outputs[0];
        match self {
            Self::Constant => size,
            Self::Two => outputs.iter().map(|output| output * output).sum::<f64>().sqrt(),
            Self::Dearer => 1.0 + size.powf(1.5),
            Self::Cheaper => size.sqrt(),
        }
    }
}

struct Random(Xoshiro256PlusPlus);

impl Random {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * ((self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64)
    }

    /// The size of a standard normal number (Box and Muller 1958).
    fn half_normal(&mut self) -> f64 {
        let (a, b) = (1.0 - self.between(0.0, 1.0), self.between(0.0, 1.0));
        ((-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()).abs()
    }
}

/// Whether many units come close to what would be possible.
#[derive(Clone, Copy)]
enum Near {
    /// Most stand near it: their logarithm is half-normal.
    Many,
    /// Hardly any does: it has the length of two such numbers.
    Few,
}

impl Near {
    fn name(self) -> &'static str {
        match self {
            Self::Many => "many",
            Self::Few => "hardly any",
        }
    }

    fn efficiency(self, random: &mut Random) -> f64 {
        let far = match self {
            Self::Many => random.half_normal(),
            Self::Few => random.half_normal().hypot(random.half_normal()),
        };
        (-0.35 * far).exp()
    }
}

/// Units of a made city and their true efficiencies.
fn city((world, near): (World, Near), units: usize, seed: u64) -> (Vec<Unit>, Vec<f64>) {
    let mut random = Random(Xoshiro256PlusPlus::seed_from_u64(seed));
    let one = |place: usize| {
        let outputs = world.outputs(&mut random);
        let truth = near.efficiency(&mut random);
        let inputs = vec![world.least(&outputs) / truth];
        (Unit { name: place.to_string(), inputs, outputs }, truth)
    };
    (0..units).map(one).unzip()
}

#[derive(Default)]
struct Tally {
    held: u32,
    best: u32,
    best_held: u32,
    widths: Vec<f64>,
    over: Vec<f64>,
    corrected: Vec<f64>,
}

impl Tally {
    fn add(&mut self, found: &Interval, truth: f64) {
        let held = u32::from(found.low <= truth && truth <= found.high);
        self.held += held;
        if found.score > 1.0 - 1e-9 {
            self.best += 1;
            self.best_held += held;
        }
        self.widths.push(found.high - found.low);
        self.over.push(found.score - truth);
        self.corrected.push(found.corrected - truth);
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn row(world: World, near: Near, units: usize) {
    let mut tally = Tally::default();
    for seed in 1..=CITIES {
        let (made, truths) = city((world, near), units, seed);
        let found = intervals(&made, world.technology(), REPLICATES, 0.95, seed).unwrap();
        for (found, truth) in found.iter().zip(truths) {
            tally.add(found, truth);
        }
    }
    let share = |part: u32, whole: f64| 100.0 * f64::from(part) / whole;
    println!(
        "| {} | {} | {units} | {:.1} % | {:.1} % | {:.3} | {:+.3} | {:+.3} |",
        world.name(),
        near.name(),
        share(tally.held, tally.widths.len() as f64),
        share(tally.best_held, f64::from(tally.best)),
        mean(&tally.widths),
        mean(&tally.over),
        mean(&tally.corrected),
    );
}

fn main() {
    println!(
        "`cargo run --release -p allocation --example frontier`; seeds 1 to {CITIES} for each row, {REPLICATES} \
         replicates.\n"
    );
    println!(
        "Units of made cities use the least that would do, divided by their true efficiency. Its logarithm is \
         half-normal (0.35), so that many come near to what is possible, or the length of two such numbers, so that \
         hardly any does. *Held* is how often the interval of 95 % holds the true efficiency; *of the best* the \
         same for units that the table shows as best practice. *Excess* is by how much the efficiency is too high, \
         mean over all units, and then that of the corrected one.\n"
    );
    println!(
        "| Returns | Near the best | Units | Held | Of the best | Width | Excess | Corrected |\n\
         |---|---|---:|---:|---:|---:|---:|---:|"
    );
    for world in [World::Constant, World::Dearer, World::Two, World::Cheaper] {
        for units in [8, 22, 50] {
            row(world, Near::Many, units);
        }
        row(world, Near::Few, 22);
    }
}
