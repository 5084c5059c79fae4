//! A planner enters what a deliberation said: which proposals it accepted, in which order, and which it
//! sent back and why. All of it, or nothing.

use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::facts::{Payload, proposal as facts};
use kernel::id::ForumId;
use kernel::number::ApplicationNumber;
use platform::auth::{Can, Planner};
use platform::db::{Command, WriteTx};
use platform::i18n::Lang;

use super::super::model::{Forum, Verdict};
use super::super::rules;
use super::super::store::{self, forums};
use super::Act;
use platform::city::Names;

/// The longest reason, in characters.
const LONGEST: usize = 500;
/// The last place in an order.
const LAST: i64 = 10_000;

/// What a deliberation said about one proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It accepted it, at that place in the order, from 1.
    Accepted(i64),
    /// It sent it back, for that reason.
    Returned(String),
}

impl Outcome {
    fn check(&self) -> Result<()> {
        match self {
            Self::Accepted(rank) if !(1..=LAST).contains(rank) => {
                Err(Error::invalid("proposals-rank-wrong"))
            }
            Self::Returned(reason) if !(1..=LONGEST).contains(&reason.trim().chars().count()) => {
                Err(Error::invalid("proposals-reason-wrong"))
            }
            _ => Ok(()),
        }
    }
}

/// What a deliberation said.
#[derive(Clone)]
pub struct Decide {
    /// Which deliberation.
    pub forum: ForumId,
    /// What it said about each.
    pub outcomes: Vec<(ApplicationNumber, Outcome)>,
    /// Who enters it.
    pub planner: Can<Planner>,
}

impl Command for Decide {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let forum = forums::by_id(tx, self.forum).await?;
        let names = Names::load(tx, Lang::Id).await?;
        let act = Act::of(tx, self.planner.actor(Channel::Online, None));
        for (number, outcome) in &self.outcomes {
            outcome.check()?;
            one(tx, act, (&forum, &names), *number, outcome).await?;
        }
        Ok(())
    }
}

async fn one(
    tx: &mut WriteTx<'_>,
    act: Act,
    (forum, names): (&Forum, &Names),
    number: ApplicationNumber,
    outcome: &Outcome,
) -> Result<()> {
    let mut row = store::by_number(tx, number).await?;
    if !rules::may_judge(forum, &row, names) {
        return Err(Error::conflict("proposals-not-its-turn"));
    }
    let (before, entry, stage) = (row.seq, row.entry(), forum.stage);
    let accepted = matches!(outcome, Outcome::Accepted(_));
    row.state = row.state.judged(entry, stage, accepted)?;
    let (rank, reason) = match outcome {
        Outcome::Accepted(rank) => (Some(*rank), String::new()),
        Outcome::Returned(reason) => (None, reason.trim().to_owned()),
    };
    let verdict = Verdict { forum: forum.id, stage, rank, reason: reason.clone() };
    forums::insert_verdict(tx, row.id, &verdict).await?;
    let payload = match rank {
        Some(rank) => {
            Payload::ProposalAccepted(facts::Accepted { v: 1, forum: forum.id, stage, rank })
        }
        None => Payload::ProposalReturned(facts::Returned { v: 1, forum: forum.id, stage, reason }),
    };
    act.append(tx, &mut row, payload).await?;
    store::update(tx, &row, before).await
}
