//! A scenario becomes the plan that holds, by a second person.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::facts::plan::{Placed, PlanAdopted};
use kernel::money::Rupiah;
use platform::db::{Command, WriteTx};

use super::super::store::{self, scenarios};
use super::Writing;

/// Adopts a scenario.
#[derive(Clone)]
pub struct Adopt {
    /// The budget.
    pub budget_year: i16,
    /// Digest of the scenario.
    pub digest: String,
    /// Who adopts it.
    pub actor: Actor,
}

impl Command for Adopt {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut writing = Writing::of(tx, self.budget_year, self.actor).await?;
        let course = writing.plan.course.adopt()?;
        let all = scenarios::all(tx, writing.plan.id).await?;
        let found = all.into_iter().find(|one| one.digest == self.digest);
        let scenario = found.ok_or_else(Error::not_found)?;
        let own = [scenario.kept_by, writing.plan.begun_by];
        if self.actor.user.is_none() || own.contains(&self.actor.user) {
            return Err(Error::invalid("plan-adopt-own"));
        }
        if !scenario.frozen_weights || scenario.version != course.version {
            return Err(Error::invalid("plan-adopt-weights"));
        }
        let Some(Ok(solved)) = scenario.result else {
            return Err(Error::conflict("plan-adopt-unsolved"));
        };
        let there = store::activities(tx, writing.plan.id).await?;
        if there.len() != solved.activities.len() {
            return Err(Error::conflict("plan-adopt-stale"));
        }
        let placed = solved.activities.iter().map(|told| Placed {
            code: told.code.clone(),
            place: i64::try_from(told.place).unwrap_or(i64::MAX),
            chosen: told.chosen,
            reason: told.why.code().to_owned(),
            points: (told.points * 1000.0).round() as i64,
        });
        let adopted = PlanAdopted {
            v: 1,
            version: scenario.version,
            digest: scenario.digest.clone(),
            budget: Rupiah::new(scenario.budget),
            activities: placed.collect(),
        };
        writing.plan.course = course;
        writing.plan.adopted = scenario.digest;
        writing.append(tx, Payload::PlanAdopted(adopted)).await?;
        writing.done(tx).await
    }
}
