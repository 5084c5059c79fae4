//! Projection "reform": counts of each measure by unit and month, from kinds, times, clocks and clear
//! payloads.

mod file;
mod others;

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::error::Result;
use kernel::fact::{ClockOp, Positioned, SubjectKind};
use kernel::rulebook::{Rulebook, RulebookError};
use platform::db::WriteTx;
use platform::journal::Projection;

use super::measures::CLOCKS;
use super::store;

/// An act that was written down later than this after it happened is late, in minutes.
const LATE: i64 = 60;

/// Whether an act was written down well after it is said to have happened.
pub fn is_late(fact: &Positioned) -> bool {
    fact.recorded_at.duration_since(fact.occurred_at).as_mins() > LATE
}

/// Keeps the tables `reform_…`. Months are those of the city's zone.
#[derive(Debug)]
pub struct Reform {
    /// The city's zone.
    pub tz: TimeZone,
    /// What the city calls by which name.
    pub words: Words,
}

/// Codes that mean something to measures.
#[derive(Clone, Debug, Default)]
pub struct Words {
    held: Vec<String>,
    signatures: Vec<String>,
}

impl Words {
    /// As the rules of a day have them: the projection is read by one list, also over what is past.
    ///
    /// # Errors
    /// When a rule is missing.
    pub fn of(rulebook: &Rulebook, day: jiff::civil::Date) -> Result<Self, RulebookError> {
        let list = |code: &str| {
            let text = rulebook.text(code, day)?;
            Ok(text.split_whitespace().map(str::to_owned).collect())
        };
        Ok(Self { held: list("improve.held_documents")?, signatures: list("improve.signatures")? })
    }

    /// Whether a paper was issued by the city or another authority, which therefore has it already.
    pub fn is_held(&self, document: &str) -> bool {
        self.held.iter().any(|one| one == document)
    }

    /// Whether a step is somebody's signature.
    pub fn is_signature(&self, step: &str) -> bool {
        self.signatures.iter().any(|one| one == step)
    }
}

impl Projection for Reform {
    fn name(&self) -> &'static str {
        "reform"
    }

    fn tables(&self) -> &'static [&'static str] {
        &[
            "reform_case",
            "reform_missed",
            "reform_month",
            "reform_count",
            "reform_standard",
            "reform_touch",
        ]
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
                let mut counter = Counter { tx, month, words: &self.words };
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
    words: &'a Words,
}

impl Counter<'_, '_> {
    async fn count(&mut self, measure: &str, unit: &str, value: i64) -> Result<()> {
        self.add_of((measure, unit), 1, value).await
    }

    /// Adds to a count without a new case of it.
    async fn add(&mut self, measure: &str, unit: &str, value: i64) -> Result<()> {
        self.add_of((measure, unit), 0, value).await
    }

    async fn add_of(&mut self, (measure, unit): (&str, &str), n: i64, value: i64) -> Result<()> {
        store::count(self.tx, (measure, unit, &self.month), n, value).await
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
