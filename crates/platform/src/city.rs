//! The city's units and kelurahan by name, for every context: the tables are the platform's.

use std::collections::BTreeMap;

use kernel::error::Result;
use kernel::service::Bilingual;

use crate::db::{Tx, db};
use crate::i18n::Lang;

/// Units by code, with their name in one language.
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

    /// The same as a map.
    pub fn into_map(self) -> BTreeMap<String, String> {
        self.0
    }
}

/// What the city is called.
///
/// # Errors
/// When the database fails.
pub async fn name(tx: &mut Tx<'_>) -> Result<String> {
    let (name,): (String,) = sqlx::query_as("SELECT name FROM tenant WHERE tenant_id = $1")
        .bind(tx.tenant())
        .fetch_one(tx.conn())
        .await
        .map_err(db)?;
    Ok(name)
}

/// A kelurahan.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Kelurahan {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// Code of its kecamatan.
    pub district_code: String,
    /// What that is called.
    pub district_name: String,
    /// Code of its office.
    pub unit_code: String,
}

/// All kelurahan of the city, by name.
///
/// # Errors
/// When the database fails.
pub async fn kelurahan(tx: &mut Tx<'_>) -> Result<Vec<Kelurahan>> {
    sqlx::query_as(
        "SELECT code, name, district_code, district_name, unit_code FROM kelurahan \
         WHERE tenant_id = $1 ORDER BY name, code",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// Codes of the offices of a region, a kelurahan or a kecamatan, to which people come.
///
/// # Errors
/// When the database fails.
pub async fn offices_of(tx: &mut Tx<'_>, region: &str) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT code FROM unit WHERE tenant_id = $1 AND region = $2 AND serves_public = 1 \
         ORDER BY code",
    )
    .bind(tx.tenant())
    .bind(region.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}

/// Codes of kelurahan in groups, a group for each kecamatan, both by name.
pub fn by_district(kelurahan: &[Kelurahan]) -> Vec<Vec<String>> {
    let mut groups: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for one in kelurahan {
        let district = (one.district_name.as_str(), one.district_code.as_str());
        groups.entry(district).or_default().push(one.code.clone());
    }
    groups.into_values().collect()
}

/// Units and kelurahan of a city.
#[derive(Clone, Debug, Default)]
pub struct Names {
    units: Units,
    kelurahan: Vec<Kelurahan>,
}

impl Names {
    /// All units and kelurahan of the city.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(tx: &mut Tx<'_>, lang: Lang) -> Result<Self> {
        Ok(Self { units: Units::load(tx, lang).await?, kelurahan: kelurahan(tx).await? })
    }

    /// What the unit is called; its code when it is none.
    pub fn unit(&self, code: &str) -> String {
        self.units.name(code)
    }

    /// Whether the city has this unit.
    pub fn has_unit(&self, code: &str) -> bool {
        self.units.has(code)
    }

    /// Code and name of each unit, by name.
    pub fn units(&self) -> Vec<(String, String)> {
        self.units.by_name()
    }

    /// All kelurahan, by name.
    pub fn kelurahan(&self) -> &[Kelurahan] {
        &self.kelurahan
    }

    /// The kelurahan of that code.
    pub fn find(&self, code: &str) -> Option<&Kelurahan> {
        self.kelurahan.iter().find(|one| one.code == code)
    }

    /// What the kelurahan is called; its code when it is none.
    pub fn place(&self, code: &str) -> String {
        self.find(code).map_or_else(|| code.to_owned(), |one| one.name.clone())
    }

    /// Whether the city has this kelurahan.
    pub fn has_place(&self, code: &str) -> bool {
        self.find(code).is_some()
    }

    /// The kelurahan whose office has this code.
    pub fn of_office(&self, unit: &str) -> Option<&str> {
        let found = self.kelurahan.iter().find(|one| !unit.is_empty() && one.unit_code == unit);
        found.map(|one| one.code.as_str())
    }

    /// All kecamatan: code and name, by name.
    pub fn districts(&self) -> Vec<(String, String)> {
        let all: BTreeMap<_, _> =
            self.kelurahan.iter().map(|one| (&one.district_name, &one.district_code)).collect();
        all.into_iter().map(|(name, code)| (code.clone(), name.clone())).collect()
    }
}
