//! Cases: what the tests look at. One row is one file of a citizen, with who had to do with it.
//!
//! People are codes. Give keyed pseudonyms, not names: no test needs to know who anybody is.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::spending::Spending;

/// Code of a name within its column.
pub type Code = u32;

/// Names of one column, each known by a code.
#[derive(Clone, Debug, Default)]
pub struct Names {
    all: Vec<String>,
    codes: FxHashMap<String, Code>,
}

impl Names {
    /// The code of a name; none for the empty name, which says that nothing is known.
    pub fn code(&mut self, name: &str) -> Option<Code> {
        if name.is_empty() {
            return None;
        }
        if let Some(code) = self.codes.get(name) {
            return Some(*code);
        }
        let code = self.all.len() as Code;
        self.all.push(name.to_owned());
        self.codes.insert(name.to_owned(), code);
        Some(code)
    }

    /// The name of a code.
    pub fn name(&self, code: Code) -> &str {
        self.all.get(code as usize).map_or("", String::as_str)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// A step of a file, from the end of what was done before. Instants are microseconds since the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Code of the step.
    pub step: Code,
    /// When the step before it was done, or the file was ready, or came back from its citizen.
    pub from: i64,
    /// When the step was done.
    pub to: i64,
}

/// One file. Instants are microseconds since the epoch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// Code of its number.
    pub number: Code,
    /// What is asked for.
    pub service: Option<Code>,
    /// The office that must act.
    pub unit: Option<Code>,
    /// How it came.
    pub channel: Option<Code>,
    /// Cases with different marks here are not compared.
    pub mix: Option<Code>,
    /// Who applies for another person.
    pub representative: Option<Code>,
    /// Whether that is somebody's registered profession, or help that an office gives.
    pub registered: bool,
    /// Whether the representative came only after the file had been sent back.
    pub joined_later: bool,
    /// The number or address at which news of it arrives.
    pub contact: Option<Code>,
    /// The family whose file it is.
    pub family: Option<Code>,
    /// Who took it up.
    pub officer: Option<Code>,
    /// Values of the groups in [`Cases::groups`], in their order.
    pub groups: Vec<Option<Code>>,
    /// When it became complete, and with it its place in the queue.
    pub ready: Option<i64>,
    /// When it was taken up.
    pub picked: Option<i64>,
    /// When it was decided.
    pub done: Option<i64>,
    /// When it had to be decided at the latest.
    pub due: Option<i64>,
    /// Minutes between its decision and the hour at which the office closed that day.
    pub before_close: Option<u16>,
    /// Whether it was in the citizen's hands between [`Case::ready`] and [`Case::done`].
    pub interrupted: bool,
    /// How often it was sent back.
    pub returns: u16,
    /// Those of the returns after the representative had come.
    pub returns_later: u16,
    /// Whether it goes first by rule.
    pub priority: bool,
    /// Whether it was taken before its turn, as its record says.
    pub out_of_turn: bool,
    /// Officers of whose acts on it one was recorded well after it was said to have happened.
    pub late_by: Vec<Code>,
    /// Code of the set of steps that were done.
    pub steps: Option<Code>,
    /// The time that each step took; of a step that was done again, the first.
    pub stretches: Vec<Stretch>,
}

/// Where and what was recorded: office, service, code of the act's name.
pub type Recorded = (Option<Code>, Option<Code>, Code);

/// Acts of one officer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Acts {
    /// All of them.
    pub all: u32,
    /// Those that were recorded late.
    pub late: u32,
}

/// What is counted of one office besides its files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Office {
    /// Code of the office.
    pub unit: Code,
    /// People who say that they were asked for money there.
    pub accused: u32,
    /// Gifts that its officers reported or refused.
    pub gifts: u32,
    /// Reports of citizens that it has ended.
    pub ended: u32,
    /// Those of them that ended without anything being done.
    pub without_act: u32,
    /// Those that were said to be done on the last day of their time.
    pub last_day: u32,
}

/// What users of one office answered when a round of a survey asked whether they paid more than the fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// Code of the round. Offices are compared within it.
    pub round: Code,
    /// Code of the office.
    pub unit: Code,
    /// Users whom it served in the round's time.
    pub users: u32,
    /// Those of them who answered; more than none.
    pub answers: u32,
    /// Those of these who told of a payment.
    pub paid: u32,
    /// Gifts of that time that its officers reported or refused.
    pub gifts: u32,
}

/// All files, and the names behind their codes.
#[derive(Clone, Debug, Default)]
pub struct Cases {
    /// The files.
    pub all: Vec<Case>,
    /// Numbers of the files.
    pub numbers: Names,
    /// Names of services.
    pub services: Names,
    /// Names of offices.
    pub units: Names,
    /// Names of channels.
    pub channels: Names,
    /// Names of kinds of cases that are not compared with each other.
    pub mixes: Names,
    /// Names of representatives.
    pub representatives: Names,
    /// Names of contacts.
    pub contacts: Names,
    /// Names of families.
    pub families: Names,
    /// Names of officers.
    pub officers: Names,
    /// Sets of steps.
    pub steps: Names,
    /// Single steps.
    pub single_steps: Names,
    /// Groups of people whom an office may treat differently, such as `kelurahan` or `sex`.
    pub groups: Vec<(String, Names)>,
    /// Counts of offices.
    pub offices: Vec<Office>,
    /// What surveys say of payments, by office and round.
    pub told: Vec<Told>,
    /// Rounds of surveys.
    pub rounds: Names,
    /// How many acts of each kind each officer recorded, and how many of them late.
    pub records: BTreeMap<Recorded, BTreeMap<Code, Acts>>,
    /// Span of the records in days.
    pub days: f64,
    /// Contracts and activities.
    pub spending: Spending,
}
