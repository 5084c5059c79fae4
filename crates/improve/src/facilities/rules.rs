//! What is the matter, what comes first, who can come in, and how full a waiting room was. Pure.
//!
//! The order of repairs, as the page tells it:
//! 1. What an office must have and has not, and what misses a norm of accessibility, goes first.
//! 2. Within that, people who come each day times severity for each rupiah decides.
//! 3. What has no cost yet stands behind what has one, because nobody can weigh it.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::items::{Group, Item, WAITING_ROOM};
use super::model::{Access, Fault, Found, GOOD, Repair, Week};

/// Whether what was found misses the norm of an item of accessibility.
pub fn misses_norm(item: &Item, found: &Found) -> bool {
    if item.group != Group::Access {
        return false;
    }
    if !found.present {
        return item.required;
    }
    let under = item.min.zip(found.measured).is_some_and(|(min, is)| is < min);
    let over = item.max.zip(found.measured).is_some_and(|(max, is)| is > max);
    under || over || found.condition == 0
}

/// What is the matter with an item; `crowded` says that the office's waiting room was too small.
pub fn fault(item: &Item, found: &Found, crowded: bool) -> Option<Fault> {
    if !found.present {
        return item.required.then_some(Fault::Missing);
    }
    if misses_norm(item, found) {
        return Some(Fault::Norm);
    }
    if crowded && item.code == WAITING_ROOM {
        return Some(Fault::Crowded);
    }
    (found.condition < GOOD).then_some(Fault::Worn)
}

/// How bad it is, from 1 to 3.
pub fn severity(fault: Fault, found: &Found) -> u8 {
    match fault {
        Fault::Missing | Fault::Norm => GOOD,
        Fault::Crowded | Fault::Worn => GOOD.saturating_sub(found.condition).max(1),
    }
}

/// People each day times severity.
fn weight(repair: &Repair) -> f64 {
    repair.people_per_day * f64::from(repair.severity)
}

/// Puts repairs in their order and numbers them from 1.
pub fn rank(mut repairs: Vec<Repair>) -> Vec<Repair> {
    let worth = |one: &Repair| one.cost.map(|cost| weight(one) / (cost.get().max(1) as f64));
    repairs.sort_by(|a, b| {
        let first = b.fault.is_first().cmp(&a.fault.is_first());
        let costed = b.cost.is_some().cmp(&a.cost.is_some());
        let (worth_a, worth_b) = (worth(a).unwrap_or(0.0), worth(b).unwrap_or(0.0));
        let name = (&a.unit, &a.item).cmp(&(&b.unit, &b.item));
        let heavier = weight(b).total_cmp(&weight(a));
        first.then(costed).then(worth_b.total_cmp(&worth_a)).then(heavier).then(name)
    });
    for (place, repair) in repairs.iter_mut().enumerate() {
        repair.rank = place + 1;
    }
    repairs
}

/// Whether a person in a wheelchair can use an office, from its last looks by item.
pub fn access<'a>(items: impl Iterator<Item = &'a Item>, found: &BTreeMap<&str, &Found>) -> Access {
    let (mut missing, mut unseen) = (Vec::new(), false);
    for item in items.filter(|item| item.group == Group::Access) {
        match found.get(item.code.as_str()) {
            Some(found) if misses_norm(item, found) => missing.push(item.code.clone()),
            Some(_) => {}
            None => unseen |= item.required,
        }
    }
    match (missing.is_empty(), unseen) {
        (false, _) => Access::No(missing),
        (true, true) => Access::Unknown,
        (true, false) => Access::Yes,
    }
}

/// The most who waited at once, and how long people stood: microseconds without a seat, added over
/// people. Visits are from and to in microseconds; who is called as another comes has gone.
pub fn crowd(visits: &[(i64, i64)], seats: i64) -> (i64, i64) {
    let ends = visits.iter().map(|(from, to)| (*to.max(from), -1));
    let starts = visits.iter().map(|(from, _)| (*from, 1));
    let mut steps: Vec<(i64, i64)> = ends.chain(starts).collect();
    steps.sort_unstable();
    let (mut here, mut peak, mut standing, mut last) = (0_i64, 0, 0, 0);
    for (at, step) in steps {
        standing += (here - seats).max(0) * (at - last);
        last = at;
        here += step;
        peak = peak.max(here);
    }
    (peak, standing)
}

/// The Monday of a day's week.
pub fn monday(day: Date) -> Date {
    let after = i64::from(day.weekday().to_monday_zero_offset());
    day.saturating_sub(after.days())
}

/// Weeks that a waiting room was too small without a break, up to its last week. `weeks` are of one
/// unit, the oldest first.
pub fn weeks_in_row(weeks: &[Week]) -> usize {
    let mut next: Option<Date> = None;
    let mut count = 0;
    for week in weeks.iter().rev() {
        if !week.is_crowded() || next.is_some_and(|next| week.monday != next) {
            break;
        }
        count += 1;
        next = Some(week.monday.saturating_sub(7.days()));
    }
    count
}

/// Days of a person each month that are spent standing, from one week.
pub fn days_lost(week: &Week, day_minutes: i64, month_days: i64) -> f64 {
    if week.days <= 0 {
        return 0.0;
    }
    let a_day = week.standing as f64 / week.days as f64;
    a_day / day_minutes.max(1) as f64 * month_days as f64
}
