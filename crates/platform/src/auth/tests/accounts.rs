//! The administrator's pages and one's own account.

use axum::http::StatusCode;
use jiff::SignedDuration;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::{Kind, Result};
use kernel::fact::{Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::people::{Granted, Revoked};
use kernel::id::UserId;

use super::{browser, each};
use crate::auth::account::{self, Act, Disable, Grant, ResetTotp, Revoke, RoleGrant, write};
use crate::auth::session::COOKIE;
use crate::auth::totp::TotpSecret;
use crate::auth::{Administrator, Can, LoginName};
use crate::journal::facts_of;
use crate::keys;
use crate::testing::{TestCity, units};

async fn refusal<A: Act>(city: &TestCity, act: A) -> &'static str {
    write(&city.app, city.tenant.id, act).await.map(|_| "").unwrap_or_else(|error| error.key())
}

async fn roles_of(city: &TestCity, user: UserId) -> Vec<(Role, String)> {
    let mut tx = city.app.db.read(city.tenant.id).await.expect("a reader");
    let account = account::by_id(&mut tx, &city.app.vault, user).await.expect("a look");
    let grants = account.expect("an account").grants;
    grants.iter().map(|grant| (grant.role(), grant.unit().to_owned())).collect()
}

/// What the journal says of an account, with who acted.
async fn facts(city: &TestCity, user: UserId) -> Vec<(Option<UserId>, Payload)> {
    let mut tx = city.app.db.read(city.tenant.id).await.expect("a reader");
    let key = keys::find(&mut tx, &city.app.vault, user.uuid()).await.expect("a look");
    let subject = Subject { kind: SubjectKind::User, id: user.uuid() };
    let facts = facts_of(&mut tx, subject, key.as_ref()).await.expect("facts");
    facts.into_iter().map(|fact| (fact.actor, fact.payload.expect("a payload"))).collect()
}

#[tokio::test]
async fn an_administrator_makes_an_account_that_can_log_in() {
    each(async |city| {
        let admin = city.account("admin", &[(Role::Administrator, "")]).await;
        let mut desk = browser(city);
        desk.enter(&admin).await;
        let fields = [
            ("nama", "Siti Rahma"),
            ("login", "siti.rahma"),
            ("nip", "19850101 201001 2 001"),
            ("surel", "siti@contoh.go.id"),
            ("bahasa", "en"),
            ("peran", "officer"),
            ("unit", units::REGISTRY),
        ];
        let answer = desk.post("/admin/pengguna/baru", &fields).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.headers["cache-control"], "no-store");
        let text = answer.text();
        assert!(text.contains("aria-label=\"QR\"") && !text.contains("style="));
        let shown: Vec<&str> = text
            .split("<code>")
            .skip(1)
            .map(|rest| rest.split_once("</code>").expect("an end").0)
            .collect();
        let [password, secret] = shown[..] else { panic!("a password and a secret") };

        let mut tx = city.app.db.read(city.tenant.id).await.expect("a reader");
        let login = LoginName::parse("siti.rahma").expect("a name");
        let made = account::by_login(&mut tx, &city.app.vault, &login).await.expect("a look");
        let made = made.expect("an account");
        drop(tx);
        assert_eq!(made.profile.name, "Siti Rahma");
        let granted = Granted { v: 1, role: Role::Officer, unit: Some(units::REGISTRY.to_owned()) };
        let expected = vec![(Some(admin.user), Payload::UserGranted(granted))];
        assert_eq!(facts(city, made.id).await, expected);

        let code = code_of(secret, city);
        let fields = [("login", "siti.rahma"), ("password", password), ("code", &code)];
        let answer = browser(city).post("/masuk", &fields).await;
        assert_eq!(answer.location(), "/petugas?bahasa=en", "in the language of the account");
        let list = desk.get("/admin/pengguna").await.text();
        assert!(list.contains("Siti Rahma") && list.contains("Dinas DISDUKCAPIL"));
    })
    .await;
}

/// The code of a secret that was typed from the page, as a telephone reckons it.
fn code_of(base32: &str, city: &TestCity) -> String {
    let letters = base32.bytes().filter(|letter| *letter != b' ');
    let bits: Vec<u8> = letters
        .map(|letter| if letter >= b'A' { letter - b'A' } else { letter - b'2' + 26 })
        .flat_map(|value| (0..5).rev().map(move |bit| value >> bit & 1))
        .collect();
    let bytes: Vec<u8> =
        bits.chunks(8).map(|bits| bits.iter().fold(0, |byte, bit| byte << 1 | bit)).collect();
    let secret: [u8; 20] = bytes.try_into().expect("160 bits");
    let totp = totp_rs::Builder::new().with_secret(secret).build().expect("a generator");
    let now = u64::try_from(city.clock.now().as_second()).expect("after 1970");
    totp.generate(now).to_string()
}

#[tokio::test]
async fn mistakes_stand_at_their_fields_and_nothing_typed_is_lost() {
    each(async |city| {
        let admin = city.account("admin", &[(Role::Administrator, "")]).await;
        let mut desk = browser(city);
        desk.enter(&admin).await;
        let fields =
            [("nama", "Budi"), ("login", "x"), ("nip", "12"), ("surel", "budi@"), ("bahasa", "id")];
        let answer = desk.post("/admin/pengguna/baru", &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        let text = answer.text();
        for field in ["login", "nip", "surel", "peran"] {
            assert!(text.contains(&format!("href=\"#{field}\"")), "{field}");
        }
        assert!(text.contains("value=\"Budi\"") && text.contains("value=\"budi@\""));
        let taken = [("nama", "Lain"), ("login", "admin"), ("bahasa", "id"), ("peran", "officer")];
        let answer = desk.post("/admin/pengguna/baru", &taken).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(answer.text().contains("Nama masuk admin sudah dipakai."));
    })
    .await;
}

#[tokio::test]
async fn roles_are_given_and_taken_with_their_facts() {
    each(async |city| {
        let admin = city.account("admin", &[(Role::Administrator, "")]).await;
        let officer = city.account("siti", &[]).await;
        let mut desk = browser(city);
        desk.enter(&admin).await;
        let path = format!("/admin/pengguna/{}", officer.user);
        let head = [("peran", "head"), ("unit", units::REGISTRY)];
        let answer = desk.post(&format!("{path}/beri"), &head).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, path.as_str()));
        assert_eq!(roles_of(city, officer.user).await, [(Role::Head, units::REGISTRY.to_owned())]);
        assert!(desk.get(&path).await.text().contains("Atasan langsung"));
        let twice = desk.post(&format!("{path}/beri"), &head).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        assert_eq!(desk.post(&format!("{path}/cabut"), &head).await.status, StatusCode::SEE_OTHER);
        assert_eq!(roles_of(city, officer.user).await, []);
        let unit = Some(units::REGISTRY.to_owned());
        let granted = Granted { v: 1, role: Role::Head, unit: unit.clone() };
        let revoked = Revoked { v: 1, role: Role::Head, unit };
        let expected = [
            (Some(admin.user), Payload::UserGranted(granted)),
            (Some(admin.user), Payload::UserRevoked(revoked)),
        ];
        assert_eq!(facts(city, officer.user).await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_city_keeps_its_last_administrator() {
    each(async |city| {
        let admin = city.account("admin", &[(Role::Administrator, "")]).await;
        let stranger = city.account_at(&city.other, "admin", &[(Role::Administrator, "")]).await;
        let mut desk = browser(city);
        desk.enter(&admin).await;
        let path = format!("/admin/pengguna/{}", admin.user);
        let role = [("peran", "administrator"), ("unit", "")];
        let revoke = desk.post(&format!("{path}/cabut"), &role).await;
        assert_eq!(revoke.status, StatusCode::CONFLICT);
        assert!(revoke.text().contains("Kota harus punya administrator."));
        let unsure = desk.post(&format!("{path}/nonaktif"), &[]).await;
        assert_eq!(unsure.status, StatusCode::BAD_REQUEST);
        let disable = desk.post(&format!("{path}/nonaktif"), &[("yakin", "yes")]).await;
        assert_eq!(disable.status, StatusCode::CONFLICT, "the other city's does not count");
        assert_eq!(roles_of(city, admin.user).await, [(Role::Administrator, String::new())]);

        let second = city.account("kedua", &[(Role::Administrator, "")]).await;
        let disable = Disable { user: second.user, actor: Actor::system() };
        assert_eq!(refusal(city, disable).await, "");
        let grant = RoleGrant::new(Role::Administrator, "").expect("a role");
        let revoke = Revoke { user: admin.user, grant, actor: Actor::system() };
        assert_eq!(
            refusal(city, revoke).await,
            "auth-last-administrator",
            "a disabled one is none"
        );

        let third = city.account("ketiga", &[(Role::Administrator, "")]).await;
        let revoke = desk.post(&format!("{path}/cabut"), &role).await;
        assert_eq!(revoke.status, StatusCode::SEE_OTHER, "the third one stays");
        assert_eq!(desk.get("/admin/pengguna").await.status, StatusCode::NOT_FOUND);
        assert_ne!(third.user, stranger.user);
    })
    .await;
}

#[tokio::test]
async fn nobody_gives_a_role_to_himself() {
    each(async |city| {
        let admin = city.account("admin", &[(Role::Administrator, "")]).await;
        let mut desk = browser(city);
        desk.enter(&admin).await;
        let path = format!("/admin/pengguna/{}/beri", admin.user);
        let answer = desk.post(&path, &[("peran", "inspector"), ("unit", "")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert_eq!(roles_of(city, admin.user).await, [(Role::Administrator, String::new())]);
    })
    .await;
}

#[tokio::test]
async fn only_an_administrator_changes_roles_and_only_in_his_city() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        let admin = city.account("admin", &[(Role::Administrator, "")]).await;
        let stranger = city.account_at(&city.other, "siti", &[(Role::Officer, "")]).await;
        let grant = RoleGrant::new(Role::Inspector, "").expect("a role");
        let actor = Actor {
            user: Some(officer.user),
            role: Role::Officer,
            unit: None,
            channel: Channel::Online,
        };
        let act = Grant { user: admin.user, grant: grant.clone(), actor };
        assert_eq!(refusal(city, act).await, "error-forbidden");
        let act = Grant { user: stranger.user, grant, actor: Actor::system() };
        assert_eq!(refusal(city, act).await, "error-not-found");
        let mut desk = browser(city);
        desk.enter(&admin).await;
        let page = desk.get(&format!("/admin/pengguna/{}", stranger.user)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert_eq!(desk.get("/admin/pengguna/x").await.status, StatusCode::NOT_FOUND);
        let list = desk.get("/admin/pengguna").await.text();
        assert!(!list.contains(&stranger.user.to_string()));
        desk.enter(&officer).await;
        assert_eq!(desk.get("/admin/pengguna").await.status, StatusCode::FORBIDDEN);
        let unknown = RoleGrant::new(Role::Officer, "TIDAK-ADA").expect("a role");
        let act = Grant { user: officer.user, grant: unknown, actor: Actor::system() };
        assert_eq!(refusal(city, act).await, "auth-unit-unknown");
    })
    .await;
}

#[tokio::test]
async fn one_login_name_may_be_used_in_two_cities() {
    each(async |city| {
        let here = city.account("siti", &[(Role::Officer, "")]).await;
        let there = city.account_at(&city.other, "siti", &[(Role::Steward, "")]).await;
        for (tenant, expected) in [(&city.tenant, here.user), (&city.other, there.user)] {
            let mut tx = city.app.db.read(tenant.id).await.expect("a reader");
            let all = account::list(&mut tx, &city.app.vault, "", 10).await.expect("a list");
            assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), [expected]);
        }
    })
    .await;
}

#[tokio::test]
async fn a_list_goes_on_where_it_stopped() {
    each(async |city| {
        for login in ["dewi", "agus", "citra", "budi"] {
            city.account(login, &[(Role::Officer, units::REGISTRY), (Role::Head, "")]).await;
        }
        let mut tx = city.app.db.read(city.tenant.id).await.expect("a reader");
        let first = account::list(&mut tx, &city.app.vault, "", 3).await.expect("a list");
        let rest = account::list(&mut tx, &city.app.vault, "citra", 3).await.expect("a list");
        let names: Vec<&str> = first.iter().chain(&rest).map(|one| one.login.as_str()).collect();
        assert_eq!(names, ["agus", "budi", "citra", "dewi"]);
        assert!(first.iter().chain(&rest).all(|one| one.grants.len() == 2));
    })
    .await;
}

#[tokio::test]
async fn a_new_password_replaces_the_old_one_and_ends_other_sessions() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        let (mut here, mut elsewhere) = (browser(city), browser(city));
        here.enter(&officer).await;
        elsewhere.enter(&officer).await;
        let wanted = "kuda batre staples";
        for (current, new, again, wrong) in [
            ("salah salah salah", wanted, wanted, "sekarang"),
            (officer.password.as_str(), "pendek", "pendek", "baru"),
            (officer.password.as_str(), "password1234", "password1234", "baru"),
            (officer.password.as_str(), wanted, "kuda batre stapler", "ulang"),
        ] {
            let fields =
                [("ubah", "sandi"), ("sekarang", current), ("baru", new), ("ulang", again)];
            let answer = here.post("/akun", &fields).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
            assert!(answer.text().contains(&format!("href=\"#{wrong}\"")), "{wrong}");
        }
        let old = here.cookies[COOKIE].clone();
        let fields = [
            ("ubah", "sandi"),
            ("sekarang", &officer.password),
            ("baru", wanted),
            ("ulang", wanted),
        ];
        let answer = here.post("/akun", &fields).await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, "/akun?tersimpan=1")
        );
        assert_ne!(here.cookies[COOKIE], old);
        assert_eq!(here.get("/akun").await.status, StatusCode::OK);
        assert_eq!(elsewhere.get("/akun").await.status, StatusCode::SEE_OTHER);
        assert_eq!(browser(city).log_in(city, &officer).await.status, StatusCode::UNAUTHORIZED);
        let code = officer.code(city);
        let fields = [("login", "siti"), ("password", wanted), ("code", &code)];
        assert_eq!(browser(city).post("/masuk", &fields).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn the_language_is_kept_with_the_account() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        let mut here = browser(city);
        here.enter(&officer).await;
        let answer = here.post("/akun", &[("ubah", "bahasa"), ("bahasa", "en")]).await;
        let to = answer.location().to_owned();
        assert_eq!(to, "/akun?tersimpan=1&bahasa=en");
        assert!(here.get(&to).await.text().contains("My account"));
        city.advance(SignedDuration::from_secs(30));
        let answer = browser(city).log_in(city, &officer).await;
        assert_eq!(answer.location(), "/petugas?bahasa=en");
    })
    .await;
}

#[tokio::test]
async fn a_new_second_factor_replaces_the_lost_one() {
    each(async |city| {
        let mut officer = city.account("siti", &[(Role::Officer, "")]).await;
        let mut here = browser(city);
        here.log_in(city, &officer).await;
        let mut rng = city.app.db.entropy().rng().expect("randomness");
        let totp = TotpSecret::generate(&mut rng);
        let act = ResetTotp { user: officer.user, totp: totp.clone() };
        assert_eq!(refusal(city, act).await, "");
        assert_eq!(here.get("/akun").await.status, StatusCode::SEE_OTHER, "the session has ended");
        city.advance(SignedDuration::from_secs(30));
        assert_eq!(browser(city).log_in(city, &officer).await.status, StatusCode::UNAUTHORIZED);
        officer.totp = totp;
        assert_eq!(browser(city).log_in(city, &officer).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn an_ended_account_keeps_no_role_and_gets_none() {
    each(async |city| {
        let admin = city.account("admin", &[(Role::Administrator, "")]).await;
        let officer = city.account("siti", &[(Role::Officer, ""), (Role::Head, "")]).await;
        let mut tx = city.app.db.read(city.tenant.id).await.expect("a reader");
        let can: Result<Can<Administrator>> = Can::load(&mut tx, &city.app.vault, admin.user).await;
        drop(tx);
        let actor = can.expect("an administrator").actor(Channel::Api, None);
        assert_eq!(refusal(city, Disable { user: officer.user, actor }).await, "");
        assert_eq!(roles_of(city, officer.user).await, []);
        assert_eq!(facts(city, officer.user).await.len(), 4, "two given, two taken");
        assert_eq!(refusal(city, Disable { user: officer.user, actor }).await, "auth-disabled");
        let grant = RoleGrant::new(Role::Officer, "").expect("a role");
        let act = Grant { user: officer.user, grant, actor };
        assert_eq!(refusal(city, act).await, "auth-disabled");
    })
    .await;
}

#[test]
fn a_role_that_cannot_be_given_is_no_grant() {
    for role in [Role::Citizen, Role::System] {
        assert_eq!(RoleGrant::new(role, "").map_err(|e| e.kind()).err(), Some(Kind::Invalid));
    }
    let bound = RoleGrant::new(Role::Administrator, units::REGISTRY);
    assert_eq!(bound.err().map(|error| error.key()), Some("auth-role-whole-city"));
}
