//! A file is held, so that a planner sees what it says before anything is kept.

use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use kernel::error::Result;
use kernel::id::CommandId;
use platform::App;
use platform::db::{Command, WriteTx};
use uuid::Uuid;

use super::super::store;

/// Holds a file. It is no act yet and writes no fact.
#[derive(Clone)]
pub struct Hold {
    /// The city.
    pub app: App,
    /// What the file says.
    pub body: String,
}

impl Command for Hold {
    type Output = Uuid;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Uuid> {
        let now: Timestamp = tx.now();
        let day = self.app.tz().to_datetime(now).date();
        let days = self.app.rulebook.count("procurement.file_days", day)?;
        let before =
            now.checked_sub(SignedDuration::from_hours(24 * days)).map_err(Error::internal)?;
        let id = CommandId::new(now, tx.rng()).uuid();
        store::hold(tx, id, &self.body, before).await?;
        Ok(id)
    }
}
