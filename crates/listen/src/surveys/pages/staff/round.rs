//! One round: who was invited, how many answered, and what comes next.

use askama::Template;
use axum::extract::{Path, State};
use kernel::Error;
use kernel::actor::{Channel, Role};
use platform::App;
use platform::auth::{Approver, Can, Desk};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::super::model::State as RoundState;
use super::super::super::store;
use super::super::super::verbs::{Close, Open, Publish, make_keys};
use super::super::{id, whole};
use super::editor::covering;
use super::{Nothing, chip, may};

/// A unit of the round.
struct Row {
    unit: String,
    name: String,
    population: String,
    drawn: String,
    taken: String,
}

#[derive(Template)]
#[template(path = "surveys/templates/round.html")]
struct RoundPage {
    page: Page,
    id: String,
    from: String,
    to: String,
    closes: String,
    kind: &'static str,
    state: String,
    rows: Vec<Row>,
    answers: String,
    boxed: String,
    lost: i64,
    own: bool,
    may_open: bool,
    may_close: bool,
    may_publish: bool,
    may_print: bool,
    is_published: bool,
    questionnaire: String,
}

/// `GET /petugas/survei/putaran/{id}`.
pub(crate) async fn round(
    State(app): State<App>,
    visitor: Visitor,
    desk: Desk,
    Path(round): Path<String>,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let round = store::round(&mut tx, id(&round)?).await?;
    let kept = store::questionnaire(&mut tx, round.questionnaire).await?;
    let names = crate::city::unit_names(&mut tx, lang).await?;
    let taken = store::taken(&mut tx, round.id).await?;
    let rows = store::strata(&mut tx, round.id).await?.into_iter().map(|stratum| {
        let taken = taken.iter().find(|(unit, _, _)| *unit == stratum.unit);
        Row {
            name: names.get(&stratum.unit).cloned().unwrap_or_else(|| stratum.unit.clone()),
            population: whole(lang, stratum.population),
            drawn: whole(lang, stratum.drawn),
            taken: whole(lang, taken.map_or(0, |(_, _, taken)| *taken)),
            unit: stratum.unit,
        }
    });
    let rows = rows.collect();
    let (answers, boxed) = store::count_answers(&mut tx, round.id).await?;
    let own = round.planned_by == Some(desk.user().uuid());
    let approves = may(&desk, Role::Approver);
    Ok(html(&RoundPage {
        page: visitor.page_titled(kept.body.title.get(lang.code())).in_section("survei"),
        id: round.id.to_string(),
        from: lang.date(round.from),
        to: lang.date(round.to),
        closes: lang.date(round.closes),
        kind: chip(round.state),
        state: lang.t(&format!("surveys-state-{}", round.state.code())),
        rows,
        answers: whole(lang, answers),
        boxed: whole(lang, boxed),
        lost: round.lost,
        own: own && round.state == RoundState::Planned,
        may_open: approves && !own && round.state == RoundState::Planned,
        may_close: approves && round.state == RoundState::Open,
        may_publish: approves && round.state == RoundState::Closed,
        may_print: may(&desk, Role::Steward) && round.state == RoundState::Open,
        is_published: round.state == RoundState::Published,
        questionnaire: kept.id.to_string(),
    }))
}

/// `POST .../buka`: draws the sample. Keys are made first, on a thread of their own.
pub(crate) async fn open(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Approver>,
    Path(round): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    covering(can.whole_city())?;
    let (tenant, round) = (visitor.tenant.id, id(&round)?);
    let mut tx = app.db.read(tenant).await?;
    store::round(&mut tx, round).await?.must_be(RoundState::Planned)?;
    let plan = store::strata(&mut tx, round).await?;
    drop(tx);
    let mut rng = app.db.entropy().rng()?;
    let keys = tokio::task::spawn_blocking(move || make_keys(&plan, &mut rng)).await;
    let keys = keys.map_err(Error::internal)??;
    let open = Open { app: app.clone(), round, keys, actor: can.actor(Channel::Online, None) };
    app.db.write(tenant, open).await?;
    Ok(redirect(&format!("/petugas/survei/putaran/{round}")))
}

/// `POST .../tutup`.
pub(crate) async fn close(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Approver>,
    Path(round): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    covering(can.whole_city())?;
    let round = id(&round)?;
    Close::close(&app, visitor.tenant.id, round, can.actor(Channel::Online, None)).await?;
    Ok(redirect(&format!("/petugas/survei/putaran/{round}")))
}

/// `POST .../terbitkan`.
pub(crate) async fn publish(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Approver>,
    Path(round): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    covering(can.whole_city())?;
    let round = id(&round)?;
    let publish = Publish { round, actor: can.actor(Channel::Online, None) };
    app.db.write(visitor.tenant.id, publish).await?;
    Ok(redirect(&format!("/indeks/{round}")))
}
