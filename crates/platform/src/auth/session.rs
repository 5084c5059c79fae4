//! Sessions: a random token in a cookie (or `Authorization: Bearer` for the API), its hash in the
//! database.
//!
//! A session ends when it has not been used for `session.idle`, and at the latest when it is as
//! old as `session.life` (both in the rulebook). Its row holds the instant at which it ends unless
//! it is used; that instant moves at most once a minute, so that a page of many requests does not
//! write each time. The idle limit is therefore kept to the minute.

use std::time::Duration;

use axum::http::{HeaderMap, header};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use kernel::actor::Role;
use kernel::calendar::Term;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::UserId;
use kernel::time::from_micros;
use rand::Rng as _;

use crate::app::App;
use crate::db::{Command, Tx, WriteTx, db};
use crate::journal::uuid;
use crate::vault::sha256;
use crate::web::UserView;

/// Cookie that holds the token.
pub const COOKIE: &str = "bening_session";

/// How often the end of a session moves, at most.
const TOUCH: SignedDuration = SignedDuration::from_secs(60);

/// The token that a request carries; a bearer token wins over a cookie.
pub fn token(headers: &HeaderMap, jar: &CookieJar) -> Option<String> {
    let cookie = || jar.get(COOKIE).map(|cookie| cookie.value().to_owned());
    bearer(headers).map(str::to_owned).or_else(cookie)
}

/// The token of the header `Authorization: Bearer` (RFC 6750), which no other site can make a
/// browser send.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// How long sessions last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime {
    idle: SignedDuration,
    life: SignedDuration,
}

impl Lifetime {
    /// From the rules `session.idle` and `session.life` of today.
    ///
    /// # Errors
    /// When the rulebook has no such rule today, or one that is no time.
    pub fn of(app: &App) -> Result<Self> {
        let length = |code| -> Result<SignedDuration> {
            let term = app.rulebook.term(code, app.today())?;
            elapsed(app, term)
        };
        Ok(Self { idle: length("session.idle")?, life: length("session.life")? })
    }

    fn end(&self, created_at: Timestamp, used_at: Timestamp) -> Result<Timestamp> {
        let idle = used_at.checked_add(self.idle).map_err(Error::internal)?;
        let life = created_at.checked_add(self.life).map_err(Error::internal)?;
        Ok(idle.min(life))
    }
}

/// The length of a term that begins now.
fn elapsed(app: &App, term: Term) -> Result<SignedDuration> {
    let now = app.db.clock().now();
    let due = app.calendar.due("", now, term, &[])?;
    due.map(|due| due.duration_since(now)).ok_or_else(|| Error::internal("a term without an end"))
}

/// A session that has begun.
#[derive(Debug)]
pub struct Started {
    /// The token, which is stored nowhere.
    pub token: String,
    /// When the session ends at the latest.
    pub ends_at: Timestamp,
}

impl Started {
    /// The cookie that keeps the token in the browser until the session ends.
    ///
    /// # Errors
    /// Never in practice: a session ends after it began.
    pub fn cookie(&self, app: &App) -> Result<Cookie<'static>> {
        let left = self.ends_at.duration_since(app.db.clock().now()).unsigned_abs();
        cookie(app, self.token.clone(), left)
    }
}

/// The cookie that makes the browser forget its token.
///
/// # Errors
/// Never in practice: no time at all is a time.
pub fn no_cookie(app: &App) -> Result<Cookie<'static>> {
    cookie(app, String::new(), Duration::ZERO)
}

fn cookie(app: &App, value: String, age: Duration) -> Result<Cookie<'static>> {
    Ok(Cookie::build((COOKIE, value))
        .path("/")
        .http_only(true)
        .secure(app.settings.secure_cookies)
        .same_site(SameSite::Lax)
        .max_age(age.try_into().map_err(Error::internal)?)
        .build())
}

/// Starts a session for `user`.
///
/// # Errors
/// When the database fails.
pub async fn start(tx: &mut WriteTx<'_>, user: UserId, lifetime: Lifetime) -> Result<Started> {
    let mut random = [0u8; 32];
    tx.rng().fill_bytes(&mut random);
    let token = URL_SAFE_NO_PAD.encode(random);
    let now = tx.now();
    sqlx::query(
        "INSERT INTO session (tenant_id, token_hash, user_id, created_at, seen_at, expires_at) \
         VALUES ($1, $2, $3, $4, $4, $5)",
    )
    .bind(tx.tenant())
    .bind(sha256(token.as_bytes()).to_vec())
    .bind(user.to_vec())
    .bind(now.as_microsecond())
    .bind(lifetime.end(now, now)?.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    let ends_at = now.checked_add(lifetime.life).map_err(Error::internal)?;
    Ok(Started { token, ends_at })
}

/// Starts a session for an account whose person has just been verified.
pub(crate) struct Start {
    pub(crate) user: UserId,
    pub(crate) lifetime: Lifetime,
}

impl Command for Start {
    type Output = Started;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Started> {
        start(tx, self.user, self.lifetime).await
    }
}

/// Ends the session of a token.
pub(super) struct End(pub(super) String);

impl Command for End {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        end(tx, &self.0).await
    }
}

/// Ends the session of `token`.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut WriteTx<'_>, token: &str) -> Result<()> {
    sqlx::query("DELETE FROM session WHERE tenant_id = $1 AND token_hash = $2")
        .bind(tx.tenant())
        .bind(sha256(token.as_bytes()).to_vec())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}

/// Ends all sessions of `user`.
///
/// # Errors
/// When the database fails.
pub async fn end_all(tx: &mut WriteTx<'_>, user: UserId) -> Result<()> {
    sqlx::query("DELETE FROM session WHERE tenant_id = $1 AND user_id = $2")
        .bind(tx.tenant())
        .bind(user.to_vec())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}

/// Removes the sessions that have ended and returns how many there were.
///
/// # Errors
/// When the database fails.
pub async fn sweep(tx: &mut WriteTx<'_>) -> Result<u64> {
    let done = sqlx::query("DELETE FROM session WHERE tenant_id = $1 AND expires_at <= $2")
        .bind(tx.tenant())
        .bind(tx.now().as_microsecond())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(done.rows_affected())
}

#[derive(sqlx::FromRow)]
struct Row {
    user_id: Vec<u8>,
    sealed: Vec<u8>,
    created_at: i64,
    seen_at: i64,
}

/// The account whose session `token` is, while it lasts. Using a session keeps it alive.
///
/// # Errors
/// When the database fails.
pub async fn find(app: &App, tenant: TenantId, token: &str) -> Result<Option<UserView>> {
    let now = app.db.clock().now();
    let mut tx = app.db.read(tenant).await?;
    let row: Option<Row> = sqlx::query_as(
        "SELECT a.user_id, a.sealed, s.created_at, s.seen_at FROM session s \
         JOIN account a ON a.tenant_id = s.tenant_id AND a.user_id = s.user_id \
         WHERE s.tenant_id = $1 AND s.token_hash = $2 AND s.expires_at > $3 \
         AND a.disabled_at IS NULL",
    )
    .bind(tx.tenant())
    .bind(sha256(token.as_bytes()).to_vec())
    .bind(now.as_microsecond())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let Some(row) = row else { return Ok(None) };
    let user = UserId::from_uuid(uuid(&row.user_id)?);
    let view = view(&mut tx, app, user, &row.sealed).await?;
    drop(tx);
    if now.duration_since(from_micros(row.seen_at)) >= TOUCH {
        let expires_at = Lifetime::of(app)?.end(from_micros(row.created_at), now)?;
        let token_hash = sha256(token.as_bytes());
        app.db.write(tenant, Touch { token_hash, expires_at }).await?;
    }
    Ok(Some(view))
}

struct Touch {
    token_hash: [u8; 32],
    expires_at: Timestamp,
}

impl Command for Touch {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        sqlx::query(
            "UPDATE session SET seen_at = $3, expires_at = $4 \
             WHERE tenant_id = $1 AND token_hash = $2",
        )
        .bind(tx.tenant())
        .bind(self.token_hash.to_vec())
        .bind(tx.now().as_microsecond())
        .bind(self.expires_at.as_microsecond())
        .execute(tx.conn())
        .await
        .map_err(db)?;
        Ok(())
    }
}

async fn view(tx: &mut Tx<'_>, app: &App, id: UserId, sealed: &[u8]) -> Result<UserView> {
    let key = crate::keys::find(tx, &app.vault, id.uuid())
        .await?
        .ok_or_else(|| Error::internal("an account without a key"))?;
    let profile: super::Profile = key.open_json(super::account::PROFILE, sealed)?;
    let rows: Vec<(String, String, Option<String>)> = sqlx::query_as(
        "SELECT g.role, g.unit_code, u.name_id FROM account_grant g \
         LEFT JOIN unit u ON u.tenant_id = g.tenant_id AND u.code = g.unit_code \
         WHERE g.tenant_id = $1 AND g.user_id = $2 ORDER BY g.granted_at, g.role",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let unit = rows.iter().find_map(|(_, _, name)| name.clone()).unwrap_or_default();
    let grants =
        rows.into_iter().filter_map(|(role, unit, _)| Some((Role::parse(&role)?, unit))).collect();
    Ok(UserView::new(id, profile.name, unit, grants))
}
