//! What people do in the browser, for every test that needs it done.

use std::path::PathBuf;

use bening::demo::accounts::{PASSWORD, second_factor};
use jiff::Timestamp;
use platform::i18n::Lang;

use super::chromium::Window;
use super::support::root;

/// The service of the journeys: a lost identity card.
pub const SERVICE: &str = "DUK-KTP-HILANG";

/// The text under `key`, as the pages show it first.
pub fn t(key: &str) -> String {
    Lang::Id.t(key)
}

/// Someone who needs a new identity card.
pub struct Person {
    pub name: &'static str,
    pub nik: &'static str,
    pub phone: &'static str,
}

/// The same family card for all.
pub const KK: &str = "1872010101109001";
/// A kelurahan of the city.
pub const KELURAHAN: &str = "18.72.01.1001";

/// Who applies alone, from a telephone.
pub const ALONE: Person =
    Person { name: "Siti Contoh", nik: "1872014101909001", phone: "081200000001" };
/// Who comes to the counter.
pub const AT_COUNTER: Person =
    Person { name: "Mbah Contoh", nik: "1872010203609002", phone: "081200000002" };
/// What the citizen takes home.
pub struct Receipt {
    pub number: String,
    pub secret: String,
}

impl Receipt {
    /// Reads it off the page in `window`.
    pub async fn read(window: &Window) -> Self {
        let text = window.text().await;
        let printed = |groups: usize| {
            let shape = move |word: &&str| {
                let parts: Vec<&str> = word.split('-').collect();
                let upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
                parts.len() == groups
                    && parts.iter().all(|part| part.len() == 4 && part.chars().all(upper))
            };
            let found = text.split_whitespace().find(shape);
            found.unwrap_or_else(|| panic!("no code of {groups} groups: {text}")).to_owned()
        };
        Self { number: printed(2), secret: printed(4) }
    }

    /// The number as it stands in addresses.
    pub fn compact(&self) -> String {
        self.number.replace('-', "")
    }
}

/// A photo that every camera could have made.
pub fn photo() -> PathBuf {
    root().join("crates/bening/src/demo/sample.jpg")
}

/// Logs the demo's open account `login` in. A code works once, so each account logs in once.
pub async fn log_in(window: &Window, url: &str, login: &str) {
    log_in_at(window, url, login, kernel::Clock::System.now()).await;
}

/// The same in a city with a clock of its own.
pub async fn log_in_at(window: &Window, url: &str, login: &str, now: Timestamp) {
    let code = second_factor().code_at(now).unwrap();
    window.go(&format!("{url}/masuk")).await;
    window.fill("login", login).await;
    window.fill("password", PASSWORD).await;
    window.fill("code", &code).await;
    window.submit().await;
    assert_ne!(window.path().await, "/masuk", "{login}: {}", window.text().await);
}

/// With JavaScript the page is looked at as well: sound, and a picture of it when wanted.
pub async fn look(window: &Window, name: &str) {
    if window.script {
        window.sound(name, "id").await;
        window.shot(name).await;
    }
}

/// Leaves the staff's rooms.
pub async fn log_out(window: &Window, url: &str) {
    window.go(&format!("{url}/akun")).await;
    window.press(&t("common-nav-logout")).await;
    assert_eq!(window.path().await, "/");
}

/// An officer takes the application of a person without a telephone of their own, whose papers lie
/// on the counter.
pub async fn walk_in(window: &Window, url: &str, person: &Person) -> Receipt {
    window.go(&format!("{url}/petugas/loket")).await;
    window.fill("cari", "ktp ilang").await;
    window.submit().await;
    window.follow(&format!("a[href='/petugas/loket/layanan/{SERVICE}']")).await;
    window.choose("kenal", "no").await;
    for (name, value) in [
        ("nama", person.name),
        ("nik", person.nik),
        ("kk", KK),
        ("telepon", person.phone),
        ("alamat", "Jalan Contoh 1"),
        ("q-loss_place", "Pasar Cendrawasih"),
        ("q-police_letter_number", "SKTLK/1/2026"),
    ] {
        window.fill(name, value).await;
    }
    window.select("kelurahan", KELURAHAN).await;
    window.choose("q-condition", "lost").await;
    window.pick_date("q-loss_date", "2026-01-02").await;
    window.choose("d-police_letter", "seen").await;
    window.choose("d-damaged_card", "none").await;
    window.choose("d-kk", "seen").await;
    window.press(&t("officer-counter-submit")).await;
    assert!(window.path().await.ends_with("/tanda-terima"), "{}", window.text().await);
    Receipt::read(window).await
}
