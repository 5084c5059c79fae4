//! Who answers for a unit.

use kernel::Error;
use kernel::actor::Role;
use kernel::error::Result;
use kernel::id::UserId;

use crate::db::{Tx, db};
use crate::journal::uuid;

/// Units above a unit are looked for this far, so that a circle in the city's file ends.
const MOST_LEVELS: usize = 8;

/// The heads who answer for `unit`, or for the nearest unit above it that has any; then the inspectors;
/// nobody twice. The empty code is the whole city.
///
/// # Errors
/// Internal when there is no such unit or the units above it go in a circle; when the database fails.
pub async fn superiors(tx: &mut Tx<'_>, unit: &str) -> Result<Vec<UserId>> {
    let mut found = heads_above(tx, unit).await?;
    let mut inspectors = holders(tx, Role::Inspector, unit).await?;
    if !unit.is_empty() {
        inspectors.extend(holders(tx, Role::Inspector, "").await?);
    }
    for inspector in inspectors {
        if !found.contains(&inspector) {
            found.push(inspector);
        }
    }
    Ok(found)
}

async fn heads_above(tx: &mut Tx<'_>, unit: &str) -> Result<Vec<UserId>> {
    let mut code = unit.to_owned();
    for _ in 0..MOST_LEVELS {
        let heads = holders(tx, Role::Head, &code).await?;
        if !heads.is_empty() || code.is_empty() {
            return Ok(heads);
        }
        code = parent(tx, &code).await?;
    }
    Err(Error::internal(format!("the units above {unit} go in a circle")))
}

async fn parent(tx: &mut Tx<'_>, unit: &str) -> Result<String> {
    let row: Option<(String,)> =
        sqlx::query_as("SELECT parent_code FROM unit WHERE tenant_id = $1 AND code = $2")
            .bind(tx.tenant())
            .bind(unit.to_owned())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.map(|(code,)| code).ok_or_else(|| Error::internal(format!("no unit {unit}")))
}

/// Accounts that hold `role` for exactly this unit and are not disabled.
///
/// # Errors
/// When the database fails.
pub async fn holders(tx: &mut Tx<'_>, role: Role, unit: &str) -> Result<Vec<UserId>> {
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
        "SELECT g.user_id FROM account_grant g \
         JOIN account a ON a.tenant_id = g.tenant_id AND a.user_id = g.user_id \
         WHERE g.tenant_id = $1 AND g.unit_code = $2 AND g.role = $3 AND a.disabled_at IS NULL \
         ORDER BY g.user_id",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(role.code())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.iter().map(|(bytes,)| uuid(bytes).map(UserId::from_uuid)).collect()
}
