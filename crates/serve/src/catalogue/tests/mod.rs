//! Tests of the catalogue with the real data of the city.

mod desk;
mod import;
mod pages;
mod promises;

use std::collections::BTreeSet;

use jiff::civil::Date;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind, TenantId};
use kernel::service::Standard;
use platform::db::{Command, Tx, WriteTx};
use platform::journal::facts_of;
use platform::testing::{Browser, Setup, TestCity};

use super::import::{Seed, Source, Tables, read};
use super::store;

pub(super) const SERVICES: &str = include_str!("../../../../../data/metro/services.csv");
pub(super) const DOCUMENTS: &str = include_str!("../../../../../data/metro/documents.csv");
pub(super) const QUESTIONS: &str = include_str!("../../../../../data/metro/questions.csv");
pub(super) const WORDS: &str = include_str!("../../../../../data/metro/words.csv");
pub(super) const COMPONENTS: &str = include_str!("../../../../../data/metro/components.csv");
pub(super) const STEPS: &str = include_str!("../../../../../data/metro/steps.csv");
pub(super) const FEES: &str = include_str!("../../../../../data/metro/fees.csv");
const UNITS: &str = include_str!("../../../../../data/metro/units.csv");

/// A service of the registry office that all tests may change.
const LOST_CARD: &str = "DUK-KTP-HILANG";

/// The files of the city.
pub(super) fn tables() -> Tables<'static> {
    Tables {
        services: Source { name: "services.csv", text: SERVICES },
        documents: Source { name: "documents.csv", text: DOCUMENTS },
        questions: Source { name: "questions.csv", text: QUESTIONS },
        words: Source { name: "words.csv", text: WORDS },
        components: Source { name: "components.csv", text: COMPONENTS },
        steps: Source { name: "steps.csv", text: STEPS },
        fees: Some(Source { name: "fees.csv", text: FEES }),
    }
}

/// Codes of the city's units.
pub(super) fn units() -> BTreeSet<String> {
    let codes = UNITS.lines().skip(1).filter_map(|row| row.split(',').next());
    codes.map(str::to_owned).collect()
}

/// The catalogue of the city.
pub(crate) fn seed() -> Seed {
    read(&tables(), &units()).unwrap()
}

fn setup() -> Setup {
    Setup { migrations: crate::MIGRATIONS.to_vec(), ..Setup::default() }
}

struct Publish(Vec<Standard>);

impl Command for Publish {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        store::publish_seed(tx, &self.0).await
    }
}

async fn publish(city: &TestCity, tenant: TenantId, standards: Vec<Standard>) {
    city.app.db.write(tenant, Publish(standards)).await.unwrap();
}

/// A browser in a city with the whole catalogue.
async fn seeded(city: &TestCity) -> Browser {
    publish(city, city.tenant.id, seed().standards).await;
    browser(city)
}

fn browser(city: &TestCity) -> Browser {
    let (api, _) = super::api().split_for_parts();
    city.browser(super::routes().merge(api))
}

async fn tx(city: &TestCity) -> Tx<'static> {
    city.app.db.read(city.tenant.id).await.unwrap()
}

/// Kinds of all facts of the service `code`, oldest first.
async fn kinds(city: &TestCity, code: &str) -> Vec<String> {
    let mut tx = tx(city).await;
    let (id,): (Vec<u8>,) =
        sqlx::query_as("SELECT service_id FROM service WHERE tenant_id = $1 AND code = $2")
            .bind(tx.tenant())
            .bind(code.to_owned())
            .fetch_one(tx.conn())
            .await
            .unwrap();
    let id = uuid::Uuid::from_slice(&id).unwrap();
    let subject = Subject { kind: SubjectKind::Service, id };
    let facts = facts_of(&mut tx, subject, None).await.unwrap();
    facts.into_iter().map(|fact| fact.kind).collect()
}

/// The version of `code` that holds on `day`.
async fn version_on(city: &TestCity, code: &str, day: Date) -> Option<i64> {
    let found = store::standard(&mut tx(city).await, code, day).await.unwrap();
    found.map(|known| known.version)
}
