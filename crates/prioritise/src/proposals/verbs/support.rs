//! A browser supports a proposal. Who sits before it is not known and not asked.

use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::facts::{Payload, proposal as facts};
use kernel::number::ApplicationNumber;
use platform::db::{Command, WriteTx};

use super::super::store::{self, forums};
use super::Act;

/// One more browser supports a proposal.
#[derive(Clone)]
pub struct Support {
    /// Which.
    pub number: ApplicationNumber,
    /// Hash of what the browser's cookie holds.
    pub token: Vec<u8>,
}

impl Command for Support {
    /// Whether it did not support it before.
    type Output = bool;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<bool> {
        let mut row = store::by_number(tx, self.number).await?;
        if !row.state.is_open() {
            return Err(Error::conflict("proposals-closed"));
        }
        if !forums::support(tx, row.id, &self.token).await? {
            return Ok(false);
        }
        let before = row.seq;
        row.supporters += 1;
        let act = Act::of(tx, Actor::citizen(Channel::Online));
        let supported = facts::Supported { v: 1, supporters: row.supporters };
        act.append(tx, &mut row, Payload::ProposalSupported(supported)).await?;
        store::update(tx, &row, before).await?;
        Ok(true)
    }
}
