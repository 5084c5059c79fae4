//! The form of a service: one question a page. Which steps there are follows from the standard and
//! from what has been answered; a value is parsed at the door and kept in one spelling.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::identity::{IdentityError, Kk, Nik, Phone};
use kernel::service::{Answer, Applicant, Bilingual, Standard};

use super::draft::Body;
use super::model::{
    Details, DocumentState, Letter, PersonDetails, Representative, applicant_code, parse_applicant,
};
use super::rules;
use super::store::HeldDocument;
use crate::representatives::{letter, rules as people};

/// A part of the task list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Who applies.
    Who,
    /// The person whom it is for.
    Person,
    /// The service's own questions.
    Questions,
    /// Documents.
    Documents,
}

impl Section {
    /// All parts, in order.
    pub const ALL: [Self; 4] = [Self::Who, Self::Person, Self::Questions, Self::Documents];

    /// The name used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Who => "who",
            Self::Person => "person",
            Self::Questions => "questions",
            Self::Documents => "documents",
        }
    }
}

/// The words of a step: our own, by key, or the standard's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// Label under `key`, hint under `key-hint`.
    Ours(&'static str),
    /// Label and hint from the standard.
    Standard(Bilingual, Bilingual),
}

/// What a step asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Who applies, among those whom the standard admits.
    Who(Vec<Applicant>),
    /// An answer.
    Answer(Answer),
    /// A document, by code.
    Document(String),
}

/// One page of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Last part of its address, and key of its value.
    pub slug: String,
    /// Where it stands in the task list.
    pub section: Section,
    /// Its words.
    pub words: Words,
    /// What it asks for.
    pub ask: Ask,
    /// Whether it may be left out.
    pub required: bool,
}

/// Why a value was not taken: key of the text, with values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Key of the text.
    pub key: &'static str,
}

impl From<IdentityError> for Mistake {
    fn from(error: IdentityError) -> Self {
        Self { key: error.key() }
    }
}

const LONGEST_LINE: usize = 200;
const LONGEST_TEXT: usize = 2000;

/// Slug of the step that asks for a phone.
pub const PHONE: &str = "telepon";

/// Slug of the last day of a mandate.
pub const UNTIL: &str = "kuasa-sampai";

/// Slug of the first step.
pub const WHO: &str = "siapa";

/// Our own questions about the person: slug, key of the words, kind of answer.
fn person_questions() -> [(&'static str, &'static str, Answer); 6] {
    [
        ("nama", "applications-ask-name", Answer::Text),
        ("nik", "applications-ask-nik", Answer::Nik),
        ("kk", "applications-ask-kk", Answer::Kk),
        (PHONE, "applications-ask-phone", Answer::Phone),
        ("kelurahan", "applications-ask-kelurahan", Answer::Kelurahan),
        ("alamat", "applications-ask-address", Answer::Text),
    ]
}

/// Our own questions about someone who applies for the person.
fn representative_questions() -> [(&'static str, &'static str, Answer); 5] {
    [
        ("wakil-nama", "applications-ask-representative-name", Answer::Text),
        ("wakil-nik", "applications-ask-representative-nik", Answer::Nik),
        ("wakil-telepon", "applications-ask-representative-phone", Answer::Phone),
        ("wakil-hubungan", "applications-ask-representative-relation", Answer::Text),
        ("wakil-alasan", "applications-ask-representative-reason", Answer::LongText),
    ]
}

/// Our own questions about how they may apply for the person.
fn standing_questions(applicant: Applicant) -> Vec<(&'static str, &'static str, Answer)> {
    match applicant {
        Applicant::Oneself => Vec::new(),
        Applicant::Family => vec![("wakil-kk", "representatives-ask-kk", Answer::Kk)],
        Applicant::Mandate => vec![
            (UNTIL, "representatives-ask-until", Answer::Date),
            ("kuasa-meterai", "representatives-ask-stamped", Answer::YesNo),
        ],
    }
}

/// Who applies, as answered so far.
pub fn applicant(body: &Body) -> Option<Applicant> {
    body.answers.get(WHO).and_then(|code| parse_applicant(code))
}

/// The service's own answers, by code of the question.
pub fn service_answers(body: &Body) -> BTreeMap<String, String> {
    body.answers
        .iter()
        .filter_map(|(slug, value)| Some((slug.strip_prefix("q-")?.to_owned(), value.clone())))
        .collect()
}

/// All steps, in order, given what has been answered.
pub fn steps(standard: &Standard, body: &Body) -> Vec<Step> {
    let mut steps = vec![who(standard)];
    let ours = |section, (slug, key, answer): (&'static str, &'static str, Answer)| Step {
        slug: slug.to_owned(),
        section,
        words: Words::Ours(key),
        ask: Ask::Answer(answer),
        required: slug != UNTIL && (slug != PHONE || !body.counter),
    };
    let applicant = applicant(body).unwrap_or(Applicant::Oneself);
    if applicant != Applicant::Oneself {
        steps.extend(representative_questions().map(|q| ours(Section::Who, q)));
        steps.extend(standing_questions(applicant).into_iter().map(|q| ours(Section::Who, q)));
    }
    steps.extend(person_questions().map(|q| ours(Section::Person, q)));
    let answers = service_answers(body);
    steps.extend(rules::asked(standard, &answers).map(|question| Step {
        slug: format!("q-{}", question.code),
        section: Section::Questions,
        words: Words::Standard(question.label.clone(), question.hint.clone()),
        ask: Ask::Answer(question.answer.clone()),
        required: question.required,
    }));
    let letter = if applicant == Applicant::Mandate { letter::documents() } else { &[] };
    steps.extend(rules::wanted(standard, &answers).chain(letter).map(|document| Step {
        slug: format!("d-{}", document.code),
        section: Section::Documents,
        words: Words::Standard(document.name.clone(), document.hint.clone()),
        ask: Ask::Document(document.code.clone()),
        required: document.required,
    }));
    steps
}

fn who(standard: &Standard) -> Step {
    let admitted = [Applicant::Oneself, Applicant::Family, Applicant::Mandate]
        .into_iter()
        .filter(|applicant| standard.proxy.admits(*applicant))
        .collect();
    Step {
        slug: WHO.to_owned(),
        section: Section::Who,
        words: Words::Ours("applications-ask-who"),
        ask: Ask::Who(admitted),
        required: true,
    }
}

/// Whether the step has been answered, left out or promised for later.
pub fn is_done(step: &Step, body: &Body) -> bool {
    match &step.ask {
        Ask::Document(code) => {
            body.documents.contains_key(code)
                || body.later.contains(code)
                || body.answers.contains_key(&step.slug)
        }
        _ => body.answers.contains_key(&step.slug),
    }
}

/// The first step that still waits, at or after the place of `after`, then from the beginning.
pub fn next<'s>(steps: &'s [Step], body: &Body, after: Option<&str>) -> Option<&'s Step> {
    let from = after.and_then(|slug| steps.iter().position(|s| s.slug == slug)).unwrap_or(0);
    let (before, rest) = steps.split_at(from);
    rest.iter().chain(before).find(|step| !is_done(step, body))
}

/// Parses what was typed for `step` into the spelling that is kept. `kelurahan` knows the city's
/// codes.
///
/// # Errors
/// The mistake, as a key of the texts.
pub fn parse(
    step: &Step,
    typed: &str,
    kelurahan: &dyn Fn(&str) -> bool,
) -> std::result::Result<String, Mistake> {
    let typed = typed.trim();
    if typed.is_empty() {
        let key = "applications-mistake-empty";
        return if step.required { Err(Mistake { key }) } else { Ok(String::new()) };
    }
    match &step.ask {
        Ask::Who(admitted) => parse_applicant(typed)
            .filter(|applicant| admitted.contains(applicant))
            .map(|applicant| applicant_code(applicant).to_owned())
            .ok_or(Mistake { key: "applications-mistake-choose" }),
        Ask::Answer(answer) => value(answer, typed, kelurahan),
        Ask::Document(_) => Err(Mistake { key: "applications-mistake-file" }),
    }
}

/// As [`parse`], and the value must fit to what was answered before it.
///
/// # Errors
/// The mistake, as a key of the texts.
pub fn accept(
    step: &Step,
    typed: &str,
    (body, today): (&Body, Date),
    kelurahan: &dyn Fn(&str) -> bool,
) -> std::result::Result<String, Mistake> {
    let value = parse(step, typed, kelurahan)?;
    match people::clash(&step.slug, &value, body, today) {
        Some(key) => Err(Mistake { key }),
        None => Ok(value),
    }
}

fn value(
    answer: &Answer,
    typed: &str,
    kelurahan: &dyn Fn(&str) -> bool,
) -> std::result::Result<String, Mistake> {
    let bounded = |longest: usize| {
        let fits = typed.chars().count() <= longest;
        if fits { Ok(typed.to_owned()) } else { Err(Mistake { key: "applications-mistake-long" }) }
    };
    let chosen = |known: bool| {
        if known {
            Ok(typed.to_owned())
        } else {
            Err(Mistake { key: "applications-mistake-choose" })
        }
    };
    match answer {
        Answer::Text => bounded(LONGEST_LINE),
        Answer::LongText => bounded(LONGEST_TEXT),
        Answer::Date => typed
            .parse::<Date>()
            .map(|date| date.to_string())
            .map_err(|_| Mistake { key: "applications-mistake-date" }),
        Answer::Number | Answer::Money => number(typed),
        Answer::YesNo => chosen(matches!(typed, "yes" | "no")),
        Answer::Choice(options) => chosen(options.iter().any(|(value, _)| value == typed)),
        Answer::Nik => Ok(Nik::parse(typed)?.expose().to_owned()),
        Answer::Kk => Ok(Kk::parse(typed)?.expose().to_owned()),
        Answer::Phone => Ok(Phone::parse(typed)?.expose().to_owned()),
        Answer::Kelurahan => chosen(kelurahan(typed)),
    }
}

/// A whole number as people type it: `Rp1.500.000`, `1 500 000`.
fn number(typed: &str) -> std::result::Result<String, Mistake> {
    let bare = typed.trim_start_matches("Rp").trim_start_matches("rp");
    let digits: String = bare.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{a0}')).collect();
    digits
        .parse::<i64>()
        .ok()
        .filter(|number| *number >= 0)
        .map(|number| number.to_string())
        .ok_or(Mistake { key: "applications-mistake-number" })
}

/// Everything the application says, once all steps are done.
///
/// # Errors
/// Invalid when a step still waits; the page sends the citizen there.
pub fn finish(
    standard: &Standard,
    body: &Body,
    language: &str,
) -> Result<(Details, Applicant, Vec<HeldDocument>)> {
    let steps = steps(standard, body);
    if next(&steps, body, None).is_some() {
        return Err(Error::invalid("applications-not-finished"));
    }
    let applicant = applicant(body).ok_or_else(|| Error::invalid("applications-not-finished"))?;
    let text = |slug: &str| body.answers.get(slug).cloned().unwrap_or_default();
    let person = PersonDetails {
        name: text("nama"),
        nik: Nik::parse(&text("nik"))?,
        kk: Some(Kk::parse(&text("kk"))?),
        phone: Some(text(PHONE)).filter(|t| !t.is_empty()).map(|t| Phone::parse(&t)).transpose()?,
        address: text("alamat"),
        kelurahan: text("kelurahan"),
    };
    let representative = match applicant {
        Applicant::Oneself => None,
        _ => Some(Representative {
            name: text("wakil-nama"),
            nik: Nik::parse(&text("wakil-nik"))?,
            phone: Phone::parse(&text("wakil-telepon"))?,
            kk: match applicant {
                Applicant::Family => Some(Kk::parse(&text("wakil-kk"))?),
                _ => None,
            },
            relation: text("wakil-hubungan"),
            reason: text("wakil-alasan"),
        }),
    };
    let letter = (applicant == Applicant::Mandate).then(|| Letter {
        until: text(UNTIL).parse().ok(),
        stamped: text("kuasa-meterai") == "yes",
    });
    // Answers to questions that a later change made needless are not handed in.
    let asked: BTreeMap<String, String> = steps
        .iter()
        .filter_map(|step| {
            let code = step.slug.strip_prefix("q-")?;
            let value = body.answers.get(&step.slug).filter(|value| !value.is_empty())?;
            Some((code.to_owned(), value.clone()))
        })
        .collect();
    let documents = steps.iter().filter_map(|step| held(step, body)).collect();
    let details = Details {
        person,
        representative,
        letter,
        helped: None,
        answers: asked,
        priority_group: None,
        language: language.to_owned(),
        notes: Vec::new(),
        bearers: Vec::new(),
    };
    Ok((details, applicant, documents))
}

fn held(step: &Step, body: &Body) -> Option<HeldDocument> {
    let Ask::Document(code) = &step.ask else { return None };
    if let Some(file) = body.documents.get(code) {
        let state = DocumentState::Given;
        return Some(HeldDocument { code: code.clone(), state, file: Some(*file) });
    }
    body.later.contains(code).then(|| HeldDocument {
        code: code.clone(),
        state: DocumentState::Later,
        file: None,
    })
}
