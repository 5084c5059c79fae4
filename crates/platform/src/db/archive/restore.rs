//! Bringing a database back from its archive.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use kernel::Error;
use kernel::error::Result;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use super::{BASE, at, copies, log_of};

/// What came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Logs that were replayed upon the whole copy.
    pub logs: usize,
    /// Bytes of them.
    pub bytes: u64,
}

/// Writes the newest state in `archive` to the new file `database`.
///
/// # Errors
/// When the archive holds no whole copy, a piece is missing between two others, or a disk refuses.
pub async fn restore(archive: &Path, database: &Path) -> Result<Restored> {
    let newest = copies(archive)?
        .pop()
        .ok_or_else(|| Error::invalid("archive-empty").with("folder", archive.display()))?;
    unpack(&newest.join(BASE), &mut create(database)?)?;
    let logs = logs(&newest)?;
    let mut restored = Restored { logs: logs.len(), bytes: 0 };
    for pieces in logs.values() {
        restored.bytes += replay(pieces, database).await?;
    }
    Ok(restored)
}

/// The pieces of each log, in order, by where they begin.
fn logs(copy: &Path) -> Result<BTreeMap<u32, BTreeMap<u64, PathBuf>>> {
    let mut logs: BTreeMap<u32, BTreeMap<u64, PathBuf>> = BTreeMap::new();
    for entry in std::fs::read_dir(copy).map_err(|error| at(copy, error))? {
        let path = entry.map_err(|error| at(copy, error))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let numbers = name
            .strip_prefix("log-")
            .and_then(|rest| rest.strip_suffix(".zst"))
            .and_then(|rest| rest.split_once('-'))
            .and_then(|(log, from)| log.parse().ok().zip(from.parse().ok()));
        if let Some((log, from)) = numbers {
            logs.entry(log).or_default().insert(from, path);
        }
    }
    Ok(logs)
}

/// Lays one log beside the database and lets SQLite apply it.
async fn replay(pieces: &BTreeMap<u64, PathBuf>, database: &Path) -> Result<u64> {
    let log = log_of(database);
    let mut file = create(&log)?;
    let mut length = 0;
    for (from, path) in pieces {
        if *from != length {
            let gap = format!("the piece before {} is missing", path.display());
            return Err(Error::internal(gap));
        }
        length += unpack(path, &mut file)?;
    }
    file.sync_all().map_err(|error| at(&log, error))?;
    drop(file);
    let options = SqliteConnectOptions::new().filename(database);
    let mut connection = options.connect().await.map_err(Error::internal)?;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(&mut connection)
        .await
        .map_err(Error::internal)?;
    connection.close().await.map_err(Error::internal)?;
    Ok(length)
}

fn create(path: &Path) -> Result<File> {
    File::create(path).map_err(|error| at(path, error))
}

fn unpack(from: &Path, to: &mut File) -> Result<u64> {
    let copy = |to: &mut File| -> std::io::Result<u64> {
        let mut decoder = zstd::Decoder::new(File::open(from)?)?;
        let length = std::io::copy(&mut decoder, to)?;
        to.flush()?;
        Ok(length)
    };
    copy(to).map_err(|error| at(from, error))
}
