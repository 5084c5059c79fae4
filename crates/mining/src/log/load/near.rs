//! Bytes that are expected near.

const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);
/// Words that are looked at before the rest is given to `memchr`.
const WORDS: usize = 4;

/// Where a byte stands first, as `memchr` says it. What is near is found without a call, eight bytes at
/// a time; a log's names and values are so short that the call would take longer than the search.
#[inline]
pub fn near(byte: u8, text: &[u8]) -> Option<usize> {
    let (words, _) = text.as_chunks::<8>();
    let words = &words[..words.len().min(WORDS)];
    for (number, word) in words.iter().enumerate() {
        // A byte of `same` is zero where the text has the byte; its high bit is then set in `found`.
        // Behind the first such byte `found` may err, before it cannot.
        let same = u64::from_le_bytes(*word) ^ (ONES * u64::from(byte));
        let found = same.wrapping_sub(ONES) & !same & HIGHS;
        if found != 0 {
            return Some(8 * number + found.trailing_zeros() as usize / 8);
        }
    }
    let behind = 8 * words.len();
    let rest = &text[behind..];
    let place = if rest.len() < 8 {
        rest.iter().position(|one| *one == byte)
    } else {
        memchr::memchr(byte, rest)
    };
    Some(behind + place?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::near;

    proptest! {
        #[test]
        fn it_says_what_memchr_says(
            text in prop::collection::vec(prop_oneof![any::<u8>(), 0u8..3, 0x7Fu8..0x82], 0..70),
            byte in prop_oneof![any::<u8>(), 0u8..3, 0x7Fu8..0x82],
        ) {
            prop_assert_eq!(near(byte, &text), memchr::memchr(byte, &text));
        }
    }
}
