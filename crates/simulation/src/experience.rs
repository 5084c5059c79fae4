//! What people go through, and what they would say of it. Every finished application has one true
//! answer to every question, whether anyone asks or not: so the true value of an index is known, and
//! whether an interval holds it can be tested.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::event::{Act, Channel, Event};
use crate::random::{Purpose, chance, stream, unit};

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Construct {
    /// Whether what was asked for fits the service.
    Requirements,
    /// How easy the way was.
    Procedure,
    /// How fast it was.
    Time,
    /// Whether more than the fee was paid.
    Fee,
    /// What came out.
    Product,
    /// What officers can do.
    Ability,
    /// How officers behave.
    Conduct,
    /// How complaints are heard.
    Complaints,
    /// Rooms and tools.
    Facilities,
    /// Whether rewards are part of it.
    Rewards,
    /// What is thought of rewards.
    View,
}

/// What one applicant went through.
#[derive(Clone, Debug, PartialEq)]
pub struct Experience {
    /// Index of the application.
    pub application: u32,
    /// Code of the unit that served.
    pub unit: String,
    /// Whether it came through the web.
    pub online: bool,
    /// Code of the kelurahan of residence.
    pub kelurahan: String,
    /// Whether somebody else applied under a mandate.
    pub represented: bool,
    /// When it was finished.
    pub finished: Timestamp,
    /// From handing in to the end, in days.
    pub days: f64,
    /// How often it was sent back.
    pub returns: u32,
    /// Whether a reward was asked for.
    pub asked: bool,
    /// Whether one was given.
    pub gave: bool,
    seed: u64,
    /// What the unit is like, from 0 to 1.
    unit_quality: f64,
}

impl Experience {
    /// The true answer, from 1 (worst) to 4.
    pub fn face(&self, construct: Construct) -> u8 {
        let index = u64::from(self.application) << 8 | construct as u64;
        let mut rng = stream(self.seed, Purpose::Opinion, index);
        // Three uniform numbers make a bell of width one.
        let mood = unit(&mut rng) + unit(&mut rng) + unit(&mut rng) - 1.5;
        let slow = (self.days / 10.0).min(1.0);
        let back = f64::from(self.returns.min(3));
        let (asked, gave) = (f64::from(u8::from(self.asked)), f64::from(u8::from(self.gave)));
        let online = f64::from(u8::from(self.online));
        let loss = match construct {
            Construct::Requirements => 0.12 * back,
            Construct::Procedure => 0.10 * back + 0.08 * slow - 0.05 * online,
            Construct::Time => 0.35 * slow,
            Construct::Fee => 0.55 * gave + 0.10 * asked,
            Construct::Product => 0.05 * back,
            Construct::Ability => 0.08 * back + 0.05 * slow,
            Construct::Conduct => 0.35 * asked + 0.04 * back,
            Construct::Complaints => 0.15 * asked + 0.06 * slow,
            Construct::Facilities => 0.10 - 0.08 * online,
            Construct::Rewards => 0.50 * gave + 0.25 * asked,
            Construct::View => 0.20 * asked,
        };
        let quality = 0.52 + 0.35 * self.unit_quality - loss + 0.55 * mood;
        1 + (quality * 4.0).floor().clamp(0.0, 3.0) as u8
    }
}

/// Collects what people go through from the events of a year.
#[derive(Clone, Debug)]
pub struct Experiences {
    seed: u64,
    begin: Timestamp,
    end: Timestamp,
    open: HashMap<u32, Open>,
    done: Vec<Experience>,
}

#[derive(Clone, Debug)]
struct Open {
    unit: String,
    online: bool,
    kelurahan: String,
    represented: bool,
    submitted: Timestamp,
    returns: u32,
}

impl Experiences {
    /// For a year from `begin` to `end`, over which fewer and fewer are asked for a reward.
    pub fn new(seed: u64, begin: Timestamp, end: Timestamp) -> Self {
        Self { seed, begin, end, open: HashMap::new(), done: Vec::new() }
    }

    /// Takes an event in.
    pub fn see(&mut self, event: &Event) {
        match &event.act {
            Act::Submit(submission) => {
                let open = Open {
                    unit: submission.unit.clone(),
                    online: submission.channel == Channel::Online,
                    kelurahan: submission.person.kelurahan.clone(),
                    represented: submission.applicant == kernel::service::Applicant::Mandate,
                    submitted: event.at,
                    returns: 0,
                };
                self.open.insert(event.application, open);
            }
            Act::Return { .. } => {
                if let Some(open) = self.open.get_mut(&event.application) {
                    open.returns += 1;
                }
            }
            Act::Issue { .. } | Act::Refuse { .. } => {
                if let Some(open) = self.open.remove(&event.application) {
                    self.finish(event, open);
                }
            }
            _ => {}
        }
    }

    fn finish(&mut self, event: &Event, open: Open) {
        let mut of_unit = stream(self.seed, Purpose::UnitCharacter, number(&open.unit));
        let (quality, greed) = (unit(&mut of_unit), unit(&mut of_unit));
        let year = self.end.duration_since(self.begin).as_secs_f64().max(1.0);
        let progress = event.at.duration_since(self.begin).as_secs_f64() / year;
        let mut rng = stream(self.seed, Purpose::Payment, u64::from(event.application));
        let asked = chance(&mut rng, (0.01 + 0.06 * greed) * (1.5 - progress.clamp(0.0, 1.0)));
        let gave = asked && chance(&mut rng, 0.6);
        self.done.push(Experience {
            application: event.application,
            unit: open.unit,
            online: open.online,
            kelurahan: open.kelurahan,
            represented: open.represented,
            finished: event.at,
            days: event.at.duration_since(open.submitted).as_secs_f64() / 86_400.0,
            returns: open.returns,
            asked,
            gave,
            seed: self.seed,
            unit_quality: quality,
        });
    }

    /// Everyone whose application was finished, in the order of the end.
    pub fn all(&self) -> &[Experience] {
        &self.done
    }

    /// Whether the person of an application would answer if asked. Who answers does not depend on
    /// what they would say.
    pub fn would_answer(&self, application: u32, share: f64) -> bool {
        let mut rng = stream(self.seed, Purpose::Response, u64::from(application));
        chance(&mut rng, share)
    }
}

/// A number below 2^48 for a code (FNV-1a).
fn number(code: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in code.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash >> 16
}
