//! Someone applies for a neighbour. The neighbour is asked on their own telephone, says yes or no,
//! takes the mandate back, and has the file.

use std::path::Path;

use serde_json::json;

use super::chromium::{self, Window};
use super::people::{KELURAHAN, KK, Receipt, SERVICE, look, t};
use super::support::{Served, city};

/// Who applies for others, and on which telephone they are told.
const AGENT: (&str, &str, &str) = ("Budi Contoh", "1872011203709005", "081200000005");

/// Who gives a mandate, and on which telephone they are asked.
struct Giver {
    nik: &'static str,
    phone: &'static str,
}

const NEIGHBOUR: Giver = Giver { nik: "1872014101909006", phone: "081200000006" };
const STRANGER: Giver = Giver { nik: "1872014101909007", phone: "081200000007" };

/// The address in the text message on a telephone of its own. The page of tracking is opened until
/// the message is there.
async fn asked(window: &Window, data: &Path, url: &str, giver: &Giver) -> String {
    let to = giver.phone.replacen('0', "To: 62", 1);
    for _ in 0..300 {
        window.go(&format!("{url}/lacak")).await;
        let files = std::fs::read_dir(data.join("outbox")).into_iter().flatten();
        for file in files.filter_map(|file| std::fs::read_to_string(file.unwrap().path()).ok()) {
            let code = file.split("/kuasa/").nth(1).and_then(|rest| rest.split_whitespace().next());
            if let Some(code) = code.filter(|_| file.contains(&to)) {
                return format!("{url}/kuasa/{}", code.trim_end_matches('.'));
            }
        }
    }
    panic!("{} was never asked", giver.phone);
}

/// The receiver of the mandate applies, page by page.
async fn apply(window: &Window, url: &str) -> Receipt {
    window.go(&format!("{url}/layanan/{SERVICE}/ajukan")).await;
    window.press(&t("applications-begin-start")).await;
    window.press(&t("applications-tasks-start")).await;
    window.choose("jawaban", "mandate").await;
    look(window, "who-mandate").await;
    window.submit().await;
    for (slug, value) in [
        ("wakil-nama", AGENT.0),
        ("wakil-nik", AGENT.1),
        ("wakil-telepon", AGENT.2),
        ("wakil-hubungan", "tetangga"),
        ("wakil-alasan", "sedang sakit"),
        ("kuasa-sampai", ""),
    ] {
        type_answer(window, slug, value).await;
    }
    window.choose("jawaban", "yes").await;
    window.submit().await;
    let person = [("nama", "Siti Contoh"), ("nik", NEIGHBOUR.nik), ("kk", KK)];
    for (slug, value) in person {
        type_answer(window, slug, value).await;
    }
    // The giver is asked on a number of their own.
    type_answer(window, "telepon", AGENT.2).await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "one phone for both");
    look(window, "phone-mandate").await;
    type_answer(window, "telepon", NEIGHBOUR.phone).await;
    window.select("jawaban", KELURAHAN).await;
    window.submit().await;
    type_answer(window, "alamat", "Jalan Contoh 1").await;
    for answer in ["damaged", "broken"] {
        window.choose("jawaban", answer).await;
        window.submit().await;
    }
    while !window.path().await.ends_with("/periksa") {
        window.unfold("details:has(button[value=nanti]) summary").await;
        window.press(&t("applications-document-later")).await;
    }
    look(window, "check-mandate").await;
    window.press(&t("applications-check-send")).await;
    look(window, "confirmation-mandate").await;
    let page = window.text().await;
    assert!(page.contains(&t("representatives-now")), "nothing begins yet: {page}");
    Receipt::read(window).await
}

async fn type_answer(window: &Window, slug: &str, value: &str) {
    let path = window.path().await;
    assert!(path.ends_with(&format!("/{slug}")), "{path}: {}", window.text().await);
    window.fill("jawaban", value).await;
    window.submit().await;
}

/// The same by a program, for somebody who knows nothing of it.
async fn apply_by_program(url: &str) {
    let body = json!({
        "service": SERVICE,
        "applicant": "mandate",
        "person": {
            "name": "Rina Contoh",
            "nik": STRANGER.nik,
            "kk": KK,
            "phone": STRANGER.phone,
            "address": "Jalan Contoh 2",
            "kelurahan": KELURAHAN,
        },
        "representative": {
            "name": AGENT.0,
            "nik": AGENT.1,
            "phone": AGENT.2,
            "relation": "kenalan",
            "reason": "sibuk",
        },
        "letter": {"stamped": true},
        "answers": {"condition": "damaged", "damage": "broken"},
        "documents_later": ["damaged_card", "kk", "kuasa", "kuasa-ktp-pemberi", "kuasa-ktp-penerima"],
    });
    let client = reqwest::Client::new();
    let sent = client.post(format!("{url}/api/v1/permohonan")).json(&body).send().await.unwrap();
    let (status, text) = (sent.status(), sent.text().await.unwrap());
    assert_eq!(status, 201, "{text}");
}

/// "Ya, benar", and later "Cabut kuasa": the file is the giver's, with a secret of their own.
async fn confirm_and_revoke(window: &Window, page: &str) -> Receipt {
    window.go(page).await;
    look(window, "mandate-asked").await;
    let text = window.text().await;
    assert!(text.contains(AGENT.0) && !text.contains("Siti Contoh"), "{text}");
    window.press(&t("representatives-yes")).await;
    assert!(window.text().await.contains(&t("representatives-said-confirmed")));
    look(window, "mandate-confirmed").await;
    window.press(&t("representatives-revoke-title")).await;
    look(window, "mandate-revoke").await;
    window.press(&t("representatives-revoke-no")).await;
    assert!(window.text().await.contains(&t("representatives-said-confirmed")), "nothing happened");
    window.press(&t("representatives-revoke-title")).await;
    window.press(&t("representatives-revoke-go")).await;
    look(window, "mandate-revoked").await;
    let text = window.text().await;
    assert!(text.contains(&t("representatives-revoked-next")), "{text}");
    Receipt::read(window).await
}

/// The receiver's secret opens nothing any more; the giver takes the application back.
async fn given_back(window: &Window, url: &str, old: &Receipt, new: &Receipt) {
    assert_eq!(old.number, new.number);
    window.press(&t("representatives-revoked-go")).await;
    look(window, "track-given-back").await;
    assert!(window.text().await.contains(&t("applications-journey")), "the giver sees everything");
    window.forget().await;
    window.go(&format!("{url}/lacak/{}", old.number)).await;
    window.fill("kode", &old.secret).await;
    window.submit().await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "the old secret");
    window.fill("kode", &new.secret).await;
    window.submit().await;
    window.press(&t("applications-withdraw-title")).await;
    window.submit().await;
    assert!(window.text().await.contains(&t("applications-state-withdrawn")));
}

async fn walk(width: u32, script: bool) {
    let Some(window) = chromium::open(width, script).await else { return };
    let data = city();
    let served = Served::demo(data.path());
    let url = served.url.as_str();
    apply_by_program(url).await;
    let receipt = apply(&window, url).await;
    window.forget().await;
    let page = asked(&window, data.path(), url, &NEIGHBOUR).await;
    let own = confirm_and_revoke(&window, &page).await;
    given_back(&window, url, &receipt, &own).await;

    window.forget().await;
    let page = asked(&window, data.path(), url, &STRANGER).await;
    window.go(&page).await;
    window.press(&t("representatives-no")).await;
    look(&window, "mandate-refused").await;
    let text = window.text().await;
    assert!(text.contains(&t("representatives-said-refused")), "{text}");
    assert!(!text.contains(&t("representatives-revoke-title")), "there is nothing to take back");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mandate_is_asked_confirmed_refused_and_taken_back() {
    walk(390, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mandate_is_asked_confirmed_refused_and_taken_back_without_javascript() {
    walk(1280, false).await;
}
