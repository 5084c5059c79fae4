//! A ballot is opened over activities of a plan.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::facts::plan::{BallotItem, BallotOpened};
use kernel::id::{BallotId, CommandId};
use kernel::money::Rupiah;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::journal::Seal;
use platform::keys;

use super::super::model::ITEMS;
use super::super::store::{self, Ballot};
use super::{Said, append};
use crate::plan;

/// Opens a ballot.
#[derive(Clone)]
pub struct Open {
    /// The city.
    pub app: App,
    /// The budget.
    pub budget_year: i16,
    /// What it is called.
    pub title: String,
    /// What citizens divide, in rupiah.
    pub budget: i64,
    /// The last day on which it takes votes.
    pub last_day: Date,
    /// Codes of activities of the plan.
    pub codes: Vec<String>,
    /// Who opens it.
    pub actor: Actor,
}

impl Open {
    async fn items(&self, tx: &mut WriteTx<'_>) -> Result<Vec<BallotItem>> {
        let plan = plan::store::of_year(tx, self.budget_year).await?;
        let known = plan::store::activities(tx, plan.id).await?;
        let codes: BTreeSet<&String> = self.codes.iter().collect();
        if codes.len() != self.codes.len() || !(ITEMS.0..=ITEMS.1).contains(&codes.len()) {
            let error = Error::invalid("ballot-items-count");
            return Err(error.with("least", ITEMS.0).with("most", ITEMS.1));
        }
        let item = |code: &&String| {
            let found = known.iter().find(|activity| activity.code == ***code);
            let found = found
                .ok_or_else(|| Error::invalid("ballot-code-unknown").with("code", code.as_str()))?;
            if found.cost.get() > self.budget {
                return Err(Error::invalid("ballot-item-dear").with("code", code.as_str()));
            }
            let (code, title) = (found.code.clone(), found.title.clone());
            Ok(BallotItem { code, title, cost: found.cost })
        };
        codes.iter().map(item).collect()
    }
}

impl Command for Open {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let title = self.title.trim();
        if title.is_empty() || title.chars().count() > 100 {
            return Err(Error::invalid("ballot-title-wrong"));
        }
        let today = self.app.tz().to_datetime(tx.now()).date();
        if self.last_day <= today {
            return Err(Error::invalid("ballot-day-past"));
        }
        let newest = store::newest(tx).await?;
        if newest.is_some_and(|ballot| ballot.budget_year >= self.budget_year) {
            return Err(Error::conflict("ballot-opened-already"));
        }
        let items = self.items(tx).await?;
        let now = tx.now();
        let ballot = Ballot {
            id: BallotId::new(now, tx.rng()),
            budget_year: self.budget_year,
            title: title.to_owned(),
            budget: self.budget,
            last_day: self.last_day,
            items,
            file: String::new(),
            seq: 1,
        };
        // Votes lie under a key of the ballot's own.
        keys::create(tx, &self.app.vault, ballot.id.uuid()).await?;
        let opened = BallotOpened {
            v: 1,
            budget_year: ballot.budget_year,
            title: ballot.title.clone(),
            budget: Rupiah::new(ballot.budget),
            last_day: ballot.last_day,
            items: ballot.items.clone(),
        };
        let command = CommandId::new(now, tx.rng());
        let said = Said {
            subject: ballot.subject(),
            seq: ballot.seq,
            command,
            actor: self.actor,
            seal: Seal::Clear,
        };
        append(tx, said, Payload::BallotOpened(opened)).await?;
        store::insert(tx, &ballot).await
    }
}
