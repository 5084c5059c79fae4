//! Tests of this slice.
#![allow(clippy::unwrap_used, reason = "tests")]

mod dates;
mod hidden;
mod journey;
mod late;
mod moved;
mod past;
mod states;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use kernel::actor::Role;
use kernel::error::Result;
use platform::App;
use platform::db::Tx;
use platform::testing::{Browser, TestAccount, TestCity, units};

use super::agenda::Topic;
use super::pages;

pub(super) const BASE: &str = "/perbaikan/rapat";

/// What other contexts would propose: one topic for each of two units.
pub(super) fn topics<'a>(
    _tx: &'a mut Tx<'_>,
    _app: &'a App,
    _now: Timestamp,
) -> BoxFuture<'a, Result<Vec<Topic>>> {
    Box::pin(async {
        let topic = |unit: &str, count: &str| Topic {
            kind: "deadlines".to_owned(),
            key: "meetings-topic-late".to_owned(),
            values: vec![("count".to_owned(), count.to_owned())],
            link: "/pengawasan/tenggat".to_owned(),
            unit: unit.to_owned(),
        };
        Ok(vec![topic(units::REGISTRY, "7"), topic(units::HEALTH, "3")])
    })
}

pub(super) async fn browser(city: &TestCity, account: &TestAccount) -> Browser {
    let mut browser = city.browser(pages::routes(topics));
    browser.enter(account).await;
    browser
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The people of the tests.
pub(super) struct People {
    pub(super) mayor: TestAccount,
    pub(super) coordinator: TestAccount,
    pub(super) registry: TestAccount,
    pub(super) health: TestAccount,
}

pub(super) async fn people(city: &TestCity) -> People {
    People {
        mayor: city.account("wali", &[(Role::Mayor, "")]).await,
        coordinator: city.account("koordinator", &[(Role::Coordinator, "")]).await,
        registry: city.account("kepala-capil", &[(Role::Head, units::REGISTRY)]).await,
        health: city.account("kepala-sehat", &[(Role::Head, units::HEALTH)]).await,
    }
}

/// A day in the three fields of a form.
pub(super) fn day<'a>(day: &'a str, month: &'a str) -> [(&'a str, &'a str); 3] {
    [("tanggal", day), ("tanggal-month", month), ("tanggal-year", "2026")]
}

/// Calls a meeting and gives its address.
pub(super) async fn call(
    browser: &mut Browser,
    kind: &str,
    on: (&str, &str),
    units: &[&str],
) -> String {
    let mut fields = vec![("jenis", kind), ("jam", "07.30"), ("tujuan", "Antrean pagi.")];
    fields.extend(day(on.0, on.1));
    fields.extend(units.iter().map(|unit| ("unit", *unit)));
    let called = browser.post(&format!("{BASE}/baru"), &fields).await;
    assert_eq!(called.status, 303, "{}", called.text());
    called.location().to_owned()
}

/// Notes that these came, which begins the meeting.
pub(super) async fn begin(browser: &mut Browser, meeting: &str, came: &[&TestAccount]) {
    let users: Vec<String> = came.iter().map(|one| one.user.to_string()).collect();
    let fields: Vec<(&str, &str)> = users.iter().map(|user| ("hadir", user.as_str())).collect();
    let begun = browser.post(&format!("{meeting}/hadir"), &fields).await;
    assert_eq!(begun.status, 303, "{}", begun.text());
}

/// Notes a promise of the registry office and gives its address.
pub(super) async fn promise(browser: &mut Browser, meeting: &str, on: (&str, &str)) -> String {
    let mut fields = vec![("janji", "Papan tarif terpasang"), ("pemilik", units::REGISTRY)];
    fields.extend(day(on.0, on.1));
    let made = browser.post(&format!("{meeting}/janji"), &fields).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let page = browser.get(meeting).await.text();
    let link = page.rsplit("href=\"/perbaikan/janji/").next().unwrap();
    format!("/perbaikan/janji/{}", link.split('"').next().unwrap())
}
