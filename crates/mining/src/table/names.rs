//! Names as numbers.

use std::hash::Hasher as _;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use super::NONE;

/// Different names, numbered from 0 in the order in which they were first seen.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// All names, end to end, and where each ends.
    text: String,
    ends: Vec<usize>,
    table: HashTable<Entry>,
}

/// Bytes of a name that stand in the table itself, so that a short name is found without going to
/// its text: up to fifteen and their number, or [`LONG`] when there are more.
type Start = [u8; 16];

const LONG: u8 = u8::MAX;

#[derive(Clone, Copy, Debug)]
struct Entry {
    start: Start,
    number: u32,
    hash: u32,
}

/// Names whose numbers are wanted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sought {
    text: Vec<u8>,
    all: Vec<(u32, Start, (usize, usize))>,
}

impl Sought {
    pub(crate) fn push(&mut self, name: &[u8]) {
        let from = self.text.len();
        self.text.extend_from_slice(name);
        self.all.push((hash(name), start(name), (from, self.text.len())));
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

fn start(name: &[u8]) -> Start {
    let mut start = [0; 16];
    let length = name.len().min(15);
    start[..length].copy_from_slice(&name[..length]);
    start[15] = if name.len() > 15 { LONG } else { length as u8 };
    start
}

impl Names {
    /// The number of a name, a new one if it is new; [`NONE`] once 2³² − 1 names are used up.
    pub fn number(&mut self, name: &str) -> u32 {
        let (hash, start) = (hash(name.as_bytes()), start(name.as_bytes()));
        match self.find(hash, start, name.as_bytes()) {
            Some(number) => number,
            None => self.add(hash, start, name),
        }
    }

    /// The same for bytes; nothing when they are not UTF-8.
    pub(crate) fn number_of_bytes(&mut self, name: &[u8]) -> Option<u32> {
        let (hash, start) = (hash(name), start(name));
        match self.find(hash, start, name) {
            Some(number) => Some(number),
            None => Some(self.add(hash, start, std::str::from_utf8(name).ok()?)),
        }
    }

    /// Numbers of many names at once, in order, put to `numbers`; nothing when one is not UTF-8.
    ///
    /// In a log of millions of cases each look-up waits for memory. Here nothing stands between one
    /// and the next, so that a processor waits for several at a time.
    pub(crate) fn number_all(&mut self, sought: &Sought, numbers: &mut Vec<u32>) -> Option<()> {
        let begin = numbers.len();
        let (mut last, mut found) = ((0, 0), NONE);
        numbers.extend(sought.all.iter().map(|(hash, start, span)| {
            if *span != last {
                last = *span;
                let name = &sought.text[span.0..span.1];
                found = self.find(*hash, *start, name).unwrap_or(NONE);
            }
            found
        }));
        for (number, (hash, start, span)) in numbers[begin..].iter_mut().zip(&sought.all) {
            if *number == NONE {
                let name = &sought.text[span.0..span.1];
                // The same new name may stand here twice.
                *number = match self.find(*hash, *start, name) {
                    Some(number) => number,
                    None => self.add(*hash, *start, std::str::from_utf8(name).ok()?),
                };
            }
        }
        Some(())
    }

    fn find(&self, hash: u32, start: Start, name: &[u8]) -> Option<u32> {
        let same = |entry: &Entry| {
            entry.start == start
                && (start[15] != LONG || self.name(entry.number).as_bytes() == name)
        };
        self.table.find(whole(hash), same).map(|entry| entry.number)
    }

    fn add(&mut self, hash: u32, start: Start, name: &str) -> u32 {
        let Ok(number) = u32::try_from(self.ends.len()) else { return NONE };
        if number != NONE {
            self.text.push_str(name);
            self.ends.push(self.text.len());
            let entry = Entry { start, number, hash };
            self.table.insert_unique(whole(hash), entry, |entry| whole(entry.hash));
        }
        number
    }

    /// The number of a name that was seen.
    pub fn get(&self, name: &str) -> Option<u32> {
        self.find(hash(name.as_bytes()), start(name.as_bytes()), name.as_bytes())
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

fn hash(name: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(name);
    hasher.finish() as u32
}

/// The table looks at the highest and at the lowest bits.
fn whole(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}
