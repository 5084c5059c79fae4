//! What all tests of this slice stand on: three kelurahan in two kecamatan, and what others know.
#![allow(clippy::unwrap_used, reason = "tests")]

mod evidence;
mod followed;
mod import;
mod journey;
mod merge;
mod rules;

use std::collections::BTreeMap;

use axum::Router;
use futures_util::future::BoxFuture;
use jiff::civil::Date;
use kernel::actor::Role;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::facts::Payload;
use kernel::service::Bilingual;
use platform::App;
use platform::clocks::Clocks;
use platform::db::{Command, WriteTx};
use platform::journal::facts_after;
use platform::testing::{Browser, Setup, TestCity, units};
use platform::workers::settle;

use super::outside::{Heard, Index, Outside, Question};
use super::reader::ProposalEvidence;
use crate::value::told::Quarter;

/// Kelurahan of the tests: code, name, kecamatan.
const KELURAHAN: [(&str, &str, &str); 3] = [
    ("18.72.01.1001", "Metro", "18.72.01"),
    ("18.72.01.1003", "Imopuro", "18.72.01"),
    ("18.72.04.1001", "Yosodadi", "18.72.04"),
];

fn setup() -> Setup {
    Setup {
        migrations: crate::MIGRATIONS.to_vec(),
        readers: vec![Box::new(Clocks), Box::new(ProposalEvidence)],
        ..Setup::default()
    }
}

struct Places;

impl Command for Places {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        for (code, name, district) in KELURAHAN {
            sqlx::query(
                "INSERT INTO kelurahan (tenant_id, code, name, district_code, district_name, \
                 nik_prefix, unit_code) VALUES ($1, $2, $3, $4, $5, '187201', '')",
            )
            .bind(tx.tenant())
            .bind(code)
            .bind(name)
            .bind(district)
            .bind(format!("Kecamatan {district}"))
            .execute(tx.conn())
            .await
            .unwrap();
        }
        Ok(())
    }
}

fn hear<'a>(_: &'a App, question: Question<'a>) -> BoxFuture<'a, Result<Heard>> {
    Box::pin(async move {
        let topic = Bilingual { id: "Sarana".to_owned(), en: "Facilities".to_owned() };
        let count = if question.kelurahan == KELURAHAN[0].0 { 14 } else { 2 };
        let index = (question.office == units::HEALTH).then_some(Index {
            value: 6.25,
            low: 5.5,
            high: 7.0,
        });
        Ok(Heard { topics: vec![(topic, count)], usual: 6, about: 3, index })
    })
}

fn item(code: &str, _: Date) -> Option<Bilingual> {
    (code == "door-width")
        .then(|| Bilingual { id: "Lebar pintu".to_owned(), en: "Door width".to_owned() })
}

fn indices(_: &App, _: TenantId) -> BoxFuture<'_, Result<BTreeMap<String, Index>>> {
    Box::pin(async { Ok(BTreeMap::new()) })
}

fn releases(_: &App, _: TenantId, _: i16) -> BoxFuture<'_, Result<Vec<Quarter>>> {
    Box::pin(async { Ok(Vec::new()) })
}

/// What no other context knows anything of.
pub const OUTSIDE: Outside = Outside { hear, item, indices, releases };

fn routes() -> Router<App> {
    crate::routes(OUTSIDE)
}

async fn planner(city: &TestCity) -> Browser {
    city.app.db.write(city.tenant.id, Places).await.unwrap();
    let account = city.account("perencana", &[(Role::Planner, "")]).await;
    let mut browser = city.browser(routes());
    browser.enter(&account).await;
    browser
}

/// A proposal of residents as it is typed, with some fields replaced.
fn typed<'a>(replaced: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("tahun", "2028"),
        ("judul", "Drainase Jalan Mawar RW 3"),
        ("uraian", "Air masuk rumah bila hujan."),
        ("kelurahan", KELURAHAN[0].0),
        ("tempat", "Jalan Mawar"),
        ("asal", "warga"),
        ("pengusul", "RW 03"),
        ("volume", "120"),
        ("satuan", ""),
        ("harga", "HSPK-DRAINASE-U40"),
        ("biaya", "Rp100.000.000"),
        ("dinas", units::HEALTH),
        ("kode", "1.03.10.2.01.0005"),
    ];
    for (name, value) in replaced {
        fields.iter_mut().find(|field| field.0 == *name).unwrap().1 = *value;
    }
    fields
}

/// Enters a proposal and gives its number.
async fn make(browser: &mut Browser, replaced: &[(&str, &str)]) -> String {
    let done = browser.post("/perencana/usulan/baru", &typed(replaced)).await;
    assert_eq!(done.status, 303, "{}", done.text());
    done.location().rsplit('/').next().unwrap().to_owned()
}

/// Enters a deliberation and gives its page.
async fn hold(browser: &mut Browser, area: &str, day: (&str, &str)) -> String {
    let fields = [
        ("wilayah", area),
        ("hari", day.0),
        ("hari-month", day.1),
        ("hari-year", "2026"),
        ("tempat", "Balai kelurahan"),
        ("laki", "21"),
        ("perempuan", "19"),
        ("disabilitas", "2"),
        ("rw", "6"),
        ("tahun", "2028"),
    ];
    let done = browser.post("/perencana/musyawarah/baru", &fields).await;
    assert_eq!(done.status, 303, "{}", done.text());
    done.location().to_owned()
}

/// Every fact about proposals and deliberations, in legal order.
async fn told(city: &TestCity) -> Vec<Payload> {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let facts = facts_after(&mut tx, 0, 100_000).await.unwrap();
    let ours = |kind: &str| kind.starts_with("proposal.") || kind.starts_with("forum.");
    let mine = facts.into_iter().filter(|fact| ours(&fact.kind));
    mine.map(|fact| fact.clear.expect("facts of proposals are clear")).collect()
}

/// Kinds in the order of their names: that of different subjects is the database's.
fn kinds(facts: &[Payload]) -> Vec<&'static str> {
    let mut kinds: Vec<_> = facts.iter().map(Payload::kind).collect();
    kinds.sort_unstable();
    kinds
}
