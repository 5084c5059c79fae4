//! Truths that can be planted, so that an evaluation knows what it should find. Nothing is planted
//! by default. Planting draws from streams of its own: the rest of the city keeps its people, its
//! arrivals and its touch times, and only waits change where a planted act takes someone's turn.

use serde::Serialize;

use crate::process::Process;
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
    /// People who apply for others, honestly or not.
    pub agents: Vec<Agent>,
    /// Officers who act out of the ordinary, honestly or not.
    pub officers: Vec<Habit>,
    /// Kelurahan whose people wait longer than others, or come all at once.
    pub kelurahan: Vec<Treatment>,
    /// What happens in every honest office now and then.
    pub noise: Noise,
    /// What is planted in the procedures.
    pub process: Process,
}

/// Someone applies for people of other families, over the whole run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Agent {
    /// Code of the service; it must admit a mandate and belong to one unit.
    pub service: String,
    /// Number of applications.
    pub applications: u32,
    /// Number of families whose applications they are.
    pub families: u32,
    /// How it goes.
    pub conduct: Conduct,
}

/// How an agent's files are treated. Percentages are of the ordinary time or of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Conduct {
    /// One officer takes them first, before their turn when others wait.
    First,
    /// Like all others; by profession, and registered as such.
    Registered,
    /// Like all others; a neighbour or a relative who helps.
    Helper,
    /// Work on them takes so many percent of the ordinary time, whoever does it.
    Faster(u32),
    /// The same, when one officer does it and with that officer alone.
    FasterWith(u32),
    /// So many percent of them wait for one officer.
    Steered(u32),
}

impl Conduct {
    /// Whether nothing is the matter with it.
    pub fn is_honest(self) -> bool {
        matches!(self, Self::Registered | Self::Helper)
    }
}

/// What one officer of a unit does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Habit {
    /// Code of the unit.
    pub unit: String,
    /// What it is.
    pub habit: Habits,
}

/// Kinds of habits; percentages are of picks, acts or the ordinary time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Habits {
    /// Takes the last of the queue instead of the first, in so many percent of the picks that find
    /// two or more.
    Jumps(u32),
    /// Records so many percent of the acts well after they happened.
    RecordsLate(u32),
    /// Works in so many percent of the ordinary time: skilled, and honest.
    Pace(u32),
}

/// How a kelurahan's people fare in one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Treatment {
    /// Code of the unit.
    pub unit: String,
    /// Code of the kelurahan.
    pub kelurahan: String,
    /// Work on their files takes so many percent of the ordinary time.
    pub percent: u32,
    /// The step, from 0 on, that alone takes longer, with the way to it; every step when none.
    pub step: Option<u32>,
    /// How many of them come together on each of so many village days: honest.
    pub village: Option<(u32, u32)>,
}

/// What happens everywhere, in percent; none by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Noise {
    /// Picks out of turn for a good reason, of those that find two or more in the queue.
    pub overrides: u32,
    /// Acts recorded well after they happened.
    pub late_records: u32,
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
    /// See [`Agent`].
    Agent {
        /// Name of the agent.
        name: String,
        /// Code of the service.
        service: String,
        /// How it goes.
        conduct: Conduct,
        /// The officer with whom it goes so, if it takes one.
        officer: u32,
        /// Applications that the agent has made.
        applications: Vec<u32>,
    },
    /// See [`Habit`].
    Officer {
        /// The officer.
        officer: u32,
        /// What they do.
        habit: Habits,
        /// Applications on which they did it; none for a pace.
        applications: Vec<u32>,
    },
    /// See [`Treatment`].
    Kelurahan {
        /// Code of the unit.
        unit: String,
        /// Code of the kelurahan.
        kelurahan: String,
        /// Work takes so many percent of the ordinary time.
        percent: u32,
        /// The step of which that is true; of all when none.
        step: Option<u32>,
        /// Applications of its people there.
        applications: Vec<u32>,
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
