//! `reports [--rows N,M] [--sent N]`: reports like another one among few and among many, and how many a
//! second are taken in durably by 64 senders at a time. On SQLite, in the process, without HTTP.

use std::time::{Duration, Instant};

use bening::config::Settings;
use bening::start::{assemble, kept_city, open_database};
use jiff::SignedDuration;
use kernel::Clock;
use kernel::actor::{Actor, Channel};
use kernel::fact::TenantId;
use kernel::number::ApplicationNumber;
use listen::complaints::report::Body;
use listen::complaints::verbs::Receive;
use listen::complaints::{categories, store, suggest};
use platform::App;
use platform::entropy::Entropy;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha20Rng;
use sqlx::{AssertSqlSafe, QueryBuilder};
use uuid::Uuid;

use super::city::{Backend, City};
use super::fill::TENANT;
use super::spread::{Spread, median};
use super::{Outcome, option};

/// Kelurahan of the city.
const PLACES: u32 = 22;
/// Searches of one pass, and passes; the middle of the passes counts.
const COUNTED: usize = 2000;
const PASSES: usize = 3;
/// Rows of one statement.
const BATCH: usize = 500;
/// Senders at a time.
const SENDERS: usize = 64;

pub async fn run(args: &[String]) -> Outcome<()> {
    let rows = option(args, "--rows").unwrap_or("10000,1000000");
    let mut first = None;
    for rows in rows.split(',') {
        let p99 = searched(rows.parse()?).await?;
        let first = *first.get_or_insert(p99);
        println!("  p99 is {:.2} times that of the first", p99 / first);
    }
    sent(option(args, "--sent").unwrap_or("20000").parse()?).await
}

async fn opened(city: &City) -> Outcome<App> {
    let settings = Settings { data: city.path().to_owned(), ..Settings::default() };
    let kept = kept_city(&settings).map_err(|mistakes| format!("{mistakes:?}"))?;
    let db = open_database(&settings, Clock::System, Entropy::System).await?;
    Ok(assemble(&settings, &kept, db).await?)
}

fn place(number: u32) -> String {
    format!("place-{number}")
}

/// Fills a city with published reports of the last 90 days and searches among them.
async fn searched(rows: usize) -> Outcome<f64> {
    let city = City::make(&Backend::Sqlite, 1).await?;
    fill(&city, rows).await?;
    let app = opened(&city).await?;
    let since = app.db.clock().now() - SignedDuration::from_hours(24 * 90);
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    let stories = stories()?;
    let mut tails = Vec::new();
    for _ in 0..=PASSES {
        let mut taken: Vec<Duration> = Vec::with_capacity(COUNTED);
        for _ in 0..COUNTED {
            let (category, story) = &stories[rng.random_range(0..stories.len())];
            let kelurahan = place(rng.random_range(0..PLACES));
            let from = Instant::now();
            let mut tx = app.db.read(TenantId(TENANT)).await?;
            store::similar(&mut tx, category, &kelurahan, since, story).await?;
            taken.push(from.elapsed());
        }
        tails.push(Spread::new(taken).percentile(99));
    }
    // The first pass warms.
    let p99 = median(tails.split_off(1));
    println!("{rows} reports: p99 of a search {p99:.2} ms");
    app.db.close().await;
    Ok(p99)
}

/// Every shipped story with its category.
fn stories() -> Outcome<Vec<(String, String)>> {
    let mut all = Vec::new();
    for category in categories::all() {
        for story in suggest::stories(&category.code)? {
            all.push((category.code.clone(), story));
        }
    }
    Ok(all)
}

async fn fill(city: &City, rows: usize) -> Outcome<()> {
    let mut conn = city.connect().await?;
    for pragma in ["synchronous = OFF", "journal_mode = OFF"] {
        sqlx::raw_sql(AssertSqlSafe(format!("PRAGMA {pragma}"))).execute(&mut conn).await?;
    }
    let stories = stories()?;
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let now = Clock::System.now().as_microsecond();
    let mut left = rows;
    while left > 0 {
        let batch = left.min(BATCH);
        let mut query = QueryBuilder::new(
            "INSERT OR IGNORE INTO complaint_public (tenant_id, complaint_id, number, category, \
             kelurahan, unit, open, supporters, text, reply, position, published_at, changed_at) ",
        );
        let some: Vec<_> = (0..batch)
            .map(|_| {
                let (category, story) = stories[rng.random_range(0..stories.len())].clone();
                let other = &stories[rng.random_range(0..stories.len())].1;
                let at = now - rng.random_range(0..90 * 86_400_000_000_i64);
                let number = ApplicationNumber::random(&mut rng).compact();
                let id = Uuid::from_u128(rng.random());
                (
                    id,
                    number,
                    category,
                    place(rng.random_range(0..PLACES)),
                    format!("{story}. {other}"),
                    at,
                )
            })
            .collect();
        query.push_values(some, |mut row, (id, number, category, kelurahan, text, at)| {
            row.push_bind(TENANT).push_bind(id.as_bytes().to_vec()).push_bind(number);
            row.push_bind(category).push_bind(kelurahan).push_bind("DISDUKCAPIL");
            row.push_bind(1_i64).push_bind(0_i64).push_bind(text).push_bind("").push_bind("");
            row.push_bind(at).push_bind(at);
        });
        query.build().execute(&mut conn).await?;
        left -= batch;
    }
    let beside = "INSERT INTO complaint_alike (tenant_id, kelurahan, category, published_at, \
                  complaint_id, text) SELECT tenant_id, kelurahan, category, published_at, \
                  complaint_id, text FROM complaint_public WHERE open = 1";
    sqlx::query(beside).execute(&mut conn).await?;
    Ok(())
}

/// Takes in reports, 64 at a time, each acknowledged after its commit is on disk.
async fn sent(count: usize) -> Outcome<()> {
    let city = City::make(&Backend::Sqlite, 1).await?;
    let app = opened(&city).await?;
    let mut body = Body { category: "delay".to_owned(), ..Body::default() };
    body.details.story = "Sudah tiga minggu akta kelahiran belum selesai".to_owned();
    body.details.language = "id".to_owned();
    let from = Instant::now();
    let mut senders = tokio::task::JoinSet::new();
    for _ in 0..SENDERS {
        let (app, body) = (app.clone(), body.clone());
        senders.spawn(async move {
            for _ in 0..count / SENDERS {
                let actor = Actor::citizen(Channel::Api);
                let (app, body) = (app.clone(), body.clone());
                let receive = Receive { app: app.clone(), draft: None, body, actor };
                app.db.write(TenantId(TENANT), receive).await?;
            }
            Ok::<(), kernel::Error>(())
        });
    }
    while let Some(done) = senders.join_next().await {
        done??;
    }
    let rate = (count / SENDERS * SENDERS) as f64 / from.elapsed().as_secs_f64();
    println!("{rate:.0} reports a second, durably, from {SENDERS} senders");
    app.db.close().await;
    Ok(())
}
