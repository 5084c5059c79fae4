//! What those who handle reports do.

use jiff::SignedDuration;
use kernel::actor::Role;
use kernel::facts::complaint::{Class, Handler, Outcome};
use platform::testing::{TestCity, Upload, on_every_database, units};

use super::seeded::{act, at_desk, body, coordinator, disposed, received, row, setup, unit, whole};
use crate::complaints::model::{State, Viewer};
use crate::complaints::verbs::{Does, Letter};

#[tokio::test]
async fn asking_stops_the_clock_and_the_answer_starts_it_again() {
    on_every_database(setup, async |city: &TestCity| {
        let receipt = received(city, body("delay")).await;
        disposed(city, receipt.id).await;
        let due = row(city, receipt.number).await.clocks.of("complaint.decision").unwrap().due;
        act(city, receipt.id, unit(), Does::Ask("Tanggal berapa?".to_owned())).await.unwrap();
        let asked = row(city, receipt.number).await;
        assert_eq!(asked.matter.state, State::Asked);
        assert_eq!(asked.clocks.of("complaint.decision").unwrap().due, None);
        assert!(asked.clocks.of("complaint.supplement").unwrap().due.is_some());
        city.advance(SignedDuration::from_hours(48));
        let letter = Letter { text: "Tanggal 3".to_owned(), ..Letter::default() };
        act(city, receipt.id, Viewer::Reporter, Does::Supplement(letter)).await.unwrap();
        let back = row(city, receipt.number).await;
        assert_eq!(back.matter.state, State::Disposed);
        assert!(back.clocks.of("complaint.supplement").is_none());
        let later = back.clocks.of("complaint.decision").unwrap().due;
        assert!(later > due, "{later:?} {due:?}");
    })
    .await;
}

#[tokio::test]
async fn a_report_at_its_desks_through_the_pages() {
    let city = TestCity::with(setup()).await;
    let head = city.account("koordinator", &[(Role::Coordinator, "")]).await;
    let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
    let stranger = city.account("petugas-2", &[(Role::Officer, units::HEALTH)]).await;
    let receipt = received(&city, body("delay")).await;
    let number = receipt.number.to_string();

    let mut desk = at_desk(&city, &head).await;
    assert!(whole(&desk.get("/koordinator/laporan").await).contains(&number));
    let at = format!("/koordinator/laporan/{number}");
    let page = whole(&desk.get(&at).await);
    assert!(page.contains("Budi Pelapor") && page.contains("Teks untuk umum"));
    assert!(!page.contains("Mungkin laporan yang sama"));
    let same = received(&city, body("delay")).await;
    let page = whole(&desk.get(&at).await);
    assert!(page.contains("Mungkin laporan yang sama") && page.contains(&same.number.to_string()));
    let verify = [("kelas", "ordinary"), ("kategori", "delay"), ("terbit", "Akta lambat")];
    desk.post(&format!("{at}/verifikasi"), &verify).await;
    let twice = desk.post(&format!("{at}/verifikasi"), &verify).await;
    assert_eq!(twice.location(), at, "the same form once more");
    let other = [("kelas", "ordinary"), ("kategori", "quality"), ("terbit", "Akta lambat")];
    let other = desk.post(&format!("{at}/verifikasi"), &other).await;
    assert_eq!(other.status, 400);
    assert!(other.text().contains("sudah berpindah keadaan"));
    desk.post(&format!("{at}/disposisi"), &[("kepada", units::REGISTRY)]).await;

    let mut other = at_desk(&city, &stranger).await;
    assert_eq!(other.get(&format!("/petugas/laporan/{number}")).await.status, 404);
    let mut desk = at_desk(&city, &officer).await;
    assert!(whole(&desk.get("/petugas/laporan").await).contains(&number));
    let at = format!("/petugas/laporan/{number}");
    assert!(!whole(&desk.get(&at).await).contains("Tutup tanpa persetujuan"));
    assert_eq!(desk.post(&format!("{at}/verifikasi"), &verify).await.status, 404);
    let empty = desk.post(&format!("{at}/jawab"), &[("jawaban", "")]).await;
    assert_eq!(empty.status, 400);
    desk.post(&format!("{at}/jawab"), &[("jawaban", "Sedang kami cari")]).await;
    assert!(!whole(&desk.get("/petugas/laporan?tab=new").await).contains(&number), "acted on");
    assert!(whole(&desk.get("/petugas/laporan?tab=work").await).contains(&number));
    let none = desk.post(&format!("{at}/usul-selesai"), &[("penutup", "Selesai")]).await;
    assert_eq!(none.status, 400);
    assert!(none.text().contains("href=\"#hasil\""));
    let close = [("hasil", "mended"), ("penutup", "Sudah dicetak")];
    desk.post(&format!("{at}/usul-selesai"), &close).await;
    let row = row(&city, receipt.number).await;
    assert_eq!((row.matter.state, row.matter.outcome), (State::Proposed, Some(Outcome::Mended)));
}

#[tokio::test]
async fn a_joined_report_keeps_its_own_end() {
    let city = TestCity::with(setup()).await;
    let main = received(&city, body("delay")).await;
    let other = received(&city, body("delay")).await;
    disposed(&city, main.id).await;
    act(&city, other.id, coordinator(), Does::Join(main.number)).await.unwrap();
    let joined = row(&city, other.number).await;
    assert_eq!(joined.matter.state, State::Joined);
    assert_eq!(joined.desk(), units::REGISTRY);
    let letter = Letter { text: "Selesai".to_owned(), ..Letter::default() };
    let done = Does::Propose { outcome: Outcome::Mended, letter };
    act(&city, main.id, unit(), done).await.unwrap();
    assert_eq!(row(&city, other.number).await.matter.state, State::Proposed);
    act(&city, main.id, Viewer::Reporter, Does::Consent).await.unwrap();
    assert_eq!(row(&city, other.number).await.matter.state, State::Proposed, "not theirs to end");
}

#[tokio::test]
async fn a_part_becomes_a_report_of_its_own_under_the_same_code() {
    let city = TestCity::with(setup()).await;
    let whole_one = received(&city, body("delay")).await;
    disposed(&city, whole_one.id).await;
    let split = Does::Split {
        category: "extortion".to_owned(),
        story: "Petugas juga meminta uang".to_owned(),
    };
    for _ in 0..2 {
        act(&city, whole_one.id, coordinator(), split.clone()).await.unwrap();
    }
    let mut reporter = super::seeded::visitor(&city);
    let code = whole_one.secret.expose_printed();
    let own = format!("/lapor/{}", whole_one.number);
    reporter.post(&format!("{own}/buka"), &[("kode", &code)]).await;
    let page = whole(&reporter.get(&own).await);
    assert_eq!(page.matches("Sebagian menjadi laporan sendiri").count(), 1, "sent twice");
    let at = page.find("Sebagian menjadi laporan sendiri").unwrap();
    let number = page[at..].split_whitespace().find(|word| {
        let word = word.trim_end_matches("</p>").trim_end_matches("</div></li>");
        kernel::number::ApplicationNumber::parse(word.split('<').next().unwrap_or("")).is_ok()
    });
    let number = number.unwrap().split('<').next().unwrap().to_owned();
    let part = format!("/lapor/{number}");
    reporter.post(&format!("{part}/buka"), &[("kode", &code)]).await;
    assert!(whole(&reporter.get(&part).await).contains("Petugas juga meminta uang"));
}

#[tokio::test]
async fn a_report_that_is_not_theirs_goes_back() {
    let city = TestCity::with(setup()).await;
    let receipt = received(&city, body("delay")).await;
    disposed(&city, receipt.id).await;
    act(&city, receipt.id, unit(), Does::GiveBack("Bukan kami".to_owned())).await.unwrap();
    let back = row(&city, receipt.number).await;
    assert_eq!((back.matter.state, back.matter.handler.clone()), (State::Verified, None));
    assert_eq!(back.clocks.of("complaint.ordinary").unwrap().owner, "COORDINATOR");
    let to = Handler::Unit(units::HEALTH.to_owned());
    act(&city, receipt.id, coordinator(), Does::Dispose(to)).await.unwrap();
    let given = row(&city, receipt.number).await;
    assert_eq!(given.clocks.of("complaint.ordinary").unwrap().owner, units::HEALTH);
}

#[tokio::test]
async fn another_class_keeps_what_has_run_and_is_decided_upon() {
    let city = TestCity::with(setup()).await;
    let receipt = received(&city, body("question")).await;
    let verify = Does::Verify {
        class: Class::Information,
        category: "question".to_owned(),
        about: None,
        text: None,
    };
    act(&city, receipt.id, coordinator(), verify).await.unwrap();
    let clear = row(&city, receipt.number).await;
    assert!(clear.clocks.of("complaint.decision").is_none(), "a question is answered");
    act(&city, receipt.id, coordinator(), Does::Ask("Yang mana?".to_owned())).await.unwrap();
    city.advance(SignedDuration::from_hours(24 * 7));
    let letter = Letter { text: "Akta".to_owned(), ..Letter::default() };
    act(&city, receipt.id, Viewer::Reporter, Does::Supplement(letter)).await.unwrap();
    let classify = |class, category: &str| Does::Classify {
        class,
        category: category.to_owned(),
        reason: "Ternyata keluhan".to_owned(),
    };
    let same = row(&city, receipt.number).await.clocks;
    let other = classify(Class::Information, "wish");
    act(&city, receipt.id, coordinator(), other).await.unwrap();
    assert_eq!(row(&city, receipt.number).await.clocks, same, "the same class moves no clock");
    let ordinary = classify(Class::Ordinary, "delay");
    act(&city, receipt.id, coordinator(), ordinary).await.unwrap();
    let changed = row(&city, receipt.number).await.clocks;
    let (old, new) = (same.of("complaint.information").unwrap(), changed.of("complaint.ordinary"));
    assert_eq!(new.map(|clock| (clock.started, &clock.pauses)), Some((old.started, &old.pauses)));
    assert!(new.unwrap().due > old.due);
    assert!(changed.of("complaint.decision").is_some(), "a complaint is decided upon");
}

/// How many facts there are about a report.
async fn facts(city: &TestCity, number: kernel::number::ApplicationNumber) -> i64 {
    row(city, number).await.seq
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_one_act() {
    let city = TestCity::with(setup()).await;
    let head = city.account("koordinator", &[(Role::Coordinator, "")]).await;
    let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
    let receipt = received(&city, body("delay")).await;
    let number = receipt.number;
    disposed(&city, receipt.id).await;
    let mut desk = at_desk(&city, &head).await;
    let at = format!("/koordinator/laporan/{number}");
    let before = facts(&city, number).await;
    for _ in 0..2 {
        let to = desk.post(&format!("{at}/disposisi"), &[("kepada", units::REGISTRY)]).await;
        assert_eq!(to.location(), at);
    }
    assert_eq!(facts(&city, number).await, before + 1);
    let mut desk = at_desk(&city, &officer).await;
    let at = format!("/petugas/laporan/{number}");
    let reply = [("jawaban", "Sedang kami cari"), ("publik", "1")];
    for _ in 0..2 {
        assert_eq!(desk.post(&format!("{at}/jawab"), &reply).await.location(), at);
    }
    assert_eq!(facts(&city, number).await, before + 2);
    city.advance(SignedDuration::from_mins(3));
    desk.post(&format!("{at}/jawab"), &reply).await;
    assert_eq!(facts(&city, number).await, before + 3, "later it is said once more");
    let close = [("hasil", "mended"), ("penutup", "Sudah dicetak")];
    for _ in 0..2 {
        assert_eq!(desk.post(&format!("{at}/usul-selesai"), &close).await.location(), at);
    }
    let mut reporter = super::seeded::visitor(&city);
    let own = format!("/lapor/{number}");
    let code = receipt.secret.expose_printed();
    reporter.post(&format!("{own}/buka"), &[("kode", &code)]).await;
    let pdf = b"%PDF-1.4\n%%EOF\n";
    let file = Upload { field: "berkas", name: "a.pdf", media: "application/pdf", bytes: pdf };
    for _ in 0..2 {
        let more = reporter.post_files(&format!("{own}/tambah"), &[("pesan", "")], &[file]).await;
        assert_eq!(more.location(), own, "a picture without a text");
    }
    for _ in 0..2 {
        reporter.post_files(&format!("{own}/tambah"), &[("pesan", "Ini lagi")], &[]).await;
    }
    assert_eq!(facts(&city, number).await, before + 6);
    assert!(!whole(&reporter.get(&own).await).contains("Berkas 2"));
    let text = Upload { field: "berkas", name: "a.txt", media: "text/plain", bytes: b"x" };
    let typed = [("pesan", "Simpan ini")];
    let wrong = reporter.post_files(&format!("{own}/tambah"), &typed, &[text]).await;
    assert_eq!(wrong.status, 400);
    assert!(wrong.text().contains("Simpan ini</textarea>"));
    let heavy = vec![0; 12 * 1024 * 1024];
    let heavy = Upload { field: "berkas", name: "a.jpg", media: "image/jpeg", bytes: &heavy };
    let wrong = reporter.post_files(&format!("{own}/tambah"), &typed, &[heavy]).await;
    assert_eq!(wrong.status, 400);
    let text = wrong.text();
    assert!(text.contains("Simpan ini</textarea>") && text.contains("href=\"#berkas\""));
    let none = reporter.post_files(&format!("{own}/tambah"), &[("pesan", " ")], &[]).await;
    assert_eq!(none.status, 400);
    for _ in 0..2 {
        assert_eq!(reporter.post(&format!("{own}/setuju"), &[]).await.location(), own);
        city.advance(SignedDuration::from_hours(1));
    }
    assert_eq!(row(&city, number).await.matter.state, State::Closed);
}

#[tokio::test]
async fn what_was_typed_is_kept_when_something_is_wrong() {
    let city = TestCity::with(setup()).await;
    let head = city.account("koordinator", &[(Role::Coordinator, "")]).await;
    let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
    let receipt = received(&city, body("delay")).await;
    disposed(&city, receipt.id).await;
    let mut unit = at_desk(&city, &officer).await;
    let mut desk = at_desk(&city, &head).await;
    let number = receipt.number;
    let (own, city_wide) =
        (format!("/petugas/laporan/{number}"), format!("/koordinator/laporan/{number}"));
    let close = [("penutup", "Sudah dicetak"), ("publik", "1")];
    let wrong = unit.post(&format!("{own}/usul-selesai"), &close).await.text();
    assert!(wrong.contains("Sudah dicetak</textarea>"));
    assert_eq!(wrong.matches("name=\"publik\" value=\"1\" checked").count(), 1);
    let wrong = unit.post(&format!("{own}/usul-selesai"), &[("hasil", "mended")]).await.text();
    assert!(wrong.contains("value=\"mended\" id=\"hasil\" checked"), "{wrong}");
    for (form, fields, kept) in [
        ("tutup-paksa", vec![("penjelasan", "Sudah ada")], "Sudah ada</textarea>"),
        (
            "tutup-paksa",
            vec![("dasar", "duplicate"), ("penjelasan", "")],
            "value=\"duplicate\" id=\"dasar\" checked",
        ),
        ("klasifikasi", vec![("kelas2", "x"), ("alasan", "Ternyata")], "Ternyata</textarea>"),
        (
            "klasifikasi",
            vec![("kelas2", "information"), ("alasan", "")],
            "value=\"information\" selected",
        ),
        ("pisah", vec![("kategori3", "x"), ("bagian", "Juga ini")], "Juga ini</textarea>"),
        ("pisah", vec![("kategori3", "wish"), ("bagian", "")], "value=\"wish\" selected"),
        ("teruskan", vec![("badan", "Polri"), ("surat", "")], "value=\"Polri\""),
        ("gabung", vec![("nomor", "salah")], "value=\"salah\""),
    ] {
        let wrong = desk.post(&format!("{city_wide}/{form}"), &fields).await;
        assert_eq!(wrong.status, 400, "{form}");
        let text = wrong.text();
        assert!(text.contains(kept) && text.contains("<details class=\"card\" open>"), "{form}");
    }
}

#[tokio::test]
async fn the_text_for_everyone_has_an_end() {
    let city = TestCity::with(setup()).await;
    let head = city.account("koordinator", &[(Role::Coordinator, "")]).await;
    let receipt = received(&city, body("delay")).await;
    let mut desk = at_desk(&city, &head).await;
    let at = format!("/koordinator/laporan/{}/verifikasi", receipt.number);
    let long = "a".repeat(4001);
    let verify = [("kelas", "ordinary"), ("kategori", "delay"), ("terbit", long.as_str())];
    let wrong = desk.post(&at, &verify).await;
    assert_eq!(wrong.status, 400);
    assert!(wrong.text().contains("href=\"#terbit\""));
}
