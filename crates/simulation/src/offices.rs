//! What a year leaves of each office besides its files: payments that its users made, what they say of them in
//! reports and in a survey, gifts that its officers recorded, and how it ended what people reported of it. In
//! honest offices few users pay, gifts follow payments everywhere alike, and reports end alike; offices differ
//! in size, and in how many of their users the survey asked.

use rand::Rng;
use serde::Serialize;

use crate::random::{Purpose, between, chance, stream};

/// Gifts recorded for each payment, in percent.
const GIFTS: u32 = 80;
/// Percent of reports that end without an act, and percent that end on the last day of their time.
const IDLE: u32 = 15;
const LAST_DAY: u32 = 15;

/// One office out of the ordinary. Percentages are of the ordinary share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Silence {
    /// Code of the unit.
    pub unit: String,
    /// What it does.
    pub habit: OfficeHabit,
}

/// What an office does about gifts and reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeHabit {
    /// Records so many percent of the gifts that others would.
    HidesGifts(u32),
    /// The same, but its users dare to tell of payments in the survey alone.
    Hushed(u32),
    /// Ends so many percent of the usual share of reports without an act.
    EndsIdly(u32),
    /// Ends so many percent of the usual share of reports on the last day.
    EndsLate(u32),
    /// Hardly anyone is asked for money, and so hardly a gift is recorded: honest.
    Spared,
}

impl OfficeHabit {
    /// Whether nothing is the matter with it.
    pub fn is_honest(self) -> bool {
        self == Self::Spared
    }
}

/// What is counted of one office.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OfficeYear {
    /// Code of the unit.
    pub unit: String,
    /// People who report that they were asked for money.
    pub accused: u32,
    /// Users whom it served.
    pub users: u32,
    /// Those of them who answered the survey.
    pub answers: u32,
    /// Those of these who told of a payment.
    pub told: u32,
    /// Gifts that were recorded or refused.
    pub gifts: u32,
    /// Reports that were ended.
    pub ended: u32,
    /// Those without an act.
    pub without_act: u32,
    /// Those on the last day of their time.
    pub last_day: u32,
}

/// A year of these offices under `seed`. An office with a habit has the size at which habits are
/// measured: 160 payments, or of a hushed one 200 with 400 answers of 800 users; and 140 reports, of which
/// twice the usual share is twenty more than usual. Every other has 40 to 160 payments and 30 to 300 reports.
/// Every payment is reported, but of a hushed office twelve are. Usually 120 to 360 of 1,000 to 3,000 users answer,
/// so that about one in twenty tells of a payment.
pub fn office_years(seed: u64, units: &[&str], habits: &[Silence]) -> Vec<OfficeYear> {
    let year = |(index, unit): (u64, &&str)| {
        let own = habits.iter().filter(|one| one.unit == **unit).map(|one| one.habit);
        of_one(seed, index, unit, &own.collect::<Vec<_>>())
    };
    (0..).zip(units).map(year).collect()
}

fn of_one(seed: u64, index: u64, unit: &str, habits: &[OfficeHabit]) -> OfficeYear {
    let mut rng = stream(seed, Purpose::Office, index);
    // Sizes are drawn for every office, so that a habit moves nothing of the others.
    let (mut paid, mut reports) = (size(&mut rng, 40, 160), size(&mut rng, 30, 300));
    let (mut gifts, mut idle, mut late) = (100, 100, 100);
    let mut hushed = false;
    for habit in habits {
        match *habit {
            OfficeHabit::HidesGifts(percent) => (paid, gifts) = (160, percent),
            OfficeHabit::Hushed(percent) => (paid, gifts, hushed) = (200, percent, true),
            OfficeHabit::EndsIdly(percent) => (reports, idle) = (140, percent),
            OfficeHabit::EndsLate(percent) => (reports, late) = (140, percent),
            OfficeHabit::Spared => paid = 12,
        }
    }
    let gifts = some(&mut rng, paid, percent(GIFTS, gifts));
    let without_act = some(&mut rng, reports, percent(IDLE, idle));
    let last_day = some(&mut rng, reports, percent(LAST_DAY, late));
    let usual = (size(&mut rng, 1_000, 3_000), size(&mut rng, 120, 360));
    let (users, answers) = if hushed { (800, 400) } else { usual };
    OfficeYear {
        unit: unit.to_owned(),
        accused: if hushed { 12 } else { paid },
        users,
        answers,
        told: some(&mut rng, answers, f64::from(paid) / f64::from(users)),
        gifts,
        ended: reports,
        without_act,
        last_day,
    }
}

fn size(rng: &mut impl Rng, low: i64, high: i64) -> u32 {
    between(rng, low, high) as u32
}

fn some(rng: &mut impl Rng, of: u32, share: f64) -> u32 {
    (0..of).filter(|_| chance(rng, share)).count() as u32
}

/// So many percent of a usual percentage, as a share.
fn percent(usual: u32, times: u32) -> f64 {
    f64::from(usual * times / 100) / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNITS: [&str; 5] = ["A", "B", "C", "D", "E"];

    fn silence(unit: &str, habit: OfficeHabit) -> Silence {
        Silence { unit: unit.to_owned(), habit }
    }

    #[test]
    fn a_habit_moves_its_own_office_alone_and_by_what_it_says() {
        let habits = [
            silence("B", OfficeHabit::HidesGifts(50)),
            silence("C", OfficeHabit::EndsIdly(200)),
            silence("D", OfficeHabit::Spared),
            silence("E", OfficeHabit::Hushed(25)),
        ];
        let (mut gifts, mut idle, mut told, mut usual) = (0, 0, 0, (0, 0));
        for seed in 1..=50 {
            let (honest, planted) =
                (office_years(seed, &UNITS, &[]), office_years(seed, &UNITS, &habits));
            assert_eq!(honest[0], planted[0]);
            assert_eq!(office_years(seed, &UNITS, &habits), planted, "the same again");
            assert_eq!((planted[1].accused, planted[2].ended), (160, 140));
            assert!(planted[3].accused == 12 && planted[3].gifts <= 12);
            assert_eq!((planted[4].accused, planted[4].answers, planted[4].users), (12, 400, 800));
            for office in honest.iter().chain(&planted) {
                assert!(office.without_act <= office.ended && office.last_day <= office.ended);
            }
            gifts += planted[1].gifts;
            idle += planted[2].without_act;
            told += planted[4].told;
            usual = (usual.0 + honest[0].told, usual.1 + honest[0].answers);
        }
        // 50 × 160 × 0.4 and 50 × 140 × 0.3, each within four standard deviations.
        assert!((3025..=3375).contains(&gifts), "{gifts}");
        assert!((1947..=2253).contains(&idle), "{idle}");
        // 50 × 400 × 0.25, the same; of honest offices about one in twenty tells.
        assert!((4755..=5245).contains(&told), "{told}");
        let share = f64::from(usual.0) / f64::from(usual.1);
        assert!((0.03..0.09).contains(&share), "{share}");
    }
}
