//! From the typed form to a standard, with every mistake at its field.

use kernel::calendar::{Hours, Term, TimeUnit};
use kernel::money::Rupiah;
use kernel::service::{
    Answer, Bilingual, ComponentText, Deemed, Document, FeeClass, FeeDue, Proxy, Question, Standard,
};
use platform::i18n::Lang;

use super::{FieldError, Form, Row, own_components};
use crate::catalogue::check::{self, Place};
use crate::catalogue::mistake::Mistake;
use crate::catalogue::view::key;
use crate::catalogue::{derive, text};

/// Mistakes while they are collected.
struct Reader {
    lang: Lang,
    errors: Vec<FieldError>,
}

impl Reader {
    /// Notes a mistake once for each field.
    fn note(&mut self, field: String, label: &str, mistake: &Mistake) {
        if self.errors.iter().any(|known| known.field == field) {
            return;
        }
        let message = self.lang.with(
            "catalogue-mistake-at",
            &[("field", label.to_owned()), ("mistake", mistake.text(self.lang))],
        );
        self.errors.push(FieldError { field, message });
    }

    /// Reads a value; a mistake is noted, and the placeholder never leaves [`Form::read`].
    fn take<T>(&mut self, place: &At, value: Result<T, Mistake>, placeholder: T) -> T {
        value.unwrap_or_else(|mistake| {
            self.note(place.field.clone(), &place.label, &mistake);
            placeholder
        })
    }
}

/// A field and what the steward calls it.
struct At {
    field: String,
    label: String,
}

impl At {
    fn service(lang: Lang, column: &str) -> Self {
        let label = lang.t(&key("catalogue-edit", column));
        Self { field: column.to_owned(), label }
    }

    /// A cell of row `at` (from 0) of `list`.
    fn cell(lang: Lang, list: &str, at: usize, column: &str) -> Self {
        let row = lang.t1(&format!("catalogue-edit-{list}-row"), "n", at + 1);
        let label = format!("{row}, {}", lang.t(&key("catalogue-edit", column)));
        Self { field: format!("{list}-{at}-{column}"), label }
    }

    fn of(lang: Lang, place: Place) -> Self {
        match place {
            Place::Service(column) => Self::service(lang, column),
            Place::Document(at, column) => Self::cell(lang, "documents", at, column),
            Place::Question(at, column) => Self::cell(lang, "questions", at, column),
            Place::Fee(at, column) => Self::cell(lang, "fees", at, column),
            Place::Word(_) => Self::service(lang, "words"),
        }
    }
}

impl Form {
    /// The standard that the form means: what the form does not ask (code, unit, first day) is
    /// taken from `base`.
    ///
    /// # Errors
    /// Every mistake, at its field.
    pub(in super::super) fn read(
        &self,
        lang: Lang,
        base: &Standard,
    ) -> Result<Standard, Vec<FieldError>> {
        let mut reader = Reader { lang, errors: Vec::new() };
        let mut standard = self.service(&mut reader, base);
        standard.documents = rows(&self.documents, |at, row| document(&mut reader, at, row));
        standard.questions = rows(&self.questions, |at, row| question(&mut reader, at, row));
        standard.fees = rows(&self.fees, |at, row| fee(&mut reader, at, row));
        standard.components = own_components()
            .map(|component| ComponentText {
                component,
                text: text::bilingual(
                    self.component(component, "text_id"),
                    self.component(component, "text_en"),
                ),
                verified: self.component(component, "verified") == "yes",
            })
            .collect();
        derive::complete(&mut standard);
        for (place, mistake) in check::problems(&standard) {
            let at = At::of(lang, place);
            reader.note(at.field, &at.label, &mistake);
        }
        if reader.errors.is_empty() { Ok(standard) } else { Err(reader.errors) }
    }

    fn service(&self, reader: &mut Reader, base: &Standard) -> Standard {
        let lang = reader.lang;
        let pair = |id, en| text::bilingual(self.get(id), self.get(en));
        let at = |column| At::service(lang, column);
        let fee = text::whole(self.get("fee")).map(Rupiah::new);
        let unit = text::time_unit(self.get("promise_unit"));
        Standard {
            code: base.code.clone(),
            unit: base.unit.clone(),
            valid_from: base.valid_from,
            name: pair("name_id", "name_en"),
            summary: pair("summary_id", "summary_en"),
            product: pair("product_id", "product_en"),
            words: words(self.get("words")),
            promise: Term {
                amount: reader.take(&at("promise"), text::amount(self.get("promise")), 1),
                unit: reader.take(&at("promise_unit"), unit, TimeUnit::Hour),
                hours: reader.take(
                    &at("promise_hours"),
                    text::hours(self.get("promise_hours")),
                    Hours::Office,
                ),
            },
            fee: reader.take(&at("fee"), fee, Rupiah::ZERO),
            fee_note: pair("fee_note_id", "fee_note_en"),
            fees: Vec::new(),
            fee_due: reader.take(
                &at("fee_due"),
                text::fee_due(self.get("fee_due")),
                FeeDue::default(),
            ),
            proxy: reader.take(&at("proxy"), text::proxy(self.get("proxy")), Proxy::SelfOnly),
            deemed: reader.take(&at("deemed"), text::deemed(self.get("deemed")), Deemed::Never),
            legal_basis: self.get("legal_basis").to_owned(),
            documents: Vec::new(),
            questions: Vec::new(),
            components: Vec::new(),
            verified: self.get("verified") == "yes",
        }
    }
}

/// One on each line, without empty ones.
fn words(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| line.trim().to_lowercase());
    lines.filter(|line| !line.is_empty()).collect()
}

fn rows<T>(rows: &[Row], mut read: impl FnMut(usize, &Row) -> T) -> Vec<T> {
    rows.iter().enumerate().map(|(at, row)| read(at, row)).collect()
}

fn cell<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}

fn pair(row: &Row, id: &str, en: &str) -> Bilingual {
    text::bilingual(cell(row, id), cell(row, en))
}

fn document(reader: &mut Reader, at: usize, row: &Row) -> Document {
    let place = |reader: &Reader, column| At::cell(reader.lang, "documents", at, column);
    let (required, only_if) = (place(reader, "required"), place(reader, "only_if"));
    Document {
        code: cell(row, "code").to_owned(),
        name: pair(row, "name_id", "name_en"),
        hint: pair(row, "hint_id", "hint_en"),
        required: reader.take(&required, text::yes_no(cell(row, "required")), true),
        only_if: reader.take(&only_if, text::condition(cell(row, "only_if")), None),
    }
}

fn fee(reader: &mut Reader, at: usize, row: &Row) -> FeeClass {
    let place = |reader: &Reader, column| At::cell(reader.lang, "fees", at, column);
    let (amount, only_if) = (place(reader, "amount"), place(reader, "only_if"));
    let typed = text::whole(cell(row, "amount")).map(Rupiah::new);
    FeeClass {
        code: cell(row, "code").to_owned(),
        name: pair(row, "name_id", "name_en"),
        amount: reader.take(&amount, typed, Rupiah::ZERO),
        per: cell(row, "per").to_owned(),
        only_if: reader.take(&only_if, text::condition(cell(row, "only_if")), None),
    }
}

fn question(reader: &mut Reader, at: usize, row: &Row) -> Question {
    let place = |reader: &Reader, column| At::cell(reader.lang, "questions", at, column);
    let (required, only_if) = (place(reader, "required"), place(reader, "only_if"));
    let answer = text::answer(cell(row, "kind"), cell(row, "options"));
    Question {
        code: cell(row, "code").to_owned(),
        label: pair(row, "label_id", "label_en"),
        hint: pair(row, "hint_id", "hint_en"),
        answer: answer.unwrap_or_else(|(column, mistake)| {
            let at = place(reader, column);
            reader.note(at.field, &at.label, &mistake);
            Answer::Text
        }),
        required: reader.take(&required, text::yes_no(cell(row, "required")), true),
        only_if: reader.take(&only_if, text::condition(cell(row, "only_if")), None),
    }
}

#[cfg(test)]
mod tests {
    use platform::i18n::Lang;

    use super::super::Form;
    use crate::catalogue::tests::seed;

    #[test]
    fn the_form_of_every_real_standard_reads_back_to_the_same() {
        for standard in seed().standards {
            let form = Form::new(&standard);
            assert_eq!(form.read(Lang::Id, &standard).unwrap(), standard);
        }
    }
}
