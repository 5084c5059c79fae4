//! Spending: contracts and activities are tested in the same run, each of them once, and the head of the unit is
//! heard.

use jiff::SignedDuration;
use jiff::civil::date;
use kernel::actor::{Actor, Role};
use kernel::error::{Kind, Result};
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::plan::{Placed, PlanAdopted, PlanBegun};
use kernel::facts::spending::{
    ActivityRealised, Bought, BudgetEnacted, BudgetLine, Category, ContractAwarded, Method,
};
use kernel::id::{CommandId, ContractId};
use kernel::money::Rupiah;
use platform::clocks::Clocks;
use platform::db::{Command, WriteTx};
use platform::journal::Seal;
use platform::testing::{Setup, TestCity, on_every_database, units};
use platform::workers::settle;
use uuid::Uuid;

use super::life::{asked, offices};
use crate::signals::model::{Signal, State};
use crate::signals::reader::SignalReader;
use crate::signals::spending::SignalSpending;
use crate::signals::verbs::run;
use crate::signals::{pages, store};

const UNITS: [&str; 6] =
    [units::REGISTRY, units::ONE_STOP, units::HEALTH, "DLH", "DPUTR", "DISHUB"];
const LIMIT: i64 = 200_000_000;

fn setup() -> Setup {
    let tz = jiff::tz::TimeZone::get("Asia/Jakarta").unwrap();
    Setup {
        migrations: crate::MIGRATIONS.to_vec(),
        readers: vec![Box::new(Clocks), Box::new(SignalReader { tz }), Box::new(SignalSpending)],
        ..Setup::default()
    }
}

/// Facts of spending as other contexts write them.
struct Told(Vec<(SubjectKind, Payload)>);

impl Command for Told {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let plan = Uuid::from_u128(7);
        let (now, mut of_plan) = (tx.now(), 0);
        for (kind, payload) in &self.0 {
            let (id, seq) = match kind {
                SubjectKind::Plan => {
                    of_plan += 1;
                    (plan, of_plan)
                }
                _ => (ContractId::new(now, tx.rng()).uuid(), 1),
            };
            let fact = NewFact {
                subject: Subject { kind: *kind, id },
                command: CommandId::new(now, tx.rng()),
                occurred_at: now,
                actor: Actor::system(),
                clocks: Vec::new(),
                payload: payload.clone(),
            };
            tx.append(&fact, seq, Seal::Clear).await?;
        }
        Ok(())
    }
}

/// A number below `n` that differs from one `at` to the next and is the same in every run.
fn mixed(at: usize, n: usize) -> usize {
    (at * 7_919 + at * at * 31) % 10_007 % n
}

fn contract(at: usize, split: bool) -> ContractAwarded {
    let unit = if split { units::REGISTRY } else { UNITS[at % UNITS.len()] };
    let firm = match (split, unit) {
        (true, _) => 1,
        (false, units::REGISTRY) => 2 + mixed(at, 4),
        (false, _) => mixed(at, 6),
    };
    // Half of the ordinary ones lie above the limit and half below.
    let value = if split { 190 } else { 150 + mixed(at + 3, 100) as i64 };
    ContractAwarded {
        v: 1,
        number: format!("{}K-{at}", if split { "S" } else { "" }),
        budget_year: 2026,
        activity: String::new(),
        unit: unit.to_owned(),
        title: "Kursi".to_owned(),
        supplier: format!("CV Contoh {firm}"),
        supplier_id: format!("9{firm}"),
        category: Category::Goods,
        class: "KURSI".to_owned(),
        method: if value * 1_000_000 > LIMIT { Method::Open } else { Method::Direct },
        emergency: false,
        bids: Some(2),
        estimate: None,
        value: Rupiah::new(value * 1_000_000),
        awarded_on: date(2026, 1 + (at % 10) as i8, 1 + mixed(at, 27) as i8),
        items: vec![Bought {
            item: "SSH-KURSI".to_owned(),
            title: String::new(),
            quantity: 1_000,
            price: Rupiah::new(3_900_000 + mixed(at, 9) as i64 * 10_000),
            standard: Some(Rupiah::new(3_900_000)),
        }],
    }
}

fn contracts(ordinary: usize, split: usize) -> Told {
    let all = (0..ordinary).map(|at| contract(at, false));
    let all = all.chain((0..split).map(|at| {
        let day = date(2026, 3 + (at / 12) as i8, 1 + (at % 12) as i8 * 2);
        ContractAwarded { awarded_on: day, ..contract(at, true) }
    }));
    Told(all.map(|one| (SubjectKind::Contract, Payload::ContractAwarded(one))).collect())
}

/// A budget of twenty activities in each of three units; REGISTRY begins with the worst placed, and pays most of
/// its money in December.
fn budget() -> Told {
    let code = |unit: usize, at: usize| format!("{unit}.{at:02}");
    let pairs = || (0..3).flat_map(|unit| (0..20).map(move |at| (unit, at)));
    let lines = pairs().map(|(unit, at)| BudgetLine {
        code: code(unit, at),
        title: "Kegiatan".to_owned(),
        unit: UNITS[unit].to_owned(),
        account: "5.1.02".to_owned(),
        amount: Rupiah::new(100),
        planned: format!("K{}", code(unit, at)),
        services: Vec::new(),
    });
    let (note, reference) = (String::new(), "Perda 1".to_owned());
    let lines = lines.collect();
    let enacted = BudgetEnacted { v: 1, budget_year: 2026, version: 1, reference, note, lines };
    let order = pairs().map(|(unit, at)| Placed {
        code: format!("K{}", code(unit, at)),
        place: (at * 3 + unit + 1) as i64,
        chosen: true,
        reason: "worth".to_owned(),
        points: 0,
    });
    let adopted = PlanAdopted {
        v: 1,
        version: 1,
        digest: String::new(),
        budget: Rupiah::new(1),
        activities: order.collect(),
    };
    let begun = PlanBegun { v: 1, budget_year: 2026, note: String::new() };
    let mut all = vec![
        (SubjectKind::Plan, Payload::PlanBegun(begun)),
        (SubjectKind::Plan, Payload::PlanAdopted(adopted)),
        (SubjectKind::Contract, Payload::BudgetEnacted(enacted)),
    ];
    for (unit, at) in pairs() {
        let first = if unit == 0 { 10 - at / 2 } else { 1 + mixed(at * 3 + unit, 9) };
        let december = if unit == 0 { 60 } else { 10 + mixed(at + unit, 9) as i64 };
        for (month, paid) in [(first.clamp(1, 11), 100 - december), (12, december)] {
            let (v, budget_year, unit_code) = (1, 2026, UNITS[unit].to_owned());
            let (code, month, paid) = (code(unit, at), month as i8, Rupiah::new(paid));
            let one =
                ActivityRealised { v, budget_year, code, unit: unit_code, month, paid, done: 0 };
            all.push((SubjectKind::Contract, Payload::ActivityRealised(one)));
        }
    }
    Told(all)
}

async fn tell(city: &TestCity, told: Told) {
    city.app.db.write(city.tenant.id, told).await.unwrap();
    settle(&city.app, city.tenant.id).await.unwrap();
}

async fn test(city: &TestCity) -> Result<usize> {
    run(&city.app, city.tenant.id, Actor::system(), offices).await
}

async fn open(city: &TestCity) -> Vec<Signal> {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    store::list(&mut tx, &city.app, State::Open, 100).await.unwrap()
}

#[tokio::test]
async fn split_purchases_are_a_signal_of_the_unit_and_its_head_is_heard() {
    on_every_database(setup, async |city: &TestCity| {
        let inspector = city.account("inspektur", &[(Role::Inspector, "")]).await;
        let head = city.account("atasan", &[(Role::Head, units::REGISTRY)]).await;
        let other = city.account("atasan-2", &[(Role::Head, units::HEALTH)]).await;
        tell(city, contracts(240, 24)).await;
        test(city).await.unwrap();
        let signals = open(city).await;
        let signal = signals.iter().find(|one| one.kind == "split_purchases").unwrap();
        assert_eq!(signal.content.subject[0].1, units::REGISTRY);
        assert_eq!(signal.content.subject[1].1, "CV Contoh 1 (91)");
        assert_eq!((signal.content.unit.as_str(), signal.content.files), (units::REGISTRY, 24));
        assert!(signal.content.records.iter().all(|number| number.starts_with("SK-")));
        assert_eq!(signal.officers(), vec![head.user], "the head, and no firm");

        let mut browser = city.browser(pages::routes(offices, asked).merge(crate::routes()));
        browser.enter(&inspector).await;
        let base = format!("/pengawasan/sinyal/{}", signal.id);
        let page = browser.get(&base).await.text();
        for words in [
            "24 kontrak di balik pola ini",
            "Penyedia tidak dinyatakan bersalah",
            "penyedia CV Contoh 1",
        ] {
            assert!(page.contains(words), "{words}");
        }
        let head_id = head.user.to_string();
        let ask = [("petugas", head_id.as_str()), ("pertanyaan", "Mengapa dipecah?")];
        assert_eq!(browser.post(&format!("{base}/tanya"), &ask).await.status, 303);
        let mut own = city.browser(pages::routes(offices, asked).merge(crate::routes()));
        own.enter(&head).await;
        let page = own.get(&format!("/saya/sinyal/{}", signal.id)).await.text();
        assert!(page.contains("Unit Anda: 24 dari 24 kontrak"), "the finding without the firm");
        assert!(!page.contains("CV Contoh"));
        let said = [("jawaban", "Permintaan datang sedikit-sedikit.")];
        assert_eq!(own.post(&format!("/saya/sinyal/{}", signal.id), &said).await.status, 303);
        let mut stranger = city.browser(pages::routes(offices, asked).merge(crate::routes()));
        stranger.enter(&other).await;
        assert_eq!(stranger.get(&format!("/saya/sinyal/{}", signal.id)).await.status, 404);
        assert!(open(city).await.iter().any(|one| one.id == signal.id && one.is_heard()));
        // Each contract is looked at by one run alone.
        assert_eq!(test(city).await.unwrap_err().kind(), Kind::Conflict);
    })
    .await;
}

#[tokio::test]
async fn few_contracts_wait_for_more_but_not_for_ever() {
    on_every_database(setup, async |city: &TestCity| {
        tell(city, contracts(30, 0)).await;
        assert_eq!(test(city).await.unwrap_err().kind(), Kind::Conflict);
        city.advance(SignedDuration::from_hours(24 * 119));
        assert_eq!(test(city).await.unwrap_err().kind(), Kind::Conflict);
        city.advance(SignedDuration::from_hours(24 * 2));
        assert!(test(city).await.is_ok());
        assert_eq!(test(city).await.unwrap_err().kind(), Kind::Conflict);
    })
    .await;
}

#[tokio::test]
async fn the_order_is_looked_at_late_in_the_year_and_december_after_it_each_once() {
    on_every_database(setup, async |city: &TestCity| {
        tell(city, budget()).await;
        let kinds = async || {
            let mut kinds: Vec<_> = open(city).await.into_iter().map(|one| one.kind).collect();
            kinds.sort_unstable();
            kinds
        };
        // The tests' city lives in November 2026.
        test(city).await.unwrap();
        assert_eq!(kinds().await, ["overtaking"]);
        assert_eq!(test(city).await.unwrap_err().kind(), Kind::Conflict);
        city.advance(SignedDuration::from_hours(24 * 100));
        test(city).await.unwrap();
        assert_eq!(kinds().await, ["december_spending", "overtaking"]);
        let signals = open(city).await;
        assert!(signals.iter().all(|one| one.content.unit == units::REGISTRY));
        let december = signals.iter().find(|one| one.kind == "december_spending").unwrap();
        assert_eq!((december.content.files, december.content.seen.round()), (20, 60.0));
        assert!(december.content.records[0].starts_with("2026/0."));
        assert_eq!(test(city).await.unwrap_err().kind(), Kind::Conflict);
    })
    .await;
}

/// The projection can be dropped and built again.
#[tokio::test]
async fn what_is_kept_of_spending_follows_from_facts_alone() {
    on_every_database(setup, async |city: &TestCity| {
        tell(city, contracts(80, 0)).await;
        tell(city, budget()).await;
        let counted = async || {
            let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
            let (lines,): (i64,) = sqlx::query_as(
                "SELECT (SELECT COUNT(*) FROM signal_contract WHERE tenant_id = $1) * 1000000 \
                 + (SELECT COUNT(*) FROM signal_line WHERE tenant_id = $1) * 10000 \
                 + (SELECT COUNT(*) FROM signal_paid WHERE tenant_id = $1) \
                 + (SELECT COUNT(*) FROM signal_place WHERE tenant_id = $1) * 100000000",
            )
            .bind(tx.tenant())
            .fetch_one(tx.conn())
            .await
            .unwrap();
            lines
        };
        let wanted = 80 * 1_000_000 + 60 * 10_000 + 120 + 60 * 100_000_000;
        assert_eq!(counted().await, wanted);
        let (app, id) = (&city.app, city.tenant.id);
        app.readers.drop_rows(&app.db, id, "signal_spending").await.unwrap();
        assert_eq!(counted().await, 0);
        app.readers.catch_up(&app.db, id).await.unwrap();
        assert_eq!(counted().await, wanted);
    })
    .await;
}
