//! Accounts of the demo: one for each role, open to all, and one for each simulated officer.

use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::actor::{Actor, Role};
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::UserId;
use kernel::identity::Nip;
use kernel::service::Standard;
use platform::App;
use platform::auth::account::{self, RoleGrant};
use platform::auth::password::{HashedPassword, NewPassword};
use platform::auth::totp::TotpSecret;
use platform::auth::{LoginName, Profile};
use platform::i18n::Lang;
use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;
use serve::catalogue::store;

use crate::city::City;
use crate::load::staffed_units;

/// Login, name, and roles with their unit.
type OpenAccount = (&'static str, &'static str, &'static [(Role, &'static str)]);

/// The accounts that everyone may use.
pub const OPEN: [OpenAccount; 16] = [
    ("petugas", "Sari Puspita (contoh)", &[(Role::Officer, "DISDUKCAPIL")]),
    ("petugas-izin", "Budi Santoso (contoh)", &[(Role::Officer, "DPMPTSP")]),
    (
        "atasan",
        "Ratna Dewi (contoh)",
        &[(Role::Head, "DISDUKCAPIL"), (Role::Officer, "DISDUKCAPIL")],
    ),
    ("atasan-izin", "Wahyu Hidayat (contoh)", &[(Role::Head, "DPMPTSP")]),
    ("penata", "Agus Wibowo (contoh)", &[(Role::Steward, "")]),
    ("pengesah", "Lestari Ningsih (contoh)", &[(Role::Approver, "")]),
    ("koordinator", "Maya Sari (contoh)", &[(Role::Coordinator, "")]),
    ("inspektur", "Hendra Gunawan (contoh)", &[(Role::Inspector, "")]),
    ("inspektur-2", "Yuni Astuti (contoh)", &[(Role::Inspector, "")]),
    ("walikota", "Wali Kota (contoh)", &[(Role::Mayor, "")]),
    ("pembina", "Nur Aini (contoh)", &[(Role::Coach, "DISDUKCAPIL")]),
    ("perencana", "Rizki Ananda (contoh)", &[(Role::Planner, "")]),
    ("mitra", "Antar Cepat Metro (contoh)", &[(Role::Partner, "DISDUKCAPIL")]),
    ("perencana-2", "Dian Permata (contoh)", &[(Role::Planner, "")]),
    ("humas", "Fitri Handayani (contoh)", &[(Role::Outreach, "")]),
    ("admin", "Administrator (contoh)", &[(Role::Administrator, "")]),
];

/// The password of all open accounts. The demo's data are synthetic and its server listens on this
/// machine alone unless told otherwise.
pub const PASSWORD: &str = "bening-contoh-2026";

/// The second factor of all open accounts, the same in every demo.
pub fn second_factor() -> TotpSecret {
    TotpSecret::generate(&mut ChaCha20Rng::seed_from_u64(2026))
}

/// Makes the open accounts and one for each simulated officer and head, and returns the officers'
/// in their order. Open accounts of officers are those of the first simulated ones of their units, so
/// that they have a year of work behind them. Nobody can log in as any other simulated officer: their
/// password is random and unknown.
pub async fn make(app: &App, tenant: TenantId, city: &simulation::City<'_>) -> Result<Vec<UserId>> {
    let mut rng = app.db.entropy().rng()?;
    let unknown = NewPassword::generate(&mut rng).hash(&mut rng).await?;
    let (mut officers, mut headed) = (Vec::new(), BTreeSet::new());
    let (mut ready, mut open): (Vec<_>, Vec<_>) = OPEN.into_iter().partition(is_officer);
    for officer in city.officers() {
        let plain = !city.is_guest(officer.index) && city.lent_to(officer.index).is_empty();
        let own = ready.iter().position(|account| plain && account.2[0].1 == officer.unit);
        if let Some(place) = own {
            let account = ready.remove(place);
            officers.push(add_open(app, tenant, &account, Some(&officer.nip)).await?);
            continue;
        }
        let login = format!("p{:04}", officer.index);
        let mut grants = vec![(Role::Officer, officer.unit.as_str())];
        let lent = city.lent_to(officer.index);
        grants.extend(lent.iter().map(|unit| (Role::Officer, *unit)));
        // Who came to sign and is lent to nobody is a head.
        if city.is_guest(officer.index) && lent.is_empty() {
            grants.push((Role::Head, officer.unit.as_str()));
            headed.insert(officer.unit.as_str());
        }
        let mut profile = profile(&login, &officer.name);
        profile.nip = Some(officer.nip.clone());
        let totp = TotpSecret::generate(&mut rng);
        officers.push(add(app, tenant, &login, profile, &unknown, totp, &grants).await?);
    }
    for (index, unit) in staffed_units(city).difference(&headed).copied().enumerate() {
        let login = format!("k{index:04}");
        let profile = profile(&login, "Kepala unit (contoh)");
        let totp = TotpSecret::generate(&mut rng);
        add(app, tenant, &login, profile, &unknown, totp, &[(Role::Head, unit)]).await?;
    }
    // A unit without simulated officers has its open account all the same.
    open.append(&mut ready);
    for account in &open {
        add_open(app, tenant, account, None).await?;
    }
    Ok(officers)
}

fn is_officer((_, _, grants): &OpenAccount) -> bool {
    matches!(grants, [(Role::Officer, _)])
}

/// Makes the open accounts alone.
///
/// # Errors
/// When the database fails.
pub async fn open(app: &App, tenant: TenantId) -> Result<()> {
    for account in &OPEN {
        add_open(app, tenant, account, None).await?;
    }
    Ok(())
}

async fn add_open(
    app: &App,
    tenant: TenantId,
    (login, name, grants): &OpenAccount,
    nip: Option<&Nip>,
) -> Result<UserId> {
    let mut rng = app.db.entropy().rng()?;
    let password = NewPassword::parse(PASSWORD, &LoginName::parse(login)?)?;
    let hash = password.hash(&mut rng).await?;
    let profile = Profile { nip: nip.cloned(), ..profile(login, name) };
    add(app, tenant, login, profile, &hash, second_factor(), grants).await
}

fn profile(login: &str, name: &str) -> Profile {
    let mail = Some(format!("{login}@kota.example"));
    Profile { name: name.to_owned(), nip: None, mail }
}

async fn add(
    app: &App,
    tenant: TenantId,
    login: &str,
    profile: Profile,
    password: &HashedPassword,
    totp: TotpSecret,
    grants: &[(Role, &str)],
) -> Result<UserId> {
    let grants = grants
        .iter()
        .map(|(role, unit)| RoleGrant::new(*role, *unit))
        .collect::<Result<Vec<_>>>()?;
    let create = account::Create {
        login: LoginName::parse(login)?,
        profile,
        password: password.clone(),
        totp,
        language: Lang::Id,
        grants,
        actor: Actor::system(),
    };
    account::write(app, tenant, create).await
}

/// The published standards in the order of the city's files, each with its version.
pub async fn standards(
    app: &App,
    tenant: TenantId,
    city: &City,
) -> Result<Vec<(Arc<Standard>, i64)>> {
    let mut tx = app.db.read(tenant).await?;
    let mut list = Vec::with_capacity(city.seed.standards.len());
    for standard in &city.seed.standards {
        let found = store::by_version(&mut tx, &standard.code, 1).await?;
        let found = found.ok_or_else(kernel::Error::not_found)?;
        list.push((found.standard, found.version));
    }
    Ok(list)
}
