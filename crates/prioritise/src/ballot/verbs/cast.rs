//! A vote is cast: its token is spent, what was chosen is sealed, its digest goes into the ledger.

use std::collections::BTreeSet;

use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::plan::{VoteCast, VoteReceived};
use kernel::id::{BallotId, CommandId};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::journal::Seal;
use platform::keys;
use platform::vault::sha256;

use super::super::model::{check, digest};
use super::super::store;
use super::admit::running;
use super::{Said, append, citizen, secret};

/// Casts a vote.
#[derive(Clone)]
pub struct Cast {
    /// The city.
    pub app: App,
    /// The token that may vote.
    pub token: String,
    /// Codes of what was chosen.
    pub basket: BTreeSet<String>,
}

/// What the voter is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// What only the voter knows.
    pub secret: String,
    /// What the ledger shows.
    pub digest: String,
}

impl Command for Cast {
    type Output = Receipt;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Receipt> {
        let ballot = running(tx, &self.app).await?;
        check(&ballot.items, ballot.budget, &self.basket)?;
        store::spend_token(tx, ballot.id, &sha256(self.token.as_bytes())).await?;
        let key = keys::find(tx, &self.app.vault, ballot.id.uuid()).await?;
        let key = key.ok_or_else(Error::not_found)?;
        let secret = secret(tx);
        let digest = digest(&secret, &self.basket);
        store::put_vote(tx, ballot.id, (&digest, &key), &self.basket).await?;
        let now = tx.now();
        let command = CommandId::new(now, tx.rng());
        // A subject of its own, so that two who vote at the same moment do not wait for each other.
        let id = BallotId::new(now, tx.rng()).uuid();
        let subject = Subject { kind: SubjectKind::Vote, id };
        let chosen = self.basket.iter().cloned().collect();
        let budget_year = ballot.budget_year;
        let said = |seq, seal| Said { subject, seq, command, actor: citizen(), seal };
        let cast = VoteCast { v: 1, budget_year, chosen };
        append(tx, said(1, Seal::Under(&key)), Payload::VoteCast(cast)).await?;
        let received = VoteReceived { v: 1, budget_year, digest: digest.clone() };
        append(tx, said(2, Seal::Clear), Payload::VoteReceived(received)).await?;
        Ok(Receipt { secret, digest })
    }
}
