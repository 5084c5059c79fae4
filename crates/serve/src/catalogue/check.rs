//! What must hold inside one standard, whether it comes from a file or from a form.

use std::collections::BTreeSet;

use kernel::calendar::{Hours, TimeUnit};
use kernel::service::{Answer, Bilingual, Condition, Question, Standard};

use super::mistake::Mistake;

/// Where in a standard a value stands. The name is the column of the table, without `_id` or
/// `_en` where it has two languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A value of the service itself.
    Service(&'static str),
    /// A value of the document at this index.
    Document(usize, &'static str),
    /// A value of the question at this index.
    Question(usize, &'static str),
    /// A value of the class of the fee at this index.
    Fee(usize, &'static str),
    /// The everyday word at this index.
    Word(usize),
}

/// A mistake and its place.
pub type Problem = (Place, Mistake);

/// Every mistake in `standard`.
pub fn problems(standard: &Standard) -> Vec<Problem> {
    let mut found = Vec::new();
    check_service(standard, &mut found);
    check_words(standard, &mut found);
    check_documents(standard, &mut found);
    check_questions(standard, &mut found);
    check_fees(standard, &mut found);
    found
}

fn check_service(standard: &Standard, found: &mut Vec<Problem>) {
    if !is_service_code(&standard.code) {
        found.push((Place::Service("code"), Mistake::BadCode("A-Z, 0-9 and -")));
    }
    let texts = [
        ("name_id", "name_en", &standard.name),
        ("summary_id", "summary_en", &standard.summary),
        ("product_id", "product_en", &standard.product),
    ];
    for (id, en, text) in texts {
        filled(text, [Place::Service(id), Place::Service(en)], found);
    }
    let note = [Place::Service("fee_note_id"), Place::Service("fee_note_en")];
    both_or_neither(&standard.fee_note, note, found);
    if standard.legal_basis.is_empty() {
        found.push((Place::Service("legal_basis"), Mistake::Empty));
    }
    let days = matches!(standard.promise.unit, TimeUnit::WorkingDay | TimeUnit::CalendarDay);
    if days && standard.promise.hours == Hours::Elapsed {
        found.push((Place::Service("promise_hours"), Mistake::DaysElapse));
    }
}

fn check_words(standard: &Standard, found: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for (at, word) in standard.words.iter().enumerate() {
        if word.is_empty() {
            found.push((Place::Word(at), Mistake::Empty));
        } else if !seen.insert(word) {
            found.push((Place::Word(at), Mistake::Twice(word.clone())));
        }
    }
}

fn check_documents(standard: &Standard, found: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for (at, document) in standard.documents.iter().enumerate() {
        let place = |column| Place::Document(at, column);
        check_code(&document.code, &mut seen, place("code"), found);
        filled(&document.name, [place("name_id"), place("name_en")], found);
        both_or_neither(&document.hint, [place("hint_id"), place("hint_en")], found);
        let earlier = &standard.questions;
        check_condition(document.only_if.as_ref(), earlier, place("only_if"), found);
    }
}

fn check_questions(standard: &Standard, found: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for (at, question) in standard.questions.iter().enumerate() {
        let place = |column| Place::Question(at, column);
        check_code(&question.code, &mut seen, place("code"), found);
        filled(&question.label, [place("label_id"), place("label_en")], found);
        both_or_neither(&question.hint, [place("hint_id"), place("hint_en")], found);
        let earlier = &standard.questions[..at];
        check_condition(question.only_if.as_ref(), earlier, place("only_if"), found);
    }
}

fn check_fees(standard: &Standard, found: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for (at, class) in standard.fees.iter().enumerate() {
        let place = |column| Place::Fee(at, column);
        check_code(&class.code, &mut seen, place("code"), found);
        filled(&class.name, [place("name_id"), place("name_en")], found);
        check_condition(class.only_if.as_ref(), &standard.questions, place("only_if"), found);
        // A number that may be missing would leave the price open.
        let asked = |question: &Question| {
            question.code == class.per
                && question.answer == Answer::Number
                && question.required
                && question.only_if.is_none()
        };
        if !class.per.is_empty() && !standard.questions.iter().any(asked) {
            found.push((place("per"), Mistake::UnknownNumber(class.per.clone())));
        }
    }
}

/// Upper-case letters, digits and hyphens, as codes of services and units have them.
pub fn is_service_code(code: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
    !code.is_empty() && code.len() <= 40 && code.bytes().all(allowed)
}

fn check_code<'s>(
    code: &'s str,
    seen: &mut BTreeSet<&'s str>,
    place: Place,
    found: &mut Vec<Problem>,
) {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if code.is_empty() || code.len() > 40 || !code.bytes().all(allowed) {
        found.push((place, Mistake::BadCode("a-z, 0-9 and _")));
    } else if !seen.insert(code) {
        found.push((place, Mistake::Twice(code.to_owned())));
    }
}

fn filled(text: &Bilingual, places: [Place; 2], found: &mut Vec<Problem>) {
    for (value, place) in [&text.id, &text.en].into_iter().zip(places) {
        if value.is_empty() {
            found.push((place, Mistake::Empty));
        }
    }
}

fn both_or_neither(text: &Bilingual, [id, en]: [Place; 2], found: &mut Vec<Problem>) {
    match (text.id.is_empty(), text.en.is_empty()) {
        (true, false) => found.push((id, Mistake::OneLanguage)),
        (false, true) => found.push((en, Mistake::OneLanguage)),
        _ => {}
    }
}

fn check_condition(
    condition: Option<&Condition>,
    earlier: &[Question],
    place: Place,
    found: &mut Vec<Problem>,
) {
    let Some(Condition { question: code, value }) = condition else { return };
    let Some(question) = earlier.iter().find(|question| question.code == *code) else {
        found.push((place, Mistake::UnknownQuestion(code.clone())));
        return;
    };
    let known = match &question.answer {
        Answer::YesNo => matches!(value.as_str(), "yes" | "no"),
        Answer::Choice(options) => options.iter().any(|(option, _)| option == value),
        _ => {
            found.push((place, Mistake::FreeQuestion(code.clone())));
            return;
        }
    };
    if !known {
        let (question, value) = (code.clone(), value.clone());
        found.push((place, Mistake::UnknownAnswer { question, value }));
    }
}
