//! An officer is absent on some days: nothing is drawn for them then.

use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::{Payload, assignment as facts};
use kernel::id::UserId;
use platform::App;
use platform::db::{Command, WriteTx};

use super::super::store;
use super::about_officer;
use super::pool::refresh;

/// The longest absence that one declaration covers, in days: a year.
const LONGEST: i32 = 366;

/// The declaration, by the officer or by a head of the unit.
#[derive(Clone)]
pub struct Absent {
    /// The city.
    pub app: App,
    /// Who is absent.
    pub officer: UserId,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Who says so.
    pub actor: Actor,
}

impl Command for Absent {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let (from, until) = (self.from, self.until);
        // A past absence would explain a draw afterwards.
        if from < self.app.today() {
            return Err(Error::invalid("assignment-absent-past"));
        }
        if until < from || (until - from).get_days() > LONGEST {
            return Err(Error::invalid("assignment-absent-order"));
        }
        if !store::insert_absence(tx, self.officer, from, until).await? {
            return Ok(());
        }
        let payload = Payload::OfficerAbsent(facts::Absent { v: 1, from, until });
        about_officer(tx, &self.app, self.officer, self.actor, payload).await?;
        refresh(tx, &self.app).await
    }
}
