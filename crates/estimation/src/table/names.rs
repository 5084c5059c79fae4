//! Texts of a column, numbered in the order of first sight.

use rustc_hash::FxHashMap;

/// Texts and their numbers.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Texts of seven bytes at most, packed, so that finding one follows no pointer.
    short: FxHashMap<u64, u32>,
    long: FxHashMap<Box<[u8]>, u32>,
    texts: Vec<Box<[u8]>>,
    last: Option<u32>,
}

impl Names {
    /// The number of a text.
    pub fn number(&mut self, text: &[u8]) -> u32 {
        if let Some(last) = self.last
            && *self.texts[last as usize] == *text
        {
            return last;
        }
        let known = match packed(text) {
            Some(key) => self.short.get(&key),
            None => self.long.get(text),
        };
        let number = known.copied().unwrap_or_else(|| self.add(text));
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

/// A short text with its length, as one number.
fn packed(text: &[u8]) -> Option<u64> {
    let mut bytes = [0; 8];
    let (length, rest) = bytes.split_first_mut()?;
    rest.get_mut(..text.len())?.copy_from_slice(text);
    *length = u8::try_from(text.len()).ok()?;
    Some(u64::from_le_bytes(bytes))
}
