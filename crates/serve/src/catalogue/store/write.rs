//! Changes of standards, each with its fact in the same command.

use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::catalogue::{
    FeeSet, StandardApproved, StandardDrafted, StandardPublished, StandardWithdrawn,
};
use kernel::id::{CommandId, Id, UserId};
use kernel::service::Standard;
use platform::db::{WriteTx, db};
use platform::journal::Seal;
use platform::keys;
use platform::vault::{SubjectKey, Vault, sha256};

use super::{by_version, standard, versions};
use crate::catalogue::model::{Act, State, Version};

/// Saves a steward's draft and returns its number. `revision` is the revision of the draft that
/// the steward started from, or `None` when there was no draft. A draft is working paper, so it
/// writes no fact before it is proposed.
///
/// # Errors
/// Conflict when someone else changed the draft meanwhile, or the open version was proposed.
pub async fn save_draft(
    tx: &mut WriteTx<'_>,
    by: UserId,
    text: &Standard,
    revision: Option<i64>,
) -> Result<i64> {
    let known = versions(tx, &text.code).await?;
    let newest = known.first().ok_or_else(Error::not_found)?;
    if !newest.state.is_open() {
        let draft = Version {
            version: newest.version + 1,
            state: State::Draft,
            standard: std::sync::Arc::new(text.clone()),
            ended_on: None,
            editors: vec![by],
            approved_by: None,
            note: String::new(),
            revision: 1,
            changed_at: tx.now(),
        };
        if revision.is_some() {
            return Err(Error::conflict("error-changed-meanwhile"));
        }
        insert(tx, &draft).await?;
        return Ok(draft.version);
    }
    if newest.state != State::Draft {
        return Err(Error::conflict("catalogue-error-not-editable"));
    }
    let mut draft = newest.clone();
    draft.standard = std::sync::Arc::new(text.clone());
    if !draft.editors.contains(&by) {
        draft.editors.push(by);
    }
    update(tx, &draft, revision.unwrap_or_default()).await?;
    Ok(draft.version)
}

/// Does `act` with a version, as the account of `actor`, on the day `today`, and writes its fact.
///
/// # Errors
/// Not found when there is no such version; whatever [`Version::after`] refuses with.
pub async fn take(
    tx: &mut WriteTx<'_>,
    vault: &Vault,
    actor: Actor,
    code: &str,
    version: i64,
    act: &Act,
    today: Date,
) -> Result<()> {
    let by = actor.user.ok_or_else(|| Error::internal("an act without an account"))?;
    let found = by_version(tx, code, version).await?.ok_or_else(Error::not_found)?;
    let next = found.after(act, by, today)?;
    let payloads = match act {
        Act::Propose => vec![Payload::StandardDrafted(StandardDrafted { v: 1, version })],
        Act::Approve => vec![Payload::StandardApproved(StandardApproved { v: 1, version })],
        Act::TurnDown(_) | Act::Withdraw(_) => {
            let service = code.to_owned();
            vec![Payload::StandardWithdrawn(StandardWithdrawn { v: 1, service, version })]
        }
        Act::Publish(_) => published(tx, version, &next.standard).await?,
    };
    let key = keys::find(tx, vault, by.uuid()).await?;
    update(tx, &next, found.revision).await?;
    append(tx, code, actor, payloads, key.as_ref()).await
}

/// Publishes `standards` as they stand in a decree, in one command: what `init` and the loader of
/// a synthetic year do. Each becomes the next version of its service, from its own first day on.
///
/// # Errors
/// When the database fails.
pub async fn publish_seed(tx: &mut WriteTx<'_>, standards: &[Standard]) -> Result<()> {
    for text in standards {
        let newest = versions(tx, &text.code).await?.first().map(|known| known.version);
        if newest.is_none() {
            add_service(tx, &text.code).await?;
        }
        let version = Version {
            version: newest.unwrap_or(0) + 1,
            state: State::Published,
            standard: std::sync::Arc::new(text.clone()),
            ended_on: None,
            editors: Vec::new(),
            approved_by: None,
            note: String::new(),
            revision: 1,
            changed_at: tx.now(),
        };
        let payloads = published(tx, version.version, text).await?;
        insert(tx, &version).await?;
        append(tx, &text.code, Actor::system(), payloads, None).await?;
    }
    Ok(())
}

/// The facts of a publication: the text, and the fee where it is a new one. Asked before the
/// version itself is in the table.
async fn published(tx: &mut WriteTx<'_>, version: i64, text: &Standard) -> Result<Vec<Payload>> {
    let before = standard(tx, &text.code, text.valid_from).await?;
    let standard = text.clone();
    let whole = StandardPublished { v: 1, version, standard };
    let mut payloads = vec![Payload::StandardPublished(Box::new(whole))];
    if before.is_none_or(|known| known.standard.fee != text.fee) {
        let (service, fee, from) = (text.code.clone(), text.fee, text.valid_from);
        payloads.push(Payload::FeeSet(FeeSet { v: 1, service, fee, from }));
    }
    Ok(payloads)
}

async fn add_service(tx: &mut WriteTx<'_>, code: &str) -> Result<()> {
    let now = tx.now();
    let id: Id<kernel::id::Standard> = Id::new(now, tx.rng());
    sqlx::query("INSERT INTO service (tenant_id, service_id, code, seq) VALUES ($1, $2, $3, 0)")
        .bind(tx.tenant())
        .bind(id.to_vec())
        .bind(code.to_owned())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}

/// Appends the facts of one act to the service, and keeps the number of the last one.
async fn append(
    tx: &mut WriteTx<'_>,
    code: &str,
    actor: Actor,
    payloads: Vec<Payload>,
    key: Option<&SubjectKey>,
) -> Result<()> {
    let (subject, mut seq) = service(tx, code).await?;
    let now = tx.now();
    let command = CommandId::new(now, tx.rng());
    for payload in payloads {
        seq += 1;
        let seal = match (payload.is_clear(), key) {
            (true, _) => Seal::Clear,
            (false, Some(key)) => Seal::Under(key),
            (false, None) => return Err(Error::internal("the acting account has no key")),
        };
        let clocks = Vec::new();
        let fact = NewFact { subject, command, occurred_at: now, actor, clocks, payload };
        tx.append(&fact, seq, seal).await?;
    }
    sqlx::query("UPDATE service SET seq = $3 WHERE tenant_id = $1 AND service_id = $2")
        .bind(tx.tenant())
        .bind(subject.id.as_bytes().to_vec())
        .bind(seq)
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}

/// The service as the subject of facts, and the number of its last one.
async fn service(tx: &mut WriteTx<'_>, code: &str) -> Result<(Subject, i64)> {
    let (id, seq): (Vec<u8>, i64) =
        sqlx::query_as("SELECT service_id, seq FROM service WHERE tenant_id = $1 AND code = $2")
            .bind(tx.tenant())
            .bind(code.to_owned())
            .fetch_one(tx.conn())
            .await
            .map_err(db)?;
    let id = uuid::Uuid::from_slice(&id).map_err(Error::internal)?;
    Ok((Subject { kind: SubjectKind::Service, id }, seq))
}

/// Body and digest of a text.
fn body(text: &Standard) -> Result<(String, Vec<u8>)> {
    let body = serde_json::to_string(text).map_err(Error::internal)?;
    let digest = sha256(body.as_bytes()).to_vec();
    Ok((body, digest))
}

async fn insert(tx: &mut WriteTx<'_>, version: &Version) -> Result<()> {
    let (body, digest) = body(&version.standard)?;
    sqlx::query(
        "INSERT INTO standard (tenant_id, code, version, state, valid_from, ended_on, body, \
         digest, editors, approved_by, note, revision, changed_at) \
         VALUES ($1, $2, $3, $4, $5, NULL, $6, $7, $8, NULL, $9, $10, $11)",
    )
    .bind(tx.tenant())
    .bind(version.standard.code.clone())
    .bind(version.version)
    .bind(version.state.code())
    .bind(version.standard.valid_from.to_string())
    .bind(body)
    .bind(digest)
    .bind(serde_json::to_string(&version.editors).map_err(Error::internal)?)
    .bind(version.note.clone())
    .bind(version.revision)
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Writes `next` over the row that still has the revision `was`.
async fn update(tx: &mut WriteTx<'_>, next: &Version, was: i64) -> Result<()> {
    let (body, digest) = body(&next.standard)?;
    let done = sqlx::query(
        "UPDATE standard SET state = $4, valid_from = $5, ended_on = $6, body = $7, digest = $8, \
         editors = $9, approved_by = $10, note = $11, changed_at = $12, revision = revision + 1 \
         WHERE tenant_id = $1 AND code = $2 AND version = $3 AND revision = $13",
    )
    .bind(tx.tenant())
    .bind(next.standard.code.clone())
    .bind(next.version)
    .bind(next.state.code())
    .bind(next.standard.valid_from.to_string())
    .bind(next.ended_on.map(|day| day.to_string()))
    .bind(body)
    .bind(digest)
    .bind(serde_json::to_string(&next.editors).map_err(Error::internal)?)
    .bind(next.approved_by.map(|user| user.to_vec()))
    .bind(next.note.clone())
    .bind(tx.now().as_microsecond())
    .bind(was)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 0 {
        return Err(Error::conflict("error-changed-meanwhile"));
    }
    Ok(())
}
