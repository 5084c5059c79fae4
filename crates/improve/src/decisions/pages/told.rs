//! A decision that was taken, as everyone reads it: why, what, by when, and what came of it. It is made of
//! clear facts alone; what the proposal rested on stays with the head of the city.

use jiff::civil::Date;
use kernel::facts::decision::{Reviewed, Taken};
use platform::App;
use platform::i18n::Lang;
use platform::web::chart::{Span, Whisker, place, whisker};

use super::super::model::{Decision, LEAVE, Source};
use super::words;
use crate::reform::measures::measure;
use crate::reform::pages::words::name;

/// What came of it, measured.
pub(super) struct Effect {
    /// The kind of the chip.
    pub(super) kind: &'static str,
    /// Whether it is certain, in a word; empty while it is not reviewed or could not be reckoned.
    pub(super) verdict: String,
    pub(super) said: String,
    /// With what it was compared; empty without an estimate.
    pub(super) compared: String,
    pub(super) whisker: Option<Whisker>,
    /// Where no effect lies on the same line.
    pub(super) zero: i64,
}

/// The page.
pub(super) struct Told {
    pub(super) why: String,
    /// Where the same matter can be read case by case; empty without such a page.
    pub(super) look: &'static str,
    /// What was chosen; empty when nobody had proposed anything to choose from.
    pub(super) option: String,
    pub(super) rows: Vec<(String, String)>,
    pub(super) kind: &'static str,
    /// Whether it was decided in time; empty when it had no day.
    pub(super) standing: String,
    pub(super) postponed: String,
    pub(super) effect: Effect,
}

/// What is told of a decision; `option` is what was chosen, in words.
pub(super) fn told(app: &App, lang: Lang, decision: &Decision, option: String) -> Option<Told> {
    let taken = decision.taken.as_ref()?;
    let on = decision.taken_at.map(|at| app.tz().to_datetime(at).date());
    let (kind, standing) = standing(lang, decision, on);
    Some(Told {
        why: lang.t(&format!("decisions-why-{}", decision.card.source.code())),
        look: look(decision.card.source),
        option: if decision.card.source == Source::Own { String::new() } else { option },
        rows: rows(lang, taken, on),
        kind,
        standing,
        postponed: decision.postponed.clone(),
        effect: effect(lang, taken, decision.reviewed.as_ref()),
    })
}

/// Pages on which the matter of a source is public. A pattern has none: it may not be an offence.
fn look(source: Source) -> &'static str {
    match source {
        Source::Bottleneck | Source::Deadline => "/rapor",
        Source::Complaint => "/laporan",
        Source::Facility => "/kantor",
        Source::Budget => "/anggaran",
        Source::Signal | Source::Trial | Source::Commitment | Source::Own => "",
    }
}

/// Whether it was decided in time. What nobody proposed had no day.
fn standing(lang: Lang, decision: &Decision, on: Option<Date>) -> (&'static str, String) {
    let due = lang.date(decision.due);
    match (decision.card.source, decision.missed) {
        (Source::Own, _) => ("", String::new()),
        (_, true) => ("bad", lang.t1("decisions-was-late", "day", due)),
        (..) if on.is_some() => ("good", lang.t1("decisions-was-in-time", "day", due)),
        _ => ("", lang.t1("decisions-until", "day", due)),
    }
}

fn rows(lang: Lang, taken: &Taken, on: Option<Date>) -> Vec<(String, String)> {
    let day = |day: Option<Date>| day.map(|day| lang.weekday_date(day)).unwrap_or_default();
    let mut rows =
        vec![("decisions-taken-on", day(on)), ("decisions-holds-from", day(Some(taken.from)))];
    if taken.option != LEAVE {
        let aim = taken.measure.as_deref().and_then(measure);
        let aim = aim.map_or_else(|| lang.t("decisions-no-measure"), |found| name(lang, &found));
        rows.push(("decisions-aim", aim));
        rows.push(("decisions-reviewed-on", day(Some(taken.review))));
    }
    let shown = rows.into_iter().filter(|(_, value)| !value.is_empty());
    shown.map(|(key, value)| (lang.t(key), value)).collect()
}

fn effect(lang: Lang, taken: &Taken, reviewed: Option<&Reviewed>) -> Effect {
    let said = if taken.option == LEAVE {
        lang.t("decisions-left")
    } else {
        words::effect(lang, taken, reviewed)
    };
    let span = reviewed.and_then(span);
    let most = span.map_or(1.0, |span| span.low.abs().max(span.high.abs()).max(1e-6) * 1.1);
    let verdict = reviewed.map_or("", |reviewed| reviewed.verdict.as_str());
    let (kind, key) = match verdict {
        "up" | "down" => ("good", "decisions-certain"),
        "uncertain" => ("", "decisions-uncertain"),
        _ => ("", ""),
    };
    let compared = reviewed.filter(|_| span.is_some()).map(|reviewed| match reviewed.controls {
        0 => lang.t("decisions-compared-times"),
        units => lang.t1("decisions-compared-units", "count", units),
    });
    Effect {
        kind,
        verdict: if key.is_empty() { String::new() } else { lang.t(key) },
        said,
        compared: compared.unwrap_or_default(),
        whisker: span.map(|span| whisker(span, (-most, most))),
        zero: place(0.0, (-most, most)),
    }
}

fn span(reviewed: &Reviewed) -> Option<Span> {
    let parts = (reviewed.effect_micro?, reviewed.low_micro?, reviewed.high_micro?);
    let [value, low, high] = [parts.0, parts.1, parts.2].map(|micro| micro as f64 / 1e6);
    Some(Span { value, low, high })
}
