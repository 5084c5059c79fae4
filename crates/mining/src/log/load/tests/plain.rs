//! Random logs are read as the plain readers of [`crate::log`] read them, event by event.

use jiff::tz::Offset;
use proptest::prelude::*;

use super::super::{Format, Reading, USUAL, load};
use super::told;
use crate::log::{Event, Format as PlainFormat, instant, read};
use crate::table::{Builder, Log, Row, UNKNOWN};

/// Pieces of which logs are made, and some of which they are not.
fn pieces(all: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(all), 0..most).prop_map(|pieces| pieces.concat())
}

/// What a row-by-row reader of the `csv` crate makes of a text, or nothing when it is broken. It has no
/// beginnings and no conditions.
fn plainly(text: &str, format: PlainFormat) -> Option<Log> {
    let mut builder = Builder::default();
    let named = |event: &Event, names: &[&str]| {
        let there = event.names();
        let name = names.iter().find(|name| there.iter().any(|one| one == *name));
        name.map(|name| event.get(name).to_owned()).unwrap_or_default()
    };
    let done = read(text.as_bytes(), format, |event| {
        let [case, activity, time, _, resource, place] =
            USUAL.map(|(_, names)| named(event, names));
        if time.is_empty() {
            return Ok(());
        }
        let at = instant(&time, Offset::UTC).ok_or_else(|| event.mistake("time"))?;
        if !case.is_empty() && !activity.is_empty() {
            let (case, activity, resource, place) = (&case, &activity, &resource, &place);
            builder.push(&Row { case, activity, at, started: UNKNOWN, resource, place });
        }
        Ok(())
    });
    done.ok().map(|()| builder.finish())
}

const CSV_PIECES: &[&str] = &[
    "1,",
    "2,",
    "a,",
    "b c,",
    "\"x, y\",",
    "\"q\"\"q\",",
    "\"two\nlines\",",
    "\u{e9}\u{1F600},",
    ",",
    "2026-01-02T10:00:00Z,",
    "2026-01-02 10:00:00+07:00,",
    "2026-01-02,",
    "soon,",
    "r1\n",
    "r2\r\n",
    "\n",
    "\"r, 3\"\n",
    "1,a,2026-01-02T10:00:00Z,r1\n",
    "2,\"b\",2026/01/03 08:00:00.5,\n",
    "1,c,2026-01-01T10:00:00+02:00,\"r\"\r\n",
];

/// Attributes of a sound log.
const SOUND: &[&str] = &[
    "<string key=\"concept:name\" value=\"a\"/>",
    "<string key=\"concept:name\" value=\"b &amp; &#99;\"/>",
    "<string key='concept:name' value='c'/>",
    "<string  value=\"d\" key=\"concept:name\" />",
    "<date key=\"time:timestamp\" value=\"2026-01-02T10:00:00.250+02:00\"/>",
    "<date key=\"time:timestamp\" value=\"2026-01-02T10:00:00\"/>",
    "<date key = \"time:timestamp\" value=\"2026-01-03\"></date>",
    "<string key=\"org:resource\" value=\"r &lt; 1\"><int key=\"n\" value=\"1\"/></string>",
    "<string key=\"org:group\" value=\"g\n1\"/>",
    "<list key=\"l\"><values><string key=\"concept:name\" value=\"no\"/></values></list>",
    "<!-- <event> -->",
    "\n\t\t",
    "<boolean key=\"b\" value=\"true\"/>",
    "<float key=\"f\" value=\"1.5\"></float>",
];

/// The same, and what breaks one.
const XES_PIECES: &[&str] = &[
    "<trace>",
    "</trace>",
    "<event>",
    "</event>",
    "<event/>",
    "<trace/>",
    "</string>",
    "<int key=\"n\"/>",
    "<string key=\"concept:name\" value=\"e\">",
    "<date key=\"time:timestamp\" value=\"soon\"/>",
    "text",
    "<list key=\"l\"><values>",
    "</values></list>",
    "\"",
    ">",
    "<string key=\"k",
    "<event><string key=\"concept:name\" value=\"z\"/><date key=\"time:timestamp\" value=\"2026-01-01T10:00:00Z\"/></event>",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_csv_is_read_as_a_plain_reader_reads_it(rows in pieces(CSV_PIECES, 24)) {
        let text = format!("case,activity,time,resource\n{rows}");
        let ours = load(text.as_bytes(), Format::Csv, &Reading::default());
        let theirs = plainly(&text, PlainFormat::Csv);
        match (ours, theirs) {
            (Ok(ours), Some(theirs)) => prop_assert_eq!(told(&ours.log), told(&theirs)),
            // A quote that is never closed is a mistake only to us.
            (Err(mistake), Some(_)) => prop_assert!(mistake.to_string().contains("never closed"), "{mistake}"),
            (Err(_), None) => {}
            (Ok(_), None) => prop_assert!(false, "only the plain reader finds a mistake"),
        }
    }

    #[test]
    fn a_xes_is_read_as_a_plain_reader_reads_it(
        middle in prop_oneof![
            pieces(XES_PIECES, 24),
            prop::collection::vec(pieces(SOUND, 8), 0..6)
                .prop_map(|events| format!("<event>{}</event>", events.join("</event> <event>"))),
        ],
    ) {
        let text = format!("<log><trace><string key=\"concept:name\" value=\"1\"/>{middle}</trace></log>");
        let ours = load(text.as_bytes(), Format::Xes, &Reading::default());
        if let (Ok(ours), Some(theirs)) = (ours, plainly(&text, PlainFormat::Xes)) {
            // A trace without a name has its number for a name with us and is left out there.
            let mut named = told(&ours.log);
            named.retain(|(case, ..)| !case.starts_with("trace "));
            prop_assert_eq!(named, told(&theirs));
        }
    }
}
