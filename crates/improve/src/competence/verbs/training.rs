//! A training is planned, and it is written down who took part.

use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::{Actor, Role};
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::{Payload, competence as facts};
use kernel::id::{CommandId, TrainingId, UserId};
use platform::App;
use platform::auth::account::holders;
use platform::db::{Command, WriteTx};
use platform::journal::{Seal, next_seq};
use platform::keys;

use super::super::model::Training;
use super::super::store::trainings;
use super::written;

/// The longest topic, in characters.
const LONGEST: usize = 120;
/// The most seats.
const MOST: i64 = 500;

/// A unit plans a training.
#[derive(Clone)]
pub struct Plan {
    /// The city.
    pub app: App,
    /// Code of the unit.
    pub unit: String,
    /// What is learnt.
    pub topic: String,
    /// When.
    pub day: Date,
    /// For how many.
    pub seats: i64,
    /// Who plans.
    pub actor: Actor,
}

impl Command for Plan {
    type Output = TrainingId;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<TrainingId> {
        let now = tx.now();
        let today = self.app.tz().to_datetime(now).date();
        let topic = written(&self.topic, LONGEST, "competence-topic-missing")?;
        if self.day < today || self.day > today.saturating_add(1.year()) {
            return Err(Error::invalid("competence-day-wrong"));
        }
        if !(1..=MOST).contains(&self.seats) {
            return Err(Error::invalid("competence-seats-wrong"));
        }
        let id = TrainingId::new(now, tx.rng());
        let (unit, day, seats) = (self.unit.clone(), self.day, self.seats);
        let planned = facts::Planned { v: 1, unit: unit.clone(), topic: topic.clone(), day, seats };
        let fact = NewFact {
            subject: Subject { kind: SubjectKind::Training, id: id.uuid() },
            command: CommandId::new(now, tx.rng()),
            occurred_at: now,
            actor: self.actor,
            clocks: Vec::new(),
            payload: Payload::TrainingPlanned(planned),
        };
        tx.append(&fact, 1, Seal::Clear).await?;
        trainings::insert(tx, &Training { id, unit, topic, day, seats, held: false }).await?;
        Ok(id)
    }
}

/// It is written down who took part.
#[derive(Clone)]
pub struct Hold {
    /// The city.
    pub app: App,
    /// Which training.
    pub id: TrainingId,
    /// Who took part: officers of the unit.
    pub users: Vec<UserId>,
    /// Who writes it down.
    pub actor: Actor,
}

impl Command for Hold {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let now = tx.now();
        let training = trainings::by_id(tx, self.id).await?;
        if training.day > self.app.tz().to_datetime(now).date() {
            return Err(Error::conflict("competence-not-yet"));
        }
        let staff = holders(tx, Role::Officer, &training.unit).await?;
        let mut users = self.users.clone();
        users.sort();
        users.dedup();
        if users.is_empty() || !users.iter().all(|user| staff.contains(user)) {
            return Err(Error::invalid("competence-attendance-missing"));
        }
        trainings::hold(tx, self.id, &users).await?;
        let command = CommandId::new(now, tx.rng());
        for user in users {
            let Some(key) = keys::find(tx, &self.app.vault, user.uuid()).await? else { continue };
            let subject = Subject { kind: SubjectKind::User, id: user.uuid() };
            let held = facts::Held {
                v: 1,
                unit: training.unit.clone(),
                topic: training.topic.clone(),
                day: training.day,
            };
            let fact = NewFact {
                subject,
                command,
                occurred_at: now,
                actor: self.actor,
                clocks: Vec::new(),
                payload: Payload::TrainingHeld(held),
            };
            let seq = next_seq(tx, subject).await?;
            tx.append(&fact, seq, Seal::Under(&key)).await?;
        }
        Ok(())
    }
}
