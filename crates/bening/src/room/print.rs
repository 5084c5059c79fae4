//! `GET /ruang/cetak`: the same on two pages of A4, black on white.

use askama::Template;
use axum::extract::State as Shared;
use platform::App;
use platform::auth::{Can, Mayor};
use platform::web::{Handled, Page, Visitor, html};

use super::page::Room;

#[derive(Template)]
#[template(path = "room_print.html")]
struct PrintPage {
    page: Page,
    room: Room,
}

/// The page.
pub(super) async fn show(Shared(app): Shared<App>, visitor: Visitor, _: Can<Mayor>) -> Handled {
    let room = Room::load(&app, &visitor).await?;
    Ok(html(&PrintPage { page: visitor.page("room-print").in_section("ruang"), room }))
}
