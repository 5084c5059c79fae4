//! What all tests of this slice stand on: a city of ten kelurahan with one published service.
#![allow(clippy::unwrap_used, reason = "tests")]

mod counting;
mod effects;
mod journey;
mod messages;
mod papers;
mod small;
mod states;
mod visits;

use axum::Router;
use jiff::civil::Date;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::catalogue::StandardPublished;
use kernel::id::CommandId;
use kernel::service::Standard;
use platform::App;
use platform::auth::{Approver, Can};
use platform::clocks::Clocks;
use platform::db::{Command, WriteTx};
use platform::journal::{Seal, facts_after, next_seq};
use platform::testing::{Browser, Setup, TestAccount, TestCity};
use platform::workers::settle;
use uuid::Uuid;

use super::reader::{OutreachCatalogue, OutreachFiles};
use super::verbs::OutreachClocks;

pub(super) const SERVICE: &str = "DUK-KTP-HILANG";

fn setup() -> Setup {
    Setup {
        migrations: crate::MIGRATIONS.to_vec(),
        readers: vec![
            Box::new(Clocks),
            Box::new(OutreachCatalogue),
            Box::new(OutreachFiles { tz: jiff::tz::TimeZone::get("Asia/Jakarta").unwrap() }),
        ],
        on_lapse: vec![std::sync::Arc::new(OutreachClocks)],
        ..Setup::default()
    }
}

fn routes() -> Router<App> {
    super::routes()
}

/// Code of the kelurahan with that number.
fn place(number: usize) -> String {
    format!("18.72.01.{:04}", 1001 + number)
}

/// A standard of one working day that costs nothing and wants two papers.
pub(super) fn standard(code: &str, papers: &[(&str, bool)]) -> Standard {
    let documents: Vec<serde_json::Value> = papers
        .iter()
        .enumerate()
        .map(|(index, (name, always))| {
            let only_if = serde_json::json!({"question": "why", "value": "lost"});
            serde_json::json!({
                "code": format!("d{index}"), "name": {"id": name, "en": ""}, "required": true,
                "hint": {"id": "", "en": ""},
                "only_if": if *always { serde_json::Value::Null } else { only_if },
            })
        })
        .collect();
    serde_json::from_value(serde_json::json!({
        "code": code, "unit": "DISDUKCAPIL", "name": {"id": "KTP-el hilang", "en": "Lost identity card"},
        "summary": {"id": "", "en": ""}, "product": {"id": "", "en": ""}, "words": [],
        "promise": {"amount": 1, "unit": "working_day", "hours": "office"}, "fee": 0,
        "fee_note": {"id": "", "en": ""}, "proxy": "mandate", "deemed": "never", "legal_basis": "",
        "documents": documents, "questions": [], "components": [], "verified": true,
        "valid_from": "2026-01-02",
    }))
    .unwrap()
}

/// Kelurahan, and the standard as its fact.
struct Found;

impl Command for Found {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        for number in 0..10 {
            sqlx::query(
                "INSERT INTO kelurahan (tenant_id, code, name, district_code, district_name, \
                 nik_prefix, unit_code) VALUES ($1, $2, $3, '18.72.01', 'Metro', '187201', $4)",
            )
            .bind(tx.tenant())
            .bind(place(number))
            .bind(format!("Kelurahan {number}"))
            .bind(format!("KEL-{}", place(number)))
            .execute(tx.conn())
            .await
            .unwrap();
        }
        let papers =
            [("Kartu Keluarga", true), ("Surat kehilangan dari polisi", true), ("Paspor", false)];
        let told = StandardPublished { v: 1, version: 1, standard: standard(SERVICE, &papers) };
        let subject = Subject { kind: SubjectKind::Service, id: Uuid::from_u128(7) };
        let seq = next_seq(tx, subject).await?;
        let now = tx.now();
        let fact = NewFact {
            subject,
            command: CommandId::new(now, tx.rng()),
            occurred_at: now,
            actor: Actor::system(),
            clocks: Vec::new(),
            payload: Payload::StandardPublished(Box::new(told)),
        };
        tx.append(&fact, seq, Seal::Clear).await?;
        Ok(())
    }
}

/// Somebody of public relations and an approver, each in a browser of their own.
async fn people(city: &TestCity) -> (Browser, Browser) {
    city.app.db.write(city.tenant.id, Found).await.unwrap();
    settle(&city.app, city.tenant.id).await.unwrap();
    let humas = city.account("humas", &[(Role::Outreach, "")]).await;
    let approver = city.account("pengesah", &[(Role::Approver, "")]).await;
    (browser(city, &humas).await, browser(city, &approver).await)
}

async fn browser(city: &TestCity, account: &TestAccount) -> Browser {
    let mut browser = city.browser(routes());
    browser.enter(account).await;
    browser
}

/// A draft as it is typed, with some fields replaced; `kelurahan` are numbers of places.
fn typed(replaced: &[(&str, &str)], kelurahan: &[usize]) -> Vec<(String, String)> {
    let fields = [
        ("judul", "KTP hilang diurus sendiri"),
        ("pesan", "bring"),
        ("kata", ""),
        ("kata-en", ""),
        ("layanan", SERVICE),
        ("sasaran", "market"),
        ("saluran", "poster"),
        ("saluran", "sms"),
        ("biaya-poster", "Rp1.500.000"),
        ("biaya-sms", "400000"),
        ("mulai", "7"),
        ("mulai-month", "12"),
        ("mulai-year", "2026"),
        ("selesai", "28"),
        ("selesai-month", "2"),
        ("selesai-year", "2027"),
        ("undian", "no"),
        ("dua", ""),
        ("pesan-b", ""),
        ("kata-b", ""),
        ("kata-b-en", ""),
    ];
    let replace = |(name, value): (&str, &str)| {
        let new = replaced.iter().find(|(other, _)| *other == name).map(|(_, value)| *value);
        (name.to_owned(), new.unwrap_or(value).to_owned())
    };
    let places = kelurahan.iter().map(|number| ("kelurahan".to_owned(), place(*number)));
    fields.into_iter().map(replace).chain(places).collect()
}

async fn send(
    browser: &mut Browser,
    path: &str,
    fields: &[(String, String)],
) -> platform::testing::Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    browser.post(path, &fields).await
}

/// Drafts a campaign and gives its page.
async fn draft(browser: &mut Browser, replaced: &[(&str, &str)], kelurahan: &[usize]) -> String {
    let done = send(browser, "/humas/kampanye/baru", &typed(replaced, kelurahan)).await;
    assert_eq!(done.status, 303, "{}", done.text());
    done.location().to_owned()
}

/// Every fact of campaigns and visits, in legal order.
async fn told(city: &TestCity) -> Vec<Payload> {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let facts = facts_after(&mut tx, 0, 100_000).await.unwrap();
    let ours = |kind: &str| kind.starts_with("campaign.") || kind.starts_with("visit.");
    let mine = facts.into_iter().filter(|fact| ours(&fact.kind));
    mine.map(|fact| fact.clear.expect("facts of campaigns are clear")).collect()
}

fn kinds(facts: &[Payload]) -> Vec<&'static str> {
    facts.iter().map(Payload::kind).collect()
}

/// The approver behind an account.
async fn approver(city: &TestCity) -> Can<Approver> {
    let account = city.account("pengesah-2", &[(Role::Approver, "")]).await;
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    Can::load(&mut tx, &city.app.vault, account.user).await.unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// An actor who applies.
fn citizen(role: Role) -> Actor {
    Actor { user: None, role, unit: None, channel: Channel::Online }
}
