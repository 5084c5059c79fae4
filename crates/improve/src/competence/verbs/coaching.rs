//! An officer asks for a coach; both write; the officer ends it. Nobody else can read it.

use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::{Payload, competence as facts, people};
use kernel::id::{CoachingId, CommandId, UserId};
use platform::App;
use platform::auth::{Can, Coach};
use platform::db::{Command, WriteTx};
use platform::journal::{Seal, next_seq};
use platform::keys;
use platform::vault::SubjectKey;

use super::super::model::{self, Coaching};
use super::super::store::coaching as store;
use super::{LONGEST, written};

/// Writes a fact of a coaching under its key.
async fn append(
    tx: &mut WriteTx<'_>,
    key: &SubjectKey,
    coaching: &mut Coaching,
    actor: Actor,
    payload: Payload,
) -> Result<()> {
    let now = tx.now();
    coaching.seq += 1;
    let fact = NewFact {
        subject: Subject { kind: SubjectKind::Coaching, id: coaching.id.uuid() },
        command: CommandId::new(now, tx.rng()),
        occurred_at: now,
        actor,
        clocks: Vec::new(),
        payload,
    };
    tx.append(&fact, coaching.seq, Seal::Under(key)).await?;
    Ok(())
}

/// The coaching of an officer that runs now.
async fn running(tx: &mut WriteTx<'_>, user: UserId) -> Result<Coaching> {
    let found = store::of_user(tx, user).await?;
    found.filter(|one| one.open).ok_or_else(|| Error::conflict("competence-no-coach"))
}

/// An officer wants a coach of a unit.
#[derive(Clone)]
pub struct Ask {
    /// The city.
    pub app: App,
    /// Who.
    pub user: UserId,
    /// Code of the unit whose coach is asked.
    pub unit: String,
    /// The officer, as actor.
    pub actor: Actor,
}

impl Command for Ask {
    type Output = CoachingId;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<CoachingId> {
        let now = tx.now();
        let asked = Payload::CoachingAsked(facts::Asked { v: 1, unit: self.unit.clone() });
        if let Some(mut coaching) = store::of_user(tx, self.user).await? {
            if coaching.open {
                return Err(Error::conflict("competence-asked-before"));
            }
            let key = store::key(tx, &self.app, coaching.id).await?;
            let before = coaching.seq;
            (coaching.open, coaching.since) = (true, now);
            coaching.unit.clone_from(&self.unit);
            append(tx, &key, &mut coaching, self.actor, asked).await?;
            store::update(tx, &coaching, before).await?;
            return Ok(coaching.id);
        }
        let id = CoachingId::new(now, tx.rng());
        let key = keys::create(tx, &self.app.vault, id.uuid()).await?;
        let (user, unit) = (self.user, self.unit.clone());
        let mut coaching = Coaching { id, user, unit, open: true, since: now, seq: 0 };
        append(tx, &key, &mut coaching, self.actor, asked).await?;
        store::insert(tx, &coaching).await?;
        Ok(id)
    }
}

/// An officer wants no coach any more: from then on no coach can open it.
#[derive(Clone)]
pub struct End {
    /// The city.
    pub app: App,
    /// Who.
    pub user: UserId,
    /// The officer, as actor.
    pub actor: Actor,
}

impl Command for End {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut coaching = running(tx, self.user).await?;
        let key = store::key(tx, &self.app, coaching.id).await?;
        let before = coaching.seq;
        (coaching.open, coaching.since) = (false, tx.now());
        let ended = Payload::CoachingEnded(facts::Ended { v: 1 });
        append(tx, &key, &mut coaching, self.actor, ended).await?;
        store::update(tx, &coaching, before).await
    }
}

/// The officer writes to the coach.
#[derive(Clone)]
pub struct Answer {
    /// The city.
    pub app: App,
    /// Who.
    pub user: UserId,
    /// What.
    pub text: String,
    /// The officer, as actor.
    pub actor: Actor,
}

impl Command for Answer {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let coaching = running(tx, self.user).await?;
        write(tx, &self.app, coaching, (false, self.actor), &self.text).await
    }
}

/// A coach writes to the officer.
#[derive(Clone)]
pub struct Note {
    /// The city.
    pub app: App,
    /// Which coaching.
    pub id: CoachingId,
    /// What.
    pub text: String,
    /// Who.
    pub coach: Can<Coach>,
}

impl Command for Note {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let coaching = coached(tx, self.id, &self.coach).await?;
        let actor = self.coach.actor(Channel::Online, None);
        write(tx, &self.app, coaching, (true, actor), &self.text).await
    }
}

/// The coaching, if the officer wants this coach's unit now; for others it does not exist.
async fn coached(tx: &mut WriteTx<'_>, id: CoachingId, coach: &Can<Coach>) -> Result<Coaching> {
    let coaching = store::by_id(tx, id).await?;
    // Nobody coaches themselves.
    let own = coaching.user == coach.user();
    if !coaching.open || own || !coach.covers(&coaching.unit) {
        return Err(Error::not_found());
    }
    Ok(coaching)
}

async fn write(
    tx: &mut WriteTx<'_>,
    app: &App,
    mut coaching: Coaching,
    (by_coach, actor): (bool, Actor),
    text: &str,
) -> Result<()> {
    let text = written(text, LONGEST, "competence-note-missing")?;
    let key = store::key(tx, app, coaching.id).await?;
    let before = coaching.seq;
    let noted = facts::Noted { v: 1, text: text.clone() };
    let payload =
        if by_coach { Payload::CoachingNoted(noted) } else { Payload::CoachingAnswered(noted) };
    append(tx, &key, &mut coaching, actor, payload).await?;
    let note = model::Note { by_coach, at: tx.now(), text };
    store::write(tx, &key, &coaching, &note).await?;
    store::update(tx, &coaching, before).await
}

/// A coach opens what was written: a fact of its own, as whenever somebody reads of another person.
#[derive(Clone)]
pub struct Open {
    /// The city.
    pub app: App,
    /// Which coaching.
    pub id: CoachingId,
    /// Who.
    pub coach: Can<Coach>,
}

impl Command for Open {
    type Output = (Coaching, Vec<model::Note>);

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Self::Output> {
        let coaching = coached(tx, self.id, &self.coach).await?;
        let key = store::key(tx, &self.app, coaching.id).await?;
        let subject = Subject { kind: SubjectKind::Access, id: coaching.id.uuid() };
        let now = tx.now();
        let fact = NewFact {
            subject,
            command: CommandId::new(now, tx.rng()),
            occurred_at: now,
            actor: self.coach.actor(Channel::Online, None),
            clocks: Vec::new(),
            payload: Payload::PersonOpened(people::Opened {
                v: 1,
                purpose: "work".to_owned(),
                what: "coaching".to_owned(),
            }),
        };
        let seq = next_seq(tx, subject).await?;
        tx.append(&fact, seq, Seal::Under(&key)).await?;
        let notes = store::notes(tx, &key, coaching.id).await?;
        Ok((coaching, notes))
    }
}
