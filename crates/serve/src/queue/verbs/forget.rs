//! Who had a ticket or an appointment is forgotten after some time: the keys are destroyed.

use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::keys;

use super::super::store;

/// How many one transaction forgets.
const STEP: i64 = 100;

/// Forgets all whose time is over (`queue.retention`); how many. Doing it again changes nothing.
///
/// # Errors
/// When the database fails.
pub async fn forget(app: &App, tenant: TenantId) -> Result<usize> {
    let term = app.rulebook.term("queue.retention", app.today())?;
    let length = SignedDuration::from_hours(24 * i64::from(term.amount));
    let before = app.db.clock().now().checked_sub(length).map_err(Error::internal)?;
    let mut forgotten = 0;
    loop {
        let step = app.db.write(tenant, Forget { before }).await?;
        forgotten += step;
        if step == 0 {
            return Ok(forgotten);
        }
    }
}

#[derive(Clone, Copy)]
struct Forget {
    before: Timestamp,
}

impl Command for Forget {
    type Output = usize;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<usize> {
        let tickets = store::forget_tickets(tx, self.before, STEP).await?;
        let appointments = store::forget_appointments(tx, self.before, STEP).await?;
        let tickets = tickets.into_iter().map(kernel::id::Id::uuid);
        let subjects: Vec<_> =
            tickets.chain(appointments.into_iter().map(kernel::id::Id::uuid)).collect();
        for subject in &subjects {
            keys::erase(tx, *subject).await?;
        }
        Ok(subjects.len())
    }
}
