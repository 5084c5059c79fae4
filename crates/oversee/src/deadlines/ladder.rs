//! How far a missed time goes up. Pure.

use jiff::Timestamp;

/// Levels, from the head to the mayor's room.
pub const LEVELS: u8 = 3;

/// The rule that says how long after the miss a level is reached.
pub fn rule(level: u8) -> String {
    format!("oversee.escalate_{level}")
}

/// A missed time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Miss {
    /// When it ran out.
    pub at: Timestamp,
    /// When what was due was done after all.
    pub ended: Option<Timestamp>,
}

/// What is to be done about a miss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Levels that it reached and that have not been told, in order.
    pub levels: Vec<u8>,
    /// When to look again; none when nothing can follow.
    pub look_at: Option<Timestamp>,
}

/// What is owed at `now`. `rungs` are the moments at which the levels are reached, `told` those
/// levels that went up before.
///
/// A level is reached when its moment comes while the miss is open. So one that ended in between is
/// still told of what it had reached, also when nobody looked in time.
pub fn plan(miss: Miss, rungs: &[Timestamp], told: &[u8], now: Timestamp) -> Plan {
    let until = miss.ended.map_or(now, |ended| ended.min(now));
    let mut levels = Vec::new();
    let mut look_at = None;
    for (level, rung) in (1..).zip(rungs) {
        if *rung <= until {
            levels.push(level);
        } else if miss.ended.is_none_or(|ended| *rung <= ended) && look_at.is_none() {
            look_at = Some(*rung);
        }
    }
    levels.retain(|level| !told.contains(level));
    Plan { levels, look_at }
}
