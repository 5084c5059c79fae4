//! What became of an activity, month by month. Pure.

use std::collections::BTreeMap;

pub use kernel::facts::spending::BudgetLine;

/// Months of a budget's year.
pub const MONTHS: usize = 12;

/// What one month brought of an activity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Realised {
    /// Code of the activity.
    pub code: String,
    /// Code of the unit.
    pub unit: String,
    /// The month, from 1 to 12.
    pub month: i8,
    /// What was paid in it, in rupiah.
    pub paid: i64,
    /// How much of the work stands at its end, in thousandths.
    pub done: i64,
}

/// An activity of the plan that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its code in the plan.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// What the plan reckons that it costs, in rupiah.
    pub cost: i64,
    /// Codes of activities without which it cannot be done.
    pub needs: Vec<String>,
    /// Number of the proposal from which it comes; may be empty.
    pub proposal: String,
    /// Its place in the order of points, from 1.
    pub place: i64,
    /// Whether the plan pays for it.
    pub chosen: bool,
}

/// A contract for an activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// Code of the activity.
    pub code: String,
    /// Code of the unit.
    pub unit: String,
    /// Its number.
    pub number: String,
    /// The day, as written.
    pub awarded_on: String,
    /// The price, in rupiah.
    pub value: i64,
    /// What those of its things cost that have a standard price, in rupiah.
    pub compared: i64,
    /// What these would cost by the standard, in rupiah.
    pub standard: i64,
}

/// A line of the budget with its months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// The line.
    pub line: BudgetLine,
    /// What was paid in each month, from January.
    pub paid: [i64; MONTHS],
    /// How much of the work stands at the end of the last month that is known, in thousandths.
    pub done: i64,
    /// The first month with money or work, from 1.
    pub started: Option<i8>,
}

impl Course {
    /// The same as it stood at the end of that month.
    #[must_use]
    pub fn as_of(&self, month: i8) -> Self {
        let mut then = self.clone();
        for paid in then.paid.iter_mut().skip(usize::from(month.max(0).unsigned_abs())) {
            *paid = 0;
        }
        then.started = self.started.filter(|from| *from <= month);
        then
    }

    /// Everything that was paid.
    pub fn total(&self) -> i64 {
        self.paid.iter().sum()
    }

    /// What was paid up to the end of that month.
    pub fn until(&self, month: i8) -> i64 {
        self.paid[..usize::from(month.unsigned_abs()).min(MONTHS)].iter().sum()
    }
}

/// Each line of a budget with its months, in the order of the lines. The order of `realised` does not matter
/// when it names every month of an activity once.
pub fn courses(lines: &[BudgetLine], realised: &[Realised]) -> Vec<Course> {
    let mut by: BTreeMap<(&str, &str), Vec<&Realised>> = BTreeMap::new();
    for one in realised {
        by.entry((&one.unit, &one.code)).or_default().push(one);
    }
    let course = |line: &BudgetLine| {
        let mut course = Course { line: line.clone(), paid: [0; MONTHS], done: 0, started: None };
        let mut last = 0;
        for one in by.get(&(line.unit.as_str(), line.code.as_str())).into_iter().flatten() {
            let Ok(place) = usize::try_from(one.month - 1) else { continue };
            let Some(paid) = course.paid.get_mut(place) else { continue };
            *paid = one.paid;
            if one.month > last {
                (last, course.done) = (one.month, one.done);
            }
            if one.paid > 0 || one.done > 0 {
                let first = course.started.map_or(one.month, |month| month.min(one.month));
                course.started = Some(first);
            }
        }
        course
    };
    lines.iter().map(course).collect()
}

/// The last month about which anything is known; 0 before the first.
pub fn known(realised: &[Realised]) -> i8 {
    realised.iter().map(|one| one.month).max().unwrap_or(0)
}
