//! Answers of a synthetic year, which nobody gave.

use kernel::Error;
use kernel::error::Result;
use platform::db::{Command, WriteTx};
use uuid::Uuid;

use super::super::model::State;
use super::super::{boxes, store};

/// Puts the answers of synthetic people into an open round.
#[derive(Clone)]
pub struct Replay {
    /// Which round.
    pub round: Uuid,
    /// Invitations whose token was taken, each with its answer.
    pub answers: Vec<(Uuid, store::Answer)>,
}

impl Command for Replay {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        if !tx.is_replayed() {
            return Err(Error::internal("answers of a real city come by a credential"));
        }
        store::round(tx, self.round).await?.must_be(State::Open)?;
        for (invitation, answer) in &self.answers {
            store::take(tx, *invitation).await?;
            let id = boxes::random_id(tx);
            store::insert_answer(tx, self.round, id, answer).await?;
        }
        Ok(())
    }
}
