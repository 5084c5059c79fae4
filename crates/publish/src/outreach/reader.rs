//! Projections "outreach_catalogue" and "outreach_files": what campaigns say and are measured by, from the
//! journal alone.

use futures_util::future::BoxFuture;
use jiff::tz::TimeZone;
use kernel::actor::Role;
use kernel::error::Result;
use kernel::fact::{ClockOp, Positioned};
use kernel::facts::Payload;
use platform::db::WriteTx;
use platform::journal::Projection;

use super::store::seen;

/// Keeps `outreach_service`: the standards as published.
#[derive(Debug)]
pub struct OutreachCatalogue;

impl Projection for OutreachCatalogue {
    fn name(&self) -> &'static str {
        "outreach_catalogue"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["outreach_service"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts {
                match &fact.clear {
                    Some(Payload::StandardPublished(told)) => {
                        seen::publish(tx, told.version, &told.standard).await?;
                    }
                    Some(Payload::StandardWithdrawn(told)) => {
                        seen::withdraw(tx, &told.service, told.version).await?;
                    }
                    _ => {}
                }
            }
            Ok(())
        })
    }
}

/// Gifts that officers reported or refused.
pub const GIFTS: &str = "gifts";
/// Complaints.
pub const COMPLAINTS: &str = "complaints";

/// Keeps `outreach_file` and `outreach_count`. It sees roles, times, units and clocks, and no payload.
#[derive(Debug)]
pub struct OutreachFiles {
    /// The city's zone.
    pub tz: TimeZone,
}

impl Projection for OutreachFiles {
    fn name(&self) -> &'static str {
        "outreach_files"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["outreach_file", "outreach_count"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts {
                self.one(tx, fact).await?;
            }
            Ok(())
        })
    }
}

impl OutreachFiles {
    async fn one(&self, tx: &mut WriteTx<'_>, fact: &Positioned) -> Result<()> {
        let (id, day) = (fact.subject.id, self.tz.to_datetime(fact.recorded_at).date());
        match fact.kind.as_str() {
            "application.submitted" => {
                let represented = fact.role == Role::Representative;
                seen::submit(tx, id, day, represented).await?;
            }
            "mandate.used" => return seen::mandate(tx, id, (true, true)).await,
            "application.taken_over" => return seen::mandate(tx, id, (false, false)).await,
            "gift.reported" | "gift.refused" => {
                let unit = match fact.unit {
                    Some(unit) => seen::unit_code(tx, unit).await?,
                    None => owner(fact).unwrap_or_default().to_owned(),
                };
                return seen::count(tx, (GIFTS, &unit), day).await;
            }
            "complaint.received" => {
                return seen::count(tx, (COMPLAINTS, owner(fact).unwrap_or_default()), day).await;
            }
            _ => {}
        }
        // The promise says for which service and by whom; it may begin with the first fact.
        for moved in &fact.clocks {
            let service = moved.rule.strip_prefix("promise/");
            if let (Some(service), ClockOp::Start { .. }) = (service, &moved.op) {
                seen::complete(tx, id, (service, &moved.owner)).await?;
            }
        }
        Ok(())
    }
}

/// Who owes what the fact began.
fn owner(fact: &Positioned) -> Option<&str> {
    fact.clocks.first().map(|moved| moved.owner.as_str())
}
