//! Steps for which an officer is drawn.

use kernel::error::Result;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;

/// Lists a step of a service for which an officer is drawn from now on.
///
/// # Errors
/// When the database fails.
pub async fn list(
    tx: &mut WriteTx<'_>,
    service: &str,
    step: &str,
    name_id: &str,
    name_en: &str,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO discretionary_step (tenant_id, service, step, name_id, name_en) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(tx.tenant())
    .bind(service.to_owned())
    .bind(step.to_owned())
    .bind(name_id.to_owned())
    .bind(name_en.to_owned())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// A listed step.
#[derive(Clone, Debug, FromRow)]
pub struct Step {
    /// Code of the service.
    pub service: String,
    /// Its name in Indonesian.
    pub name_id: String,
    /// Its name in English.
    pub name_en: String,
}

impl Step {
    /// Its name in a language.
    pub fn name(&self, code: &str) -> &str {
        if code == "en" { &self.name_en } else { &self.name_id }
    }
}

/// All listed steps, by service.
///
/// # Errors
/// When the database fails.
pub async fn steps(tx: &mut Tx<'_>) -> Result<Vec<Step>> {
    sqlx::query_as(
        "SELECT service, name_id, name_en FROM discretionary_step \
         WHERE tenant_id = $1 ORDER BY service",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// Whether a step of `service` is listed.
///
/// # Errors
/// When the database fails.
pub async fn is_listed(tx: &mut Tx<'_>, service: &str) -> Result<bool> {
    let row: Option<(String,)> = sqlx::query_as(
        "SELECT service FROM discretionary_step WHERE tenant_id = $1 AND service = $2",
    )
    .bind(tx.tenant())
    .bind(service.to_owned())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.is_some())
}
