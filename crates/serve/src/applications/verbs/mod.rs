//! What can be done with an application: one file a verb, each a command that changes the rows and
//! writes the fact in one transaction.

mod complete;
mod decide;
mod go_on;
mod lapse;
mod open;
mod pick;
mod send_back;
mod step;
mod submit;
mod supplement;
mod withdraw;

use jiff::Timestamp;
use kernel::Error;
use kernel::actor::Actor;
use kernel::calendar::Pause;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, NewFact, Subject, SubjectKind};
use kernel::facts::{Payload, queue};
use kernel::id::{ApplicationId, ClockId, CommandId};
use kernel::service::Standard;
use platform::App;
use platform::db::{Tx, WriteTx};
use platform::journal::{Seal, next_seq};
use platform::keys;
use platform::vault::SubjectKey;
use uuid::Uuid;

pub(crate) use complete::covers;

pub use complete::Complete;
pub use decide::{Approve, Collect, Collector, Issue, Refuse};
pub use lapse::{ApplicationClocks, Lapse};
pub use open::Open;
pub use pick::{Pick, PickNext};
pub use send_back::SendBack;
pub use step::{FinishStep, StartStep};
pub use submit::{Receipt, Submit};
pub use supplement::Supplement;
pub use withdraw::Withdraw;

use super::model::{Details, State};
use super::rules;
use super::store::{self, Application};
use crate::assignment::verbs as assignment;

/// An application with its key, open for one act.
#[derive(Debug)]
pub struct File {
    /// The row.
    pub row: Application,
    /// The key of its personal data.
    pub key: SubjectKey,
}

impl File {
    /// Reads the application and its key.
    ///
    /// # Errors
    /// Not found when there is none, or when its person has been erased.
    pub async fn load(tx: &mut Tx<'_>, app: &App, id: ApplicationId) -> Result<Self> {
        let row = store::by_id(tx, id).await?;
        Self::of(tx, app, row).await
    }

    /// The key to a row that was read already.
    ///
    /// # Errors
    /// Not found when its person has been erased.
    pub async fn of(tx: &mut Tx<'_>, app: &App, row: Application) -> Result<Self> {
        let key = keys::find(tx, &app.vault, row.id.uuid()).await?;
        Ok(Self { row, key: key.ok_or_else(Error::not_found)? })
    }

    /// What the application says.
    ///
    /// # Errors
    /// When the stored bytes were changed.
    pub fn details(&self) -> Result<Details> {
        self.key.open_json("application.details", &self.row.sealed)
    }

    /// Keeps changed details.
    fn keep(&mut self, tx: &mut WriteTx<'_>, details: &Details) -> Result<()> {
        self.row.sealed = self.key.seal_json("application.details", details, tx.rng())?;
        Ok(())
    }

    /// Refuses unless the file stands in one of `states`.
    pub(crate) fn must_be(&self, states: &[State]) -> Result<()> {
        if states.contains(&self.row.state) {
            return Ok(());
        }
        Err(Error::conflict("applications-wrong-state").context(format!(
            "{} is {}",
            self.row.id,
            self.row.state.code()
        )))
    }

    /// Writes the fact of an act and the changed row, together.
    pub(crate) async fn commit(
        &mut self,
        tx: &mut WriteTx<'_>,
        command: CommandId,
        actor: Actor,
        payload: Payload,
        clocks: Vec<ClockMove>,
    ) -> Result<()> {
        let before = self.row.seq;
        self.append(tx, command, actor, payload, clocks).await?;
        store::update(tx, &self.row, before).await
    }

    /// Writes the fact alone: the row follows in the same command.
    pub(crate) async fn append(
        &mut self,
        tx: &mut WriteTx<'_>,
        command: CommandId,
        actor: Actor,
        payload: Payload,
        clocks: Vec<ClockMove>,
    ) -> Result<()> {
        let fact = NewFact {
            subject: self.row.subject(),
            command,
            occurred_at: tx.now(),
            actor,
            clocks,
            payload,
        };
        self.row.seq += 1;
        tx.append(&fact, self.row.seq, Seal::Under(&self.key)).await?;
        Ok(())
    }

    fn clock(
        &self,
        clock: ClockId,
        rule: String,
        due: Option<Timestamp>,
        op: ClockOp,
    ) -> ClockMove {
        ClockMove { clock, rule, owner: self.row.unit_code.clone(), due_at: due, op }
    }

    /// Starts the promise: the file is complete at `tx.now()`.
    fn start_promise(
        &mut self,
        tx: &mut WriteTx<'_>,
        app: &App,
        standard: &Standard,
    ) -> Result<ClockMove> {
        let now = tx.now();
        let clock = ClockId::new(now, tx.rng());
        let due = rules::due(&app.calendar, &self.row.unit_code, now, standard.promise, &[])?;
        self.row.completed_at = Some(now);
        self.row.due_at = due;
        self.row.promise_clock = Some(clock);
        let op = ClockOp::Start { term: standard.promise };
        Ok(self.clock(clock, rules::promise_rule(&self.row.service), due, op))
    }

    /// Starts the officer's check whether the file is complete.
    fn start_check(&mut self, tx: &mut WriteTx<'_>, app: &App) -> Result<ClockMove> {
        let now = tx.now();
        let day = app.tz().to_datetime(now).date();
        let term = app.rulebook.term(rules::CHECK_RULE, day)?;
        let clock = ClockId::new(now, tx.rng());
        let due = rules::due(&app.calendar, &self.row.unit_code, now, term, &[])?;
        self.row.check_clock = Some(clock);
        self.row.due_at = due;
        Ok(self.clock(clock, rules::CHECK_RULE.to_owned(), due, ClockOp::Start { term }))
    }

    /// Ends the check, if one runs.
    fn end_check(&mut self, op: ClockOp) -> Vec<ClockMove> {
        let due = self.row.due_at;
        let clock = self.row.check_clock.take();
        if clock.is_some() {
            self.row.due_at = None;
        }
        clock
            .map(|clock| self.clock(clock, rules::CHECK_RULE.to_owned(), due, op))
            .into_iter()
            .collect()
    }

    /// Nobody has the file any more: the row alone, for a draw that found no one.
    pub(crate) async fn without_officer(&mut self, tx: &mut WriteTx<'_>) -> Result<()> {
        self.row.officer = None;
        store::update(tx, &self.row, self.row.seq).await
    }

    /// Moves the promise's clock, if there is one, to `due`.
    fn move_promise(&mut self, op: ClockOp, due: Option<Timestamp>) -> Vec<ClockMove> {
        let rule = rules::promise_rule(&self.row.service);
        self.row.promise_clock.map(|c| self.clock(c, rule, due, op)).into_iter().collect()
    }

    /// The promise stands still from now on, while the file is with the citizen.
    pub(crate) fn pause(&mut self, now: Timestamp, reason: &str) -> Vec<ClockMove> {
        self.row.pauses.push(Pause { from: now, until: None });
        self.row.due_at = None;
        self.move_promise(ClockOp::Pause { reason: reason.to_owned() }, None)
    }

    /// The promise runs again from now, with what was left of it.
    pub(crate) fn resume(
        &mut self,
        now: Timestamp,
        app: &App,
        standard: &Standard,
    ) -> Result<Vec<ClockMove>> {
        if let Some(last) = self.row.pauses.last_mut() {
            last.until = Some(now);
        }
        let Some(start) = self.row.completed_at else { return Ok(Vec::new()) };
        let (unit, pauses) = (&self.row.unit_code, &self.row.pauses);
        let due = rules::due(&app.calendar, unit, start, standard.promise, pauses)?;
        self.row.due_at = due;
        Ok(self.move_promise(ClockOp::Resume, due))
    }

    fn queue(&self) -> String {
        rules::queue_name(&self.row.unit_code, &self.row.service)
    }

    /// Takes a place in the queue: a clear fact that shows a random ticket and no person.
    async fn enter_queue(
        &mut self,
        tx: &mut WriteTx<'_>,
        command: CommandId,
        actor: Actor,
    ) -> Result<()> {
        let Some(ticket) = self.row.ticket else {
            return Err(Error::internal("a file without a ticket cannot queue"));
        };
        let payload = Payload::QueueEntered(queue::Entered {
            v: 1,
            queue: self.queue(),
            ticket: ticket.to_string(),
            priority: self.row.priority,
        });
        append_clear(tx, command, actor, ticket, 1, payload).await?;
        assignment::enrol(tx, &self.row, &self.queue()).await
    }

    /// A clear fact about the file's place in the queue.
    pub(crate) async fn tell_queue(
        &self,
        tx: &mut WriteTx<'_>,
        command: CommandId,
        actor: Actor,
        payload: Payload,
    ) -> Result<()> {
        let Some(ticket) = self.row.ticket else { return Ok(()) };
        let subject = Subject { kind: SubjectKind::QueueEntry, id: ticket };
        let seq = next_seq(tx, subject).await?;
        append_clear(tx, command, actor, ticket, seq, payload).await
    }

    /// Gives the place up, or is called.
    async fn leave_queue(
        &self,
        tx: &mut WriteTx<'_>,
        command: CommandId,
        actor: Actor,
        reason: Option<&str>,
        picked: bool,
    ) -> Result<()> {
        let Some(ticket) = self.row.ticket else { return Ok(()) };
        let (queue, text) = (self.queue(), ticket.to_string());
        let payload = if picked {
            let reason = reason.map(str::to_owned);
            Payload::QueuePicked(queue::Picked { v: 1, queue, ticket: text, reason })
        } else {
            Payload::QueueLeft(queue::Left { v: 1, queue, ticket: text })
        };
        self.tell_queue(tx, command, actor, payload).await
    }
}

async fn append_clear(
    tx: &mut WriteTx<'_>,
    command: CommandId,
    actor: Actor,
    ticket: Uuid,
    seq: i64,
    payload: Payload,
) -> Result<()> {
    // A clear fact names no officer: who called whom is in the sealed one.
    let actor = Actor { user: None, ..actor };
    let fact = NewFact {
        subject: Subject { kind: SubjectKind::QueueEntry, id: ticket },
        command,
        occurred_at: tx.now(),
        actor,
        clocks: Vec::new(),
        payload,
    };
    tx.append(&fact, seq, Seal::Clear).await?;
    Ok(())
}

/// A ticket: 122 random bits in the form of a UUID, with nothing of the time in it.
fn new_ticket(tx: &mut WriteTx<'_>) -> Uuid {
    use rand::Rng as _;
    let mut bytes = [0u8; 16];
    tx.rng().fill_bytes(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// A new id for a command.
pub(crate) fn new_command(tx: &mut WriteTx<'_>) -> CommandId {
    let now = tx.now();
    CommandId::new(now, tx.rng())
}
