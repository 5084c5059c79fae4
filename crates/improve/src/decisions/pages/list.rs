//! `GET /keputusan`: what was decided and what it changed, for everyone; what waits, for the head of the
//! city, and for everyone what waits too long.

use askama::Template;
use axum::extract::State;
use platform::App;
use platform::web::{Handled, Page, Visitor, html};

use super::super::model::{Decision, LEAVE};
use super::super::store;
use super::{feed, words};
use crate::city::Units;

/// Decisions on the page.
pub(super) const SHOWN: i64 = 100;

struct Waiting {
    href: String,
    /// The kind of the chip.
    source: &'static str,
    label: String,
    title: String,
    until: String,
    missed: bool,
}

struct Taken {
    href: String,
    words: String,
    label: String,
    units: String,
    from: String,
    said: String,
    kind: &'static str,
}

#[derive(Template)]
#[template(path = "decisions/templates/list.html")]
struct ListPage {
    page: Page,
    decides: bool,
    waiting: Vec<Waiting>,
    overdue: Vec<(String, String)>,
    taken: Vec<Taken>,
}

/// Everything that may be seen.
pub(super) async fn list(State(app): State<App>, visitor: Visitor) -> Handled {
    let lang = visitor.lang;
    let decides = visitor.user.as_ref().is_some_and(|user| user.can_decide);
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Units::load(&mut tx, lang).await?;
    let source = |code: &str| lang.t(&format!("decisions-source-{code}"));
    let line = |one: Decision| Waiting {
        href: format!("/keputusan/{}", one.id),
        source: words::kind(one.card.source),
        label: source(one.card.source.code()),
        title: one.card.title.get(lang.code()).to_owned(),
        until: lang.weekday_date(one.due),
        missed: one.missed,
    };
    let waiting = if decides { store::waiting(&mut tx, &app).await? } else { Vec::new() };
    let late = store::overdue(&mut tx).await?;
    let overdue = late.iter().map(|(code, day)| (source(code), lang.date(*day))).collect();
    let mut taken = Vec::new();
    for one in store::taken(&mut tx, &app, SHOWN).await? {
        let Some(said) = &one.taken else { continue };
        let verdict = one.reviewed.as_ref().map_or("", |reviewed| reviewed.verdict.as_str());
        taken.push(Taken {
            href: format!("/keputusan/{}", one.id),
            words: said.words.clone(),
            label: source(&said.source),
            units: words::units(lang, &names, &said.source, &said.units),
            from: lang.date(said.from),
            said: if said.option == LEAVE {
                lang.t("decisions-left")
            } else {
                words::effect(lang, said, one.reviewed.as_ref())
            },
            kind: if matches!(verdict, "up" | "down") { "good" } else { "" },
        });
    }
    Ok(html(&ListPage {
        page: visitor
            .page("decisions-title")
            .in_section("keputusan")
            .with_feed(feed::ATOM, "decisions-feed"),
        decides,
        waiting: waiting.into_iter().map(line).collect(),
        overdue,
        taken,
    }))
}
