//! How meetings, promises and topics read.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::{self, Result};
use kernel::id::{MeetingId, PromiseId};
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;

use super::super::agenda::Topic;
use super::super::model::{Kind, Meeting, Promise, Stage, Standing};
use super::super::{rules, store};
use super::{Fields, PROMISE};
use crate::city::Units;

/// The longest text of a note or a reason.
pub(super) const LONGEST: usize = 2_000;
/// The longest promise and the longest word on what was done.
pub(super) const SENTENCE: usize = 300;

/// What a kind of meeting is called.
pub(super) fn kind(lang: Lang, kind: Kind) -> String {
    lang.t(&format!("meetings-kind-{}", kind.code().replace('_', "-")))
}

/// What a meeting is called: `Kopi pagi, Kamis 26 Nov, 07.30`.
pub(super) fn title(lang: Lang, app: &App, meeting: &Meeting) -> String {
    format!("{}, {}", kind(lang, meeting.kind), lang.moment(meeting.starts, app.tz()))
}

/// Its units by name; all of them in one word.
pub(super) fn units(lang: Lang, names: &Units, meeting: &Meeting) -> String {
    if meeting.units.is_empty() {
        return lang.t("meetings-all-units");
    }
    let list: Vec<String> = meeting.units.iter().map(|unit| names.name(unit)).collect();
    list.join(", ")
}

/// The chip of a stage.
pub(super) fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Called | Stage::Cancelled => "",
        Stage::Held => "warn",
        Stage::Closed => "good",
    }
}

/// A promise in a list.
pub(super) struct Row {
    pub(super) id: String,
    /// Empty when the reader may not open it.
    pub(super) href: String,
    pub(super) text: String,
    pub(super) unit: String,
    pub(super) due: String,
    pub(super) chip: &'static str,
    pub(super) state: String,
    /// The reader may agree to it in this meeting.
    pub(super) confirm: bool,
}

/// A promise as a row of a list; the reader opens it when `open`.
pub(super) async fn row(
    tx: &mut Tx<'_>,
    app: &App,
    (lang, names): (Lang, &Units),
    promise: &Promise,
    open: bool,
) -> Result<Row> {
    let words = store::words(tx, app, promise).await?;
    let (chip, state) = state(lang, app, promise, app.db.clock().now());
    Ok(Row {
        id: promise.id.to_string(),
        href: if open { format!("{PROMISE}/{}", promise.id) } else { String::new() },
        text: words.text,
        unit: names.name(&promise.unit),
        due: day(lang, app, promise.due),
        chip,
        state,
        confirm: false,
    })
}

/// Where a promise stands at `now`: its chip and its words.
pub(super) fn state(
    lang: Lang,
    app: &App,
    promise: &Promise,
    now: Timestamp,
) -> (&'static str, String) {
    match promise.standing {
        Standing::Confirmed => ("good", lang.t("meetings-state-confirmed")),
        Standing::Done => ("warn", lang.t("meetings-state-done")),
        Standing::Released => ("", lang.t("meetings-state-released")),
        Standing::Open if promise.is_late(now) => {
            let days = rules::days_between(app.tz(), promise.due, now);
            let text = if days == 0 {
                lang.t("meetings-state-late-today")
            } else {
                lang.t1("meetings-state-late", "days", days)
            };
            ("bad", text)
        }
        Standing::Open => ("", lang.t("meetings-state-open")),
    }
}

/// The day of a date, with its weekday.
pub(super) fn day(lang: Lang, app: &App, at: Timestamp) -> String {
    lang.short_date(app.tz().to_datetime(at).date())
}

/// A topic with its unit.
pub(super) fn topic(lang: Lang, names: &Units, topic: &Topic) -> String {
    let text = topic.text(lang);
    if topic.unit.is_empty() { text } else { format!("{}: {text}", names.name(&topic.unit)) }
}

/// `5 dari 7`, or a dash when there is nothing to count.
pub(super) fn part(lang: Lang, done: i64, of: i64) -> String {
    if of == 0 {
        return "-".to_owned();
    }
    lang.with("meetings-part", &[("done", done.to_string()), ("of", of.to_string())])
}

/// The meeting of an address.
pub(super) fn meeting_id(id: &str) -> Result<MeetingId> {
    id.parse().map_err(|_| Error::not_found())
}

/// The promise of an address.
pub(super) fn promise_id(id: &str) -> Result<PromiseId> {
    id.parse().map_err(|_| Error::not_found())
}

/// What was typed under that name.
pub(super) fn typed<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.get(name).map(|text| text.trim()).unwrap_or_default()
}

/// The day that was typed in three fields.
pub(super) fn typed_day(fields: &Fields) -> Option<Date> {
    let part = |name: &str| typed(fields, name).parse::<i16>().ok();
    let (day, month) = (part("tanggal")?, part("tanggal-month")?);
    let (day, month) = (i8::try_from(day).ok()?, i8::try_from(month).ok()?);
    Date::new(part("tanggal-year")?, month, day).ok()
}

/// Fills the three fields of a day.
pub(super) fn fill_day(fields: &mut Fields, day: Date) {
    fields.insert("tanggal".to_owned(), day.day().to_string());
    fields.insert("tanggal-month".to_owned(), day.month().to_string());
    fields.insert("tanggal-year".to_owned(), day.year().to_string());
}

/// The instant that was typed as a day and a time, or the field that is wrong and why.
pub(super) fn typed_start(app: &App, fields: &Fields) -> std::result::Result<Timestamp, Mistake> {
    let wrong = |field, key| (field, Error::invalid(key));
    let time = rules::time(typed(fields, "jam"));
    let time = time.ok_or_else(|| wrong("jam", "meetings-time-wrong"))?;
    let day = typed_day(fields).ok_or_else(|| wrong("tanggal", "meetings-day-wrong"))?;
    let at = app.tz().to_timestamp(day.to_datetime(time));
    at.map_err(|_| wrong("tanggal", "meetings-day-wrong"))
}

/// A field and what is wrong with it.
pub(super) type Mistake = (&'static str, Error);

/// Fills the fields of a day and a time.
pub(super) fn fill_start(fields: &mut Fields, app: &App, at: Timestamp) {
    let at = app.tz().to_datetime(at);
    fill_day(fields, at.date());
    fields.insert("jam".to_owned(), format!("{:02}.{:02}", at.hour(), at.minute()));
}

/// Whether the person can mend it, so that the form is shown again.
pub(super) fn is_mendable(error: &Error) -> bool {
    matches!(error.kind(), error::Kind::Invalid | error::Kind::Conflict)
}
