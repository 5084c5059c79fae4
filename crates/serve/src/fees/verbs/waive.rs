//! Waiving: an officer asks for a listed reason, and the head, another person, decides (UU 1/2022
//! Art 96).

use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::facts::{Payload, fee as facts};
use kernel::id::ApplicationId;
use platform::App;
use platform::auth::{Can, Head, Officer};
use platform::db::{Command, WriteTx};

use super::super::rules::REASONS_RULE;
use super::super::store;
use super::{of, settle};
use crate::applications::verbs::{File, covers, new_command};

/// An officer asks the head.
#[derive(Clone)]
pub struct AskWaiver {
    /// The city.
    pub app: App,
    /// Which application.
    pub id: ApplicationId,
    /// Who asks.
    pub officer: Can<Officer>,
    /// One of the reasons that the rule lists.
    pub reason: String,
}

impl Command for AskWaiver {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let today = self.app.tz().to_datetime(tx.now()).date();
        let listed = self.app.rulebook.text(REASONS_RULE, today)?;
        if !listed.split(',').any(|reason| reason.trim() == self.reason) {
            return Err(Error::invalid("fees-reason-missing"));
        }
        let mut file = File::load(tx, &self.app, self.id).await?;
        covers(&self.officer, &file)?;
        let mut fee = of(tx, &file).await?;
        fee.ask(self.officer.user(), &self.reason)?;
        store::update(tx, &fee).await?;
        let actor = self.officer.actor(Channel::Counter, Some(file.row.unit_id));
        let waiver = facts::Waiver { v: 1, amount: fee.amount, reason: self.reason.clone() };
        let command = new_command(tx);
        file.commit(tx, command, actor, Payload::FeeWaiverAsked(waiver), Vec::new()).await
    }
}

/// The head decides.
#[derive(Clone)]
pub struct DecideWaiver {
    /// The city.
    pub app: App,
    /// Which application.
    pub id: ApplicationId,
    /// Who decides.
    pub head: Can<Head>,
    /// Whether it is waived.
    pub waive: bool,
}

impl Command for DecideWaiver {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut file = File::load(tx, &self.app, self.id).await?;
        if !self.head.covers(&file.row.unit_code) {
            return Err(Error::not_found());
        }
        let mut fee = of(tx, &file).await?;
        let actor = self.head.actor(Channel::Online, Some(file.row.unit_id));
        let command = new_command(tx);
        if !self.waive {
            fee.refuse()?;
            store::update(tx, &fee).await?;
            let payload = Payload::FeeWaiverRefused(facts::WaiverRefused { v: 1 });
            return file.commit(tx, command, actor, payload, Vec::new()).await;
        }
        fee.waive(self.head.user(), tx.now())?;
        let waiver = facts::Waiver { v: 1, amount: fee.amount, reason: fee.reason.clone() };
        let payload = Payload::FeeWaived(waiver);
        settle(tx, &self.app, (&mut file, &fee), (command, actor), payload).await
    }
}
