//! The administrator's pages about accounts that exist.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::tz::TimeZone;
use kernel::Error;
use kernel::actor::{Channel, Role};
use kernel::error::Result;
use kernel::id::UserId;
use serde::Deserialize;

use super::{Choice, RoleLine, role_name};
use crate::app::App;
use crate::auth::account::{self, AccountView, Disable, Grant, Revoke, RoleGrant};
use crate::auth::{Administrator, Can};
use crate::i18n::Lang;
use crate::web::{Handled, Page, PostForm, Visitor, html, redirect};

/// Accounts on one page.
const PER_PAGE: usize = 50;

struct Line {
    account: AccountView,
    roles: Vec<RoleLine>,
}

#[derive(Template)]
#[template(path = "auth/list.html")]
struct ListPage {
    page: Page,
    lines: Vec<Line>,
    next: String,
}

/// The login name after which the page begins.
#[derive(Deserialize)]
pub(super) struct After {
    #[serde(default)]
    setelah: String,
}

/// All accounts, by login name.
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Administrator>,
    Query(after): Query<After>,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let units = account::units(&mut tx).await?;
    let limit = i64::try_from(PER_PAGE + 1).map_err(Error::internal)?;
    let mut accounts = account::list(&mut tx, &app.vault, &after.setelah, limit).await?;
    let more = accounts.len() > PER_PAGE;
    accounts.truncate(PER_PAGE);
    let last = accounts.last().filter(|_| more);
    let next = last.map_or(String::new(), |last| format!("?setelah={}", last.login));
    let lang = visitor.lang;
    let line = |account: AccountView| Line {
        roles: account.grants.iter().map(|grant| RoleLine::new(lang, grant, &units)).collect(),
        account,
    };
    Ok(html(&ListPage {
        page: visitor.page("auth-list-title").in_section("pengguna"),
        lines: accounts.into_iter().map(line).collect(),
        next,
    }))
}

#[derive(Template)]
#[template(path = "auth/show.html")]
struct ShowPage {
    page: Page,
    tz: TimeZone,
    account: AccountView,
    roles: Vec<RoleLine>,
    role_choices: Vec<Choice>,
    unit_choices: Vec<Choice>,
    own: bool,
}

impl ShowPage {
    fn date(&self, at: &jiff::Timestamp) -> String {
        self.page.language().date(kernel::time::civil(*at, &self.tz).0)
    }
}

/// One account: who it is, its roles, and what can be done about them.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Administrator>,
    Path(id): Path<String>,
) -> Handled {
    let id = user_id(&id)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let account = account::by_id(&mut tx, &app.vault, id).await?.ok_or_else(Error::not_found)?;
    let units = account::units(&mut tx).await?;
    let lang = visitor.lang;
    let lines = account.grants.iter().map(|grant| RoleLine::new(lang, grant, &units));
    Ok(html(&ShowPage {
        page: visitor.page_titled(account.profile.name.clone()).in_section("pengguna"),
        tz: app.tz().clone(),
        roles: lines.collect(),
        role_choices: role_choices(lang, ""),
        unit_choices: unit_choices(lang, &units, ""),
        own: id == can.user(),
        account,
    }))
}

pub(super) fn role_choices(lang: Lang, chosen: &str) -> Vec<Choice> {
    let choice = |role: Role| Choice::new(role.code(), role_name(lang, role), chosen);
    Role::GRANTABLE.into_iter().map(choice).collect()
}

pub(super) fn unit_choices(lang: Lang, units: &[account::Unit], chosen: &str) -> Vec<Choice> {
    units.iter().map(|unit| Choice::new(&unit.code, unit.name(lang), chosen)).collect()
}

/// A role and a unit, as the forms send them.
#[derive(Deserialize)]
pub(super) struct RoleForm {
    peran: String,
    #[serde(default)]
    unit: String,
}

pub(super) fn read_grant(role: &str, unit: &str) -> Result<RoleGrant> {
    let role = Role::parse(role).ok_or_else(|| Error::invalid("auth-role-choose"))?;
    RoleGrant::new(role, unit)
}

/// Gives a role.
pub(super) async fn grant(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Administrator>,
    Path(id): Path<String>,
    PostForm(form): PostForm<RoleForm>,
) -> Handled<Response> {
    let user = user_id(&id)?;
    let grant = read_grant(&form.peran, &form.unit)?;
    let actor = can.actor(Channel::Online, None);
    account::write(&app, visitor.tenant.id, Grant { user, grant, actor }).await?;
    Ok(redirect(&format!("/admin/pengguna/{user}")))
}

/// Takes a role.
pub(super) async fn revoke(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Administrator>,
    Path(id): Path<String>,
    PostForm(form): PostForm<RoleForm>,
) -> Handled<Response> {
    let user = user_id(&id)?;
    let grant = read_grant(&form.peran, &form.unit)?;
    let actor = can.actor(Channel::Online, None);
    account::write(&app, visitor.tenant.id, Revoke { user, grant, actor }).await?;
    Ok(redirect(&format!("/admin/pengguna/{user}")))
}

/// The box that the administrator ticks before an account ends for good.
#[derive(Deserialize)]
pub(super) struct Sure {
    #[serde(default)]
    yakin: String,
}

/// Ends an account.
pub(super) async fn disable(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Administrator>,
    Path(id): Path<String>,
    PostForm(sure): PostForm<Sure>,
) -> Handled<Response> {
    let user = user_id(&id)?;
    if sure.yakin != "yes" {
        return Err(Error::invalid("auth-disable-unsure").into());
    }
    let actor = can.actor(Channel::Online, None);
    account::write(&app, visitor.tenant.id, Disable { user, actor }).await?;
    Ok(redirect(&format!("/admin/pengguna/{user}")))
}

fn user_id(text: &str) -> Result<UserId> {
    text.parse().map_err(|_| Error::not_found())
}
