//! Files until they are answered.

use kernel::error::Result;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;
use uuid::Uuid;

/// What must be remembered of a file until it is answered. Instants are microseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// Code of the unit that owes; empty until the file is complete.
    pub unit: String,
    /// Code of the service; empty until the file is complete.
    pub service: String,
    /// Whether it came under a mandate.
    pub represented: bool,
    /// Whether the citizen did it without help at a counter.
    pub alone: bool,
    /// Whether it was sent back.
    pub returned: bool,
    /// Steps that were done.
    pub steps: i64,
    /// How many of them were signatures.
    pub signatures: i64,
    /// When it was complete, later by what it has waited for the citizen since.
    pub ready_at: Option<i64>,
    /// Since when it waits for the citizen.
    pub asked_at: Option<i64>,
    /// Since when nobody works on it.
    pub idle_since: Option<i64>,
    /// The longest time for which nobody worked on it.
    pub longest: i64,
    /// Whether a signature ended that time.
    pub for_signature: bool,
    /// When the step that runs began.
    pub began_at: Option<i64>,
    /// Minutes of recorded work.
    pub minutes: i64,
    /// Who did the last step.
    pub officer: Option<Vec<u8>>,
    /// In which unit.
    pub place: Option<Vec<u8>>,
    /// How often it went to another officer.
    pub changes: i64,
    /// How often it went to another unit.
    pub moves: i64,
}

/// A file comes in.
///
/// # Errors
/// When the database fails.
pub async fn begin(tx: &mut WriteTx<'_>, id: Uuid, represented: bool, alone: bool) -> Result<()> {
    sqlx::query(
        "INSERT INTO reform_case (tenant_id, application_id, unit_code, service, represented, alone, \
         returned, steps, signatures, longest, for_signature, minutes, changes, moves) \
         VALUES ($1, $2, '', '', $3, $4, 0, 0, 0, 0, 0, 0, 0, 0)",
    )
    .bind(tx.tenant())
    .bind(id.as_bytes().to_vec())
    .bind(i64::from(represented))
    .bind(i64::from(alone))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

#[derive(FromRow)]
struct Stored {
    unit_code: String,
    service: String,
    represented: i64,
    alone: i64,
    returned: i64,
    steps: i64,
    signatures: i64,
    ready_at: Option<i64>,
    asked_at: Option<i64>,
    idle_since: Option<i64>,
    longest: i64,
    for_signature: i64,
    began_at: Option<i64>,
    minutes: i64,
    officer_id: Option<Vec<u8>>,
    place_id: Option<Vec<u8>>,
    changes: i64,
    moves: i64,
}

/// What is remembered of a file.
///
/// # Errors
/// When the database fails.
pub async fn case(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Case>> {
    let row: Option<Stored> = sqlx::query_as(
        "SELECT unit_code, service, represented, alone, returned, steps, signatures, ready_at, \
         asked_at, idle_since, longest, for_signature, began_at, minutes, officer_id, place_id, \
         changes, moves FROM reform_case WHERE tenant_id = $1 AND application_id = $2",
    )
    .bind(tx.tenant())
    .bind(id.as_bytes().to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.map(|row| Case {
        unit: row.unit_code,
        service: row.service,
        represented: row.represented != 0,
        alone: row.alone != 0,
        returned: row.returned != 0,
        steps: row.steps,
        signatures: row.signatures,
        ready_at: row.ready_at,
        asked_at: row.asked_at,
        idle_since: row.idle_since,
        longest: row.longest,
        for_signature: row.for_signature != 0,
        began_at: row.began_at,
        minutes: row.minutes,
        officer: row.officer_id,
        place: row.place_id,
        changes: row.changes,
        moves: row.moves,
    }))
}

/// Remembers what a file has become.
///
/// # Errors
/// When the database fails.
pub async fn keep(tx: &mut WriteTx<'_>, id: Uuid, case: &Case) -> Result<()> {
    sqlx::query(
        "UPDATE reform_case SET unit_code = $3, service = $4, returned = $5, steps = $6, \
         signatures = $7, ready_at = $8, asked_at = $9, idle_since = $10, longest = $11, \
         for_signature = $12, began_at = $13, minutes = $14, officer_id = $15, place_id = $16, \
         changes = $17, moves = $18 WHERE tenant_id = $1 AND application_id = $2",
    )
    .bind(tx.tenant())
    .bind(id.as_bytes().to_vec())
    .bind(case.unit.clone())
    .bind(case.service.clone())
    .bind(i64::from(case.returned))
    .bind(case.steps)
    .bind(case.signatures)
    .bind(case.ready_at)
    .bind(case.asked_at)
    .bind(case.idle_since)
    .bind(case.longest)
    .bind(i64::from(case.for_signature))
    .bind(case.began_at)
    .bind(case.minutes)
    .bind(case.officer.clone())
    .bind(case.place.clone())
    .bind(case.changes)
    .bind(case.moves)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
