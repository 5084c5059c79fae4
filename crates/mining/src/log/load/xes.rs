//! XES (IEEE 1849-2016): traces with attributes, events with attributes. Lists, containers and nested
//! attributes, extensions, globals and classifiers are passed over.
//!
//! Our own scanner of tags, because a general one spends most of its time on what XES does not use:
//! it knows tags, attributes in quotes, comments, CDATA, instructions and document types, checks that
//! tags close what they opened, and decodes what stands in attributes that are wanted.

use super::near::near;
use super::pipe::Window;
use super::sink::{Sink, Slot, Wrong, wanted};
use super::tag::{Span, Token, token};
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
            Token::Attribute { name, key, value, empty, length } => {
                xes.attribute(&window, name, key, value, empty)?;
                window.pass(length);
            }
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
                _ => {}
            }
        }
        self.attribute(window, name, key, value, empty)
    }

    /// A tag that is no log, trace or event where one is expected.
    fn attribute(
        &mut self,
        window: &Window,
        name: Span,
        key: Span,
        value: Span,
        empty: bool,
    ) -> Result<(), Mistake> {
        if self.nested == 0 && matches!(self.place, Place::Trace | Place::Event) {
            self.keep(window, key, value)?;
        }
        if !empty {
            self.nested += 1;
            remember(&mut self.open, self.nested, &window.rest()[name.0..name.1]);
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
    match near(b':', name) {
        Some(colon) => &name[colon + 1..],
        None => name,
    }
}
