//! Planning a round: whom, how many, until when.

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::id::UserId;
use platform::db::{Command, WriteTx};
use uuid::Uuid;

use super::super::frame;
use super::super::model::{Round, State, Stratum};
use super::super::store;

/// Plans a round of a frozen questionnaire.
#[derive(Clone)]
pub struct Plan {
    /// What is asked.
    pub questionnaire: Uuid,
    /// First day on which an application was finished.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Last day on which answers are taken.
    pub closes: Date,
    /// How many to invite of each unit, by code; of those with fewer users all are invited.
    pub wanted: Vec<(String, i64)>,
    /// Who plans; none for a synthetic year.
    pub by: Option<UserId>,
}

impl Command for Plan {
    type Output = Uuid;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Uuid> {
        if self.from > self.to || self.to > self.closes {
            return Err(Error::invalid("surveys-error-days"));
        }
        store::questionnaire(tx, self.questionnaire).await?.must_be_as_frozen()?;
        let there = frame::counts(tx, self.from, self.to).await?;
        let drawn = |unit: &str, population: i64| {
            let wanted = self.wanted.iter().find(|(wanted, _)| wanted == unit);
            wanted.map_or(0, |(_, n)| (*n).clamp(0, population))
        };
        let plan: Vec<Stratum> = there
            .into_iter()
            .map(|(unit, population)| Stratum {
                drawn: drawn(&unit, population),
                unit,
                population,
                public_key: Vec::new(),
                sealed_key: Vec::new(),
            })
            .filter(|stratum| stratum.drawn > 0)
            .collect();
        if plan.is_empty() {
            return Err(Error::invalid("surveys-error-nobody"));
        }
        let id = super::super::boxes::random_id(tx);
        let round = Round {
            id,
            questionnaire: self.questionnaire,
            from: self.from,
            to: self.to,
            closes: self.closes,
            state: State::Planned,
            seq: 0,
            planned_by: self.by.map(UserId::uuid),
            opened_on: None,
            lost: 0,
        };
        store::insert_round(tx, &round, &plan).await?;
        Ok(id)
    }
}
