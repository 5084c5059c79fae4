//! What a publisher may do, as pure decisions. The publisher asks them, and so does the model that
//! explores its schedules and crashes (`tests/model.rs`).

use super::store::Signed;

/// What the database says about publishing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ground {
    /// The highest epoch that was taken; 0 before the first.
    pub epoch: i64,
    /// The largest size that was written down.
    pub last: Option<Signed>,
}

/// Why a database cannot be signed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// More entries were published than it gives.
    Behind {
        /// Published entries.
        published: u64,
        /// Entries of this database.
        known: u64,
    },
    /// It gives another root for the published size.
    Forked {
        /// Published entries.
        size: u64,
    },
}

/// Whether a publisher that took `epoch` may write `signed` down: nobody took a higher epoch since,
/// and the log grows.
pub fn may_write(ground: &Ground, epoch: i64, signed: &Signed) -> bool {
    ground.epoch == epoch && ground.last.is_none_or(|last| last.size < signed.size)
}

/// Whether `new` may take the place of the checkpoint that lies in the folder: it is larger, or the
/// same again (with more cosignatures, or after a crash).
pub fn may_replace(published: Option<&Signed>, new: &Signed) -> bool {
    published.is_none_or(|old| old.size < new.size || old == new)
}

/// Whether the database is the one that published. `row` is what it wrote down for the published
/// size.
pub fn belongs(
    published: Option<&Signed>,
    last: Option<&Signed>,
    row: Option<&Signed>,
) -> Result<(), Refusal> {
    let Some(published) = published else { return Ok(()) };
    let known = last.map_or(0, |last| last.size);
    if published.size > known {
        return Err(Refusal::Behind { published: published.size, known });
    }
    let same = published.size == 0 || row == Some(published);
    if same { Ok(()) } else { Err(Refusal::Forked { size: published.size }) }
}
