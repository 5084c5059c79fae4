//! Nets of trees.

use super::{Arc, Builder, Net};
use crate::tree::Tree;

/// The sound workflow net that has the language of a tree.
pub fn of_tree(tree: &Tree) -> Net {
    let mut net = Maker::default();
    let (source, sink) = (net.builder.place("source"), net.builder.place("sink"));
    net.add(tree, source, sink);
    let places = net.builder.places.len();
    let marked = |place: usize| (0..places).map(|other| u8::from(other == place)).collect();
    net.builder.finish(marked(source), marked(sink))
}

#[derive(Default)]
struct Maker {
    builder: Builder,
}

impl Maker {
    fn place(&mut self) -> usize {
        let id = format!("p{}", self.builder.places.len() - 1);
        self.builder.place(id)
    }

    fn step(&mut self, label: Option<&str>, takes: &[usize], gives: &[usize]) {
        let kind = if label.is_some() { "t" } else { "tau" };
        let id = format!("{kind}{}", self.builder.transitions.len() + 1);
        let number = self.builder.transition(id, label.map(str::to_owned));
        let arcs = |places: &[usize]| places.iter().map(|p| Arc { place: *p, weight: 1 }).collect();
        self.builder.transitions[number].takes = arcs(takes);
        self.builder.transitions[number].gives = arcs(gives);
    }

    fn add(&mut self, tree: &Tree, from: usize, to: usize) {
        match tree {
            Tree::Silent => self.step(None, &[from], &[to]),
            Tree::Activity(name) => self.step(Some(name), &[from], &[to]),
            Tree::Choice(children) => children.iter().for_each(|child| self.add(child, from, to)),
            Tree::Sequence(_) => {
                let children = tree.children();
                let mut here = from;
                for (i, child) in children.iter().enumerate() {
                    let next = if i + 1 == children.len() { to } else { self.place() };
                    self.add(child, here, next);
                    here = next;
                }
            }
            Tree::Parallel(children) => {
                let ends: Vec<(usize, usize)> =
                    children.iter().map(|_| (self.place(), self.place())).collect();
                let (starts, stops): (Vec<usize>, Vec<usize>) = ends.iter().copied().unzip();
                self.step(None, &[from], &starts);
                self.step(None, &stops, &[to]);
                for (child, (start, stop)) in children.iter().zip(ends) {
                    self.add(child, start, stop);
                }
            }
            // Places of its own keep the way back out of what stands before and behind the loop.
            Tree::Loop(children) => {
                let (start, stop) = (self.place(), self.place());
                self.step(None, &[from], &[start]);
                self.step(None, &[stop], &[to]);
                self.add(&children[0], start, stop);
                self.add(&children[1], stop, start);
            }
        }
    }
}
