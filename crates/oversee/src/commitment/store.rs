//! The only place of this slice that knows its tables.

use kernel::error::Result;
use kernel::id::{InterestId, UserId};
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;

/// What an account did for a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// It signed the pact.
    pub signed: bool,
    /// It declared interests, or that there are none.
    pub declared: bool,
}

impl Done {
    /// Whether nothing is missing.
    pub fn all(self) -> bool {
        self.signed && self.declared
    }
}

/// What `user` did for `year`.
///
/// # Errors
/// When the database fails.
pub async fn done(tx: &mut Tx<'_>, user: UserId, year: i16) -> Result<Done> {
    let (signed, declared): (i64, i64) = sqlx::query_as(
        "SELECT (SELECT COUNT(*) FROM integrity_pact WHERE tenant_id = $1 AND user_id = $2 \
         AND year = $3), (SELECT COUNT(*) FROM declared_interest WHERE tenant_id = $1 \
         AND user_id = $2 AND year = $3)",
    )
    .bind(tx.tenant())
    .bind(user.to_vec())
    .bind(i64::from(year))
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(Done { signed: signed > 0, declared: declared > 0 })
}

/// Notes that `user` signed for `year`.
///
/// # Errors
/// Conflict when they had.
pub async fn sign(tx: &mut WriteTx<'_>, user: UserId, year: i16) -> Result<()> {
    sqlx::query(
        "INSERT INTO integrity_pact (tenant_id, user_id, year, signed_at) VALUES ($1, $2, $3, $4)",
    )
    .bind(tx.tenant())
    .bind(user.to_vec())
    .bind(i64::from(year))
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// A declared interest, or that there is none.
#[derive(Clone, Debug)]
pub struct Interest {
    /// Its id.
    pub id: InterestId,
    /// Whose.
    pub user: UserId,
    /// For which year.
    pub year: i16,
    /// What it is, by code.
    pub relation: String,
    /// Code of the unit that it concerns; empty when none.
    pub unit: String,
    /// Keyed hashes of the relative's NIK and KK; empty when not told.
    pub hashes: [Vec<u8>; 2],
    /// What it says, under the account's key.
    pub sealed: Vec<u8>,
}

/// Writes an interest.
///
/// # Errors
/// When the database fails.
pub async fn declare(tx: &mut WriteTx<'_>, interest: &Interest) -> Result<()> {
    let [nik, kk] = interest.hashes.clone();
    sqlx::query(
        "INSERT INTO declared_interest (tenant_id, user_id, interest_id, year, relation, unit, \
         nik, kk, sealed, declared_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(tx.tenant())
    .bind(interest.user.to_vec())
    .bind(interest.id.to_vec())
    .bind(i64::from(interest.year))
    .bind(interest.relation.clone())
    .bind(interest.unit.clone())
    .bind(nik)
    .bind(kk)
    .bind(interest.sealed.clone())
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

type InterestRow = (Vec<u8>, i64, String, String, Vec<u8>, Vec<u8>, Vec<u8>);

/// What `user` declared in all years, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn interests(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<Interest>> {
    let rows: Vec<InterestRow> = sqlx::query_as(
        "SELECT interest_id, year, relation, unit, nik, kk, sealed FROM declared_interest \
         WHERE tenant_id = $1 AND user_id = $2 ORDER BY declared_at DESC, interest_id DESC",
    )
    .bind(tx.tenant())
    .bind(user.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let read = |(id, year, relation, unit, nik, kk, sealed): InterestRow| {
        Ok(Interest {
            id: InterestId::from_uuid(uuid(&id)?),
            user,
            year: i16::try_from(year).map_err(kernel::Error::internal)?,
            relation,
            unit,
            hashes: [nik, kk],
            sealed,
        })
    };
    rows.into_iter().map(read).collect()
}

/// How many accounts of each unit did everything for `year`, of how many: unit, done, of.
///
/// # Errors
/// When the database fails.
pub async fn shares(tx: &mut Tx<'_>, year: i16) -> Result<Vec<(String, i64, i64)>> {
    sqlx::query_as(
        "SELECT g.unit_code, COUNT(DISTINCT CASE WHEN p.user_id IS NOT NULL AND EXISTS \
         (SELECT 1 FROM declared_interest i WHERE i.tenant_id = $1 AND i.user_id = g.user_id \
         AND i.year = $2) THEN g.user_id END), COUNT(DISTINCT g.user_id) FROM account_grant g \
         JOIN account a ON a.tenant_id = g.tenant_id AND a.user_id = g.user_id \
         LEFT JOIN integrity_pact p ON p.tenant_id = g.tenant_id AND p.user_id = g.user_id \
         AND p.year = $2 WHERE g.tenant_id = $1 AND g.unit_code <> '' AND g.role <> 'partner' AND a.disabled_at IS NULL \
         GROUP BY g.unit_code ORDER BY g.unit_code",
    )
    .bind(tx.tenant())
    .bind(i64::from(year))
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// Notes that the shares of `month` are public; false when they were.
///
/// # Errors
/// When the database fails.
pub async fn first_count(tx: &mut WriteTx<'_>, month: &str) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO commitment_share (tenant_id, month, counted_at) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id, month) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(month.to_owned())
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(done.rows_affected() == 1)
}

/// Whether the shares of `month` are public.
///
/// # Errors
/// When the database fails.
pub async fn is_counted(tx: &mut Tx<'_>, month: &str) -> Result<bool> {
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT counted_at FROM commitment_share WHERE tenant_id = $1 AND month = $2",
    )
    .bind(tx.tenant())
    .bind(month.to_owned())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.is_some())
}

/// Staff who were not reminded for `year` and have not signed, at most `most`.
///
/// # Errors
/// When the database fails.
pub async fn to_remind(tx: &mut Tx<'_>, year: i16, most: i64) -> Result<Vec<UserId>> {
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
        "SELECT a.user_id FROM account a WHERE a.tenant_id = $1 AND a.disabled_at IS NULL \
         AND EXISTS (SELECT 1 FROM account_grant g WHERE g.tenant_id = $1 \
         AND g.user_id = a.user_id AND g.role <> 'partner') \
         AND NOT EXISTS (SELECT 1 FROM integrity_pact p \
         WHERE p.tenant_id = $1 AND p.user_id = a.user_id AND p.year = $2) \
         AND NOT EXISTS (SELECT 1 FROM commitment_reminder r WHERE r.tenant_id = $1 \
         AND r.user_id = a.user_id AND r.year = $2) ORDER BY a.user_id LIMIT $3",
    )
    .bind(tx.tenant())
    .bind(i64::from(year))
    .bind(most)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.iter().map(|(id,)| uuid(id).map(UserId::from_uuid)).collect()
}

/// Notes that `user` was reminded; false when they had been.
///
/// # Errors
/// When the database fails.
pub async fn first_reminder(tx: &mut WriteTx<'_>, user: UserId, year: i16) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO commitment_reminder (tenant_id, user_id, year) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id, user_id, year) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(user.to_vec())
    .bind(i64::from(year))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(done.rows_affected() == 1)
}
