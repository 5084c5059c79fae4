//! The tables of files and events.

use kernel::Error;
use kernel::error::Result;
use kernel::fact::Positioned;
use kernel::id::UserId;
use kernel::service::Standard;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;
use uuid::Uuid;

/// Keeps what a service is called and who gives it.
///
/// # Errors
/// When the database fails.
pub async fn offer(tx: &mut WriteTx<'_>, standard: &Standard) -> Result<()> {
    sqlx::query(
        "INSERT INTO process_service (tenant_id, service, name_id, name_en, unit_code) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, service) DO UPDATE SET \
         name_id = excluded.name_id, name_en = excluded.name_en, unit_code = excluded.unit_code",
    )
    .bind(tx.tenant())
    .bind(standard.code.clone())
    .bind(standard.name.id.clone())
    .bind(standard.name.en.clone())
    .bind(standard.unit.clone())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// A file comes in. Its service is known when it is complete.
///
/// # Errors
/// When the database fails.
pub async fn begin(tx: &mut WriteTx<'_>, fact: &Positioned) -> Result<()> {
    let unit = fact.clocks.first().map(|moved| moved.owner.clone()).unwrap_or_default();
    let id = fact.subject.id.as_bytes();
    sqlx::query(
        "INSERT INTO process_case (tenant_id, application_id, service, unit_code, channel, bucket, \
         submitted_at, ready_at, due_at, done_at, on_time, pauses) \
         VALUES ($1, $2, '', $3, $4, $5, $6, NULL, NULL, NULL, 0, '[]') \
         ON CONFLICT (tenant_id, application_id) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .bind(unit)
    .bind(fact.channel.code())
    // The last byte of a UUIDv7 is random.
    .bind(i64::from(id[15]))
    .bind(fact.occurred_at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// What the clock of the promise did. Instants are microseconds since the epoch.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the words of the clock")]
pub enum Change {
    Ready {
        service: String,
        unit: String,
        at: i64,
        due: Option<i64>,
    },
    Paused {
        at: i64,
    },
    Resumed {
        at: i64,
        due: Option<i64>,
    },
    Done {
        at: i64,
        on_time: bool,
    },
    /// Its citizen took it back: nobody owes an answer, and it tells nothing of the work.
    Left,
}

#[derive(FromRow)]
struct Stored {
    service: String,
    unit_code: String,
    ready_at: Option<i64>,
    due_at: Option<i64>,
    done_at: Option<i64>,
    on_time: i64,
    pauses: String,
}

/// Spans in which the citizen had the file; an open one has no end.
pub type Pauses = Vec<(i64, Option<i64>)>;

impl Stored {
    fn take(&mut self, change: &Change) -> Result<()> {
        let mut pauses: Pauses = serde_json::from_str(&self.pauses).map_err(Error::internal)?;
        match change {
            Change::Ready { service, unit, at, due } => {
                (self.service, self.unit_code) = (service.clone(), unit.clone());
                (self.ready_at, self.due_at) = (Some(*at), *due);
            }
            Change::Paused { at } => pauses.push((*at, None)),
            Change::Resumed { at, due } => {
                self.due_at = *due;
                if let Some(last) = pauses.last_mut() {
                    last.1 = Some(*at);
                }
            }
            Change::Left => self.ready_at = None,
            Change::Done { at, on_time } => {
                (self.done_at, self.on_time) = (Some(*at), i64::from(*on_time));
            }
        }
        self.pauses = serde_json::to_string(&pauses).map_err(Error::internal)?;
        Ok(())
    }
}

/// Applies a change to a file that came in.
///
/// # Errors
/// When the database fails.
pub async fn change(tx: &mut WriteTx<'_>, id: Uuid, change: &Change) -> Result<()> {
    let stored: Option<Stored> = sqlx::query_as(
        "SELECT service, unit_code, ready_at, due_at, done_at, on_time, pauses FROM process_case \
         WHERE tenant_id = $1 AND application_id = $2",
    )
    .bind(tx.tenant())
    .bind(id.as_bytes().to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let Some(mut stored) = stored else { return Ok(()) };
    stored.take(change)?;
    sqlx::query(
        "UPDATE process_case SET service = $3, unit_code = $4, ready_at = $5, due_at = $6, \
         done_at = $7, on_time = $8, pauses = $9 WHERE tenant_id = $1 AND application_id = $2",
    )
    .bind(tx.tenant())
    .bind(id.as_bytes().to_vec())
    .bind(stored.service)
    .bind(stored.unit_code)
    .bind(stored.ready_at)
    .bind(stored.due_at)
    .bind(stored.done_at)
    .bind(stored.on_time)
    .bind(stored.pauses)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The number under which an account stands in events.
async fn number(tx: &mut WriteTx<'_>, officer: Option<UserId>) -> Result<i64> {
    let Some(officer) = officer else { return Ok(0) };
    let known: Option<(i64,)> =
        sqlx::query_as("SELECT number FROM process_actor WHERE tenant_id = $1 AND officer_id = $2")
            .bind(tx.tenant())
            .bind(officer.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    if let Some((number,)) = known {
        return Ok(number);
    }
    let (last,): (Option<i64>,) =
        sqlx::query_as("SELECT MAX(number) FROM process_actor WHERE tenant_id = $1")
            .bind(tx.tenant())
            .fetch_one(tx.conn())
            .await
            .map_err(db)?;
    let number = last.unwrap_or(0) + 1;
    sqlx::query("INSERT INTO process_actor (tenant_id, officer_id, number) VALUES ($1, $2, $3)")
        .bind(tx.tenant())
        .bind(officer.to_vec())
        .bind(number)
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(number)
}

/// Something was done in an instant.
///
/// # Errors
/// When the database fails.
pub async fn event(tx: &mut WriteTx<'_>, fact: &Positioned, activity: &str) -> Result<()> {
    insert(tx, fact, activity, None, Some(fact.occurred_at.as_microsecond())).await
}

/// A work step begins.
///
/// # Errors
/// When the database fails.
pub async fn step_begins(tx: &mut WriteTx<'_>, fact: &Positioned, step: &str) -> Result<()> {
    insert(tx, fact, step, Some(fact.occurred_at.as_microsecond()), None).await
}

/// The work step that runs ends; one whose beginning is unknown happened in an instant.
///
/// # Errors
/// When the database fails.
pub async fn step_ends(tx: &mut WriteTx<'_>, fact: &Positioned, step: &str) -> Result<()> {
    let ended = sqlx::query(
        "UPDATE process_event SET at = $4 WHERE tenant_id = $1 AND application_id = $2 \
         AND activity = $3 AND at IS NULL",
    )
    .bind(tx.tenant())
    .bind(fact.subject.id.as_bytes().to_vec())
    .bind(step.to_owned())
    .bind(fact.occurred_at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if ended.rows_affected() == 0 { event(tx, fact, step).await } else { Ok(()) }
}

async fn insert(
    tx: &mut WriteTx<'_>,
    fact: &Positioned,
    activity: &str,
    started: Option<i64>,
    at: Option<i64>,
) -> Result<()> {
    let actor = number(tx, fact.actor).await?;
    sqlx::query(
        "INSERT INTO process_event (tenant_id, application_id, seq, activity, started_at, at, actor) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(tx.tenant())
    .bind(fact.subject.id.as_bytes().to_vec())
    .bind(fact.seq)
    .bind(activity.to_owned())
    .bind(started)
    .bind(at)
    .bind(actor)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// A file that was complete within a period. Instants are microseconds since the epoch.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Case {
    /// Its id.
    pub application_id: Vec<u8>,
    /// Code of the unit that owes.
    pub unit_code: String,
    /// By which door it came in.
    pub channel: String,
    /// When it came in.
    pub submitted_at: i64,
    /// When it was complete.
    pub ready_at: i64,
    /// When it was answered.
    pub done_at: Option<i64>,
    /// Whether that was by its date.
    pub on_time: i64,
    /// [`Pauses`] as JSON.
    pub pauses: String,
}

impl Case {
    /// Spans in which the citizen had it.
    ///
    /// # Errors
    /// When the row was changed by hand.
    pub fn pauses(&self) -> Result<Pauses> {
        serde_json::from_str(&self.pauses).map_err(Error::internal)
    }
}

/// How many files of a service were complete in a period.
///
/// # Errors
/// When the database fails.
pub async fn count(tx: &mut Tx<'_>, service: &str, (from, to): (i64, i64)) -> Result<i64> {
    let (count,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM process_case \
         WHERE tenant_id = $1 AND service = $2 AND ready_at >= $3 AND ready_at < $4",
    )
    .bind(tx.tenant())
    .bind(service.to_owned())
    .bind(from)
    .bind(to)
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(count)
}

/// Files of a service that were complete in a period, of the first `buckets` of 256, by their time.
///
/// # Errors
/// When the database fails.
pub async fn cases(
    tx: &mut Tx<'_>,
    service: &str,
    (from, to): (i64, i64),
    buckets: i64,
) -> Result<Vec<Case>> {
    sqlx::query_as(
        "SELECT application_id, unit_code, channel, submitted_at, ready_at, done_at, on_time, \
         pauses FROM process_case WHERE tenant_id = $1 AND service = $2 AND ready_at >= $3 \
         AND ready_at < $4 AND bucket < $5 ORDER BY ready_at, application_id",
    )
    .bind(tx.tenant())
    .bind(service.to_owned())
    .bind(from)
    .bind(to)
    .bind(buckets)
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// Something that was done with a file.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Event {
    /// Which file.
    pub application_id: Vec<u8>,
    /// Code of the unit that owes.
    pub unit_code: String,
    /// What was done.
    pub activity: String,
    /// When work on it began, where that is known.
    pub started_at: Option<i64>,
    /// When it was done.
    pub at: i64,
    /// The number of who did it; 0 for nobody.
    pub actor: i64,
}

/// Ended events of the same files, file by file in their order.
///
/// # Errors
/// When the database fails.
pub async fn events(
    tx: &mut Tx<'_>,
    service: &str,
    (from, to): (i64, i64),
    buckets: i64,
) -> Result<Vec<Event>> {
    sqlx::query_as(
        "SELECT c.application_id, c.unit_code, e.activity, e.started_at, e.at, e.actor \
         FROM process_case c JOIN process_event e ON e.tenant_id = c.tenant_id \
         AND e.application_id = c.application_id WHERE c.tenant_id = $1 AND c.service = $2 \
         AND c.ready_at >= $3 AND c.ready_at < $4 AND c.bucket < $5 AND e.at IS NOT NULL \
         ORDER BY c.application_id, e.seq",
    )
    .bind(tx.tenant())
    .bind(service.to_owned())
    .bind(from)
    .bind(to)
    .bind(buckets)
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}
