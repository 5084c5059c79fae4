//! The projection, on facts as `serve` writes them.

use jiff::tz::TimeZone;
use kernel::actor::{Actor, Channel, Role};
use kernel::calendar::{Hours, Term, TimeUnit};
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, NewFact, Subject, SubjectKind};
use kernel::facts::partner::{PartnerStep, StepOf};
use kernel::facts::{Payload, application};
use kernel::id::{ApplicationId, ClockId, CommandId, PartnerId};
use kernel::money::Rupiah;
use kernel::service::Applicant;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::journal::Seal;
use platform::keys;
use platform::testing::{Setup, TestCity, on_every_database};
use platform::workers::settle;
use uuid::Uuid;

use crate::open_data::counts::Count;
use crate::open_data::reader::OpenDataFiles;
use crate::open_data::store;

fn setup() -> Setup {
    Setup {
        now: "2026-10-21T06:00:00+07:00".parse().unwrap(),
        migrations: crate::MIGRATIONS.to_vec(),
        readers: vec![Box::new(OpenDataFiles { tz: TimeZone::get("Asia/Jakarta").unwrap() })],
        ..Setup::default()
    }
}

/// A file that came back once and was answered in time; a partner had a step of it, which moved its clock too.
struct File(App);

impl Command for File {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let now = tx.now();
        let id = ApplicationId::new(now, tx.rng());
        let key = keys::create(tx, &self.0.vault, id.uuid()).await?;
        let clock = ClockId::new(now, tx.rng());
        let moved = |op| ClockMove {
            clock,
            rule: "promise/DUK-KTP-HILANG".to_owned(),
            owner: "DISDUKCAPIL".to_owned(),
            due_at: Some(now),
            op,
        };
        let term = Term { amount: 3, unit: TimeUnit::WorkingDay, hours: Hours::Office };
        let submitted = application::Submitted {
            v: 1,
            number: "X".to_owned(),
            service: "DUK-KTP-HILANG".to_owned(),
            standard: 1,
            unit: "DISDUKCAPIL".to_owned(),
            applicant: Applicant::Oneself,
            fee: Rupiah::ZERO,
            missing: Vec::new(),
            helped: None,
        };
        let completed = application::Completed {
            v: 1,
            how: application::Completion::AtOnce,
            ticket: String::new(),
        };
        let returned = application::Returned { v: 1, missing: Vec::new(), note: String::new() };
        let partner = PartnerId::from_uuid(Uuid::nil());
        let step = StepOf { v: 1, partner, step: PartnerStep::ALL[0] };
        let citizen = Actor::citizen(Channel::Online);
        let officer = Actor { role: Role::Officer, ..citizen };
        let facts = [
            (citizen, Payload::Submitted(submitted), None),
            (officer, Payload::Completed(completed), Some(moved(ClockOp::Start { term }))),
            (officer, Payload::Returned(returned), None),
            (officer, Payload::PartnerStepHanded(step), Some(moved(ClockOp::Start { term }))),
            (
                officer,
                Payload::Issued(application::Issued { v: 1, file: None }),
                Some(moved(ClockOp::Stop)),
            ),
        ];
        for (seq, (actor, payload, clock)) in (1..).zip(facts) {
            let fact = NewFact {
                subject: Subject { kind: SubjectKind::Application, id: id.uuid() },
                command: CommandId::new(now, tx.rng()),
                occurred_at: now,
                actor,
                clocks: clock.into_iter().collect(),
                payload,
            };
            tx.append(&fact, seq, Seal::Under(&key)).await?;
        }
        Ok(())
    }
}

async fn counts(city: &TestCity) -> Vec<Count> {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    store::counts(&mut tx, ("2026-01", "2026-12")).await.unwrap()
}

#[tokio::test]
async fn a_file_counts_once_whatever_else_moves_its_clock() {
    on_every_database(setup, async |city| {
        city.app.db.write(city.tenant.id, File(city.app.clone())).await.unwrap();
        let told = counts(city).await;
        let [one] = told.as_slice() else { panic!("{told:?}") };
        let numbers = (one.complete, one.own, one.answered, one.on_time, one.returned);
        assert_eq!(numbers, (1, 1, 1, 1, 1), "{one:?}");
        assert_eq!((one.month.as_str(), one.channel.as_str()), ("2026-10", "online"));
        city.app.readers.drop_rows(&city.app.db, city.tenant.id, "open_data").await.unwrap();
        assert_eq!(counts(city).await, told, "the same after a rebuild");
    })
    .await;
}
