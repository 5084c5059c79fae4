//! Words that several pages share.

use jiff::Timestamp;
use kernel::service::Standard;
use platform::App;
use platform::i18n::Lang;
use platform::web::view::Choice;
use std::sync::Arc;

use super::super::live::Door;
use super::super::rules::wait::Wait;

/// `5 sampai 20 menit`; less than a minute is said so.
pub(super) fn wait(lang: Lang, wait: Wait) -> String {
    if wait.high <= 1 {
        return lang.t("queue-wait-none");
    }
    let values = [("low", wait.low.to_string()), ("high", wait.high.to_string())];
    lang.with("queue-wait-range", &values)
}

/// Whether people are served now, in words, and the kind of its chip.
pub(super) fn door(lang: Lang, app: &App, door: Door) -> (&'static str, String) {
    let time = |at: Timestamp| lang.time(at, app.tz());
    match door {
        Door::Open(until) => ("good", lang.t1("queue-door-open", "time", time(until))),
        Door::Later(from) => ("warn", lang.t1("queue-door-later", "time", time(from))),
        Door::Closed => ("muted", lang.t("queue-door-closed")),
    }
}

/// The services of a unit to choose from.
pub(super) fn services(lang: Lang, list: &[Arc<Standard>], chosen: &str) -> Vec<Choice> {
    let one = |standard: &Arc<Standard>| Choice {
        value: standard.code.clone(),
        label: standard.name.get(lang.code()).to_owned(),
        hint: String::new(),
        checked: standard.code == chosen,
    };
    list.iter().map(one).collect()
}

/// The name of a service among those of a unit; its code when it is no longer offered.
pub(super) fn service_name(lang: Lang, list: &[Arc<Standard>], code: &str) -> String {
    let found = list.iter().find(|standard| standard.code == code);
    found.map_or(code, |standard| standard.name.get(lang.code())).to_owned()
}

/// The groups that go first, after "none".
pub(super) fn groups(lang: Lang, codes: &[String], chosen: &str) -> Vec<Choice> {
    let choice = |value: &str, label: String| Choice {
        value: value.to_owned(),
        label,
        hint: String::new(),
        checked: value == chosen,
    };
    let none = choice("", lang.t("queue-group-none"));
    let listed = codes.iter().map(|code| choice(code, lang.t(&format!("queue-group-{code}"))));
    std::iter::once(none).chain(listed).collect()
}

/// A plain choice.
pub(super) fn choice(value: String, label: String, checked: bool) -> Choice {
    Choice { value, label, hint: String::new(), checked }
}
