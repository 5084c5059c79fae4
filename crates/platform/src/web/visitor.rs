//! Who visits: the city by host name, the language, the form token, and the account, if any.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum_extra::extract::CookieJar;
use kernel::Error;
use kernel::actor::Role;
use kernel::id::UserId;

use super::failure::Failure;
use super::form::Csrf;
use super::page::Page;
use crate::app::{App, Tenant};
use crate::auth::session;
use crate::i18n::Lang;

/// Cookie that keeps the language.
pub const LANGUAGE_COOKIE: &str = "bahasa";

/// An account as pages show it.
#[derive(Clone, Debug)]
pub struct UserView {
    /// Its id.
    pub id: UserId,
    /// What the person is called.
    pub name: String,
    /// The unit of the first grant, by name, for the page's head.
    pub unit: String,
    /// Roles and the codes of the units for which they hold; empty for the whole city.
    pub grants: Vec<(Role, String)>,
    /// Whether the menu shows the work queue.
    pub can_work: bool,
    /// Whether the menu shows what officers do: counter, reports, gifts.
    pub can_serve: bool,
    /// Whether the menu shows the catalogue's editor.
    pub can_edit_catalogue: bool,
    /// Whether the menu shows accounts and roles.
    pub can_administer: bool,
    /// Whether the person leads a unit.
    pub can_lead: bool,
    /// Whether the menu shows reports to verify.
    pub can_coordinate: bool,
    /// Whether the menu shows the Inspectorate's inbox.
    pub can_inspect: bool,
    /// Whether the menu shows processes and workload.
    pub can_improve: bool,
    /// Whether the menu shows the mayor's room.
    pub can_decide: bool,
    /// Whether the menu shows those whom the person coaches.
    pub can_coach: bool,
    /// Whether the menu shows proposals for the budget.
    pub can_plan: bool,
    /// Whether the menu shows steps that were handed to the person as a partner.
    pub can_partner: bool,
    /// Whether the menu shows campaigns and visits.
    pub can_reach: bool,
}

impl UserView {
    /// An account with its grants; what the menu shows follows from them.
    pub fn new(id: UserId, name: String, unit: String, grants: Vec<(Role, String)>) -> Self {
        let has = |role: Role| grants.iter().any(|(held, _)| *held == role);
        Self {
            can_work: has(Role::Officer) || has(Role::Head),
            can_serve: has(Role::Officer),
            can_edit_catalogue: has(Role::Steward) || has(Role::Approver),
            can_administer: has(Role::Administrator),
            can_lead: has(Role::Head),
            can_coordinate: has(Role::Coordinator),
            can_inspect: has(Role::Inspector),
            can_improve: [Role::Head, Role::Coordinator, Role::Approver, Role::Mayor]
                .into_iter()
                .any(has),
            can_decide: has(Role::Mayor),
            can_coach: has(Role::Coach),
            can_plan: has(Role::Planner),
            can_partner: has(Role::Partner),
            can_reach: has(Role::Outreach) || has(Role::Approver),
            id,
            name,
            unit,
            grants,
        }
    }
}

/// Who visits.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The city.
    pub tenant: Tenant,
    /// The language.
    pub lang: Lang,
    /// The form token.
    pub csrf: Csrf,
    /// The account.
    pub user: Option<UserView>,
    /// Path of the request.
    pub path: String,
    /// Query of the request.
    pub query: String,
    /// Where the request came from. Used to slow guessing down, never logged.
    pub address: IpAddr,
}

impl Visitor {
    /// A page whose title stands under `title`.
    pub fn page(&self, title: &str) -> Page {
        Page::new(self, self.lang.t(title))
    }

    /// A page with a title that is already a text, such as the name of a service.
    pub fn page_titled(&self, title: impl Into<String>) -> Page {
        Page::new(self, title.into())
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        if let Some(visitor) = parts.extensions.get::<Self>() {
            return Ok(visitor.clone());
        }
        let host = host(parts);
        let tenant = app
            .tenants
            .find(&host)
            .ok_or_else(|| Error::new(kernel::error::Kind::NotFound, "error-unknown-host"))?;
        let jar = CookieJar::from_headers(&parts.headers);
        let user = match session::token(&parts.headers, &jar) {
            Some(token) => session::find(app, tenant.id, &token).await?,
            None => None,
        };
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let visitor = Self {
            lang: language(&query, &jar, &parts.headers),
            csrf: Csrf::from_jar(app, &jar)?,
            user,
            path: parts.uri.path().to_owned(),
            query,
            address: address(parts, app.settings.behind_proxy),
            tenant,
        };
        parts.extensions.insert(visitor.clone());
        Ok(visitor)
    }
}

fn host(parts: &Parts) -> String {
    let from_header = parts.headers.get(header::HOST).and_then(|value| value.to_str().ok());
    from_header.or_else(|| parts.uri.host()).unwrap_or_default().to_owned()
}

/// `?bahasa=` first, then the cookie, then what the browser prefers, then Indonesian.
fn language(query: &str, jar: &CookieJar, headers: &HeaderMap) -> Lang {
    let asked =
        query.split('&').find_map(|pair| pair.strip_prefix("bahasa=")).and_then(Lang::parse);
    let kept = || jar.get(LANGUAGE_COOKIE).and_then(|cookie| Lang::parse(cookie.value()));
    let preferred = || {
        let accepted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        let first = accepted.split([',', ';', '-']).next()?.trim().to_ascii_lowercase();
        (first == "en").then_some(Lang::En)
    };
    asked.or_else(kept).or_else(preferred).unwrap_or_default()
}

/// Behind a proxy, the last address of `X-Forwarded-For`: the only one our own proxy wrote.
fn address(parts: &Parts, behind_proxy: bool) -> IpAddr {
    let forwarded = || {
        let value = parts.headers.get("x-forwarded-for")?.to_str().ok()?;
        value.rsplit(',').next()?.trim().parse().ok()
    };
    let direct = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let proxied = if behind_proxy { forwarded() } else { None };
    proxied.or(direct).unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))
}
