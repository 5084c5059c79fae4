//! Instants, fast: the usual spelling by hand, all others by [`instant`].

use jiff::tz::Offset;

use crate::log::instant;

const SECOND: i64 = 1_000_000;

/// Reads instants; remembers the day that it read last.
#[derive(Debug)]
pub struct Clock {
    offset: Offset,
    date: [u8; 10],
    day: i64,
}

impl Clock {
    /// Times without an offset are local at `offset`.
    pub fn new(offset: Offset) -> Self {
        Self { offset, date: [0; 10], day: 0 }
    }

    /// Microseconds since the epoch; nothing when the text is no instant.
    pub fn read(&mut self, text: &[u8]) -> Option<i64> {
        self.usual(text).or_else(|| instant(std::str::from_utf8(text).ok()?, self.offset))
    }

    /// `2026-03-02T08:00:00`, with a space or slashes, a part of a second and an offset or not.
    fn usual(&mut self, text: &[u8]) -> Option<i64> {
        let date: &[u8; 10] = text.first_chunk()?;
        let [separator, time @ ..] = text.get(10..19)? else { return None };
        if !matches!(separator, b'T' | b' ') || time[2] != b':' || time[5] != b':' {
            return None;
        }
        if *date != self.date {
            self.day = day(date)?;
            self.date = *date;
        }
        let (hour, minute, second) = (two(&time[..2])?, two(&time[3..5])?, two(&time[6..])?);
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let (part, zone) = part(&text[19..])?;
        let offset = zone_seconds(zone, self.offset)?;
        let seconds = self.day * 86_400 + hour * 3_600 + minute * 60 + second - offset;
        Some(seconds * SECOND + part)
    }
}

fn digit(byte: u8) -> Option<i64> {
    byte.is_ascii_digit().then(|| i64::from(byte - b'0'))
}

fn two(text: &[u8]) -> Option<i64> {
    Some(digit(text[0])? * 10 + digit(text[1])?)
}

/// Days since the epoch, by the proleptic Gregorian calendar.
fn day(date: &[u8; 10]) -> Option<i64> {
    if !matches!((date[4], date[7]), (b'-', b'-') | (b'/', b'/')) {
        return None;
    }
    let (year, month) = (two(&date[..2])? * 100 + two(&date[2..4])?, two(&date[5..7])?);
    let day = two(&date[8..])?;
    let civil = jiff::civil::Date::new(year as i16, month as i8, day as i8).ok()?;
    let epoch = jiff::civil::date(1970, 1, 1);
    Some(civil.duration_since(epoch).as_hours() / 24)
}

/// Microseconds of a part of a second, and what stands behind it.
fn part(text: &[u8]) -> Option<(i64, &[u8])> {
    let Some((b'.' | b',', rest)) = text.split_first() else { return Some((0, text)) };
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if count == 0 || count > 9 {
        return None;
    }
    let mut micros = 0;
    for place in 0..6 {
        let digit = rest[..count].get(place).map_or(0, |byte| i64::from(byte - b'0'));
        micros = micros * 10 + digit;
    }
    Some((micros, &rest[count..]))
}

/// Seconds east of Greenwich.
fn zone_seconds(text: &[u8], otherwise: Offset) -> Option<i64> {
    let (sign, rest) = match text {
        [] => return Some(i64::from(otherwise.seconds())),
        b"Z" | b"z" => return Some(0),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match rest {
        [a, b] => (two(&[*a, *b])?, 0),
        [a, b, b':', c, d] | [a, b, c, d] => (two(&[*a, *b])?, two(&[*c, *d])?),
        _ => return None,
    };
    (hours <= 25 && minutes <= 59).then_some(sign * (hours * 3_600 + minutes * 60))
}
