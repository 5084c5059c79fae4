//! Projection "counter_visits".

use futures_util::future::BoxFuture;
use jiff::tz::TimeZone;
use kernel::error::Result;
use kernel::fact::{Positioned, SubjectKind};
use platform::db::WriteTx;
use platform::journal::Projection;

use super::store;

/// Keeps `counter_visit`.
#[derive(Debug)]
pub struct CounterVisits {
    /// Of the city.
    pub tz: TimeZone,
}

impl Projection for CounterVisits {
    fn name(&self) -> &'static str {
        "counter_visits"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["counter_visit"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts.iter().filter(|fact| fact.subject.kind == SubjectKind::Ticket) {
                self.one(tx, fact).await?;
            }
            Ok(())
        })
    }
}

impl CounterVisits {
    async fn one(&self, tx: &mut WriteTx<'_>, fact: &Positioned) -> Result<()> {
        let at = fact.occurred_at.as_microsecond();
        match fact.kind.as_str() {
            "ticket.taken" => {
                // Facts from before tickets were measured name no unit.
                let Some(moved) = fact.clocks.first() else { return Ok(()) };
                let local = self.tz.to_datetime(fact.occurred_at);
                let when = (local.date(), i64::from(local.hour()));
                store::come(tx, fact.subject.id, &moved.owner, when).await
            }
            "ticket.called" => store::call(tx, fact.subject.id, at).await,
            "ticket.served" => store::serve(tx, fact.subject.id, at).await,
            _ => Ok(()),
        }
    }
}
