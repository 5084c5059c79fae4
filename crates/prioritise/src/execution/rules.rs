//! What flows against the order, comes late or moved. Pure.
//!
//! **Overtaking.** The order is that of the plan that holds. An activity *starts* in the first month with money
//! or work. A overtakes B when
//! 1. the plan pays for B, the budget has money for it, and everything that B needs started no later than A;
//! 2. B stands at least `places` places before A;
//! 3. A started at least `months` months before B, or B has not started and at least as many months are known
//!    after A started.
//!
//! So what was found stays found when later months come, and an earlier start of B never adds to it.
//!
//! **Late.** At the end of month `late_after` more than the share `late` of a line's money was still there.
//! **December.** Of what was paid in the year, more than the share `december` was paid in December.
//! Both are asked of lines of `floor` rupiah and more, and not of what is kept for emergencies (account 5.3).
//!
//! **Moved.** Capital spending (account 5.2) that no plan knows or that the plan left out; an activity of the
//! plan without money; money that differs from the plan's cost, or from the first version, by more than the
//! share `moved`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::error::Result;
use kernel::rulebook::Rulebook;

use super::model::{BudgetLine, Course, MONTHS, Placed};

/// The numbers of the rules.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// How many places better an overtaken activity stands at least.
    pub places: i64,
    /// How many months later it starts at least.
    pub months: i8,
    /// The month at whose end money that is left is late.
    pub late_after: i8,
    /// The share of a line's money that may be left then.
    pub late: f64,
    /// The share of a year's payments that December may have.
    pub december: f64,
    /// The share by which an amount may differ from the plan's.
    pub moved: f64,
    /// Lines below are not asked when they were paid, in rupiah.
    pub floor: i64,
}

impl Limits {
    /// The numbers that hold on a day.
    ///
    /// # Errors
    /// Internal when the rulebook lacks one.
    pub fn on(book: &Rulebook, day: Date) -> Result<Self> {
        let month = |code: &str| -> Result<i8> {
            i8::try_from(book.count(code, day)?).map_err(kernel::Error::internal)
        };
        Ok(Self {
            places: book.count("execution.overtake_places", day)?,
            months: month("execution.overtake_months")?,
            late_after: month("execution.late_after")?,
            late: book.share("execution.late", day)?,
            december: book.share("execution.december", day)?,
            moved: book.share("execution.moved", day)?,
            floor: book.money("execution.floor", day)?.get(),
        })
    }
}

/// An activity that was begun before better ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overtake {
    /// Its code in the plan.
    pub code: String,
    /// Its place.
    pub place: i64,
    /// The month in which it started.
    pub started: i8,
    /// What was paid on it, in rupiah.
    pub paid: i64,
    /// Codes in the plan of those that it overtook, the best first.
    pub before: Vec<String>,
}

/// What the budget says of one activity of the plan.
#[derive(Default)]
struct Begun {
    started: Option<i8>,
    paid: i64,
    amount: i64,
}

fn begun(courses: &[Course]) -> BTreeMap<&str, Begun> {
    let mut all: BTreeMap<&str, Begun> = BTreeMap::new();
    for course in courses.iter().filter(|one| !one.line.planned.is_empty()) {
        let begun = all.entry(&course.line.planned).or_default();
        begun.paid += course.total();
        begun.amount += course.line.amount.get();
        begun.started = match (begun.started, course.started) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
    all
}

/// Activities that overtook better ones, the one on which most was paid first. `known` is the last month
/// about which anything is known.
pub fn overtakes(
    courses: &[Course],
    order: &[Placed],
    known: i8,
    limits: &Limits,
) -> Vec<Overtake> {
    let begun = begun(courses);
    let started = |code: &str| begun.get(code).and_then(|one| one.started);
    let mut better: Vec<&Placed> = order.iter().filter(|one| one.chosen).collect();
    better.sort_by(|a, b| (a.place, &a.code).cmp(&(b.place, &b.code)));
    let mut found = Vec::new();
    for ahead in order {
        let Some(own) = begun.get(ahead.code.as_str()) else { continue };
        let Some(from) = own.started else { continue };
        let waits = |one: &&&Placed| {
            let funded = begun.get(one.code.as_str()).is_some_and(|begun| begun.amount > 0);
            let ready = one.needs.iter().all(|code| started(code).is_some_and(|at| at <= from));
            let until = started(&one.code).unwrap_or(known);
            funded
                && ready
                && ahead.place - one.place >= limits.places
                && until - from >= limits.months
        };
        let before: Vec<String> = better.iter().filter(waits).map(|one| one.code.clone()).collect();
        if !before.is_empty() {
            found.push(Overtake {
                code: ahead.code.clone(),
                place: ahead.place,
                started: from,
                paid: own.paid,
                before,
            });
        }
    }
    found.sort_by(|a, b| b.paid.cmp(&a.paid).then_with(|| a.code.cmp(&b.code)));
    found
}

/// How many activities of the plan had been begun at the end of month `until`, and how many of these had
/// overtaken none by then. What was paid or began later changes neither.
pub fn kept(
    courses: &[Course],
    order: &[Placed],
    (until, known): (i8, i8),
    limits: &Limits,
) -> (i64, i64) {
    let then: Vec<Course> = courses.iter().map(|course| course.as_of(until)).collect();
    let of_plan = begun(&then);
    let started = order
        .iter()
        .filter(|one| of_plan.get(one.code.as_str()).is_some_and(|begun| begun.started.is_some()));
    let started = started.count();
    let ahead = overtakes(&then, order, known.min(until), limits).len();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    (count(started), count(started.saturating_sub(ahead)))
}

/// Of a line: the share of its money that was still there when it should not have been; none when that is
/// allowed, or not known yet.
pub fn late(course: &Course, known: i8, limits: &Limits) -> Option<f64> {
    let amount = course.line.amount.get();
    if known < limits.late_after || !is_asked(&course.line, limits) {
        return None;
    }
    let left = 1.0 - course.until(limits.late_after) as f64 / amount as f64;
    (left > limits.late).then_some(left)
}

/// Of a line: the share of the year's payments that came in December; none when that is allowed, or not
/// known yet.
pub fn december(course: &Course, known: i8, limits: &Limits) -> Option<f64> {
    let total = course.total();
    let last = MONTHS - 1;
    if usize::from(known.unsigned_abs()) < MONTHS || !is_asked(&course.line, limits) || total <= 0 {
        return None;
    }
    let share = course.paid[last] as f64 / total as f64;
    (share > limits.december).then_some(share)
}

/// Something that is otherwise than the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moved {
    /// Capital spending that no plan knows: place of its line.
    Unplanned(usize),
    /// The plan had left it out: place of its line.
    LeftOut(usize),
    /// The plan pays for it and the budget does not: its code in the plan.
    Missing(String),
    /// The budget gives an activity of the plan another amount: its code, the plan's cost and the amount.
    Amount(String, i64, i64),
    /// A line has another amount than in the first version: its place and what it had; 0 when it is new.
    Revised(usize, i64),
}

/// Whether a line is asked when it is paid.
fn is_asked(line: &BudgetLine, limits: &Limits) -> bool {
    line.amount.get() >= limits.floor.max(1)
        && !(line.account == "5.3" || line.account.starts_with("5.3."))
}

fn differs(from: i64, to: i64, limits: &Limits) -> bool {
    (to - from).abs() as f64 > limits.moved * from as f64
}

/// Everything that moved, kinds in the order of [`Moved`]. `first` are the lines of the first version.
pub fn moved(
    lines: &[BudgetLine],
    first: &[BudgetLine],
    order: &[Placed],
    limits: &Limits,
) -> Vec<Moved> {
    // Where no plan holds nothing can lie outside it.
    let planned = !order.is_empty();
    let capital = |line: &BudgetLine| line.account == "5.2" || line.account.starts_with("5.2.");
    let find = |code: &str| order.iter().find(|one| one.code == code);
    let places = || lines.iter().enumerate();
    let mut found: Vec<Moved> = places()
        .filter(|(_, line)| planned && capital(line) && find(&line.planned).is_none())
        .map(|(at, _)| Moved::Unplanned(at))
        .collect();
    let out = |line: &BudgetLine| find(&line.planned).is_some_and(|one| !one.chosen);
    found.extend(places().filter(|(_, line)| out(line)).map(|(at, _)| Moved::LeftOut(at)));
    let mut amounts: BTreeMap<&str, i64> = BTreeMap::new();
    for line in lines {
        *amounts.entry(&line.planned).or_default() += line.amount.get();
    }
    let amount = |one: &Placed| amounts.get(one.code.as_str()).copied().unwrap_or(0);
    let chosen = || order.iter().filter(|one| one.chosen);
    let missing = chosen().filter(|one| amount(one) == 0);
    found.extend(missing.map(|one| Moved::Missing(one.code.clone())));
    let other = chosen().filter(|one| amount(one) > 0 && differs(one.cost, amount(one), limits));
    found.extend(other.map(|one| Moved::Amount(one.code.clone(), one.cost, amount(one))));
    let before = |line: &BudgetLine| {
        let same = |old: &&BudgetLine| old.code == line.code && old.unit == line.unit;
        first.iter().find(same).map_or(0, |old| old.amount.get())
    };
    let revised = places().map(|(at, line)| (at, before(line), line.amount.get()));
    let revised = revised.filter(|(_, old, new)| differs(*old, *new, limits));
    found.extend(revised.map(|(at, old, _)| Moved::Revised(at, old)));
    found
}
