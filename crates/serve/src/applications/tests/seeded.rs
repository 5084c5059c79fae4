//! A city with the real catalogue, units and kelurahan, and walks through its form.

use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;

use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::UnitId;
use kernel::number::{ApplicationNumber, DraftCode};
use kernel::service::{Answer, Standard};
use platform::App;
use platform::clocks::Clocks;
use platform::db::{Command, WriteTx, db};
use platform::testing::{Answer as Page, Browser, Setup, TestCity, Upload};

use crate::applications::form::{self, Ask, Step};
use crate::applications::practice::PracticeReader;
use crate::applications::queue::Queue;
use crate::applications::{draft, pages};
use crate::catalogue;

const UNITS: &str = include_str!("../../../../../data/metro/units.csv");
const KELURAHAN: &str = include_str!("../../../../../data/metro/kelurahan.csv");

/// The service of most tests.
pub(crate) const LOST: &str = "DUK-KTP-HILANG";
/// A NIK of Kota Metro: a woman born on 5 January 1990.
pub(crate) const NIK: &str = "1872014501900001";
/// A whole PDF.
pub(crate) const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n";

/// How a test's cities are set up.
pub(crate) fn setup() -> Setup {
    let tz = platform::testing::calendar().tz().clone();
    Setup {
        migrations: crate::MIGRATIONS.to_vec(),
        readers: vec![Box::new(Clocks), Box::new(Queue), Box::new(PracticeReader { tz })],
        ..Setup::default()
    }
}

/// Two cities with the whole catalogue.
pub(crate) async fn city_with(setup: Setup) -> TestCity {
    let city = TestCity::with(setup).await;
    for tenant in [city.tenant.id, city.other.id] {
        city.app.db.write(tenant, Seed).await.unwrap();
    }
    city
}

/// Two cities with the whole catalogue.
pub(crate) async fn city() -> TestCity {
    city_with(setup()).await
}

/// A visitor of the city under test.
pub(crate) fn visitor(city: &TestCity) -> Browser {
    city.browser(pages::routes().merge(crate::representatives::pages::routes()))
}

/// Walks under a mandate, each by another person: one person may hold only a few.
static WALKS: AtomicU32 = AtomicU32::new(0);

struct Seed;

impl Command for Seed {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        for row in rows(UNITS) {
            unit(tx, &row).await?;
        }
        for row in rows(KELURAHAN) {
            kelurahan(tx, &row).await?;
        }
        catalogue::store::publish_seed(tx, &catalogue::tests::seed().standards).await
    }
}

fn rows(text: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(text.as_bytes()).records().map(|row| row.unwrap()).collect()
}

async fn unit(tx: &mut WriteTx<'_>, row: &csv::StringRecord) -> Result<()> {
    let now = tx.now();
    let id = UnitId::new(now, tx.rng());
    sqlx::query(
        "INSERT INTO unit (tenant_id, unit_id, code, name_id, name_en, kind, parent_code, region, \
         serves_public) VALUES ($1, $2, $3, $4, $5, $6, $7, '', 1) \
         ON CONFLICT (tenant_id, code) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .bind(row[0].to_owned())
    .bind(row[1].to_owned())
    .bind(row[2].to_owned())
    .bind(row[3].to_owned())
    .bind(row[4].to_owned())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

async fn kelurahan(tx: &mut WriteTx<'_>, row: &csv::StringRecord) -> Result<()> {
    sqlx::query(
        "INSERT INTO kelurahan (tenant_id, code, name, district_code, district_name, nik_prefix, \
         unit_code) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(tx.tenant())
    .bind(row[0].to_owned())
    .bind(row[1].to_owned())
    .bind(row[2].to_owned())
    .bind(row[3].to_owned())
    .bind(row[4].to_owned())
    .bind(format!("KEL-{}", &row[0]))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// A page that came out well: no text is missing.
pub(crate) fn whole(page: &Page) -> String {
    let text = page.text();
    let at = text.find("applications-").map(|at| &text[at..text.len().min(at + 60)]);
    assert_eq!(at, None, "a text is missing");
    text
}

/// Begins a form and says where it is.
pub(crate) async fn begin(browser: &mut Browser, service: &str) -> String {
    let answer = browser.post(&format!("/layanan/{service}/ajukan"), &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().to_owned()
}

/// How a walk answers: which of several options, and whether documents are there.
#[derive(Clone, Copy)]
pub(crate) struct Manner {
    /// 0 takes the first option and "yes"; 1 the last and "no".
    pub(crate) turn: usize,
    /// Who applies.
    pub(crate) who: &'static str,
    /// Whether documents come as files; otherwise they are promised.
    pub(crate) files: bool,
}

/// Someone who applies alone and has everything.
pub(crate) const READY: Manner = Manner { turn: 0, who: "oneself", files: true };

/// Answers one step on its page and says where that leads.
pub(crate) async fn answer(browser: &mut Browser, at: &str, step: &Step, manner: Manner) -> String {
    let address = format!("{at}/{}", step.slug);
    let shown = browser.get(&address).await;
    assert_eq!(shown.status, 200, "{address}");
    whole(&shown);
    let sent = match &step.ask {
        Ask::Who(_) => browser.post(&address, &[("jawaban", manner.who)]).await,
        Ask::Answer(Answer::Date) => {
            let year = if step.slug == "kuasa-sampai" { "2027" } else { "2024" };
            let fields = [("jawaban", "5"), ("jawaban-month", "1"), ("jawaban-year", year)];
            browser.post(&address, &fields).await
        }
        Ask::Answer(kind) => {
            let value = match step.slug.as_str() {
                // Whoever applies for another is not that other, and has a phone of their own.
                "wakil-nik" => format!("187201410185{:04}", 1 + WALKS.fetch_add(1, Relaxed)),
                "wakil-telepon" => "0813 9876 5432".to_owned(),
                _ => value(kind, manner.turn),
            };
            browser.post(&address, &[("jawaban", &value)]).await
        }
        Ask::Document(_) if manner.files => {
            let file =
                Upload { field: "berkas", name: "a.pdf", media: "application/pdf", bytes: PDF };
            browser.post_files(&address, &[], &[file]).await
        }
        Ask::Document(_) => browser.post_files(&address, &[("tindakan", "nanti")], &[]).await,
    };
    assert_eq!(sent.status, 303, "{address}: {}", sent.text());
    sent.location().to_owned()
}

fn value(kind: &Answer, turn: usize) -> String {
    let text = match kind {
        Answer::Text => "Siti Rahmawati",
        Answer::LongText => "Baris satu\nBaris dua",
        Answer::Number => "3",
        Answer::Money => "Rp1.500.000",
        Answer::YesNo => ["yes", "no"][turn],
        Answer::Choice(options) => &options[turn * (options.len() - 1)].0,
        Answer::Nik => NIK,
        Answer::Kk => "1872010501150001",
        Answer::Phone => "0812 3456 7890",
        Answer::Kelurahan => "18.72.01.1001",
        Answer::Date => unreachable!("a date has three fields"),
    };
    text.to_owned()
}

/// The steps of a draft as they are now.
pub(crate) async fn steps(
    app: &App,
    tenant: TenantId,
    at: &str,
    standard: &Standard,
) -> (Vec<Step>, draft::Body) {
    let code = DraftCode::parse(at.trim_start_matches("/ajukan/")).unwrap();
    let mut tx = app.db.read(tenant).await.unwrap();
    let body = draft::find(&mut tx, app, &code).await.unwrap().body;
    (form::steps(standard, &body), body)
}

/// Answers everything that still waits.
pub(crate) async fn fill(
    city: &TestCity,
    browser: &mut Browser,
    at: &str,
    standard: &Standard,
    manner: Manner,
) {
    loop {
        let (steps, body) = steps(&city.app, city.tenant.id, at, standard).await;
        let Some(step) = form::next(&steps, &body, None) else { return };
        let to = answer(browser, at, step, manner).await;
        assert!(to.starts_with(at), "{to}");
    }
}

/// Hands the form in and says under which number.
pub(crate) async fn send(browser: &mut Browser, at: &str) -> ApplicationNumber {
    whole(&browser.get(&format!("{at}/periksa")).await);
    let sent = browser.post(&format!("{at}/kirim"), &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let number = sent.location().strip_prefix("/lacak/").unwrap();
    ApplicationNumber::parse(number.strip_suffix("/diterima").unwrap()).unwrap()
}

pub(crate) async fn apply(
    city: &TestCity,
    browser: &mut Browser,
    manner: Manner,
) -> ApplicationNumber {
    let at = begin(browser, LOST).await;
    fill(city, browser, &at, &standard(LOST), manner).await;
    send(browser, &at).await
}

/// The standard of a service.
pub(crate) fn standard(service: &str) -> Standard {
    let seed = catalogue::tests::seed();
    seed.standards.into_iter().find(|standard| standard.code == service).unwrap()
}

/// How many facts there are of each kind, except those of the catalogue.
pub(crate) async fn facts(city: &TestCity) -> Vec<(String, i64)> {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    sqlx::query_as(
        "SELECT kind, COUNT(*) FROM fact WHERE tenant_id = $1 \
         AND (kind LIKE 'application.%' OR kind LIKE 'queue.%') GROUP BY kind ORDER BY kind",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .unwrap()
}
