//! XES: traces with attributes, events with attributes. Lists, containers and nested attributes are
//! passed over.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event as Xml};

use super::{Event, Mistake};

/// Where the reader stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Log,
    Trace,
    Event,
}

pub fn read(
    reader: impl BufRead,
    mut sink: impl FnMut(&Event) -> Result<(), Mistake>,
) -> Result<(), Mistake> {
    let mut lines = Lines { reader, line: 1 };
    let mut xml = Reader::from_reader(&mut lines);
    let mut buffer = Vec::new();
    let (mut event, mut trace) = (Event::default(), Vec::new());
    let (mut place, mut depth, mut is_log, mut traces) = (Place::Log, 0u32, false, 0u64);
    loop {
        buffer.clear();
        let next = xml.read_event_into(&mut buffer);
        let next = match next {
            Ok(next) => next,
            Err(error) => {
                let line = xml.get_ref().line;
                return Err(Mistake::Line { line, what: format!("this is no XML: {error}") });
            }
        };
        match next {
            Xml::Start(tag) => match (place, tag.local_name().as_ref()) {
                (Place::Log, b"log") if depth == 0 => is_log = true,
                (Place::Log, b"trace") if depth == 0 => {
                    place = Place::Trace;
                    trace.clear();
                    traces += 1;
                }
                (Place::Trace, b"event") if depth == 0 => {
                    place = Place::Event;
                    begin(&mut event, &trace);
                }
                _ => {
                    if depth == 0 {
                        keep(place, &tag, &mut event, &mut trace)?;
                    }
                    depth += 1;
                }
            },
            Xml::Empty(tag) if depth == 0 => keep(place, &tag, &mut event, &mut trace)?,
            Xml::End(_) if depth > 0 => depth -= 1,
            Xml::End(tag) => match (place, tag.local_name().as_ref()) {
                (Place::Event, b"event") => {
                    place = Place::Trace;
                    event.line = xml.get_ref().line;
                    sink(&event)?;
                }
                (Place::Trace, b"trace") => place = Place::Log,
                _ => {}
            },
            Xml::Eof => break,
            _ => {}
        }
    }
    if !is_log || place != Place::Log {
        let line = xml.get_ref().line;
        let what = if is_log { "the log ends inside a trace" } else { "there is no XES log in it" };
        return Err(Mistake::Line { line, what: what.to_owned() });
    }
    if traces == 0 {
        return Err(Mistake::Read("the log has no traces".to_owned()));
    }
    Ok(())
}

/// A new event: the attributes of its trace, and none of the last event's.
fn begin(event: &mut Event, trace: &[(String, String)]) {
    event.values.iter_mut().for_each(String::clear);
    for (name, value) in trace {
        event.set(name, value);
    }
}

/// Keeps an attribute of a trace or an event.
fn keep(
    place: Place,
    tag: &BytesStart<'_>,
    event: &mut Event,
    trace: &mut Vec<(String, String)>,
) -> Result<(), Mistake> {
    if place == Place::Log {
        return Ok(());
    }
    let (mut key, mut value) = (String::new(), String::new());
    for attribute in tag.attributes() {
        let wrong = |error: &dyn std::fmt::Display| Mistake::Read(format!("an attribute: {error}"));
        let attribute = attribute.map_err(|error| wrong(&error))?;
        let text = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_err(|error| wrong(&error))?;
        match attribute.key.as_ref() {
            b"key" => key = text.into_owned(),
            b"value" => value = text.into_owned(),
            _ => {}
        }
    }
    if key.is_empty() {
        return Ok(());
    }
    match place {
        Place::Trace => trace.push((format!("case:{key}"), value)),
        _ => event.set(&key, &value),
    }
    Ok(())
}

/// Counts lines as they are read, so that a mistake has a place.
struct Lines<R> {
    reader: R,
    line: u64,
}

impl<R: BufRead> std::io::Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.line += buffer[..count].iter().filter(|byte| **byte == b'\n').count() as u64;
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.reader.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        if let Ok(buffer) = self.reader.fill_buf() {
            let seen = buffer.get(..amount).unwrap_or_default();
            self.line += seen.iter().filter(|byte| **byte == b'\n').count() as u64;
        }
        self.reader.consume(amount);
    }
}
