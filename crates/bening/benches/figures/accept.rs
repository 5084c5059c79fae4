//! How many applications a second are accepted durably over HTTP by 64 clients, beside the rate of
//! the same statements through the same driver in groups of 64 without HTTP, and with the public log
//! left out. Rounds of the three take turns, each on a fresh city.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::city::{Backend, City, Server};
use super::http::Connection;
use super::spread::{Spread, median};
use super::{Outcome, machine, option, peer, trace};

const CLIENTS: u64 = 64;
const WARM_UP: Duration = Duration::from_secs(2);

/// One round over HTTP.
struct Round {
    rate: f64,
    spread: Spread,
    client: f64,
    server: f64,
}

pub async fn run(args: &[String]) -> Outcome<()> {
    let seconds = Duration::from_secs(option(args, "--seconds").unwrap_or("10").parse()?);
    let rounds: usize = option(args, "--rounds").unwrap_or("3").parse()?;
    let statements = traced().await?;
    println!("one submission executes {} statements", statements.len());
    for backend in Backend::chosen(args) {
        let (mut direct, mut http, mut alone) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..rounds {
            let city = City::make(&backend, 60).await?;
            submit_one(&city).await?;
            let rate = peer::rate(&city, &statements, seconds).await?;
            println!("{}: peer {rate:.0}/s", backend.name());
            direct.push(rate);
            let round = over_http(&City::make(&backend, 60).await?, seconds).await?;
            http.push(shown(&backend, "HTTP", &round));
            let city = City::make(&backend, 60).await?;
            city.without_log()?;
            let round = over_http(&city, seconds).await?;
            alone.push(shown(&backend, "HTTP without the log", &round));
        }
        let (direct, http, alone) = (median(direct), median(http), median(alone));
        println!(
            "{}: median {http:.0}/s over HTTP, {direct:.0}/s without, ratio {:.2}; {alone:.0}/s \
             without the log, which costs {:.1} %\n",
            backend.name(),
            http / direct,
            100.0 * (1.0 - http / alone)
        );
    }
    Ok(())
}

/// Prints a round and returns its rate.
fn shown(backend: &Backend, what: &str, round: &Round) -> f64 {
    println!(
        "{}: {what} {:.0}/s, p50 {:.1} ms, p99 {:.1} ms, processors: client {:.2}, server {:.2}",
        backend.name(),
        round.rate,
        round.spread.percentile(50),
        round.spread.percentile(99),
        round.client,
        round.server
    );
    round.rate
}

/// The statements of one submission, from a server that logs them.
async fn traced() -> Outcome<Vec<String>> {
    let city = City::make(&Backend::Sqlite, 60).await?;
    let server = city.serve(trace::LOG)?;
    let mut connection = Connection::open(server.address).await?;
    for serial in 0..3 {
        submit(&mut connection, serial).await?;
    }
    drop(server);
    trace::submission(&city.path().join("server.log"))
}

/// One application, whose row lends the peer its sizes.
async fn submit_one(city: &City) -> Outcome<()> {
    let server = city.serve("warn")?;
    submit(&mut Connection::open(server.address).await?, 0).await
}

async fn over_http(city: &City, seconds: Duration) -> Outcome<Round> {
    let server = city.serve("warn")?;
    let serial = Arc::new(AtomicU64::new(0));
    let begin = Instant::now() + WARM_UP;
    let end = begin + seconds;
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        clients.spawn(client(server.address, Arc::clone(&serial), begin, end));
    }
    tokio::time::sleep_until(begin.into()).await;
    let before = used(&server)?;
    tokio::time::sleep_until(end.into()).await;
    let after = used(&server)?;
    let mut taken = Vec::new();
    while let Some(client) = clients.join_next().await {
        taken.extend(client??);
    }
    let wall = seconds.as_secs_f64();
    Ok(Round {
        rate: taken.len() as f64 / wall,
        spread: Spread::new(taken),
        client: (after.0 - before.0) / wall,
        server: (after.1 - before.1) / wall,
    })
}

/// Processor time of this client and of the server.
fn used(server: &Server) -> Outcome<(f64, f64)> {
    Ok((machine::cpu(std::process::id())?, machine::cpu(server.process())?))
}

/// Submits until the end and returns how long each took that was acknowledged in the window.
async fn client(
    address: std::net::SocketAddr,
    serial: Arc<AtomicU64>,
    begin: Instant,
    end: Instant,
) -> Outcome<Vec<Duration>> {
    let mut connection = Connection::open(address).await?;
    let mut taken = Vec::new();
    loop {
        let from = Instant::now();
        submit(&mut connection, serial.fetch_add(1, Ordering::Relaxed)).await?;
        let now = Instant::now();
        if now >= end {
            return Ok(taken);
        }
        if now >= begin {
            taken.push(now - from);
        }
    }
}

/// One application, of another person each time.
async fn submit(connection: &mut Connection, serial: u64) -> Outcome<()> {
    let (day, person) = (1 + serial / 9999 % 28, 1 + serial % 9999);
    let body = format!(
        r#"{{"service":"DINSOS-DTSEN","applicant":"oneself","person":{{"name":"Uji Coba {serial}",
        "nik":"187201{day:02}0190{person:04}","kk":"1872010101109001","phone":"0812{serial:08}",
        "address":"Jalan Contoh {serial}","kelurahan":"18.72.01.1001"}},"answers":{{"aid":"pkh",
        "urgent":"no","dependants":"3","income":"3","vulnerable":"none","proof":"photo"}},
        "documents_later":["ktp","kk","house_photo"]}}"#
    );
    let json = "Content-Type: application/json\r\n";
    let answer = connection.post("/api/v1/permohonan", json, &body).await?;
    match answer.status {
        201 => Ok(()),
        status => Err(format!("{status}: {}", answer.text()?).into()),
    }
}
