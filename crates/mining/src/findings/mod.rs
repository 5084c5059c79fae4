//! What an office should look at first: a ranked list of kinds and numbers, which pages and commands word.
//!
//! A finding is worth a sentence when it is **large** (it costs at least two percent of all waiting, a
//! bottleneck at least a tenth and twice its even share, or half of it), **sure** (its p-value passes Benjamini and
//! Hochberg's procedure over everything that was tested) and **not of a few** (thirty cases, ten days of
//! arrival). What could not be tested for lack of cases is counted, not passed over. Shares of different
//! kinds overlap: a slow signature is a bottleneck, a batch and a needless step at once. No finding
//! names a person, because none can.

mod share;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub(crate) use share::Share;

use crate::batch::{Batch, PeakHour, Period, batches, peak_hours};
use crate::rework::{Again, Signature, ping_pong, returns, signatures};
use crate::table::Log;
use crate::wait::{
    Attribution, Cause, Causes, Interval, Level, Part, Setting, Spot, Waits, attribution,
    benjamini_hochberg, causes,
};

/// Cases that a finding needs, and days on which they arrived.
const CASES: u64 = 30;
const DAYS: u64 = 10;
/// A smaller share of all waiting is not worth a sentence.
const MATERIAL: f64 = 0.02;
/// A bottleneck causes at least this share.
const BOTTLENECK: f64 = 0.1;

/// What is found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// A place causes far more than its part of the waiting.
    Bottleneck,
    /// Files lie between two units.
    HandOver,
    /// Files wait for a weekday or an hour.
    Batch {
        /// When.
        period: Period,
        /// Share of the work that is begun then.
        begun: f64,
        /// The share that would need no batch.
        usual: f64,
    },
    /// Files wait for the citizen.
    Citizen,
    /// Later files are done first.
    OutOfOrder,
    /// A step that nearly never says no.
    Signature {
        /// How often it is done.
        times: u64,
        /// How often it says no.
        noes: u64,
        /// Interval of the share of noes.
        noes_interval: Interval,
    },
    /// Files come back to an activity.
    Return {
        /// How often.
        times: u64,
    },
    /// Files go back and forth between two units.
    PingPong {
        /// Turns beyond the first there and back.
        turns: u64,
    },
    /// More come in an hour than are begun.
    PeakHour {
        /// The hour of those who wait longest.
        hour: u8,
        /// The hour in which most come too many.
        crowd: u8,
        /// How many come in the crowd's hour, on a day.
        arrivals: f64,
        /// How many are begun in it.
        begun: f64,
        /// Minutes that all others wait.
        others: f64,
    },
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// What.
    #[serde(flatten)]
    pub kind: Kind,
    /// Where; all of the log when nothing stands here.
    pub spot: Option<Spot>,
    /// Share of all working time waited.
    pub share_of_wait: f64,
    /// Its interval.
    pub interval: Interval,
    /// Cases that it concerns.
    pub cases: u64,
    /// Working minutes that it costs each of them: waiting, and for work done again also the work.
    pub minutes_per_case: f64,
    /// Chance of what was seen if there is nothing.
    pub p: f64,
    /// False-discovery rate at which it passes.
    pub q: f64,
}

/// All of it.
#[derive(Clone, Debug, Serialize)]
pub struct Findings {
    /// What was found, the largest share of waiting first.
    pub found: Vec<Finding>,
    /// How many hypotheses were tested.
    pub tested: u64,
    /// How many could not be, for lack of cases or days.
    pub too_few: u64,
    /// All waiting, by activity and unit.
    pub places: Attribution<Spot>,
}

/// Analyses a log whole: waits, causes, batches, rework.
pub fn findings(log: &Log, setting: &Setting<'_>) -> Findings {
    let waits = Waits::of(log, setting.calendar);
    let batches = batches(log, &waits, setting);
    let found: Vec<Batch> = batches.iter().filter(|batch| batch.found(setting)).cloned().collect();
    let causes = causes(log, &waits, &found, setting);
    let places = attribution(log, &waits, &causes, Level::ActivityAtPlace, setting);
    let mut list = List { log, waits: &waits, causes: &causes, setting, rows: vec![], too_few: 0 };
    list.bottlenecks(&places.parts, places.days);
    let between = attribution(log, &waits, &causes, Level::HandOver, setting);
    list.hand_overs(&between.parts, between.days);
    batches.iter().for_each(|batch| list.batch(batch));
    list.cause(Kind::Citizen, Cause::Citizen);
    list.cause(Kind::OutOfOrder, Cause::OutOfOrder);
    signatures(log, &waits, setting).iter().for_each(|signature| list.signature(signature));
    returns(log).iter().for_each(|again| list.again(again));
    ping_pong(log).iter().for_each(|again| list.back_and_forth(again));
    peak_hours(log, &waits, setting).iter().for_each(|peak| list.peak(peak));
    let (found, tested, too_few) = list.decide();
    Findings { found, tested, too_few, places }
}

/// Hypotheses as they are tested; true where the effect is large enough to be told.
struct List<'a> {
    log: &'a Log,
    waits: &'a Waits,
    causes: &'a [Causes],
    setting: &'a Setting<'a>,
    rows: Vec<(Finding, bool)>,
    too_few: u64,
}

impl List<'_> {
    fn bottlenecks(&mut self, parts: &[Part<Spot>], days: u64) {
        let limit = limit(parts.len());
        // Waiting for the citizen is a finding of its own.
        let ours = parts.iter().filter(|part| !self.setting.is_citizens(&part.spot));
        ours.for_each(|part| self.part(Kind::Bottleneck, part, limit, days));
    }

    fn hand_overs(&mut self, parts: &[Part<Spot>], days: u64) {
        let between = parts.iter().filter(|part| matches!(part.spot, Spot::HandOver { .. }));
        let limit = limit(parts.len());
        between.for_each(|part| self.part(Kind::HandOver, part, limit, days));
    }

    /// Tests that a part's share is above a limit.
    fn part(&mut self, kind: Kind, part: &Part<Spot>, limit: f64, days: u64) {
        let finding = Finding {
            kind,
            spot: Some(part.spot),
            share_of_wait: part.share,
            interval: part.interval,
            cases: part.cases,
            minutes_per_case: minutes(part.wait, part.cases),
            p: share::above(part.share, part.se, limit),
            q: 1.0,
        };
        self.push(finding, part.share >= limit, days);
    }

    fn push(&mut self, finding: Finding, large: bool, days: u64) {
        if finding.cases < CASES || days < DAYS {
            self.too_few += 1;
        } else {
            self.rows.push((finding, large));
        }
    }

    /// A finding whose cost is the waiting (and where `with_touch`, the work) of some events.
    fn costed(
        &mut self,
        kind: Kind,
        spot: Option<Spot>,
        cost: &Share,
        p: f64,
        large: bool,
        with_touch: bool,
    ) {
        let time = cost.wait + if with_touch { cost.touch } else { 0 };
        let finding = Finding {
            kind,
            spot,
            share_of_wait: cost.share,
            interval: cost.interval,
            cases: cost.cases,
            minutes_per_case: minutes(time, cost.cases),
            p: p.max(share::above(cost.share, cost.se, MATERIAL)),
            q: 1.0,
        };
        self.push(finding, large && cost.share >= MATERIAL, cost.days);
    }

    fn share(&self, of: impl Fn(usize) -> i64) -> Share {
        Share::of(self.log, self.waits, self.setting, of)
    }

    fn batch(&mut self, batch: &Batch) {
        let (log, causes) = (self.log, self.causes);
        let own =
            |event: usize| (log.activity[event], log.place[event]) == (batch.activity, batch.place);
        // Only batches that were found have time under their cause; to others waiting counts whole.
        let found = batch.found(self.setting);
        let cost = self.share(|event| match own(event) {
            true if found => causes[event][Cause::Batch as usize],
            true => self.waits.wait[event],
            false => 0,
        });
        let Batch { period, share, usual, activity, place, .. } = *batch;
        let kind = Kind::Batch { period, begun: share, usual };
        self.costed(
            kind,
            Some(Spot::At { activity, place }),
            &cost,
            batch.p,
            batch.is_large(),
            false,
        );
    }

    fn cause(&mut self, kind: Kind, cause: Cause) {
        let cost = self.share(|event| self.causes[event][cause as usize]);
        self.costed(kind, None, &cost, 0.0, true, false);
    }

    fn signature(&mut self, signature: &Signature) {
        let cost = self.share(|event| {
            let own = self.log.activity[event] == signature.activity;
            if own { self.waits.wait[event] } else { 0 }
        });
        let Signature { times, noes, interval, .. } = *signature;
        let kind = Kind::Signature { times, noes, noes_interval: interval };
        let spot = Some(Spot::Activity(signature.activity));
        self.costed(kind, spot, &cost, signature.p, true, false);
    }

    fn of_events(&self, events: &[usize]) -> Share {
        let mut marked = vec![false; self.log.events()];
        events.iter().for_each(|event| marked[*event] = true);
        self.share(|event| if marked[event] { self.waits.wait[event] } else { 0 })
    }

    fn again(&mut self, again: &Again<u32>) {
        let cost = self.of_events(&again.events);
        let kind = Kind::Return { times: again.times };
        self.costed(kind, Some(Spot::Activity(again.what)), &cost, 0.0, true, true);
    }

    fn back_and_forth(&mut self, again: &Again<(u32, u32)>) {
        let cost = self.of_events(&again.events);
        let (from, to) = again.what;
        let kind = Kind::PingPong { turns: again.times };
        self.costed(kind, Some(Spot::HandOver { from, to }), &cost, 0.0, true, true);
    }

    fn peak(&mut self, peak: &PeakHour) {
        let cost = self.share(|event| {
            let ready = self.waits.ready[event];
            let own = self.log.place[event] == peak.place
                && ready != crate::table::UNKNOWN
                && self.setting.hour(ready) == peak.hour;
            if own { self.waits.wait[event] } else { 0 }
        });
        let PeakHour { hour, crowd, arrivals, begun, others, .. } = *peak;
        let kind = Kind::PeakHour { hour, crowd, arrivals, begun, others: others / 6e7 };
        self.costed(kind, Some(Spot::Within(peak.place)), &cost, peak.p, peak.is_peak(), false);
    }

    /// Those that are large and pass over all that was tested.
    fn decide(self) -> (Vec<Finding>, u64, u64) {
        let p: Vec<f64> = self.rows.iter().map(|(finding, _)| finding.p).collect();
        let tested = p.len() as u64;
        let q = benjamini_hochberg(&p);
        let passed = self.rows.into_iter().zip(q).filter(|((_, large), _)| *large);
        let mut found: Vec<Finding> = passed
            .filter(|(_, q)| *q <= self.setting.false_discoveries)
            .map(|((finding, _), q)| Finding { q, ..finding })
            .collect();
        found.sort_by(|a, b| b.share_of_wait.total_cmp(&a.share_of_wait));
        (found, tested, self.too_few)
    }
}

/// A place causes much when it causes a tenth and twice its even share, or half of all.
fn limit(places: usize) -> f64 {
    BOTTLENECK.max((2.0 / places.max(1) as f64).min(0.5))
}

fn minutes(time: i64, cases: u64) -> f64 {
    time as f64 / 6e7 / cases.max(1) as f64
}
