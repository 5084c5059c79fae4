//! Instants as logs write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// Microseconds since the epoch of a text such as `2026-03-02T08:00:00+07:00`,
/// `2026-03-02 08:00:00.5`, `2026/03/02 08:00` or `2026-03-02`. A text without an offset is local
/// time at `offset`.
pub fn instant(text: &str, offset: Offset) -> Option<i64> {
    let text = text.trim().replace('/', "-");
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(microsecond(instant));
    }
    let civil = text
        .parse::<DateTime>()
        .or_else(|_| text.parse::<Date>().map(DateTime::from))
        .or_else(|_| DateTime::strptime("%Y-%m-%d %H:%M", &text))
        .ok()?;
    offset.to_timestamp(civil).ok().map(microsecond)
}

/// The microsecond in which an instant lies, before the epoch too.
fn microsecond(instant: Timestamp) -> i64 {
    instant.as_nanosecond().div_euclid(1_000) as i64
}
