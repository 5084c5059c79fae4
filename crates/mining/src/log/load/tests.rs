#![allow(clippy::unwrap_used, reason = "tests")]

mod plain;

use std::io::{Read as _, Write as _};

use jiff::tz::Offset;
use proptest::prelude::*;

use super::{Columns, Format, Lifecycle, Reading, load, load_parts};
use crate::dfg::Dfg;
use crate::log::write::write;
use crate::table::{Builder, Log, NONE, Row, UNKNOWN, variants};

/// As a municipal log comes: with extensions, globals, classifiers, life cycles, nested attributes.
const PERMITS: &str = r#"<?xml version='1.0' encoding="UTF-8" ?>
<!-- OpenXES <log> -->
<!DOCTYPE log [ <!ELEMENT log ANY> ]>
<log xes.version="1.0" xes.features="nested-attributes" openxes.version="1.0RC7">
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <global scope="trace"><string key="concept:name" value="UNKNOWN"/></global>
  <global scope="event"><date key="time:timestamp" value="1970-01-01T00:00:00.000+01:00"/></global>
  <classifier name="Activity" keys="concept:name lifecycle:transition"/>
  <string key="source" value="a > b"/>
  <trace>
    <string key='concept:name' value='K &amp; Z &#50;'/>
    <string key="responsible"><string key="concept:name" value="not this"/></string>
    <list key="parts"><values><string key="concept:name" value="nor this"/></values></list>
    <event>
      <string key="concept:name" value="01_HOOFD_010"/>
      <string key="org:resource" value="560464"/>
      <date key="time:timestamp" value="2014-04-11T00:00:00+02:00"/>
      <string key="lifecycle:transition" value="start"/>
      <string key="org:group" value="G1"><string key="org:group" value="inner"/></string>
      <string key="question" value="line
break"/>
    </event>
    <event>
      <string key="org:resource" value="nobody"/>
      <date key="time:timestamp" value="2014-04-11T00:00:00+02:00"/>
    </event>
    <event><string key="concept:name" value="no time"/></event>
    <![CDATA[ </trace> <event> ]]>
    <event>
      <date key="time:timestamp" value="2014-04-11T08:00:00.250"/>
      <string key="lifecycle:transition" value="COMPLETE"/>
      <string key="concept:name" value="01_HOOFD_010"/>
    </event>
    <event/>
    <event><date key="time:timestamp" value="2014-04-12"/><string key="concept:name" value="end"/></event>
  </trace>
  <trace/>
  <trace>
    <event><string key="concept:name" value="x"/><date key="time:timestamp" value="2014-01-01T00:00:00Z"/></event>
  </trace>
</log>
"#;

fn read(text: &[u8], format: Format, reading: &Reading) -> Log {
    load(text, format, reading).unwrap().log
}

fn names(log: &Log, case: usize) -> Vec<&str> {
    log.trace(case).iter().map(|activity| log.activities.name(*activity)).collect()
}

fn xes(reading: &Reading) -> super::Loaded {
    load(PERMITS.as_bytes(), Format::Xes, reading).unwrap()
}

#[test]
fn a_municipal_log_is_read_whatever_stands_in_it() {
    let loaded = xes(&Reading { offset: Offset::constant(1), ..Reading::default() });
    let log = loaded.log;
    assert_eq!(loaded.left_out, 3, "one without activity, one without time, one empty");
    assert_eq!(log.cases.iter().collect::<Vec<_>>(), ["K & Z 2", "trace 3"]);
    assert_eq!(names(&log, 0), ["01_HOOFD_010", "01_HOOFD_010", "end"]);
    assert_eq!(names(&log, 1), ["x"]);
    let first = 1_397_167_200_000_000;
    // 08:00 at +01:00 is nine hours behind midnight at +02:00; the last is a local midnight.
    let hour = 3_600_000_000;
    assert_eq!(log.at[..3], [first, first + 9 * hour + 250_000, first + 25 * hour]);
    let resource = |event: usize| log.resources.name(log.resource[event]);
    assert_eq!((resource(0), log.resource[1]), ("560464", NONE));
    assert_eq!(log.places.iter().collect::<Vec<_>>(), ["G1"], "not the inner one");
    assert_eq!(log.resources.len(), 1, "whose only event is left out is nobody");
}

#[test]
fn a_life_cycle_is_counted_as_it_is_asked_for() {
    let read = |lifecycle| xes(&Reading { lifecycle, ..Reading::default() }).log;
    assert_eq!(names(&read(Lifecycle::All), 0), ["01_HOOFD_010", "01_HOOFD_010", "end"]);
    let complete = read(Lifecycle::Complete);
    assert_eq!(names(&complete, 0), ["01_HOOFD_010", "end"]);
    assert_eq!(complete.started, [UNKNOWN; 3]);
    let pairs = read(Lifecycle::Pair);
    assert_eq!(names(&pairs, 0), ["01_HOOFD_010", "end"]);
    assert_eq!(pairs.at[0] - pairs.started[0], 10 * 3_600_000_000 + 250_000);
}

#[test]
fn other_columns_are_read_when_they_are_named() {
    let columns = Columns { activity: Some("org:group".to_owned()), ..Columns::default() };
    let loaded = xes(&Reading { columns, ..Reading::default() });
    assert_eq!(names(&loaded.log, 0), ["G1"]);
    let conditions = vec![("question".to_owned(), "line break".to_owned())];
    let log = xes(&Reading { conditions, ..Reading::default() }).log;
    assert_eq!(log.events(), 1, "an end of line in a value is a space");
    let conditions = vec![("case:concept:name".to_owned(), "K & Z 2".to_owned())];
    assert_eq!(xes(&Reading { conditions, ..Reading::default() }).log.len(), 1);
}

#[test]
fn csv_is_read_with_quotes_marks_and_any_order() {
    let text = "\u{feff}case;activity;time;unit\r\n1;\"say \"\"no\"\"; wait\nhere\";2026-03-02 09:00;U\r\n\
                2;b;2026-03-02 08:00:00+07:00;\r\n\r\n1;a;2026/03/02 08:00:00;U\r\n;c;2026-03-02;U";
    let reading = Reading { offset: Offset::constant(7), ..Reading::default() };
    let loaded = load(text.as_bytes(), Format::Csv, &reading).unwrap();
    let log = loaded.log;
    assert_eq!(names(&log, 0), ["a", "say \"no\"; wait\nhere"]);
    assert_eq!(log.at[0], log.at[2], "the same instant");
    assert_eq!((loaded.left_out, log.places.len(), log.place[2]), (1, 1, NONE));
}

#[test]
fn a_broken_log_is_one_sentence_with_its_line() {
    let said = |text: &str, format| {
        load(text.as_bytes(), format, &Reading::default()).unwrap_err().to_string()
    };
    let cut = |at: &str| &PERMITS[..PERMITS.find(at).unwrap()];
    for (text, sentence) in [
        ("", "line 1: there is no XES log in it"),
        ("<html></html>", "line 1: there is no XES log in it"),
        ("<log>\n</log>", "line 2: the log has no traces"),
        (
            "<log>\n<trace>\n</event>",
            "line 3: this is no XML: </event> closes a tag that is not the last one open",
        ),
        ("<log>\n<trace>\n<string key=a/>", "line 3: this is no XML: a value is not in quotes"),
        ("<log>\n\n<trace <event/>", "line 3: this is no XML: a tag begins inside a tag"),
        (cut("01_HOOFD_010"), "line 15: the file ends inside a tag"),
        (cut("<event/>"), "line 34: the log ends inside a trace"),
        (
            &PERMITS.replace("2014-04-12", "tomorrow"),
            "line 35: tomorrow is no instant; write it as 2026-03-02T08:00:00+07:00",
        ),
    ] {
        assert_eq!(said(text, Format::Xes), sentence, "{text}");
    }
    let good = "case,activity,time\n1,a,2026-01-02\n";
    for (text, sentence) in [
        ("".to_owned(), "the file is empty; it should begin with a header"),
        (
            "x,y\n".to_owned(),
            "there is no column case:concept:name or case_id or case or Case ID; the log has x, y",
        ),
        (format!("{good}2,b\n"), "line 3: this row has 2 values and the header 3"),
        (
            format!("{good}2,b,soon\n"),
            "line 3: column time: soon is no instant; write it as 2026-03-02T08:00:00+07:00",
        ),
        (format!("{good}2,\"b,2026-01-03\n"), "line 3: a quote is opened and never closed"),
    ] {
        assert_eq!(said(&text, Format::Csv), sentence, "{text}");
    }
    let not_text =
        load(&b"case,activity,time\n1,\xFF,2026-01-02\n"[..], Format::Csv, &Reading::default());
    let sentence = "line 2: column activity: this is not UTF-8; save the file as UTF-8";
    assert_eq!(not_text.unwrap_err().to_string(), sentence);
    let broken = said("{\n\"objects\": 3}", Format::OcelJson);
    assert!(broken.starts_with("line 2: column 12: this is no OCEL 2.0"), "{broken}");
}

#[test]
fn a_packed_log_that_ends_too_early_is_refused() {
    let packed = pack(PERMITS.as_bytes());
    let cut = load(&packed[..packed.len() - 40], Format::Xes, &Reading::default()).unwrap_err();
    assert!(cut.to_string().contains("the file cannot be read on"), "{cut}");
    assert_eq!(read(&packed, Format::Xes, &Reading::default()).len(), 2);
}

const OCEL: &str = r#"<?xml version="1.0"?><log>
<object-types><object-type name="order"><attributes/></object-type></object-types>
<objects><object id="o1" type="order"><objects><relationship object-id="i1" qualifier="has"/></objects></object>
<object id="i1" type="item"/></objects>
<events><event id="e1" type="pay &amp; go" time="2026-01-01T10:00:00Z"><attributes><attribute name="resource">Ani &amp; Budi</attribute></attributes>
<objects><relationship object-id="o1" qualifier="q"/><relationship object-id="o1" qualifier="r"/><relationship object-id="i1" qualifier="q"/></objects></event></events></log>"#;

#[test]
fn objects_of_one_type_are_the_cases() {
    let of_type = |kind: &str| Reading { object_type: Some(kind.to_owned()), ..Reading::default() };
    let log = read(OCEL.as_bytes(), Format::OcelXml, &of_type("order"));
    assert_eq!((log.events(), names(&log, 0)), (1, vec!["pay & go"]));
    assert_eq!((log.cases.name(0), log.resources.name(0)), ("o1", "Ani & Budi"));
    let unsaid = load(OCEL.as_bytes(), Format::OcelXml, &Reading::default()).unwrap_err();
    assert_eq!(
        unsaid.to_string(),
        "name the type of object that is a case; the log has item, order"
    );
    let wrong = load(OCEL.as_bytes(), Format::OcelXml, &of_type("cart")).unwrap_err();
    assert!(wrong.to_string().ends_with("the log has item, order"));
}

fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// A row of a log: case, activity, minute, minutes of work, resource, place.
type Event = (u8, usize, i64, Option<i64>, u8, u8);

const ACTIVITIES: [&str; 5] =
    ["a", "b <&> \"c\"", "a name that is too long for its table", "d, e; f", "ö\u{1F600}"];

fn built(events: &[Event]) -> Log {
    let mut builder = Builder::default();
    for (case, activity, minute, lasts, resource, place) in events {
        let at = 1_767_225_600_000_000 + minute * 60_000_000;
        let named = |number: u8, kind: &str| match number {
            0 => String::new(),
            number => format!("{kind} {number}"),
        };
        builder.push(&Row {
            case: &format!("case {case}"),
            activity: ACTIVITIES[*activity],
            at,
            started: lasts.map_or(UNKNOWN, |lasts| at - lasts * 60_000_000 - 1),
            resource: &named(*resource, "officer"),
            place: &named(*place, "unit"),
        });
    }
    builder.finish()
}

fn some_events() -> impl Strategy<Value = Vec<Event>> {
    let event =
        (0u8..6, 0..ACTIVITIES.len(), 0i64..500, prop::option::of(0i64..60), 0u8..3, 0u8..3);
    prop::collection::vec(event, 1..60)
}

/// A log as texts, whatever its names' numbers are.
fn told(log: &Log) -> Vec<(String, String, i64, i64, String, String)> {
    let mut all = Vec::new();
    for case in 0..log.len() {
        for event in log.case(case) {
            all.push((
                log.cases.name(case as u32).to_owned(),
                log.activities.name(log.activity[event]).to_owned(),
                log.at[event],
                log.started[event],
                log.resources.name(log.resource[event]).to_owned(),
                log.places.name(log.place[event]).to_owned(),
            ));
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_written_is_read_back(events in some_events()) {
        let log = built(&events);
        for format in [Format::Csv, Format::Xes, Format::OcelJson] {
            let mut bytes = Vec::new();
            write(&log, format, &mut bytes).unwrap();
            for bytes in [pack(&bytes), bytes] {
                let again = read(&bytes, format, &Reading::default());
                prop_assert_eq!(told(&again), told(&log), "{:?}", format);
            }
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter_when_no_two_times_are_equal(
        events in some_events(), seed in any::<u64>()
    ) {
        let mut events = events;
        for (at, event) in events.iter_mut().enumerate() {
            event.2 = at as i64;
        }
        let mut mixed = events.clone();
        let mut state = seed | 1;
        for at in (1..mixed.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            mixed.swap(at, (state >> 33) as usize % (at + 1));
        }
        let (mut a, mut b) = (told(&built(&events)), told(&built(&mixed)));
        a.sort();
        b.sort();
        prop_assert_eq!(a, b);
    }

    #[test]
    fn edges_of_variants_are_those_of_the_log(events in some_events()) {
        let log = built(&events);
        let mut counts = std::collections::BTreeMap::<(u32, u32), u64>::new();
        for variant in variants(&log) {
            for pair in variant.activities.windows(2) {
                *counts.entry((pair[0], pair[1])).or_default() += variant.cases;
            }
        }
        let dfg = Dfg::of(&log);
        let edges: Vec<_> = dfg.edges.iter().map(|e| ((e.from, e.to), e.count)).collect();
        prop_assert_eq!(edges, counts.into_iter().collect::<Vec<_>>());
        prop_assert_eq!(dfg.nodes.iter().map(|node| node.starts).sum::<u64>(), log.len() as u64);
    }
}

#[test]
fn parts_read_at_once_give_the_same_log_as_one() {
    // Several blocks long, with a quoted end of line in each row, so that cuts fall inside rows.
    let mut text = "case,activity,time,resource\n".to_owned();
    for row in 0..60_000 {
        let (case, minute) = (row % 977, row % 60);
        text += &format!(
            "c{case},\"act {}\nmore\",2026-01-02T10:{minute:02}:00Z,r{}\n",
            row % 7,
            row % 31
        );
    }
    let plain = text.replace("\nmore", " more");
    let mut asked = 0;
    for text in [text, plain] {
        let bytes = text.as_bytes();
        let open = |range: std::ops::Range<u64>| {
            let end = (range.end as usize).min(bytes.len());
            Ok(bytes[range.start as usize..end].take(u64::MAX))
        };
        let size = bytes.len() as u64;
        let parts = load_parts(size, 3, open, Format::Csv, &Reading::default()).unwrap().log;
        let one = read(bytes, Format::Csv, &Reading::default());
        assert_eq!(told(&parts), told(&one));
        asked += one.events();
    }
    assert_eq!(asked, 120_000);
}
