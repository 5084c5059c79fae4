//! Queues with several officers, in the long run.
//!
//! Erlang's B and C by recursion; the mean wait of other service times by Allen and Cunneen (1978)
//! and by Kimura (1986), who mixes the waits of exponential and of constant times (the latter by
//! Cosmetatos 1976). Times are in one unit of the caller's choice, such as minutes.

use serde::Serialize;

/// Erlang's B: the share of arrivals that find all officers busy when nobody may wait.
/// `load` is arrivals times service time, without a unit.
pub fn erlang_b(officers: u32, load: f64) -> f64 {
    if load <= 0.0 {
        return if officers == 0 { 1.0 } else { 0.0 };
    }
    // Of the inverse, so that no power overflows: 1/B(c) = 1 + c/a · 1/B(c−1).
    let inverse = (1..=officers).fold(1.0, |inverse, c| 1.0 + f64::from(c) / load * inverse);
    1.0 / inverse
}

/// Erlang's C: the share of arrivals that must wait; 1 when the queue grows without end.
pub fn erlang_c(officers: u32, load: f64) -> f64 {
    let used = load / f64::from(officers);
    if used >= 1.0 || officers == 0 {
        return 1.0;
    }
    let blocked = erlang_b(officers, load);
    blocked / (1.0 - used * (1.0 - blocked))
}

/// A queue in the long run: arrivals by chance, `officers` alike, first come first served.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Queue {
    /// Arrivals per unit of time.
    pub rate: f64,
    /// Mean service time.
    pub service: f64,
    /// Squared coefficient of variation of the service time: 1 if exponential, 0 if constant.
    pub variation: f64,
    /// Squared coefficient of variation of the time between arrivals: 1 by chance.
    pub arrival_variation: f64,
    /// Officers.
    pub officers: u32,
}

impl Queue {
    /// Arrivals by chance.
    pub fn new(rate: f64, service: f64, variation: f64, officers: u32) -> Self {
        Self { rate, service, variation, arrival_variation: 1.0, officers }
    }

    /// Work that arrives per unit of time.
    pub fn load(&self) -> f64 {
        self.rate * self.service
    }

    /// Share of the officers' time that is used.
    pub fn used(&self) -> f64 {
        self.load() / f64::from(self.officers)
    }

    /// Share of arrivals that must wait, as if service were exponential.
    pub fn delayed(&self) -> f64 {
        erlang_c(self.officers, self.load())
    }

    /// Mean wait if service is exponential; without end when there are too few officers.
    pub fn exponential_wait(&self) -> f64 {
        if self.used() >= 1.0 {
            return f64::INFINITY;
        }
        if self.load() <= 0.0 {
            return 0.0;
        }
        self.delayed() * self.service / (f64::from(self.officers) * (1.0 - self.used()))
    }

    /// Mean wait if service is constant (Cosmetatos).
    pub fn constant_wait(&self) -> f64 {
        let (c, used) = (f64::from(self.officers), self.used());
        if used >= 1.0 {
            return f64::INFINITY;
        }
        if used <= 0.0 {
            return 0.0;
        }
        let more = (1.0 - used) * (c - 1.0) * ((4.0 + 5.0 * c).sqrt() - 2.0) / (16.0 * used * c);
        // The correction is made for busy queues and grows without end in idle ones.
        0.5 * self.exponential_wait() * (1.0 + more.min(1.0))
    }

    /// Mean wait by Allen and Cunneen: exact for one officer and arrivals by chance.
    pub fn allen_cunneen(&self) -> f64 {
        self.exponential_wait() * (self.arrival_variation + self.variation) / 2.0
    }

    /// Mean wait by Kimura, for arrivals by chance.
    pub fn kimura(&self) -> f64 {
        let (exponential, constant) = (self.exponential_wait(), self.constant_wait());
        if !exponential.is_finite() || exponential <= 0.0 {
            return exponential;
        }
        if self.variation >= 1.0 {
            return self.allen_cunneen();
        }
        let mixed = 2.0 * self.variation / exponential + (1.0 - self.variation) / constant;
        (1.0 + self.variation) / mixed
    }

    /// Mean wait: by Kimura if arrivals come by chance, otherwise by Allen and Cunneen.
    pub fn wait(&self) -> f64 {
        let by_chance = (self.arrival_variation - 1.0).abs() < 1e-9;
        if by_chance { self.kimura() } else { self.allen_cunneen() }
    }

    /// Share of arrivals that wait longer than `time`: exact if service is exponential, otherwise
    /// with an exponential tail that has the right mean.
    pub fn later_than(&self, time: f64) -> f64 {
        let (delayed, wait) = (self.delayed(), self.wait());
        if !wait.is_finite() {
            return 1.0;
        }
        if wait <= 0.0 {
            return 0.0;
        }
        delayed * libm::exp(-time.max(0.0) * delayed / wait)
    }

    /// The wait that the given share of arrivals does not exceed.
    pub fn wait_of(&self, share: f64) -> f64 {
        let (delayed, wait) = (self.delayed(), self.wait());
        if !wait.is_finite() {
            return f64::INFINITY;
        }
        if 1.0 - share >= delayed || wait <= 0.0 {
            return 0.0;
        }
        wait / delayed * libm::log(delayed / (1.0 - share))
    }
}

/// A promised wait: so large a share of people waits no longer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Promise {
    /// Share of people, such as 0.9.
    pub share: f64,
    /// Their longest wait.
    pub within: f64,
}

/// Most officers that are tried.
pub const MOST: u32 = 2_000;

/// The fewest officers with whom the promise holds; none when [`MOST`] do not suffice.
pub fn fewest(rate: f64, service: f64, variation: f64, promise: Promise) -> Option<u32> {
    if rate <= 0.0 || service <= 0.0 {
        return Some(0);
    }
    let stable = (rate * service).floor();
    if stable >= f64::from(MOST) {
        return None;
    }
    let holds = |officers: &u32| {
        let queue = Queue::new(rate, service, variation, *officers);
        queue.later_than(promise.within) <= 1.0 - promise.share + 1e-12
    };
    (stable as u32 + 1..=MOST).find(holds)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;

    use super::{Promise, Queue, erlang_b, erlang_c, fewest};

    /// Erlang's B as its sum of powers over factorials.
    fn by_sum(officers: u32, load: f64) -> f64 {
        let mut term = 1.0;
        let mut sum = 1.0;
        for c in 1..=officers {
            term *= load / f64::from(c);
            sum += term;
        }
        term / sum
    }

    proptest! {
        #[test]
        fn the_recursion_is_the_sum(officers in 0u32..60, load in 0.01f64..60.0) {
            let (ours, sum) = (erlang_b(officers, load), by_sum(officers, load));
            prop_assert!((ours - sum).abs() <= 1e-10 * sum, "{ours} {sum}");
        }

        #[test]
        fn one_more_officer_never_makes_anyone_wait_longer(
            rate in 0.01f64..20.0,
            service in 0.1f64..5.0,
            variation in 0.0f64..3.0,
            spare in 1u32..20,
            time in 0.0f64..10.0,
        ) {
            let officers = (rate * service) as u32 + spare;
            let few = Queue::new(rate, service, variation, officers);
            let more = Queue::new(rate, service, variation, officers + 1);
            prop_assert!(more.wait() <= few.wait() * (1.0 + 1e-9));
            prop_assert!(more.exponential_wait() <= few.exponential_wait());
            prop_assert!(more.delayed() <= few.delayed() + 1e-12);
            let exponential = |officers| Queue::new(rate, service, 1.0, officers).later_than(time);
            prop_assert!(exponential(officers + 1) <= exponential(officers) + 1e-12);
        }

        #[test]
        fn the_fewest_are_enough_and_one_less_is_not(
            rate in 0.01f64..5.0,
            service in 0.1f64..8.0,
            share in 0.5f64..0.99,
            within in 0.0f64..10.0,
        ) {
            let promise = Promise { share, within };
            let officers = fewest(rate, service, 1.0, promise).unwrap();
            let late = |officers| Queue::new(rate, service, 1.0, officers).later_than(within);
            prop_assert!(late(officers) <= 1.0 - share + 1e-9);
            prop_assert!(officers == 1 || late(officers - 1) > 1.0 - share - 1e-9);
        }
    }

    #[test]
    fn textbook_values() {
        // Tables of Erlang: B(10, 5 erlang) = 0.018385; C(10, 5) = 0.036105.
        assert!((erlang_b(10, 5.0) - 0.018_385).abs() < 1e-6);
        assert!((erlang_c(10, 5.0) - 0.036_105).abs() < 1e-6);
        // One officer: M/M/1 waits ρ/(μ−λ), M/D/1 half of it.
        let one = Queue::new(0.8, 1.0, 1.0, 1);
        assert!((one.wait() - 4.0).abs() < 1e-12);
        let constant = Queue { variation: 0.0, ..one };
        assert!((constant.kimura() - 2.0).abs() < 1e-12);
        assert!((constant.allen_cunneen() - 2.0).abs() < 1e-12);
        assert_eq!(Queue::new(2.0, 1.0, 1.0, 2).wait(), f64::INFINITY);
        assert_eq!(fewest(0.0, 1.0, 1.0, Promise { share: 0.9, within: 1.0 }), Some(0));
    }

    #[test]
    fn the_wait_of_a_share_is_the_inverse_of_the_share_later() {
        let queue = Queue::new(2.7, 1.0, 0.4, 3);
        let wait = queue.wait_of(0.9);
        assert!(wait > 0.0 && (queue.later_than(wait) - 0.1).abs() < 1e-12);
        assert!(queue.wait_of(0.01).abs() < 1e-12);
    }
}
