//! `/keputusan/baru`: the head of the city decides what nobody proposed.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::error::{Kind, Result};
use platform::App;
use platform::auth::{Can, Mayor};
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::verbs::Own;
use super::form::{Typed, field};
use crate::city::Units;
use crate::reform::measures::MEASURES;
use crate::reform::pages::words;

#[derive(Template)]
#[template(path = "decisions/templates/own.html")]
struct OwnPage {
    page: Page,
    units: Vec<Choice>,
    measures: Vec<Choice>,
    typed: Typed,
    errors: Mistakes,
}

async fn write(app: &App, visitor: &Visitor, typed: Typed, errors: Mistakes) -> Result<Response> {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Units::load(&mut tx, lang).await?;
    drop(tx);
    let choice = |value: &str, label: String, checked: bool| Choice {
        value: value.to_owned(),
        label,
        hint: String::new(),
        checked,
    };
    let chosen = |code: &str| typed.unit.iter().any(|unit| unit == code);
    let units = names.all().map(|(code, name)| choice(code, name.to_owned(), chosen(code)));
    let measures =
        MEASURES.iter().map(|m| choice(m.code, words::name(lang, m), typed.ukuran == m.code));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = OwnPage {
        units: units.collect(),
        measures: measures.collect(),
        page: visitor
            .page("decisions-own")
            .in_section("keputusan")
            .with_error_if(!errors.is_empty()),
        typed,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// The empty form.
pub(super) async fn ask(State(app): State<App>, visitor: Visitor, _: Can<Mayor>) -> Handled {
    let typed = Typed::proposed(&app, String::new())?;
    Ok(write(&app, &visitor, typed, Mistakes::default()).await?)
}

/// Keeps it, or says what must be mended.
pub(super) async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    mayor: Can<Mayor>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let said = match typed.said() {
        Ok(said) => said,
        Err((field, key)) => {
            let errors = Mistakes::one(field, visitor.lang.t(key));
            return Ok(write(&app, &visitor, typed, errors).await?);
        }
    };
    let measure = Some(typed.ukuran.clone()).filter(|code| !code.is_empty());
    let units = typed.unit.clone();
    let own = Own { app: app.clone(), units, measure, said, mayor };
    match app.db.write(visitor.tenant.id, own).await {
        Ok(id) => Ok(redirect(&format!("/keputusan/{id}"))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one(field(error.key()), visitor.lang.error(&error));
            Ok(write(&app, &visitor, typed, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}
