//! Repairs and full waiting rooms, from the facts of offices.

use axum::http::StatusCode;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::{Payload, facility};
use kernel::id::CommandId;
use kernel::money::Rupiah;
use platform::db::{Command, WriteTx};
use platform::journal::{Seal, next_seq};
use platform::testing::{TestCity, on_every_database, units};
use platform::workers::settle;
use uuid::Uuid;

use super::super::store::evidence;
use super::{kinds, make, planner, setup, told};

struct Tell(Payload);

impl Command for Tell {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let subject = Subject { kind: SubjectKind::Facility, id: Uuid::from_u128(7) };
        let fact = NewFact {
            subject,
            command: CommandId::new(tx.now(), tx.rng()),
            occurred_at: tx.now(),
            actor: Actor::system(),
            clocks: Vec::new(),
            payload: self.0.clone(),
        };
        let seq = next_seq(tx, subject).await?;
        tx.append(&fact, seq, Seal::Clear).await?;
        Ok(())
    }
}

fn audited() -> Payload {
    Payload::FacilityAudited(facility::Audited {
        v: 1,
        unit: units::HEALTH.to_owned(),
        item: "door-width".to_owned(),
        present: true,
        condition: 1,
        measured_milli: Some(80_000),
        photo: false,
    })
}

fn costed(cost: i64) -> Payload {
    Payload::FacilityFixCosted(facility::FixCosted {
        v: 1,
        unit: units::HEALTH.to_owned(),
        item: "door-width".to_owned(),
        cost: Rupiah::new(cost),
        price_code: "SSH-1".to_owned(),
    })
}

fn crowded(week: &str, peak: i64) -> Payload {
    let (unit, week) = (units::HEALTH.to_owned(), week.parse().unwrap());
    Payload::FacilityCrowded(facility::Crowded { v: 1, unit, week, peak, seats: 20 })
}

async fn tell(city: &TestCity, facts: Vec<Payload>) {
    for fact in facts {
        city.app.db.write(city.tenant.id, Tell(fact)).await.unwrap();
    }
    settle(&city.app, city.tenant.id).await.unwrap();
}

#[tokio::test]
async fn a_costed_repair_becomes_a_proposal_in_one_press_and_only_once() {
    on_every_database(setup, async |city| {
        let mut planner = planner(city).await;
        tell(city, vec![audited(), costed(9_000_000), crowded("2026-11-09", 41)]).await;
        let page = planner.get("/perencana/perbaikan").await.text();
        assert!(page.contains("Lebar pintu") && page.contains("Rp9.000.000"), "{page}");
        let which = [("perbaikan", "DINKES/door-width")];
        let done = planner.post("/perencana/perbaikan", &which).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let page = planner.get(done.location()).await.text();
        assert!(page.contains("Perbaikan lebar pintu di"), "{page}");
        assert!(page.contains("Penuh sesak dalam 1 minggu. Terakhir 41 orang"), "{page}");
        assert!(page.contains("1 perbaikan sudah dihitung, seluruhnya Rp9.000.000"), "{page}");
        let again = planner.post("/perencana/perbaikan", &which).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        let list = planner.get("/perencana/perbaikan").await.text();
        assert!(list.contains("Lihat usulannya") && !list.contains("Jadikan usulan"), "{list}");
        let unknown = planner.post("/perencana/perbaikan", &[("perbaikan", "DINKES/lift")]).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        let facts = told(city).await;
        assert_eq!(kinds(&facts), ["proposal.made"]);
        let Payload::ProposalMade(made) = &facts[0] else { panic!("{facts:?}") };
        assert_eq!(made.repair.as_ref().unwrap().item, "door-width");
        assert_eq!(made.asked, Some(Rupiah::new(9_000_000)));
    })
    .await;
}

#[tokio::test]
async fn a_repair_that_was_looked_at_again_is_no_evidence_any_more() {
    on_every_database(setup, async |city| {
        let mut planner = planner(city).await;
        tell(city, vec![audited(), costed(9_000_000), audited(), costed(7_000_000)]).await;
        let page = planner.get("/perencana/perbaikan").await.text();
        assert!(page.contains("Rp7.000.000") && !page.contains("Rp9.000.000"), "{page}");
        tell(city, vec![audited()]).await;
        let page = planner.get("/perencana/perbaikan").await.text();
        assert!(page.contains("Belum ada perbaikan"), "{page}");
        let number = make(&mut planner, &[]).await;
        let page = planner.get(&format!("/perencana/usulan/{number}")).await.text();
        assert!(!page.contains("perbaikan sudah dihitung"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn evidence_rebuilt_is_the_same() {
    on_every_database(setup, async |city| {
        let weeks = vec![crowded("2026-11-02", 30), crowded("2026-11-09", 41)];
        tell(city, [vec![audited(), costed(9_000_000)], weeks].concat()).await;
        let rows = async || {
            let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
            let repairs = evidence::repairs(&mut tx).await.unwrap();
            let since = "2026-01-01".parse().unwrap();
            (repairs, evidence::crowds(&mut tx, units::HEALTH, since).await.unwrap())
        };
        let before = rows().await;
        let last = Some(("2026-11-09".parse().unwrap(), 41, 20));
        assert_eq!((before.0.len(), before.1), (1, (2, last)));
        let readers = &city.app.readers;
        readers.drop_rows(&city.app.db, city.tenant.id, "proposal_evidence").await.unwrap();
        assert!(rows().await.0.is_empty());
        readers.catch_up(&city.app.db, city.tenant.id).await.unwrap();
        assert_eq!(rows().await, before);
    })
    .await;
}
