//! Notes between an officer and their coach, and everyone else who may not read them.

use axum::http::StatusCode;
use kernel::actor::Role;
use kernel::facts::Payload;
use platform::journal::{facts_after, facts_of};
use platform::testing::{Browser, TestAccount, TestCity, on_every_database, units};
use platform::workers::settle;

use super::super::store;
use super::officer;
use crate::events::tests::setup;

async fn enter(city: &TestCity, account: &TestAccount) -> Browser {
    let mut browser = city.browser(crate::routes());
    browser.enter(account).await;
    browser
}

const NOTE: &str = "Cek kartu keluarga sebelum mencetak.";
const ANSWER: &str = "Baik, mulai besok saya pakai daftar.";

#[tokio::test]
async fn notes_are_read_by_two_people_alone() {
    on_every_database(setup, async |city| {
        let siti = officer(city, "siti").await;
        let budi = officer(city, "budi").await;
        let coach = city.account("bina", &[(Role::Coach, units::REGISTRY)]).await;
        let mut own = enter(city, &siti).await;
        let mut coaching = enter(city, &coach).await;
        assert!(coaching.get("/pembina").await.text().contains("Belum ada petugas"));
        // Nobody is coached who did not ask.
        let unasked = own.post("/saya/kinerja/pembina/jawab", &[("tulisan", ANSWER)]).await;
        assert!(unasked.text().contains("Minta pembinaan lebih dulu"), "{}", unasked.text());
        let wrong = own.post("/saya/kinerja/pembina", &[("unit", units::HEALTH)]).await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
        let ask = [("unit", units::REGISTRY)];
        let asked = own.post("/saya/kinerja/pembina", &ask).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER);
        let again = own.post("/saya/kinerja/pembina", &ask).await;
        assert!(again.text().contains("sudah meminta"), "{}", again.text());

        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let one = store::coaching::of_user(&mut tx, siti.user).await.unwrap().unwrap();
        drop(tx);
        let address = format!("/pembina/{}", one.id);
        let list = coaching.get("/pembina").await.text();
        assert!(list.contains("Pegawai siti") && list.contains(&address), "{list}");
        assert!(!list.contains("Pegawai budi"));
        let empty = coaching.post(&address, &[("tulisan", " ")]).await;
        assert!(empty.text().contains("Tulis catatan"), "{}", empty.text());
        let done = coaching.post(&address, &[("tulisan", NOTE)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        assert!(own.get("/saya/kinerja").await.text().contains(NOTE));
        let done = own.post("/saya/kinerja/pembina/jawab", &[("tulisan", ANSWER)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        let page = coaching.get(&address).await.text();
        assert!(page.contains(NOTE) && page.contains(ANSWER), "{page}");

        others(city, &address, &budi).await;
        told(city, &one, &coach).await;

        // The officer ends it: what was written stays theirs, and the coach reads no more.
        let ended = own.post("/saya/kinerja/pembina/selesai", &[]).await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER);
        assert_eq!(coaching.get(&address).await.status, StatusCode::NOT_FOUND);
        let late = coaching.post(&address, &[("tulisan", NOTE)]).await;
        assert_eq!(late.status, StatusCode::NOT_FOUND);
        assert!(own.get("/saya/kinerja").await.text().contains(ANSWER));
        let asked = own.post("/saya/kinerja/pembina", &ask).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER);
        assert!(coaching.get(&address).await.text().contains(NOTE));
    })
    .await;
}

/// Nobody of any other role, and no coach of another unit, opens it or sees a word of it.
async fn others(city: &TestCity, address: &str, budi: &TestAccount) {
    let mut accounts = Vec::new();
    for (login, role, unit) in [
        ("kepala", Role::Head, units::REGISTRY),
        ("wali", Role::Mayor, ""),
        ("inspektur", Role::Inspector, ""),
        ("admin", Role::Administrator, ""),
        ("koordinator", Role::Coordinator, ""),
        ("pengesah", Role::Approver, ""),
        ("penata", Role::Steward, ""),
    ] {
        accounts.push(city.account(login, &[(role, unit)]).await);
    }
    for account in accounts.iter().chain([budi]) {
        let mut browser = enter(city, account).await;
        assert_eq!(browser.get(address).await.status, StatusCode::FORBIDDEN, "{}", account.login);
        let write = browser.post(address, &[("tulisan", "Halo")]).await;
        assert_eq!(write.status, StatusCode::FORBIDDEN, "{}", account.login);
        let own = browser.get("/saya/kinerja").await.text();
        let team = browser.get(&format!("/perbaikan/kecakapan/{}", units::REGISTRY)).await.text();
        assert!(!own.contains(NOTE) && !team.contains(NOTE), "{}", account.login);
    }
    let other = city.account("bina-lain", &[(Role::Coach, units::HEALTH)]).await;
    let mut browser = enter(city, &other).await;
    assert_eq!(browser.get(address).await.status, StatusCode::NOT_FOUND);
    assert!(!browser.get("/pembina").await.text().contains("Pegawai siti"));
    let nobody = city.browser(crate::routes()).get(address).await;
    assert_ne!(nobody.status, StatusCode::OK);
}

/// Every fact is sealed, and each opening by the coach is one.
async fn told(city: &TestCity, one: &super::super::model::Coaching, coach: &TestAccount) {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let facts = facts_after(&mut tx, 0, 10_000).await.unwrap();
    let mine: Vec<_> = facts.iter().filter(|fact| fact.kind.starts_with("coaching.")).collect();
    let kinds: Vec<&str> = mine.iter().map(|fact| fact.kind.as_str()).collect();
    assert_eq!(kinds, ["coaching.asked", "coaching.noted", "coaching.answered"]);
    assert!(mine.iter().all(|fact| fact.clear.is_none()));
    let opened = facts.iter().filter(|fact| fact.kind == "person.opened");
    let opened: Vec<_> = opened.filter(|fact| fact.subject.id == one.id.uuid()).collect();
    // The form after the empty note, and the page with both.
    assert_eq!(opened.len(), 2);
    assert!(opened.iter().all(|fact| fact.actor == Some(coach.user)));
    let key = store::coaching::key(&mut tx, &city.app, one.id).await.unwrap();
    let said = facts_of(&mut tx, mine[1].subject, Some(&key)).await.unwrap();
    let noted = said.iter().find_map(|fact| match &fact.payload {
        Some(Payload::CoachingNoted(noted)) => Some(noted.text.clone()),
        _ => None,
    });
    assert_eq!(noted.as_deref(), Some(NOTE));
}
