//! Numbers in words.

use estimation::impact::{Effect, Missing, Verdict};
use jiff::ToSpan as _;
use jiff::civil::Date;
use platform::App;
use platform::i18n::Lang;

use super::super::model::Note;
use super::super::numbers::MONTHS;
use super::super::rules::Figure;
use crate::reform::measures::Form;
use crate::reform::pages::words::{difference, value};

/// A share with its interval, as text.
pub(super) struct Shown {
    pub value: String,
    pub interval: String,
    pub files: String,
}

pub(super) fn shown(lang: Lang, figure: &Figure) -> Shown {
    let share = |share: f64| value(lang, Form::Share, share);
    let ends = [("low", share(figure.low)), ("high", share(figure.high))];
    Shown {
        value: share(figure.value),
        interval: lang.with("competence-interval", &ends),
        files: lang.count(figure.files),
    }
}

/// The first day of that time, for trainings.
pub(super) fn since(today: Date) -> Date {
    today.first_of_month().saturating_sub((MONTHS as i64).months())
}

/// What a training changed, in one sentence.
pub(super) fn effect(lang: Lang, found: Result<Effect, Missing>) -> String {
    let effect = match found {
        Ok(effect) => effect,
        Err(missing) => return lang.t(&format!("competence-effect-{}", code(missing))),
    };
    let by = |size: f64| difference(lang, Form::Share, size);
    let values = [("size", by(effect.value)), ("low", by(effect.low)), ("high", by(effect.high))];
    let verdict = match effect.verdict() {
        Verdict::Down => "fewer",
        Verdict::Up => "more",
        Verdict::Uncertain => "uncertain",
    };
    lang.with(&format!("competence-effect-{verdict}"), &values)
}

fn code(missing: Missing) -> &'static str {
    match missing {
        Missing::NoBefore | Missing::NoAfter => "no-files",
        Missing::Entangled => "entangled",
        Missing::ShortHistory => "short-history",
    }
}

/// A note as it is shown.
pub(super) struct Line {
    pub by_coach: bool,
    pub at: String,
    pub text: String,
}

pub(super) fn lines(app: &App, lang: Lang, notes: Vec<Note>) -> Vec<Line> {
    let line = |note: Note| Line {
        by_coach: note.by_coach,
        at: lang.moment(note.at, app.tz()),
        text: note.text,
    };
    notes.into_iter().map(line).collect()
}
