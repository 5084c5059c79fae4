//! What can be done: a file a verb. Each writes its facts in the transaction of its rows.

mod absent;
mod conflict;
mod draw;
mod pool;
mod reassign;

use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::id::UserId;
use platform::App;
use platform::db::{Tx, WriteTx};
use platform::journal::{Seal, next_seq};
use platform::keys;
use uuid::Uuid;

pub use absent::Absent;
pub use conflict::{About, Conflict};
pub use draw::Draw;
pub use pool::{Refresh, stale};
pub use reassign::Reassign;

use super::model::Stands;
use super::store;
use crate::applications::store::Application;
use crate::applications::verbs::new_command;

/// A file has entered its queue: where a step of its service is listed and a pool was published
/// before, an officer will be drawn for it. The replayed past keeps its officers.
///
/// # Errors
/// When the database fails.
pub(crate) async fn enrol(tx: &mut WriteTx<'_>, row: &Application, queue: &str) -> Result<()> {
    let Some(ticket) = row.ticket else { return Ok(()) };
    if tx.is_replayed() || !store::is_listed(tx, &row.service).await? {
        return Ok(());
    }
    if store::pool_before(tx, queue, i64::MAX).await?.is_none() {
        return Ok(());
    }
    store::begin(tx, ticket, row.id, queue, &row.unit_code).await
}

/// In whose line a waiting ticket stands for `officer`: nobody's when no officer is drawn for it,
/// else the officer's own.
///
/// # Errors
/// Conflict when someone else was drawn, or nobody yet.
pub(crate) async fn line(tx: &mut Tx<'_>, ticket: Uuid, officer: UserId) -> Result<Option<UserId>> {
    let Some(draw) = store::of_ticket(tx, ticket).await? else { return Ok(None) };
    match (draw.stands, draw.officer) {
        (Stands::Drawn, Some(drawn)) if drawn == officer => Ok(Some(officer)),
        (Stands::Drawn, _) => Err(Error::conflict("assignment-drawn-for-another")),
        (Stands::Nobody, _) => Err(Error::conflict("assignment-nobody-drawn")),
        (Stands::Waiting | Stands::Ended, _) => Err(Error::conflict("assignment-not-drawn-yet")),
    }
}

/// A sealed fact about an officer, under the key of the account.
async fn about_officer(
    tx: &mut WriteTx<'_>,
    app: &App,
    officer: UserId,
    actor: Actor,
    payload: Payload,
) -> Result<()> {
    let subject = Subject { kind: SubjectKind::User, id: officer.uuid() };
    let key = keys::find(tx, &app.vault, officer.uuid()).await?.ok_or_else(Error::not_found)?;
    let command = new_command(tx);
    let fact =
        NewFact { subject, command, occurred_at: tx.now(), actor, clocks: Vec::new(), payload };
    let seq = next_seq(tx, subject).await?;
    tx.append(&fact, seq, Seal::Under(&key)).await?;
    Ok(())
}

/// The actor of an officer's own declaration, who acts as an officer at a desk.
const DOOR: Channel = Channel::Online;
