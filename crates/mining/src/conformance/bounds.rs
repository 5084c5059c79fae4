//! What must and what can still happen from a marking: how often each activity at least and at
//! most. An alignment pays for every event that the model cannot make any more and for every
//! activity that it must make and the trace does not have; activity by activity the sum never
//! exceeds the true cost, and never falls by more than a move costs, so that A* may trust it.

use super::space::{SILENT, Space};

/// Any number of times.
pub const ANY: u16 = u16::MAX;
/// Spaces of at most this many markings are searched as a whole.
const WHOLE: usize = 20_000;

/// Bounds for every marking of a space.
#[derive(Clone, Debug)]
pub struct Bounds {
    labels: usize,
    /// Of markings when the space is known as a whole, otherwise of places.
    whole: bool,
    least: Vec<u16>,
    most: Vec<u16>,
    /// Whether the end can be reached; only of a whole space.
    alive: Vec<bool>,
}

impl Bounds {
    /// The bounds of a net; explores the space if it is small.
    pub fn of(space: &mut Space<'_>) -> Self {
        if space.explore(WHOLE) { whole(space) } else { Self::structural(space) }
    }

    /// Writes the bounds of a marking; false if the end cannot be reached from it.
    pub fn write(
        &self,
        space: &Space<'_>,
        marking: u32,
        least: &mut [u16],
        most: &mut [u16],
    ) -> bool {
        let n = self.labels;
        if self.whole {
            let at = marking as usize * n;
            if !self.alive.get(marking as usize).copied().unwrap_or(false) {
                return false;
            }
            least.copy_from_slice(&self.least[at..at + n]);
            most.copy_from_slice(&self.most[at..at + n]);
            return true;
        }
        least.fill(0);
        most.copy_from_slice(&self.most[self.most.len() - n..]);
        for (place, _) in
            space.marking(marking).iter().enumerate().filter(|(_, tokens)| **tokens > 0)
        {
            for label in 0..n {
                least[label] = least[label].max(self.least[place * n + label]);
                most[label] = most[label].max(self.most[place * n + label]);
            }
        }
        true
    }

    /// Bounds from the net alone, place by place. Whoever follows a token to its end passes, on every
    /// way, what is counted here; and no label beyond what arcs lead to can come.
    pub fn structural(space: &Space<'_>) -> Self {
        let net = space.net;
        let (places, n) = (net.places().len(), space.labels.len());
        let mut least = vec![ANY; places * n];
        let mut most = vec![0u16; (places + 1) * n];
        // Passes until nothing changes; nets are small and nearly in order.
        for place in (0..places).filter(|place| net.end()[*place] > 0) {
            least[place * n..(place + 1) * n].fill(0);
        }
        let mut changed = true;
        while changed {
            changed = false;
            for (t, step) in net.transitions().iter().enumerate() {
                let label = space.label(t);
                for a in 0..n {
                    let own = u16::from(label as usize == a);
                    // A token that vanishes in a step without a result is followed no further.
                    let ways = step.gives.iter().map(|arc| least[arc.place * n + a]);
                    let there = ways.min().unwrap_or(0).saturating_add(own);
                    let can = own > 0 || step.gives.iter().any(|arc| most[arc.place * n + a] > 0);
                    let from = step.takes.iter().map(|arc| arc.place);
                    for place in from.chain(step.takes.is_empty().then_some(places)) {
                        if place < places && there < least[place * n + a] {
                            (least[place * n + a], changed) = (there, true);
                        }
                        if can && most[place * n + a] == 0 {
                            (most[place * n + a], changed) = (ANY, true);
                        }
                    }
                }
            }
        }
        // A place from which nothing leads on demands nothing.
        least.iter_mut().filter(|least| **least == ANY).for_each(|least| *least = 0);
        Self { labels: n, whole: false, least, most, alive: Vec::new() }
    }
}

/// Bounds from the whole graph of markings: shortest and longest ways to the end.
fn whole(space: &mut Space<'_>) -> Bounds {
    let (count, labels) = (space.len(), space.labels.len());
    let mut edges = Vec::new();
    for from in 0..u32::try_from(count).unwrap_or(0) {
        if let Ok(moves) = space.moves(from) {
            edges.extend(moves.iter().map(|step| (from as usize, step.to as usize, step.label)));
        }
    }
    let mut into: Vec<Vec<(usize, u32)>> = vec![Vec::new(); count];
    for (from, to, label) in &edges {
        into[*to].push((*from, *label));
    }
    let mut alive = vec![false; count];
    let mut queue = vec![space.end as usize];
    alive[space.end as usize] = true;
    while let Some(to) = queue.pop() {
        for (from, _) in &into[to] {
            if !std::mem::replace(&mut alive[*from], true) {
                queue.push(*from);
            }
        }
    }
    edges.retain(|(from, to, _)| alive[*from] && alive[*to]);
    let mut least = vec![ANY; count * labels];
    for label in 0..labels {
        shortest(&into, space.end as usize, label, labels, &mut least);
    }
    let most = longest(&edges, count, labels);
    Bounds { labels, whole: true, least, most, alive }
}

/// For one label, the least number of its steps from each marking to the end.
fn shortest(into: &[Vec<(usize, u32)>], end: usize, label: usize, n: usize, least: &mut [u16]) {
    let mut levels = [vec![end], Vec::new()];
    least[end * n + label] = 0;
    let mut cost = 0u16;
    while !levels[0].is_empty() {
        while let Some(to) = levels[0].pop() {
            if least[to * n + label] != cost {
                continue;
            }
            for (from, step) in &into[to] {
                let own = u16::from(*step as usize == label);
                let known = &mut least[from * n + label];
                if cost.saturating_add(own) < *known {
                    *known = cost + own;
                    levels[usize::from(own)].push(*from);
                }
            }
        }
        levels.swap(0, 1);
        cost = cost.saturating_add(1);
    }
}

/// The greatest number of steps of each label from each marking: none bounds what lies on a circle.
fn longest(edges: &[(usize, usize, u32)], count: usize, n: usize) -> Vec<u16> {
    let mut out: Vec<Vec<(usize, u32)>> = vec![Vec::new(); count];
    for (from, to, label) in edges {
        out[*from].push((*to, *label));
    }
    let (circle, order) = circles(&out);
    let circles = order.len();
    let mut best = vec![0u16; circles * n];
    for (number, members) in order.iter().enumerate() {
        let mut most = vec![0u16; n];
        for (to, label) in members.iter().flat_map(|from| &out[*from]) {
            let there = circle[*to];
            if there == number {
                if *label != SILENT {
                    most[*label as usize] = ANY;
                }
                continue;
            }
            for (a, most) in most.iter_mut().enumerate() {
                let own = u16::from(*label as usize == a);
                *most = (*most).max(best[there * n + a].saturating_add(own));
            }
        }
        best[number * n..(number + 1) * n].copy_from_slice(&most);
    }
    (0..count)
        .flat_map(|marking| best[circle[marking] * n..(circle[marking] + 1) * n].to_vec())
        .collect()
}

/// The strongly connected components (Tarjan 1972), those that are reached first; of each marking
/// its component.
fn circles(out: &[Vec<(usize, u32)>]) -> (Vec<usize>, Vec<Vec<usize>>) {
    const NEW: usize = usize::MAX;
    let n = out.len();
    let (mut index, mut low, mut circle) = (vec![NEW; n], vec![0; n], vec![NEW; n]);
    let (mut order, mut stack, mut next) = (Vec::new(), Vec::new(), 0);
    for root in 0..n {
        if index[root] != NEW {
            continue;
        }
        let mut work = vec![(root, 0)];
        while let Some((at, edge)) = work.pop() {
            if edge == 0 {
                (index[at], low[at]) = (next, next);
                next += 1;
                stack.push(at);
            }
            if let Some((to, _)) = out[at].get(edge) {
                work.push((at, edge + 1));
                if index[*to] == NEW {
                    work.push((*to, 0));
                } else if circle[*to] == NEW {
                    low[at] = low[at].min(index[*to]);
                }
                continue;
            }
            if low[at] == index[at] {
                let mut members = Vec::new();
                while let Some(member) = stack.pop() {
                    circle[member] = order.len();
                    members.push(member);
                    if member == at {
                        break;
                    }
                }
                order.push(members);
            }
            if let Some((parent, _)) = work.last() {
                low[*parent] = low[*parent].min(low[at]);
            }
        }
    }
    (circle, order)
}
