//! What happens to missed times and to duties. Each step is one transaction, so the worker may stop
//! after any of them.

mod duty;
mod escalate;
mod follow;

use kernel::error::Result;
use kernel::fact::TenantId;
use platform::App;

pub use duty::{Summon, assign, done, lapse};
pub use escalate::Escalate;
pub use follow::Follow;

use super::store;

/// How many missed clocks one look finds.
const BATCH: i64 = 200;

/// Lets duties arise from the journal and missed times go up. One that cannot, because the calendar ends
/// before its day, keeps no other waiting; it is tried again at the next look.
///
/// # Errors
/// When the database fails.
pub async fn tick(app: &App, tenant: TenantId) -> Result<()> {
    while app.db.write(tenant, Follow { app: app.clone() }).await? {}
    loop {
        let now = app.db.clock().now();
        let mut tx = app.db.read(tenant).await?;
        let clocks = store::to_look_at(&mut tx, now, BATCH).await?;
        drop(tx);
        let mut moved = false;
        for clock in clocks {
            match app.db.write(tenant, Escalate { app: app.clone(), clock }).await {
                Ok(done) => moved |= done,
                Err(error) => tracing::error!(%error, %clock, "a missed time could not go up"),
            }
        }
        if !moved {
            return Ok(());
        }
    }
}
