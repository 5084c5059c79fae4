//! Readers that follow positions. Each stores the last position applied in the transaction of its
//! rows, can be dropped, and is rebuilt from the journal to the same rows.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Positioned, TenantId};
use sqlx::AssertSqlSafe;

use super::read::facts_after;
use crate::db::{Command, Db, Tx, WriteTx, db};

/// A reader of the journal that keeps tables of its own.
///
/// It sees clear payloads, kinds, times and clocks, never a sealed payload: so its rows are the
/// same after a person has been erased.
pub trait Projection: Send + Sync {
    /// The name under which its position is kept.
    fn name(&self) -> &'static str;

    /// Its tables, which nobody else writes.
    fn tables(&self) -> &'static [&'static str];

    /// Applies `facts`, which follow the last applied position in order.
    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>>;
}

/// All projections of the city.
#[derive(Clone, Default)]
pub struct Readers {
    list: Arc<Vec<Box<dyn Projection>>>,
}

/// How many facts one step applies.
const STEP: i64 = 1000;

impl Readers {
    /// These projections.
    pub fn new(list: Vec<Box<dyn Projection>>) -> Self {
        Self { list: Arc::new(list) }
    }

    /// Applies everything that has a position and returns the last position applied.
    ///
    /// # Errors
    /// When the database fails or a projection cannot apply a fact.
    pub async fn catch_up(&self, db: &Db, tenant: TenantId) -> Result<i64> {
        loop {
            let (applied, more) = db.write(tenant, Advance { readers: self.clone() }).await?;
            if !more {
                return Ok(applied);
            }
        }
    }

    /// Whether some reader has not seen the last position yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn behind(&self, db: &Db, tenant: TenantId) -> Result<bool> {
        let mut tx = db.read(tenant).await?;
        let last = super::last_position(&mut tx).await?;
        let mut applied = last;
        for reader in self.list.iter() {
            applied = applied.min(applied_position(&mut tx, reader.name()).await?);
        }
        Ok(applied < last)
    }

    /// Drops the rows of the projection `name`; the next [`Readers::catch_up`] rebuilds them.
    ///
    /// # Errors
    /// When there is no such projection or the database fails.
    pub async fn drop_rows(&self, db: &Db, tenant: TenantId, name: &str) -> Result<()> {
        let reader = self.list.iter().find(|reader| reader.name() == name);
        let tables =
            reader.ok_or_else(|| Error::internal(format!("no projection {name}")))?.tables();
        db.write(tenant, Drop { name: name.to_owned(), tables }).await
    }

    /// Names and tables of all projections.
    pub fn list(&self) -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
        self.list.iter().map(|reader| (reader.name(), reader.tables()))
    }
}

struct Advance {
    readers: Readers,
}

impl Command for Advance {
    type Output = (i64, bool);

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<(i64, bool)> {
        let mut applied = i64::MAX;
        let mut more = false;
        let mut batch: Option<(i64, Vec<Positioned>)> = None;
        for reader in self.readers.list.iter() {
            hold(tx, reader.name()).await?;
            let from = applied_position(tx, reader.name()).await?;
            let facts = match batch.take() {
                Some((start, facts)) if start == from => facts,
                _ => facts_after(tx, from, STEP).await?,
            };
            let to = facts.last().map_or(from, |fact| fact.position);
            if to > from {
                reader.apply(tx, &facts).await?;
                set_applied(tx, reader.name(), to).await?;
            }
            more |= facts.len() as i64 == STEP;
            applied = applied.min(to);
            batch = Some((from, facts));
        }
        Ok((applied, more))
    }
}

struct Drop {
    name: String,
    tables: &'static [&'static str],
}

impl Command for Drop {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        for table in self.tables {
            let sql = format!("DELETE FROM {table} WHERE tenant_id = $1");
            let tenant = tx.tenant();
            sqlx::query(AssertSqlSafe(sql)).bind(tenant).execute(tx.conn()).await.map_err(db)?;
        }
        set_applied(tx, &self.name, 0).await
    }
}

async fn applied_position(tx: &mut Tx<'_>, name: &str) -> Result<i64> {
    let row: Option<(i64,)> =
        sqlx::query_as("SELECT position FROM projection WHERE tenant_id = $1 AND name = $2")
            .bind(tx.tenant())
            .bind(name.to_owned())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    Ok(row.map_or(0, |(position,)| position))
}

/// Writing the row makes two workers wait for each other until the commit, so that on PostgreSQL
/// the second one sees the position of the first and applies no fact twice.
async fn hold(tx: &mut WriteTx<'_>, name: &str) -> Result<()> {
    sqlx::query(
        "INSERT INTO projection (tenant_id, name, position) VALUES ($1, $2, 0) \
         ON CONFLICT (tenant_id, name) DO UPDATE SET position = projection.position",
    )
    .bind(tx.tenant())
    .bind(name.to_owned())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

async fn set_applied(tx: &mut WriteTx<'_>, name: &str, position: i64) -> Result<()> {
    sqlx::query(
        "INSERT INTO projection (tenant_id, name, position) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id, name) DO UPDATE SET position = excluded.position",
    )
    .bind(tx.tenant())
    .bind(name.to_owned())
    .bind(position)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
