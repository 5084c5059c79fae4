//! The public log as the house sees it: where its files lie, the key that signs, and proofs from
//! what is published. Writing it is the work of `publish/log`.

mod folder;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use ledger::Hash;
use ledger::checkpoint::Checkpoint;
use ledger::entry::Entry;
use ledger::note::{Note, SigningKey, VerifierKey};
use ledger::tile::{TileId, TileReader};

pub use folder::{Folder, Lock};

/// Where the newest checkpoint lies in a folder.
pub const CHECKPOINT: &str = "checkpoint";
/// Where the verifier's key lies.
pub const VKEY: &str = "vkey";

/// Whether a city's log grows, and if not, why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No publisher runs in this process.
    Off,
    /// It follows the journal.
    Publishing,
    /// There is no key to sign with.
    NoKey,
    /// Another process publishes, from this folder or from this database.
    Elsewhere,
    /// To sign would contradict what was signed before; the sentence says what to do.
    Refused(String),
}

/// The logs of this server's cities.
#[derive(Debug)]
pub struct Logs {
    data: PathBuf,
    archive: Option<PathBuf>,
    keys: RwLock<BTreeMap<TenantId, Arc<SigningKey>>>,
    standing: RwLock<BTreeMap<TenantId, Standing>>,
}

/// What is published.
#[derive(Clone, Debug)]
pub struct Published {
    /// What the note says.
    pub checkpoint: Checkpoint,
    /// The note itself, with its signatures.
    pub note: Note,
}

/// Proof that the published log holds an entry.
#[derive(Clone, Debug)]
pub struct Proof {
    /// From the entry's sibling up.
    pub hashes: Vec<Hash>,
    /// The published note.
    pub checkpoint: Note,
}

impl Logs {
    /// The logs below the data folder `data`, with a second copy below `archive`.
    pub fn new(data: PathBuf, archive: Option<PathBuf>) -> Self {
        Self { data, archive, keys: RwLock::default(), standing: RwLock::default() }
    }

    /// The folder of a city's log.
    pub fn folder(&self, tenant: TenantId) -> Folder {
        let below = |folder: &PathBuf| folder.join("log").join(tenant.0.to_string());
        let folder = Folder::new(below(&self.data));
        match &self.archive {
            Some(archive) => folder.mirrored(below(archive)),
            None => folder,
        }
    }

    /// The file of a city's signing key.
    pub fn key_file(&self, tenant: TenantId) -> PathBuf {
        self.data.join(format!("log-{}.key", tenant.0))
    }

    /// The key that signs; `None` until one has been made. Read once, so that a new key takes
    /// effect when the server starts again.
    ///
    /// # Errors
    /// When the file is there and holds no key.
    pub fn key(&self, tenant: TenantId) -> Result<Option<Arc<SigningKey>>> {
        let known = self.keys.read().unwrap_or_else(PoisonError::into_inner).get(&tenant).cloned();
        if known.is_some() {
            return Ok(known);
        }
        let path = self.key_file(tenant);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::internal(error).context(path.display())),
        };
        let key: SigningKey =
            text.trim().parse().map_err(|error| Error::internal(error).context(path.display()))?;
        let key = Arc::new(key);
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        keys.insert(tenant, Arc::clone(&key));
        Ok(Some(key))
    }

    /// How a city's log stands.
    pub fn standing(&self, tenant: TenantId) -> Standing {
        let standing = self.standing.read().unwrap_or_else(PoisonError::into_inner);
        standing.get(&tenant).cloned().unwrap_or(Standing::Off)
    }

    /// Notes how a city's log stands.
    pub fn stands(&self, tenant: TenantId, standing: Standing) {
        let mut all = self.standing.write().unwrap_or_else(PoisonError::into_inner);
        all.insert(tenant, standing);
    }

    /// What is published, checked against `key`; `None` before the first time.
    ///
    /// # Errors
    /// When the file cannot be read or was signed by another key.
    pub fn published(&self, tenant: TenantId, key: &VerifierKey) -> Result<Option<Published>> {
        let Some(bytes) = self.folder(tenant).read(CHECKPOINT)? else { return Ok(None) };
        let note = String::from_utf8(bytes).map_err(Error::internal)?;
        let (checkpoint, note) = Checkpoint::open(&note, key).map_err(Error::internal)?;
        Ok(Some(Published { checkpoint, note }))
    }

    /// The hash of entry number `index` in the published tree; `None` when it does not reach so far.
    ///
    /// # Errors
    /// As [`Logs::prove`].
    pub fn leaf(
        &self,
        tenant: TenantId,
        published: &Published,
        index: u64,
    ) -> Result<Option<Hash>> {
        if index >= published.checkpoint.size {
            return Ok(None);
        }
        self.reader(tenant, published).hash(0, index).map(Some).map_err(Error::internal)
    }

    /// Whether entry number `index`, from 0, of the published log is that of a sealed fact with this
    /// commitment; `None` while the log does not reach so far.
    ///
    /// # Errors
    /// As [`Logs::prove`].
    pub fn holds(
        &self,
        tenant: TenantId,
        index: u64,
        commitment: [u8; 32],
    ) -> Result<Option<bool>> {
        let Some(key) = self.key(tenant)? else { return Ok(None) };
        let Some(published) = self.published(tenant, &key.verifier())? else { return Ok(None) };
        let wanted = Entry::Sealed { commitment }.leaf().map_err(Error::internal)?;
        Ok(self.leaf(tenant, &published, index)?.map(|leaf| leaf == wanted))
    }

    /// Proof that the published log holds entry number `index`, from 0; `None` while it does not
    /// reach so far. Every hash is checked on the way.
    ///
    /// # Errors
    /// When a file is missing or does not belong to the published tree; the error names it.
    pub fn prove(&self, tenant: TenantId, index: u64) -> Result<Option<Proof>> {
        let Some(key) = self.key(tenant)? else { return Ok(None) };
        let Some(published) = self.published(tenant, &key.verifier())? else { return Ok(None) };
        if index >= published.checkpoint.size {
            return Ok(None);
        }
        let hashes = self.reader(tenant, &published).inclusion(index).map_err(Error::internal)?;
        Ok(Some(Proof { hashes, checkpoint: published.note }))
    }

    /// Reads the published tree, checking every tile on the way.
    fn reader(
        &self,
        tenant: TenantId,
        published: &Published,
    ) -> TileReader<impl FnMut(TileId) -> Result<Vec<u8>> + use<>> {
        let Checkpoint { size, root, .. } = published.checkpoint;
        let folder = self.folder(tenant);
        TileReader::new(size, root, move |tile: TileId| folder.tile(&tile.path()))
    }
}
