//! The counter: a giver without a phone is asked by another officer, and help is help.

use kernel::actor::{Channel, Role};
use kernel::facts::Payload;
use kernel::facts::mandate::Asked;
use kernel::service::Applicant;
use platform::testing::units;

use super::support::{AGENT, mandate};
use crate::applications::model::State;
use crate::applications::tests::office::{KELURAHAN, NAME, Office, QUICK, Ticket, nik};

/// The fields of a person who cannot come, and of who came.
fn fields<'a>(person: &'a str, agent: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("kenal", "no"),
        ("siapa", "mandate"),
        ("nama", NAME),
        ("nik", person),
        ("kk", "1872010101200001"),
        ("telepon", ""),
        ("kelurahan", KELURAHAN),
        ("alamat", "Jl. Imam Bonjol 12"),
        ("wakil-nama", AGENT),
        ("wakil-nik", agent),
        ("wakil-telepon", "081200000002"),
        ("wakil-hubungan", "tetangga"),
        ("wakil-alasan", "sakit"),
        ("kuasa-meterai", "yes"),
        ("d-kuasa", "seen"),
        ("d-kuasa-ktp-pemberi", "seen"),
        ("d-kuasa-ktp-penerima", "seen"),
    ]
}

pub(super) async fn typed_in(office: &Office) -> Ticket {
    let mut desk = office.desk().await;
    let path = format!("/petugas/loket/layanan/{QUICK}");
    assert!(desk.get(&path).await.text().contains("Hanya dengan surat kuasa."));
    let (person, agent) = (nik(1990, 1), nik(1970, 1));
    let answer = desk.post_files(&path, &fields(&person, &agent), &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let receipt = desk.get(answer.location()).await.text();
    assert!(receipt.contains("Pekerjaan mulai setelah pemberi kuasa menjawab"));
    let number = answer.location().trim_start_matches("/petugas/loket/");
    let number = number.split('/').next().unwrap().to_owned();
    office.settle().await;
    Ticket { number, secret: String::new(), answer: serde_json::Value::Null }
}

#[tokio::test]
async fn only_another_officer_says_what_a_giver_without_a_phone_answered() {
    let office = Office::open().await;
    let ticket = typed_in(&office).await;
    assert_eq!(office.row(&ticket).await.state, State::AwaitingGiver);
    let path = ticket.file("/kuasa");
    let said = [("jawaban", "yes"), ("cara", "came"), ("catatan", "Wajah cocok dengan KTP.")];
    let mut own = office.desk().await;
    assert!(own.get(&ticket.file("")).await.text().contains(&path));
    assert!(own.get(&path).await.text().contains("Anda yang mengetik permohonan ini"));
    let refused = own.post(&path, &said).await;
    assert_eq!(refused.status, 400);
    assert_eq!(office.row(&ticket).await.state, State::AwaitingGiver);

    let other = office.another("budi", units::REGISTRY).await;
    let mut other_desk = office.browser(&other).await;
    let page = other_desk.get(&path).await.text();
    assert!(page.contains(NAME) && page.contains(AGENT));
    for (field, value) in [("jawaban", ""), ("cara", "x"), ("catatan", " ")] {
        let mut wrong = said.to_vec();
        wrong.retain(|(name, _)| *name != field);
        wrong.push((field, value));
        let answer = other_desk.post(&path, &wrong).await;
        assert_eq!(answer.status, 400, "{field}");
        assert!(answer.text().contains(&format!("href=\"#{field}\"")), "{field}");
    }
    let done = other_desk.post(&path, &said).await;
    assert_eq!(done.location(), ticket.file(""));
    assert_eq!(office.row(&ticket).await.state, State::Queued);
    let page = other_desk.get(&path).await.text();
    assert!(page.contains("cetak kode baru") && !page.contains("name=\"jawaban\""), "{page}");

    let row = mandate(&office, &ticket).await;
    let mut tx = office.city.app.db.read(office.city.tenant.id).await.unwrap();
    let key = platform::keys::find(&mut tx, &office.city.app.vault, row.id.uuid()).await.unwrap();
    let facts = platform::journal::facts_of(&mut tx, row.subject(), key.as_ref()).await.unwrap();
    assert_eq!((facts[1].actor, facts[1].role), (Some(other.user), Role::Officer));
    let Some(Payload::MandateConfirmed(confirmed)) = &facts[1].payload else { panic!("{facts:?}") };
    assert_eq!((confirmed.asked, confirmed.note.as_str()), (Asked::Came, said[2].1));
    drop(tx);
    let opened = office.openings(&ticket).await;
    assert!(opened.len() >= 4, "each look at the giver's data is a fact");

    let health = office.another("rina", units::HEALTH).await;
    assert_eq!(office.browser(&health).await.get(&path).await.status, 404);
}

#[tokio::test]
async fn a_giver_with_a_phone_answers_alone() {
    let office = Office::open().await;
    let given = super::support::give(&office, 1, 1).await;
    let mut desk = office.desk().await;
    let path = given.ticket.file("/kuasa");
    assert!(desk.get(&path).await.text().contains("Hanya ia yang menjawab"));
    let said = [("jawaban", "yes"), ("cara", "called"), ("catatan", "Katanya ya.")];
    assert_eq!(desk.post(&path, &said).await.status, 400);
    assert_eq!(office.row(&given.ticket).await.state, State::AwaitingGiver);
}

#[tokio::test]
async fn help_is_recorded_and_is_no_representation() {
    let office = Office::open().await;
    let mut desk = office.desk().await;
    let person = nik(1990, 1);
    let mut typed = fields(&person, "");
    typed.retain(|(name, _)| !name.starts_with("wakil") && *name != "siapa");
    typed.extend([("siapa", "oneself"), ("dibantu", "cannot_read")]);
    let path = format!("/petugas/loket/layanan/{QUICK}");
    let answer = desk.post_files(&path, &typed, &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let number = answer.location().trim_start_matches("/petugas/loket/");
    let number = number.split('/').next().unwrap().to_owned();
    let ticket = Ticket { number, secret: String::new(), answer: serde_json::Value::Null };
    let row = office.row(&ticket).await;
    assert_eq!((row.applicant, row.channel), (Applicant::Oneself, Channel::Counter));
    let facts = office.facts(&ticket).await;
    let Some(Payload::Submitted(submitted)) = &facts[0].payload else { panic!("{facts:?}") };
    assert_eq!(submitted.helped.as_deref(), Some("cannot_read"));
    assert_eq!(facts[0].role, Role::Officer);
    assert!(desk.get(&ticket.file("")).await.text().contains("Tidak bisa membaca"));
}

#[test]
fn facts_from_before_help_was_recorded_are_still_read() {
    let old = br#"{"kind":"application.submitted","data":{"v":1,"number":"K7M42Q9P","service":"X",
        "standard":1,"unit":"U","applicant":"oneself","fee":0,"missing":[]}}"#;
    let payload = Payload::parse(old).unwrap();
    let Payload::Submitted(submitted) = &payload else { panic!("{payload:?}") };
    assert_eq!(submitted.helped, None);
    let written = String::from_utf8(payload.canonical().unwrap()).unwrap();
    assert!(!written.contains("helped"), "its commitment stays what it was");
}
