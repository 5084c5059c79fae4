//! A proposal goes on as part of another; nobody who supports it is lost, and nobody counts twice.

use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::facts::{Payload, proposal as facts};
use kernel::number::ApplicationNumber;
use platform::auth::{Can, Planner};
use platform::db::{Command, WriteTx};

use super::super::store::{self, forums};
use super::Act;

/// Two proposals become one.
#[derive(Clone)]
pub struct Merge {
    /// The one that ends.
    pub from: ApplicationNumber,
    /// The one that goes on.
    pub into: ApplicationNumber,
    /// Who merges them.
    pub planner: Can<Planner>,
}

impl Command for Merge {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut from = store::by_number(tx, self.from).await?;
        let mut into = store::by_number(tx, self.into).await?;
        if from.id == into.id || from.budget_year != into.budget_year {
            return Err(Error::invalid("proposals-merge-other"));
        }
        let (before, before_into) = (from.seq, into.seq);
        from.state = from.state.merged(into.state)?;
        from.merged_into = Some(into.id);
        let supporters = forums::carry_over(tx, (from.id, into.id)).await?;
        let act = Act::of(tx, self.planner.actor(Channel::Online, None));
        let merged = facts::Merged { v: 1, into: into.id, supporters };
        act.append(tx, &mut from, Payload::ProposalMerged(merged)).await?;
        store::update(tx, &from, before).await?;
        if supporters == into.supporters {
            return Ok(());
        }
        into.supporters = supporters;
        let supported = facts::Supported { v: 1, supporters };
        act.append(tx, &mut into, Payload::ProposalSupported(supported)).await?;
        store::update(tx, &into, before_into).await
    }
}
