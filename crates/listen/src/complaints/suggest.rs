//! Which category a story is likely to be about: multinomial naive Bayes (Manning, Raghavan and
//! Schuetze, Introduction to Information Retrieval, 2008, section 13.2) over words, their
//! beginnings and pairs, trained on the shipped examples. A suggestion, always changeable.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use kernel::Error;
use kernel::error::Result;
use serde::Deserialize;

const EXAMPLES: &str = include_str!("../../../../data/complaints/examples.csv");
const HELD_OUT: &str = include_str!("../../../../data/complaints/held_out.csv");

/// Added to every count, so that a word that was never seen decides nothing.
const SMOOTHING: f64 = 0.3;
/// Letters of a word's beginning: Indonesian builds words by what follows and precedes a root.
const BEGINNING: usize = 5;
/// Words that say nothing of the matter.
const EMPTY: [&str; 24] = [
    "yang", "dan", "di", "ke", "dari", "untuk", "saya", "kami", "itu", "ini", "dengan", "ada",
    "pada", "oleh", "the", "a", "to", "of", "and", "is", "my", "at", "i", "was",
];

#[derive(Deserialize)]
struct Example {
    category: String,
    text: String,
}

/// What was learnt.
#[derive(Debug, Default)]
pub struct Model {
    classes: BTreeMap<String, Counts>,
    features: HashMap<String, ()>,
    examples: f64,
}

#[derive(Debug, Default)]
struct Counts {
    examples: f64,
    features: HashMap<String, f64>,
    total: f64,
}

/// How well categories are found, from 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The category.
    pub category: String,
    /// Of those suggested, how many were right.
    pub precision: f64,
    /// Of those there are, how many were found.
    pub recall: f64,
    /// The harmonic mean of both.
    pub f1: f64,
}

static SHIPPED: LazyLock<Model> = LazyLock::new(|| {
    let mut model = Model::default();
    for (category, text) in read(EXAMPLES).unwrap_or_default() {
        model.learn(&category, &text);
    }
    model
});

/// The likely categories of a story, the likeliest first; none for a text without a word.
pub fn suggest(story: &str) -> Vec<String> {
    SHIPPED.rank(story)
}

impl Model {
    /// Learns one example.
    pub fn learn(&mut self, category: &str, text: &str) {
        self.examples += 1.0;
        let class = self.classes.entry(category.to_owned()).or_default();
        class.examples += 1.0;
        for feature in features(text) {
            self.features.insert(feature.clone(), ());
            *class.features.entry(feature).or_default() += 1.0;
            class.total += 1.0;
        }
    }

    /// Categories by how likely they are.
    pub fn rank(&self, text: &str) -> Vec<String> {
        let features = features(text);
        if features.is_empty() {
            return Vec::new();
        }
        let size = self.features.len() as f64;
        let weight = |class: &Counts| {
            let prior = (class.examples / self.examples).ln();
            let each = |feature: &String| {
                let count = class.features.get(feature).copied().unwrap_or(0.0);
                ((count + SMOOTHING) / (class.total + SMOOTHING * size)).ln()
            };
            prior + features.iter().map(each).sum::<f64>()
        };
        let mut ranked: Vec<_> =
            self.classes.iter().map(|(name, class)| (weight(class), name.clone())).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        ranked.into_iter().map(|(_, name)| name).collect()
    }
}

fn features(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && !EMPTY.contains(word))
        .collect();
    let beginning = |word: &&str| {
        (word.chars().count() > BEGINNING).then(|| word.chars().take(BEGINNING).collect::<String>())
    };
    let pairs = words.windows(2).map(|pair| pair.join(" "));
    let starts = words.iter().filter_map(beginning).map(|start| start + "*");
    words.iter().map(|word| (*word).to_owned()).chain(starts).chain(pairs).collect()
}

/// The shipped stories of one category, for demonstrations.
///
/// # Errors
/// Never in practice: a test reads the file.
pub fn stories(category: &str) -> Result<Vec<String>> {
    let all = read(EXAMPLES)?.into_iter();
    Ok(all.filter(|(code, _)| code == category).map(|(_, text)| text).collect())
}

fn read(csv: &str) -> Result<Vec<(String, String)>> {
    let rows = csv::Reader::from_reader(csv.as_bytes()).into_deserialize::<Example>();
    let pair = |row: std::result::Result<Example, csv::Error>| {
        row.map(|example| (example.category, example.text)).map_err(Error::internal)
    };
    rows.map(pair).collect()
}

/// Precision, recall and F1 of each category on the held-out examples, of which the model saw none.
///
/// # Errors
/// Never in practice: a test reads the file.
pub fn evaluate() -> Result<Vec<Score>> {
    let mut found: BTreeMap<String, [f64; 3]> = BTreeMap::new();
    for (category, text) in read(HELD_OUT)? {
        let said = suggest(&text).into_iter().next().unwrap_or_default();
        found.entry(category.clone()).or_default()[1] += 1.0;
        found.entry(said.clone()).or_default()[2] += 1.0;
        if said == category {
            found.entry(category).or_default()[0] += 1.0;
        }
    }
    let share = |part: f64, of: f64| if of > 0.0 { part / of } else { 0.0 };
    let score = |(category, [right, there, said]): (String, [f64; 3])| Score {
        category,
        precision: share(right, said),
        recall: share(right, there),
        f1: share(2.0 * right, there + said),
    };
    Ok(found.into_iter().map(score).collect())
}

/// The mean of F1 over categories.
pub fn macro_f1(scores: &[Score]) -> f64 {
    scores.iter().map(|score| score.f1).sum::<f64>() / scores.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn held_out_stories_are_mostly_understood() {
        let scores = evaluate().unwrap();
        assert_eq!(scores.len(), super::super::categories::all().len());
        assert!(macro_f1(&scores) > 0.7, "{scores:#?}");
    }

    #[test]
    fn every_example_names_a_category() {
        for (category, _) in read(EXAMPLES).unwrap().into_iter().chain(read(HELD_OUT).unwrap()) {
            super::super::categories::find(&category).unwrap();
        }
    }

    #[test]
    fn no_held_out_story_was_learnt() {
        let learnt: Vec<String> =
            read(EXAMPLES).unwrap().into_iter().map(|(_, text)| text.to_lowercase()).collect();
        for (_, text) in read(HELD_OUT).unwrap() {
            assert!(!learnt.contains(&text.to_lowercase()), "{text}");
        }
    }

    #[test]
    fn a_text_without_words_suggests_nothing() {
        assert!(suggest(" .!? ").is_empty());
    }
}
