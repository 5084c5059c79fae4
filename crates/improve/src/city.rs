//! Units, services and steps by name.

use std::collections::BTreeMap;

use kernel::error::Result;
use kernel::service::Bilingual;
use platform::db::{Tx, WriteTx, db};
use platform::i18n::Lang;

/// Units by code, with their name.
#[derive(Clone, Debug, Default)]
pub struct Units(BTreeMap<String, String>);

impl Units {
    /// All units of the city.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(tx: &mut Tx<'_>, lang: Lang) -> Result<Self> {
        let rows: Vec<(String, String, String)> =
            sqlx::query_as("SELECT code, name_id, name_en FROM unit WHERE tenant_id = $1")
                .bind(tx.tenant())
                .fetch_all(tx.conn())
                .await
                .map_err(db)?;
        let name = |(code, id, en)| (code, Bilingual { id, en }.get(lang.code()).to_owned());
        Ok(Self(rows.into_iter().map(name).collect()))
    }

    /// Codes and names, in the order of codes.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(code, name)| (code.as_str(), name.as_str()))
    }

    /// Whether the city has this unit.
    pub fn has(&self, code: &str) -> bool {
        self.0.contains_key(code)
    }

    /// Code and name of each unit, by name.
    pub fn by_name(&self) -> Vec<(String, String)> {
        let mut list: Vec<_> = self.0.iter().map(|(c, n)| (c.clone(), n.clone())).collect();
        list.sort_by(|a, b| a.1.cmp(&b.1));
        list
    }

    /// What the unit is called; its code when it is none.
    pub fn name(&self, code: &str) -> String {
        self.0.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }
}

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
