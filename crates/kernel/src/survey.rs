//! Questionnaires: what users are asked, as it is frozen before they are, and what they answered.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::error::Result;
use crate::service::Bilingual;

/// Faces go from 1 (worst) to this.
pub const FACES: u8 = 4;
/// The most questions: one a page, two minutes in all.
pub const MOST_ITEMS: usize = 24;

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Four faces with words, the worst first.
    Faces {
        /// The words under the faces.
        words: Vec<Bilingual>,
    },
    /// Yes or no.
    YesNo {
        /// Which answer speaks for integrity.
        good: bool,
    },
    /// One of a list.
    Choice {
        /// The list; an answer is a place in it, from 1.
        options: Vec<Bilingual>,
    },
    /// The kelurahan, from the city's list.
    Kelurahan,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its short name, which is its column in open data.
    pub key: String,
    /// What is asked.
    pub text: Bilingual,
    /// How it is answered.
    pub kind: Kind,
    /// The term of the index that it scores, or nothing.
    pub term: Option<String>,
}

impl Item {
    /// Whether it may be left out. What an index is made from may not: a respondent's score would
    /// mean something else.
    pub fn is_optional(&self) -> bool {
        self.term.is_none()
    }

    /// How good an answer is, from 0 to 1; nothing for questions that score nothing.
    pub fn merit(&self, answer: &str) -> Option<f64> {
        match &self.kind {
            Kind::Faces { .. } => {
                let face: u8 = answer.parse().ok()?;
                (1..=FACES).contains(&face).then(|| f64::from(face - 1) / f64::from(FACES - 1))
            }
            Kind::YesNo { good } => {
                let yes = parse_yes(answer)?;
                Some(f64::from(u8::from(yes == *good)))
            }
            Kind::Choice { .. } | Kind::Kelurahan => None,
        }
    }

    /// Whether people said yes to it.
    pub fn is_yes(&self, answer: &str) -> bool {
        matches!(self.kind, Kind::YesNo { .. }) && parse_yes(answer) == Some(true)
    }

    fn admits(&self, answer: &str, kelurahan: &BTreeSet<String>) -> bool {
        match &self.kind {
            Kind::Faces { .. } | Kind::YesNo { .. } => self.merit(answer).is_some(),
            Kind::Choice { options } => {
                answer.parse::<usize>().is_ok_and(|place| (1..=options.len()).contains(&place))
            }
            Kind::Kelurahan => kelurahan.contains(answer),
        }
    }
}

fn parse_yes(answer: &str) -> Option<bool> {
    match answer {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// A questionnaire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questionnaire {
    /// Its short name, the same over its versions.
    pub code: String,
    /// Its title.
    pub title: Bilingual,
    /// The definition of the index that is computed from it, such as `skm-2017`.
    pub index: String,
    /// What is asked, in order.
    pub items: Vec<Item>,
}

impl Questionnaire {
    /// Refuses one that nobody could answer or compute.
    ///
    /// # Errors
    /// With the key of the question that is wrong.
    pub fn check(&self) -> Result<()> {
        let wrong =
            |key: &'static str, item: &str| Err(Error::invalid(key).with("item", item.to_owned()));
        if self.title.id.trim().is_empty() || self.items.is_empty() {
            return wrong("surveys-error-empty", "");
        }
        if self.items.len() > MOST_ITEMS {
            return wrong("surveys-error-many", "");
        }
        let mut seen = BTreeSet::new();
        for item in &self.items {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if item.key.is_empty() || !item.key.chars().all(plain) || !seen.insert(&item.key) {
                return wrong("surveys-error-key", &item.key);
            }
            if item.text.id.trim().is_empty() {
                return wrong("surveys-error-text", &item.key);
            }
            let enough = match &item.kind {
                Kind::Faces { words } => words.len() == usize::from(FACES),
                Kind::Choice { options } => options.len() >= 2,
                Kind::YesNo { .. } | Kind::Kelurahan => true,
            };
            if !enough {
                return wrong("surveys-error-options", &item.key);
            }
            if item.term.is_some() && matches!(item.kind, Kind::Choice { .. } | Kind::Kelurahan) {
                return wrong("surveys-error-term", &item.key);
            }
        }
        Ok(())
    }
}

/// Answers by the key of their question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<String, String>);

impl Answers {
    /// Takes what was answered, question by question; what is no answer of the questionnaire is not
    /// there afterwards.
    ///
    /// # Errors
    /// When an answer is none of those offered, or one is missing that may not be.
    pub fn parse(
        questionnaire: &Questionnaire,
        given: &BTreeMap<String, String>,
        kelurahan: &BTreeSet<String>,
    ) -> Result<Self> {
        let mut answers = BTreeMap::new();
        for item in &questionnaire.items {
            match given.get(&item.key).map(|answer| answer.trim()).filter(|a| !a.is_empty()) {
                Some(answer) if item.admits(answer, kelurahan) => {
                    answers.insert(item.key.clone(), answer.to_owned());
                }
                None if item.is_optional() => {}
                _ => {
                    let error = Error::invalid("surveys-error-answer");
                    return Err(error.with("item", item.key.clone()));
                }
            }
        }
        Ok(Self(answers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Bilingual {
        Bilingual { id: text.to_owned(), en: text.to_owned() }
    }

    fn questionnaire() -> Questionnaire {
        let words = ["a", "b", "c", "d"].map(text).to_vec();
        let item = |key: &str, kind, term: Option<&str>| Item {
            key: key.to_owned(),
            text: text(key),
            kind,
            term: term.map(str::to_owned),
        };
        Questionnaire {
            code: "skm".to_owned(),
            title: text("Kepuasan"),
            index: "skm-2017".to_owned(),
            items: vec![
                item("u1", Kind::Faces { words }, Some("u1")),
                item("gift", Kind::YesNo { good: false }, None),
                item("how", Kind::Choice { options: vec![text("web"), text("counter")] }, None),
                item("home", Kind::Kelurahan, None),
            ],
        }
    }

    fn parse(given: &[(&str, &str)]) -> Result<Answers> {
        let given = given.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Answers::parse(&questionnaire(), &given, &BTreeSet::from(["1872011001".to_owned()]))
    }

    #[test]
    fn answers_are_those_that_were_offered() {
        let all = parse(&[("u1", "4"), ("gift", "no"), ("how", "2"), ("home", "1872011001")]);
        assert_eq!(all.unwrap().0.len(), 4);
        assert_eq!(parse(&[("u1", "1"), ("unknown", "x")]).unwrap().0.len(), 1);
        for wrong in [
            &[("u1", "5")][..],
            &[("u1", "0")],
            &[("gift", "no")],
            &[("u1", "1"), ("gift", "maybe")],
            &[("u1", "1"), ("how", "3")],
            &[("u1", "1"), ("home", "elsewhere")],
        ] {
            assert!(parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn merit() {
        let questionnaire = questionnaire();
        assert_eq!(questionnaire.items[0].merit("1"), Some(0.0));
        assert_eq!(questionnaire.items[0].merit("4"), Some(1.0));
        assert_eq!(questionnaire.items[1].merit("yes"), Some(0.0));
        assert_eq!(questionnaire.items[1].merit("no"), Some(1.0));
        assert_eq!(questionnaire.items[2].merit("1"), None);
    }

    #[test]
    fn what_nobody_could_answer_is_refused() {
        assert!(questionnaire().check().is_ok());
        let mut twice = questionnaire();
        twice.items[1].key = "u1".to_owned();
        assert_eq!(twice.check().unwrap_err().key(), "surveys-error-key");
        let mut faceless = questionnaire();
        faceless.items[0].kind = Kind::Faces { words: vec![text("a")] };
        assert_eq!(faceless.check().unwrap_err().key(), "surveys-error-options");
        let mut scored = questionnaire();
        scored.items[3].term = Some("u1".to_owned());
        assert_eq!(scored.check().unwrap_err().key(), "surveys-error-term");
        let mut nothing = questionnaire();
        nothing.items.clear();
        assert_eq!(nothing.check().unwrap_err().key(), "surveys-error-empty");
    }
}
