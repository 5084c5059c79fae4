//! Public promises of units.

use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::catalogue::MaklumatSigned;
use kernel::id::{CommandId, MaklumatId, UserId};
use kernel::service::Bilingual;
use platform::db::{Tx, WriteTx, db};
use platform::journal::Seal;

use super::day;
use crate::catalogue::model::{Maklumat, MaklumatState};

#[derive(sqlx::FromRow)]
struct Row {
    maklumat_id: Vec<u8>,
    unit_code: String,
    version: i64,
    state: String,
    text_id: String,
    text_en: String,
    signed_on: Option<String>,
}

impl Row {
    fn into_maklumat(self) -> Result<Maklumat> {
        let id = uuid::Uuid::from_slice(&self.maklumat_id).map_err(Error::internal)?;
        let state = MaklumatState::parse(&self.state);
        Ok(Maklumat {
            id: MaklumatId::from_uuid(id),
            unit: self.unit_code,
            version: self.version,
            state: state.ok_or_else(|| Error::internal(format!("state {}", self.state)))?,
            text: Bilingual { id: self.text_id, en: self.text_en },
            signed_on: self.signed_on.as_deref().map(day).transpose()?,
        })
    }
}

/// All versions of all units' promises, by unit, newest first.
///
/// # Errors
/// When the database fails.
pub async fn maklumats(tx: &mut Tx<'_>) -> Result<Vec<Maklumat>> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT maklumat_id, unit_code, version, state, text_id, text_en, signed_on FROM maklumat \
         WHERE tenant_id = $1 ORDER BY unit_code, version DESC",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Row::into_maklumat).collect()
}

/// All versions of the promise of `unit`, newest first.
///
/// # Errors
/// When the database fails.
pub async fn maklumat_of(tx: &mut Tx<'_>, unit: &str) -> Result<Vec<Maklumat>> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT maklumat_id, unit_code, version, state, text_id, text_en, signed_on FROM maklumat \
         WHERE tenant_id = $1 AND unit_code = $2 ORDER BY version DESC",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Row::into_maklumat).collect()
}

/// Writes the promise of `unit`: over the version that waits for the head, or as a new one. It is
/// working paper until it is signed, so there is no fact.
///
/// # Errors
/// When the database fails.
pub async fn draft_maklumat(
    tx: &mut WriteTx<'_>,
    by: UserId,
    unit: &str,
    text: &Bilingual,
) -> Result<()> {
    let newest = maklumat_of(tx, unit).await?.into_iter().next();
    let version = match newest {
        Some(known) if known.state == MaklumatState::Available => known.version,
        Some(known) => add(tx, by, unit, known.version + 1).await?,
        None => add(tx, by, unit, 1).await?,
    };
    sqlx::query(
        "UPDATE maklumat SET text_id = $4, text_en = $5, drafted_by = $6, changed_at = $7 \
         WHERE tenant_id = $1 AND unit_code = $2 AND version = $3",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(version)
    .bind(text.id.clone())
    .bind(text.en.clone())
    .bind(by.to_vec())
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

async fn add(tx: &mut WriteTx<'_>, by: UserId, unit: &str, version: i64) -> Result<i64> {
    let now = tx.now();
    let id = MaklumatId::new(now, tx.rng());
    sqlx::query(
        "INSERT INTO maklumat (tenant_id, maklumat_id, unit_code, version, state, text_id, \
         text_en, drafted_by, signed_by, signed_on, changed_at) \
         VALUES ($1, $2, $3, $4, 'available', '', '', $5, NULL, NULL, $6)",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .bind(unit.to_owned())
    .bind(version)
    .bind(by.to_vec())
    .bind(now.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(version)
}

/// The head behind `actor` signs the promise that waits, on the day `today`. The fact names the
/// text as the head saw it: `version` is the one on the page.
///
/// # Errors
/// Conflict when another version waits, or none.
pub async fn sign_maklumat(
    tx: &mut WriteTx<'_>,
    actor: Actor,
    unit: &str,
    version: i64,
    seen: &str,
    today: Date,
) -> Result<()> {
    let found = newest_in(tx, unit, version, MaklumatState::Available).await?;
    if found.text.id != seen {
        return Err(Error::conflict("error-changed-meanwhile"));
    }
    let by = actor.user.ok_or_else(|| Error::internal("a signature without an account"))?;
    sqlx::query(
        "UPDATE maklumat SET state = 'decreed', signed_by = $3, signed_on = $4, changed_at = $5 \
         WHERE tenant_id = $1 AND maklumat_id = $2",
    )
    .bind(tx.tenant())
    .bind(found.id.to_vec())
    .bind(by.to_vec())
    .bind(today.to_string())
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    let (unit, text, now) = (unit.to_owned(), found.text.id, tx.now());
    let fact = NewFact {
        subject: Subject { kind: SubjectKind::Maklumat, id: found.id.uuid() },
        command: CommandId::new(now, tx.rng()),
        occurred_at: now,
        actor,
        clocks: Vec::new(),
        payload: Payload::MaklumatSigned(MaklumatSigned {
            v: 1,
            unit,
            version,
            text,
            signed_on: today,
        }),
    };
    tx.append(&fact, 1, Seal::Clear).await?;
    Ok(())
}

/// Puts a signed promise on the unit's page. The signature already made it public in the journal,
/// so this is no act of its own there.
///
/// # Errors
/// Conflict when it is not signed, or not the newest.
pub async fn publish_maklumat(tx: &mut WriteTx<'_>, unit: &str, version: i64) -> Result<()> {
    let found = newest_in(tx, unit, version, MaklumatState::Decreed).await?;
    sqlx::query(
        "UPDATE maklumat SET state = 'published', changed_at = $3 \
         WHERE tenant_id = $1 AND maklumat_id = $2",
    )
    .bind(tx.tenant())
    .bind(found.id.to_vec())
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The newest version of a unit's promise, which must be `version` and stand in `state`.
async fn newest_in(
    tx: &mut WriteTx<'_>,
    unit: &str,
    version: i64,
    state: MaklumatState,
) -> Result<Maklumat> {
    let newest = maklumat_of(tx, unit).await?.into_iter().next().ok_or_else(Error::not_found)?;
    if newest.version != version || newest.state != state {
        return Err(Error::conflict("catalogue-error-step"));
    }
    Ok(newest)
}
