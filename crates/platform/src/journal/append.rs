//! Appending a fact: seal or not, commit to it, give it its place.

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{NewFact, TenantId};
use kernel::id::FactId;
use rand::Rng as _;
use serde::Serialize;

use crate::db::{WriteTx, db};
use crate::vault::{SubjectKey, mac};

/// How a fact's payload is kept.
#[derive(Clone, Copy, Debug)]
pub enum Seal<'k> {
    /// Readable by all: only for kinds that the vocabulary marks clear.
    Clear,
    /// Under the key of a person.
    Under(&'k SubjectKey),
}

/// The fact as it is committed to: every member, in canonical JSON (RFC 8785).
#[derive(Serialize)]
struct Committed<'f> {
    v: u8,
    tenant: TenantId,
    id: FactId,
    seq: i64,
    recorded_at: i64,
    occurred_at: i64,
    subject: kernel::fact::Subject,
    command: kernel::id::CommandId,
    actor: kernel::actor::Actor,
    clocks: &'f [kernel::fact::ClockMove],
    payload: &'f kernel::facts::Payload,
}

/// The canonical bytes of a fact, over which its leaf is computed.
///
/// # Errors
/// Only when serde cannot write the fact, which would be a fault of ours.
pub fn canonical(
    tenant: TenantId,
    id: FactId,
    seq: i64,
    recorded_at: Timestamp,
    fact: &NewFact,
) -> Result<Vec<u8>> {
    let committed = Committed {
        v: 1,
        tenant,
        id,
        seq,
        recorded_at: recorded_at.as_microsecond(),
        occurred_at: fact.occurred_at.as_microsecond(),
        subject: fact.subject,
        command: fact.command,
        actor: fact.actor,
        clocks: &fact.clocks,
        payload: &fact.payload,
    };
    serde_json_canonicalizer::to_vec(&committed).map_err(Error::internal)
}

impl WriteTx<'_> {
    /// Appends `fact` as number `seq` of its subject. The caller read `seq - 1`; if someone was
    /// faster, the key is taken and the command is refused as a conflict.
    ///
    /// The leaf is HMAC-SHA256(r, canonical bytes), with `r` 256 fresh random bits. Sealed kinds
    /// store the payload and `r` encrypted under the subject's key, and the leaf stays when the key
    /// is gone. Clear kinds store both as they are: the log shows their payload, and the leaf binds
    /// the rest of the fact (its time, its actor) without telling it.
    ///
    /// # Errors
    /// Conflict when the number is taken; internal when a sealed kind comes without a key.
    pub async fn append(&mut self, fact: &NewFact, seq: i64, seal: Seal<'_>) -> Result<FactId> {
        let now = self.now();
        let id = FactId::new(now, self.rng());
        let bytes = canonical(self.tenant_id(), id, seq, now, fact)?;
        let plain = fact.payload.canonical()?;
        let stored = match (seal, fact.payload.is_clear()) {
            (Seal::Clear, true) => self.clear(plain, &bytes),
            (Seal::Under(key), false) => self.sealed(key, &plain, &bytes)?,
            (_, clear) => {
                let kind = fact.payload.kind();
                return Err(Error::internal(format!(
                    "{kind} is clear={clear} and was not kept so"
                )));
            }
        };
        self.insert_fact(id, seq, fact, stored).await?;
        self.give_place(id, seq, fact).await?;
        Ok(id)
    }

    fn clear(&mut self, plain: Vec<u8>, bytes: &[u8]) -> Stored {
        let r = self.salt();
        Stored { key: None, payload: plain, salt: r.to_vec(), leaf: mac(&r, &[bytes]) }
    }

    fn sealed(&mut self, key: &SubjectKey, plain: &[u8], bytes: &[u8]) -> Result<Stored> {
        let r = self.salt();
        Ok(Stored {
            key: Some(key.subject().as_bytes().to_vec()),
            payload: key.seal("fact.payload", plain, self.rng())?,
            salt: key.seal("fact.salt", &r, self.rng())?,
            leaf: mac(&r, &[bytes]),
        })
    }

    fn salt(&mut self) -> [u8; 32] {
        let mut r = [0u8; 32];
        self.rng().fill_bytes(&mut r);
        r
    }

    async fn insert_fact(
        &mut self,
        id: FactId,
        seq: i64,
        fact: &NewFact,
        stored: Stored,
    ) -> Result<()> {
        let clocks = serde_json::to_string(&fact.clocks).map_err(Error::internal)?;
        sqlx::query(
            "INSERT INTO fact (tenant_id, subject_kind, subject_id, seq, fact_id, kind, command_id, \
             recorded_at, occurred_at, actor_id, role, unit_id, channel, clocks, key_id, payload, \
             salt, leaf) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        )
        .bind(self.tenant())
        .bind(fact.subject.kind.code())
        .bind(fact.subject.id.as_bytes().to_vec())
        .bind(seq)
        .bind(id.to_vec())
        .bind(fact.payload.kind())
        .bind(fact.command.to_vec())
        .bind(self.now().as_microsecond())
        .bind(fact.occurred_at.as_microsecond())
        .bind(fact.actor.user.map(|user| user.to_vec()))
        .bind(fact.actor.role.code())
        .bind(fact.actor.unit.map(|unit| unit.to_vec()))
        .bind(fact.actor.channel.code())
        .bind(clocks)
        .bind(stored.key)
        .bind(stored.payload)
        .bind(stored.salt)
        .bind(stored.leaf.to_vec())
        .execute(self.conn())
        .await
        .map_err(db)?;
        Ok(())
    }

    /// On SQLite the position itself; on PostgreSQL a note for the positioner.
    async fn give_place(&mut self, id: FactId, seq: i64, fact: &NewFact) -> Result<()> {
        let tenant = self.tenant_id();
        let Some(position) = self.next_position(tenant).await? else {
            sqlx::query(
                "INSERT INTO fact_pending (tenant_id, fact_id, subject_kind, subject_id, seq) \
                 VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(tenant.0)
            .bind(id.to_vec())
            .bind(fact.subject.kind.code())
            .bind(fact.subject.id.as_bytes().to_vec())
            .bind(seq)
            .execute(self.conn())
            .await
            .map_err(db)?;
            return Ok(());
        };
        sqlx::query(
            "INSERT INTO position (tenant_id, position, subject_kind, subject_id, seq) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(tenant.0)
        .bind(position)
        .bind(fact.subject.kind.code())
        .bind(fact.subject.id.as_bytes().to_vec())
        .bind(seq)
        .execute(self.conn())
        .await
        .map_err(db)?;
        Ok(())
    }

    async fn next_position(&mut self, tenant: TenantId) -> Result<Option<i64>> {
        let known = match &self.positions {
            None => return Ok(None),
            Some(positions) => positions.get(&tenant).copied(),
        };
        let last = match known {
            Some(last) => last,
            None => super::last_position(self).await?,
        };
        if let Some(positions) = &mut self.positions {
            positions.insert(tenant, last + 1);
        }
        Ok(Some(last + 1))
    }
}

struct Stored {
    key: Option<Vec<u8>>,
    payload: Vec<u8>,
    salt: Vec<u8>,
    leaf: [u8; 32],
}
