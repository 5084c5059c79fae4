//! How often the intervals of a city's surveys hold what is true. A city is seeded, its people go
//! through what they go through, a sample is drawn and estimated; the truth is known.

use std::collections::BTreeMap;

use estimation::design::{Estimate, Lone, Target};
use estimation::interval::{Interval, Method, clopper_pearson, interval, rare_rows};
use estimation::rank::places;
use estimation::sample::{Collecting, Sample};
use estimation::streaming::{Row, Shape, Solved, Streaming};
use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;
use simulation::{City, Construct, Experience, Experiences};

/// The most answers of a unit.
const ANSWERS: usize = 60;
/// A unit with fewer users is not asked.
const LEAST: usize = 20;
/// Confidence.
const LEVEL: f64 = 0.95;

const NINE: [Construct; 9] = [
    Construct::Requirements,
    Construct::Procedure,
    Construct::Time,
    Construct::Fee,
    Construct::Product,
    Construct::Ability,
    Construct::Conduct,
    Construct::Complaints,
    Construct::Facilities,
];

/// Satisfaction on the scale of PermenPANRB 14/2017.
fn satisfaction(person: &Experience) -> f64 {
    NINE.iter().map(|one| f64::from(person.face(*one))).sum::<f64>() / 9.0 * 25.0
}

fn yes(whether: bool) -> f64 {
    f64::from(u8::from(whether))
}

/// What is estimated of a person: pairs (u, v).
fn quantities(person: &Experience) -> [(f64, f64); 6] {
    let face = |construct| f64::from(person.face(construct));
    [
        (1.0, satisfaction(person)),
        (face(Construct::Facilities), face(Construct::Conduct)),
        (1.0, yes(person.asked)),
        (1.0, yes(person.gave)),
        (1.0, person.days),
        (person.days, f64::from(person.returns)),
    ]
}

const TARGETS: [Target; 6] = [
    Target::Mean,
    Target::Ratio,
    Target::Proportion,
    Target::Proportion,
    Target::Mean,
    Target::Ratio,
];

/// Quantities that are skewed, with the names of their intervals by t and by Hall.
const SKEWED: [(usize, &str, &str); 2] = [
    (4, "mean of days (skewed), t", "mean of days (skewed), Hall"),
    (5, "ratio of returns to days (skewed), t", "ratio of returns to days (skewed), Hall"),
];

/// How many of how many held, by what.
#[derive(Debug, Default)]
pub struct Tally {
    /// By name.
    pub held: BTreeMap<&'static str, (u32, u32)>,
    /// Narrowest and widest interval of a rare share, over that of Clopper and Pearson.
    pub widths: Option<(f64, f64)>,
    /// The least and the most true share among the rare ones.
    pub shares: Option<(f64, f64)>,
}

impl Tally {
    fn count(&mut self, what: &'static str, held: bool) {
        let counted = self.held.entry(what).or_default();
        counted.0 += u32::from(held);
        counted.1 += 1;
    }

    /// The share that held.
    pub fn share(&self, what: &str) -> f64 {
        let (held, of) = self.held.get(what).copied().unwrap_or_default();
        f64::from(held) / f64::from(of)
    }

    /// Samples the city of a seed and counts what holds.
    pub fn city(&mut self, seed: u64) {
        let calendar = super::calendar();
        let options = super::weeks(seed, 8);
        let city = City::new(super::metro(&calendar), options).unwrap();
        let begin = "2026-09-26T00:00:00+07:00".parse().unwrap();
        let end = "2026-11-20T16:59:59Z".parse().unwrap();
        let mut experiences = Experiences::new(seed, begin, end);
        city.stream(end).for_each(|event| experiences.see(&event.unwrap()));
        let mut units: BTreeMap<&str, Vec<&Experience>> = BTreeMap::new();
        for person in experiences.all().iter().filter(|person| !person.represented) {
            units.entry(person.unit.as_str()).or_default().push(person);
        }
        units.retain(|_, people| people.len() >= LEAST);
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let drawn = draw(&units, &mut rng);
        let (solved, domains) = sample(&drawn);
        self.intervals(&units, &solved, &domains);
        self.ranks(&units, &solved, &domains);
        self.skewed(&units, &keep(&drawn), &domains);
    }

    fn skewed(&mut self, units: &BTreeMap<&str, Vec<&Experience>>, kept: &Sample, all: &[u32]) {
        let people: Vec<&Experience> = units.values().flatten().copied().collect();
        for (quantity, by_t, by_hall) in SKEWED {
            let truth = truth(&people, quantity);
            let (estimate, ends) = kept.skewed(quantity, all, LEVEL).unwrap();
            self.count(by_t, interval(&estimate, Method::T, LEVEL).holds(truth));
            self.count(by_hall, ends.holds(truth));
        }
    }

    fn intervals(
        &mut self,
        units: &BTreeMap<&str, Vec<&Experience>>,
        solved: &Solved,
        all: &[u32],
    ) {
        let people: Vec<&Experience> = units.values().flatten().copied().collect();
        for (quantity, name) in
            [(0, "mean"), (1, "ratio"), (2, "share asked"), (3, "share that gave")]
        {
            let estimate = solved.estimate(quantity, all).unwrap();
            let truth = truth(&people, quantity);
            match TARGETS[quantity] {
                Target::Proportion => self.rare(name, &estimate, truth),
                _ => self.count(name, interval(&estimate, Method::T, LEVEL).holds(truth)),
            }
        }
        for (domain, people) in all.iter().zip(units.values()) {
            let estimate = solved.estimate(0, &[*domain]).unwrap();
            let ends = interval(&estimate, Method::T, LEVEL);
            if estimate.se > 0.0 {
                self.count("mean of a unit", ends.holds(truth(people, 0)));
            }
        }
        // The difference between two units, the largest ones.
        let mut by_size: Vec<(usize, u32)> =
            units.values().map(Vec::len).zip(all.iter().copied()).collect();
        by_size.sort_unstable();
        if let [.., (_, b), (_, a)] = by_size[..] {
            let terms = [(a, 1.0), (b, -1.0)];
            let estimate = solved.combination(0, &terms).unwrap();
            let of = |domain: u32| truth(units.values().nth(domain as usize).unwrap(), 0);
            let ends = interval(&estimate, Method::T, LEVEL);
            self.count("difference of units", ends.holds(of(a) - of(b)));
        }
    }

    fn rare(&mut self, name: &'static str, estimate: &Estimate, truth: f64) {
        if truth > 0.05 || truth <= 0.0 {
            return;
        }
        let ends: Interval = interval(estimate, Method::Rare, LEVEL);
        self.count(name, ends.holds(truth));
        let exact = clopper_pearson(estimate.value, rare_rows(estimate), LEVEL);
        let ratio = ends.width() / exact.width();
        let (low, high) = self.widths.unwrap_or((ratio, ratio));
        self.widths = Some((low.min(ratio), high.max(ratio)));
        let (low, high) = self.shares.unwrap_or((truth, truth));
        self.shares = Some((low.min(truth), high.max(truth)));
    }

    /// All intervals of ranks together.
    fn ranks(&mut self, units: &BTreeMap<&str, Vec<&Experience>>, solved: &Solved, all: &[u32]) {
        let estimates: Vec<Estimate> =
            all.iter().map(|domain| solved.estimate(0, &[*domain]).unwrap()).collect();
        let truths: Vec<f64> = units.values().map(|people| truth(people, 0)).collect();
        let held = places(&estimates, LEVEL).iter().zip(&truths).all(|(places, own)| {
            let better = truths.iter().filter(|other| *other > own).count();
            (places.best..=places.worst).contains(&(better + 1))
        });
        self.count("all ranks", held);
    }
}

fn truth(people: &[&Experience], quantity: usize) -> f64 {
    let sum = |side: fn(&(f64, f64)) -> f64| {
        people.iter().map(|person| side(&quantities(person)[quantity])).sum::<f64>()
    };
    sum(|pair| pair.1) / sum(|pair| pair.0)
}

/// Half of the users of each unit, at most [`ANSWERS`], with how many there are.
fn draw<'a>(
    units: &BTreeMap<&str, Vec<&'a Experience>>,
    rng: &mut ChaCha8Rng,
) -> Vec<(f64, Vec<&'a Experience>)> {
    let half = |people: &Vec<&'a Experience>| {
        let mut drawn = people.clone();
        drawn.shuffle(rng);
        drawn.truncate(ANSWERS.min(people.len() / 2));
        (people.len() as f64, drawn)
    };
    units.values().map(half).collect()
}

fn shape() -> Shape {
    Shape { lone: Lone::Refuse, ..Shape::default() }
}

fn sample(drawn: &[(f64, Vec<&Experience>)]) -> (Solved, Vec<u32>) {
    let mut sample = Streaming::new(&TARGETS, &[70.0, 0.0, 0.0, 0.0, 0.0, 0.0], shape());
    for (unit, (there, people)) in (0_u32..).zip(drawn) {
        sample.population(unit, *there);
        for person in people {
            let values = quantities(person).map(Some);
            sample.push(Row { stratum: unit, domain: unit, ..Row::default() }, &values);
        }
    }
    (sample.finish().unwrap(), (0_u32..).take(drawn.len()).collect())
}

fn keep(drawn: &[(f64, Vec<&Experience>)]) -> Sample {
    let mut sample = Collecting::new(&TARGETS, shape());
    for (unit, (there, people)) in (0_u32..).zip(drawn) {
        sample.population(unit, *there);
        for person in people {
            let values = quantities(person).map(Some);
            sample.push(Row { stratum: unit, domain: unit, ..Row::default() }, &values);
        }
    }
    sample.finish().unwrap()
}
