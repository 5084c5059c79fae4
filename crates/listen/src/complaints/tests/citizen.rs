//! What a citizen does: from the story to the last word, through the real pages.

use platform::testing::{TestCity, Upload};

use super::seeded::{act, disposed, row, setup, unit, visitor, whole};
use crate::complaints::categories::Kind;
use crate::complaints::model::State;
use crate::complaints::verbs::{Does, Letter};
use kernel::facts::complaint::Outcome;
use kernel::number::ApplicationNumber;

const STORY: &str = "Sudah tiga minggu akta kelahiran anak saya belum selesai, disuruh datang lagi";

#[tokio::test]
async fn a_report_from_the_story_to_the_last_word() {
    let city = TestCity::with(setup()).await;
    let mut browser = visitor(&city);
    assert!(whole(&browser.get("/lapor").await).contains("Tulis laporan"));
    let empty = browser.post("/lapor/baru", &[("cerita", "  ")]).await;
    assert_eq!(empty.status, 400);
    assert!(empty.text().contains("href=\"#cerita\""));

    let begun = browser.post("/lapor/baru", &[("cerita", STORY)]).await;
    let kind = begun.location().to_owned();
    let base = kind.trim_end_matches("/jenis").to_owned();
    let page = whole(&browser.get(&kind).await);
    assert!(page.contains("sepertinya tentang: Penundaan berlarut"), "{page}");
    let wrong = browser.post(&kind, &[("jenis", "nothing")]).await;
    assert_eq!(wrong.status, 400);
    // Another kind has questions of its own, which are asked first.
    let other = browser.post(&kind, &[("jenis", "extortion"), ("ditanya", "delay")]).await;
    let other = whole(&other);
    let (asked, kinds) = (other.find("name=\"q-official\""), other.find("name=\"jenis\""));
    assert!(asked.is_some() && asked < kinds, "the questions stand first");
    assert!(other.contains("Ada beberapa pertanyaan lagi tentang"));
    let answers = [("jenis", "delay"), ("ditanya", "delay"), ("q-days", "21 hari")];
    let next = browser.post(&kind, &answers).await;
    assert_eq!(next.location(), format!("{base}/tempat"));

    let place = [("unit", "DISDUKCAPIL"), ("kelurahan", ""), ("posisi", "di sana")];
    let wrong = browser.post(&format!("{base}/tempat"), &place).await;
    assert_eq!(wrong.status, 400);
    assert!(
        wrong.text().contains("href=\"#posisi\"") && wrong.text().contains("value=\"di sana\"")
    );
    let place = [("posisi", "105.3, -5.11")];
    let wrong = browser.post(&format!("{base}/tempat"), &place).await;
    assert!(wrong.text().contains("kedua angka tertukar"));
    let place = [("unit", "DISDUKCAPIL"), ("patokan", "loket 3"), ("posisi", "-5.11, 105.3")];
    let next = browser.post(&format!("{base}/tempat"), &place).await;
    assert_eq!(next.location(), format!("{base}/foto"));
    let pdf = b"%PDF-1.4\n%%EOF\n";
    let file = Upload { field: "berkas", name: "a.pdf", media: "application/pdf", bytes: pdf };
    let photo = next.location().to_owned();
    let page = whole(&browser.get(&photo).await);
    assert!(page.contains("Paling banyak 5 berkas") && page.contains("Tambah berkas"));
    let none = browser.post_files(&photo, &[("aksi", "tambah")], &[]).await;
    assert!(none.text().contains("Pilih berkas dulu"));
    let kept = browser.post_files(&photo, &[("aksi", "tambah")], &[file]).await;
    assert_eq!(kept.location(), photo);
    assert!(whole(&browser.get(&photo).await).contains("1 dari 5 berkas tersimpan"));
    let on = browser.post_files(&photo, &[("aksi", "lanjut")], &[file]).await;
    assert_eq!(on.location(), format!("{base}/saya"));
    assert!(whole(&browser.get(&photo).await).contains("2 dari 5 berkas tersimpan"));
    let next = browser.post_files(&format!("{base}/foto"), &[], &[]).await;
    assert_eq!(next.location(), format!("{base}/saya"));
    let wrong = browser.post(next.location(), &[("kontak", "a@b")]).await;
    assert!(wrong.text().contains("Tulis nomor ponsel") && wrong.text().contains("atau surel"));
    let contact =
        [("nama", "Budi"), ("kontak", "081234567890"), ("anonim", "1"), ("atas-nama", "Siti")];
    let next = browser.post(next.location(), &contact).await;
    assert_eq!(next.location(), format!("{base}/periksa"));
    let check = whole(&browser.get(next.location()).await);
    assert!(
        check.contains("21 hari")
            && check.contains("loket 3")
            && check.contains("-5.11, 105.3")
            && check.contains("Siti")
    );
    assert!(!check.contains("Cerita memuat tanda pengenal"));
    let story = format!("{STORY}. Budi");
    browser.post(&format!("{base}/cerita"), &[("cerita", &story)]).await;
    let warned = whole(&browser.get(&format!("{base}/periksa")).await);
    assert!(warned.contains("Cerita memuat tanda pengenal"), "{warned}");
    // Something is changed, and it goes back to the check.
    let changed = browser.post(&format!("{base}/cerita"), &[("cerita", STORY)]).await;
    assert_eq!(changed.location(), format!("{base}/periksa"));

    let sent = browser.post(&format!("{base}/periksa"), &[]).await;
    let receipt = sent.location().to_owned();
    assert!(receipt.ends_with("/diterima"), "{receipt}");
    let page = whole(&browser.get(&receipt).await);
    assert!(page.contains("Kami memeriksanya paling lambat") && page.contains("loket 3"), "{page}");
    assert_eq!(browser.get(&format!("{base}/periksa")).await.status, 404, "sent once");
    browser.cookies.remove("laporan");
    let twice = browser.post(&format!("{base}/periksa"), &[]).await;
    assert_eq!(twice.location(), receipt, "tapped twice");
    assert!(whole(&browser.get(&receipt).await).contains("Kode laporan"));
    let number: ApplicationNumber =
        ApplicationNumber::parse(receipt.split('/').nth(2).unwrap()).unwrap();
    followed(&city, &mut browser, number).await;
}

async fn followed(
    city: &TestCity,
    browser: &mut platform::testing::Browser,
    number: ApplicationNumber,
) {
    let own = format!("/lapor/{number}");
    let mut stranger = visitor(city);
    let closed = whole(&stranger.get(&own).await);
    assert!(closed.contains("Laporan ini tidak diterbitkan") && !closed.contains("tiga minggu"));
    assert_eq!(stranger.post(&format!("{own}/setuju"), &[]).await.location(), own);
    let wrong = stranger.post(&format!("{own}/buka"), &[("kode", "AAAAAAAAAAAAAAAA")]).await;
    assert_eq!(wrong.status, 400);
    let short = stranger.post(&format!("{own}/buka"), &[("kode", "AAAA")]).await;
    assert!(short.text().contains("Kode laporan terdiri"));
    let short = stranger.post("/lapor/lacak", &[("nomor", "K7M4")]).await;
    assert!(short.text().contains("Nomor laporan belum benar"));

    let id = row(city, number).await.id;
    disposed(city, id).await;
    let published = whole(&stranger.get(&own).await);
    assert!(published.contains("Akta kelahiran belum selesai") && !published.contains("Budi"));
    let words = Letter { text: "Sudah kami cetak".to_owned(), public: true, files: vec![] };
    let propose = Does::Propose { outcome: Outcome::Mended, letter: words };
    act(city, id, unit(), propose).await.unwrap();
    assert!(whole(&stranger.get(&own).await).contains("Sudah kami cetak"));

    let page = whole(&browser.get(&own).await);
    assert!(page.contains("Ya, laporan selesai") && page.contains("Sudah kami cetak"));
    let again = browser.post(&format!("{own}/buka-kembali"), &[("alasan", "")]).await;
    assert_eq!(again.status, 400);
    browser.post(&format!("{own}/buka-kembali"), &[("alasan", "Nama masih salah")]).await;
    let reopened = row(city, number).await;
    assert_eq!((reopened.matter.state, reopened.reopened), (State::InProgress, 1));
    let outcome = Outcome::Mended;
    let letter = Letter { text: "Sudah dibetulkan".to_owned(), ..Letter::default() };
    act(city, id, unit(), Does::Propose { outcome, letter }).await.unwrap();
    assert_eq!(browser.post(&format!("{own}/setuju"), &[]).await.location(), own);
    assert_eq!(row(city, number).await.matter.state, State::Closed);
    let letter = whole(&stranger.get(&own).await);
    assert!(letter.contains("Sudah kami cetak"), "what was said in public stays");
    browser.post(&format!("{own}/nilai"), &[("nilai", "4")]).await;
    assert_eq!(row(city, number).await.rating, Some(4));
    let summary = whole(&browser.get(&format!("{own}/ombudsman")).await);
    assert!(summary.contains("Nama masih salah") && summary.contains("Dinilai pelapor"));
    browser.post(&format!("{own}/ombudsman"), &[]).await;
    assert!(row(city, number).await.escalated_at.is_some());
}

#[tokio::test]
async fn whoever_goes_to_the_inspectorate_is_offered_its_kinds_first() {
    let city = TestCity::with(setup()).await;
    let mut browser = visitor(&city);
    assert!(whole(&browser.get("/lapor").await).contains("/lapor/baru?jalur=inspektorat"));
    let story = whole(&browser.get("/lapor/baru?jalur=inspektorat").await);
    assert!(story.contains("name=\"jalur\" value=\"inspektorat\""));
    let way = [("jalur", "inspektorat"), ("cerita", STORY)];
    let begun = browser.post("/lapor/baru", &way).await;
    let page = whole(&browser.get(begun.location()).await);
    assert!(
        !page.contains("Dari cerita Anda, sepertinya") && !page.contains("\" checked>"),
        "{page}"
    );
    let shown = page.split("<details").next().unwrap();
    let kinds: Vec<&str> = shown.split("name=\"jenis\" value=\"").skip(1).collect();
    assert_eq!(kinds.len(), 4);
    for kind in kinds {
        let code = kind.split('"').next().unwrap();
        let class = crate::complaints::categories::find(code).unwrap().class;
        assert_eq!(class, kernel::facts::complaint::Class::Supervision, "{code}");
    }
}

#[tokio::test]
async fn an_address_that_cannot_be_read_is_a_page() {
    let city = TestCity::with(setup()).await;
    let mut browser = visitor(&city);
    for address in ["/lapor/%ff", "/lapor/draf/%ff/jenis", "/lapor/%ff/diterima"] {
        let wrong = browser.get(address).await;
        assert_eq!(wrong.status, 400);
        assert!(wrong.text().contains("<html lang=\"id\""), "{address}: {}", wrong.text());
    }
}

#[tokio::test]
async fn a_draft_opens_only_in_the_browser_that_began_it() {
    let city = TestCity::with(setup()).await;
    let mut browser = visitor(&city);
    let begun = browser.post("/lapor/baru", &[("cerita", STORY)]).await;
    let kind = begun.location().to_owned();
    let cookie = begun.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let cookie = cookie.filter(|text| text.starts_with("draf=")).collect::<String>();
    let path = format!("Path={}", kind.trim_end_matches("/jenis"));
    assert!(cookie.contains("HttpOnly") && cookie.contains(&path), "{cookie}");
    assert_eq!(browser.get(&kind).await.status, 200);
    let mut stranger = visitor(&city);
    let closed = stranger.get(&kind).await;
    assert_eq!(closed.status, 404);
    assert!(closed.text().contains("peramban tempat Anda menulisnya"), "{}", closed.text());
    let base = kind.trim_end_matches("/jenis");
    for page in ["jenis", "periksa", "dukung"] {
        assert_eq!(stranger.post(&format!("{base}/{page}"), &[]).await.status, 404);
    }
    stranger.cookies.insert("draf".to_owned(), "x".to_owned());
    assert_eq!(stranger.get(&kind).await.status, 404);
}

#[tokio::test]
async fn a_report_that_says_the_same_can_be_supported_instead() {
    let city = TestCity::with(setup()).await;
    let mut nowhere = super::seeded::body("delay");
    nowhere.kelurahan = String::new();
    let first = super::seeded::received(&city, nowhere).await;
    disposed(&city, first.id).await;
    let mut browser = visitor(&city);
    let begun = browser.post("/lapor/baru", &[("cerita", STORY)]).await;
    let base = begun.location().trim_end_matches("/jenis").to_owned();
    browser.post(begun.location(), &[("jenis", "delay"), ("ditanya", "delay")]).await;
    let kelurahan = [("unit", "DISDUKCAPIL"), ("kelurahan", "")];
    browser.post(&format!("{base}/tempat"), &kelurahan).await;
    browser.post_files(&format!("{base}/foto"), &[], &[]).await;
    browser.post(&format!("{base}/saya"), &[]).await;
    let check = whole(&browser.get(&format!("{base}/periksa")).await);
    assert!(check.contains("Apakah salah satu ini sama?"), "{check}");
    let number = first.number.to_string();
    let supported = browser.post(&format!("{base}/dukung"), &[("nomor", &number)]).await;
    let page = whole(&browser.get(supported.location()).await);
    assert!(page.contains("Didukung 1 orang lain"), "{page}");
    assert_eq!(browser.get(&format!("{base}/periksa")).await.status, 404, "nothing was kept");
    assert!(whole(&browser.get("/laporan").await).contains(&number));
}

#[test]
fn every_kind_of_question_is_used() {
    let kinds: Vec<Kind> = crate::complaints::categories::all()
        .iter()
        .flat_map(|category| category.question.iter().map(|question| question.kind))
        .collect();
    assert!([Kind::YesNo, Kind::Money, Kind::Text].iter().all(|kind| kinds.contains(kind)));
}
