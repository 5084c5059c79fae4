//! What pages of listening need to know of the city: its units and kelurahan by name.

use std::collections::BTreeMap;

use kernel::error::Result;
use platform::db::{Tx, db};

/// Units by code, with their name in a language: those that pages name.
///
/// # Errors
/// When the database fails.
pub async fn unit_names(tx: &mut Tx<'_>, lang: &str) -> Result<BTreeMap<String, String>> {
    let rows: Vec<(String, String, String)> =
        sqlx::query_as("SELECT code, name_id, name_en FROM unit WHERE tenant_id = $1")
            .bind(tx.tenant())
            .fetch_all(tx.conn())
            .await
            .map_err(db)?;
    let name = |(code, id, en): (String, String, String)| {
        let named = if lang == "en" && !en.is_empty() { en } else { id };
        (code, named)
    };
    Ok(rows.into_iter().map(name).collect())
}

/// Kelurahan: code and name.
///
/// # Errors
/// When the database fails.
pub async fn kelurahan(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>> {
    sqlx::query_as("SELECT code, name FROM kelurahan WHERE tenant_id = $1 ORDER BY name")
        .bind(tx.tenant())
        .fetch_all(tx.conn())
        .await
        .map_err(db)
}
