#![allow(clippy::unwrap_used, reason = "tests")]

use std::io::Write as _;

use jiff::tz::Offset;

use super::{Format, Mistake, instant, read};

const XES: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="event"><string key="concept:name" value="__INVALID__"/></global>
  <trace>
    <string key="concept:name" value="A &amp; B"/>
    <list key="nested"><values><string key="concept:name" value="inner"/></values></list>
    <event>
      <string key="concept:name" value="submit"/>
      <date key="time:timestamp" value="2026-03-02T08:00:00+07:00"/>
      <string key="org:resource" value="p1"/>
    </event>
    <event>
      <string key="concept:name" value="approve"><string key="inside" value="x"><int key="deeper" value="1"/></string></string>
      <date key="time:timestamp" value="2026-03-02T09:30:00+07:00"/>
    </event>
  </trace>
</log>
"#;

fn rows(bytes: &[u8], format: Format, columns: &[&str]) -> Result<Vec<Vec<String>>, Mistake> {
    let mut all = Vec::new();
    read(bytes, format, |event| {
        all.push(columns.iter().map(|column| event.get(column).to_owned()).collect());
        Ok(())
    })?;
    Ok(all)
}

#[test]
fn xes_gives_events_with_the_attributes_of_their_trace() {
    let columns = ["case:concept:name", "concept:name", "org:resource", "inside"];
    let expected = vec![vec!["A & B", "submit", "p1", ""], vec!["A & B", "approve", "", ""]];
    assert_eq!(rows(XES.as_bytes(), Format::Xes, &columns).unwrap(), expected);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(XES.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    assert_eq!(rows(&packed, Format::Xes, &columns).unwrap(), expected);
}

#[test]
fn csv_is_read_with_its_own_delimiter() {
    let text = "\u{feff}case;activity\n1;\"a; b\"\n2;c\n";
    let expected = vec![vec!["1", "a; b"], vec!["2", "c"]];
    assert_eq!(rows(text.as_bytes(), Format::Csv, &["case", "activity"]).unwrap(), expected);
}

#[test]
fn a_mistake_names_its_line() {
    let wrong = rows(b"case,activity\n1,a\n2\n", Format::Csv, &[]).unwrap_err();
    assert_eq!(wrong.to_string(), "line 3: this row has 1 values and the header 2");
    let cut = &XES.as_bytes()[..XES.len() - 30];
    let wrong = rows(cut, Format::Xes, &[]).unwrap_err();
    assert!(wrong.to_string().starts_with("line 1"), "{wrong}");
    let none = rows(b"<html></html>", Format::Xes, &[]).unwrap_err();
    assert_eq!(none.to_string(), "line 1: there is no XES log in it");
}

#[test]
fn instants_are_read_as_logs_write_them() {
    let jakarta = Offset::constant(7);
    let eight = instant("2026-03-02T08:00:00+07:00", jakarta).unwrap();
    for text in ["2026-03-02 08:00:00", "2026/03/02 08:00:00.000", "2026-03-02T01:00:00Z"] {
        assert_eq!(instant(text, jakarta), Some(eight), "{text}");
    }
    assert_eq!(instant("2026-03-02 08:00", jakarta), Some(eight));
    assert_eq!(instant("2026/03/02 08:00:00.000+07:00", jakarta), Some(eight));
    assert_eq!(instant("2026-03-02", jakarta), Some(eight - 8 * 3_600_000_000));
    assert_eq!(instant("yesterday", jakarta), None);
}
