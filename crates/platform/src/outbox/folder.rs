//! A folder that takes messages, one file each.

use std::io::Write as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use kernel::Error;
use kernel::error::Result;

/// A folder of messages in the clear. Whoever empties it (a gateway, or the visitor of a demo) sees
/// what the person would see.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    /// Where a file is written before it appears whole.
    unfinished: PathBuf,
}

impl Folder {
    /// Takes the folder `path`, and makes it for its owner only when it is not there.
    ///
    /// # Errors
    /// When it cannot be made; the message names it.
    pub fn open(path: &Path) -> Result<Self> {
        let unfinished = path.join(".unfinished");
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&unfinished)
            .map_err(|error| at(path, error))?;
        Ok(Self { path: path.to_owned(), unfinished })
    }

    /// Writes `bytes` as the file `name`, which appears whole or not at all. The same name again
    /// replaces the file.
    pub(super) async fn put(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let (from, to) = (self.unfinished.join(name), self.path.join(name));
        let bytes = bytes.to_vec();
        tokio::task::spawn_blocking(move || write(&from, &to, &bytes).map_err(|e| at(&to, e)))
            .await
            .map_err(Error::internal)?
    }
}

fn write(from: &Path, to: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::File::create(from)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(from, to)
}

fn at(path: &Path, error: std::io::Error) -> Error {
    Error::internal(error).context(path.display())
}
