//! Reports that were begun and never sent do not stay.

use jiff::Timestamp;
use kernel::error::Result;
use kernel::fact::TenantId;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::keys;

use super::{rules, store};

/// Erases drafts that nobody went on with, and says how many.
///
/// # Errors
/// When the rule is missing or the database fails.
pub async fn sweep(app: &App, tenant: TenantId) -> Result<usize> {
    let before = rules::since(app, rules::DRAFT_LIFE, app.db.clock().now())?;
    let mut erased = 0;
    loop {
        let step = app.db.write(tenant, EraseOld { before }).await?;
        erased += step;
        if step == 0 {
            return Ok(erased);
        }
    }
}

#[derive(Clone, Copy)]
struct EraseOld {
    before: Timestamp,
}

impl Command for EraseOld {
    type Output = usize;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<usize> {
        let old = store::old_drafts(tx, self.before).await?;
        for (code, complaint) in &old {
            store::delete_draft(tx, code).await?;
            keys::erase(tx, complaint.uuid()).await?;
        }
        Ok(old.len())
    }
}
