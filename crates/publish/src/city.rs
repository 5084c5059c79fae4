//! The city's units and kelurahan by name.

use std::collections::BTreeMap;

use kernel::error::Result;
use kernel::service::Bilingual;
use platform::db::{Tx, db};
use platform::i18n::Lang;

/// A kelurahan.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Kelurahan {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// Code of its office.
    pub unit_code: String,
}

/// Names of a city in one language.
#[derive(Clone, Debug, Default)]
pub struct Names {
    units: BTreeMap<String, String>,
    kelurahan: Vec<Kelurahan>,
}

impl Names {
    /// All units and kelurahan of the city.
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
        Ok(Self { units: rows.into_iter().map(name).collect(), kelurahan: kelurahan(tx).await? })
    }

    /// What the unit is called; its code when it is none.
    pub fn unit(&self, code: &str) -> String {
        self.units.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// Whether the city has this unit.
    pub fn has_unit(&self, code: &str) -> bool {
        self.units.contains_key(code)
    }

    /// Code and name of each unit, by name.
    pub fn units(&self) -> Vec<(String, String)> {
        let mut list: Vec<_> = self.units.iter().map(|(c, n)| (c.clone(), n.clone())).collect();
        list.sort_by(|a, b| a.1.cmp(&b.1));
        list
    }

    /// All kelurahan, by name.
    pub fn kelurahan(&self) -> &[Kelurahan] {
        &self.kelurahan
    }

    /// What the kelurahan is called; its code when it is none.
    pub fn place(&self, code: &str) -> String {
        let found = self.kelurahan.iter().find(|one| one.code == code);
        found.map_or_else(|| code.to_owned(), |one| one.name.clone())
    }

    /// Whether the city has this kelurahan.
    pub fn has_place(&self, code: &str) -> bool {
        self.kelurahan.iter().any(|one| one.code == code)
    }

    /// The kelurahan whose office has this code.
    pub fn of_office(&self, unit: &str) -> Option<&str> {
        let found = self.kelurahan.iter().find(|one| !unit.is_empty() && one.unit_code == unit);
        found.map(|one| one.code.as_str())
    }
}

/// All kelurahan of the city, by name.
///
/// # Errors
/// When the database fails.
pub async fn kelurahan(tx: &mut Tx<'_>) -> Result<Vec<Kelurahan>> {
    sqlx::query_as(
        "SELECT code, name, unit_code FROM kelurahan WHERE tenant_id = $1 ORDER BY name, code",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}
