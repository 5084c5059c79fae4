//! Layers of the boxes, and the order in each that crosses few arrows.

/// A graph whose edges all go to a later layer, by one layer each.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    /// Boxes and bends, layer by layer, in order from left to right.
    pub rows: Vec<Vec<usize>>,
    /// Those below, of each.
    pub below: Vec<Vec<usize>>,
    /// Those above, of each.
    pub above: Vec<Vec<usize>>,
}

/// The edges that have to be turned round so that nothing goes in a circle: those that lead back to
/// where a walk comes from, which takes the first edges first.
pub fn turned(count: usize, edges: &[(usize, usize)], start: usize) -> Vec<bool> {
    let mut out = vec![Vec::new(); count];
    for (number, (from, to)) in edges.iter().enumerate() {
        out[*from].push((number, *to));
    }
    let mut turned = vec![false; edges.len()];
    let mut state = vec![State::New; count];
    // From the start first, then from wherever it does not lead.
    for begin in std::iter::once(start).chain(0..count) {
        if state[begin] != State::New {
            continue;
        }
        state[begin] = State::OnTheWay;
        let mut way = vec![(begin, 0)];
        while let Some((at, next)) = way.last_mut() {
            let Some((number, to)) = out[*at].get(*next).copied() else {
                state[*at] = State::Left;
                way.pop();
                continue;
            };
            *next += 1;
            match state[to] {
                State::New => {
                    state[to] = State::OnTheWay;
                    way.push((to, 0));
                }
                State::OnTheWay => turned[number] = true,
                State::Left => {}
            }
        }
    }
    turned
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    New,
    OnTheWay,
    Left,
}

/// The layer of each box: one below the lowest of those that lead to it. The edges have no circle.
pub fn depths(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut depth = vec![0; count];
    // At most one round for each box, because nothing goes in a circle.
    for _ in 0..count {
        let mut moved = false;
        for (from, to) in edges {
            if depth[*to] < depth[*from] + 1 {
                depth[*to] = depth[*from] + 1;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    depth
}

impl Layers {
    /// Puts each row in an order that crosses few edges: again and again by the mean place of the
    /// neighbours above, then of those below; the best order that is met stays.
    pub fn untangle(&mut self) {
        const ROUNDS: usize = 24;
        let (mut best, mut fewest) = (self.rows.clone(), self.crossings());
        for round in 0..ROUNDS {
            let down = round % 2 == 0;
            let mut place = self.places();
            let rows = self.rows.len();
            for step in 0..rows {
                let row = if down { step } else { rows - 1 - step };
                let near = if down { &self.above } else { &self.below };
                let mean = |one: &usize| {
                    let near = &near[*one];
                    let sum: f64 = near.iter().map(|other| place[*other]).sum();
                    if near.is_empty() { place[*one] } else { sum / near.len() as f64 }
                };
                let mut keyed: Vec<(f64, usize)> =
                    self.rows[row].iter().map(|one| (mean(one), *one)).collect();
                keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
                self.rows[row] = keyed.into_iter().map(|(_, one)| one).collect();
                spread(&self.rows[row], &mut place);
            }
            let crossings = self.crossings();
            if crossings < fewest {
                (best, fewest) = (self.rows.clone(), crossings);
            }
        }
        self.rows = best;
    }

    /// The place of each in its row, from 0 to 1.
    fn places(&self) -> Vec<f64> {
        let mut place = vec![0.0; self.below.len()];
        self.rows.iter().for_each(|row| spread(row, &mut place));
        place
    }

    /// How many pairs of edges cross.
    pub fn crossings(&self) -> usize {
        let mut place = vec![0; self.below.len()];
        for row in &self.rows {
            row.iter().enumerate().for_each(|(at, one)| place[*one] = at);
        }
        let mut crossings = 0;
        for row in &self.rows {
            let ends: Vec<(usize, usize)> = row
                .iter()
                .flat_map(|one| self.below[*one].iter().map(|to| (place[*one], place[*to])))
                .collect();
            for (at, a) in ends.iter().enumerate() {
                let crosses =
                    |b: &&(usize, usize)| a.0 < b.0 && a.1 > b.1 || a.0 > b.0 && a.1 < b.1;
                crossings += ends[at + 1..].iter().filter(crosses).count();
            }
        }
        crossings
    }
}

fn spread(row: &[usize], place: &mut [f64]) {
    let last = row.len().max(2) - 1;
    for (at, one) in row.iter().enumerate() {
        place[*one] = if row.len() == 1 { 0.5 } else { at as f64 / last as f64 };
    }
}

/// Places as near to the wanted ones as the least distances between neighbours allow (least squares,
/// by pooling adjacent violators).
pub fn apart(wanted: &[f64], weights: &[f64], distances: &[f64]) -> Vec<f64> {
    // With the distances taken away, places only have to be in order.
    let mut offset = 0.0;
    let mut offsets = Vec::with_capacity(wanted.len());
    for at in 0..wanted.len() {
        offsets.push(offset);
        offset += distances.get(at).copied().unwrap_or(0.0);
    }
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for at in 0..wanted.len() {
        pools.push((wanted[at] - offsets[at], weights[at], 1));
        while let [.., (a, wa, na), (b, wb, nb)] = pools.as_mut_slice() {
            if *a <= *b {
                break;
            }
            *a = (*a * *wa + *b * *wb) / (*wa + *wb);
            *wa += *wb;
            *na += *nb;
            pools.pop();
        }
    }
    let pooled = pools.iter().flat_map(|(mean, _, count)| std::iter::repeat_n(*mean, *count));
    pooled.zip(offsets).map(|(mean, offset)| mean + offset).collect()
}
