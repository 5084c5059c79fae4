//! The work of a survey: writing and freezing questionnaires, planning, opening and closing rounds,
//! keying paper.

mod editor;
mod paper;
mod plan;
mod round;

use askama::Template;
use axum::extract::State;
use kernel::actor::Role;
use platform::App;
use platform::auth::Desk;
use platform::web::{Handled, Page, Visitor, html};

pub(super) use editor::{edit, freeze, new_version, save};
pub(super) use paper::{entry, envelopes, key, paper};
pub(super) use plan::{make_plan, plan};
pub(super) use round::{close, open, publish, round};

use super::super::model::State as RoundState;
use super::super::store;

/// A questionnaire in the list.
struct Line {
    href: String,
    title: String,
    version: i64,
    frozen: bool,
}

/// A round in the list.
struct RoundLine {
    href: String,
    title: String,
    from: String,
    to: String,
    kind: &'static str,
    state: String,
}

#[derive(Template)]
#[template(path = "surveys/templates/desk.html")]
struct DeskPage {
    page: Page,
    questionnaires: Vec<Line>,
    rounds: Vec<RoundLine>,
}

/// `GET /petugas/survei`.
pub(crate) async fn list(State(app): State<App>, visitor: Visitor, _: Desk) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let all = store::questionnaires(&mut tx).await?;
    let title = |id| {
        let found = all.iter().find(|kept| kept.id == id);
        found.map_or_else(String::new, |kept| kept.body.title.get(lang.code()).to_owned())
    };
    let rounds = store::rounds(&mut tx).await?.into_iter().map(|round| RoundLine {
        href: format!("/petugas/survei/putaran/{}", round.id),
        title: title(round.questionnaire),
        from: lang.date(round.from),
        to: lang.date(round.to),
        kind: chip(round.state),
        state: lang.t(&format!("surveys-state-{}", round.state.code())),
    });
    let rounds = rounds.collect();
    let questionnaires = all.iter().map(|kept| Line {
        href: format!("/petugas/survei/kuesioner/{}", kept.id),
        title: kept.body.title.get(lang.code()).to_owned(),
        version: kept.version,
        frozen: kept.is_frozen(),
    });
    let questionnaires = questionnaires.collect();
    let page = visitor.page("surveys-desk-title").in_section("survei");
    Ok(html(&DeskPage { page, questionnaires, rounds }))
}

fn chip(state: RoundState) -> &'static str {
    match state {
        RoundState::Planned => "warn",
        RoundState::Open | RoundState::Published => "good",
        RoundState::Closed => "",
    }
}

/// Whether the account may do what a steward, or an approver, of the whole city may.
fn may(desk: &Desk, role: Role) -> bool {
    desk.has(role, "")
}

/// A form with nothing but its button.
#[derive(serde::Deserialize)]
pub(crate) struct Nothing {}
