//! What rows are called.

use std::collections::BTreeMap;

use kernel::error::Result;
use kernel::id::UserId;
use platform::App;
use platform::auth::account;
use platform::db::Tx;
use platform::i18n::Lang;
use uuid::Uuid;

use super::super::model::{Row, initials};
use super::super::store;

/// Accounts by their first letters, and units by their name.
pub(super) struct Names {
    lang: Lang,
    accounts: BTreeMap<UserId, String>,
    units: BTreeMap<Uuid, String>,
}

impl Names {
    /// Those of `rows`.
    pub(super) async fn of(tx: &mut Tx<'_>, app: &App, lang: Lang, rows: &[Row]) -> Result<Self> {
        let mut accounts = BTreeMap::new();
        for user in rows.iter().filter_map(|row| row.actor) {
            if accounts.contains_key(&user) {
                continue;
            }
            if let Some(account) = account::by_id(tx, &app.vault, user).await? {
                accounts.insert(user, initials(&account.profile.name));
            }
        }
        let named = |name: String, english: String| match lang {
            Lang::En if !english.is_empty() => english,
            _ => name,
        };
        let units = store::units(tx).await?.into_iter();
        let units = units.map(|(id, _, name, english)| (id, named(name, english))).collect();
        Ok(Self { lang, accounts, units })
    }

    /// Who acted: first letters and role.
    pub(super) fn who(&self, row: &Row) -> String {
        let role = self.lang.t(&format!("auth-role-{}", row.role));
        let letters = row.actor.and_then(|user| self.accounts.get(&user));
        letters.map_or(role.clone(), |letters| format!("{letters} ({role})"))
    }

    /// For which unit; a dash when for none.
    pub(super) fn unit(&self, row: &Row) -> String {
        let unit = row.unit.and_then(|unit| self.units.get(&unit));
        unit.cloned().unwrap_or_else(|| "-".to_owned())
    }
}

/// The key of the words for a kind of fact.
pub(super) fn kind(lang: Lang, code: &str) -> String {
    lang.t(&format!("audit-kind-{}", code.replace('.', "-")))
}
