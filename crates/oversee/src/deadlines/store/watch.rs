//! Clocks and what went up.

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::id::ClockId;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use crate::deadlines::ladder::Miss;

/// A clock.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Its id.
    pub id: ClockId,
    /// What it is about.
    pub subject: Subject,
    /// The rule it runs by.
    pub rule: String,
    /// Code of whoever owes.
    pub owner: String,
    /// Since when.
    pub started: Timestamp,
    /// When it runs out; none while it stands still.
    pub due: Option<Timestamp>,
    /// When it was first missed, as far as the journal says.
    pub missed: Option<Timestamp>,
    /// When what was due was done.
    pub ended: Option<Timestamp>,
    /// How far it has gone up.
    pub level: u8,
}

impl Clock {
    /// The miss, when there is one at `now`. At the very instant of `due` there is none yet.
    pub fn miss(&self, now: Timestamp) -> Option<Miss> {
        let silent = self.due.filter(|due| self.ended.is_none() && *due < now);
        let at = self.missed.or(silent)?;
        Some(Miss { at, ended: self.ended })
    }
}

#[derive(FromRow)]
struct Stored {
    clock_id: Vec<u8>,
    subject_kind: String,
    subject_id: Vec<u8>,
    rule: String,
    owner: String,
    started_at: i64,
    due_at: Option<i64>,
    missed_at: Option<i64>,
    ended_at: Option<i64>,
    level: i64,
}

impl Stored {
    fn read(self) -> Result<Clock> {
        let kind = SubjectKind::parse(&self.subject_kind);
        let kind = kind.ok_or_else(|| Error::internal("unknown subject in the database"))?;
        Ok(Clock {
            id: ClockId::from_uuid(uuid(&self.clock_id)?),
            subject: Subject { kind, id: uuid(&self.subject_id)? },
            rule: self.rule,
            owner: self.owner,
            started: from_micros(self.started_at),
            due: self.due_at.map(from_micros),
            missed: self.missed_at.map(from_micros),
            ended: self.ended_at.map(from_micros),
            level: u8::try_from(self.level).map_err(Error::internal)?,
        })
    }
}

const COLUMNS: &str = "SELECT w.clock_id, w.subject_kind, w.subject_id, w.rule, w.owner, \
    w.started_at, w.due_at, w.missed_at, w.ended_at, \
    (SELECT COALESCE(MAX(e.level), 0) FROM deadline_escalation e \
    WHERE e.tenant_id = w.tenant_id AND e.clock_id = w.clock_id) AS level FROM deadline_watch w";

/// The clock of that id, if the projection has seen it.
///
/// # Errors
/// When the database fails.
pub async fn clock(tx: &mut Tx<'_>, id: ClockId) -> Result<Option<Clock>> {
    let sql = format!("{COLUMNS} WHERE w.tenant_id = $1 AND w.clock_id = $2");
    let row: Option<Stored> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(id.to_vec())
        .fetch_optional(tx.conn())
        .await
        .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// Missed clocks that may have reached a level by `now`, at most `most`: those that wait for a look, and
/// open ones that ran out and that nobody has looked at.
///
/// # Errors
/// When the database fails.
pub async fn to_look_at(tx: &mut Tx<'_>, now: Timestamp, most: i64) -> Result<Vec<ClockId>> {
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
        "SELECT n.clock_id FROM deadline_next n JOIN deadline_watch w \
         ON w.tenant_id = n.tenant_id AND w.clock_id = n.clock_id \
         WHERE n.tenant_id = $1 AND n.look_at > 0 AND n.look_at <= $2 \
         AND (w.missed_at IS NOT NULL OR (w.ended_at IS NULL AND w.due_at < $2)) \
         UNION ALL SELECT w.clock_id FROM deadline_watch w \
         WHERE w.tenant_id = $1 AND w.ended_at IS NULL AND w.due_at < $2 AND NOT EXISTS \
         (SELECT 1 FROM deadline_next n WHERE n.tenant_id = w.tenant_id AND n.clock_id = w.clock_id) \
         ORDER BY clock_id LIMIT $3",
    )
    .bind(tx.tenant())
    .bind(now.as_microsecond())
    .bind(most)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.iter().map(|(id,)| uuid(id).map(ClockId::from_uuid)).collect()
}

/// Levels that `clock` went up before.
///
/// # Errors
/// When the database fails.
pub async fn told(tx: &mut Tx<'_>, clock: ClockId) -> Result<Vec<u8>> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "SELECT level FROM deadline_escalation WHERE tenant_id = $1 AND clock_id = $2 \
         ORDER BY level",
    )
    .bind(tx.tenant())
    .bind(clock.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(|(level,)| u8::try_from(level).map_err(Error::internal)).collect()
}

/// Notes that `clock` went up to `level`.
///
/// # Errors
/// Conflict when that was noted before.
pub async fn note(tx: &mut WriteTx<'_>, clock: ClockId, level: u8) -> Result<()> {
    sqlx::query(
        "INSERT INTO deadline_escalation (tenant_id, clock_id, level, escalated_at) \
         VALUES ($1, $2, $3, $4)",
    )
    .bind(tx.tenant())
    .bind(clock.to_vec())
    .bind(i64::from(level))
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Notes when to look at `clock` again; never when there is no such time.
///
/// # Errors
/// When the database fails.
pub async fn set_next(
    tx: &mut WriteTx<'_>,
    clock: ClockId,
    look_at: Option<Timestamp>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO deadline_next (tenant_id, clock_id, look_at) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id, clock_id) DO UPDATE SET look_at = excluded.look_at",
    )
    .bind(tx.tenant())
    .bind(clock.to_vec())
    .bind(look_at.map_or(0, Timestamp::as_microsecond))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Whether the projection has seen every fact of `subject`: otherwise what was due may be done
/// already.
///
/// # Errors
/// When the database fails.
pub async fn is_current(tx: &mut Tx<'_>, subject: Subject) -> Result<bool> {
    let (unseen,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM fact f LEFT JOIN position p ON p.tenant_id = f.tenant_id \
         AND p.subject_kind = f.subject_kind AND p.subject_id = f.subject_id AND p.seq = f.seq \
         WHERE f.tenant_id = $1 AND f.subject_kind = $2 AND f.subject_id = $3 \
         AND (p.position IS NULL OR p.position > COALESCE((SELECT r.position FROM projection r \
         WHERE r.tenant_id = $1 AND r.name = $4), 0))",
    )
    .bind(tx.tenant())
    .bind(subject.kind.code())
    .bind(subject.id.as_bytes().to_vec())
    .bind(crate::deadlines::watch::NAME)
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(unseen == 0)
}

/// Which of the clocks by when they run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// All that are open.
    Any,
    /// Those that ran out.
    Overdue,
    /// Those that run out up to then, and have not yet.
    Until(Timestamp),
}

/// Which clocks a page shows.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Owners that the reader may see; none means all.
    pub seen: Option<Vec<String>>,
    /// Kinds of subjects that the reader may not see.
    pub hidden: Vec<SubjectKind>,
    /// Subjects that the reader may not see.
    pub kept: Vec<Uuid>,
    /// One owner.
    pub owner: Option<String>,
    /// One rule.
    pub rule: Option<String>,
    /// By when.
    pub when: When,
}

impl Filter {
    /// The condition, whose values are bound from `$3` on, and the values. `$2` is now.
    fn condition(&self) -> (String, Vec<String>, i64) {
        let mut values = Vec::new();
        let mut text = String::from("w.tenant_id = $1 AND w.ended_at IS NULL");
        let mut bind = |value: &str| {
            values.push(value.to_owned());
            format!("${}", values.len() + 3)
        };
        if let Some(seen) = &self.seen {
            let marks: Vec<String> = seen.iter().map(|owner| bind(owner)).collect();
            text += &format!(" AND w.owner IN ({})", marks.join(", "));
        }
        for kind in &self.hidden {
            text += &format!(" AND w.subject_kind <> {}", bind(kind.code()));
        }
        if let Some(owner) = &self.owner {
            text += &format!(" AND w.owner = {}", bind(owner));
        }
        if let Some(rule) = &self.rule {
            text += &format!(" AND w.rule = {}", bind(rule));
        }
        if !self.kept.is_empty() {
            // Bound after the texts.
            let from = values.len() + 4;
            let marks: Vec<String> =
                (from..from + self.kept.len()).map(|at| format!("${at}")).collect();
            text += &format!(" AND w.subject_id NOT IN ({})", marks.join(", "));
        }
        let until = match self.when {
            When::Any => {
                text += " AND $3 >= $2";
                i64::MAX
            }
            When::Overdue => {
                text += " AND (w.due_at < $2 OR w.missed_at IS NOT NULL) AND $3 >= $2";
                i64::MAX
            }
            When::Until(end) => {
                text += " AND w.due_at >= $2 AND w.due_at <= $3";
                end.as_microsecond()
            }
        };
        (text, values, until)
    }
}

/// Open clocks, what was missed first, at most `most`.
///
/// # Errors
/// When the database fails.
pub async fn list(
    tx: &mut Tx<'_>,
    filter: &Filter,
    now: Timestamp,
    (skip, most): (i64, i64),
) -> Result<Vec<Clock>> {
    let (condition, values, until) = filter.condition();
    let sql = format!(
        "{COLUMNS} WHERE {condition} ORDER BY CASE WHEN w.missed_at IS NULL THEN \
         COALESCE(w.due_at, 9223372036854775807) ELSE w.missed_at END, w.clock_id \
         LIMIT {most} OFFSET {skip}"
    );
    let mut query = sqlx::query_as::<_, Stored>(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(now.as_microsecond())
        .bind(until);
    for value in values {
        query = query.bind(value);
    }
    for kept in &filter.kept {
        query = query.bind(kept.as_bytes().to_vec());
    }
    let rows = query.fetch_all(tx.conn()).await.map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// Open clocks of one owner and one rule.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Group {
    /// Code of whoever owes.
    pub owner: String,
    /// The rule.
    pub rule: String,
    /// How many.
    pub open: i64,
    /// How many of them were missed.
    pub missed: i64,
}

/// Counts of open clocks by owner and rule.
///
/// # Errors
/// When the database fails.
pub async fn groups(tx: &mut Tx<'_>, filter: &Filter, now: Timestamp) -> Result<Vec<Group>> {
    let (condition, values, until) = filter.condition();
    let sql = format!(
        "SELECT w.owner, w.rule, COUNT(*) AS open, \
         CAST(SUM(CASE WHEN w.due_at < $2 OR w.missed_at IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) \
         AS missed FROM deadline_watch w WHERE {condition} \
         GROUP BY w.owner, w.rule ORDER BY w.owner, w.rule"
    );
    let mut query = sqlx::query_as::<_, Group>(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(now.as_microsecond())
        .bind(until);
    for value in values {
        query = query.bind(value);
    }
    for kept in &filter.kept {
        query = query.bind(kept.as_bytes().to_vec());
    }
    query.fetch_all(tx.conn()).await.map_err(db)
}
