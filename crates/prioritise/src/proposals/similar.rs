//! How alike two proposals are, by the words that they share. Pure.

use std::collections::BTreeSet;

/// Words that stand in any proposal and tell nothing.
const EMPTY: [&str; 14] = [
    "dan",
    "di",
    "ke",
    "dari",
    "untuk",
    "yang",
    "dengan",
    "pada",
    "atau",
    "serta",
    "lokasi",
    "wilayah",
    "kelurahan",
    "usulan",
];

/// The words of a text that tell something: small letters, numbers without leading zeros, each once.
pub fn words(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase();
    let plain = lower.split(|letter: char| !letter.is_alphanumeric());
    plain
        .map(|word| {
            let digits = word.bytes().all(|byte| byte.is_ascii_digit());
            if digits { word.trim_start_matches('0') } else { word }
        })
        .filter(|word| !word.is_empty() && !EMPTY.contains(word))
        .map(str::to_owned)
        .collect()
}

/// From 0 (no word in common) to 1 (the same words): twice the shared words over the words of both (Dice,
/// Ecology 26, 1945). Two texts without words have nothing in common.
pub fn likeness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let both = a.intersection(b).count() as f64;
    let all = (a.len() + b.len()) as f64;
    if all > 0.0 { 2.0 * both / all } else { 0.0 }
}
