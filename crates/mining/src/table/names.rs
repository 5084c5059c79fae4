//! Names as numbers.

use std::hash::Hasher as _;

use rustc_hash::FxHasher;

use super::NONE;

/// Different names, numbered from 0 in the order in which they were first seen.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// All names, end to end, and where each ends.
    text: String,
    ends: Vec<usize>,
    /// The beginning of each. Cases that are open at the same time have numbers near each other, so that
    /// what is looked at is near.
    starts: Vec<Start>,
    /// Each name stands at its hash or at the next free place behind it. As many places as a power of
    /// two has, or none; [`room`] says how many of them are taken at most. Entries are small, because in a
    /// log of millions of cases each look-up waits for one.
    table: Vec<Entry>,
}

/// The beginning of a name, so that a short name is found without going to its text: up to fifteen
/// bytes and their number in the highest byte, or the first sixteen with [`LONG`] in the place of the last.
type Start = [u64; 2];

const LONG: u64 = u8::MAX as u64;

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// [`NONE`] where there is no name.
    number: u32,
    hash: u32,
}

const FREE: Entry = Entry { number: NONE, hash: 0 };

/// Names whose numbers are wanted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sought {
    text: Vec<u8>,
    all: Vec<(u32, Start, (usize, usize))>,
}

impl Sought {
    /// So many are looked up at once.
    pub(crate) const AT_ONCE: usize = 64;

    pub(crate) fn push(&mut self, name: &[u8]) {
        let from = self.text.len();
        self.text.extend_from_slice(name);
        let start = start(name);
        self.all.push((hash(start, name), start, (from, self.text.len())));
    }

    /// The last one again.
    pub(crate) fn repeat(&mut self) {
        if let Some(last) = self.all.last().copied() {
            self.all.push(last);
        }
    }

    pub(crate) fn last(&self) -> Option<&[u8]> {
        self.all.last().map(|(_, _, span)| &self.text[span.0..span.1])
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.all.clear();
    }
}

/// How many of so many places are taken at most: of a few, so few that nearly every name stands at its
/// hash; of many, so many that they do not take too much memory.
fn room(places: usize) -> usize {
    if places <= 8_192 { places / 8 } else { places / 8 * 3 }
}

fn start(name: &[u8]) -> Start {
    let Some((first, behind)) = name.split_first_chunk() else {
        return [few(name), (name.len() as u64) << 56];
    };
    let second = match behind.first_chunk() {
        Some(second) => u64::from_le_bytes(*second) << 8 >> 8 | LONG << 56,
        None => few(behind) | (name.len() as u64) << 56,
    };
    [u64::from_le_bytes(*first), second]
}

/// Fewer than eight bytes as a number.
fn few(bytes: &[u8]) -> u64 {
    let (first, last) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>());
    match (first, last) {
        (Some(first), Some(last)) => {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            u64::from(first) | u64::from(last) << (8 * (bytes.len() - 4))
        }
        _ => bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
    }
}

fn is_long(start: Start) -> bool {
    start[1] >> 56 == LONG
}

impl Names {
    /// The number of a name, a new one if it is new; [`NONE`] once 2³² − 1 names are used up.
    pub fn number(&mut self, name: &str) -> u32 {
        let start = start(name.as_bytes());
        let hash = hash(start, name.as_bytes());
        match self.find(hash, start, name.as_bytes()) {
            Some(number) => number,
            None => self.add(hash, start, name),
        }
    }

    /// The same for bytes; nothing when they are not UTF-8.
    pub(crate) fn number_of_bytes(&mut self, name: &[u8]) -> Option<u32> {
        let start = start(name);
        let hash = hash(start, name);
        match self.find(hash, start, name) {
            Some(number) => Some(number),
            None => Some(self.add(hash, start, std::str::from_utf8(name).ok()?)),
        }
    }

    /// Numbers of many names at once, in order, put to `numbers`; nothing when one is not UTF-8.
    ///
    /// At first only the places are looked at where a name most likely stands, without a branch between one
    /// and the next, so that a processor waits for many at a time.
    pub(crate) fn number_all(&mut self, sought: &Sought, numbers: &mut Vec<u32>) -> Option<()> {
        let begin = numbers.len();
        numbers.extend(sought.all.iter().map(|(hash, ..)| self.at_first(*hash)));
        let (mut last, mut found) = (None, NONE);
        for (number, (hash, start, span)) in numbers[begin..].iter_mut().zip(&sought.all) {
            if !is_long(*start) && self.starts.get(*number as usize) == Some(start) {
                continue;
            }
            if last != Some(*span) {
                let name = &sought.text[span.0..span.1];
                found = match self.find(*hash, *start, name) {
                    Some(number) => number,
                    None => self.add(*hash, *start, std::str::from_utf8(name).ok()?),
                };
                last = Some(*span);
            }
            *number = found;
        }
        Some(())
    }

    /// The number of the name of this hash that stands there or right behind; of any other, or [`NONE`],
    /// when there is none.
    fn at_first(&self, hash: u32) -> u32 {
        let Some(mask) = self.table.len().checked_sub(1) else { return NONE };
        let place = hash as usize & mask;
        let (first, second) = (self.table[place], self.table[(place + 1) & mask]);
        if first.hash == hash { first.number } else { second.number }
    }

    /// The numbers that the names of another list have here, in their order; new ones are added.
    pub(crate) fn join(&mut self, other: &Self) -> Vec<u32> {
        let (mut numbers, mut sought) = (Vec::with_capacity(other.len()), Sought::default());
        for name in other.iter() {
            sought.push(name.as_bytes());
            if sought.len() == Sought::AT_ONCE {
                self.number_all(&sought, &mut numbers);
                sought.clear();
            }
        }
        self.number_all(&sought, &mut numbers);
        numbers
    }

    fn find(&self, hash: u32, start: Start, name: &[u8]) -> Option<u32> {
        let mask = self.table.len().checked_sub(1)?;
        let mut place = hash as usize & mask;
        loop {
            let entry = &self.table[place];
            if entry.number == NONE {
                return None;
            }
            if entry.hash == hash
                && self.starts[entry.number as usize] == start
                && (!is_long(start) || self.name(entry.number).as_bytes() == name)
            {
                return Some(entry.number);
            }
            place = (place + 1) & mask;
        }
    }

    fn add(&mut self, hash: u32, start: Start, name: &str) -> u32 {
        let Ok(number) = u32::try_from(self.ends.len()) else { return NONE };
        if number != NONE {
            self.text.push_str(name);
            self.ends.push(self.text.len());
            self.starts.push(start);
            if self.ends.len() > room(self.table.len()) {
                let more = vec![FREE; (2 * self.table.len()).max(16)];
                let old = std::mem::replace(&mut self.table, more);
                for entry in old.into_iter().filter(|entry| entry.number != NONE) {
                    self.put(entry);
                }
            }
            self.put(Entry { number, hash });
        }
        number
    }

    /// Puts an entry to the next free place.
    fn put(&mut self, entry: Entry) {
        let mask = self.table.len() - 1;
        let mut place = entry.hash as usize & mask;
        while self.table[place].number != NONE {
            place = (place + 1) & mask;
        }
        self.table[place] = entry;
    }

    /// The number of a name that was seen.
    pub fn get(&self, name: &str) -> Option<u32> {
        let start = start(name.as_bytes());
        self.find(hash(start, name.as_bytes()), start, name.as_bytes())
    }

    /// The name of a number; of [`NONE`] and of a number never given it is empty.
    pub fn name(&self, number: u32) -> &str {
        nth(&self.text, &self.ends, number)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All names, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|number| nth(&self.text, &self.ends, number as u32))
    }
}

fn nth<'t>(text: &'t str, ends: &[usize], number: u32) -> &'t str {
    let number = number as usize;
    let Some(end) = ends.get(number) else { return "" };
    let start = number.checked_sub(1).map_or(0, |before| ends[before]);
    &text[start..*end]
}

/// Of all bytes of a name; those of a short one stand in its start.
fn hash(start: Start, name: &[u8]) -> u32 {
    if is_long(start) {
        let mut hasher = FxHasher::default();
        hasher.write(name);
        return hasher.finish() as u32;
    }
    // Both halves of a product in which every bit of one factor meets every bit of the other; the two
    // numbers, digits of pi, keep names of few bits from giving few bits.
    let [first, second] = [start[0] ^ 0x243F_6A88_85A3_08D3, start[1] ^ 0x1319_8A2E_0370_7344];
    let product = u128::from(first) * u128::from(second);
    (product ^ (product >> 64)) as u32
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::{Names, Sought};

    proptest! {
        #[test]
        fn names_are_numbered_as_a_map_would(
            names in prop::collection::vec(
                prop_oneof!["[ab]{0,3}", "[ab]{6,10}", "[ab]{14,18}", "x{0,40}", "case-[0-9]{1,3}"],
                0..300,
            ),
            at_once in 1usize..70,
        ) {
            let mut map = HashMap::new();
            let expected: Vec<u32> = names
                .iter()
                .map(|name| {
                    let fresh = map.len() as u32;
                    *map.entry(name.clone()).or_insert(fresh)
                })
                .collect();
            let (mut alone, mut together, mut numbers) =
                (Names::default(), Names::default(), Vec::new());
            for names in names.chunks(at_once) {
                let mut sought = Sought::default();
                for name in names {
                    if sought.last() == Some(name.as_bytes()) {
                        sought.repeat();
                    } else {
                        sought.push(name.as_bytes());
                    }
                }
                together.number_all(&sought, &mut numbers).unwrap();
            }
            prop_assert_eq!(&numbers, &expected);
            let alone_numbers: Vec<u32> = names.iter().map(|name| alone.number(name)).collect();
            prop_assert_eq!(&alone_numbers, &expected);
            for (name, number) in &map {
                prop_assert_eq!(together.get(name), Some(*number));
                prop_assert_eq!(together.name(*number), name);
            }
            prop_assert_eq!(together.len(), map.len());
            prop_assert_eq!(together.get("never"), None);
        }
    }
}
