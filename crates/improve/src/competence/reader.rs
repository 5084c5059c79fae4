//! Projection "competence": who verified a file and whether it went back after that, from kinds, times
//! and clocks of facts.

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::error::Result;
use kernel::fact::{ClockOp, Positioned, SubjectKind};
use platform::db::WriteTx;
use platform::journal::Projection;

use super::store::files::{self, File};
use crate::reform::rules::month_of;

/// The name under which its position is kept.
pub const NAME: &str = "competence";

/// Keeps `competence_file` and `competence_count`. Months are those of the city's zone.
#[derive(Debug)]
pub struct Competence {
    /// The city's zone.
    pub tz: TimeZone,
}

impl Projection for Competence {
    fn name(&self) -> &'static str {
        NAME
    }

    fn tables(&self) -> &'static [&'static str] {
        &["competence_file", "competence_count"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts.iter().filter(|fact| fact.subject.kind == SubjectKind::Application) {
                self.one(tx, fact).await?;
            }
            Ok(())
        })
    }
}

impl Competence {
    async fn one(&self, tx: &mut WriteTx<'_>, fact: &Positioned) -> Result<()> {
        let Some(act) = fact.kind.strip_prefix("application.") else { return Ok(()) };
        let id = fact.subject.id;
        match act {
            "submitted" => {
                return files::begin(tx, id, fact.channel.code(), micros(fact.recorded_at)).await;
            }
            "completed" | "picked" | "picked_out_of_turn" | "step_finished" | "returned" => {}
            // Nothing comes back after these, and nobody needs to remember the file.
            "withdrawn" | "collected" => return files::forget(tx, id).await,
            _ => return Ok(()),
        }
        let Some(mut file) = files::file(tx, id).await? else { return Ok(()) };
        if file.service.is_empty() {
            file.promised(fact);
        }
        match act {
            "picked" | "picked_out_of_turn" | "step_finished" if file.officer.is_none() => {
                if let Some(officer) = fact.actor {
                    file.officer = Some(officer);
                    file.month = month_of(self.tz.to_datetime(fact.recorded_at).date());
                    files::count(tx, &file, [1, 0, 0]).await?;
                }
            }
            // Before anybody verified it, it went back for what its citizen left out.
            "returned" if file.officer.is_some() => {
                file.returned += 1;
                let [first, second] = [1, 2].map(|times| i64::from(file.returned == times));
                files::count(tx, &file, [0, first, second]).await?;
            }
            _ => {}
        }
        files::keep(tx, id, &file).await
    }
}

fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

impl File {
    /// The clock of the promise tells the service and who owes.
    fn promised(&mut self, fact: &Positioned) {
        for moved in &fact.clocks {
            let service = moved.rule.strip_prefix("promise/");
            if let (Some(service), ClockOp::Start { .. }) = (service, &moved.op) {
                self.service = service.to_owned();
                self.unit.clone_from(&moved.owner);
                self.complete = micros(fact.recorded_at) == self.submitted_at;
            }
        }
    }
}
