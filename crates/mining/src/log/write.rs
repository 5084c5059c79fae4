//! Writing a log: CSV, XES (IEEE 1849-2016), OCEL 2.0 as JSON. Each is read back as the same log, and
//! by PM4Py too. What nobody wrote down is left out; a column that no event has is not there.

use std::io::{Result, Write};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::load::Format;
use crate::table::{Log, NONE, UNKNOWN};

/// Writes a log in a format.
///
/// # Errors
/// When it cannot be written; when the format is one that is only read.
pub fn write(log: &Log, format: Format, out: &mut impl Write) -> Result<()> {
    match format {
        Format::Csv => csv(log, out),
        Format::Xes => xes(log, out),
        Format::OcelJson => ocel(log, out),
        Format::OcelXml => Err(std::io::Error::new(
            std::io::ErrorKind::Unsupported,
            "OCEL is written as JSON; choose a name that ends in .jsonocel",
        )),
    }
}

/// An event as it is written.
struct Line<'l> {
    activity: &'l str,
    at: Option<Timestamp>,
    started: Option<Timestamp>,
    resource: Option<&'l str>,
    place: Option<&'l str>,
}

fn line(log: &Log, event: usize) -> Line<'_> {
    let instant = |at: i64| (at != UNKNOWN).then(|| Timestamp::from_microsecond(at).ok()).flatten();
    Line {
        activity: log.activities.name(log.activity[event]),
        at: instant(log.at[event]),
        started: instant(log.started[event]),
        resource: (log.resource[event] != NONE).then(|| log.resources.name(log.resource[event])),
        place: (log.place[event] != NONE).then(|| log.places.name(log.place[event])),
    }
}

fn csv(log: &Log, out: &mut impl Write) -> Result<()> {
    let has = [
        log.started.iter().any(|at| *at != UNKNOWN),
        !log.resources.is_empty(),
        !log.places.is_empty(),
    ];
    let optional = |values: [&str; 3]| -> Vec<String> {
        values.into_iter().zip(has).filter(|(_, has)| *has).map(|(one, _)| one.to_owned()).collect()
    };
    let mut rows = csv::Writer::from_writer(out);
    let mut header: Vec<String> =
        ["case:concept:name", "concept:name", "time:timestamp"].map(str::to_owned).to_vec();
    header.extend(optional(["start_timestamp", "org:resource", "org:group"]));
    rows.write_record(&header)?;
    let text = |at: Option<Timestamp>| at.map_or_else(String::new, |at| at.to_string());
    for case in 0..log.len() {
        for event in log.case(case) {
            let line = line(log, event);
            let case = log.cases.name(case as u32).to_owned();
            let mut row = vec![case, line.activity.to_owned(), text(line.at)];
            let started = text(line.started);
            let (resource, place) =
                (line.resource.unwrap_or_default(), line.place.unwrap_or_default());
            row.extend(optional([started.as_str(), resource, place]));
            rows.write_record(&row)?;
        }
    }
    rows.flush()
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <global scope="trace">
    <string key="concept:name" value="__INVALID__"/>
  </global>
  <global scope="event">
    <string key="concept:name" value="__INVALID__"/>
    <date key="time:timestamp" value="1970-01-01T00:00:00Z"/>
  </global>
  <classifier name="Activity" keys="concept:name"/>
"#;

fn xes(log: &Log, out: &mut impl Write) -> Result<()> {
    out.write_all(HEAD.as_bytes())?;
    for case in 0..log.len() {
        let name = escape(log.cases.name(case as u32));
        write!(out, "  <trace>\n    <string key=\"concept:name\" value=\"{name}\"/>\n")?;
        for event in log.case(case) {
            let line = line(log, event);
            let activity = escape(line.activity);
            write!(
                out,
                "    <event>\n      <string key=\"concept:name\" value=\"{activity}\"/>\n"
            )?;
            for (key, at) in [("time:timestamp", line.at), ("start_timestamp", line.started)] {
                if let Some(at) = at {
                    writeln!(out, "      <date key=\"{key}\" value=\"{at}\"/>")?;
                }
            }
            for (key, text) in [("org:resource", line.resource), ("org:group", line.place)] {
                if let Some(text) = text {
                    writeln!(out, "      <string key=\"{key}\" value=\"{}\"/>", escape(text))?;
                }
            }
            out.write_all(b"    </event>\n")?;
        }
        out.write_all(b"  </trace>\n")?;
    }
    out.write_all(b"</log>\n")
}

/// A text as the value of an attribute. A letter that XML cannot hold (1.0, section 2.2) becomes the
/// sign for an unknown one.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push_str(&format!("&#{};", letter as u32)),
            letter if letter < ' ' || matches!(letter, '\u{FFFE}' | '\u{FFFF}') => {
                out.push('\u{FFFD}');
            }
            letter => out.push(letter),
        }
    }
    out
}

/// The attributes that an event may have.
const ATTRIBUTES: [(&str, &str); 3] =
    [("start_timestamp", "time"), ("org:resource", "string"), ("org:group", "string")];

fn ocel(log: &Log, out: &mut impl Write) -> Result<()> {
    let attributes: Vec<Value> =
        ATTRIBUTES.iter().map(|(name, kind)| json!({ "name": name, "type": kind })).collect();
    let types: Vec<Value> = log
        .activities
        .iter()
        .map(|name| json!({ "name": name, "attributes": attributes }))
        .collect();
    write!(out, "{{\"objectTypes\":[{{\"name\":\"case\",\"attributes\":[]}}],\n\"eventTypes\":")?;
    serde_json::to_writer(&mut *out, &types)?;
    out.write_all(b",\n\"objects\":[")?;
    for (case, name) in log.cases.iter().enumerate() {
        out.write_all(if case > 0 { b",\n" } else { b"\n" })?;
        let object = json!({ "id": name, "type": "case", "attributes": [], "relationships": [] });
        serde_json::to_writer(&mut *out, &object)?;
    }
    out.write_all(b"],\n\"events\":[")?;
    for case in 0..log.len() {
        for event in log.case(case) {
            out.write_all(if event > 0 { b",\n" } else { b"\n" })?;
            serde_json::to_writer(&mut *out, &ocel_event(log, case, event))?;
        }
    }
    out.write_all(b"]}\n")
}

fn ocel_event(log: &Log, case: usize, event: usize) -> Value {
    let line = line(log, event);
    let text = |at: Option<Timestamp>| at.map(|at| at.to_string());
    let values =
        [text(line.started), line.resource.map(str::to_owned), line.place.map(str::to_owned)];
    let attributes: Vec<Value> = ATTRIBUTES
        .iter()
        .zip(values)
        .filter_map(|((name, _), value)| Some(json!({ "name": name, "value": value? })))
        .collect();
    json!({
        "id": format!("e{}", event + 1),
        "type": line.activity,
        "time": text(line.at),
        "attributes": attributes,
        "relationships": [{
            "objectId": log.cases.name(case as u32),
            "qualifier": "case",
        }],
    })
}
