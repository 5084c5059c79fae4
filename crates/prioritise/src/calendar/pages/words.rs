//! Steps in words.

use jiff::civil::Date;
use kernel::error::Result;
use platform::App;
use platform::i18n::Lang;

use super::super::model::{Standing, Step, most_late, rule};
use super::super::store::Year;

/// A step as it is shown.
pub(super) struct Line {
    pub(super) href: String,
    pub(super) step: String,
    pub(super) law: String,
    pub(super) due: String,
    pub(super) done: String,
    pub(super) kind: &'static str,
    pub(super) state: String,
    pub(super) open: bool,
}

/// A calendar as it is shown.
pub(super) struct Shown {
    pub(super) year: i16,
    pub(super) finding: String,
    pub(super) lines: Vec<Line>,
    /// Other years: address and name.
    pub(super) others: Vec<(String, i16)>,
}

/// What a step is called.
pub(super) fn step(lang: Lang, code: &str) -> String {
    lang.t(&format!("budget-step-{code}"))
}

fn state(lang: Lang, standing: Standing) -> (&'static str, String) {
    match standing {
        Standing::Waits => ("", lang.t("budget-state-waits")),
        Standing::Runs(days) => ("warn", lang.t1("budget-state-runs", "days", days)),
        Standing::Missed(days) => ("bad", lang.t1("budget-state-missed", "days", days)),
        Standing::Done => ("good", lang.t("budget-state-done")),
        Standing::Late(days) => ("bad", lang.t1("budget-state-late", "days", days)),
    }
}

/// The title states the finding (UI rule 9).
fn finding(lang: Lang, steps: &[Step], today: Date) -> String {
    let late =
        |step: &&Step| matches!(step.standing(today), Standing::Late(_) | Standing::Missed(_));
    let count = steps.iter().filter(late).count();
    match most_late(steps, today) {
        Some((of, days)) => lang.with(
            "budget-finding-late",
            &[
                ("count", count.to_string()),
                ("all", steps.len().to_string()),
                ("step", step(lang, &of.code)),
                ("days", days.to_string()),
            ],
        ),
        None => lang.t("budget-finding-none"),
    }
}

/// A year's steps on the app's day.
pub(super) fn shown(
    app: &App,
    lang: Lang,
    year: &Year,
    years: &[i16],
    base: &str,
) -> Result<Shown> {
    let today = app.today();
    let law_of = Date::new(year.budget_year - 1, 1, 1).map_err(kernel::Error::internal)?;
    let mut lines = Vec::with_capacity(year.steps.len());
    for one in &year.steps {
        let law = app.rulebook.on(&rule(&one.code), law_of)?;
        let (kind, state) = state(lang, one.standing(today));
        let unsure = if law.verified { String::new() } else { lang.t("budget-unverified") };
        let reference = match one.reference.as_str() {
            "" => String::new(),
            reference => format!(" ({reference})"),
        };
        lines.push(Line {
            href: format!("/perencana/kalender/{}/{}", year.budget_year, one.code),
            step: step(lang, &one.code),
            law: [law.legal_basis.clone(), unsure].join(" ").trim().to_owned(),
            due: one.due.map_or_else(|| lang.t("budget-due-waits"), |day| lang.date(day)),
            done: one.done_on.map_or_else(
                || lang.t("budget-not-done"),
                |day| format!("{}{reference}", lang.date(day)),
            ),
            kind,
            state,
            open: one.done_on.is_none(),
        });
    }
    let others = years.iter().filter(|other| **other != year.budget_year);
    Ok(Shown {
        year: year.budget_year,
        finding: finding(lang, &year.steps, today),
        lines,
        others: others.map(|other| (format!("{base}?tahun={other}"), *other)).collect(),
    })
}
