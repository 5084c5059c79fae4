//! Making an account.

use std::collections::BTreeSet;

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::{Kind, Result};
use kernel::id::UserId;

use super::grants::{check_unit, insert_grant};
use super::{Act, Facts, PROFILE, RoleGrant, check_actor};
use crate::auth::Profile;
use crate::auth::login_name::LoginName;
use crate::auth::password::HashedPassword;
use crate::auth::totp::TotpSecret;
use crate::db::{WriteTx, db};
use crate::i18n::Lang;
use crate::keys;
use crate::vault::{SubjectKey, Vault};

/// Makes an account with its first roles.
#[derive(Clone, Debug)]
pub struct Create {
    /// The name to log in with.
    pub login: LoginName,
    /// Who it is.
    pub profile: Profile,
    /// The first password.
    pub password: HashedPassword,
    /// The second factor.
    pub totp: TotpSecret,
    /// Language of the pages.
    pub language: Lang,
    /// The first roles; one that is named twice is given once.
    pub grants: Vec<RoleGrant>,
    /// Who makes it.
    pub actor: Actor,
}

impl Act for Create {
    type Output = UserId;

    /// Refuses with `auth-login-taken` when the city has an account of that name, and with
    /// `auth-unit-unknown` when a role is for a unit that the city does not have.
    async fn apply(&self, tx: &mut WriteTx<'_>, vault: &Vault) -> Result<UserId> {
        check_actor(&self.actor)?;
        let now = tx.now();
        let user = UserId::new(now, tx.rng());
        let key = keys::create(tx, vault, user.uuid()).await?;
        self.insert(tx, user, &key).await?;
        let facts = Facts::of(tx, user, &key, self.actor);
        for grant in self.grants.iter().collect::<BTreeSet<_>>() {
            check_unit(tx, grant).await?;
            insert_grant(tx, user, grant).await?;
            facts.granted(tx, grant).await?;
        }
        Ok(user)
    }
}

impl Create {
    async fn insert(&self, tx: &mut WriteTx<'_>, user: UserId, key: &SubjectKey) -> Result<()> {
        let sealed = key.seal_json(PROFILE, &self.profile, tx.rng())?;
        let secret = self.totp.seal(key, tx.rng())?;
        sqlx::query(
            "INSERT INTO account (tenant_id, user_id, login, sealed, password_hash, totp_secret, \
             totp_last_step, language, created_at, disabled_at) \
             VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, NULL)",
        )
        .bind(tx.tenant())
        .bind(user.to_vec())
        .bind(self.login.as_str().to_owned())
        .bind(sealed)
        .bind(self.password.as_str().to_owned())
        .bind(secret)
        .bind(self.language.code())
        .bind(tx.now().as_microsecond())
        .execute(tx.conn())
        .await
        .map_err(|error| self.taken(db(error)))?;
        Ok(())
    }

    /// The id is random, so only the name can have been there before.
    fn taken(&self, error: Error) -> Error {
        match error.kind() {
            Kind::Conflict => Error::conflict("auth-login-taken").with("login", &self.login),
            _ => error,
        }
    }
}
