//! What can be done: a head plans, an officer asks, a colleague answers. Each writes its fact in the
//! transaction of its rows.

mod answer;
mod ask;
mod plan;

use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{NewFact, Subject};
use kernel::facts::Payload;
use kernel::id::UserId;
use platform::App;
use platform::db::{Tx, WriteTx};
use platform::journal::{Seal, next_seq};
use platform::keys;

pub use answer::Answer;
pub use ask::Ask;
pub use plan::Plan;

use super::model::Shift;
use super::store;
use crate::applications::verbs::new_command;
use crate::assignment;

/// Appends the sealed fact of an act, under the key of its subject.
async fn append(
    tx: &mut WriteTx<'_>,
    app: &App,
    subject: Subject,
    actor: Actor,
    payload: Payload,
) -> Result<()> {
    let key = match keys::find(tx, &app.vault, subject.id).await? {
        Some(key) => key,
        None => keys::create(tx, &app.vault, subject.id).await?,
    };
    let command = new_command(tx);
    let fact =
        NewFact { subject, command, occurred_at: tx.now(), actor, clocks: Vec::new(), payload };
    let seq = next_seq(tx, subject).await?;
    tx.append(&fact, seq, Seal::Under(&key)).await?;
    Ok(())
}

/// Shifts of some officers from today on, and who of them is not in `unit` on which of some days.
async fn known(
    tx: &mut Tx<'_>,
    unit: &str,
    officers: &[UserId],
    (days, today): (&[Date], Date),
) -> Result<(Vec<Shift>, Vec<(UserId, Date)>)> {
    let (mut shifts, mut absent) = (Vec::new(), Vec::new());
    for officer in officers {
        shifts.extend(store::of_officer(tx, *officer, today).await?);
    }
    for day in days {
        let present = assignment::store::present(tx, unit, *day).await?;
        let missing = officers.iter().filter(|officer| !present.contains(officer));
        absent.extend(missing.map(|officer| (*officer, *day)));
    }
    Ok((shifts, absent))
}
