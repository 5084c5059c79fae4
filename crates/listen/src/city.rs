//! What pages of listening need to know of the city: its units and kelurahan by name.

use std::collections::BTreeMap;

use kernel::error::Result;
use platform::city;
use platform::db::Tx;
use platform::i18n::Lang;

/// Units by code, with their name in a language: those that pages name.
///
/// # Errors
/// When the database fails.
pub async fn unit_names(tx: &mut Tx<'_>, lang: Lang) -> Result<BTreeMap<String, String>> {
    Ok(city::Units::load(tx, lang).await?.into_map())
}

/// Kelurahan: code and name.
///
/// # Errors
/// When the database fails.
pub async fn kelurahan(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>> {
    let all = city::kelurahan(tx).await?;
    Ok(all.into_iter().map(|one| (one.code, one.name)).collect())
}
