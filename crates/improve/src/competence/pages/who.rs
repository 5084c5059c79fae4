//! Who sees which of these pages.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::Error;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Kind;
use kernel::id::UserId;
use platform::App;
use platform::web::{Failure, UserView, Visitor};

use crate::viewer::Viewer;

fn refusal(user: Option<&UserView>) -> Failure {
    let error = match user {
        None => Error::new(Kind::Unauthenticated, "error-log-in-first"),
        // Staff may know of each other's rooms; an account without any role is no staff.
        Some(view) if view.grants.is_empty() => Error::not_found(),
        Some(_) => Error::new(Kind::Forbidden, "error-forbidden"),
    };
    error.into()
}

fn actor(view: &UserView, role: Role) -> Actor {
    Actor { user: Some(view.id), role, unit: None, channel: Channel::Online }
}

/// Someone who verifies files: an officer, or a head who does.
#[derive(Debug)]
pub(super) struct Worker(UserView);

impl Worker {
    pub(super) fn user(&self) -> UserId {
        self.0.id
    }

    /// Codes of the units for which they work, each once.
    pub(super) fn units(&self) -> Vec<String> {
        let mut units: Vec<String> = Vec::new();
        for (role, unit) in &self.0.grants {
            let works = matches!(role, Role::Officer | Role::Head) && !unit.is_empty();
            if works && !units.contains(unit) {
                units.push(unit.clone());
            }
        }
        units
    }

    /// Units that they lead.
    pub(super) fn leads(&self) -> Vec<String> {
        let heads =
            self.0.grants.iter().filter(|(role, unit)| *role == Role::Head && !unit.is_empty());
        heads.map(|(_, unit)| unit.clone()).collect()
    }

    pub(super) fn actor(&self) -> Actor {
        let officer = self.0.grants.iter().any(|(role, _)| *role == Role::Officer);
        actor(&self.0, if officer { Role::Officer } else { Role::Head })
    }
}

impl FromRequestParts<App> for Worker {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        match visitor.user {
            Some(view) if view.can_work => Ok(Self(view)),
            other => Err(refusal(other.as_ref())),
        }
    }
}

/// Someone who looks at units: its head or coach, or who looks at the whole city.
#[derive(Debug)]
pub(super) struct Guide {
    view: UserView,
    viewer: Option<Viewer>,
}

impl Guide {
    fn holds(&self, role: Role, unit: &str) -> bool {
        let mut grants = self.view.grants.iter();
        grants.any(|(held, own)| *held == role && (own.is_empty() || own == unit))
    }

    /// Whether they see the unit's numbers.
    pub(super) fn looks(&self, unit: &str) -> bool {
        let covers = self.viewer.as_ref().is_some_and(|viewer| viewer.covers(unit));
        covers || self.holds(Role::Coach, unit)
    }

    /// As whom they plan trainings of the unit; none when they do not.
    pub(super) fn plans(&self, unit: &str) -> Option<Actor> {
        let roles = [Role::Head, Role::Coach];
        let role = roles.into_iter().find(|role| self.holds(*role, unit))?;
        Some(actor(&self.view, role))
    }
}

impl FromRequestParts<App> for Guide {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        let viewer = Viewer::of(&visitor);
        match visitor.user {
            Some(view) if viewer.is_some() || view.can_coach => Ok(Self { view, viewer }),
            other => Err(refusal(other.as_ref())),
        }
    }
}
