//! Who takes part in meetings: the mayor and coordinators call and lead them, heads come and answer for
//! their units.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::Error;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::{Kind, Result};
use kernel::id::UserId;
use platform::App;
use platform::web::{Failure, UserView, Visitor};

use super::model::{Meeting, Promise};

const ROLES: [Role; 3] = [Role::Mayor, Role::Coordinator, Role::Head];

/// Someone who takes part.
#[derive(Clone, Debug)]
pub struct Member(UserView);

impl Member {
    /// The account, if it may take part.
    pub fn of(view: &UserView) -> Option<Self> {
        let may = view.grants.iter().any(|(held, _)| ROLES.contains(held));
        may.then(|| Self(view.clone()))
    }

    fn has(&self, role: Role) -> bool {
        self.0.grants.iter().any(|(held, _)| *held == role)
    }

    /// The account.
    pub fn user(&self) -> UserId {
        self.0.id
    }

    /// Whether they lead `unit`.
    pub fn leads(&self, unit: &str) -> bool {
        let mut grants = self.0.grants.iter();
        grants.any(|(held, own)| *held == Role::Head && (own.is_empty() || own == unit))
    }

    /// Whether they lead any unit.
    pub fn is_head(&self) -> bool {
        self.has(Role::Head)
    }

    /// Whether they call meetings and write their minutes.
    pub fn organises(&self) -> bool {
        self.has(Role::Mayor) || self.has(Role::Coordinator)
    }

    /// Whether they may know of `meeting`.
    pub fn sees(&self, meeting: &Meeting) -> bool {
        if meeting.is_secret() {
            return self.has(Role::Mayor) || meeting.caller == self.user();
        }
        self.organises()
            || meeting.units.is_empty()
            || meeting.units.iter().any(|unit| self.leads(unit))
    }

    /// Whether they may open `promise`.
    pub fn opens(&self, promise: &Promise) -> bool {
        self.organises() || self.leads(&promise.unit)
    }

    /// Refuses, as if there were none, who may not know of `meeting`.
    ///
    /// # Errors
    /// Not found.
    pub fn must_see(&self, meeting: &Meeting) -> Result<()> {
        if self.sees(meeting) { Ok(()) } else { Err(Error::not_found()) }
    }

    /// Whether they decide in `meeting`: the mayor in each, a coordinator in those that they called.
    pub fn chairs(&self, meeting: &Meeting) -> bool {
        self.has(Role::Mayor) || (self.has(Role::Coordinator) && meeting.caller == self.user())
    }

    /// The account as the actor of a fact, in that role.
    pub fn actor(&self, role: Role) -> Actor {
        Actor { user: Some(self.0.id), role, unit: None, channel: Channel::Online }
    }
}

impl FromRequestParts<App> for Member {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        let Some(view) = visitor.user else {
            return Err(Error::new(Kind::Unauthenticated, "error-log-in-first").into());
        };
        if let Some(member) = Self::of(&view) {
            return Ok(member);
        }
        // Staff may know of each other's rooms; an account without any role is no staff.
        Err(if view.grants.is_empty() { Error::not_found() } else { forbidden() }.into())
    }
}

fn forbidden() -> Error {
    Error::new(Kind::Forbidden, "error-forbidden")
}

/// The mayor or a coordinator: who calls meetings and writes their minutes.
#[derive(Clone, Debug)]
pub struct Organiser(Member);

impl Organiser {
    /// The member, if they organise.
    pub fn of(member: &Member) -> Option<Self> {
        member.organises().then(|| Self(member.clone()))
    }

    /// The same person as one who takes part.
    pub fn member(&self) -> &Member {
        &self.0
    }

    /// The account as the actor of a fact.
    pub fn actor(&self) -> Actor {
        let mayor = self.0.has(Role::Mayor);
        self.0.actor(if mayor { Role::Mayor } else { Role::Coordinator })
    }

    /// Refuses who does not decide in `meeting`.
    ///
    /// # Errors
    /// Forbidden.
    pub fn must_chair(&self, meeting: &Meeting) -> Result<()> {
        self.0.must_see(meeting)?;
        if self.0.chairs(meeting) { Ok(()) } else { Err(forbidden()) }
    }
}

impl FromRequestParts<App> for Organiser {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let member = Member::from_request_parts(parts, app).await?;
        Self::of(&member).ok_or_else(|| forbidden().into())
    }
}
