//! A ballot whose last day is over is counted, and its votes become public without their voters.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::facts::plan::BallotClosed;
use kernel::id::CommandId;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::journal::Seal;
use platform::keys;
use platform::vault::sha256;

use super::super::model::{State, state};
use super::super::{counting, store};
use super::{Said, append};
use crate::plan::criteria::hex;

/// Counts a ballot.
#[derive(Clone)]
pub struct Close {
    /// The city.
    pub app: App,
    /// The budget.
    pub budget_year: i16,
    /// Who counts it.
    pub actor: Actor,
}

impl Command for Close {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut ballot = store::of_year(tx, self.budget_year).await?;
        let before = ballot.seq;
        let today = self.app.tz().to_datetime(tx.now()).date();
        match state(ballot.last_day, !ballot.file.is_empty(), today) {
            State::Open => return Err(Error::conflict("ballot-still-open")),
            State::Closed => return Err(Error::conflict("ballot-counted-already")),
            State::Over => {}
        }
        let key = keys::find(tx, &self.app.vault, ballot.id.uuid()).await?;
        let key = key.ok_or_else(Error::not_found)?;
        let votes = store::votes(tx, ballot.id, &key).await?;
        ballot.file = counting::file(&ballot.title, ballot.budget, &ballot.items, &votes);
        let counted = counting::count(&ballot.file)?;
        let chosen = counted.into_iter().filter(|one| one.turn.is_some()).map(|one| one.code);
        let closed = BallotClosed {
            v: 1,
            budget_year: ballot.budget_year,
            votes: i64::try_from(votes.len()).map_err(Error::internal)?,
            digest: hex(&sha256(ballot.file.as_bytes())),
            chosen: chosen.collect(),
        };
        ballot.seq += 1;
        let now = tx.now();
        let command = CommandId::new(now, tx.rng());
        let said = Said {
            subject: ballot.subject(),
            seq: ballot.seq,
            command,
            actor: self.actor,
            seal: Seal::Clear,
        };
        append(tx, said, Payload::BallotClosed(closed)).await?;
        store::update(tx, &ballot, before).await
    }
}
