//! A scenario is kept: its files are written, their digest goes into the ledger, and a job computes it.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::facts::plan::ScenarioKept;
use kernel::money::Rupiah;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::i18n::Lang;
use platform::jobs;

use super::super::criteria::WHOLE;
use super::super::files::{self, Frame};
use super::super::model::{Standing, standing};
use super::super::store::scenarios::{self, Scenario};
use super::super::store::{self, scores};
use super::solve::{JOB, Task};
use super::{Writing, criteria};

/// The most scenarios of a plan.
const MOST: usize = 12;

/// Keeps a scenario.
#[derive(Clone)]
pub struct Keep {
    /// The city.
    pub app: App,
    /// The budget.
    pub budget_year: i16,
    /// What it is called.
    pub title: String,
    /// Amounts around the choice.
    pub frame: Frame,
    /// Other weights than the frozen ones, by code, in thousandths; empty for the frozen ones.
    pub weights: Vec<(String, i64)>,
    /// Who keeps it.
    pub actor: Actor,
}

impl Command for Keep {
    type Output = String;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<String> {
        let title = self.title.trim();
        if title.is_empty() || title.chars().count() > 60 {
            return Err(Error::invalid("plan-scenario-title"));
        }
        let mut writing = Writing::of(tx, self.budget_year, self.actor).await?;
        if writing.plan.course.adopted {
            return Err(Error::conflict("plan-adopted-already"));
        }
        let held = criteria(tx, &writing.plan).await?;
        let frozen: Vec<(String, i64)> =
            held.criteria.iter().map(|one| (one.code.clone(), one.weight)).collect();
        let weights = if self.weights.is_empty() { frozen.clone() } else { self.weights.clone() };
        let same = weights.iter().map(|(code, _)| code).eq(frozen.iter().map(|(code, _)| code));
        if !same || weights.iter().map(|(_, weight)| weight).sum::<i64>() != WHOLE {
            return Err(Error::invalid("plan-scenario-weights"));
        }
        let marked = self.marked(tx, &writing).await?;
        let name = |code: &str| Lang::Id.t(&format!("plan-limit-{code}"));
        let year = self.budget_year;
        let files = files::write(&self.app.rulebook, year, &self.frame, &weights, &marked, name)?;
        let digest = files.digest();
        let others = scenarios::all(tx, writing.plan.id).await?;
        if others.iter().any(|other| other.digest == digest) {
            return Err(Error::conflict("plan-scenario-same"));
        }
        if others.len() >= MOST {
            return Err(Error::conflict("plan-scenario-many").with("most", MOST));
        }
        let scenario = Scenario {
            digest: digest.clone(),
            version: writing.plan.course.version,
            title: title.to_owned(),
            budget: self.frame.budget,
            frozen_weights: weights == frozen,
            files,
            result: None,
            kept_by: self.actor.user,
        };
        scenarios::insert(tx, writing.plan.id, &scenario).await?;
        let now = tx.now();
        jobs::enqueue(tx, JOB, &Task { year, digest: digest.clone() }, now).await?;
        let kept = ScenarioKept {
            v: 1,
            version: scenario.version,
            title: scenario.title,
            digest: digest.clone(),
            budget: Rupiah::new(scenario.budget),
            frozen_weights: scenario.frozen_weights,
        };
        writing.append(tx, Payload::ScenarioKept(kept)).await?;
        writing.done(tx).await?;
        Ok(digest)
    }
}

impl Keep {
    /// All activities with the marks that hold.
    async fn marked(
        &self,
        tx: &mut WriteTx<'_>,
        writing: &Writing,
    ) -> Result<Vec<(super::super::model::Activity, Vec<i64>)>> {
        let plan = &writing.plan;
        let limit = self.app.rulebook.count("budget.score_apart", self.app.today())?;
        let given = scores::all(tx, plan.id, plan.course.version).await?;
        let mut marked = Vec::new();
        let mut open = 0;
        for activity in store::activities(tx, plan.id).await? {
            let given = given.get(&activity.code).cloned().unwrap_or_default();
            let agreed = given.agreed.as_ref().map(|agreed| agreed.marks.as_slice());
            match standing(&given.marks(), agreed, limit) {
                Standing::Settled(marks) => marked.push((activity, marks)),
                Standing::Open(_) | Standing::Apart(_) => open += 1,
            }
        }
        if open > 0 || marked.is_empty() {
            return Err(Error::conflict("plan-scores-open").with("count", open));
        }
        Ok(marked)
    }
}
