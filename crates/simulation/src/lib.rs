//! A synthetic city: seeded, with planted truths, for the demonstration, tests and evaluations.
//!
//! [`City::new`] takes what a city is made of ([`CitySpec`]) and what is asked of it ([`Options`])
//! and makes its people and officers; [`City::stream`] then lets a year run and gives one
//! [`Event`] an act, in the order of time. Nobody in it exists.
//!
//! # The same bytes for the same seed
//!
//! All randomness comes from ChaCha20 under one seed, split into numbered streams: one each for the
//! families of a kelurahan, the order of people of a service, the demand of a day and service, the
//! arrival, details and plan (durations, replies) of an application, the officers of a unit, the
//! absences of an officer, each planted truth, the waiting room of a day, and
//! spending. Distributions are computed in plain IEEE
//! arithmetic here. What officers choose depends on the queues alone and draws nothing. So planting
//! a truth, or ending the stream earlier, moves no other person, arrival or touch time; only waits
//! change where a planted act takes someone's turn.
//!
//! Flaws of procedures ([`Process`]) and waiting rooms ([`Options::counters`]) keep to this with one
//! exception each, which is what they are for: a peak moves when people come, and who waits at a
//! counter applies when they are called.
//!
//! # What is real and what is not
//!
//! Queues are real: a file waits until an officer who can do it is there and free, on the working
//! calendar, in legal order (priority groups, then completeness). Everything else is an assumption
//! of this crate, chosen to look like a city: see `demand`, `plan`, `office` and `population`.
//!
//! Pure: no clock, no ambient randomness, no files.

mod activities;
mod answers;
mod arrival;
mod city;
mod counter;
mod demand;
mod event;
mod experience;
mod file;
mod flaws;
mod gift;
mod hours;
mod manifest;
mod market;
mod names;
mod office;
mod offices;
mod plan;
mod plant;
mod planting;
mod ploys;
mod population;
mod procedure;
mod process;
mod queue;
mod random;
mod report;
mod room;
mod run;
mod spec;
mod spending;
mod steps;
mod ticket;
mod trial;
mod work;

pub use activities::{Line, Lived};
pub use city::City;
pub use event::{
    Act, Channel, Event, GROUNDS, PersonSpec, PriorityGroup, REASONS, RETURN_REASONS, Submission,
};
pub use experience::{Construct, Experience, Experiences};
pub use gift::{Offer, offer};
pub use manifest::Manifest;
pub use office::OfficerSpec;
pub use offices::{OfficeHabit, OfficeYear, Silence, office_years};
pub use plant::{
    Agent, Broker, Conduct, Habit, Habits, Jump, Noise, Plant, Planted, SlowSignature, Treatment,
};
pub use population::PopulationSummary;
pub use process::{
    Batch, Detour, Effect, Elsewhere, Flaw, Market, Pair, Peak, Process, Signature, Stage, Trial,
};
pub use report::{Report, Word, report};
pub use run::Stream;
pub use spec::{
    Audience, CitySpec, Error, KelurahanSpec, OWN_KELURAHAN, Options, Profile, Rules, Season,
    ServiceSpec, StepSpec, UnitSpec,
};
pub use spending::{Habitual, Ploy, SpendingSpec, SpendingTruth, SpendingYear, spending};
pub use ticket::{Errand, TicketAct, TicketEvent};
