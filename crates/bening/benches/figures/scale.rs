//! How the pages that must not slow down behave at growing numbers of applications: the officer's
//! queue, the search for a service, and tracking with the receipt's secret. Warm, one request after
//! the other, on a kept-open connection. `--rows N,M` chooses the numbers.

use std::path::Path;
use std::time::{Duration, Instant};

use super::city::{Backend, City};
use super::fill::{self, Receipt};
use super::http::Connection;
use super::officer;
use super::spread::{Spread, median};
use super::{Outcome, machine, option};

/// Requests before those that count: enough to see every receipt once.
const WARM: usize = 1000;
/// Requests of one pass, and passes; the middle of the passes counts.
const COUNTED: usize = 2000;
const PASSES: usize = 3;

const QUESTIONS: [&str; 8] = [
    "ktp+ilang",
    "kartu+keluarga",
    "akta+lahir",
    "izin+usaha",
    "pindah",
    "bantuan",
    "surat+mati",
    "imb",
];

/// One page at one size.
struct Measured {
    page: &'static str,
    p99: f64,
}

pub async fn run(args: &[String]) -> Outcome<()> {
    let rows = option(args, "--rows").unwrap_or("10000,1000000");
    let rows = rows.split(',').map(str::parse).collect::<Result<Vec<usize>, _>>()?;
    for backend in Backend::chosen(args) {
        let mut first: Vec<Measured> = Vec::new();
        for rows in &rows {
            let measured = at(&backend, *rows).await?;
            for (now, then) in measured.iter().zip(&first) {
                println!(
                    "  {}: p99 is {:.2} times that of the first",
                    now.page,
                    now.p99 / then.p99
                );
            }
            if first.is_empty() {
                first = measured;
            }
        }
    }
    Ok(())
}

async fn at(backend: &Backend, rows: usize) -> Outcome<Vec<Measured>> {
    let city = City::make(backend, 1).await?;
    let from = Instant::now();
    let receipts = fill::run(&city, rows).await?;
    if let Backend::Postgres(_) = backend {
        // What autovacuum would do within minutes.
        sqlx::raw_sql("VACUUM ANALYZE").execute(&mut city.connect().await?).await?;
    }
    println!(
        "{} with {rows} applications, {} open (loaded in {:.0} s, {})",
        backend.name(),
        fill::OPEN.min(rows),
        from.elapsed().as_secs_f64(),
        size(city.path())?
    );
    let server = city.serve("warn")?;
    let mut connection = Connection::open(server.address).await?;
    let cookies = officer::log_in(&mut connection, "petugas").await?;
    println!("  resident after the first page: {:.0} MiB", machine::resident(server.process())?);
    let queue = |_: usize| ("/petugas".to_owned(), cookies.clone());
    let search = |turn: usize| {
        (format!("/layanan?cari={}", QUESTIONS[turn % QUESTIONS.len()]), String::new())
    };
    let tracking = |turn: usize| track(&receipts[turn * 7919 % receipts.len()]);
    let measured = vec![
        measure(&mut connection, "queue", queue).await?,
        measure(&mut connection, "search", search).await?,
        measure(&mut connection, "tracking", tracking).await?,
    ];
    println!("  resident afterwards: {:.0} MiB", machine::resident(server.process())?);
    Ok(measured)
}

/// The tracking page of a receipt, with its secret.
fn track((number, secret): &Receipt) -> (String, String) {
    (format!("/lacak/{number}"), format!("Cookie: kunci={}\r\n", secret.expose()))
}

async fn measure(
    connection: &mut Connection,
    page: &'static str,
    ask: impl Fn(usize) -> (String, String),
) -> Outcome<Measured> {
    pass(connection, &ask, WARM).await?;
    let (mut halves, mut tails) = (Vec::new(), Vec::new());
    for _ in 0..PASSES {
        let spread = pass(connection, &ask, COUNTED).await?;
        halves.push(spread.percentile(50));
        tails.push(spread.percentile(99));
    }
    let each = tails.iter().map(|tail| format!("{tail:.2}")).collect::<Vec<_>>().join(", ");
    let (p50, p99) = (median(halves), median(tails));
    println!("  {page}: p50 {p50:.2} ms, p99 {p99:.2} ms (passes: {each})");
    Ok(Measured { page, p99 })
}

/// So many requests, one after the other.
async fn pass(
    connection: &mut Connection,
    ask: &impl Fn(usize) -> (String, String),
    requests: usize,
) -> Outcome<Spread> {
    let mut taken: Vec<Duration> = Vec::with_capacity(requests);
    for turn in 0..requests {
        let (path, headers) = ask(turn);
        let from = Instant::now();
        let answer = connection.get(&path, &headers).await?;
        taken.push(from.elapsed());
        if answer.status != 200 {
            return Err(format!("{path} answers {}", answer.status).into());
        }
    }
    Ok(Spread::new(taken))
}

/// Of the database's file, where it is one.
fn size(folder: &Path) -> Outcome<String> {
    let path = folder.join("bening.db");
    if !path.exists() {
        return Ok("on a server".to_owned());
    }
    Ok(format!("{:.1} GB on disk", std::fs::metadata(path)?.len() as f64 / 1e9))
}
