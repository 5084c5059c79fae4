//! Reads the journal for what gives a head a duty.

use kernel::error::Result;
use kernel::fact::{ClockOp, Positioned};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::i18n::Lang;
use platform::journal::facts_after;

use super::super::store;
use super::duty;
use crate::city::Units;

/// How many facts one step reads.
const STEP: i64 = 1000;

/// Reads the next facts of the journal. True while there may be more. The position is kept in the
/// transaction of the duties, so no fact is read twice or passed over.
#[derive(Clone)]
pub struct Follow {
    /// The city.
    pub app: App,
}

impl Command for Follow {
    type Output = bool;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<bool> {
        let from = store::read_position(tx).await?;
        let facts = facts_after(tx, from, STEP).await?;
        let Some(last) = facts.last().map(|fact| fact.position) else { return Ok(false) };
        let units = Units::load(tx, Lang::Id).await?;
        for fact in &facts {
            if let Some(unit) = self.concerned(fact).filter(|unit| units.has(unit)) {
                duty::assign(tx, &self.app, fact.subject.id, &fact.kind, &unit).await?;
            }
        }
        store::set_read_position(tx, last).await?;
        Ok(facts.len() as i64 == STEP)
    }
}

impl Follow {
    /// The unit whose head must act on this fact: the owner of a clock that it starts or measures, when
    /// kind and rule are listed. A clock that starts belongs to a unit only where the unit may know; of
    /// what is the Inspectorate's alone, a measure names the unit in the act that tells it.
    fn concerned(&self, fact: &Positioned) -> Option<String> {
        let day = self.app.tz().to_datetime(fact.recorded_at).date();
        // Before the law was in force nothing arises from it.
        let Ok(listed) = self.app.rulebook.text("oversee.duty_sources", day) else {
            return None;
        };
        let is_listed = |rule: &str| {
            let mut pairs = listed.split_whitespace().filter_map(|pair| pair.split_once('/'));
            pairs.any(|(kind, wanted)| kind == fact.kind && wanted == rule)
        };
        let started = fact
            .clocks
            .iter()
            .filter(|moved| matches!(moved.op, ClockOp::Start { .. } | ClockOp::Measure));
        started.filter(|moved| is_listed(&moved.rule)).map(|moved| moved.owner.clone()).next()
    }
}
