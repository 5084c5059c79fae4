//! Tests of this slice.
#![allow(clippy::unwrap_used, reason = "tests")]

mod adoption;
mod journey;
mod order;
mod solving;
mod table;

use kernel::actor::Role;
use kernel::facts::Payload;
use platform::jobs::{JobHandler, run_ready};
use platform::journal;
use platform::testing::{Answer, Browser, Setup, TestAccount, TestCity, Upload};
use platform::workers::settle;

use super::criteria;
use super::pages;
use super::reader::AcceptedProposals;
use super::store;
use super::verbs::Solve;

pub(super) const WORK: &str = "/perencana/rencana/2027";

pub(super) fn setup() -> Setup {
    let mut setup = Setup { migrations: crate::MIGRATIONS.to_vec(), ..Setup::default() };
    setup.readers.push(Box::new(AcceptedProposals));
    setup
}

pub(super) async fn browser(city: &TestCity, account: &TestAccount) -> Browser {
    let mut browser = city.browser(pages::routes());
    browser.enter(account).await;
    browser
}

/// Three planners in front of their pages.
pub(super) async fn planners(city: &TestCity) -> [Browser; 3] {
    let mut list = Vec::new();
    for login in ["perencana-a", "perencana-b", "perencana-c"] {
        let account = city.account(login, &[(Role::Planner, "")]).await;
        list.push(browser(city, &account).await);
    }
    list.try_into().map_err(|_| "three").unwrap()
}

pub(super) const TABLE: &str = "id,name,cost,groups,kelurahan,needs,must\n\
    A,Perbaikan jalan,400000000,infrastructure|roads,,,\n\
    B,Atap sekolah,300000000,education,,,\n\
    C,Taman,300000000,,,A,\n\
    D,Posyandu,200000000,,,,yes\n";

pub(super) async fn import(planner: &mut Browser, table: &str) -> Answer {
    let file = Upload { field: "tabel", name: "a.csv", media: "text/csv", bytes: table.as_bytes() };
    planner.post_files(&format!("{WORK}/kegiatan"), &[], &[file]).await
}

/// A plan with activities and frozen criteria.
pub(super) async fn frozen(planner: &mut Browser) {
    let begun = [("tahun", "2027"), ("catatan", "Kegiatan buatan.")];
    assert_eq!(planner.post("/perencana/rencana", &begun).await.status, 303);
    assert_eq!(import(planner, TABLE).await.status, 303);
    assert_eq!(freeze(planner).await.status, 303);
}

/// The weights that are offered.
pub(super) async fn freeze(planner: &mut Browser) -> Answer {
    let fields = criteria::all().iter();
    let fields: Vec<(String, String)> =
        fields.map(|one| (format!("bobot-{}", one.code), format!("{}", one.weight / 10))).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    planner.post(&format!("{WORK}/kriteria"), &fields).await
}

/// The same mark for every criterion, but for the first.
pub(super) async fn give(planner: &mut Browser, code: &str, first: i64, rest: i64) -> Answer {
    let mark = |(place, one): (usize, &criteria::Offered)| {
        let mark = if place == 0 { first } else { rest };
        (format!("nilai-{}", one.code), mark.to_string())
    };
    let fields: Vec<(String, String)> = criteria::all().iter().enumerate().map(mark).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    planner.post(&format!("{WORK}/nilai/{code}"), &fields).await
}

/// Everything scored by two, near each other.
pub(super) async fn scored(city: &TestCity) -> [Browser; 3] {
    let mut planners = planners(city).await;
    frozen(&mut planners[0]).await;
    for (code, mark) in [("A", 5), ("B", 4), ("C", 3), ("D", 2)] {
        for planner in planners.iter_mut().take(2) {
            assert_eq!(give(planner, code, mark, mark).await.status, 303);
        }
    }
    planners
}

/// A scenario of that budget in millions; its page.
pub(super) async fn keep(planner: &mut Browser, title: &str, millions: i64) -> Answer {
    let budget = (millions * 1_000_000).to_string();
    let fields = [
        ("judul", title),
        ("anggaran", budget.as_str()),
        ("tetap", "10000000000"),
        ("tetap-education", "2500000000"),
        ("tetap-infrastructure", "5000000000"),
        ("tetap-personnel", "2000000000"),
        ("tetap-kelurahan_funds", "900000000"),
    ];
    planner.post(&format!("{WORK}/skenario"), &fields).await
}

/// Runs what waits.
pub(super) async fn compute(city: &TestCity) {
    let handler: std::sync::Arc<dyn JobHandler> = std::sync::Arc::new(Solve);
    run_ready(&city.app, city.tenant.id, &[handler]).await.unwrap();
}

/// What the ledger says of the plan, in its order.
pub(super) async fn told(city: &TestCity) -> Vec<Payload> {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let plan = store::of_year(&mut tx, 2027).await.unwrap();
    let facts = journal::facts_of(&mut tx, plan.subject(), None).await.unwrap();
    facts.into_iter().filter_map(|fact| fact.payload).collect()
}
