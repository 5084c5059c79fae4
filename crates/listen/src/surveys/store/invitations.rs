//! Who was invited, told, and took the one token, code or envelope.

use kernel::Error;
use kernel::error::Result;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use uuid::Uuid;

use super::bytes;

/// An invitation.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Its id, random.
    pub id: Uuid,
    /// Of which round.
    pub round: Uuid,
    /// Code of the unit that served.
    pub unit: String,
    /// The finished application.
    pub application: Uuid,
    /// Whether its one token, code or envelope was handed out.
    pub taken: bool,
}

/// Keeps an invitation.
///
/// # Errors
/// When the database fails.
pub async fn insert_invitation(tx: &mut WriteTx<'_>, invitation: &Invitation) -> Result<()> {
    sqlx::query(
        "INSERT INTO survey_invitation (tenant_id, invitation_id, round_id, unit, application_id, \
         told, taken) VALUES ($1, $2, $3, $4, $5, 0, 0)",
    )
    .bind(tx.tenant())
    .bind(bytes(invitation.id))
    .bind(bytes(invitation.round))
    .bind(invitation.unit.clone())
    .bind(bytes(invitation.application))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

type InvitationRow = (Vec<u8>, Vec<u8>, String, Vec<u8>, i64);

fn invitation((id, round, unit, application, taken): InvitationRow) -> Result<Invitation> {
    Ok(Invitation {
        id: uuid(&id)?,
        round: uuid(&round)?,
        unit,
        application: uuid(&application)?,
        taken: taken != 0,
    })
}

/// The invitation of an application to a round that is open.
///
/// # Errors
/// When the database fails.
pub async fn invitation_of(tx: &mut Tx<'_>, application: Uuid) -> Result<Option<Invitation>> {
    let row: Option<InvitationRow> = sqlx::query_as(
        "SELECT i.invitation_id, i.round_id, i.unit, i.application_id, i.taken \
         FROM survey_invitation i JOIN survey_round r \
         ON r.tenant_id = i.tenant_id AND r.round_id = i.round_id \
         WHERE i.tenant_id = $1 AND i.application_id = $2 AND r.state = 'open' \
         ORDER BY i.taken, i.round_id LIMIT 1",
    )
    .bind(tx.tenant())
    .bind(bytes(application))
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.map(invitation).transpose()
}

/// Invitations of a round that were told `told` times, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn to_tell(
    tx: &mut Tx<'_>,
    round: Uuid,
    told: i64,
    limit: i64,
) -> Result<Vec<Invitation>> {
    let rows: Vec<InvitationRow> = sqlx::query_as(
        "SELECT invitation_id, round_id, unit, application_id, taken FROM survey_invitation \
         WHERE tenant_id = $1 AND round_id = $2 AND told = $3 ORDER BY invitation_id LIMIT $4",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(told)
    .bind(limit)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(invitation).collect()
}

/// Notes how often an invitation was told.
///
/// # Errors
/// When the database fails.
pub async fn set_told(tx: &mut WriteTx<'_>, id: Uuid, told: i64) -> Result<()> {
    sqlx::query(
        "UPDATE survey_invitation SET told = $3 WHERE tenant_id = $1 AND invitation_id = $2",
    )
    .bind(tx.tenant())
    .bind(bytes(id))
    .bind(told)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Takes the one token, code or envelope of an invitation.
///
/// # Errors
/// `surveys-error-taken` when it was taken before.
pub async fn take(tx: &mut WriteTx<'_>, id: Uuid) -> Result<()> {
    let done = sqlx::query(
        "UPDATE survey_invitation SET taken = 1 \
         WHERE tenant_id = $1 AND invitation_id = $2 AND taken = 0",
    )
    .bind(tx.tenant())
    .bind(bytes(id))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("surveys-error-taken")) }
}

/// By unit: invited, and those who took their token, code or envelope.
///
/// # Errors
/// When the database fails.
pub async fn taken(tx: &mut Tx<'_>, round: Uuid) -> Result<Vec<(String, i64, i64)>> {
    sqlx::query_as(
        "SELECT unit, COUNT(*), CAST(SUM(taken) AS BIGINT) FROM survey_invitation \
         WHERE tenant_id = $1 AND round_id = $2 GROUP BY unit ORDER BY unit",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}
