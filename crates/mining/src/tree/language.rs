//! What a tree allows, by derivatives: what is left of a tree after one activity is a set of trees
//! (Antimirov 1996, for regular expressions; interleaving and loops go the same way).
//!
//! Nothing here knows nets, so it can be held against them.

use std::collections::{BTreeSet, VecDeque};

use rustc_hash::FxHashSet;

use super::Tree;

type State = BTreeSet<Tree>;

/// Whether the tree allows exactly this trace.
pub fn accepts(tree: &Tree, trace: &[&str]) -> bool {
    let mut state = State::from([tree.clone().normal()]);
    for activity in trace {
        state = after(&state, activity);
    }
    ends(&state)
}

/// All traces of at most `longest` activities, in order; none if there are more than `limit`.
pub fn words(tree: &Tree, longest: usize, limit: usize) -> Option<BTreeSet<Vec<String>>> {
    let names = tree.activities();
    let mut found = BTreeSet::new();
    let mut queue = VecDeque::from([(Vec::new(), State::from([tree.clone().normal()]))]);
    while let Some((word, state)) = queue.pop_front() {
        for name in names.iter().filter(|_| word.len() < longest) {
            let next = after(&state, name);
            if !next.is_empty() {
                let mut word = word.clone();
                word.push((*name).to_owned());
                queue.push_back((word, next));
            }
        }
        if ends(&state) {
            found.insert(word);
        }
        if found.len() > limit || queue.len() > limit {
            return None;
        }
    }
    Some(found)
}

/// Whether two trees allow the same traces, of any length; none if that takes more than `limit`
/// states to find out.
pub fn same_language(a: &Tree, b: &Tree, limit: usize) -> Option<bool> {
    let mut names = a.activities();
    names.extend(b.activities());
    names.sort_unstable();
    names.dedup();
    let start = (State::from([a.clone().normal()]), State::from([b.clone().normal()]));
    let mut seen = FxHashSet::from_iter([start.clone()]);
    let mut queue = vec![start];
    while let Some((a, b)) = queue.pop() {
        if ends(&a) != ends(&b) || a.is_empty() != b.is_empty() {
            return Some(false);
        }
        for name in &names {
            let next = (after(&a, name), after(&b, name));
            if !seen.contains(&next) {
                seen.insert(next.clone());
                queue.push(next);
            }
        }
        if seen.len() > limit {
            return None;
        }
    }
    Some(true)
}

/// What may come after the beginning of a trace; none if no trace begins so.
#[cfg(test)]
pub(crate) fn next<'t>(tree: &'t Tree, beginning: &[&str]) -> Option<BTreeSet<&'t str>> {
    let mut state = State::from([tree.clone().normal()]);
    for activity in beginning {
        state = after(&state, activity);
    }
    let names = tree.activities().into_iter();
    (!state.is_empty()).then(|| names.filter(|name| !after(&state, name).is_empty()).collect())
}

fn ends(state: &State) -> bool {
    state.iter().any(Tree::is_nullable)
}

fn after(state: &State, activity: &str) -> State {
    state.iter().flat_map(|tree| derive(tree, activity)).collect()
}

/// What may be left of a tree after an activity.
fn derive(tree: &Tree, activity: &str) -> State {
    match tree {
        Tree::Silent => State::new(),
        Tree::Activity(name) if name == activity => State::from([Tree::Silent]),
        Tree::Activity(_) => State::new(),
        Tree::Choice(children) => {
            children.iter().flat_map(|child| derive(child, activity)).collect()
        }
        Tree::Sequence(_) => sequence(tree.children(), activity),
        Tree::Parallel(_) => {
            let children = tree.children();
            let mut left = State::new();
            for (i, child) in children.iter().enumerate() {
                for rest in derive(child, activity) {
                    let mut all = children.to_vec();
                    all[i] = rest;
                    left.insert(Tree::parallel(all).normal());
                }
            }
            left
        }
        Tree::Loop(children) => {
            let [body, redo] = &**children;
            let again =
                Tree::choice(Tree::Silent, vec![Tree::sequence(vec![redo.clone(), tree.clone()])]);
            let mut left: State = derive(body, activity)
                .into_iter()
                .map(|rest| Tree::sequence(vec![rest, again.clone()]).normal())
                .collect();
            if body.is_nullable() {
                let round = |rest: Tree| Tree::sequence(vec![rest, tree.clone()]).normal();
                left.extend(derive(redo, activity).into_iter().map(round));
            }
            left
        }
    }
}

fn sequence(children: &[Tree], activity: &str) -> State {
    let mut left = State::new();
    for (i, child) in children.iter().enumerate() {
        for rest in derive(child, activity) {
            let mut all = vec![rest];
            all.extend_from_slice(&children[i + 1..]);
            left.insert(Tree::sequence(all).normal());
        }
        if !child.is_nullable() {
            break;
        }
    }
    left
}
