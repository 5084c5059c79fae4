//! An officer declares a conflict of interest (UU 30/2014 Art 43): the file is drawn again.

use kernel::Error;
use kernel::error::Result;
use kernel::facts::{Payload, assignment as facts};
use kernel::id::{ApplicationId, UserId};
use kernel::identity::Nik;
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::{Command, WriteTx};
use platform::vault::Lookup;

use super::super::model::Stands;
use super::super::store;
use super::draw::again;
use super::{DOOR, about_officer};
use crate::applications::model::State;
use crate::applications::store as files;
use crate::applications::verbs::File;

/// With what an officer has a conflict.
#[derive(Clone, Debug)]
pub enum About {
    /// One application.
    Application(ApplicationId),
    /// Whatever a person asks for.
    Person(Nik),
}

/// The declaration.
#[derive(Clone)]
pub struct Conflict {
    /// The city.
    pub app: App,
    /// Who declares it.
    pub officer: Can<Officer>,
    /// With what.
    pub about: About,
}

impl Command for Conflict {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let (about, key, files) = match &self.about {
            About::Application(id) => {
                let row = files::by_id(tx, *id).await?;
                if !self.officer.covers(&row.unit_code) {
                    return Err(Error::not_found());
                }
                (facts::Conflict::Application(*id), id.to_vec(), vec![row])
            }
            About::Person(nik) => {
                let hash = self.app.vault.lookup(Lookup::Nik, nik.expose());
                let text = hash.iter().map(|byte| format!("{byte:02x}")).collect();
                let files = files::by_nik(tx, &hash).await?;
                (facts::Conflict::Person(text), hash, files)
            }
        };
        let officer = self.officer.user();
        if !store::insert_conflict(tx, officer, key).await? {
            return Ok(());
        }
        let payload = Payload::OfficerConflicted(facts::Conflicted { v: 1, about });
        let actor = self.officer.actor(DOOR, None);
        about_officer(tx, &self.app, officer, actor, payload).await?;
        for row in files {
            self.step_aside(tx, officer, row).await?;
        }
        Ok(())
    }
}

impl Conflict {
    /// Draws a file again if it was the officer's and is not decided.
    async fn step_aside(
        &self,
        tx: &mut WriteTx<'_>,
        officer: UserId,
        row: files::Application,
    ) -> Result<()> {
        let (State::Queued | State::InProgress, Some(ticket)) = (row.state, row.ticket) else {
            return Ok(());
        };
        let Some(draw) = store::of_ticket(tx, ticket).await? else { return Ok(()) };
        if draw.stands != Stands::Drawn || draw.officer != Some(officer) {
            return Ok(());
        }
        let mut file = File::of(tx, &self.app, row).await?;
        again(tx, &self.app, &mut file, draw).await
    }
}
