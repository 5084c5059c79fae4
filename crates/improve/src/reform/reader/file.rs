//! What facts of a file count for.

use jiff::Timestamp;
use kernel::actor::{Channel, Role};
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, Positioned};

use super::super::store::{self, Case, Touch};
use super::{Counter, is_late};

const MINUTE: i64 = 60_000_000;
const DAY: i64 = 24 * 60 * MINUTE;

impl Counter<'_, '_> {
    pub(super) async fn application(&mut self, fact: &Positioned) -> Result<()> {
        let id = fact.subject.id;
        let Some(act) = fact.kind.strip_prefix("application.") else {
            let Some(case) = store::case(self.tx, id).await? else { return Ok(()) };
            return self.beside(fact.kind.as_str(), &case.unit).await;
        };
        if act == "submitted" {
            let alone = fact.role == Role::Citizen && fact.channel != Channel::Counter;
            return store::begin(self.tx, id, fact.role == Role::Representative, alone).await;
        }
        let Some(mut case) = store::case(self.tx, id).await? else { return Ok(()) };
        let promise = fact.clocks.iter().find(|clock| clock.rule.starts_with("promise/"));
        if let Some(ClockMove { op: ClockOp::Start { .. }, owner, rule, .. }) = promise {
            case.unit.clone_from(owner);
            rule.trim_start_matches("promise/").clone_into(&mut case.service);
            self.complete(&case).await?;
            case.waits_from(fact.recorded_at);
            case.ready_at = Some(fact.recorded_at.as_microsecond());
        }
        let unit = case.unit.clone();
        match act {
            "returned" => case.asks(fact.recorded_at),
            "supplemented" => case.hears(fact.recorded_at),
            "picked" => self.count("out-of-turn", &unit, 0).await?,
            "picked_out_of_turn" => self.count("out-of-turn", &unit, 1).await?,
            "step_started" => case.begins(fact, self.words.is_signature(step(fact))),
            "step_finished" => self.step(&mut case, fact).await?,
            _ => {}
        }
        if let Some(ClockMove { op: ClockOp::Stop, due_at, .. }) = promise
            && matches!(act, "issued" | "refused")
        {
            let on_time = due_at.is_none_or(|due| fact.recorded_at <= due);
            self.answered(&case, on_time, fact.recorded_at).await?;
        }
        store::keep(self.tx, id, &case).await
    }

    async fn complete(&mut self, case: &Case) -> Result<()> {
        self.count("self-application", &case.unit, i64::from(!case.represented)).await?;
        self.count("unaided", &case.unit, i64::from(case.alone)).await?;
        if let Some(standard) = store::standard(self.tx, &case.service).await? {
            self.count("held-documents", &case.unit, standard.held).await?;
        }
        Ok(())
    }

    async fn step(&mut self, case: &mut Case, fact: &Positioned) -> Result<()> {
        let step = step(fact);
        case.signatures += i64::from(self.words.is_signature(step));
        if let Some(taken) = case.ends(fact) {
            self.touched(case, step, taken).await?;
        }
        self.count("written-late", &case.unit, i64::from(is_late(fact))).await?;
        self.count("partner-steps", &case.unit, 0).await
    }

    /// How far a step was from what it usually takes, longer or shorter, in percent.
    async fn touched(&mut self, case: &Case, step: &str, taken: i64) -> Result<()> {
        if case.service.is_empty() {
            return Ok(());
        }
        let key = (case.service.as_str(), step);
        let usual = store::touch(self.tx, key).await?;
        let log = log_of_seconds(taken);
        if usual.n >= USUAL {
            let percent = ((log - usual.mean).abs() + 5_000) / 10_000;
            self.count("touch-spread", &case.unit, percent).await?;
        }
        let n = usual.n + 1;
        store::keep_touch(self.tx, key, Touch { n, mean: usual.mean + (log - usual.mean) / n })
            .await
    }

    /// What is no act of the file itself: a fee, or a partner's step.
    async fn beside(&mut self, kind: &str, unit: &str) -> Result<()> {
        match kind {
            "fee.paid" => self.count("fees-waived", unit, 0).await,
            "fee.waived" => self.count("fees-waived", unit, 1).await,
            "partner.step_done" => self.count("partner-steps", unit, 1).await,
            _ => Ok(()),
        }
    }

    async fn answered(&mut self, case: &Case, on_time: bool, at: Timestamp) -> Result<()> {
        for (measure, value) in [
            ("on-time", i64::from(on_time)),
            ("returned", i64::from(case.returned)),
            ("steps", case.steps),
            ("signatures", case.signatures),
            ("hands", case.changes + 1),
            ("units", case.moves + 1),
            ("work-minutes", case.minutes),
            ("unwritten", i64::from(case.steps == 0)),
        ] {
            self.count(measure, &case.unit, value).await?;
        }
        // Of a file without a recorded step nobody knows when it was worked on.
        if let Some(share) = case.waited(at) {
            self.count("wait-share", &case.unit, share).await?;
            let value = i64::from(case.for_signature);
            self.count("waited-for-signature", &case.unit, value).await?;
        }
        self.adopted(case, at).await
    }

    /// The first answered file of a service: how many days after its standard was published.
    async fn adopted(&mut self, case: &Case, at: Timestamp) -> Result<()> {
        let known = store::standard(self.tx, &case.service).await?;
        let Some(mut standard) = known.filter(|standard| standard.answered == 0) else {
            return Ok(());
        };
        let days = (at.as_microsecond() - standard.published_at).max(0) / DAY;
        self.count("adoption", &case.unit, days).await?;
        standard.answered = 1;
        store::keep_standard(self.tx, &standard).await
    }
}

/// How often a step must have been done before its usual time is known.
const USUAL: i64 = 10;

/// The natural logarithm of a time in microseconds, at least a second, in millionths.
fn log_of_seconds(taken: i64) -> i64 {
    ((taken.max(1_000_000) as f64 / 1e6).ln() * 1e6).round() as i64
}

/// The code of the step that a fact is about; facts from before steps were measured name none.
fn step(fact: &Positioned) -> &str {
    let measured = fact.clocks.iter().find(|moved| matches!(moved.op, ClockOp::Measure));
    measured.and_then(|moved| moved.rule.strip_prefix("step/")).unwrap_or_default()
}

impl Case {
    fn waits_from(&mut self, at: Timestamp) {
        self.idle_since = Some(at.as_microsecond());
    }

    /// From now on it waits for the citizen, which is nobody's idleness.
    fn asks(&mut self, at: Timestamp) {
        self.returned = true;
        self.asked_at = Some(at.as_microsecond());
        self.idle_since = None;
    }

    fn hears(&mut self, at: Timestamp) {
        if let Some(asked) = self.asked_at.take() {
            let waited = at.as_microsecond() - asked;
            self.ready_at = self.ready_at.map(|ready| ready + waited.max(0));
            self.waits_from(at);
        }
    }

    fn begins(&mut self, fact: &Positioned, signature: bool) {
        let at = fact.occurred_at.as_microsecond();
        if let Some(since) = self.idle_since.take()
            && at - since > self.longest
        {
            self.longest = at - since;
            self.for_signature = signature;
        }
        self.began_at = Some(at);
        if let Some(officer) = fact.actor {
            let officer = officer.to_vec();
            self.changes += i64::from(self.officer.as_ref().is_some_and(|last| *last != officer));
            self.officer = Some(officer);
        }
        if let Some(unit) = fact.unit {
            let place = unit.to_vec();
            self.moves += i64::from(self.place.as_ref().is_some_and(|last| *last != place));
            self.place = Some(place);
        }
    }

    /// A step ends; how long it took, in microseconds, if its beginning is known.
    fn ends(&mut self, fact: &Positioned) -> Option<i64> {
        self.steps += 1;
        self.waits_from(fact.occurred_at);
        let taken = (fact.occurred_at.as_microsecond() - self.began_at.take()?).max(0);
        self.minutes += taken / MINUTE;
        Some(taken)
    }

    /// In how many percent of its time with the office nobody worked on it; none without a recorded step.
    fn waited(&self, at: Timestamp) -> Option<i64> {
        let whole = at.as_microsecond() - self.ready_at?;
        if whole <= 0 || self.steps == 0 {
            return None;
        }
        let worked = (self.minutes * MINUTE).min(whole);
        Some((100 * (whole - worked) + whole / 2) / whole)
    }
}
