//! What has happened to a file, as its officers read it.

use kernel::facts::Payload;
use platform::App;
use platform::i18n::Lang;
use platform::journal::StoredFact;

use super::super::super::desk::pseudonym;
use crate::process::model::Process;

/// One act.
#[derive(Clone, Debug)]
pub struct Act {
    /// What happened.
    pub title: String,
    /// When, by whom, and what was written.
    pub note: String,
}

/// The acts of `facts`, oldest first.
pub fn acts(app: &App, lang: Lang, process: &Process, facts: &[StoredFact]) -> Vec<Act> {
    facts
        .iter()
        .map(|fact| Act {
            title: lang.t(&format!("officer-fact-{}", fact.kind.replace(['.', '_'], "-"))),
            note: note(app, lang, process, fact),
        })
        .collect()
}

fn note(app: &App, lang: Lang, process: &Process, fact: &StoredFact) -> String {
    let mut parts = vec![lang.moment(fact.recorded_at, app.tz())];
    parts.push(match fact.actor {
        Some(user) => lang.t1("officer-pseudonym", "code", pseudonym(user)),
        None => lang.t(&format!("officer-role-{}", fact.role.code())),
    });
    match &fact.payload {
        Some(Payload::Returned(returned)) => parts.push(returned.note.clone()),
        Some(Payload::Refused(refused)) => {
            parts.push(lang.t(&format!("officer-ground-{}", refused.ground)));
            parts.push(refused.note.clone());
        }
        Some(Payload::PickedOutOfTurn(picked)) => parts.extend(
            picked.reason.iter().map(|reason| lang.t(&format!("officer-out-of-turn-{reason}"))),
        ),
        Some(Payload::StepStarted(step) | Payload::StepFinished(step)) => {
            parts.push(process.name(&step.step, lang.code()).to_owned());
        }
        _ => {}
    }
    parts.join(" · ")
}

/// The step that was begun and has not ended, if there is one.
pub fn running(facts: &[StoredFact]) -> Option<&str> {
    let last = facts.iter().rev().find(|fact| fact.kind.starts_with("application.step_"))?;
    match &last.payload {
        Some(Payload::StepStarted(step)) => Some(&step.step),
        _ => None,
    }
}

/// Codes of the steps that have ended.
pub fn finished(facts: &[StoredFact]) -> Vec<String> {
    let step = |fact: &StoredFact| match &fact.payload {
        Some(Payload::StepFinished(step)) => Some(step.step.clone()),
        _ => None,
    };
    facts.iter().filter_map(step).collect()
}
