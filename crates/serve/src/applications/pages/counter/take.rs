//! What an officer typed for a person becomes an application, by the same rules as the citizen's
//! own form.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kernel::service::Standard;
use platform::i18n::Lang;

use super::super::super::draft::Body;
use super::super::super::form::{self, Ask, Step};
use super::super::super::model::PRIORITY_GROUPS;
use super::super::super::store::Kelurahan;
use super::super::officer::parts::Mistakes;
use super::super::words;
use super::fields::{GROUP, HELPED, KNOWN};
use crate::representatives::model::HELP_REASONS;

/// The form as it was read.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// Answers, and documents that come later.
    pub(super) body: Body,
    /// Documents that the officer saw on paper.
    pub(super) seen: Vec<String>,
    /// Documents that came as a file, in order.
    pub(super) uploads: Vec<String>,
    /// Group that goes first.
    pub(super) group: Option<String>,
    /// Why the officer helps, when it is help.
    pub(super) helped: Option<String>,
    /// What must be mended.
    pub(super) mistakes: Mistakes,
}

/// Reads the fields and the names of the files that came.
pub(super) fn take(
    lang: Lang,
    standard: &Standard,
    (kelurahan, today): (&[Kelurahan], Date),
    typed: &BTreeMap<String, String>,
    files: &BTreeSet<&str>,
) -> Taken {
    let body = Body { counter: true, ..Body::default() };
    let mut taken = Taken { body, ..Taken::default() };
    match typed.get(KNOWN).map(String::as_str) {
        Some("no") => {}
        // A colleague must take over: nobody serves family or friends.
        Some("yes") => taken.mistakes.add(KNOWN, lang.t("officer-counter-conflict")),
        _ => taken.mistakes.add(KNOWN, lang.t("officer-counter-known-empty")),
    }
    let known = |code: &str| kelurahan.iter().any(|known| known.code == code);
    let mut tried = BTreeSet::new();
    // An answer may bring further questions, so the steps are asked for anew after each.
    while let Some(step) = open_step(standard, &taken.body, &tried) {
        tried.insert(step.slug.clone());
        let value = typed.get(&step.slug).map_or("", String::as_str);
        match &step.ask {
            Ask::Document(code) => taken.document(&step, code, value, files),
            _ => match form::accept(&step, value, (&taken.body, today), &known) {
                Ok(value) => {
                    taken.body.answers.insert(step.slug, value);
                }
                // Many fields on one page: the summary must say which one is meant.
                Err(mistake) => {
                    let field = words::short_label(lang, &step);
                    let field = field.trim_end_matches('?').to_owned();
                    let values = [("field", field), ("mistake", lang.t(mistake.key))];
                    taken.mistakes.add(step.slug, lang.with("officer-counter-mistake", &values));
                }
            },
        }
    }
    let group = typed.get(GROUP).filter(|group| PRIORITY_GROUPS.contains(&group.as_str()));
    taken.group = group.cloned();
    let helped = typed.get(HELPED).filter(|reason| HELP_REASONS.contains(&reason.as_str()));
    taken.helped = helped.cloned();
    taken
}

fn open_step(standard: &Standard, body: &Body, tried: &BTreeSet<String>) -> Option<Step> {
    let steps = form::steps(standard, body);
    steps.into_iter().find(|step| !form::is_done(step, body) && !tried.contains(&step.slug))
}

impl Taken {
    fn document(&mut self, step: &Step, code: &str, value: &str, files: &BTreeSet<&str>) {
        let code = code.to_owned();
        if files.contains(format!("f-{code}").as_str()) {
            self.uploads.push(code);
            return;
        }
        match value {
            "seen" => self.seen.push(code),
            "none" if !step.required => {}
            _ => {
                self.body.later.insert(code);
                return;
            }
        }
        // Seen or left out: answered, and nothing to bring.
        self.body.answers.insert(step.slug.clone(), String::new());
    }
}
