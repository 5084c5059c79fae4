//! `GET /ajukan/{draft}`: the parts of the form and how they stand.

use askama::Template;
use kernel::Error;
use platform::web::{Handled, Page, html};

use super::super::super::form::{Ask, Section, Step, is_done, next};
use super::super::words;
use super::Session;
use crate::catalogue::promise_text;

#[derive(Template)]
#[template(path = "applications/templates/citizen/tasks.html")]
struct TasksPage {
    page: Page,
    service: String,
    service_code: String,
    lead: String,
    percent: usize,
    parts: Vec<Part>,
    check_href: String,
    check_kind: &'static str,
    check_state: String,
    start_href: String,
    started: bool,
    code: String,
    kept_days: String,
}

/// A part of the form.
struct Part {
    href: String,
    name: String,
    kind: &'static str,
    state: String,
    hint: String,
}

/// Seconds that a question takes, and a photo.
const QUESTION: usize = 20;
const PHOTO: usize = 60;

/// The task list.
pub(super) async fn show(session: Session) -> Handled {
    let lang = session.lang();
    let steps = session.steps();
    let present = |section: Section| steps.iter().any(|step| step.section == section);
    let parts: Vec<Part> = Section::ALL
        .into_iter()
        .filter(|section| present(*section))
        .map(|section| part(&session, &steps, section))
        .collect();
    let of = parts.len();
    let done = parts.iter().filter(|part| part.kind == "good").count();
    let open = next(&steps, session.body(), None);
    let count = |value: usize| value.to_string();
    let lead = match open {
        Some(_) => {
            let values =
                [("done", count(done)), ("of", count(of)), ("minutes", minutes(&session, &steps))];
            lang.with("applications-tasks-lead", &values)
        }
        None => lang.t("applications-tasks-all-done"),
    };
    let kept = session.app.rulebook.term("serve.draft_life", session.app.today());
    let ready = open.is_none();
    Ok(html(&TasksPage {
        page: session.visitor.page("applications-tasks-title").in_section("layanan"),
        service: session.standard.name.get(lang.code()).to_owned(),
        service_code: session.standard.code.clone(),
        lead,
        percent: (done * 100).checked_div(of).unwrap_or(0),
        check_href: if ready { session.url("periksa") } else { String::new() },
        check_kind: if ready { "" } else { "muted" },
        check_state: lang.t(if ready {
            "applications-task-ready"
        } else {
            "applications-task-locked"
        }),
        start_href: open.map_or_else(|| session.url("periksa"), |step| session.url(&step.slug)),
        started: !session.body().answers.is_empty(),
        code: session.code.expose_printed(),
        kept_days: promise_text(lang, kept.map_err(Error::from)?),
        parts,
    }))
}

fn part(session: &Session, steps: &[Step], section: Section) -> Part {
    let lang = session.lang();
    let own: Vec<&Step> = steps.iter().filter(|step| step.section == section).collect();
    let done = own.iter().filter(|step| is_done(step, session.body())).count();
    let open = own.iter().find(|step| !is_done(step, session.body()));
    let (kind, state) = match done {
        _ if open.is_none() => ("good", lang.t("applications-task-done")),
        0 => ("", lang.t("applications-task-open")),
        _ => {
            let values = [("done", done.to_string()), ("of", own.len().to_string())];
            ("warn", lang.with("applications-task-partly", &values))
        }
    };
    let name = format!("applications-section-{}", section.code());
    let hint = match section {
        // The names of documents say more than one sentence for all services.
        Section::Documents => {
            own.iter().map(|step| words::label(lang, step)).collect::<Vec<_>>().join(", ")
        }
        _ => lang.t(&format!("{name}-hint")),
    };
    let checked = || format!("{}#{}", session.url("periksa"), section.code());
    Part {
        href: open.map_or_else(checked, |step| session.url(&step.slug)),
        name: lang.t(&name),
        kind,
        state,
        hint,
    }
}

/// About how long the rest takes, in whole minutes.
fn minutes(session: &Session, steps: &[Step]) -> String {
    let seconds: usize = steps
        .iter()
        .filter(|step| !is_done(step, session.body()))
        .map(|step| if matches!(step.ask, Ask::Document(_)) { PHOTO } else { QUESTION })
        .sum();
    seconds.div_ceil(60).to_string()
}
