//! Uploaded files: what they really are, how large they may be, and kept under the key of the
//! person whose they are.

use std::path::Path;
use std::sync::Arc;

use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::FileId;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectStore, ObjectStoreExt as _};

/// The store of files: a folder, or a bucket.
#[derive(Clone, Debug)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    /// A second folder, in the archive.
    mirror: Option<Arc<dyn ObjectStore>>,
}

impl Files {
    /// A folder on this machine, made when it is not there.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn folder(path: &Path) -> Result<Self> {
        Ok(Self { store: open(path)?, mirror: None })
    }

    /// The same, with every file also in the folder `mirror`.
    ///
    /// # Errors
    /// When that folder cannot be made.
    pub fn mirrored(self, mirror: &Path) -> Result<Self> {
        Ok(Self { mirror: Some(open(mirror)?), ..self })
    }

    /// Stores sealed bytes under the file's id and returns once they are on disk. A mirror that
    /// refuses turns nobody away: it is reported.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put(&self, tenant: TenantId, file: FileId, sealed: Vec<u8>) -> Result<()> {
        let (place, sealed) = (place(tenant, file), bytes::Bytes::from(sealed));
        self.store.put(&place, sealed.clone().into()).await.map_err(Error::internal)?;
        if let Some(mirror) = &self.mirror
            && let Err(error) = mirror.put(&place, sealed.into()).await
        {
            metrics::counter!("bening_worker_errors_total", "worker" => "mirror").increment(1);
            tracing::error!(%error, %file, "an upload could not be copied into the archive");
        }
        Ok(())
    }

    /// The sealed bytes of a file.
    ///
    /// # Errors
    /// When they are not there or cannot be read.
    pub async fn get(&self, tenant: TenantId, file: FileId) -> Result<Vec<u8>> {
        let found = self.store.get(&place(tenant, file)).await.map_err(Error::internal)?;
        Ok(found.bytes().await.map_err(Error::internal)?.to_vec())
    }
}

fn open(path: &Path) -> Result<Arc<dyn ObjectStore>> {
    std::fs::create_dir_all(path).map_err(Error::internal)?;
    let store = LocalFileSystem::new_with_prefix(path).map_err(Error::internal)?;
    Ok(Arc::new(store.with_fsync(true)))
}

/// Spread over folders by the random end of the id, so that no folder grows too large.
fn place(tenant: TenantId, file: FileId) -> ObjectPath {
    let name = file.uuid().simple().to_string();
    ObjectPath::from(format!("{}/{}/{name}", tenant.0, &name[30..]))
}
