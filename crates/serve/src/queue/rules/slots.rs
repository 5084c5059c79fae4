//! Slots of a day.

use jiff::{SignedDuration, Timestamp};

/// Starts of all slots that lie wholly within the hours, in order.
pub fn starts(hours: &[(Timestamp, Timestamp)], slot_minutes: i64) -> Vec<Timestamp> {
    let length = SignedDuration::from_mins(slot_minutes.max(1));
    let mut starts = Vec::new();
    for (open, close) in hours {
        let mut at = *open;
        while let Some(end) = at.checked_add(length).ok().filter(|end| end <= close) {
            starts.push(at);
            at = end;
        }
    }
    starts
}

/// How somebody who arrives stands to the slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coming {
    /// Too early to be noted.
    TooEarly,
    /// In time: the slot gives the place.
    InTime,
    /// Late: the arrival gives the place.
    Late,
}

/// How `now` stands to a slot; `early` and `grace` are minutes.
pub fn coming(starts_at: Timestamp, now: Timestamp, early: i64, grace: i64) -> Coming {
    let off = now.duration_since(starts_at);
    if off < -SignedDuration::from_mins(early) {
        Coming::TooEarly
    } else if off <= SignedDuration::from_mins(grace) {
        Coming::InTime
    } else {
        Coming::Late
    }
}
