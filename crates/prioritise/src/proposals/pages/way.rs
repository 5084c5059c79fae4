//! The way of a proposal as steps: asked, deliberated, and what may come after.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::money::Rupiah;
use platform::App;
use platform::i18n::Lang;

use super::super::model::{Forum, Proposal, Stage, State, Verdict};
use super::words;
use crate::execution::follow::Followed;
use crate::execution::model::Contract;

/// One step.
pub(super) struct Step {
    pub(super) state: &'static str,
    pub(super) word: String,
    pub(super) title: String,
    pub(super) note: String,
    /// A page that tells more; empty when there is none.
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
/// proposal as part of which it goes on, `followed` what became of it in the plan and the budget.
pub(super) fn steps(
    app: &App,
    lang: Lang,
    proposal: &Proposal,
    said: &[(Verdict, Forum)],
    (into, followed): (Option<&str>, Option<&Followed>),
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
        all.extend(later(lang, followed));
    }
    all
}

/// Plan, contract and work.
fn later(lang: Lang, followed: Option<&Followed>) -> Vec<Step> {
    let wait =
        |title: &str| Step::new(lang, "next", lang.t(title), lang.t("proposals-way-not-yet"));
    let [plan, contract, realised] =
        ["proposals-way-plan", "proposals-way-contract", "proposals-way-realised"];
    let Some(followed) = followed else { return [plan, contract, realised].map(wait).into() };
    let values =
        [("place", followed.placed.place.to_string()), ("year", followed.budget_year.to_string())];
    let key = match followed.placed.chosen {
        true => "proposals-way-plan-chosen",
        false => "proposals-way-plan-left-out",
    };
    let mut note = lang.with(key, &values);
    if let Some(amount) = followed.amount {
        let amount = Rupiah::new(amount);
        note = format!("{note} {}", lang.t1("proposals-way-plan-amount", "amount", amount));
    }
    let href = format!("/rencana/{}/kegiatan/{}", followed.budget_year, followed.placed.code);
    let link = lang.t("proposals-way-plan-link");
    let mut all = vec![Step { href, link, ..Step::new(lang, "done", lang.t(plan), note) }];
    // What the plan left out goes no further, unless the budget has money for it all the same.
    if !followed.placed.chosen && followed.amount.is_none() {
        return all;
    }
    let told = |one: &Contract| {
        let day = one.awarded_on.parse::<Date>();
        let values = [
            ("number", one.number.clone()),
            ("day", day.map_or_else(|_| one.awarded_on.clone(), |day| lang.date(day))),
            ("value", Rupiah::new(one.value).to_string()),
        ];
        lang.with("proposals-way-contract-note", &values)
    };
    let contracts: Vec<String> = followed.contracts.iter().map(told).collect();
    all.push(match contracts.is_empty() {
        true => wait(contract),
        false => Step::new(lang, "done", lang.t(contract), contracts.join(" ")),
    });
    all.push(match followed.month {
        None => wait(realised),
        Some(month) => work(lang, followed, month, lang.t(realised)),
    });
    all
}

/// Money and work so far.
fn work(lang: Lang, followed: &Followed, month: i8, title: String) -> Step {
    let values = [
        ("month", lang.t(&format!("date-month-{month}"))),
        ("year", followed.budget_year.to_string()),
        ("paid", Rupiah::new(followed.paid).to_string()),
        ("done", format!("{}%", lang.decimal(followed.done as f64 / 10.0, 1))),
    ];
    let state = if followed.done >= 1000 { "done" } else { "current" };
    let href = format!("/anggaran/{}", followed.budget_year);
    let link = lang.t("proposals-way-budget-link");
    let note = lang.with("proposals-way-realised-note", &values);
    Step { href, link, ..Step::new(lang, state, title, note) }
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
