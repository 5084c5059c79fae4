//! The positioner: gives positions on PostgreSQL, where commands commit side by side. It touches
//! the database only, holds a fenced lease, and keeps each subject's own order.

use kernel::error::Result;
use kernel::fact::TenantId;
use sqlx::FromRow;

use super::last_position;
use crate::db::{Backend, Command, Db, WriteTx, db};
use crate::faults::point;

/// Places every committed fact that has no position yet, and says how many there were. On SQLite
/// the writer gives positions itself and there is never one waiting.
///
/// # Errors
/// When the database fails.
pub async fn place_pending(db: &Db, tenant: TenantId) -> Result<usize> {
    if db.backend() == Backend::Sqlite {
        return Ok(0);
    }
    let placed = db.write(tenant, Place).await?;
    point("position-after-commit");
    Ok(placed)
}

#[derive(FromRow)]
struct Pending {
    fact_id: Vec<u8>,
    subject_kind: String,
    subject_id: Vec<u8>,
    seq: i64,
}

struct Place;

impl Command for Place {
    type Output = usize;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<usize> {
        take_lease(tx).await?;
        point("position-after-lease");
        let pending: Vec<Pending> = sqlx::query_as(
            "SELECT p.fact_id, p.subject_kind, p.subject_id, p.seq FROM fact_pending p \
             WHERE p.tenant_id = $1 ORDER BY p.fact_id",
        )
        .bind(tx.tenant())
        .fetch_all(tx.conn())
        .await
        .map_err(db)?;
        let ordered = in_order(pending);
        let mut position = last_position(tx).await?;
        for fact in &ordered {
            position += 1;
            place(tx, position, fact).await?;
        }
        point("position-before-commit");
        Ok(ordered.len())
    }
}

/// Writing the lease row makes two positioners wait for each other: the row lock is held until the
/// commit, so the second one sees all positions of the first.
async fn take_lease(tx: &mut WriteTx<'_>) -> Result<()> {
    sqlx::query(
        "INSERT INTO positioner (tenant_id, epoch) VALUES ($1, 1) \
         ON CONFLICT (tenant_id) DO UPDATE SET epoch = positioner.epoch + 1",
    )
    .bind(tx.tenant())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

async fn place(tx: &mut WriteTx<'_>, position: i64, fact: &Pending) -> Result<()> {
    sqlx::query(
        "INSERT INTO position (tenant_id, position, subject_kind, subject_id, seq) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(tx.tenant())
    .bind(position)
    .bind(fact.subject_kind.clone())
    .bind(fact.subject_id.clone())
    .bind(fact.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    sqlx::query("DELETE FROM fact_pending WHERE tenant_id = $1 AND fact_id = $2")
        .bind(tx.tenant())
        .bind(fact.fact_id.clone())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}

/// By id, which is by time, except that a subject's facts keep their own order: the places that a
/// subject's facts hold are handed to them by seq.
fn in_order(pending: Vec<Pending>) -> Vec<Pending> {
    let mut places: std::collections::BTreeMap<(String, Vec<u8>), Vec<usize>> = Default::default();
    for (place, fact) in pending.iter().enumerate() {
        places.entry((fact.subject_kind.clone(), fact.subject_id.clone())).or_default().push(place);
    }
    let mut slots: Vec<Option<Pending>> = pending.into_iter().map(Some).collect();
    for held in places.values().filter(|held| held.len() > 1) {
        let mut facts: Vec<Pending> =
            held.iter().filter_map(|&place| slots[place].take()).collect();
        facts.sort_by_key(|fact| fact.seq);
        for (&place, fact) in held.iter().zip(facts) {
            slots[place] = Some(fact);
        }
    }
    slots.into_iter().flatten().collect()
}
