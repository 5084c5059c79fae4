//! Which activity directly follows which, as a dense matrix over the activities that occur.

use super::traces::Traces;

const ABSENT: u32 = u32::MAX;

/// A directly-follows graph.
#[derive(Clone, Debug)]
pub struct Graph {
    /// The activities, in order; everything else counts them from 0.
    pub activities: Vec<u32>,
    edges: Vec<u64>,
    pub starts: Vec<u64>,
    pub ends: Vec<u64>,
}

impl Graph {
    /// The graph of traces over activities `0..n`, as if one activity were left out.
    pub fn of(traces: &Traces, n: usize, without: Option<u32>) -> Self {
        let mut activities = traces.alphabet(n);
        activities.retain(|activity| Some(*activity) != without);
        let mut place = vec![ABSENT; n];
        for (i, activity) in (0u32..).zip(&activities) {
            place[*activity as usize] = i;
        }
        let size = activities.len();
        let mut graph = Self {
            activities,
            edges: vec![0; size * size],
            starts: vec![0; size],
            ends: vec![0; size],
        };
        for (trace, count) in traces.iter() {
            let mut last = ABSENT;
            for activity in trace {
                let here = place[*activity as usize];
                if here == ABSENT {
                    continue;
                }
                match last {
                    ABSENT => graph.starts[here as usize] += count,
                    last => graph.edges[last as usize * size + here as usize] += count,
                }
                last = here;
            }
            if last != ABSENT {
                graph.ends[last as usize] += count;
            }
        }
        graph
    }

    /// How many activities.
    pub fn len(&self) -> usize {
        self.activities.len()
    }

    /// Whether `b` directly follows `a` somewhere.
    pub fn follows(&self, a: usize, b: usize) -> bool {
        self.edges[a * self.len() + b] > 0
    }

    /// All edges.
    pub fn edges(&self) -> impl Iterator<Item = (usize, usize)> {
        let n = self.len().max(1);
        self.edges
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
            .map(move |(i, _)| (i / n, i % n))
    }

    pub fn starts(&self, a: usize) -> bool {
        self.starts[a] > 0
    }

    pub fn ends(&self, a: usize) -> bool {
        self.ends[a] > 0
    }

    /// Without what is infrequent (IMf, section 4.2): an edge stays when it is more frequent than
    /// `noise` times the strongest way out of its activity, a start when at least `noise` times as
    /// frequent as the most frequent start. Ends stay, as in PM4Py.
    pub fn filtered(&self, noise: f64) -> Self {
        let n = self.len();
        let mut kept = self.clone();
        for a in 0..n {
            let row = &mut kept.edges[a * n..(a + 1) * n];
            let most = row.iter().copied().max().unwrap_or(0).max(self.ends[a]);
            for count in row.iter_mut().filter(|count| **count as f64 <= noise * most as f64) {
                *count = 0;
            }
        }
        let most = self.starts.iter().copied().max().unwrap_or(0);
        for count in &mut kept.starts {
            if (*count as f64) < most as f64 * noise {
                *count = 0;
            }
        }
        kept.compact()
    }

    /// Without activities that neither start nor end nor have an edge.
    fn compact(&self) -> Self {
        let n = self.len();
        let touched = |a: usize| (0..n).any(|b| self.follows(a, b) || self.follows(b, a));
        let stays: Vec<usize> =
            (0..n).filter(|a| self.starts(*a) || self.ends(*a) || touched(*a)).collect();
        let pairs = stays.iter().flat_map(|a| stays.iter().map(move |b| a * n + b));
        Self {
            activities: stays.iter().map(|a| self.activities[*a]).collect(),
            edges: pairs.map(|at| self.edges[at]).collect(),
            starts: stays.iter().map(|a| self.starts[*a]).collect(),
            ends: stays.iter().map(|a| self.ends[*a]).collect(),
        }
    }

    /// Which activity can be reached from which, by at least one edge.
    pub fn reach(&self) -> Reach {
        let n = self.len();
        let words = n.div_ceil(64);
        let mut reach = Reach { words, bits: vec![0; n * words] };
        for (a, b) in self.edges() {
            reach.bits[a * words + b / 64] |= 1 << (b % 64);
        }
        let mut through = vec![0; words];
        for middle in 0..n {
            through.copy_from_slice(&reach.bits[middle * words..(middle + 1) * words]);
            for a in (0..n).filter(|a| *a != middle) {
                if reach.holds(a, middle) {
                    let row = &mut reach.bits[a * words..(a + 1) * words];
                    row.iter_mut().zip(&through).for_each(|(to, from)| *to |= from);
                }
            }
        }
        reach
    }
}

/// The transitive closure of a graph.
pub struct Reach {
    words: usize,
    bits: Vec<u64>,
}

impl Reach {
    pub fn holds(&self, a: usize, b: usize) -> bool {
        self.bits[a * self.words + b / 64] >> (b % 64) & 1 == 1
    }
}

/// Parts that grow together.
pub struct Parts(Vec<usize>);

impl Parts {
    pub fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    pub fn of(&mut self, mut a: usize) -> usize {
        while self.0[a] != a {
            self.0[a] = self.0[self.0[a]];
            a = self.0[a];
        }
        a
    }

    /// Joins two parts; the lesser member names them.
    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        self.0[a.max(b)] = a.min(b);
    }

    /// The parts in order of their least members, each in order.
    pub fn groups(&mut self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); self.0.len()];
        for a in 0..self.0.len() {
            let part = self.of(a);
            groups[part].push(a);
        }
        groups.retain(|group| !group.is_empty());
        groups
    }
}
