//! What happened in a case, in words.

use kernel::facts::Payload;
use platform::App;
use platform::i18n::Lang;
use platform::journal::StoredFact;

use super::super::verbs::Contents;

/// One thing that happened.
pub(super) struct Line {
    pub title: String,
    pub note: String,
}

/// Everything that happened, in order. `named` tells who acted.
pub(super) fn journey(
    app: &App,
    lang: Lang,
    facts: &[StoredFact],
    contents: &Contents,
    named: impl Fn(&StoredFact) -> String,
) -> Vec<Line> {
    let told = |fact: &StoredFact| {
        let (key, note) = line(app, lang, contents, fact.payload.as_ref()?)?;
        let at = lang.moment(fact.recorded_at, app.tz());
        let parts = [at, named(fact), note];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Some(Line { title: lang.t(&format!("case-fact-{key}")), note: parts.join(". ") })
    };
    facts.iter().filter_map(told).collect()
}

fn line(
    app: &App,
    lang: Lang,
    contents: &Contents,
    payload: &Payload,
) -> Option<(&'static str, String)> {
    let what = |file| {
        let found = contents.evidence.iter().find(|piece| piece.file == file);
        found.map(|piece| piece.what.clone()).unwrap_or_default()
    };
    Some(match payload {
        Payload::CaseOpened(opened) => {
            let origin = lang.t(&format!("case-origin-{}", opened.origin));
            ("opened", format!("{origin} {}", opened.reference).trim().to_owned())
        }
        Payload::CasePersonNamed(_) => ("named", String::new()),
        Payload::CaseEvidenceAdded(added) => {
            ("evidence", format!("{}. {}. SHA-256 {}", added.what, added.from, added.sha256))
        }
        Payload::CaseCustodyMoved(moved) => {
            let step = lang.t(&format!("case-custody-{}", moved.step.code()));
            ("custody", format!("{}: {step}. {}", what(moved.file), moved.keeper))
        }
        Payload::CaseSummoned(summoned) => {
            let hearing = lang.moment(summoned.hearing, app.tz());
            let key = if summoned.nth == 1 { "summoned-1" } else { "summoned-2" };
            (key, format!("{hearing}. {}", summoned.place))
        }
        Payload::CaseHeard(heard) if heard.absent => ("absent", heard.minutes.clone()),
        Payload::CaseHeard(heard) => ("heard", heard.minutes.clone()),
        Payload::CaseStated(stated) => ("stated", stated.text.clone()),
        Payload::CaseFound(found) => {
            let verdict = lang.t(&format!("case-verdict-{}", found.verdict.code()));
            ("found", format!("{verdict}. {}", found.text))
        }
        Payload::CaseSanctionProposed(proposed) => {
            ("proposed", format!("{}. {}", sanction(lang, &proposed.sanction), proposed.text))
        }
        Payload::CaseSanctionApproved(note) => ("approved", note.text.clone()),
        Payload::CaseSanctionRefused(note) => ("refused", note.text.clone()),
        Payload::CaseAppealed(note) => ("appealed", note.text.clone()),
        Payload::CaseAppealDecided(decided) => {
            let outcome = lang.t(&format!("case-outcome-{}", decided.outcome.code()));
            ("appeal-decided", format!("{outcome}. {}", decided.text))
        }
        Payload::CaseFinal(_) => ("final", String::new()),
        Payload::CaseClosedWithoutFinding(note) => ("closed", note.text.clone()),
        Payload::CaseDeadlineMissed(missed) => {
            ("missed", crate::deadlines::pages::rule_name(lang, &missed.rule))
        }
        _ => return None,
    })
}

pub(super) fn sanction(lang: Lang, code: &str) -> String {
    lang.t(&format!("case-sanction-{code}"))
}
