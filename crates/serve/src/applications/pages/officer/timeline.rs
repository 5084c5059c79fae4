//! What has happened to a file, as its officers read it.

use kernel::facts::Payload;
use platform::App;
use platform::i18n::Lang;
use platform::journal::StoredFact;

use super::super::super::desk::pseudonym;

/// One act.
#[derive(Clone, Debug)]
pub struct Act {
    /// What happened.
    pub title: String,
    /// When, by whom, and what was written.
    pub note: String,
}

/// The step that every file has: looking at it.
pub const VERIFY: &str = "verify";

/// The acts of `facts`, oldest first.
pub fn acts(app: &App, lang: Lang, facts: &[StoredFact]) -> Vec<Act> {
    facts
        .iter()
        .map(|fact| Act {
            title: lang.t(&format!("officer-fact-{}", fact.kind.replace(['.', '_'], "-"))),
            note: note(app, lang, fact),
        })
        .collect()
}

fn note(app: &App, lang: Lang, fact: &StoredFact) -> String {
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
        _ => {}
    }
    parts.join(" · ")
}

/// Whether a work step runs.
pub fn step_runs(facts: &[StoredFact]) -> bool {
    let last = facts.iter().rev().find(|fact| fact.kind.starts_with("application.step_"));
    last.is_some_and(|fact| fact.kind == "application.step_started")
}
