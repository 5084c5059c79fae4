//! The writer. On SQLite one task owns the writing connection and groups waiting commands into one
//! commit: one fsync for all, acknowledged after it. No savepoints (they cost 43 % at 64 commands):
//! when a command of a group fails, the group is rolled back and each is run alone.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use kernel::error::{Kind, Result};
use kernel::fact::TenantId;
use kernel::{Clock, Error};
use sqlx::{AnyConnection, AnyPool, Executor as _};
use tokio::sync::{mpsc, oneshot};

use super::{Command, GROUP, WriteTx, db};
use crate::entropy::Entropy;
use crate::faults::point;

/// Where commands go.
#[derive(Debug)]
pub(super) enum Writer {
    Grouping(mpsc::Sender<Message>),
    Direct(AnyPool),
}

pub(super) enum Message {
    Run(Box<dyn Waiting>),
    Close(oneshot::Sender<()>),
    Hold(oneshot::Sender<Hold>),
}

/// The writer stands still while this is held.
#[derive(Debug)]
pub struct Hold {
    empty: mpsc::Sender<oneshot::Sender<Result<bool>>>,
}

impl Hold {
    /// Moves the write-ahead log into the database file and empties it; false when a reader kept it
    /// open for too long.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn empty_log(&self) -> Result<bool> {
        let (reply, answer) = oneshot::channel();
        let gone = || Error::internal("the writer has stopped");
        self.empty.send(reply).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}

/// A command whose output type the queue does not know.
pub(super) trait Waiting: Send {
    fn tenant(&self) -> TenantId;
    fn run<'t>(&'t mut self, tx: &'t mut WriteTx<'_>) -> BoxFuture<'t, Result<()>>;
    fn acknowledge(self: Box<Self>, outcome: Result<()>);
}

struct Caller<C: Command> {
    tenant: TenantId,
    command: C,
    output: Option<C::Output>,
    reply: oneshot::Sender<Result<C::Output>>,
}

impl<C: Command> Waiting for Caller<C> {
    fn tenant(&self) -> TenantId {
        self.tenant
    }

    fn run<'t>(&'t mut self, tx: &'t mut WriteTx<'_>) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            self.output = Some(guarded(&self.command, tx).await?);
            Ok(())
        })
    }

    fn acknowledge(self: Box<Self>, outcome: Result<()>) {
        let Self { output, reply, .. } = *self;
        let answer = outcome.and_then(|()| {
            output.ok_or_else(|| Error::internal("a committed command has no output"))
        });
        if reply.send(answer).is_err() {
            tracing::debug!("a caller went away before its command was acknowledged");
        }
    }
}

/// A panic inside a command must not take the writer down with it.
async fn guarded<C: Command>(command: &C, tx: &mut WriteTx<'_>) -> Result<C::Output> {
    AssertUnwindSafe(command.run(tx))
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Err(Error::internal("a command panicked")))
}

impl Writer {
    pub(super) fn grouping(conn: AnyConnection, clock: Clock, entropy: Entropy) -> Self {
        let (sender, receiver) = mpsc::channel(1024);
        tokio::spawn(Loop { conn, clock, entropy, positions: BTreeMap::new() }.run(receiver));
        Self::Grouping(sender)
    }

    pub(super) fn direct(pool: AnyPool) -> Self {
        Self::Direct(pool)
    }

    pub(super) async fn run<C: Command>(
        &self,
        tenant: TenantId,
        command: C,
        clock: &Clock,
        entropy: &Entropy,
    ) -> Result<C::Output> {
        match self {
            Self::Grouping(queue) => {
                let (reply, answer) = oneshot::channel();
                let waiting = Caller { tenant, command, output: None, reply };
                let gone = || Error::internal("the writer has stopped");
                queue.send(Message::Run(Box::new(waiting))).await.map_err(|_| gone())?;
                answer.await.map_err(|_| gone())?
            }
            Self::Direct(pool) => direct(pool, tenant, &command, clock, entropy).await,
        }
    }

    pub(super) async fn hold(&self) -> Result<Hold> {
        let Self::Grouping(queue) = self else {
            return Err(Error::internal("PostgreSQL has no writer to hold"));
        };
        let (ready, hold) = oneshot::channel();
        let gone = || Error::internal("the writer has stopped");
        queue.send(Message::Hold(ready)).await.map_err(|_| gone())?;
        hold.await.map_err(|_| gone())
    }

    pub(super) async fn close(&self) {
        match self {
            Self::Grouping(queue) => {
                let (done, wait) = oneshot::channel();
                let sent = queue.send(Message::Close(done)).await.is_ok();
                if sent && wait.await.is_err() {
                    tracing::debug!("the writer had already stopped");
                }
            }
            Self::Direct(pool) => pool.close().await,
        }
    }
}

/// On PostgreSQL: one transaction a command.
async fn direct<C: Command>(
    pool: &AnyPool,
    tenant: TenantId,
    command: &C,
    clock: &Clock,
    entropy: &Entropy,
) -> Result<C::Output> {
    let mut transaction = pool.begin().await.map_err(db)?;
    let mut tx = WriteTx::new(&mut transaction, tenant, clock.now(), entropy.rng()?, None);
    let output = guarded(command, &mut tx).await?;
    point("writer-before-commit");
    transaction.commit().await.map_err(db)?;
    point("writer-after-commit");
    Ok(output)
}

struct Loop {
    conn: AnyConnection,
    clock: Clock,
    entropy: Entropy,
    /// The last position given, by tenant. Forgotten whenever a group is rolled back.
    positions: BTreeMap<TenantId, i64>,
}

impl Loop {
    async fn run(mut self, mut queue: mpsc::Receiver<Message>) {
        let mut inbox = Vec::with_capacity(GROUP);
        while queue.recv_many(&mut inbox, GROUP).await > 0 {
            let mut group = Vec::with_capacity(inbox.len());
            let (mut closing, mut holds) = (None, Vec::new());
            for message in inbox.drain(..) {
                match message {
                    Message::Run(waiting) => group.push(waiting),
                    Message::Close(done) => closing = Some(done),
                    Message::Hold(ready) => holds.push(ready),
                }
            }
            self.commit_group(group).await;
            for ready in holds {
                self.stand_still(ready).await;
            }
            if let Some(done) = closing {
                queue.close();
                if done.send(()).is_err() {
                    tracing::debug!("nobody waits for the writer to stop");
                }
                return;
            }
        }
    }

    /// Waits until the hold is dropped, and empties the log when asked to.
    async fn stand_still(&mut self, ready: oneshot::Sender<Hold>) {
        let (empty, mut asked) = mpsc::channel(1);
        if ready.send(Hold { empty }).is_err() {
            return;
        }
        while let Some(reply) = asked.recv().await {
            let row = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut self.conn);
            let emptied = row.await.map(|(busy, _, _): (i64, i64, i64)| busy == 0).map_err(db);
            if reply.send(emptied).is_err() {
                tracing::debug!("nobody waits for the log to be emptied");
            }
        }
    }

    async fn commit_group(&mut self, mut group: Vec<Box<dyn Waiting>>) {
        if group.is_empty() {
            return;
        }
        metrics::histogram!("bening_commit_group").record(group.len() as f64);
        // Another process (a command, a second server) may have given positions meanwhile.
        let remembered = !self.positions.is_empty();
        match self.try_group(&mut group).await {
            Ok(()) => {
                point("writer-after-commit");
                group.into_iter().for_each(|waiting| waiting.acknowledge(Ok(())));
            }
            Err(error) if group.len() == 1 && !(remembered && error.kind() == Kind::Conflict) => {
                group.into_iter().for_each(|waiting| waiting.acknowledge(Err(error.clone())));
            }
            Err(_) => self.commit_each(group).await,
        }
    }

    async fn commit_each(&mut self, group: Vec<Box<dyn Waiting>>) {
        for waiting in group {
            let mut alone = vec![waiting];
            self.positions.clear();
            let outcome = self.try_group(&mut alone).await;
            for waiting in alone {
                waiting.acknowledge(outcome.clone());
            }
        }
    }

    /// All or nothing: begins, runs every command, commits.
    async fn try_group(&mut self, group: &mut [Box<dyn Waiting>]) -> Result<()> {
        self.conn.execute("BEGIN IMMEDIATE").await.map_err(db)?;
        let ran = self.run_all(group).await;
        let committed = match ran {
            Ok(()) => {
                point("writer-before-commit");
                self.conn.execute("COMMIT").await.map(|_| ()).map_err(db)
            }
            Err(error) => Err(error),
        };
        if committed.is_err() {
            self.positions.clear();
            if let Err(error) = self.conn.execute("ROLLBACK").await {
                tracing::warn!(%error, "a failed group could not be rolled back");
            }
        }
        committed
    }

    async fn run_all(&mut self, group: &mut [Box<dyn Waiting>]) -> Result<()> {
        for waiting in group {
            let (now, rng) = (self.clock.now(), self.entropy.rng()?);
            let positions = Some(&mut self.positions);
            let tenant = waiting.tenant();
            let mut tx = WriteTx::new(&mut self.conn, tenant, now, rng, positions);
            waiting.run(&mut tx).await?;
        }
        Ok(())
    }
}
