//! The database of workload: how often work was done, and how many people a unit has.

use std::collections::BTreeMap;

use kernel::error::Result;
use platform::db::{Command, Tx, WriteTx, db};

/// How often each step of a service was done in each unit, for files complete in a period: unit,
/// activity, count.
///
/// # Errors
/// When the database fails.
pub async fn volumes(
    tx: &mut Tx<'_>,
    service: &str,
    (from, to): (i64, i64),
) -> Result<Vec<(String, String, i64)>> {
    sqlx::query_as(
        "SELECT c.unit_code, e.activity, COUNT(*) FROM process_case c JOIN process_event e \
         ON e.tenant_id = c.tenant_id AND e.application_id = c.application_id \
         WHERE c.tenant_id = $1 AND c.service = $2 AND c.ready_at >= $3 AND c.ready_at < $4 \
         AND e.started_at IS NOT NULL AND e.at IS NOT NULL \
         GROUP BY c.unit_code, e.activity ORDER BY c.unit_code, e.activity",
    )
    .bind(tx.tenant())
    .bind(service.to_owned())
    .bind(from)
    .bind(to)
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// When the first file of the city was complete.
///
/// # Errors
/// When the database fails.
pub async fn first_file(tx: &mut Tx<'_>) -> Result<Option<i64>> {
    let (first,): (Option<i64>,) =
        sqlx::query_as("SELECT MIN(ready_at) FROM process_case WHERE tenant_id = $1")
            .bind(tx.tenant())
            .fetch_one(tx.conn())
            .await
            .map_err(db)?;
    Ok(first)
}

/// How many people a unit has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staff {
    /// As its head says.
    Told(i64),
    /// Accounts of officers.
    Accounts(i64),
}

impl Staff {
    /// The number.
    pub fn people(self) -> i64 {
        match self {
            Self::Told(people) | Self::Accounts(people) => people,
        }
    }
}

/// People of all units: what heads say before what accounts say.
///
/// # Errors
/// When the database fails.
pub async fn staff(tx: &mut Tx<'_>) -> Result<BTreeMap<String, Staff>> {
    let accounts: Vec<(String, i64)> = sqlx::query_as(
        "SELECT g.unit_code, COUNT(*) FROM account_grant g JOIN account a \
         ON a.tenant_id = g.tenant_id AND a.user_id = g.user_id \
         WHERE g.tenant_id = $1 AND g.role = 'officer' AND a.disabled_at IS NULL \
         GROUP BY g.unit_code",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let told: Vec<(String, i64)> =
        sqlx::query_as("SELECT unit_code, people FROM unit_staff WHERE tenant_id = $1")
            .bind(tx.tenant())
            .fetch_all(tx.conn())
            .await
            .map_err(db)?;
    let accounts = accounts.into_iter().map(|(unit, people)| (unit, Staff::Accounts(people)));
    let told = told.into_iter().map(|(unit, people)| (unit, Staff::Told(people)));
    Ok(accounts.chain(told).collect())
}

/// A head says how many people the unit has.
#[derive(Clone)]
pub struct TellStaff {
    /// Code of the unit.
    pub unit: String,
    /// How many.
    pub people: i64,
}

impl Command for TellStaff {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        sqlx::query(
            "INSERT INTO unit_staff (tenant_id, unit_code, people, changed_at) \
             VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, unit_code) DO UPDATE SET \
             people = excluded.people, changed_at = excluded.changed_at",
        )
        .bind(tx.tenant())
        .bind(self.unit.clone())
        .bind(self.people)
        .bind(tx.now().as_microsecond())
        .execute(tx.conn())
        .await
        .map_err(db)?;
        Ok(())
    }
}
