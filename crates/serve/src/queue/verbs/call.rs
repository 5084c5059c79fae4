//! An officer calls whoever is next, or the same person once more.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::{Payload, ticket as facts};
use kernel::id::TicketId;
use platform::App;
use platform::db::{Command, WriteTx};

use super::super::messages;
use super::super::model::State;
use super::super::rules::order::{self, Moment, Waiting};
use super::super::store::{self, Ticket};
use super::{append, contact, key_of, local, numbers, seconds};

/// Calls whoever is next to a counter.
#[derive(Clone)]
pub struct CallNext {
    /// The city.
    pub app: App,
    /// Code of the unit.
    pub unit: String,
    /// Number of the counter.
    pub counter: i64,
    /// Who calls.
    pub actor: Actor,
}

impl Command for CallNext {
    type Output = Ticket;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Ticket> {
        let (day, _) = local(&self.app, tx.now());
        let counters = store::counters(tx, &self.unit).await?.ok_or_else(Error::not_found)?;
        if !(1..=counters.setting.counters).contains(&self.counter) {
            return Err(Error::invalid("queue-counter-wrong"));
        }
        // Locks the day: two counters never decide at once.
        let nobody = || Error::conflict("queue-nobody");
        let call_no = store::next_call(tx, &self.unit, day).await?.ok_or_else(nobody)?;
        let called = store::tickets(tx, &self.unit, day, State::Called).await?;
        if called.iter().any(|ticket| ticket.counter == self.counter) {
            return Err(Error::conflict("queue-counter-busy"));
        }
        let turns = numbers(&self.app, day)?.turns;
        let mut tickets = store::tickets(tx, &self.unit, day, State::Waiting).await?;
        let waiting: Vec<Waiting> = tickets.iter().map(Ticket::waiting).collect();
        let recent = store::recent_lanes(tx, &self.unit, day, order::RECENT).await?;
        let moment = Moment { now: tx.now(), recent: &recent, turns };
        let (id, lane) = order::next(&waiting, self.counter, &moment).ok_or_else(nobody)?;
        let place = tickets.iter().position(|ticket| ticket.id == id).ok_or_else(nobody)?;
        let mut row = tickets.swap_remove(place);
        if row.call_no == 0 {
            (row.call_no, row.lane) = (call_no, Some(lane));
        }
        row.handed_to = 0;
        call(tx, &self.app, &mut row, self.counter, self.actor).await?;
        self.tell(tx, tickets, &waiting, id).await?;
        Ok(row)
    }
}

impl CallNext {
    /// Tells those who are called soon, once.
    async fn tell(
        &self,
        tx: &mut WriteTx<'_>,
        tickets: Vec<Ticket>,
        waiting: &[Waiting],
        called: TicketId,
    ) -> Result<()> {
        let (day, _) = local(&self.app, tx.now());
        let numbers = numbers(&self.app, day)?;
        let recent = store::recent_lanes(tx, &self.unit, day, order::RECENT).await?;
        let moment = Moment { now: tx.now(), recent: &recent, turns: numbers.turns };
        let left: Vec<Waiting> = waiting.iter().filter(|one| one.id != called).copied().collect();
        let line = order::line(&left, &moment);
        for (ahead, id) in line.into_iter().take(numbers.soon + 1).enumerate() {
            let Some(row) = tickets.iter().find(|ticket| ticket.id == id) else { continue };
            if row.told_at.is_none() {
                messages::soon(tx, &self.app, row, ahead).await?;
            }
        }
        Ok(())
    }
}

/// Calls the same person once more.
#[derive(Clone)]
pub struct CallAgain {
    /// The city.
    pub app: App,
    /// Whom.
    pub id: TicketId,
    /// Who calls.
    pub actor: Actor,
}

impl Command for CallAgain {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut row = store::ticket(tx, self.id).await?;
        if row.state != State::Called {
            return Err(Error::conflict("queue-not-called"));
        }
        let counter = row.counter;
        call(tx, &self.app, &mut row, counter, self.actor).await
    }
}

async fn call(
    tx: &mut WriteTx<'_>,
    app: &App,
    row: &mut Ticket,
    counter: i64,
    actor: Actor,
) -> Result<()> {
    let (now, before) = (tx.now(), row.seq);
    row.state = State::Called;
    row.counter = counter;
    row.calls += 1;
    row.called_at = Some(now);
    row.first_called_at = row.first_called_at.or(Some(now));
    row.seq += 1;
    store::update_ticket(tx, row, before).await?;
    let called = facts::Called {
        v: 1,
        unit: row.unit.clone(),
        service: row.service.clone(),
        group: row.group(),
        counter,
        call: row.calls,
        lane: row.lane.map(order::Lane::code).unwrap_or_default().to_owned(),
        waited: seconds(row.taken_at, now),
    };
    let key = key_of(tx, app, row.id.uuid()).await?;
    append(tx, &key, (row.subject(), row.seq), actor, Payload::TicketCalled(called)).await
}

impl Ticket {
    /// How the holder can be reached.
    pub(in super::super) fn contact(
        &self,
        key: &platform::vault::SubjectKey,
    ) -> Result<super::super::model::Contact> {
        contact(key, &self.sealed)
    }
}
