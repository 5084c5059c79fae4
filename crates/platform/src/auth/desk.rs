//! Who may look at a desk where one person writes and another approves: stewards, approvers and
//! heads. What they may do there is decided by the capability of each act.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::Error;
use kernel::actor::Role;
use kernel::error::Kind;
use kernel::id::UserId;

use crate::app::App;
use crate::web::{Failure, UserView, Visitor};

/// Someone at such a desk.
#[derive(Debug)]
pub struct Desk(UserView);

impl Desk {
    /// The account.
    pub fn user(&self) -> UserId {
        self.0.id
    }

    /// Whether the page offers what needs `role` for `unit`.
    pub fn has(&self, role: Role, unit: &str) -> bool {
        let mut grants = self.0.grants.iter();
        grants.any(|(held, code)| *held == role && (code.is_empty() || code == unit))
    }
}

impl FromRequestParts<App> for Desk {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        let Some(view) = visitor.user else {
            return Err(Error::new(Kind::Unauthenticated, "error-log-in-first").into());
        };
        let roles = [Role::Steward, Role::Approver, Role::Head];
        if view.grants.iter().any(|(held, _)| roles.contains(held)) {
            return Ok(Self(view));
        }
        // Staff may know of each other's rooms; an account without any role is no staff.
        let stranger = view.grants.is_empty();
        let forbidden = || Error::new(Kind::Forbidden, "error-forbidden");
        Err(if stranger { Error::not_found() } else { forbidden() }.into())
    }
}
