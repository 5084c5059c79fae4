//! Roles given and taken, and the end of an account.

use kernel::Error;
use kernel::actor::{Actor, Role};
use kernel::error::{Kind, Result};
use kernel::id::UserId;

use super::read::grants_of;
use super::{Act, Facts, RoleGrant, check_active, check_actor, key_of};
use crate::auth::session;
use crate::db::{Tx, WriteTx, db};
use crate::vault::Vault;

/// Gives an account a role.
#[derive(Clone, Debug)]
pub struct Grant {
    /// To whom.
    pub user: UserId,
    /// What.
    pub grant: RoleGrant,
    /// Who gives it.
    pub actor: Actor,
}

impl Act for Grant {
    type Output = ();

    /// Refuses with `auth-not-yourself` when the actor is the account itself, with
    /// `auth-already-granted`, `auth-unit-unknown` or `auth-disabled`.
    async fn apply(&self, tx: &mut WriteTx<'_>, vault: &Vault) -> Result<()> {
        check_actor(&self.actor)?;
        if self.actor.user == Some(self.user) {
            return Err(Error::new(Kind::Forbidden, "auth-not-yourself"));
        }
        check_active(tx, self.user).await?;
        check_unit(tx, &self.grant).await?;
        if grants_of(tx, self.user).await?.contains(&self.grant) {
            return Err(Error::conflict("auth-already-granted"));
        }
        insert_grant(tx, self.user, &self.grant).await?;
        let key = key_of(tx, vault, self.user).await?;
        Facts::of(tx, self.user, &key, self.actor).granted(tx, &self.grant).await
    }
}

/// Takes a role from an account.
#[derive(Clone, Debug)]
pub struct Revoke {
    /// From whom.
    pub user: UserId,
    /// What.
    pub grant: RoleGrant,
    /// Who takes it.
    pub actor: Actor,
}

impl Act for Revoke {
    type Output = ();

    /// Refuses with `auth-not-granted`, and with `auth-last-administrator` when the city would be
    /// left without one.
    async fn apply(&self, tx: &mut WriteTx<'_>, vault: &Vault) -> Result<()> {
        check_actor(&self.actor)?;
        check_active(tx, self.user).await?;
        if self.grant.role() == Role::Administrator {
            keep_an_administrator(tx, self.user).await?;
        }
        if !delete_grant(tx, self.user, &self.grant).await? {
            return Err(Error::conflict("auth-not-granted"));
        }
        let key = key_of(tx, vault, self.user).await?;
        Facts::of(tx, self.user, &key, self.actor).revoked(tx, &self.grant).await
    }
}

/// Ends an account for good: takes all its roles, each with its fact, ends its sessions and refuses
/// its log-in from now on. The row stays, because its past acts name it.
#[derive(Clone, Debug)]
pub struct Disable {
    /// Whose.
    pub user: UserId,
    /// Who ends it.
    pub actor: Actor,
}

impl Act for Disable {
    type Output = ();

    /// Refuses with `auth-disabled` the second time, and with `auth-last-administrator` when the
    /// city would be left without one.
    async fn apply(&self, tx: &mut WriteTx<'_>, vault: &Vault) -> Result<()> {
        check_actor(&self.actor)?;
        check_active(tx, self.user).await?;
        let grants = grants_of(tx, self.user).await?;
        if grants.iter().any(|grant| grant.role() == Role::Administrator) {
            keep_an_administrator(tx, self.user).await?;
        }
        let key = key_of(tx, vault, self.user).await?;
        let facts = Facts::of(tx, self.user, &key, self.actor);
        for grant in &grants {
            delete_grant(tx, self.user, grant).await?;
            facts.revoked(tx, grant).await?;
        }
        session::end_all(tx, self.user).await?;
        sqlx::query("UPDATE account SET disabled_at = $3 WHERE tenant_id = $1 AND user_id = $2")
            .bind(tx.tenant())
            .bind(self.user.to_vec())
            .bind(tx.now().as_microsecond())
            .execute(tx.conn())
            .await
            .map_err(db)?;
        Ok(())
    }
}

pub(super) async fn insert_grant(
    tx: &mut WriteTx<'_>,
    user: UserId,
    grant: &RoleGrant,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO account_grant (tenant_id, user_id, role, unit_code, granted_at) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(tx.tenant())
    .bind(user.to_vec())
    .bind(grant.role().code())
    .bind(grant.unit().to_owned())
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

async fn delete_grant(tx: &mut WriteTx<'_>, user: UserId, grant: &RoleGrant) -> Result<bool> {
    let done = sqlx::query(
        "DELETE FROM account_grant \
         WHERE tenant_id = $1 AND user_id = $2 AND role = $3 AND unit_code = $4",
    )
    .bind(tx.tenant())
    .bind(user.to_vec())
    .bind(grant.role().code())
    .bind(grant.unit().to_owned())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(done.rows_affected() == 1)
}

/// Refuses a role for a unit that the city does not have.
pub(super) async fn check_unit(tx: &mut Tx<'_>, grant: &RoleGrant) -> Result<()> {
    if grant.unit().is_empty() {
        return Ok(());
    }
    let row: Option<(String,)> =
        sqlx::query_as("SELECT code FROM unit WHERE tenant_id = $1 AND code = $2")
            .bind(tx.tenant())
            .bind(grant.unit().to_owned())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    let unknown = || Error::invalid("auth-unit-unknown").with("unit", grant.unit());
    row.map(|_| ()).ok_or_else(unknown)
}

/// Refuses when nobody but `user` is an administrator. A disabled account holds no role.
///
/// Two administrators who take the role from each other at the same moment must meet somewhere:
/// on PostgreSQL they would not see each other's change. They meet at the row of the city.
async fn keep_an_administrator(tx: &mut WriteTx<'_>, user: UserId) -> Result<()> {
    sqlx::query("UPDATE tenant SET settings = settings WHERE tenant_id = $1")
        .bind(tx.tenant())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    let (others,): (i64,) = sqlx::query_as(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM account_grant \
         WHERE tenant_id = $1 AND role = 'administrator' AND user_id <> $2",
    )
    .bind(tx.tenant())
    .bind(user.to_vec())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    if others == 0 { Err(Error::conflict("auth-last-administrator")) } else { Ok(()) }
}
