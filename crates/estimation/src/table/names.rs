//! Texts of a column, numbered in the order of first sight.

use rustc_hash::FxHashMap;

/// Bits of a place among the recent ones: 2,048 of them.
const RECENT: u32 = 11;
/// An odd number whose product mixes all bits into the highest (2^64 over the golden ratio).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Texts and their numbers.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Texts of seven bytes at most, packed, so that finding one follows no pointer.
    short: FxHashMap<u64, u32>,
    /// Where some of them were found before, at the place that their bits give.
    recent: Vec<(u64, u32)>,
    long: FxHashMap<Box<[u8]>, u32>,
    texts: Vec<Box<[u8]>>,
    /// The long text that came last.
    last: Option<u32>,
}

impl Names {
    /// The number of a text.
    pub fn number(&mut self, text: &[u8]) -> u32 {
        match packed(text) {
            Some(key) => self.number_of_short(key, text),
            None => self.number_of_long(text),
        }
    }

    fn number_of_short(&mut self, key: u64, text: &[u8]) -> u32 {
        let place = (key.wrapping_mul(SPREAD) >> (u64::BITS - RECENT)) as usize;
        if let Some((found, number)) = self.recent.get(place)
            && *found == key
        {
            return *number;
        }
        let known = self.short.get(&key).copied();
        let number = known.unwrap_or_else(|| self.add(text));
        // No text is packed to this.
        self.recent.resize(1 << RECENT, (u64::MAX, 0));
        self.recent[place] = (key, number);
        number
    }

    fn number_of_long(&mut self, text: &[u8]) -> u32 {
        if let Some(last) = self.last
            && *self.texts[last as usize] == *text
        {
            return last;
        }
        let known = self.long.get(text).copied();
        let number = known.unwrap_or_else(|| self.add(text));
        self.last = Some(number);
        number
    }

    fn add(&mut self, text: &[u8]) -> u32 {
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        match packed(text) {
            Some(key) => self.short.insert(key, number),
            None => self.long.insert(text.into(), number),
        };
        self.texts.push(text.into());
        number
    }

    /// The text of a number.
    pub fn text(&self, number: u32) -> String {
        let text = self.texts.get(number as usize).map(|text| String::from_utf8_lossy(text));
        text.unwrap_or_default().into_owned()
    }

    /// Every text, by its number.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.texts.iter().map(|text| &**text)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Takes in the texts of another list; gives their numbers here.
    pub(super) fn absorb(&mut self, other: &Self) -> Vec<u32> {
        other.texts().map(|text| self.number(text)).collect()
    }
}

/// A short text with its length before it, as one number.
fn packed(text: &[u8]) -> Option<u64> {
    if text.len() >= size_of::<u64>() {
        return None;
    }
    Some(text.iter().fold(text.len() as u64, |key, byte| key << 8 | u64::from(*byte)))
}
