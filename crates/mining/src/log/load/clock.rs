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
    // Only dates that there are.
    jiff::civil::Date::new(year as i16, month as i8, day as i8).ok()?;
    // A year begins in March here, so that the day that is not in every year is its last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * month + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use jiff::tz::Offset;
    use proptest::prelude::*;

    use super::Clock;
    use crate::log::instant;

    /// Texts that are nearly instants, and many that are.
    fn texts() -> impl Strategy<Value = String> {
        let date = (prop_oneof![Just(1970i16), 1i16..=9999], 0u8..14, 0u8..33);
        let time = (0u8..26, 0u8..62, 0u8..62);
        let part = prop_oneof![Just(String::new()), "[.,][0-9]{0,10}"];
        let zone = prop_oneof![
            Just(String::new()),
            Just("Z".to_owned()),
            "[+-](0[0-9]|1[0-9]|2[0-6])(:?[0-6][0-9])?",
            "[ +:Zz0-9]{1,4}",
        ];
        (date, "[-/]", "[T t]", time, part, zone).prop_map(
            |((year, month, day), dash, between, (hour, minute, second), part, zone)| {
                format!(
                    "{year:04}{dash}{month:02}{dash}{day:02}{between}{hour:02}:{minute:02}:{second:02}{part}{zone}"
                )
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn what_is_read_by_hand_is_what_jiff_reads(text in texts(), hours in -12i8..=14) {
            let offset = Offset::constant(hours);
            if let Some(fast) = Clock::new(offset).usual(text.as_bytes()) {
                prop_assert_eq!(Some(fast), instant(&text, offset), "{}", text);
            }
        }
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        let mut day = jiff::civil::date(0, 1, 1);
        let epoch = jiff::civil::date(1970, 1, 1);
        while day.year() < 9999 {
            let text: [u8; 10] = day.to_string().into_bytes().try_into().unwrap();
            let days = i64::from(epoch.until(day).unwrap().get_days());
            assert_eq!(super::day(&text), Some(days), "{day}");
            day = day.checked_add(jiff::Span::new().days(17)).unwrap();
        }
    }
}
