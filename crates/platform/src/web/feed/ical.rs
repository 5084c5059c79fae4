//! iCalendar (RFC 5545): days and hours that a calendar program shows.

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

/// A calendar.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// What made it, in a few letters; part of `PRODID`.
    pub product: &'static str,
    /// What it is called.
    pub name: String,
    /// What is in it.
    pub events: Vec<Event>,
}

/// When something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// All of that day.
    Day(Date),
    /// From one instant to another.
    Hours(Timestamp, Timestamp),
}

/// One thing in a calendar.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its id, which never changes; `@bening` is added.
    pub uid: String,
    /// How often it was changed.
    pub sequence: i64,
    /// When this was written down. It is the same for every reader, so that nothing changes without a cause.
    pub stamp: Timestamp,
    /// When it is.
    pub when: When,
    /// What it is called.
    pub title: String,
    /// Where it is; may be empty.
    pub place: String,
    /// More words; may be empty.
    pub about: String,
    /// Address of its page.
    pub url: String,
    /// Whether it will not take place.
    pub cancelled: bool,
}

/// When the thing with this id (UUIDv7) was made.
pub fn made(id: Uuid) -> Timestamp {
    let (seconds, nanos) = id.get_timestamp().map_or((0, 0), |time| time.to_unix());
    let nanos = i32::try_from(nanos).unwrap_or_default();
    let at = i64::try_from(seconds).ok().and_then(|seconds| Timestamp::new(seconds, nanos).ok());
    at.unwrap_or(Timestamp::UNIX_EPOCH)
}

impl Calendar {
    /// Writes it out, with the line ends and folds of the standard.
    pub fn write(&self) -> String {
        let mut lines = vec![
            "BEGIN:VCALENDAR".to_owned(),
            "VERSION:2.0".to_owned(),
            format!("PRODID:-//Bening//{}//ID", self.product),
            "CALSCALE:GREGORIAN".to_owned(),
            "METHOD:PUBLISH".to_owned(),
            format!("X-WR-CALNAME:{}", escaped(&self.name)),
        ];
        for event in &self.events {
            event.write_to(&mut lines);
        }
        lines.push("END:VCALENDAR".to_owned());
        lines.iter().map(|line| folded(line)).collect()
    }
}

impl Event {
    fn write_to(&self, lines: &mut Vec<String>) {
        let at = |at: Timestamp| at.strftime("%Y%m%dT%H%M%SZ").to_string();
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}@bening", self.uid),
            format!("SEQUENCE:{}", self.sequence),
            format!("DTSTAMP:{}", at(self.stamp)),
        ]);
        match self.when {
            When::Day(day) => {
                lines.push(format!("DTSTART;VALUE=DATE:{}", day.strftime("%Y%m%d")));
                // A last day keeps nobody busy.
                lines.push("TRANSP:TRANSPARENT".to_owned());
            }
            When::Hours(from, until) => {
                lines.push(format!("DTSTART:{}", at(from)));
                lines.push(format!("DTEND:{}", at(until)));
            }
        }
        lines.push(format!("SUMMARY:{}", escaped(&self.title)));
        for (name, text) in [("LOCATION", &self.place), ("DESCRIPTION", &self.about)] {
            if !text.is_empty() {
                lines.push(format!("{name}:{}", escaped(text)));
            }
        }
        let status = if self.cancelled { "CANCELLED" } else { "CONFIRMED" };
        lines.extend([
            format!("STATUS:{status}"),
            format!("URL:{}", self.url),
            "END:VEVENT".to_owned(),
        ]);
    }
}

/// Text of a property (RFC 5545, 3.3.11), without the control characters that it cannot hold.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    let text = text.replace("\r\n", "\\n").replace(['\n', '\r'], "\\n");
    text.chars().filter(|c| *c == '\t' || !c.is_control()).collect()
}

/// A line in pieces of at most 75 octets, which never cut a letter (RFC 5545, 3.1).
fn folded(line: &str) -> String {
    let (mut out, mut room) = (String::with_capacity(line.len() + 8), 75);
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

/// Reads a calendar back, for tests: the properties of each event by name, without their parameters.
///
/// # Errors
/// A sentence that says which rule of RFC 5545 is broken.
#[cfg(any(test, feature = "testing"))]
pub fn read(
    text: &str,
) -> std::result::Result<Vec<std::collections::BTreeMap<String, String>>, String> {
    use std::collections::BTreeMap;
    let body = text.strip_suffix("\r\n").ok_or("the last line has no end")?;
    if let Some(long) = body.split("\r\n").find(|line| line.len() > 75) {
        return Err(format!("a line has more than 75 octets: {long}"));
    }
    let whole = body.replace("\r\n ", "");
    if whole.replace("\r\n", "").contains(['\r', '\n']) {
        return Err("a line ends without CRLF".to_owned());
    }
    let (mut open, mut events) = (Vec::new(), Vec::new());
    let mut event: BTreeMap<String, String> = BTreeMap::new();
    for line in whole.split("\r\n") {
        let (head, value) = line.split_once(':').ok_or(format!("no property: {line}"))?;
        let name = head.split(';').next().unwrap_or_default();
        match name {
            "BEGIN" => open.push(value),
            "END" if open.pop() != Some(value) => return Err(format!("{value} was not open")),
            "END" if value == "VEVENT" => events.push(std::mem::take(&mut event)),
            "END" => {}
            _ if open.last() == Some(&"VEVENT") => {
                let value = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";");
                let value = value.replace("\\\\", "\\");
                if event.insert(name.to_owned(), value).is_some() {
                    return Err(format!("{name} stands twice"));
                }
            }
            _ => {}
        }
    }
    if !open.is_empty() {
        return Err(format!("{open:?} is not closed"));
    }
    for (place, event) in events.iter().enumerate() {
        if let Some(lacks) =
            ["UID", "DTSTAMP", "DTSTART"].iter().find(|name| !event.contains_key(**name))
        {
            return Err(format!("event {place} has no {lacks}"));
        }
        if events[..place].iter().any(|other| other.get("UID") == event.get("UID")) {
            return Err(format!("{} stands twice", event["UID"]));
        }
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn event(uid: &str, title: &str, about: &str) -> Event {
        Event {
            uid: uid.to_owned(),
            sequence: 0,
            stamp: Timestamp::UNIX_EPOCH,
            when: When::Day(date(2026, 11, 30)),
            title: title.to_owned(),
            place: String::new(),
            about: about.to_owned(),
            url: "https://metro.test/kalender-anggaran".to_owned(),
            cancelled: false,
        }
    }

    fn calendar(events: Vec<Event>) -> Calendar {
        Calendar { product: "Anggaran", name: "Kalender anggaran".to_owned(), events }
    }

    #[test]
    fn days_and_hours_are_written_as_the_standard_has_them() {
        let mut hours = event("b", "Kunjungan", "");
        let from: Timestamp = "2026-12-01T02:30:00Z".parse().unwrap();
        hours.when = When::Hours(from, from + jiff::SignedDuration::from_hours(2));
        hours.cancelled = true;
        let text = calendar(vec![event("a", "Rapat", "x"), hours]).write();
        assert!(text.contains("DTSTART;VALUE=DATE:20261130\r\n"), "{text}");
        assert!(text.contains("DTSTART:20261201T023000Z\r\nDTEND:20261201T043000Z\r\n"), "{text}");
        let read = read(&text).unwrap();
        assert_eq!(
            (read[0]["UID"].as_str(), read[1]["STATUS"].as_str()),
            ("a@bening", "CANCELLED")
        );
        assert!(!read[1].contains_key("DESCRIPTION"), "what is empty is left out");
    }

    #[test]
    fn the_reader_sees_what_is_wrong() {
        let good = calendar(vec![event("a", "Rapat", "")]).write();
        assert!(read(&good).is_ok());
        let twice = calendar(vec![event("a", "Rapat", ""), event("a", "Lagi", "")]).write();
        for bad in [
            good.replace("\r\n", "\n"),
            good.replace("UID:a@bening\r\n", ""),
            good.replace("END:VEVENT\r\n", ""),
            good.replace("Rapat", &"x".repeat(80)),
            twice,
        ] {
            assert!(read(&bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_moment_of_an_id_is_that_of_its_making() {
        let at = "2026-11-28T02:00:00Z".parse::<Timestamp>().unwrap();
        let id = Uuid::new_v7(uuid::Timestamp::from_unix(
            uuid::NoContext,
            u64::try_from(at.as_second()).unwrap(),
            0,
        ));
        assert_eq!(made(id), at);
        assert_eq!(made(Uuid::nil()), Timestamp::UNIX_EPOCH);
    }

    proptest! {
        #[test]
        fn a_folded_line_is_the_same_line(text in "[ -~é–]{0,300}") {
            let folded = folded(&text);
            prop_assert!(folded.split("\r\n").all(|line| line.len() <= 75));
            prop_assert_eq!(folded.trim_end_matches("\r\n").replace("\r\n ", ""), text.trim_end_matches("\r\n"));
        }

        /// Whatever was typed comes out of the calendar again.
        #[test]
        fn what_is_written_is_read(title in "[a-zé,;: –]{1,120}", about in "[ -\\[\\]-~é\n]{1,200}") {
            let read = read(&calendar(vec![event("a", &title, &about)]).write()).unwrap();
            prop_assert_eq!(&read[0]["SUMMARY"], &title);
            prop_assert_eq!(&read[0]["DESCRIPTION"], &about);
        }
    }
}
