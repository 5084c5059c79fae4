//! `/perbaikan/uji`: trials, for everyone, and what approvers do with them.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::id::TrialId;
use platform::App;
use platform::auth::{Approver, Can};
use platform::i18n::Lang;
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::model::{State as Stands, Trial, Verdict};
use super::super::store;
use super::super::verbs::{Drop, End, Start};
use super::words::{Activities, length, service_name};
use crate::city::{self, Units};
use crate::viewer::Viewer;

struct Card {
    href: String,
    service: String,
    change: String,
    state: String,
    kind: &'static str,
    said: String,
}

#[derive(Template)]
#[template(path = "processes/templates/trials.html")]
struct TrialsPage {
    page: Page,
    cards: Vec<Card>,
    proposed: Vec<Card>,
}

/// Trials that facts tell of; to who may see them, proposals as well.
pub(super) async fn list(State(app): State<App>, visitor: Visitor) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let services = city::services(&mut tx).await?;
    let (mut cards, mut proposed) = (Vec::new(), Vec::new());
    for trial in store::list(&mut tx).await? {
        let words = Activities::load(&mut tx, lang, &trial.service).await?;
        let card = Card {
            href: format!("/perbaikan/uji/{}", trial.id),
            service: service_name(lang, &services, &trial.service),
            change: changes(&words, &trial),
            state: lang.t(&format!("processes-state-{}", trial.state.code())),
            kind: kind(trial.state),
            said: said(lang, &trial),
        };
        match trial.state {
            Stands::Proposed => proposed.push(card),
            state if state.is_public() => cards.push(card),
            _ => {}
        }
    }
    if Viewer::of(&visitor).is_none() {
        proposed.clear();
    }
    let page = visitor.page("processes-trials-title");
    Ok(html(&TrialsPage { page, cards, proposed }))
}

fn kind(state: Stands) -> &'static str {
    match state {
        Stands::Kept => "good",
        Stands::Evaluated => "warn",
        _ => "",
    }
}

fn changes(words: &Activities, trial: &Trial) -> String {
    trial.changes.iter().map(|change| words.change(change)).collect::<Vec<_>>().join(" ")
}

/// The result in one sentence; empty while there is none.
fn said(lang: Lang, trial: &Trial) -> String {
    let Some(effect) = &trial.effect else { return String::new() };
    let verdict = Verdict::of(effect);
    let minutes = |minutes: Option<i64>| match minutes {
        Some(minutes) => length(lang, minutes as f64),
        None => lang.t("processes-no-end"),
    };
    let size = length(lang, effect.effect_minutes.unwrap_or_default().abs() as f64);
    let values = [
        ("size", size),
        ("low", minutes(effect.low_minutes)),
        ("high", minutes(effect.high_minutes)),
        ("level", (effect.level_permille / 10).to_string()),
        ("files", lang.decimal(effect.files as f64, 0)),
    ];
    match verdict {
        Verdict::Unknown => {
            lang.t(&format!("processes-missing-{}", effect.missing.replace('_', "-")))
        }
        other => lang.with(&format!("processes-verdict-{}", other.code()), &values),
    }
}

struct Stage {
    unit: String,
    from: String,
}

#[derive(Template)]
#[template(path = "processes/templates/trial.html")]
struct TrialPage {
    page: Page,
    href: String,
    service: String,
    process: String,
    change: String,
    state: String,
    kind: &'static str,
    why: String,
    units: Vec<String>,
    first_day: String,
    until: String,
    /// By when it is to be decided; empty when nothing is.
    decide: String,
    late: bool,
    stages: Vec<Stage>,
    seed: String,
    said: String,
    chance: String,
    least: String,
    reason: String,
    can: May,
    typed: Typed,
    errors: Mistakes,
}

/// What the visitor may do.
#[derive(Default)]
struct May {
    start: bool,
    /// It is the visitor's own proposal, which another must start.
    own: bool,
    drop: bool,
    keep: bool,
    undo: bool,
    look: bool,
}

fn may(viewer: Option<&Viewer>, trial: &Trial) -> May {
    let Some(viewer) = viewer else { return May::default() };
    let own = viewer.user() == trial.proposer;
    let proposed = trial.state == Stands::Proposed;
    May {
        start: proposed && viewer.approves() && !own,
        own: proposed && own,
        drop: proposed && (viewer.approves() || own),
        keep: viewer.approves() && trial.state.may_end(true),
        undo: viewer.approves() && trial.state.may_end(false),
        look: trial.units.iter().any(|unit| viewer.covers(unit)),
    }
}

/// One trial. A proposal is seen by who may see processes alone.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Handled {
    Ok(write(&app, &visitor, &id, Typed::default(), Mistakes::default()).await?)
}

fn parse(id: &str) -> Result<TrialId> {
    id.parse().map_err(|_| Error::not_found())
}

async fn write(
    app: &App,
    visitor: &Visitor,
    id: &str,
    typed: Typed,
    errors: Mistakes,
) -> Result<Response> {
    let lang = visitor.lang;
    let viewer = Viewer::of(visitor);
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let trial = store::by_id(&mut tx, parse(id)?).await?;
    if !trial.state.is_public() && viewer.is_none() {
        return Err(Error::not_found());
    }
    let services = city::services(&mut tx).await?;
    let words = Activities::load(&mut tx, lang, &trial.service).await?;
    let names = Units::load(&mut tx, lang).await?;
    drop(tx);
    let stage = |stage: &kernel::facts::trial::Stage| Stage {
        unit: names.name(&stage.unit),
        from: lang.weekday_date(stage.from),
    };
    let design = trial.design.as_ref();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let chance = |p: u32| lang.decimal(f64::from(p) / 1e6, 3);
    let effect = trial.effect.as_ref().filter(|effect| effect.effect_minutes.is_some());
    let shown = TrialPage {
        page: visitor.page("processes-trial-title").with_error_if(!errors.is_empty()),
        href: format!("/perbaikan/uji/{}", trial.id),
        service: service_name(lang, &services, &trial.service),
        process: format!("/perbaikan/proses/{}", trial.service),
        change: changes(&words, &trial),
        state: lang.t(&format!("processes-state-{}", trial.state.code())),
        kind: kind(trial.state),
        units: trial.units.iter().map(|unit| names.name(unit)).collect(),
        first_day: lang.weekday_date(trial.first_day),
        until: design.map(|design| lang.weekday_date(design.until)).unwrap_or_default(),
        decide: trial.due.map(|due| last_day(app, lang, due.at)).unwrap_or_default(),
        late: trial.due.is_some_and(|due| due.lapsed || due.at < app.db.clock().now()),
        stages: design.map(|d| d.stages.iter().map(stage).collect()).unwrap_or_default(),
        seed: design.map(|design| design.seed.clone()).unwrap_or_default(),
        said: said(lang, &trial),
        chance: effect.map(|effect| chance(effect.p_micro)).unwrap_or_default(),
        least: effect.map(|effect| chance(effect.least_p_micro)).unwrap_or_default(),
        can: may(viewer.as_ref(), &trial),
        why: trial.why,
        reason: trial.reason,
        typed,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// The last day of a time that ends at `at`, which is the midnight after it.
fn last_day(app: &App, lang: Lang, at: Timestamp) -> String {
    let within = at.saturating_sub(SignedDuration::from_secs(1)).unwrap_or(at);
    lang.weekday_date(app.tz().to_datetime(within).date())
}

/// What was typed into a decision.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    alasan: String,
    putusan: String,
}

impl Typed {
    fn reason(&self) -> Result<String> {
        let reason = self.alasan.trim();
        let fits = !reason.is_empty() && reason.chars().count() <= 2_000;
        fits.then(|| reason.to_owned()).ok_or_else(|| Error::invalid("processes-reason"))
    }
}

async fn answer(app: &App, visitor: &Visitor, id: &str, typed: Typed, done: Result<()>) -> Handled {
    match done {
        Ok(()) => Ok(redirect(&format!("/perbaikan/uji/{id}"))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one("alasan", visitor.lang.error(&error));
            Ok(write(app, visitor, id, typed, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// A form without fields.
#[derive(Deserialize)]
pub(super) struct Nothing {}

/// The second person starts it.
pub(super) async fn start(
    State(app): State<App>,
    visitor: Visitor,
    approver: Can<Approver>,
    Path(id): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let start = Start { app: app.clone(), id: parse(&id)?, approver };
    let done = app.db.write(visitor.tenant.id, start).await;
    answer(&app, &visitor, &id, Typed::default(), done).await
}

/// The proposal is taken back or refused, with a reason.
pub(super) async fn drop_proposal(
    State(app): State<App>,
    visitor: Visitor,
    viewer: Viewer,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let trial = parse(&id)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let own = store::by_id(&mut tx, trial).await?.proposer == viewer.user();
    drop(tx);
    if !own && !viewer.approves() {
        return Err(Error::new(Kind::Forbidden, "error-forbidden").into());
    }
    let done = match typed.reason() {
        Ok(reason) => app.db.write(visitor.tenant.id, Drop { id: trial, reason }).await,
        Err(error) => Err(error),
    };
    answer(&app, &visitor, &id, typed, done).await
}

/// Keeps or undoes it, with a reason.
pub(super) async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    approver: Can<Approver>,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let trial = parse(&id)?;
    let kept = match typed.putusan.as_str() {
        "keep" => Ok(true),
        "undo" => Ok(false),
        _ => Err(Error::invalid("processes-decision")),
    };
    let done = match (kept, typed.reason()) {
        (Ok(kept), Ok(reason)) => {
            app.db.write(visitor.tenant.id, End { id: trial, kept, reason, approver }).await
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    answer(&app, &visitor, &id, typed, done).await
}
