//! When an officer was there and had nothing to do, by what the officer did before and after.

use super::calendar::{Calendar, MINUTE};

/// Somebody with nothing to do for this long is free for a case that waits.
const IDLE: i64 = 2 * MINUTE;
/// Stretches of an officer's work that are looked through for a free moment.
const LOOK_BACK: usize = 40;

/// A stretch of work of one officer on one case.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// When it began.
    pub begin: i64,
    /// When it ended.
    pub end: i64,
    /// Where.
    pub place: u32,
}

/// The stretches of all officers, by the number of the officer.
#[derive(Clone, Debug, Default)]
pub struct Idle(Vec<Vec<Stretch>>);

impl Idle {
    /// From stretches in any order.
    pub fn new(mut stretches: Vec<Vec<Stretch>>) -> Self {
        for own in &mut stretches {
            own.sort_by_key(|stretch| stretch.begin);
        }
        Self(stretches)
    }

    /// The last moment between two instants at which an officer was there and had nothing to do.
    pub fn last_before(
        &self,
        calendar: &Calendar,
        resource: u32,
        from: i64,
        to: i64,
    ) -> Option<i64> {
        let own = &self.0[resource as usize];
        let mut next = own.partition_point(|stretch| stretch.begin < to);
        for _ in 0..LOOK_BACK {
            let after = own.get(next).filter(|after| after.begin.min(to) > from);
            let before = next.checked_sub(1).map(|place| own[place]);
            if let Some(free) =
                gap(calendar, before.as_ref(), after, to).filter(|free| *free > from)
            {
                return Some(free);
            }
            match before {
                Some(stretch) if stretch.begin > from => next -= 1,
                _ => return None,
            }
        }
        None
    }
}

/// The last free moment between two stretches, on the days on which one of them shows that the
/// officer was there.
fn gap(
    calendar: &Calendar,
    before: Option<&Stretch>,
    after: Option<&Stretch>,
    to: i64,
) -> Option<i64> {
    if let Some(after) = after {
        let open = calendar.place(after.place);
        let end = after.begin.min(to);
        let morning = calendar.days()[calendar.day(after.end)].midnight;
        let since = before.map_or(morning, |before| before.end.max(morning));
        if open.between(since, end) >= IDLE {
            return Some(end);
        }
    }
    let before = before?;
    let open = calendar.place(before.place);
    let night = calendar.midnight_after(calendar.day(before.end));
    let end = after.map_or(to, |after| after.begin.min(to)).min(night);
    (open.between(before.end, end) >= IDLE).then_some(end)
}
