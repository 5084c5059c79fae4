//! What pages of oversight need to know of the city: its units by name.

use std::collections::BTreeMap;

use kernel::error::Result;
use platform::db::{Tx, db};
use platform::i18n::Lang;

/// Whoever is no unit but may owe: the Inspectorate (also as gratuity unit), the coordinator of
/// reports, and those who approve.
pub const INSPECTORATE: &str = "INSPECTORATE";
/// See [`INSPECTORATE`].
pub const COORDINATOR: &str = "COORDINATOR";
/// See [`INSPECTORATE`].
pub const MAYOR: &str = "MAYOR";
/// See [`INSPECTORATE`].
pub const APPROVER: &str = "APPROVER";
/// See [`INSPECTORATE`]; the city's public relations.
pub const OUTREACH: &str = "OUTREACH";

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
        let name = |(code, id, en): (String, String, String)| {
            let named = if lang == Lang::En && !en.is_empty() { en } else { id };
            (code, named)
        };
        Ok(Self(rows.into_iter().map(name).collect()))
    }

    /// Whether the city has this unit.
    pub fn has(&self, code: &str) -> bool {
        self.0.contains_key(code)
    }

    /// What the unit is called; its code when it is none.
    pub fn name(&self, lang: Lang, code: &str) -> String {
        match code {
            INSPECTORATE => lang.t("oversee-owner-inspectorate"),
            COORDINATOR => lang.t("oversee-owner-coordinator"),
            MAYOR => lang.t("oversee-owner-mayor"),
            APPROVER => lang.t("oversee-owner-approver"),
            OUTREACH => lang.t("oversee-owner-outreach"),
            _ => self.0.get(code).cloned().unwrap_or_else(|| code.to_owned()),
        }
    }

    /// Code and name of each unit, by name.
    pub fn by_name(&self) -> Vec<(String, String)> {
        let mut list: Vec<_> = self.0.iter().map(|(c, n)| (c.clone(), n.clone())).collect();
        list.sort_by(|a, b| a.1.cmp(&b.1));
        list
    }
}
