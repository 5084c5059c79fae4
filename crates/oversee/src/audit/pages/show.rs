//! One row: whether the public log holds it, how anyone checks that, and, once opened, what it says.

use askama::Template;
use axum::extract::{Path, State};
use kernel::Error;
use kernel::error::Result;
use kernel::facts::Payload;
use platform::App;
use platform::auth::{Can, Inspector};
use platform::i18n::Lang;
use platform::web::{Handled, Page, PostForm, Visitor, html};
use serde::Deserialize;

use super::super::model::{OPENABLE, Row};
use super::super::store;
use super::super::verbs::{About, Open, Opened};
use super::BASE;
use super::words::{self, Names};

#[derive(Template)]
#[template(path = "audit/templates/show.html")]
struct ShowPage {
    page: Page,
    here: String,
    rows: Vec<(String, String)>,
    same: String,
    held: Option<bool>,
    command: String,
    openable: bool,
    opened: Vec<(String, String)>,
}

fn parse(position: &str) -> Result<i64> {
    position.parse().map_err(|_| Error::not_found())
}

/// `GET /pengawasan/jejak/{position}`.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Inspector>,
    Path(position): Path<String>,
) -> Handled {
    shown(&app, &visitor, parse(&position)?, None).await
}

async fn shown(app: &App, visitor: &Visitor, position: i64, opened: Option<Opened>) -> Handled {
    let (lang, tenant) = (visitor.lang, visitor.tenant.id);
    let mut tx = app.db.read(tenant).await?;
    let row = store::at(&mut tx, position).await?;
    let names = Names::of(&mut tx, app, lang, std::slice::from_ref(&row)).await?;
    drop(tx);
    let url = &app.settings.public_url;
    let entry = row.entry();
    Ok(html(&ShowPage {
        page: visitor.page("audit-one-title").in_section("jejak"),
        here: format!("{BASE}/{position}"),
        rows: rows(app, lang, &names, &row),
        same: row.actor.map(|user| format!("{BASE}?akun={user}")).unwrap_or_default(),
        held: app.logs.holds(tenant, entry, row.commitment)?,
        command: format!("bening log proof {entry} --log {url}/log --vkey VKEY"),
        openable: opened.is_none() && OPENABLE.contains(&row.kind.as_str()),
        opened: opened.map(|opened| said(lang, &opened)).unwrap_or_default(),
    }))
}

fn rows(app: &App, lang: Lang, names: &Names, row: &Row) -> Vec<(String, String)> {
    let hash: String = row.commitment.iter().map(|byte| format!("{byte:02x}")).collect();
    let rows = [
        ("kind", words::kind(lang, &row.kind)),
        ("at", lang.moment(row.at, app.tz())),
        ("who", names.who(row)),
        ("unit", names.unit(row)),
        ("position", row.position.to_string()),
        ("entry", row.entry().to_string()),
        ("hash", hash),
    ];
    rows.map(|(key, value)| (lang.t(&format!("audit-row-{key}")), value)).into()
}

/// What an opened row says.
fn said(lang: Lang, opened: &Opened) -> Vec<(String, String)> {
    let mut rows = vec![("name", opened.actor.clone())];
    match &opened.about {
        About::File(number) => rows.push(("file", number.to_string())),
        About::Account(name) => rows.push(("account", name.clone())),
    }
    match &opened.payload {
        Payload::PersonOpened(seen) => {
            rows.push(("purpose", lang.t(&format!("audit-purpose-{}", seen.purpose))));
            let what = seen.what.split(':').next().unwrap_or_default();
            rows.push(("what", lang.t(&format!("audit-what-{what}"))));
        }
        Payload::PickedOutOfTurn(picked) => {
            rows.push(("reason", picked.reason.clone().unwrap_or_default()));
        }
        Payload::UserGranted(facts) => {
            rows.push(("role", lang.t(&format!("auth-role-{}", facts.role.code()))));
        }
        Payload::UserRevoked(facts) => {
            rows.push(("role", lang.t(&format!("auth-role-{}", facts.role.code()))));
        }
        _ => {}
    }
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    rows.map(|(key, value)| (lang.t(&format!("audit-row-{key}")), value)).collect()
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

/// `POST /pengawasan/jejak/{position}/buka`. What it says stands in this answer alone.
pub(super) async fn open(
    State(app): State<App>,
    visitor: Visitor,
    inspector: Can<Inspector>,
    Path(position): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let position = parse(&position)?;
    let open = Open { app: app.clone(), inspector, position };
    let opened = app.db.write(visitor.tenant.id, open).await?;
    shown(&app, &visitor, position, Some(opened)).await
}
