//! Keys are public facts: which one signs, and which one signs no longer.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{NewFact, TenantId};
use kernel::facts::Payload;
use kernel::facts::log::{KeyPublished, KeyRevoked};
use kernel::id::CommandId;
use ledger::checkpoint::Checkpoint;
use ledger::note::SigningKey;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::journal::{Seal, next_seq};
use platform::log::{CHECKPOINT, Lock, VKEY};

use super::recover::LOG;

const PURPOSE: &str = "log";

/// A change of the key that signs.
#[derive(Clone, Debug)]
pub struct KeyChange {
    /// The key that signs no longer, and why.
    pub revoked: Option<(String, String)>,
    /// The key that signs from now on.
    pub vkey: String,
}

/// Says in the journal which key signs.
///
/// # Errors
/// When the database fails.
pub async fn name_key(app: &App, tenant: TenantId, change: KeyChange) -> Result<()> {
    app.db.write(tenant, change).await
}

impl Command for KeyChange {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let now = tx.now();
        let command = CommandId::new(now, tx.rng());
        if let Some((vkey, reason)) = self.revoked.clone() {
            let purpose = PURPOSE.to_owned();
            say(tx, command, Payload::KeyRevoked(KeyRevoked { v: 1, purpose, vkey, reason }))
                .await?;
        }
        let (purpose, vkey) = (PURPOSE.to_owned(), self.vkey.clone());
        say(tx, command, Payload::KeyPublished(KeyPublished { v: 1, purpose, vkey })).await
    }
}

/// Writes a fact about the log itself.
///
/// # Errors
/// When the database fails.
pub(super) async fn say(tx: &mut WriteTx<'_>, command: CommandId, payload: Payload) -> Result<()> {
    let fact = NewFact {
        subject: LOG,
        command,
        occurred_at: tx.now(),
        actor: Actor::system(),
        clocks: Vec::new(),
        payload,
    };
    let seq = next_seq(tx, LOG).await?;
    tx.append(&fact, seq, Seal::Clear).await?;
    Ok(())
}

/// Signs what is published again, under the new key, so that the log goes on from there.
///
/// # Errors
/// When what is published was not signed by `old`, or the disk refuses.
pub fn sign_again(
    app: &App,
    tenant: TenantId,
    lock: &Lock,
    old: &SigningKey,
    new: &SigningKey,
) -> Result<()> {
    let folder = app.logs.folder(tenant);
    let mut files = vec![(VKEY.to_owned(), format!("{}\n", new.verifier()).into_bytes())];
    if let Some(published) = app.logs.published(tenant, &old.verifier())? {
        let Checkpoint { size, root, .. } = published.checkpoint;
        let origin = new.name().to_owned();
        let checkpoint = Checkpoint { origin, size, root, extensions: Vec::new() };
        let note = checkpoint.sign(new).map_err(Error::internal)?;
        files.push((CHECKPOINT.to_owned(), note.into_bytes()));
    }
    folder.write(lock, &files)
}
