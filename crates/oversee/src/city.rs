//! What pages of oversight need to know of the city: its units by name.

use kernel::error::Result;
use platform::city;
use platform::db::Tx;
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

/// The city's units, and those that are none, by name.
#[derive(Clone, Debug, Default)]
pub struct Units(city::Units);

impl Units {
    /// All units of the city.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(tx: &mut Tx<'_>, lang: Lang) -> Result<Self> {
        Ok(Self(city::Units::load(tx, lang).await?))
    }

    /// Whether the city has this unit.
    pub fn has(&self, code: &str) -> bool {
        self.0.has(code)
    }

    /// What the unit is called; its code when it is none.
    pub fn name(&self, lang: Lang, code: &str) -> String {
        match code {
            INSPECTORATE => lang.t("oversee-owner-inspectorate"),
            COORDINATOR => lang.t("oversee-owner-coordinator"),
            MAYOR => lang.t("oversee-owner-mayor"),
            APPROVER => lang.t("oversee-owner-approver"),
            OUTREACH => lang.t("oversee-owner-outreach"),
            _ => self.0.name(code),
        }
    }

    /// Code and name of each unit, by name.
    pub fn by_name(&self) -> Vec<(String, String)> {
        self.0.by_name()
    }
}
