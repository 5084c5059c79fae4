//! Files as they are counted: the levels of the tree that is published. Pure.

use std::collections::BTreeMap;

use sqlx::FromRow;

use super::disclosure::{Node, Shown, protect};

/// Files of a unit, service and channel in a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromRow)]
pub struct Count {
    /// Such as `2026-07`.
    pub month: String,
    /// Code of the unit that owes the answer.
    pub unit_code: String,
    /// Code of the service.
    pub service: String,
    /// By which door they came in.
    pub channel: String,
    /// Files that became complete.
    pub complete: i64,
    /// Those of them that nobody handed in under a mandate.
    pub own: i64,
    /// Files that were answered.
    pub answered: i64,
    /// Those of them by their date.
    pub on_time: i64,
    /// Those of them that had been sent back before.
    pub returned: i64,
}

impl Count {
    /// Unit, service, month, channel: from the trunk to the leaves. The city itself has the empty name.
    fn path(&self) -> [&str; DEPTH] {
        let unit = named(&self.unit_code);
        [unit, &self.service, &self.month, &self.channel]
    }
}

/// The name of a unit in a tree; files of which no fact names one stand under a dash.
pub fn named(unit: &str) -> &str {
    if unit.is_empty() { "-" } else { unit }
}

/// Levels below the city.
pub const DEPTH: usize = 4;

/// A group of files that may be published, with blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Unit, service, month, channel, as far as it goes; nothing for the city.
    pub path: Vec<String>,
    /// Files.
    pub n: i64,
    /// Each trait, or nothing where it is hidden.
    pub traits: Vec<Option<i64>>,
}

/// A tree with its names.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    names: BTreeMap<String, Tree>,
    n: i64,
    traits: Vec<i64>,
}

impl Tree {
    /// A group with so many traits and nothing in it.
    pub fn new(traits: usize) -> Self {
        Self { traits: vec![0; traits], ..Self::default() }
    }

    /// Adds files at a path.
    pub fn add<'p>(&mut self, path: impl IntoIterator<Item = &'p str>, n: i64, traits: &[i64]) {
        let mut path = path.into_iter();
        self.n += n;
        for (sum, more) in self.traits.iter_mut().zip(traits) {
            *sum += more;
        }
        if let Some(name) = path.next() {
            let child = self.names.entry(name.to_owned());
            child.or_insert_with(|| Self::new(traits.len())).add(path, n, traits);
        }
    }

    fn node(&self) -> Node {
        Node {
            n: self.n,
            traits: self.traits.clone(),
            children: self.names.values().map(Self::node).collect(),
        }
    }

    /// Everything that may be published, the city first.
    pub fn lines(&self, fewest: i64) -> Vec<Line> {
        let mut lines = Vec::new();
        self.walk(&protect(&self.node(), fewest), &mut Vec::new(), &mut lines);
        lines
    }

    fn walk(&self, shown: &Shown, path: &mut Vec<String>, lines: &mut Vec<Line>) {
        if !shown.n {
            return;
        }
        let traits = self.traits.iter().zip(&shown.traits);
        lines.push(Line {
            path: path.clone(),
            n: self.n,
            traits: traits.map(|(value, shown)| shown.then_some(*value)).collect(),
        });
        for ((name, child), shown) in self.names.iter().zip(&shown.children) {
            path.push(name.clone());
            child.walk(shown, path, lines);
            path.pop();
        }
    }
}

/// Answered files: traits are "by its date" and "sent back before".
pub fn answered(counts: &[Count]) -> Tree {
    let mut tree = Tree::new(2);
    for count in counts {
        tree.add(count.path(), count.answered, &[count.on_time, count.returned]);
    }
    tree
}

/// Files that became complete: the trait is "by its owner".
pub fn complete(counts: &[Count]) -> Tree {
    let mut tree = Tree::new(1);
    for count in counts {
        tree.add(count.path(), count.complete, &[count.own]);
    }
    tree
}
