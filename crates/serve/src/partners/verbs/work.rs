//! What the partner does: open what the step needs, do it, or step aside; and what the citizen says
//! of it.

use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::fact::{ClockOp, NewFact};
use kernel::facts::partner::{PartnerStep, Rated, StepOf, TakenBack};
use kernel::facts::{Payload, people};
use kernel::id::{ApplicationId, HandoverId};
use platform::App;
use platform::auth::{Can, Partner as Role};
use platform::db::{Command, WriteTx};
use platform::journal::{Seal, next_seq};

use super::super::model::{Task, TaskState};
use super::super::store;
use super::{in_force, moved, take_back};
use crate::applications::model::DocumentState;
use crate::applications::store::documents;
use crate::applications::verbs::{File, new_command};

/// The step, if it is this account's, under a contract in force, and still open.
async fn own(
    tx: &mut WriteTx<'_>,
    app: &App,
    partner: &Can<Role>,
    task: HandoverId,
) -> Result<Task> {
    let task = store::task(tx, task).await?;
    let contract = in_force(tx, app, &task).await?;
    if contract.user != partner.user() || task.state != TaskState::Open {
        return Err(Error::not_found());
    }
    Ok(task)
}

/// What a step needs to know of a person, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The number of the file.
    pub number: String,
    /// Name.
    pub name: String,
    /// Phone; empty without one.
    pub phone: String,
    /// Where.
    pub address: String,
    /// Code of the kelurahan.
    pub kelurahan: String,
    /// Codes of documents that are asked for; none for who only brings something.
    pub missing: Vec<String>,
}

/// The partner opens what the step needs: a fact that the citizen reads.
#[derive(Clone)]
pub struct Open {
    /// The city.
    pub app: App,
    /// Which step.
    pub task: HandoverId,
    /// Who opens it.
    pub partner: Can<Role>,
}

impl Command for Open {
    type Output = Opened;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Opened> {
        let task = own(tx, &self.app, &self.partner, self.task).await?;
        let file = File::load(tx, &self.app, task.application).await?;
        let subject = file.row.access_subject();
        let seq = next_seq(tx, subject).await?;
        let fact = NewFact {
            subject,
            command: new_command(tx),
            occurred_at: tx.now(),
            actor: self.partner.actor(Channel::Online, Some(file.row.unit_id)),
            clocks: Vec::new(),
            payload: Payload::PersonOpened(people::Opened {
                v: 1,
                purpose: format!("partner_{}", task.step.code()),
                what: "partner".to_owned(),
            }),
        };
        tx.append(&fact, seq, Seal::Under(&file.key)).await?;
        let held = match task.step {
            PartnerStep::Assist => documents(tx, file.row.id).await?,
            PartnerStep::Deliver => Vec::new(),
        };
        let person = file.details()?.person;
        let asked = held.into_iter().filter(|document| document.state == DocumentState::Asked);
        Ok(Opened {
            number: file.row.number.to_string(),
            name: person.name,
            phone: person.phone.map(|phone| phone.expose().to_owned()).unwrap_or_default(),
            address: person.address,
            kelurahan: person.kelurahan,
            missing: asked.map(|document| document.code).collect(),
        })
    }
}

/// The partner did it.
#[derive(Clone)]
pub struct Finish {
    /// The city.
    pub app: App,
    /// Which step.
    pub task: HandoverId,
    /// Who did it.
    pub partner: Can<Role>,
}

impl Command for Finish {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut task = own(tx, &self.app, &self.partner, self.task).await?;
        task.end(None, tx.now())?;
        store::update_task(tx, &task).await?;
        let mut file = File::load(tx, &self.app, task.application).await?;
        let clocks = vec![moved(&file, &task, ClockOp::Stop)];
        let actor = self.partner.actor(Channel::Online, Some(file.row.unit_id));
        let done = StepOf { v: 1, partner: task.partner, step: task.step };
        let command = new_command(tx);
        file.commit(tx, command, actor, Payload::PartnerStepDone(done), clocks).await
    }
}

/// The partner knows the person and steps aside; the step never comes back to the same partner.
#[derive(Clone)]
pub struct Know {
    /// The city.
    pub app: App,
    /// Which step.
    pub task: HandoverId,
    /// Who steps aside.
    pub partner: Can<Role>,
}

impl Command for Know {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut task = own(tx, &self.app, &self.partner, self.task).await?;
        let actor = self.partner.actor(Channel::Online, None);
        let command = new_command(tx);
        take_back(tx, &self.app, &mut task, (command, actor), TakenBack::Conflict).await
    }
}

/// The citizen, who has shown the receipt's secret, rates what a partner did: once for an application.
#[derive(Clone)]
pub struct Rate {
    /// The city.
    pub app: App,
    /// Which application.
    pub id: ApplicationId,
    /// From 1, bad, to 5, good.
    pub score: i64,
}

impl Command for Rate {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let tasks = store::of_file(tx, self.id).await?;
        if tasks.iter().any(|task| task.rating != 0) {
            return Err(Error::conflict("partners-rated"));
        }
        let done = tasks.into_iter().rfind(|task| task.state == TaskState::Done);
        let mut task = done.ok_or_else(|| Error::conflict("partners-rated"))?;
        task.rate(self.score)?;
        store::update_task(tx, &task).await?;
        let mut file = File::load(tx, &self.app, self.id).await?;
        let rated = Rated { v: 1, partner: task.partner, score: self.score };
        let command = new_command(tx);
        let actor = Actor::citizen(Channel::Online);
        file.commit(tx, command, actor, Payload::PartnerRated(rated), Vec::new()).await
    }
}
