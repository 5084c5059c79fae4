//! Projection "waiting_rooms": who waited from when to when, from kinds, times and clocks alone.

use futures_util::future::BoxFuture;
use jiff::tz::TimeZone;
use kernel::error::Result;
use kernel::fact::{Positioned, SubjectKind};
use platform::db::WriteTx;
use platform::journal::Projection;

use super::store::waiting;

/// Keeps `waiting_visit` and `waiting_hour`.
#[derive(Debug)]
pub struct WaitingRooms {
    /// Of the city.
    pub tz: TimeZone,
}

impl Projection for WaitingRooms {
    fn name(&self) -> &'static str {
        "waiting_rooms"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["waiting_visit", "waiting_hour"]
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

impl WaitingRooms {
    async fn one(&self, tx: &mut WriteTx<'_>, fact: &Positioned) -> Result<()> {
        let (ticket, at) = (fact.subject.id, fact.occurred_at.as_microsecond());
        match fact.kind.as_str() {
            "ticket.taken" => {
                // Facts from before tickets were measured name no unit.
                let Some(moved) = fact.clocks.first() else { return Ok(()) };
                let local = self.tz.to_datetime(fact.occurred_at);
                let when = (local.date(), i64::from(local.hour()), at);
                waiting::come(tx, ticket, &moved.owner, when).await
            }
            "ticket.called" => waiting::go(tx, ticket, at, true).await,
            "ticket.left" => waiting::go(tx, ticket, at, false).await,
            _ => Ok(()),
        }
    }
}
