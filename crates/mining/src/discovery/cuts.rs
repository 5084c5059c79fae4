//! Cuts: how the activities of a graph fall into groups that one operator joins.

use super::graph::{Graph, Parts};

/// Groups of activities and the operator over them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cut {
    Choice(Vec<Vec<u32>>),
    Sequence(Vec<Vec<u32>>),
    Parallel(Vec<Vec<u32>>),
    Loop { body: Vec<u32>, redo: Vec<u32> },
}

/// The first cut that holds.
pub fn find(graph: &Graph) -> Option<Cut> {
    let named = |groups: Vec<Vec<usize>>| -> Vec<Vec<u32>> {
        groups
            .into_iter()
            .map(|group| group.iter().map(|a| graph.activities[*a]).collect())
            .collect()
    };
    if let Some(groups) = choice(graph) {
        return Some(Cut::Choice(named(groups)));
    }
    if let Some(groups) = sequence(graph) {
        return Some(Cut::Sequence(named(groups)));
    }
    if let Some(groups) = parallel(graph) {
        return Some(Cut::Parallel(named(groups)));
    }
    let mut groups = named(repeat(graph)?);
    let redo = groups.pop()?;
    Some(Cut::Loop { body: groups.pop()?, redo })
}

fn several(groups: Vec<Vec<usize>>) -> Option<Vec<Vec<usize>>> {
    (groups.len() > 1).then_some(groups)
}

/// Groups between which no edge goes.
fn choice(graph: &Graph) -> Option<Vec<Vec<usize>>> {
    let mut parts = Parts::new(graph.len());
    for (a, b) in graph.edges() {
        parts.join(a, b);
    }
    several(parts.groups())
}

/// Groups of which the later is reached from the earlier and never the other way round, and
/// then as few groups as can be skipped on their own (the strict, "maximal" cut).
fn sequence(graph: &Graph) -> Option<Vec<Vec<usize>>> {
    let n = graph.len();
    let reach = graph.reach();
    let mut parts = Parts::new(n);
    for a in 0..n {
        for b in a + 1..n {
            if reach.holds(a, b) == reach.holds(b, a) {
                parts.join(a, b);
            }
        }
    }
    let mut groups = several(parts.groups())?;
    let place = |a: usize| {
        let others = || (0..n).filter(|b| *b != a);
        let before = others().filter(|b| reach.holds(*b, a)).count();
        let after = others().filter(|b| reach.holds(a, *b)).count();
        before + n - after
    };
    groups.sort_by_key(|group| place(group[0]));
    several(strict(graph, groups))
}

/// Joins a group that can be skipped with its neighbours that cannot be passed without it.
fn strict(graph: &Graph, mut groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let mut at = vec![0; graph.len()];
    for (i, group) in groups.iter().enumerate() {
        group.iter().for_each(|a| at[*a] = i);
    }
    let k = groups.len();
    // The least group from which each is entered, and the greatest to which each leads; one that
    // starts or ends a trace is entered from before, or leads behind, all others.
    let mut enters: Vec<Option<usize>> = vec![Some(k); k];
    let mut leaves = vec![0; k];
    for (i, group) in groups.iter().enumerate() {
        if group.iter().any(|a| graph.starts(*a)) {
            enters[i] = None;
        }
        if group.iter().any(|a| graph.ends(*a)) {
            leaves[i] = k;
        }
    }
    for (a, b) in graph.edges() {
        let (from, to) = (at[a], at[b]);
        enters[to] = enters[to].min(Some(from));
        leaves[from] = leaves[from].max(to);
    }
    for p in 0..k {
        if !can_skip(graph, &at, p) {
            continue;
        }
        for q in (0..p).rev().take_while(|q| leaves[*q] <= p) {
            absorb(&mut groups, &mut at, p, q);
        }
        for q in (p + 1..k).take_while(|q| enters[*q] >= Some(p)) {
            absorb(&mut groups, &mut at, p, q);
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn absorb(groups: &mut [Vec<usize>], at: &mut [usize], p: usize, q: usize) {
    let moved = std::mem::take(&mut groups[q]);
    moved.iter().for_each(|a| at[*a] = p);
    groups[p].extend(moved);
}

/// Whether a trace may pass the group at place `p` by.
fn can_skip(graph: &Graph, at: &[usize], p: usize) -> bool {
    graph.edges().any(|(a, b)| at[a] < p && p < at[b])
        || (0..at.len()).any(|a| (at[a] > p && graph.starts(a)) || (at[a] < p && graph.ends(a)))
}

/// Groups between whose members edges go both ways, each with a start and an end.
fn parallel(graph: &Graph) -> Option<Vec<Vec<usize>>> {
    let n = graph.len();
    let mut parts = Parts::new(n);
    for a in 0..n {
        for b in a + 1..n {
            if !graph.follows(a, b) || !graph.follows(b, a) {
                parts.join(a, b);
            }
        }
    }
    let mut groups = parts.groups();
    groups.sort_by_key(Vec::len);
    let mut i = 0;
    while i < groups.len() && groups.len() > 1 {
        let whole =
            groups[i].iter().any(|a| graph.starts(*a)) && groups[i].iter().any(|a| graph.ends(*a));
        if whole {
            i += 1;
            continue;
        }
        let group = groups.remove(i);
        groups[i.saturating_sub(1)].extend(group);
    }
    several(groups)
}

/// The body of a loop (with all starts and ends) and what leads from its ends back to its starts.
fn repeat(graph: &Graph) -> Option<Vec<Vec<usize>>> {
    let n = graph.len();
    let border = |a: usize| graph.starts(a) || graph.ends(a);
    let mut parts = Parts::new(n);
    for (a, b) in graph.edges() {
        if !border(a) && !border(b) {
            parts.join(a, b);
        }
    }
    let starts: Vec<usize> = (0..n).filter(|a| graph.starts(*a)).collect();
    let ends: Vec<usize> = (0..n).filter(|a| graph.ends(*a)).collect();
    let mut in_body = vec![false; n];
    for (a, b) in graph.edges() {
        // What follows a start that is no end is body, and what precedes an end that is no start.
        if graph.starts(a) && !graph.ends(a) {
            in_body[parts.of(b)] = true;
        }
        if graph.ends(b) && !graph.starts(b) {
            in_body[parts.of(a)] = true;
        }
        // What leads back to one start must lead back to all, and likewise from all ends.
        if graph.starts(b) && !starts.iter().all(|start| graph.follows(a, *start)) {
            in_body[parts.of(a)] = true;
        }
        if graph.ends(a) && !ends.iter().all(|end| graph.follows(*end, b)) {
            in_body[parts.of(b)] = true;
        }
    }
    let (body, redo): (Vec<usize>, Vec<usize>) =
        (0..n).partition(|a| border(*a) || in_body[parts.of(*a)]);
    (!redo.is_empty() && !body.is_empty()).then(|| vec![body, redo])
}
