//! Follows applications through the journal: what each unit answered, from the clocks of facts alone.

use futures_util::future::BoxFuture;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::error::Result;
use kernel::fact::{ClockOp, Positioned};
use platform::db::WriteTx;
use platform::journal::Projection;

use super::store;

/// Before the code of a service in the rule of its promise.
const PROMISE: &str = "promise/";

/// The projection `value`. Months are those of the city's zone.
#[derive(Debug)]
pub struct AnsweredCases {
    /// The city's zone.
    pub tz: TimeZone,
}

impl Projection for AnsweredCases {
    fn name(&self) -> &'static str {
        "value"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["value_case"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts {
                if !matches!(fact.kind.as_str(), "application.issued" | "application.refused") {
                    continue;
                }
                for moved in &fact.clocks {
                    let service = moved.rule.strip_prefix(PROMISE);
                    if let (Some(service), ClockOp::Stop) = (service, &moved.op) {
                        let on_time = moved.due_at.is_none_or(|due| fact.recorded_at <= due);
                        let month = month(self.tz.to_datetime(fact.recorded_at).date());
                        store::count(tx, (&moved.owner, service, &month), on_time).await?;
                    }
                }
            }
            Ok(())
        })
    }
}

/// A month as it is stored: `2026-03`.
pub fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}
