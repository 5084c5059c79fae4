//! Who works on campaigns: public relations drafts and evaluates, the approver starts; and who reads the
//! briefing: everyone who works for the city.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::Error;
use kernel::actor::Role;
use kernel::error::Kind;
use kernel::id::UserId;
use platform::App;
use platform::web::{Failure, UserView, Visitor};

/// Someone of public relations, or an approver.
#[derive(Clone, Debug)]
pub(super) struct Desk(UserView);

/// Someone who works for the city.
#[derive(Clone, Debug)]
pub(super) struct Staff;

impl Desk {
    fn holds(&self, role: Role) -> bool {
        self.0.grants.iter().any(|(held, unit)| *held == role && unit.is_empty())
    }

    /// The account.
    pub(super) fn user(&self) -> UserId {
        self.0.id
    }

    /// Whether they draft, end and evaluate.
    pub(super) fn tells(&self) -> bool {
        self.holds(Role::Outreach)
    }

    /// Whether they start what another drafted.
    pub(super) fn approves(&self) -> bool {
        self.holds(Role::Approver)
    }
}

/// The account behind a request.
async fn account(parts: &mut Parts, app: &App) -> Result<UserView, Failure> {
    let visitor = Visitor::from_request_parts(parts, app).await?;
    let absent = || Error::new(Kind::Unauthenticated, "error-log-in-first");
    visitor.user.ok_or_else(|| absent().into())
}

impl FromRequestParts<App> for Desk {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let desk = Self(account(parts, app).await?);
        if desk.tells() || desk.approves() {
            return Ok(desk);
        }
        Err(Error::new(Kind::Forbidden, "error-forbidden").into())
    }
}

impl FromRequestParts<App> for Staff {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let view = account(parts, app).await?;
        let works = view.grants.iter().any(|(role, _)| *role != Role::Partner);
        if works { Ok(Self) } else { Err(Error::new(Kind::Forbidden, "error-forbidden").into()) }
    }
}
