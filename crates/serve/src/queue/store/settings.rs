//! How the counters of units work.

use kernel::error::Result;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;

use super::super::model::Setting;

/// The counters of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counters {
    /// Code of the unit.
    pub unit: String,
    /// How they work.
    pub setting: Setting,
    /// Whether the office has confirmed the numbers.
    pub verified: bool,
}

#[derive(FromRow)]
struct Stored {
    unit_code: String,
    counters: i64,
    slot_minutes: i64,
    people_per_slot: i64,
    walk_in_percent: i64,
    verified: i64,
}

impl Stored {
    fn read(self) -> Counters {
        let setting = Setting {
            counters: self.counters,
            slot_minutes: self.slot_minutes,
            people_per_slot: self.people_per_slot,
            walk_in_percent: self.walk_in_percent,
        };
        Counters { unit: self.unit_code, setting, verified: self.verified != 0 }
    }
}

/// The counters of one unit; none when it has none.
///
/// # Errors
/// When the database fails.
pub async fn counters(tx: &mut Tx<'_>, unit: &str) -> Result<Option<Counters>> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM counter_setting WHERE tenant_id = $1 AND unit_code = $2")
            .bind(tx.tenant())
            .bind(unit.to_owned())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    Ok(row.map(Stored::read))
}

/// The counters of all units that have any, by code.
///
/// # Errors
/// When the database fails.
pub async fn all_counters(tx: &mut Tx<'_>) -> Result<Vec<Counters>> {
    let rows: Vec<Stored> =
        sqlx::query_as("SELECT * FROM counter_setting WHERE tenant_id = $1 ORDER BY unit_code")
            .bind(tx.tenant())
            .fetch_all(tx.conn())
            .await
            .map_err(db)?;
    Ok(rows.into_iter().map(Stored::read).collect())
}

/// Writes how the counters of a unit work from now on.
///
/// # Errors
/// When the database fails.
pub async fn set_counters(tx: &mut WriteTx<'_>, counters: &Counters) -> Result<()> {
    let setting = counters.setting;
    sqlx::query(
        "INSERT INTO counter_setting (tenant_id, unit_code, counters, slot_minutes, \
         people_per_slot, walk_in_percent, verified) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (tenant_id, unit_code) DO UPDATE SET counters = excluded.counters, \
         slot_minutes = excluded.slot_minutes, people_per_slot = excluded.people_per_slot, \
         walk_in_percent = excluded.walk_in_percent, verified = excluded.verified",
    )
    .bind(tx.tenant())
    .bind(counters.unit.clone())
    .bind(setting.counters)
    .bind(setting.slot_minutes)
    .bind(setting.people_per_slot)
    .bind(setting.walk_in_percent)
    .bind(i64::from(counters.verified))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
