//! What can be done: one file a verb.

mod answer;
mod close;
mod draft;
mod issue;
mod open;
mod paper;
mod plan;
mod publish;
mod replay;
mod shuffle;

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{NewFact, Subject};
use kernel::facts::Payload;
use kernel::id::CommandId;
use platform::db::WriteTx;
use platform::journal::Seal;

pub use answer::{Answer, Credential, Entitled, entitled};
pub use close::Close;
pub use draft::{Draft, Freeze};
pub use issue::{Code, HandEnvelope, Sign, Tell};
pub use open::{Open, make_keys};
pub use paper::{KeyPaper, Keyed, PrintEnvelopes};
pub use plan::Plan;
pub use publish::Publish;
pub use replay::Replay;
pub use shuffle::shuffle;

/// Writes a clear fact, in which no account is named.
async fn tell(
    tx: &mut WriteTx<'_>,
    subject: Subject,
    seq: i64,
    actor: Actor,
    payload: Payload,
) -> Result<()> {
    let now = tx.now();
    let fact = NewFact {
        subject,
        command: CommandId::new(now, tx.rng()),
        occurred_at: now,
        actor: Actor { user: None, ..actor },
        clocks: Vec::new(),
        payload,
    };
    tx.append(&fact, seq, Seal::Clear).await?;
    Ok(())
}
