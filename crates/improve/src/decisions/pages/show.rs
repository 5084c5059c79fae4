//! `/keputusan/{id}`: a proposal with its evidence and options, for the head of the city; a decision
//! with its effect, for everyone.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::id::DecisionId;
use platform::App;
use platform::auth::{Can, Mayor};
use platform::i18n::Lang;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::model::{Decision, LEAVE, State as Stands};
use super::super::store;
use super::super::verbs::{Postpone, Take};
use super::form::{Typed, field};
use super::told::{Told, told};
use super::words;
use crate::city::Units;

#[derive(Template)]
#[template(path = "decisions/templates/show.html")]
struct ShowPage {
    page: Page,
    href: String,
    label: String,
    units: String,
    title: String,
    evidence: String,
    link: String,
    chance: String,
    until: String,
    missed: bool,
    postponed: String,
    options: Vec<Choice>,
    told: Option<Told>,
    /// Where the work goes on, for the head of the city.
    then: String,
    decides: bool,
    typed: Typed,
    errors: Mistakes,
}

/// What is asked.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pilihan: String,
}

fn parse(id: &str) -> Result<DecisionId> {
    id.parse().map_err(|_| Error::not_found())
}

/// One decision. A proposal is seen by the head of the city alone.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Handled {
    let typed = Typed::proposed(&app, asked.pilihan)?;
    Ok(write(&app, &visitor, &id, typed, Mistakes::default()).await?)
}

async fn write(
    app: &App,
    visitor: &Visitor,
    id: &str,
    typed: Typed,
    errors: Mistakes,
) -> Result<Response> {
    let lang = visitor.lang;
    let decides = visitor.user.as_ref().is_some_and(|user| user.can_decide);
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let (decision, _) = store::by_id(&mut tx, app, parse(id)?).await?;
    let waits = decision.state == Stands::Proposed;
    if (waits || decision.state == Stands::Dropped) && !decides {
        return Err(Error::not_found());
    }
    let names = Units::load(&mut tx, lang).await?;
    drop(tx);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let card = &decision.card;
    // What a proposal rested on may be a pattern that is no verdict: it stays with the head of the city.
    let private = |text: &str| if decides { text.to_owned() } else { String::new() };
    let named = match &decision.taken {
        Some(taken) if !decides => &taken.units,
        _ => &card.units,
    };
    let taken = decision.taken.as_ref();
    let chosen = taken.map(|taken| option(lang, &decision, &taken.option)).unwrap_or_default();
    let next = taken.map(|taken| then(&decision, &taken.option)).unwrap_or_default();
    let shown = ShowPage {
        href: format!("/keputusan/{}", decision.id),
        label: lang.t(&format!("decisions-source-{}", card.source.code())),
        units: words::units(lang, &names, card.source.code(), named),
        title: taken
            .map_or_else(|| card.title.get(lang.code()).to_owned(), |taken| taken.words.clone()),
        evidence: private(card.evidence.get(lang.code())),
        link: private(&card.link),
        chance: if decides { words::chance(lang, card.chance) } else { String::new() },
        until: lang.weekday_date(decision.due),
        missed: decision.missed,
        postponed: decision.postponed.clone(),
        options: if waits { options(lang, &decision, &typed.pilihan) } else { Vec::new() },
        page: visitor
            .page("decisions-one")
            .in_section("keputusan")
            .with_error_if(!errors.is_empty()),
        told: told(app, lang, &decision, chosen),
        then: private(&next),
        decides: decides && waits,
        typed,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

fn option(lang: Lang, decision: &Decision, code: &str) -> String {
    let found = decision.card.choices.iter().find(|choice| choice.code == code);
    match found {
        Some(choice) => choice.label.get(lang.code()).to_owned(),
        None if code == LEAVE => lang.t("decisions-leave"),
        None => lang.t("decisions-source-own"),
    }
}

fn then(decision: &Decision, code: &str) -> String {
    let found = decision.card.choices.iter().find(|choice| choice.code == code);
    found.map(|choice| choice.then.clone()).unwrap_or_default()
}

fn options(lang: Lang, decision: &Decision, chosen: &str) -> Vec<Choice> {
    let listed = decision.card.choices.iter().map(|choice| {
        let effect = choice.effect.get(lang.code());
        let cost = words::cost(lang, choice.cost);
        Choice {
            value: choice.code.clone(),
            label: choice.label.get(lang.code()).to_owned(),
            hint: format!("{effect} {cost}"),
            checked: choice.code == chosen,
        }
    });
    let leave = Choice {
        value: LEAVE.to_owned(),
        label: lang.t("decisions-leave"),
        hint: lang.t("decisions-leave-hint"),
        checked: chosen == LEAVE,
    };
    listed.chain(std::iter::once(leave)).collect()
}

async fn answer(app: &App, visitor: &Visitor, id: &str, typed: Typed, done: Result<()>) -> Handled {
    match done {
        Ok(()) => Ok(redirect(&format!("/keputusan/{id}"))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one(field(error.key()), visitor.lang.error(&error));
            Ok(write(app, visitor, id, typed, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// The proposal is decided.
pub(super) async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    mayor: Can<Mayor>,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let decision = parse(&id)?;
    let said = match typed.said() {
        Ok(said) => said,
        Err((field, key)) => {
            let errors = Mistakes::one(field, visitor.lang.t(key));
            return Ok(write(&app, &visitor, &id, typed, errors).await?);
        }
    };
    let option = typed.pilihan.clone();
    let take = Take { app: app.clone(), id: decision, option, said, mayor };
    let done = app.db.write(visitor.tenant.id, take).await;
    answer(&app, &visitor, &id, typed, done).await
}

/// The proposal is put off.
pub(super) async fn postpone(
    State(app): State<App>,
    visitor: Visitor,
    mayor: Can<Mayor>,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let decision = parse(&id)?;
    let done = match typed.until() {
        Some(until) => {
            let reason = typed.alasan.clone();
            let postpone = Postpone { app: app.clone(), id: decision, until, reason, mayor };
            app.db.write(visitor.tenant.id, postpone).await
        }
        None => Err(Error::invalid("decisions-until-day")),
    };
    answer(&app, &visitor, &id, typed, done).await
}
