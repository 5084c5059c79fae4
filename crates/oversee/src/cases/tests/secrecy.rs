//! Who does not find a case: the unit complained of, an inspector with an interest, everyone else.

use kernel::actor::Role;
use platform::auth::account::{self, Revoke, RoleGrant};
use platform::testing::{TestCity, units};

use super::journey::{at, opened, post, setup};
use crate::deadlines;

async fn mails(city: &TestCity) -> i64 {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let (count,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM message WHERE tenant_id = $1")
        .bind(tx.tenant())
        .fetch_one(tx.conn())
        .await
        .unwrap();
    count
}

#[tokio::test]
async fn a_unit_never_sees_a_case_against_itself() {
    let city = TestCity::with(setup()).await;
    let inspector = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let mut one = at(&city, &inspector).await;
    let here = opened(&mut one, "yes").await;
    let own = here.replace("/inspektorat/", "/saya/");
    let roles = [
        ("petugas", Role::Officer, units::REGISTRY),
        ("atasan", Role::Head, units::REGISTRY),
        ("penata", Role::Steward, ""),
        ("koordinator", Role::Coordinator, ""),
        ("admin", Role::Administrator, ""),
    ];
    for (login, role, unit) in roles {
        let account = city.account(login, &[(role, unit)]).await;
        let mut browser = at(&city, &account).await;
        for path in [here.as_str(), "/inspektorat/perkara", "/inspektorat/perkara/baru"] {
            assert_eq!(browser.get(path).await.status, 403, "{login} {path}");
        }
        assert_eq!(browser.get(&own).await.status, 404, "{login}");
        let sent = browser.post(&format!("{here}/tutup"), &[("penutupan", "x")]).await;
        assert_eq!(sent.status, 403, "{login}");
        // The clocks of the case, on the page of all clocks.
        platform::workers::settle(&city.app, city.tenant.id).await.unwrap();
        let clocks = browser.get("/pengawasan/tenggat").await;
        assert!(!clocks.text().contains("Pemeriksaan perkara"), "{login}");
    }
    assert!(one.get("/pengawasan/tenggat").await.text().contains("Pemeriksaan perkara"));
    let head = city.account("kepala", &[(Role::Head, units::REGISTRY)]).await;
    let duties = at(&city, &head).await.get("/pengawasan/kewajiban").await.text();
    let number = here.rsplit('/').next().unwrap();
    assert!(duties.contains("Menunggu panggilan pertama") && !duties.contains(number));
    assert!(!duties.contains("Meminta uang"));
}

#[tokio::test]
async fn an_inspector_with_an_interest_does_not_find_it() {
    let city = TestCity::with(setup()).await;
    let inspector = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let both = [(Role::Inspector, ""), (Role::Officer, units::REGISTRY)];
    let works_there = city.account("pernah", &both).await;
    let named = city.account("terlapor", &both[..]).await;
    let mut one = at(&city, &inspector).await;
    let here = opened(&mut one, "no").await;
    let path = format!("{here}/orang");
    post(&mut one, &path, &[("akun", &named.user.to_string())]).await;
    platform::workers::settle(&city.app, city.tenant.id).await.unwrap();
    assert!(one.get("/pengawasan/tenggat").await.text().contains("Pemeriksaan perkara"));
    for account in [&works_there, &named] {
        let mut browser = at(&city, account).await;
        assert_eq!(browser.get(&here).await.status, 404);
        assert_eq!(browser.post(&format!("{here}/tutup"), &[("penutupan", "x")]).await.status, 404);
        let inbox = browser.get("/inspektorat/perkara").await.text();
        assert!(inbox.contains("Belum ada perkara"));
        let clocks = browser.get("/pengawasan/tenggat").await.text();
        assert!(!clocks.contains("Pemeriksaan perkara"), "not even its clock");
        assert!(!inbox.contains(here.rsplit('/').next().unwrap()));
    }
    // Who left the unit belonged to it all the same.
    let act = Revoke {
        user: works_there.user,
        grant: RoleGrant::new(Role::Officer, units::REGISTRY).unwrap(),
        actor: kernel::actor::Actor::system(),
    };
    account::write(&city.app, city.tenant.id, act).await.unwrap();
    let mut browser = at(&city, &works_there).await;
    assert_eq!(browser.get(&here).await.status, 404);
    city.advance(jiff::SignedDuration::from_hours(24 * 150));
    let before = mails(&city).await;
    deadlines::verbs::tick(&city.app, city.tenant.id).await.unwrap();
    assert_eq!(mails(&city).await - before, 2, "both levels, to the one inspector who may know");
    browser.enter(&works_there).await;
    let form = [("asal", "other"), ("unit", units::REGISTRY), ("dugaan", "x")];
    let own_unit = browser.post("/inspektorat/perkara/baru", &form).await;
    assert!(own_unit.text().contains("Minta pengawas lain"));
}
