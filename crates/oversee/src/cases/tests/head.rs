//! The direct superior as second person for a light sanction (PP 94/2021 Art 16), and for nothing else.

use jiff::SignedDuration;
use kernel::actor::Role;
use platform::auth::account::{self, Grant, RoleGrant};
use platform::testing::{Browser, TestAccount, TestCity, on_every_database, units};

use super::journey::{FINDING, HEARING, at, opened, post, setup};

const LIST: &str = "/petugas/atasan/sanksi";
const SAID: &str = "Saya hanya membantu tetangga";

/// A case about `person` that was heard and found, with a sanction proposed; gives its number.
async fn proposed(
    city: &TestCity,
    one: &mut Browser,
    inspector: &TestAccount,
    person: &TestAccount,
    sanction: &str,
) -> String {
    one.enter(inspector).await;
    let here = opened(one, "no").await;
    post(one, &format!("{here}/orang"), &[("akun", &person.user.to_string())]).await;
    let day = city.app.today().checked_add(SignedDuration::from_hours(24 * 20)).unwrap();
    let [date, month, year] = [i16::from(day.day()), i16::from(day.month()), day.year()];
    let [date, month, year] = [date, month, year].map(|part| part.to_string());
    let mut hearing = HEARING;
    (hearing[0].1, hearing[1].1, hearing[2].1) = (&date, &month, &year);
    post(one, &format!("{here}/panggil"), &hearing).await;
    let own = here.replace("/inspektorat/", "/saya/");
    post(&mut at(city, person).await, &format!("{own}/keterangan"), &[("keterangan", SAID)]).await;
    city.advance(SignedDuration::from_hours(24 * 21));
    one.enter(inspector).await;
    let heard = [("hadir", "yes"), ("berita-acara", "Berita acara 7")];
    post(one, &format!("{here}/periksa"), &heard).await;
    post(one, &format!("{here}/temuan"), &FINDING).await;
    let proposal = [("sanksi", sanction), ("alasan", "Baru sekali")];
    post(one, &format!("{here}/sanksi"), &proposal).await;
    here.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn the_direct_superior_approves_a_light_sanction_and_sees_what_that_needs() {
    on_every_database(setup, async |city: &TestCity| {
        let first = city.account("inspektur", &[(Role::Inspector, "")]).await;
        let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
        let head = city.account("atasan", &[(Role::Head, units::REGISTRY)]).await;
        let mut one = at(city, &first).await;
        let number = proposed(city, &mut one, &first, &officer, "ringan-2").await;
        let here = format!("{LIST}/{number}");
        let mut boss = at(city, &head).await;
        assert!(boss.get("/pengawasan/kewajiban").await.text().contains(LIST), "a way to it");
        assert!(boss.get(LIST).await.text().contains(&here));
        let page = boss.get(&here).await.text();
        for needed in [SAID, "Baru sekali", "Dua saksi", "petugas"] {
            assert!(page.contains(needed), "{needed}: {page}");
        }
        for hidden in ["Meminta uang untuk mempercepat", "K7M4-2Q9P", "Berita acara 7", "SHA-256"] {
            assert!(!page.contains(hidden), "{hidden}");
        }
        let empty = boss.post(&format!("{here}/sahkan"), &[("pertimbangan", " ")]).await;
        assert_eq!(empty.status, 400);
        assert!(empty.text().contains("href=\"#pertimbangan\""));
        post(&mut boss, &format!("{here}/tolak"), &[("penolakan", "Belum jelas")]).await;
        assert_eq!(boss.get(&here).await.status, 404, "nothing waits any more");
        let again = [("sanksi", "ringan-1"), ("alasan", "Baru sekali")];
        post(&mut one, &format!("/inspektorat/perkara/{number}/sanksi"), &again).await;
        post(&mut boss, &format!("{here}/sahkan"), &[("pertimbangan", "Sesuai")]).await;
        assert_eq!(boss.get(&here).await.status, 404);
        assert!(boss.get(LIST).await.text().contains("Tidak ada usulan"));
        let mut person = at(city, &officer).await;
        let own = person.get(&format!("/saya/perkara/{number}")).await.text();
        assert!(own.contains("Keberatan sampai"), "{own}");
        let seen = one.get(&format!("/inspektorat/perkara/{number}")).await.text();
        assert!(seen.contains("Sesuai") && seen.contains("Belum jelas"), "{seen}");
    })
    .await;
}

/// Art 8 and 16: by tier and by who asks, nobody else finds it.
#[tokio::test]
async fn a_unit_never_sees_it_and_no_head_decides_about_more_or_about_themselves() {
    on_every_database(setup, async |city: &TestCity| {
        let first = city.account("inspektur", &[(Role::Inspector, "")]).await;
        let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
        let head = city.account("atasan", &[(Role::Head, units::REGISTRY)]).await;
        let mut one = at(city, &first).await;
        let light = proposed(city, &mut one, &first, &officer, "ringan-1").await;
        for (login, role, unit, status) in [
            ("rekan", Role::Officer, units::REGISTRY, 403),
            ("penata", Role::Steward, "", 403),
            ("koordinator", Role::Coordinator, "", 403),
            ("inspektur-2", Role::Inspector, "", 403),
            ("admin", Role::Administrator, "", 403),
            ("atasan-lain", Role::Head, units::HEALTH, 404),
            ("kepala-kota", Role::Head, "", 404),
        ] {
            let account = city.account(login, &[(role, unit)]).await;
            let mut browser = at(city, &account).await;
            let here = format!("{LIST}/{light}");
            assert_eq!(browser.get(&here).await.status, status, "{login}");
            let approval = [("pertimbangan", "x")];
            let sent = browser.post(&format!("{here}/sahkan"), &approval).await;
            assert_eq!(sent.status, status, "{login}");
            assert!(!browser.get(LIST).await.text().contains(&light), "{login}");
        }
        let mut person = at(city, &officer).await;
        assert_eq!(person.get(&format!("{LIST}/{light}")).await.status, 403);

        let mut boss = at(city, &head).await;
        assert_eq!(boss.get(&format!("{LIST}/{light}")).await.status, 200, "their own officer");
        for sanction in ["sedang-1", "sedang-3", "berat-1"] {
            let number = proposed(city, &mut one, &first, &officer, sanction).await;
            boss.enter(&head).await;
            for act in ["sahkan", "tolak"] {
                let fields = [("pertimbangan", "x"), ("penolakan", "x")];
                let sent = boss.post(&format!("{LIST}/{number}/{act}"), &fields).await;
                assert_eq!(sent.status, 404, "{sanction} {act}");
            }
            assert!(!boss.get(LIST).await.text().contains(&number), "{sanction}");
        }
        let other = city.account("atasan-2", &[(Role::Head, units::REGISTRY)]).await;
        let number = proposed(city, &mut one, &first, &head, "ringan-1").await;
        for account in [&head, &other] {
            let mut browser = at(city, account).await;
            assert_eq!(browser.get(&format!("{LIST}/{number}")).await.status, 404, "no superior");
            assert!(!browser.get(LIST).await.text().contains(&number));
        }
    })
    .await;
}

#[tokio::test]
async fn a_head_with_an_interest_or_a_part_in_it_does_not_decide() {
    let city = TestCity::with(setup()).await;
    let first = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
    let head = city.account("atasan", &[(Role::Head, units::REGISTRY)]).await;
    let mut one = at(&city, &first).await;
    let number = proposed(&city, &mut one, &first, &officer, "ringan-1").await;
    let here = format!("{LIST}/{number}");
    let mut boss = at(&city, &head).await;
    assert_eq!(boss.get(&here).await.status, 200);
    let interest = [
        ("hubungan", "family"),
        ("apa", "Sepupu petugas itu"),
        ("unit", units::REGISTRY),
        ("nik", ""),
    ];
    post(&mut boss, "/saya/integritas/kepentingan", &interest).await;
    assert_eq!(boss.get(&here).await.status, 404, "declared an interest");
    assert_eq!(boss.post(&format!("{here}/sahkan"), &[("pertimbangan", "x")]).await.status, 404);
    // The inspector who worked on it and leads the unit later is a party.
    let act = Grant {
        user: first.user,
        grant: RoleGrant::new(Role::Head, units::REGISTRY).unwrap(),
        actor: kernel::actor::Actor::system(),
    };
    account::write(&city.app, city.tenant.id, act).await.unwrap();
    one.enter(&first).await;
    assert_eq!(one.get(&here).await.status, 404);
    assert_eq!(one.post(&format!("{here}/sahkan"), &[("pertimbangan", "x")]).await.status, 404);
}
