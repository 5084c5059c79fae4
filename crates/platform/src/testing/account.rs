//! Accounts of officers who do not exist.

use kernel::actor::{Actor, Role};
use kernel::id::UserId;

use super::TestCity;
use crate::app::Tenant;
use crate::auth::account::{Create, RoleGrant, write};
use crate::auth::password::NewPassword;
use crate::auth::totp::TotpSecret;
use crate::auth::{LoginName, Profile};
use crate::i18n::Lang;

/// An account, with what its owner knows and holds.
#[derive(Debug)]
pub struct TestAccount {
    /// Its id.
    pub user: UserId,
    /// The name to log in with.
    pub login: String,
    /// The password.
    pub password: String,
    /// The second factor.
    pub totp: TotpSecret,
}

impl TestAccount {
    /// The code that the telephone shows now. It works once: move the clock for another one.
    pub fn code(&self, city: &TestCity) -> String {
        self.totp.code_at(city.clock.now()).expect("a code")
    }
}

impl TestCity {
    /// An account in the city under test. A role with the empty unit is for the whole city.
    pub async fn account(&self, login: &str, roles: &[(Role, &str)]) -> TestAccount {
        self.account_at(&self.tenant, login, roles).await
    }

    /// An account in either city.
    pub async fn account_at(
        &self,
        tenant: &Tenant,
        login: &str,
        roles: &[(Role, &str)],
    ) -> TestAccount {
        let mut rng = self.app.db.entropy().rng().expect("randomness");
        let (password, totp) = (NewPassword::generate(&mut rng), TotpSecret::generate(&mut rng));
        let grants = roles.iter().map(|(role, unit)| RoleGrant::new(*role, *unit).expect("a role"));
        let create = Create {
            login: LoginName::parse(login).expect("a login name"),
            profile: Profile {
                name: format!("Pegawai {login}"),
                nip: None,
                mail: Some(format!("{login}@pegawai.example")),
            },
            password: password.hash(&mut rng).await.expect("a hash"),
            totp: totp.clone(),
            language: Lang::Id,
            grants: grants.collect(),
            actor: Actor::system(),
        };
        let user = write(&self.app, tenant.id, create).await.expect("an account");
        let password = password.reveal().to_owned();
        TestAccount { user, login: login.to_owned(), password, totp }
    }
}
