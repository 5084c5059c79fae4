//! How a deadline is said to an officer: a word and a colour.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use platform::i18n::Lang;

/// A word with its colour: `good`, `warn`, `bad`, `muted` or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// The class.
    pub kind: &'static str,
    /// The word.
    pub text: String,
}

/// `hari ini 15.00`, `besok 15.00`, `lewat 2 hari`, or the day; `None` is a clock that stands
/// still.
pub fn chip(lang: Lang, tz: &TimeZone, now: Timestamp, due: Option<Timestamp>) -> Chip {
    let Some(due) = due else {
        return Chip { kind: "muted", text: lang.t("officer-due-paused") };
    };
    let (today, day) = (tz.to_datetime(now).date(), tz.to_datetime(due).date());
    let days = (day - today).get_days();
    let time = || lang.time(due, tz);
    let (kind, text) = match (due < now, days) {
        (true, 0) => ("bad", lang.t("officer-due-late-today")),
        (true, days) => ("bad", lang.t1("officer-due-late", "days", -days)),
        (false, 0) => ("warn", lang.t1("officer-due-today", "time", time())),
        (false, 1) => ("warn", lang.t1("officer-due-tomorrow", "time", time())),
        (false, _) => ("", lang.moment(due, tz)),
    };
    Chip { kind, text }
}

#[cfg(test)]
mod tests {
    use super::chip;
    use jiff::Timestamp;
    use platform::i18n::Lang;

    #[test]
    fn says_how_near_the_deadline_is() {
        let tz = jiff::tz::TimeZone::get("Asia/Jakarta").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2026-11-24T10:40:00+07:00");
        for (due, kind, text) in [
            ("2026-11-24T15:00:00+07:00", "warn", "hari ini 15.00"),
            ("2026-11-25T15:00:00+07:00", "warn", "besok 15.00"),
            ("2026-11-27T15:00:00+07:00", "", "Jumat 27 Nov, 15.00"),
            ("2026-11-24T10:39:00+07:00", "bad", "lewat hari ini"),
            ("2026-11-22T15:00:00+07:00", "bad", "lewat 2 hari"),
        ] {
            let said = chip(Lang::Id, &tz, now, Some(at(due)));
            assert_eq!((said.kind, said.text.as_str()), (kind, text), "{due}");
        }
        assert_eq!(chip(Lang::Id, &tz, now, None).kind, "muted");
        let late = chip(Lang::En, &tz, now, Some(at("2026-11-23T15:00:00+07:00")));
        assert_eq!(late.text, "1 day late");
    }
}
