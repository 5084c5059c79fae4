//! What the facts say now becomes what waits for a decision.

use jiff::{Timestamp, ToSpan as _};
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::ClockOp;
use kernel::facts::{Payload, decision as facts};
use kernel::id::DecisionId;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::keys;

use super::super::model::{Card, Decision, Source, State};
use super::super::rules::{MOST, rank};
use super::super::store;
use super::{RULE, Running, append, due};
use crate::events::log::midnight;

/// Proposes what presses most, and drops what holds no longer.
#[derive(Clone)]
pub struct Gather {
    /// The city.
    pub app: App,
    /// Everything that the facts find now.
    pub cards: Vec<Card>,
}

impl Command for Gather {
    type Output = usize;

    /// How many were proposed anew.
    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<usize> {
        let mut waiting = Vec::new();
        for decision in store::waiting(tx, &self.app).await? {
            if self.cards.iter().any(|card| is_same(card, &decision.card)) {
                waiting.push(decision.card);
            } else {
                self.drop_one(tx, decision).await?;
            }
        }
        let today = self.app.tz().to_datetime(tx.now()).date();
        let rest = self.app.rulebook.count("improve.decision_rest_days", today)?;
        let since = midnight(&self.app, today.saturating_sub(rest.days()))?;
        let answered = store::answered_since(tx, since).await?;
        let is_new = |card: &&Card| {
            let name = (card.source.code().to_owned(), card.reference.clone());
            !waiting.iter().any(|one| is_same(one, card)) && !answered.contains(&name)
        };
        let fresh: Vec<Card> = self.cards.iter().filter(is_new).cloned().collect();
        let sources: Vec<Source> = waiting.iter().map(|card| card.source).collect();
        let chosen = rank(fresh, &sources, today, MOST.saturating_sub(waiting.len()));
        let count = chosen.len();
        for card in chosen {
            propose(tx, &self.app, card).await?;
        }
        Ok(count)
    }
}

fn is_same(one: &Card, other: &Card) -> bool {
    one.source == other.source && one.reference == other.reference
}

impl Gather {
    async fn drop_one(&self, tx: &mut WriteTx<'_>, mut decision: Decision) -> Result<()> {
        let key = keys::find(tx, &self.app.vault, decision.id.uuid()).await?;
        let Some(key) = key else { return Ok(()) };
        let before = decision.seq;
        let moves = decision.clock.take().map(|clock| clock.moved(ClockOp::Stop));
        decision.state = State::Dropped;
        let payload = Payload::DecisionDropped(facts::Dropped { v: 1 });
        let acts = (payload, moves.into_iter().collect());
        append(tx, &key, &mut decision, Actor::system(), acts).await?;
        store::update(tx, &decision, before).await
    }
}

/// When it should be decided: by the rule, or by a day of its own that is nearer.
fn day(app: &App, card: &Card, now: Timestamp) -> Result<(jiff::civil::Date, Timestamp)> {
    let usual = due(app, RULE, now)?;
    let tomorrow = app.tz().to_datetime(now).date().tomorrow().map_err(kernel::Error::internal)?;
    let own = card.due.map(|day| day.max(tomorrow));
    match own {
        Some(day) if midnight(app, day.saturating_add(1.day()))? < usual => {
            Ok((day, midnight(app, day.saturating_add(1.day()))?))
        }
        _ => Ok((app.tz().to_datetime(usual).date(), usual)),
    }
}

/// Puts a finding before the head of the city.
pub(super) async fn propose(tx: &mut WriteTx<'_>, app: &App, card: Card) -> Result<Decision> {
    let now = tx.now();
    let id = DecisionId::new(now, tx.rng());
    let key = keys::create(tx, &app.vault, id.uuid()).await?;
    let (day, until) = day(app, &card, now)?;
    let (clock, moved) = Running::start(tx, app, RULE, until)?;
    let proposed = facts::Proposed {
        v: 1,
        source: card.source.code().to_owned(),
        reference: card.reference.clone(),
        unit: card.units.first().cloned(),
        due: day,
    };
    let mut decision = Decision {
        id,
        state: State::Proposed,
        card,
        due: day,
        missed: false,
        postponed: String::new(),
        clock: Some(clock),
        taken: None,
        taken_at: None,
        reviewed: None,
        seq: 0,
    };
    let act = (Payload::DecisionProposed(proposed), vec![moved]);
    append(tx, &key, &mut decision, Actor::system(), act).await?;
    store::insert(tx, &key, &decision).await?;
    Ok(decision)
}
