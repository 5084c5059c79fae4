//! Who watches over clocks: heads over those of their units, inspectors, coordinators and the mayor over those
//! of the whole city.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::Error;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Kind;
use kernel::id::UserId;
use platform::App;
use platform::web::{Failure, UserView, Visitor};

/// Someone who watches.
#[derive(Clone, Debug)]
pub struct Overseer(UserView);

impl Overseer {
    /// Units that they watch over; none means the whole city.
    pub fn units(&self) -> Option<Vec<String>> {
        let over_city = |(role, unit): &(Role, String)| match role {
            Role::Inspector | Role::Coordinator | Role::Mayor => true,
            Role::Head => unit.is_empty(),
            _ => false,
        };
        if self.0.grants.iter().any(over_city) {
            return None;
        }
        let heads = self.0.grants.iter().filter(|(role, _)| *role == Role::Head);
        Some(heads.map(|(_, unit)| unit.clone()).collect())
    }

    /// The account.
    pub fn user(&self) -> UserId {
        self.0.id
    }

    /// Whether they are of the Inspectorate.
    pub fn inspects(&self) -> bool {
        self.0.grants.iter().any(|(role, _)| *role == Role::Inspector)
    }

    /// Whether they lead a unit.
    pub fn is_head(&self) -> bool {
        self.0.grants.iter().any(|(role, _)| *role == Role::Head)
    }

    /// Refuses whoever neither leads a unit nor is of the Inspectorate.
    ///
    /// # Errors
    /// Forbidden.
    pub fn is_superior(&self) -> Result<(), Error> {
        if self.is_head() || self.inspects() {
            return Ok(());
        }
        Err(Error::new(Kind::Forbidden, "error-forbidden"))
    }

    /// Whether they lead this unit.
    pub fn leads(&self, unit: &str) -> bool {
        let mut grants = self.0.grants.iter();
        grants.any(|(role, own)| *role == Role::Head && (own.is_empty() || own == unit))
    }

    /// The account as the actor of a fact, in that role.
    pub fn actor(&self, role: Role) -> Actor {
        Actor { user: Some(self.0.id), role, unit: None, channel: Channel::Online }
    }
}

impl FromRequestParts<App> for Overseer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        let Some(view) = visitor.user else {
            return Err(Error::new(Kind::Unauthenticated, "error-log-in-first").into());
        };
        let roles = [Role::Head, Role::Inspector, Role::Coordinator, Role::Mayor];
        if view.grants.iter().any(|(held, _)| roles.contains(held)) {
            return Ok(Self(view));
        }
        // Staff may know of each other's rooms; an account without any role is no staff.
        let forbidden = || Error::new(Kind::Forbidden, "error-forbidden");
        Err(if view.grants.is_empty() { Error::not_found() } else { forbidden() }.into())
    }
}
