//! XES (IEEE 1849-2016): traces with attributes, events with attributes. Lists, containers and nested
//! attributes, extensions, globals and classifiers are passed over.
//!
//! Our own scanner of tags, because a general one spends most of its time on what XES does not use:
//! it knows tags, attributes in quotes, comments, CDATA, instructions and document types, checks that
//! tags close what they opened, and decodes what stands in attributes that are wanted.

use memchr::{memchr, memmem};

use super::pipe::Window;
use super::sink::{Sink, Slot, Wrong, wanted};
use super::text::{decode, is_plain};
use super::{Loaded, Reading};
use crate::log::Mistake;

/// Keys of attributes and what they say.
type Keys = Vec<(Vec<u8>, Slot)>;

/// Where the reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Nowhere,
    Log,
    Trace,
    Event,
}

/// A part of the bytes, from where to where.
type Span = (usize, usize);

/// What stands at the beginning of the bytes, with its length.
#[derive(Clone, Copy, Debug)]
enum Token {
    Open {
        name: Span,
        key: Span,
        value: Span,
        empty: bool,
        length: usize,
    },
    Close {
        name: Span,
        length: usize,
    },
    /// Something without meaning here.
    Other {
        length: usize,
    },
    /// No tag is left in these bytes.
    Nothing,
    /// The bytes end before the tag does.
    Cut,
    /// These are no tags, with the place and the reason.
    Broken(usize, &'static str),
}

pub fn load(mut window: Window, reading: &Reading) -> Result<Loaded, Mistake> {
    let (events, traces) = keys(reading);
    let mut xes = Xes {
        sink: Sink::new(reading),
        events,
        traces,
        place: Place::Nowhere,
        nested: 0,
        open: Vec::new(),
        was_log: false,
        count: 0,
        text: Vec::new(),
    };
    loop {
        match token(window.rest()) {
            Token::Open { name, key, value, empty, length } => {
                xes.open(&window, name, key, value, empty)?;
                window.pass(length);
            }
            Token::Close { name, length } => {
                xes.close(&window, name)?;
                window.pass(length);
            }
            Token::Other { length } => window.pass(length),
            Token::Broken(at, what) => {
                return Err(window.mistake(at, format!("this is no XML: {what}")));
            }
            end @ (Token::Nothing | Token::Cut) => {
                if !window.more()? {
                    return xes.finish(&window, matches!(end, Token::Cut));
                }
            }
        }
    }
}

/// Keys of events and of traces.
fn keys(reading: &Reading) -> (Keys, Keys) {
    let (mut events, mut traces) = (Keys::new(), Keys::new());
    for (slot, names) in wanted(reading) {
        // The standard has one key for each; others are named by those who want them.
        let Some(name) = names.first() else { continue };
        match name.strip_prefix("case:") {
            Some(name) => traces.push((name.as_bytes().to_vec(), slot)),
            None => events.push((name.as_bytes().to_vec(), slot)),
        }
    }
    (events, traces)
}

struct Xes<'r> {
    sink: Sink<'r>,
    events: Keys,
    traces: Keys,
    place: Place,
    /// How deep inside an attribute, or inside something that is no part of a trace.
    nested: usize,
    /// Names of the tags that are open inside one another; behind `nested` stands only memory.
    open: Vec<Vec<u8>>,
    /// Whether a log was opened, and how many traces it has so far.
    was_log: bool,
    count: u64,
    text: Vec<u8>,
}

impl Xes<'_> {
    fn open(
        &mut self,
        window: &Window,
        name: Span,
        key: Span,
        value: Span,
        empty: bool,
    ) -> Result<(), Mistake> {
        let bytes = window.rest();
        let local = local(&bytes[name.0..name.1]);
        if self.nested == 0 {
            match (self.place, local) {
                (Place::Nowhere, b"log") => {
                    self.was_log = true;
                    return self.enter(Place::Log, empty, window);
                }
                (Place::Log, b"trace") => {
                    self.count += 1;
                    self.sink.trace(self.count);
                    return self.enter(Place::Trace, empty, window);
                }
                (Place::Trace, b"event") => {
                    self.sink.event();
                    return self.enter(Place::Event, empty, window);
                }
                (Place::Trace | Place::Event, _) => self.keep(window, key, value)?,
                _ => {}
            }
        }
        if !empty {
            self.nested += 1;
            remember(&mut self.open, self.nested, &bytes[name.0..name.1]);
        }
        Ok(())
    }

    fn enter(&mut self, place: Place, empty: bool, window: &Window) -> Result<(), Mistake> {
        self.place = place;
        if empty { self.leave(window) } else { Ok(()) }
    }

    fn leave(&mut self, window: &Window) -> Result<(), Mistake> {
        self.place = match self.place {
            Place::Event => {
                self.sink.push().map_err(|wrong| mistake(window, 0, b"", wrong))?;
                Place::Trace
            }
            Place::Trace => Place::Log,
            Place::Log | Place::Nowhere => Place::Nowhere,
        };
        Ok(())
    }

    /// Keeps an attribute if it is wanted.
    fn keep(&mut self, window: &Window, key: Span, value: Span) -> Result<(), Mistake> {
        let bytes = window.rest();
        let (key, place) = (&bytes[key.0..key.1], value.0);
        let text = &bytes[value.0..value.1];
        let of_trace = self.place == Place::Trace;
        let keys = if of_trace { &self.traces } else { &self.events };
        for (_, slot) in keys.iter().filter(|(wanted, _)| wanted == key) {
            let value = if is_plain(text) {
                text
            } else {
                decode(text, &mut self.text);
                &self.text
            };
            let done = if of_trace {
                self.sink.set_of_trace(*slot, value)
            } else {
                self.sink.set(*slot, value)
            };
            done.map_err(|wrong| mistake(window, place, text, wrong))?;
        }
        Ok(())
    }

    fn close(&mut self, window: &Window, name: Span) -> Result<(), Mistake> {
        let tag = &window.rest()[name.0..name.1];
        let fits = if self.nested > 0 {
            self.open[self.nested - 1] == tag
        } else {
            match self.place {
                Place::Event => local(tag) == b"event",
                Place::Trace => local(tag) == b"trace",
                Place::Log => local(tag) == b"log",
                Place::Nowhere => false,
            }
        };
        if !fits {
            let tag = String::from_utf8_lossy(tag);
            let what =
                format!("this is no XML: </{tag}> closes a tag that is not the last one open");
            return Err(window.mistake(name.0, what));
        }
        if self.nested > 0 {
            self.nested -= 1;
            return Ok(());
        }
        self.leave(window)
    }

    fn finish(self, window: &Window, cut: bool) -> Result<Loaded, Mistake> {
        let end = window.rest().len();
        let what = match self.place {
            _ if cut => "the file ends inside a tag",
            Place::Trace | Place::Event => "the log ends inside a trace",
            Place::Log => "the log ends before </log>",
            Place::Nowhere if self.nested > 0 || self.count == 0 && !self.was_log => {
                "there is no XES log in it"
            }
            Place::Nowhere if self.count == 0 => "the log has no traces",
            Place::Nowhere => return self.sink.finish().map_err(super::unplaced),
        };
        Err(window.mistake(end, what))
    }
}

/// Keeps the name of a tag, in the memory of an earlier one that was as deep.
fn remember(open: &mut Vec<Vec<u8>>, depth: usize, name: &[u8]) {
    if open.len() < depth {
        open.push(Vec::new());
    }
    open[depth - 1].clear();
    open[depth - 1].extend_from_slice(name);
}

fn mistake(window: &Window, at: usize, text: &[u8], wrong: Wrong) -> Mistake {
    window.mistake(at, super::sentence(wrong, text))
}

fn local(name: &[u8]) -> &[u8] {
    match memchr(b':', name) {
        Some(colon) => &name[colon + 1..],
        None => name,
    }
}

/// What stands at the beginning of the bytes.
fn token(bytes: &[u8]) -> Token {
    let Some(start) = memchr(b'<', bytes) else { return Token::Nothing };
    let tag = &bytes[start..];
    match tag.get(1) {
        None => Token::Cut,
        Some(b'/') => close(tag, start),
        Some(b'!') => declaration(tag, start),
        Some(b'?') => until(tag, start, b"?>"),
        Some(_) => open(tag, start),
    }
}

fn until(tag: &[u8], start: usize, end: &[u8]) -> Token {
    match memmem::find(tag, end) {
        Some(place) => Token::Other { length: start + place + end.len() },
        None => Token::Cut,
    }
}

/// A comment, CDATA or a document type, which may have declarations in brackets.
fn declaration(tag: &[u8], start: usize) -> Token {
    const COMMENT: &[u8] = b"<!--";
    const CDATA: &[u8] = b"<![CDATA[";
    if tag.len() < CDATA.len() {
        Token::Cut
    } else if tag.starts_with(COMMENT) {
        until(tag, start, b"-->")
    } else if tag.starts_with(CDATA) {
        until(tag, start, b"]]>")
    } else {
        match (memchr(b'[', tag), memchr(b'>', tag)) {
            (Some(bracket), Some(end)) if bracket < end => until(tag, start, b"]>"),
            (_, Some(end)) => Token::Other { length: start + end + 1 },
            (_, None) => Token::Cut,
        }
    }
}

fn close(tag: &[u8], start: usize) -> Token {
    let Some(end) = memchr(b'>', tag) else { return Token::Cut };
    let name = tag[2..end].trim_ascii_end();
    Token::Close { name: (start + 2, start + 2 + name.len()), length: start + end + 1 }
}

fn open(tag: &[u8], start: usize) -> Token {
    let mut at = 1;
    while !matches!(tag.get(at), None | Some(b' ' | b'\t' | b'\n' | b'\r' | b'/' | b'>')) {
        at += 1;
    }
    let name = (start + 1, start + at);
    if at == 1 {
        return Token::Broken(start, "there is a < without a name");
    }
    let (mut key, mut value) = ((0, 0), (0, 0));
    loop {
        while matches!(tag.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            at += 1;
        }
        let first = match tag.get(at) {
            None => return Token::Cut,
            Some(b'>') => {
                return Token::Open { name, key, value, empty: false, length: start + at + 1 };
            }
            Some(b'/') => match tag.get(at + 1) {
                None => return Token::Cut,
                Some(b'>') => {
                    return Token::Open { name, key, value, empty: true, length: start + at + 2 };
                }
                Some(_) => return Token::Broken(start + at, "there is a / inside a tag"),
            },
            Some(b'<') => return Token::Broken(start + at, "a tag begins inside a tag"),
            Some(_) => at,
        };
        while !matches!(tag.get(at), None | Some(b'=' | b' ' | b'\t' | b'\n' | b'\r' | b'>')) {
            at += 1;
        }
        let attribute = &tag[first..at];
        while matches!(tag.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            at += 1;
        }
        match tag.get(at) {
            None => return Token::Cut,
            Some(b'=') => at += 1,
            Some(_) => return Token::Broken(start + at, "an attribute has no value"),
        }
        while matches!(tag.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            at += 1;
        }
        let quote = match tag.get(at) {
            None => return Token::Cut,
            Some(quote @ (b'"' | b'\'')) => *quote,
            Some(_) => return Token::Broken(start + at, "a value is not in quotes"),
        };
        let Some(length) = memchr(quote, &tag[at + 1..]) else { return Token::Cut };
        let span = (start + at + 1, start + at + 1 + length);
        match attribute {
            b"key" => key = span,
            b"value" => value = span,
            _ => {}
        }
        at += length + 2;
    }
}
