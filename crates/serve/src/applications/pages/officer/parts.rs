//! Small pieces of forms, as the templates' macros take them.

use kernel::Error;
use platform::i18n::Lang;

use platform::web::view::{Choice, FieldError, error_of};

/// The mistakes of a form.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Mistakes(Vec<FieldError>);

impl Mistakes {
    /// Adds what is wrong with `field`.
    pub(in super::super) fn add(&mut self, field: impl Into<String>, message: String) {
        self.0.push(FieldError::new(field, message));
    }

    /// The one mistake `error`, shown at `field`.
    pub(in super::super) fn one(lang: Lang, field: &str, error: &Error) -> Self {
        Self(vec![FieldError::new(field, lang.error(error))])
    }

    /// Whether there are none.
    pub(in super::super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in the order of the fields.
    pub(in super::super) fn iter(&self) -> std::slice::Iter<'_, FieldError> {
        self.0.iter()
    }

    /// What is wrong with `field`; empty when nothing is.
    pub(in super::super) fn of(&self, field: &str) -> &str {
        error_of(&self.0, field)
    }
}

/// An entry without a hint.
pub(in super::super) fn choice(
    value: impl Into<String>,
    label: impl Into<String>,
    checked: bool,
) -> Choice {
    Choice { value: value.into(), label: label.into(), hint: String::new(), checked }
}

/// The codes `listed` as choices, with their words under `prefix-code`.
pub(in super::super) fn choices(
    lang: Lang,
    prefix: &str,
    listed: &[&str],
    chosen: &str,
) -> Vec<Choice> {
    listed
        .iter()
        .map(|code| choice(*code, lang.t(&format!("{prefix}{code}")), *code == chosen))
        .collect()
}
