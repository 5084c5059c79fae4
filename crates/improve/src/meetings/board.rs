//! What the mayor's room shows of meetings.

use jiff::{Timestamp, ToSpan as _};
use kernel::error::Result;
use platform::App;
use platform::db::Tx;

use super::agenda::{self, ReadTopics, Topic};
use super::model::{Kind, Meeting, Promise};
use super::store::Kept;
use super::{rules, store};

/// A promise as the room shows it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The promise.
    pub promise: Promise,
    /// What was promised.
    pub text: String,
    /// It is owed and its date has passed.
    pub late: bool,
    /// Days on the wall calendar since its date; 0 unless it is late.
    pub late_days: i64,
}

/// The coffee morning in the mayor's room.
#[derive(Clone, Debug)]
pub struct Board {
    /// The next meeting that was called.
    pub next: Option<Meeting>,
    /// When the next coffee morning is by the rulebook, called or not.
    pub next_coffee: Option<Timestamp>,
    /// The last coffee morning that was held.
    pub last: Option<Meeting>,
    /// What was promised in it, kept first, then what is late, then what has time.
    pub promises: Vec<Line>,
    /// How many of them were kept, without those released in time.
    pub kept: Kept,
    /// What the facts propose to talk about.
    pub topics: Vec<Topic>,
}

/// What the mayor's room shows at `now`.
///
/// # Errors
/// When the database fails or a rule is missing.
pub async fn board(
    tx: &mut Tx<'_>,
    app: &App,
    now: Timestamp,
    read_topics: ReadTopics,
) -> Result<Board> {
    let last = store::last_held(tx, Kind::CoffeeMorning, now).await?;
    let mut promises = Vec::new();
    if let Some(meeting) = &last {
        for promise in store::of_meeting(tx, meeting.id).await? {
            promises.push(line(tx, app, promise, now).await?);
        }
    }
    promises.sort_by_key(|line| (!line.promise.standing.is_kept(), !line.late, line.promise.due));
    let done = promises.iter().filter(|line| line.promise.standing.is_kept()).count();
    let of = promises.iter().filter(|line| line.promise.counts()).count();
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    Ok(Board {
        next: store::next(tx, since(now)).await?.into_iter().next(),
        next_coffee: next_coffee(app, now)?,
        last,
        kept: Kept { done: count(done), of: count(of) },
        promises,
        topics: read_topics(tx, app, now).await?,
    })
}

/// A meeting that should have begun a while ago is still the next one.
pub(super) fn since(now: Timestamp) -> Timestamp {
    now.checked_sub(12.hours()).unwrap_or(now)
}

async fn line(tx: &mut Tx<'_>, app: &App, promise: Promise, now: Timestamp) -> Result<Line> {
    let text = store::words(tx, app, &promise).await?.text;
    let late = promise.is_late(now);
    let late_days = if late { rules::days_between(app.tz(), promise.due, now) } else { 0 };
    Ok(Line { promise, text, late, late_days })
}

/// When the next coffee morning is by the rulebook.
///
/// # Errors
/// When a rule is missing or no time.
pub(super) fn next_coffee(app: &App, now: Timestamp) -> Result<Option<Timestamp>> {
    let today = app.tz().to_datetime(now).date();
    let weekday = app.rulebook.count("improve.coffee_weekday", today)?;
    let text = app.rulebook.text("improve.coffee_time", today)?;
    let time = rules::time(text).ok_or_else(|| {
        kernel::Error::internal(format!("improve.coffee_time must be like 07.30, not {text}"))
    })?;
    Ok(rules::next_coffee(&app.calendar, (weekday, time), now))
}

/// What `meeting` talks about: as it froze it, or as the facts stand.
pub(super) async fn topics_of(
    tx: &mut Tx<'_>,
    app: &App,
    meeting: &Meeting,
    (read_topics, now): (ReadTopics, Timestamp),
) -> Result<Vec<Topic>> {
    if meeting.stage.was_held() {
        return Ok(store::paper(tx, app, meeting).await?.topics);
    }
    Ok(agenda::of_meeting(meeting, read_topics(tx, app, now).await?))
}

/// A meeting that begins within the day may have begun.
pub(super) fn ahead(now: Timestamp) -> Timestamp {
    now.checked_add(24.hours()).unwrap_or(now)
}
