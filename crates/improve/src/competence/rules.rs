//! From files to numbers: of an officer for themselves, of a unit, of a training.

use std::collections::{BTreeMap, BTreeSet};

use estimation::dist::t_quantile;
use estimation::impact::{self, Effect, Missing, Panel, Point, Step};
use estimation::interval::Interval;
use estimation::shrink::{Count, Fit, Rates, Ratio, exact};
use jiff::civil::Date;
use kernel::id::UserId;

use super::model::{Cell, Outcome};
use crate::reform::rules::{MONTHS, Move, month_of};

/// Level of all intervals.
const LEVEL: f64 = 0.95;
/// An officer and month in which less is expected says nothing about a training.
const LEAST_EXPECTED: f64 = 0.5;

/// Files that are alike enough to be compared: service, channel, completeness.
type Stratum<'c> = (&'c str, &'c str, bool);

fn stratum(cell: &Cell) -> Stratum<'_> {
    (&cell.service, &cell.channel, cell.complete)
}

/// A share of files with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The share.
    pub value: f64,
    /// Lower end of its interval of 95 %.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Files behind it.
    pub files: i64,
}

impl Figure {
    fn of(ratio: Ratio, usual: f64, files: i64) -> Self {
        let share = |value: f64| (usual * value).clamp(0.0, 1.0);
        let Ratio { value, interval: Interval { low, high } } = ratio;
        Self { value: share(value), low: share(low), high: share(high), files }
    }
}

/// Files taken together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum {
    /// Files.
    pub files: i64,
    /// What came of them, and what was expected.
    pub count: Count,
}

impl Sum {
    /// Events that are expected of a file.
    fn usual(self) -> f64 {
        self.count.expected / self.files.max(1) as f64
    }
}

/// How an officer stands to their unit. It is a sentence to them, no grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Files come back less often, beyond chance.
    Fewer,
    /// More often, beyond chance.
    More,
    /// The difference may be chance.
    Uncertain,
}

impl Standing {
    /// Used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fewer => "fewer",
            Self::More => "more",
            Self::Uncertain => "uncertain",
        }
    }
}

/// From how many files and persons on a number is shown.
#[derive(Clone, Copy, Debug)]
pub struct Fewest {
    /// Files behind a number.
    pub files: i64,
    /// Officers behind a number of a unit.
    pub together: usize,
    /// Officers of a unit of which the differences are shown.
    pub officers: usize,
}

/// Files of the whole city, seen for one outcome.
#[derive(Debug)]
pub struct Work<'c> {
    outcome: Outcome,
    cells: &'c [Cell],
    rates: Rates<Stratum<'c>>,
}

impl<'c> Work<'c> {
    /// What everybody's files say of what is usual.
    pub fn new(cells: &'c [Cell], outcome: Outcome) -> Self {
        let mut rates = Rates::default();
        for cell in cells {
            rates.add(stratum(cell), cell.files as f64, cell.events(outcome) as f64);
        }
        Self { outcome, cells, rates }
    }

    /// Observed and expected of some files.
    pub fn sum<'a>(&self, cells: impl Iterator<Item = &'a Cell>) -> Sum
    where
        'c: 'a,
    {
        cells.fold(Sum::default(), |sum, cell| self.with(sum, cell))
    }

    fn with(&self, sum: Sum, cell: &Cell) -> Sum {
        let expected = self.rates.expected(&stratum(cell), cell.files as f64);
        Sum {
            files: sum.files + cell.files,
            count: Count {
                observed: sum.count.observed + cell.events(self.outcome) as f64,
                expected: sum.count.expected + expected,
            },
        }
    }

    fn of_unit(&self, unit: &str) -> impl Iterator<Item = &'c Cell> {
        self.cells.iter().filter(move |cell| cell.unit == unit)
    }

    /// Officers by what came of their files.
    fn officers(&self, cells: impl Iterator<Item = &'c Cell>) -> BTreeMap<UserId, Sum> {
        let mut by: BTreeMap<UserId, Sum> = BTreeMap::new();
        for cell in cells {
            let sum = by.entry(cell.officer).or_default();
            *sum = self.with(*sum, cell);
        }
        by
    }

    /// The share of a unit's files, adjusted to what the unit usually gets; none of too few files or
    /// officers.
    pub fn unit(&self, unit: &str, fewest: Fewest) -> Option<Figure> {
        let sum = self.sum(self.of_unit(unit));
        let enough = sum.files >= fewest.files && self.hides(unit, fewest);
        enough.then(|| together(sum, sum.usual()))
    }

    /// The share of some files as if they had been those of the whole city, and its change from the one
    /// group of months to the other. None of too few files or officers.
    pub fn told(
        &self,
        own: &[Cell],
        (before, now): (&[String], &[String]),
        fewest: Fewest,
    ) -> Option<(Figure, Option<(f64, Move)>)> {
        let usual = self.sum(self.cells.iter()).usual();
        let all = self.enough(own.iter(), fewest)?;
        let within = |months: &[String]| {
            self.enough(own.iter().filter(|cell| months.contains(&cell.month)), fewest)
        };
        let moved = within(before).zip(within(now)).and_then(|(b, a)| moved(usual, b, a));
        Some((together(all, usual), moved))
    }

    /// Files together, when they are enough and of enough officers.
    fn enough<'a>(
        &self,
        cells: impl Iterator<Item = &'a Cell> + Clone,
        fewest: Fewest,
    ) -> Option<Sum> {
        let officers: BTreeSet<UserId> = cells.clone().map(|cell| cell.officer).collect();
        let sum = cells.fold(Sum::default(), |sum, cell| self.with(sum, cell));
        (sum.files >= fewest.files && officers.len() >= fewest.together).then_some(sum)
    }

    /// Whether a number of the unit says nothing about one of its officers.
    fn hides(&self, unit: &str, fewest: Fewest) -> bool {
        let officers: BTreeSet<UserId> = self.of_unit(unit).map(|cell| cell.officer).collect();
        officers.len() >= fewest.together
    }

    /// The same by month, adjusted to the files of the whole time; months with too few are left out.
    pub fn months(&self, unit: &str, monthly: &[Cell], fewest: Fewest) -> Vec<(String, Figure)> {
        let usual = self.sum(self.of_unit(unit)).usual();
        let mut by: BTreeMap<&str, (Sum, BTreeSet<UserId>)> = BTreeMap::new();
        for cell in monthly.iter().filter(|cell| cell.unit == unit) {
            let (sum, officers) = by.entry(&cell.month).or_default();
            *sum = self.with(*sum, cell);
            officers.insert(cell.officer);
        }
        let enough = |(sum, officers): &(Sum, BTreeSet<UserId>)| {
            sum.files >= fewest.files && officers.len() >= fewest.together
        };
        let kept = by.into_iter().filter(|(_, month)| enough(month));
        kept.map(|(month, (sum, _))| (month.to_owned(), together(sum, usual))).collect()
    }

    /// How far the officers of a unit truly differ, as a share of the usual; none of too few officers.
    pub fn spread(&self, unit: &str, fewest: Fewest) -> Option<Ratio> {
        let officers = self.officers(self.of_unit(unit));
        let files: i64 = officers.values().map(|sum| sum.files).sum();
        if officers.len() < fewest.officers || files < fewest.files {
            return None;
        }
        let counts: Vec<Count> = officers.values().map(|sum| sum.count).collect();
        Some(Fit::of(&counts)?.spread(LEVEL))
    }

    /// The share of an officer's own files, as if they had got what their unit usually gets; and how it
    /// stands to the unit. None of too few files.
    pub fn officer(
        &self,
        officer: UserId,
        unit: &str,
        fewest: Fewest,
    ) -> Option<(Figure, Standing)> {
        let all = self.officers(self.cells.iter());
        let own = all.get(&officer).filter(|sum| sum.files >= fewest.files)?;
        let counts: Vec<Count> = all.values().map(|sum| sum.count).collect();
        let Some(fit) = Fit::of(&counts) else {
            // Nobody's files came to this, or nobody else has any: there is nothing to draw towards.
            return Some((together(*own, own.usual()), Standing::Uncertain));
        };
        let ratio = fit.ratio(own.count, LEVEL);
        let team = self.sum(self.of_unit(unit));
        let usual = if team.files > 0 { team.usual() } else { own.usual() };
        let of_team = exact(team.count, LEVEL).value;
        let standing = match ratio.interval {
            // Of a unit of which nothing is expected nothing is said.
            _ if !of_team.is_finite() => Standing::Uncertain,
            Interval { high, .. } if high < of_team => Standing::Fewer,
            Interval { low, .. } if low > of_team => Standing::More,
            _ => Standing::Uncertain,
        };
        Some((Figure::of(ratio, usual, own.files), standing))
    }

    /// What a training changed in the share of those who took part, against others of the unit.
    /// `trainings` are all of the unit, each with its day and who took part.
    ///
    /// # Errors
    /// What is missing to say anything.
    pub fn trained(
        &self,
        (unit, monthly, months): (&str, &[Cell], &[String]),
        trainings: &[(Date, BTreeSet<UserId>)],
        which: usize,
    ) -> Result<Effect, Missing> {
        let usual = self.sum(self.of_unit(unit)).usual();
        let mut by: BTreeMap<(UserId, &str), Sum> = BTreeMap::new();
        for cell in monthly.iter().filter(|cell| cell.unit == unit) {
            let sum = by.entry((cell.officer, &cell.month)).or_default();
            *sum = self.with(*sum, cell);
        }
        let officers: BTreeSet<UserId> = by.keys().map(|(officer, _)| *officer).collect();
        let point = |officer: UserId, month: &String| {
            let sum = by.get(&(officer, month.as_str()))?;
            let Count { observed, expected } = sum.count;
            (expected >= LEAST_EXPECTED).then(|| Point {
                value: usual * observed / expected,
                // A month without any event has an error too.
                variance: usual * usual * (observed + 0.5) / (expected * expected),
            })
        };
        let row = |officer: &UserId| months.iter().map(|month| point(*officer, month)).collect();
        let panel: Panel = officers.iter().map(row).collect();
        let step = |(day, users): &(Date, BTreeSet<UserId>)| {
            let month = month_of(*day);
            let before = months.iter().filter(|one| **one < month).count();
            let places = officers.iter().enumerate().filter(|(_, one)| users.contains(one));
            Step {
                before,
                after: before + usize::from(months.contains(&month)),
                units: places.map(|(place, _)| place).collect(),
            }
        };
        let steps: Vec<Step> = trainings.iter().map(step).collect();
        if steps[which].units.is_empty() {
            return Err(Missing::NoBefore);
        }
        impact::effect(&panel, &steps, which, MONTHS, LEVEL)
    }
}

/// The difference of two shares that are adjusted alike, and what it allows to say; none where nothing
/// is expected.
fn moved(usual: f64, before: Sum, now: Sum) -> Option<(f64, Move)> {
    let part = |Sum { count: Count { observed, expected }, .. }: Sum| {
        // A time without any event has an error too.
        let spread = usual * usual * (observed + 0.5) / (expected * expected);
        (expected > 0.0).then(|| (usual * observed / expected, spread))
    };
    let ((b, b_spread), (a, a_spread)) = (part(before)?, part(now)?);
    let df = (before.files.min(now.files) - 1).max(1) as f64;
    let half = t_quantile(f64::midpoint(1.0, LEVEL), df) * (b_spread + a_spread).sqrt();
    let said = match a - b {
        by if by.abs() <= half => Move::Uncertain,
        by if by < 0.0 => Move::Better,
        _ => Move::Worse,
    };
    Some((a - b, said))
}

fn together(sum: Sum, usual: f64) -> Figure {
    if sum.count.expected > 0.0 {
        return Figure::of(exact(sum.count, LEVEL), usual, sum.files);
    }
    // Nobody's files of these kinds ever came back: then these did not either.
    let one = exact(Count { observed: 0.0, expected: sum.files.max(1) as f64 }, LEVEL);
    Figure::of(one, 1.0, sum.files)
}

/// The share of each unit's files, as if all units had got the same files; by code.
pub fn by_unit(cells: &[Cell], outcome: Outcome, fewest: Fewest) -> BTreeMap<String, Figure> {
    let work = Work::new(cells, outcome);
    let usual = work.sum(cells.iter()).usual();
    let units: BTreeSet<&str> = cells.iter().map(|cell| cell.unit.as_str()).collect();
    let figure = |unit: &str| {
        let sum = work.sum(work.of_unit(unit));
        let enough = sum.files >= fewest.files && work.hides(unit, fewest);
        enough.then(|| (unit.to_owned(), together(sum, usual)))
    };
    units.into_iter().filter_map(figure).collect()
}
