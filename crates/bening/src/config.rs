//! Settings: flag, then environment (`BENING_...`), then `bening.toml`, then the default.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use kernel::Error;
use kernel::error::Result;
use serde::{Deserialize, Serialize};

use crate::cli::{Place, Server};

/// Settings of a server. The reference page is generated from [`SETTINGS`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Folder of the city's data.
    pub data: PathBuf,
    /// Database URL; none means SQLite in the data folder.
    pub database: Option<String>,
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Address under which citizens reach the city; none means `http://LISTEN`.
    pub public_url: Option<String>,
    /// Whether a proxy in front sets `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// SMTP URL; none means that mails are put into the folder `outbox`.
    pub smtp: Option<String>,
    /// Sender of mails.
    pub mail_from: String,
    /// Token for `/metrics` from other machines; none means loopback only.
    pub metrics_token: Option<String>,
    /// How many forms one address may send in a minute.
    pub forms_per_minute: u32,
    /// Witnesses of the public log, each as its key, a space and its address. The line of the first
    /// one is the seed of draws.
    pub witnesses: Vec<String>,
    /// How many of them must have cosigned.
    pub witness_quorum: usize,
    /// Folder, on another disk, into which the SQLite database is archived continuously.
    pub archive: Option<PathBuf>,
    /// Seconds between two looks of the archiver: what a restore loses at most.
    pub archive_seconds: u64,
}

/// Name, default and meaning of each setting, for the reference page.
pub const SETTINGS: [(&str, &str, &str); 13] = [
    ("data", "bening-data", "folder of the city's data"),
    ("database", "sqlite in the data folder", "sqlite://PATH or postgres://..."),
    ("listen", "127.0.0.1:8080", "address to listen on"),
    ("public_url", "http://LISTEN", "address under which citizens reach the city"),
    ("behind_proxy", "false", "whether a proxy in front sets X-Forwarded-For"),
    ("smtp", "none: mails go to the folder outbox", "smtps://USER:PASSWORD@HOST"),
    ("mail_from", "bening@localhost", "sender of mails"),
    ("metrics_token", "none: loopback only", "token for /metrics from other machines"),
    ("forms_per_minute", "60", "how many forms one address may send in a minute"),
    (
        "witnesses",
        "[]",
        "witnesses of the public log: [\"VKEY http://HOST:8099\", ...]; draws take the first one's line as seed",
    ),
    ("archive", "none", "folder on another disk, to which the SQLite database is archived"),
    ("archive_seconds", "5", "seconds between two looks of the archiver: the loss at most"),
    ("witness_quorum", "0", "how many of the witnesses must have cosigned"),
];

impl Default for Settings {
    fn default() -> Self {
        Self {
            data: PathBuf::from("bening-data"),
            database: None,
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            behind_proxy: false,
            smtp: None,
            mail_from: "bening@localhost".to_owned(),
            metrics_token: None,
            forms_per_minute: 60,
            witnesses: Vec::new(),
            witness_quorum: 0,
            archive: None,
            archive_seconds: 5,
        }
    }
}

impl Settings {
    /// The settings of `server`, completed from the environment and from `bening.toml` in the
    /// working folder.
    ///
    /// # Errors
    /// When a value cannot be read; the sentence names it and where it came from.
    pub fn load(server: &Server) -> Result<Self> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()))
            .merge(Toml::file("bening.toml"))
            .merge(settings_of_environment());
        if let Some(data) = &server.place.data {
            figment = figment.merge(("data", data));
        }
        if let Some(database) = &server.place.database {
            figment = figment.merge(("database", database));
        }
        if let Some(listen) = &server.listen {
            figment = figment.merge(("listen", listen));
        }
        figment.extract().map_err(|error| Error::invalid("error-settings").with("detail", error))
    }

    /// The settings of a place that is not served.
    ///
    /// # Errors
    /// As [`Settings::load`].
    pub fn of_place(place: &Place) -> Result<Self> {
        Self::load(&Server { place: place.clone(), listen: None })
    }

    /// The database URL.
    pub fn database_url(&self) -> String {
        self.database.clone().unwrap_or_else(|| sqlite_url(&self.data))
    }

    /// The address under which citizens reach the city.
    pub fn public_url(&self) -> String {
        let given = self.public_url.as_deref().map(|url| url.trim_end_matches('/').to_owned());
        given.unwrap_or_else(|| format!("http://{}", self.listen))
    }

    /// The city's own files.
    pub fn city_folder(&self) -> PathBuf {
        self.data.join("city")
    }

    /// The master key.
    pub fn key_file(&self) -> PathBuf {
        self.data.join("master.key")
    }

    /// Uploaded files.
    pub fn files_folder(&self) -> PathBuf {
        self.data.join("files")
    }

    /// Messages, when there is no SMTP server.
    pub fn outbox_folder(&self) -> PathBuf {
        self.data.join("outbox")
    }
}

/// Every `BENING_` variable but those that are no settings, so that a mistyped one is named.
fn settings_of_environment() -> Env {
    let other = |key: &str| key == "log" || key == "bless" || key.starts_with("test_");
    Env::prefixed("BENING_").filter(move |key| !other(&key.as_str().to_ascii_lowercase()))
}

/// The URL of the SQLite database in `folder`.
pub fn sqlite_url(folder: &Path) -> String {
    format!("sqlite://{}?mode=rwc", folder.join("bening.db").display())
}
