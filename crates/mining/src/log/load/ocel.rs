//! OCEL 2.0 (Berti et al. 2024, *OCEL (Object-Centric Event Log) 2.0 Specification*), as JSON and as
//! XML, flattened: each object of one type is a case, and has the events that are related to it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event as Xml};
use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::pipe::Window;
use super::sink::{Sink, Slot, wanted};
use super::{Loaded, Reading, sentence, unplaced};
use crate::log::Mistake;

/// The type of object that is a case when nothing else is said.
pub const CASE: &str = "case";

#[derive(Debug, Default, Deserialize)]
struct Ocel<'a> {
    #[serde(borrow)]
    objects: Vec<Object<'a>>,
    events: Vec<Event<'a>>,
}

#[derive(Debug, Deserialize)]
struct Object<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
}

#[derive(Debug, Default, Deserialize)]
struct Event<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    time: Cow<'a, str>,
    #[serde(borrow, default)]
    attributes: Vec<Attribute<'a>>,
    #[serde(borrow, default)]
    relationships: Vec<Relationship<'a>>,
}

#[derive(Debug, Deserialize)]
struct Attribute<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    value: serde_json::Value,
}

#[derive(Debug, Deserialize)]
struct Relationship<'a> {
    #[serde(borrow, rename = "objectId")]
    object: Cow<'a, str>,
}

/// Reads OCEL as JSON.
pub fn json(window: Window, reading: &Reading) -> Result<Loaded, Mistake> {
    let bytes = whole(window)?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let ocel: Ocel<'_> = serde_json::from_slice(bytes).map_err(|error| Mistake::Line {
        line: error.line() as u64,
        what: format!("column {}: this is no OCEL 2.0: {error}", error.column()),
    })?;
    flatten(&ocel, reading)
}

/// Reads OCEL as XML.
pub fn xml(window: Window, reading: &Reading) -> Result<Loaded, Mistake> {
    let bytes = whole(window)?;
    let mut xml = Reader::from_reader(bytes.as_slice());
    let mut ocel = Ocel::default();
    let at = |xml: &Reader<&[u8]>, what: String| {
        let before = bytes.get(..xml.buffer_position() as usize).unwrap_or(&bytes);
        let line = 1 + memchr::memchr_iter(b'\n', before).count() as u64;
        Mistake::Line { line, what }
    };
    let mut inside: Vec<Vec<u8>> = Vec::new();
    let mut text = String::new();
    loop {
        let next = xml.read_event();
        let next = next.map_err(|error| at(&xml, format!("this is no XML: {error}")))?;
        let (tag, empty) = match next {
            Xml::Start(tag) => (tag, false),
            Xml::Empty(tag) => (tag, true),
            Xml::Text(more) => {
                text.push_str(&String::from_utf8_lossy(&more));
                continue;
            }
            Xml::GeneralRef(reference) => {
                let name = String::from_utf8_lossy(&reference).into_owned();
                let known = quick_xml::escape::unescape(&format!("&{name};")).map(Cow::into_owned);
                text.push_str(&known.unwrap_or_default());
                continue;
            }
            Xml::End(tag) => {
                let event = ocel.events.last_mut();
                if tag.local_name().as_ref() == b"attribute"
                    && let Some(attribute) = event.and_then(|event| event.attributes.last_mut())
                {
                    attribute.value = text.trim().to_owned().into();
                }
                inside.pop();
                continue;
            }
            Xml::Eof => break,
            _ => continue,
        };
        text.clear();
        let tags: Vec<&[u8]> = inside.iter().map(Vec::as_slice).collect();
        element(&mut ocel, &tags, &tag).map_err(|what| at(&xml, what))?;
        if !empty {
            inside.push(tag.local_name().as_ref().to_vec());
        }
    }
    if !inside.is_empty() {
        return Err(at(&xml, "the log ends inside a tag".to_owned()));
    }
    flatten(&ocel, reading)
}

fn element(ocel: &mut Ocel<'_>, inside: &[&[u8]], tag: &BytesStart<'_>) -> Result<(), String> {
    let name = tag.local_name();
    let get = |wanted: &str| -> Result<Cow<'static, str>, String> {
        let tag_name = String::from_utf8_lossy(name.as_ref());
        let missing = || format!("<{tag_name}> has no {wanted}");
        let found = tag.try_get_attribute(wanted).map_err(|error| error.to_string())?;
        let value = found.ok_or_else(missing)?;
        let value = value.normalized_value(quick_xml::XmlVersion::Implicit1_0);
        Ok(Cow::Owned(value.map_err(|error| error.to_string())?.into_owned()))
    };
    match (inside, name.as_ref()) {
        ([_, b"objects"], b"object") => {
            ocel.objects.push(Object { id: get("id")?, kind: get("type")? });
        }
        ([_, b"events"], b"event") => {
            let (id, kind, time) = (get("id")?, get("type")?, get("time")?);
            ocel.events.push(Event { id, kind, time, ..Event::default() });
        }
        ([_, b"events", b"event", b"attributes"], b"attribute") => {
            let name = get("name")?;
            let value = serde_json::Value::Null;
            let events = ocel.events.last_mut();
            events.into_iter().for_each(|event| {
                event.attributes.push(Attribute { name: name.clone(), value: value.clone() });
            });
        }
        // The specification says relationship, some writers say relobj.
        ([_, b"events", b"event", b"objects"], b"relationship" | b"relobj" | b"object") => {
            let object = get("object-id")?;
            let events = ocel.events.last_mut();
            events.into_iter().for_each(|event| {
                event.relationships.push(Relationship { object: object.clone() });
            });
        }
        _ => {}
    }
    Ok(())
}

fn whole(mut window: Window) -> Result<Vec<u8>, Mistake> {
    let mut bytes = Vec::new();
    while window.more()? {
        bytes.extend_from_slice(window.rest());
        window.pass(window.rest().len());
    }
    Ok(bytes)
}

fn flatten(ocel: &Ocel<'_>, reading: &Reading) -> Result<Loaded, Mistake> {
    let case_type = case_type(ocel, reading)?;
    let is_case = |object: &&Object<'_>| object.kind == case_type;
    let cases: BTreeSet<&str> =
        ocel.objects.iter().filter(is_case).map(|object| object.id.as_ref()).collect();
    let names: FxHashMap<String, Slot> = keys(reading);
    let mut sink = Sink::new(reading);
    for event in &ocel.events {
        let related: BTreeSet<&str> = event
            .relationships
            .iter()
            .map(|relationship| relationship.object.as_ref())
            .filter(|object| cases.contains(object))
            .collect();
        for case in related {
            let wrong = |wrong| {
                let what = sentence(wrong, event.time.as_bytes());
                Mistake::Read(format!("event {}: {what}", event.id))
            };
            sink.event();
            sink.set(Slot::Case, case.as_bytes()).map_err(wrong)?;
            sink.set(Slot::Activity, event.kind.as_bytes()).map_err(wrong)?;
            sink.set(Slot::Time, event.time.as_bytes()).map_err(wrong)?;
            for Attribute { name, value } in &event.attributes {
                let Some(slot) = names.get(name.as_ref()) else { continue };
                let text = match value {
                    serde_json::Value::String(text) => text.clone(),
                    serde_json::Value::Null => String::new(),
                    other => other.to_string(),
                };
                sink.set(*slot, text.as_bytes()).map_err(|wrong| {
                    let what = sentence(wrong, text.as_bytes());
                    Mistake::Read(format!("event {}, attribute {name}: {what}", event.id))
                })?;
            }
            sink.push().map_err(wrong)?;
        }
    }
    sink.finish().map_err(unplaced)
}

/// Attributes of events and what they say; case, activity and time have places of their own.
fn keys(reading: &Reading) -> FxHashMap<String, Slot> {
    let own = [Slot::Case, Slot::Activity, Slot::Time];
    wanted(reading)
        .into_iter()
        .filter(|(slot, _)| !own.contains(slot))
        .flat_map(|(slot, names)| names.into_iter().map(move |name| (name, slot)))
        .collect()
}

fn case_type(ocel: &Ocel<'_>, reading: &Reading) -> Result<String, Mistake> {
    let mut types: BTreeMap<&str, usize> = BTreeMap::new();
    for object in &ocel.objects {
        *types.entry(object.kind.as_ref()).or_default() += 1;
    }
    let there = types.keys().copied().collect::<Vec<_>>().join(", ");
    match &reading.object_type {
        Some(wanted) if types.contains_key(wanted.as_str()) => Ok(wanted.clone()),
        Some(wanted) => {
            let what = format!("there are no objects of the type {wanted}; the log has {there}");
            Err(Mistake::Read(what))
        }
        None if types.contains_key(CASE) => Ok(CASE.to_owned()),
        None => match types.keys().collect::<Vec<_>>().as_slice() {
            [only] => Ok((**only).to_owned()),
            [] => Err(Mistake::Read("the log has no objects".to_owned())),
            _ => {
                let what = format!("name the type of object that is a case; the log has {there}");
                Err(Mistake::Read(what))
            }
        },
    }
}
