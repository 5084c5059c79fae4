//! A citizen replaces a lost identity card: everything that goes wrong on the way goes wrong here.

use super::chromium::Window;
use super::people::{ALONE, KELURAHAN, KK, Receipt, SERVICE, look, photo, t};

/// From the first word typed to the receipt in the hand.
pub async fn apply(window: &Window, url: &str) -> Receipt {
    let draft = begin(window, url).await;
    answer_questions(window).await;
    send_documents(window).await;
    come_back(window, url, &draft).await;
    let receipt = hand_in(window, url).await;
    // The draft is gone; its address leads to the receipt, and nothing is sent twice.
    window.go(&format!("{url}/ajukan/{draft}/periksa")).await;
    assert_eq!(window.path().await, format!("/lacak/{}/diterima", receipt.number));
    track(window, url, &receipt).await;
    receipt
}

/// Whether the page says that something must be mended, first thing and to everyone.
async fn mistaken(window: &Window, what: &str) {
    assert!(window.title().await.starts_with(&t("common-error-prefix")), "{what}");
    let summary = window.read(".error-summary").await;
    assert!(summary.contains(&t("common-error-heading")), "{what}: {summary}");
    assert!(window.focused("error-summary").await, "{what}: the reader is not led to it");
    let field = window.read(".field.invalid .error").await;
    assert!(summary.contains(&field), "{what}: {summary} does not name {field}");
}

/// Searches in everyday words, reads the service's page and begins. Returns the draft code.
async fn begin(window: &Window, url: &str) -> String {
    window.go(url).await;
    look(window, "home").await;
    window.fill("cari", "ktp ilang").await;
    window.submit().await;
    look(window, "search").await;
    window.follow(&format!("a[href='/layanan/{SERVICE}']")).await;
    let page = window.text().await;
    assert!(page.contains("Rp0") && page.contains(&t("catalogue-promise-long")), "{page}");
    look(window, "service").await;
    window.press(&t("catalogue-apply")).await;
    look(window, "begin").await;
    window.press(&t("applications-begin-start")).await;
    look(window, "tasks").await;
    let draft = window.path().await.trim_start_matches("/ajukan/").to_owned();
    let printed = window.text().await.replace('-', "");
    assert!(printed.contains(&draft), "the page does not show the code {draft}: {printed}");
    window.press(&t("applications-tasks-start")).await;
    draft
}

/// Where the form is: the last part of the address.
async fn step(window: &Window) -> String {
    window.path().await.rsplit('/').next().unwrap_or_default().to_owned()
}

async fn expect(window: &Window, slug: &str) {
    assert_eq!(step(window).await, slug, "{}", window.text().await);
}

async fn type_answer(window: &Window, slug: &str, value: &str) {
    expect(window, slug).await;
    window.fill("jawaban", value).await;
    window.submit().await;
}

async fn answer_questions(window: &Window) {
    expect(window, "siapa").await;
    look(window, "question-choice").await;
    window.submit().await;
    mistaken(window, "nothing chosen").await;
    window.choose("jawaban", "oneself").await;
    window.submit().await;
    type_answer(window, "nama", ALONE.name).await;
    type_answer(window, "nik", "12345").await;
    mistaken(window, "a NIK that is too short").await;
    assert_eq!(window.value("jawaban").await, "12345", "what was typed is kept");
    look(window, "question-error").await;
    type_answer(window, "nik", ALONE.nik).await;
    type_answer(window, "kk", KK).await;
    type_answer(window, "telepon", ALONE.phone).await;
    expect(window, "kelurahan").await;
    look(window, "question-select").await;
    window.select("jawaban", KELURAHAN).await;
    window.submit().await;
    type_answer(window, "alamat", "Jalan Contoh 1").await;

    // One page back and forth again: the answer stands there.
    expect(window, "q-condition").await;
    window.back().await;
    expect(window, "alamat").await;
    assert_eq!(window.value("jawaban").await, "Jalan Contoh 1", "after the back button");
    window.submit().await;

    window.choose("jawaban", "lost").await;
    window.submit().await;
    expect(window, "q-loss_date").await;
    look(window, "question-date").await;
    window.fill("jawaban", "31").await;
    window.fill("jawaban-month", "2").await;
    window.fill("jawaban-year", "2026").await;
    window.submit().await;
    mistaken(window, "a day that no calendar has").await;
    assert_eq!(window.value("jawaban-month").await, "2", "what was typed is kept");
    window.fill("jawaban", "2").await;
    window.submit().await;
    type_answer(window, "q-loss_place", "Di angkot dari Pasar Cendrawasih").await;
    type_answer(window, "q-police_letter_number", "SKTLK/1/2026").await;
}

async fn send_documents(window: &Window) {
    expect(window, "d-police_letter").await;
    look(window, "document").await;
    let folder = tempfile::tempdir().unwrap();
    let large = folder.path().join("besar.jpg");
    let mut bytes = std::fs::read(photo()).unwrap();
    bytes.resize(8 * 1024 * 1024, 0);
    std::fs::write(&large, bytes).unwrap();
    let wrong = folder.path().join("surat.jpg");
    std::fs::write(&wrong, "Ini bukan foto.").unwrap();

    window.submit().await;
    mistaken(window, "no file").await;
    for (file, what) in [(&large, "a photo that is too large"), (&wrong, "no photo at all")] {
        window.upload("berkas", file).await;
        window.submit().await;
        mistaken(window, what).await;
        expect(window, "d-police_letter").await;
    }
    look(window, "document-error").await;
    window.upload("berkas", &photo()).await;
    window.submit().await;
    expect(window, "d-kk").await;
    window.upload("berkas", &photo()).await;
    window.submit().await;
    expect(window, "periksa").await;
}

/// Another telephone, another day: the draft code opens the same answers.
async fn come_back(window: &Window, url: &str, draft: &str) {
    window.forget().await;
    window.go(&format!("{url}/ajukan")).await;
    window.fill("kode", "0000").await;
    window.submit().await;
    mistaken(window, "a draft code that is none").await;
    window.fill("kode", &draft.to_lowercase()).await;
    window.submit().await;
    assert_eq!(window.path().await, format!("/ajukan/{draft}"));
    look(window, "tasks-done").await;
    window.press(&t("applications-tasks-check")).await;
    expect(window, "periksa").await;
}

/// Checks, changes one answer and hands in.
async fn hand_in(window: &Window, url: &str) -> Receipt {
    let page = window.text().await;
    for kept in [ALONE.name, "Di angkot dari Pasar Cendrawasih", "Jalan Contoh 1"] {
        assert!(page.contains(kept), "{kept} is lost: {page}");
    }
    look(window, "check").await;
    window.follow("a[href$='/alamat?kembali=periksa']").await;
    assert_eq!(window.value("jawaban").await, "Jalan Contoh 1");
    window.fill("jawaban", "Jalan Contoh 2").await;
    window.submit().await;
    expect(window, "periksa").await;
    let page = window.text().await;
    assert!(page.contains("Jalan Contoh 2") && !page.contains("Jalan Contoh 1"), "{page}");
    window.press(&t("applications-check-send")).await;

    let receipt = Receipt::read(window).await;
    let page = window.text().await;
    let due = t("applications-now-due");
    let promise = due.split('{').next().unwrap();
    assert!(page.contains(promise) && page.contains("Rp0"), "number, date and price: {page}");
    look(window, "confirmation").await;
    window.press(&t("applications-print")).await;
    look(window, "receipt").await;
    let text = window.text().await;
    assert!(text.contains(&receipt.number) && text.contains(&receipt.secret), "{text}");
    let address = url.trim_start_matches("http://");
    assert!(text.contains(&format!("{address}/lacak")), "where to follow it: {text}");
    let pages = paper(&window.print().await);
    assert!((1..=2).contains(&pages), "the receipt takes {pages} sheets");
    receipt
}

/// Sheets of a PDF as Chromium writes it.
pub fn paper(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.matches("/Type /Page\n").count()
}

/// Opens the tracking page from a browser that knows nothing, with number and secret.
pub async fn track(window: &Window, url: &str, receipt: &Receipt) {
    window.forget().await;
    window.go(&format!("{url}/lacak")).await;
    window.fill("nomor", "K7M4-2Q9Q").await;
    window.submit().await;
    mistaken(window, "a number with a wrong check character").await;
    // As it is read over the telephone.
    window.fill("nomor", &receipt.compact().to_lowercase()).await;
    window.submit().await;
    assert_eq!(window.path().await, format!("/lacak/{}", receipt.number));
    let page = window.text().await;
    assert!(!page.contains(ALONE.name), "the number alone shows who it is: {page}");
    look(window, "track-number-alone").await;
    window.fill("kode", "7F3K-91QM-0XB2-D58A").await;
    window.submit().await;
    mistaken(window, "a secret that is not this one's").await;
    window.fill("kode", &receipt.secret).await;
    window.submit().await;
    let page = window.text().await;
    assert!(page.contains(&t("applications-journey")), "{page}");
    look(window, "track").await;
}

/// Sends the one document that the officer asked for, and nothing else.
pub async fn supplement(window: &Window, url: &str, receipt: &Receipt) {
    window.go(&format!("{url}/lacak/{}", receipt.number)).await;
    let page = window.text().await;
    assert!(page.contains(&t("applications-ask-returned")), "{page}");
    look(window, "track-returned").await;
    window.press(&t("applications-ask-send")).await;
    assert_eq!(window.count("input[type=file]").await, 1, "only what was asked for");
    window.submit().await;
    mistaken(window, "nothing sent").await;
    look(window, "supplement-error").await;
    window.upload("kk", &photo()).await;
    window.submit().await;
    assert_eq!(window.path().await, format!("/lacak/{}", receipt.number));
    assert!(!window.text().await.contains(&t("applications-ask-returned")));
}

/// The card is ready; the citizen confirms that they have it, and sees who opened their data.
pub async fn receive(window: &Window, url: &str, receipt: &Receipt) {
    window.go(&format!("{url}/lacak/{}", receipt.number)).await;
    let page = window.text().await;
    assert!(page.contains(&t("applications-ready-title")), "{page}");
    assert!(page.contains(&t("applications-opened-file")), "who opened the data: {page}");
    look(window, "track-ready").await;
    window.press(&t("applications-ready-confirm")).await;
    let page = window.text().await;
    assert!(page.contains(&t("applications-state-collected")), "{page}");
}

/// Believes nothing: fetches the receipt's file, lets the page check it, and then a forged one.
pub async fn check(window: &Window, url: &str, receipt: &Receipt) {
    let number = &receipt.number;
    let cookie = format!("kunci={}", receipt.secret.replace('-', ""));
    let file = reqwest::Client::new()
        .get(format!("{url}/lacak/{number}/tanda-terima"))
        .header("Cookie", cookie)
        .send()
        .await
        .unwrap();
    let file = file.text().await.unwrap();
    window.go(&format!("{url}/lacak/{number}")).await;
    window.press(&t("applications-seal-check")).await;
    assert_eq!(window.path().await, "/periksa");
    look(window, "check").await;
    window.submit().await;
    mistaken_receipt(window).await;
    window.fill("teks", &file).await;
    window.submit().await;
    let page = window.text().await;
    assert!(page.contains(&t("log-result-good")) && page.contains(number.as_str()), "{page}");
    look(window, "check-good").await;
    // One sign inside the last signature.
    let (head, tail) = file.split_at(file.len() - 20);
    let other = if tail.starts_with('A') { "B" } else { "A" };
    let forged = format!("{head}{other}{}", &tail[1..]);
    window.fill("teks", &forged).await;
    window.submit().await;
    let page = window.text().await;
    assert!(page.contains(&t("log-result-bad")), "{page}");
    look(window, "check-bad").await;
}

async fn mistaken_receipt(window: &Window) {
    assert!(window.title().await.starts_with(&t("common-error-prefix")));
    let summary = window.read(".error-summary").await;
    assert!(summary.contains(&t("log-receipt-none")), "{summary}");
    assert!(window.focused("error-summary").await);
}
