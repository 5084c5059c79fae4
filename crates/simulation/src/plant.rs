//! Truths that can be planted, so that an evaluation knows what it should find. Nothing is planted
//! by default. Planting draws from streams of its own: the rest of the city keeps its people, its
//! arrivals and its touch times, and only waits change where a planted act takes someone's turn.

use serde::Serialize;

use crate::spec::Error;

/// What is planted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Plant {
    /// People who apply for many families, helped by an officer.
    pub brokers: Vec<Broker>,
    /// Files that are taken before their turn.
    pub jumps: Vec<Jump>,
    /// Last steps that wait.
    pub slow_signatures: Vec<SlowSignature>,
}

/// One person applies under a mandate for people of many families, over the whole run, when the
/// office opens and the queue of the night still stands. One officer of the unit takes these files
/// first, before their turn when others wait, with a listed reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Broker {
    /// Code of the service; it must admit a mandate and belong to one unit.
    pub service: String,
    /// Number of applications, each of another family.
    pub applications: u32,
}

/// Now and then an officer takes the last file of a queue instead of the first, with a listed
/// reason. Each jump has its time and happens at the first pick after it that finds two in the
/// queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Jump {
    /// Code of the unit.
    pub unit: String,
    /// Code of the service.
    pub service: String,
    /// Number of jumps over the whole run.
    pub count: u32,
}

/// The last step of a service waits before an officer may begin it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SlowSignature {
    /// Code of the unit.
    pub unit: String,
    /// Code of the service; it must have two steps or more.
    pub service: String,
    /// Minutes of waiting, day and night.
    pub extra_minutes: u32,
}

/// What was planted and has already acted, by the indices of the event stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Planted {
    /// See [`Broker`].
    Broker {
        /// Name of the broker.
        name: String,
        /// Code of the service.
        service: String,
        /// The officer who helps.
        officer: u32,
        /// Applications that the broker has made.
        applications: Vec<u32>,
        /// Those of them that were taken before their turn.
        out_of_turn: Vec<u32>,
    },
    /// See [`Jump`].
    Jump {
        /// Code of the unit.
        unit: String,
        /// Code of the service.
        service: String,
        /// Application and officer of each jump.
        picks: Vec<(u32, u32)>,
    },
    /// See [`SlowSignature`].
    SlowSignature {
        /// Code of the unit.
        unit: String,
        /// Code of the service.
        service: String,
        /// Applications that waited.
        applications: Vec<u32>,
    },
}

/// A refusal of a plant that cannot act.
pub(crate) fn impossible(service: &str, reason: &'static str) -> Error {
    Error::Plant { service: service.to_owned(), reason }
}
