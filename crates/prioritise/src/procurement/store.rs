//! The only place of this slice that knows its tables.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::spending::{Category, ContractAwarded, Method};
use kernel::id::ContractId;
use kernel::money::Rupiah;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::FromRow;
use uuid::Uuid;

use super::model::Contract;

#[derive(FromRow)]
struct Row {
    contract_id: Vec<u8>,
    number: String,
    budget_year: i64,
    activity: String,
    unit: String,
    title: String,
    supplier: String,
    supplier_id: String,
    category: String,
    class: String,
    method: String,
    emergency: i64,
    bids: Option<i64>,
    estimate: Option<i64>,
    value: i64,
    awarded_on: String,
    above: Option<i64>,
    items: String,
}

impl Row {
    fn read(self) -> Result<Contract> {
        let strange = |what: &str| Error::internal(format!("contract {}: {what}", self.number));
        let category = Category::parse(&self.category).ok_or_else(|| strange(&self.category))?;
        let method = Method::parse(&self.method).ok_or_else(|| strange(&self.method))?;
        let awarded = ContractAwarded {
            v: 1,
            budget_year: i16::try_from(self.budget_year).map_err(Error::internal)?,
            activity: self.activity,
            unit: self.unit,
            title: self.title,
            supplier: self.supplier,
            supplier_id: self.supplier_id,
            category,
            class: self.class,
            method,
            emergency: self.emergency != 0,
            bids: self.bids,
            estimate: self.estimate.map(Rupiah::new),
            value: Rupiah::new(self.value),
            awarded_on: self.awarded_on.parse().map_err(Error::internal)?,
            items: serde_json::from_str(&self.items).map_err(Error::internal)?,
            number: self.number,
        };
        let id = ContractId::from_uuid(uuid(&self.contract_id)?);
        Ok(Contract { id, awarded, over: self.above })
    }
}

/// Which contracts are asked for; what is empty asks for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The budget.
    pub budget_year: i16,
    /// Code of the unit.
    pub unit: String,
    /// Stored name of the method.
    pub method: String,
    /// Number by which the firm is known.
    pub supplier: String,
    /// Only what costs more than the standard prices.
    pub above: bool,
}

/// Contracts that are asked for, the newest first, from behind `after` on: its day and id.
///
/// # Errors
/// When the database fails.
pub async fn list(
    tx: &mut Tx<'_>,
    filter: &Filter,
    after: Option<(Date, ContractId)>,
    most: i64,
) -> Result<Vec<Contract>> {
    let (day, id) = after.map_or_else(
        || ("9999-12-31".to_owned(), vec![0xff; 16]),
        |(day, id)| (day.to_string(), id.to_vec()),
    );
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT contract_id, number, budget_year, activity, unit, title, supplier, supplier_id, \
         category, class, method, emergency, bids, estimate, value, awarded_on, above, items \
         FROM contract WHERE tenant_id = $1 AND budget_year = $2 \
         AND ($3 = '' OR unit = $3) AND ($4 = '' OR method = $4) AND ($5 = '' OR supplier_id = $5) \
         AND ($6 = 0 OR above > 0) \
         AND (awarded_on < $7 OR (awarded_on = $7 AND contract_id < $8)) \
         ORDER BY awarded_on DESC, contract_id DESC LIMIT $9",
    )
    .bind(tx.tenant())
    .bind(i64::from(filter.budget_year))
    .bind(filter.unit.clone())
    .bind(filter.method.clone())
    .bind(filter.supplier.clone())
    .bind(i64::from(filter.above))
    .bind(day)
    .bind(id)
    .bind(most)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Row::read).collect()
}

/// How many contracts are asked for, and what they cost together.
///
/// # Errors
/// When the database fails.
pub async fn sum(tx: &mut Tx<'_>, filter: &Filter) -> Result<(i64, Rupiah)> {
    let (count, value): (i64, Option<i64>) = sqlx::query_as(
        "SELECT COUNT(*), CAST(SUM(value) AS BIGINT) FROM contract \
         WHERE tenant_id = $1 AND budget_year = $2 AND ($3 = '' OR unit = $3) \
         AND ($4 = '' OR method = $4) AND ($5 = '' OR supplier_id = $5) AND ($6 = 0 OR above > 0)",
    )
    .bind(tx.tenant())
    .bind(i64::from(filter.budget_year))
    .bind(filter.unit.clone())
    .bind(filter.method.clone())
    .bind(filter.supplier.clone())
    .bind(i64::from(filter.above))
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok((count, Rupiah::new(value.unwrap_or(0))))
}

/// Budgets with contracts, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn years(tx: &mut Tx<'_>) -> Result<Vec<i16>> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "SELECT DISTINCT budget_year FROM contract WHERE tenant_id = $1 ORDER BY budget_year DESC",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(|(year,)| i16::try_from(year).map_err(Error::internal)).collect()
}

/// Units that bought something for a budget.
///
/// # Errors
/// When the database fails.
pub async fn units(tx: &mut Tx<'_>, budget_year: i16) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT DISTINCT unit FROM contract WHERE tenant_id = $1 AND budget_year = $2 ORDER BY unit",
    )
    .bind(tx.tenant())
    .bind(i64::from(budget_year))
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    Ok(rows.into_iter().map(|(unit,)| unit).collect())
}

/// One contract.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, id: ContractId) -> Result<Contract> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT contract_id, number, budget_year, activity, unit, title, supplier, supplier_id, \
         category, class, method, emergency, bids, estimate, value, awarded_on, above, items \
         FROM contract WHERE tenant_id = $1 AND contract_id = $2",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// Whether the city has a contract of that number.
///
/// # Errors
/// When the database fails.
pub async fn is_known(tx: &mut Tx<'_>, number: &str) -> Result<bool> {
    let (count,): (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM contract WHERE tenant_id = $1 AND number = $2")
            .bind(tx.tenant())
            .bind(number.to_owned())
            .fetch_one(tx.conn())
            .await
            .map_err(db)?;
    Ok(count > 0)
}

/// Keeps a contract.
///
/// # Errors
/// Conflict when its number is taken.
pub async fn insert(tx: &mut WriteTx<'_>, contract: &Contract) -> Result<()> {
    let awarded = &contract.awarded;
    sqlx::query(
        "INSERT INTO contract (tenant_id, contract_id, number, budget_year, activity, unit, title, \
         supplier, supplier_id, category, class, method, emergency, bids, estimate, value, awarded_on, \
         above, items) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, \
         $17, $18, $19)",
    )
    .bind(tx.tenant())
    .bind(contract.id.to_vec())
    .bind(awarded.number.clone())
    .bind(i64::from(awarded.budget_year))
    .bind(awarded.activity.clone())
    .bind(awarded.unit.clone())
    .bind(awarded.title.clone())
    .bind(awarded.supplier.clone())
    .bind(awarded.supplier_id.clone())
    .bind(awarded.category.code())
    .bind(awarded.class.clone())
    .bind(awarded.method.code())
    .bind(i64::from(awarded.emergency))
    .bind(awarded.bids)
    .bind(awarded.estimate.map(Rupiah::get))
    .bind(awarded.value.get())
    .bind(awarded.awarded_on.to_string())
    .bind(contract.over)
    .bind(serde_json::to_string(&awarded.items).map_err(Error::internal)?)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Holds a file until someone presses, and lets go of those that are older than `before`.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut WriteTx<'_>, id: Uuid, body: &str, before: Timestamp) -> Result<()> {
    sqlx::query("DELETE FROM contract_file WHERE tenant_id = $1 AND sent_at < $2")
        .bind(tx.tenant())
        .bind(before.as_microsecond())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    sqlx::query(
        "INSERT INTO contract_file (tenant_id, file_id, body, sent_at) VALUES ($1, $2, $3, $4)",
    )
    .bind(tx.tenant())
    .bind(id.as_bytes().to_vec())
    .bind(body.to_owned())
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// A held file.
///
/// # Errors
/// Not found when it was never sent, or let go.
pub async fn held(tx: &mut Tx<'_>, id: Uuid) -> Result<String> {
    let row: Option<(String,)> =
        sqlx::query_as("SELECT body FROM contract_file WHERE tenant_id = $1 AND file_id = $2")
            .bind(tx.tenant())
            .bind(id.as_bytes().to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    Ok(row.ok_or_else(Error::not_found)?.0)
}
