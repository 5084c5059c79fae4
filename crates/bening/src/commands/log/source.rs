//! Where a log is read from: an address or a folder.

use std::path::PathBuf;
use std::time::Duration;

use ledger::bundle;
use ledger::checkpoint::Checkpoint;
use ledger::note::{Note, VerifierKey};
use ledger::tile::{self, TileId};

use super::super::Stop;
use super::refused;

/// The largest file of a log: a bundle of 256 entries.
const LARGEST: u64 = 256 * (65_535 + 2);

/// A log that can be read.
pub enum Source {
    /// Files.
    Folder(PathBuf),
    /// A web server.
    Address(String, ureq::Agent),
}

impl Source {
    /// The log at `place`: an address or a folder.
    pub fn new(place: &str) -> Self {
        if place.starts_with("http://") || place.starts_with("https://") {
            let agent = ureq::Agent::config_builder()
                .timeout_global(Some(Duration::from_secs(30)))
                .http_status_as_error(false)
                .build()
                .into();
            return Self::Address(place.trim_end_matches('/').to_owned(), agent);
        }
        Self::Folder(PathBuf::from(place))
    }

    /// A file of the log.
    ///
    /// # Errors
    /// Refused when it is not there; input when the place itself cannot be reached.
    pub fn fetch(&self, path: &str) -> Result<Vec<u8>, Stop> {
        match self {
            Self::Folder(folder) => {
                std::fs::read(folder.join(path)).map_err(|error| match error.kind() {
                    std::io::ErrorKind::NotFound if folder.is_dir() => {
                        refused(format!("{path} is missing"))
                    }
                    _ => Stop::Input(vec![format!("{}: {error}", folder.join(path).display())]),
                })
            }
            Self::Address(address, agent) => get(agent, &format!("{address}/{path}"), path),
        }
    }

    /// A tile. Once it is full, its partial forms may be gone.
    ///
    /// # Errors
    /// As [`Source::fetch`].
    pub fn tile(&self, id: TileId) -> Result<Vec<u8>, Stop> {
        self.fetch(&id.path()).or_else(|missing| match self.whole(id, TileId::path) {
            Some(bytes) => tile::part(id, &bytes).map_err(refused),
            None => Err(missing),
        })
    }

    /// A bundle of entries. Once it is full, its partial forms may be gone.
    ///
    /// # Errors
    /// As [`Source::fetch`].
    pub fn bundle(&self, id: TileId) -> Result<Vec<u8>, Stop> {
        self.fetch(&id.bundle_path()).or_else(|missing| match self.whole(id, TileId::bundle_path) {
            Some(bytes) => bundle::part(id, &bytes).map(<[u8]>::to_vec).map_err(refused),
            None => Err(missing),
        })
    }

    /// The full file in the place of a partial one.
    fn whole(&self, id: TileId, path: fn(TileId) -> String) -> Option<Vec<u8>> {
        let full = TileId::full(id.level, id.index);
        if id.is_full() { None } else { self.fetch(&path(full)).ok() }
    }

    /// The checkpoint, its signature checked.
    ///
    /// # Errors
    /// Refused when it was not signed by `key`.
    pub fn checkpoint(&self, key: &VerifierKey) -> Result<(Checkpoint, Note), Stop> {
        let bytes = self.fetch("checkpoint")?;
        let text = String::from_utf8(bytes).map_err(|_| refused("checkpoint: it is not UTF-8"))?;
        Checkpoint::open(&text, key).map_err(|error| refused(format!("checkpoint: {error}")))
    }
}

/// The log does not hold together.
impl From<tile::Error> for Stop {
    fn from(error: tile::Error) -> Self {
        refused(error)
    }
}

fn get(agent: &ureq::Agent, url: &str, path: &str) -> Result<Vec<u8>, Stop> {
    let unreachable = |error: ureq::Error| Stop::Input(vec![format!("{url}: {error}")]);
    let mut response = agent.get(url).call().map_err(unreachable)?;
    match response.status().as_u16() {
        200 => response.body_mut().with_config().limit(LARGEST).read_to_vec().map_err(unreachable),
        404 | 410 => Err(refused(format!("{path} is missing"))),
        other => Err(Stop::Input(vec![format!("{url} answers {other}")])),
    }
}
