//! A planner brings in a budget. It holds once another planner has looked at it.

use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::facts::spending::BudgetProposed;
use kernel::id::BudgetId;
use kernel::money::Rupiah;
use platform::App;
use platform::auth::{Can, Planner};
use platform::db::{Command, WriteTx};
use platform::vault::sha256;

use super::super::store::{self, Budget, Version};
use super::{Writing, keeps};
use crate::plan::criteria::hex;

/// The longest reference and the longest note, in characters.
const LONG: (usize, usize) = (200, 400);

/// A budget is brought in.
#[derive(Clone)]
pub struct Propose {
    /// The city.
    pub app: App,
    /// The year.
    pub budget_year: i16,
    /// What it says.
    pub version: Version,
    /// Who brings it in.
    pub planner: Can<Planner>,
}

/// What can be told of a budget before it is written: year, document and note. `this_year` is the running one.
///
/// # Errors
/// Invalid with what must be mended.
pub fn check(budget_year: i16, this_year: i16, version: &Version) -> Result<()> {
    let (first, last) = (this_year - 5, this_year + 1);
    if !(first..=last).contains(&budget_year) {
        return Err(Error::invalid("execution-year-far").with("first", first).with("last", last));
    }
    if !(1..=LONG.0).contains(&version.reference.trim().chars().count()) {
        return Err(Error::invalid("execution-reference-wrong"));
    }
    if version.note.chars().count() > LONG.1 {
        return Err(Error::invalid("execution-note-long"));
    }
    Ok(())
}

/// What all lines may spend.
fn total(version: &Version) -> Result<Rupiah> {
    let mut total = Rupiah::new(0);
    for line in &version.lines {
        total = total
            .checked_add(line.amount)
            .ok_or_else(|| Error::internal("a budget beyond all money"))?;
    }
    Ok(total)
}

impl Command for Propose {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let today = self.app.tz().to_datetime(tx.now()).date();
        check(self.budget_year, today.year(), &self.version)?;
        let budget = match store::of_year(tx, self.budget_year).await? {
            Some(budget) => budget,
            None => begin(tx, self.budget_year).await?,
        };
        keeps(&self.version.lines, &store::realised(tx, budget.id).await?)?;
        let bytes = serde_json::to_vec(&self.version.lines).map_err(Error::internal)?;
        let proposed = BudgetProposed {
            v: 1,
            budget_year: self.budget_year,
            version: budget.version + 1,
            reference: self.version.reference.trim().to_owned(),
            activities: i64::try_from(self.version.lines.len()).map_err(Error::internal)?,
            total: total(&self.version)?,
            digest: hex(&sha256(&bytes)),
        };
        let actor = self.planner.actor(Channel::Online, None);
        let mut writing = Writing::of(tx, budget, actor);
        writing.budget.proposed = Some(self.version.clone());
        writing.budget.proposed_by = Some(self.planner.user());
        writing.append(tx, Payload::BudgetProposed(proposed)).await?;
        writing.done(tx).await
    }
}

async fn begin(tx: &mut WriteTx<'_>, budget_year: i16) -> Result<Budget> {
    let now = tx.now();
    let budget = Budget {
        id: BudgetId::new(now, tx.rng()),
        budget_year,
        version: 0,
        proposed: None,
        proposed_by: None,
        seq: 0,
    };
    store::insert(tx, &budget).await?;
    Ok(budget)
}
