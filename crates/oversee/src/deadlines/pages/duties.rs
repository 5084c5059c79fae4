//! `/pengawasan/kewajiban`: what heads owe when something concerns their unit, and who did not do it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::actor::Role;
use kernel::error::{Kind, Result};
use kernel::id::DutyId;
use platform::App;
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::store::{self, Duty};
use super::super::verbs::Summon;
use crate::city::Units;
use crate::overseer::Overseer;
use crate::texts::written;

const BASE: &str = "/pengawasan/kewajiban";

struct Entry {
    id: String,
    field: String,
    unit: String,
    assigned: String,
    due: String,
    urgency: &'static str,
    state: String,
    mine: bool,
}

#[derive(Template)]
#[template(path = "deadlines/templates/duties.html")]
struct DutiesPage {
    page: Page,
    heads: bool,
    missed: Vec<(String, i64)>,
    rows: Vec<Entry>,
    errors: Mistakes,
}

pub(super) async fn list(State(app): State<App>, visitor: Visitor, overseer: Overseer) -> Handled {
    Ok(show(&app, &visitor, &overseer, Mistakes::default()).await?)
}

async fn show(
    app: &App,
    visitor: &Visitor,
    overseer: &Overseer,
    errors: Mistakes,
) -> Result<Response> {
    let (lang, now) = (visitor.lang, app.db.clock().now());
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Units::load(&mut tx, lang).await?;
    // The coordinator sees how often duties were missed, and none of them.
    let own = if overseer.inspects() { None } else { Some(overseer.units().unwrap_or_default()) };
    let duties = match &own {
        Some(units) if units.is_empty() => Vec::new(),
        units => store::duties(&mut tx, units.as_deref()).await?,
    };
    let missed = store::missed_by_unit(&mut tx).await?;
    drop(tx);
    let entry = |duty: &Duty| Entry {
        id: duty.id.to_string(),
        field: format!("surat-{}", duty.id),
        unit: names.name(lang, &duty.unit),
        assigned: lang.moment(duty.assigned_at, app.tz()),
        due: duty.clocks.next_due().map(|due| lang.moment(due, app.tz())).unwrap_or_default(),
        urgency: match duty.clocks.next_due() {
            Some(due) if due < now => "bad",
            Some(_) => "warn",
            None => "good",
        },
        state: lang.t(match (duty.done_at, duty.missed) {
            (Some(_), false) => "oversee-duty-done",
            (Some(_), true) => "oversee-duty-done-late",
            (None, false) => "oversee-duty-owed",
            (None, true) => "oversee-duty-missed",
        }),
        mine: duty.done_at.is_none() && overseer.leads(&duty.unit),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = visitor.page("oversee-duties-title").in_section("tenggat");
    let shown = DutiesPage {
        page: page.with_error_if(!errors.is_empty()),
        heads: overseer.is_head(),
        missed: missed.into_iter().map(|(unit, n)| (names.name(lang, &unit), n)).collect(),
        rows: duties.iter().map(entry).collect(),
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// The head notes the first summons.
pub(super) async fn summon(
    State(app): State<App>,
    visitor: Visitor,
    overseer: Overseer,
    Path(id): Path<String>,
    PostForm(fields): PostForm<BTreeMap<String, String>>,
) -> Handled {
    let id: DutyId = id.parse().map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let duty = store::by_id(&mut tx, id).await?;
    drop(tx);
    if !overseer.leads(&duty.unit) {
        return Err(Error::not_found().into());
    }
    let field = format!("surat-{id}");
    let done = match written(fields.get(&field).map_or("", String::as_str)) {
        Ok(letter) => {
            let actor = overseer.actor(Role::Head);
            let act = Summon { app: app.clone(), id, actor, letter };
            app.db.write(visitor.tenant.id, act).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(redirect(BASE)),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            Ok(show(&app, &visitor, &overseer, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}
