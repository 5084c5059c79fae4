//! One clock for everything: a projection of the clocks that facts move, and the engine that acts
//! when one runs out. It knows none of their owners.

use futures_util::future::BoxFuture;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, Positioned, Subject, SubjectKind, TenantId};
use kernel::id::ClockId;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Command, Db, WriteTx, db};
use crate::journal::{Projection, uuid};

/// Keeps the table `clock` from the clocks of facts.
#[derive(Debug)]
pub struct Clocks;

impl Projection for Clocks {
    fn name(&self) -> &'static str {
        "clocks"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["clock"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts {
                for moved in &fact.clocks {
                    match &moved.op {
                        ClockOp::Start { .. } => start(tx, fact, moved).await?,
                        ClockOp::Measure => {}
                        op => change(tx, fact, moved, op).await?,
                    }
                }
            }
            Ok(())
        })
    }
}

async fn start(tx: &mut WriteTx<'_>, fact: &Positioned, moved: &ClockMove) -> Result<()> {
    sqlx::query(
        "INSERT INTO clock (tenant_id, clock_id, subject_kind, subject_id, rule, owner, state, \
         started_at, due_at, ended_at, lapsed_at, reason) \
         VALUES ($1, $2, $3, $4, $5, $6, 'running', $7, $8, NULL, NULL, '')",
    )
    .bind(tx.tenant())
    .bind(moved.clock.to_vec())
    .bind(fact.subject.kind.code())
    .bind(fact.subject.id.as_bytes().to_vec())
    .bind(moved.rule.clone())
    .bind(moved.owner.clone())
    .bind(fact.recorded_at.as_microsecond())
    .bind(moved.due_at.map(|due| due.as_microsecond()))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

async fn change(
    tx: &mut WriteTx<'_>,
    fact: &Positioned,
    moved: &ClockMove,
    op: &ClockOp,
) -> Result<()> {
    let at = fact.recorded_at.as_microsecond();
    let (state, ended, lapsed, reason) = match op {
        ClockOp::Start { .. } | ClockOp::Resume | ClockOp::Measure => ("running", None, None, ""),
        ClockOp::Pause { reason } => ("paused", None, None, reason.as_str()),
        ClockOp::Stop => ("stopped", Some(at), None, ""),
        ClockOp::Lapse => ("lapsed", None, Some(at), ""),
    };
    sqlx::query(
        "UPDATE clock SET state = $3, due_at = $4, ended_at = $5, \
         lapsed_at = COALESCE($6, lapsed_at), reason = $7 WHERE tenant_id = $1 AND clock_id = $2",
    )
    .bind(tx.tenant())
    .bind(moved.clock.to_vec())
    .bind(state)
    .bind(moved.due_at.map(|due| due.as_microsecond()))
    .bind(ended)
    .bind(lapsed)
    .bind(reason.to_owned())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// A clock that has run out while it was running.
#[derive(Clone, Debug)]
pub struct Lapsed {
    /// Which clock.
    pub clock: ClockId,
    /// What it is about.
    pub subject: Subject,
    /// The rule it ran by.
    pub rule: String,
    /// Code of the unit that owed.
    pub owner: String,
}

/// What a context does when a clock of its own runs out.
///
/// The table of clocks follows the journal and may be a moment behind, so the handler looks at its
/// own state first and does nothing when the matter is already settled.
pub trait OnLapse: Send + Sync {
    /// Whether clocks of `rule` are its own.
    fn owns(&self, rule: &str) -> bool;

    /// Writes the fact that moves the clock out of `running`.
    fn lapse<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        lapsed: &'t Lapsed,
    ) -> BoxFuture<'t, Result<()>>;
}

#[derive(FromRow)]
struct Row {
    clock_id: Vec<u8>,
    subject_kind: String,
    subject_id: Vec<u8>,
    rule: String,
    owner: String,
}

struct Lapse {
    lapsed: Lapsed,
    handler: std::sync::Arc<dyn OnLapse>,
}

impl Command for Lapse {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        self.handler.lapse(tx, &self.lapsed).await
    }
}

/// Calls the owner of every running clock whose time is over, and returns how many there were.
/// One handler that fails does not keep the others waiting.
///
/// # Errors
/// When the database cannot be read.
pub async fn lapse_due(
    db_: &Db,
    tenant: TenantId,
    handlers: &[std::sync::Arc<dyn OnLapse>],
) -> Result<usize> {
    let due = due_now(db_, tenant).await?;
    let count = due.len();
    for lapsed in due {
        let Some(handler) = handlers.iter().find(|handler| handler.owns(&lapsed.rule)) else {
            tracing::error!(rule = lapsed.rule, "nobody owns a clock that ran out");
            continue;
        };
        let command = Lapse { lapsed, handler: std::sync::Arc::clone(handler) };
        if let Err(error) = db_.write(tenant, command).await {
            tracing::error!(%error, "a clock ran out and its owner could not act");
        }
    }
    Ok(count)
}

async fn due_now(db_: &Db, tenant: TenantId) -> Result<Vec<Lapsed>> {
    let mut tx = db_.read(tenant).await?;
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT clock_id, subject_kind, subject_id, rule, owner FROM clock \
         WHERE tenant_id = $1 AND state = 'running' AND due_at < $2 ORDER BY due_at LIMIT 500",
    )
    .bind(tx.tenant())
    .bind(db_.clock().now().as_microsecond())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(lapsed).collect()
}

fn lapsed(row: Row) -> Result<Lapsed> {
    let kind = SubjectKind::parse(&row.subject_kind)
        .ok_or_else(|| Error::internal(format!("unknown subject {}", row.subject_kind)))?;
    let id: Uuid = uuid(&row.subject_id)?;
    Ok(Lapsed {
        clock: ClockId::from_uuid(uuid(&row.clock_id)?),
        subject: Subject { kind, id },
        rule: row.rule,
        owner: row.owner,
    })
}
