//! What an account logs in with, changed by its owner or set anew by the operator.

use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::id::UserId;

use super::{Act, check_active, key_of};
use crate::auth::password::HashedPassword;
use crate::auth::session::{self, Lifetime, Started};
use crate::auth::totp::TotpSecret;
use crate::db::{Command, WriteTx, db};
use crate::i18n::Lang;
use crate::vault::Vault;

/// Sets the password and ends all sessions of the account.
#[derive(Clone, Debug)]
pub struct ChangePassword {
    /// Whose.
    pub user: UserId,
    /// The new one.
    pub password: HashedPassword,
}

impl Act for ChangePassword {
    type Output = ();

    /// Refuses with `auth-disabled`.
    async fn apply(&self, tx: &mut WriteTx<'_>, _: &Vault) -> Result<()> {
        check_active(tx, self.user).await?;
        sqlx::query("UPDATE account SET password_hash = $3 WHERE tenant_id = $1 AND user_id = $2")
            .bind(tx.tenant())
            .bind(self.user.to_vec())
            .bind(self.password.as_str().to_owned())
            .execute(tx.conn())
            .await
            .map_err(db)?;
        session::end_all(tx, self.user).await
    }
}

/// Sets a new second factor, for a telephone that was lost, and ends all sessions of the account.
#[derive(Clone, Debug)]
pub struct ResetTotp {
    /// Whose.
    pub user: UserId,
    /// The new secret.
    pub totp: TotpSecret,
}

impl Act for ResetTotp {
    type Output = ();

    /// Refuses with `auth-disabled`.
    async fn apply(&self, tx: &mut WriteTx<'_>, vault: &Vault) -> Result<()> {
        check_active(tx, self.user).await?;
        let key = key_of(tx, vault, self.user).await?;
        let sealed = self.totp.seal(&key, tx.rng())?;
        sqlx::query(
            "UPDATE account SET totp_secret = $3, totp_last_step = 0 \
             WHERE tenant_id = $1 AND user_id = $2",
        )
        .bind(tx.tenant())
        .bind(self.user.to_vec())
        .bind(sealed)
        .execute(tx.conn())
        .await
        .map_err(db)?;
        session::end_all(tx, self.user).await
    }
}

/// Sets the language of the account's pages.
#[derive(Clone, Copy, Debug)]
pub struct ChangeLanguage {
    /// Whose.
    pub user: UserId,
    /// Which.
    pub language: Lang,
}

impl Act for ChangeLanguage {
    type Output = ();

    async fn apply(&self, tx: &mut WriteTx<'_>, _: &Vault) -> Result<()> {
        sqlx::query("UPDATE account SET language = $3 WHERE tenant_id = $1 AND user_id = $2")
            .bind(tx.tenant())
            .bind(self.user.to_vec())
            .bind(self.language.code())
            .execute(tx.conn())
            .await
            .map_err(db)?;
        Ok(())
    }
}

/// Uses up the step of a code and starts a session in the same transaction, so that of two log-ins
/// with one code only one succeeds.
pub(in crate::auth) struct UseCode {
    pub(in crate::auth) user: UserId,
    /// The hash that was verified: a password changed in between no longer counts.
    pub(in crate::auth) password_hash: String,
    pub(in crate::auth) step: i64,
    pub(in crate::auth) lifetime: Lifetime,
}

impl Command for UseCode {
    type Output = Started;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Started> {
        let done = sqlx::query(
            "UPDATE account SET totp_last_step = $3 WHERE tenant_id = $1 AND user_id = $2 \
             AND totp_last_step < $3 AND password_hash = $4 AND disabled_at IS NULL",
        )
        .bind(tx.tenant())
        .bind(self.user.to_vec())
        .bind(self.step)
        .bind(self.password_hash.clone())
        .execute(tx.conn())
        .await
        .map_err(db)?;
        if done.rows_affected() == 0 {
            return Err(Error::new(Kind::Unauthenticated, "auth-wrong"));
        }
        session::start(tx, self.user, self.lifetime).await
    }
}
