//! A small city to break, and what must hold of it afterwards.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::{Arc, Mutex, OnceLock};

use sqlx::Connection as _;
use tempfile::TempDir;

use super::load::{Ledger, Load, PATIENCE};
use super::support::{self, Served, bening, browser, copy_all, folder};

const MAKE: [&str; 6] = ["demo", "--only-make", "--applications", "60", "--until", "2026-11-20"];

/// A city and its clients' ledger.
pub struct City {
    /// Its data folder.
    pub data: PathBuf,
    /// Its database, when that is not the file in the data folder.
    pub database: Option<String>,
    /// What its clients know.
    pub ledger: Arc<Ledger>,
    /// Sizes up to which its checkpoints were compared.
    compared: Mutex<u64>,
    _home: Option<TempDir>,
}

impl City {
    /// On SQLite, in a folder that goes away.
    pub fn on_sqlite() -> Self {
        let home = folder();
        let data = home.path().join("city");
        Self::copied_to(&data).kept(home)
    }

    /// On SQLite, in the folder `data`.
    pub fn copied_to(data: &Path) -> Self {
        static MADE: OnceLock<TempDir> = OnceLock::new();
        let made = MADE.get_or_init(|| {
            let home = folder();
            make(&home.path().join("city"), &[]);
            home
        });
        copy_all(&made.path().join("city"), data);
        Self::at(data, None)
    }

    /// On PostgreSQL, in a database of its own on the server at `server`.
    pub async fn on_postgresql(server: &str, name: &str) -> Self {
        let home = folder();
        let data = home.path().join("city");
        let url = fresh_database(server, name).await;
        make(&data, &["--database", &url]);
        Self::at(&data, Some(url)).kept(home)
    }

    /// What lies in the folder `data`.
    pub fn at(data: &Path, database: Option<String>) -> Self {
        let (data, ledger) = (data.to_owned(), Arc::default());
        Self { data, database, ledger, compared: Mutex::new(0), _home: None }
    }

    fn kept(self, home: TempDir) -> Self {
        Self { _home: Some(home), ..self }
    }

    fn settings<'a>(&'a self, extra: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let mut settings = vec![("BENING_LOG", "info")];
        settings.extend(self.database.as_deref().map(|url| ("BENING_DATABASE", url)));
        settings.extend(extra);
        settings
    }

    /// Serves it.
    pub fn serve(&self, extra: &[(&str, &str)]) -> Served {
        Served::start(&self.data, &self.settings(extra))
    }

    /// Serves it, or says how the server ended before it listened.
    pub fn try_serve(&self, extra: &[(&str, &str)]) -> Result<Served, ExitStatus> {
        Served::try_start(&self.data, &self.settings(extra))
    }

    /// Clients begin to send.
    pub fn load(&self, served: &Served) -> Load {
        Load::begin(&self.ledger, &served.url)
    }

    /// One number of its database.
    pub async fn count(&self, sql: &'static str) -> i64 {
        let mut conn = self.connect().await;
        let (count,): (i64,) = sqlx::query_as(sql).fetch_one(&mut conn).await.unwrap();
        count
    }

    async fn connect(&self) -> sqlx::AnyConnection {
        sqlx::any::install_default_drivers();
        let file = format!("sqlite://{}", self.data.join("bening.db").display());
        sqlx::AnyConnection::connect(self.database.as_deref().unwrap_or(&file)).await.unwrap()
    }

    /// Those that were acknowledged and are not there.
    pub async fn lost(&self) -> Vec<String> {
        let rows: Vec<(String,)> =
            sqlx::query_as("SELECT number FROM application WHERE tenant_id = 1")
                .fetch_all(&mut self.connect().await)
                .await
                .unwrap();
        let kept: BTreeSet<String> = rows.into_iter().map(|(number,)| number).collect();
        let stored = |number: &String| number.replace('-', "");
        self.ledger.numbers().into_iter().filter(|number| !kept.contains(&stored(number))).collect()
    }

    /// Waits until everything that was committed stands in the published log.
    pub async fn published(&self, served: &Served) {
        let wanted = self.count("SELECT COUNT(*) FROM fact WHERE tenant_id = 1").await
            + self.count("SELECT COUNT(*) FROM log_lost WHERE tenant_id = 1").await;
        let client = browser();
        let mut look = tokio::time::interval(std::time::Duration::from_millis(50));
        let catch_up = async {
            while self.ledger.fetch(&client, &served.url).await.unwrap() < wanted as u64 {
                look.tick().await;
            }
        };
        let caught_up = tokio::time::timeout(PATIENCE, catch_up).await;
        assert!(caught_up.is_ok(), "the log never came to {wanted}: {}", served.said.text());
    }

    /// All that must hold, on a server that runs again: nothing acknowledged is lost, positions
    /// have no gap, and the log catches up, verifies whole and has only grown.
    pub async fn check(&self, served: Served) {
        assert_eq!(self.lost().await, Vec::<String>::new(), "acknowledged and lost");
        self.published(&served).await;
        served.stop();
        let last = "SELECT COALESCE(MAX(position), 0) FROM position WHERE tenant_id = 1";
        let count = "SELECT COUNT(*) FROM position WHERE tenant_id = 1";
        assert_eq!(self.count(last).await, self.count(count).await, "positions have a gap");
        self.verify();
    }

    /// The published log holds together and contains every checkpoint that a client has seen.
    pub fn verify(&self) {
        self.verified(&["--all"]);
        let mut compared = self.compared.lock().unwrap();
        let old = self.data.join("old.checkpoint");
        for (size, note) in self.ledger.checkpoints(*compared) {
            std::fs::write(&old, note).unwrap();
            self.verified(&["--old", old.to_str().unwrap()]);
            *compared = size;
        }
    }

    fn verified(&self, args: &[&str]) {
        let log = self.data.join("log/1");
        let (vkey, log) = (log.join("vkey"), log.to_str().unwrap().to_owned());
        let mut all = vec!["log", "verify", "--log", &log, "--vkey", vkey.to_str().unwrap()];
        all.extend(args);
        let done = bening(&self.data, &all);
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    }
}

fn make(data: &Path, extra: &[&str]) {
    let home = data.parent().unwrap();
    let args = MAKE.iter().copied().chain(["--data", data.to_str().unwrap()]);
    let made = support::command(home).args(args).args(extra).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// A database of its own on the server at `server`.
pub async fn fresh_database(server: &str, name: &str) -> String {
    sqlx::any::install_default_drivers();
    let name = format!("bening_faults_{name}_{}", std::process::id());
    let mut conn = sqlx::AnyConnection::connect(server).await.unwrap();
    for statement in [format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}")]
    {
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut conn).await.unwrap();
    }
    let (base, _) = server.rsplit_once('/').unwrap();
    format!("{base}/{name}")
}

/// The PostgreSQL server of the tests; `None` where there is none, which CI must not be.
pub fn postgresql() -> Option<String> {
    let server = std::env::var("BENING_TEST_POSTGRES_URL").ok();
    assert!(server.is_some() || std::env::var("CI").is_err(), "CI must bring a PostgreSQL server");
    if server.is_none() {
        skipped("BENING_TEST_POSTGRES_URL names no server");
    }
    server
}

/// Says that this machine does not allow a test, past the capture of the test harness.
#[allow(clippy::explicit_write, reason = "eprintln is captured")]
pub fn skipped(why: &str) {
    use std::io::Write as _;
    writeln!(std::io::stderr(), "skipped: {why}").unwrap();
}
