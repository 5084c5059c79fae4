//! What is written is read back, on both databases; the projection counts each step once.

use kernel::error::Result;
use kernel::facts::partner::{PartnerKind, PartnerStep, TakenBack, Terms};
use kernel::id::{ApplicationId, ClockId, HandoverId, PartnerId, UserId};
use kernel::money::Rupiah;
use platform::db::{Command, WriteTx};
use platform::testing::on_every_database;
use uuid::Uuid;

use super::super::model::{Partner, State, Task, TaskState};
use super::super::store;
use crate::applications::tests::seeded::setup;

struct Write;

impl Command for Write {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let (now, file) = (tx.now(), Uuid::from_u128(7));
        let user = UserId::from_uuid(Uuid::from_u128(1));
        let terms = Terms {
            name: "Relawan Yosodadi".into(),
            kind: PartnerKind::Helper,
            unit: "U".into(),
            step: PartnerStep::Assist,
            services: vec!["S".into()],
            kelurahan: vec!["18.72.01.1001".into()],
            price: Rupiah::ZERO,
            from: "2026-11-01".parse().map_err(kernel::Error::internal)?,
            until: "2026-12-31".parse().map_err(kernel::Error::internal)?,
        };
        let id = PartnerId::new(now, tx.rng());
        let mut partner = Partner { id, state: State::Proposed, terms, user, proposed_by: user };
        store::insert(tx, &partner).await?;
        partner.decide(UserId::from_uuid(Uuid::from_u128(2)), true)?;
        store::set_state(tx, &partner).await?;
        assert_eq!(store::by_id(tx, id).await?, partner);
        assert_eq!(store::of_user(tx, user).await?, [partner.clone()]);
        let mut task = Task {
            id: HandoverId::new(now, tx.rng()),
            partner: id,
            application: ApplicationId::from_uuid(file),
            service: "S".into(),
            step: PartnerStep::Assist,
            state: TaskState::Open,
            why: String::new(),
            due_since: now,
            handed_at: now,
            due_at: now,
            ended_at: None,
            clock: ClockId::new(now, tx.rng()),
            rating: 0,
        };
        store::insert_task(tx, &task).await?;
        task.end(Some(TakenBack::Late), now)?;
        store::update_task(tx, &task).await?;
        assert_eq!(store::by_clock(tx, task.clock).await?, Some(task.clone()));
        assert_eq!(store::of_file(tx, task.application).await?, [task.clone()]);
        assert_eq!(store::of_partner(tx, id, now).await?, [task]);
        let step = ("U", "S", PartnerStep::Assist);
        store::own_begins(tx, file, step, now).await?;
        store::own_begins(tx, file, step, now).await?;
        store::own_handed(tx, file).await?;
        store::own_ends(tx, file, now).await?;
        let own = store::own(tx, ("U", PartnerStep::Assist), now).await?;
        assert_eq!((own.len(), own[0].handed, own[0].ended_at), (1, 1, Some(now.as_microsecond())));
        Ok(())
    }
}

#[tokio::test]
async fn contracts_and_steps_are_read_back_as_written() {
    on_every_database(setup, async |city| {
        city.app.db.write(city.tenant.id, Write).await.unwrap();
        let mut tx = city.app.db.read(city.other.id).await.unwrap();
        assert!(store::all(&mut tx).await.unwrap().is_empty(), "another city knows of nothing");
    })
    .await;
}
