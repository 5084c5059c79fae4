//! Capabilities as types. A `Can<Officer>` proves that its holder may work as an officer; nobody
//! else can make one, so a function that takes it cannot be called without the role.
//!
//! A handler takes it as a parameter. Who is not logged in is sent to `/masuk` (401 under `/api`).
//! Who is logged in without the role gets 403, because staff may know of each other's rooms; an
//! account without any role is no staff and gets 404.
//!
//! Under `/api` a change needs the header `Authorization: Bearer`: a cookie alone, which another
//! site might make a browser send, is refused.

use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::Error;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::{Kind, Result};
use kernel::id::{UnitId, UserId};

use super::account::by_id;
use super::session;
use crate::app::App;
use crate::db::Tx;
use crate::vault::Vault;
use crate::web::{Failure, UserView, Visitor};

/// A role as a type.
pub trait RoleMarker: Send + Sync + 'static {
    /// The role.
    const ROLE: Role;
}

/// Works the queue of a unit.
#[derive(Debug)]
pub enum Officer {}
/// Leads a unit.
#[derive(Debug)]
pub enum Head {}
/// Keeps the service catalogue.
#[derive(Debug)]
pub enum Steward {}
/// Approves what a steward drafted.
#[derive(Debug)]
pub enum Approver {}
/// Verifies reports and gives them to who handles them.
#[derive(Debug)]
pub enum Coordinator {}
/// Reads who saw and did what.
#[derive(Debug)]
pub enum Inspector {}
/// Grants and revokes roles.
#[derive(Debug)]
pub enum Administrator {}
/// Decides for the city.
#[derive(Debug)]
pub enum Mayor {}
/// Helps officers to work better.
#[derive(Debug)]
pub enum Coach {}
/// Keeps proposals and the plan of what comes first.
#[derive(Debug)]
pub enum Planner {}

/// Does steps under a contract, of the files that were handed over and of no other.
#[derive(Debug)]
pub enum Partner {}

impl RoleMarker for Partner {
    const ROLE: Role = Role::Partner;
}
/// Tells everyone how services work.
#[derive(Debug)]
pub enum Outreach {}

impl RoleMarker for Outreach {
    const ROLE: Role = Role::Outreach;
}
impl RoleMarker for Officer {
    const ROLE: Role = Role::Officer;
}
impl RoleMarker for Head {
    const ROLE: Role = Role::Head;
}
impl RoleMarker for Steward {
    const ROLE: Role = Role::Steward;
}
impl RoleMarker for Approver {
    const ROLE: Role = Role::Approver;
}
impl RoleMarker for Coordinator {
    const ROLE: Role = Role::Coordinator;
}
impl RoleMarker for Inspector {
    const ROLE: Role = Role::Inspector;
}
impl RoleMarker for Administrator {
    const ROLE: Role = Role::Administrator;
}
impl RoleMarker for Mayor {
    const ROLE: Role = Role::Mayor;
}
impl RoleMarker for Coach {
    const ROLE: Role = Role::Coach;
}
impl RoleMarker for Planner {
    const ROLE: Role = Role::Planner;
}

/// Proof that an account has the role `R`, with the units for which it holds.
#[derive(Debug)]
pub struct Can<R> {
    user: UserId,
    name: String,
    units: Vec<String>,
    role: PhantomData<fn() -> R>,
}

impl<R> Clone for Can<R> {
    fn clone(&self) -> Self {
        let Self { user, name, units, role } = self;
        Self { user: *user, name: name.clone(), units: units.clone(), role: *role }
    }
}

impl<R: RoleMarker> Can<R> {
    /// The proof for the account `user`, for commands of the operator and for jobs.
    ///
    /// # Errors
    /// `error-forbidden` when there is no such account, it is disabled, or it lacks the role.
    pub async fn load(tx: &mut Tx<'_>, vault: &Vault, user: UserId) -> Result<Self> {
        let account = by_id(tx, vault, user).await?;
        let account = account.filter(|account| account.disabled_at.is_none());
        let found = account.and_then(|account| {
            let grants = account.grants.iter().map(|grant| (grant.role(), grant.unit().to_owned()));
            Self::from_grants(user, account.profile.name, grants)
        });
        found.ok_or_else(|| Error::new(Kind::Forbidden, "error-forbidden"))
    }

    fn of(view: &UserView) -> Option<Self> {
        Self::from_grants(view.id, view.name.clone(), view.grants.iter().cloned())
    }

    fn from_grants(
        user: UserId,
        name: String,
        grants: impl Iterator<Item = (Role, String)>,
    ) -> Option<Self> {
        let units: Vec<String> =
            grants.filter(|(role, _)| *role == R::ROLE).map(|(_, unit)| unit).collect();
        (!units.is_empty()).then_some(Self { user, name, units, role: PhantomData })
    }

    /// The account.
    pub fn user(&self) -> UserId {
        self.user
    }

    /// What the person is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Codes of the units for which the role holds; the empty code is the whole city.
    pub fn units(&self) -> &[String] {
        &self.units
    }

    /// Whether the role holds for the whole city.
    pub fn whole_city(&self) -> bool {
        self.units.iter().any(String::is_empty)
    }

    /// Whether the role holds for the unit with the code `unit`.
    pub fn covers(&self, unit: &str) -> bool {
        self.whole_city() || self.units.iter().any(|own| own == unit)
    }

    /// The actor of the facts that this account writes in this role.
    pub fn actor(&self, channel: Channel, unit: Option<UnitId>) -> Actor {
        Actor { user: Some(self.user), role: R::ROLE, unit, channel }
    }
}

impl<R: RoleMarker> FromRequestParts<App> for Can<R> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        let Some(view) = visitor.user.filter(|_| trusted(parts)) else {
            return Err(Error::new(Kind::Unauthenticated, "error-log-in-first").into());
        };
        Self::of(&view).ok_or_else(|| refusal(&view).into())
    }
}

/// Whether the way in which the request shows its session is enough for what it asks.
fn trusted(parts: &Parts) -> bool {
    let api = parts.uri.path().starts_with("/api/");
    !api || parts.method.is_safe() || session::bearer(&parts.headers).is_some()
}

fn refusal(view: &UserView) -> Error {
    if view.grants.is_empty() {
        return Error::not_found();
    }
    Error::new(Kind::Forbidden, "error-forbidden")
}
