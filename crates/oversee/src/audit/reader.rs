//! Projection "audit": facts of the listed kinds, by time, account, unit and kind. It never sees what
//! a fact says.

use futures_util::future::BoxFuture;
use kernel::actor::Role;
use kernel::error::Result;
use kernel::fact::Positioned;
use platform::db::{WriteTx, db};
use platform::journal::Projection;

use super::model::KINDS;

/// Keeps `audit_entry`.
#[derive(Debug)]
pub struct Trail;

impl Projection for Trail {
    fn name(&self) -> &'static str {
        "audit"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["audit_entry"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts.iter().filter(|fact| stands_in_it(fact)) {
                insert(tx, fact).await?;
            }
            Ok(())
        })
    }
}

/// What people do for themselves is no matter of the trail.
fn stands_in_it(fact: &Positioned) -> bool {
    let themselves = matches!(fact.role, Role::Citizen | Role::Representative);
    KINDS.contains(&fact.kind.as_str()) && !themselves
}

async fn insert(tx: &mut WriteTx<'_>, fact: &Positioned) -> Result<()> {
    sqlx::query(
        "INSERT INTO audit_entry (tenant_id, position, at, kind, actor, role, unit, subject_kind, \
         subject_id, seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(tx.tenant())
    .bind(fact.position)
    .bind(fact.recorded_at.as_microsecond())
    .bind(fact.kind.clone())
    .bind(fact.actor.map(|user| user.to_vec()).unwrap_or_default())
    .bind(fact.role.code())
    .bind(fact.unit.map(|unit| unit.to_vec()).unwrap_or_default())
    .bind(fact.subject.kind.code())
    .bind(fact.subject.id.as_bytes().to_vec())
    .bind(fact.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
