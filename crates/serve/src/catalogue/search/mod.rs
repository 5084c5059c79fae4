//! Search that forgives: everyday words, slips of the finger, either language. In memory, over
//! the standards in force; the same question always gives the same answer.
//!
//! Two measures add up. Each word of the question is compared with each word of a service, and a
//! rare word counts more than a common one. The question as a whole is compared with the phrases
//! that lead to the service (its name, its code and its everyday words).

#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::service::Standard;

use words::{allowed, distance, plain, stem};

/// How much a word counts, by where it stands.
const STRONG: f64 = 3.0;
const MIDDLE: f64 = 1.5;
const WEAK: f64 = 0.7;

/// How much the likeness of whole phrases counts.
const PHRASE: f64 = 14.0;

/// Results below this part of the best are left out.
const TAIL: f64 = 0.25;

/// More words than these nobody needs to find a service.
const MOST_WORDS: usize = 8;

/// The standards in force, ready to be searched.
#[derive(Debug)]
pub struct Index {
    standards: Vec<Arc<Standard>>,
    /// Every word, with the services in which it stands and how much it counts there.
    words: Vec<Word>,
    /// Every phrase, with its service.
    phrases: Vec<(Vec<char>, usize)>,
}

#[derive(Debug)]
struct Word {
    letters: Vec<char>,
    text: String,
    /// Service and weight.
    stands: Vec<(usize, f64)>,
    /// Grows with rarity.
    rarity: f64,
}

impl Index {
    /// An index over `standards`.
    pub fn new(standards: Vec<Arc<Standard>>) -> Self {
        let mut weights: BTreeMap<String, BTreeMap<usize, f64>> = BTreeMap::new();
        let mut phrases = Vec::new();
        for (at, standard) in standards.iter().enumerate() {
            for (text, weight) in fields(standard) {
                for word in words::words(text) {
                    let stem = stem(&word).to_owned();
                    for form in [word, stem] {
                        let known = weights.entry(form).or_default().entry(at).or_default();
                        *known = known.max(weight);
                    }
                }
                if weight == STRONG {
                    phrases.push((phrase(text), at));
                    phrases.push((plain(text).chars().collect(), at));
                }
            }
        }
        phrases.sort();
        phrases.dedup();
        let count = standards.len() as f64;
        let words = weights.into_iter().map(|(text, stands)| Word {
            letters: text.chars().collect(),
            rarity: (1.0 + count / stands.len() as f64).ln(),
            stands: stands.into_iter().collect(),
            text,
        });
        Self { words: words.collect(), standards, phrases }
    }

    /// The services that `question` may mean, best first; none when it says nothing.
    pub fn find(&self, question: &str) -> Vec<Arc<Standard>> {
        let mut scores = vec![0.0_f64; self.standards.len()];
        for word in words::words(question).iter().take(MOST_WORDS) {
            self.score_word(word, &mut scores);
        }
        self.score_phrase(question, &mut scores);
        let best = scores.iter().copied().fold(0.0, f64::max);
        let mut found: Vec<(usize, f64)> =
            scores.into_iter().enumerate().filter(|(_, s)| *s > 0.0 && *s >= best * TAIL).collect();
        let code = |at: usize| &self.standards[at].code;
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| code(a.0).cmp(code(b.0))));
        found.into_iter().map(|(at, _)| Arc::clone(&self.standards[at])).collect()
    }

    /// Adds, for each service, its best match with this one word.
    fn score_word(&self, word: &str, scores: &mut [f64]) {
        let mut best = vec![0.0_f64; scores.len()];
        let forms = [word, stem(word)].map(|form| (form, form.chars().collect::<Vec<_>>()));
        for known in &self.words {
            let likeness = forms
                .iter()
                .map(|(text, letters)| likeness(text, letters, known))
                .fold(0.0, f64::max);
            if likeness > 0.0 {
                for (at, weight) in &known.stands {
                    best[*at] = best[*at].max(likeness * weight * known.rarity);
                }
            }
        }
        scores.iter_mut().zip(best).for_each(|(score, best)| *score += best);
    }

    /// Adds, for each service, the likeness of its best phrase with the whole question.
    fn score_phrase(&self, question: &str, scores: &mut [f64]) {
        let mut best = vec![0.0_f64; scores.len()];
        for asked in [plain(question).chars().collect(), phrase(question)] {
            for (letters, at) in &self.phrases {
                let longest = asked.len().max(letters.len());
                let Some(slips) = distance(&asked, letters, allowed(longest)) else { continue };
                let likeness = 1.0 - slips as f64 / longest.max(1) as f64;
                best[*at] = best[*at].max(likeness * likeness);
            }
        }
        scores.iter_mut().zip(best).for_each(|(score, best)| *score += PHRASE * best);
    }
}

/// The texts by which a service is found, and how much each counts.
fn fields(standard: &Standard) -> Vec<(&str, f64)> {
    let mut fields = vec![
        (standard.code.as_str(), STRONG),
        (standard.name.id.as_str(), STRONG),
        (standard.name.en.as_str(), STRONG),
        (standard.product.id.as_str(), MIDDLE),
        (standard.product.en.as_str(), MIDDLE),
        (standard.summary.id.as_str(), WEAK),
        (standard.summary.en.as_str(), WEAK),
    ];
    fields.extend(standard.words.iter().map(|word| (word.as_str(), STRONG)));
    fields
}

/// A phrase with everyday words replaced and empty ones gone.
fn phrase(text: &str) -> Vec<char> {
    words::words(text).join(" ").chars().collect()
}

/// From 0 to 1: the same word, the beginning of it, or a slip away from it.
fn likeness(text: &str, letters: &[char], known: &Word) -> f64 {
    if text == known.text {
        return 1.0;
    }
    if letters.len() >= 3 && known.text.starts_with(text) {
        return 0.6 + 0.3 * letters.len() as f64 / known.letters.len() as f64;
    }
    match distance(letters, &known.letters, allowed(letters.len())) {
        Some(1) => 0.6,
        Some(_) => 0.35,
        None => 0.0,
    }
}
