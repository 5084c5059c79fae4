//! `/saya/integritas`: the pact and the declaration of whoever is logged in.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::id::UserId;
use kernel::identity::{Kk, Nik};
use platform::App;
use platform::keys;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::store;
use super::super::verbs::{Declare, RELATIONS, Said, Sign, opened};
use crate::city::Units;
use crate::texts::written;

const BASE: &str = "/saya/integritas";

type Fields = BTreeMap<String, String>;

struct Entry {
    year: i16,
    relation: String,
    what: String,
    unit: String,
}

#[derive(Template)]
#[template(path = "commitment/templates/own.html")]
struct OwnPage {
    page: Page,
    year: i16,
    signed: bool,
    declared: bool,
    relations: Vec<Choice>,
    units: Vec<Choice>,
    rows: Vec<Entry>,
    fields: Fields,
    errors: Mistakes,
}

impl OwnPage {
    fn v(&self, field: &str) -> &str {
        self.fields.get(field).map(String::as_str).unwrap_or_default()
    }
}

/// An account of staff; others have nothing to sign.
fn me(visitor: &Visitor) -> Result<UserId> {
    let Some(user) = &visitor.user else {
        return Err(Error::new(Kind::Unauthenticated, "error-log-in-first"));
    };
    if user.grants.is_empty() { Err(Error::not_found()) } else { Ok(user.id) }
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> Handled {
    Ok(page(&app, &visitor, Fields::new(), Mistakes::default()).await?)
}

async fn page(app: &App, visitor: &Visitor, fields: Fields, errors: Mistakes) -> Result<Response> {
    let (lang, user, year) = (visitor.lang, me(visitor)?, app.today().year());
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let done = store::done(&mut tx, user, year).await?;
    let units = Units::load(&mut tx, lang).await?;
    let interests = store::interests(&mut tx, user).await?;
    let key = keys::find(&mut tx, &app.vault, user.uuid()).await?.ok_or_else(Error::not_found)?;
    drop(tx);
    let mut rows = Vec::new();
    for interest in &interests {
        rows.push(Entry {
            year: interest.year,
            relation: lang.t(&format!("interest-relation-{}", interest.relation)),
            what: opened(&key, interest)?,
            unit: units.name(lang, &interest.unit),
        });
    }
    let chosen = |field: &str, value: &str| fields.get(field).is_some_and(|text| text == value);
    let choice = |field: &str, value: String, label: String| Choice {
        checked: chosen(field, &value),
        hint: String::new(),
        value,
        label,
    };
    let relation = |code: &str| {
        choice("hubungan", code.to_owned(), lang.t(&format!("interest-relation-{code}")))
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = OwnPage {
        page: visitor.page("pact-title").with_error_if(!errors.is_empty()),
        year,
        signed: done.signed,
        declared: done.declared,
        relations: RELATIONS.into_iter().map(relation).collect(),
        units: units.by_name().into_iter().map(|(code, name)| choice("unit", code, name)).collect(),
        rows,
        fields,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

async fn answer(
    app: &App,
    visitor: &Visitor,
    fields: Fields,
    field: &str,
    done: Result<()>,
) -> Handled {
    match done {
        Ok(()) => Ok(redirect(BASE)),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            Ok(page(app, visitor, fields, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn sign(
    State(app): State<App>,
    visitor: Visitor,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let user = me(&visitor)?;
    let done = if fields.contains_key("setuju") {
        app.db.write(visitor.tenant.id, Sign { app: app.clone(), user }).await
    } else {
        Err(Error::invalid("pact-not-agreed"))
    };
    answer(&app, &visitor, fields, "setuju", done).await
}

pub(super) async fn declare(
    State(app): State<App>,
    visitor: Visitor,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let user = me(&visitor)?;
    match read(&app, &visitor, &fields).await? {
        Ok(said) => {
            let act = Declare { app: app.clone(), user, said };
            let done = app.db.write(visitor.tenant.id, act).await;
            answer(&app, &visitor, fields, "hubungan", done).await
        }
        Err(errors) => Ok(page(&app, &visitor, fields, errors).await?),
    }
}

async fn read(
    app: &App,
    visitor: &Visitor,
    fields: &Fields,
) -> Result<std::result::Result<Said, Mistakes>> {
    let lang = visitor.lang;
    let text = |name: &str| fields.get(name).map(|text| text.trim()).unwrap_or_default();
    let mut errors = Mistakes::default();
    let relation = text("hubungan");
    if !RELATIONS.contains(&relation) {
        errors.note("hubungan", lang.t("interest-relation-unknown"));
    }
    let mut said = Said { relation: relation.to_owned(), ..Said::default() };
    if relation == "none" {
        return Ok(Ok(said));
    }
    match written(text("apa")) {
        Ok(what) => said.what = what,
        Err(error) => errors.note("apa", lang.error(&error)),
    }
    if !text("unit").is_empty() {
        let mut tx = app.db.read(visitor.tenant.id).await?;
        if Units::load(&mut tx, lang).await?.has(text("unit")) {
            said.unit = Some(text("unit").to_owned());
        } else {
            errors.note("unit", lang.t("interest-unit-unknown"));
        }
    }
    if !text("nik").is_empty() {
        match Nik::parse(text("nik")) {
            Ok(nik) => said.nik = Some(nik.expose().to_owned()),
            Err(error) => errors.note("nik", lang.error(&error.into())),
        }
    }
    if !text("kk").is_empty() {
        match Kk::parse(text("kk")) {
            Ok(kk) => said.kk = Some(kk.expose().to_owned()),
            Err(error) => errors.note("kk", lang.error(&error.into())),
        }
    }
    Ok(if errors.is_empty() { Ok(said) } else { Err(errors) })
}
