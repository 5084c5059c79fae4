//! A citizen fills a basket with activities, sends it once, and finds the vote in the box by its receipt.

use std::path::Path;

use sha2::{Digest as _, Sha256};
use sqlx::Connection as _;

use super::chromium::{self, Window};
use super::people::{look, t};
use super::support::{Served, city};

const PHONE: &str = "081200000077";

/// The demonstration's ballot takes votes until a day of its own; here until long after today.
async fn keep_open(data: &Path) {
    sqlx::any::install_default_drivers();
    let file = format!("sqlite://{}", data.join("bening.db").display());
    let mut conn = sqlx::AnyConnection::connect(&file).await.unwrap();
    let changed =
        sqlx::query("UPDATE ballot SET last_day = '2999-12-31'").execute(&mut conn).await.unwrap();
    assert_eq!(changed.rows_affected(), 1, "the demo has a ballot");
}

/// What a message to the telephone says after `before`. A page is asked for until the message is there.
async fn told(data: &Path, url: &str, before: &str) -> String {
    for _ in 0..3_000 {
        reqwest::get(format!("{url}/pilih")).await.unwrap();
        let files = std::fs::read_dir(data.join("outbox")).into_iter().flatten();
        let texts = files.filter_map(|file| std::fs::read_to_string(file.unwrap().path()).ok());
        for text in texts.filter(|text| text.contains(&PHONE.replacen('0', "To: 62", 1))) {
            if let Some((_, rest)) = text.split_once(before) {
                return rest.to_owned();
            }
        }
    }
    panic!("{PHONE} was never told: {before}");
}

/// Gives the number and the code that is sent to it.
async fn come_in(window: &Window, data: &Path, url: &str) {
    window.go(&format!("{url}/pilih")).await;
    look(window, "ballot").await;
    window.fill("telepon", "12").await;
    window.press(&t("ballot-send-code")).await;
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "no such number");
    window.fill("telepon", PHONE).await;
    window.press(&t("ballot-send-code")).await;
    look(window, "ballot-code").await;
    window.fill("kode", "000000").await;
    window.press(&t("ballot-go-on")).await;
    look(window, "ballot-code-error").await;
    assert!(window.text().await.contains(&t("ballot-code-wrong")));
    let code = told(data, url, "prioritas anggaran ").await;
    let code: String = code.chars().take_while(char::is_ascii_digit).collect();
    window.fill("kode", &code).await;
    window.press(&t("ballot-go-on")).await;
    look(window, "ballot-basket").await;
}

/// Fills the basket, is told of each mistake, and sends it; what the receipt says.
async fn vote(window: &Window) -> (String, String, String) {
    window.press(&t("ballot-to-review")).await;
    look(window, "ballot-basket-empty").await;
    assert!(window.text().await.contains(&t("ballot-empty")));
    let boxes = window.count("input[name=pilih]").await;
    for place in 1..=boxes {
        window.unfold(&format!(".choice:nth-child({place}) input")).await;
    }
    if window.script {
        let page = window.text().await;
        assert!(page.contains(&t("ballot-over-by")), "it adds up while it is filled: {page}");
    }
    window.press(&t("ballot-to-review")).await;
    look(window, "ballot-basket-over").await;
    assert!(window.text().await.contains(&t("ballot-over-by")), "all of it is too dear");
    for place in 2..=boxes {
        window.unfold(&format!(".choice:nth-child({place}) input")).await;
    }
    window.press(&t("ballot-add-up")).await;
    assert!(window.text().await.contains(&t("ballot-left")), "one activity fits");
    window.press(&t("ballot-to-review")).await;
    look(window, "ballot-review").await;
    window.press(&t("ballot-change")).await;
    assert_eq!(window.count("input[name=pilih]:checked").await, 1, "the choice is kept");
    window.press(&t("ballot-to-review")).await;
    window.press(&t("ballot-cast")).await;
    look(window, "ballot-receipt").await;
    let row =
        async |place: u32| window.read(&format!("dl.summary div:nth-child({place}) dd")).await;
    (row(1).await, row(2).await, row(3).await)
}

async fn walk(width: u32, script: bool) {
    let Some(window) = chromium::open(width, script).await else { return };
    let city = city();
    keep_open(city.path()).await;
    let served = Served::demo(city.path());
    let url = served.url.as_str();
    come_in(&window, city.path(), url).await;
    let (digest, secret, codes) = vote(&window).await;
    let own = Sha256::digest(format!("{secret}.{}", codes.replace(", ", ",")));
    let own: String = own.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(own, digest, "the digest follows from secret and choice");
    window.press(&t("ballot-receipt-check")).await;
    look(&window, "ballot-in-the-box").await;
    assert!(window.text().await.contains(&t("ballot-receipt-found")));
    window.fill("sidik", &"0".repeat(64)).await;
    window.submit().await;
    assert!(window.text().await.contains(&t("ballot-receipt-missing")));
    // A second vote of the same number is refused by a message, not on the page.
    window.go(&format!("{url}/pilih")).await;
    window.fill("telepon", PHONE).await;
    window.press(&t("ballot-send-code")).await;
    told(city.path(), url, &t("ballot-sms-again")).await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_telephone() {
    walk(390, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_desk_without_javascript() {
    walk(1280, false).await;
}
