//! The seal: what the citizen can show to anyone, years later, without us. A promise signed at once,
//! and, as soon as the log holds the application, the proof of it.

use jiff::Timestamp;
use kernel::Error;
use kernel::calendar::Term;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::money::Rupiah;
use kernel::number::ApplicationNumber;
use kernel::service::Standard;
use ledger::note::Note;
use ledger::receipt::{self, Opening, Promise, Receipt};
use platform::App;
use platform::db::Tx;
use platform::journal;

use super::rules;
use super::verbs::File;

/// The first fact of an application: `application.submitted`.
const FIRST: i64 = 1;

/// What the citizen holds, and what pages show of it.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// The file: a signed promise, or a proof that holds it.
    pub receipt: Receipt,
    /// The seal's 16 hexadecimal digits.
    pub digits: String,
    /// Its entry in the log, from 0, once it has one.
    pub index: Option<u64>,
    /// Whether the proof is in the file.
    pub proven: bool,
}

/// The seal of an application; `None` while the city has no key.
///
/// # Errors
/// When the database fails, or the journal does not give what was committed to.
pub async fn of(
    tx: &mut Tx<'_>,
    app: &App,
    file: &File,
    standard: &Standard,
) -> Result<Option<Sealed>> {
    let (tenant, row) = (tx.tenant_id(), &file.row);
    let note = promised(app, tenant, (row.number, row.submitted_at, row.fee), standard)?;
    let Some(note) = note else { return Ok(None) };
    let stored = journal::opening(tx, row.subject(), FIRST, &file.key).await?;
    let fact = String::from_utf8(stored.fact).map_err(Error::internal)?;
    let ticket = row.ticket.map(|ticket| ticket.to_string());
    let opening = Opening { salt: stored.salt, fact, ticket };
    let leaf = opening.leaf().map_err(Error::internal)?;
    let index = stored.position.and_then(|position| u64::try_from(position - 1).ok());
    let proof = match index {
        Some(index) => prove(app, tenant, index).await?,
        None => None,
    };
    let proven = proof.is_some();
    let receipt = match (proof, index) {
        (Some(proof), Some(index)) => {
            Receipt::proven(note, opening, index, proof.hashes, &proof.checkpoint.to_string())
        }
        _ => Receipt::promised(note),
    };
    let receipt = receipt.map_err(Error::internal)?;
    Ok(Some(Sealed { receipt, digits: receipt::seal_digits(&leaf), index, proven }))
}

/// Reading tiles is work for a thread that may wait for the disk.
async fn prove(app: &App, tenant: TenantId, index: u64) -> Result<Option<platform::log::Proof>> {
    let app = app.clone();
    let work = move || app.logs.prove(tenant, index);
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

/// The promise that the city signs the moment an application comes in; `None` while it has no key.
///
/// # Errors
/// When the key cannot be read or a rule is missing.
pub fn promised(
    app: &App,
    tenant: TenantId,
    (number, submitted_at, fee): (ApplicationNumber, Timestamp, Rupiah),
    standard: &Standard,
) -> Result<Option<Note>> {
    let Some(key) = app.logs.key(tenant)? else { return Ok(None) };
    let day = app.tz().to_datetime(submitted_at).date();
    let check = app.rulebook.term(rules::CHECK_RULE, day)?;
    let named = |rule: String, term: Term| format!("{rule} {} {}", term.amount, term.unit.code());
    let promise = Promise {
        origin: key.name().to_owned(),
        number: number.to_string(),
        service: standard.code.clone(),
        received: Timestamp::from_second(submitted_at.as_second()).map_err(Error::internal)?,
        promise: named(rules::promise_rule(&standard.code), standard.promise),
        check: named(rules::CHECK_RULE.to_owned(), check),
        fee: fee.get(),
    };
    promise.sign(&key).map(Some).map_err(Error::internal)
}
