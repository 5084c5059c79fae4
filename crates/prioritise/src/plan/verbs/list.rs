//! Activities come into a plan: from a table, or from proposals that were accepted.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::facts::plan::ActivitiesListed;
use kernel::money::Rupiah;
use platform::db::{Command, WriteTx};

use super::super::model::Activity;
use super::super::{store, table};
use super::Writing;
use platform::city;

/// Takes the activities of a table, all or none.
#[derive(Clone)]
pub struct Take {
    /// The budget.
    pub budget_year: i16,
    /// The table.
    pub text: String,
    /// Who takes them.
    pub actor: Actor,
}

impl Command for Take {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let writing = Writing::of(tx, self.budget_year, self.actor).await?;
        let there = store::activities(tx, writing.plan.id).await?;
        let known = city::kelurahan(tx).await?;
        let has = |code: &str| known.iter().any(|one| one.code == code);
        let new = table::read(&self.text, &there, has)?;
        add(tx, writing, there.len(), new).await
    }
}

/// Takes the proposals for the budget that the deliberation of the city accepted, have a cost, and are not
/// in the plan yet.
#[derive(Clone)]
pub struct TakeAccepted {
    /// The budget.
    pub budget_year: i16,
    /// Who takes them.
    pub actor: Actor,
}

impl Command for TakeAccepted {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let writing = Writing::of(tx, self.budget_year, self.actor).await?;
        let there = store::activities(tx, writing.plan.id).await?;
        let accepted = store::accepted(tx, self.budget_year).await?;
        let new = accepted
            .into_iter()
            .filter(|one| !there.iter().any(|old| old.proposal == one.number))
            .filter_map(|one| {
                let cost = one.cost.filter(|cost| *cost > 0)?;
                Some(Activity {
                    code: format!("U-{}", one.number),
                    title: one.title,
                    cost: Rupiah::new(cost),
                    groups: Vec::new(),
                    kelurahan: one.kelurahan,
                    needs: Vec::new(),
                    must: false,
                    proposal: one.number,
                })
            });
        let new: Vec<Activity> = new.collect();
        if new.is_empty() {
            return Err(Error::invalid("plan-no-accepted"));
        }
        add(tx, writing, there.len(), new).await
    }
}

async fn add(
    tx: &mut WriteTx<'_>,
    mut writing: Writing,
    there: usize,
    new: Vec<Activity>,
) -> Result<()> {
    if writing.plan.course.adopted {
        return Err(Error::conflict("plan-adopted-already"));
    }
    if there + new.len() > table::MOST {
        return Err(Error::invalid("plan-table-many").with("most", table::MOST));
    }
    let first = i64::try_from(there).map_err(Error::internal)?;
    store::add_activities(tx, writing.plan.id, first, &new).await?;
    let listed = ActivitiesListed { v: 1, activities: new };
    writing.append(tx, Payload::PlanActivitiesListed(listed)).await?;
    writing.done(tx).await
}
