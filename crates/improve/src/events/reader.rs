//! Projection "process_events": files and what was done with them, from facts of applications,
//! unopened, and from published standards.

use futures_util::future::BoxFuture;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, Positioned, SubjectKind};
use kernel::facts::Payload;
use platform::db::WriteTx;
use platform::journal::Projection;

use super::store::{self, Change};

/// The name under which its position is kept.
pub const NAME: &str = "process_events";

/// Keeps `process_case`, `process_event`, `process_actor` and `process_service`.
#[derive(Debug)]
pub struct ProcessEvents;

impl Projection for ProcessEvents {
    fn name(&self) -> &'static str {
        NAME
    }

    fn tables(&self) -> &'static [&'static str] {
        &["process_case", "process_event", "process_actor", "process_service"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts {
                if let Some(Payload::StandardPublished(published)) = &fact.clear {
                    store::offer(tx, &published.standard).await?;
                }
                if fact.subject.kind == SubjectKind::Application {
                    one(tx, fact).await?;
                }
            }
            Ok(())
        })
    }
}

async fn one(tx: &mut WriteTx<'_>, fact: &Positioned) -> Result<()> {
    let Some(act) = fact.kind.strip_prefix("application.") else { return Ok(()) };
    if act == "submitted" {
        store::begin(tx, fact).await?;
    }
    for moved in &fact.clocks {
        if let Some(service) = moved.rule.strip_prefix("promise/") {
            promise(tx, fact, moved, service, act).await?;
        }
    }
    let measured = fact.clocks.iter().find(|moved| matches!(moved.op, ClockOp::Measure));
    // Facts from before steps were measured name none.
    let step = measured.map_or("step", |moved| moved.rule.as_str());
    match act {
        "step_started" => store::step_begins(tx, fact, step).await,
        "step_finished" => store::step_ends(tx, fact, step).await,
        "picked_out_of_turn" => store::event(tx, fact, "picked").await,
        "submitted" | "completed" | "picked" | "returned" | "supplemented" | "approved"
        | "refused" | "issued" | "collected" | "withdrawn" | "deemed_granted" => {
            store::event(tx, fact, act).await
        }
        // Who is drawn, told or reminded does nothing to the file.
        _ => Ok(()),
    }
}

/// What the clock of a service's promise says.
async fn promise(
    tx: &mut WriteTx<'_>,
    fact: &Positioned,
    moved: &ClockMove,
    service: &str,
    act: &str,
) -> Result<()> {
    let due = moved.due_at.map(|due| due.as_microsecond());
    let at = fact.occurred_at.as_microsecond();
    let change = match &moved.op {
        ClockOp::Start { .. } => {
            Change::Ready { service: service.to_owned(), unit: moved.owner.clone(), at, due }
        }
        ClockOp::Pause { .. } => Change::Paused { at },
        ClockOp::Resume => Change::Resumed { at, due },
        ClockOp::Stop if matches!(act, "issued" | "refused") => {
            let on_time = moved.due_at.is_none_or(|due| fact.recorded_at <= due);
            Change::Done { at, on_time }
        }
        ClockOp::Stop if act == "withdrawn" => Change::Left,
        ClockOp::Stop | ClockOp::Lapse | ClockOp::Measure => return Ok(()),
    };
    store::change(tx, fact.subject.id, &change).await
}
