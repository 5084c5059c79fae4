//! `/perbaikan/fasilitas/{unit}/{item}`: one thing of an office, what was found before, and a new look.

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::actor::Role;
use kernel::error::{Kind, Result};
use kernel::id::FileId;
use platform::App;
use platform::i18n::Lang;
use platform::keys;
use platform::uploads::{self, NewUpload};
use platform::web::upload::receive_typed;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, Visitor, html, redirect};

use super::super::items::{self, COUNTER, Item, Measure};
use super::super::model::{GOOD, Look, subject};
use super::super::store;
use super::super::verbs::{Audit, NOTE, OpenKey};
use super::form::{Typed, field};
use super::{BASE, words};
use crate::viewer::Viewer;

struct Past {
    day: String,
    found: String,
    cost: String,
    note: String,
    photo: String,
}

#[derive(Template)]
#[template(path = "facilities/templates/item.html")]
struct ItemPage {
    page: Page,
    heading: String,
    office: String,
    back: String,
    href: String,
    required: bool,
    norm: String,
    source: String,
    verified: bool,
    /// What the measure is called; empty when nothing is measured.
    measure: String,
    conditions: Vec<Choice>,
    photo_hint: String,
    past: Vec<Past>,
    audits: bool,
    typed: Typed,
    errors: Mistakes,
}

/// What the address names, as far as the viewer may see it.
struct Place {
    unit: String,
    item: &'static Item,
    audits: bool,
}

impl Place {
    fn of(app: &App, viewer: &Viewer, (unit, item): (String, String)) -> Result<Self> {
        if !viewer.covers(&unit) {
            return Err(Error::not_found());
        }
        let item = items::find(&item, app.today()).ok_or_else(Error::not_found)?;
        let audits = viewer.leads(&unit) || viewer.coordinates();
        Ok(Self { unit, item, audits })
    }
}

/// The form, with what was found before.
pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    viewer: Viewer,
    Path(path): Path<(String, String)>,
) -> Handled {
    let place = Place::of(&app, &viewer, path)?;
    Ok(write(&app, &visitor, &place, Typed::default(), Mistakes::default()).await?)
}

async fn write(
    app: &App,
    visitor: &Visitor,
    place: &Place,
    typed: Typed,
    errors: Mistakes,
) -> Result<Response> {
    let (lang, item) = (visitor.lang, place.item);
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let office = store::office(&mut tx, &place.unit).await?;
    let mut past = Vec::new();
    let key = keys::find(&mut tx, &app.vault, subject(&place.unit).id).await?;
    for look in store::history(&mut tx, &place.unit, &item.code).await? {
        let note = key.as_ref().map(|key| key.open(NOTE, &look.note)).transpose()?;
        let note = String::from_utf8(note.unwrap_or_default()).map_err(Error::internal)?;
        past.push(earlier(app, lang, item, &look, note));
    }
    drop(tx);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let unit = &place.unit;
    let shown = ItemPage {
        heading: item.name.get(lang.code()).to_owned(),
        office: office.name.get(lang.code()).to_owned(),
        back: format!("{BASE}/{unit}"),
        href: format!("{BASE}/{unit}/{}", item.code),
        required: item.required,
        norm: words::norm(lang, item),
        source: item.legal_basis.clone(),
        verified: item.verified,
        measure: item.measure.map(|measure| question(lang, measure)).unwrap_or_default(),
        conditions: conditions(lang, &typed.condition),
        photo_hint: photo_hint(lang, item),
        past,
        audits: place.audits,
        page: visitor
            .page("facilities-one")
            .in_section("fasilitas")
            .with_error_if(!errors.is_empty()),
        typed,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

fn question(lang: Lang, measure: Measure) -> String {
    lang.t(&format!("facilities-measure-{}", measure.code()))
}

/// Everyone sees the photo of the counter.
fn photo_hint(lang: Lang, item: &Item) -> String {
    let public = item.code == COUNTER;
    lang.t(if public { "facilities-photo-public" } else { "facilities-photo-inside" })
}

fn conditions(lang: Lang, chosen: &str) -> Vec<Choice> {
    let choice = |code: u8| Choice {
        value: code.to_string(),
        label: lang.t(&format!("facilities-condition-{code}")),
        hint: String::new(),
        checked: chosen == code.to_string(),
    };
    (0..=GOOD).rev().map(choice).collect()
}

fn earlier(app: &App, lang: Lang, item: &Item, look: &Look, note: String) -> Past {
    let cost = look.found.cost.map(|cost| format!("{cost} ({})", look.found.price_code));
    let photo = look.photo.map(|file| format!("{BASE}/{}/foto/{file}", look.unit));
    Past {
        day: lang.moment(look.at, app.tz()),
        found: words::found(lang, item, &look.found),
        cost: cost.unwrap_or_default(),
        note,
        photo: photo.unwrap_or_default(),
    }
}

/// Keeps a look, or says what must be mended.
pub(super) async fn audit(
    State(app): State<App>,
    visitor: Visitor,
    viewer: Viewer,
    Path(path): Path<(String, String)>,
    request: Request,
) -> Handled {
    let place = Place::of(&app, &viewer, path)?;
    if !place.audits {
        return Err(Error::new(Kind::Forbidden, "error-forbidden").into());
    }
    let (mut form, too_large) = receive_typed(&app, &visitor, request, 1).await?;
    let typed = Typed::of(&form.fields);
    let found = match typed.found(visitor.lang, place.item) {
        Ok(found) => found,
        Err(errors) => return Ok(write(&app, &visitor, &place, typed, errors).await?),
    };
    let taken = match too_large {
        Some(error) => Err(error),
        None => take(&app, &visitor, &place.unit, form.files.remove("foto")).await,
    };
    let done = match taken {
        Ok(photo) => {
            let leads = viewer.leads(&place.unit);
            let audit = Audit {
                app: app.clone(),
                unit: place.unit.clone(),
                item: place.item.code.clone(),
                found,
                note: typed.note.clone(),
                photo,
                actor: viewer.actor(if leads { Role::Head } else { Role::Coordinator }),
            };
            app.db.write(visitor.tenant.id, audit).await.map_err(|e| (field(e.key()), e))
        }
        Err(error) => Err(("foto", error)),
    };
    match done {
        Ok(()) => Ok(redirect(&format!("{BASE}/{}", place.unit))),
        Err((field, error)) if matches!(error.kind(), Kind::Invalid | Kind::TooLarge) => {
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            Ok(write(&app, &visitor, &place, typed, errors).await?)
        }
        Err((_, error)) => Err(error.into()),
    }
}

/// Accepts the photo, if one was sent.
async fn take(
    app: &App,
    visitor: &Visitor,
    unit: &str,
    bytes: Option<bytes::Bytes>,
) -> Result<Option<NewUpload>> {
    let Some(bytes) = bytes else { return Ok(None) };
    let open = OpenKey { app: app.clone(), unit: unit.to_owned() };
    let key = app.db.write(visitor.tenant.id, open).await?;
    Ok(Some(uploads::accept(app, visitor.tenant.id, &key, bytes).await?))
}

/// A photo of an office, for who looks at it.
pub(super) async fn photo(
    State(app): State<App>,
    visitor: Visitor,
    viewer: Viewer,
    Path((unit, file)): Path<(String, String)>,
) -> Handled {
    let file: FileId = file.parse().map_err(|_| Error::not_found())?;
    if !viewer.covers(&unit) {
        return Err(Error::not_found().into());
    }
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let known = store::has_photo(&mut tx, &unit, file).await?;
    drop(tx);
    if !known {
        return Err(Error::not_found().into());
    }
    let (media, bytes) = uploads::fetch(&app, visitor.tenant.id, file).await?;
    Ok(uploads::answer(media, bytes))
}
