//! The form of a service on one page, as the counter shows it.

use std::collections::BTreeMap;

use kernel::service::{Answer, Applicant, Bilingual, Standard};
use platform::i18n::Lang;

use super::super::super::draft::Body;
use super::super::super::form::{self, Ask, Section, Step, Words};
use super::super::super::model::{PRIORITY_GROUPS, applicant_code};
use super::super::super::store::Kelurahan;
use super::super::officer::parts::{Mistakes, choice, choices};
use super::super::words;
use crate::representatives::letter;
use crate::representatives::model::HELP_REASONS;
use platform::web::view::Choice;

/// Field in which the officer says whether the applicant is family or a friend.
pub(super) const KNOWN: &str = "kenal";
/// Field of the group that goes first.
pub(super) const GROUP: &str = "kelompok";
/// Field of the reason for which the officer helps.
pub(super) const HELPED: &str = "dibantu";

/// One field.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// Name and id.
    pub(super) slug: String,
    /// The question.
    pub(super) label: String,
    /// Help, and when the question is asked at all.
    pub(super) hint: String,
    /// What is wrong with the answer.
    pub(super) error: String,
    /// What was typed.
    pub(super) value: String,
    /// `text`, `long`, `choice` or `select`.
    pub(super) kind: &'static str,
    /// Type of a one-line input.
    pub(super) input: &'static str,
    /// Keyboard of a telephone or tablet.
    pub(super) inputmode: &'static str,
    /// What can be chosen.
    pub(super) options: Vec<Choice>,
}

/// One document.
#[derive(Clone, Debug)]
pub(super) struct DocumentField {
    /// Code, as in the standard.
    pub(super) code: String,
    /// What the person calls it.
    pub(super) name: String,
    /// What a good copy looks like, and when it is asked for.
    pub(super) hint: String,
    /// What is wrong with the upload.
    pub(super) error: String,
    /// Seen, later or none.
    pub(super) options: Vec<Choice>,
}

/// All fields of the page.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub(super) known: Vec<Choice>,
    pub(super) who: Vec<Choice>,
    pub(super) representative: Vec<Field>,
    pub(super) person: Vec<Field>,
    pub(super) questions: Vec<Field>,
    pub(super) documents: Vec<DocumentField>,
    pub(super) groups: Vec<Choice>,
    pub(super) help: Vec<Choice>,
}

/// What the page is written from.
pub(super) struct Writer<'a> {
    pub(super) lang: Lang,
    pub(super) standard: &'a Standard,
    pub(super) kelurahan: &'a [Kelurahan],
    pub(super) typed: &'a BTreeMap<String, String>,
    pub(super) mistakes: &'a Mistakes,
}

impl Writer<'_> {
    fn typed(&self, slug: &str) -> &str {
        self.typed.get(slug).map_or("", String::as_str)
    }

    /// The whole page: also questions that a condition may make needless, with that condition.
    pub(super) fn fields(&self) -> Fields {
        let mut steps = self.steps_for(Applicant::Family);
        for step in self.steps_for(Applicant::Mandate) {
            if !steps.iter().any(|known| known.slug == step.slug) {
                steps.push(step);
            }
        }
        let of = |section| {
            let own = steps.iter().filter(move |step| step.section == section);
            own.filter(|step| step.slug != form::WHO).map(|step| self.step(step)).collect()
        };
        let standard = self.standard;
        Fields {
            known: self.yes_no(self.typed(KNOWN)),
            who: self.who(),
            representative: of(Section::Who),
            person: of(Section::Person),
            questions: standard.questions.iter().map(|question| self.question(question)).collect(),
            documents: standard
                .documents
                .iter()
                .map(|document| self.document(document))
                .chain(self.letter())
                .collect(),
            help: self.help(),
            groups: self.groups(),
        }
    }

    /// What is asked when `applicant` applies; what the standard does not admit is not asked.
    fn steps_for(&self, applicant: Applicant) -> Vec<Step> {
        let who =
            if self.standard.proxy.admits(applicant) { applicant } else { Applicant::Oneself };
        let body = Body {
            answers: [(form::WHO.to_owned(), applicant_code(who).to_owned())].into(),
            counter: true,
            ..Body::default()
        };
        form::steps(self.standard, &body)
    }

    /// The letter of mandate and both identity cards, asked for only under a mandate.
    fn letter(&self) -> Vec<DocumentField> {
        if !self.standard.proxy.admits(Applicant::Mandate) {
            return Vec::new();
        }
        let mut fields: Vec<_> = letter::documents().iter().map(|one| self.document(one)).collect();
        for field in &mut fields {
            let only = self.lang.t("representatives-counter-only");
            field.hint = format!("{only} {}", field.hint);
        }
        fields
    }

    fn help(&self) -> Vec<Choice> {
        let prefix = "representatives-help-";
        choices(self.lang, prefix, &HELP_REASONS, self.typed(HELPED))
    }

    fn who(&self) -> Vec<Choice> {
        let chosen = self.typed.get(form::WHO).map_or("oneself", String::as_str);
        [Applicant::Oneself, Applicant::Family, Applicant::Mandate]
            .into_iter()
            .filter(|applicant| self.standard.proxy.admits(*applicant))
            .map(applicant_code)
            .map(|code| {
                let label = self.lang.t(&format!("officer-applicant-{code}"));
                choice(code, label, code == chosen)
            })
            .collect()
    }

    fn groups(&self) -> Vec<Choice> {
        let chosen = self.typed(GROUP);
        let none = choice("", self.lang.t("officer-group-none"), chosen.is_empty());
        let listed = choices(self.lang, "officer-group-", &PRIORITY_GROUPS, chosen);
        std::iter::once(none).chain(listed).collect()
    }

    fn yes_no(&self, chosen: &str) -> Vec<Choice> {
        let word = |code, key| choice(code, self.lang.t(key), code == chosen);
        vec![word("no", "common-no"), word("yes", "common-yes")]
    }

    fn question(&self, question: &kernel::service::Question) -> Field {
        let mut field = self.step(&Step {
            slug: format!("q-{}", question.code),
            section: Section::Questions,
            words: Words::Standard(question.label.clone(), question.hint.clone()),
            ask: Ask::Answer(question.answer.clone()),
            required: question.required,
        });
        field.hint = self.with_condition(&question.hint, question.only_if.as_ref());
        field
    }

    fn with_condition(
        &self,
        hint: &Bilingual,
        only_if: Option<&kernel::service::Condition>,
    ) -> String {
        let hint = hint.get(self.lang.code()).to_owned();
        let Some(condition) = only_if else { return hint };
        let when = words::condition(self.lang, self.standard, condition);
        let when = self.lang.t1("officer-counter-when", "when", when);
        if hint.is_empty() { when } else { format!("{when} {hint}") }
    }

    fn document(&self, document: &kernel::service::Document) -> DocumentField {
        let slug = format!("d-{}", document.code);
        let chosen = match self.typed(&slug) {
            "" => "later",
            typed => typed,
        };
        let option = |code: &str| {
            choice(code, self.lang.t(&format!("officer-counter-{code}")), code == chosen)
        };
        let needless = !document.required || document.only_if.is_some();
        let listed = ["seen", "later"].into_iter().chain(needless.then_some("none"));
        DocumentField {
            code: document.code.clone(),
            name: document.name.get(self.lang.code()).to_owned(),
            hint: self.with_condition(&document.hint, document.only_if.as_ref()),
            error: self.mistakes.of(&format!("f-{}", document.code)).to_owned(),
            options: listed.map(option).collect(),
        }
    }

    fn step(&self, step: &Step) -> Field {
        let value = self.typed(&step.slug);
        let (kind, input, inputmode) = match &step.ask {
            Ask::Answer(Answer::LongText) => ("long", "text", "text"),
            Ask::Answer(Answer::Date) => ("text", "date", "text"),
            Ask::Answer(Answer::Number | Answer::Money | Answer::Nik | Answer::Kk) => {
                ("text", "text", "numeric")
            }
            Ask::Answer(Answer::Phone) => ("text", "tel", "tel"),
            Ask::Answer(Answer::YesNo | Answer::Choice(_)) | Ask::Who(_) => ("choice", "", ""),
            Ask::Answer(Answer::Kelurahan) => ("select", "", ""),
            Ask::Answer(Answer::Text) | Ask::Document(_) => ("text", "text", "text"),
        };
        Field {
            slug: step.slug.clone(),
            label: words::label(self.lang, step),
            hint: words::hint(self.lang, step),
            error: self.mistakes.of(&step.slug).to_owned(),
            value: value.to_owned(),
            kind,
            input,
            inputmode,
            options: self.options(step, value),
        }
    }

    fn options(&self, step: &Step, value: &str) -> Vec<Choice> {
        match &step.ask {
            Ask::Answer(Answer::YesNo) => self.yes_no(value),
            Ask::Answer(Answer::Choice(options)) => options
                .iter()
                .map(|(code, text)| choice(code.clone(), text.get(self.lang.code()), code == value))
                .collect(),
            Ask::Answer(Answer::Kelurahan) => self
                .kelurahan
                .iter()
                .map(|known| choice(known.code.clone(), known.name.clone(), known.code == value))
                .collect(),
            _ => Vec::new(),
        }
    }
}
