//! Migrations: SQL that both databases understand, with two words translated.

use jiff::Timestamp;
use kernel::error::Result;
use sqlx::{AnyConnection, AssertSqlSafe, Executor as _};

use super::{Backend, db, statistics};

/// One step of the schema. Steps are never changed once released, only added.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Unique name; steps run in the order in which they are given.
    pub name: &'static str,
    /// Statements for SQLite; see [`translate`] for PostgreSQL.
    pub sql: &'static str,
}

/// The platform's own tables.
pub const PLATFORM: [Migration; 2] = [
    Migration { name: "0001_platform", sql: include_str!("../../migrations/0001_platform.sql") },
    Migration { name: "0014_links", sql: include_str!("../../migrations/0014_links.sql") },
];

/// The same statements for `backend`: PostgreSQL says BYTEA and keeps every table by its key
/// without being told.
pub fn translate(sql: &str, backend: Backend) -> String {
    match backend {
        Backend::Sqlite => sql.to_owned(),
        Backend::Postgres => sql.replace(" BLOB", " BYTEA").replace(") WITHOUT ROWID;", ");"),
    }
}

/// Runs the steps that this database has not seen, each in a transaction of its own.
pub(super) async fn run(
    conn: &mut AnyConnection,
    backend: Backend,
    migrations: &[Migration],
    now: Timestamp,
) -> Result<()> {
    let table = "CREATE TABLE IF NOT EXISTS migration (name TEXT NOT NULL PRIMARY KEY, \
                 applied_at BIGINT NOT NULL)";
    conn.execute(table).await.map_err(db)?;
    let mut changed = false;
    for migration in migrations {
        let seen: Option<(i64,)> =
            sqlx::query_as("SELECT applied_at FROM migration WHERE name = $1")
                .bind(migration.name)
                .fetch_optional(&mut *conn)
                .await
                .map_err(db)?;
        if seen.is_none() {
            apply(conn, backend, migration, now).await?;
            changed = true;
        }
    }
    if changed && backend == Backend::Sqlite {
        statistics::write(conn).await?;
    }
    Ok(())
}

async fn apply(
    conn: &mut AnyConnection,
    backend: Backend,
    migration: &Migration,
    now: Timestamp,
) -> Result<()> {
    conn.execute("BEGIN").await.map_err(db)?;
    let script = translate(migration.sql, backend);
    for statement in statements(&script) {
        conn.execute(AssertSqlSafe(statement)).await.map_err(db)?;
    }
    sqlx::query("INSERT INTO migration (name, applied_at) VALUES ($1, $2)")
        .bind(migration.name)
        .bind(now.as_microsecond())
        .execute(&mut *conn)
        .await
        .map_err(db)?;
    conn.execute("COMMIT").await.map_err(db)?;
    Ok(())
}

/// Splits a script at its semicolons, without comments. Our scripts hold no string with either.
pub fn statements(script: &str) -> Vec<String> {
    let code: Vec<&str> =
        script.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
    code.join("\n")
        .split(';')
        .map(str::trim)
        .filter(|statement| !statement.is_empty())
        .map(str::to_owned)
        .collect()
}
