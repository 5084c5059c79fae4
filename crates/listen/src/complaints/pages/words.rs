//! Words that several pages share.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use kernel::error::Result;
use kernel::facts::complaint::Class;
use kernel::number::ApplicationNumber;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::view::Choice;

use super::super::categories::{self, Category};
use super::super::model::{End, State};
use super::super::rules;
use super::super::store::Row;

/// The inbox codes that are no unit, by their keys.
const DESKS: [(&str, &str); 2] = [
    ("COORDINATOR", "complaint-desk-coordinator"),
    ("INSPECTORATE", "complaint-desk-inspectorate"),
];

/// Names of units and kelurahan in one language.
pub(super) struct Names {
    pub(super) units: BTreeMap<String, String>,
    pub(super) kelurahan: Vec<(String, String)>,
}

impl Names {
    pub(super) async fn read(tx: &mut Tx<'_>, lang: Lang) -> Result<Self> {
        let units = crate::city::unit_names(tx, lang).await?;
        Ok(Self { units, kelurahan: crate::city::kelurahan(tx).await? })
    }

    /// A unit, or the Inspectorate, by its code.
    pub(super) fn unit(&self, lang: Lang, code: &str) -> String {
        if let Some((_, key)) = DESKS.iter().find(|(desk, _)| *desk == code) {
            return lang.t(key);
        }
        self.units.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    pub(super) fn kelurahan(&self, code: &str) -> String {
        let found = self.kelurahan.iter().find(|(known, _)| known == code);
        found.map(|(_, name)| name.clone()).unwrap_or_default()
    }

    pub(super) fn unit_choices(&self, chosen: &str) -> Vec<Choice> {
        self.units.iter().map(|(code, name)| choice(code, name, code == chosen)).collect()
    }

    pub(super) fn kelurahan_choices(&self, chosen: &str) -> Vec<Choice> {
        self.kelurahan.iter().map(|(code, name)| choice(code, name, code == chosen)).collect()
    }
}

/// An entry of a list.
pub(super) fn choice(value: &str, label: &str, checked: bool) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned(), hint: String::new(), checked }
}

/// Categories to choose from, those that are likely first.
pub(super) fn category_choices(lang: Lang, likely: &[String], chosen: &str) -> Vec<Choice> {
    let place = |category: &Category| {
        likely.iter().position(|code| *code == category.code).unwrap_or(usize::MAX)
    };
    let mut all: Vec<&Category> = categories::all().iter().collect();
    all.sort_by_key(|category| place(category));
    let entry = |category: &&Category| Choice {
        hint: category.hint.get(lang.code()).to_owned(),
        ..choice(&category.code, category.label.get(lang.code()), category.code == chosen)
    };
    all.iter().map(entry).collect()
}

/// The name of a category.
pub(super) fn category(lang: Lang, code: &str) -> String {
    categories::find(code)
        .map_or_else(|_| code.to_owned(), |found| found.label.get(lang.code()).to_owned())
}

/// The name of a class.
pub(super) fn class(lang: Lang, class: Class) -> String {
    lang.t(&format!("complaint-class-{}", class.code()))
}

/// Where a report stands. One that ended without its reporter's word says so.
pub(super) fn state(lang: Lang, row: &Row) -> String {
    let state = row.matter.state.code();
    lang.t(&match row.matter.end {
        Some(End::Silence) => "complaint-state-closed-silence".to_owned(),
        Some(End::Override(_)) => "complaint-state-closed-override".to_owned(),
        Some(End::Consent) | None => format!("complaint-state-{state}"),
    })
}

/// The legal time that matters now: the reporter's own while a word of theirs is awaited, or else the
/// first that runs out; empty while none runs.
pub(super) fn due(lang: Lang, app: &App, row: &Row) -> String {
    due_at(row).map(|due| moment(lang, app, due)).unwrap_or_default()
}

/// When that time runs out.
pub(super) fn due_at(row: &Row) -> Option<Timestamp> {
    let rule = match row.matter.state {
        State::Proposed => rules::SILENCE,
        State::Asked => rules::SUPPLEMENT,
        _ => return row.clocks.next_due(),
    };
    row.clocks.of(rule).and_then(|clock| clock.due)
}

/// A moment; the midnight that ends a day is the last minute of that day.
fn moment(lang: Lang, app: &App, at: Timestamp) -> String {
    let midnight = app.tz().to_datetime(at).time() == jiff::civil::Time::midnight();
    let at = if midnight { at - SignedDuration::from_mins(1) } else { at };
    lang.moment(at, app.tz())
}

/// A day in words.
pub(super) fn day(lang: Lang, app: &App, at: Timestamp) -> String {
    lang.date(app.tz().to_datetime(at).date())
}

/// The number of a report that somebody typed.
///
/// # Errors
/// Invalid when it is none.
pub(super) fn number(typed: &str) -> Result<ApplicationNumber> {
    let wrong = |error| Error::invalid("complaint-number-wrong").context(error);
    ApplicationNumber::parse(typed).map_err(wrong)
}

/// An address of a report; the empty rest is its own page.
pub(super) fn url(number: ApplicationNumber, rest: &str) -> String {
    if rest.is_empty() { format!("/lapor/{number}") } else { format!("/lapor/{number}/{rest}") }
}
