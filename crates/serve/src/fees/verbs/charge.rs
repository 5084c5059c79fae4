//! Charging: at the moment that the standard says, exactly what it names, once. There is no other way
//! to make `fee.charged`.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::{Payload, fee as facts};
use kernel::id::CommandId;
use kernel::money::Rupiah;
use kernel::service::{FeeDue, Standard};
use platform::db::{Tx, WriteTx};

use super::super::model::{Fee, State};
use super::super::store;
use crate::applications::verbs::File;

/// Charges a file that became complete as it was handed in: its row follows in the same command.
pub(crate) async fn charge_first(
    tx: &mut WriteTx<'_>,
    file: &mut File,
    standard: &Standard,
    (command, actor): (CommandId, Actor),
) -> Result<()> {
    match charge(tx, file, standard, FeeDue::Submission).await? {
        Some(payload) => file.append(tx, command, actor, payload, Vec::new()).await,
        None => Ok(()),
    }
}

/// Charges a file whose row stands already, if this is the moment that its standard names.
pub(crate) async fn charge_now(
    tx: &mut WriteTx<'_>,
    file: &mut File,
    standard: &Standard,
    moment: FeeDue,
    (command, actor): (CommandId, Actor),
) -> Result<()> {
    match charge(tx, file, standard, moment).await? {
        Some(payload) => file.commit(tx, command, actor, payload, Vec::new()).await,
        None => Ok(()),
    }
}

/// Whether a file that is approved now will wait for its citizen to pay.
pub(crate) async fn will_wait(tx: &mut Tx<'_>, file: &File, standard: &Standard) -> Result<bool> {
    Ok(match store::of(tx, file.row.id).await? {
        Some(fee) => !fee.state.is_settled(),
        None => standard.fee_due == FeeDue::Issue && file.row.fee > Rupiah::ZERO,
    })
}

/// Refuses to go on while a fee is owed. A file without a fee is never held.
pub(crate) async fn must_be_settled(tx: &mut Tx<'_>, file: &File) -> Result<()> {
    match store::of(tx, file.row.id).await? {
        Some(fee) if !fee.state.is_settled() => {
            Err(Error::conflict("fees-unpaid").with("fee", fee.amount))
        }
        _ => Ok(()),
    }
}

/// The row of the fee and what its fact says; none when the moment is another, the file is free, or
/// it was charged before.
async fn charge(
    tx: &mut WriteTx<'_>,
    file: &File,
    standard: &Standard,
    moment: FeeDue,
) -> Result<Option<Payload>> {
    let row = &file.row;
    if standard.fee_due != moment || row.fee == Rupiah::ZERO {
        return Ok(None);
    }
    if store::of(tx, row.id).await?.is_some() {
        return Ok(None);
    }
    let answers = file.details()?.answers;
    let price = standard.price(&answers).filter(|price| price.amount == row.fee);
    let price = price.ok_or_else(|| Error::internal("a fee that the standard does not name"))?;
    let class = price.class.map(|class| class.code.clone()).unwrap_or_default();
    let fee = Fee {
        application: row.id,
        unit: row.unit_code.clone(),
        service: row.service.clone(),
        class: class.clone(),
        amount: price.amount,
        state: State::Due,
        charged_at: tx.now(),
        settled_at: None,
        refunded_at: None,
        asked_by: None,
        reason: String::new(),
    };
    store::insert(tx, &fee).await?;
    Ok(Some(Payload::FeeCharged(facts::Charged {
        v: 1,
        service: row.service.clone(),
        standard: row.standard_version,
        class,
        amount: fee.amount,
    })))
}
