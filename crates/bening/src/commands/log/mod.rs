//! `bening log`. Exit codes: 0 good, 1 does not verify, 2 the input is wrong.

mod draw;
pub mod key;
mod order;
mod proof;
mod recover;
mod source;
mod verify;
mod witness;

use std::path::Path;

use ledger::note::{KeyType, VerifierKey};

use super::{Done, Stop};
use crate::cli::{Key, Log};

/// Runs one of them.
pub async fn run(log: Log) -> Done {
    match log {
        Log::Verify(args) => blocking(move || verify::run(args)).await,
        Log::Proof(args) => blocking(move || proof::run(&args)).await,
        Log::Order(args) => blocking(move || order::run(&args)).await,
        Log::Draw(args) => blocking(move || draw::run(&args)).await,
        Log::Witness(args) => witness::run(args).await,
        Log::Key(Key::New(args)) => key::new(args).await,
        Log::Key(Key::Rotate(args)) => key::rotate(args).await,
        Log::Key(Key::Witness(args)) => key::witness(&args),
        Log::Recover(place) => recover::run(place).await,
    }
}

/// Reading a log is one long look at files or answers.
async fn blocking(work: impl FnOnce() -> Done + Send + 'static) -> Done {
    tokio::task::spawn_blocking(work).await.map_err(kernel::Error::internal)?
}

/// What does not verify.
fn refused(error: impl std::fmt::Display) -> Stop {
    Stop::Refused(error.to_string())
}

/// The text of a file that someone named.
fn text(path: &Path) -> Result<String, Stop> {
    let wrong = |error: std::io::Error| Stop::Input(vec![format!("{}: {error}", path.display())]);
    std::fs::read_to_string(path).map_err(wrong)
}

/// The public key of a log in a file.
fn vkey(path: &Path) -> Result<VerifierKey, Stop> {
    let wrong = |why: String| {
        let line = format!("{}: {why}; it should be the one line of /log/vkey", path.display());
        Stop::Input(vec![line])
    };
    let key: VerifierKey = text(path)?.trim().parse().map_err(|error| wrong(format!("{error}")))?;
    if key.kind() == KeyType::Ed25519 {
        return Ok(key);
    }
    Err(wrong("it is the key of a witness".to_owned()))
}
