//! A report as its own context writes it, seen by kind and clock alone.

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::complaint::{Disposed, Handler};
use kernel::id::{ClockId, CommandId, ComplaintId};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::journal::Seal;
use platform::keys;
use platform::testing::TestCity;

struct Dispose {
    app: App,
    owner: String,
    rule: String,
}

impl Command for Dispose {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let now = tx.now();
        let id = ComplaintId::new(now, tx.rng());
        let key = keys::create(tx, &self.app.vault, id.uuid()).await?;
        let term = self.app.rulebook.term(&self.rule, self.app.today())?;
        let clock = ClockMove {
            clock: ClockId::new(now, tx.rng()),
            rule: self.rule.clone(),
            owner: self.owner.clone(),
            due_at: None,
            op: ClockOp::Start { term },
        };
        let fact = NewFact {
            subject: Subject { kind: SubjectKind::Complaint, id: id.uuid() },
            command: CommandId::new(now, tx.rng()),
            occurred_at: now,
            actor: Actor::system(),
            clocks: vec![clock],
            payload: Payload::ComplaintDisposed(Disposed { v: 1, to: Handler::Inspectorate }),
        };
        tx.append(&fact, 1, Seal::Under(&key)).await?;
        Ok(())
    }
}

/// A report is given to `owner`, and the clock of `rule` runs for them.
pub(super) async fn dispose(city: &TestCity, owner: &str, rule: &str) {
    let (app, owner, rule) = (city.app.clone(), owner.to_owned(), rule.to_owned());
    city.app.db.write(city.tenant.id, Dispose { app, owner, rule }).await.unwrap();
    platform::workers::settle(&city.app, city.tenant.id).await.unwrap();
}
