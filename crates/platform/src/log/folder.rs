//! The log as plain files, which any web server can serve: `checkpoint`, `vkey`, `tile/...`.
//! A file appears whole and on disk, or not at all.

use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use kernel::Error;
use kernel::error::Result;

use crate::faults::point;

/// A folder of one log.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
    /// A second folder, in the archive.
    mirror: Option<PathBuf>,
}

/// The right to write into a folder, held by one process at a time.
#[derive(Debug)]
pub struct Lock {
    /// Closing the file gives the lock back, also when the process is killed.
    _file: File,
}

impl Folder {
    /// The folder at `root`.
    pub fn new(root: PathBuf) -> Self {
        Self { root, mirror: None }
    }

    /// The same, with every file also in the folder `mirror`.
    pub fn mirrored(self, mirror: PathBuf) -> Self {
        Self { mirror: Some(mirror), ..self }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// Takes the right to write; `None` while another process holds it.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn lock(&self) -> Result<Option<Lock>> {
        std::fs::create_dir_all(&self.root).map_err(|error| at(&self.root, error))?;
        let path = self.root.join(".lock");
        let file = File::create(&path).map_err(|error| at(&path, error))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(at(&path, error)),
        }
    }

    /// The file `name`, if it is there.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let path = self.root.join(name);
        match std::fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(at(&path, error)),
        }
    }

    /// The file `name`, which must be there.
    ///
    /// # Errors
    /// When it is missing or cannot be read.
    pub fn tile(&self, name: &str) -> Result<Vec<u8>> {
        self.read(name)?.ok_or_else(|| Error::internal(format!("{name} is missing")))
    }

    /// Writes all `files` and returns once they and their names are on disk.
    ///
    /// # Errors
    /// When the disk refuses; files that are there already are left as they were.
    pub fn write(&self, _lock: &Lock, files: &[(String, Vec<u8>)]) -> Result<()> {
        self.put(files)?;
        if let Some(mirror) = &self.mirror
            && let Err(error) = Self::new(mirror.clone()).put(files)
        {
            // The log itself goes on; a tile that is missing there is made again from this one.
            metrics::counter!("bening_worker_errors_total", "worker" => "mirror").increment(1);
            tracing::error!(%error, "the log could not be copied into the archive");
        }
        Ok(())
    }

    fn put(&self, files: &[(String, Vec<u8>)]) -> Result<()> {
        let mut written = Vec::with_capacity(files.len());
        let mut folders = BTreeSet::new();
        for (name, bytes) in files {
            let path = self.root.join(name);
            if let Some(folder) = path.parent() {
                self.make(folder, &mut folders)?;
            }
            let unfinished = path.with_extension("unfinished");
            let put = || -> std::io::Result<File> {
                let mut file = File::create(&unfinished)?;
                file.write_all(bytes)?;
                Ok(file)
            };
            written.push((put().map_err(|error| at(&unfinished, error))?, unfinished, path));
        }
        point("file-before-sync");
        for (file, unfinished, path) in written {
            file.sync_all().map_err(|error| at(&unfinished, error))?;
            point("file-before-rename");
            std::fs::rename(&unfinished, &path).map_err(|error| at(&path, error))?;
        }
        point("file-before-folder-sync");
        for folder in folders {
            sync_folder(&folder)?;
        }
        Ok(())
    }

    /// Makes `folder` and remembers every folder whose list of names changes.
    fn make(&self, folder: &Path, changed: &mut BTreeSet<PathBuf>) -> Result<()> {
        if !folder.exists() {
            std::fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
            let above = folder.ancestors().take_while(|above| above.starts_with(&self.root));
            changed.extend(above.map(Path::to_owned));
        }
        changed.insert(folder.to_owned());
        Ok(())
    }

    /// Copies into the mirror whatever it does not have.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn fill_mirror(&self, lock: &Lock) -> Result<()> {
        let Some(mirror) = &self.mirror else { return Ok(()) };
        let there = Self::new(mirror.clone());
        let mut folders = vec![self.root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).map_err(|error| at(&folder, error))? {
                let path = entry.map_err(|error| at(&folder, error))?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(name) = path.strip_prefix(&self.root)
                    && !mirror.join(name).exists()
                    && !name.to_string_lossy().contains(".lock")
                {
                    let bytes = std::fs::read(&path).map_err(|error| at(&path, error))?;
                    there.write(lock, &[(name.display().to_string(), bytes)])?;
                }
            }
        }
        Ok(())
    }

    /// Removes partial tiles that a full one has replaced.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn remove_partial(&self, _lock: &Lock, full: &str) -> Result<()> {
        let path = self.root.join(format!("{full}.p"));
        match std::fs::remove_dir_all(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(at(&path, error)),
            _ => Ok(()),
        }
    }
}

fn sync_folder(folder: &Path) -> Result<()> {
    let sync = || File::open(folder)?.sync_all();
    sync().map_err(|error| at(folder, error))
}

fn at(path: &Path, error: std::io::Error) -> Error {
    Error::internal(error).context(path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_process_writes_and_files_appear_whole() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::new(home.path().join("log"));
        let lock = folder.lock().unwrap().unwrap();
        assert!(folder.lock().unwrap().is_none(), "a second one must wait");
        let files = [
            ("tile/0/000.p/3".to_owned(), b"abc".to_vec()),
            ("checkpoint".to_owned(), b"one".to_vec()),
        ];
        folder.write(&lock, &files).unwrap();
        assert_eq!(folder.read("tile/0/000.p/3").unwrap().unwrap(), b"abc");
        folder.write(&lock, &[("tile/0/000".to_owned(), b"full".to_vec())]).unwrap();
        folder.remove_partial(&lock, "tile/0/000").unwrap();
        assert_eq!(folder.read("tile/0/000.p/3").unwrap(), None);
        assert_eq!(folder.read("tile/0/000").unwrap().unwrap(), b"full");
        drop(lock);
        assert!(folder.lock().unwrap().is_some());
    }
}
