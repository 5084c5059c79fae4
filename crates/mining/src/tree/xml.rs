//! Small XML documents as a whole: models are read so, logs never.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use thiserror::Error;

/// What is wrong in a file of a model, and where.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("line {line}: {what}")]
pub struct Broken {
    /// Line in the file, from 1 on.
    pub line: u64,
    /// What is wrong and what should stand there.
    pub what: String,
}

impl Broken {
    pub(crate) fn new(line: u64, what: impl Into<String>) -> Self {
        Self { line, what: what.into() }
    }
}

/// An element, its prefix left out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Element {
    pub name: String,
    pub line: u64,
    attributes: Vec<(String, String)>,
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    /// An attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// An attribute that must be there.
    pub fn need(&self, name: &str) -> Result<&str, Broken> {
        self.get(name).ok_or_else(|| {
            Broken::new(self.line, format!("<{}> needs the attribute {name}", self.name))
        })
    }

    /// The children of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first child of a name.
    pub fn first(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of `<name><text>…</text></name>`, as PNML writes values.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.first(name)?.first("text").map(|text| text.text.trim())
    }
}

/// Reads a document; its root.
pub(crate) fn read(text: &str) -> Result<Element, Broken> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut xml = Reader::from_str(text);
    let mut open = vec![Element::default()];
    let (mut seen, mut line) = (0usize, 1u64);
    loop {
        let before = line;
        let event = xml.read_event();
        let at = usize::try_from(xml.buffer_position()).unwrap_or(text.len()).min(text.len());
        line += text.as_bytes()[seen..at].iter().filter(|byte| **byte == b'\n').count() as u64;
        seen = at;
        let event = event.map_err(|error| Broken::new(line, format!("this is no XML: {error}")))?;
        match event {
            Event::Start(tag) => {
                if open.len() > super::DEEPEST {
                    return Err(Broken::new(before, "elements are nested too deep"));
                }
                open.push(element(&tag, before)?);
            }
            Event::Empty(tag) => {
                let element = element(&tag, before)?;
                if let Some(parent) = open.last_mut() {
                    parent.children.push(element);
                }
            }
            Event::End(_) => close(&mut open),
            Event::Text(part) => {
                let part = part.decode().map_err(|error| Broken::new(line, error.to_string()))?;
                add(&mut open, &part);
            }
            Event::CData(part) => add(&mut open, &String::from_utf8_lossy(&part)),
            Event::GeneralRef(name) => add(&mut open, &meaning(&name, line)?),
            Event::Eof => break,
            _ => {}
        }
    }
    if open.len() != 1 {
        return Err(Broken::new(line, "the file ends inside an element"));
    }
    let root = open.pop().and_then(|mut document| document.children.pop());
    root.ok_or_else(|| Broken::new(1, "there is no XML in it"))
}

fn add(open: &mut [Element], part: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(part);
    }
}

fn close(open: &mut Vec<Element>) {
    if open.len() < 2 {
        return;
    }
    if let Some(element) = open.pop()
        && let Some(parent) = open.last_mut()
    {
        parent.children.push(element);
    }
}

fn element(tag: &BytesStart<'_>, line: u64) -> Result<Element, Broken> {
    let name = String::from_utf8_lossy(tag.local_name().as_ref()).into_owned();
    let mut element = Element { name, line, ..Element::default() };
    for attribute in tag.attributes() {
        let wrong =
            |error: &dyn std::fmt::Display| Broken::new(line, format!("attribute: {error}"));
        let attribute = attribute.map_err(|error| wrong(&error))?;
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_err(|error| wrong(&error))?;
        let key = String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned();
        element.attributes.push((key, value.into_owned()));
    }
    Ok(element)
}

/// The character that `&name;` stands for.
fn meaning(name: &quick_xml::events::BytesRef<'_>, line: u64) -> Result<String, Broken> {
    let unknown = || Broken::new(line, "an entity that is not of XML itself");
    if let Some(character) = name.resolve_char_ref().map_err(|_| unknown())? {
        return Ok(character.to_string());
    }
    let name = name.decode().map_err(|_| unknown())?;
    quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned).ok_or_else(unknown)
}

/// A text as it stands in XML.
pub(crate) fn escaped(text: &str) -> String {
    // Characters that XML has no way to write are left out.
    let legal: String =
        text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r')).collect();
    quick_xml::escape::escape(&legal).into_owned()
}
