//! What a report can be about: a list in data, with the class and the questions that go with it.

use std::sync::LazyLock;

use kernel::error::Result;
use kernel::facts::complaint::Class;
use serde::Deserialize;

use crate::texts::Words;

const FILE: &str = include_str!("../../../../data/complaints/categories.toml");

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Yes or no.
    YesNo,
    /// An amount in rupiah.
    Money,
    /// A few words.
    Text,
}

/// What is asked beside the story.
#[derive(Clone, Debug, Deserialize)]
pub struct Question {
    /// Its code.
    pub code: String,
    /// How it is answered.
    pub kind: Kind,
    /// What is asked.
    pub text: Words,
}

/// What a report can be about.
#[derive(Clone, Debug, Deserialize)]
pub struct Category {
    /// Its code.
    pub code: String,
    /// The class that it suggests.
    pub class: Class,
    /// Its name.
    pub label: Words,
    /// When to choose it.
    pub hint: Words,
    /// What is asked beside the story.
    pub question: Vec<Question>,
}

#[derive(Deserialize)]
struct File {
    category: Vec<Category>,
}

static ALL: LazyLock<Vec<Category>> =
    LazyLock::new(|| toml::from_str::<File>(FILE).map(|file| file.category).unwrap_or_default());

/// Every category, in the order of forms.
pub fn all() -> &'static [Category] {
    &ALL
}

/// The category of that code.
///
/// # Errors
/// Invalid when there is none.
pub fn find(code: &str) -> Result<&'static Category> {
    let found = ALL.iter().find(|category| category.code == code);
    found.ok_or_else(|| kernel::Error::invalid("complaint-category-unknown"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_list_can_be_read_and_has_every_class() {
        assert_eq!(super::all().len(), 12);
        for class in kernel::facts::complaint::Class::ALL {
            assert!(super::all().iter().any(|category| category.class == class), "{class:?}");
        }
    }
}
