//! Public pages of the catalogue; no account is needed for any of them.

mod list;
mod promise;
mod service;
mod standard;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use kernel::Error;
use kernel::error::Result;
use kernel::service::Standard;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;

use super::check::is_service_code;
use super::diff::{Change, Item};
use super::model::{State, Version};
use super::store;

pub(super) use service::preview;

/// The public pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/layanan", get(list::show))
        .route("/layanan/{code}", get(service::show))
        .route("/layanan/{code}/berkas", get(service::bring))
        .route("/layanan/{code}/standar", get(standard::show))
        .route("/layanan/{code}/standar/{version}", get(standard::version))
        .route("/layanan/{code}/banding", get(standard::compare))
        .route("/maklumat", get(promise::list))
        .route("/maklumat/{unit}", get(promise::show))
}

/// The standard of `code` that holds today.
async fn in_force(app: &App, tx: &mut Tx<'_>, code: &str) -> Result<store::InForce> {
    if !is_service_code(code) {
        return Err(Error::not_found());
    }
    store::standard(tx, code, app.today()).await?.ok_or_else(Error::not_found)
}

/// The versions of `code` that everyone may read, newest first.
async fn published(tx: &mut Tx<'_>, code: &str) -> Result<Vec<Version>> {
    let mut versions = store::versions(tx, code).await?;
    versions.retain(|known| matches!(known.state, State::Published | State::Withdrawn));
    if versions.is_empty() { Err(Error::not_found()) } else { Ok(versions) }
}

/// A change as a page shows it.
pub(super) struct ChangeView {
    /// What it is about.
    pub(super) title: String,
    /// How it was; empty when it was not there.
    pub(super) old: String,
    /// How it is; empty when it is gone.
    pub(super) new: String,
}

impl ChangeView {
    /// A change in the language of the page; in the other one when only that one changed.
    pub(super) fn new(lang: Lang, change: &Change) -> Self {
        let other = if lang == Lang::Id { Lang::En } else { Lang::Id };
        let texts = |lang: Lang| {
            let text = |known: &Option<kernel::service::Bilingual>| {
                known.as_ref().map(|text| text.get(lang.code()).to_owned()).unwrap_or_default()
            };
            (text(&change.old), text(&change.new))
        };
        let here = texts(lang);
        let (old, new) = if here.0 == here.1 { texts(other) } else { here };
        Self { title: title(lang, &change.item), old, new }
    }

    /// All changes from `old` to `new`.
    pub(super) fn all(lang: Lang, old: &Arc<Standard>, new: &Arc<Standard>) -> Vec<Self> {
        super::diff::diff(old, new).iter().map(|change| Self::new(lang, change)).collect()
    }
}

fn title(lang: Lang, item: &Item) -> String {
    match item {
        Item::Field(name) => lang.t(&format!("catalogue-field-{name}")),
        Item::Words => lang.t("catalogue-field-words"),
        Item::Document(code) => lang.t1("catalogue-change-document", "code", code),
        Item::Question(code) => lang.t1("catalogue-change-question", "code", code),
        Item::Fee(code) => lang.t1("catalogue-change-fee", "code", code),
        Item::Order(list) => lang.t(&format!("catalogue-change-order-{list}")),
        Item::Component(component) => component_name(lang, *component),
    }
}

/// The name of a component of the law.
pub(super) fn component_name(lang: Lang, component: kernel::service::Component) -> String {
    lang.t(&super::view::key("catalogue-component", component.code()))
}
