//! The only place of this slice that knows its table.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::facts::gift::Owner;
use kernel::id::{GiftId, Id, UserId};
use kernel::money::Rupiah;
use kernel::number::ApplicationNumber;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;
use uuid::Uuid;

use super::model::{Kind, Matter, State};
use platform::running::Clocks;

/// A row of `gift`.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id.
    pub id: GiftId,
    /// The number of the report.
    pub number: ApplicationNumber,
    /// What decides about it.
    pub matter: Matter,
    /// Code of the officer's unit.
    pub unit: String,
    /// The officer.
    pub officer: UserId,
    /// Keyed hash of the giver.
    pub giver: Vec<u8>,
    /// When it was given or offered.
    pub given_on: Date,
    /// What it is worth.
    pub value: Rupiah,
    /// Letter of the exemption that holds; empty when none does.
    pub exempt: String,
    /// Why it must be reported, by code; empty when it need not be.
    pub why: String,
    /// It came later than the law allows.
    pub late: bool,
    /// [`super::verbs::Details`] under the report's key.
    pub sealed: Vec<u8>,
    /// Its clocks.
    pub clocks: Clocks,
    /// Its last fact.
    pub seq: i64,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// When the gratuity unit thanked the officer.
    pub thanked_at: Option<Timestamp>,
}

impl Row {
    /// What facts about it are about.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Gift, id: self.id.uuid() }
    }
}

#[derive(FromRow)]
struct Stored {
    gift_id: Vec<u8>,
    number: String,
    kind: String,
    state: String,
    unit: String,
    officer_id: Vec<u8>,
    giver: Vec<u8>,
    given_on: String,
    value: i64,
    exempt: String,
    why: String,
    late: i64,
    state_property: i64,
    property_of: String,
    sealed: Vec<u8>,
    clocks: String,
    seq: i64,
    reported_at: i64,
    thanked_at: Option<i64>,
}

fn id<K>(bytes: &[u8]) -> Result<Id<K>> {
    Uuid::from_slice(bytes).map(Id::from_uuid).map_err(Error::internal)
}

impl Stored {
    fn read(self) -> Result<Row> {
        let unknown = |what: &str| Error::internal(format!("unknown {what} in the database"));
        let matter = Matter {
            kind: Kind::parse(&self.kind).ok_or_else(|| unknown("kind"))?,
            state: State::parse(&self.state).ok_or_else(|| unknown("state"))?,
            state_property: self.state_property != 0,
            owner: Owner::parse(&self.property_of),
        };
        Ok(Row {
            id: id(&self.gift_id)?,
            number: ApplicationNumber::parse(&self.number).map_err(Error::internal)?,
            matter,
            unit: self.unit,
            officer: id(&self.officer_id)?,
            giver: self.giver,
            given_on: self.given_on.parse().map_err(Error::internal)?,
            value: Rupiah::new(self.value),
            exempt: self.exempt,
            why: self.why,
            late: self.late != 0,
            sealed: self.sealed,
            clocks: serde_json::from_str(&self.clocks).map_err(Error::internal)?,
            seq: self.seq,
            reported_at: from_micros(self.reported_at),
            thanked_at: self.thanked_at.map(from_micros),
        })
    }
}

/// Writes a new report; its `seq` is that of its first fact.
///
/// # Errors
/// Conflict when the number is taken.
pub async fn insert(tx: &mut WriteTx<'_>, row: &Row) -> Result<()> {
    sqlx::query(
        "INSERT INTO gift (tenant_id, gift_id, number, kind, unit, officer_id, giver, given_on, \
         value, exempt, why, late, reported_at, state, state_property, property_of, sealed, clocks, \
         due_at, seq, thanked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, \
         '', 0, '', $14, '', 0, 0, NULL)",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(row.number.compact())
    .bind(row.matter.kind.code())
    .bind(row.unit.clone())
    .bind(row.officer.to_vec())
    .bind(row.giver.clone())
    .bind(row.given_on.to_string())
    .bind(row.value.get())
    .bind(row.exempt.clone())
    .bind(row.why.clone())
    .bind(i64::from(row.late))
    .bind(row.reported_at.as_microsecond())
    .bind(row.sealed.clone())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    update(tx, row, 0).await
}

/// Writes back what an act may change. `before` is the number of the last fact that the act saw.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update(tx: &mut WriteTx<'_>, row: &Row, before: i64) -> Result<()> {
    let done = sqlx::query(
        "UPDATE gift SET state = $4, state_property = $5, property_of = $6, sealed = $7, \
         clocks = $8, due_at = $9, seq = $10, thanked_at = $11 \
         WHERE tenant_id = $1 AND gift_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(before)
    .bind(row.matter.state.code())
    .bind(i64::from(row.matter.state_property))
    .bind(row.matter.owner.map_or("", Owner::code))
    .bind(row.sealed.clone())
    .bind(serde_json::to_string(&row.clocks).map_err(Error::internal)?)
    .bind(row.clocks.next_due().map_or(0, Timestamp::as_microsecond))
    .bind(row.seq)
    .bind(row.thanked_at.map(Timestamp::as_microsecond))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("error-changed-meanwhile")) }
}

/// The report of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, gift: GiftId) -> Result<Row> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM gift WHERE tenant_id = $1 AND gift_id = $2")
            .bind(tx.tenant())
            .bind(gift.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// The report of that number, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn by_number(tx: &mut Tx<'_>, number: ApplicationNumber) -> Result<Option<Row>> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM gift WHERE tenant_id = $1 AND number = $2")
            .bind(tx.tenant())
            .bind(number.compact())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// What `officer` reported, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_officer(tx: &mut Tx<'_>, officer: UserId) -> Result<Vec<Row>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM gift WHERE tenant_id = $1 AND officer_id = $2 \
         ORDER BY reported_at DESC, gift_id DESC LIMIT 200",
    )
    .bind(tx.tenant())
    .bind(officer.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// What one giver gave `officer` after `from` and up to `to`.
///
/// # Errors
/// When the database fails.
pub async fn given(
    tx: &mut Tx<'_>,
    officer: UserId,
    giver: &[u8],
    (from, to): (Date, Date),
) -> Result<Rupiah> {
    let (sum,): (i64,) = sqlx::query_as(
        "SELECT CAST(COALESCE(SUM(value), 0) AS BIGINT) FROM gift WHERE tenant_id = $1 \
         AND officer_id = $2 AND giver = $3 AND given_on > $4 AND given_on <= $5 AND kind = 'gift'",
    )
    .bind(tx.tenant())
    .bind(officer.to_vec())
    .bind(giver.to_vec())
    .bind(from.to_string())
    .bind(to.to_string())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(Rupiah::new(sum))
}

/// The register, the newest first, after the one given.
///
/// # Errors
/// When the database fails.
pub async fn register(
    tx: &mut Tx<'_>,
    before: Option<(Timestamp, GiftId)>,
    most: i64,
) -> Result<Vec<Row>> {
    let (at, last) =
        before.map_or((i64::MAX, Vec::new()), |(at, id)| (at.as_microsecond(), id.to_vec()));
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM gift WHERE tenant_id = $1 AND \
         (reported_at < $2 OR (reported_at = $2 AND gift_id < $3)) \
         ORDER BY reported_at DESC, gift_id DESC LIMIT $4",
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

/// What one unit reported, beside what its users said of money.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Silence {
    /// Code of the unit.
    pub unit: String,
    /// Gifts that its officers reported.
    pub gifts: i64,
    /// Refusals that they recorded.
    pub refusals: i64,
    /// Reports of its users that somebody asked for money or offered to arrange it.
    pub accused: i64,
}

/// Gifts that officers reported, and those that they refused, from one instant until before another.
///
/// # Errors
/// When the database fails.
pub async fn recorded(tx: &mut Tx<'_>, from: Timestamp, until: Timestamp) -> Result<i64> {
    let (count,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM gift WHERE tenant_id = $1 AND reported_at >= $2 AND reported_at < $3",
    )
    .bind(tx.tenant())
    .bind(from.as_microsecond())
    .bind(until.as_microsecond())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(count)
}

/// Gifts of a unit, given or refused on these days, that its officers have reported.
///
/// # Errors
/// When the database fails.
pub async fn given_in(tx: &mut Tx<'_>, unit: &str, from: Date, to: Date) -> Result<i64> {
    let (count,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM gift WHERE tenant_id = $1 AND unit = $2 AND given_on >= $3 \
         AND given_on <= $4",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(from.to_string())
    .bind(to.to_string())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(count)
}

/// Units in which something was reported, by its officers or of it, after one instant and up to another.
///
/// # Errors
/// When the database fails.
pub async fn by_unit(tx: &mut Tx<'_>, after: Timestamp, until: Timestamp) -> Result<Vec<Silence>> {
    sqlx::query_as(
        "SELECT unit, CAST(SUM(gifts) AS BIGINT) AS gifts, CAST(SUM(refusals) AS BIGINT) AS refusals, \
         CAST(SUM(accused) AS BIGINT) AS accused FROM ( \
         SELECT unit, CASE WHEN kind = 'gift' THEN 1 ELSE 0 END AS gifts, \
         CASE WHEN kind = 'refusal' THEN 1 ELSE 0 END AS refusals, 0 AS accused \
         FROM gift WHERE tenant_id = $1 AND reported_at > $2 AND reported_at <= $3 \
         UNION ALL SELECT about, 0, 0, 1 FROM complaint WHERE tenant_id = $1 AND received_at > $2 \
         AND received_at <= $3 AND category IN ('extortion', 'broker') AND about <> '') AS said \
         GROUP BY unit ORDER BY 4 DESC, unit",
    )
    .bind(tx.tenant())
    .bind(after.as_microsecond())
    .bind(until.as_microsecond())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}
