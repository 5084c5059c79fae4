//! Tests of this slice.
#![allow(clippy::unwrap_used, reason = "tests")]

use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::trial::{Change, Ended, Stage, Started};
use kernel::id::{CommandId, FactId};
use kernel::service::Bilingual;
use platform::db::{Command, WriteTx};
use platform::journal::{Seal, next_seq};
use platform::testing::units;
use uuid::Uuid;

use super::model::{Process, Step};
use super::{process, store};
use crate::applications::tests::office::{Office, QUICK, Ticket};

fn step(code: &str) -> Step {
    let name = Bilingual { id: format!("Kerjakan {code}"), en: format!("Do {code}") };
    Step { code: code.to_owned(), name }
}

fn codes(process: &Process) -> Vec<&str> {
    process.steps.iter().map(|step| step.code.as_str()).collect()
}

#[test]
fn changes_take_steps_out_and_never_invent_one() {
    let old = Process::new(vec![step("verify"), step("enter"), step("sign")]);
    let remove = |step: &str| Change::Remove { step: step.to_owned() };
    let merge =
        |step: &str, into: &str| Change::Merge { step: step.to_owned(), into: into.to_owned() };
    let after = |changes: &[Change]| old.clone().changed(changes);
    assert_eq!(codes(&after(&[remove("sign")])), ["verify", "enter"]);
    let merged = after(&[merge("sign", "enter")]);
    assert_eq!(codes(&merged), ["verify", "enter"]);
    assert_eq!(merged.name("enter", "id"), "Kerjakan enter + Kerjakan sign");
    for nothing in
        [remove("stamp"), merge("sign", "stamp"), merge("stamp", "sign"), merge("sign", "sign")]
    {
        assert_eq!(after(&[nothing]), old);
    }
    assert_eq!(codes(&Process::new(Vec::new())), ["verify"]);
    let done = ["verify".to_owned(), "sign".to_owned()];
    assert_eq!(old.next(&done).unwrap().code, "enter");
    assert_eq!(after(&[remove("enter")]).next(&done), None);
}

struct Seed;

impl Command for Seed {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        store::insert(tx, QUICK, &[step("verify"), step("enter"), step("sign")]).await
    }
}

struct Write(Uuid, Payload);

impl Command for Write {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let subject = Subject { kind: SubjectKind::Trial, id: self.0 };
        let (now, seq) = (tx.now(), next_seq(tx, subject).await?);
        let command = CommandId::new(now, tx.rng());
        let payload = self.1.clone();
        let actor = Actor::system();
        let fact = NewFact { subject, command, occurred_at: now, actor, clocks: vec![], payload };
        tx.append(&fact, seq, Seal::Clear).await.map(|_| ())
    }
}

fn started(from: &str) -> Payload {
    let day = |text: &str| text.parse::<Date>().unwrap();
    Payload::TrialStarted(Started {
        v: 1,
        service: QUICK.to_owned(),
        version: 2,
        changes: vec![Change::Remove { step: "enter".to_owned() }],
        units: vec![units::REGISTRY.to_owned()],
        from: day(from),
        until: day("2026-12-20"),
        windows: vec![vec![day(from)]],
        seed: "00".to_owned(),
        stages: vec![Stage { unit: units::REGISTRY.to_owned(), from: day(from) }],
        outcome: "working_minutes".to_owned(),
    })
}

async fn write(office: &Office, trial: Uuid, payload: Payload) {
    office.city.app.db.write(office.city.tenant.id, Write(trial, payload)).await.unwrap();
    office.settle().await;
}

async fn at(office: &Office, unit: &str, day: &str) -> Vec<String> {
    let mut tx = office.city.app.db.read(office.city.tenant.id).await.unwrap();
    let found = process(&mut tx, QUICK, unit, day.parse().unwrap()).await.unwrap();
    codes(&found).into_iter().map(str::to_owned).collect()
}

async fn trial(office: &Office) -> Uuid {
    FactId::new(office.city.clock.now(), &mut office.city.app.db.entropy().rng().unwrap()).uuid()
}

#[tokio::test]
async fn a_trial_holds_in_its_units_and_days_and_a_kept_one_everywhere() {
    let office = Office::open().await;
    office.city.app.db.write(office.city.tenant.id, Seed).await.unwrap();
    let (old, new) = (["verify", "enter", "sign"], ["verify", "sign"]);
    let id = trial(&office).await;
    write(&office, id, started("2026-11-26")).await;
    assert_eq!(at(&office, units::REGISTRY, "2026-11-25").await, old);
    assert_eq!(at(&office, units::REGISTRY, "2026-11-26").await, new);
    assert_eq!(at(&office, units::REGISTRY, "2026-12-20").await, new);
    assert_eq!(at(&office, units::REGISTRY, "2026-12-21").await, old);
    assert_eq!(at(&office, units::HEALTH, "2026-12-01").await, old);
    let ended = |kept| Payload::TrialEnded(Ended { v: 1, kept, reason: "Lebih cepat.".to_owned() });
    write(&office, id, ended(true)).await;
    assert_eq!(at(&office, units::HEALTH, "2027-03-01").await, new);
    let (app, tenant) = (&office.city.app, office.city.tenant.id);
    app.readers.drop_rows(&app.db, tenant, "work_changes").await.unwrap();
    assert_eq!(at(&office, units::HEALTH, "2027-03-01").await, old);
    app.readers.catch_up(&app.db, tenant).await.unwrap();
    assert_eq!(at(&office, units::HEALTH, "2027-03-01").await, new);
    write(&office, id, ended(false)).await;
    assert_eq!(at(&office, units::REGISTRY, "2026-12-01").await, old);
    let mut other = office.city.app.db.read(office.city.other.id).await.unwrap();
    let changes = store::changes(&mut other, QUICK, units::REGISTRY, office.city.app.today());
    assert!(changes.await.unwrap().is_empty());
}

async fn steps(office: &Office, ticket: &Ticket) -> Vec<String> {
    let facts = office.facts(ticket).await;
    let rules = facts.iter().flat_map(|fact| &fact.clocks).map(|moved| moved.rule.clone());
    rules.filter(|rule| rule.starts_with("step/")).collect()
}

#[tokio::test]
async fn the_file_page_offers_the_steps_in_order_and_leaves_out_what_is_tried() {
    let office = Office::open().await;
    office.city.app.db.write(office.city.tenant.id, Seed).await.unwrap();
    let ticket = office.apply(QUICK, 1990, 1).await;
    let mut desk = office.desk().await;
    desk.post(&ticket.file("/ambil"), &[]).await;
    let page = desk.get(&ticket.file("")).await;
    assert!(page.text().contains("Mulai: Kerjakan verify"), "{}", page.text());
    desk.post(&ticket.file("/mulai"), &[]).await;
    assert_eq!(desk.post(&ticket.file("/mulai"), &[]).await.status, 409, "it runs already");
    assert!(desk.get(&ticket.file("")).await.text().contains("Selesai: Kerjakan verify"));
    desk.post(&ticket.file("/selesai"), &[]).await;
    assert!(desk.get(&ticket.file("")).await.text().contains("Mulai: Kerjakan enter"));
    let id = trial(&office).await;
    write(&office, id, started("2026-11-24")).await;
    let page = desk.get(&ticket.file("")).await;
    assert!(page.text().contains("Mulai: Kerjakan sign"), "the trial leaves out enter");
    assert!(page.text().contains("diubah oleh uji coba"));
    desk.post(&ticket.file("/mulai"), &[]).await;
    desk.post(&ticket.file("/selesai"), &[]).await;
    assert_eq!(desk.post(&ticket.file("/mulai"), &[]).await.status, 409, "nothing is left");
    assert_eq!(
        steps(&office, &ticket).await,
        ["step/verify", "step/verify", "step/sign", "step/sign"]
    );
}
