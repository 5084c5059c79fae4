//! Petri nets: the models that other tools exchange, and on which logs are replayed.
//!
//! A net made from a process tree is a sound workflow net (van der Aalst 1997) by construction:
//! one source, one sink, safe, every run can end.

mod from_tree;
mod pnml;

pub use from_tree::of_tree;
pub use pnml::{read as read_pnml, write as write_pnml};

/// How many tokens a place may hold; a net that needs more is no workflow net.
pub const MOST_TOKENS: u8 = u8::MAX;

/// Tokens of each place.
pub type Marking = Box<[u8]>;

/// A place and how many tokens an arc moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arc {
    /// Number of the place.
    pub place: usize,
    /// Tokens.
    pub weight: u8,
}

/// A transition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Its id in files.
    pub id: String,
    /// The activity; none for a silent step.
    pub label: Option<String>,
    /// What it consumes, each place once.
    pub takes: Vec<Arc>,
    /// What it produces, each place once.
    pub gives: Vec<Arc>,
}

/// A net with the markings in which it begins and ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Net {
    places: Vec<String>,
    transitions: Vec<Transition>,
    start: Marking,
    end: Marking,
}

impl Net {
    /// Ids of the places.
    pub fn places(&self) -> &[String] {
        &self.places
    }

    /// The transitions.
    pub fn transitions(&self) -> &[Transition] {
        &self.transitions
    }

    /// The marking in which a case begins.
    pub fn start(&self) -> &Marking {
        &self.start
    }

    /// The marking in which a case is complete.
    pub fn end(&self) -> &Marking {
        &self.end
    }

    /// Whether a transition may fire.
    pub fn enabled(&self, transition: usize, marking: &[u8]) -> bool {
        self.transitions[transition].takes.iter().all(|arc| marking[arc.place] >= arc.weight)
    }

    /// The marking after a transition that may fire; none if a place would overflow.
    pub fn fire(&self, transition: usize, marking: &[u8]) -> Option<Marking> {
        let mut after: Marking = marking.into();
        for arc in &self.transitions[transition].takes {
            after[arc.place] = after[arc.place].checked_sub(arc.weight)?;
        }
        for arc in &self.transitions[transition].gives {
            after[arc.place] = after[arc.place].checked_add(arc.weight)?;
        }
        Some(after)
    }
}

/// Puts a net together.
#[derive(Clone, Debug, Default)]
struct Builder {
    places: Vec<String>,
    transitions: Vec<Transition>,
}

impl Builder {
    fn place(&mut self, id: impl Into<String>) -> usize {
        self.places.push(id.into());
        self.places.len() - 1
    }

    fn transition(&mut self, id: impl Into<String>, label: Option<String>) -> usize {
        let (takes, gives) = (Vec::new(), Vec::new());
        self.transitions.push(Transition { id: id.into(), label, takes, gives });
        self.transitions.len() - 1
    }

    fn finish(self, start: Marking, end: Marking) -> Net {
        Net { places: self.places, transitions: self.transitions, start, end }
    }
}

/// Adds an arc; a second one between the same nodes adds its weight.
fn add(arcs: &mut Vec<Arc>, place: usize, weight: u8) -> Option<()> {
    match arcs.iter_mut().find(|arc| arc.place == place) {
        Some(arc) => arc.weight = arc.weight.checked_add(weight)?,
        None => arcs.push(Arc { place, weight }),
    }
    Some(())
}

#[cfg(test)]
mod tests;
