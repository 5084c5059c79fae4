//! A release is given, or its day passes without one. Both are done by the server itself.

use std::sync::Arc;

use jiff::civil::Date;
use kernel::error::Result;
use kernel::fact::SubjectKind;
use kernel::facts::Payload;
use kernel::id::OpenDataId;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::vault::sha256;

use super::describe::hex;
use super::model::{Draft, File, LICENCE, Period, Released, ReleasedFile, Skipped};
use super::{model, store};
use crate::quarter::{say, when};

const KIND: SubjectKind = SubjectKind::OpenData;

/// From how many people or files on a count is published.
const FEWEST: &str = "open_data.fewest";

/// From how many people or files on a count is published.
///
/// # Errors
/// When the rule is not there.
pub fn fewest(app: &App, today: Date) -> Result<i64> {
    Ok(app.rulebook.count(FEWEST, today)?)
}

/// Gives the files of a period. A period that has its release keeps it.
#[derive(Clone)]
pub struct Release {
    /// The city.
    pub app: App,
    /// What is given.
    pub draft: Arc<Draft>,
}

impl Command for Release {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let Draft { period, fewest, left_out, files } = &*self.draft;
        if store::of(tx, *period).await?.is_some() {
            return Ok(());
        }
        let (due, late_days) = when(&self.app, tx, *period)?;
        let said = Released {
            v: 1,
            period: period.to_string(),
            due,
            late_days,
            licence: LICENCE.to_owned(),
            fewest: *fewest,
            left_out: *left_out,
            files: files.iter().map(told).collect(),
        };
        let id = say(tx, KIND, Payload::OpenDataReleased(said.clone())).await?;
        let released_at = Some(tx.now());
        let release = model::Release { period: *period, due, released_at, said: Some(said) };
        store::insert(tx, OpenDataId::from_uuid(id), &release, files).await
    }
}

fn told(file: &File) -> ReleasedFile {
    ReleasedFile {
        name: file.name.clone(),
        dataset: file.dataset.clone(),
        rows: file.rows,
        bytes: i64::try_from(file.content.len()).unwrap_or(i64::MAX),
        sha256: hex(&sha256(&file.content)),
    }
}

/// Says that a period has no data.
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
        let said = Skipped { v: 1, period: self.period.to_string(), due };
        let id = say(tx, KIND, Payload::OpenDataSkipped(said)).await?;
        let release = model::Release { period: self.period, due, released_at: None, said: None };
        store::insert(tx, OpenDataId::from_uuid(id), &release, &[]).await
    }
}
