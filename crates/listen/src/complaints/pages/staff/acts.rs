//! What is done at a desk: one form, one act.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use futures_util::future::BoxFuture;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::facts::complaint::{Class, Handler, Outcome};
use platform::App;
use platform::auth::{Can, Inspector};
use platform::web::view::Mistakes;
use platform::web::{Handled, PostForm, Visitor, redirect};
use serde::Deserialize;

use super::super::super::model::OVERRIDES;
use super::super::super::verbs::{Act, Does, Letter};
use super::super::words;
use super::Seat;
use super::file::{OnDesk, open, page};
use crate::texts::written;

pub(super) type Fields = BTreeMap<String, String>;

fn text<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.get(name).map(String::as_str).unwrap_or_default()
}

/// What a form asks for, or the field that is wrong.
type Read = std::result::Result<Does, (&'static str, Error)>;

fn letter(
    fields: &Fields,
    name: &'static str,
) -> std::result::Result<String, (&'static str, Error)> {
    written(text(fields, name)).map_err(|error| (name, error))
}

/// Does what the form asks for; what is wrong with it is said at its field, and nothing is lost.
async fn perform<S: Seat>(
    app: App,
    visitor: Visitor,
    can: Can<S>,
    number: &str,
    fields: &Fields,
    read: impl FnOnce(&OnDesk<S>) -> Read,
) -> Handled {
    let mut on_desk = open(app, visitor, can, number).await?;
    on_desk.typed.clone_from(fields);
    let lang = on_desk.visitor.lang;
    let does = match read(&on_desk) {
        Ok(does) => does,
        Err((field, error)) => {
            return Ok(page(&on_desk, Mistakes::one(field, lang.error(&error))).await?);
        }
    };
    let act = Act {
        app: on_desk.app.clone(),
        id: on_desk.seen.row.id,
        actor: S::actor(&on_desk.can),
        viewer: on_desk.viewer.clone(),
        does,
    };
    match on_desk.app.db.write(on_desk.visitor.tenant.id, act).await {
        Ok(()) => Ok(redirect(&after(&on_desk).await?)),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            Ok(page(&on_desk, Mistakes::one("main", lang.error(&error))).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Where to go then: the report, or the inbox when it has left this desk.
async fn after<S: Seat>(on_desk: &OnDesk<S>) -> Result<String> {
    let number = on_desk.seen.row.number;
    let mut tx = on_desk.app.db.read(on_desk.visitor.tenant.id).await?;
    let row = super::super::super::store::by_number(&mut tx, number).await?;
    let stays = row.is_some_and(|row| row.matter.shows_to(&on_desk.viewer));
    Ok(if stays { format!("{}/{number}", S::BASE) } else { S::BASE.to_owned() })
}

/// The handler of a form: `read` says what the form asks for.
#[allow(clippy::type_complexity, reason = "the arguments are those of every handler of axum")]
pub(super) fn form<S: Seat>(
    read: fn(&Fields, &OnDesk<S>) -> Read,
) -> impl Fn(State<App>, Visitor, Can<S>, Path<String>, PostForm<Fields>) -> BoxFuture<'static, Handled>
+ Clone {
    move |State(app), visitor, can, Path(number), PostForm(fields)| {
        Box::pin(async move {
            perform(app, visitor, can, &number, &fields, |on_desk| read(&fields, on_desk)).await
        })
    }
}

fn class(fields: &Fields, name: &'static str) -> std::result::Result<Class, (&'static str, Error)> {
    Class::parse(text(fields, name)).ok_or((name, Error::invalid("complaint-class-unknown")))
}

pub(super) fn verify<S: Seat>(fields: &Fields, on_desk: &OnDesk<S>) -> Read {
    let about = text(fields, "tentang");
    let known = on_desk.names.units.contains_key(about);
    let publish = match text(fields, "terbit").trim() {
        "" => None,
        _ => Some(letter(fields, "terbit")?),
    };
    Ok(Does::Verify {
        class: class(fields, "kelas")?,
        category: text(fields, "kategori").to_owned(),
        about: known.then(|| about.to_owned()),
        text: publish,
    })
}

pub(super) fn classify<S: Seat>(fields: &Fields, _: &OnDesk<S>) -> Read {
    Ok(Does::Classify {
        class: class(fields, "kelas2")?,
        category: text(fields, "kategori2").to_owned(),
        reason: letter(fields, "alasan")?,
    })
}

pub(super) fn dispose<S: Seat>(fields: &Fields, on_desk: &OnDesk<S>) -> Read {
    match text(fields, "kepada") {
        "INSPECTORATE" => Ok(Does::Dispose(Handler::Inspectorate)),
        unit if on_desk.names.units.contains_key(unit) => {
            Ok(Does::Dispose(Handler::Unit(unit.to_owned())))
        }
        _ => Err(("kepada", Error::invalid("complaint-unit-unknown"))),
    }
}

pub(super) fn give_back<S: Seat>(fields: &Fields, _: &OnDesk<S>) -> Read {
    Ok(Does::GiveBack(letter(fields, "sebab")?))
}

pub(super) fn ask<S: Seat>(fields: &Fields, _: &OnDesk<S>) -> Read {
    Ok(Does::Ask(letter(fields, "pertanyaan")?))
}

pub(super) fn answer<S: Seat>(fields: &Fields, _: &OnDesk<S>) -> Read {
    Ok(Does::Answer(Letter {
        text: letter(fields, "jawaban")?,
        public: fields.contains_key("publik"),
        files: Vec::new(),
    }))
}

pub(super) fn propose<S: Seat>(fields: &Fields, _: &OnDesk<S>) -> Read {
    let outcome = Outcome::parse(text(fields, "hasil"));
    Ok(Does::Propose {
        outcome: outcome.ok_or(("hasil", Error::invalid("complaint-outcome-unknown")))?,
        letter: Letter {
            text: letter(fields, "penutup")?,
            public: fields.contains_key("publik"),
            files: Vec::new(),
        },
    })
}

/// The head is told; the form has nothing but its button.
pub(super) fn tell_superior(_: &Fields, _: &OnDesk<Inspector>) -> Read {
    Ok(Does::TellSuperior)
}

pub(super) fn override_end<S: Seat>(fields: &Fields, _: &OnDesk<S>) -> Read {
    let reason = text(fields, "dasar");
    if !OVERRIDES.contains(&reason) {
        return Err(("dasar", Error::invalid("complaint-override-unlisted")));
    }
    Ok(Does::Override { reason: reason.to_owned(), text: letter(fields, "penjelasan")? })
}

pub(super) fn hand_over<S: Seat>(fields: &Fields, _: &OnDesk<S>) -> Read {
    Ok(Does::HandOver { body: letter(fields, "badan")?, text: letter(fields, "surat")? })
}

pub(super) fn join<S: Seat>(fields: &Fields, _: &OnDesk<S>) -> Read {
    let number = words::number(text(fields, "nomor"));
    Ok(Does::Join(number.map_err(|error| ("nomor", error))?))
}

pub(super) fn split<S: Seat>(fields: &Fields, _: &OnDesk<S>) -> Read {
    Ok(Does::Split {
        category: text(fields, "kategori3").to_owned(),
        story: letter(fields, "bagian")?,
    })
}

#[derive(Deserialize)]
pub(super) struct Named {
    #[serde(default)]
    akun: Vec<String>,
}

/// Whom a report is about.
pub(super) async fn name(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Inspector>,
    Path(number): Path<String>,
    PostForm(Named { akun }): PostForm<Named>,
) -> Handled {
    perform(app, visitor, can, &number, &Fields::new(), |_| {
        let wrong = |_| ("akun", Error::invalid("complaint-account-unknown"));
        let accounts = akun.iter().map(|user| user.parse()).collect::<std::result::Result<_, _>>();
        Ok(Does::Name(accounts.map_err(wrong)?))
    })
    .await
}

/// A hidden name is asked for.
pub(super) async fn ask_identity(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Inspector>,
    Path(number): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    perform(app, visitor, can, &number, &fields, |_| {
        Ok(Does::AskIdentity(letter(&fields, "kepentingan")?))
    })
    .await
}

/// A second person agrees or refuses.
pub(super) async fn decide_identity(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Inspector>,
    Path(number): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    perform(app, visitor, can, &number, &fields, |_| {
        let asked_by = text(&fields, "peminta").parse();
        let unknown = |_| ("pertimbangan", Error::invalid("complaint-account-unknown"));
        Ok(Does::DecideIdentity {
            asked_by: asked_by.map_err(unknown)?,
            agreed: text(&fields, "putusan") == "setuju",
            reason: letter(&fields, "pertimbangan")?,
        })
    })
    .await
}
