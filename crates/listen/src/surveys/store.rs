//! The tables of surveys. The only file that knows them, beside [`super::frame`] and
//! [`super::boxes`].

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::survey::{Answers, Questionnaire};
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::FromRow;
use uuid::Uuid;

use super::model::{Kept, Mode, Round, State, Stratum};

fn day(text: &str) -> Result<Date> {
    text.parse().map_err(Error::internal)
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

#[derive(FromRow)]
struct KeptRow {
    questionnaire_id: Vec<u8>,
    version: i64,
    body: String,
    revision: i64,
    edited_by: Option<Vec<u8>>,
    sha256: String,
}

impl KeptRow {
    fn read(self) -> Result<Kept> {
        Ok(Kept {
            id: uuid(&self.questionnaire_id)?,
            version: self.version,
            body: serde_json::from_str(&self.body).map_err(Error::internal)?,
            revision: self.revision,
            edited_by: self.edited_by.as_deref().map(uuid).transpose()?,
            sha256: self.sha256,
        })
    }
}

/// Every questionnaire, newest version first within its code.
///
/// # Errors
/// When the database fails.
pub async fn questionnaires(tx: &mut Tx<'_>) -> Result<Vec<Kept>> {
    let rows: Vec<KeptRow> = sqlx::query_as(
        "SELECT questionnaire_id, version, body, revision, edited_by, sha256 \
         FROM survey_questionnaire WHERE tenant_id = $1 ORDER BY code, version DESC",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(KeptRow::read).collect()
}

/// One questionnaire.
///
/// # Errors
/// Not found when there is none.
pub async fn questionnaire(tx: &mut Tx<'_>, id: Uuid) -> Result<Kept> {
    let row: Option<KeptRow> = sqlx::query_as(
        "SELECT questionnaire_id, version, body, revision, edited_by, sha256 \
         FROM survey_questionnaire WHERE tenant_id = $1 AND questionnaire_id = $2",
    )
    .bind(tx.tenant())
    .bind(bytes(id))
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// Keeps a new version of a questionnaire.
///
/// # Errors
/// When the database fails, or the version is there.
pub async fn insert_questionnaire(tx: &mut WriteTx<'_>, kept: &Kept) -> Result<()> {
    sqlx::query(
        "INSERT INTO survey_questionnaire (tenant_id, questionnaire_id, code, version, body, \
         revision, edited_by, frozen_at, sha256) VALUES ($1, $2, $3, $4, $5, 1, $6, NULL, '')",
    )
    .bind(tx.tenant())
    .bind(bytes(kept.id))
    .bind(kept.body.code.clone())
    .bind(kept.version)
    .bind(serde_json::to_string(&kept.body).map_err(Error::internal)?)
    .bind(kept.edited_by.map(bytes))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Changes a draft that stands as `seen`.
///
/// # Errors
/// `surveys-error-frozen` when it is frozen or somebody else changed it.
pub async fn update_questionnaire(
    tx: &mut WriteTx<'_>,
    id: Uuid,
    body: &Questionnaire,
    seen: i64,
    by: Uuid,
) -> Result<()> {
    let done = sqlx::query(
        "UPDATE survey_questionnaire SET body = $3, revision = revision + 1, edited_by = $5 \
         WHERE tenant_id = $1 AND questionnaire_id = $2 AND revision = $4 AND sha256 = ''",
    )
    .bind(tx.tenant())
    .bind(bytes(id))
    .bind(serde_json::to_string(body).map_err(Error::internal)?)
    .bind(seen)
    .bind(bytes(by))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("surveys-error-frozen")) }
}

/// Notes the digest under which a questionnaire was frozen.
///
/// # Errors
/// When the database fails.
pub async fn freeze(tx: &mut WriteTx<'_>, id: Uuid, sha256: &str) -> Result<()> {
    sqlx::query(
        "UPDATE survey_questionnaire SET sha256 = $3, frozen_at = $4 \
         WHERE tenant_id = $1 AND questionnaire_id = $2",
    )
    .bind(tx.tenant())
    .bind(bytes(id))
    .bind(sha256.to_owned())
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

#[derive(FromRow)]
struct RoundRow {
    round_id: Vec<u8>,
    questionnaire_id: Vec<u8>,
    from_day: String,
    to_day: String,
    closes: String,
    state: String,
    seq: i64,
    planned_by: Option<Vec<u8>>,
    opened_on: String,
    lost: i64,
}

impl RoundRow {
    fn read(self) -> Result<Round> {
        let opened = (!self.opened_on.is_empty()).then(|| day(&self.opened_on)).transpose()?;
        Ok(Round {
            id: uuid(&self.round_id)?,
            questionnaire: uuid(&self.questionnaire_id)?,
            from: day(&self.from_day)?,
            to: day(&self.to_day)?,
            closes: day(&self.closes)?,
            state: State::parse(&self.state).ok_or_else(|| Error::internal("a round's state"))?,
            seq: self.seq,
            planned_by: self.planned_by.as_deref().map(uuid).transpose()?,
            opened_on: opened,
            lost: self.lost,
        })
    }
}

/// Every round, the newest period first.
///
/// # Errors
/// When the database fails.
pub async fn rounds(tx: &mut Tx<'_>) -> Result<Vec<Round>> {
    let rows: Vec<RoundRow> = sqlx::query_as(
        "SELECT round_id, questionnaire_id, from_day, to_day, closes, state, seq, planned_by, \
         opened_on, lost FROM survey_round WHERE tenant_id = $1 ORDER BY to_day DESC, round_id DESC",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(RoundRow::read).collect()
}

/// One round.
///
/// # Errors
/// Not found when there is none.
pub async fn round(tx: &mut Tx<'_>, id: Uuid) -> Result<Round> {
    let row: Option<RoundRow> = sqlx::query_as(
        "SELECT round_id, questionnaire_id, from_day, to_day, closes, state, seq, planned_by, \
         opened_on, lost FROM survey_round WHERE tenant_id = $1 AND round_id = $2",
    )
    .bind(tx.tenant())
    .bind(bytes(id))
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// Keeps a new round with its plan.
///
/// # Errors
/// When the database fails.
pub async fn insert_round(tx: &mut WriteTx<'_>, round: &Round, plan: &[Stratum]) -> Result<()> {
    sqlx::query(
        "INSERT INTO survey_round (tenant_id, round_id, questionnaire_id, from_day, to_day, closes, \
         state, seq, planned_by, opened_on, lost) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', 0)",
    )
    .bind(tx.tenant())
    .bind(bytes(round.id))
    .bind(bytes(round.questionnaire))
    .bind(round.from.to_string())
    .bind(round.to.to_string())
    .bind(round.closes.to_string())
    .bind(round.state.code())
    .bind(round.seq)
    .bind(round.planned_by.map(bytes))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    for stratum in plan {
        set_stratum(tx, round.id, stratum).await?;
    }
    Ok(())
}

/// Notes where a round stands; refuses when it moved since it was read at `before`.
///
/// # Errors
/// `surveys-error-state`.
pub async fn update_round(tx: &mut WriteTx<'_>, round: &Round, before: State) -> Result<()> {
    let done = sqlx::query(
        "UPDATE survey_round SET state = $3, seq = $4, opened_on = $5, lost = $6 \
         WHERE tenant_id = $1 AND round_id = $2 AND state = $7",
    )
    .bind(tx.tenant())
    .bind(bytes(round.id))
    .bind(round.state.code())
    .bind(round.seq)
    .bind(round.opened_on.map_or_else(String::new, |day| day.to_string()))
    .bind(round.lost)
    .bind(before.code())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("surveys-error-state")) }
}

#[derive(FromRow)]
struct StratumRow {
    unit: String,
    population: i64,
    drawn: i64,
    public_key: Vec<u8>,
    sealed_key: Vec<u8>,
}

/// The units of a round.
///
/// # Errors
/// When the database fails.
pub async fn strata(tx: &mut Tx<'_>, round: Uuid) -> Result<Vec<Stratum>> {
    let rows: Vec<StratumRow> = sqlx::query_as(
        "SELECT unit, population, drawn, public_key, sealed_key FROM survey_stratum \
         WHERE tenant_id = $1 AND round_id = $2 ORDER BY unit",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let read = |StratumRow { unit, population, drawn, public_key, sealed_key }| Stratum {
        unit,
        population,
        drawn,
        public_key,
        sealed_key,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Keeps a unit of a round.
///
/// # Errors
/// When the database fails.
pub async fn set_stratum(tx: &mut WriteTx<'_>, round: Uuid, stratum: &Stratum) -> Result<()> {
    sqlx::query(
        "INSERT INTO survey_stratum (tenant_id, round_id, unit, population, drawn, public_key, \
         sealed_key) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (tenant_id, round_id, unit) DO UPDATE SET population = excluded.population, \
         drawn = excluded.drawn, public_key = excluded.public_key, sealed_key = excluded.sealed_key",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(stratum.unit.clone())
    .bind(stratum.population)
    .bind(stratum.drawn)
    .bind(stratum.public_key.clone())
    .bind(stratum.sealed_key.clone())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

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

/// Puts a one-time code into the pool; `sealed` is the code itself, until it is handed out.
///
/// # Errors
/// When the database fails.
pub async fn insert_code(
    tx: &mut WriteTx<'_>,
    round: Uuid,
    unit: &str,
    hash: Vec<u8>,
    mode: Mode,
    sealed: Option<Vec<u8>>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO survey_code (tenant_id, round_id, code_hash, unit, kind, sealed) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(hash)
    .bind(unit.to_owned())
    .bind(mode.code())
    .bind(sealed)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Takes a sealed code of a unit out of the pool. Codes lie in the order of their hashes, which is
/// no order at all.
///
/// # Errors
/// When the pool is empty or the database fails.
pub async fn pop_code(tx: &mut WriteTx<'_>, round: Uuid, unit: &str) -> Result<Vec<u8>> {
    let row: Option<(Vec<u8>, Vec<u8>)> = sqlx::query_as(
        "SELECT code_hash, sealed FROM survey_code WHERE tenant_id = $1 AND round_id = $2 \
         AND unit = $3 AND sealed IS NOT NULL ORDER BY code_hash LIMIT 1",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(unit.to_owned())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let (hash, sealed) = row.ok_or_else(|| Error::internal("the pool of codes is empty"))?;
    let done = sqlx::query(
        "UPDATE survey_code SET sealed = NULL WHERE tenant_id = $1 AND round_id = $2 \
         AND code_hash = $3 AND sealed IS NOT NULL",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(hash)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(sealed) } else { Err(Error::conflict("surveys-error-again")) }
}

/// The round, unit and kind of a code that was handed out and not used.
///
/// # Errors
/// When the database fails.
pub async fn code(tx: &mut Tx<'_>, hash: &[u8]) -> Result<Option<(Uuid, String, Mode)>> {
    let row: Option<(Vec<u8>, String, String)> = sqlx::query_as(
        "SELECT c.round_id, c.unit, c.kind FROM survey_round r JOIN survey_code c \
         ON c.tenant_id = r.tenant_id AND c.round_id = r.round_id \
         WHERE r.tenant_id = $1 AND r.state = 'open' AND c.code_hash = $2 AND c.sealed IS NULL",
    )
    .bind(tx.tenant())
    .bind(hash.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let Some((round, unit, kind)) = row else { return Ok(None) };
    let mode = Mode::parse(&kind).ok_or_else(|| Error::internal("a code's kind"))?;
    Ok(Some((uuid(&round)?, unit, mode)))
}

/// Uses a code up.
///
/// # Errors
/// `surveys-error-spent` when it was used before.
pub async fn use_code(tx: &mut WriteTx<'_>, round: Uuid, hash: &[u8]) -> Result<()> {
    let done = sqlx::query(
        "DELETE FROM survey_code WHERE tenant_id = $1 AND round_id = $2 AND code_hash = $3",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(hash.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("surveys-error-spent")) }
}

/// Forgets the codes that nobody used, and first keyings without a second.
///
/// # Errors
/// When the database fails.
pub async fn forget_codes(tx: &mut WriteTx<'_>, round: Uuid) -> Result<()> {
    sqlx::query("DELETE FROM survey_code WHERE tenant_id = $1 AND round_id = $2")
        .bind(tx.tenant())
        .bind(bytes(round))
        .execute(tx.conn())
        .await
        .map_err(db)?;
    sqlx::query("DELETE FROM survey_paper WHERE tenant_id = $1 AND round_id = $2")
        .bind(tx.tenant())
        .bind(bytes(round))
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}

/// Uses a token up.
///
/// # Errors
/// `surveys-error-spent` when it was used before.
pub async fn spend(tx: &mut WriteTx<'_>, round: Uuid, token: &[u8]) -> Result<()> {
    let done = sqlx::query(
        "INSERT INTO survey_spent (tenant_id, round_id, token_hash) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id, round_id, token_hash) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(token.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("surveys-error-spent")) }
}

/// Whether a token was used.
///
/// # Errors
/// When the database fails.
pub async fn is_spent(tx: &mut Tx<'_>, round: Uuid, token: &[u8]) -> Result<bool> {
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT tenant_id FROM survey_spent WHERE tenant_id = $1 AND round_id = $2 \
         AND token_hash = $3",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(token.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.is_some())
}

/// The first keying of a paper: who, and what.
///
/// # Errors
/// When the database fails.
pub async fn paper(tx: &mut Tx<'_>, round: Uuid, hash: &[u8]) -> Result<Option<(Uuid, Answers)>> {
    let row: Option<(Vec<u8>, String)> = sqlx::query_as(
        "SELECT keyed_by, body FROM survey_paper WHERE tenant_id = $1 AND round_id = $2 \
         AND code_hash = $3",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(hash.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let Some((by, body)) = row else { return Ok(None) };
    Ok(Some((uuid(&by)?, serde_json::from_str(&body).map_err(Error::internal)?)))
}

/// Keeps the first keying of a paper.
///
/// # Errors
/// When the database fails.
pub async fn set_paper(
    tx: &mut WriteTx<'_>,
    round: Uuid,
    hash: &[u8],
    by: Uuid,
    answers: &Answers,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO survey_paper (tenant_id, round_id, code_hash, keyed_by, body) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, round_id, code_hash) \
         DO UPDATE SET keyed_by = excluded.keyed_by, body = excluded.body",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(hash.to_vec())
    .bind(bytes(by))
    .bind(serde_json::to_string(answers).map_err(Error::internal)?)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Forgets the first keying of a paper.
///
/// # Errors
/// When the database fails.
pub async fn delete_paper(tx: &mut WriteTx<'_>, round: Uuid, hash: &[u8]) -> Result<()> {
    sqlx::query(
        "DELETE FROM survey_paper WHERE tenant_id = $1 AND round_id = $2 AND code_hash = $3",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(hash.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// An answer, of which nobody knows whose it is, nor when it came.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Answer {
    /// Code of the unit.
    pub unit: String,
    /// By which door it came.
    pub mode: String,
    /// What was answered.
    pub answers: Answers,
}

/// Keeps an answer under a random id.
///
/// # Errors
/// When the database fails.
pub async fn insert_answer(
    tx: &mut WriteTx<'_>,
    round: Uuid,
    id: Uuid,
    answer: &Answer,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO survey_answer (tenant_id, round_id, answer_id, unit, mode, body) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(bytes(id))
    .bind(answer.unit.clone())
    .bind(answer.mode.clone())
    .bind(serde_json::to_string(&answer.answers).map_err(Error::internal)?)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The answers of a round, in the order of their random ids.
///
/// # Errors
/// When the database fails.
pub async fn answers(tx: &mut Tx<'_>, round: Uuid) -> Result<Vec<Answer>> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT unit, mode, body FROM survey_answer WHERE tenant_id = $1 AND round_id = $2 \
         ORDER BY answer_id",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let read = |(unit, mode, body): (String, String, String)| {
        let answers = serde_json::from_str(&body).map_err(Error::internal)?;
        Ok(Answer { unit, mode, answers })
    };
    rows.into_iter().map(read).collect()
}

/// How many answers lie open, and how many in boxes.
///
/// # Errors
/// When the database fails.
pub async fn count_answers(tx: &mut Tx<'_>, round: Uuid) -> Result<(i64, i64)> {
    let open: (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM survey_answer WHERE tenant_id = $1 AND round_id = $2")
            .bind(tx.tenant())
            .bind(bytes(round))
            .fetch_one(tx.conn())
            .await
            .map_err(db)?;
    let boxed: (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM survey_box WHERE tenant_id = $1 AND round_id = $2")
            .bind(tx.tenant())
            .bind(bytes(round))
            .fetch_one(tx.conn())
            .await
            .map_err(db)?;
    Ok((open.0, boxed.0))
}

/// Keeps what was published of a round.
///
/// # Errors
/// When the database fails.
pub async fn insert_result(
    tx: &mut WriteTx<'_>,
    round: Uuid,
    body: &str,
    data: &str,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO survey_result (tenant_id, round_id, body, data) VALUES ($1, $2, $3, $4)",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(body.to_owned())
    .bind(data.to_owned())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// What was published of a round.
///
/// # Errors
/// When the database fails.
pub async fn result(tx: &mut Tx<'_>, round: Uuid) -> Result<Option<(String, String)>> {
    sqlx::query_as("SELECT body, data FROM survey_result WHERE tenant_id = $1 AND round_id = $2")
        .bind(tx.tenant())
        .bind(bytes(round))
        .fetch_optional(tx.conn())
        .await
        .map_err(db)
}

/// Units by code, with their name in a language: those that survey pages name.
///
/// # Errors
/// When the database fails.
pub async fn unit_names(
    tx: &mut Tx<'_>,
    lang: &str,
) -> Result<std::collections::BTreeMap<String, String>> {
    let rows: Vec<(String, String, String)> =
        sqlx::query_as("SELECT code, name_id, name_en FROM unit WHERE tenant_id = $1")
            .bind(tx.tenant())
            .fetch_all(tx.conn())
            .await
            .map_err(db)?;
    let name = |(code, id, en): (String, String, String)| {
        let named = if lang == "en" && !en.is_empty() { en } else { id };
        (code, named)
    };
    Ok(rows.into_iter().map(name).collect())
}

/// Kelurahan: code and name.
///
/// # Errors
/// When the database fails.
pub async fn kelurahan(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>> {
    sqlx::query_as("SELECT code, name FROM kelurahan WHERE tenant_id = $1 ORDER BY name")
        .bind(tx.tenant())
        .fetch_all(tx.conn())
        .await
        .map_err(db)
}

/// An index that others measured before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// Which index, such as `spi`.
    pub family: String,
    /// Of which year.
    pub year: i64,
    /// The value, as it was published.
    pub value: String,
    /// Who published it.
    pub source: String,
    /// Whether somebody has read it there.
    pub verified: bool,
}

/// Keeps what others measured.
///
/// # Errors
/// When the database fails.
pub async fn insert_history(tx: &mut WriteTx<'_>, point: &History) -> Result<()> {
    sqlx::query(
        "INSERT INTO survey_history (tenant_id, family, year, value, source, verified) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.tenant())
    .bind(point.family.clone())
    .bind(point.year)
    .bind(point.value.clone())
    .bind(point.source.clone())
    .bind(i64::from(point.verified))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// What others measured, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn history(tx: &mut Tx<'_>) -> Result<Vec<History>> {
    let rows: Vec<(String, i64, String, String, i64)> = sqlx::query_as(
        "SELECT family, year, value, source, verified FROM survey_history WHERE tenant_id = $1 \
         ORDER BY family, year",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let point = |(family, year, value, source, verified)| {
        let verified: i64 = verified;
        History { family, year, value, source, verified: verified != 0 }
    };
    Ok(rows.into_iter().map(point).collect())
}

/// Where the first fact of a subject stands in the public log; none before it has a place.
///
/// # Errors
/// When the database fails.
pub async fn position(
    tx: &mut Tx<'_>,
    kind: kernel::fact::SubjectKind,
    id: Uuid,
) -> Result<Option<i64>> {
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT position FROM position WHERE tenant_id = $1 AND subject_kind = $2 \
         AND subject_id = $3 AND seq = 1",
    )
    .bind(tx.tenant())
    .bind(kind.code())
    .bind(bytes(id))
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.map(|(position,)| position))
}
