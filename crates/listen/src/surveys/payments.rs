//! What users told of payments beyond the fee, unit by unit.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::error::Result;
use platform::db::Tx;
use platform::journal::facts_of;

use super::model::{Round, State};
use super::results::LEAST;
use super::{frame, store};

/// The question whether people paid more than the official fee, in every questionnaire that has it.
const PAID: &str = "gratifikasi";

/// What users of one unit told in one round.
#[derive(Clone, Debug)]
pub struct Told {
    /// The round.
    pub round: Round,
    /// Code of the unit.
    pub unit: String,
    /// Users whom it served in the round's period, alone or by somebody else.
    pub users: i64,
    /// Those who answered the question.
    pub answers: i64,
    /// Those of them who told of a payment.
    pub paid: i64,
}

/// Of how many answers to the question how many told of a payment, by unit; none when it was not asked.
///
/// # Errors
/// When the database fails.
pub async fn of_round(
    tx: &mut Tx<'_>,
    round: &Round,
) -> Result<Option<BTreeMap<String, (i64, i64)>>> {
    let asked = store::questionnaire(tx, round.questionnaire).await?.body;
    let Some(item) = asked.items.iter().find(|item| item.key == PAID) else {
        return Ok(None);
    };
    let mut units: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for answer in store::answers(tx, round.id).await? {
        if let Some(said) = answer.answers.0.get(PAID) {
            let (answers, paid) = units.entry(answer.unit).or_default();
            *answers += 1;
            *paid += i64::from(item.is_yes(said));
        }
    }
    Ok(Some(units))
}

/// Rounds that were closed after one instant and up to another, unit by unit. Of a unit with fewer than
/// [`LEAST`] answers nothing is told.
///
/// # Errors
/// When the database fails.
pub async fn closed(tx: &mut Tx<'_>, after: Timestamp, until: Timestamp) -> Result<Vec<Told>> {
    let mut told = Vec::new();
    for round in store::rounds(tx).await? {
        if !matches!(round.state, State::Closed | State::Published) {
            continue;
        }
        let facts = facts_of(tx, round.subject(), None).await?;
        let closed = facts.iter().find(|fact| fact.kind == "answers.closed");
        if closed.is_none_or(|fact| fact.recorded_at <= after || fact.recorded_at > until) {
            continue;
        }
        let Some(units) = of_round(tx, &round).await? else { continue };
        let served: BTreeMap<String, i64> =
            frame::served(tx, round.from, round.to).await?.into_iter().collect();
        for (unit, (answers, paid)) in units {
            if answers >= LEAST as i64 {
                // The frame may lack applications while it is rebuilt; whoever answered was served.
                let users = served.get(&unit).copied().unwrap_or_default().max(answers);
                told.push(Told { round: round.clone(), unit, users, answers, paid });
            }
        }
    }
    Ok(told)
}
