//! `GET /ruang/unit/{unit}`: one unit, as its head and the head of the city see it.

use askama::Template;
use axum::extract::{Path, State as Shared};
use improve::city::Units;
use improve::competence::numbers::{self as competence, Told};
use improve::decisions::pages::words as decisions;
use improve::decisions::store;
use improve::processes::pages::unit::{UnitProcess, of_unit};
use improve::reform::measures::{Form, MEASURES};
use improve::reform::pages::words;
use improve::viewer::Viewer;
use kernel::Error;
use listen::surveys::pages::{interval, places};
use oversee::deadlines::store::{Filter, When, groups};
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};

use super::cards::HIDDEN;
use super::page::line;
use super::state::{State, Tile, moved};

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
    clocks: (String, String),
    clocks_href: String,
    decided: Vec<Decided>,
    process: Option<UnitProcess>,
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
    let open = groups.iter().map(|group| group.open).sum();
    let missed = groups.iter().map(|group| group.missed).sum();
    let taken = store::taken(&mut tx, &app, 100).await?;
    let competence = competence::told(&mut tx, &app, Some(&unit)).await?;
    drop(tx);
    let process = of_unit(&app, visitor.tenant.id, lang, &unit).await?;
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
    tiles.extend(competence.map(|told| skill(lang, &unit, &told)));
    tiles.push(state.complaints_tile(lang, Some(&unit)));
    Ok(html(&UnitPage {
        page: visitor.page_titled(names.name(&unit)).in_section("ruang"),
        index: index.into_iter().collect(),
        tiles,
        clocks: (lang.count(open), lang.count(missed)),
        clocks_href: format!("/pengawasan/tenggat?unit={unit}"),
        decided: mine.collect(),
        process,
    }))
}

/// How often files come back after they were verified, as if every unit got the same files.
fn skill(lang: Lang, unit: &str, told: &Told) -> Tile {
    let (value, small) = words::figure(lang, Form::Share, &told.figure);
    Tile {
        href: format!("/perbaikan/kecakapan/{unit}"),
        name: lang.t("room-competence"),
        value,
        small,
        note: moved(lang, Form::Share, told.change, told.figure.n),
    }
}
