//! Databases that go away.

use sqlx::{AssertSqlSafe, Connection as _, Executor as _};
use tempfile::TempDir;
use uuid::Uuid;

use crate::entropy::Entropy;
use crate::vault::sha256;

/// Names a PostgreSQL server on which tests may make databases.
const VARIABLE: &str = "BENING_TEST_POSTGRES_URL";

/// An empty database, and a folder for files.
pub(super) struct Database {
    pub(super) url: String,
    pub(super) folder: TempDir,
    /// The server and the database's name, when it must be dropped by hand.
    server: Option<(String, String)>,
}

impl Database {
    pub(super) fn sqlite() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let file = folder.path().join("bening.db");
        let url = format!("sqlite://{}?mode=rwc", file.display());
        Self { url, folder, server: None }
    }

    /// A database on the server of the environment, if it names one.
    pub(super) async fn postgres() -> Option<Self> {
        let server = std::env::var(VARIABLE).ok()?;
        let folder = TempDir::new().expect("a temporary folder");
        let name = fresh_name();
        on_server(&server, &format!("CREATE DATABASE {name}")).await;
        let url = with_name(&server, &name);
        Some(Self { url, folder, server: Some((server, name)) })
    }

    pub(super) async fn close(self) {
        if let Some((server, name)) = self.server {
            on_server(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

/// Two test processes must not meet in one database, so this one name is truly random.
fn fresh_name() -> String {
    let mut rng = Entropy::System.rng().expect("randomness");
    let mut bytes = [0u8; 16];
    rand::Rng::fill_bytes(&mut rng, &mut bytes);
    let digest = sha256(&bytes);
    format!("bening_test_{}", Uuid::from_slice(&digest[..16]).expect("16 bytes").simple())
}

fn with_name(server: &str, name: &str) -> String {
    let (base, query) = server.split_once('?').map_or((server, ""), |(base, query)| (base, query));
    let scheme = base.find("://").expect("a URL with a scheme") + 3;
    let host_end = base[scheme..].find('/').map_or(base.len(), |at| scheme + at);
    let separator = if query.is_empty() { "" } else { "?" };
    format!("{}/{name}{separator}{query}", &base[..host_end])
}

async fn on_server(url: &str, sql: &str) {
    sqlx::any::install_default_drivers();
    let mut server = sqlx::AnyConnection::connect(url).await.expect("the PostgreSQL server");
    server.execute(AssertSqlSafe(sql.to_owned())).await.expect("a database made or dropped");
    server.close().await.expect("a closed connection");
}

#[cfg(test)]
mod tests {
    use super::with_name;

    #[test]
    fn the_name_replaces_the_database_and_keeps_the_rest() {
        for (server, with) in [
            ("postgres://u:p@host:5432/postgres", "postgres://u:p@host:5432/x"),
            ("postgres://host", "postgres://host/x"),
            ("postgres:///postgres?host=/run/pg", "postgres:///x?host=/run/pg"),
        ] {
            assert_eq!(with_name(server, "x"), with);
        }
    }
}
