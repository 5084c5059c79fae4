//! The head of the city decides, puts off, or decides something of their own.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use kernel::Error;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Result;
use kernel::facts::{Payload, decision as facts};
use kernel::id::DecisionId;
use kernel::service::Bilingual;
use platform::App;
use platform::auth::{Can, Mayor, account};
use platform::db::{Command, WriteTx};
use platform::i18n::Lang;
use platform::outbox::tell_account;
use platform::vault::SubjectKey;

use super::super::model::{Card, Decision, LEAVE, Source, State};
use super::super::store;
use super::gather::begin;
use super::{INSPECT, OWNER, PLAN, REVIEW, RULE, append};
use crate::events::log::midnight;

/// The longest text of a decision or a reason, in characters.
const LONGEST: usize = 2_000;

/// What is decided.
#[derive(Clone, Debug)]
pub struct Said {
    /// What was decided, in words that everyone may read.
    pub words: String,
    /// The day from which it holds.
    pub from: Date,
    /// The day on which its effect is looked at.
    pub review: Date,
}

impl Said {
    /// Refuses what cannot be.
    ///
    /// # Errors
    /// Invalid: `decisions-words`, `decisions-from-day` or `decisions-review-day`.
    fn check(&self, today: Date) -> Result<()> {
        let long = self.words.chars().count();
        if self.words.trim().is_empty() || long > LONGEST {
            return Err(Error::invalid("decisions-words"));
        }
        if self.from < today || self.from > today.saturating_add(1.year()) {
            return Err(Error::invalid("decisions-from-day"));
        }
        if self.review <= self.from || self.review > today.saturating_add(2.years()) {
            return Err(Error::invalid("decisions-review-day"));
        }
        Ok(())
    }
}

/// A proposal is decided.
#[derive(Clone)]
pub struct Take {
    /// The city.
    pub app: App,
    /// Which.
    pub id: DecisionId,
    /// Code of the chosen option, or [`LEAVE`].
    pub option: String,
    /// What is decided.
    pub said: Said,
    /// Who decides.
    pub mayor: Can<Mayor>,
}

impl Command for Take {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let (decision, key) = store::by_id(tx, &self.app, self.id).await?;
        if decision.state != State::Proposed {
            return Err(Error::conflict("decisions-decided"));
        }
        let choice = decision.card.choices.iter().find(|choice| choice.code == self.option);
        if choice.is_none() && self.option != LEAVE {
            return Err(Error::invalid("decisions-option-choose"));
        }
        let measure = choice.and_then(|choice| choice.measure.clone());
        let taken = taken(&decision.card, &self.option, measure, &self.said);
        self.said.check(self.app.tz().to_datetime(tx.now()).date())?;
        let actor = self.mayor.actor(Channel::Online, None);
        close(tx, &self.app, (decision, key), actor, taken).await
    }
}

/// What everyone may read of a decision. A pattern is no verdict, so it names no unit in public.
fn taken(card: &Card, option: &str, measure: Option<String>, said: &Said) -> facts::Taken {
    facts::Taken {
        v: 1,
        source: card.source.code().to_owned(),
        option: option.to_owned(),
        words: said.words.trim().to_owned(),
        units: if card.source == Source::Signal { Vec::new() } else { card.units.clone() },
        from: said.from,
        measure,
        review: said.review,
    }
}

/// Writes what was decided; the clock of the review begins.
async fn close(
    tx: &mut WriteTx<'_>,
    app: &App,
    (mut decision, key): (Decision, SubjectKey),
    actor: Actor,
    taken: facts::Taken,
) -> Result<()> {
    let before = decision.seq;
    let mut moves = decision.clocks.stop_all();
    if taken.option != LEAVE {
        let until = midnight(app, taken.review.saturating_add(1.day()))?;
        moves.push(decision.clocks.start_until(tx, app, REVIEW, OWNER, until)?);
    }
    decision.state = State::Taken;
    decision.taken = Some(taken.clone());
    decision.taken_at = Some(tx.now());
    append(tx, &key, &mut decision, actor, (Payload::DecisionTaken(taken.clone()), moves)).await?;
    store::update(tx, &decision, before).await?;
    tell(tx, app, &decision, &taken).await
}

/// Whoever is asked for something by a decision is told of it: what to open, not what it says.
async fn tell(
    tx: &mut WriteTx<'_>,
    app: &App,
    decision: &Decision,
    taken: &facts::Taken,
) -> Result<()> {
    let mut readers = BTreeSet::new();
    match taken.option.as_str() {
        PLAN => {
            for unit in &taken.units {
                readers.extend(account::holders(tx, Role::Head, unit).await?);
            }
        }
        INSPECT => readers.extend(account::holders(tx, Role::Inspector, "").await?),
        _ => {}
    }
    let address = format!("{}/keputusan/{}", app.settings.public_url, decision.id);
    for reader in readers {
        let text = |lang: Lang| {
            let review = lang.date(taken.review);
            let body = [("review", review), ("link", address.clone())];
            let key =
                if taken.option == PLAN { "decisions-mail-plan" } else { "decisions-mail-inspect" };
            (lang.t("decisions-mail-subject"), lang.with(key, &body))
        };
        tell_account(tx, app, reader, text).await?;
    }
    Ok(())
}

/// A proposal is put off, once, for a reason that everyone may read.
#[derive(Clone)]
pub struct Postpone {
    /// The city.
    pub app: App,
    /// Which.
    pub id: DecisionId,
    /// Until when.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// Who puts it off.
    pub mayor: Can<Mayor>,
}

impl Command for Postpone {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let (mut decision, key) = store::by_id(tx, &self.app, self.id).await?;
        let before = decision.seq;
        if decision.state != State::Proposed {
            return Err(Error::conflict("decisions-decided"));
        }
        if !decision.postponed.is_empty() {
            return Err(Error::conflict("decisions-postponed-before"));
        }
        if decision.missed {
            return Err(Error::conflict("decisions-postpone-late"));
        }
        let reason = self.reason.trim();
        if reason.is_empty() || reason.chars().count() > LONGEST {
            return Err(Error::invalid("decisions-reason"));
        }
        let today = self.app.tz().to_datetime(tx.now()).date();
        let most = self.app.rulebook.count("improve.postpone_days", today)?;
        if self.until <= decision.due.max(today) || self.until > today.saturating_add(most.days()) {
            return Err(Error::invalid("decisions-until-day"));
        }
        let due = midnight(&self.app, self.until.saturating_add(1.day()))?;
        let mut moves = decision.clocks.stop_all();
        moves.push(decision.clocks.start_until(tx, &self.app, RULE, OWNER, due)?);
        decision.due = self.until;
        reason.clone_into(&mut decision.postponed);
        let postponed = facts::Postponed { v: 1, until: self.until, reason: reason.to_owned() };
        let actor = self.mayor.actor(Channel::Online, None);
        let act = (Payload::DecisionPostponed(postponed), moves);
        append(tx, &key, &mut decision, actor, act).await?;
        store::update(tx, &decision, before).await
    }
}

/// The head of the city decides what nobody proposed.
#[derive(Clone)]
pub struct Own {
    /// The city.
    pub app: App,
    /// Codes of the units that it concerns; empty for the whole city.
    pub units: Vec<String>,
    /// The measure of the reform that it should move, if one.
    pub measure: Option<String>,
    /// What is decided.
    pub said: Said,
    /// Who decides.
    pub mayor: Can<Mayor>,
}

impl Command for Own {
    type Output = DecisionId;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<DecisionId> {
        self.said.check(self.app.tz().to_datetime(tx.now()).date())?;
        if self
            .measure
            .as_deref()
            .is_some_and(|code| crate::reform::measures::measure(code).is_none())
        {
            return Err(Error::invalid("decisions-measure"));
        }
        let actor = self.mayor.actor(Channel::Online, None);
        let (units, measure) = (self.units.clone(), self.measure.clone());
        own(tx, &self.app, actor, (units, measure), &self.said).await
    }
}

async fn own(
    tx: &mut WriteTx<'_>,
    app: &App,
    actor: Actor,
    (units, measure): (Vec<String>, Option<String>),
    said: &Said,
) -> Result<DecisionId> {
    let words = || Bilingual { id: said.words.clone(), en: said.words.clone() };
    let nothing = || Bilingual { id: String::new(), en: String::new() };
    let card = Card {
        source: Source::Own,
        reference: String::new(),
        units,
        title: words(),
        evidence: nothing(),
        link: String::new(),
        chance: None,
        loss: 0.0,
        due: None,
        choices: Vec::new(),
    };
    let taken = taken(&card, "own", measure, said);
    // Nobody proposed it, so nothing waited.
    let (decision, key) = begin(tx, app, card, said.from).await?;
    let id = decision.id;
    store::insert(tx, &key, &decision).await?;
    close(tx, app, (decision, key), actor, taken).await?;
    Ok(id)
}

/// A decision of the past: only the loader of a synthetic year does this.
#[derive(Clone)]
pub struct Replay {
    /// The city.
    pub app: App,
    /// When it was taken.
    pub at: Timestamp,
    /// Codes of the units that it concerns.
    pub units: Vec<String>,
    /// The measure that it should move.
    pub measure: Option<String>,
    /// What was decided.
    pub said: Said,
    /// Who decided.
    pub mayor: Can<Mayor>,
}

impl Command for Replay {
    type Output = DecisionId;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<DecisionId> {
        tx.replay_at(self.at);
        let actor = self.mayor.actor(Channel::Online, None);
        let (units, measure) = (self.units.clone(), self.measure.clone());
        own(tx, &self.app, actor, (units, measure), &self.said).await
    }
}
