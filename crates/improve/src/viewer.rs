//! Who looks at the work of the city: heads at that of their units, coordinators and approvers at all.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::Error;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Kind;
use kernel::id::UserId;
use platform::App;
use platform::web::{Failure, UserView, Visitor};

const ROLES: [Role; 4] = [Role::Head, Role::Coordinator, Role::Approver, Role::Mayor];

/// Someone who looks.
#[derive(Clone, Debug)]
pub struct Viewer(UserView);

impl Viewer {
    /// The visitor, if they may look.
    pub fn of(visitor: &Visitor) -> Option<Self> {
        let view = visitor.user.as_ref()?;
        let may = view.grants.iter().any(|(held, _)| ROLES.contains(held));
        may.then(|| Self(view.clone()))
    }

    /// The account.
    pub fn user(&self) -> UserId {
        self.0.id
    }

    fn holds(&self, role: Role, unit: &str) -> bool {
        let mut grants = self.0.grants.iter();
        grants.any(|(held, own)| *held == role && (own.is_empty() || own == unit))
    }

    /// Units at which they look; none means the whole city.
    pub fn units(&self) -> Option<Vec<String>> {
        let over_city = |(role, unit): &(Role, String)| match role {
            Role::Coordinator | Role::Approver | Role::Mayor => true,
            Role::Head => unit.is_empty(),
            _ => false,
        };
        if self.0.grants.iter().any(over_city) {
            return None;
        }
        let heads = self.0.grants.iter().filter(|(role, _)| *role == Role::Head);
        Some(heads.map(|(_, unit)| unit.clone()).collect())
    }

    /// Whether they look at `unit`.
    pub fn covers(&self, unit: &str) -> bool {
        self.units().is_none_or(|units| units.iter().any(|own| own == unit))
    }

    /// Whether they may propose a trial in `units`: the coordinator and the mayor any, a head with an own one.
    pub fn may_propose(&self, units: &[String]) -> bool {
        self.holds(Role::Coordinator, "")
            || self.holds(Role::Mayor, "")
            || units.iter().any(|unit| self.leads(unit))
    }

    /// Whether they propose at all.
    pub fn proposes(&self) -> bool {
        self.0
            .grants
            .iter()
            .any(|(role, _)| matches!(role, Role::Coordinator | Role::Head | Role::Mayor))
    }

    /// Whether they lead `unit`.
    pub fn leads(&self, unit: &str) -> bool {
        self.holds(Role::Head, unit)
    }

    /// Whether they are the coordinator.
    pub fn coordinates(&self) -> bool {
        self.holds(Role::Coordinator, "")
    }

    /// Whether they approve what another proposed.
    pub fn approves(&self) -> bool {
        self.holds(Role::Approver, "")
    }

    /// The account as the actor of a fact, in that role.
    pub fn actor(&self, role: Role) -> Actor {
        Actor { user: Some(self.0.id), role, unit: None, channel: Channel::Online }
    }
}

impl FromRequestParts<App> for Viewer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        if let Some(viewer) = Self::of(&visitor) {
            return Ok(viewer);
        }
        let Some(view) = visitor.user else {
            return Err(Error::new(Kind::Unauthenticated, "error-log-in-first").into());
        };
        // Staff may know of each other's rooms; an account without any role is no staff.
        let forbidden = || Error::new(Kind::Forbidden, "error-forbidden");
        Err(if view.grants.is_empty() { Error::not_found() } else { forbidden() }.into())
    }
}
