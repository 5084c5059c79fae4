//! An inspector asks, and takes down what people say; an inspector dismisses it, or it becomes a case.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::ClockOp;
use kernel::facts::{Payload, signal as facts};
use kernel::id::{SignalId, UserId};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::outbox;

use super::Opened;
use crate::signals::model::Signal;
use crate::signals::store;

/// What is done.
#[derive(Clone, Debug)]
pub enum Does {
    /// An officer is asked: who, and what.
    Ask(String, String),
    /// Someone concerned says something: who, and what.
    Explain(String, String),
    /// Nothing is the matter: the listed reason, and the inspector's words.
    Dismiss(String, String),
}

/// An inspector's act on a signal.
#[derive(Clone)]
pub struct Decide {
    /// The city.
    pub app: App,
    /// Which signal.
    pub signal: SignalId,
    /// What is done.
    pub does: Does,
    /// Who does it.
    pub actor: Actor,
}

impl Command for Decide {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut opened = Opened::load(tx, &self.app, self.signal).await?;
        let now = tx.now();
        let (payload, op) = match self.does.clone() {
            Does::Ask(officer, question) => {
                let unknown = |_| Error::invalid("signals-officer-unknown");
                let officer: UserId = officer.parse().map_err(unknown)?;
                opened.signal.ask(officer, question.clone(), now)?;
                self.tell(tx, &opened.signal, officer).await?;
                (Payload::SignalAsked(facts::Asked { v: 1, officer, question }), None)
            }
            Does::Explain(by, text) => {
                opened.signal.explain(&by, text.clone(), now)?;
                (Payload::SignalExplained(facts::Explained { v: 1, by, text }), None)
            }
            Does::Dismiss(reason, text) => {
                opened.signal.dismiss(&reason, text.clone(), now)?;
                let dismissed = facts::Dismissed { v: 1, reason, text };
                (Payload::SignalDismissed(dismissed), Some(ClockOp::Stop))
            }
        };
        opened.commit(tx, self.actor, payload, op).await
    }
}

impl Decide {
    /// The officer finds the question on a page of their own; the mail says nothing of it.
    async fn tell(&self, tx: &mut WriteTx<'_>, signal: &Signal, officer: UserId) -> Result<()> {
        let app = &self.app;
        store::asked(tx, &app.vault, signal.id, officer).await?;
        let link = format!("{}/saya/sinyal/{}", app.settings.public_url, signal.id);
        outbox::tell_account(tx, app, officer, |lang| {
            let due = signal.due_at.map_or_else(String::new, |due| lang.moment(due, app.tz()));
            let values = [("due", due), ("link", link.clone())];
            (lang.t("signals-mail-subject"), lang.with("signals-mail-asked", &values))
        })
        .await
    }
}

/// The signal goes on as the case of that number, in the command that opens it. `urgent` says why
/// nobody could be heard before.
///
/// # Errors
/// Not found when there is no such signal; conflict when it is decided, or nobody was heard yet.
pub async fn escalate(
    tx: &mut WriteTx<'_>,
    app: &App,
    signal: SignalId,
    (case, urgent): (&str, &str),
    actor: Actor,
) -> Result<()> {
    let mut opened = Opened::load(tx, app, signal).await?;
    opened.signal.escalate(case, urgent, tx.now())?;
    let ending = opened.signal.content.ending.as_ref();
    let urgent = ending.map(|ending| ending.urgent.clone()).unwrap_or_default();
    let escalated = facts::Escalated { v: 2, case: case.to_owned(), urgent };
    opened.commit(tx, actor, Payload::SignalEscalated(escalated), Some(ClockOp::Stop)).await
}
