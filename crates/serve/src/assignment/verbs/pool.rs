//! Publishing from whom is drawn, whenever members or loads have changed.

use std::collections::BTreeMap;

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::assignment::{Member, PoolPublished};
use kernel::id::UserId;
use platform::App;
use platform::db::{Command, Tx, WriteTx};
use platform::journal::Seal;

use super::super::{rules, store};
use crate::applications::rules::queue_name;
use crate::applications::verbs::new_command;
use crate::catalogue;
use crate::catalogue::import::OWN_KELURAHAN;

/// A pool that differs from the last one: the number of its fact, what it says, whose the
/// pseudonyms are.
pub type Stale = (i64, PoolPublished, BTreeMap<String, UserId>);

/// Publishes every pool that has changed.
pub struct Refresh {
    /// The city.
    pub app: App,
}

impl Command for Refresh {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        refresh(tx, &self.app).await
    }
}

/// As [`Refresh`], inside the command that changed members or loads.
pub(super) async fn refresh(tx: &mut WriteTx<'_>, app: &App) -> Result<()> {
    for (seq, pool, members) in stale(tx, app).await? {
        store::insert_pool(tx, seq, &pool, &members).await?;
        let id = rules::pool_subject(&pool.queue);
        let fact = NewFact {
            subject: Subject { kind: SubjectKind::Pool, id },
            command: new_command(tx),
            occurred_at: tx.now(),
            actor: Actor::system(),
            clocks: Vec::new(),
            payload: Payload::PoolPublished(pool),
        };
        tx.append(&fact, seq, Seal::Clear).await?;
    }
    Ok(())
}

/// The pools that have changed since they were published.
///
/// # Errors
/// When the database fails.
pub async fn stale(tx: &mut Tx<'_>, app: &App) -> Result<Vec<Stale>> {
    let mut changed = Vec::new();
    for step in store::steps(tx).await? {
        let standard = catalogue::store::standard(tx, &step.service, app.today()).await?;
        let Some(unit) = standard.map(|known| known.standard.unit.clone()) else { continue };
        if unit == OWN_KELURAHAN {
            continue;
        }
        let queue = queue_name(&unit, &step.service);
        let last = store::last_pool(tx, &queue).await?;
        let (pool, members) = pool(tx, app, &unit, queue).await?;
        match last {
            // Nobody has ever worked there: there is nothing to say yet.
            None if pool.members.is_empty() => {}
            Some((_, before)) if before == pool => {}
            last => changed.push((last.map_or(1, |(seq, _)| seq + 1), pool, members)),
        }
    }
    Ok(changed)
}

async fn pool(
    tx: &mut Tx<'_>,
    app: &App,
    unit: &str,
    queue: String,
) -> Result<(PoolPublished, BTreeMap<String, UserId>)> {
    let period = rules::period(app.today());
    let present = store::present(tx, unit, app.today()).await?;
    let loads = store::loads(tx, &queue).await?;
    let named = |user: UserId| (rules::pseudonym(&app.vault, &period, user), user);
    let by_name: BTreeMap<String, UserId> = present.into_iter().map(named).collect();
    let member = |(pseudonym, user): (&String, &UserId)| Member {
        pseudonym: pseudonym.clone(),
        load: loads.get(user).copied().unwrap_or(0),
    };
    let members = by_name.iter().map(member).collect();
    Ok((PoolPublished { v: 1, queue, period, members }, by_name))
}
