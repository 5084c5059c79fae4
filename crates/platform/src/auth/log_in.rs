//! Checking who someone is: login name, password and code together, with one answer for any wrong
//! part, and the same work for a name that nobody has.

use std::fmt;
use std::net::IpAddr;

use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::fact::TenantId;
use kernel::id::UserId;
use serde::Deserialize;
use uuid::Uuid;

use super::account::{Credentials, UseCode, credentials};
use super::login_name::LoginName;
use super::password;
use super::session::{Lifetime, Started};
use super::totp::TotpSecret;
use crate::app::App;
use crate::i18n::Lang;
use crate::journal::uuid;
use crate::keys;

/// What someone typed to log in.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Attempt {
    /// The login name.
    pub login: String,
    /// The password.
    pub password: String,
    /// The six digits that the telephone shows.
    pub code: String,
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Attempt")
    }
}

/// Someone who was let in.
#[derive(Debug)]
pub struct LoggedIn {
    /// The session.
    pub started: Started,
    /// The language that the account prefers.
    pub language: Lang,
}

/// Lets someone in, with a new session.
///
/// # Errors
/// `auth-wrong` (unauthenticated) when any part is wrong, the code was used before, or the account
/// is disabled; `error-too-many` after too many attempts for this name or from this address.
pub async fn log_in(
    app: &App,
    tenant: TenantId,
    address: IpAddr,
    attempt: &Attempt,
) -> Result<LoggedIn> {
    let name = LoginName::parse(&attempt.login).ok();
    count(app, tenant, address, name.as_ref())?;
    let outcome = check(app, tenant, name.as_ref(), attempt).await;
    let account = counted_as(tenant, name.as_ref());
    match &outcome {
        Ok(_) => app.limits.log_in_succeeded(&account),
        Err(error) if error.kind() == Kind::Unauthenticated => {
            app.limits.log_in_failed(&account, app.db.clock().now());
            metrics::counter!("bening_log_ins_refused").increment(1);
            tracing::warn!(tenant = tenant.0, "a log-in was refused");
        }
        Err(_) => {}
    }
    outcome
}

/// Whether `password` is that of the account `login`; asked before its owner changes it.
///
/// # Errors
/// `error-too-many` as for a log-in, or an internal error.
pub(super) async fn is_password(
    app: &App,
    tenant: TenantId,
    address: IpAddr,
    login: &LoginName,
    typed: &str,
) -> Result<bool> {
    count(app, tenant, address, Some(login))?;
    let mut tx = app.db.read(tenant).await?;
    let known = credentials(&mut tx, login).await?;
    drop(tx);
    let hash = known.as_ref().map(|known| known.password_hash.as_str());
    let right = password::verify(typed, hash).await?;
    if !right {
        app.limits.log_in_failed(&counted_as(tenant, Some(login)), app.db.clock().now());
    }
    Ok(right)
}

/// Names are counted within their city; what is no name at all shares one counter.
fn counted_as(tenant: TenantId, name: Option<&LoginName>) -> String {
    format!("{}/{}", tenant.0, name.map_or("", LoginName::as_str))
}

fn count(app: &App, tenant: TenantId, address: IpAddr, name: Option<&LoginName>) -> Result<()> {
    app.limits.log_in(&counted_as(tenant, name), address, app.db.clock().now())
}

async fn check(
    app: &App,
    tenant: TenantId,
    name: Option<&LoginName>,
    attempt: &Attempt,
) -> Result<LoggedIn> {
    let (known, step) = look_up(app, tenant, name, &attempt.code).await?;
    let hash = known.as_ref().map(|known| known.password_hash.as_str());
    let right = password::verify(&attempt.password, hash).await?;
    let (Some(known), Some(step), true) = (known, step, right) else {
        return Err(Error::new(Kind::Unauthenticated, "auth-wrong"));
    };
    let used = UseCode {
        user: UserId::from_uuid(uuid(&known.user_id)?),
        password_hash: known.password_hash,
        step,
        lifetime: Lifetime::of(app)?,
    };
    let language = Lang::parse(&known.language).unwrap_or_default();
    Ok(LoggedIn { started: app.db.write(tenant, used).await?, language })
}

/// The account and the step of the code. An unknown name asks the database as often as a known one.
async fn look_up(
    app: &App,
    tenant: TenantId,
    name: Option<&LoginName>,
    code: &str,
) -> Result<(Option<Credentials>, Option<i64>)> {
    let mut tx = app.db.read(tenant).await?;
    let known = match name {
        Some(name) => credentials(&mut tx, name).await?,
        None => None,
    };
    let id = known.as_ref().map_or(Ok(Uuid::nil()), |known| uuid(&known.user_id))?;
    let key = keys::find(&mut tx, &app.vault, id).await?;
    let step = match (&known, key) {
        (Some(known), Some(key)) => {
            TotpSecret::open(&key, &known.totp_secret)?.step_of(code, app.db.clock().now())?
        }
        _ => None,
    };
    Ok((known, step))
}
