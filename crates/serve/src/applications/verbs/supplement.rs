//! The citizen sends what was missing, and only that. The clock runs again.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp};
use kernel::facts::{Payload, application as facts};
use kernel::id::{ApplicationId, ClockId, CommandId};
use kernel::service::{FeeDue, Standard};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::links;
use platform::vault::Lookup;

use super::super::model::{Bearer, Came, State};
use super::super::rules;
use super::super::store::{self, HeldDocument};
use super::{File, new_command};
use crate::fees::verbs::charge_now;

/// What came.
#[derive(Clone)]
pub struct Supplement {
    /// The city.
    pub app: App,
    /// The standard of the application.
    pub standard: Arc<Standard>,
    /// Which application.
    pub id: ApplicationId,
    /// Who hands it in, and by which door.
    pub actor: Actor,
    /// Who brought it.
    pub came: Came,
    /// The documents, at least one.
    pub documents: Vec<HeldDocument>,
}

impl Command for Supplement {
    type Output = State;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<State> {
        let mut file = File::load(tx, &self.app, self.id).await?;
        file.must_be(&[State::Returned, State::Submitted])?;
        if self.documents.is_empty() {
            return Err(Error::invalid("applications-supplement-empty"));
        }
        for document in &self.documents {
            store::set_document(tx, self.id, document).await?;
        }
        let command = new_command(tx);
        self.proceed(tx, &mut file, command).await?;
        Ok(file.row.state)
    }
}

impl Supplement {
    /// The file goes on with what is there now.
    pub(super) async fn proceed(
        &self,
        tx: &mut WriteTx<'_>,
        file: &mut File,
        command: CommandId,
    ) -> Result<()> {
        let by = rules::handed_in_by(&self.came, file.row.applicant, &file.details()?)?;
        if let Came::Other(bearer) = &self.came {
            self.keep_bearer(tx, file, bearer).await?;
        }
        let supplemented = Payload::Supplemented(facts::Supplemented {
            v: 2,
            documents: self.documents.iter().map(|d| d.code.clone()).collect(),
            by: Some(by),
        });
        // The payload is sealed under the person's key; who of four came names nobody, and whoever reads
        // positions must know it unopened.
        let watch = ClockId::new(tx.now(), tx.rng());
        let brought = file.clock(watch, rules::brought_rule(by), None, ClockOp::Measure);
        if file.row.completed_at.is_some() {
            let mut clocks = file.resume(tx.now(), &self.app, &self.standard)?;
            clocks.push(brought);
            file.row.state = State::InProgress;
            return file.commit(tx, command, self.actor, supplemented, clocks).await;
        }
        self.before_completeness(tx, file, command, (supplemented, brought)).await
    }

    /// Keeps the name for officers, and for analysis a pseudonym of who came first after a return.
    async fn keep_bearer(
        &self,
        tx: &mut WriteTx<'_>,
        file: &mut File,
        bearer: &Bearer,
    ) -> Result<()> {
        let mut details = file.details()?;
        let returned = !details.notes.is_empty();
        if !details.bearers.contains(bearer) {
            details.bearers.push(bearer.clone());
            file.keep(tx, &details)?;
        }
        if !returned {
            return Ok(());
        }
        let pseudonym = links::pseudonym(&self.app.vault, Lookup::Nik, bearer.nik.expose());
        links::join(tx, &file.key, &pseudonym).await
    }

    /// Before the file was ever complete: complete at once when nothing is missing any more,
    /// otherwise an officer looks again.
    async fn before_completeness(
        &self,
        tx: &mut WriteTx<'_>,
        file: &mut File,
        command: CommandId,
        (supplemented, brought): (Payload, ClockMove),
    ) -> Result<()> {
        let answers = file.details()?.answers;
        let held: BTreeMap<_, _> =
            store::documents(tx, self.id).await?.into_iter().map(|d| (d.code, d.state)).collect();
        let complete = rules::missing(&self.standard, &answers, &held).is_empty();
        let mut clocks = vec![brought];
        if complete {
            clocks.extend(file.end_check(ClockOp::Stop));
        } else if file.row.check_clock.is_none() {
            clocks.push(file.start_check(tx, &self.app)?);
        }
        file.row.state = State::Submitted;
        file.commit(tx, command, self.actor, supplemented, clocks).await?;
        if !complete {
            return Ok(());
        }
        let actor = Actor { user: None, ..self.actor };
        let how = facts::Completion::AtOnce;
        let (payload, clocks) =
            file.become_complete(tx, &self.app, &self.standard, how, Vec::new())?;
        file.commit(tx, command, actor, payload, clocks).await?;
        file.enter_queue(tx, command, actor).await?;
        charge_now(tx, file, &self.standard, FeeDue::Submission, (command, actor)).await
    }
}
