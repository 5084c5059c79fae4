//! A synthetic city on disk, and the real binary that serves it.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};
use tempfile::TempDir;

use super::{Outcome, option};

/// Which database, with what it needs.
#[derive(Clone)]
pub enum Backend {
    /// A file in the city's folder.
    Sqlite,
    /// A server, by the URL of any database on it.
    Postgres(String),
}

impl Backend {
    /// SQLite, and PostgreSQL when `BENING_TEST_POSTGRES_URL` names a server; `--on NAME` takes
    /// one of them.
    pub fn chosen(args: &[String]) -> Vec<Self> {
        let server = std::env::var("BENING_TEST_POSTGRES_URL").ok();
        let all = std::iter::once(Self::Sqlite).chain(server.map(Self::Postgres));
        let wanted = option(args, "--on");
        all.filter(|one| wanted.is_none_or(|name| one.name().eq_ignore_ascii_case(name))).collect()
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// Sixteen bytes that no other row has.
    pub fn random(&self) -> &'static str {
        match self {
            Self::Sqlite => "randomblob(16)",
            Self::Postgres(_) => "uuid_send(gen_random_uuid())",
        }
    }
}

/// A city that goes away.
pub struct City {
    folder: TempDir,
    /// The database's URL.
    pub url: String,
}

impl City {
    /// Makes a city with `applications` of a year that ends today.
    pub async fn make(backend: &Backend, applications: u32) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let url = match backend {
            Backend::Sqlite => bening::config::sqlite_url(folder.path()),
            Backend::Postgres(server) => fresh_database(server).await?,
        };
        let city = Self { folder, url };
        let applications = applications.to_string();
        let made = city
            .command()
            .args(["demo", "--only-make", "--applications", &applications])
            .args(["--data", city.data()?, "--database", &city.url])
            .stdout(Stdio::null())
            .status()?;
        if made.success() { Ok(city) } else { Err("the city could not be made".into()) }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn data(&self) -> Outcome<&str> {
        Ok(self.path().to_str().ok_or("the temporary folder has a strange name")?)
    }

    fn command(&self) -> Command {
        command(self.path())
    }

    /// A connection as the writer has one.
    pub async fn connect(&self) -> Outcome<AnyConnection> {
        sqlx::any::install_default_drivers();
        let mut conn = AnyConnection::connect(&self.url).await?;
        if self.url.starts_with("sqlite") {
            for pragma in ["busy_timeout = 10000", "journal_mode = WAL", "synchronous = FULL"] {
                let pragma = AssertSqlSafe(format!("PRAGMA {pragma}"));
                sqlx::raw_sql(pragma).execute(&mut conn).await?;
            }
        }
        Ok(conn)
    }

    /// Takes the key of its public log away, so that nothing is published.
    pub fn without_log(&self) -> Outcome<()> {
        Ok(std::fs::remove_file(self.path().join("log-1.key"))?)
    }

    /// Serves the city; returns once it listens.
    pub fn serve(&self, log: &str) -> Outcome<Server> {
        serve(self.path(), &self.url, log)
    }
}

fn command(at: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bening"));
    command.current_dir(at).env("BENING_LOG", "warn").env("BENING_FORMS_PER_MINUTE", "10000000");
    command
}

/// Serves the city below `data`, with what it logs in `server.log`.
pub fn serve(data: &Path, url: &str, log: &str) -> Outcome<Server> {
    let address = SocketAddr::from(([127, 0, 0, 1], free_port()?));
    let listen = address.to_string();
    let child = command(data)
        .env("BENING_LOG", log)
        .args(["serve", "--listen", &listen, "--database", url, "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .stderr(File::create(data.join("server.log"))?)
        .spawn()?;
    let mut server = Server { child, address };
    let out = server.child.stdout.take().ok_or("the server has no output")?;
    let mut first = String::new();
    BufReader::new(out).read_line(&mut first)?;
    if first.starts_with("Bening: ") { Ok(server) } else { Err("the server did not start".into()) }
}

/// A running server, killed when it is dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    pub fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = self.child.kill().and_then(|()| self.child.wait().map(drop)) {
            println!("the server could not be ended: {error}");
        }
    }
}

fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// A database of its own on the server at `url`, in place of the last run's.
async fn fresh_database(url: &str) -> Outcome<String> {
    sqlx::any::install_default_drivers();
    let mut conn = AnyConnection::connect(url).await?;
    for statement in
        ["DROP DATABASE IF EXISTS bening_bench WITH (FORCE)", "CREATE DATABASE bening_bench"]
    {
        sqlx::raw_sql(statement).execute(&mut conn).await?;
    }
    let (base, _) = url.rsplit_once('/').ok_or("the URL of the PostgreSQL server has no path")?;
    Ok(format!("{base}/bening_bench"))
}
