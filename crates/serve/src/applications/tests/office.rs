//! An office with two services, some officers, and citizens who apply by the API.

use axum::Router;
use axum::http::Method;
use jiff::tz::TimeZone;
use kernel::actor::{Actor, Role};
use kernel::calendar::{Hours, Term, TimeUnit};
use kernel::error::Result;
use kernel::fact::Subject;
use kernel::number::ApplicationNumber;
use kernel::service::{Bilingual, Deemed, Document, Standard};
use platform::App;
use platform::auth::account::{self, Create, RoleGrant};
use platform::auth::password::NewPassword;
use platform::auth::totp::TotpSecret;
use platform::auth::{LoginName, Profile};
use platform::clocks::{Clocks, lapse_due};
use platform::db::{Command, WriteTx, db};
use platform::i18n::Lang;
use platform::journal::{StoredFact, facts_of};
use platform::testing::{Answer, Browser, Setup, TestAccount, TestCity, units};
use platform::workers::settle;
use serde_json::{Value, json};

use super::super::practice::PracticeReader;
use super::super::queue::Queue;
use super::super::store::{self, Application};
use super::super::verbs::{ApplicationClocks, File};
use super::super::{api, pages};
use crate::catalogue::store::publish_seed;
use crate::process::reader::WorkChanges;
use crate::representatives::verbs::MandateClocks;

/// A service without documents: complete at once. Three working days, never deemed granted.
pub const QUICK: &str = "TES-CEPAT";
/// A service that needs an identity card. Three working days, deemed granted when missed.
pub const PERMIT: &str = "TES-IZIN";
/// Name of every applicant, which no list may show.
pub const NAME: &str = "Siti Rahmawati";
/// A kelurahan of the city.
pub const KELURAHAN: &str = "18.72.01.1001";

/// The city with its office.
pub struct Office {
    pub city: TestCity,
    /// An officer of the registry.
    pub officer: TestAccount,
}

/// What a citizen holds.
pub struct Ticket {
    pub number: String,
    pub secret: String,
    pub answer: Value,
}

impl Ticket {
    /// The number in addresses.
    pub fn compact(&self) -> String {
        self.number.replace('-', "")
    }

    /// The address of its file.
    pub fn file(&self, act: &str) -> String {
        format!("/petugas/berkas/{}{act}", self.compact())
    }

    /// The address of its acts in the API.
    pub fn act(&self, act: &str) -> String {
        format!("/api/v1/petugas/permohonan/{}/{act}", self.compact())
    }
}

/// All routes of this slice.
pub fn routes() -> Router<App> {
    let (api, _) = api::api().split_for_parts();
    pages::routes().merge(api).merge(crate::representatives::pages::routes())
}

fn standard(code: &str, documents: Vec<Document>, deemed: Deemed) -> Standard {
    let standards = crate::catalogue::tests::seed().standards;
    let mut standard = standards.into_iter().next().expect("a standard");
    standard.code = code.to_owned();
    standard.unit = units::REGISTRY.to_owned();
    standard.name = Bilingual { id: format!("Layanan {code}"), en: format!("Service {code}") };
    standard.promise = Term { amount: 3, unit: TimeUnit::WorkingDay, hours: Hours::Office };
    standard.proxy = kernel::service::Proxy::Mandate;
    standard.questions = Vec::new();
    standard.documents = documents;
    standard.deemed = deemed;
    standard
}

struct Open;

impl Command for Open {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let text = |text: &str| Bilingual { id: text.to_owned(), en: text.to_owned() };
        let card = Document {
            code: "ktp".to_owned(),
            name: text("KTP"),
            hint: text("Foto sisi depan."),
            required: true,
            only_if: None,
        };
        let quick = standard(QUICK, Vec::new(), Deemed::Never);
        let permit = standard(PERMIT, vec![card], Deemed::Granted);
        publish_seed(tx, &[quick, permit]).await?;
        sqlx::query(
            "INSERT INTO kelurahan (tenant_id, code, name, district_code, district_name, \
             nik_prefix, unit_code) VALUES ($1, $2, 'Metro', '18.72.01', 'Metro Pusat', \
             '187201', $3)",
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

impl Office {
    /// An office on Tuesday 24 November 2026, 10:40.
    pub async fn open() -> Self {
        let tz = TimeZone::get("Asia/Jakarta").expect("a zone");
        let city = TestCity::with(Setup {
            migrations: crate::MIGRATIONS.to_vec(),
            readers: vec![
                Box::new(Clocks),
                Box::new(Queue),
                Box::new(PracticeReader { tz }),
                Box::new(WorkChanges),
            ],
            ..Setup::default()
        })
        .await;
        city.app.db.write(city.tenant.id, Open).await.expect("an open office");
        let officer = city.account("siti", &[(Role::Officer, units::REGISTRY)]).await;
        Self { city, officer }
    }

    /// A browser in which nobody is logged in.
    pub fn anyone(&self) -> Browser {
        self.city.browser(routes())
    }

    /// A browser of an officer of the registry.
    pub async fn desk(&self) -> Browser {
        self.browser(&self.officer).await
    }

    /// A browser of `account`.
    pub async fn browser(&self, account: &TestAccount) -> Browser {
        let mut browser = self.anyone();
        browser.enter(account).await;
        browser
    }

    /// A program of `account`, with a bearer token.
    pub async fn program(&self, account: &TestAccount) -> Browser {
        let mut browser = self.browser(account).await;
        browser.bearer = browser.cookies.remove(platform::auth::session::COOKIE);
        browser
    }

    /// Another officer of `unit`.
    pub async fn another(&self, login: &str, unit: &str) -> TestAccount {
        self.city.account(login, &[(Role::Officer, unit)]).await
    }

    /// Hands in an application for someone born in the year `born`.
    pub async fn apply(&self, service: &str, born: u32, serial: u32) -> Ticket {
        let answer = self.send(&application(service, born, serial)).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        self.settle().await;
        let answer = answer.json();
        let text = |key: &str| answer[key].as_str().expect(key).to_owned();
        Ticket { number: text("number"), secret: text("secret"), answer: answer.clone() }
    }

    /// Sends a body to the API.
    pub async fn send(&self, body: &Value) -> Answer {
        self.anyone().json(Method::POST, "/api/v1/permohonan", body).await
    }

    /// Brings the projections up to the journal.
    pub async fn settle(&self) {
        settle(&self.city.app, self.city.tenant.id).await.expect("settled");
    }

    /// Moves the clock.
    pub fn at(&self, instant: &str) {
        self.city.clock.set(instant.parse().expect("an instant"));
    }

    /// Two turns of the engine of clocks.
    pub async fn lapse(&self) {
        self.settle().await;
        let app = std::sync::Arc::downgrade(&self.city.app);
        let mandates = MandateClocks { app: app.clone() };
        let handlers: [std::sync::Arc<dyn platform::clocks::OnLapse>; 2] =
            [std::sync::Arc::new(ApplicationClocks { app }), std::sync::Arc::new(mandates)];
        // Twice, as when the table of clocks is a moment behind the journal.
        for _ in 0..2 {
            lapse_due(&self.city.app.db, self.city.tenant.id, &handlers).await.expect("clocks");
        }
        self.settle().await;
    }

    /// The row of an application.
    pub async fn row(&self, ticket: &Ticket) -> Application {
        let mut tx = self.city.app.db.read(self.city.tenant.id).await.expect("a reader");
        let number = ApplicationNumber::parse(&ticket.number).expect("a number");
        store::by_number(&mut tx, number).await.expect("a look").expect("an application")
    }

    /// The facts of an application.
    pub async fn facts(&self, ticket: &Ticket) -> Vec<StoredFact> {
        let subject = self.row(ticket).await.subject();
        self.facts_about(ticket, subject).await
    }

    /// Who opened it, and what.
    pub async fn openings(&self, ticket: &Ticket) -> Vec<StoredFact> {
        let subject = self.row(ticket).await.access_subject();
        self.facts_about(ticket, subject).await
    }

    async fn facts_about(&self, ticket: &Ticket, subject: Subject) -> Vec<StoredFact> {
        let row = self.row(ticket).await;
        let mut tx = self.city.app.db.read(self.city.tenant.id).await.expect("a reader");
        let file = File::of(&mut tx, &self.city.app, row).await.expect("a file");
        facts_of(&mut tx, subject, Some(&file.key)).await.expect("facts")
    }

    /// Kinds of the facts of an application, without their common beginning.
    pub async fn kinds(&self, ticket: &Ticket) -> Vec<String> {
        let facts = self.facts(ticket).await;
        facts.iter().map(|fact| fact.kind.replace("application.", "")).collect()
    }

    /// An account with a mail address.
    pub async fn with_mail(&self, login: &str, role: Role, unit: &str) {
        let mut rng = self.city.app.db.entropy().rng().expect("randomness");
        let mail = Some(format!("{login}@kota.example"));
        let create = Create {
            login: LoginName::parse(login).expect("a login name"),
            profile: Profile { name: login.to_owned(), nip: None, mail },
            password: NewPassword::generate(&mut rng).hash(&mut rng).await.expect("a hash"),
            totp: TotpSecret::generate(&mut rng),
            language: Lang::Id,
            grants: vec![RoleGrant::new(role, unit).expect("a role")],
            actor: Actor::system(),
        };
        account::write(&self.city.app, self.city.tenant.id, create).await.expect("an account");
    }
}

/// The body of an application. Documents of [`PERMIT`] come later.
pub fn application(service: &str, born: u32, serial: u32) -> Value {
    let later: &[&str] = if service == PERMIT { &["ktp"] } else { &[] };
    json!({
        "service": service,
        "applicant": "oneself",
        "person": {
            "name": NAME,
            "nik": nik(born, serial),
            "kk": "1872010101200001",
            "phone": "081234567890",
            "address": "Jl. Imam Bonjol 12",
            "kelurahan": KELURAHAN,
        },
        "documents_later": later,
    })
}

/// The NIK of a woman born on 5 January of the year `born`.
pub fn nik(born: u32, serial: u32) -> String {
    format!("1872014501{:02}{serial:04}", born % 100)
}
