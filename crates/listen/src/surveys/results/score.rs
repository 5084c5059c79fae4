//! The index of one respondent.

use estimation::index::{Definition, Label, find};
use kernel::Error;
use kernel::error::Result;
use kernel::survey::{Answers, Questionnaire};

/// A scored term with its weight in the whole index.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// Its key.
    pub key: String,
    /// What it is called.
    pub label: Label,
    /// Its weight in the index.
    pub weight: f64,
}

/// How answers become an index.
#[derive(Clone, Debug)]
pub struct Scoring {
    /// The index.
    pub definition: &'static Definition,
    /// What is scored.
    pub leaves: Vec<Leaf>,
}

impl Scoring {
    /// For a questionnaire.
    ///
    /// # Errors
    /// `surveys-error-index` for an index that is not known, `surveys-error-scores` when a term of
    /// it has no question, `surveys-error-term` when a question scores what is no term.
    pub fn new(questionnaire: &Questionnaire) -> Result<Self> {
        let definition = find(&questionnaire.index);
        let definition = definition.ok_or_else(|| Error::invalid("surveys-error-index"))?;
        let scored: Vec<&str> =
            questionnaire.items.iter().filter_map(|item| item.term.as_deref()).collect();
        let mut leaves = Vec::new();
        for term in &definition.terms {
            if scored.contains(&term.key.as_str()) {
                let (key, label) = (term.key.clone(), term.label.clone());
                leaves.push(Leaf { key, label, weight: term.weight });
                continue;
            }
            let asked = |part: &&estimation::index::Term| scored.contains(&part.key.as_str());
            if term.parts.is_empty() || !term.parts.iter().all(|part| asked(&part)) {
                return Err(Error::invalid("surveys-error-scores").with("item", &term.label.id));
            }
            leaves.extend(term.parts.iter().map(|part| Leaf {
                key: part.key.clone(),
                label: part.label.clone(),
                weight: term.weight * part.weight,
            }));
        }
        let stray = scored.iter().find(|key| !leaves.iter().any(|leaf| leaf.key == **key));
        match stray {
            Some(key) => Err(Error::invalid("surveys-error-term").with("item", key)),
            None => Ok(Self { definition, leaves }),
        }
    }

    /// What one respondent gives each term, on the scale of the index's answers: the mean of the
    /// questions that score it.
    pub fn terms(&self, questionnaire: &Questionnaire, answers: &Answers) -> Vec<Option<f64>> {
        let (low, high) = (self.definition.low, self.definition.high);
        let one = |leaf: &Leaf| {
            let items = questionnaire.items.iter();
            let items = items.filter(|item| item.term.as_deref() == Some(leaf.key.as_str()));
            let merits: Vec<f64> =
                items.filter_map(|item| item.merit(answers.0.get(&item.key)?)).collect();
            let mean = merits.iter().sum::<f64>() / merits.len() as f64;
            (!merits.is_empty()).then_some(low + mean * (high - low))
        };
        self.leaves.iter().map(one).collect()
    }

    /// One respondent's index; nothing when a term has no answer.
    pub fn index(&self, terms: &[Option<f64>]) -> Option<f64> {
        let parts = self.leaves.iter().zip(terms).map(|(leaf, term)| Some(leaf.weight * (*term)?));
        let sum: Option<f64> = parts.sum();
        sum.map(|sum| sum * self.definition.scale)
    }
}
