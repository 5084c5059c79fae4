//! `bening user add`, and making accounts for the other commands.

use kernel::Clock;
use kernel::actor::{Actor, Role};
use kernel::error::Result;
use kernel::fact::TenantId;
use platform::App;
use platform::auth::password::NewPassword;
use platform::auth::totp::TotpSecret;
use platform::auth::{LoginName, Profile, account};
use platform::entropy::Entropy;
use platform::i18n::Lang;

use super::{Done, Stop, say};
use crate::cli::UserAdd;
use crate::config::Settings;
use crate::start;

/// An account to make.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Name to log in with.
    pub login: String,
    /// What the person is called.
    pub name: String,
    /// Mail address.
    pub mail: Option<String>,
    /// Roles, and the codes of their units; empty for the whole city.
    pub roles: Vec<(Role, String)>,
}

/// What is shown once.
pub struct MadeAccount {
    login: LoginName,
    password: String,
    totp: TotpSecret,
}

impl MadeAccount {
    /// Shows password and second factor, once.
    pub fn show(&self) {
        say(&format!("Account:       {}", self.login));
        say(&format!("Password:      {}", self.password));
        say(&format!("Second factor: {}", self.totp.text()));
        say(&format!("               {}", self.totp.uri("Bening", &self.login)));
        say("They are shown only now. The second factor goes into an authenticator app.");
    }
}

/// Makes an account with a fresh password and second factor.
///
/// # Errors
/// When the name is taken, a role or unit is unknown, or the database fails.
pub async fn make(
    app: &App,
    tenant: TenantId,
    new: &NewAccount,
    actor: Actor,
) -> Result<MadeAccount> {
    let mut rng = app.db.entropy().rng()?;
    let login = LoginName::parse(&new.login)?;
    let password = NewPassword::generate(&mut rng);
    let totp = TotpSecret::generate(&mut rng);
    let grants = new
        .roles
        .iter()
        .map(|(role, unit)| account::RoleGrant::new(*role, unit.clone()))
        .collect::<Result<Vec<_>>>()?;
    let create = account::Create {
        login: login.clone(),
        profile: Profile { name: new.name.clone(), nip: None, mail: new.mail.clone() },
        password: password.hash(&mut rng).await?,
        totp: totp.clone(),
        language: Lang::Id,
        grants,
        actor,
    };
    account::write(app, tenant, create).await?;
    Ok(MadeAccount { login, password: password.reveal().to_owned(), totp })
}

/// `bening user add`.
pub async fn add(args: UserAdd) -> Done {
    let roles = args.roles.iter().map(|text| role(text)).collect::<std::result::Result<_, _>>()?;
    let settings = Settings::of_place(&args.place)?;
    let city = start::kept_city(&settings)?;
    let db = start::open_database(&settings, Clock::System, Entropy::System).await?;
    let app = start::assemble(&settings, &city, db).await?;
    let tenant = only_tenant(&app).await?;
    let new = NewAccount { login: args.login, name: args.name, mail: args.mail, roles };
    let made = make(&app, tenant, &new, Actor::system()).await?;
    app.db.close().await;
    made.show();
    Ok(())
}

/// The city of this data folder.
pub async fn only_tenant(app: &App) -> std::result::Result<TenantId, Stop> {
    let first = app.db.tenants().await?.first().copied();
    first.ok_or_else(|| Stop::Input(vec!["There is no city yet: run bening init first.".into()]))
}

fn role(text: &str) -> std::result::Result<(Role, String), Stop> {
    let (name, unit) = text.split_once(':').unwrap_or((text, ""));
    let role = Role::parse(name).filter(|role| Role::GRANTABLE.contains(role));
    let known: Vec<&str> = Role::GRANTABLE.iter().map(|role| role.code()).collect();
    let wrong = || {
        Stop::Input(vec![format!("--role {text}: the role must be one of {}", known.join(", "))])
    };
    Ok((role.ok_or_else(wrong)?, unit.to_owned()))
}
