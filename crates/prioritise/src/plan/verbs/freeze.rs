//! Criteria and weights are frozen, and a version of them is voided.

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::facts::plan::{CriteriaFrozen, CriteriaVoided, Criterion, WeightsFrom};
use platform::db::{Command, WriteTx};

use super::super::criteria::digest;
use super::super::store::{self, Version};
use super::{Writing, reason};

/// Freezes criteria and weights.
#[derive(Clone)]
pub struct Freeze {
    /// The budget.
    pub budget_year: i16,
    /// The set, as [`super::super::criteria::weighed`] gives it.
    pub criteria: Vec<Criterion>,
    /// From where the weights come.
    pub from: WeightsFrom,
    /// How many people compared; 0 when the weights were typed.
    pub judges: i64,
    /// The worst consistency ratio, in thousandths.
    pub ratio: i64,
    /// Who freezes them.
    pub actor: Actor,
}

impl Command for Freeze {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut writing = Writing::of(tx, self.budget_year, self.actor).await?;
        writing.plan.course = writing.plan.course.freeze()?;
        let version = Version {
            version: writing.plan.course.version,
            criteria: self.criteria.clone(),
            digest: digest(&self.criteria)?,
            from: self.from,
            judges: self.judges,
            ratio: self.ratio,
            voided: String::new(),
            frozen_at: tx.now().as_microsecond(),
        };
        store::keep_version(tx, writing.plan.id, &version).await?;
        let frozen = CriteriaFrozen {
            v: 1,
            version: version.version,
            criteria: version.criteria,
            digest: version.digest,
            from: version.from,
            judges: version.judges,
            ratio: version.ratio,
        };
        writing.append(tx, Payload::CriteriaFrozen(frozen)).await?;
        writing.done(tx).await
    }
}

/// Voids the version that holds with its scores, for a reason that everyone reads.
#[derive(Clone)]
pub struct Void {
    /// The budget.
    pub budget_year: i16,
    /// Why.
    pub reason: String,
    /// Who does it.
    pub actor: Actor,
}

impl Command for Void {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let reason = reason(&self.reason)?;
        let mut writing = Writing::of(tx, self.budget_year, self.actor).await?;
        let (version, scores) = (writing.plan.course.version, writing.plan.course.scores);
        writing.plan.course = writing.plan.course.void()?;
        store::void_version(tx, writing.plan.id, version, &reason).await?;
        let voided = CriteriaVoided { v: 1, version, scores, reason };
        writing.append(tx, Payload::CriteriaVoided(voided)).await?;
        writing.done(tx).await
    }
}
