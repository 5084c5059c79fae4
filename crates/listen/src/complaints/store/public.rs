//! What everyone may read, and reports like another one.

use std::collections::BTreeSet;

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::id::ComplaintId;
use kernel::number::ApplicationNumber;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;

use super::{Row, id};

/// How many of the newest reports of one place and category are compared, so that a search costs the
/// same in a city with ten and with a million reports.
const COMPARED: i64 = 50;
/// How many similar reports are shown.
const SHOWN: usize = 3;

/// A report as everyone may read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its id.
    pub id: ComplaintId,
    /// Its number.
    pub number: ApplicationNumber,
    /// Code of its category.
    pub category: String,
    /// Code of its kelurahan; may be empty.
    pub kelurahan: String,
    /// Code of the unit that handles it; may be empty.
    pub unit: String,
    /// Whether someone still owes something.
    pub open: bool,
    /// How many others said the same.
    pub supporters: i64,
    /// The text without names.
    pub text: String,
    /// The office's public words; may be empty.
    pub reply: String,
    /// Latitude and longitude to about a hundred metres; may be empty.
    pub position: String,
    /// When it was published.
    pub published_at: Timestamp,
    /// When something about it changed.
    pub changed_at: Timestamp,
}

#[derive(FromRow)]
struct Stored {
    complaint_id: Vec<u8>,
    number: String,
    category: String,
    kelurahan: String,
    unit: String,
    open: i64,
    supporters: i64,
    text: String,
    reply: String,
    position: String,
    published_at: i64,
    changed_at: i64,
}

impl Stored {
    fn read(self) -> Result<Published> {
        Ok(Published {
            id: id(&self.complaint_id)?,
            number: ApplicationNumber::parse(&self.number).map_err(Error::internal)?,
            category: self.category,
            kelurahan: self.kelurahan,
            unit: self.unit,
            open: self.open != 0,
            supporters: self.supporters,
            text: self.text,
            reply: self.reply,
            position: self.position,
            published_at: from_micros(self.published_at),
            changed_at: from_micros(self.changed_at),
        })
    }
}

/// Publishes the text of a report, or what became of its category.
///
/// # Errors
/// When the database fails.
pub async fn publish(
    tx: &mut WriteTx<'_>,
    row: &Row,
    text: &str,
    position: Option<(f64, f64)>,
) -> Result<()> {
    let position = position.map(|(latitude, longitude)| format!("{latitude:.3},{longitude:.3}"));
    let now = tx.now().as_microsecond();
    sqlx::query(
        "INSERT INTO complaint_public (tenant_id, complaint_id, number, category, kelurahan, unit, \
         open, supporters, text, reply, position, published_at, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 1, 0, $7, '', $8, $9, $9)",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(row.number.compact())
    .bind(row.matter.category.clone())
    .bind(row.kelurahan.clone())
    .bind(row.matter.about.clone().unwrap_or_default())
    .bind(text.to_owned())
    .bind(position.unwrap_or_default())
    .bind(now)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Brings what everyone reads up to the row: its category, who handles it, whether it is over. A
/// report that may no longer be read by everyone is taken away.
///
/// # Errors
/// When the database fails.
pub async fn set_open(tx: &mut WriteTx<'_>, row: &Row) -> Result<()> {
    delete(tx, "DELETE FROM complaint_alike WHERE tenant_id = $1 AND complaint_id = $2", row)
        .await?;
    if !row.matter.is_public() {
        let gone = "DELETE FROM complaint_public WHERE tenant_id = $1 AND complaint_id = $2";
        return delete(tx, gone, row).await;
    }
    let unit = match row.owner() {
        owner if owner.is_empty() => row.matter.about.clone().unwrap_or_default(),
        owner => owner,
    };
    sqlx::query(
        "UPDATE complaint_public SET category = $3, unit = $4, open = $5, changed_at = $6 \
         WHERE tenant_id = $1 AND complaint_id = $2",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(row.matter.category.clone())
    .bind(unit)
    .bind(i64::from(row.matter.state.is_open()))
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    sqlx::query(
        "INSERT INTO complaint_alike (tenant_id, kelurahan, category, published_at, complaint_id, \
         text) SELECT tenant_id, kelurahan, category, published_at, complaint_id, text \
         FROM complaint_public WHERE tenant_id = $1 AND complaint_id = $2 AND open = 1",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

async fn delete(tx: &mut WriteTx<'_>, sql: &'static str, row: &Row) -> Result<()> {
    sqlx::query(sql)
        .bind(tx.tenant())
        .bind(row.id.to_vec())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}

/// Shows the office's public words below those that it said before.
///
/// # Errors
/// When the database fails.
pub async fn reply(tx: &mut WriteTx<'_>, complaint: ComplaintId, text: &str) -> Result<()> {
    sqlx::query(
        "UPDATE complaint_public SET reply = CASE WHEN reply = '' THEN '' ELSE reply || $5 END || $3, \
         changed_at = $4 WHERE tenant_id = $1 AND complaint_id = $2",
    )
    .bind(tx.tenant())
    .bind(complaint.to_vec())
    .bind(text.to_owned())
    .bind(tx.now().as_microsecond())
    .bind("\n\n")
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// One more person says the same.
///
/// # Errors
/// Not found when no such report can be read by everyone, or it is over.
pub async fn support(tx: &mut WriteTx<'_>, number: ApplicationNumber) -> Result<()> {
    let done = sqlx::query(
        "UPDATE complaint_public SET supporters = supporters + 1 \
         WHERE tenant_id = $1 AND number = $2 AND open = 1",
    )
    .bind(tx.tenant())
    .bind(number.compact())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::not_found()) }
}

/// The report of that number as everyone may read it.
///
/// # Errors
/// When the database fails.
pub async fn published(tx: &mut Tx<'_>, number: ApplicationNumber) -> Result<Option<Published>> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM complaint_public WHERE tenant_id = $1 AND number = $2")
            .bind(tx.tenant())
            .bind(number.compact())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// Reports by when they were published, the newest first, before the one given.
///
/// # Errors
/// When the database fails.
pub async fn newest(
    tx: &mut Tx<'_>,
    before: Option<(Timestamp, ComplaintId)>,
    most: i64,
) -> Result<Vec<Published>> {
    let (at, last) =
        before.map_or((i64::MAX, Vec::new()), |(at, id)| (at.as_microsecond(), id.to_vec()));
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM complaint_public WHERE tenant_id = $1 AND \
         (published_at < $2 OR (published_at = $2 AND complaint_id < $3)) \
         ORDER BY published_at DESC, complaint_id DESC LIMIT $4",
    )
    .bind(tx.tenant())
    .bind(at)
    .bind(last)
    .bind(most)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// The newest open reports of a kelurahan that everyone may read, and how many there are.
///
/// # Errors
/// When the database fails.
pub async fn open_in(tx: &mut Tx<'_>, kelurahan: &str, most: i64) -> Result<(i64, Vec<Published>)> {
    let (count,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM complaint_alike WHERE tenant_id = $1 AND kelurahan = $2",
    )
    .bind(tx.tenant())
    .bind(kelurahan.to_owned())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT p.* FROM complaint_alike a JOIN complaint_public p \
         ON p.tenant_id = a.tenant_id AND p.complaint_id = a.complaint_id \
         WHERE a.tenant_id = $1 AND a.kelurahan = $2 \
         ORDER BY a.published_at DESC, a.complaint_id LIMIT $3",
    )
    .bind(tx.tenant())
    .bind(kelurahan.to_owned())
    .bind(most)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    Ok((count, rows.into_iter().map(Stored::read).collect::<Result<_>>()?))
}

/// Open reports like `story`: of the same category and kelurahan, published since then, by the words
/// that they share (Jaccard, Bulletin de la Societe vaudoise des sciences naturelles 37, 1901).
///
/// # Errors
/// When the database fails.
pub async fn similar(
    tx: &mut Tx<'_>,
    category: &str,
    kelurahan: &str,
    since: Timestamp,
    story: &str,
) -> Result<Vec<Published>> {
    let rows: Vec<(Vec<u8>, String)> = sqlx::query_as(
        "SELECT complaint_id, text FROM complaint_alike WHERE tenant_id = $1 AND kelurahan = $2 \
         AND category = $3 AND published_at >= $4 ORDER BY published_at DESC LIMIT $5",
    )
    .bind(tx.tenant())
    .bind(kelurahan.to_owned())
    .bind(category.to_owned())
    .bind(since.as_microsecond())
    .bind(COMPARED)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let mine = words(story);
    let shared = |(id, text): (Vec<u8>, String)| (likeness(&mine, &words(&text)), id);
    let mut found: Vec<_> = rows.into_iter().map(shared).filter(|(like, _)| *like > 0.0).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut reports = Vec::new();
    for (_, complaint) in found.into_iter().take(SHOWN) {
        reports.extend(by_id(tx, complaint).await?);
    }
    Ok(reports)
}

async fn by_id(tx: &mut Tx<'_>, complaint: Vec<u8>) -> Result<Option<Published>> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM complaint_public WHERE tenant_id = $1 AND complaint_id = $2")
            .bind(tx.tenant())
            .bind(complaint)
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.map(Stored::read).transpose()
}

fn words(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| word.chars().count() > 3).map(str::to_owned).collect()
}

fn likeness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let both = a.intersection(b).count() as f64;
    let either = a.union(b).count() as f64;
    if either > 0.0 { both / either } else { 0.0 }
}

/// Which published reports are asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of these categories; all when empty.
    pub categories: Vec<String>,
    /// Published from then on.
    pub from: Option<Timestamp>,
    /// Published up to then.
    pub to: Option<Timestamp>,
    /// Open or over; both when not told.
    pub open: Option<bool>,
}

/// Published reports that are asked for, the newest first, ten thousand at most.
///
/// # Errors
/// When the database fails.
pub async fn wanted(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<Vec<Published>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM complaint_public WHERE tenant_id = $1 AND published_at >= $2 \
         AND published_at <= $3 AND ($4 < 0 OR open = $4) \
         ORDER BY published_at DESC, complaint_id DESC LIMIT 10000",
    )
    .bind(tx.tenant())
    .bind(wanted.from.map_or(i64::MIN, Timestamp::as_microsecond))
    .bind(wanted.to.map_or(i64::MAX, Timestamp::as_microsecond))
    .bind(wanted.open.map_or(-1, i64::from))
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let of =
        |row: &Stored| wanted.categories.is_empty() || wanted.categories.contains(&row.category);
    rows.into_iter().filter(of).map(Stored::read).collect()
}
