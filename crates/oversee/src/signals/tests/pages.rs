//! The pages of signals, as an inspector uses them.

use kernel::actor::{Actor, Role};
use platform::testing::{TestCity, units};

use super::life::{asked, offices, season, setup};
use crate::signals::pages;
use crate::signals::verbs::run;

#[tokio::test]
async fn an_inspector_reads_hears_and_decides() {
    let city = TestCity::with(setup()).await;
    let inspector = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let mut browser = city.browser(pages::routes(offices, asked));
    browser.enter(&inspector).await;
    let empty = browser.get("/pengawasan/sinyal").await;
    assert!(empty.text().contains("Belum pernah diuji"));
    let nothing = browser.post("/pengawasan/sinyal/uji", &[]).await;
    assert_eq!(nothing.location(), "/pengawasan/sinyal?hasil=tidak-ada-yang-baru");

    season(&city, "2026-06-01T01:00:00Z", "broker").await;
    browser.post("/pengawasan/sinyal/uji", &[]).await;
    let list = browser.get("/pengawasan/sinyal").await;
    let text = list.text();
    assert!(text.contains("ada di balik 40 berkas dari 40 keluarga"), "{text}");
    assert!(text.contains("Pegawai ani"), "an officer is named to inspectors");
    let href = text.split("href=\"/pengawasan/sinyal/").nth(1).unwrap().split('"').next().unwrap();
    let one = format!("/pengawasan/sinyal/{href}");
    let shown = browser.get(&one).await;
    assert!(shown.text().contains("1 dari") && shown.text().contains("N4"), "{}", shown.text());
    assert!(shown.text().contains("Wali kota meminta"), "{}", shown.text());

    // What users say of money is told apart, by survey and reports.
    let silent = text.split("href=\"/pengawasan/sinyal/").find(|card| card.contains("12 dari 80"));
    let silent = silent.unwrap().split('"').next().unwrap();
    let shown = browser.get(&format!("/pengawasan/sinyal/{silent}")).await.text();
    for words in [
        "12 dari 80 pengguna bercerita soal pembayaran; 0 hadiah dilaporkan, biasanya",
        "Survei 1 April 2026 sampai 30 Juni 2026: 12 dari 80 pengguna",
        "Laporan warga: 5 menyebut permintaan uang. Petugas melaporkan 0 hadiah",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(!shown.contains("berkas di balik pola ini"), "{shown}");

    // What was typed stays when something is missing.
    let penjelasan = format!("{one}/penjelasan");
    let wrong = browser.post(&penjelasan, &[("siapa", ""), ("penjelasan", "Saya ketua RT")]).await;
    assert_eq!(wrong.status, 400);
    assert!(wrong.text().contains("href=\"#siapa\"") && wrong.text().contains("Saya ketua RT"));
    let kept = browser.post(&penjelasan, &[("siapa", "officer"), ("penjelasan", "Giliran")]).await;
    assert_eq!(kept.location(), one);
    assert!(browser.get(&one).await.text().contains("Giliran"));

    let tolak = format!("{one}/tolak");
    let wrong = browser.post(&tolak, &[("alasan", "suka"), ("uraian", "x")]).await;
    assert_eq!(wrong.status, 400);
    let ended = browser.post(&tolak, &[("alasan", "explained"), ("uraian", "Wajar")]).await;
    assert_eq!(ended.location(), one);
    let shown = browser.get(&one).await;
    assert!(shown.text().contains("Ditutup, wajar") && !shown.text().contains("name=\"alasan\""));
    let closed = browser.get("/pengawasan/sinyal?keadaan=dismissed").await;
    assert!(closed.text().contains(&one));
    assert_eq!(browser.get("/pengawasan/sinyal/nothing").await.status, 404);
}

#[tokio::test]
async fn nobody_else_sees_a_signal() {
    let city = TestCity::with(setup()).await;
    season(&city, "2026-06-01T01:00:00Z", "broker").await;
    run(&city.app, city.tenant.id, Actor::system(), offices).await.unwrap();
    for role in [Role::Officer, Role::Head, Role::Coordinator, Role::Administrator] {
        let unit = if role == Role::Administrator { "" } else { units::REGISTRY };
        let account = city.account(&format!("a-{}", role.code()), &[(role, unit)]).await;
        let mut browser = city.browser(pages::routes(offices, asked));
        browser.enter(&account).await;
        assert_eq!(browser.get("/pengawasan/sinyal").await.status, 403, "{}", role.code());
    }
}
