//! Closing a round: the last batches are shuffled, signing keys and codes are destroyed.

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::facts::{Payload, survey};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::keys;
use uuid::Uuid;

use super::super::model::{Round, State};
use super::super::results::LEAST;
use super::super::{boxes, payments, store};
use super::shuffle::take_out;
use super::tell;

/// Takes no more answers.
#[derive(Clone)]
pub struct Close {
    /// Which round.
    pub round: Uuid,
    /// Who closes it.
    pub actor: Actor,
}

impl Close {
    /// Closes an open round.
    ///
    /// # Errors
    /// `surveys-error-state` when it is not open.
    pub async fn close(app: &App, tenant: TenantId, round: Uuid, actor: Actor) -> Result<()> {
        let _alone = app.boxes.taking().await;
        take_out(app, tenant, round, 0).await?;
        app.db.write(tenant, Self { round, actor }).await
    }
}

/// How many told of a payment, unless they are so few that it could point at one.
async fn paid(tx: &mut WriteTx<'_>, round: &Round) -> Result<Option<i64>> {
    let units = payments::of_round(tx, round).await?;
    let count = units.map(|units| units.values().map(|(_, paid)| paid).sum());
    Ok(count.filter(|count| *count >= LEAST as i64))
}

impl Command for Close {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut round = store::round(tx, self.round).await?;
        round.must_be(State::Open)?;
        // What is still in a box after the shuffle has lost its key, by a restore or a disk.
        for (batch, held) in boxes::filled(tx, round.id).await? {
            boxes::empty(tx, round.id, batch).await?;
            round.lost += held as i64;
        }
        store::forget_codes(tx, round.id).await?;
        keys::erase(tx, round.id).await?;
        let (answers, _) = store::count_answers(tx, round.id).await?;
        round.state = State::Closed;
        round.seq += 1;
        store::update_round(tx, &round, State::Open).await?;
        let paid = paid(tx, &round).await?;
        let closed = survey::AnswersClosed { v: 1, answers, lost: round.lost, paid };
        tell(tx, round.subject(), round.seq, self.actor, Payload::AnswersClosed(closed)).await
    }
}
