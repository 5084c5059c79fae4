//! Which of several waiting cases goes first, as officers were seen to choose.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::plan::Skills;

/// Share of choices against the order of arrival from which on an activity goes before another, and
/// the fewest choices that tell.
const BEFORE: (f64, u32) = (0.7, 20);

/// The rank of an activity at a place; the lower goes first, and what has none comes in between.
pub type Ranks = FxHashMap<(u32, u32), i32>;

/// A piece of work that waited and was begun.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// Where.
    pub place: u32,
    /// Its first activity.
    pub activity: u32,
    /// When its case came in.
    pub came: i64,
    /// From when on it could have been begun.
    pub ready: i64,
    /// When it was begun.
    pub begin: i64,
    /// By whom.
    pub resource: u32,
}

/// Choices between two activities while the other one's case had come in earlier.
#[derive(Clone, Copy, Debug, Default)]
struct Choices {
    taken: u32,
    left: u32,
}

/// Ranks of the activities of each place: how many others an activity goes before although their
/// cases came in earlier, less how many go before it.
pub fn ranks(pieces: Vec<Piece>, skills: &Skills) -> Ranks {
    let mut by_place: BTreeMap<u32, Vec<Piece>> = BTreeMap::new();
    for piece in pieces {
        by_place.entry(piece.place).or_default().push(piece);
    }
    let mut all = Ranks::default();
    for (place, pieces) in by_place {
        let choices = choices(place, &pieces, skills);
        for ((one, other), seen) in &choices {
            let times = seen.taken + seen.left;
            if times >= BEFORE.1 && f64::from(seen.taken) >= BEFORE.0 * f64::from(times) {
                *all.entry((place, *one)).or_default() -= 1;
                *all.entry((place, *other)).or_default() += 1;
            }
        }
    }
    all
}

/// For each pair: how often the first was taken, and how often the second, while both waited for the
/// one who chose and the second had come in earlier.
fn choices(place: u32, pieces: &[Piece], skills: &Skills) -> FxHashMap<(u32, u32), Choices> {
    let activities: BTreeSet<u32> = pieces.iter().map(|piece| piece.activity).collect();
    let able: BTreeMap<u32, BTreeSet<u32>> =
        activities.iter().map(|activity| (*activity, skills.of(place, *activity))).collect();
    // At one instant what becomes ready is there before anyone chooses.
    let mut moments: Vec<(i64, bool, usize)> = Vec::with_capacity(pieces.len() * 2);
    for (number, piece) in pieces.iter().enumerate() {
        moments.push((piece.ready, false, number));
        moments.push((piece.begin, true, number));
    }
    moments.sort_unstable();
    let mut waiting: BTreeMap<u32, BTreeSet<(i64, usize)>> = BTreeMap::new();
    let mut seen: FxHashMap<(u32, u32), Choices> = FxHashMap::default();
    for (_, begins, number) in moments {
        let piece = &pieces[number];
        let own = waiting.entry(piece.activity).or_default();
        if !begins {
            own.insert((piece.came, number));
            continue;
        }
        own.remove(&(piece.came, number));
        for (other, queue) in &waiting {
            let Some((came, _)) = queue.first().filter(|_| *other != piece.activity) else {
                continue;
            };
            if !able.get(other).is_some_and(|able| able.contains(&piece.resource)) {
                continue;
            }
            if *came < piece.came {
                seen.entry((piece.activity, *other)).or_default().taken += 1;
            } else {
                seen.entry((*other, piece.activity)).or_default().left += 1;
            }
        }
    }
    seen
}
