//! A report is published, or its day passes without one. Both are done by the server itself.

use jiff::civil::Date;
use kernel::error::Result;
use kernel::fact::SubjectKind;
use kernel::facts::Payload;
use kernel::facts::scorecard::{Finding, ScorecardPublished, ScorecardSkipped};
use kernel::id::ScorecardId;
use platform::App;
use platform::db::{Command, WriteTx};

use super::model::{Period, Report};
use super::store;
use crate::quarter::{say, when};

const KIND: SubjectKind = SubjectKind::Scorecard;

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
        let (due, late_days) = when(&self.app, tx, self.period)?;
        let said = ScorecardPublished {
            v: 1,
            period: self.period.to_string(),
            due,
            late_days,
            findings: self.findings.clone(),
            entries: self.entries,
        };
        let id = say(tx, KIND, Payload::ScorecardPublished(said.clone())).await?;
        store::insert(
            tx,
            ScorecardId::from_uuid(id),
            &Report { period: self.period, due, said: Some(said) },
        )
        .await
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
        let (due, _) = when(&self.app, tx, self.period)?;
        let said = ScorecardSkipped { v: 1, period: self.period.to_string(), due };
        let id = say(tx, KIND, Payload::ScorecardSkipped(said)).await?;
        store::insert(
            tx,
            ScorecardId::from_uuid(id),
            &Report { period: self.period, due, said: None },
        )
        .await
    }
}
