//! Activities of a budget through its year: when each begins, and what each month pays.

use kernel::money::Rupiah;
use rand_chacha::ChaCha20Rng;

use crate::random::{Purpose, below, between, chance, shuffle, stream, unit};
use crate::spending::{Habitual, Ploy, SpendingSpec, SpendingTruth, SpendingYear};

/// An activity as the budget has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its code.
    pub code: String,
    /// The unit that spends it.
    pub unit: String,
    /// Its account.
    pub account: String,
    /// What may be spent.
    pub amount: Rupiah,
}

/// An activity and its year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lived {
    /// What the budget says.
    pub line: Line,
    /// Its place in the adopted order, from 1.
    pub place: u32,
    /// What each month paid, from January on.
    pub paid: [Rupiah; 12],
}

impl Lived {
    /// The month in which it began; none when nothing was paid.
    pub fn began(&self) -> Option<u32> {
        (1..).zip(&self.paid).find(|(_, paid)| paid.get() > 0).map(|(month, _)| month)
    }

    /// The share of the year's money that the last month paid.
    pub fn last_month(&self) -> f64 {
        let all: i64 = self.paid.iter().map(|paid| paid.get()).sum();
        self.paid[11].get() as f64 / all.max(1) as f64
    }
}

/// Accounts of ordinary activities, and that of school buildings.
const ACCOUNTS: [&str; 4] = ["5.1.02.01", "5.1.02.02", "5.2.02.05", "5.2.04.01"];
const SCHOOLS: &str = "5.2.03.01.01.0010";
/// Made-up activities of one unit.
const EACH: usize = 28;

/// Lives the activities of `spec`; the contracts of what it gives are empty.
pub(crate) fn live(spec: &SpendingSpec<'_>, seed: u64) -> SpendingYear {
    // Streams behind those of planted contracts.
    let of = |index: u64| stream(seed, Purpose::Spending, (1 << 20) + index);
    let lines = if spec.lines.is_empty() { made_up(spec, &mut of(0)) } else { spec.lines.to_vec() };
    let mut places: Vec<u32> = (1..=lines.len() as u32).collect();
    shuffle(&mut of(1), &mut places);
    let each = (2..).zip(lines.into_iter().zip(places));
    let mut lived: Vec<Lived> =
        each.map(|(index, (line, place))| ordinary(&mut of(index), line, place)).collect();
    let mut planted = Vec::new();
    for habit in spec.plant {
        let own: Vec<usize> =
            (0..lived.len()).filter(|at| lived[*at].line.unit == habit.unit).collect();
        let records = match habit.ploy {
            Ploy::Overtakes(percent) => overtake(&mut of(1 << 19), &mut lived, &own, percent),
            Ploy::December(percent) => {
                own.iter().map(|at| later(&mut lived[*at], f64::from(percent) / 100.0)).collect()
            }
            Ploy::Holidays => {
                let schools = own.iter().filter(|at| lived[**at].line.account == SCHOOLS);
                schools.map(|at| lived[*at].line.code.clone()).collect()
            }
            _ => continue,
        };
        let (unit, ploy) = (habit.unit.clone(), habit.ploy);
        planted.push(SpendingTruth { unit, ploy, supplier: String::new(), records });
    }
    SpendingYear { contracts: Vec::new(), activities: lived, planted }
}

fn made_up(spec: &SpendingSpec<'_>, rng: &mut ChaCha20Rng) -> Vec<Line> {
    let schools = |unit: &str| {
        let keeps = |habit: &Habitual| habit.unit == unit && habit.ploy == Ploy::Holidays;
        spec.plant.iter().any(keeps)
    };
    let mut lines = Vec::new();
    for (at, unit) in spec.units.iter().enumerate() {
        for number in 0..EACH {
            let account = ACCOUNTS[below(rng, ACCOUNTS.len())];
            let amount = Rupiah::new(between(rng, 40, 900) * 1_000_000);
            let school = schools(unit) && number % 2 == 0;
            lines.push(Line {
                code: format!("{:02}.{:02}", at + 1, number + 1),
                unit: unit.clone(),
                account: if school { SCHOOLS.to_owned() } else { account.to_owned() },
                amount,
            });
        }
    }
    lines
}

/// Nine tenths of the money over the months from the beginning on; December takes a share like any other, and
/// school buildings are mended in the holidays.
fn ordinary(rng: &mut ChaCha20Rng, line: Line, place: u32) -> Lived {
    let school = line.account == SCHOOLS;
    let began = if school { 6 + below(rng, 2) } else { below(rng, 10) };
    let spent = line.amount.get() as f64 * (0.88 + 0.1 * unit(rng));
    let mut weights = [0.0; 12];
    for weight in &mut weights[began..] {
        *weight = 0.3 + unit(rng);
    }
    if school || chance(rng, 0.1) {
        weights[11] *= 6.0;
    }
    let sum: f64 = weights.iter().sum();
    let paid = weights.map(|weight| Rupiah::new((spent * weight / sum) as i64));
    Lived { line, place, paid }
}

/// Begins anew in the order that is asked for: the worst placed first, with so many of a hundred moved there.
fn overtake(
    rng: &mut ChaCha20Rng,
    lived: &mut [Lived],
    own: &[usize],
    percent: u32,
) -> Vec<String> {
    let mut moved: Vec<usize> =
        own.iter().copied().filter(|_| chance(rng, f64::from(percent) / 100.0)).collect();
    let mut years: Vec<[Rupiah; 12]> = moved.iter().map(|at| lived[*at].paid).collect();
    years.sort_by_key(|paid| paid.iter().position(|month| month.get() > 0));
    moved.sort_by_key(|at| std::cmp::Reverse(lived[*at].place));
    for (at, year) in moved.iter().zip(years) {
        let (spent, all) = (total(&lived[*at].paid), total(&year));
        lived[*at].paid = year.map(|month| {
            Rupiah::new((month.get() as f64 * spent as f64 / all.max(1) as f64) as i64)
        });
    }
    moved.iter().map(|at| lived[*at].line.code.clone()).collect()
}

fn total(paid: &[Rupiah; 12]) -> i64 {
    paid.iter().map(|month| month.get()).sum()
}

/// The share of the last month times `factor`, at most nine tenths of all.
fn later(lived: &mut Lived, factor: f64) -> String {
    let all = total(&lived.paid) as f64;
    let share = (lived.last_month() * factor).min(0.9).max(lived.last_month());
    let before = all - lived.paid[11].get() as f64;
    if before > 0.0 {
        let left = all * (1.0 - share);
        for month in &mut lived.paid[..11] {
            *month = Rupiah::new((month.get() as f64 * left / before) as i64);
        }
        lived.paid[11] = Rupiah::new((all * share) as i64);
    }
    lived.line.code.clone()
}
