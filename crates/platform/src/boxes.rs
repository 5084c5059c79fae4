//! Keys of batches. What is put into a box can be read while its key, a file, is there; when the
//! batch is taken out, shuffled, the key is destroyed, and nobody can say any more which sealed
//! thing became which. The folder is never part of a backup.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use rand::Rng;
use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};
use uuid::Uuid;

use crate::vault::SubjectKey;

/// The boxes of this server.
#[derive(Debug)]
pub struct Boxes {
    folder: PathBuf,
    gate: RwLock<()>,
    making: Mutex<()>,
}

impl Boxes {
    /// Keys in this folder, which is made when it is needed.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, gate: RwLock::new(()), making: Mutex::new(()) }
    }

    /// While this is held no batch is taken out, so that nothing falls into one that is gone.
    pub async fn putting(&self) -> RwLockReadGuard<'_, ()> {
        self.gate.read().await
    }

    /// While this is held nothing is put into any batch.
    pub async fn taking(&self) -> RwLockWriteGuard<'_, ()> {
        self.gate.write().await
    }

    /// The batch of `owner` that is being filled; a new one when there is none.
    ///
    /// # Errors
    /// When the folder cannot be read or written.
    pub fn current(
        &self,
        tenant: TenantId,
        owner: Uuid,
        rng: &mut impl Rng,
    ) -> Result<(Uuid, SubjectKey)> {
        let _one = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(batch) = self.batches(tenant, owner)?.into_iter().next()
            && let Some(key) = self.key(tenant, owner, batch)?
        {
            return Ok((batch, key));
        }
        let mut random = [0u8; 48];
        rng.fill_bytes(&mut random);
        let (name, secret) = random.split_at(16);
        let batch =
            uuid::Builder::from_random_bytes(name.try_into().unwrap_or_default()).into_uuid();
        let key: [u8; 32] = secret.try_into().unwrap_or_default();
        self.write(&self.path(tenant, owner, batch), &key)?;
        Ok((batch, SubjectKey::from_bytes(batch, key)))
    }

    /// The batches of `owner` whose keys are here.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn batches(&self, tenant: TenantId, owner: Uuid) -> Result<Vec<Uuid>> {
        let prefix = format!("{}-{owner}-", tenant.0);
        let entries = match std::fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(self.failed(error)),
        };
        let mut batches = Vec::new();
        for entry in entries {
            let name = entry.map_err(|error| self.failed(error))?.file_name();
            let name = name.to_string_lossy();
            let batch = name.strip_prefix(&prefix).and_then(|rest| rest.strip_suffix(".key"));
            batches.extend(batch.and_then(|batch| batch.parse::<Uuid>().ok()));
        }
        batches.sort_unstable();
        Ok(batches)
    }

    /// The key of a batch; none when it was destroyed.
    ///
    /// # Errors
    /// When the file is there and is no key.
    pub fn key(&self, tenant: TenantId, owner: Uuid, batch: Uuid) -> Result<Option<SubjectKey>> {
        match std::fs::read(self.path(tenant, owner, batch)) {
            Ok(bytes) => {
                let key: [u8; 32] =
                    bytes.try_into().map_err(|_| Error::internal("a batch's key has 32 bytes"))?;
                Ok(Some(SubjectKey::from_bytes(batch, key)))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Overwrites and removes the key of a batch.
    ///
    /// # Errors
    /// When the file cannot be written or removed.
    pub fn destroy(&self, tenant: TenantId, owner: Uuid, batch: Uuid) -> Result<()> {
        let path = self.path(tenant, owner, batch);
        let overwritten = std::fs::OpenOptions::new()
            .write(true)
            .open(&path)
            .and_then(|mut file| file.write_all(&[0; 32]).and_then(|()| file.sync_all()));
        overwritten
            .and_then(|()| std::fs::remove_file(&path))
            .map_err(|error| self.failed(error))?;
        self.sync()
    }

    fn write(&self, path: &std::path::Path, key: &[u8; 32]) -> Result<()> {
        use std::os::unix::fs::DirBuilderExt as _;
        let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.folder);
        made.map_err(|error| self.failed(error))?;
        let written = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .and_then(|mut file| file.write_all(key).and_then(|()| file.sync_all()));
        written.map_err(|error| self.failed(error))?;
        self.sync()
    }

    fn sync(&self) -> Result<()> {
        let folder = std::fs::File::open(&self.folder).and_then(|folder| folder.sync_all());
        folder.map_err(|error| self.failed(error))
    }

    fn path(&self, tenant: TenantId, owner: Uuid, batch: Uuid) -> PathBuf {
        self.folder.join(format!("{}-{owner}-{batch}.key", tenant.0))
    }

    fn failed(&self, error: std::io::Error) -> Error {
        Error::internal(error).context(self.folder.display())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng as _;

    #[test]
    fn a_key_lives_until_its_batch_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let boxes = Boxes::new(folder.path().join("boxes"));
        let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
        let (tenant, owner) = (TenantId(1), Uuid::from_u128(7));
        assert!(boxes.batches(tenant, owner).unwrap().is_empty());
        let (batch, key) = boxes.current(tenant, owner, &mut rng).unwrap();
        let sealed = key.seal("x", b"answer", &mut rng).unwrap();
        let (same, again) = boxes.current(tenant, owner, &mut rng).unwrap();
        assert_eq!(batch, same);
        assert_eq!(again.open("x", &sealed).unwrap(), b"answer");
        let (other, _) = boxes.current(TenantId(2), owner, &mut rng).unwrap();
        assert_ne!(batch, other);
        boxes.destroy(tenant, owner, batch).unwrap();
        assert!(boxes.key(tenant, owner, batch).unwrap().is_none());
        assert_ne!(boxes.current(tenant, owner, &mut rng).unwrap().0, batch);
    }
}
