//! Process trees: models that are sound by construction.
//!
//! A tree is an activity, the silent step τ, or an operator over smaller trees: → in this order,
//! × one of them, ∧ all of them interleaved, ↺ the first, and after each pass of the second the
//! first again (Leemans, Fahland, van der Aalst, Discovering Block-Structured Process Models From
//! Event Logs, 2013, section 2). A tree with a missing or superfluous child cannot be built.

mod language;
mod ptml;
mod text;
pub(crate) mod xml;

use std::fmt;

#[cfg(test)]
pub(crate) use language::next;
pub use language::{accepts, same_language, words};
pub use ptml::{read as read_ptml, write as write_ptml};
pub use text::read as read_text;
pub use xml::Broken;

/// How deep a model that somebody wrote may be nested.
pub const DEEPEST: usize = 200;

/// A process tree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tree {
    /// τ: nothing is written down.
    Silent,
    /// One activity.
    Activity(String),
    /// →: one after the other.
    Sequence(Branches),
    /// ×: exactly one.
    Choice(Branches),
    /// ∧: all of them, their steps in any order.
    Parallel(Branches),
    /// ↺: the first, then any number of times the second and the first again.
    Loop(Box<[Tree; 2]>),
}

/// The children of an operator: at least two.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Branches(Vec<Tree>);

impl Branches {
    /// The children in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Tree> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Branches {
    type Item = &'a Tree;
    type IntoIter = std::slice::Iter<'a, Tree>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Tree {
    /// An activity.
    pub fn activity(name: impl Into<String>) -> Self {
        Self::Activity(name.into())
    }

    /// All in order; of none it is τ, of one that one.
    #[must_use]
    pub fn sequence(children: Vec<Self>) -> Self {
        Self::of(children, Self::Sequence)
    }

    /// Exactly one of them.
    #[must_use]
    pub fn choice(first: Self, mut others: Vec<Self>) -> Self {
        others.insert(0, first);
        Self::of(others, Self::Choice)
    }

    /// All of them, interleaved; of none it is τ, of one that one.
    #[must_use]
    pub fn parallel(children: Vec<Self>) -> Self {
        Self::of(children, Self::Parallel)
    }

    /// `body`, and after each `redo` `body` again.
    #[must_use]
    pub fn repeat(body: Self, redo: Self) -> Self {
        Self::Loop(Box::new([body, redo]))
    }

    fn of(mut children: Vec<Self>, operator: fn(Branches) -> Self) -> Self {
        match children.len() {
            0 => Self::Silent,
            1 => children.swap_remove(0),
            _ => operator(Branches(children)),
        }
    }

    /// Children, in order.
    pub fn children(&self) -> &[Self] {
        match self {
            Self::Silent | Self::Activity(_) => &[],
            Self::Sequence(children) | Self::Choice(children) | Self::Parallel(children) => {
                &children.0
            }
            Self::Loop(children) => children.as_slice(),
        }
    }

    /// Whether the model may end without a single activity.
    pub fn is_nullable(&self) -> bool {
        match self {
            Self::Silent => true,
            Self::Activity(_) => false,
            Self::Sequence(children) | Self::Parallel(children) => {
                children.iter().all(Self::is_nullable)
            }
            Self::Choice(children) => children.iter().any(Self::is_nullable),
            Self::Loop(children) => children[0].is_nullable(),
        }
    }

    /// The least number of activities of a whole run.
    pub fn shortest(&self) -> usize {
        let all = || self.children().iter().map(Self::shortest);
        match self {
            Self::Silent => 0,
            Self::Activity(_) => 1,
            Self::Sequence(_) | Self::Parallel(_) => all().sum(),
            Self::Choice(_) => all().min().unwrap_or(0),
            Self::Loop(children) => children[0].shortest(),
        }
    }

    /// The names of all activities, each once, in order of the alphabet.
    pub fn activities(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.gather(&mut names);
        names.sort_unstable();
        names.dedup();
        names
    }

    fn gather<'a>(&'a self, names: &mut Vec<&'a str>) {
        if let Self::Activity(name) = self {
            names.push(name);
        }
        self.children().iter().for_each(|child| child.gather(names));
    }

    /// The normal form, which has the same language: equal operators are one level, τ stands only
    /// where it can be chosen, the order of the children of × and ∧ is that of their text.
    #[must_use]
    pub fn normal(self) -> Self {
        match self {
            Self::Silent | Self::Activity(_) => self,
            Self::Sequence(children) => {
                let mut flat = Vec::new();
                for child in children.0.into_iter().map(Self::normal) {
                    match child {
                        Self::Silent => {}
                        Self::Sequence(inner) => flat.extend(inner.0),
                        child => flat.push(child),
                    }
                }
                Self::sequence(flat)
            }
            Self::Parallel(children) => {
                let mut flat = Vec::new();
                for child in children.0.into_iter().map(Self::normal) {
                    match child {
                        Self::Silent => {}
                        Self::Parallel(inner) => flat.extend(inner.0),
                        child => flat.push(child),
                    }
                }
                flat.sort_unstable();
                Self::parallel(flat)
            }
            Self::Choice(children) => normal_choice(children.0),
            Self::Loop(children) => {
                let [body, redo] = *children;
                match (body.normal(), redo.normal()) {
                    (Self::Silent, Self::Silent) => Self::Silent,
                    (body, redo) => Self::repeat(body, redo),
                }
            }
        }
    }
}

fn normal_choice(children: Vec<Tree>) -> Tree {
    let mut flat = Vec::new();
    for child in children.into_iter().map(Tree::normal) {
        match child {
            Tree::Choice(inner) => flat.extend(inner.0),
            child => flat.push(child),
        }
    }
    flat.sort_unstable();
    flat.dedup();
    // τ adds nothing to a choice that can be passed without a step anyway.
    if flat.iter().any(|child| *child != Tree::Silent && child.is_nullable()) {
        flat.retain(|child| *child != Tree::Silent);
    }
    Tree::of(flat, Tree::Choice)
}

/// As other tools write trees: `->( 'a', X( 'b', tau ) )`.
impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self {
            Self::Silent => return f.write_str("tau"),
            Self::Activity(name) => return write!(f, "'{}'", name.replace('\'', "’")),
            Self::Sequence(_) => "->",
            Self::Choice(_) => "X",
            Self::Parallel(_) => "+",
            Self::Loop(_) => "*",
        };
        write!(f, "{sign}( ")?;
        for (i, child) in self.children().iter().enumerate() {
            write!(f, "{}{child}", if i > 0 { ", " } else { "" })?;
        }
        f.write_str(" )")
    }
}

#[cfg(test)]
pub(crate) mod tests;
