//! The counter: help is recorded as help, family goes to a colleague, the receipt is shown once.

use kernel::actor::{Channel, Role};
use kernel::facts::Payload;
use kernel::facts::application::HandedInBy;
use platform::links;
use platform::testing::{Browser, Upload, units};
use platform::vault::Lookup;

use super::super::model::{DocumentState, State};
use super::super::store;
use super::clock::taken;
use super::office::{KELURAHAN, NAME, Office, PERMIT, QUICK, Ticket, nik};

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF";

fn path(service: &str) -> String {
    format!("/petugas/loket/layanan/{service}")
}

/// The fields of a person at the counter.
fn person(nik: &str) -> Vec<(&'static str, &str)> {
    vec![
        ("kenal", "no"),
        ("siapa", "oneself"),
        ("nama", NAME),
        ("nik", nik),
        ("kk", "1872010101200001"),
        ("telepon", "081234567890"),
        ("kelurahan", KELURAHAN),
        ("alamat", "Jl. Imam Bonjol 12"),
    ]
}

/// The ticket behind the receipt's address.
async fn ticket(office: &Office, location: &str) -> Ticket {
    let number = location.trim_start_matches("/petugas/loket/").split('/').next().unwrap();
    office.settle().await;
    Ticket { number: number.to_owned(), secret: String::new(), answer: serde_json::Value::Null }
}

async fn hand_in(browser: &mut Browser, service: &str, fields: &[(&str, &str)]) -> String {
    let answer = browser.post_files(&path(service), fields, &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().to_owned()
}

#[tokio::test]
async fn help_is_recorded_as_help() {
    let office = Office::open().await;
    let mut desk = office.desk().await;
    assert!(desk.get("/petugas/loket?cari=cepat").await.text().contains(&path(QUICK)));
    assert_eq!(desk.get(&path(QUICK)).await.status, 200);
    let nik = nik(1990, 1);
    let mut fields = person(&nik);
    fields.push(("kelompok", "pregnant"));
    let location = hand_in(&mut desk, QUICK, &fields).await;
    let ticket = ticket(&office, &location).await;
    let row = office.row(&ticket).await;
    assert_eq!((row.channel, row.state), (Channel::Counter, State::Queued));
    assert_eq!((row.applicant, row.priority), (kernel::service::Applicant::Oneself, 0));
    let facts = office.facts(&ticket).await;
    assert_eq!(facts[0].actor, Some(office.officer.user));
    assert_eq!(facts[0].role, Role::Officer);
}

#[tokio::test]
async fn the_receipt_is_for_the_browser_that_handed_in() {
    let office = Office::open().await;
    let mut desk = office.desk().await;
    let nik = nik(1990, 1);
    let location = hand_in(&mut desk, QUICK, &person(&nik)).await;
    let page = desk.get(&location).await;
    assert_eq!(page.status, 200);
    let secret = desk.cookies["bening_tanda_terima"].split_once('.').unwrap().1.to_owned();
    assert!(page.text().contains(&secret[..4]) && page.text().contains("class=\"qr\""));
    assert!(!page.text().contains(NAME));
    assert_eq!(office.desk().await.get(&location).await.status, 404);
    desk.cookies.insert(
        "bening_tanda_terima".to_owned(),
        desk.cookies["bening_tanda_terima"].replace(&secret, "0000000000000000"),
    );
    assert_eq!(desk.get(&location).await.status, 404);
}

#[tokio::test]
async fn family_and_mistakes_are_shown_at_their_fields() {
    let office = Office::open().await;
    let mut desk = office.desk().await;
    let nik = nik(1990, 1);
    for (field, value) in [("kenal", "yes"), ("kenal", ""), ("nik", "123"), ("kelurahan", "99")] {
        let mut fields = person(&nik);
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let answer = desk.post_files(&path(QUICK), &fields, &[]).await;
        assert_eq!(answer.status, 400, "{field}");
        let text = answer.text();
        assert!(text.contains(&format!("href=\"#{field}\"")), "{field}");
        assert!(text.contains(NAME), "what was typed is kept");
    }
    let without_files = desk.post(&path(QUICK), &person(&nik)).await;
    assert_eq!(without_files.status, 400);
}

#[tokio::test]
async fn documents_are_seen_uploaded_or_brought_later() {
    let office = Office::open().await;
    let mut desk = office.desk().await;
    let nik = nik(1990, 1);
    let upload = [Upload { field: "f-ktp", name: "ktp.pdf", media: "application/pdf", bytes: PDF }];
    let bad = [Upload { bytes: b"nothing", ..upload[0] }];
    let refused = desk.post_files(&path(PERMIT), &person(&nik), &bad).await;
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("href=\"#f-ktp\""));
    for (how, files, state, document) in [
        ("seen", &[][..], State::Queued, DocumentState::Seen),
        ("later", &[][..], State::Submitted, DocumentState::Later),
        ("later", &upload[..], State::Queued, DocumentState::Given),
    ] {
        let mut fields = person(&nik);
        fields.push(("d-ktp", how));
        let answer = desk.post_files(&path(PERMIT), &fields, files).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let ticket = ticket(&office, answer.location()).await;
        let row = office.row(&ticket).await;
        assert_eq!(row.state, state, "{how}");
        let mut tx = office.city.app.db.read(office.city.tenant.id).await.unwrap();
        let held = store::documents(&mut tx, row.id).await.unwrap();
        assert_eq!(held[0].state, document);
        drop(tx);
        let look = desk.get(&ticket.file("/dokumen/ktp")).await;
        let there = document == DocumentState::Given;
        assert_eq!(look.status.as_u16(), if there { 200 } else { 404 });
        let noted = office.openings(&ticket).await.len();
        assert_eq!(noted, usize::from(there), "each look at a document is a fact");
    }
}

#[tokio::test]
async fn documents_that_come_later_complete_the_file() {
    let office = Office::open().await;
    let waiting = office.apply(PERMIT, 1990, 1).await;
    let mut desk = office.desk().await;
    let path = format!("/petugas/loket/lengkapi?nomor={}", waiting.number);
    assert_eq!(
        desk.post_files(&path, &[("pembawa", "self")], &[]).await.status,
        400,
        "nothing came"
    );
    let upload = [Upload { field: "f-ktp", name: "ktp.pdf", media: "application/pdf", bytes: PDF }];
    assert_eq!(
        desk.post_files(&path, &[("pembawa", "nobody")], &upload).await.location(),
        waiting.file("")
    );
    assert_eq!(office.row(&waiting).await.state, State::Queued);
    assert_eq!(desk.get(&path).await.status, 409);
    let health = office.another("budi", units::HEALTH).await;
    assert_eq!(office.browser(&health).await.get(&path).await.status, 404);
}

/// Whoever stands at the counter is asked for; someone else is kept by name for officers, and by a
/// pseudonym once the file had been sent back.
#[tokio::test]
async fn who_brings_missing_documents_is_recorded() {
    let office = Office::open().await;
    let ticket = taken(&office).await;
    let mut desk = office.desk().await;
    let back = [("alasan", "document_unreadable"), ("dokumen", "ktp"), ("catatan", "Foto lagi.")];
    assert_eq!(desk.post(&ticket.file("/kembalikan"), &back).await.status, 303);
    let path = format!("/petugas/loket/lengkapi?nomor={}", ticket.compact());
    let (own, other) = (nik(1990, 1), nik(1975, 7));
    let known = ("nik-pembawa", own.as_str());
    let name = ("nama-pembawa", "Tini Calo");
    for (typed, wrong) in [
        (vec![], "pembawa"),
        (vec![("pembawa", "representative")], "pembawa"),
        (vec![("pembawa", "other"), ("nik-pembawa", other.as_str())], "nama-pembawa"),
        (vec![("pembawa", "other"), name, ("nik-pembawa", "12")], "nik-pembawa"),
        (vec![("pembawa", "other"), name, known], "nik-pembawa"),
    ] {
        let fields = [vec![("d-ktp", "seen")], typed].concat();
        let answer = desk.post_files(&path, &fields, &[]).await;
        assert_eq!(answer.status, 400, "{fields:?}");
        let page = answer.text();
        assert!(page.contains(&format!("href=\"#{wrong}\"")), "{wrong}");
        assert_eq!(page.contains("Tini Calo"), fields.contains(&name), "what was typed stays");
    }
    assert_eq!(office.row(&ticket).await.state, State::Returned, "nothing was taken");
    let right = [("d-ktp", "seen"), ("pembawa", "other"), name, ("nik-pembawa", other.as_str())];
    assert_eq!(desk.post_files(&path, &right, &[]).await.status, 303);
    let came = office.facts(&ticket).await.pop().unwrap();
    let Some(Payload::Supplemented(payload)) = came.payload else { panic!() };
    assert_eq!(payload.by, Some(HandedInBy::Other));
    let page = desk.get(&ticket.file("")).await.text();
    assert!(page.contains("Tini Calo") && !page.contains(&other), "the NIK is masked");
    let app = &office.city.app;
    let mut tx = app.db.read(office.city.tenant.id).await.unwrap();
    let all = links::page(&mut tx, &app.vault, uuid::Uuid::nil(), 10).await.unwrap();
    assert_eq!(all[0].1.joined, links::pseudonym(&app.vault, Lookup::Nik, &other));
    drop(tx);
    let mut citizen = office.anyone();
    citizen.get(&format!("/lacak/{}/{}", ticket.number, ticket.secret)).await;
    let page = citizen.get(&format!("/lacak/{}", ticket.number)).await.text();
    assert!(page.contains("Orang lain membawanya ke loket.") && !page.contains("Tini"));
}
