//! Projection "open_data": files by month, unit, service and channel, from kinds, roles, channels and clocks
//! alone. It counts as the report does (`improve/reform`), so that both say the same.

use futures_util::future::BoxFuture;
use jiff::tz::TimeZone;
use kernel::actor::Role;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, Positioned, SubjectKind};
use platform::db::WriteTx;
use platform::journal::Projection;

use super::counts::Count;
use super::store::{self, Case};

/// Keeps `open_data_case` and `open_data_count`. Months are those of the city's zone.
#[derive(Debug)]
pub struct OpenDataFiles {
    /// The city's zone.
    pub tz: TimeZone,
}

impl Projection for OpenDataFiles {
    fn name(&self) -> &'static str {
        "open_data"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["open_data_case", "open_data_count"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts {
                if fact.subject.kind == SubjectKind::Application {
                    self.one(tx, fact).await?;
                }
            }
            Ok(())
        })
    }
}

impl OpenDataFiles {
    async fn one(&self, tx: &mut WriteTx<'_>, fact: &Positioned) -> Result<()> {
        let id = fact.subject.id;
        if fact.kind == "application.submitted" {
            let case = Case {
                channel: fact.channel.code().to_owned(),
                represented: i64::from(fact.role == Role::Representative),
                ..Case::default()
            };
            return store::keep(tx, id, &case).await;
        }
        let promise = fact.clocks.iter().find(|clock| clock.rule.starts_with("promise/"));
        let returned = fact.kind == "application.returned";
        // A fee or a partner's step beside the file moves the clock too, and answers nothing.
        let own = fact.kind.starts_with("application.");
        if !own || (promise.is_none() && !returned) {
            return Ok(());
        }
        let Some(before) = store::case(tx, id).await? else { return Ok(()) };
        let mut case = before.clone();
        case.returned |= i64::from(returned);
        let day = self.tz.to_datetime(fact.recorded_at).date();
        let month = format!("{:04}-{:02}", day.year(), day.month());
        if let Some(more) = promise.and_then(|moved| changed(fact, moved, &mut case, month)) {
            store::add(tx, &more).await?;
        }
        if case == before { Ok(()) } else { store::keep(tx, id, &case).await }
    }
}

/// What the clock of a promise adds to the counts.
fn changed(fact: &Positioned, moved: &ClockMove, case: &mut Case, month: String) -> Option<Count> {
    match moved.op {
        ClockOp::Start { .. } => {
            case.unit_code.clone_from(&moved.owner);
            case.service = moved.rule.strip_prefix("promise/").unwrap_or_default().to_owned();
            let own = i64::from(case.represented == 0);
            Some(Count { complete: 1, own, ..place(case, month) })
        }
        ClockOp::Stop
            if matches!(fact.kind.as_str(), "application.issued" | "application.refused") =>
        {
            case.on_time = i64::from(moved.due_at.is_none_or(|due| fact.recorded_at <= due));
            case.answered.clone_from(&month);
            let (on_time, returned) = (case.on_time, case.returned);
            Some(Count { answered: 1, on_time, returned, ..place(case, month) })
        }
        _ => None,
    }
}

fn place(case: &Case, month: String) -> Count {
    Count {
        month,
        unit_code: case.unit_code.clone(),
        service: case.service.clone(),
        channel: case.channel.clone(),
        ..Count::default()
    }
}
