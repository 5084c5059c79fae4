//! What a reader and a command hold: a connection bound to one tenant.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

use jiff::Timestamp;
use kernel::fact::TenantId;
use rand_chacha::ChaCha20Rng;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection};

enum Conn<'c> {
    Owned(PoolConnection<Any>),
    Borrowed(&'c mut AnyConnection),
}

/// A connection bound to one tenant. There is no query without it.
pub struct Tx<'c> {
    conn: Conn<'c>,
    tenant: TenantId,
}

impl<'c> Tx<'c> {
    pub(super) fn owned(conn: PoolConnection<Any>, tenant: TenantId) -> Tx<'static> {
        Tx { conn: Conn::Owned(conn), tenant }
    }

    fn borrowed(conn: &'c mut AnyConnection, tenant: TenantId) -> Self {
        Self { conn: Conn::Borrowed(conn), tenant }
    }

    /// The tenant, to bind as the first parameter of every statement.
    pub fn tenant(&self) -> i64 {
        self.tenant.0
    }

    /// The tenant as a typed id.
    pub fn tenant_id(&self) -> TenantId {
        self.tenant
    }

    /// The connection, for a statement in a `store.rs`.
    pub fn conn(&mut self) -> &mut AnyConnection {
        match &mut self.conn {
            Conn::Owned(conn) => conn,
            Conn::Borrowed(conn) => conn,
        }
    }
}

/// A transaction that a command writes in. It also carries the instant and the randomness of the
/// command, so that a command asks no one else for them.
pub struct WriteTx<'c> {
    tx: Tx<'c>,
    now: Timestamp,
    replayed: bool,
    rng: ChaCha20Rng,
    /// The last position given, by tenant; `None` on PostgreSQL, where the positioner gives them.
    pub(crate) positions: Option<&'c mut BTreeMap<TenantId, i64>>,
}

impl<'c> WriteTx<'c> {
    pub(super) fn new(
        conn: &'c mut AnyConnection,
        tenant: TenantId,
        now: Timestamp,
        rng: ChaCha20Rng,
        positions: Option<&'c mut BTreeMap<TenantId, i64>>,
    ) -> Self {
        Self { tx: Tx::borrowed(conn, tenant), now, replayed: false, rng, positions }
    }

    /// The instant of this command.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Moves the command's instant: only the loader of a synthetic year does this, which brings
    /// many past acts in one transaction.
    pub fn replay_at(&mut self, at: Timestamp) {
        self.now = at;
        self.replayed = true;
    }

    /// Whether this command brings past acts, of which nobody is to be told any more.
    pub fn is_replayed(&self) -> bool {
        self.replayed
    }

    /// Forgets the last position that was given, after positions were moved.
    pub fn forget_positions(&mut self) {
        let tenant = self.tenant_id();
        if let Some(positions) = &mut self.positions {
            positions.remove(&tenant);
        }
    }

    /// The command's randomness.
    pub fn rng(&mut self) -> &mut ChaCha20Rng {
        &mut self.rng
    }
}

impl<'c> Deref for WriteTx<'c> {
    type Target = Tx<'c>;
    fn deref(&self) -> &Tx<'c> {
        &self.tx
    }
}

impl<'c> DerefMut for WriteTx<'c> {
    fn deref_mut(&mut self) -> &mut Tx<'c> {
        &mut self.tx
    }
}
