//! A unit promises something.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::{Payload, meeting as facts};
use kernel::id::{MeetingId, PromiseId, UserId};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::keys;

use super::super::member::Organiser;
use super::super::model::{Act, Meeting, Promise, Standing, Words};
use super::super::{rules, store};
use super::{Invited, append, clock, invited, remind, step};

/// What is promised.
#[derive(Clone, Debug)]
pub struct Promised {
    /// Code of the unit that will owe it.
    pub unit: String,
    /// The head who promises for it, when one is named.
    pub head: Option<UserId>,
    /// What.
    pub text: String,
    /// By when.
    pub due: Timestamp,
}

/// Somebody notes what a unit promised.
#[derive(Clone)]
pub struct Make {
    /// The city.
    pub app: App,
    /// In which meeting.
    pub meeting: MeetingId,
    /// Who notes it.
    pub by: Organiser,
    /// Code of the unit that will owe it.
    pub unit: String,
    /// The head who promises for it, when one is named.
    pub head: Option<UserId>,
    /// What.
    pub text: String,
    /// The day.
    pub day: Date,
}

impl Command for Make {
    type Output = PromiseId;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<PromiseId> {
        let mut meeting = store::by_id(tx, self.meeting).await?;
        self.by.member().must_see(&meeting)?;
        // A unit that nobody leads could never say that it is done.
        let asked = invited(tx, &self.app, &meeting).await?;
        let owes = |one: &Invited| {
            !self.unit.is_empty()
                && one.unit == self.unit
                && self.head.is_none_or(|head| head == one.user)
        };
        if !asked.iter().any(owes) {
            return Err(Error::invalid("meetings-owner-unknown"));
        }
        let due = rules::due(&self.app.calendar, &self.unit, self.day, tx.now())?;
        let promised =
            Promised { unit: self.unit.clone(), head: self.head, text: self.text.clone(), due };
        Ok(make(tx, &self.app, &mut meeting, promised, self.by.actor()).await?.id)
    }
}

/// Writes a promise.
pub(super) async fn make(
    tx: &mut WriteTx<'_>,
    app: &App,
    meeting: &mut Meeting,
    promised: Promised,
    actor: Actor,
) -> Result<Promise> {
    step(meeting, Act::Promise)?;
    let now = tx.now();
    let id = PromiseId::new(now, tx.rng());
    let key = keys::create(tx, &app.vault, id.uuid()).await?;
    let words = Words { text: promised.text.clone(), ..Words::default() };
    let mut promise = Promise {
        id,
        meeting: meeting.id,
        unit: promised.unit.clone(),
        head: promised.head,
        standing: Standing::Open,
        missed: false,
        lapsed: false,
        clock: None,
        due: promised.due,
        first_due: promised.due,
        made_at: now,
        done_at: None,
        sealed: key.seal_json(store::WORDS, &words, tx.rng())?,
        seq: 1,
    };
    let moves = vec![clock::start(tx, app, &mut promise, promised.due)?];
    let made = Payload::CommitmentMade(facts::Made {
        v: 1,
        meeting: meeting.id,
        unit: promised.unit,
        head: promised.head,
        text: promised.text,
        due: promised.due,
    });
    append(tx, &key, (promise.subject(), 1), actor, (made, moves)).await?;
    store::insert_promise(tx, &promise, &rules::month(app.tz(), promise.due)).await?;
    remind::plan(tx, app, &promise).await?;
    Ok(promise)
}
