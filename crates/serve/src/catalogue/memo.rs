//! Standards and search indices that were read before, kept by the digest of what they were made
//! from. A digest names one content for ever, in every city and database, so nothing here can be
//! stale and nothing needs to be told when a version is published.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use kernel::Error;
use kernel::error::Result;
use kernel::service::Standard;

use super::search::Index;

/// SHA-256 of a body.
pub type Digest = [u8; 32];

/// Beyond this the memory starts anew; a city has some tens to a thousand standards.
const BODIES: usize = 8192;
const INDICES: usize = 32;

#[derive(Default)]
struct Memo {
    bodies: HashMap<Digest, Arc<Standard>>,
    indices: HashMap<Digest, Arc<Index>>,
}

static MEMO: LazyLock<RwLock<Memo>> = LazyLock::new(RwLock::default);

/// The standard whose body has this digest, if it was read before.
pub fn standard(digest: &Digest) -> Option<Arc<Standard>> {
    MEMO.read().unwrap_or_else(PoisonError::into_inner).bodies.get(digest).cloned()
}

/// Reads a body and keeps it.
///
/// # Errors
/// When the body is not a standard in JSON.
pub fn keep(digest: Digest, body: &str) -> Result<Arc<Standard>> {
    let standard: Standard = serde_json::from_str(body).map_err(Error::internal)?;
    let standard = Arc::new(standard);
    let mut memo = MEMO.write().unwrap_or_else(PoisonError::into_inner);
    if memo.bodies.len() >= BODIES {
        memo.bodies.clear();
    }
    memo.bodies.insert(digest, Arc::clone(&standard));
    Ok(standard)
}

/// The index over the standards whose digests make up `key`, built when it is not there.
pub fn index(key: Digest, build: impl FnOnce() -> Index) -> Arc<Index> {
    let known = MEMO.read().unwrap_or_else(PoisonError::into_inner).indices.get(&key).cloned();
    if let Some(known) = known {
        return known;
    }
    let built = Arc::new(build());
    let mut memo = MEMO.write().unwrap_or_else(PoisonError::into_inner);
    if memo.indices.len() >= INDICES {
        memo.indices.clear();
    }
    memo.indices.insert(key, Arc::clone(&built));
    built
}
