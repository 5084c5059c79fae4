//! What an application has in store, drawn at once and from a stream of its own, so that the order
//! in which officers work changes no duration.

use kernel::calendar::{Term, TimeUnit};
use rand_chacha::ChaCha20Rng;

use crate::event::{Channel, GROUNDS};
use crate::hours::{DAY, MINUTE};
use crate::office::TOUCH_SIGMA;
use crate::random::{chance, log_normal, pick, unit};
use crate::spec::ServiceSpec;

/// Open time of an office on a usual day, in milliseconds.
const WORKING_DAY: f64 = 7.0 * 60.0 * MINUTE as f64;

/// What the citizen does after a return, and how long after.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reply {
    /// Brings what was asked for.
    Supplement(i64),
    /// Gives up.
    Withdraw(i64),
    /// Nothing; the file stays where it is.
    Silence,
}

/// Durations in milliseconds: of work where an officer works, of the clock where a citizen waits.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Numbers of the steps that the file takes, in order.
    pub(crate) route: Vec<usize>,
    /// Place on the route at which a planted signature says no, and the ground.
    pub(crate) no_at: Option<(usize, &'static str)>,
    /// Work at each place of the route.
    pub(crate) touch: Vec<i64>,
    /// Work on a check of completeness.
    pub(crate) check: i64,
    /// Whether an officer accepts the file although something is missing.
    pub(crate) accepted: bool,
    /// Whether the first step finds a document that cannot be read.
    pub(crate) unreadable: bool,
    /// Working time on the way to each place of the route.
    pub(crate) transit: Vec<i64>,
    /// The ground of a refusal.
    pub(crate) ground: Option<&'static str>,
    /// After the first, second and any later return.
    pub(crate) replies: [Reply; 3],
    /// Whether the first supplement brings half of what was asked for.
    pub(crate) partly: bool,
    /// When the citizen gives up while the file waits for its pick.
    pub(crate) gives_up: Option<i64>,
    /// When the citizen collects the product.
    pub(crate) collects: Option<i64>,
}

impl Plan {
    /// Draws everything. `laxity` is the office's probability of setting a file aside.
    pub(crate) fn new(
        rng: &mut ChaCha20Rng,
        service: &ServiceSpec,
        channel: Channel,
        laxity: f64,
    ) -> Self {
        let mut touch = Vec::new();
        let mut transit = Vec::new();
        for (index, step) in service.steps.iter().enumerate() {
            let minutes = log_normal(rng, step.minutes_median, TOUCH_SIGMA);
            touch.push((minutes * MINUTE as f64) as i64);
            transit.push(on_the_way(rng, service, index, laxity));
        }
        let patience = if channel == Channel::Online { 0.7 } else { 1.0 };
        Self {
            route: (0..service.steps.len()).collect(),
            no_at: None,
            touch,
            check: (log_normal(rng, 4.0, 0.4) * MINUTE as f64) as i64,
            accepted: chance(rng, 0.15),
            unreadable: chance(rng, 0.03),
            transit,
            ground: chance(rng, 0.03).then(|| pick(rng, &GROUNDS)),
            replies: [reply(rng, patience), reply(rng, patience), reply(rng, patience)],
            partly: chance(rng, 0.15),
            gives_up: chance(rng, 0.02).then(|| (log_normal(rng, 0.4, 1.0) * DAY as f64) as i64),
            collects: collects(rng, channel),
        }
    }
}

impl Plan {
    /// Makes work and ways take so many percent of their time.
    pub(crate) fn scale(&mut self, percent: u32) {
        let scaled = |millis: &mut i64| *millis = *millis * i64::from(percent) / 100;
        self.touch.iter_mut().chain(&mut self.transit).for_each(scaled);
    }

    /// The same for one step and the way to it; a shorter procedure has no such step.
    pub(crate) fn scale_step(&mut self, step: u32, percent: u32) {
        let scaled = |millis: &mut i64| *millis = *millis * i64::from(percent) / 100;
        self.touch.get_mut(step as usize).into_iter().for_each(scaled);
        self.transit.get_mut(step as usize).into_iter().for_each(scaled);
    }
}

/// A few minutes to another officer's desk, none to one's own, and now and then a file is set aside.
fn on_the_way(rng: &mut ChaCha20Rng, service: &ServiceSpec, index: usize, laxity: f64) -> i64 {
    let (minutes, share, draw) = (log_normal(rng, 3.0, 0.6), log_normal(rng, 0.7, 0.6), unit(rng));
    let Some(before) = index.checked_sub(1) else { return 0 };
    let (probability, longest) = setting_aside(service.standard.promise, laxity);
    if draw < probability {
        return (share * longest) as i64;
    }
    let same = service.steps[before].skill == service.steps[index].skill;
    if same { 0 } else { (minutes * MINUTE as f64) as i64 }
}

/// How probable it is that a file is set aside, and the working time that its promise leaves: days
/// invite it, and nobody does it to a citizen who waits in front of the desk.
fn setting_aside(promise: Term, laxity: f64) -> (f64, f64) {
    let amount = f64::from(promise.amount);
    match promise.unit {
        TimeUnit::WorkingDay | TimeUnit::CalendarDay => (laxity * 3.0, amount * WORKING_DAY),
        TimeUnit::Hour => (laxity, amount / 24.0 * WORKING_DAY),
        TimeUnit::Minute => (0.0, 0.0),
    }
}

fn reply(rng: &mut ChaCha20Rng, patience: f64) -> Reply {
    let (draw, days) = (unit(rng), log_normal(rng, 1.1 * patience, 0.9));
    let after = (days * DAY as f64) as i64;
    match draw {
        draw if draw < 0.86 => Reply::Supplement(after),
        draw if draw < 0.92 => Reply::Withdraw(after * 6),
        _ => Reply::Silence,
    }
}

fn collects(rng: &mut ChaCha20Rng, channel: Channel) -> Option<i64> {
    let median = if channel == Channel::Online { 0.15 } else { 0.6 };
    let after = (log_normal(rng, median, 1.0) * DAY as f64) as i64;
    chance(rng, 0.95).then_some(after)
}
