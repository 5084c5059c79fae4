//! What a year leaves of each office besides its files: words of money, gifts that its officers recorded,
//! and how it ended what people reported of it. In honest offices gifts follow words everywhere alike, and
//! reports end alike; offices differ in size only.

use serde::Serialize;

use crate::random::{Purpose, between, chance, stream};

/// Gifts recorded for each word of money, in percent.
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
    /// People who say that they were asked for money.
    pub accused: u32,
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
/// measured: 160 words of money and 140 reports, of which twice the usual share is twenty more than
/// usual; every other has 40 to 160 words and 30 to 300 reports.
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
    let (words, reports) = (between(&mut rng, 40, 160), between(&mut rng, 30, 300));
    let (mut gifts, mut idle, mut late) = (100, 100, 100);
    let (mut words, mut reports) = (words as u32, reports as u32);
    for habit in habits {
        match *habit {
            OfficeHabit::HidesGifts(percent) => (words, gifts) = (160, percent),
            OfficeHabit::EndsIdly(percent) => (reports, idle) = (140, percent),
            OfficeHabit::EndsLate(percent) => (reports, late) = (140, percent),
            OfficeHabit::Spared => words = 12,
        }
    }
    let mut some = |of: u32, percent: u32| {
        let share = f64::from(percent) / 100.0;
        (0..of).filter(|_| chance(&mut rng, share)).count() as u32
    };
    OfficeYear {
        unit: unit.to_owned(),
        accused: words,
        gifts: some(words, GIFTS * gifts / 100),
        ended: reports,
        without_act: some(reports, IDLE * idle / 100),
        last_day: some(reports, LAST_DAY * late / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNITS: [&str; 4] = ["A", "B", "C", "D"];

    fn silence(unit: &str, habit: OfficeHabit) -> Silence {
        Silence { unit: unit.to_owned(), habit }
    }

    #[test]
    fn a_habit_moves_its_own_office_alone_and_by_what_it_says() {
        let habits = [
            silence("B", OfficeHabit::HidesGifts(50)),
            silence("C", OfficeHabit::EndsIdly(200)),
            silence("D", OfficeHabit::Spared),
        ];
        let (mut gifts, mut idle) = (0, 0);
        for seed in 1..=50 {
            let (honest, planted) =
                (office_years(seed, &UNITS, &[]), office_years(seed, &UNITS, &habits));
            assert_eq!(honest[0], planted[0]);
            assert_eq!(office_years(seed, &UNITS, &habits), planted, "the same again");
            assert_eq!((planted[1].accused, planted[2].ended), (160, 140));
            assert!(planted[3].accused == 12 && planted[3].gifts <= 12);
            for office in honest.iter().chain(&planted) {
                assert!(office.without_act <= office.ended && office.last_day <= office.ended);
            }
            gifts += planted[1].gifts;
            idle += planted[2].without_act;
        }
        // 50 × 160 × 0.4 and 50 × 140 × 0.3, each within four standard deviations.
        assert!((3025..=3375).contains(&gifts), "{gifts}");
        assert!((1947..=2253).contains(&idle), "{idle}");
    }
}
