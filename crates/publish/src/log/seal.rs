//! How the log stands, in one line: for the city's home.

use jiff::Timestamp;
use kernel::error::Result;
use kernel::fact::TenantId;
use ledger::receipt;
use platform::App;
use platform::db::Tx;

use super::store;

/// The newest published checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// How many entries it holds.
    pub size: u64,
    /// When it was written down, if that is known.
    pub at: Option<Timestamp>,
    /// How many witnesses signed it besides the city.
    pub witnesses: usize,
    /// The first digits of its root, in groups.
    pub digits: String,
}

/// The newest checkpoint; none while nothing is published.
///
/// # Errors
/// When the database or the files of the log fail.
pub async fn newest(tx: &mut Tx<'_>, app: &App, tenant: TenantId) -> Result<Option<Seal>> {
    let Some(key) = app.logs.key(tenant)? else { return Ok(None) };
    let Some(published) = app.logs.published(tenant, &key.verifier())? else { return Ok(None) };
    let size = published.checkpoint.size;
    Ok(Some(Seal {
        size,
        at: store::written_at(tx, size).await?,
        witnesses: published.note.signatures().len().saturating_sub(1),
        digits: receipt::grouped(&receipt::seal_digits(&published.checkpoint.root)),
    }))
}
