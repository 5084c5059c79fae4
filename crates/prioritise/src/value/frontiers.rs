//! Comparisons that were computed, by the numbers they were computed from. One is computed at a time, away from
//! the threads that serve pages, so that asking often costs little.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::Error;
use kernel::error::Result;
use platform::vault::sha256;
use tokio::sync::Mutex;

use super::files;
use super::rules::{Beside, Row, frontier};

/// How many are kept; a city has a few for each month.
const MOST: usize = 32;

/// Comparisons by the digest of their numbers.
type Kept = BTreeMap<Vec<u8>, Arc<Vec<Beside>>>;

/// The comparisons of one server.
#[derive(Clone, Debug, Default)]
pub struct Frontiers(Arc<Mutex<Kept>>);

impl Frontiers {
    /// Units of a group beside their best practice.
    ///
    /// # Errors
    /// When the numbers cannot be compared.
    pub async fn of(
        &self,
        rows: &[Row],
        group: &[usize],
        replicates: u32,
    ) -> Result<Arc<Vec<Beside>>> {
        let text = format!("{replicates} {group:?}\n{}", files::group(rows, group)?);
        let name = sha256(text.as_bytes()).to_vec();
        let mut kept = self.0.lock().await;
        if let Some(found) = kept.get(&name) {
            return Ok(Arc::clone(found));
        }
        let (rows, group) = (rows.to_vec(), group.to_vec());
        let task = tokio::task::spawn_blocking(move || frontier(&rows, &group, replicates));
        let found = task.await.map_err(Error::internal)?.map_err(Error::internal)?;
        let found = Arc::new(found);
        while kept.len() >= MOST {
            kept.pop_first();
        }
        kept.insert(name, Arc::clone(&found));
        Ok(found)
    }
}
