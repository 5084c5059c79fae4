//! How pages behave as a city grows: `room [--rows N,M] [--base N] [--on NAME]` for the mayor's room, `home` for the
//! city's home and `scorecard` for its report. A real year of `--base` applications is made by the demo; the
//! tables that the page reads and that grow with applications are then filled with copies of their own rows until they are worth so many
//! applications, so that each table keeps the proportion that it has in a real year. Only what has ended
//! is copied: as in `scale`, what is open stays as it is, because a city that grows works as it did.
//!
//! The journal is not filled. The room reads its last position, by the key of `position`, and nothing
//! else of it; tests in `tests/it/room.rs` ask SQLite for the plan of each statement of these pages.

use std::time::{Duration, Instant};

use sqlx::{AnyConnection, AssertSqlSafe};

use super::city::{Backend, City};
use super::http::Connection;
use super::spread::{Spread, median};
use super::{Outcome, machine, officer, option};

/// Requests before those that count, requests of one pass, and passes; the middle of the passes counts.
const WARM: usize = 50;
const COUNTED: usize = 200;
const PASSES: usize = 3;

/// A table that grows with applications, its keys that a copy needs anew, and which of its rows have ended.
type Table = (&'static str, &'static [&'static str], &'static str);

/// A page that is measured.
pub struct Page {
    path: &'static str,
    /// Who reads it; everyone when empty.
    login: &'static str,
    /// What it reads and what grows.
    growing: &'static [Table],
}

/// The mayor's room.
pub const ROOM: Page = Page {
    path: "/ruang",
    login: "walikota",
    growing: &[
        ("deadline_watch", &["clock_id", "subject_id"], "ended_at IS NOT NULL"),
        ("complaint", &["complaint_id", "number", "secret_hash"], "stage = 'done'"),
        ("superior_duty", &["duty_id", "source_id"], "done_at IS NOT NULL"),
    ],
};

/// The city's home. It reads no complaint and no file; the tickets of earlier days tell how long one person
/// takes at a counter.
pub const HOME: Page = Page {
    path: "/",
    login: "",
    growing: &[("ticket", &["ticket_id", "secret_hash"], "day < (SELECT MAX(day) FROM ticket)")],
};

/// The city's own report, which reads what was published of it and nothing that grows.
pub const SCORECARD: Page = Page { path: "/rapor", login: "", growing: &[] };

/// Nobody looks at a copied clock again: the server would tell the heads of its misses.
const SETTLED: &str = "INSERT INTO deadline_next (tenant_id, clock_id, look_at) \
    SELECT w.tenant_id, w.clock_id, 0 FROM deadline_watch w WHERE w.ended_at IS NOT NULL \
    AND NOT EXISTS (SELECT 1 FROM deadline_next n WHERE n.tenant_id = w.tenant_id \
    AND n.clock_id = w.clock_id)";

pub async fn run(args: &[String], page: &Page) -> Outcome<()> {
    let rows = option(args, "--rows").unwrap_or("10000,1000000");
    let rows = rows.split(',').map(str::parse).collect::<Result<Vec<u64>, _>>()?;
    let base: u32 = option(args, "--base").unwrap_or("5000").parse()?;
    for backend in Backend::chosen(args) {
        let mut first = None;
        for rows in &rows {
            let middle = at(&backend, page, (*rows, base)).await?;
            let first = *first.get_or_insert(middle);
            println!("  {:.2} times that of the first", middle / first);
        }
    }
    Ok(())
}

/// The median of a request at so many applications, in milliseconds.
async fn at(backend: &Backend, page: &Page, (rows, base): (u64, u32)) -> Outcome<f64> {
    let city = City::make(backend, base).await?;
    let from = Instant::now();
    let mut conn = city.connect().await?;
    let copies = rows / u64::from(base);
    for (table, keys, ended) in page.growing {
        let count = fill(&mut conn, backend, (table, keys, ended), copies).await?;
        println!("  {table}: {count} rows");
    }
    sqlx::query(SETTLED).execute(&mut conn).await?;
    if let Backend::Postgres(_) = backend {
        sqlx::raw_sql("VACUUM ANALYZE").execute(&mut conn).await?;
    }
    drop(conn);
    let loaded = from.elapsed().as_secs_f64();
    println!("{} worth {rows} applications (filled in {loaded:.0} s)", backend.name());
    let server = city.serve("warn")?;
    let mut connection = Connection::open(server.address).await?;
    let cookies = match page.login {
        "" => String::new(),
        login => officer::log_in(&mut connection, login).await?,
    };
    let path = page.path;
    pass(&mut connection, path, &cookies, WARM).await?;
    let (mut halves, mut tails) = (Vec::new(), Vec::new());
    for _ in 0..PASSES {
        let spread = pass(&mut connection, path, &cookies, COUNTED).await?;
        halves.push(spread.percentile(50));
        tails.push(spread.percentile(99));
    }
    let (p50, p99) = (median(halves), median(tails));
    let resident = machine::resident(server.process())?;
    println!("  GET {path}: p50 {p50:.2} ms, p99 {p99:.2} ms, resident {resident:.0} MiB");
    Ok(p50)
}

/// Copies what has ended until there are `copies` of it, and says how many rows there are then.
async fn fill(
    conn: &mut AnyConnection,
    backend: &Backend,
    (table, keys, ended): (&str, &[&str], &str),
    copies: u64,
) -> Outcome<i64> {
    let columns = columns(conn, table).await?;
    let value = |column: &String| match (column.as_str(), keys.contains(&column.as_str())) {
        // A number of eight characters is unique in a city; these are read by nobody.
        ("number", true) => "t.number || n.n".to_owned(),
        (_, true) => backend.random().to_owned(),
        (_, false) => format!("t.{column}"),
    };
    let values: Vec<String> = columns.iter().map(value).collect();
    let text = format!(
        "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {last}) \
         INSERT INTO {table} ({names}) SELECT {values} FROM {table} t, n WHERE {ended} AND {last} > 0",
        last = copies.saturating_sub(1),
        names = columns.join(", "),
        values = values.join(", "),
    );
    sqlx::query(AssertSqlSafe(text)).execute(&mut *conn).await?;
    let sql = format!("SELECT COUNT(*) FROM {table}");
    let (count,): (i64,) = sqlx::query_as(AssertSqlSafe(sql)).fetch_one(conn).await?;
    Ok(count)
}

/// Names of the columns of a table.
async fn columns(conn: &mut AnyConnection, table: &str) -> Outcome<Vec<String>> {
    use sqlx::{Column as _, Executor as _, Row as _};
    let row = conn.fetch_one(AssertSqlSafe(format!("SELECT * FROM {table} LIMIT 1"))).await?;
    Ok(row.columns().iter().map(|column| column.name().to_owned()).collect())
}

/// So many requests, one after the other.
async fn pass(
    connection: &mut Connection,
    path: &str,
    cookies: &str,
    requests: usize,
) -> Outcome<Spread> {
    let mut taken: Vec<Duration> = Vec::with_capacity(requests);
    for _ in 0..requests {
        let from = Instant::now();
        let answer = connection.get(path, cookies).await?;
        taken.push(from.elapsed());
        if answer.status != 200 {
            return Err(format!("{path} answers {}", answer.status).into());
        }
    }
    Ok(Spread::new(taken))
}
