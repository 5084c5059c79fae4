//! What can be wrong with a value, said to the writer of a file and to the steward at a form.

use platform::i18n::Lang;

/// A mistake in one value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    /// Nothing is there.
    #[error("it is empty; fill it in")]
    Empty,
    /// One language is filled and the other is not.
    #[error("only one language is filled; fill in both, or neither")]
    OneLanguage,
    /// Not one of the allowed words.
    #[error("it must be one of: {0}")]
    NotOneOf(String),
    /// Not a whole number in plain digits.
    #[error("it must be a whole number in digits, without dots or spaces")]
    NotWhole,
    /// Zero where nothing makes no sense.
    #[error("it must be at least 1")]
    Nothing,
    /// Not a day.
    #[error("it must be a day, written as 2026-11-25")]
    NotDate,
    /// A code with other letters than a code may have.
    #[error("a code has only {0}")]
    BadCode(&'static str),
    /// The same code or value again.
    #[error("{0} is there already; every one must be unique")]
    Twice(String),
    /// Options that cannot be read.
    #[error(
        "options must be written as value=Indonesian|English;value=Indonesian|English, at least two"
    )]
    BadOptions,
    /// Options where the answer is no choice.
    #[error("only a question of kind choice has options; empty this, or change the kind")]
    OptionsNotAsked,
    /// A condition that cannot be read.
    #[error("a condition must be written as question=value")]
    BadCondition,
    /// A condition on a question that does not stand before.
    #[error("no question {0} stands earlier in this service")]
    UnknownQuestion(String),
    /// A condition on a question whose answers are free.
    #[error("the question {0} is neither a choice nor a yes/no question")]
    FreeQuestion(String),
    /// A condition on an answer that cannot be given.
    #[error("the question {question} has no answer {value}")]
    UnknownAnswer {
        /// The earlier question.
        question: String,
        /// The answer it should have.
        value: String,
    },
    /// A service that `services.csv` does not know.
    #[error("no service {0} is in services.csv")]
    UnknownService(String),
    /// A unit that the city does not have.
    #[error("no unit {0} is in units.csv")]
    UnknownUnit(String),
    /// A number that no question asks for.
    #[error("no question {0} about a number is in this service")]
    UnknownNumber(String),
    /// Days that elapse: only hours and minutes can.
    #[error("days always follow the office; write office")]
    DaysElapse,
}

impl Mistake {
    /// What the steward reads at the field.
    pub fn text(&self, lang: Lang) -> String {
        let one = |key: &str, value: &str| lang.t1(key, "value", value);
        match self {
            Self::Empty => lang.t("catalogue-mistake-empty"),
            Self::OneLanguage => lang.t("catalogue-mistake-one-language"),
            Self::NotOneOf(allowed) => one("catalogue-mistake-not-one-of", allowed),
            Self::NotWhole => lang.t("catalogue-mistake-not-whole"),
            Self::Nothing => lang.t("catalogue-mistake-nothing"),
            Self::NotDate => lang.t("catalogue-mistake-not-date"),
            Self::BadCode(_) => lang.t("catalogue-mistake-bad-code"),
            Self::Twice(value) => one("catalogue-mistake-twice", value),
            Self::BadOptions => lang.t("catalogue-mistake-bad-options"),
            Self::OptionsNotAsked => lang.t("catalogue-mistake-options-not-asked"),
            Self::BadCondition => lang.t("catalogue-mistake-bad-condition"),
            Self::UnknownQuestion(code) => one("catalogue-mistake-unknown-question", code),
            Self::FreeQuestion(code) => one("catalogue-mistake-free-question", code),
            Self::UnknownAnswer { question, value } => lang.with(
                "catalogue-mistake-unknown-answer",
                &[("question", question.clone()), ("value", value.clone())],
            ),
            Self::UnknownService(code) => one("catalogue-mistake-unknown-service", code),
            Self::UnknownUnit(code) => one("catalogue-mistake-unknown-unit", code),
            Self::UnknownNumber(code) => one("catalogue-mistake-unknown-number", code),
            Self::DaysElapse => lang.t("catalogue-mistake-days-elapse"),
        }
    }

    /// Whether it is about a condition on an earlier question.
    pub fn is_about_condition(&self) -> bool {
        matches!(
            self,
            Self::UnknownQuestion(_)
                | Self::FreeQuestion(_)
                | Self::UnknownAnswer { .. }
                | Self::UnknownNumber(_)
        )
    }
}
