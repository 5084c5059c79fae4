//! From events to files: one pass over an event log, in any order of cases.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::cases::{Case, Cases, Code, Names, Stretch};

/// One day in microseconds.
const DAY: i64 = 86_400_000_000;
/// One minute in microseconds.
const MINUTE: i64 = 60_000_000;

/// What an act means for a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Act {
    /// It is complete and has its place in the queue.
    Ready,
    /// It is taken up in its turn.
    Picked,
    /// It is taken up before its turn, for a stated reason.
    PickedOutOfTurn,
    /// It goes back to the citizen.
    Returned,
    /// The citizen has brought what was asked for.
    Supplemented,
    /// It is decided.
    Done,
    /// A step of the procedure.
    Step,
    /// Anything else.
    Other,
}

/// One act on one file, as a log tells it. What is not known is empty.
#[derive(Clone, Copy, Debug, Default)]
#[allow(missing_docs, reason = "the same words as in `Case`")]
pub struct Record<'a> {
    pub case: &'a str,
    /// Name of the act.
    pub activity: &'a str,
    /// When it is said to have happened.
    pub at: i64,
    /// When it was recorded, if the log tells.
    pub recorded: Option<i64>,
    pub officer: &'a str,
    pub service: &'a str,
    pub unit: &'a str,
    pub channel: &'a str,
    pub mix: &'a str,
    pub representative: &'a str,
    pub registered: bool,
    pub contact: &'a str,
    pub family: &'a str,
    pub priority: bool,
    pub due: Option<i64>,
}

/// What the builder is told of the log.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Hours that local time is ahead of the log's, for the end of the day.
    pub utc_offset_minutes: i32,
    /// An act recorded later than this many minutes after it happened is recorded late.
    pub late_after_minutes: i64,
    /// Names of groups, in the order in which they are given with each record.
    pub groups: Vec<String>,
}

/// A file in the making.
#[derive(Clone, Debug, Default)]
struct Draft {
    case: Case,
    first: i64,
    last: i64,
    acts: BTreeSet<Code>,
    with_citizen: bool,
    taken_by: Option<Code>,
    /// When the office had it last without the step that follows; none while it is with its citizen.
    since: Option<i64>,
}

/// Reads records and makes files.
#[derive(Clone, Debug)]
pub struct Builder {
    reading: Reading,
    cases: Cases,
    drafts: Vec<Draft>,
    known: FxHashMap<Code, u32>,
    activities: Names,
    span: Option<(i64, i64)>,
    seen: BTreeSet<Act>,
}

impl Builder {
    /// A builder that has read nothing.
    pub fn new(reading: Reading) -> Self {
        let groups = reading.groups.iter().map(|name| (name.clone(), Names::default())).collect();
        let cases = Cases { groups, ..Cases::default() };
        Self {
            reading,
            cases,
            drafts: Vec::new(),
            known: FxHashMap::default(),
            activities: Names::default(),
            span: None,
            seen: BTreeSet::new(),
        }
    }

    /// Takes one record; those of one file come in the order of time.
    pub fn add(&mut self, record: &Record<'_>, act: Act, groups: &[&str]) {
        let Some(number) = self.cases.numbers.code(record.case) else { return };
        self.seen.insert(act);
        let (from, to) = self.span.unwrap_or((record.at, record.at));
        self.span = Some((from.min(record.at), to.max(record.at)));
        let new = self.drafts.len() as u32;
        let place = *self.known.entry(number).or_insert(new);
        if place == new {
            let groups = vec![None; self.reading.groups.len()];
            let case = Case { number, groups, ..Case::default() };
            self.drafts.push(Draft {
                case,
                first: record.at,
                since: Some(record.at),
                ..Draft::default()
            });
        }
        self.tell(place as usize, record, groups);
        self.act(place as usize, record, act);
    }

    fn tell(&mut self, place: usize, record: &Record<'_>, groups: &[&str]) {
        let (cases, draft) = (&mut self.cases, &mut self.drafts[place]);
        let case = &mut draft.case;
        keep(&mut case.service, cases.services.code(record.service));
        keep(&mut case.unit, cases.units.code(record.unit));
        keep(&mut case.channel, cases.channels.code(record.channel));
        keep(&mut case.mix, cases.mixes.code(record.mix));
        keep(&mut case.contact, cases.contacts.code(record.contact));
        keep(&mut case.family, cases.families.code(record.family));
        let representative = cases.representatives.code(record.representative);
        if case.representative.is_none() && representative.is_some() {
            case.representative = representative;
            case.joined_later = case.returns > 0;
        }
        case.registered |= record.registered;
        case.priority |= record.priority;
        case.due = record.due.or(case.due);
        for ((kept, (_, names)), given) in case.groups.iter_mut().zip(&mut cases.groups).zip(groups)
        {
            keep(kept, names.code(given));
        }
        draft.last = record.at;
    }

    fn act(&mut self, place: usize, record: &Record<'_>, act: Act) {
        let officer = self.cases.officers.code(record.officer);
        let draft = &mut self.drafts[place];
        let case = &mut draft.case;
        draft.taken_by = draft.taken_by.or(officer);
        if let (Some(officer), Some(recorded)) = (officer, record.recorded) {
            let late = recorded > record.at + self.reading.late_after_minutes * MINUTE;
            let activity = self.activities.code(record.activity).unwrap_or_default();
            let acts = self.cases.records.entry((case.unit, case.service, activity)).or_default();
            let acts = acts.entry(officer).or_default();
            acts.all += 1;
            acts.late += u32::from(late);
            if late && !case.late_by.contains(&officer) {
                case.late_by.push(officer);
            }
        }
        match act {
            Act::Ready => {
                case.ready = case.ready.or(Some(record.at));
                draft.since = Some(record.at);
            }
            Act::Picked | Act::PickedOutOfTurn => {
                case.picked = case.picked.or(Some(record.at));
                case.officer = case.officer.or(officer);
                case.out_of_turn |= act == Act::PickedOutOfTurn;
            }
            Act::Returned => {
                case.returns += 1;
                case.returns_later += u16::from(case.joined_later);
                case.interrupted |= case.ready.is_some();
                draft.with_citizen = true;
                draft.since = None;
            }
            Act::Supplemented => {
                draft.with_citizen = false;
                draft.since = Some(record.at);
            }
            Act::Done => case.done = Some(record.at),
            Act::Step => {
                draft.acts.extend(self.activities.code(record.activity));
                let step = self.cases.single_steps.code(record.activity);
                case.stretches.extend(stretch(case, step, draft.since, record.at));
                draft.since = Some(record.at);
            }
            Act::Other => {}
        }
    }

    /// The files. Acts that the log does not have are read off its order: a file is ready with its
    /// first act and done with its last.
    pub fn finish(mut self) -> Cases {
        let seen = |act: Act| self.seen.contains(&act);
        let (has_ready, has_done) = (seen(Act::Ready), seen(Act::Done));
        let has_picks = seen(Act::Picked) || seen(Act::PickedOutOfTurn);
        let activities = &self.activities;
        for mut draft in std::mem::take(&mut self.drafts) {
            if !has_ready {
                draft.case.ready = Some(draft.first);
            }
            if !has_done && draft.last > draft.first {
                draft.case.done = Some(draft.last);
            }
            if !has_picks {
                draft.case.officer = draft.taken_by;
            }
            if draft.case.done.is_some() && !draft.acts.is_empty() {
                let names: Vec<&str> =
                    draft.acts.iter().map(|code| activities.name(*code)).collect();
                draft.case.steps = self.cases.steps.code(&names.join(" + "));
            }
            self.cases.all.push(draft.case);
        }
        self.cases.days = self.span.map_or(0.0, |(from, to)| (to - from) as f64 / DAY as f64);
        close(&mut self.cases, self.reading.utc_offset_minutes);
        self.cases
    }
}

/// The time that a step took, unless it was done before or nothing is known of when it could begin.
fn stretch(case: &Case, step: Option<Code>, from: Option<i64>, to: i64) -> Option<Stretch> {
    let (step, from) = (step?, from.filter(|from| *from < to)?);
    let again = case.stretches.iter().any(|one| one.step == step);
    (!again).then_some(Stretch { step, from, to })
}

/// The first thing that is known stays.
fn keep(place: &mut Option<Code>, found: Option<Code>) {
    *place = place.or(found);
}

/// Notes how long before the end of the office's day each file was decided; local time is `offset`
/// minutes ahead of UTC. An office's day ends, by
/// weekday, with its last decision of the year but for one in a hundred.
pub fn close(cases: &mut Cases, offset: i32) {
    let local = |at: i64| at + i64::from(offset) * MINUTE;
    let key = |case: &Case, at: i64| (case.unit, local(at).div_euclid(DAY).rem_euclid(7));
    let minute = |at: i64| local(at).rem_euclid(DAY) / MINUTE;
    let mut ends: BTreeMap<(Option<Code>, i64), Vec<i64>> = BTreeMap::new();
    for case in &cases.all {
        if let Some(done) = case.done {
            ends.entry(key(case, done)).or_default().push(minute(done));
        }
    }
    for minutes in ends.values_mut() {
        minutes.sort_unstable();
    }
    for case in &mut cases.all {
        let Some(done) = case.done else { continue };
        let minutes = &ends[&key(case, done)];
        let last = minutes[(minutes.len() * 99 / 100).min(minutes.len() - 1)];
        // The end of an office's day is a quarter of an hour.
        let end = (last + 14) / 15 * 15;
        case.before_close = u16::try_from(end - minute(done)).ok();
    }
}
