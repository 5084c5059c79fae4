//! A head hands a step of a file to a partner, and takes it back.

use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::fact::ClockOp;
use kernel::facts::Payload;
use kernel::facts::partner::{PartnerStep, StepOf, TakenBack};
use kernel::id::{ClockId, HandoverId, PartnerId};
use kernel::number::ApplicationNumber;
use platform::App;
use platform::auth::{Can, Head};
use platform::db::{Command, WriteTx};

use super::super::model::{STEP_RULE, Task, TaskState, has_step};
use super::super::store;
use super::{moved, take_back};
use crate::applications::store::by_number;
use crate::applications::verbs::{File, new_command};

/// The handing over.
#[derive(Clone)]
pub struct Hand {
    /// The city.
    pub app: App,
    /// Which file.
    pub number: ApplicationNumber,
    /// To whom.
    pub partner: PartnerId,
    /// Who hands it over.
    pub head: Can<Head>,
}

impl Command for Hand {
    type Output = HandoverId;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<HandoverId> {
        let (now, today) = (tx.now(), self.app.tz().to_datetime(tx.now()).date());
        let partner = store::by_id(tx, self.partner).await?;
        let terms = &partner.terms;
        if !self.head.covers(&terms.unit) {
            return Err(Error::not_found());
        }
        if !partner.in_force(today) {
            return Err(Error::conflict("partners-not-in-force"));
        }
        let unknown = || Error::invalid("partners-number-unknown");
        let row = by_number(tx, self.number).await?.ok_or_else(unknown)?;
        if row.unit_code != terms.unit || !terms.services.contains(&row.service) {
            return Err(unknown());
        }
        if !has_step(row.state, terms.step) {
            return Err(Error::conflict("partners-no-step"));
        }
        let before = store::of_file(tx, row.id).await?;
        if before.iter().any(|task| task.state == TaskState::Open) {
            return Err(Error::conflict("partners-handed"));
        }
        let knows = |task: &Task| task.partner == partner.id && task.why == "conflict";
        if before.iter().any(knows) {
            return Err(Error::conflict("partners-knows"));
        }
        let mut file = File::of(tx, &self.app, row).await?;
        let place = file.details()?.person.kelurahan;
        if !terms.kelurahan.is_empty() && !terms.kelurahan.contains(&place) {
            return Err(Error::invalid("partners-elsewhere"));
        }
        let term = self.app.rulebook.term(STEP_RULE, today)?;
        let due = self.app.calendar.due(&terms.unit, now, term, &[]).map_err(Error::internal)?;
        let due_at = due.ok_or_else(|| Error::internal("a step that is never due"))?;
        let since = match terms.step {
            PartnerStep::Deliver => file.row.ended_at,
            PartnerStep::Assist => file.row.pauses.last().map(|pause| pause.from),
        };
        let task = Task {
            id: HandoverId::new(now, tx.rng()),
            partner: partner.id,
            application: file.row.id,
            service: file.row.service.clone(),
            step: terms.step,
            state: TaskState::Open,
            why: String::new(),
            due_since: since.unwrap_or(now),
            handed_at: now,
            due_at,
            ended_at: None,
            clock: ClockId::new(now, tx.rng()),
            rating: 0,
        };
        store::insert_task(tx, &task).await?;
        let clocks = vec![moved(&file, &task, ClockOp::Start { term })];
        let actor = self.head.actor(Channel::Online, Some(file.row.unit_id));
        let handed = StepOf { v: 1, partner: partner.id, step: terms.step };
        let command = new_command(tx);
        file.commit(tx, command, actor, Payload::PartnerStepHanded(handed), clocks).await?;
        Ok(task.id)
    }
}

/// The taking back.
#[derive(Clone)]
pub struct TakeBack {
    /// The city.
    pub app: App,
    /// Which step.
    pub task: HandoverId,
    /// Who takes it back.
    pub head: Can<Head>,
}

impl Command for TakeBack {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut task = store::task(tx, self.task).await?;
        let partner = store::by_id(tx, task.partner).await?;
        if !self.head.covers(&partner.terms.unit) {
            return Err(Error::not_found());
        }
        let actor = self.head.actor(Channel::Online, None);
        let command = new_command(tx);
        take_back(tx, &self.app, &mut task, (command, actor), TakenBack::Head).await
    }
}
