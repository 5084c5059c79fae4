//! Everything that is known of a budget, put together for pages and for the mayor's room.

use kernel::error::Result;
use platform::App;
use platform::db::Tx;

use super::model::{self, BudgetLine, Contract, Course, Placed, Realised};
use super::rules::{self, Limits, Moved, Overtake};
use super::store::{self, Budget, Version, order};

/// A budget that holds, beside the plan, with its months.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The budget.
    pub budget: Budget,
    /// The version that holds.
    pub version: Version,
    /// Lines of the first version.
    pub first: Vec<BudgetLine>,
    /// Its lines with their months.
    pub courses: Vec<Course>,
    /// The order of the plan; empty when none holds.
    pub order: Vec<Placed>,
    /// Contracts.
    pub contracts: Vec<Contract>,
    /// The last month about which anything is known; 0 before the first.
    pub known: i8,
    /// The numbers of the rules.
    pub limits: Limits,
    /// What overtook better activities.
    pub overtakes: Vec<Overtake>,
}

/// A budget in a few numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The year.
    pub year: i16,
    /// The last month that is known; 0 before the first.
    pub known: i8,
    /// What may be spent, in rupiah.
    pub amount: i64,
    /// What was paid, in rupiah.
    pub paid: i64,
    /// What overtook better activities: title, unit, and what was found.
    pub overtakes: Vec<(String, String, Overtake)>,
    /// How many lines had more money left than they should.
    pub late: usize,
}

impl Seen {
    /// The budget of a year; none when none holds.
    ///
    /// # Errors
    /// When the database fails or a rule is missing.
    pub async fn load(tx: &mut Tx<'_>, app: &App, year: i16) -> Result<Option<Self>> {
        let found = store::of_year(tx, year).await?.filter(|budget| budget.version > 0);
        let Some(budget) = found else { return Ok(None) };
        let version = store::version(tx, budget.id, budget.version).await?;
        let first = match budget.version {
            1 => version.lines.clone(),
            _ => store::version(tx, budget.id, 1).await?.lines,
        };
        let realised: Vec<Realised> = store::realised(tx, budget.id).await?;
        let courses = model::courses(&version.lines, &realised);
        let (order, known) = (order::of_year(tx, year).await?, model::known(&realised));
        let limits = Limits::on(&app.rulebook, app.today())?;
        let overtakes = rules::overtakes(&courses, &order, known, &limits);
        let contracts = order::contracts(tx, year).await?;
        Ok(Some(Self {
            budget,
            version,
            first,
            courses,
            order,
            contracts,
            known,
            limits,
            overtakes,
        }))
    }

    /// The newest budget that holds.
    ///
    /// # Errors
    /// As [`Seen::load`].
    pub async fn newest(tx: &mut Tx<'_>, app: &App) -> Result<Option<Self>> {
        match store::years(tx).await?.first() {
            Some(year) => Self::load(tx, app, *year).await,
            None => Ok(None),
        }
    }

    /// How many activities of the plan had been begun at the end of a month, and how many of these had
    /// overtaken none; none where no plan holds.
    pub fn kept(&self, until: i8) -> Option<(i64, i64)> {
        let kept = rules::kept(&self.courses, &self.order, (until, self.known), &self.limits);
        Some(kept).filter(|(started, _)| *started > 0)
    }

    /// The activity of the plan with that code.
    pub fn placed(&self, code: &str) -> Option<&Placed> {
        self.order.iter().find(|one| one.code == code && !code.is_empty())
    }

    /// What overtook others and is paid by that line.
    pub fn overtake(&self, line: &BudgetLine) -> Option<&Overtake> {
        self.overtakes.iter().find(|one| one.code == line.planned)
    }

    /// What moved.
    pub fn moved(&self) -> Vec<Moved> {
        rules::moved(&self.version.lines, &self.first, &self.order, &self.limits)
    }

    /// The line that pays for an activity of the plan.
    pub fn paying(&self, code: &str) -> Option<&Course> {
        self.courses.iter().find(|course| course.line.planned == code)
    }

    /// The budget in a few numbers.
    pub fn summary(&self) -> Summary {
        let told = |one: &Overtake| {
            let line = self.paying(&one.code).map(|course| &course.line);
            let title = line.map(|line| line.title.clone()).unwrap_or_default();
            (title, line.map(|line| line.unit.clone()).unwrap_or_default(), one.clone())
        };
        let late = |course: &&Course| rules::late(course, self.known, &self.limits).is_some();
        Summary {
            year: self.budget.budget_year,
            known: self.known,
            amount: self.courses.iter().map(|course| course.line.amount.get()).sum(),
            paid: self.courses.iter().map(Course::total).sum(),
            overtakes: self.overtakes.iter().map(told).collect(),
            late: self.courses.iter().filter(late).count(),
        }
    }
}
