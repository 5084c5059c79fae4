//! The only place of this slice that knows its tables.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::facts::plan::BallotItem;
use kernel::id::BallotId;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use platform::vault::SubjectKey;
use sqlx::FromRow;
use uuid::Uuid;

/// For what a vote is sealed.
const PURPOSE: &str = "ballot.vote";

/// A ballot.
#[derive(Clone, Debug)]
pub struct Ballot {
    /// Its id.
    pub id: BallotId,
    /// The budget that it is for.
    pub budget_year: i16,
    /// What it is called.
    pub title: String,
    /// What citizens divide.
    pub budget: i64,
    /// The last day on which it takes votes.
    pub last_day: Date,
    /// What can be chosen.
    pub items: Vec<BallotItem>,
    /// The published file of votes; empty until it is counted.
    pub file: String,
    /// Its last fact.
    pub seq: i64,
}

impl Ballot {
    /// What facts about it are about.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Ballot, id: self.id.uuid() }
    }
}

#[derive(FromRow)]
struct Stored {
    ballot_id: Vec<u8>,
    budget_year: i64,
    title: String,
    budget: i64,
    last_day: String,
    items: String,
    votes_file: String,
    seq: i64,
}

impl Stored {
    fn read(self) -> Result<Ballot> {
        Ok(Ballot {
            id: BallotId::from_uuid(uuid(&self.ballot_id)?),
            budget_year: i16::try_from(self.budget_year).map_err(Error::internal)?,
            title: self.title,
            budget: self.budget,
            last_day: self.last_day.parse().map_err(Error::internal)?,
            items: serde_json::from_str(&self.items).map_err(Error::internal)?,
            file: self.votes_file,
            seq: self.seq,
        })
    }
}

/// The newest ballot, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn newest(tx: &mut Tx<'_>) -> Result<Option<Ballot>> {
    let row: Option<Stored> = sqlx::query_as(
        "SELECT * FROM ballot WHERE tenant_id = $1 ORDER BY budget_year DESC LIMIT 1",
    )
    .bind(tx.tenant())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// The ballot of that budget.
///
/// # Errors
/// Not found when there is none.
pub async fn of_year(tx: &mut Tx<'_>, year: i16) -> Result<Ballot> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM ballot WHERE tenant_id = $1 AND budget_year = $2")
            .bind(tx.tenant())
            .bind(i64::from(year))
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// Writes a new ballot.
///
/// # Errors
/// Conflict when the budget has one.
pub async fn insert(tx: &mut WriteTx<'_>, ballot: &Ballot) -> Result<()> {
    sqlx::query(
        "INSERT INTO ballot (tenant_id, ballot_id, budget_year, title, budget, last_day, items, \
         votes_file, seq) VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8)",
    )
    .bind(tx.tenant())
    .bind(ballot.id.to_vec())
    .bind(i64::from(ballot.budget_year))
    .bind(ballot.title.clone())
    .bind(ballot.budget)
    .bind(ballot.last_day.to_string())
    .bind(serde_json::to_string(&ballot.items).map_err(Error::internal)?)
    .bind(ballot.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Writes back what an act changed. `before` is the number of the last fact that the act saw.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update(tx: &mut WriteTx<'_>, ballot: &Ballot, before: i64) -> Result<()> {
    let done = sqlx::query(
        "UPDATE ballot SET votes_file = $4, seq = $5 \
         WHERE tenant_id = $1 AND ballot_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(ballot.id.to_vec())
    .bind(before)
    .bind(ballot.file.clone())
    .bind(ballot.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("error-changed-meanwhile")) }
}

/// A telephone number that asked to be let in.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Whose key its messages lie under.
    pub subject: Uuid,
    /// Hash of the code that it was sent.
    pub code: Vec<u8>,
    /// Wrong codes since then.
    pub tries: i64,
    /// How many codes it was sent.
    pub sent: i64,
    /// Until when the code holds.
    pub until: Timestamp,
    /// Whether it was let in.
    pub admitted: bool,
}

#[derive(FromRow)]
struct StoredCaller {
    subject_id: Vec<u8>,
    code: Vec<u8>,
    tries: i64,
    sent: i64,
    valid_until: i64,
    admitted: i64,
}

/// The number of that hash, if it asked.
///
/// # Errors
/// When the database fails.
pub async fn caller(tx: &mut Tx<'_>, ballot: BallotId, phone: &[u8]) -> Result<Option<Caller>> {
    let row: Option<StoredCaller> = sqlx::query_as(
        "SELECT subject_id, code, tries, sent, valid_until, admitted FROM ballot_caller \
         WHERE tenant_id = $1 AND ballot_id = $2 AND phone = $3",
    )
    .bind(tx.tenant())
    .bind(ballot.to_vec())
    .bind(phone.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let read = |row: StoredCaller| {
        Ok(Caller {
            subject: uuid(&row.subject_id)?,
            code: row.code,
            tries: row.tries,
            sent: row.sent,
            until: from_micros(row.valid_until),
            admitted: row.admitted != 0,
        })
    };
    row.map(read).transpose()
}

/// Keeps a number that asked.
///
/// # Errors
/// When the database fails.
pub async fn keep_caller(
    tx: &mut WriteTx<'_>,
    ballot: BallotId,
    phone: &[u8],
    caller: &Caller,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO ballot_caller (tenant_id, ballot_id, phone, subject_id, code, tries, sent, \
         valid_until, admitted) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (tenant_id, ballot_id, phone) DO UPDATE SET code = excluded.code, \
         tries = excluded.tries, sent = excluded.sent, valid_until = excluded.valid_until, \
         admitted = excluded.admitted",
    )
    .bind(tx.tenant())
    .bind(ballot.to_vec())
    .bind(phone.to_vec())
    .bind(caller.subject.as_bytes().to_vec())
    .bind(caller.code.clone())
    .bind(caller.tries)
    .bind(caller.sent)
    .bind(caller.until.as_microsecond())
    .bind(i64::from(caller.admitted))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Keeps the hash of a token that may vote. Nothing beside it says whose it is.
///
/// # Errors
/// When the database fails.
pub async fn give_token(tx: &mut WriteTx<'_>, ballot: BallotId, token: &[u8]) -> Result<()> {
    sqlx::query("INSERT INTO ballot_token (tenant_id, ballot_id, token) VALUES ($1, $2, $3)")
        .bind(tx.tenant())
        .bind(ballot.to_vec())
        .bind(token.to_vec())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}

/// Whether a token may vote.
///
/// # Errors
/// When the database fails.
pub async fn has_token(tx: &mut Tx<'_>, ballot: BallotId, token: &[u8]) -> Result<bool> {
    let row: Option<(Vec<u8>,)> = sqlx::query_as(
        "SELECT token FROM ballot_token WHERE tenant_id = $1 AND ballot_id = $2 AND token = $3",
    )
    .bind(tx.tenant())
    .bind(ballot.to_vec())
    .bind(token.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.is_some())
}

/// Takes a token away.
///
/// # Errors
/// Conflict, `ballot-token-spent`, when it is gone already.
pub async fn spend_token(tx: &mut WriteTx<'_>, ballot: BallotId, token: &[u8]) -> Result<()> {
    let done = sqlx::query(
        "DELETE FROM ballot_token WHERE tenant_id = $1 AND ballot_id = $2 AND token = $3",
    )
    .bind(tx.tenant())
    .bind(ballot.to_vec())
    .bind(token.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("ballot-token-spent")) }
}

/// Keeps a vote, sealed, under the digest that the ledger shows.
///
/// # Errors
/// When the database fails.
pub async fn put_vote(
    tx: &mut WriteTx<'_>,
    ballot: BallotId,
    (digest, key): (&str, &SubjectKey),
    basket: &BTreeSet<String>,
) -> Result<()> {
    let sealed = key.seal_json(PURPOSE, basket, tx.rng())?;
    sqlx::query(
        "INSERT INTO ballot_vote (tenant_id, ballot_id, digest, sealed) VALUES ($1, $2, $3, $4)",
    )
    .bind(tx.tenant())
    .bind(ballot.to_vec())
    .bind(digest.to_owned())
    .bind(sealed)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Whether a vote with that digest is there.
///
/// # Errors
/// When the database fails.
pub async fn has_vote(tx: &mut Tx<'_>, ballot: BallotId, digest: &str) -> Result<bool> {
    let row: Option<(String,)> = sqlx::query_as(
        "SELECT digest FROM ballot_vote WHERE tenant_id = $1 AND ballot_id = $2 AND digest = $3",
    )
    .bind(tx.tenant())
    .bind(ballot.to_vec())
    .bind(digest.to_owned())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.is_some())
}

/// How many were let in, and how many voted.
///
/// # Errors
/// When the database fails.
pub async fn counts(tx: &mut Tx<'_>, ballot: BallotId) -> Result<(i64, i64)> {
    let (admitted,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM ballot_caller \
         WHERE tenant_id = $1 AND ballot_id = $2 AND admitted = 1",
    )
    .bind(tx.tenant())
    .bind(ballot.to_vec())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    let (votes,): (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM ballot_vote WHERE tenant_id = $1 AND ballot_id = $2")
            .bind(tx.tenant())
            .bind(ballot.to_vec())
            .fetch_one(tx.conn())
            .await
            .map_err(db)?;
    Ok((admitted, votes))
}

/// All votes, in no order that tells anything.
///
/// # Errors
/// When one cannot be opened or the database fails.
pub async fn votes(
    tx: &mut Tx<'_>,
    ballot: BallotId,
    key: &SubjectKey,
) -> Result<Vec<BTreeSet<String>>> {
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
        "SELECT sealed FROM ballot_vote WHERE tenant_id = $1 AND ballot_id = $2 ORDER BY digest",
    )
    .bind(tx.tenant())
    .bind(ballot.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(|(sealed,)| key.open_json(PURPOSE, &sealed)).collect()
}
