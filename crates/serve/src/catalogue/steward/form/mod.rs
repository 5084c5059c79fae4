//! The editor's form: everything as the steward typed it, so that nothing is lost when something
//! is wrong, and the way to a standard and back.

mod read;

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::Response;
use kernel::service::{Component, Document, FeeClass, Question, Standard};

use crate::catalogue::derive::DERIVED;
use crate::catalogue::text;

/// A mistake and the field that it is about.
#[derive(Clone, Debug)]
pub(crate) struct FieldError {
    /// Name and id of the field.
    pub(crate) field: String,
    /// What is wrong.
    pub(crate) message: String,
}

impl FieldError {
    /// What is wrong with `field`; empty when nothing is.
    pub(crate) fn of<'e>(errors: &'e [Self], field: &str) -> &'e str {
        let found = errors.iter().find(|error| error.field == field);
        found.map_or("", |error| error.message.as_str())
    }
}

/// The same page as a refusal, since the form on it has mistakes.
pub(super) fn bad_request(mut page: Response) -> Response {
    *page.status_mut() = StatusCode::BAD_REQUEST;
    page
}

/// Single fields of a service, by the names of their columns.
const SERVICE: [&str; 16] = [
    "name_id",
    "name_en",
    "summary_id",
    "summary_en",
    "product_id",
    "product_en",
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
];
/// Columns of a document.
pub(super) const DOCUMENT: [&str; 7] =
    ["code", "name_id", "name_en", "hint_id", "hint_en", "required", "only_if"];
/// Columns of a question.
pub(super) const QUESTION: [&str; 9] = [
    "code", "label_id", "label_en", "hint_id", "hint_en", "kind", "options", "required", "only_if",
];

/// Columns of a class of the fee.
pub(super) const FEE: [&str; 6] = ["code", "name_id", "name_en", "amount", "per", "only_if"];

/// Values of one row by column.
pub(super) type Row = BTreeMap<&'static str, String>;

/// The form as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// Single fields, and `words` with one on each line, and `verified`.
    service: Row,
    pub(super) documents: Vec<Row>,
    pub(super) questions: Vec<Row>,
    pub(super) fees: Vec<Row>,
    /// Texts and mark of the components that have a text of their own, in legal order.
    components: BTreeMap<Component, Row>,
}

/// Components that have a text of their own, in legal order.
pub(super) fn own_components() -> impl Iterator<Item = Component> {
    Component::ALL.into_iter().filter(|component| !DERIVED.contains(component))
}

impl Form {
    /// The form that holds `standard`.
    pub(super) fn new(standard: &Standard) -> Self {
        let component = |component: Component| {
            let known = standard.components.iter().find(|known| known.component == component);
            let values = [
                ("text_id", known.map_or("", |known| &known.text.id)),
                ("text_en", known.map_or("", |known| &known.text.en)),
                ("verified", text::yes_no_text(known.is_some_and(|known| known.verified))),
            ];
            (component, row(values))
        };
        Self {
            service: service_row(standard),
            documents: standard.documents.iter().map(document_row).collect(),
            questions: standard.questions.iter().map(question_row).collect(),
            fees: standard.fees.iter().map(fee_row).collect(),
            components: own_components().map(component).collect(),
        }
    }

    /// The form that a browser sent.
    pub(super) fn sent(fields: &[(String, String)]) -> Self {
        let by_name: BTreeMap<&str, &str> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let value = |name: &str| text::tidy(by_name.get(name).copied().unwrap_or_default());
        let single = SERVICE.into_iter().chain(["words", "verified"]);
        let components = own_components().map(|component| {
            let columns = ["text_id", "text_en", "verified"];
            let name = |column| format!("components-{}-{column}", component.code());
            (component, columns.map(|column| (column, value(&name(column)))).into_iter().collect())
        });
        let list = |name: &str, columns: &[&'static str]| {
            let count = fields
                .iter()
                .filter_map(|(field, _)| field.strip_prefix(name)?.strip_prefix('-'))
                .filter_map(|rest| rest.split('-').next()?.parse::<usize>().ok())
                .max()
                .map_or(0, |last| (last + 1).min(MOST_ROWS));
            let cell = |at: usize, column: &str| value(&format!("{name}-{at}-{column}"));
            let row = |at| columns.iter().map(|column| (*column, cell(at, column))).collect();
            (0..count).map(row).collect()
        };
        Self {
            service: single.map(|name| (name, value(name))).collect(),
            documents: list("documents", &DOCUMENT),
            questions: list("questions", &QUESTION),
            fees: list("fees", &FEE),
            components: components.collect(),
        }
    }

    /// The value of a single field.
    pub(super) fn get(&self, column: &str) -> &str {
        self.service.get(column).map_or("", String::as_str)
    }

    /// The value of a component's field.
    pub(super) fn component(&self, component: Component, column: &str) -> &str {
        self.components.get(&component).and_then(|row| row.get(column)).map_or("", String::as_str)
    }

    /// Does what a button beside a row asks: `tambah-documents`, `hapus-questions-2`,
    /// `naik-documents-1`. Anything else changes nothing.
    pub(super) fn press(&mut self, button: &str) {
        let mut parts = button.splitn(3, '-');
        let (verb, list) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let at: Option<usize> = parts.next().and_then(|text| text.parse().ok());
        let (rows, columns): (&mut Vec<Row>, &[&'static str]) = match list {
            "documents" => (&mut self.documents, &DOCUMENT),
            "questions" => (&mut self.questions, &QUESTION),
            "fees" => (&mut self.fees, &FEE),
            _ => return,
        };
        match (verb, at) {
            ("tambah", None) if rows.len() < MOST_ROWS => rows.push(empty_row(columns)),
            ("hapus", Some(at)) if at < rows.len() => drop(rows.remove(at)),
            ("naik", Some(at)) if at > 0 && at < rows.len() => rows.swap(at - 1, at),
            _ => {}
        }
    }
}

/// More documents or questions than these no service should ask for.
const MOST_ROWS: usize = 60;

fn empty_row(columns: &[&'static str]) -> Row {
    let start = |column: &str| match column {
        "required" => "yes",
        "kind" => "text",
        _ => "",
    };
    columns.iter().map(|column| (*column, start(column).to_owned())).collect()
}

fn row<const N: usize>(values: [(&'static str, &str); N]) -> Row {
    values.map(|(column, value)| (column, value.to_owned())).into_iter().collect()
}

fn service_row(standard: &Standard) -> Row {
    let (amount, fee) = (standard.promise.amount.to_string(), standard.fee.get().to_string());
    row([
        ("name_id", &standard.name.id),
        ("name_en", &standard.name.en),
        ("summary_id", &standard.summary.id),
        ("summary_en", &standard.summary.en),
        ("product_id", &standard.product.id),
        ("product_en", &standard.product.en),
        ("promise", &amount),
        ("promise_unit", standard.promise.unit.code()),
        ("promise_hours", text::hours_text(standard.promise.hours)),
        ("fee", &fee),
        ("fee_note_id", &standard.fee_note.id),
        ("fee_note_en", &standard.fee_note.en),
        ("fee_due", text::fee_due_text(standard.fee_due)),
        ("proxy", text::proxy_text(standard.proxy)),
        ("deemed", text::deemed_text(standard.deemed)),
        ("legal_basis", &standard.legal_basis),
        ("words", &standard.words.join("\n")),
        ("verified", text::yes_no_text(standard.verified)),
    ])
}

fn document_row(document: &Document) -> Row {
    row([
        ("code", &document.code),
        ("name_id", &document.name.id),
        ("name_en", &document.name.en),
        ("hint_id", &document.hint.id),
        ("hint_en", &document.hint.en),
        ("required", text::yes_no_text(document.required)),
        ("only_if", &text::condition_text(document.only_if.as_ref())),
    ])
}

fn fee_row(class: &FeeClass) -> Row {
    row([
        ("code", &class.code),
        ("name_id", &class.name.id),
        ("name_en", &class.name.en),
        ("amount", &class.amount.get().to_string()),
        ("per", &class.per),
        ("only_if", &text::condition_text(class.only_if.as_ref())),
    ])
}

fn question_row(question: &Question) -> Row {
    row([
        ("code", &question.code),
        ("label_id", &question.label.id),
        ("label_en", &question.label.en),
        ("hint_id", &question.hint.id),
        ("hint_en", &question.hint.en),
        ("kind", text::kind_text(&question.answer)),
        ("options", &text::options_text(&question.answer)),
        ("required", text::yes_no_text(question.required)),
        ("only_if", &text::condition_text(question.only_if.as_ref())),
    ])
}
