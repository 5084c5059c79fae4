//! One run over the files of a city: every test, which of them count, and why.

mod counts;
mod parallel;
mod plans;
mod times;

use serde::Serialize;

use crate::cases::{Case, Cases, Code};
use crate::discovery::{self, Series};
use crate::kinds::{About, Kind};
use crate::shuffle::Depth;

pub use counts::Count;

/// What is asked of a run.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Share of false discoveries that is held over all tests, 0 to 1.
    pub level: f64,
    /// Everything random follows from it.
    pub seed: u64,
    /// Fewest files of a subject that is tested.
    pub fewest: u32,
    /// Other families that someone helps in a year who helps now and then.
    pub ordinary_help: f64,
    /// Threads to draw with; the result is the same for any number.
    pub threads: usize,
}

impl Default for Options {
    /// A rate of 5 %, subjects of eight files or more, three other families a year.
    fn default() -> Self {
        Self { level: 0.05, seed: 1, fewest: 8, ordinary_help: 3.0, threads: 1 }
    }
}

/// What part someone or something plays in a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A contact.
    Contact,
    /// A representative.
    Representative,
    /// An officer.
    Officer,
    /// An office.
    Unit,
    /// A group, by its place in [`Cases::groups`].
    Group(u16),
    /// A channel.
    Channel,
    /// A step.
    Step,
    /// A firm.
    Supplier,
}

/// A part and who plays it.
pub type Part = (Role, Code);

/// A test before its p-value is weighed against all others.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// What is tested.
    pub kind: Kind,
    /// Of whom.
    pub subject: Vec<Part>,
    /// Number of the subject's files.
    pub files: u32,
    /// Places of those that show the pattern; codes of rounds where it is about rounds.
    pub records: Vec<u32>,
    /// What was counted; for times the number of files.
    pub seen: f64,
    /// What would be usual; for times the same number.
    pub expected: f64,
    /// How many times more, or faster, or slower; 1 is usual.
    pub effect: f64,
    /// Chance of as much or more when nothing is the matter.
    pub p: f64,
}

/// A test with what it means among all others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// What kind of pattern.
    pub kind: Kind,
    /// Whose, in words.
    pub subject: Vec<(String, String)>,
    /// Number of files.
    pub files: u32,
    /// What was counted.
    pub seen: f64,
    /// What would be usual.
    pub expected: f64,
    /// How many times more, or faster, or slower.
    pub effect: f64,
    /// Chance of as much or more when nothing is the matter.
    pub p: f64,
    /// The lowest rate of false discoveries at which it counts.
    pub q: f64,
    /// Numbers of the files that show it.
    pub records: Vec<String>,
}

/// All tests, and the kinds that could not be tested with what the records do not say.
pub type Tested = (Vec<Test>, Vec<(Kind, &'static str)>);

/// What a run found.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Patterns that count, the surest first.
    pub found: Vec<Finding>,
    /// Number of tests by kind.
    pub tests: Vec<(Kind, usize)>,
    /// Kinds that could not be tested, and what the records do not say.
    pub untested: Vec<(Kind, &'static str)>,
}

/// Runs every test that the records allow.
pub fn run(cases: &Cases, options: &Options) -> Report {
    report(cases, all_tests(cases, options), options.level)
}

fn report(cases: &Cases, (tests, untested): Tested, level: f64) -> Report {
    let q = q_values(&tests);
    let mut counted: Vec<(Kind, usize)> = Vec::new();
    for kind in Kind::ALL {
        let of_kind = tests.iter().filter(|test| test.kind == kind).count();
        if of_kind > 0 {
            counted.push((kind, of_kind));
        }
    }
    let passes = tests.iter().zip(&q).filter(|(_, q)| **q <= level);
    let mut found: Vec<Finding> = passes.map(|(test, q)| finding(cases, test, *q)).collect();
    found.sort_by(|a, b| a.q.total_cmp(&b.q).then(a.p.total_cmp(&b.p)));
    Report { found, tests: counted, untested }
}

/// The next run of a series: its rate follows from how many tests there are and from what earlier runs
/// have found. Gives the rate as well.
pub fn run_in(cases: &Cases, options: &Options, series: &Series) -> (Report, f64) {
    let tested = all_tests(cases, options);
    let level = series.next_level(tested.0.len());
    (report(cases, tested, level), level)
}

/// Every test with its p-value, and the kinds that the records do not allow.
pub fn all_tests(cases: &Cases, options: &Options) -> Tested {
    let plans = plans::plans(cases, options);
    let total: usize = plans.iter().map(|plan| plan.jobs.len()).sum();
    let tried = plans.iter().filter(|plan| !plan.jobs.is_empty());
    let says: f64 = tried.map(|plan| plan.kind.say()).sum();
    let mut tests = Vec::with_capacity(total);
    let mut untested = Vec::new();
    for plan in &plans {
        if let Some(missing) = plan.missing {
            untested.push((plan.kind, missing));
        }
        let weighed = plan.jobs.len() as f64 * says / plan.kind.say();
        let depth = Depth::for_tests(weighed, options.level);
        tests.extend(parallel::map(plan.jobs.len(), options.threads, |place| {
            let seed = mix(options.seed, plan.kind as u64, place as u64);
            plan.jobs[place].test(plan, depth, seed)
        }));
    }
    (tests, untested)
}

/// q-values in which every kind has its own say, however many tests it takes (Genovese, Roeder and
/// Wasserman, Biometrika 93, 2006: weights with mean one).
pub fn q_values(tests: &[Test]) -> Vec<f64> {
    let mut of_kind = [0usize; Kind::ALL.len()];
    for test in tests {
        of_kind[test.kind as usize] += 1;
    }
    let tried = Kind::ALL.into_iter().filter(|kind| of_kind[*kind as usize] > 0);
    let says: f64 = tried.map(Kind::say).sum();
    let weighted = |test: &Test| {
        let each = says / test.kind.say() * of_kind[test.kind as usize] as f64;
        (test.p * each / tests.len() as f64).min(1.0)
    };
    discovery::q_values(&tests.iter().map(weighted).collect::<Vec<_>>())
}

fn finding(cases: &Cases, test: &Test, q: f64) -> Finding {
    let spending = &cases.spending;
    let name = |record: &u32| {
        let at = *record as usize;
        let name = match test.kind.about() {
            About::Files => cases.numbers.name(cases.all[at].number),
            About::Rounds => cases.rounds.name(*record),
            About::Contracts => spending.numbers.name(spending.contracts[at].number),
            About::Activities => spending.codes.name(spending.activities[at].code),
        };
        name.to_owned()
    };
    Finding {
        kind: test.kind,
        subject: test.subject.iter().map(|part| name_part(cases, *part)).collect(),
        files: test.files,
        seen: test.seen,
        expected: test.expected,
        effect: test.effect,
        p: test.p,
        q,
        records: test.records.iter().map(name).collect(),
    }
}

fn name_part(cases: &Cases, (role, code): Part) -> (String, String) {
    let (role, names) = match role {
        Role::Contact => ("contact", &cases.contacts),
        Role::Representative => ("representative", &cases.representatives),
        Role::Officer => ("officer", &cases.officers),
        Role::Unit => ("unit", &cases.units),
        Role::Channel => ("channel", &cases.channels),
        Role::Step => ("step", &cases.single_steps),
        Role::Supplier => ("supplier", &cases.spending.suppliers),
        Role::Group(group) => {
            let (role, names) = &cases.groups[usize::from(group)];
            (role.as_str(), names)
        }
    };
    (role.to_owned(), names.name(code).to_owned())
}

/// One seed from three numbers (SplitMix64).
fn mix(seed: u64, kind: u64, place: u64) -> u64 {
    let mut z = seed
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .wrapping_add(kind.wrapping_mul(0xD1B5_4A32_D192_ED03))
        .wrapping_add(place.wrapping_add(1).wrapping_mul(0x8CB9_2BA7_2F3D_8DD7));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Whether a file took a measurable time without the citizen.
fn timed(case: &Case) -> bool {
    case.ready.is_some() && case.done.is_some() && !case.interrupted
}
