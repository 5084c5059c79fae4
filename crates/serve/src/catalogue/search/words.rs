//! Words as people type them, brought to one spelling.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How people say it, and what that means; a word that says nothing means nothing.
static SLANG: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = include_str!("slang.csv").lines().skip(1);
    rows.filter_map(|row| row.split_once(',')).collect()
});

/// Beyond this nobody types a search.
const LONGEST: usize = 120;

/// Lower case, letters and digits only, one space between words.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars().take(LONGEST).flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            plain.push(letter);
        } else if !plain.is_empty() && !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain.trim_end().to_owned()
}

/// The words of a text that say something, everyday words replaced. When nothing would be left,
/// as in "mau urus apa", all words stay.
pub fn words(text: &str) -> Vec<String> {
    let plain = plain(text);
    let all = || plain.split(' ').filter(|word| !word.is_empty());
    let kept: Vec<String> = all()
        .flat_map(|word| match SLANG.get(word) {
            Some(meaning) => meaning.split(' ').collect::<Vec<_>>(),
            None => vec![word],
        })
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    if kept.is_empty() { all().map(str::to_owned).collect() } else { kept }
}

const PREFIXES: [&str; 14] = [
    "menge", "nge", "meng", "meny", "mem", "men", "me", "ng", "per", "pem", "pen", "ber", "ke",
    "di",
];
const SUFFIXES: [&str; 3] = ["nya", "kan", "an"];

/// A word without the affixes of everyday Indonesian, as far as four letters stay: "kehilangan"
/// and "hilang" meet. The same is done on both sides, so a wrong cut only costs precision.
pub fn stem(word: &str) -> &str {
    let long_enough = |rest: &&str| rest.chars().count() >= 4;
    let cut = SUFFIXES.iter().find_map(|end| word.strip_suffix(end).filter(long_enough));
    let word = cut.unwrap_or(word);
    let cut = PREFIXES.iter().find_map(|start| word.strip_prefix(start).filter(long_enough));
    cut.unwrap_or(word)
}

/// Number of insertions, deletions, replacements and swaps of neighbours between two words
/// (optimal string alignment), or `None` when it is more than `most`.
pub fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if swapped {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        if row.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    let found = last[b.len()];
    (found <= most).then_some(found)
}

/// How many slips a word of so many letters may have.
pub fn allowed(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}
