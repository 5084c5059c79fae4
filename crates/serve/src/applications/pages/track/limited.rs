//! What the number alone shows: state and date, and where the secret is asked for.

use askama::Template;
use axum::response::Response;
use kernel::error::Result;
use platform::web::{Page, html};

use super::file::Closed;
use super::{file, state};
use platform::web::view::Mistakes;

#[derive(Template)]
#[template(path = "applications/templates/citizen/limited.html")]
struct LimitedPage {
    page: Page,
    number: String,
    state: String,
    headline: String,
    missed: bool,
    farewell: bool,
    open_href: String,
    errors: Mistakes,
}

/// The page, with what was wrong with the secret, if one was typed.
pub(super) fn page(closed: &Closed, mistake: Option<String>) -> Result<Response> {
    let (app, visitor, row) = (&closed.app, &closed.visitor, &closed.row);
    let errors = mistake.map_or_else(Mistakes::default, |message| Mistakes::one("kode", message));
    let page = visitor.page("applications-limited-title").in_section("lacak");
    Ok(html(&LimitedPage {
        page: page.with_error_if(!errors.is_empty()),
        number: row.number.to_string(),
        state: state::name(visitor.lang, row),
        headline: state::headline(visitor.lang, app.tz(), app.db.clock().now(), row),
        missed: row.missed_at.is_some(),
        farewell: closed.farewell,
        open_href: file::url(row.number, "buka"),
        errors,
    }))
}
