//! A day passes: a proposal was not decided, or the effect of a decision is looked at.

use std::collections::BTreeSet;
use std::sync::Weak;

use estimation::impact::{Effect, Missing, Verdict};
use futures_util::future::BoxFuture;
use kernel::actor::Actor;
use kernel::error::{Kind, Result};
use kernel::facts::Payload;
use kernel::facts::decision::{Missed, Reviewed};
use kernel::id::DecisionId;
use platform::App;
use platform::clocks::{Lapsed, OnLapse};
use platform::db::WriteTx;

use super::super::model::{Decision, State};
use super::super::store;
use super::{REVIEW, RULE, append};
use crate::events::log;
use crate::reform::measures::measure;
use crate::reform::rules::{Table, Turn, months_before};
use crate::reform::store as counts;

/// Months of a measure that are looked at.
const MONTHS: usize = 24;

/// The owner of the clocks of decisions.
pub struct DecisionClocks {
    /// The city. Weak, because the city holds its handlers.
    pub app: Weak<platform::Platform>,
}

impl OnLapse for DecisionClocks {
    fn owns(&self, rule: &str) -> bool {
        rule == RULE || rule == REVIEW
    }

    fn lapse<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        lapsed: &'t Lapsed,
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            let Some(app) = self.app.upgrade() else { return Ok(()) };
            match passed(tx, &app, lapsed).await {
                Err(error) if error.kind() == Kind::NotFound => Ok(()),
                other => other,
            }
        })
    }
}

async fn passed(tx: &mut WriteTx<'_>, app: &App, lapsed: &Lapsed) -> Result<()> {
    let id = DecisionId::from_uuid(lapsed.subject.id);
    let (mut decision, key) = store::by_id(tx, app, id).await?;
    let before = decision.seq;
    // The table of clocks may be behind: it was decided or put off, or its day passed before.
    let act = match decision.clocks.rule_of(lapsed.clock) {
        Some(RULE) => {
            let Some(moved) = decision.clocks.lapse(lapsed.clock) else { return Ok(()) };
            decision.missed = true;
            let source = decision.card.source.code().to_owned();
            (Payload::DecisionMissed(Missed { v: 1, source, due: decision.due }), vec![moved])
        }
        Some(REVIEW) => {
            let reviewed = review(tx, app, &decision).await?;
            decision.state = State::Reviewed;
            decision.reviewed = Some(reviewed.clone());
            (Payload::DecisionReviewed(reviewed), decision.clocks.stop_all())
        }
        _ => return Ok(()),
    };
    append(tx, &key, &mut decision, Actor::system(), act).await?;
    store::update(tx, &decision, before).await
}

/// What a decision did to the measure that it should move.
async fn review(tx: &mut WriteTx<'_>, app: &App, decision: &Decision) -> Result<Reviewed> {
    let wanted = decision.taken.as_ref().and_then(|taken| taken.measure.as_deref());
    let Some(measure) = wanted.and_then(measure) else {
        let missing = "no_measure".to_owned();
        return Ok(Reviewed { v: 1, missing, ..Reviewed::default() });
    };
    let months = months_before(app.tz().to_datetime(tx.now()).date(), MONTHS);
    let counts = counts::counts(tx, &months[0]).await?;
    let marks = store::marks(tx).await?;
    let same: Vec<_> =
        marks.iter().filter(|mark| mark.taken.measure.as_deref() == Some(measure.code)).collect();
    let turns: Vec<Turn> = same
        .iter()
        .map(|mark| Turn {
            day: mark.taken.from,
            units: (!mark.taken.units.is_empty())
                .then(|| mark.taken.units.iter().cloned().collect::<BTreeSet<_>>()),
        })
        .collect();
    let fewest = i64::try_from(log::fewest(app)?).unwrap_or(i64::MAX);
    let found = same
        .iter()
        .position(|mark| mark.id == decision.id)
        .map(|which| Table::new(&measure, &counts, &months, fewest).effect(&turns, which));
    Ok(said(found.unwrap_or(Err(Missing::NoAfter))))
}

fn said(found: Result<Effect, Missing>) -> Reviewed {
    let micro = |value: f64| Some((value * 1e6).round() as i64);
    match found {
        Ok(effect) => Reviewed {
            v: 1,
            effect_micro: micro(effect.value),
            low_micro: micro(effect.low),
            high_micro: micro(effect.high),
            controls: effect.controls as u64,
            verdict: verdict(effect.verdict()).to_owned(),
            missing: String::new(),
        },
        Err(missing) => Reviewed { v: 1, missing: code(missing).to_owned(), ..Reviewed::default() },
    }
}

/// The stored name of a verdict, also used in locale keys.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Up => "up",
        Verdict::Down => "down",
        Verdict::Uncertain => "uncertain",
    }
}

/// The stored name of what is missing, also used in locale keys.
pub fn code(missing: Missing) -> &'static str {
    match missing {
        Missing::NoBefore => "no_before",
        Missing::NoAfter => "no_after",
        Missing::Entangled => "entangled",
        Missing::ShortHistory => "short_history",
    }
}
