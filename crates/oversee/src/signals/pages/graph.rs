//! Who had to do with whom: a drawing of links, those who apply on the left, officers on the right.

use std::collections::BTreeMap;

use super::super::model::Signal;
use super::words::{Names, short};

/// Distance between two names.
const STEP: u32 = 34;
/// Names on one side.
const MOST: usize = 10;

/// A name in the drawing.
pub struct Node {
    pub text: String,
    pub y: u32,
}

/// A line in the drawing.
pub struct Edge {
    pub from: u32,
    pub to: u32,
    pub width: u32,
    pub files: u32,
    pub who: String,
    pub officer: String,
}

/// The drawing.
pub struct Graph {
    pub left: Vec<Node>,
    pub right: Vec<Node>,
    pub edges: Vec<Edge>,
    pub height: u32,
}

impl Graph {
    /// Draws the links of a signal, the strongest of them.
    pub fn of(names: &Names, signal: &Signal) -> Self {
        let links = &signal.content.links;
        let left = side(links.iter().map(|(who, _, files)| (who.as_str(), *files)));
        let right = side(links.iter().map(|(_, officer, files)| (officer.as_str(), *files)));
        let most = links.iter().map(|link| link.2).max().unwrap_or(1);
        let who = |who: &str| short(who.split_once(' ').map_or(who, |(_, pseudonym)| pseudonym));
        let edge = |(from, officer, files): &(String, String, u32)| {
            Some(Edge {
                from: *left.get(from.as_str())?,
                to: *right.get(officer.as_str())?,
                width: 1 + files * 7 / most,
                files: *files,
                who: who(from),
                officer: names.officer(officer),
            })
        };
        let edges: Vec<Edge> = links.iter().filter_map(edge).collect();
        let node = |(text, y): (String, u32)| Node { text, y };
        let rows = left.len().max(right.len()) as u32;
        let of_left = left.iter().map(|(from, y)| node((who(from), *y))).collect();
        let of_right = right.iter().map(|(id, y)| node((names.officer(id), *y))).collect();
        Self { left: of_left, right: of_right, edges, height: rows * STEP + STEP / 2 }
    }
}

/// Heights of the names with most files.
fn side<'l>(all: impl Iterator<Item = (&'l str, u32)>) -> BTreeMap<&'l str, u32> {
    let mut counted: BTreeMap<&str, u32> = BTreeMap::new();
    for (name, files) in all {
        *counted.entry(name).or_default() += files;
    }
    let mut order: Vec<(&str, u32)> = counted.into_iter().collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let height = |(place, (name, _)): (usize, (&'l str, u32))| (name, place as u32 * STEP + STEP);
    order.into_iter().take(MOST).enumerate().map(height).collect()
}
