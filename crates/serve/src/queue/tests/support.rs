//! An office of people: the registry with three counters, its services, and whoever comes.

use axum::Router;
use jiff::{SignedDuration, Timestamp};
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::{AppointmentId, TicketId};
use kernel::identity::{Nik, Phone};
use kernel::service::Standard;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::jobs::{self, JobHandler};
use platform::journal::{StoredFact, facts_of};
use platform::keys;
use platform::testing::{Browser, Setup, TestAccount, TestCity, units};
use std::sync::Arc;

use super::super::model::Setting;
use super::super::store::{self, Appointment, Counters, Ticket};
use super::super::verbs::{Asked, Book, Booked, Given, QueueDue, Take, Wish};
use super::super::{api, pages};
use crate::catalogue::store::publish_seed;

/// A service of the registry.
pub const CARD: &str = "DUK-KTP-HILANG";
/// Another one.
pub const FAMILY: &str = "DUK-KK-BARU";

/// Three counters that serve nine people in half an hour, five of them by appointment.
pub const SETTING: Setting =
    Setting { counters: 3, slot_minutes: 30, people_per_slot: 9, walk_in_percent: 40 };

/// The cities of these tests: Tuesday 24 November 2026, 10:40.
pub fn setup() -> Setup {
    Setup { migrations: crate::MIGRATIONS.to_vec(), ..Setup::default() }
}

struct Open(Vec<Standard>);

impl Command for Open {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        publish_seed(tx, &self.0).await?;
        let unit = units::REGISTRY.to_owned();
        store::set_counters(tx, &Counters { unit, setting: SETTING, verified: false }).await
    }
}

/// Opens the registry's counters in one of the cities.
pub async fn open(city: &TestCity, tenant: TenantId) {
    let standards = crate::catalogue::tests::seed().standards;
    city.app.db.write(tenant, Open(standards)).await.unwrap();
}

/// All routes of this slice, and of the counter where applications are taken.
pub fn routes() -> Router<App> {
    let (api, _) = api::api().split_for_parts();
    pages::routes().merge(api).merge(crate::applications::pages::routes())
}

pub fn citizen() -> Actor {
    Actor::citizen(Channel::Online)
}

pub fn phone(serial: usize) -> Phone {
    Phone::parse(&format!("0812{serial:08}")).unwrap()
}

pub fn nik(serial: usize) -> Nik {
    Nik::parse(&format!("18720145019{:01}{serial:04}", 0)).unwrap()
}

/// An instant of Wednesday 25 November 2026 in Metro.
pub fn on_wednesday(time: &str) -> Timestamp {
    format!("2026-11-25T{time}:00+07:00").parse().unwrap()
}

/// Somebody with a telephone, who wishes a slot of the registry.
pub fn wish(serial: usize, starts_at: Timestamp) -> Wish {
    Wish {
        unit: units::REGISTRY.to_owned(),
        service: CARD.to_owned(),
        starts_at,
        group: String::new(),
        phone: Some(phone(serial)),
        nik: None,
        language: "id".to_owned(),
    }
}

pub async fn book(city: &TestCity, wish: Wish) -> Result<Booked> {
    let book = Book { app: city.app.clone(), wish, actor: citizen() };
    city.app.db.write(city.tenant.id, book).await
}

/// Takes a ticket of the registry; `group` is empty for none.
pub async fn take(city: &TestCity, service: &str, group: &str) -> Given {
    let asked = Asked {
        unit: units::REGISTRY.to_owned(),
        service: service.to_owned(),
        group: group.to_owned(),
        phone: None,
        language: "id".to_owned(),
    };
    let take = Take { app: city.app.clone(), asked, actor: citizen() };
    city.app.db.write(city.tenant.id, take).await.unwrap()
}

pub async fn ticket(city: &TestCity, id: TicketId) -> Ticket {
    store::ticket(&mut city.app.db.read(city.tenant.id).await.unwrap(), id).await.unwrap()
}

pub async fn appointment(city: &TestCity, id: AppointmentId) -> Appointment {
    store::appointment(&mut city.app.db.read(city.tenant.id).await.unwrap(), id).await.unwrap()
}

/// The facts of a ticket or an appointment.
pub async fn facts(city: &TestCity, subject: kernel::fact::Subject) -> Vec<StoredFact> {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let key = keys::find(&mut tx, &city.app.vault, subject.id).await.unwrap();
    facts_of(&mut tx, subject, key.as_ref()).await.unwrap()
}

pub async fn kinds(city: &TestCity, subject: kernel::fact::Subject) -> Vec<String> {
    facts(city, subject).await.into_iter().map(|fact| fact.kind).collect()
}

/// Runs the jobs of this slice whose time has come; those of others stay.
pub async fn run_jobs(city: &TestCity) {
    let handlers: [Arc<dyn JobHandler>; 1] = [Arc::new(QueueDue)];
    while jobs::run_ready(&city.app, city.tenant.id, &handlers).await.unwrap() > 0 {}
}

pub fn minutes(city: &TestCity, minutes: i64) {
    city.advance(SignedDuration::from_mins(minutes));
}

pub async fn officer(city: &TestCity, login: &str) -> TestAccount {
    city.account(login, &[(Role::Officer, units::REGISTRY)]).await
}

/// A browser in which `account` is logged in.
pub async fn at(city: &TestCity, account: &TestAccount) -> Browser {
    let mut browser = city.browser(routes());
    browser.enter(account).await;
    browser
}

/// How many text messages wait to be sent.
pub async fn messages(city: &TestCity) -> i64 {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let (count,): (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM message WHERE tenant_id = $1 AND channel = 'sms'")
            .bind(tx.tenant())
            .fetch_one(tx.conn())
            .await
            .unwrap();
    count
}
