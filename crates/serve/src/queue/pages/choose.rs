//! `GET /antrean`: every unit with its live wait.

use askama::Template;
use axum::extract::State;
use platform::App;
use platform::web::{Handled, Page, Visitor, html};

use super::home::{LiveQueue, live_queues};

#[derive(Template)]
#[template(path = "queue/templates/choose.html")]
struct ChoosePage {
    page: Page,
    units: Vec<LiveQueue>,
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let units = live_queues(&mut tx, &app, visitor.lang).await?;
    let page = visitor.page("queue-title").in_section("antrean");
    Ok(html(&ChoosePage { page, units }))
}
