//! `/antrean/tiket/{secret}`: the place in line, for whoever holds the secret. The page asks for
//! itself again now and then; `?diam` leaves that out.

use askama::Template;
use axum::extract::{Path, Query, State};
use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::number::Secret;
use platform::App;
use platform::db::Tx;
use platform::vault::sha256;
use platform::web::qr::Qr;
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::live::live;
use super::super::model::State as Stands;
use super::super::store::{self, Ticket};
use super::super::verbs::Leave;
use super::unit::known;
use super::{Fields, refreshed, words};

/// Seconds between two looks.
const EVERY: u32 = 20;

#[derive(Template)]
#[template(path = "queue/templates/ticket.html")]
struct TicketPage {
    page: Page,
    secret: String,
    unit: String,
    unit_name: String,
    service: String,
    state: Stands,
    ahead: usize,
    wait: String,
    counter: i64,
    slot: String,
    at: String,
    still: bool,
    told: bool,
}

/// The ticket of that secret.
async fn found(tx: &mut Tx<'_>, secret: &str) -> Result<(Ticket, Secret)> {
    let secret = Secret::parse(secret).map_err(|_| Error::not_found())?;
    let hash = sha256(secret.expose().as_bytes());
    let row = store::ticket_by_secret(tx, &hash).await?.ok_or_else(Error::not_found)?;
    Ok((row, secret))
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(secret): Path<String>,
    Query(asked): Query<Fields>,
) -> Handled {
    let (lang, now) = (visitor.lang, app.db.clock().now());
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let (row, secret) = found(&mut tx, &secret).await?;
    let known = known(&mut tx, &app, &visitor, &row.unit).await?;
    let live = live(&mut tx, &app, &known.counters, now).await?;
    let ahead = live.ahead_of(row.id).unwrap_or_default();
    let still = asked.contains_key("diam");
    let ended = matches!(row.state, Stands::Served | Stands::Left);
    let title = lang.t1("queue-ticket-title", "label", &row.label);
    let response = html(&TicketPage {
        page: visitor.page_titled(title).in_section("antrean"),
        secret: secret.expose(),
        unit_name: known.title,
        service: words::service_name(lang, &known.services, &row.service),
        state: row.state,
        ahead,
        wait: words::wait(lang, live.wait_behind(ahead)),
        counter: row.counter,
        slot: row.slot_at.map(|at| lang.time(at, app.tz())).unwrap_or_default(),
        at: lang.time(now, app.tz()),
        still,
        told: row.told_at.is_some(),
        unit: row.unit,
    });
    if still || ended { Ok(response) } else { Ok(refreshed(response, EVERY)?) }
}

#[derive(Template)]
#[template(path = "queue/templates/print.html")]
struct PrintPage {
    page: Page,
    label: String,
    secret: String,
    unit: String,
    service: String,
    at: String,
    ahead: usize,
    qr: Qr,
    address: String,
}

/// The ticket on a small paper, for who has no telephone.
pub(super) async fn print(
    State(app): State<App>,
    visitor: Visitor,
    Path(secret): Path<String>,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let (row, secret) = found(&mut tx, &secret).await?;
    let known = known(&mut tx, &app, &visitor, &row.unit).await?;
    let live = live(&mut tx, &app, &known.counters, app.db.clock().now()).await?;
    let address = format!("{}/antrean/tiket/{}", app.settings.public_url, secret.expose());
    Ok(html(&PrintPage {
        page: visitor.page_titled(lang.t1("queue-ticket-title", "label", &row.label)),
        secret: secret.expose(),
        unit: known.title,
        service: words::service_name(lang, &known.services, &row.service),
        at: lang.moment(row.taken_at, app.tz()),
        ahead: live.ahead_of(row.id).unwrap_or_default(),
        qr: Qr::of(&address)?,
        address,
        label: row.label,
    }))
}

/// The holder gives the place up.
pub(super) async fn leave(
    State(app): State<App>,
    visitor: Visitor,
    Path(secret): Path<String>,
    PostForm(_): PostForm<Fields>,
) -> Handled {
    let tenant = visitor.tenant.id;
    let (row, secret) = found(&mut app.db.read(tenant).await?, &secret).await?;
    let actor = Actor::citizen(Channel::Online);
    app.db.write(tenant, Leave { app: app.clone(), id: row.id, actor }).await?;
    Ok(redirect(&format!("/antrean/tiket/{}", secret.expose())))
}
