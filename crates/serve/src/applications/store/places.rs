//! Units and kelurahan of the city.

use kernel::Error;
use kernel::error::Result;
use kernel::id::UnitId;
use platform::db::{Tx, db};
use sqlx::FromRow;

use super::id;

/// The id of the unit with that code.
///
/// # Errors
/// Internal when there is none: the standard names a unit that the city does not have.
pub async fn unit_id(tx: &mut Tx<'_>, code: &str) -> Result<UnitId> {
    let row: Option<(Vec<u8>,)> =
        sqlx::query_as("SELECT unit_id FROM unit WHERE tenant_id = $1 AND code = $2")
            .bind(tx.tenant())
            .bind(code.to_owned())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    let (bytes,) = row.ok_or_else(|| Error::internal(format!("no unit {code}")))?;
    id(&bytes)
}

/// The unit of a kelurahan, which answers for services of the applicant's own kelurahan.
///
/// # Errors
/// Invalid when the city has no such kelurahan.
pub async fn kelurahan_unit(tx: &mut Tx<'_>, kelurahan: &str) -> Result<String> {
    let row: Option<(String,)> =
        sqlx::query_as("SELECT unit_code FROM kelurahan WHERE tenant_id = $1 AND code = $2")
            .bind(tx.tenant())
            .bind(kelurahan.to_owned())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.map(|(unit,)| unit).ok_or_else(|| Error::invalid("applications-kelurahan-unknown"))
}

/// A kelurahan, as a list to choose from shows it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Kelurahan {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Name of its kecamatan.
    pub district_name: String,
}

/// The city's kelurahan, by name.
///
/// # Errors
/// When the database fails.
pub async fn kelurahan(tx: &mut Tx<'_>) -> Result<Vec<Kelurahan>> {
    sqlx::query_as(
        "SELECT code, name, district_name FROM kelurahan WHERE tenant_id = $1 ORDER BY name, code",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}
