//! Where events go: names become numbers at once, so that no event is kept as text.

use super::clock::Clock;
use super::{Columns, Lifecycle, Loaded, Reading, USUAL};
use crate::table::{Builder, Log, NONE, Names, Numbered, Sought, UNKNOWN};

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The case.
    Case,
    /// The activity.
    Activity,
    /// When it was done.
    Time,
    /// When work on it began.
    Start,
    /// Who did it.
    Resource,
    /// Where.
    Place,
    /// Where in its life an act stands.
    Lifecycle,
    /// The condition with this number.
    Condition(usize),
}

/// Columns that say where in its life an act stands.
pub const LIFECYCLE: &[&str] = &["lifecycle:transition", "lifecycle"];

/// Which column says what, the first of several that are there.
pub fn wanted(reading: &Reading) -> Vec<(Slot, Vec<String>)> {
    let Columns { case, activity, time, start, resource, place } = &reading.columns;
    let slots = [
        (Slot::Case, case),
        (Slot::Activity, activity),
        (Slot::Time, time),
        (Slot::Start, start),
        (Slot::Resource, resource),
        (Slot::Place, place),
    ];
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let mut wanted: Vec<(Slot, Vec<String>)> = slots
        .into_iter()
        .zip(USUAL)
        .map(|((slot, given), (_, usual))| match given {
            Some(name) => (slot, vec![name.clone()]),
            None => (slot, owned(usual)),
        })
        .collect();
    if reading.lifecycle != Lifecycle::All {
        wanted.push((Slot::Lifecycle, owned(LIFECYCLE)));
    }
    let conditions = reading.conditions.iter().enumerate();
    wanted.extend(conditions.map(|(at, (column, _))| (Slot::Condition(at), vec![column.clone()])));
    wanted
}

/// Where in its life an act stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Unsaid,
    Start,
    Complete,
    Other,
}

/// One event while it is read.
#[derive(Clone, Copy, Debug)]
struct Draft {
    activity: u32,
    at: i64,
    started: i64,
    resource: u32,
    place: u32,
    stage: Stage,
    /// A bit for each condition that holds.
    holds: u64,
}

const EMPTY: Draft = Draft {
    activity: NONE,
    at: UNKNOWN,
    started: UNKNOWN,
    resource: NONE,
    place: NONE,
    stage: Stage::Unsaid,
    holds: 0,
};

/// Puts events together.
pub struct Sink<'r> {
    reading: &'r Reading,
    builder: Builder,
    clock: Clock,
    draft: Draft,
    of_trace: Draft,
    case: Vec<u8>,
    trace_case: Vec<u8>,
    trace_number: u64,
    /// Cases of the newest events.
    cases: Sought,
    stages: Vec<Stage>,
    left_out: u64,
    all_hold: u64,
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is not UTF-8.
    Utf8,
    /// It is no instant.
    Instant,
}

impl<'r> Sink<'r> {
    /// For what is wanted of a log.
    pub fn new(reading: &'r Reading) -> Self {
        let conditions = reading.conditions.len().min(64) as u32;
        Self {
            reading,
            builder: Builder::default(),
            clock: Clock::new(reading.offset),
            draft: EMPTY,
            of_trace: EMPTY,
            case: Vec::new(),
            trace_case: Vec::new(),
            trace_number: 0,
            cases: Sought::default(),
            stages: Vec::new(),
            left_out: 0,
            all_hold: 1u64.checked_shl(conditions).map_or(u64::MAX, |bit| bit - 1),
        }
    }

    /// A new trace, the first has the number 1. That is its name as long as it has none of its own.
    pub fn trace(&mut self, number: u64) {
        self.of_trace = EMPTY;
        self.trace_number = number;
        self.trace_case.clear();
    }

    /// A value of the trace.
    pub fn set_of_trace(&mut self, slot: Slot, value: &[u8]) -> Result<(), Wrong> {
        self.draft = self.of_trace;
        self.set(slot, value)?;
        self.of_trace = self.draft;
        if slot == Slot::Case {
            std::mem::swap(&mut self.trace_case, &mut self.case);
        }
        Ok(())
    }

    /// A new event.
    pub fn event(&mut self) {
        self.draft = self.of_trace;
        self.case.clear();
    }

    /// A value of the event, or of the trace.
    pub fn set(&mut self, slot: Slot, value: &[u8]) -> Result<(), Wrong> {
        if value.is_empty() {
            return Ok(());
        }
        let log = &mut self.builder.log;
        let named = |names: &mut Names| names.number_of_bytes(value).ok_or(Wrong::Utf8);
        match slot {
            Slot::Case => {
                self.case.clear();
                self.case.extend_from_slice(value);
            }
            Slot::Activity => self.draft.activity = named(&mut log.activities)?,
            Slot::Resource => self.draft.resource = named(&mut log.resources)?,
            Slot::Place => self.draft.place = named(&mut log.places)?,
            Slot::Time => self.draft.at = self.clock.read(value).ok_or(Wrong::Instant)?,
            Slot::Start => self.draft.started = self.clock.read(value).ok_or(Wrong::Instant)?,
            Slot::Lifecycle => self.draft.stage = stage(value),
            Slot::Condition(at) => {
                let holds = self.reading.conditions[at].1.as_bytes() == value;
                let bit = 1u64.checked_shl(at as u32).unwrap_or(0);
                self.draft.holds = self.draft.holds & !bit | if holds { bit } else { 0 };
            }
        }
        Ok(())
    }

    /// The event is whole.
    pub fn push(&mut self) -> Result<(), Wrong> {
        let draft = self.draft;
        if self.trace_case.is_empty() && self.trace_number > 0 {
            self.trace_case = format!("trace {}", self.trace_number).into_bytes();
        }
        let case = if self.case.is_empty() { &self.trace_case } else { &self.case };
        if draft.holds != self.all_hold || !self.counts(draft.stage) {
            return Ok(());
        }
        if case.is_empty() || draft.activity == NONE || draft.at == UNKNOWN {
            self.left_out += 1;
            return Ok(());
        }
        if self.cases.last() == Some(case) {
            self.cases.repeat();
        } else {
            self.cases.push(case);
        }
        self.builder.push_numbered(&Numbered {
            activity: draft.activity,
            at: draft.at,
            started: draft.started,
            resource: draft.resource,
            place: draft.place,
        });
        if self.reading.lifecycle == Lifecycle::Pair {
            self.stages.push(draft.stage);
        }
        if self.cases.len() == Sought::AT_ONCE { self.number_cases() } else { Ok(()) }
    }

    fn number_cases(&mut self) -> Result<(), Wrong> {
        self.builder.cases(&self.cases).ok_or(Wrong::Utf8)?;
        self.cases.clear();
        Ok(())
    }

    /// Puts the events of a later part of the file behind those of this one.
    ///
    /// # Errors
    /// When a case is not UTF-8.
    pub fn append(&mut self, mut later: Self) -> Result<(), Wrong> {
        self.number_cases()?;
        later.number_cases()?;
        self.builder.append(later.builder);
        self.stages.extend(later.stages);
        self.left_out += later.left_out;
        Ok(())
    }

    /// The log, and how many events could not be placed.
    ///
    /// # Errors
    /// When a case is not UTF-8.
    pub fn finish(mut self) -> Result<Loaded, Wrong> {
        self.number_cases()?;
        let Self { builder, mut stages, reading, left_out, .. } = self;
        let mut log = builder.finish_with(&mut stages);
        if reading.lifecycle == Lifecycle::Pair {
            pair(&mut log, &stages);
        }
        log.forget_unused();
        Ok(Loaded { log, left_out })
    }

    fn counts(&self, stage: Stage) -> bool {
        match self.reading.lifecycle {
            Lifecycle::All => true,
            Lifecycle::Complete => matches!(stage, Stage::Unsaid | Stage::Complete),
            Lifecycle::Pair => stage != Stage::Other,
        }
    }
}

/// Makes one event of a start and the next complete of its activity. A start that nothing completes
/// stays an event.
fn pair(log: &mut Log, stages: &[Stage]) {
    let mut kept = vec![true; stages.len()];
    let mut open: Vec<usize> = Vec::new();
    for case in 0..log.len() {
        open.clear();
        for event in log.case(case) {
            let same = |start: &usize| log.activity[*start] == log.activity[event];
            match stages[event] {
                Stage::Start => open.push(event),
                Stage::Complete => {
                    if let Some(place) = open.iter().position(same) {
                        let start = open.remove(place);
                        log.started[event] = log.at[start];
                        kept[start] = false;
                    }
                }
                Stage::Unsaid | Stage::Other => {}
            }
        }
    }
    log.keep_events(&kept);
}

fn stage(value: &[u8]) -> Stage {
    if value.eq_ignore_ascii_case(b"complete") {
        Stage::Complete
    } else if value.eq_ignore_ascii_case(b"start") {
        Stage::Start
    } else {
        Stage::Other
    }
}
