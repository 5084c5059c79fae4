//! What an officer does at a counter. Each act goes back to the counter's page.

use axum::extract::{Path, State};
use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::id::TicketId;
use kernel::number::ApplicationNumber;
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::Command;
use platform::web::view::Mistakes;
use platform::web::{Handled, PostForm, Visitor, encode, redirect};

use super::super::store::{self, Ticket};
use super::super::verbs::{Absent, Arrive, CallAgain, CallNext, Hand, Served, Take};
use super::counter::{appointment, counter_of, page};
use super::unit::{asked, field, mendable};
use super::{Fields, text};
use crate::applications;

/// One request of an officer.
struct Desk<'a> {
    app: &'a App,
    visitor: &'a Visitor,
    officer: &'a Can<Officer>,
}

impl Desk<'_> {
    /// The officer, for a unit for which they work.
    async fn actor(&self, unit: &str) -> Result<Actor> {
        if !self.officer.covers(unit) {
            return Err(Error::not_found());
        }
        let mut tx = self.app.db.read(self.visitor.tenant.id).await?;
        store::counters(&mut tx, unit).await?.ok_or_else(Error::not_found)?;
        let id = applications::store::unit_id(&mut tx, unit).await?;
        Ok(self.officer.actor(Channel::Counter, Some(id)))
    }

    /// A ticket of a unit for which the officer works.
    async fn ticket(&self, id: &str) -> Result<(Ticket, Actor)> {
        let id: TicketId = id.parse().map_err(|_| Error::not_found())?;
        let row = store::ticket(&mut self.app.db.read(self.visitor.tenant.id).await?, id).await?;
        let actor = self.actor(&row.unit).await?;
        Ok((row, actor))
    }

    async fn write<C: Command>(&self, command: C) -> Result<C::Output> {
        self.app.db.write(self.visitor.tenant.id, command).await
    }

    /// Back to the counter, or the page with what was wrong.
    async fn answer(&self, typed: Fields, more: &str, done: Result<()>) -> Handled {
        match done {
            Ok(()) => {
                let unit = encode(text(&typed, "unit"));
                let counter = counter_of(&typed);
                Ok(redirect(&format!("/petugas/loket/antrean?unit={unit}&loket={counter}{more}")))
            }
            Err(error) if mendable(&error) => {
                let at = match error.key() {
                    "queue-nobody" | "queue-counter-busy" | "queue-not-called" => "panggil",
                    _ => field(&error),
                };
                let errors = Mistakes::one(at, self.visitor.lang.error(&error));
                page(self.app, self.visitor, self.officer, typed, errors).await
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Calls whoever is next.
pub(super) async fn call(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let desk = Desk { app: &app, visitor: &visitor, officer: &officer };
    let unit = text(&typed, "unit").to_owned();
    let actor = desk.actor(&unit).await?;
    let call = CallNext { app: app.clone(), unit, counter: counter_of(&typed), actor };
    let done = desk.write(call).await.map(|_| ());
    desk.answer(typed, "", done).await
}

/// Takes a ticket for who has no telephone, and shows it to be printed.
pub(super) async fn take(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let desk = Desk { app: &app, visitor: &visitor, officer: &officer };
    let unit = text(&typed, "unit").to_owned();
    let actor = desk.actor(&unit).await?;
    let asked = match asked(&visitor, &unit, &typed) {
        Ok(asked) => asked,
        Err(errors) => return page(&app, &visitor, &officer, typed, errors).await,
    };
    match desk.write(Take { app: app.clone(), asked, actor }).await {
        Ok(given) => Ok(redirect(&format!("/antrean/tiket/{}/cetak", given.secret.expose()))),
        Err(error) => desk.answer(typed, "", Err(error)).await,
    }
}

/// Notes that somebody with an appointment is there.
pub(super) async fn arrive(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let desk = Desk { app: &app, visitor: &visitor, officer: &officer };
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let found = appointment(&mut tx, &officer, text(&typed, "kode")).await;
    drop(tx);
    let done = match found {
        Ok(row) => {
            let actor = desk.actor(&row.unit).await?;
            desk.write(Arrive { app: app.clone(), id: row.id, actor }).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(given) => {
            let more = format!("&datang={}", encode(&given.label));
            desk.answer(typed, &more, Ok(())).await
        }
        Err(error) => desk.answer(typed, "", Err(error)).await,
    }
}

/// An act on the ticket of whoever was called.
async fn act<C: Command<Output = ()>>(
    (app, visitor, officer): (&App, &Visitor, &Can<Officer>),
    id: &str,
    typed: Fields,
    command: impl FnOnce(&Ticket, Actor, &Fields) -> Result<C>,
) -> Handled {
    let desk = Desk { app, visitor, officer };
    let (row, actor) = desk.ticket(id).await?;
    let done = match command(&row, actor, &typed) {
        Ok(command) => desk.write(command).await,
        Err(error) => Err(error),
    };
    desk.answer(typed, "", done).await
}

/// Calls the same person once more.
pub(super) async fn again(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let command =
        |row: &Ticket, actor, _: &Fields| Ok(CallAgain { app: app.clone(), id: row.id, actor });
    act((&app, &visitor, &officer), &id, typed, command).await
}

/// The person was served, perhaps with an application that was handed in.
pub(super) async fn served(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let command = |row: &Ticket, actor, typed: &Fields| {
        let number = text(typed, "permohonan");
        let number = (!number.is_empty()).then(|| ApplicationNumber::parse(number)).transpose();
        let application = number.map_err(|_| Error::invalid("queue-application-unknown"))?;
        Ok(Served { app: app.clone(), id: row.id, application, actor })
    };
    act((&app, &visitor, &officer), &id, typed, command).await
}

/// The person did not come.
pub(super) async fn absent(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let command =
        |row: &Ticket, actor, _: &Fields| Ok(Absent { app: app.clone(), id: row.id, actor });
    act((&app, &visitor, &officer), &id, typed, command).await
}

/// The person goes on to another counter.
pub(super) async fn hand(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let command = |row: &Ticket, actor, typed: &Fields| {
        let to = text(typed, "ke").parse().unwrap_or(0);
        let reason = text(typed, "alasan").to_owned();
        Ok(Hand { app: app.clone(), id: row.id, to, reason, actor })
    };
    act((&app, &visitor, &officer), &id, typed, command).await
}
