//! Projection "reform": counts of each measure by unit and month, from kinds, times, clocks and clear
//! payloads.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::actor::{Channel, Role};
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, Positioned, SubjectKind};
use platform::db::WriteTx;
use platform::journal::Projection;

use super::measures::CLOCKS;
use super::store::{self, Case};

/// An act that was written down later than this after it happened is late, in minutes.
const LATE: i64 = 60;

/// Whether an act was written down well after it is said to have happened.
pub fn is_late(fact: &Positioned) -> bool {
    fact.recorded_at.duration_since(fact.occurred_at).as_mins() > LATE
}

/// Keeps `reform_case`, `reform_missed`, `reform_month` and `reform_count`. Months are those of the city's zone.
#[derive(Debug)]
pub struct Reform {
    /// The city's zone.
    pub tz: TimeZone,
}

impl Projection for Reform {
    fn name(&self) -> &'static str {
        "reform"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["reform_case", "reform_missed", "reform_month", "reform_count"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            let mut spans: BTreeMap<String, (i64, i64)> = BTreeMap::new();
            for fact in facts {
                let month = self.month(fact.recorded_at);
                let span = spans.entry(month.clone()).or_insert((fact.position, fact.position));
                span.1 = fact.position;
                let mut counter = Counter { tx, month };
                if fact.subject.kind == SubjectKind::Application {
                    counter.application(fact).await?;
                } else {
                    counter.other(fact).await?;
                }
                counter.clocks(fact).await?;
            }
            for (month, span) in spans {
                store::extend(tx, &month, span).await?;
            }
            Ok(())
        })
    }
}

impl Reform {
    fn month(&self, at: Timestamp) -> String {
        let day = self.tz.to_datetime(at).date();
        format!("{:04}-{:02}", day.year(), day.month())
    }
}

/// Counts what one fact says.
struct Counter<'a, 't> {
    tx: &'a mut WriteTx<'t>,
    month: String,
}

impl Counter<'_, '_> {
    async fn count(&mut self, measure: &str, unit: &str, value: i64) -> Result<()> {
        store::count(self.tx, (measure, unit, &self.month), 1, value).await
    }

    /// Adds to a count without a new case of it.
    async fn add(&mut self, measure: &str, unit: &str, value: i64) -> Result<()> {
        store::count(self.tx, (measure, unit, &self.month), 0, value).await
    }

    async fn application(&mut self, fact: &Positioned) -> Result<()> {
        let id = fact.subject.id;
        let Some(act) = fact.kind.strip_prefix("application.") else {
            let Some(case) = store::case(self.tx, id).await? else { return Ok(()) };
            return self.beside(fact.kind.as_str(), &case.unit).await;
        };
        if act == "submitted" {
            let alone = fact.role == Role::Citizen && fact.channel != Channel::Counter;
            return store::begin(self.tx, id, fact.role == Role::Representative, alone).await;
        }
        let Some(mut case) = store::case(self.tx, id).await? else { return Ok(()) };
        let promise = fact.clocks.iter().find(|clock| clock.rule.starts_with("promise/"));
        if let Some(ClockMove { op: ClockOp::Start { .. }, owner, .. }) = promise {
            case.unit.clone_from(owner);
            self.count("self-application", owner, i64::from(!case.represented)).await?;
            self.count("unaided", owner, i64::from(case.alone)).await?;
        }
        let unit = case.unit.clone();
        match act {
            "returned" => case.returned = true,
            "picked" => self.count("out-of-turn", &unit, 0).await?,
            "picked_out_of_turn" => self.count("out-of-turn", &unit, 1).await?,
            "step_started" => case.begins(fact),
            "step_finished" => {
                case.ends(fact);
                self.count("written-late", &unit, i64::from(is_late(fact))).await?;
                self.count("partner-steps", &unit, 0).await?;
            }
            _ => {}
        }
        if let Some(ClockMove { op: ClockOp::Stop, due_at, .. }) = promise
            && matches!(act, "issued" | "refused")
        {
            let on_time = due_at.is_none_or(|due| fact.recorded_at <= due);
            self.answered(&case, on_time).await?;
        }
        store::keep(self.tx, id, &case).await
    }

    /// What is no act of the file itself: a fee, or a partner's step.
    async fn beside(&mut self, kind: &str, unit: &str) -> Result<()> {
        match kind {
            "fee.paid" => self.count("fees-waived", unit, 0).await,
            "fee.waived" => self.count("fees-waived", unit, 1).await,
            "partner.step_done" => self.count("partner-steps", unit, 1).await,
            _ => Ok(()),
        }
    }

    async fn answered(&mut self, case: &Case, on_time: bool) -> Result<()> {
        for (measure, value) in [
            ("on-time", i64::from(on_time)),
            ("returned", i64::from(case.returned)),
            ("steps", case.steps),
            ("hands", case.changes + 1),
            ("units", case.moves + 1),
            ("work-minutes", case.minutes),
            ("unwritten", i64::from(case.steps == 0)),
        ] {
            self.count(measure, &case.unit, value).await?;
        }
        Ok(())
    }

    async fn other(&mut self, fact: &Positioned) -> Result<()> {
        match fact.kind.as_str() {
            "complaint.closed" | "complaint.closed_by_override" => {
                self.count("agreed-closing", "", 1).await
            }
            // It follows the closing, and says that nobody agreed.
            "complaint.closed_without_consent" => self.add("agreed-closing", "", -1).await,
            "ticket.served" => self.count("handed-on", "", 0).await,
            "ticket.handed" => self.add("handed-on", "", 1).await,
            "queue.drawn" => self.count("overdrawn", "", 0).await,
            "queue.reassigned" => self.add("overdrawn", "", 1).await,
            "case.opened" => self.count("sanctioned", "", 0).await,
            "case.closed_publicly" => self.add("sanctioned", "", 1).await,
            _ => Ok(()),
        }
    }

    async fn clocks(&mut self, fact: &Positioned) -> Result<()> {
        for moved in &fact.clocks {
            let Some(kept) = CLOCKS.iter().find(|kept| kept.rule == moved.rule) else { continue };
            match moved.op {
                ClockOp::Lapse => {
                    store::miss(self.tx, moved.clock).await?;
                    self.count(kept.measure, &moved.owner, i64::from(!kept.keeping)).await?;
                }
                ClockOp::Stop
                    if fact.kind == kept.done
                        && !store::was_missed(self.tx, moved.clock).await? =>
                {
                    let in_time = moved.due_at.is_none_or(|due| fact.recorded_at <= due);
                    let counts = i64::from(in_time == kept.keeping);
                    self.count(kept.measure, &moved.owner, counts).await?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl Case {
    fn begins(&mut self, fact: &Positioned) {
        self.began_at = Some(fact.occurred_at.as_microsecond());
        if let Some(officer) = fact.actor {
            let officer = officer.to_vec();
            self.changes += i64::from(self.officer.as_ref().is_some_and(|last| *last != officer));
            self.officer = Some(officer);
        }
        if let Some(unit) = fact.unit {
            let place = unit.to_vec();
            self.moves += i64::from(self.place.as_ref().is_some_and(|last| *last != place));
            self.place = Some(place);
        }
    }

    fn ends(&mut self, fact: &Positioned) {
        self.steps += 1;
        if let Some(began) = self.began_at.take() {
            self.minutes += (fact.occurred_at.as_microsecond() - began).max(0) / 60_000_000;
        }
    }
}
