//! What a round says: the index with its interval, by unit, kelurahan and door; and the data from
//! which anyone can compute it again.

mod compute;
mod release;
mod report;
mod score;

pub use compute::{Known, compute};
pub use release::{LEAST, POOLED, Release, release};
pub use report::{Cell, Change, Figure, Group, Report, Share, Term, Unit, Verdict};
pub use score::Scoring;

use kernel::Error;
use kernel::error::Result;
use platform::db::Tx;

use super::model::{Round, State};
use super::store;

/// A published round.
#[derive(Clone, Debug)]
pub struct Published {
    /// The round.
    pub round: Round,
    /// What it says.
    pub report: Report,
}

/// Every published round, the newest period first.
///
/// # Errors
/// When the database fails.
pub async fn published(tx: &mut Tx<'_>) -> Result<Vec<Published>> {
    let mut all = Vec::new();
    for round in store::rounds(tx).await? {
        if round.state == State::Published
            && let Some((body, _)) = store::result(tx, round.id).await?
        {
            all.push(Published { report: read(&body)?, round });
        }
    }
    Ok(all)
}

/// The answers that were published with a round, as CSV; nothing where there are none.
///
/// # Errors
/// When the database fails.
pub async fn data(tx: &mut Tx<'_>, round: uuid::Uuid) -> Result<Option<String>> {
    let found = store::result(tx, round).await?;
    Ok(found.map(|(_, data)| data).filter(|data| !data.is_empty()))
}

/// A report as it is kept.
///
/// # Errors
/// When the text is none.
pub fn read(body: &str) -> Result<Report> {
    serde_json::from_str(body).map_err(Error::internal)
}
