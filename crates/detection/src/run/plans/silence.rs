//! Gift silence: users tell of payments, and officers report hardly a gift.
//!
//! **Null model.** Of the payments of an office, officers report gifts at a rate that is the same in every
//! office, users who are asked tell of theirs, and each of both happens independently (Poisson). So of the
//! words and gifts of an office, each is a gift with odds in inverse proportion to the share of the users
//! who answered. Given how many words and gifts there are in each office and how many gifts in all, the
//! office's own gifts follow Fisher's noncentral hypergeometric distribution, whatever that rate is, and
//! however many payments there are. Anyone may report, so among reports all offices have the same odds.
//!
//! **Counts.** A round of a survey is one count, reports are another. They share gifts, so the smallest of
//! their p-values is multiplied by their number, which what users say does not change.

use std::collections::BTreeMap;

use super::super::Role;
use super::Desk;
use super::job::{Job, Measure, Plan, Shared};
use crate::cases::Code;
use crate::kinds::Kind;
use crate::tail::Side;

/// How much is said of money in one office, and how many gifts stand beside it.
#[derive(Clone, Copy)]
pub struct Spoken {
    /// The round of a survey; none for reports.
    round: Option<Code>,
    unit: Code,
    /// People who tell of a payment, or report that money was asked for.
    pub said: u32,
    /// Gifts that officers reported or refused.
    pub gifts: u32,
    /// Users for each of whom one could say so.
    odds: f64,
}

impl Spoken {
    fn side(&self) -> Side {
        Side { cases: self.said + self.gifts, odds: self.odds }
    }
}

impl Desk<'_> {
    /// All that is said, by office and count.
    pub fn spoken(&self) -> Vec<Spoken> {
        let reports = self.cases.offices.iter().map(|office| Spoken {
            round: None,
            unit: office.unit,
            said: office.accused,
            gifts: office.gifts,
            odds: 1.0,
        });
        let told = self.cases.told.iter().map(|told| Spoken {
            round: Some(told.round),
            unit: told.unit,
            said: told.paid,
            gifts: told.gifts,
            odds: f64::from(told.users) / f64::from(told.answers),
        });
        reports.chain(told).collect()
    }

    /// Each office against all others of the same count.
    pub fn gift_silence(&self) -> Plan {
        let mut counts: BTreeMap<Option<Code>, Vec<Spoken>> = BTreeMap::new();
        for spoken in self.spoken() {
            counts.entry(spoken.round).or_default().push(spoken);
        }
        let mut offices: BTreeMap<Code, (u32, usize, Vec<Shared>)> = BTreeMap::new();
        for all in counts.values() {
            for own in all {
                let (said, rounds, shares) = offices.entry(own.unit).or_default();
                *said += own.said;
                *rounds += usize::from(own.round.is_some());
                shares.extend(self.shared(own, all));
            }
        }
        let job = |(unit, (files, rounds, shares))| Job {
            subject: vec![(Role::Unit, unit)],
            files,
            records: Vec::new(),
            // Of every office there may be reports.
            measure: Measure::Few { counts: rounds + 1, shares },
        };
        let jobs = offices.into_iter().map(job).filter(Job::can_show).collect();
        Plan { kind: Kind::GiftSilence, jobs, missing: None, values: None }
    }

    /// An office's part of one count; none when it is too small.
    fn shared(&self, own: &Spoken, all: &[Spoken]) -> Option<Shared> {
        let others = all.iter().filter(|spoken| spoken.unit != own.unit);
        (own.side().cases >= self.options.fewest).then(|| Shared {
            own: own.side(),
            others: others.map(Spoken::side).collect(),
            marked: all.iter().map(|spoken| spoken.gifts).sum(),
            seen: own.gifts,
            record: own.round,
        })
    }
}
