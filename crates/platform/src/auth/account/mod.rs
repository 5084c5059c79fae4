//! Accounts: made, given roles, disabled. Free of the web: `bening init`, `bening user add`, the
//! demonstration and the pages all use these acts.
//!
//! An [`Act`] is plain data. Alone it is written with [`write`]; a loader that brings many in one
//! transaction calls [`Act::apply`] itself.

mod create;
mod credentials;
mod grants;
mod read;
mod superiors;

use std::future::Future;

use kernel::Error;
use kernel::actor::{Actor, Role};
use kernel::error::{Kind, Result};
use kernel::fact::{NewFact, Subject, SubjectKind, TenantId};
use kernel::facts::Payload;
use kernel::facts::people::{Granted, Revoked};
use kernel::id::{CommandId, UserId};

pub use create::Create;
pub(super) use credentials::UseCode;
pub use credentials::{ChangeLanguage, ChangePassword, ResetTotp};
pub use grants::{Disable, Grant, Revoke};
pub use read::{AccountView, Unit, by_id, by_login, list, of_role, of_unit, units};
pub(super) use read::{Credentials, credentials};
pub use superiors::{holders, superiors};

use crate::app::App;
use crate::db::{Command, WriteTx, db};
use crate::journal::{Seal, next_seq};
use crate::keys;
use crate::vault::{SubjectKey, Vault};

/// Under which purpose the profile is sealed.
pub(super) const PROFILE: &str = "account.profile";

/// A change of accounts.
pub trait Act: Send + Sync + 'static {
    /// What the caller gets.
    type Output: Send + 'static;

    /// Decides and writes, with its facts.
    ///
    /// # Errors
    /// Whatever the act refuses with, or an internal error when the database fails.
    fn apply(
        &self,
        tx: &mut WriteTx<'_>,
        vault: &Vault,
    ) -> impl Future<Output = Result<Self::Output>> + Send;
}

/// An act in a transaction of its own.
struct Alone<A> {
    app: App,
    act: A,
}

impl<A: Act> Command for Alone<A> {
    type Output = A::Output;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<A::Output> {
        self.act.apply(tx, &self.app.vault).await
    }
}

/// Writes `act` in a transaction of its own.
///
/// # Errors
/// As [`Act::apply`].
pub async fn write<A: Act>(app: &App, tenant: TenantId, act: A) -> Result<A::Output> {
    app.db.write(tenant, Alone { app: app.clone(), act }).await
}

/// A role and the unit for which it holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RoleGrant {
    role: Role,
    unit: String,
}

impl RoleGrant {
    /// The role `role` for the unit with the code `unit`; the empty code is the whole city.
    ///
    /// # Errors
    /// `auth-role-unknown` for a role that nobody can be given, and `auth-role-whole-city` for an
    /// administrator, a mayor or a planner of one unit, which would not be one.
    pub fn new(role: Role, unit: impl Into<String>) -> Result<Self> {
        let unit = unit.into();
        if !Role::GRANTABLE.contains(&role) {
            return Err(Error::invalid("auth-role-unknown"));
        }
        let of_city =
            matches!(role, Role::Administrator | Role::Mayor | Role::Planner | Role::Outreach);
        if of_city && !unit.is_empty() {
            return Err(Error::invalid("auth-role-whole-city"));
        }
        Ok(Self { role, unit })
    }

    /// The role.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Code of the unit; empty for the whole city.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    fn unit_of_fact(&self) -> Option<String> {
        Some(self.unit.clone()).filter(|unit| !unit.is_empty())
    }
}

/// Only an administrator changes accounts, or the operator at the machine.
fn check_actor(actor: &Actor) -> Result<()> {
    match actor.role {
        Role::Administrator | Role::System => Ok(()),
        _ => Err(Error::new(Kind::Forbidden, "error-forbidden")),
    }
}

/// Writes facts of one account, in order, under one command.
struct Facts<'a> {
    user: UserId,
    key: &'a SubjectKey,
    actor: Actor,
    command: CommandId,
}

impl<'a> Facts<'a> {
    fn of(tx: &mut WriteTx<'_>, user: UserId, key: &'a SubjectKey, actor: Actor) -> Self {
        let now = tx.now();
        Self { user, key, actor, command: CommandId::new(now, tx.rng()) }
    }

    async fn granted(&self, tx: &mut WriteTx<'_>, grant: &RoleGrant) -> Result<()> {
        let unit = grant.unit_of_fact();
        self.append(tx, Payload::UserGranted(Granted { v: 1, role: grant.role, unit })).await
    }

    async fn revoked(&self, tx: &mut WriteTx<'_>, grant: &RoleGrant) -> Result<()> {
        let unit = grant.unit_of_fact();
        self.append(tx, Payload::UserRevoked(Revoked { v: 1, role: grant.role, unit })).await
    }

    async fn append(&self, tx: &mut WriteTx<'_>, payload: Payload) -> Result<()> {
        let subject = Subject { kind: SubjectKind::User, id: self.user.uuid() };
        let fact = NewFact {
            subject,
            command: self.command,
            occurred_at: tx.now(),
            actor: self.actor,
            clocks: Vec::new(),
            payload,
        };
        let seq = next_seq(tx, subject).await?;
        tx.append(&fact, seq, Seal::Under(self.key)).await?;
        Ok(())
    }
}

async fn key_of(tx: &mut WriteTx<'_>, vault: &Vault, user: UserId) -> Result<SubjectKey> {
    let key = keys::find(tx, vault, user.uuid()).await?;
    key.ok_or_else(|| Error::internal("an account without a key"))
}

/// Refuses unless the account is there and not disabled.
async fn check_active(tx: &mut WriteTx<'_>, user: UserId) -> Result<()> {
    let row: Option<(Option<i64>,)> =
        sqlx::query_as("SELECT disabled_at FROM account WHERE tenant_id = $1 AND user_id = $2")
            .bind(tx.tenant())
            .bind(user.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    match row {
        None => Err(Error::not_found()),
        Some((Some(_),)) => Err(Error::conflict("auth-disabled")),
        Some((None,)) => Ok(()),
    }
}
