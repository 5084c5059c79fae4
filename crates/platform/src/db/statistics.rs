//! What SQLite's planner is told about the tables.
//!
//! Every key begins with the tenant. Without statistics SQLite takes the rows of one tenant to be
//! about ten, and reads a whole city in the order of the primary key rather than look into an index
//! (at 30,000 applications the work queue took 30 times as long). `ANALYZE` would count rows, but a
//! new city has none, and a plan that changes with the data is one that nobody has seen. So the
//! planner is told of a large city in which each further column of a key narrows the search; the
//! plans are then the same on every machine and on every day. PostgreSQL counts by itself.

use kernel::error::Result;
use sqlx::{AnyConnection, Executor as _};

use super::db;

/// Powers of ten in the rows of a table.
const ROWS: f64 = 6.0;

/// Writes the statistics of every index and lets this connection see them; connections that are
/// opened later see them by themselves.
pub(super) async fn write(conn: &mut AnyConnection) -> Result<()> {
    // SQLite makes the table of statistics when it first analyses something.
    conn.execute("ANALYZE migration").await.map_err(db)?;
    let indices: Vec<(String, String, i64)> = sqlx::query_as(
        "SELECT t.name, CASE l.origin WHEN 'pk' THEN t.name ELSE l.name END, \
         (SELECT COUNT(*) FROM pragma_index_info(l.name)) \
         FROM pragma_table_list t JOIN pragma_index_list(t.name) l WHERE t.wr = 1",
    )
    .fetch_all(&mut *conn)
    .await
    .map_err(db)?;
    conn.execute("BEGIN IMMEDIATE").await.map_err(db)?;
    conn.execute("DELETE FROM sqlite_stat1").await.map_err(db)?;
    for (table, index, columns) in indices {
        sqlx::query("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ($1, $2, $3)")
            .bind(table)
            .bind(index)
            .bind(rows(columns))
            .execute(&mut *conn)
            .await
            .map_err(db)?;
    }
    conn.execute("COMMIT").await.map_err(db)?;
    conn.execute("ANALYZE sqlite_schema").await.map_err(db)?;
    Ok(())
}

/// How many rows there are, then how many share the first column, the first two, and so on: the
/// tenant narrows nothing, a whole key leaves one row, and those between lie evenly.
fn rows(columns: i64) -> String {
    let all = 10f64.powf(ROWS);
    let mut text = format!("{all:.0}");
    for column in 1..=columns {
        let left = (columns - column) as f64 / (columns - 1).max(1) as f64;
        text.push_str(&format!(" {:.0}", 10f64.powf(ROWS * left)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn the_tenant_narrows_nothing_and_a_whole_key_leaves_one_row() {
        assert_eq!(rows(2), "1000000 1000000 1");
        assert_eq!(rows(3), "1000000 1000000 1000 1");
        assert_eq!(rows(5), "1000000 1000000 31623 1000 32 1");
    }
}
