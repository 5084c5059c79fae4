//! Campaigns in words.

use jiff::civil::Date;
use kernel::facts::campaign::{Comparison, Evaluated};
use platform::App;
use platform::i18n::Lang;
use platform::web::view::Choice;

use super::super::effect::{Verdict, cost_each};
use super::super::model::{Campaign, Going, State, Visit};
use platform::city::Names;

/// Where it stands: kind of chip and words.
pub(super) fn state(lang: Lang, campaign: &Campaign, today: Date) -> (&'static str, String) {
    let kind = match campaign.state {
        State::Running => "good",
        State::Ended => "warn",
        _ => "",
    };
    let waits = campaign.state == State::Running && today < campaign.from;
    let key = if waits { "waits" } else { campaign.state.code() };
    (kind, lang.t(&format!("outreach-state-{key}")))
}

/// Where a visit stands: kind of chip and words.
pub(super) fn going(lang: Lang, state: Going) -> (&'static str, String) {
    let kind = match state {
        Going::Planned => "warn",
        Going::Done => "good",
        Going::Missed => "bad",
        Going::Cancelled => "",
    };
    (kind, lang.t(&format!("outreach-going-{}", state.code())))
}

/// `1 Okt sampai 30 Nov 2026`.
pub(super) fn days(lang: Lang, from: Date, until: Date) -> String {
    lang.with("outreach-days", &[("from", lang.date(from)), ("until", lang.date(until))])
}

/// Names of kelurahan in one line.
pub(super) fn places(lang: Lang, names: &Names, codes: &[String]) -> String {
    if codes.len() > 1 && codes.len() == names.kelurahan().len() {
        return lang.t("outreach-whole-city");
    }
    codes.iter().map(|code| names.place(code)).collect::<Vec<_>>().join(", ")
}

/// Who goes, never by name: `Petugas Dinas ...`.
pub(super) fn goes(lang: Lang, names: &Names, visit: &Visit) -> String {
    let key = format!("outreach-goes-{}", visit.goes.code());
    lang.t1(&key, "unit", names.unit(&visit.unit))
}

/// Ten-thousandths as points of percent.
pub(super) fn points(lang: Lang, share: i64) -> String {
    lang.decimal(share as f64 / 100.0, 1)
}

/// What came of it, in one sentence; empty while nobody has said.
pub(super) fn said(lang: Lang, effect: Option<&Evaluated>) -> String {
    let Some(effect) = effect else { return String::new() };
    let verdict = Verdict::of(effect);
    if verdict == Verdict::Unknown {
        return lang.t(&format!("outreach-missing-{}", effect.missing.replace('_', "-")));
    }
    let end = |end: Option<i64>| end.map_or_else(|| lang.t("outreach-no-end"), |v| points(lang, v));
    let values = [
        ("size", points(lang, effect.effect.unwrap_or_default().abs())),
        ("effect", points(lang, effect.effect.unwrap_or_default())),
        ("low", end(effect.low)),
        ("high", end(effect.high)),
        ("level", (effect.level_permille / 10).to_string()),
        ("worth", points(lang, effect.worth)),
    ];
    lang.with(&format!("outreach-said-{}", verdict.code()), &values)
}

/// With what it was compared, and what that allows to say.
pub(super) fn compared(lang: Lang, comparison: Comparison) -> String {
    lang.t(&format!("outreach-comparison-{}", comparison.code()))
}

/// What one additional own application cost.
pub(super) fn each(lang: Lang, effect: &Evaluated) -> String {
    match cost_each(effect) {
        Some((each, low, high)) => {
            let money = [each, low, high].map(|one| one.to_string());
            let [each, low, high] = money;
            lang.with("outreach-cost-each", &[("each", each), ("low", low), ("high", high)])
        }
        None => lang.t("outreach-cost-uncertain"),
    }
}

/// By when it is to be evaluated, and whether that is over.
pub(super) fn due(app: &App, lang: Lang, campaign: &Campaign) -> Option<(String, bool)> {
    let due = campaign.due.filter(|_| campaign.state == State::Ended)?;
    let last = due.at.saturating_sub(jiff::SignedDuration::from_secs(1)).unwrap_or(due.at);
    let day = lang.weekday_date(app.tz().to_datetime(last).date());
    Some((day, due.lapsed || due.at < app.db.clock().now()))
}

/// A choice in a list.
pub(super) fn choice(value: &str, label: &str, checked: bool) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned(), hint: String::new(), checked }
}
