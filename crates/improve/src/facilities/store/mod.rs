//! The only place of this slice that knows its tables: looks and counted weeks here, waiting rooms in
//! [`waiting`].

pub mod waiting;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::id::FileId;
use kernel::money::Rupiah;
use kernel::service::Bilingual;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::FromRow;

use super::model::{Found, Look, Week};

/// An office to which people come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// Code of the unit.
    pub unit: String,
    /// What it is called.
    pub name: Bilingual,
}

/// All offices to which people come, by code.
///
/// # Errors
/// When the database fails.
pub async fn offices(tx: &mut Tx<'_>) -> Result<Vec<Office>> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT code, name_id, name_en FROM unit \
         WHERE tenant_id = $1 AND serves_public = 1 ORDER BY code",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let office = |(unit, id, en)| Office { unit, name: Bilingual { id, en } };
    Ok(rows.into_iter().map(office).collect())
}

/// Offices of kelurahan by the code of their region.
///
/// # Errors
/// When the database fails.
pub async fn by_region(tx: &mut Tx<'_>) -> Result<BTreeMap<String, String>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT region, code FROM unit WHERE tenant_id = $1 AND serves_public = 1 \
         AND kind = 'kelurahan' AND region <> ''",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    Ok(rows.into_iter().collect())
}

/// The office of a unit.
///
/// # Errors
/// Not found when nobody comes to it.
pub async fn office(tx: &mut Tx<'_>, unit: &str) -> Result<Office> {
    let found = offices(tx).await?.into_iter().find(|office| office.unit == unit);
    found.ok_or_else(Error::not_found)
}

#[derive(FromRow)]
struct Stored {
    unit_code: String,
    item: String,
    seq: i64,
    present: i64,
    condition_code: i64,
    measured: Option<i64>,
    cost: Option<i64>,
    price_code: String,
    note: Vec<u8>,
    photo: Option<Vec<u8>>,
    audited_at: i64,
}

impl Stored {
    fn open(self) -> Result<Look> {
        let photo = self.photo.map(|bytes| uuid(&bytes)).transpose()?;
        Ok(Look {
            unit: self.unit_code,
            item: self.item,
            seq: self.seq,
            found: Found {
                present: self.present != 0,
                condition: u8::try_from(self.condition_code).map_err(Error::internal)?,
                measured: self.measured,
                cost: self.cost.map(Rupiah::new),
                price_code: self.price_code,
            },
            note: self.note,
            photo: photo.map(FileId::from_uuid),
            at: from_micros(self.audited_at),
        })
    }
}

/// Keeps a look.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut WriteTx<'_>, look: &Look) -> Result<()> {
    sqlx::query(
        "INSERT INTO facility_audit (tenant_id, unit_code, item, seq, present, condition_code, \
         measured, cost, price_code, note, photo, audited_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(tx.tenant())
    .bind(look.unit.clone())
    .bind(look.item.clone())
    .bind(look.seq)
    .bind(i64::from(look.found.present))
    .bind(i64::from(look.found.condition))
    .bind(look.found.measured)
    .bind(look.found.cost.map(Rupiah::get))
    .bind(look.found.price_code.clone())
    .bind(look.note.clone())
    .bind(look.photo.map(|file| file.to_vec()))
    .bind(look.at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The last look at every item of every office, by unit and item.
///
/// # Errors
/// When the database fails.
pub async fn last_looks(tx: &mut Tx<'_>) -> Result<Vec<Look>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT unit_code, item, seq, present, condition_code, measured, cost, price_code, note, \
         photo, audited_at FROM facility_audit a WHERE tenant_id = $1 AND seq = (SELECT MAX(b.seq) \
         FROM facility_audit b WHERE b.tenant_id = $1 AND b.unit_code = a.unit_code \
         AND b.item = a.item) ORDER BY unit_code, item",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::open).collect()
}

/// All looks at an item of an office, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn history(tx: &mut Tx<'_>, unit: &str, item: &str) -> Result<Vec<Look>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT unit_code, item, seq, present, condition_code, measured, cost, price_code, note, \
         photo, audited_at FROM facility_audit \
         WHERE tenant_id = $1 AND unit_code = $2 AND item = $3 ORDER BY seq DESC",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(item.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::open).collect()
}

/// The last look at an item of an office.
///
/// # Errors
/// When the database fails.
pub async fn last_look(tx: &mut Tx<'_>, unit: &str, item: &str) -> Result<Option<Look>> {
    Ok(history(tx, unit, item).await?.into_iter().next())
}

/// Whether a photo belongs to an office.
///
/// # Errors
/// When the database fails.
pub async fn has_photo(tx: &mut Tx<'_>, unit: &str, file: FileId) -> Result<bool> {
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT seq FROM facility_audit WHERE tenant_id = $1 AND unit_code = $2 AND photo = $3 LIMIT 1",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(file.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.is_some())
}

/// Keeps a counted week, and says whether it was not counted before.
///
/// # Errors
/// When the database fails.
pub async fn count_week(tx: &mut WriteTx<'_>, week: &Week) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO facility_week (tenant_id, unit_code, week, peak, seats, standing, days) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, unit_code, week) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(week.unit.clone())
    .bind(week.monday.to_string())
    .bind(week.peak)
    .bind(week.seats)
    .bind(week.standing)
    .bind(week.days)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(done.rows_affected() == 1)
}

/// Counted weeks from a day on, by unit, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn weeks(tx: &mut Tx<'_>, from: Date) -> Result<Vec<Week>> {
    let rows: Vec<(String, String, i64, i64, i64, i64)> = sqlx::query_as(
        "SELECT unit_code, week, peak, seats, standing, days FROM facility_week \
         WHERE tenant_id = $1 AND week >= $2 ORDER BY unit_code, week",
    )
    .bind(tx.tenant())
    .bind(from.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let week = |(unit, monday, peak, seats, standing, days): (String, String, _, _, _, _)| {
        let monday = monday.parse().map_err(Error::internal)?;
        Ok(Week { unit, monday, peak, seats, standing, days })
    };
    rows.into_iter().map(week).collect()
}

/// When anything of an office was looked at last.
pub fn last_at<'a>(looks: impl Iterator<Item = &'a Look>) -> Option<Timestamp> {
    looks.map(|look| look.at).max()
}
