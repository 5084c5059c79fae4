//! The list of signals, and a new test of what came since.

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use kernel::actor::Channel;
use kernel::error::Kind as Refusal;
use kernel::time::from_micros;
use platform::App;
use platform::auth::{Can, Inspector};
use platform::i18n::Lang;
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::model::{ReadOffices, Signal, State as Stands};
use super::super::store::{self, Run};
use super::super::verbs;
use super::BASE;
use super::words::{self, Names};

/// Signals on one page.
const SHOWN: i64 = 100;

struct Card {
    href: String,
    kind: String,
    finding: String,
    chance: String,
    said: usize,
    urgency: &'static str,
    due: String,
}

struct Tab {
    href: String,
    text: String,
    count: i64,
    current: bool,
}

#[derive(Template)]
#[template(path = "signals/templates/list.html")]
struct ListPage {
    page: Page,
    tabs: Vec<Tab>,
    cards: Vec<Card>,
    run: String,
    untested: Vec<String>,
    nothing_new: bool,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    keadaan: Option<String>,
    hasil: Option<String>,
}

/// `GET /pengawasan/sinyal`.
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Inspector>,
    Query(asked): Query<Asked>,
) -> Handled {
    let lang = visitor.lang;
    let state = asked.keadaan.as_deref().and_then(Stands::parse).unwrap_or(Stands::Open);
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let signals = store::list(&mut tx, &app, state, SHOWN).await?;
    let counts = store::counts(&mut tx).await?;
    let (run, _) = store::last_run(&mut tx).await?;
    let names = Names::of(&mut tx, &app, &signals).await?;
    drop(tx);
    let tab = |one: Stands| Tab {
        href: format!("{BASE}?keadaan={}", one.code()),
        text: lang.t(&format!("signals-state-{}", one.code())),
        count: counts.iter().find(|(code, _)| code == one.code()).map_or(0, |(_, count)| *count),
        current: one == state,
    };
    Ok(html(&ListPage {
        page: visitor.page("signals-title").in_section("sinyal"),
        tabs: Stands::ALL.into_iter().map(tab).collect(),
        cards: signals.iter().map(|signal| card(&app, lang, &names, signal)).collect(),
        run: run.as_ref().map_or_else(|| lang.t("signals-run-none"), |run| of_run(&app, lang, run)),
        untested: run.as_ref().map(|run| untested(lang, run)).unwrap_or_default(),
        nothing_new: asked.hasil.as_deref() == Some("tidak-ada-yang-baru"),
    }))
}

fn card(app: &App, lang: Lang, names: &Names, signal: &Signal) -> Card {
    let now = app.db.clock().now();
    let open = signal.state == Stands::Open;
    let due = signal.due_at.filter(|_| open);
    Card {
        href: format!("{BASE}/{}", signal.id),
        kind: lang.t(&format!("signals-kind-{}", signal.kind)),
        finding: words::finding(lang, names, signal),
        chance: words::chance(lang, signal.content.p),
        said: signal.content.explanations.len(),
        urgency: if due.is_some_and(|due| due < now) { "bad" } else { "" },
        due: due.map_or_else(String::new, |due| lang.moment(due, app.tz())),
    }
}

fn of_run(app: &App, lang: Lang, run: &Run) -> String {
    let values = [
        ("at", lang.moment(from_micros(run.ran_at), app.tz())),
        ("cases", run.cases.to_string()),
        ("tests", run.tests.to_string()),
        ("found", run.found.to_string()),
    ];
    lang.with("signals-run", &values)
}

fn untested(lang: Lang, run: &Run) -> Vec<String> {
    let kinds = run.untested.lines().filter_map(|line| line.split_once('\t'));
    kinds.map(|(kind, _)| lang.t(&format!("signals-kind-{kind}"))).collect()
}

/// What other contexts count of offices, for a test from this page.
#[derive(Clone, Copy)]
pub(super) struct Offices(pub(super) ReadOffices);

#[derive(Deserialize)]
pub(super) struct Nothing {}

/// Tests what was decided since the last run, now.
pub(super) async fn test(
    State(app): State<App>,
    visitor: Visitor,
    inspector: Can<Inspector>,
    Extension(Offices(offices)): Extension<Offices>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let actor = inspector.actor(Channel::Online, None);
    match verbs::run(&app, visitor.tenant.id, actor, offices).await {
        Ok(_) => Ok(redirect(BASE)),
        Err(error) if error.kind() == Refusal::Conflict => {
            Ok(redirect(&format!("{BASE}?hasil=tidak-ada-yang-baru")))
        }
        Err(error) => Err(error.into()),
    }
}
