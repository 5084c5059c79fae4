//! Every page that a link leads to, in both languages and at every width.

use std::collections::BTreeMap;

use reqwest::redirect::Policy;

use super::chromium::{self, WIDTHS, Window};
use super::crawl::{Found, Visitor};
use super::people::{ALONE, AT_COUNTER, Receipt, SERVICE, log_in, log_out, t, walk_in};
use super::support::{Served, browser, city, form_token};

/// Bytes of a citizen's page on a later visit, compressed.
const PAGE: usize = 10 * 1024;
/// Bytes of a citizen's first visit: page, style and font.
const FIRST_VISIT: usize = 60 * 1024;

async fn visitor<'a>(window: &Window, url: &'a str) -> Visitor<'a> {
    let client = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
    Visitor { client, url, cookies: window.cookies().await }
}

/// Looks at one page of each pattern, at every width in Indonesian and at the smallest in English.
async fn look(window: &Window, url: &str, pages: &BTreeMap<String, Found>) -> Vec<String> {
    let mut faults = Vec::new();
    for (pattern, page) in pages {
        let mark = if page.path.contains('?') { '&' } else { '?' };
        for (lang, widths) in [("en", &WIDTHS[..1]), ("id", &WIDTHS[..])] {
            window.resize(WIDTHS[0]).await;
            window.complaints().await;
            window.go(&format!("{url}{}{mark}bahasa={lang}", page.path)).await;
            for width in widths {
                window.resize(*width).await;
                let mut found = window.faults(lang).await;
                found.extend(window.violations().await);
                faults.extend(found.iter().map(|f| format!("{pattern} {lang} {width}: {f}")));
            }
            let log = window.complaints().await;
            faults.extend(log.iter().map(|line| format!("{pattern} {lang}: {line}")));
        }
    }
    faults
}

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// A new draft of the journeys' service, through the form.
async fn draft(url: &str) -> String {
    let client = browser();
    let page = format!("{url}/layanan/{SERVICE}/ajukan");
    let html = client.get(&page).send().await.unwrap().text().await.unwrap();
    let token = form_token(&html);
    let answer = client.post(&page).form(&[("csrf", token)]).send().await.unwrap();
    answer.headers()["location"].to_str().unwrap().to_owned()
}

/// Pages of an application that a link does not lead to: questions come one after the other.
async fn of_citizen(url: &str, receipt: &Receipt) -> Vec<String> {
    let draft = draft(url).await;
    let within = ["", "/periksa", "/siapa", "/nama", "/kelurahan", "/q-condition", "/d-kk"];
    let mut seeds: Vec<String> = within.iter().map(|rest| format!("{draft}{rest}")).collect();
    seeds.extend(["/", "/contoh", "/ajukan", "/layanan?cari=zzz"].map(str::to_owned));
    seeds.extend(["", "/diterima"].map(|rest| format!("/lacak/{}{rest}", receipt.number)));
    seeds
}

/// An address that leads nowhere still says so in a page of ours.
async fn lost(window: &Window, url: &str) {
    for path in ["/tidak/ada/apa-apa", "/tidakada", "/layanan/TIDAK-ADA", "/lacak/K7M4-2Q9P"] {
        window.go(&format!("{url}{path}")).await;
        window.sound(path, "id").await;
        assert_eq!(window.read("h1").await, t("error-page-title"), "{path}");
    }
    window.complaints().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_citizens_are_sound_and_light() {
    let Some(window) = chromium::open(1280, true).await else { return };
    let city = city();
    let served = Served::demo(city.path());
    let url = served.url.as_str();
    log_in(&window, url, "petugas").await;
    let receipt = walk_in(&window, url, &ALONE).await;
    let other = walk_in(&window, url, &AT_COUNTER).await;
    log_out(&window, url).await;
    window.forget().await;
    // The cookie of the secret lies below this address.
    window.go(&format!("{url}/lacak/{}/{}", receipt.number, receipt.secret)).await;
    assert!(window.text().await.contains(&t("applications-journey")), "the link of the receipt");

    lost(&window, url).await;
    window.go(&format!("{url}/lacak/{}", receipt.number)).await;
    let visitor = visitor(&window, url).await;
    let mut seeds = of_citizen(url, &receipt).await;
    let mut pages = visitor.crawl(&seeds).await;
    // The other application, whose secret this browser does not hold.
    seeds = vec![format!("/lacak/{}", other.number)];
    let alone = visitor.crawl(&seeds).await.remove("/lacak/{}").unwrap();
    pages.insert("/lacak/{} without the secret".to_owned(), alone);
    assert!(pages.len() > 25, "only {:?}", pages.keys());

    let style = window.script("return document.querySelector('[rel=stylesheet]').href;").await;
    let style = style.as_str().unwrap().trim_start_matches(url);
    let font = style.replace("bening.css", "pjs.woff2");
    let once = visitor.weight(style).await + visitor.weight(&font).await;
    let mut faults = look(&window, url, &pages).await;
    for (pattern, page) in &pages {
        if page.weight > PAGE || page.weight + once > FIRST_VISIT {
            faults.push(format!("{pattern}: {} bytes, and {once} once", page.weight));
        }
    }
    none(&faults);
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_staff_are_sound() {
    let Some(window) = chromium::open(1280, true).await else { return };
    let city = city();
    let served = Served::demo(city.path());
    let url = served.url.as_str();
    let mut seen: Vec<String> = Vec::new();
    let mut faults = Vec::new();
    for login in [
        "petugas",
        "atasan",
        "penata",
        "pengesah",
        "koordinator",
        "inspektur",
        "walikota",
        "pembina",
        "perencana",
        "mitra",
        "admin",
    ] {
        log_in(&window, url, login).await;
        if login == "petugas" {
            walk_in(&window, url, &ALONE).await;
            let receipt = walk_in(&window, url, &AT_COUNTER).await;
            window.until(&format!("{url}/petugas"), &receipt.number).await;
        }
        let visitor = visitor(&window, url).await;
        let home = window.path().await;
        assert_ne!(home, "/akun", "{login} has work of their own");
        let mut pages = visitor.crawl(&["/".to_owned(), home, "/akun".to_owned()]).await;
        // What citizens see as well was looked at as they see it.
        let rooms = [
            "/petugas",
            "/penata",
            "/koordinator",
            "/inspektorat",
            "/pengawasan",
            "/saya",
            "/ruang",
            "/perbaikan",
            "/pembina",
            "/perencana",
            "/mitra/tugas",
            "/admin",
            "/akun",
        ];
        pages.retain(|pattern, _| {
            rooms.iter().any(|room| pattern.starts_with(room)) && !seen.contains(pattern)
        });
        seen.extend(pages.keys().cloned());
        faults.extend(look(&window, url, &pages).await);
        log_out(&window, url).await;
    }
    for room in [
        "/petugas/survei",
        "/petugas/survei/kuesioner/{}",
        "/petugas/survei/putaran/{}",
        "/petugas/laporan",
        "/petugas/hadiah",
        "/koordinator/laporan",
        "/inspektorat/laporan",
        "/inspektorat/hadiah",
        "/pengawasan/sinyal",
        "/pengawasan/sinyal/{}",
        "/pengawasan/jejak",
        "/pengawasan/jejak/{}",
    ] {
        assert!(seen.iter().any(|pattern| pattern == room), "{room} is not in {seen:?}");
    }
    for room in
        ["/petugas/berkas/{}", "/petugas/atasan", "/penata/{}/ubah", "/admin/pengguna/{}", "/akun"]
    {
        assert!(seen.iter().any(|pattern| pattern == room), "{room} is not in {seen:?}");
    }
    none(&faults);
    window.close().await;
}
