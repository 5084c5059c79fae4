//! The decision and what follows it: yes, the product, its collection; or no, with grounds.

use std::sync::Arc;

use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::fact::ClockOp;
use kernel::facts::{Payload, application as facts};
use kernel::id::{ApplicationId, FileId};
use kernel::service::{FeeDue, Standard};
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::{Command, WriteTx};

use super::super::desk;
use super::super::messages::{self, News};
use super::super::model::{GROUNDS, Note, State};
use super::complete::{covers, own};
use super::{File, new_command};
use crate::fees::verbs as fees;

/// The decision is yes.
#[derive(Clone)]
pub struct Approve {
    /// The city.
    pub app: App,
    /// Which application.
    pub id: ApplicationId,
    /// Who decides.
    pub officer: Can<Officer>,
}

impl Command for Approve {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut file = File::load(tx, &self.app, self.id).await?;
        covers(&self.officer, &file)?;
        file.must_be(&[State::InProgress])?;
        own(tx, &self.officer, &file).await?;
        let standard = desk::standard_of(tx, &file.row).await?;
        file.row.state = State::Approved;
        // While a fee is open the file is with the citizen, and no clock of the office runs.
        let clocks = match fees::will_wait(tx, &file, &standard).await? {
            true => file.pause(tx.now(), fees::WAITS),
            false => Vec::new(),
        };
        let actor = self.officer.actor(Channel::Counter, Some(file.row.unit_id));
        let payload = Payload::Approved(facts::Approved { v: 1 });
        let command = new_command(tx);
        file.commit(tx, command, actor, payload, clocks).await?;
        fees::charge_now(tx, &mut file, &standard, FeeDue::Issue, (command, actor)).await
    }
}

/// The decision is no.
#[derive(Clone)]
pub struct Refuse {
    /// The city.
    pub app: App,
    /// The standard of the application.
    pub standard: Arc<Standard>,
    /// Which application.
    pub id: ApplicationId,
    /// Who decides.
    pub officer: Can<Officer>,
    /// One of [`GROUNDS`].
    pub ground: String,
    /// What the citizen reads.
    pub note: String,
}

impl Command for Refuse {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        if !GROUNDS.contains(&self.ground.as_str()) {
            return Err(Error::invalid("applications-refusal-needs-ground"));
        }
        let mut file = File::load(tx, &self.app, self.id).await?;
        covers(&self.officer, &file)?;
        file.must_be(&[State::InProgress])?;
        own(tx, &self.officer, &file).await?;
        let mut details = file.details()?;
        let day = self.app.tz().to_datetime(tx.now()).date();
        details.notes.push(Note { on: day, reason: self.ground.clone(), text: self.note.clone() });
        file.keep(tx, &details)?;
        file.row.state = State::Refused;
        file.row.ended_at = Some(tx.now());
        let due = file.row.due_at;
        let clocks = file.move_promise(ClockOp::Stop, due);
        let actor = self.officer.actor(Channel::Counter, Some(file.row.unit_id));
        let payload = Payload::Refused(facts::Refused {
            v: 1,
            ground: self.ground.clone(),
            note: self.note.clone(),
        });
        let command = new_command(tx);
        file.commit(tx, command, actor, payload, clocks).await?;
        messages::tell(tx, &self.app, &file, &self.standard, &details, News::Refused).await
    }
}

/// The product is there; the promise's clock stops.
#[derive(Clone)]
pub struct Issue {
    /// The city.
    pub app: App,
    /// The standard of the application.
    pub standard: Arc<Standard>,
    /// Which application.
    pub id: ApplicationId,
    /// Who issues it.
    pub officer: Can<Officer>,
    /// The product as a file, when there is one.
    pub product: Option<FileId>,
}

impl Command for Issue {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut file = File::load(tx, &self.app, self.id).await?;
        covers(&self.officer, &file)?;
        file.must_be(&[State::Approved])?;
        fees::must_be_settled(tx, &file).await?;
        file.row.state = State::Issued;
        file.row.ended_at = Some(tx.now());
        let due = file.row.due_at;
        let clocks = file.move_promise(ClockOp::Stop, due);
        let actor = self.officer.actor(Channel::Counter, Some(file.row.unit_id));
        let payload = Payload::Issued(facts::Issued { v: 1, file: self.product });
        let command = new_command(tx);
        file.commit(tx, command, actor, payload, clocks).await?;
        let details = file.details()?;
        messages::tell(tx, &self.app, &file, &self.standard, &details, News::Issued).await
    }
}

/// The citizen has the product.
#[derive(Clone)]
pub struct Collect {
    /// The city.
    pub app: App,
    /// Which application.
    pub id: ApplicationId,
    /// The officer who handed it over, or the citizen with the receipt's secret.
    pub by: Collector,
}

/// Who says that the product was collected.
#[derive(Clone)]
pub enum Collector {
    /// An officer of the unit.
    Officer(Can<Officer>),
    /// The citizen, who has shown the receipt's secret.
    Citizen,
}

impl Command for Collect {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut file = File::load(tx, &self.app, self.id).await?;
        let actor = match &self.by {
            Collector::Officer(officer) => {
                covers(officer, &file)?;
                officer.actor(Channel::Counter, Some(file.row.unit_id))
            }
            Collector::Citizen => Actor::citizen(Channel::Online),
        };
        file.must_be(&[State::Issued])?;
        file.row.state = State::Collected;
        let payload = Payload::Collected(facts::Collected { v: 1 });
        let command = new_command(tx);
        file.commit(tx, command, actor, payload, Vec::new()).await
    }
}
