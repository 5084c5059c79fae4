//! Units, services and steps by name.

use kernel::error::Result;
use kernel::service::Bilingual;
use platform::db::{Tx, WriteTx, db};

pub use platform::city::Units;

/// A service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Bilingual,
    /// Code of the unit that gives it; `KEL` stands for every kelurahan.
    pub unit: String,
}

/// All services of which a standard was published, by code.
///
/// # Errors
/// When the database fails.
pub async fn services(tx: &mut Tx<'_>) -> Result<Vec<Service>> {
    let rows: Vec<(String, String, String, String)> = sqlx::query_as(
        "SELECT service, name_id, name_en, unit_code FROM process_service \
         WHERE tenant_id = $1 ORDER BY service",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let service = |(code, id, en, unit)| Service { code, name: Bilingual { id, en }, unit };
    Ok(rows.into_iter().map(service).collect())
}

/// A work step of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Short name, unique in the service.
    pub code: String,
    /// What the officer does.
    pub name: Bilingual,
}

/// Keeps how a service is worked on, as the city is founded.
///
/// # Errors
/// Conflict when the service has steps already.
pub async fn insert_steps(tx: &mut WriteTx<'_>, service: &str, steps: &[Step]) -> Result<()> {
    for (place, step) in (0_i64..).zip(steps) {
        sqlx::query(
            "INSERT INTO process_step (tenant_id, service, place, step, name_id, name_en) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(tx.tenant())
        .bind(service.to_owned())
        .bind(place)
        .bind(step.code.clone())
        .bind(step.name.id.clone())
        .bind(step.name.en.clone())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    }
    Ok(())
}

/// The steps of a service, in order.
///
/// # Errors
/// When the database fails.
pub async fn steps(tx: &mut Tx<'_>, service: &str) -> Result<Vec<Step>> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT step, name_id, name_en FROM process_step \
         WHERE tenant_id = $1 AND service = $2 ORDER BY place",
    )
    .bind(tx.tenant())
    .bind(service.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let step = |(code, id, en)| Step { code, name: Bilingual { id, en } };
    Ok(rows.into_iter().map(step).collect())
}
