//! Who adopts a plan: the mayor, or an approver.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::Error;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Kind;
use platform::App;
use platform::web::{Failure, UserView, Visitor};

/// Someone who may adopt a plan.
#[derive(Debug)]
pub(super) struct Adopter {
    view: UserView,
    role: Role,
}

impl Adopter {
    /// The visitor, if they may.
    pub(super) fn of(visitor: &Visitor) -> Option<Self> {
        let view = visitor.user.as_ref()?;
        let holds =
            |role: &Role| view.grants.iter().any(|(held, unit)| held == role && unit.is_empty());
        let role = [Role::Mayor, Role::Approver].into_iter().find(holds)?;
        Some(Self { view: view.clone(), role })
    }

    /// The actor of the facts that they write.
    pub(super) fn actor(&self) -> Actor {
        let user = Some(self.view.id);
        Actor { user, role: self.role, unit: None, channel: Channel::Online }
    }
}

impl FromRequestParts<App> for Adopter {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        let Some(view) = &visitor.user else {
            return Err(Error::new(Kind::Unauthenticated, "error-log-in-first").into());
        };
        // Staff may know of each other's rooms; an account without any role is no staff.
        let stranger = view.grants.is_empty();
        let refused = || match stranger {
            true => Error::not_found(),
            false => Error::new(Kind::Forbidden, "error-forbidden"),
        };
        Self::of(&visitor).ok_or_else(|| refused().into())
    }
}
