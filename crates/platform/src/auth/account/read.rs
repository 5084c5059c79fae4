//! Looking accounts up.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::Error;
use kernel::actor::Role;
use kernel::error::Result;
use kernel::id::UserId;
use kernel::time::from_micros;
use sqlx::FromRow;

use super::{PROFILE, RoleGrant};
use crate::auth::Profile;
use crate::auth::login_name::LoginName;
use crate::db::{Tx, db};
use crate::i18n::Lang;
use crate::journal::uuid;
use crate::vault::Vault;

/// An account as its owner and the administrator see it.
#[derive(Clone, Debug)]
pub struct AccountView {
    /// Its id.
    pub id: UserId,
    /// The name to log in with.
    pub login: String,
    /// Who it is.
    pub profile: Profile,
    /// Language of its pages.
    pub language: Lang,
    /// Its roles.
    pub grants: Vec<RoleGrant>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ended.
    pub disabled_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct Row {
    user_id: Vec<u8>,
    login: String,
    sealed: Vec<u8>,
    language: String,
    created_at: i64,
    disabled_at: Option<i64>,
    wrapped: Vec<u8>,
}

#[derive(FromRow)]
struct Held {
    #[sqlx(flatten)]
    row: Row,
    unit_code: String,
}

const COLUMNS: &str = "SELECT a.user_id, a.login, a.sealed, a.language, a.created_at, \
                       a.disabled_at, k.wrapped FROM account a JOIN subject_key k \
                       ON k.tenant_id = a.tenant_id AND k.subject_id = a.user_id \
                       WHERE a.tenant_id = $1";

/// At most `limit` accounts whose login name comes after `after`, by login name; begin with the
/// empty text.
///
/// # Errors
/// When the database fails or a profile does not open.
pub async fn list(
    tx: &mut Tx<'_>,
    vault: &Vault,
    after: &str,
    limit: i64,
) -> Result<Vec<AccountView>> {
    let sql = format!("{COLUMNS} AND a.login > $2 ORDER BY a.login LIMIT $3");
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(after.to_owned())
        .bind(limit)
        .fetch_all(tx.conn())
        .await
        .map_err(db)?;
    let Some(last) = rows.last().map(|row| row.login.clone()) else { return Ok(Vec::new()) };
    let mut grants = grants_between(tx, after, &last).await?;
    rows.into_iter()
        .map(|row| {
            let own = grants.remove(&row.user_id).unwrap_or_default();
            view(vault, row, own)
        })
        .collect()
}

/// The account of that login name.
///
/// # Errors
/// When the database fails or the profile does not open.
pub async fn by_login(
    tx: &mut Tx<'_>,
    vault: &Vault,
    login: &LoginName,
) -> Result<Option<AccountView>> {
    let sql = format!("{COLUMNS} AND a.login = $2");
    let row: Option<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(login.as_str().to_owned())
        .fetch_optional(tx.conn())
        .await
        .map_err(db)?;
    with_grants(tx, vault, row).await
}

/// The account of that id.
///
/// # Errors
/// When the database fails or the profile does not open.
pub async fn by_id(tx: &mut Tx<'_>, vault: &Vault, user: UserId) -> Result<Option<AccountView>> {
    let sql = format!("{COLUMNS} AND a.user_id = $2");
    let row: Option<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(user.to_vec())
        .fetch_optional(tx.conn())
        .await
        .map_err(db)?;
    with_grants(tx, vault, row).await
}

/// Staff of the unit with that code, and what each is called; a partner under a contract is none.
///
/// # Errors
/// When the database fails or a profile does not open.
pub async fn of_unit(tx: &mut Tx<'_>, vault: &Vault, unit: &str) -> Result<Vec<(UserId, String)>> {
    let sql = format!(
        "{COLUMNS} AND a.disabled_at IS NULL AND a.user_id IN (SELECT user_id FROM account_grant \
         WHERE tenant_id = $1 AND unit_code = $2 AND role <> 'partner') ORDER BY a.login"
    );
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(unit.to_owned())
        .fetch_all(tx.conn())
        .await
        .map_err(db)?;
    let named = |row: Row| view(vault, row, Vec::new()).map(|view| (view.id, view.profile.name));
    rows.into_iter().map(named).collect()
}

/// Accounts that hold `role`, what each is called, and the code of the unit for which it holds (empty
/// for the whole city); an account that holds it for several units comes once for each.
///
/// # Errors
/// When the database fails or a profile does not open.
pub async fn of_role(
    tx: &mut Tx<'_>,
    vault: &Vault,
    role: Role,
) -> Result<Vec<(UserId, String, String)>> {
    let rows: Vec<Held> = sqlx::query_as(
        "SELECT a.user_id, a.login, a.sealed, a.language, a.created_at, a.disabled_at, k.wrapped, \
         g.unit_code FROM account_grant g JOIN account a ON a.tenant_id = g.tenant_id \
         AND a.user_id = g.user_id JOIN subject_key k ON k.tenant_id = g.tenant_id \
         AND k.subject_id = g.user_id WHERE g.tenant_id = $1 AND g.role = $2 \
         AND a.disabled_at IS NULL ORDER BY g.unit_code, a.login",
    )
    .bind(tx.tenant())
    .bind(role.code())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let named = |held: Held| {
        let view = view(vault, held.row, Vec::new())?;
        Ok((view.id, view.profile.name, held.unit_code))
    };
    rows.into_iter().map(named).collect()
}

async fn with_grants(
    tx: &mut Tx<'_>,
    vault: &Vault,
    row: Option<Row>,
) -> Result<Option<AccountView>> {
    let Some(row) = row else { return Ok(None) };
    let grants = grants_of(tx, UserId::from_uuid(uuid(&row.user_id)?)).await?;
    view(vault, row, grants).map(Some)
}

fn view(vault: &Vault, row: Row, grants: Vec<RoleGrant>) -> Result<AccountView> {
    let id = uuid(&row.user_id)?;
    let key = vault.unwrap_key(id, &row.wrapped)?;
    Ok(AccountView {
        id: UserId::from_uuid(id),
        login: row.login,
        profile: key.open_json(PROFILE, &row.sealed)?,
        language: language(&row.language)?,
        grants,
        created_at: from_micros(row.created_at),
        disabled_at: row.disabled_at.map(from_micros),
    })
}

fn language(code: &str) -> Result<Lang> {
    Lang::parse(code).ok_or_else(|| Error::internal(format!("unknown language {code}")))
}

fn grant(role: &str, unit: String) -> Result<RoleGrant> {
    let role = Role::parse(role).ok_or_else(|| Error::internal(format!("unknown role {role}")))?;
    RoleGrant::new(role, unit).map_err(Error::internal)
}

/// The roles of an account, in the order in which they were given.
pub(super) async fn grants_of(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<RoleGrant>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT role, unit_code FROM account_grant WHERE tenant_id = $1 AND user_id = $2 \
         ORDER BY granted_at, role, unit_code",
    )
    .bind(tx.tenant())
    .bind(user.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(|(role, unit)| grant(&role, unit)).collect()
}

async fn grants_between(
    tx: &mut Tx<'_>,
    after: &str,
    last: &str,
) -> Result<BTreeMap<Vec<u8>, Vec<RoleGrant>>> {
    let rows: Vec<(Vec<u8>, String, String)> = sqlx::query_as(
        "SELECT g.user_id, g.role, g.unit_code FROM account a JOIN account_grant g \
         ON g.tenant_id = a.tenant_id AND g.user_id = a.user_id \
         WHERE a.tenant_id = $1 AND a.login > $2 AND a.login <= $3 \
         ORDER BY g.granted_at, g.role, g.unit_code",
    )
    .bind(tx.tenant())
    .bind(after.to_owned())
    .bind(last.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let mut by_user: BTreeMap<Vec<u8>, Vec<RoleGrant>> = BTreeMap::new();
    for (user, role, unit) in rows {
        by_user.entry(user).or_default().push(grant(&role, unit)?);
    }
    Ok(by_user)
}

/// What a log-in is checked against.
#[derive(FromRow)]
pub(in crate::auth) struct Credentials {
    pub(in crate::auth) user_id: Vec<u8>,
    pub(in crate::auth) password_hash: String,
    pub(in crate::auth) totp_secret: Vec<u8>,
    pub(in crate::auth) language: String,
}

/// The credentials of the account that logs in as `login`, unless it is disabled.
pub(in crate::auth) async fn credentials(
    tx: &mut Tx<'_>,
    login: &LoginName,
) -> Result<Option<Credentials>> {
    sqlx::query_as(
        "SELECT user_id, password_hash, totp_secret, language FROM account \
         WHERE tenant_id = $1 AND login = $2 AND disabled_at IS NULL",
    )
    .bind(tx.tenant())
    .bind(login.as_str().to_owned())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)
}

/// A unit for which a role can be given.
#[derive(Clone, Debug, FromRow)]
pub struct Unit {
    /// Its code.
    pub code: String,
    /// Its name in Indonesian.
    pub name_id: String,
    /// Its name in English.
    pub name_en: String,
}

impl Unit {
    /// Its name in that language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Id => &self.name_id,
            Lang::En => &self.name_en,
        }
    }
}

/// All units of the city, by name.
///
/// # Errors
/// When the database fails.
pub async fn units(tx: &mut Tx<'_>) -> Result<Vec<Unit>> {
    sqlx::query_as(
        "SELECT code, name_id, name_en FROM unit WHERE tenant_id = $1 ORDER BY name_id, code",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}
