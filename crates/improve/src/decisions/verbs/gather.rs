//! What the facts say now becomes what waits for a decision.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::facts::{Payload, decision as facts};
use kernel::id::DecisionId;
use platform::App;
use platform::auth::{Can, Mayor};
use platform::db::{Command, WriteTx};
use platform::keys;
use platform::running::{Clocks, due};
use platform::vault::SubjectKey;

use super::super::model::{Card, Decision, Source, State};
use super::super::rules::{MOST, rank};
use super::super::store;
use super::{OWNER, RULE, append};
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
            propose(tx, &self.app, Actor::system(), card).await?;
        }
        Ok(count)
    }
}

/// The head of the city takes up a finding that does not wait yet, beyond those that press most.
#[derive(Clone)]
pub struct Raise {
    /// The city.
    pub app: App,
    /// The finding.
    pub card: Card,
    /// Who takes it up.
    pub mayor: Can<Mayor>,
}

impl Command for Raise {
    type Output = DecisionId;

    /// The decision about it: the one that there is, waiting or taken, or a new one.
    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<DecisionId> {
        let known = store::about(tx, self.card.source).await?;
        if let Some(known) = known.get(&self.card.reference) {
            return Ok(known.id);
        }
        let actor = self.mayor.actor(Channel::Online, None);
        propose(tx, &self.app, actor, self.card.clone()).await
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
        let moves = decision.clocks.stop_all();
        decision.state = State::Dropped;
        let payload = Payload::DecisionDropped(facts::Dropped { v: 1 });
        append(tx, &key, &mut decision, Actor::system(), (payload, moves)).await?;
        store::update(tx, &decision, before).await
    }
}

/// When it should be decided: by the rule, or by a day of its own that is nearer.
fn day(app: &App, card: &Card, now: Timestamp) -> Result<(Date, Timestamp)> {
    let usual = due(app, RULE, "", now)?;
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
async fn propose(tx: &mut WriteTx<'_>, app: &App, actor: Actor, card: Card) -> Result<DecisionId> {
    let (day, until) = day(app, &card, tx.now())?;
    let (mut decision, key) = begin(tx, app, card, day).await?;
    let card = &decision.card;
    let proposed = facts::Proposed {
        v: 1,
        source: card.source.code().to_owned(),
        reference: card.reference.clone(),
        unit: card.units.first().cloned(),
        due: day,
    };
    let moved = decision.clocks.start_until(tx, app, RULE, OWNER, until)?;
    let act = (Payload::DecisionProposed(proposed), vec![moved]);
    append(tx, &key, &mut decision, actor, act).await?;
    store::insert(tx, &key, &decision).await?;
    Ok(decision.id)
}

/// A decision of which nothing is written yet, and its key.
pub(super) async fn begin(
    tx: &mut WriteTx<'_>,
    app: &App,
    card: Card,
    due: Date,
) -> Result<(Decision, SubjectKey)> {
    let id = DecisionId::new(tx.now(), tx.rng());
    let key = keys::create(tx, &app.vault, id.uuid()).await?;
    let decision = Decision {
        id,
        state: State::Proposed,
        card,
        due,
        missed: false,
        postponed: String::new(),
        clocks: Clocks::default(),
        taken: None,
        taken_at: None,
        reviewed: None,
        seq: 0,
    };
    Ok((decision, key))
}
