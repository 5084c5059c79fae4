//! `/inspektorat/wakil/kuasa/{id}`: who stands behind a mandate that its giver refused.

use askama::Template;
use axum::extract::{Path, State};
use kernel::Error;
use kernel::id::MandateId;
use platform::App;
use platform::auth::{Can, Inspector};
use platform::web::{Handled, Page, Visitor, html};

use super::super::store;
use super::super::verbs::Open;

#[derive(Template)]
#[template(path = "representatives/templates/refused.html")]
struct RefusedPage {
    page: Page,
    said: String,
    rows: Vec<(String, String)>,
}

/// Both people and what was asked for. Opening it is a fact that the giver can read.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    inspector: Can<Inspector>,
    Path(id): Path<String>,
) -> Handled {
    let id: MandateId = id.parse().map_err(|_| Error::not_found())?;
    let tenant = visitor.tenant.id;
    let (row, contents) = app.db.write(tenant, Open { app: app.clone(), id, inspector }).await?;
    let mut tx = app.db.read(tenant).await?;
    let count = store::count_refused(&mut tx, &row.receiver).await?;
    drop(tx);
    let lang = visitor.lang;
    let said = if row.silent { "silent" } else { "refused" };
    let phone = contents.giver.phone.as_ref().map(|phone| phone.expose().to_owned());
    let rows = [
        ("giver", contents.giver.name),
        ("giver-phone", phone.unwrap_or_else(|| "-".to_owned())),
        ("receiver", contents.receiver.name),
        ("receiver-nik", contents.receiver.nik.expose().to_owned()),
        ("relation", contents.relation),
        ("reason", contents.reason),
        ("service", contents.service),
        ("until", lang.date(row.until)),
        ("refused", count.to_string()),
    ];
    Ok(html(&RefusedPage {
        page: visitor.page("representatives-refused-title").in_section("wakil"),
        said: lang.t(&format!("representatives-said-{said}")),
        rows: rows
            .map(|(key, value)| (lang.t(&format!("representatives-row-{key}")), value))
            .into(),
    }))
}
