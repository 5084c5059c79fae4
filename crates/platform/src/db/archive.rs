//! Continuous archiving of a SQLite database: a whole copy, and after it every commit within some
//! seconds, in another folder (another disk, or another machine's). A restore loses at most what
//! was committed since the last tick. PostgreSQL has its own (`archive_command`).
//!
//! No connection of ours empties the log by itself while it is archived: the archiver does, when
//! everything in it has been copied, while the writer stands still. Were another process to empty
//! it, the next tick notices the gap and begins with a new whole copy.

mod restore;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use kernel::error::Result;
use tokio::sync::watch;

pub use restore::{Restored, restore};

use super::wal::{HEADER, Wal};
use super::{Backend, Db};

/// A log of this size is emptied.
const LARGE: u64 = 32 * 1024 * 1024;
/// How long a whole copy is built upon.
const WHOLE_EVERY: SignedDuration = SignedDuration::from_hours(24);
/// How many whole copies are kept.
const KEPT: usize = 2;
/// Bytes that one read of the log takes.
const PIECE: usize = 8 * 1024 * 1024;

/// Where an archive keeps copies of the database; beside it lie files and logs.
const FOLDER: &str = "database";
/// Name of the whole copy in its folder.
const BASE: &str = "database.zst";

/// Copies a database into an archive.
#[derive(Debug)]
pub struct Archiver {
    db: Db,
    database: PathBuf,
    archive: PathBuf,
    copy: Option<Copy>,
}

/// A whole copy that is being added to.
#[derive(Debug)]
struct Copy {
    folder: PathBuf,
    begun: Timestamp,
    /// Which log since the whole copy, from 0.
    log: u32,
    wal: Option<Wal>,
}

impl Archiver {
    /// An archiver of `db` into the folder `archive`.
    ///
    /// # Errors
    /// On PostgreSQL, which archives by itself.
    pub fn new(db: Db, archive: PathBuf) -> Result<Self> {
        if db.backend() != Backend::Sqlite {
            let line = "archive is for SQLite; for PostgreSQL set its archive_command";
            return Err(Error::invalid("error-settings").with("detail", line));
        }
        let database = db.file().to_owned();
        Ok(Self { db, database, archive, copy: None })
    }

    /// Copies every `tick` until `stop` says true or its sender is gone, and then once more.
    pub async fn run(mut self, tick: Duration, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            self.attempt().await;
            tokio::select! {
                () = tokio::time::sleep(tick) => {}
                gone = stop.changed() => if gone.is_err() { break },
            }
        }
        self.attempt().await;
    }

    async fn attempt(&mut self) {
        if let Err(error) = self.step().await {
            metrics::counter!("bening_worker_errors_total", "worker" => "archive").increment(1);
            tracing::error!(%error, "the database could not be archived and is tried again");
        }
    }

    /// Copies what has been committed since the last time.
    ///
    /// # Errors
    /// When a disk refuses.
    pub async fn step(&mut self) -> Result<()> {
        let now = self.db.clock().now();
        // A clock that jumped back begins anew as well: nobody knows how old the copy is.
        let young = |copy: &Copy| (copy.begun..copy.begun + WHOLE_EVERY).contains(&now);
        let fresh = self.copy.as_ref().is_some_and(young);
        if !fresh {
            return self.begin(now).await;
        }
        let file = log_of(&self.database);
        let whole = match &mut self.copy {
            Some(copy) => copy.ship(&file)?,
            None => false,
        };
        if !whole {
            tracing::warn!("the log was emptied by another process; a new whole copy begins");
            return self.begin(now).await;
        }
        if size(&file)? > LARGE { self.empty().await } else { Ok(()) }
    }

    /// A new whole copy. While it is made nobody empties the log, so the database file stands still.
    async fn begin(&mut self, now: Timestamp) -> Result<()> {
        self.copy = None;
        let hold = self.db.hold().await?;
        let emptied = hold.empty_log().await?;
        drop(hold);
        if !emptied {
            tracing::info!("a reader keeps the log open; the whole copy waits for the next tick");
            return Ok(());
        }
        let folder = self.archive.join(FOLDER).join(self.name(now)?);
        let (database, to) = (self.database.clone(), folder.clone());
        let work = move || write_whole(&database, &to);
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)??;
        let mut copy = Copy { folder, begun: now, log: 0, wal: None };
        copy.ship(&log_of(&self.database))?;
        self.copy = Some(copy);
        self.forget_old()
    }

    /// The name of a copy that begins now: behind all others, also when the clock jumped back.
    fn name(&self, now: Timestamp) -> Result<String> {
        let newest = copies(&self.archive)?.pop();
        let newest = newest.as_deref().and_then(Path::file_name).and_then(|name| name.to_str());
        let newest = newest.and_then(|name| name.parse::<i64>().ok());
        let number = newest.map_or(now.as_microsecond(), |last| now.as_microsecond().max(last + 1));
        Ok(format!("{number:020}"))
    }

    /// Empties a log that has been copied to its end.
    async fn empty(&mut self) -> Result<()> {
        let Some(copy) = &mut self.copy else { return Ok(()) };
        let hold = self.db.hold().await?;
        let whole = copy.ship(&log_of(&self.database))?;
        if whole && hold.empty_log().await? {
            copy.log += 1;
            copy.wal = None;
        }
        Ok(())
    }

    fn forget_old(&self) -> Result<()> {
        let mut copies = copies(&self.archive)?;
        copies.truncate(copies.len().saturating_sub(KEPT));
        copies.iter().try_for_each(|old| std::fs::remove_dir_all(old).map_err(|e| at(old, e)))
    }
}

impl Copy {
    /// Copies the commits that were added; false when the log is not the one that was followed.
    fn ship(&mut self, log: &Path) -> Result<bool> {
        let Ok(mut file) = File::open(log) else { return Ok(self.wal.is_none()) };
        let mut header = [0; HEADER];
        if file.read_exact(&mut header).is_err() {
            return Ok(self.wal.is_none());
        }
        let mut pieces = Vec::new();
        if self.wal.is_none() {
            self.wal = Wal::begin(&header);
            pieces.extend_from_slice(&header);
        }
        let Some(wal) = &mut self.wal else { return Ok(true) };
        if !wal.is_begun_by(&header) {
            return Ok(false);
        }
        let mut from = wal.committed();
        if !pieces.is_empty() {
            from = 0;
        }
        loop {
            file.seek(SeekFrom::Start(wal.committed())).map_err(|e| at(log, e))?;
            let mut bytes = Vec::new();
            (&file).take(PIECE as u64).read_to_end(&mut bytes).map_err(|e| at(log, e))?;
            let ended = wal.follow(&bytes);
            if ended == 0 {
                break;
            }
            pieces.extend_from_slice(&bytes[..ended]);
            write(&self.folder.join(piece(self.log, from)), &pieces)?;
            pieces.clear();
            from = wal.committed();
        }
        if !pieces.is_empty() {
            // A header without a commit: begin again next time.
            self.wal = None;
        }
        Ok(true)
    }
}

/// The name of a piece: which log, and where in it.
fn piece(log: u32, from: u64) -> String {
    format!("log-{log:08}-{from:016}.zst")
}

/// The write-ahead log of a database file.
fn log_of(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

fn size(path: &Path) -> Result<u64> {
    match std::fs::metadata(path) {
        Ok(data) => Ok(data.len()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(at(path, error)),
    }
}

/// Whole copies, oldest first.
fn copies(archive: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let archive = archive.join(FOLDER);
    let archive = archive.as_path();
    if !archive.exists() {
        return Ok(found);
    }
    for entry in std::fs::read_dir(archive).map_err(|error| at(archive, error))? {
        let path = entry.map_err(|error| at(archive, error))?.path();
        if path.join(BASE).exists() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn write_whole(database: &Path, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
    let to = folder.join(BASE);
    let unfinished = to.with_extension("unfinished");
    let copy = || -> std::io::Result<()> {
        let mut from = File::open(database)?;
        let mut encoder = zstd::Encoder::new(File::create(&unfinished)?, 1)?;
        std::io::copy(&mut from, &mut encoder)?;
        encoder.finish()?.sync_all()?;
        std::fs::rename(&unfinished, &to)?;
        File::open(folder)?.sync_all()
    };
    copy().map_err(|error| at(&to, error))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let unfinished = path.with_extension("unfinished");
    let put = || -> std::io::Result<()> {
        let packed = zstd::encode_all(bytes, 1)?;
        let mut file = File::create(&unfinished)?;
        file.write_all(&packed)?;
        file.sync_all()?;
        std::fs::rename(&unfinished, path)
    };
    put().map_err(|error| at(path, error))
}

fn at(path: &Path, error: std::io::Error) -> Error {
    Error::internal(error).context(path.display())
}
