//! What those who handle reports do.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use kernel::Error;
use kernel::actor::Role;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp};
use kernel::facts::Payload;
use kernel::facts::complaint::{self as facts, Class, Handler, Outcome};
use kernel::id::{ClockId, ComplaintId, UserId};
use kernel::number::ApplicationNumber;
use platform::auth::account;
use platform::db::WriteTx;
use platform::{journal, keys};

use super::super::messages::{self, News};
use super::super::model::Matter;
use super::super::report::{Details, Report, tell_everyone};
use super::super::store::{self, Row};
use super::super::{categories, redact, rules};
use super::receive::{enter, free_number};
use super::{Doing, Letter};

impl Doing<'_> {
    pub(super) async fn verify(
        &mut self,
        tx: &mut WriteTx<'_>,
        class: Class,
        category: &str,
        about: Option<&str>,
        text: Option<&str>,
    ) -> Result<()> {
        categories::find(category)?;
        let (category, about) = (category.to_owned(), about.map(str::to_owned));
        self.report.row.matter.verify(class, category.clone(), about.clone())?;
        let row = &mut self.report.row;
        let is_public = row.matter.is_public();
        let stopped = [rules::VERIFICATION, rules::COMPLETENESS].map(|rule| row.clocks.stop(rule));
        let mut moves: Vec<_> = stopped.into_iter().flatten().collect();
        moves.push(self.start(tx, rules::handling(class))?);
        if rules::has_decision(class) {
            moves.push(self.start(tx, rules::DECISION)?);
        }
        let published = match text.filter(|_| is_public) {
            Some(text) => Some(redact::hide(text, &self.report.reporter()?)),
            None => None,
        };
        if let Some(text) = &published {
            let position = self.report.details()?.position;
            store::publish(tx, &self.report.row, text, position).await?;
        }
        let verified = facts::Verified { v: 1, class, category, about, published };
        self.commit(tx, Payload::ComplaintVerified(verified), moves).await
    }

    pub(super) async fn classify(
        &mut self,
        tx: &mut WriteTx<'_>,
        class: Class,
        category: &str,
        reason: &str,
    ) -> Result<()> {
        categories::find(category)?;
        let before = self.report.row.matter.class;
        self.report.row.matter.classify(class, category.to_owned())?;
        let desk = self.report.row.desk();
        let (old, new) = (rules::handling(before), rules::handling(class));
        let clocks = &mut self.report.row.clocks;
        let mut moves = clocks.hand_to(tx, self.app, &desk)?;
        if before != class {
            // A new class does not buy time: its clock began when the report was clear.
            let since = clocks.of(old).and_then(|clock| clock.started).unwrap_or_else(|| tx.now());
            moves.extend(clocks.change(tx, self.app, old, new)?);
            if rules::has_decision(class) && clocks.of(rules::DECISION).is_none() {
                moves.push(clocks.start_since(tx, self.app, rules::DECISION, &desk, since)?);
            }
        }
        let (category, reason) = (category.to_owned(), reason.to_owned());
        let classified = facts::Classified { v: 1, class, category, reason };
        self.commit(tx, Payload::ComplaintClassified(classified), moves).await
    }

    pub(super) async fn dispose(&mut self, tx: &mut WriteTx<'_>, to: &Handler) -> Result<()> {
        self.report.row.matter.dispose(to.clone())?;
        let desk = self.report.row.desk();
        let mut moves = self.report.row.clocks.hand_to(tx, self.app, &desk)?;
        if self.report.row.clocks.of(rules::FIRST_RESPONSE).is_none() {
            moves.push(self.start(tx, rules::FIRST_RESPONSE)?);
        }
        let disposed = facts::Disposed { v: 1, to: to.clone() };
        self.commit(tx, Payload::ComplaintDisposed(disposed), moves).await
    }

    pub(super) async fn give_back(&mut self, tx: &mut WriteTx<'_>, reason: &str) -> Result<()> {
        self.report.row.matter.give_back()?;
        let row = &mut self.report.row;
        let mut moves: Vec<_> = row.clocks.stop(rules::FIRST_RESPONSE).into_iter().collect();
        let desk = row.desk();
        moves.extend(row.clocks.hand_to(tx, self.app, &desk)?);
        let classified = facts::Classified {
            v: 1,
            class: row.matter.class,
            category: row.matter.category.clone(),
            reason: reason.to_owned(),
        };
        self.commit(tx, Payload::ComplaintClassified(classified), moves).await
    }

    pub(super) async fn name(&mut self, tx: &mut WriteTx<'_>, accounts: &[UserId]) -> Result<()> {
        self.report.row.matter.name(accounts.to_vec())?;
        let named = facts::Named { v: 1, accounts: accounts.to_vec() };
        self.commit(tx, Payload::ComplaintNamed(named), Vec::new()).await
    }

    pub(super) async fn ask(&mut self, tx: &mut WriteTx<'_>, text: &str) -> Result<()> {
        self.report.row.matter.ask()?;
        let now = tx.now();
        let row = &mut self.report.row;
        row.waits_since = Some(now);
        // Whoever is asked for more has been told that the report is not complete.
        let mut moves: Vec<_> = row.clocks.stop(rules::COMPLETENESS).into_iter().collect();
        moves.extend(row.clocks.pause(now, "complaint-pause-reporter"));
        moves.push(self.start(tx, rules::SUPPLEMENT)?);
        moves.push(self.start(tx, rules::SECOND_NOTICE)?);
        let said = facts::Said { v: 1, text: text.to_owned(), public: false, files: Vec::new() };
        self.commit(tx, Payload::ComplaintAsked(said), moves).await?;
        self.await_word(tx, News::Asked, rules::SUPPLEMENT).await
    }

    pub(super) async fn answer(&mut self, tx: &mut WriteTx<'_>, letter: &Letter) -> Result<()> {
        self.report.row.matter.answer()?;
        let moves = self.report.row.clocks.stop(rules::FIRST_RESPONSE).into_iter().collect();
        self.publish_words(tx, letter).await?;
        let said = facts::Said {
            v: 1,
            text: letter.text.clone(),
            public: letter.public,
            files: letter.files.clone(),
        };
        self.commit(tx, Payload::ComplaintAnswered(said), moves).await?;
        messages::tell(tx, self.app, &self.report, News::Answered, None).await?;
        Ok(())
    }

    /// Proposes the end of a report, and of those that joined it: each reporter has the word on their
    /// own.
    pub(super) async fn propose(
        &mut self,
        tx: &mut WriteTx<'_>,
        outcome: Outcome,
        letter: &Letter,
    ) -> Result<()> {
        self.publish_words(tx, letter).await?;
        self.propose_one(tx, outcome, letter).await?;
        for row in store::joined_to(tx, self.report.row.id).await? {
            let report = Report::of(tx, self.app, row).await?;
            let (command, actor) = (self.command, self.actor);
            let mut joined = Doing { app: self.app, report, command, actor };
            joined.propose_one(tx, outcome, letter).await?;
            store::set_open(tx, &joined.report.row).await?;
        }
        Ok(())
    }

    async fn propose_one(
        &mut self,
        tx: &mut WriteTx<'_>,
        outcome: Outcome,
        letter: &Letter,
    ) -> Result<()> {
        self.report.row.matter.propose(outcome)?;
        let now = tx.now();
        let row = &mut self.report.row;
        let handling = row.clocks.of(rules::handling(row.matter.class));
        let due = handling.and_then(|clock| clock.due);
        row.proposed_late = due.is_some_and(|due| {
            let left = due.duration_since(now);
            left >= SignedDuration::ZERO && left < SignedDuration::from_hours(24)
        });
        row.waits_since = Some(now);
        let mut moves = row.clocks.stop_all();
        moves.push(self.start(tx, rules::SILENCE)?);
        moves.push(self.start(tx, rules::SECOND_NOTICE)?);
        let proposed = facts::CloseProposed {
            v: 1,
            outcome,
            text: letter.text.clone(),
            public: letter.public,
        };
        self.commit(tx, Payload::ComplaintCloseProposed(proposed), moves).await?;
        self.await_word(tx, News::Proposed, rules::SILENCE).await
    }

    /// What was found proven is told to the head of the unit, who must summon and examine (PP 94/2021
    /// Art 28). Until then the unit does not know that there is a report, and of the report itself it
    /// learns nothing now either: the measure names the unit and nothing else.
    pub(super) async fn tell_superior(&mut self, tx: &mut WriteTx<'_>) -> Result<()> {
        let row = &self.report.row;
        let unit = row.matter.proven_of()?.to_owned();
        let heads = account::holders(tx, Role::Head, &unit).await?;
        if heads.iter().any(|head| row.matter.named.contains(head)) {
            return Err(Error::conflict("complaint-superior-concerned"));
        }
        let facts = journal::facts_of(tx, row.subject(), Some(&self.report.key)).await?;
        let told = |payload: &Option<Payload>| matches!(payload, Some(Payload::ComplaintSuperiorTold(told)) if told.unit == unit);
        if facts.iter().any(|fact| told(&fact.payload)) {
            return Err(Error::conflict("complaint-superior-told"));
        }
        let measured = ClockMove {
            clock: ClockId::new(tx.now(), tx.rng()),
            rule: rules::PROVEN.to_owned(),
            owner: unit.clone(),
            due_at: None,
            op: ClockOp::Measure,
        };
        let payload = Payload::ComplaintSuperiorTold(facts::SuperiorTold { v: 1, unit });
        self.commit(tx, payload, vec![measured]).await
    }

    pub(super) async fn override_end(
        &mut self,
        tx: &mut WriteTx<'_>,
        reason: &str,
        text: &str,
    ) -> Result<()> {
        let now = tx.now();
        let unit = self.report.row.desk();
        self.report.row.matter.override_end(reason, now)?;
        let moves = self.report.row.clocks.stop_all();
        let ended =
            facts::ClosedByOverride { v: 1, reason: reason.to_owned(), text: text.to_owned() };
        self.commit(tx, Payload::ComplaintClosedByOverride(ended), moves).await?;
        let counted = facts::ClosedWithoutConsent { v: 1, unit, reason: reason.to_owned() };
        let payload = Payload::ComplaintClosedWithoutConsent(counted);
        tell_everyone(tx, self.command, self.actor, payload).await?;
        self.tell_closed(tx).await
    }

    pub(super) async fn hand_over(
        &mut self,
        tx: &mut WriteTx<'_>,
        body: &str,
        text: &str,
    ) -> Result<()> {
        let now = tx.now();
        self.report.row.matter.hand_over(now)?;
        let moves = self.report.row.clocks.stop_all();
        let (body, text) = (body.to_owned(), text.to_owned());
        let given = facts::HandedOver { v: 1, body: body.clone(), text };
        self.commit(tx, Payload::ComplaintHandedOver(given), moves).await?;
        let counted = Payload::ComplaintHandedOverCounted(facts::HandedOverCounted { v: 1, body });
        tell_everyone(tx, self.command, self.actor, counted).await?;
        messages::tell(tx, self.app, &self.report, News::HandedOver, None).await?;
        Ok(())
    }

    pub(super) async fn join(
        &mut self,
        tx: &mut WriteTx<'_>,
        number: ApplicationNumber,
    ) -> Result<()> {
        let other = store::by_number(tx, number).await?;
        let unknown = || Error::invalid("complaint-join-unknown");
        let other = other.filter(|other| other.id != self.report.row.id).ok_or_else(unknown)?;
        self.report.row.matter.join(&other.matter)?;
        self.report.row.joined_into = Some(other.id);
        let desk = self.report.row.desk();
        let moves = self.report.row.clocks.hand_to(tx, self.app, &desk)?;
        let joined = facts::Joined { v: 1, into: other.number.to_string() };
        self.commit(tx, Payload::ComplaintJoined(joined), moves).await
    }

    pub(super) async fn split(
        &mut self,
        tx: &mut WriteTx<'_>,
        category: &str,
        story: &str,
    ) -> Result<()> {
        let kind = categories::find(category)?;
        if !self.report.row.matter.state.is_open() {
            return Err(Error::conflict("complaint-wrong-state"));
        }
        let now = tx.now();
        let id = ComplaintId::new(now, tx.rng());
        let key = keys::create(tx, &self.app.vault, id.uuid()).await?;
        // Files stay under the key of the report that they came with, answers with the questions of its
        // category.
        let details = Details {
            story: story.to_owned(),
            files: Vec::new(),
            answers: BTreeMap::new(),
            ..self.report.details()?
        };
        let (sealed, identity) = Report::seal(&key, &details, &self.report.reporter()?, tx)?;
        let whole = &self.report.row;
        let mut matter = Matter::new(kind.class, kind.code.clone(), whole.matter.about.clone());
        (matter.anonymous, matter.secret) = (whole.matter.anonymous, whole.matter.secret);
        matter.named.clone_from(&whole.matter.named);
        let known = (free_number(tx).await?, whole.secret_hash.clone());
        let row = Row {
            kelurahan: whole.kelurahan.clone(),
            channel: whole.channel,
            ..Row::new(id, matter, known, (sealed, identity), now)
        };
        let mut part = Report { row, key };
        enter(tx, self.app, &mut part, self.actor).await?;
        let split = facts::Split { v: 1, part: part.row.number.to_string() };
        self.commit(tx, Payload::ComplaintSplit(split), Vec::new()).await?;
        let due = part.row.clocks.of(rules::VERIFICATION).and_then(|clock| clock.due);
        messages::tell(tx, self.app, &part, News::Received, due).await?;
        Ok(())
    }

    async fn publish_words(&self, tx: &mut WriteTx<'_>, letter: &Letter) -> Result<()> {
        if letter.public && self.report.row.matter.is_public() {
            // The reporter reads the letter whole; everyone else, what cannot be somebody's.
            let text = redact::hide(&letter.text, &self.report.reporter()?);
            store::reply(tx, self.report.row.id, &text).await?;
        }
        Ok(())
    }

    /// Tells the reporter that it is over, and until when they can open it again.
    pub(super) async fn tell_closed(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let until = rules::until(self.app, rules::REOPEN, tx.now())?;
        messages::tell(tx, self.app, &self.report, News::Closed, Some(until)).await?;
        Ok(())
    }
}
