//! People explain a signal; an inspector dismisses it, or it becomes a case.

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::ClockOp;
use kernel::facts::{Payload, signal as facts};
use kernel::id::SignalId;
use platform::App;
use platform::db::{Command, WriteTx};

use super::Opened;

/// What is done.
#[derive(Clone, Debug)]
pub enum Does {
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

/// The signal goes on as the case of that number, in the command that opens it.
///
/// # Errors
/// Not found when there is no such signal; conflict when it is decided.
pub async fn escalate(
    tx: &mut WriteTx<'_>,
    app: &App,
    signal: SignalId,
    case: &str,
    actor: Actor,
) -> Result<()> {
    let mut opened = Opened::load(tx, app, signal).await?;
    opened.signal.escalate(case, tx.now())?;
    let escalated = facts::Escalated { v: 1, case: case.to_owned() };
    opened.commit(tx, actor, Payload::SignalEscalated(escalated), Some(ClockOp::Stop)).await
}
