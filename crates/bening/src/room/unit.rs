//! `GET /ruang/unit/{unit}`: one unit, as its head and the head of the city see it.

use askama::Template;
use axum::extract::{Path, State as Shared};
use improve::city::Units;
use improve::decisions::pages::words as decisions;
use improve::decisions::store;
use improve::reform::measures::MEASURES;
use improve::viewer::Viewer;
use kernel::Error;
use listen::surveys::pages::{interval, places};
use oversee::deadlines::store::{Filter, When, groups};
use platform::App;
use platform::web::{Handled, Page, Visitor, html};

use super::cards::HIDDEN;
use super::page::line;
use super::state::{State, Tile};

struct Decided {
    href: String,
    words: String,
    said: String,
}

#[derive(Template)]
#[template(path = "room_unit.html")]
struct UnitPage {
    page: Page,
    index: Vec<Tile>,
    tiles: Vec<Tile>,
    clocks: (i64, i64),
    clocks_href: String,
    decided: Vec<Decided>,
}

/// The page.
pub(super) async fn show(
    Shared(app): Shared<App>,
    visitor: Visitor,
    viewer: Viewer,
    Path(unit): Path<String>,
) -> Handled {
    if !viewer.covers(&unit) {
        return Err(Error::not_found().into());
    }
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Units::load(&mut tx, lang).await?;
    if !names.all().any(|(code, _)| code == unit) {
        return Err(Error::not_found().into());
    }
    let state = State::load(&mut tx, &app).await?;
    let line = line(&mut tx, &app, lang).await?;
    let filter = Filter {
        seen: None,
        hidden: HIDDEN.to_vec(),
        kept: Vec::new(),
        owner: Some(unit.clone()),
        rule: None,
        when: When::Any,
    };
    let groups = groups(&mut tx, &filter, app.db.clock().now()).await?;
    let taken = store::taken(&mut tx, &app, 100).await?;
    drop(tx);
    let newest = line.as_ref().and_then(|line| line.newest());
    let own = newest.and_then(|one| one.report.units.iter().find(|other| other.unit == unit));
    let index = own.map(|own| Tile {
        href: format!("/indeks/unit/{unit}"),
        name: lang.t("room-index"),
        value: lang.decimal(own.figure.value, 2),
        small: interval(lang, &own.figure, 2),
        note: lang.t1("room-places", "places", places(lang, own.best, own.worst)),
    });
    let mine = taken.into_iter().filter_map(|one| {
        let taken = one.taken.filter(|taken| taken.units.contains(&unit))?;
        Some(Decided {
            href: format!("/keputusan/{}", one.id),
            said: decisions::effect(lang, &taken, one.reviewed.as_ref()),
            words: taken.words,
        })
    });
    let mut tiles: Vec<Tile> =
        MEASURES.iter().filter_map(|m| state.tile(lang, m.code, Some(&unit))).collect();
    tiles.push(state.complaints_tile(lang, Some(&unit)));
    Ok(html(&UnitPage {
        page: visitor.page_titled(names.name(&unit)).in_section("ruang"),
        index: index.into_iter().collect(),
        tiles,
        clocks: groups.iter().fold((0, 0), |sum, one| (sum.0 + one.open, sum.1 + one.missed)),
        clocks_href: format!("/pengawasan/tenggat?unit={unit}"),
        decided: mine.collect(),
    }))
}
