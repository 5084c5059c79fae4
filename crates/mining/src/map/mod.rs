//! A map of a process: what follows what, as boxes and arrows from the start to the end.
//!
//! Boxes lie in layers, arrows run downwards but for those that go back (Sugiyama, Tagawa and Toda
//! 1981, *Methods for visual understanding of hierarchical system structures*). Every arrow has a
//! place of its own for its words, so that none covers another.

mod choose;
mod layout;
mod order;
mod svg;
#[cfg(test)]
mod tests;

use crate::dfg::Dfg;
use crate::spread::Spread;

pub use choose::activities;
pub use svg::{Texts, svg};

/// More activities than this are not drawn.
pub const MOST: usize = 40;

/// How much of a process is shown, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Of the activities, the most frequent.
    pub activities: f64,
    /// Of the paths, the most frequent. Those that keep every activity between start and end always
    /// stay.
    pub paths: f64,
    /// Paths that lead back also stay when at least this share of the cases could have taken them:
    /// to go in circles is rare beside what every case does, and what a reader looks for. Over 1 keeps
    /// none.
    pub loops: f64,
}

impl Share {
    /// That share of activities and paths, and no path for leading back.
    pub fn of(activities: f64, paths: f64) -> Self {
        Self { activities, paths, loops: f64::INFINITY }
    }
}

/// What a box is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Where cases begin.
    Start,
    /// Where cases end.
    End,
    /// The node of the graph with this number.
    Activity(u32),
}

/// A box.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// What it is.
    pub what: What,
    /// What it is called; start and end get their words in [`svg`].
    pub name: String,
    /// How many events; of start and end, how many cases.
    pub count: u64,
    /// How long its acts last.
    pub lasts: Spread,
    /// The middle of the box.
    pub middle: (f64, f64),
    /// Its width and height.
    pub size: (f64, f64),
}

/// An arrow.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// From this place of [`Map::places`].
    pub from: usize,
    /// To this one.
    pub to: usize,
    /// How often.
    pub count: u64,
    /// How long it takes; of no length from the start and to the end.
    pub takes: Spread,
    /// Points on its way, from its tail to its head.
    pub way: Vec<(f64, f64)>,
    /// Where its words stand.
    pub words: (f64, f64),
}

/// A map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// Its boxes: the start, the end, then activities, the most frequent first.
    pub places: Vec<Place>,
    /// Its arrows.
    pub paths: Vec<Path>,
    /// Width and height.
    pub size: (f64, f64),
    /// Activities that are not shown.
    pub hidden_activities: usize,
    /// Paths between shown activities that are not shown.
    pub hidden_paths: usize,
}

impl Map {
    /// The map of a graph. For a map of a part of the activities that tells how cases go past the
    /// others, make the graph of [`crate::table::Log::only`] those that [`activities`] chooses, and
    /// its map with all activities.
    pub fn of(dfg: &Dfg, share: Share) -> Self {
        let chosen = choose::choose(dfg, share);
        let mut map = Self {
            hidden_activities: dfg.nodes.iter().filter(|node| node.events > 0).count()
                - (chosen.places.len() - 2),
            hidden_paths: chosen.hidden,
            places: chosen.places,
            paths: chosen.paths,
            size: (0.0, 0.0),
        };
        layout::lay(&mut map);
        map
    }
}
