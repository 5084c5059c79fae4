//! A planner brings in what months brought: a fact for each month of each activity that says something new.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::facts::spending::ActivityRealised;
use kernel::money::Rupiah;
use platform::App;
use platform::auth::{Can, Planner};
use platform::db::{Command, WriteTx};

use super::super::model::Realised;
use super::super::store;
use super::{Writing, holding};

/// Months come in, all or none.
#[derive(Clone)]
pub struct Realise {
    /// The city.
    pub app: App,
    /// The year.
    pub budget_year: i16,
    /// The months.
    pub months: Vec<Realised>,
    /// Who brings them in.
    pub planner: Can<Planner>,
}

/// The newest month of a budget's year about which something can be told on a day; 0 before that year.
pub fn last_month(budget_year: i16, today: Date) -> i8 {
    match today.year() - budget_year {
        0 => today.month(),
        later if later > 0 => 12,
        _ => 0,
    }
}

impl Command for Realise {
    type Output = usize;

    /// How many months of activities said something new.
    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<usize> {
        let budget = holding(tx, self.budget_year).await?;
        let lines = store::version(tx, budget.id, budget.version).await?.lines;
        let there = store::realised(tx, budget.id).await?;
        let last = last_month(self.budget_year, self.app.tz().to_datetime(tx.now()).date());
        let named: BTreeSet<(&str, &str)> =
            lines.iter().map(|line| (line.code.as_str(), line.unit.as_str())).collect();
        let known = |one: &Realised| named.contains(&(one.code.as_str(), one.unit.as_str()));
        // The page has said where the mistake is; this one holds for every way in.
        let good = |one: &Realised| {
            known(one)
                && (1..=last).contains(&one.month)
                && one.paid >= 0
                && (0..=1000).contains(&one.done)
        };
        if !self.months.iter().all(good) {
            return Err(Error::invalid("execution-months-stale"));
        }
        let there: BTreeSet<&Realised> = there.iter().collect();
        let fresh: Vec<&Realised> = self.months.iter().filter(|one| !there.contains(one)).collect();
        if fresh.is_empty() {
            return Err(Error::invalid("execution-nothing-new"));
        }
        let mut writing = Writing::of(tx, budget, self.planner.actor(Channel::Online, None));
        for one in &fresh {
            let realised = ActivityRealised {
                v: 1,
                budget_year: self.budget_year,
                code: one.code.clone(),
                unit: one.unit.clone(),
                month: one.month,
                paid: Rupiah::new(one.paid),
                done: one.done,
            };
            writing.append(tx, Payload::ActivityRealised(realised)).await?;
            store::note(tx, writing.budget.id, one).await?;
        }
        let count = fresh.len();
        writing.done(tx).await?;
        Ok(count)
    }
}
