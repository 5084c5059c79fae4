//! Deliberations, what they said, and who supports.

use kernel::Error;
use kernel::error::Result;
use kernel::facts::proposal::Stage;
use kernel::id::{ForumId, ProposalId};
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::FromRow;

use super::super::model::{Came, Forum, Verdict};

#[derive(FromRow)]
struct Stored {
    forum_id: Vec<u8>,
    budget_year: i64,
    stage: String,
    area: String,
    held_on: String,
    place: String,
    men: i64,
    women: i64,
    disabled: i64,
    rw: i64,
}

fn stage(code: &str) -> Result<Stage> {
    Stage::parse(code).ok_or_else(|| Error::internal("unknown stage in the database"))
}

impl Stored {
    fn read(self) -> Result<Forum> {
        let Self { men, women, disabled, rw, .. } = self;
        Ok(Forum {
            id: ForumId::from_uuid(uuid(&self.forum_id)?),
            budget_year: i16::try_from(self.budget_year).map_err(Error::internal)?,
            stage: stage(&self.stage)?,
            area: self.area,
            held_on: self.held_on.parse().map_err(Error::internal)?,
            place: self.place,
            came: Came { men, women, disabled, rw },
        })
    }
}

/// Writes a deliberation that was held.
///
/// # Errors
/// Conflict when that deliberation of the year was entered already.
pub async fn insert(tx: &mut WriteTx<'_>, forum: &Forum) -> Result<()> {
    let done = sqlx::query(
        "INSERT INTO forum (tenant_id, forum_id, budget_year, stage, area, held_on, place, men, \
         women, disabled, rw) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
         ON CONFLICT (tenant_id, budget_year, stage, area) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(forum.id.to_vec())
    .bind(i64::from(forum.budget_year))
    .bind(forum.stage.code())
    .bind(forum.area.clone())
    .bind(forum.held_on.to_string())
    .bind(forum.place.clone())
    .bind(forum.came.men)
    .bind(forum.came.women)
    .bind(forum.came.disabled)
    .bind(forum.came.rw)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    match done.rows_affected() {
        1 => Ok(()),
        _ => Err(Error::conflict("proposals-forum-twice")),
    }
}

/// The deliberation of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, id: ForumId) -> Result<Forum> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM forum WHERE tenant_id = $1 AND forum_id = $2")
            .bind(tx.tenant())
            .bind(id.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// All deliberations for a budget, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_year(tx: &mut Tx<'_>, budget_year: i16) -> Result<Vec<Forum>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM forum WHERE tenant_id = $1 AND budget_year = $2 \
         ORDER BY held_on DESC, stage, area",
    )
    .bind(tx.tenant())
    .bind(i64::from(budget_year))
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// Keeps what a deliberation said about a proposal.
///
/// # Errors
/// Conflict when the place in the order is taken.
pub async fn insert_verdict(
    tx: &mut WriteTx<'_>,
    proposal: ProposalId,
    verdict: &Verdict,
) -> Result<()> {
    let done = sqlx::query(
        "INSERT INTO proposal_verdict (tenant_id, proposal_id, forum_id, stage, place_in_order, \
         reason) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (tenant_id, forum_id, place_in_order) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(proposal.to_vec())
    .bind(verdict.forum.to_vec())
    .bind(verdict.stage.code())
    .bind(verdict.rank)
    .bind(verdict.reason.clone())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    match done.rows_affected() {
        1 => Ok(()),
        _ => Err(Error::conflict("proposals-rank-taken")),
    }
}

type Said = (Vec<u8>, Vec<u8>, String, Option<i64>, String);

fn verdict((proposal, forum, code, rank, reason): Said) -> Result<(ProposalId, Verdict)> {
    let forum = ForumId::from_uuid(uuid(&forum)?);
    let verdict = Verdict { forum, stage: stage(&code)?, rank, reason };
    Ok((ProposalId::from_uuid(uuid(&proposal)?), verdict))
}

/// What a deliberation said: accepted proposals in their order, then those sent back.
///
/// # Errors
/// When the database fails.
pub async fn verdicts(tx: &mut Tx<'_>, forum: ForumId) -> Result<Vec<(ProposalId, Verdict)>> {
    let rows: Vec<Said> = sqlx::query_as(
        "SELECT proposal_id, forum_id, stage, place_in_order, reason FROM proposal_verdict \
         WHERE tenant_id = $1 AND forum_id = $2 \
         ORDER BY CASE WHEN place_in_order IS NULL THEN 1 ELSE 0 END, place_in_order, proposal_id",
    )
    .bind(tx.tenant())
    .bind(forum.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(verdict).collect()
}

/// What deliberations said about a proposal, in their order.
///
/// # Errors
/// When the database fails.
pub async fn verdicts_on(tx: &mut Tx<'_>, proposal: ProposalId) -> Result<Vec<Verdict>> {
    let rows: Vec<Said> = sqlx::query_as(
        "SELECT proposal_id, forum_id, stage, place_in_order, reason FROM proposal_verdict \
         WHERE tenant_id = $1 AND proposal_id = $2",
    )
    .bind(tx.tenant())
    .bind(proposal.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let mut said: Vec<Verdict> =
        rows.into_iter().map(|row| Ok(verdict(row)?.1)).collect::<Result<_>>()?;
    said.sort_by_key(|one| one.stage);
    Ok(said)
}

/// Keeps the support of a browser, and says whether it is new.
///
/// # Errors
/// When the database fails.
pub async fn support(tx: &mut WriteTx<'_>, proposal: ProposalId, token: &[u8]) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO proposal_support (tenant_id, proposal_id, token) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id, proposal_id, token) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(proposal.to_vec())
    .bind(token.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(done.rows_affected() == 1)
}

/// Whether a browser supports a proposal.
///
/// # Errors
/// When the database fails.
pub async fn supports(tx: &mut Tx<'_>, proposal: ProposalId, token: &[u8]) -> Result<bool> {
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT tenant_id FROM proposal_support \
         WHERE tenant_id = $1 AND proposal_id = $2 AND token = $3",
    )
    .bind(tx.tenant())
    .bind(proposal.to_vec())
    .bind(token.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.is_some())
}

/// Lets everyone who supports one proposal support another too, each once; says how many support that one
/// now.
///
/// # Errors
/// When the database fails.
pub async fn carry_over(
    tx: &mut WriteTx<'_>,
    (from, into): (ProposalId, ProposalId),
) -> Result<i64> {
    sqlx::query(
        "INSERT INTO proposal_support (tenant_id, proposal_id, token) \
         SELECT tenant_id, $3, token FROM proposal_support \
         WHERE tenant_id = $1 AND proposal_id = $2 \
         ON CONFLICT (tenant_id, proposal_id, token) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(from.to_vec())
    .bind(into.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    let (supporters,): (i64,) = sqlx::query_as(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM proposal_support \
         WHERE tenant_id = $1 AND proposal_id = $2",
    )
    .bind(tx.tenant())
    .bind(into.to_vec())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(supporters)
}
