//! An officer is drawn for a step with discretion; a superior gives the file to somebody else, and
//! everyone reads why.

use platform::i18n::Lang;
use serde_json::json;

use super::chromium::{self, Window};
use super::people::{log_in, look, t};
use super::support::{Served, city};

/// The demo's officer for permits.
const OFFICER: &str = "Budi Santoso (contoh)";

/// Someone applies for a building permit, complete at once, by a program. Gives number and secret.
async fn apply(url: &str, serial: u32) -> (String, String) {
    let body = json!({
        "service": "PTSP-PBG",
        "applicant": "oneself",
        "person": {
            "name": "Uji Coba",
            "nik": format!("187201410190{serial:04}"),
            "kk": "1872010101109001",
            "phone": "081200000001",
            "address": "Jalan Contoh 1",
            "kelurahan": "18.72.01.1001",
        },
        "answers": {
            "work": "new",
            "plot_kelurahan": "18.72.01.1001",
            "plot_address": "Jalan Contoh 1",
            "floor_area": "36",
            "floors": "1",
            "design": "prototype",
            "low_income": "no",
        },
        "documents_later": ["owner_ktp", "land_proof", "kkpr", "prototype_form"],
    });
    let client = reqwest::Client::new();
    let sent = client.post(format!("{url}/api/v1/permohonan")).json(&body).send().await.unwrap();
    let (status, text) = (sent.status(), sent.text().await.unwrap());
    assert_eq!(status, 201, "{text}");
    let receipt: serde_json::Value = serde_json::from_str(&text).unwrap();
    let text = |name: &str| receipt[name].as_str().unwrap().to_owned();
    (text("number"), text("secret"))
}

/// The head looks at what was drawn, and gives the file to somebody else: with a reason or not at
/// all.
async fn override_it(window: &Window, url: &str, number: &str) {
    window.until(&format!("{url}/petugas/atasan/penugasan"), &t("assignment-stands-drawn")).await;
    look(window, "draws").await;
    let go = Lang::Id.t1("assignment-override-go", "number", number);
    window.press(&go).await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "without a reason");
    look(window, "draws-error").await;
    window.select_text("petugas", OFFICER).await;
    window.choose("alasan", "workload").await;
    window.press(&go).await;
    if window.text().await.contains(&t("assignment-same-officer")) {
        // The lot fell on that very officer.
        window.go(&format!("{url}/petugas/atasan/penugasan")).await;
        window.choose("alasan", "workload").await;
        window.press(&go).await;
    }
    assert!(!window.title().await.starts_with(&t("common-error-prefix")));
}

async fn walk(width: u32, script: bool) {
    let Some(desk) = chromium::open(width, script).await else { return };
    let data = city();
    let served = Served::demo(data.path());
    let url = served.url.as_str();
    log_in(&desk, url, "petugas-izin").await;
    desk.go(&format!("{url}/petugas/berhalangan")).await;
    look(&desk, "absent").await;
    let (number, secret) = apply(url, 9001).await;
    let file = format!("{url}/petugas/berkas/{}", number.replace('-', ""));
    desk.go(&file).await;
    for document in ["owner_ktp", "land_proof", "kkpr", "prototype_form"] {
        desk.choose("dilihat", document).await;
    }
    look(&desk, "file-to-complete").await;
    desk.press(&t("officer-complete")).await;
    desk.until(&format!("{url}/lacak/{number}/{secret}"), &t("assignment-told-check")).await;
    look(&desk, "track-drawn").await;
    assert!(desk.text().await.contains("bening log draw --receipt"));

    desk.forget().await;
    log_in(&desk, url, "atasan-izin").await;
    override_it(&desk, url, &number).await;
    desk.go(&format!("{url}/log/penugasan")).await;
    look(&desk, "draws-public").await;
    let page = desk.text().await;
    let told = format!("{}: 1", t("assignment-reason-workload"));
    assert!(page.contains(&told), "{page}");
    desk.go(&format!("{url}/lacak/{number}/{secret}")).await;
    let told = t("assignment-told-override");
    let page = desk.text().await;
    assert!(page.contains(told.split('{').next().unwrap()), "{page}");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draw_and_its_override() {
    walk(1280, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draw_and_its_override_without_javascript() {
    walk(390, false).await;
}
