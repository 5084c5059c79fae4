//! From facts about applications to the page and its files, on every database.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, NewFact, Subject, SubjectKind, TenantId};
use kernel::facts::Payload;
use kernel::facts::application::Issued;
use kernel::id::{ApplicationId, ClockId, CommandId};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::journal::Seal;
use platform::keys;
use platform::testing::{Setup, TestCity, on_every_database};
use platform::workers::settle;

use crate::execution::tests as execution;
use crate::proposals::outside::Index;
use crate::value::pages;
use crate::value::reader::AnsweredCases;

fn setup() -> Setup {
    let mut setup = execution::setup();
    setup.readers.push(Box::new(AnsweredCases { tz: platform::testing::calendar().tz().clone() }));
    setup
}

fn indices(_: &App, _: TenantId) -> BoxFuture<'_, Result<BTreeMap<String, Index>>> {
    let index = Index { value: 8.25, low: 7.5, high: 9.0 };
    Box::pin(async move { Ok(BTreeMap::from([("DISDUKCAPIL".to_owned(), index)])) })
}

/// An application of a unit was answered.
#[derive(Clone)]
struct Answer {
    app: App,
    unit: &'static str,
    service: &'static str,
    late: bool,
}

impl Command for Answer {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let now = tx.now();
        let due: Timestamp = match self.late {
            true => now.checked_sub(SignedDuration::from_hours(1)).unwrap(),
            false => now,
        };
        let id = ApplicationId::new(now, tx.rng());
        let key = keys::create(tx, &self.app.vault, id.uuid()).await?;
        let stop = ClockMove {
            op: ClockOp::Stop,
            clock: ClockId::new(now, tx.rng()),
            rule: format!("promise/{}", self.service),
            due_at: Some(due),
            owner: self.unit.to_owned(),
        };
        let fact = NewFact {
            subject: Subject { kind: SubjectKind::Application, id: id.uuid() },
            command: CommandId::new(now, tx.rng()),
            occurred_at: now,
            actor: Actor::system(),
            clocks: vec![stop],
            payload: Payload::Issued(Issued { v: 1, file: None }),
        };
        tx.append(&fact, 1, Seal::Under(&key)).await?;
        Ok(())
    }
}

async fn answer(city: &TestCity, (unit, service): (&'static str, &'static str), late: &[bool]) {
    for late in late {
        let answer = Answer { app: city.app.clone(), unit, service, late: *late };
        city.app.db.write(city.tenant.id, answer).await.unwrap();
    }
    settle(&city.app, city.tenant.id).await.unwrap();
}

#[tokio::test]
async fn a_file_has_its_cost_once_there_are_enough() {
    on_every_database(setup, async |city| {
        let [mut a, _] = execution::holding(city).await;
        let mut everyone = city.browser(pages::routes(indices));
        assert_eq!(everyone.get("/anggaran/2025/nilai").await.status, 404);
        assert_eq!(everyone.get("/anggaran/2026/nilai/1/unit.csv").await.status, 404);
        let page = everyone.get("/anggaran/2026/nilai").await.text();
        assert!(page.contains("Belum ada realisasi"), "{page}");
        let paid = [
            format!("{},DISDUKCAPIL,1,4000000,3", execution::code(12)),
            format!("{},DISDUKCAPIL,11,8000000,9", execution::code(12)),
        ];
        assert_eq!(execution::realise(&mut a, &paid).await.status, 303);
        answer(city, ("DISDUKCAPIL", "DUK-KTP-HILANG"), &[false; 7]).await;
        answer(city, ("DISDUKCAPIL", "DUK-KK-UBAH"), &[true, false]).await;
        // Another unit's files, and a service that no line pays for.
        answer(city, ("DINKES", "DUK-KK-UBAH"), &[false; 20]).await;
        answer(city, ("DISDUKCAPIL", "DUK-KIA"), &[false; 20]).await;
        let page = everyone.get("/anggaran/2026/nilai").await.text();
        assert!(page.contains("Terlalu sedikit") && !page.contains("1.333.333"), "{page}");
        assert!(page.contains("8,25 (7,50–9,00)") && page.contains("Belum diketahui"));
        let file = everyone.get("/anggaran/2026/nilai.csv").await.text();
        assert!(file.contains("|DUK-KTP-HILANG,12000000,,,,,,,8.2500,7.5000,9.0000"), "{file}");

        answer(city, ("DISDUKCAPIL", "DUK-KK-UBAH"), &[true, false, false]).await;
        let page = everyone.get("/anggaran/2026/nilai").await.text();
        // Twelve files, ten of them in time, for twelve million.
        for words in ["Rp1.000.000", "Rp1.200.000", "83,3%", "pola, bukan penilaian"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("DUK-KK-UBAH (5)") && !page.contains("DUK-KTP-HILANG (7)"));
        let file = everyone.get("/anggaran/2026/nilai.csv").await.text();
        assert!(file.contains("12000000,12,10,1000000,1200000,,,8.2500"), "{file}");

        city.app.readers.drop_rows(&city.app.db, city.tenant.id, "value").await.unwrap();
        settle(&city.app, city.tenant.id).await.unwrap();
        assert_eq!(everyone.get("/anggaran/2026/nilai.csv").await.text(), file, "rebuilt");
    })
    .await;
}

#[tokio::test]
async fn units_with_the_same_services_stand_side_by_side() {
    let city = TestCity::with(setup()).await;
    let [mut a, mut b] = execution::planners(&city).await;
    let units = ["DISDUKCAPIL", "DPMPTSP", "DINKES"];
    let line = |(at, unit): (usize, &&str)| {
        format!("{},Layanan,{unit},5.1.02,90000000,,DUK-KK-UBAH", execution::code(at + 1))
    };
    let lines: Vec<String> = units.iter().enumerate().map(line).collect();
    let budget = format!("{}\n{}\n", execution::HEAD, lines.join("\n"));
    assert_eq!(execution::bring(&mut a, &budget).await.status, 303);
    assert_eq!(execution::enact(&mut b).await.status, 303);
    let paid: Vec<String> = units
        .iter()
        .enumerate()
        .map(|(at, unit)| {
            format!("{},{unit},11,{},5", execution::code(at + 1), 4_000_000 * (at + 1))
        })
        .collect();
    assert_eq!(execution::realise(&mut a, &paid).await.status, 303);
    for unit in units {
        answer(&city, (unit, "DUK-KK-UBAH"), &[false; 12]).await;
    }
    let mut everyone = city.browser(pages::routes(indices));
    let page = everyone.get("/anggaran/2026/nilai").await.text();
    assert!(!page.contains("Unit dengan layanan yang sama"), "three are too few: {page}");
    assert_eq!(everyone.get("/anggaran/2026/nilai/1/unit.csv").await.status, 404);
}
