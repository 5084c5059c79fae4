//! What the citizen can do with the secret: take the application back, confirm the product.

use askama::Template;
use axum::http::{HeaderValue, header};
use kernel::Error;
use kernel::actor::{Actor, Channel};
use platform::journal;
use platform::uploads;
use platform::web::{Handled, Page, PostForm, html, redirect};
use serde::Deserialize;

use super::super::super::verbs::{Collect, Collector, Withdraw};
use super::file::Opened;
use super::show::product_file;
use crate::partners::verbs::Rate;

/// A form without fields of its own.
#[derive(Deserialize)]
pub(super) struct Nothing {}

#[derive(Template)]
#[template(path = "applications/templates/citizen/withdraw.html")]
struct WithdrawPage {
    page: Page,
    number: String,
    service: String,
    base: String,
}

/// Asks once more.
pub(super) async fn ask_withdraw(opened: Box<Opened>) -> Handled {
    Ok(html(&WithdrawPage {
        page: opened.visitor.page("applications-withdraw-title").in_section("lacak"),
        number: opened.row().number.to_string(),
        service: opened.standard.name.get(opened.lang().code()).to_owned(),
        base: opened.url(""),
    }))
}

/// Takes the application back.
pub(super) async fn withdraw(
    opened: Box<Opened>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let act = Withdraw {
        app: opened.app.clone(),
        id: opened.row().id,
        actor: Actor::citizen(Channel::Online),
    };
    opened.app.db.write(opened.visitor.tenant.id, act).await?;
    Ok(redirect(&opened.url("")))
}

/// Confirms that the product was received.
pub(super) async fn collect(
    opened: Box<Opened>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let act = Collect { app: opened.app.clone(), id: opened.row().id, by: Collector::Citizen };
    opened.app.db.write(opened.visitor.tenant.id, act).await?;
    Ok(redirect(&opened.url("")))
}

/// The score of a partner.
#[derive(Deserialize)]
pub(super) struct Score {
    #[serde(default)]
    nilai: String,
}

/// Rates what a partner did, once.
pub(super) async fn rate_partner(
    opened: Box<Opened>,
    PostForm(Score { nilai }): PostForm<Score>,
) -> Handled {
    let score = nilai.parse().map_err(|_| Error::invalid("partners-rating-bad"))?;
    let act = Rate { app: opened.app.clone(), id: opened.row().id, score };
    opened.app.db.write(opened.visitor.tenant.id, act).await?;
    Ok(redirect(&opened.url("")))
}

/// The product as a file.
pub(super) async fn product(opened: Box<Opened>) -> Handled {
    let tenant = opened.visitor.tenant.id;
    let mut tx = opened.app.db.read(tenant).await?;
    let subject = opened.row().subject();
    let facts = journal::facts_of(&mut tx, subject, Some(&opened.file.key)).await?;
    drop(tx);
    let file = product_file(&facts).ok_or_else(Error::not_found)?;
    let (media, bytes) = uploads::fetch(&opened.app, tenant, file).await?;
    let ending = if media == uploads::Media::Pdf { "pdf" } else { "jpg" };
    let name = format!("attachment; filename=\"{}.{ending}\"", opened.row().number);
    let mut response = uploads::answer(media, bytes);
    let name = HeaderValue::from_str(&name).map_err(Error::internal)?;
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}
