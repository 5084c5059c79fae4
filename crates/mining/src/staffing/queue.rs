//! A queue that runs: first come first served, with as many officers as the hour has.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How many officers there are from an instant on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// From when.
    pub from: f64,
    /// How many.
    pub officers: u32,
}

/// Waits of people who come at `arrivals` (in order) and need `services`. The first shift also holds
/// before it begins. An officer whose shift ends finishes first. Nobody is left over: whoever would
/// wait for ever has no wait in the answer.
pub fn waits(arrivals: &[f64], services: &[f64], shifts: &[Shift]) -> Vec<f64> {
    let mut busy: BinaryHeap<Reverse<Ordered>> = BinaryHeap::new();
    let mut waits = Vec::with_capacity(arrivals.len());
    // Nobody begins before the one who came earlier.
    let mut now = f64::NEG_INFINITY;
    for (arrival, service) in arrivals.iter().zip(services) {
        now = now.max(*arrival);
        loop {
            while busy.peek().is_some_and(|Reverse(Ordered(end))| *end <= now) {
                busy.pop();
            }
            let next = shifts.partition_point(|shift| shift.from <= now);
            let officers = shifts.get(next.saturating_sub(1)).map_or(0, |shift| shift.officers);
            if busy.len() < officers as usize {
                break;
            }
            let free = busy.peek().map(|Reverse(Ordered(end))| *end);
            let change = shifts.get(next).map(|shift| shift.from);
            let Some(later) = [free, change].into_iter().flatten().min_by(f64::total_cmp) else {
                return waits;
            };
            now = later;
        }
        waits.push(now - arrival);
        busy.push(Reverse(Ordered(now + service)));
    }
    waits
}

/// A number in its total order.
#[derive(Clone, Copy, Debug)]
struct Ordered(f64);

impl PartialEq for Ordered {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Ordered {}
impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Shift, waits};
    use crate::staffing::erlang::Queue;
    use crate::whatif::random::Stream;

    /// Waits of a queue with arrivals by chance, without the first tenth.
    fn mean(rate: f64, officers: u32, mut service: impl FnMut(&mut Stream) -> f64) -> f64 {
        let mut random = Stream::new(11, 0, 0);
        let mut at = 0.0;
        let (mut arrivals, mut services) = (Vec::new(), Vec::new());
        for _ in 0..4_000_000 {
            at += random.exponential() / rate;
            arrivals.push(at);
            services.push(service(&mut random));
        }
        let waits = waits(&arrivals, &services, &[Shift { from: 0.0, officers }]);
        let steady = &waits[waits.len() / 10..];
        steady.iter().sum::<f64>() / steady.len() as f64
    }

    #[test]
    fn known_queues_wait_as_they_should() {
        let exponential = |random: &mut Stream| random.exponential();
        let constant = |_: &mut Stream| 1.0;
        let close = |seen: f64, expected: f64, within: f64| {
            assert!((seen / expected - 1.0).abs() < within, "{seen} instead of {expected}");
        };
        close(mean(0.7, 1, exponential), 0.7 / 0.3, 0.03);
        close(mean(0.7, 1, constant), 0.5 * 0.7 / 0.3, 0.03);
        close(mean(2.4, 3, exponential), Queue::new(2.4, 1.0, 1.0, 3).wait(), 0.03);
        // Constant times and several officers: the approximation is good to a few percent.
        close(mean(2.4, 3, constant), Queue::new(2.4, 1.0, 0.0, 3).kimura(), 0.04);
        let erlang2 = |random: &mut Stream| (random.exponential() + random.exponential()) / 2.0;
        close(mean(3.4, 4, erlang2), Queue::new(3.4, 1.0, 0.5, 4).kimura(), 0.04);
    }

    #[test]
    fn shifts_change_who_is_there() {
        let shifts = [
            Shift { from: 0.0, officers: 1 },
            Shift { from: 10.0, officers: 0 },
            Shift { from: 20.0, officers: 2 },
        ];
        let seen = waits(&[1.0, 9.0, 9.5, 12.0, 13.0], &[2.0, 5.0, 1.0, 1.0, 1.0], &shifts);
        assert_eq!(seen, [0.0, 0.0, 10.5, 8.0, 8.0]);
        assert!(waits(&[1.0], &[1.0], &[]).is_empty());
    }
}
