//! Taking batches out of their boxes.

use kernel::error::Result;
use kernel::fact::TenantId;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::vault::SubjectKey;
use uuid::Uuid;

use super::super::boxes;

struct TakeOut {
    round: Uuid,
    batch: Uuid,
    key: SubjectKey,
}

impl Command for TakeOut {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        boxes::take_out(tx, self.round, self.batch, &self.key).await
    }
}

/// Shuffles every batch of a round that holds `least` answers, and destroys its key.
///
/// # Errors
/// When a key cannot be destroyed or the database fails.
pub async fn shuffle(app: &App, tenant: TenantId, round: Uuid, least: usize) -> Result<()> {
    let _alone = app.boxes.taking().await;
    take_out(app, tenant, round, least).await
}

/// As [`shuffle`], for whoever already holds the boxes.
pub(super) async fn take_out(app: &App, tenant: TenantId, round: Uuid, least: usize) -> Result<()> {
    let mut tx = app.db.read(tenant).await?;
    let filled = boxes::filled(&mut tx, round).await?;
    drop(tx);
    for batch in app.boxes.batches(tenant, round)? {
        let held = filled.iter().find(|(one, _)| *one == batch).map_or(0, |(_, held)| *held);
        if held < least {
            continue;
        }
        if let Some(key) = app.boxes.key(tenant, round, batch)? {
            app.db.write(tenant, TakeOut { round, batch, key }).await?;
            app.boxes.destroy(tenant, round, batch)?;
        }
    }
    Ok(())
}
