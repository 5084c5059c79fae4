//! Flaws of procedures that can be planted, what looks like them and is none, and trials that take
//! them away. Nothing is planted by default.
//!
//! A planted step follows the service's own steps in [`crate::City::steps`], so that own steps keep
//! their numbers. Its officers follow all others in [`crate::City::officers`], and all that is drawn
//! comes from streams of its own: people, arrivals and touch times of the rest of the city stay.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// What is planted in the procedures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Process {
    /// Signatures before the last step.
    pub signatures: Vec<Signature>,
    /// Files that go to another unit and come back.
    pub detours: Vec<Detour>,
    /// Steps that another unit must do by law, once: no flaw.
    pub elsewhere: Vec<Elsewhere>,
    /// Steps that are done on one day of the week.
    pub batches: Vec<Batch>,
    /// Offices to which many come when they open.
    pub peaks: Vec<Peak>,
    /// Services to which more people come on one day of the week: no flaw.
    pub markets: Vec<Market>,
    /// Steps that are left out from some day on.
    pub trials: Vec<Trial>,
}

/// One person of the unit signs before the last step. Signing takes a moment; the person is seldom
/// there. Whether it is needless is whether it ever says no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// Code of the service; it must have two steps or more.
    pub service: String,
    /// Code of the signature, new in the service.
    pub step: String,
    /// Median of the minutes that it takes.
    pub minutes: u32,
    /// Days on which the person is there, in percent.
    pub present: u32,
    /// Files to which the person says no, in percent: none makes the signature needless.
    pub refuses: u32,
}

/// After the first step, some files go to another unit for a note, come back to be looked at again,
/// and perhaps go there once more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Detour {
    /// Code of the service, which belongs to one unit and has two steps or more.
    pub service: String,
    /// Code of the other unit.
    pub unit: String,
    /// Code of the step there, new in the service.
    pub step: String,
    /// Code of the step after it, back in the unit, new in the service.
    pub back: String,
    /// Median of the minutes that each of the two takes.
    pub minutes: u32,
    /// Files that go there, in percent.
    pub percent: u32,
    /// Of those, files that go a second time, in percent.
    pub again: u32,
}

/// A step between the first and the last that officers of another unit do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Elsewhere {
    /// Code of the service.
    pub service: String,
    /// Code of the step, one of the service's own.
    pub step: String,
    /// Code of the unit.
    pub unit: String,
}

/// Files gather before a step and go on when the unit opens on one day of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Batch {
    /// Code of the service.
    pub service: String,
    /// Code of the step, one of the service's own and not the first.
    pub step: String,
    /// Day of the week, from 1 (Monday) to 7.
    pub weekday: i8,
}

/// Some of those who come to a unit's counter come in the first minutes instead of later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Peak {
    /// Code of the unit.
    pub unit: String,
    /// How many of them, in percent.
    pub percent: u32,
    /// Within how many minutes of the opening.
    pub minutes: u32,
}

/// On one day of the week so many more people come to the counter, because it is market day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Market {
    /// Code of the service, which belongs to one unit.
    pub service: String,
    /// Day of the week, from 1 (Monday) to 7.
    pub weekday: i8,
    /// How many people.
    pub people: u32,
}

/// A step is left out of the files that are submitted from some day on, unit by unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trial {
    /// Code of the service.
    pub service: String,
    /// Code of the step: neither the first nor the last.
    pub step: String,
    /// When it begins where.
    pub stages: Vec<Stage>,
}

/// A trial begins in a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// Code of the unit.
    pub unit: String,
    /// Files that are submitted from this day on.
    pub from: Date,
}

/// What was planted in the procedures and has already acted, by the indices of the event stream.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Flaw {
    /// See [`Signature`].
    Signature {
        /// Code of the service.
        service: String,
        /// Code of the step.
        step: String,
        /// Whether it never says no by design.
        needless: bool,
        /// Those who sign, each in one unit.
        officers: Vec<u32>,
        /// Applications that were sent to them.
        applications: Vec<u32>,
        /// Those of them to which they said no.
        refused: Vec<u32>,
    },
    /// See [`Detour`].
    Detour {
        /// Code of the service.
        service: String,
        /// Code of the other unit.
        unit: String,
        /// Code of the step there.
        step: String,
        /// Code of the step after it.
        back: String,
        /// Applications that were sent there, once for each time.
        applications: Vec<u32>,
    },
    /// See [`Elsewhere`].
    Elsewhere {
        /// Code of the service.
        service: String,
        /// Code of the unit.
        unit: String,
        /// Code of the step there.
        step: String,
        /// Applications that were sent there.
        applications: Vec<u32>,
    },
    /// See [`Batch`].
    Batch {
        /// Code of the service.
        service: String,
        /// Code of the step.
        step: String,
        /// Day of the week, from 1 (Monday) to 7.
        weekday: i8,
        /// Applications that reached the step on another day and waited.
        applications: Vec<u32>,
    },
    /// See [`Peak`].
    Peak {
        /// Code of the unit.
        unit: String,
        /// Within how many minutes of the opening.
        minutes: u32,
        /// Applications of those who would have come at another time.
        applications: Vec<u32>,
    },
    /// See [`Market`].
    Market {
        /// Code of the service.
        service: String,
        /// Day of the week, from 1 (Monday) to 7.
        weekday: i8,
        /// Applications of those who came because of it.
        applications: Vec<u32>,
    },
    /// See [`Trial`].
    Trial {
        /// Code of the service.
        service: String,
        /// Code of the step.
        step: String,
        /// When it begins where.
        stages: Vec<Stage>,
        /// Applications that go without the step.
        applications: Vec<u32>,
        /// What it does to them, once that has been reckoned: see [`crate::City::effects`].
        #[serde(skip_serializing_if = "Option::is_none")]
        effect: Option<Effect>,
    },
}

impl Flaw {
    /// Whether something is wrong with it; a trial and what only looks like a flaw is none.
    pub fn is_flaw(&self) -> bool {
        match self {
            Self::Signature { needless, .. } => *needless,
            Self::Detour { .. } | Self::Batch { .. } | Self::Peak { .. } => true,
            Self::Elsewhere { .. } | Self::Market { .. } | Self::Trial { .. } => false,
        }
    }

    /// The applications on which it acted.
    pub fn applications(&self) -> &[u32] {
        match self {
            Self::Signature { applications, .. }
            | Self::Detour { applications, .. }
            | Self::Elsewhere { applications, .. }
            | Self::Batch { applications, .. }
            | Self::Peak { applications, .. }
            | Self::Market { applications, .. }
            | Self::Trial { applications, .. } => applications,
        }
    }

    pub(crate) fn act_on(&mut self, application: u32) {
        match self {
            Self::Signature { applications, .. }
            | Self::Detour { applications, .. }
            | Self::Elsewhere { applications, .. }
            | Self::Batch { applications, .. }
            | Self::Peak { applications, .. }
            | Self::Market { applications, .. }
            | Self::Trial { applications, .. } => applications.push(application),
        }
    }
}

/// What a trial does, known because the same city also ran without it. Times go from submission to
/// issue or refusal, in hours of the clock, over the files of the trial that are finished in both.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Effect {
    /// How many such files.
    pub files: u32,
    /// Mean time with the step.
    pub hours_with_step: f64,
    /// Mean time without it.
    pub hours_without_step: f64,
    /// Without less with: below nothing when the trial saves time.
    pub difference: f64,
    /// Each file, for those who judge an estimator of something else; the manifest leaves them out.
    #[serde(skip)]
    pub pairs: Vec<Pair>,
}

/// One file of a trial in both cities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Which application.
    pub application: u32,
    /// When it was submitted.
    pub submitted: Timestamp,
    /// When it is finished with the step.
    pub with_step: Timestamp,
    /// When it is finished without it.
    pub without_step: Timestamp,
}
