//! A mandate from the letter to its end, as its two people see it.

use axum::body::Body;
use axum::http::{Method, Request};
use kernel::service::Applicant;
use platform::testing::{Setup, TestCity};
use platform::workers::settle;
use serde_json::json;

use super::super::model::State as Stands;
use super::super::store;
use super::support::{AGENT, clock, confirm, give, kinds, mandate, phone, texts_to};
use crate::applications::model::State;
use crate::applications::store as applications;
use crate::applications::tests::office::{NAME, Office, Ticket};
use crate::applications::tests::seeded::{self, Manner, READY};
use crate::applications::verbs::File;

const LETTER: [&str; 3] = ["kuasa", "kuasa-ktp-pemberi", "kuasa-ktp-penerima"];

/// Whether the phone of `serial` was sent these words; of one moment, messages have no order.
async fn told(office: &Office, serial: u32, words: &str) {
    let texts = texts_to(&office.city, &phone(serial)).await;
    assert!(texts.iter().any(|text| text.contains(words)), "{words}: {texts:?}");
}

#[tokio::test]
async fn nothing_begins_before_the_giver_has_said_yes() {
    let office = Office::open().await;
    let given = give(&office, 1, 1).await;
    assert_eq!(given.ticket.answer["state"], "awaiting_giver");
    let row = office.row(&given.ticket).await;
    assert_eq!((row.state, row.applicant), (State::AwaitingGiver, Applicant::Mandate));
    assert_eq!((row.due_at, row.check_clock, row.promise_clock), (None, None, None));
    assert_eq!(row.ticket, None, "it takes no place in the queue");
    let mut program = office.program(&office.officer).await;
    for (act, body) in [
        ("ambil", json!({})),
        ("lengkap", json!({"seen": LETTER})),
        ("kembalikan", json!({"reason": "document_missing", "documents": ["kuasa"], "note": "x"})),
    ] {
        let answer = program.json(Method::POST, &given.ticket.act(act), &body).await;
        assert_eq!(answer.status, 409, "{act}");
    }
    // A day later nobody has deemed it complete.
    office.at("2026-11-26T10:00:00+07:00");
    office.lapse().await;
    assert_eq!(office.row(&given.ticket).await.state, State::AwaitingGiver);

    let page = office.anyone().get(&given.page("")).await;
    let text = page.text();
    assert_eq!(page.status, 200);
    assert!(text.contains(AGENT) && text.contains("tetangga") && text.contains("Ya, benar"));
    assert!(!text.contains(NAME), "a message may reach the wrong phone");
    confirm(&office, &given).await;
    let row = office.row(&given.ticket).await;
    assert_eq!(row.state, State::Submitted, "the letter must still be shown");
    assert!(row.check_clock.is_some() && row.due_at.is_some());
    assert_eq!(office.kinds(&given.ticket).await, ["submitted", "mandate.used"]);
    assert_eq!(
        kinds(&office, &given.ticket).await,
        ["mandate.given", "mandate.confirmed_by_giver"]
    );
    let again = office.anyone().post(&given.page("/benar"), &[]).await;
    assert_eq!(again.status, 409, "answered once");
}

#[tokio::test]
async fn the_giver_is_told_the_result_on_their_own_phone() {
    let office = Office::open().await;
    let given = give(&office, 1, 1).await;
    let asked = texts_to(&office.city, &phone(1)).await;
    assert_eq!(asked.len(), 1);
    assert!(asked[0].contains("Budi Santoso") && asked[0].contains(&given.ticket.number));
    confirm(&office, &given).await;
    let mut program = office.program(&office.officer).await;
    let acts = [
        ("lengkap", json!({"seen": LETTER})),
        ("ambil", json!({})),
        ("kembalikan", json!({"reason": "document_missing", "documents": ["kuasa"], "note": "x"})),
    ];
    for (act, body) in acts {
        let answer = program.json(Method::POST, &given.ticket.act(act), &body).await;
        assert_eq!(answer.status, 200, "{act}: {}", answer.text());
        office.settle().await;
    }
    let page = office.anyone().get(&given.page("")).await.text();
    assert!(page.contains("Cabut kuasa") && page.contains("Menunggu berkas dari yang mengurus"));
    told(&office, 1, "kurang berkas").await;
    told(&office, 9001, "Mulai setelah pemberi kuasa menjawab").await;
    let receiver = texts_to(&office.city, &phone(9001)).await;
    assert_eq!(receiver.len(), 3, "received, goes on, sent back: {receiver:?}");
}

#[tokio::test]
async fn issued_and_withdrawn_are_told_to_the_giver_too() {
    let office = Office::open().await;
    let issued = give(&office, 1, 1).await;
    confirm(&office, &issued).await;
    let mut program = office.program(&office.officer).await;
    for (act, body) in [
        ("lengkap", json!({"seen": LETTER})),
        ("ambil", json!({})),
        ("setujui", json!({})),
        ("terbitkan", json!({})),
    ] {
        let answer = program.json(Method::POST, &issued.ticket.act(act), &body).await;
        assert_eq!(answer.status, 200, "{act}: {}", answer.text());
        office.settle().await;
    }
    told(&office, 1, "sudah terbit").await;

    let back = give(&office, 2, 2).await;
    withdraw(&office, &back.ticket).await;
    assert_eq!(office.row(&back.ticket).await.state, State::Withdrawn);
    assert_eq!(mandate(&office, &back.ticket).await.state, Stands::Revoked);
    told(&office, 2, "ditarik").await;
    let late = office.anyone().post(&back.page("/benar"), &[]).await;
    assert_eq!(late.status, 409);
}

/// Whoever holds the secret takes the application back.
async fn withdraw(office: &Office, ticket: &Ticket) {
    let mut browser = office.anyone();
    let base = format!("/lacak/{}", ticket.number);
    browser.post(&format!("{base}/buka"), &[("kode", &ticket.secret)]).await;
    let done = browser.post(&format!("{base}/tarik"), &[]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    office.settle().await;
}

#[tokio::test]
async fn a_refusal_ends_the_application_and_tells_the_receiver() {
    let office = Office::open().await;
    let given = give(&office, 1, 1).await;
    let running = mandate(&office, &given.ticket).await.clock.unwrap();
    let refused = office.anyone().post(&given.page("/tolak"), &[]).await;
    assert_eq!(refused.status, 303);
    office.settle().await;
    assert_eq!(office.row(&given.ticket).await.state, State::Withdrawn);
    let row = mandate(&office, &given.ticket).await;
    assert_eq!((row.state, row.silent), (Stands::Refused, false));
    assert_eq!(clock(&office, running).await, "stopped");
    assert_eq!(kinds(&office, &given.ticket).await, ["mandate.given", "mandate.refused"]);
    told(&office, 9001, "menolak kuasa").await;
    assert!(office.anyone().get(&given.page("")).await.text().contains("ditolak oleh pemberinya"));
}

#[tokio::test]
async fn silence_is_no_consent() {
    let office = Office::open().await;
    let given = give(&office, 1, 1).await;
    let running = mandate(&office, &given.ticket).await.clock.unwrap();
    assert_eq!(clock(&office, running).await, "running");
    // Five working days from Tuesday 24 November.
    office.at("2026-12-01T10:00:00+07:00");
    office.lapse().await;
    assert_eq!(office.row(&given.ticket).await.state, State::AwaitingGiver);
    office.at("2026-12-02T18:00:00+07:00");
    office.lapse().await;
    assert_eq!(office.row(&given.ticket).await.state, State::Withdrawn);
    let row = mandate(&office, &given.ticket).await;
    assert_eq!((row.state, row.silent, row.clock), (Stands::Refused, true, None));
    assert_eq!(clock(&office, running).await, "lapsed");
    told(&office, 1, "tanpa jawaban Anda").await;
    told(&office, 9001, "tidak menjawab").await;
}

#[tokio::test]
async fn a_revoked_mandate_gives_the_file_to_its_giver() {
    let office = Office::open().await;
    let given = give(&office, 1, 1).await;
    confirm(&office, &given).await;
    let base = format!("/lacak/{}", given.ticket.number);
    let mut receiver = office.anyone();
    receiver.post(&format!("{base}/buka"), &[("kode", &given.ticket.secret)]).await;
    assert!(receiver.get(&base).await.text().contains("Tarik kembali"));

    let mut giver = office.anyone();
    assert_eq!(giver.get(&given.page("/cabut")).await.status, 200);
    let revoked = giver.post(&given.page("/cabut"), &[]).await;
    assert_eq!(revoked.status, 200, "{}", revoked.text());
    let secret = giver.cookies["kunci"].clone();
    assert!(revoked.text().contains(&secret[..4]), "shown once");
    assert_ne!(secret, given.ticket.secret.replace('-', ""));
    office.settle().await;

    // The old secret: by cookie, typed, by link and by the API.
    assert!(!receiver.get(&base).await.text().contains("Tarik kembali"));
    assert_eq!(receiver.get(&format!("{base}/tarik")).await.location(), base);
    let typed = [("kode", given.ticket.secret.as_str())];
    assert_eq!(office.anyone().post(&format!("{base}/buka"), &typed).await.status, 400);
    let link = format!("/lacak/{}/{}", given.ticket.compact(), given.ticket.secret);
    assert_eq!(office.anyone().get(&link).await.status, 404);
    let api = Request::get(format!("/api/v1/lacak/{}", given.ticket.number))
        .header("x-bening-kunci", &given.ticket.secret)
        .body(Body::empty())
        .unwrap();
    assert_eq!(office.anyone().send(api).await.status, 403);

    let row = office.row(&given.ticket).await;
    assert_eq!((row.applicant, row.state), (Applicant::Oneself, State::Queued));
    let mut tx = office.city.app.db.read(office.city.tenant.id).await.unwrap();
    let file = File::of(&mut tx, &office.city.app, row).await.unwrap();
    drop(tx);
    assert_eq!(file.details().unwrap().representative, None);
    let own = giver.get(&base).await.text();
    assert!(own.contains("Kuasa dicabut") && own.contains("Tarik kembali"), "{own}");
    assert_eq!(giver.post(&format!("{base}/tarik"), &[]).await.status, 303);
    assert_eq!(office.row(&given.ticket).await.state, State::Withdrawn);
    told(&office, 9001, "dicabut").await;
    assert_eq!(giver.post(&given.page("/cabut"), &[]).await.status, 409, "once");
}

#[tokio::test]
async fn a_file_that_missed_only_the_letter_goes_on_without_it() {
    let office = Office::open().await;
    let given = give(&office, 1, 1).await;
    confirm(&office, &given).await;
    let mut program = office.program(&office.officer).await;
    let body = json!({"reason": "document_missing", "documents": ["kuasa"], "note": "Surat."});
    let sent = program.json(Method::POST, &given.ticket.act("kembalikan"), &body).await;
    assert_eq!(sent.json()["state"], "returned", "{}", sent.text());
    office.anyone().post(&given.page("/cabut"), &[]).await;
    let row = office.row(&given.ticket).await;
    assert_eq!(row.state, State::Queued, "nobody is left who could bring the letter");
    assert!(row.completed_at.is_some() && row.ticket.is_some());
}

#[tokio::test]
async fn a_whole_form_goes_to_the_queue_once_it_is_confirmed() {
    let city: TestCity = seeded::city().await;
    let mut browser = seeded::visitor(&city);
    let number = seeded::apply(&city, &mut browser, Manner { who: "mandate", ..READY }).await;
    let page = browser.get(&format!("/lacak/{number}/diterima")).await;
    assert!(seeded::whole(&page).contains("Menunggu jawaban pemberi kuasa"));
    let own = seeded::whole(&browser.get(&format!("/lacak/{number}")).await);
    assert!(own.contains("Kami bertanya langsung ke ponselnya"), "{own}");
    let asked = texts_to(&city, "081234567890").await;
    let code = asked[0].split("/kuasa/").nth(1).unwrap().to_owned();
    let other = city.browser_at(&city.other, super::super::pages::routes());
    let mut other = other;
    assert_eq!(other.get(&format!("/kuasa/{code}")).await.status, 404, "another city");
    assert_eq!(other.post(&format!("/kuasa/{code}/benar"), &[]).await.status, 404);
    let done = seeded::visitor(&city).post(&format!("/kuasa/{code}/benar"), &[]).await;
    assert_eq!(done.status, 303);
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let row = applications::by_number(&mut tx, number).await.unwrap().unwrap();
    assert_eq!(row.state, State::Queued);
    assert_eq!(row.completed_at, Some(city.clock.now()));
    let held = applications::documents(&mut tx, row.id).await.unwrap();
    let letter = held.iter().filter(|held| LETTER.contains(&held.code.as_str()));
    assert_eq!(letter.filter(|held| held.file.is_some()).count(), 3);
    let mandate = store::of_application(&mut tx, row.id).await.unwrap().unwrap();
    assert_eq!(mandate.until.to_string(), "2027-01-05");
}

#[tokio::test]
async fn an_unknown_code_opens_nothing() {
    let office = Office::open().await;
    give(&office, 1, 1).await;
    for code in ["AAAABBBBCCCC", "x", "000000000000"] {
        assert_eq!(office.anyone().get(&format!("/kuasa/{code}")).await.status, 404, "{code}");
        let answer = office.anyone().post(&format!("/kuasa/{code}/benar"), &[]).await;
        assert_eq!(answer.status, 404);
    }
}

#[tokio::test]
async fn codes_cannot_be_tried_without_end() {
    let attempts = std::num::NonZeroU32::new(3).unwrap();
    let city = seeded::city_with(Setup { attempts, ..seeded::setup() }).await;
    let mut browser = seeded::visitor(&city);
    let mut statuses = Vec::new();
    for guess in 0..4 {
        statuses.push(browser.get(&format!("/kuasa/00000000000{guess}")).await.status.as_u16());
    }
    assert_eq!(statuses, [404, 404, 404, 429]);
}
