//! Fills a city with applications, set-based: whole lives, each under a real key of its own, with
//! their facts, positions, clocks, places and messages, as the commands would have left them.
//! 2,000 of them are open; the others ended over the year before.

pub mod bulk;
mod life;
mod rows;
mod tables;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use bening::config::Settings;
use bening::start::open_database;
use jiff::{SignedDuration, Timestamp};
use kernel::Clock;
use kernel::fact::TenantId;
use kernel::id::{Id, UnitId, UserId};
use kernel::number::{ApplicationNumber, Secret};
use kernel::service::Standard;
use platform::entropy::Entropy;
use platform::vault::Vault;
use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;
use serve::applications::model::State;
use serve::catalogue::store;
use sqlx::AssertSqlSafe;

use super::Outcome;
use super::city::City;
use bulk::Places;
use life::Life;
use tables::Tables;

/// The city's tenant.
pub const TENANT: i64 = 1;
/// Applications that are open, whatever their number in all.
pub const OPEN: usize = 2000;
/// Applications between two flushes.
const BATCH: usize = 512;
/// Over how long the ended ones are spread.
const YEAR: SignedDuration = SignedDuration::from_hours(365 * 24);
/// Over how long the open ones are.
const RECENT: SignedDuration = SignedDuration::from_hours(48);

/// What the city has that applications refer to.
pub struct Known {
    pub standards: Vec<(Arc<Standard>, i64)>,
    pub units: BTreeMap<String, UnitId>,
    pub villages: Vec<(String, String)>,
    pub officer: UserId,
    pub vault: Vault,
}

/// A receipt: the printed number and the secret.
pub type Receipt = (ApplicationNumber, Secret);

/// Loads `rows` applications and returns every so many a receipt, a thousand in all.
pub async fn run(city: &City, rows: usize) -> Outcome<Vec<Receipt>> {
    let known = known(city).await?;
    let mut conn = city.connect().await?;
    let mut places = Places::Numbers;
    if city.url.starts_with("sqlite") {
        places = Places::Marks;
        // Nobody else is there, and a load that is cut off is begun anew.
        for pragma in ["synchronous = OFF", "journal_mode = OFF", "cache_size = -2000000"] {
            let pragma = AssertSqlSafe(format!("PRAGMA {pragma}"));
            sqlx::raw_sql(pragma).execute(&mut conn).await?;
        }
    }
    let mut tables = Tables::new(places, tables::last_position(&mut conn).await?);
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let mut numbers = HashSet::with_capacity(rows);
    let mut receipts = Vec::new();
    let now = Clock::System.now();
    let every = (rows / 1000).max(1);
    tables::begin(&mut conn).await?;
    for index in 0..rows {
        let (at, state) = fate(now, index, rows);
        let number = unused(&mut numbers, &mut rng);
        let life = Life::begin(&known, &mut rng, index, at, number)?;
        let secret = life.live(&mut tables, state)?;
        if index % every == 0 {
            receipts.push((number, secret));
        }
        if index % BATCH == BATCH - 1 {
            tables.flush(&mut conn, false).await?;
        }
        if index % (BATCH * 200) == BATCH * 200 - 1 {
            tables::commit(&mut conn).await?;
            tables::begin(&mut conn).await?;
        }
    }
    tables.finish(&mut conn).await?;
    Ok(receipts)
}

/// When application `index` was handed in, and where it stands today.
fn fate(now: Timestamp, index: usize, rows: usize) -> (Timestamp, State) {
    let ended = rows.saturating_sub(OPEN);
    let part = |span: SignedDuration, index: usize, of: usize| {
        span.mul_f64((of - index) as f64 / of as f64)
    };
    if index < ended {
        return (now - life::WHOLE - part(YEAR, index, ended), State::Collected);
    }
    let index = index - ended;
    let state = match index % 20 {
        0 | 1 => State::Submitted,
        2 | 3 => State::Returned,
        4..7 => State::InProgress,
        7 | 8 => State::Approved,
        9 => State::Issued,
        _ => State::Queued,
    };
    (now - life::WHOLE - part(RECENT, index, OPEN), state)
}

fn unused(numbers: &mut HashSet<ApplicationNumber>, rng: &mut ChaCha20Rng) -> ApplicationNumber {
    loop {
        let number = ApplicationNumber::random(rng);
        if numbers.insert(number) {
            return number;
        }
    }
}

async fn known(city: &City) -> Outcome<Known> {
    let settings = Settings {
        data: city.path().to_owned(),
        database: Some(city.url.clone()),
        ..Settings::default()
    };
    let entropy = Entropy::seeded(1);
    let vault = Vault::open(&settings.key_file(), &mut entropy.rng()?)?;
    let db = open_database(&settings, Clock::System, entropy).await?;
    let mut tx = db.read(TenantId(TENANT)).await?;
    let today = Clock::System.now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    let standards = store::in_force(&mut tx, today).await?;
    let units: Vec<(String, Vec<u8>)> =
        sqlx::query_as("SELECT code, unit_id FROM unit WHERE tenant_id = 1")
            .fetch_all(tx.conn())
            .await?;
    let villages = sqlx::query_as("SELECT code, unit_code FROM kelurahan WHERE tenant_id = 1")
        .fetch_all(tx.conn())
        .await?;
    let officer: (Vec<u8>,) =
        sqlx::query_as("SELECT user_id FROM account WHERE tenant_id = 1 AND login = 'petugas'")
            .fetch_one(tx.conn())
            .await?;
    drop(tx);
    db.close().await;
    Ok(Known {
        standards: standards.into_iter().map(|known| (known.standard, known.version)).collect(),
        units: units
            .into_iter()
            .map(|(code, bytes)| Ok((code, id(&bytes)?)))
            .collect::<Outcome<_>>()?,
        villages,
        officer: id(&officer.0)?,
        vault,
    })
}

fn id<K>(bytes: &[u8]) -> Outcome<Id<K>> {
    Ok(Id::from_uuid(uuid::Uuid::from_slice(bytes)?))
}
