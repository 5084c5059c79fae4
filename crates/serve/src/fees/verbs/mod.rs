//! What can be done with a fee. Each act writes its fact about the application, in the transaction of
//! the rows.

mod charge;
mod pay;
mod refund;
mod waive;

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::id::CommandId;
use platform::App;
use platform::db::{Tx, WriteTx};

pub(crate) use charge::{charge_first, charge_now, must_be_settled, will_wait};
pub use pay::{Import, Pay};
pub use refund::Refund;
pub use waive::{AskWaiver, DecideWaiver};

use super::model::Fee;
use super::store;
use crate::applications::desk;
use crate::applications::model::State;
use crate::applications::verbs::File;

/// Why a promise stands still that waits for a fee.
pub(crate) const WAITS: &str = "fee_due";

/// The fee of a file.
async fn of(tx: &mut Tx<'_>, file: &File) -> Result<Fee> {
    store::of(tx, file.row.id).await?.ok_or_else(|| Error::conflict("fees-none"))
}

/// Writes an act that leaves nothing owed; a promise that stood still for the fee runs again.
async fn settle(
    tx: &mut WriteTx<'_>,
    app: &App,
    (file, fee): (&mut File, &Fee),
    (command, actor): (CommandId, Actor),
    payload: Payload,
) -> Result<()> {
    let waits = file.row.state == State::Approved
        && file.row.pauses.last().is_some_and(|pause| pause.until.is_none());
    let clocks = if waits {
        let standard = desk::standard_of(tx, &file.row).await?;
        file.resume(tx.now(), app, &standard)?
    } else {
        Vec::new()
    };
    store::update(tx, fee).await?;
    file.commit(tx, command, actor, payload, clocks).await
}
