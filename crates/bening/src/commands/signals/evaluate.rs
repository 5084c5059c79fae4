//! `bening signals evaluate`: how often the tests find what was planted, how much of what they find
//! is false, and whether their p-values hold on cities with nothing planted.

use std::collections::BTreeMap;

use detection::fence;
use detection::kinds::Kind;
use detection::run::{Options, Role, Test, all_tests, q_values};
use serde::Serialize;
use simulation::{Conduct, Habits, OfficeHabit, Treatment};

use super::city::{Simulated, Truth, look_alikes, offices, planted, simulate};
use super::spending::{self, Spending};
use crate::city::{self, Sources};
use crate::cli::{Evaluated, Format, SignalsEvaluate, Strength};
use crate::commands::simulate::end_of_day;
use crate::commands::{Done, Stop, progress, say_raw};
use crate::load;

/// Levels at which calibration is looked at.
pub const LEVELS: [f64; 3] = [0.001, 0.01, 0.05];

/// One planted pattern's fate over all cities.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Power {
    /// Cities in which it was planted.
    pub planted: u32,
    /// Cities in which it was found.
    pub found: u32,
    /// Those in which the quartile fence flags it.
    pub by_fence: u32,
    /// Files that carried it, over all cities.
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
    /// The same of years of spending, which have nothing to do with the cities' files.
    pub spending: Spending,
}

/// Evaluates.
pub fn run(args: &SignalsEvaluate) -> Done {
    let (from, to) = args.seeds;
    let sources = Sources::metro();
    let city = city::read(&sources)?;
    let demand = load::demand("demand.csv", sources.text("demand.csv")?).map_err(|e| vec![e])?;
    let until = end_of_day(&city, args.until)?;
    let make = |seed: u64, plant: simulation::Plant| -> Result<Simulated, Stop> {
        let mut options =
            load::options(seed, args.until, args.applications, crate::cli::Planting::None);
        options.plant = plant;
        let spec = load::spec(&city, &demand, options.first_day())?;
        simulate(spec, options, until)
    };
    let mut all = Evaluation { seeds: (from, to), ..Evaluation::default() };
    let bar = progress("cities", to - from + 1);
    let threads = std::thread::available_parallelism()?.get();
    let mut next = if args.only == Some(Evaluated::Spending) { to + 1 } else { from };
    while next <= to {
        let batch: Vec<u64> = (next..=to).take(threads).collect();
        next += batch.len() as u64;
        let one = |seed: u64| -> Result<(Seen, Vec<(Strength, Seen)>), Stop> {
            let options = Options { seed, ..Options::default() };
            let city = |plant: simulation::Plant, strength: Option<Strength>| {
                let city = make(seed, plant)?.with_offices(seed, offices(strength));
                Ok::<_, Stop>(Seen::of(city, &options))
            };
            let honest = city(look_alikes(), None)?;
            let city =
                |strength: Strength| Ok((strength, city(planted(strength), Some(strength))?));
            Ok((honest, args.strengths.iter().copied().map(city).collect::<Result<_, Stop>>()?))
        };
        let done: Vec<_> = std::thread::scope(|scope| {
            let one = &one;
            let handles: Vec<_> =
                batch.iter().map(|seed| scope.spawn(move || one(*seed))).collect();
            let join = |handle: std::thread::ScopedJoinHandle<'_, _>| {
                handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            handles.into_iter().map(join).collect()
        });
        for cities in done {
            let (honest, planted) = cities?;
            all.honest(&honest);
            for (strength, seen) in &planted {
                all.planted(*strength, seen);
            }
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    let limits = spending::limits(&city.rulebook)?;
    if args.only != Some(Evaluated::Files) {
        (from..=to).for_each(|seed| all.spending.seed(seed, &args.strengths, limits));
    }
    match args.format {
        Format::Json => {
            say_raw(&serde_json::to_string_pretty(&all).map_err(kernel::Error::internal)?);
            say_raw("\n");
        }
        Format::Table | Format::Csv => super::output::evaluation(&all),
    }
    Ok(())
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
pub fn false_share(chosen: &[bool], real: &[bool]) -> f64 {
    let chosen: Vec<bool> =
        chosen.iter().zip(real).filter(|(chosen, _)| **chosen).map(|(_, real)| *real).collect();
    let false_ones = chosen.iter().filter(|real| !**real).count();
    if chosen.is_empty() { 0.0 } else { false_ones as f64 / chosen.len() as f64 }
}

/// The truth in the codes of the files.
struct Known {
    agents: Vec<(Conduct, u32, u32, Option<u32>, u64)>,
    officers: Vec<(Habits, Option<u32>, u64)>,
    kelurahan: Vec<Treated>,
    offices: Vec<(OfficeHabit, Option<u32>, u64)>,
}

/// How a kelurahan fares in an office.
struct Treated {
    unit: Option<u32>,
    kelurahan: Option<u32>,
    slower: bool,
    /// Whether one step alone is slower.
    one_step: bool,
    files: u64,
}

/// Name of a pattern, files that carry it, and which tests show it.
type Pattern<'k> = (&'static str, u64, Box<dyn Fn(&Test) -> bool + 'k>);

impl Known {
    fn of(city: &Simulated) -> Self {
        let truth = Truth::of(&city.manifest);
        let cases = &city.cases;
        let by_number: BTreeMap<&str, usize> = cases
            .all
            .iter()
            .enumerate()
            .map(|(place, case)| (cases.numbers.name(case.number), place))
            .collect();
        let agent = |(conduct, applications, officer): &(Conduct, Vec<u32>, u32)| {
            let first = applications.first()?.to_string();
            let case = &cases.all[*by_number.get(first.as_str())?];
            let officer = find(&cases.officers, &officer.to_string());
            Some((
                *conduct,
                case.representative?,
                case.contact?,
                officer,
                applications.len() as u64,
            ))
        };
        let officer = |(habit, officer, files): &(Habits, u32, usize)| {
            (*habit, find(&cases.officers, &officer.to_string()), *files as u64)
        };
        let kelurahan = |(treatment, files): &(Treatment, usize)| Treated {
            unit: find(&cases.units, &treatment.unit),
            kelurahan: find(&cases.groups[0].1, &treatment.kelurahan),
            slower: treatment.percent > 100,
            one_step: treatment.step.is_some(),
            files: *files as u64,
        };
        let office = |(habit, unit): (OfficeHabit, &str)| {
            let unit = find(&cases.units, unit);
            let year = cases.offices.iter().find(|one| Some(one.unit) == unit);
            let files = year.map_or(0, |year| match habit {
                OfficeHabit::HidesGifts(_) | OfficeHabit::Spared => year.accused,
                OfficeHabit::EndsIdly(_) => year.without_act,
                OfficeHabit::EndsLate(_) => year.last_day,
            });
            (habit, unit, u64::from(files))
        };
        Self {
            agents: truth.agents.iter().filter_map(agent).collect(),
            officers: truth.officers.iter().map(officer).collect(),
            kelurahan: truth.kelurahan.iter().map(kelurahan).collect(),
            offices: city
                .offices
                .iter()
                .map(|one| (one.habit, one.unit.as_str()))
                .map(office)
                .collect(),
        }
    }

    /// Whether something was planted in the subject that this kind of test asks for.
    fn is_real(&self, test: &Test) -> bool {
        let part = |role: Role| test.subject.iter().find(|(one, _)| *one == role).map(|one| one.1);
        let crooked = |conduct: Conduct| !conduct.is_honest();
        let agent = part(Role::Representative);
        let is_agent = self.agents.iter().any(|one| crooked(one.0) && Some(one.1) == agent);
        let contact = part(Role::Contact);
        let is_contact = self.agents.iter().any(|one| crooked(one.0) && Some(one.2) == contact);
        let officer = part(Role::Officer);
        let habit = |wanted: fn(&Habits) -> bool| {
            self.officers.iter().any(|one| wanted(&one.0) && one.1 == officer)
        };
        let helps = self
            .agents
            .iter()
            .any(|one| matches!(one.0, Conduct::First | Conduct::Steered(_)) && one.3 == officer);
        match test.kind {
            Kind::SharedContact | Kind::RepeatedOverride => is_contact,
            Kind::RepresentativeSpeed
            | Kind::PairSpeed
            | Kind::RepresentativeJump
            | Kind::Steering
            | Kind::VanishingReturn => is_agent,
            Kind::OfficerJump => habit(|habit| matches!(habit, Habits::Jumps(_))) || helps,
            Kind::Backdating => habit(|habit| matches!(habit, Habits::RecordsLate(_))),
            Kind::DeadlineBurst | Kind::DayEndBurst => false,
            Kind::GiftSilence | Kind::ClosedWithoutAct | Kind::ClosedLastDay => {
                let unit = part(Role::Unit);
                let planted = |one: &(OfficeHabit, Option<u32>, u64)| {
                    one.1 == unit && of_office(one.0).is_some_and(|(_, kind)| kind == test.kind)
                };
                self.offices.iter().any(planted)
            }
            // A city's files have no spending in them; years of spending are evaluated on their own.
            Kind::PriceOverStandard
            | Kind::SingleBid
            | Kind::SplitPurchases
            | Kind::SameSupplier
            | Kind::Overtaking
            | Kind::DecemberSpending => false,
            // Whose step takes longer, their files take longer, and the other way round.
            Kind::GroupSpeed | Kind::GroupStepSpeed => {
                let (unit, group) = (part(Role::Unit), part(Role::Group(0)));
                let planted =
                    |one: &Treated| one.slower && one.unit == unit && one.kelurahan == group;
                self.kelurahan.iter().any(planted)
            }
            Kind::GroupReturns | Kind::GroupSteps => false,
        }
    }

    /// What was planted, and what counts as finding it.
    fn patterns(&self) -> Vec<Pattern<'_>> {
        let mut all: Vec<Pattern<'_>> = Vec::new();
        let of = |test: &Test, part: (Role, Option<u32>)| {
            test.subject.iter().any(|one| one.0 == part.0 && Some(one.1) == part.1)
        };
        for &(conduct, representative, contact, officer, files) in &self.agents {
            if conduct == Conduct::First {
                let shows = move |test: &Test| {
                    test.kind == Kind::SharedContact && of(test, (Role::Contact, Some(contact)))
                };
                all.push(("broker's contact", files, Box::new(shows)));
            }
            let (name, kinds, pair) = match conduct {
                Conduct::Faster(_) => ("speed", vec![Kind::RepresentativeSpeed], false),
                Conduct::FasterWith(_) => ("speed with one officer", vec![Kind::PairSpeed], true),
                Conduct::Steered(_) => ("steering", vec![Kind::Steering], true),
                Conduct::First => ("broker's jumps", vec![Kind::RepresentativeJump], false),
                Conduct::Registered | Conduct::Helper => continue,
            };
            all.push((
                name,
                files,
                Box::new(move |test| {
                    kinds.contains(&test.kind)
                        && of(test, (Role::Representative, Some(representative)))
                        && (!pair || of(test, (Role::Officer, officer)))
                }),
            ));
        }
        for &(habit, officer, files) in &self.officers {
            let (name, kind) = match habit {
                Habits::Jumps(_) => ("jumping", Kind::OfficerJump),
                Habits::RecordsLate(_) => ("late records", Kind::Backdating),
                Habits::Pace(_) => continue,
            };
            let shows = move |test: &Test| test.kind == kind && of(test, (Role::Officer, officer));
            all.push((name, files, Box::new(shows)));
        }
        for &Treated { unit, kelurahan, one_step, files, .. } in
            self.kelurahan.iter().filter(|one| one.slower)
        {
            let (name, kind) = match one_step {
                true => ("slower step of a kelurahan", Kind::GroupStepSpeed),
                false => ("slower kelurahan", Kind::GroupSpeed),
            };
            let shows = move |test: &Test| {
                test.kind == kind
                    && of(test, (Role::Unit, unit))
                    && of(test, (Role::Group(0), kelurahan))
            };
            all.push((name, files, Box::new(shows)));
        }
        for &(habit, unit, files) in &self.offices {
            let Some((name, kind)) = of_office(habit) else { continue };
            let shows = move |test: &Test| test.kind == kind && of(test, (Role::Unit, unit));
            all.push((name, files, Box::new(shows)));
        }
        all
    }
}

/// What a habit of an office is called, and the kind of test that asks for it.
fn of_office(habit: OfficeHabit) -> Option<(&'static str, Kind)> {
    match habit {
        OfficeHabit::HidesGifts(_) => Some(("gift silence", Kind::GiftSilence)),
        OfficeHabit::EndsIdly(_) => Some(("reports ended idly", Kind::ClosedWithoutAct)),
        OfficeHabit::EndsLate(_) => Some(("reports ended late", Kind::ClosedLastDay)),
        OfficeHabit::Spared => None,
    }
}

fn find(names: &detection::cases::Names, name: &str) -> Option<u32> {
    (0..names.len() as u32).find(|code| names.name(*code) == name)
}
