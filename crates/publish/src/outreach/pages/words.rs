//! Campaigns in words.

use jiff::civil::Date;
use kernel::facts::campaign::{Comparison, Evaluated, Letter, Message};
use platform::App;
use platform::i18n::Lang;
use platform::web::view::Choice;

use super::super::effect::{Better, Verdict, cost_each};
use super::super::model::{Campaign, Going, State, Visit, Way};
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

/// What a message says, in one line.
pub(super) fn message(lang: Lang, says: &Campaign) -> String {
    match says.message {
        Message::Own => says.words.get(lang.code()).to_owned(),
        message => lang.t(&format!("outreach-message-{}", message.code())),
    }
}

/// Names of the kelurahan that hear that message; empty where all do, or before the lot is drawn.
pub(super) fn hearers(names: &Names, campaign: &Campaign, letter: Letter) -> String {
    let Some(halves) = campaign.halves() else { return String::new() };
    let codes = if letter.is_first() { &halves.a } else { &halves.b };
    listed(names, codes)
}

/// Names of kelurahan in one line.
pub(super) fn listed(names: &Names, codes: &[String]) -> String {
    codes.iter().map(|code| names.place(code)).collect::<Vec<_>>().join(", ")
}

/// Names of the kelurahan of a campaign in one line.
pub(super) fn places(lang: Lang, names: &Names, codes: &[String]) -> String {
    if codes.len() > 1 && codes.len() == names.kelurahan().len() {
        return lang.t("outreach-whole-city");
    }
    listed(names, codes)
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

/// `A` or `B`.
fn letter(letter: Letter) -> String {
    letter.code().to_ascii_uppercase()
}

/// `Poster`, and `Poster, pesan B` where there are two messages.
pub(super) fn way(lang: Lang, campaign: &Campaign, way: Way) -> String {
    let medium = lang.t(&format!("outreach-medium-{}", way.medium.code()));
    of_message(lang, campaign, way.letter, medium)
}

/// `Pesan`, or `Pesan B` where there are two.
pub(super) fn message_term(lang: Lang, campaign: &Campaign, of: Letter) -> String {
    match campaign.second {
        Some(_) => lang.t1("outreach-message-of", "letter", letter(of)),
        None => lang.t("outreach-message"),
    }
}

/// A thing, and of which message it is where there are two.
pub(super) fn of_message(lang: Lang, campaign: &Campaign, of: Letter, what: String) -> String {
    if campaign.second.is_none() {
        return what;
    }
    lang.with("outreach-of-message", &[("what", what), ("letter", letter(of))])
}

/// What came of it; empty while nobody has said.
pub(super) fn all_said(lang: Lang, effect: Option<&Evaluated>) -> String {
    let both = effect.map(|effect| [said(lang, effect), between(lang, effect)]);
    both.map(|both| both.join(" ").trim().to_owned()).unwrap_or_default()
}

fn end(lang: Lang, end: Option<i64>) -> String {
    end.map_or_else(|| lang.t("outreach-no-end"), |value| points(lang, value))
}

fn missing(lang: Lang, why: &str) -> String {
    lang.t(&format!("outreach-missing-{}", why.replace('_', "-")))
}

/// What the campaign changed, in one sentence or two.
pub(super) fn said(lang: Lang, effect: &Evaluated) -> String {
    let verdict = Verdict::of(effect);
    if verdict == Verdict::Unknown {
        return missing(lang, &effect.missing);
    }
    let values = [
        ("size", points(lang, effect.effect.unwrap_or_default().abs())),
        ("effect", points(lang, effect.effect.unwrap_or_default())),
        ("low", end(lang, effect.low)),
        ("high", end(lang, effect.high)),
        ("level", (effect.level_permille / 10).to_string()),
        ("worth", points(lang, effect.worth)),
    ];
    lang.with(&format!("outreach-said-{}", verdict.code()), &values)
}

/// Which of its messages did better, in one sentence or two; empty where it had one.
pub(super) fn between(lang: Lang, effect: &Evaluated) -> String {
    let Some(between) = &effect.between else { return String::new() };
    let better = Better::of(between);
    if better == Better::Unknown {
        return lang.t1("outreach-between-unknown", "reason", missing(lang, &between.missing));
    }
    let less = |value: Option<i64>| value.map(|value| -value);
    // Second less first, told the other way round where the first did better.
    let (effect_of, low, high) = match better {
        Better::A => (less(between.effect), less(between.high), less(between.low)),
        _ => (between.effect, between.low, between.high),
    };
    let values = [
        ("effect", points(lang, effect_of.unwrap_or_default())),
        ("low", end(lang, low)),
        ("high", end(lang, high)),
        ("level", (effect.level_permille / 10).to_string()),
    ];
    lang.with(&format!("outreach-between-{}", better.code()), &values)
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
