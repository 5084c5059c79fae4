//! The way of a proposal as steps: asked, deliberated, and what may come after.

use jiff::Timestamp;
use jiff::civil::Date;
use platform::App;
use platform::i18n::Lang;

use super::super::model::{Forum, Proposal, Stage, State, Verdict};
use super::words;

/// One step.
pub(super) struct Step {
    pub(super) state: &'static str,
    pub(super) word: String,
    pub(super) title: String,
    pub(super) note: String,
    /// The page of its deliberation; empty when there is none.
    pub(super) href: String,
    pub(super) link: String,
}

impl Step {
    fn new(lang: Lang, state: &'static str, title: String, note: String) -> Self {
        let word = lang.t(&format!("proposals-step-{state}"));
        Self { state, word, title, note, href: String::new(), link: String::new() }
    }
}

fn day(app: &App, at: Timestamp) -> Date {
    app.tz().to_datetime(at).date()
}

/// All steps. `said` are the verdicts about it with their deliberations; `into` is the title of the
/// proposal as part of which it goes on.
pub(super) fn steps(
    app: &App,
    lang: Lang,
    proposal: &Proposal,
    said: &[(Verdict, Forum)],
    into: Option<&str>,
) -> Vec<Step> {
    let asked = lang.with(
        "proposals-way-asked-note",
        &[("day", lang.date(day(app, proposal.made_at))), ("proposer", proposal.proposer.clone())],
    );
    let mut all = vec![Step::new(lang, "done", lang.t("proposals-way-asked"), asked)];
    for stage in Stage::ALL.into_iter().filter(|stage| *stage >= proposal.entry()) {
        let found = said.iter().find(|(verdict, _)| verdict.stage == stage);
        match found {
            Some((verdict, forum)) => all.push(told(lang, stage, verdict, forum)),
            None if proposal.next() == Some(stage) => {
                let note = lang.t("proposals-way-waits");
                all.push(Step::new(lang, "current", words::stage(lang, stage), note));
            }
            None if proposal.state.is_open() => {
                let note = lang.t("proposals-way-not-yet");
                all.push(Step::new(lang, "next", words::stage(lang, stage), note));
            }
            None => {}
        }
    }
    if let (State::Merged(_), Some(title)) = (proposal.state, into) {
        let note = lang.t1("proposals-way-merged-note", "title", title);
        all.push(Step::new(lang, "done", lang.t("proposals-way-merged"), note));
    }
    if proposal.state.is_open() {
        for later in ["proposals-way-plan", "proposals-way-contract", "proposals-way-realised"] {
            let note = lang.t("proposals-way-not-yet");
            all.push(Step::new(lang, "next", lang.t(later), note));
        }
    }
    all
}

fn told(lang: Lang, stage: Stage, verdict: &Verdict, forum: &Forum) -> Step {
    let day = ("day", lang.date(forum.held_on));
    let note = match verdict.rank {
        Some(rank) => lang.with("proposals-way-accepted", &[day, ("rank", rank.to_string())]),
        None => lang.with("proposals-way-returned", &[day, ("reason", verdict.reason.clone())]),
    };
    let href = format!("/usulan/musyawarah/{}", forum.id);
    let link = lang.t("proposals-way-forum");
    Step { href, link, ..Step::new(lang, "done", words::stage(lang, stage), note) }
}
