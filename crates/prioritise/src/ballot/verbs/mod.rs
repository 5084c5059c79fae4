//! What is done with a ballot: it is opened, people are let in and vote, and it is counted.

mod admit;
mod cast;
mod close;
mod open;

use kernel::actor::{Actor, Channel, Role};
use kernel::error::Result;
use kernel::fact::{NewFact, Subject};
use kernel::facts::Payload;
use kernel::id::CommandId;
use platform::db::WriteTx;
use platform::journal::Seal;
use rand::Rng as _;

pub use admit::{Admit, Ask};
pub use cast::Cast;
pub use close::Close;
pub use open::Open;

use crate::plan::criteria::hex;

/// Whoever votes: the ledger knows no more of them.
fn citizen() -> Actor {
    Actor { user: None, role: Role::Citizen, unit: None, channel: Channel::Online }
}

/// A fact with its place and how it is kept.
struct Said<'k> {
    subject: Subject,
    seq: i64,
    command: CommandId,
    actor: Actor,
    seal: Seal<'k>,
}

async fn append(tx: &mut WriteTx<'_>, said: Said<'_>, payload: Payload) -> Result<()> {
    let fact = NewFact {
        subject: said.subject,
        command: said.command,
        occurred_at: tx.now(),
        actor: said.actor,
        clocks: Vec::new(),
        payload,
    };
    tx.append(&fact, said.seq, said.seal).await?;
    Ok(())
}

/// 128 random bits in hexadecimal.
fn secret(tx: &mut WriteTx<'_>) -> String {
    let mut random = [0u8; 16];
    tx.rng().fill_bytes(&mut random);
    hex(&random)
}
