//! An office with one service that costs something and one that does not.

use axum::Router;
use axum::http::Method;
use kernel::actor::Role;
use kernel::error::Result;
use kernel::money::Rupiah;
use kernel::number::ApplicationNumber;
use kernel::service::{Answer, Bilingual, Condition, FeeClass, FeeDue, Question, Standard};
use platform::App;
use platform::db::{Command, WriteTx, db};
use platform::journal::{StoredFact, facts_of};
use platform::testing::{Browser, Setup, TestAccount, TestCity, units};
use platform::workers::settle;
use serde_json::json;

use super::super::{pages, store};
use crate::applications::store::{Application, by_number};
use crate::applications::tests::office::{KELURAHAN, NAME, nik};
use crate::applications::tests::seeded;
use crate::applications::verbs::File;
use crate::catalogue::store::publish_seed;
use crate::fees::model::Fee;

/// Rp4.500 for each square metre before the product; nothing for the poor.
pub(super) const LEVY: &str = "TES-RETRIBUSI";
/// Rp20.000 as soon as the file is complete.
pub(super) const FLAT: &str = "TES-TARIF";
/// Free.
pub(super) const FREE: &str = "TES-GRATIS";

fn both(text: &str) -> Bilingual {
    Bilingual { id: text.to_owned(), en: text.to_owned() }
}

fn standard(code: &str) -> Standard {
    let mut standard = seeded::standard(seeded::LOST);
    standard.code = code.to_owned();
    standard.unit = units::REGISTRY.to_owned();
    standard.name = both(&format!("Layanan {code}"));
    standard.questions = Vec::new();
    standard.documents = Vec::new();
    standard
}

fn levy() -> Standard {
    let question = |code: &str, answer: Answer| Question {
        code: code.to_owned(),
        label: both(code),
        hint: Bilingual::default(),
        answer,
        required: true,
        only_if: None,
    };
    let poor = Condition { question: "poor".to_owned(), value: "yes".to_owned() };
    let class = |code: &str, amount: i64, per: &str, only_if: Option<Condition>| FeeClass {
        code: code.to_owned(),
        name: both(code),
        amount: Rupiah::new(amount),
        per: per.to_owned(),
        only_if,
    };
    Standard {
        questions: vec![question("poor", Answer::YesNo), question("area", Answer::Number)],
        fees: vec![class("low_income", 0, "", Some(poor)), class("house", 4_500, "area", None)],
        ..standard(LEVY)
    }
}

struct Open;

impl Command for Open {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let flat =
            Standard { fee: Rupiah::new(20_000), fee_due: FeeDue::Submission, ..standard(FLAT) };
        publish_seed(tx, &[levy(), flat, standard(FREE)]).await?;
        sqlx::query(
            "INSERT INTO kelurahan (tenant_id, code, name, district_code, district_name, \
             nik_prefix, unit_code) VALUES ($1, $2, 'Metro', '18.72.01', 'Metro Pusat', '187201', $3)",
        )
        .bind(tx.tenant())
        .bind(KELURAHAN)
        .bind(units::REGISTRY)
        .execute(tx.conn())
        .await
        .map_err(db)?;
        Ok(())
    }
}

pub(super) fn setup() -> Setup {
    seeded::setup()
}

/// What a citizen holds.
pub(super) struct Held {
    pub(super) number: String,
    pub(super) secret: String,
}

impl Held {
    pub(super) fn compact(&self) -> String {
        self.number.replace('-', "")
    }

    pub(super) fn file(&self, rest: &str) -> String {
        format!("/petugas/berkas/{}{rest}", self.compact())
    }
}

/// The office of a city.
pub(super) struct Office<'c> {
    pub(super) city: &'c TestCity,
    pub(super) officer: TestAccount,
    pub(super) head: TestAccount,
}

fn routes() -> Router<App> {
    let (api, _) = crate::applications::api::api().split_for_parts();
    crate::applications::pages::routes()
        .merge(crate::catalogue::routes())
        .merge(api)
        .merge(pages::routes())
}

impl<'c> Office<'c> {
    /// Opens it on Tuesday 24 November 2026, 10:40.
    pub(super) async fn open(city: &'c TestCity) -> Self {
        city.app.db.write(city.tenant.id, Open).await.unwrap();
        let officer = city.account("siti", &[(Role::Officer, units::REGISTRY)]).await;
        let both = [(Role::Head, units::REGISTRY), (Role::Officer, units::REGISTRY)];
        let head = city.account("ratna", &both).await;
        Self { city, officer, head }
    }

    pub(super) fn anyone(&self) -> Browser {
        self.city.browser(routes())
    }

    pub(super) async fn browser(&self, account: &TestAccount) -> Browser {
        let mut browser = self.anyone();
        browser.enter(account).await;
        browser
    }

    /// Hands in an application with these answers.
    pub(super) async fn apply(&self, service: &str, serial: u32, poor: bool, area: i64) -> Held {
        let answers = match service {
            LEVY => json!({"poor": if poor { "yes" } else { "no" }, "area": area.to_string()}),
            _ => json!({}),
        };
        let body = json!({
            "service": service,
            "applicant": "oneself",
            "person": {"name": NAME, "nik": nik(1990, serial), "kk": "1872010101200001",
                "phone": "081234567890", "address": "Jl. Imam Bonjol 12", "kelurahan": KELURAHAN},
            "answers": answers,
            "documents_later": [],
        });
        let sent = self.anyone().json(Method::POST, "/api/v1/permohonan", &body).await;
        assert_eq!(sent.status, 201, "{}", sent.text());
        self.settle().await;
        let sent = sent.json();
        let text = |key: &str| sent[key].as_str().unwrap().to_owned();
        Held { number: text("number"), secret: text("secret") }
    }

    pub(super) async fn settle(&self) {
        settle(&self.city.app, self.city.tenant.id).await.unwrap();
    }

    /// A citizen's browser with the receipt's secret.
    pub(super) async fn citizen(&self, held: &Held) -> Browser {
        let mut browser = self.anyone();
        let address = format!("/lacak/{}/buka", held.number);
        let opened = browser.post(&address, &[("kode", &held.secret)]).await;
        assert_eq!(opened.status, 303, "{}", opened.text());
        browser
    }

    pub(super) async fn row(&self, held: &Held) -> Application {
        let mut tx = self.city.app.db.read(self.city.tenant.id).await.unwrap();
        let number = ApplicationNumber::parse(&held.number).unwrap();
        by_number(&mut tx, number).await.unwrap().unwrap()
    }

    pub(super) async fn fee(&self, held: &Held) -> Option<Fee> {
        let row = self.row(held).await;
        let mut tx = self.city.app.db.read(self.city.tenant.id).await.unwrap();
        store::of(&mut tx, row.id).await.unwrap()
    }

    /// The facts about an application.
    pub(super) async fn facts(&self, held: &Held) -> Vec<StoredFact> {
        let row = self.row(held).await;
        let mut tx = self.city.app.db.read(self.city.tenant.id).await.unwrap();
        let subject = row.subject();
        let file = File::of(&mut tx, &self.city.app, row).await.unwrap();
        facts_of(&mut tx, subject, Some(&file.key)).await.unwrap()
    }

    /// Kinds of the facts of fees.
    pub(super) async fn kinds(&self, held: &Held) -> Vec<String> {
        let facts = self.facts(held).await;
        facts.into_iter().map(|fact| fact.kind).filter(|kind| kind.starts_with("fee.")).collect()
    }

    /// An officer takes the file and says yes.
    pub(super) async fn approve(&self, desk: &mut Browser, held: &Held) {
        for act in ["/ambil", "/setujui"] {
            let done = desk.post(&held.file(act), &[("alasan", "medical")]).await;
            assert_eq!(done.status, 303, "{act}: {}", done.text());
            self.settle().await;
        }
    }
}
