//! `GET /mitra`: who does steps for the city, at which price, and how it compares.

use askama::Template;
use axum::extract::State;
use platform::App;
use platform::web::{Handled, Page, Visitor, html};

use super::super::model::State as Stage;
use super::super::store;
use super::compare::{Shown, shown};

#[derive(Template)]
#[template(path = "partners/templates/public.html")]
struct PublicPage {
    page: Page,
    partners: Vec<Shown>,
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let mut partners = Vec::new();
    for partner in store::all(&mut tx).await? {
        if matches!(partner.state, Stage::Contracted | Stage::Ended) {
            partners.push(shown(&mut tx, &app, visitor.lang, &partner).await?);
        }
    }
    Ok(html(&PublicPage { page: visitor.page("partners-public-title"), partners }))
}
