//! The only place of this slice that knows its tables: proposals here, deliberations in [`forums`], the
//! projection in [`evidence`].

pub mod evidence;
pub mod forums;

use kernel::Error;
use kernel::error::Result;
use kernel::id::ProposalId;
use kernel::money::Rupiah;
use kernel::number::ApplicationNumber;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::FromRow;

use super::model::{Origin, Proposal, Repair, Standard, State};

#[derive(FromRow)]
struct Stored {
    proposal_id: Vec<u8>,
    number: String,
    budget_year: i64,
    title: String,
    what: String,
    kelurahan: String,
    place: String,
    origin: String,
    proposer: String,
    volume: i64,
    measure: String,
    price_code: String,
    price: Option<i64>,
    cost: Option<i64>,
    asked: Option<i64>,
    office: String,
    activity: String,
    repair: String,
    state: String,
    stage: String,
    merged_into: Option<Vec<u8>>,
    supporters: i64,
    made_at: i64,
    seq: i64,
}

impl Stored {
    fn read(self) -> Result<Proposal> {
        let unknown = |what: &str| Error::internal(format!("unknown {what} in the database"));
        let standard = self.price.zip(self.cost).map(|(price, cost)| Standard {
            price_code: self.price_code,
            price: Rupiah::new(price),
            cost: Rupiah::new(cost),
        });
        let activity = Some(self.activity).filter(|code| !code.is_empty());
        let repair = self.repair.split_once('/');
        let merged_into = self.merged_into.map(|bytes| uuid(&bytes)).transpose()?;
        Ok(Proposal {
            id: ProposalId::from_uuid(uuid(&self.proposal_id)?),
            number: ApplicationNumber::parse(&self.number).map_err(Error::internal)?,
            budget_year: i16::try_from(self.budget_year).map_err(Error::internal)?,
            title: self.title,
            what: self.what,
            kelurahan: self.kelurahan,
            place: self.place,
            origin: Origin::parse(&self.origin).ok_or_else(|| unknown("origin"))?,
            proposer: self.proposer,
            volume: self.volume,
            measure: self.measure,
            standard,
            asked: self.asked.map(Rupiah::new),
            office: self.office,
            activity: activity.map(|code| code.parse()).transpose().map_err(Error::internal)?,
            repair: repair
                .map(|(unit, item)| Repair { unit: unit.to_owned(), item: item.to_owned() }),
            state: State::parse(&self.state, &self.stage).ok_or_else(|| unknown("state"))?,
            merged_into: merged_into.map(ProposalId::from_uuid),
            supporters: self.supporters,
            made_at: from_micros(self.made_at),
            seq: self.seq,
        })
    }
}

fn read(rows: Vec<Stored>) -> Result<Vec<Proposal>> {
    rows.into_iter().map(Stored::read).collect()
}

/// Which proposals are asked for; what is empty asks for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The budget.
    pub budget_year: i16,
    /// Code of the kelurahan.
    pub kelurahan: String,
    /// Stored name of the state.
    pub state: String,
    /// Stored name of the last deliberation that spoke.
    pub stage: String,
    /// Stored name of the origin.
    pub origin: String,
}

/// Proposals that are asked for, those with most supporters first.
///
/// # Errors
/// When the database fails.
pub async fn list(
    tx: &mut Tx<'_>,
    filter: &Filter,
    (skip, most): (i64, i64),
) -> Result<Vec<Proposal>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM proposal WHERE tenant_id = $1 AND budget_year = $2 \
         AND ($3 = '' OR kelurahan = $3) AND ($4 = '' OR state = $4) \
         AND ($5 = '' OR stage = $5) AND ($6 = '' OR origin = $6) \
         ORDER BY supporters DESC, made_at, proposal_id LIMIT $7 OFFSET $8",
    )
    .bind(tx.tenant())
    .bind(i64::from(filter.budget_year))
    .bind(filter.kelurahan.clone())
    .bind(filter.state.clone())
    .bind(filter.stage.clone())
    .bind(filter.origin.clone())
    .bind(most)
    .bind(skip)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    read(rows)
}

/// All proposals for a budget, by number: what plans choose from.
///
/// # Errors
/// When the database fails.
pub async fn of_year(tx: &mut Tx<'_>, budget_year: i16) -> Result<Vec<Proposal>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM proposal WHERE tenant_id = $1 AND budget_year = $2 ORDER BY number",
    )
    .bind(tx.tenant())
    .bind(i64::from(budget_year))
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    read(rows)
}

/// Budgets for which something was proposed, the newest first, and the one that is shown unless another is
/// asked for: the newest about which somebody deliberated.
///
/// # Errors
/// When the database fails.
pub async fn years(tx: &mut Tx<'_>) -> Result<(Vec<i16>, Option<i16>)> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "SELECT DISTINCT budget_year FROM proposal WHERE tenant_id = $1 ORDER BY budget_year DESC",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let (held,): (Option<i64>,) =
        sqlx::query_as("SELECT CAST(MAX(budget_year) AS BIGINT) FROM forum WHERE tenant_id = $1")
            .bind(tx.tenant())
            .fetch_one(tx.conn())
            .await
            .map_err(db)?;
    let year = |year| i16::try_from(year).map_err(Error::internal);
    let all = rows.into_iter().map(|(one,)| year(one)).collect::<Result<Vec<_>>>()?;
    let shown = held.map(year).transpose()?.or(all.first().copied());
    Ok((all, shown))
}

/// The proposal of that number.
///
/// # Errors
/// Not found when there is none.
pub async fn by_number(tx: &mut Tx<'_>, number: ApplicationNumber) -> Result<Proposal> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM proposal WHERE tenant_id = $1 AND number = $2")
            .bind(tx.tenant())
            .bind(number.compact())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// The proposal of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, id: ProposalId) -> Result<Proposal> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM proposal WHERE tenant_id = $1 AND proposal_id = $2")
            .bind(tx.tenant())
            .bind(id.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// The newest proposal for a budget that was made from a repair.
///
/// # Errors
/// When the database fails.
pub async fn of_repair(
    tx: &mut Tx<'_>,
    repair: &Repair,
    budget_year: i16,
) -> Result<Option<Proposal>> {
    let row: Option<Stored> = sqlx::query_as(
        "SELECT * FROM proposal WHERE tenant_id = $1 AND repair = $2 AND budget_year = $3 \
         ORDER BY made_at DESC, proposal_id DESC LIMIT 1",
    )
    .bind(tx.tenant())
    .bind(format!("{}/{}", repair.unit, repair.item))
    .bind(i64::from(budget_year))
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// Writes a new proposal; its `seq` is that of its last fact.
///
/// # Errors
/// Conflict when the number is taken.
pub async fn insert(tx: &mut WriteTx<'_>, row: &Proposal) -> Result<()> {
    let repair = row.repair.as_ref().map(|repair| format!("{}/{}", repair.unit, repair.item));
    sqlx::query(
        "INSERT INTO proposal (tenant_id, proposal_id, number, budget_year, title, what, kelurahan, \
         place, origin, proposer, volume, measure, asked, office, activity, repair, made_at, \
         price_code, price, cost, state, stage, merged_into, supporters, seq) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, \
         '', NULL, NULL, '', '', NULL, 0, 0)",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(row.number.compact())
    .bind(i64::from(row.budget_year))
    .bind(row.title.clone())
    .bind(row.what.clone())
    .bind(row.kelurahan.clone())
    .bind(row.place.clone())
    .bind(row.origin.code())
    .bind(row.proposer.clone())
    .bind(row.volume)
    .bind(row.measure.clone())
    .bind(row.asked.map(Rupiah::get))
    .bind(row.office.clone())
    .bind(row.activity.as_ref().map_or("", |code| code.as_str()).to_owned())
    .bind(repair.unwrap_or_default())
    .bind(row.made_at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    update(tx, row, 0).await
}

/// Writes back what an act may change. `before` is the number of the last fact that the act saw.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update(tx: &mut WriteTx<'_>, row: &Proposal, before: i64) -> Result<()> {
    let standard = row.standard.as_ref();
    let done = sqlx::query(
        "UPDATE proposal SET price_code = $4, price = $5, cost = $6, state = $7, stage = $8, \
         merged_into = $9, supporters = $10, seq = $11, office = $12, activity = $13, volume = $14, \
         measure = $15, asked = $16 WHERE tenant_id = $1 AND proposal_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(before)
    .bind(standard.map_or("", |standard| standard.price_code.as_str()).to_owned())
    .bind(standard.map(|standard| standard.price.get()))
    .bind(standard.map(|standard| standard.cost.get()))
    .bind(row.state.code())
    .bind(row.state.stage().map_or("", |stage| stage.code()))
    .bind(row.merged_into.map(|id| id.to_vec()))
    .bind(row.supporters)
    .bind(row.seq)
    .bind(row.office.clone())
    .bind(row.activity.as_ref().map_or("", |code| code.as_str()).to_owned())
    .bind(row.volume)
    .bind(row.measure.clone())
    .bind(row.asked.map(Rupiah::get))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("error-changed-meanwhile")) }
}
