//! The buttons of the file page. Each is one verb; afterwards the page shows the new state.

use axum::extract::{Path, State};
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::{Command, WriteTx};
use platform::journal::facts_of;
use platform::web::{Handled, PostForm, Visitor, redirect};

use super::super::super::desk::{self, Found};
use super::super::super::verbs::{
    Approve, Collect, Collector, Complete, File, FinishStep, Pick, Refuse, SendBack, StartStep,
};
use super::file::{Typed, refused};
use super::timeline;
use super::view::next_step;
use crate::process;

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

/// The step that runs or comes next, and whether it runs.
async fn current(press: &Press) -> Result<(Option<String>, bool)> {
    let tenant = press.visitor.tenant.id;
    let found = desk::find(&press.app, tenant, &press.officer, &press.number).await?;
    let mut tx = press.app.db.read(tenant).await?;
    let file = File::of(&mut tx, &press.app, found.row).await?;
    let facts = facts_of(&mut tx, file.row.subject(), Some(&file.key)).await?;
    let (row, day) = (&file.row, press.app.today());
    let process = process::process(&mut tx, &row.service, &row.unit_code, day).await?;
    Ok((next_step(&process, &facts), timeline::running(&facts).is_some()))
}

/// Begins the next step, or ends the one that runs. A page from before another click is refused.
async fn step(given: Given, typed: Typed, ends: bool) -> Handled {
    let press = press(given, typed);
    let (step, runs) = current(&press).await?;
    let step = step.filter(|_| runs == ends);
    press
        .run(|press, found| {
            let step = step.ok_or_else(|| Error::conflict("error-changed-meanwhile"))?;
            let (app, officer) = (press.app.clone(), press.officer.clone());
            let start = StartStep { app, id: found.row.id, officer, step, unit: None };
            Ok(if ends { Turn::Finish(FinishStep(start)) } else { Turn::Start(start) })
        })
        .await
}

/// One of the two buttons of a step.
#[derive(Clone)]
enum Turn {
    Start(StartStep),
    Finish(FinishStep),
}

impl Command for Turn {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        match self {
            Self::Start(start) => start.run(tx).await,
            Self::Finish(finish) => finish.run(tx).await,
        }
    }
}

/// Begins the next step of the file.
pub(super) async fn start(given: Given, PostForm(typed): PostForm<Typed>) -> Handled {
    step(given, typed, false).await
}

/// Ends the step that runs.
pub(super) async fn finish(given: Given, PostForm(typed): PostForm<Typed>) -> Handled {
    step(given, typed, true).await
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
