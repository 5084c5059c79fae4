//! The editor's form as fields that a template only has to write out.

use kernel::service::Component;
use platform::i18n::Lang;

use super::form::{DOCUMENT, FEE, FieldError, Form, QUESTION, Row, own_components};
use crate::catalogue::pages::component_name;
use crate::catalogue::text;
use crate::catalogue::view::key;

/// How a field is filled in.
pub(super) enum Input {
    /// One line; true for a number.
    Line(bool),
    /// Several lines.
    Lines,
    /// One of these.
    Select(Vec<Choice>),
    /// Yes or no.
    YesNo(bool),
}

/// An entry of a list to choose from, as the macros take it.
pub(super) struct Choice {
    pub(super) value: &'static str,
    pub(super) label: String,
    pub(super) checked: bool,
}

/// A field with what was typed and what is wrong with it.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) value: String,
    pub(super) hint: String,
    pub(super) error: String,
    pub(super) input: Input,
}

/// Fields under a heading.
pub(super) struct Section {
    pub(super) title: String,
    pub(super) fields: Vec<Field>,
}

/// What the fields are made from.
pub(super) struct Maker<'f> {
    pub(super) lang: Lang,
    pub(super) form: &'f Form,
    pub(super) errors: &'f [FieldError],
}

const WHAT: [&str; 7] =
    ["name_id", "name_en", "summary_id", "summary_en", "product_id", "product_en", "words"];
const PROMISE: [&str; 11] = [
    "promise",
    "promise_unit",
    "promise_hours",
    "fee",
    "fee_note_id",
    "fee_note_en",
    "fee_due",
    "proxy",
    "deemed",
    "legal_basis",
    "verified",
];
impl Maker<'_> {
    /// What the service is, what it promises and costs.
    pub(super) fn service(&self) -> Vec<Section> {
        let section = |title: &str, columns: &[&'static str]| Section {
            title: self.lang.t(title),
            fields: columns
                .iter()
                .map(|column| self.field((*column).to_owned(), column, self.form.get(column)))
                .collect(),
        };
        vec![section("catalogue-edit-what", &WHAT), section("catalogue-edit-promise-fee", &PROMISE)]
    }

    /// One section for each document.
    pub(super) fn documents(&self) -> Vec<Section> {
        self.rows("documents", &self.form.documents, &DOCUMENT)
    }

    /// One section for each question.
    pub(super) fn questions(&self) -> Vec<Section> {
        self.rows("questions", &self.form.questions, &QUESTION)
    }

    /// One section for each class of the fee.
    pub(super) fn fees(&self) -> Vec<Section> {
        self.rows("fees", &self.form.fees, &FEE)
    }

    fn rows(&self, list: &str, rows: &[Row], columns: &[&'static str]) -> Vec<Section> {
        let section = |(at, row): (usize, &Row)| Section {
            title: self.lang.t1(&format!("catalogue-edit-{list}-row"), "n", at + 1),
            fields: columns
                .iter()
                .map(|column| {
                    let value = row.get(column).map_or("", String::as_str);
                    self.field(format!("{list}-{at}-{column}"), column, value)
                })
                .collect(),
        };
        rows.iter().enumerate().map(section).collect()
    }

    /// One section for each component that has a text of its own.
    pub(super) fn components(&self) -> Vec<Section> {
        let section = |component: Component| Section {
            title: component_name(self.lang, component),
            fields: ["text_id", "text_en", "verified"]
                .into_iter()
                .map(|column| {
                    let name = format!("components-{}-{column}", component.code());
                    self.field(name, column, self.form.component(component, column))
                })
                .collect(),
        };
        own_components().map(section).collect()
    }

    fn field(&self, name: String, column: &'static str, value: &str) -> Field {
        let hint = match column {
            "words" | "fee" | "per" | "legal_basis" | "options" | "only_if" | "code" => {
                self.lang.t(&key("catalogue-hint", column))
            }
            _ => String::new(),
        };
        Field {
            label: self.lang.t(&key("catalogue-edit", column)),
            error: FieldError::of(self.errors, &name).to_owned(),
            input: self.input(column, value),
            value: value.to_owned(),
            hint,
            name,
        }
    }

    fn input(&self, column: &str, value: &str) -> Input {
        let select = |group: &str, values: &[&'static str]| {
            let choice = |name: &&'static str| Choice {
                value: name,
                label: self.lang.t(&key(&format!("catalogue-{group}"), name)),
                checked: *name == value,
            };
            Input::Select(values.iter().map(choice).collect())
        };
        match column {
            "promise" | "fee" | "amount" => Input::Line(true),
            "summary_id" | "summary_en" | "words" | "legal_basis" | "text_id" | "text_en" => {
                Input::Lines
            }
            "promise_unit" => select("time-unit", &text::TIME_UNITS),
            "promise_hours" => select("hours", &text::HOURS),
            "fee_due" => select("fee-due", &text::FEE_DUES),
            "proxy" => select("proxy", &text::PROXIES),
            "deemed" => select("deemed", &text::DEEMED),
            "kind" => select("kind", &text::KINDS),
            "required" | "verified" => Input::YesNo(value == "yes"),
            _ => Input::Line(false),
        }
    }
}
