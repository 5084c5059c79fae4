//! Projection "work_changes": trials of better ways of working, from clear facts alone.

use futures_util::future::BoxFuture;
use kernel::error::Result;
use kernel::fact::Positioned;
use kernel::facts::Payload;
use platform::db::WriteTx;
use platform::journal::Projection;

use super::store;

/// Keeps `work_change`.
#[derive(Debug)]
pub struct WorkChanges;

impl Projection for WorkChanges {
    fn name(&self) -> &'static str {
        "work_changes"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["work_change"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts {
                match &fact.clear {
                    Some(Payload::TrialStarted(started)) => {
                        store::begin(tx, fact.subject.id, started).await?;
                    }
                    Some(Payload::TrialEnded(ended)) => {
                        store::end(tx, fact.subject.id, ended.kept).await?;
                    }
                    _ => {}
                }
            }
            Ok(())
        })
    }
}
