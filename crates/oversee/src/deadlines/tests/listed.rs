//! A report as its own context writes it, seen by kind and clock alone.

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::complaint::{Disposed, Handler, SuperiorTold};
use kernel::id::{ClockId, CommandId, ComplaintId};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::journal::Seal;
use platform::keys;
use platform::testing::TestCity;

struct Write {
    app: App,
    owner: String,
    rule: String,
    proven: bool,
}

impl Command for Write {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let now = tx.now();
        let id = ComplaintId::new(now, tx.rng());
        let key = keys::create(tx, &self.app.vault, id.uuid()).await?;
        let (op, payload) = if self.proven {
            let told = SuperiorTold { v: 1, unit: self.owner.clone() };
            (ClockOp::Measure, Payload::ComplaintSuperiorTold(told))
        } else {
            let term = self.app.rulebook.term(&self.rule, self.app.today())?;
            let disposed = Disposed { v: 1, to: Handler::Inspectorate };
            (ClockOp::Start { term }, Payload::ComplaintDisposed(disposed))
        };
        let clock = ClockMove {
            clock: ClockId::new(now, tx.rng()),
            rule: self.rule.clone(),
            owner: self.owner.clone(),
            due_at: None,
            op,
        };
        let fact = NewFact {
            subject: Subject { kind: SubjectKind::Complaint, id: id.uuid() },
            command: CommandId::new(now, tx.rng()),
            occurred_at: now,
            actor: Actor::system(),
            clocks: vec![clock],
            payload,
        };
        tx.append(&fact, 1, Seal::Under(&key)).await?;
        Ok(())
    }
}

async fn write(city: &TestCity, owner: &str, rule: &str, proven: bool) {
    let (app, owner, rule) = (city.app.clone(), owner.to_owned(), rule.to_owned());
    city.app.db.write(city.tenant.id, Write { app, owner, rule, proven }).await.unwrap();
    platform::workers::settle(&city.app, city.tenant.id).await.unwrap();
}

/// A report is given to `owner`, and the clock of `rule` runs for them.
pub(super) async fn dispose(city: &TestCity, owner: &str, rule: &str) {
    write(city, owner, rule, false).await;
}

/// A report of the Inspectorate is proven, and the head of `unit` is told.
pub(super) async fn prove(city: &TestCity, unit: &str) {
    write(city, unit, "complaint.proven", true).await;
}
