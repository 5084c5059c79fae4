//! `GET` and `POST /penata/{code}/ubah`: the editor, a plain form. Buttons that add, remove or move
//! a row send the form and get it back; only "save" writes, and only when nothing is wrong.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::id::UserId;
use kernel::service::Standard;
use platform::App;
use platform::auth::{Can, Steward};
use platform::db::{Command, WriteTx};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::desk::covering;
use super::fields::{Input, Maker, Section};
use super::form::{FieldError, Form, bad_request};
use crate::catalogue::model::{State as Stage, Version};
use crate::catalogue::store;

#[derive(Template)]
#[template(path = "catalogue/templates/edit.html")]
struct EditPage {
    page: Page,
    code: String,
    name: String,
    /// The draft that is edited, or the new one that saving begins.
    version: i64,
    /// Revision of the draft; empty when saving begins a new one.
    revision: String,
    errors: Vec<FieldError>,
    service: Vec<Section>,
    documents: Vec<Section>,
    questions: Vec<Section>,
    fees: Vec<Section>,
    components: Vec<Section>,
}

/// What is edited: the open draft, or a new version that begins as the newest one is.
struct Subject {
    base: std::sync::Arc<Standard>,
    version: i64,
    revision: Option<i64>,
}

impl Subject {
    fn of(newest: &Version) -> Result<Self> {
        let base = std::sync::Arc::clone(&newest.standard);
        match newest.state {
            Stage::Draft => {
                Ok(Self { base, version: newest.version, revision: Some(newest.revision) })
            }
            Stage::Published | Stage::Withdrawn => {
                Ok(Self { base, version: newest.version + 1, revision: None })
            }
            Stage::Proposed | Stage::Approved => {
                Err(Error::conflict("catalogue-error-not-editable"))
            }
        }
    }

    /// The subject of `code`, whose unit the steward must cover.
    async fn find(app: &App, visitor: &Visitor, can: &Can<Steward>, code: &str) -> Result<Self> {
        let mut tx = app.db.read(visitor.tenant.id).await?;
        let versions = store::versions(&mut tx, code).await?;
        let newest = versions.first().ok_or_else(Error::not_found)?;
        covering(can, &newest.standard.unit)?;
        Self::of(newest)
    }

    fn render(
        &self,
        visitor: &Visitor,
        form: &Form,
        revision: Option<i64>,
        errors: Vec<FieldError>,
    ) -> Response {
        let wrong = !errors.is_empty();
        let maker = Maker { lang: visitor.lang, form, errors: &errors };
        let shown = html(&EditPage {
            page: visitor.page("catalogue-edit-title").in_section("penata").with_error_if(wrong),
            code: self.base.code.clone(),
            name: self.base.name.get(visitor.lang.code()).to_owned(),
            version: self.version,
            revision: revision.map(|revision| revision.to_string()).unwrap_or_default(),
            service: maker.service(),
            documents: maker.documents(),
            questions: maker.questions(),
            fees: maker.fees(),
            components: maker.components(),
            errors: errors.clone(),
        });
        if wrong { bad_request(shown) } else { shown }
    }
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Steward>,
    Path(code): Path<String>,
) -> Handled {
    let subject = Subject::find(&app, &visitor, &can, &code).await?;
    let form = Form::new(&subject.base);
    Ok(subject.render(&visitor, &form, subject.revision, Vec::new()))
}

struct Save {
    by: UserId,
    standard: Standard,
    revision: Option<i64>,
}

impl Command for Save {
    type Output = i64;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<i64> {
        store::save_draft(tx, self.by, &self.standard, self.revision).await
    }
}

pub(super) async fn save(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Steward>,
    Path(code): Path<String>,
    PostForm(fields): PostForm<Vec<(String, String)>>,
) -> Handled {
    let subject = Subject::find(&app, &visitor, &can, &code).await?;
    let sent = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, v)| v.as_str());
    let revision = sent("revision").and_then(|text| text.parse().ok());
    let mut form = Form::sent(&fields);
    let button = sent("aksi").unwrap_or_default();
    if button != "simpan" {
        form.press(button);
        return Ok(subject.render(&visitor, &form, revision, Vec::new()));
    }
    let standard = match form.read(visitor.lang, &subject.base) {
        Ok(standard) => standard,
        Err(errors) => return Ok(subject.render(&visitor, &form, revision, errors)),
    };
    let command = Save { by: can.user(), standard, revision };
    match app.db.write(visitor.tenant.id, command).await {
        Ok(_) => Ok(redirect(&format!("/penata/{code}"))),
        // Someone else saved meanwhile: what was typed stays on the page.
        Err(error) if error.kind() == Kind::Conflict => {
            let message = visitor.lang.error(&error);
            let errors = vec![FieldError { field: "name_id".to_owned(), message }];
            Ok(subject.render(&visitor, &form, revision, errors))
        }
        Err(error) => Err(error.into()),
    }
}
