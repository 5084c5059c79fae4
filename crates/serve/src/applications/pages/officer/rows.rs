//! Rows of lists: number, service, times. Never a name.

use jiff::Timestamp;
use kernel::error::Result;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;

use super::super::super::desk::Standards;
use super::super::super::due::{self, Chip};
use super::super::super::model::State;
use super::super::super::store::Application;

/// A row of a list.
#[derive(Clone, Debug)]
pub struct Row {
    /// The number as printed.
    pub number: String,
    /// The number in addresses.
    pub compact: String,
    /// Name of the service.
    pub service: String,
    /// When it was handed in.
    pub received: String,
    /// Key of the word for where it stands.
    pub state: String,
    /// Whether it goes first by rule.
    pub priority: bool,
    /// Its deadline.
    pub chip: Chip,
    /// Pseudonym of the officer who took it; empty when nobody has.
    pub officer: String,
}

impl Row {
    /// Whether its deadline is over.
    pub fn is_late(&self) -> bool {
        self.chip.kind == "bad"
    }
}

/// What writing rows needs, and what it has read so far.
pub struct Writer<'a> {
    app: &'a App,
    lang: Lang,
    now: Timestamp,
    standards: Standards,
}

impl<'a> Writer<'a> {
    /// A writer for one page.
    pub fn new(app: &'a App, lang: Lang) -> Self {
        Self { app, lang, now: app.db.clock().now(), standards: Standards::default() }
    }

    /// Rows for `files`, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rows(&mut self, tx: &mut Tx<'_>, files: &[Application]) -> Result<Vec<Row>> {
        let mut rows = Vec::with_capacity(files.len());
        for file in files {
            rows.push(self.row(tx, file).await?);
        }
        Ok(rows)
    }

    async fn row(&mut self, tx: &mut Tx<'_>, file: &Application) -> Result<Row> {
        let standard = self.standards.of(tx, file).await?;
        let tz = self.app.tz();
        Ok(Row {
            number: file.number.to_string(),
            compact: file.number.compact(),
            service: standard.name.get(self.lang.code()).to_owned(),
            received: self.lang.moment(file.submitted_at, tz),
            state: format!("applications-state-{}", file.state.code()),
            priority: file.priority == 0,
            chip: deadline(self.app, self.lang, self.now, file),
            officer: file.officer.map(super::super::super::desk::pseudonym).unwrap_or_default(),
        })
    }
}

/// The deadline of a file; once it is answered, when that was.
pub fn deadline(app: &App, lang: Lang, now: Timestamp, file: &Application) -> Chip {
    match (file.state, file.ended_at) {
        (State::Issued, Some(at)) => {
            let text = lang.t1("officer-ready-since", "moment", lang.moment(at, app.tz()));
            Chip { kind: "good", text }
        }
        (_, Some(at)) => Chip { kind: "muted", text: lang.moment(at, app.tz()) },
        _ => due::chip(lang, app.tz(), now, file.due_at),
    }
}
