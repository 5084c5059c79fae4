//! What the projection learns on its way: of services since they were published, and of steps how long
//! they usually take.

use kernel::error::Result;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;

/// A service, since its standard was published first.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Standard {
    /// Its code.
    pub service: String,
    /// When its first version was published, in microseconds.
    pub published_at: i64,
    /// How many papers its newest version asks for that the city or another authority issued itself.
    pub held: i64,
    /// Files answered, zero or one: the second is not counted.
    pub answered: i64,
}

/// What is known of a service; none before its standard was published.
///
/// # Errors
/// When the database fails.
pub async fn standard(tx: &mut Tx<'_>, service: &str) -> Result<Option<Standard>> {
    sqlx::query_as(
        "SELECT service, published_at, held, answered FROM reform_standard \
         WHERE tenant_id = $1 AND service = $2",
    )
    .bind(tx.tenant())
    .bind(service.to_owned())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)
}

/// Remembers a service.
///
/// # Errors
/// When the database fails.
pub async fn keep_standard(tx: &mut WriteTx<'_>, one: &Standard) -> Result<()> {
    sqlx::query(
        "INSERT INTO reform_standard (tenant_id, service, published_at, held, answered) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, service) DO UPDATE SET \
         published_at = excluded.published_at, held = excluded.held, answered = excluded.answered",
    )
    .bind(tx.tenant())
    .bind(one.service.clone())
    .bind(one.published_at)
    .bind(one.held)
    .bind(one.answered)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// How long a step of a service takes: the mean of the natural logarithm of its seconds, in millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
pub struct Touch {
    /// How often it was done.
    pub n: i64,
    /// The mean.
    pub mean: i64,
}

/// How long a step of a service takes so far.
///
/// # Errors
/// When the database fails.
pub async fn touch(tx: &mut Tx<'_>, (service, step): (&str, &str)) -> Result<Touch> {
    let row = sqlx::query_as(
        "SELECT n, mean FROM reform_touch WHERE tenant_id = $1 AND service = $2 AND step = $3",
    )
    .bind(tx.tenant())
    .bind(service.to_owned())
    .bind(step.to_owned())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.unwrap_or_default())
}

/// Remembers how long a step of a service takes.
///
/// # Errors
/// When the database fails.
pub async fn keep_touch(
    tx: &mut WriteTx<'_>,
    (service, step): (&str, &str),
    touch: Touch,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO reform_touch (tenant_id, service, step, n, mean) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (tenant_id, service, step) DO UPDATE SET n = excluded.n, mean = excluded.mean",
    )
    .bind(tx.tenant())
    .bind(service.to_owned())
    .bind(step.to_owned())
    .bind(touch.n)
    .bind(touch.mean)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
