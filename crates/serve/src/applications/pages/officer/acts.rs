//! The buttons of the file page. Each is one verb; afterwards the page shows the new state.

use axum::extract::{Path, State};
use kernel::error::Result;
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::Command;
use platform::web::{Handled, PostForm, Visitor, redirect};

use super::super::super::desk::{self, Found};
use super::super::super::verbs::{
    Approve, Collect, Collector, Complete, FinishStep, Pick, Refuse, SendBack, StartStep,
};
use super::file::{Typed, refused};
use super::timeline::VERIFY;

/// Who presses which button on which file.
pub(super) struct Press {
    pub(super) app: App,
    pub(super) visitor: Visitor,
    pub(super) officer: Can<Officer>,
    pub(super) number: String,
    pub(super) typed: Typed,
}

impl Press {
    /// Runs the verb that `make` builds and shows what came of it.
    async fn run<C: Command>(self, make: impl FnOnce(&Self, Found) -> Result<C>) -> Handled {
        let tenant = self.visitor.tenant.id;
        let found = desk::find(&self.app, tenant, &self.officer, &self.number).await?;
        let address = format!("/petugas/berkas/{}", found.row.number.compact());
        let done = match make(&self, found) {
            Ok(command) => self.app.db.write(tenant, command).await.map(|_| ()),
            Err(error) => Err(error),
        };
        match done {
            Ok(()) => Ok(redirect(&address)),
            Err(error) => {
                let Self { app, visitor, officer, number, typed } = self;
                refused(&app, &visitor, officer, &number, error, typed).await
            }
        }
    }
}

/// What every button's handler is given.
type Given = (State<App>, Visitor, Can<Officer>, Path<String>);

fn press(given: Given, typed: Typed) -> Press {
    let (State(app), visitor, officer, Path(number)) = given;
    Press { app, visitor, officer, number, typed }
}

/// Takes the file, with a reason when it is not its turn.
pub(super) async fn pick(given: Given, PostForm(typed): PostForm<Typed>) -> Handled {
    press(given, typed)
        .run(|press, found| {
            let reason = Some(press.typed.alasan.clone()).filter(|reason| !reason.is_empty());
            let (app, officer) = (press.app.clone(), press.officer.clone());
            Ok(Pick { app, id: found.row.id, officer, reason })
        })
        .await
}

/// Accepts the file as complete.
pub(super) async fn complete(given: Given, PostForm(typed): PostForm<Typed>) -> Handled {
    press(given, typed)
        .run(|press, found| {
            desk::known_documents(&found.standard, &press.typed.dilihat)?;
            Ok(Complete {
                app: press.app.clone(),
                standard: found.standard.clone(),
                id: found.row.id,
                officer: press.officer.clone(),
                seen: press.typed.dilihat.clone(),
            })
        })
        .await
}

/// Sends the file back for what is missing.
pub(super) async fn send_back(given: Given, PostForm(typed): PostForm<Typed>) -> Handled {
    press(given, typed)
        .run(|press, found| {
            Ok(SendBack {
                app: press.app.clone(),
                standard: found.standard,
                id: found.row.id,
                officer: press.officer.clone(),
                documents: press.typed.dokumen.clone(),
                reason: press.typed.alasan.clone(),
                note: desk::letter(press.typed.catatan.as_deref().unwrap_or_default())?,
            })
        })
        .await
}

fn step(press: &Press, found: &Found) -> StartStep {
    StartStep {
        app: press.app.clone(),
        id: found.row.id,
        officer: press.officer.clone(),
        step: VERIFY.to_owned(),
        unit: None,
    }
}

/// Begins to look at the file.
pub(super) async fn start(given: Given, PostForm(typed): PostForm<Typed>) -> Handled {
    press(given, typed).run(|press, found| Ok(step(press, &found))).await
}

/// Has looked at the file.
pub(super) async fn finish(given: Given, PostForm(typed): PostForm<Typed>) -> Handled {
    press(given, typed).run(|press, found| Ok(FinishStep(step(press, &found)))).await
}

/// Says yes.
pub(super) async fn approve(given: Given, PostForm(typed): PostForm<Typed>) -> Handled {
    press(given, typed)
        .run(|press, found| {
            let (app, officer) = (press.app.clone(), press.officer.clone());
            Ok(Approve { app, id: found.row.id, officer })
        })
        .await
}

/// Says no, with a ground.
pub(super) async fn refuse(given: Given, PostForm(typed): PostForm<Typed>) -> Handled {
    press(given, typed)
        .run(|press, found| {
            Ok(Refuse {
                app: press.app.clone(),
                standard: found.standard,
                id: found.row.id,
                officer: press.officer.clone(),
                ground: press.typed.dasar.clone(),
                note: desk::letter(press.typed.surat.as_deref().unwrap_or_default())?,
            })
        })
        .await
}

/// Has handed the product over.
pub(super) async fn collect(given: Given, PostForm(typed): PostForm<Typed>) -> Handled {
    press(given, typed)
        .run(|press, found| {
            let by = Collector::Officer(press.officer.clone());
            Ok(Collect { app: press.app.clone(), id: found.row.id, by })
        })
        .await
}
