//! The database of signals.

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::id::{ClockId, SignalId, UserId};
use kernel::time::from_micros;
use platform::App;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use platform::keys;
use platform::vault::{Lookup, SubjectKey, Vault};
use sqlx::FromRow;
use uuid::Uuid;

use super::model::{Content, Signal, State};

const SEALED: &str = "signal.content";

/// A file of a citizen, as the projection keeps it. Instants are microseconds since the epoch.
#[derive(Clone, Debug, FromRow)]
#[allow(missing_docs, reason = "the words of `detection::cases::Case`")]
pub struct CaseRow {
    pub application_id: Vec<u8>,
    pub unit_code: String,
    pub service: String,
    pub channel: String,
    pub ready_at: Option<i64>,
    pub picked_at: Option<i64>,
    pub done_at: Option<i64>,
    pub due_at: Option<i64>,
    pub officer_id: Option<Vec<u8>>,
    pub returns: i64,
    pub interrupted: i64,
    pub out_of_turn: i64,
    pub late_by: String,
    pub steps: String,
    pub all_returns: i64,
    pub joined: i64,
    pub returns_later: i64,
}

/// Files that were decided after `since`, or still wait, and became complete before `until`, in the
/// order of their ids: a page of at most `limit` from behind `after` on.
///
/// # Errors
/// When the database fails.
pub async fn cases(tx: &mut Tx<'_>, since: i64, after: Uuid, limit: i64) -> Result<Vec<CaseRow>> {
    sqlx::query_as(
        "SELECT c.application_id, c.unit_code, c.service, c.channel, c.ready_at, c.picked_at, \
         c.done_at, c.due_at, c.officer_id, c.returns, c.interrupted, c.out_of_turn, c.late_by, \
         COALESCE(w.steps, '') AS steps, COALESCE(w.returns, 0) AS all_returns, \
         COALESCE(w.joined, 0) AS joined, COALESCE(w.returns_later, 0) AS returns_later \
         FROM signal_case c LEFT JOIN signal_way w \
         ON w.tenant_id = c.tenant_id AND w.application_id = c.application_id \
         WHERE c.tenant_id = $1 AND c.application_id > $2 \
         AND (c.done_at IS NULL OR c.done_at > $3) ORDER BY c.application_id LIMIT $4",
    )
    .bind(tx.tenant())
    .bind(after.as_bytes().to_vec())
    .bind(since)
    .bind(limit)
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// Steps of the files with ids behind `after` up to `last`: the file, the step, from when and to when.
///
/// # Errors
/// When the database fails.
pub async fn steps(
    tx: &mut Tx<'_>,
    after: Uuid,
    last: Uuid,
) -> Result<Vec<(Vec<u8>, String, i64, i64)>> {
    sqlx::query_as(
        "SELECT application_id, step, from_at, to_at FROM signal_step WHERE tenant_id = $1 \
         AND application_id > $2 AND application_id <= $3 ORDER BY application_id, from_at, step",
    )
    .bind(tx.tenant())
    .bind(after.as_bytes().to_vec())
    .bind(last.as_bytes().to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// Acts of each officer by office and kind, from a month on: all, and those recorded late.
///
/// # Errors
/// When the database fails.
pub async fn acts(
    tx: &mut Tx<'_>,
    month: &str,
) -> Result<Vec<(String, String, Vec<u8>, i64, i64)>> {
    sqlx::query_as(
        "SELECT unit_code, kind, officer_id, CAST(SUM(recorded) AS BIGINT), \
         CAST(SUM(late) AS BIGINT) FROM signal_act WHERE tenant_id = $1 AND month >= $2 \
         GROUP BY unit_code, kind, officer_id ORDER BY unit_code, kind, officer_id",
    )
    .bind(tx.tenant())
    .bind(month.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Run {
    /// Its number, from 1.
    pub run: i64,
    /// When it ran, in microseconds.
    pub ran_at: i64,
    /// The last decision that it looked at.
    pub until: i64,
    /// Files.
    pub cases: i64,
    /// Tests.
    pub tests: i64,
    /// Signals.
    pub found: i64,
    /// Its rate of false discoveries.
    pub level: String,
    /// Kinds that could not be tested, and what the records do not say, one a line.
    pub untested: String,
}

/// The last run, and how many signals all runs have raised.
///
/// # Errors
/// When the database fails.
pub async fn last_run(tx: &mut Tx<'_>) -> Result<(Option<Run>, i64)> {
    let run = sqlx::query_as(
        "SELECT run, ran_at, until, cases, tests, found, level, untested FROM signal_run \
         WHERE tenant_id = $1 ORDER BY run DESC LIMIT 1",
    )
    .bind(tx.tenant())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let (found,): (Option<i64>,) =
        sqlx::query_as("SELECT CAST(SUM(found) AS BIGINT) FROM signal_run WHERE tenant_id = $1")
            .bind(tx.tenant())
            .fetch_one(tx.conn())
            .await
            .map_err(db)?;
    Ok((run, found.unwrap_or(0)))
}

/// Keeps a run. Two that began at once cannot both be kept.
///
/// # Errors
/// When the database fails.
pub async fn insert_run(tx: &mut WriteTx<'_>, run: &Run) -> Result<()> {
    sqlx::query(
        "INSERT INTO signal_run (tenant_id, run, ran_at, until, cases, tests, found, level, untested) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(tx.tenant())
    .bind(run.run)
    .bind(run.ran_at)
    .bind(run.until)
    .bind(run.cases)
    .bind(run.tests)
    .bind(run.found)
    .bind(run.level.clone())
    .bind(run.untested.clone())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Keeps a new signal under its key.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut WriteTx<'_>, key: &SubjectKey, signal: &Signal) -> Result<()> {
    let sealed = key.seal_json(SEALED, &signal.content, tx.rng())?;
    sqlx::query(
        "INSERT INTO signal (tenant_id, signal_id, run, kind, state, sealed, seq, raised_at, \
         clock_id, due_at, missed_at, ended_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, NULL)",
    )
    .bind(tx.tenant())
    .bind(signal.id.to_vec())
    .bind(signal.run)
    .bind(signal.kind.clone())
    .bind(signal.state.code())
    .bind(sealed)
    .bind(signal.seq)
    .bind(signal.raised_at.as_microsecond())
    .bind(signal.clock.to_vec())
    .bind(signal.due_at.map(Timestamp::as_microsecond))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Changes a signal whose last fact was number `before`.
///
/// # Errors
/// Conflict when someone was faster; when the database fails.
pub async fn update(
    tx: &mut WriteTx<'_>,
    key: &SubjectKey,
    signal: &Signal,
    before: i64,
) -> Result<()> {
    let sealed = key.seal_json(SEALED, &signal.content, tx.rng())?;
    let changed = sqlx::query(
        "UPDATE signal SET state = $3, sealed = $4, seq = $5, missed_at = $6, ended_at = $7 \
         WHERE tenant_id = $1 AND signal_id = $2 AND seq = $8",
    )
    .bind(tx.tenant())
    .bind(signal.id.to_vec())
    .bind(signal.state.code())
    .bind(sealed)
    .bind(signal.seq)
    .bind(signal.missed_at.map(Timestamp::as_microsecond))
    .bind(signal.ended_at.map(Timestamp::as_microsecond))
    .bind(before)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if changed.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::conflict("error-changed-meanwhile"))
    }
}

#[derive(FromRow)]
struct Row {
    signal_id: Vec<u8>,
    run: i64,
    kind: String,
    state: String,
    sealed: Vec<u8>,
    seq: i64,
    raised_at: i64,
    clock_id: Vec<u8>,
    due_at: Option<i64>,
    missed_at: Option<i64>,
    ended_at: Option<i64>,
}

/// A signal and its key.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, app: &App, id: SignalId) -> Result<(Signal, SubjectKey)> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT signal_id, run, kind, state, sealed, seq, raised_at, clock_id, due_at, missed_at, \
         ended_at FROM signal WHERE tenant_id = $1 AND signal_id = $2",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    open(tx, app, row.ok_or_else(Error::not_found)?).await
}

/// Signals in one state, the newest run first and the surest of a run first.
///
/// # Errors
/// When the database fails.
pub async fn list(tx: &mut Tx<'_>, app: &App, state: State, limit: i64) -> Result<Vec<Signal>> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT signal_id, run, kind, state, sealed, seq, raised_at, clock_id, due_at, missed_at, \
         ended_at FROM signal WHERE tenant_id = $1 AND state = $2 \
         ORDER BY raised_at DESC, signal_id LIMIT $3",
    )
    .bind(tx.tenant())
    .bind(state.code())
    .bind(limit)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let mut signals = Vec::with_capacity(rows.len());
    for row in rows {
        signals.push(open(tx, app, row).await?.0);
    }
    signals.sort_by(|a, b| b.run.cmp(&a.run).then(a.content.q.total_cmp(&b.content.q)));
    Ok(signals)
}

/// Notes that an officer was asked about a signal, under a keyed hash of the account.
///
/// # Errors
/// When the database fails.
pub async fn asked(
    tx: &mut WriteTx<'_>,
    vault: &Vault,
    signal: SignalId,
    officer: UserId,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO signal_question (tenant_id, officer, signal_id) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id, officer, signal_id) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(vault.lookup(Lookup::Account, &officer.to_string()))
    .bind(signal.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Signals about which this officer was asked, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn asked_of(tx: &mut Tx<'_>, app: &App, officer: UserId) -> Result<Vec<Signal>> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT s.signal_id, s.run, s.kind, s.state, s.sealed, s.seq, s.raised_at, s.clock_id, \
         s.due_at, s.missed_at, s.ended_at FROM signal_question q JOIN signal s \
         ON s.tenant_id = q.tenant_id AND s.signal_id = q.signal_id \
         WHERE q.tenant_id = $1 AND q.officer = $2 ORDER BY s.raised_at DESC, s.signal_id LIMIT 100",
    )
    .bind(tx.tenant())
    .bind(app.vault.lookup(Lookup::Account, &officer.to_string()))
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let mut signals = Vec::with_capacity(rows.len());
    for row in rows {
        signals.push(open(tx, app, row).await?.0);
    }
    Ok(signals)
}

/// How many signals there are in each state.
///
/// # Errors
/// When the database fails.
pub async fn counts(tx: &mut Tx<'_>) -> Result<Vec<(String, i64)>> {
    sqlx::query_as("SELECT state, COUNT(*) FROM signal WHERE tenant_id = $1 GROUP BY state")
        .bind(tx.tenant())
        .fetch_all(tx.conn())
        .await
        .map_err(db)
}

async fn open(tx: &mut Tx<'_>, app: &App, row: Row) -> Result<(Signal, SubjectKey)> {
    let id = SignalId::from_uuid(uuid(&row.signal_id)?);
    let key = keys::find(tx, &app.vault, id.uuid()).await?.ok_or_else(Error::not_found)?;
    let state = State::parse(&row.state)
        .ok_or_else(|| Error::internal(format!("unknown state {}", row.state)))?;
    let content: Content = key.open_json(SEALED, &row.sealed)?;
    let signal = Signal {
        id,
        run: row.run,
        kind: row.kind,
        state,
        content,
        seq: row.seq,
        raised_at: from_micros(row.raised_at),
        clock: ClockId::from_uuid(uuid(&row.clock_id)?),
        due_at: row.due_at.map(from_micros),
        missed_at: row.missed_at.map(from_micros),
        ended_at: row.ended_at.map(from_micros),
    };
    Ok((signal, key))
}
