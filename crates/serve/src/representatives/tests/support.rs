//! People who apply for others at the office of the applications' tests.

use kernel::id::ClockId;
use platform::db::db;
use platform::keys;
use platform::testing::TestCity;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::applications::tests::office::{Office, QUICK, Ticket, application, nik};
use crate::representatives::letter;
use crate::representatives::store::{self, Row};

/// Name of everyone who applies for another.
pub(super) const AGENT: &str = "Budi Santoso";

/// The body of an application under a mandate of the person `serial` to the agent `agent`.
pub(super) fn body(serial: u32, agent: u32) -> Value {
    let mut body = application(QUICK, 1990, serial);
    body["applicant"] = json!("mandate");
    body["person"]["phone"] = json!(phone(serial));
    body["representative"] = json!({
        "name": AGENT,
        "nik": nik(1970, agent),
        "phone": phone(9000 + agent),
        "relation": "tetangga",
        "reason": "sedang sakit",
    });
    body["letter"] = json!({"stamped": true});
    let codes: Vec<&str> = letter::documents().iter().map(|one| one.code.as_str()).collect();
    body["documents_later"] = json!(codes);
    body
}

/// A phone of one's own.
pub(super) fn phone(serial: u32) -> String {
    format!("0811{serial:08}")
}

/// What the receiver holds, and the code that the giver was sent.
pub(super) struct Given {
    pub(super) ticket: Ticket,
    pub(super) code: String,
}

impl Given {
    pub(super) fn page(&self, act: &str) -> String {
        format!("/kuasa/{}{act}", self.code)
    }
}

/// Hands in, and reads the giver's phone.
pub(super) async fn give(office: &Office, serial: u32, agent: u32) -> Given {
    give_body(office, serial, &body(serial, agent)).await
}

/// The same with a body of one's own for the giver `serial`.
pub(super) async fn give_body(office: &Office, serial: u32, body: &Value) -> Given {
    let answer = office.send(body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    office.settle().await;
    let answer = answer.json();
    let text = |key: &str| answer[key].as_str().unwrap().to_owned();
    let ticket = Ticket { number: text("number"), secret: text("secret"), answer: answer.clone() };
    let texts = texts_to(&office.city, &phone(serial)).await;
    let code = texts.iter().find_map(|text| text.split("/kuasa/").nth(1));
    let code = code.expect("a link on the giver's phone").to_owned();
    Given { ticket, code }
}

/// Texts to one phone, oldest first.
pub(super) async fn texts_to(city: &TestCity, phone: &str) -> Vec<String> {
    let international = phone.replacen('0', "+62", 1);
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let rows: Vec<(Vec<u8>, Vec<u8>)> = sqlx::query_as(
        "SELECT key_id, sealed FROM message WHERE tenant_id = $1 ORDER BY message_id",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
    .unwrap();
    let mut texts = Vec::new();
    for (key, sealed) in rows {
        let id = Uuid::from_slice(&key).unwrap();
        let key = keys::find(&mut tx, &city.app.vault, id).await.unwrap().unwrap();
        let letter: Value = key.open_json("message", &sealed).unwrap();
        if letter["to"] == international.as_str() {
            texts.push(letter["text"].as_str().unwrap().to_owned());
        }
    }
    texts
}

/// The mandate of an application.
pub(super) async fn mandate(office: &Office, ticket: &Ticket) -> Row {
    let application = office.row(ticket).await.id;
    let mut tx = office.city.app.db.read(office.city.tenant.id).await.unwrap();
    store::of_application(&mut tx, application).await.unwrap().expect("a mandate")
}

/// The giver says yes on their own page.
pub(super) async fn confirm(office: &Office, given: &Given) {
    let answer = office.anyone().post(&given.page("/benar"), &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    office.settle().await;
}

/// Kinds of the facts of a mandate.
pub(super) async fn kinds(office: &Office, ticket: &Ticket) -> Vec<String> {
    let subject = mandate(office, ticket).await.subject();
    let mut tx = office.city.app.db.read(office.city.tenant.id).await.unwrap();
    let facts = platform::journal::facts_of(&mut tx, subject, None).await.unwrap();
    facts.into_iter().map(|fact| fact.kind).collect()
}

/// How the clock of an answer stands.
pub(super) async fn clock(office: &Office, clock: ClockId) -> String {
    let mut tx = office.city.app.db.read(office.city.tenant.id).await.unwrap();
    let (state,): (String,) =
        sqlx::query_as("SELECT state FROM clock WHERE tenant_id = $1 AND clock_id = $2")
            .bind(tx.tenant())
            .bind(clock.to_vec())
            .fetch_one(tx.conn())
            .await
            .unwrap();
    state
}
