//! How a ticket ends, or goes on to another counter.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::{Payload, ticket as facts};
use kernel::id::{ApplicationId, TicketId};
use kernel::number::ApplicationNumber;
use platform::App;
use platform::db::{Command, Tx, WriteTx};

use super::super::model::{HANDING_REASONS, Leaving, State};
use super::super::store::{self, Ticket};
use super::{append, key_of, local, numbers, seconds};
use crate::applications::store::by_number;

/// Writes the row and its fact.
async fn keep(
    tx: &mut WriteTx<'_>,
    app: &App,
    row: &mut Ticket,
    actor: Actor,
    payload: Payload,
) -> Result<()> {
    let before = row.seq;
    row.seq += 1;
    store::update_ticket(tx, row, before).await?;
    if row.ended_at.is_some() {
        store::release_wait(tx, row.id).await?;
    }
    let key = key_of(tx, app, row.id.uuid()).await?;
    append(tx, &key, (row.subject(), row.seq), actor, payload).await
}

/// The person was served.
#[derive(Clone)]
pub struct Served {
    /// The city.
    pub app: App,
    /// Who.
    pub id: TicketId,
    /// The application that was handed in at the counter.
    pub application: Option<ApplicationNumber>,
    /// Who served.
    pub actor: Actor,
}

impl Command for Served {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut row = store::ticket(tx, self.id).await?;
        let (State::Called, Some(first), Some(last)) =
            (row.state, row.first_called_at, row.called_at)
        else {
            return Err(Error::conflict("queue-not-called"));
        };
        let now = tx.now();
        (row.state, row.ended_at) = (State::Served, Some(now));
        let served = facts::Served {
            v: 1,
            unit: row.unit.clone(),
            service: row.service.clone(),
            group: row.group(),
            counter: row.counter,
            waited: seconds(row.taken_at, first),
            served: seconds(last, now),
            application: self.application(tx, &row).await?,
        };
        keep(tx, &self.app, &mut row, self.actor, Payload::TicketServed(served)).await
    }
}

impl Served {
    /// The application, which must be one of the ticket's unit.
    async fn application(&self, tx: &mut Tx<'_>, row: &Ticket) -> Result<Option<ApplicationId>> {
        let Some(number) = self.application else { return Ok(None) };
        let found = by_number(tx, number).await?.filter(|found| found.unit_code == row.unit);
        let found = found.ok_or_else(|| Error::invalid("queue-application-unknown"))?;
        Ok(Some(found.id))
    }
}

/// The person was called often enough and did not come.
#[derive(Clone)]
pub struct Absent {
    /// The city.
    pub app: App,
    /// Who.
    pub id: TicketId,
    /// Who called.
    pub actor: Actor,
}

impl Command for Absent {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let row = store::ticket(tx, self.id).await?;
        if row.state != State::Called {
            return Err(Error::conflict("queue-not-called"));
        }
        let (day, _) = local(&self.app, tx.now());
        let calls = numbers(&self.app, day)?.calls;
        if row.calls < calls {
            return Err(Error::conflict("queue-call-again").with("calls", calls));
        }
        leave(tx, &self.app, row, Leaving::Absent, self.actor).await
    }
}

/// The holder gives the place up.
#[derive(Clone)]
pub struct Leave {
    /// The city.
    pub app: App,
    /// Whose.
    pub id: TicketId,
    /// The holder.
    pub actor: Actor,
}

impl Command for Leave {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let row = store::ticket(tx, self.id).await?;
        if row.state != State::Waiting {
            return Err(Error::conflict("queue-not-waiting"));
        }
        leave(tx, &self.app, row, Leaving::GaveUp, self.actor).await
    }
}

/// Ends a ticket without service.
pub(super) async fn leave(
    tx: &mut WriteTx<'_>,
    app: &App,
    mut row: Ticket,
    why: Leaving,
    actor: Actor,
) -> Result<()> {
    let now = tx.now();
    (row.state, row.ended_at) = (State::Left, Some(now));
    let left = facts::Left {
        v: 1,
        unit: row.unit.clone(),
        service: row.service.clone(),
        reason: why.code().to_owned(),
        waited: seconds(row.taken_at, now),
    };
    keep(tx, app, &mut row, actor, Payload::TicketLeft(left)).await
}

/// The person goes on to another counter, where the next call is theirs.
#[derive(Clone)]
pub struct Hand {
    /// The city.
    pub app: App,
    /// Who.
    pub id: TicketId,
    /// To which counter.
    pub to: i64,
    /// One of [`HANDING_REASONS`].
    pub reason: String,
    /// Who hands over.
    pub actor: Actor,
}

impl Command for Hand {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut row = store::ticket(tx, self.id).await?;
        if row.state != State::Called {
            return Err(Error::conflict("queue-not-called"));
        }
        let counters = store::counters(tx, &row.unit).await?.ok_or_else(Error::not_found)?;
        let there = (1..=counters.setting.counters).contains(&self.to);
        if !there || self.to == row.counter {
            return Err(Error::invalid("queue-hand-where"));
        }
        if !HANDING_REASONS.contains(&self.reason.as_str()) {
            return Err(Error::invalid("queue-hand-why"));
        }
        let handed = facts::Handed {
            v: 1,
            unit: row.unit.clone(),
            service: row.service.clone(),
            from: row.counter,
            to: self.to,
            reason: self.reason.clone(),
        };
        row.state = State::Waiting;
        (row.handed_to, row.counter, row.calls) = (self.to, 0, 0);
        keep(tx, &self.app, &mut row, self.actor, Payload::TicketHanded(handed)).await
    }
}
