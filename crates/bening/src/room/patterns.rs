//! `GET /ruang/pola`: the patterns that were found, for the head of the city. Whom a pattern is about
//! stays with the Inspectorate; the head of the city may ask it to look.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State as Shared};
use improve::city::Units;
use improve::decisions::model::Source;
use improve::decisions::pages::words as decisions;
use improve::decisions::store::{self, About};
use improve::decisions::verbs::{INSPECT, Raise};
use kernel::Error;
use oversee::signals::model::{Signal, State};
use oversee::signals::pages::rate;
use oversee::signals::store as signals;
use platform::App;
use platform::auth::{Can, Mayor};
use platform::i18n::Lang;
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::cards::of_signal;

/// Patterns on the page.
const SHOWN: i64 = 100;

struct Pattern {
    title: String,
    unit: String,
    evidence: String,
    chance: String,
    heard: usize,
    until: String,
    missed: bool,
    /// The decision about it, and what to call the link; none while it does not wait for one.
    decision: Option<(String, &'static str)>,
    /// Where it is taken up.
    take_up: String,
    asked: String,
}

#[derive(Template)]
#[template(path = "room_patterns.html")]
struct PatternsPage {
    page: Page,
    rate: String,
    patterns: Vec<Pattern>,
    /// Patterns by what became of them: name and count.
    ended: Vec<(String, String)>,
}

/// The page.
pub(super) async fn show(Shared(app): Shared<App>, visitor: Visitor, _: Can<Mayor>) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let open = signals::list(&mut tx, &app, State::Open, SHOWN).await?;
    let counts = signals::counts(&mut tx).await?;
    let units = Units::load(&mut tx, lang).await?;
    let about = store::about(&mut tx, Source::Signal).await?;
    drop(tx);
    let of_state = |state: &State| {
        let count = counts.iter().find(|(code, _)| code == state.code()).map_or(0, |one| one.1);
        (lang.t(&format!("signals-state-{}", state.code())), lang.count(count))
    };
    // What is rarest by chance stands first.
    let mut ranked: Vec<&Signal> = open.iter().collect();
    ranked.sort_by(|a, b| a.content.p.total_cmp(&b.content.p).then(a.id.cmp(&b.id)));
    let worst = open.iter().map(|signal| signal.content.q).fold(0.0, f64::max);
    Ok(html(&PatternsPage {
        page: visitor.page("room-patterns").in_section("pola"),
        rate: if open.is_empty() { String::new() } else { rate(lang, worst) },
        patterns: ranked.into_iter().map(|one| pattern(&app, lang, &units, &about, one)).collect(),
        ended: State::ALL.iter().filter(|state| **state != State::Open).map(of_state).collect(),
    }))
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

/// Takes up a pattern that does not wait for a decision yet, and leads to that decision.
pub(super) async fn take_up(
    Shared(app): Shared<App>,
    visitor: Visitor,
    mayor: Can<Mayor>,
    Path(id): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let id = id.parse().map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let (signal, _) = signals::by_id(&mut tx, &app, id).await?;
    drop(tx);
    if signal.state != State::Open {
        return Err(Error::conflict("room-patterns-over").into());
    }
    let card = of_signal(&app, &signal);
    let decision = app.db.write(visitor.tenant.id, Raise { app: app.clone(), card, mayor }).await?;
    Ok(redirect(&format!("/keputusan/{decision}")))
}

fn pattern(
    app: &App,
    lang: Lang,
    units: &Units,
    about: &BTreeMap<String, About>,
    signal: &Signal,
) -> Pattern {
    let card = of_signal(app, signal);
    let decision = about.get(&signal.id.to_string());
    let chosen = decision.and_then(|about| about.option.as_ref());
    let asked = chosen.filter(|(option, _)| option == INSPECT);
    let link = if chosen.is_some() { "room-patterns-decided" } else { "room-patterns-decide" };
    Pattern {
        title: card.title.get(lang.code()).to_owned(),
        unit: card.units.first().map_or_else(String::new, |unit| units.name(unit)),
        evidence: card.evidence.get(lang.code()).to_owned(),
        chance: decisions::chance(lang, card.chance),
        heard: signal.content.explanations.len(),
        until: signal.due_at.map_or_else(String::new, |due| lang.moment(due, app.tz())),
        missed: signal.missed_at.is_some(),
        take_up: format!("/ruang/pola/{}", signal.id),
        decision: decision.map(|about| (format!("/keputusan/{}", about.id), link)),
        asked: asked.map_or_else(String::new, |(_, at)| lang.moment(*at, app.tz())),
    }
}
