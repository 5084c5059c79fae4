//! A report is published, or its day passes without one. Both are done by the server itself.

use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::scorecard::{Finding, ScorecardPublished, ScorecardSkipped};
use kernel::id::{CommandId, ScorecardId};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::journal::Seal;

use super::model::{Period, Report};
use super::{rules, store};

/// Days from the end of a period to its report.
const DAYS: &str = "scorecard.days";

/// Days from the end of a period to its report.
///
/// # Errors
/// When the rule is not there.
pub fn days(app: &App, today: Date) -> Result<i64> {
    Ok(app.rulebook.count(DAYS, today)?)
}

/// Publishes what was found of a period. A period that has its report keeps it.
#[derive(Clone)]
pub struct Publish {
    /// The city.
    pub app: App,
    /// The period.
    pub period: Period,
    /// What was found.
    pub findings: Vec<Finding>,
    /// The first and the last entry of the log in the period.
    pub entries: Option<(i64, i64)>,
}

impl Command for Publish {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        if store::of(tx, self.period).await?.is_some() {
            return Ok(());
        }
        let today = self.app.tz().to_datetime(tx.now()).date();
        let due = rules::due(self.period, days(&self.app, today)?);
        let late = due.until(today).map_or(0, |span| i64::from(span.get_days()));
        let said = ScorecardPublished {
            v: 1,
            period: self.period.to_string(),
            due,
            late_days: late.max(0),
            findings: self.findings.clone(),
            entries: self.entries,
        };
        let id = append(tx, Payload::ScorecardPublished(said.clone())).await?;
        store::insert(tx, id, &Report { period: self.period, due, said: Some(said) }).await
    }
}

/// Says that a period has no report.
#[derive(Clone)]
pub struct Skip {
    /// The city.
    pub app: App,
    /// The period.
    pub period: Period,
}

impl Command for Skip {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        if store::of(tx, self.period).await?.is_some() {
            return Ok(());
        }
        let today = self.app.tz().to_datetime(tx.now()).date();
        let due = rules::due(self.period, days(&self.app, today)?);
        let said = ScorecardSkipped { v: 1, period: self.period.to_string(), due };
        let id = append(tx, Payload::ScorecardSkipped(said)).await?;
        store::insert(tx, id, &Report { period: self.period, due, said: None }).await
    }
}

async fn append(tx: &mut WriteTx<'_>, payload: Payload) -> Result<ScorecardId> {
    let now = tx.now();
    let id = ScorecardId::new(now, tx.rng());
    let command = CommandId::new(now, tx.rng());
    let subject = Subject { kind: SubjectKind::Scorecard, id: id.uuid() };
    let actor = Actor::system();
    let fact = NewFact { subject, command, occurred_at: now, actor, clocks: Vec::new(), payload };
    tx.append(&fact, 1, Seal::Clear).await?;
    Ok(id)
}
