//! What is done with a version: hand in, approve, turn down, publish, withdraw.

use axum::extract::{Path, State};
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use platform::App;
use platform::auth::{Approver, Can, RoleMarker, Steward};
use platform::db::{Command, WriteTx};
use platform::web::{Handled, PostForm, Visitor, redirect};
use serde::Deserialize;

use super::desk::covering;
use crate::catalogue::model::Act;
use crate::catalogue::store;

/// An act that is about to be written.
struct Take {
    app: App,
    actor: Actor,
    code: String,
    version: i64,
    act: Act,
    today: Date,
}

impl Command for Take {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let Self { app, actor, code, version, act, today } = self;
        store::take(tx, &app.vault, *actor, code, *version, act, *today).await
    }
}

/// Does `act` as `can`, whose role must hold for the unit of the service.
async fn take<R: RoleMarker>(
    app: App,
    visitor: Visitor,
    can: Can<R>,
    (code, version): (String, String),
    act: Act,
) -> Handled {
    let version = version.parse().map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let found = store::by_version(&mut tx, &code, version).await?.ok_or_else(Error::not_found)?;
    drop(tx);
    covering(&can, &found.standard.unit)?;
    let (actor, today) = (can.actor(Channel::Online, None), app.today());
    let back = format!("/penata/{code}");
    let command = Take { app: app.clone(), actor, code, version, act, today };
    app.db.write(visitor.tenant.id, command).await?;
    Ok(redirect(&back))
}

/// A form with nothing but its button.
#[derive(Deserialize)]
pub(super) struct Nothing {}

/// Hands a draft in for approval.
pub(super) async fn propose(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Steward>,
    Path(place): Path<(String, String)>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    take(app, visitor, can, place, Act::Propose).await
}

/// A second person agrees.
pub(super) async fn approve(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Approver>,
    Path(place): Path<(String, String)>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    take(app, visitor, can, place, Act::Approve).await
}

/// A reason.
#[derive(Deserialize)]
pub(super) struct Reason {
    #[serde(default)]
    alasan: String,
}

/// A second person sends it back, with a reason.
pub(super) async fn turn_down(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Approver>,
    Path(place): Path<(String, String)>,
    PostForm(reason): PostForm<Reason>,
) -> Handled {
    take(app, visitor, can, place, Act::TurnDown(reason.alasan)).await
}

/// Ends a published version. It takes a service from the city, so it needs the approver's role.
pub(super) async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Approver>,
    Path(place): Path<(String, String)>,
    PostForm(reason): PostForm<Reason>,
) -> Handled {
    take(app, visitor, can, place, Act::Withdraw(reason.alasan)).await
}

/// The first day, as three fields.
#[derive(Deserialize)]
pub(super) struct FirstDay {
    #[serde(default)]
    mulai: String,
    #[serde(default, rename = "mulai-month")]
    month: String,
    #[serde(default, rename = "mulai-year")]
    year: String,
}

impl FirstDay {
    fn date(&self) -> Result<Date> {
        let invalid = || Error::invalid("catalogue-error-no-day");
        let year = self.year.trim().parse().map_err(|_| invalid())?;
        let month = self.month.trim().parse().map_err(|_| invalid())?;
        let day = self.mulai.trim().parse().map_err(|_| invalid())?;
        Date::new(year, month, day).map_err(|_| invalid())
    }
}

/// Puts an approved version in force from a day on.
pub(super) async fn publish(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Steward>,
    Path(place): Path<(String, String)>,
    PostForm(first): PostForm<FirstDay>,
) -> Handled {
    let from = first.date()?;
    take(app, visitor, can, place, Act::Publish(from)).await
}
