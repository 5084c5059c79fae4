//! Cases of the past as plans: what was done, how long it took, and what it waited for besides
//! officers. A plan can be lived again at another time, with other officers.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::calendar::{Calendar, MINUTE};
use super::idle::{Idle, Stretch};
use super::order::{Piece, Ranks, ranks};
use super::touch::Touches;
use crate::table::{Log, NONE, UNKNOWN};

/// Longest pause within one stretch of work of one officer on one case.
const PAUSE: i64 = 5 * MINUTE;
/// One act and the work on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act {
    /// What.
    pub activity: u32,
    /// Work, in microseconds of open time.
    pub touch: i64,
}

/// What a case waits for before a step begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// An officer; before that the case lay there for so much open time although one was free.
    Officer(i64),
    /// The citizen or another outside, for so long by the clock.
    Elapsed(i64),
    /// The same over days: how many days later, at which time of the day, and whether that was in
    /// open hours.
    Days {
        /// Days between.
        days: usize,
        /// Microseconds after midnight.
        time: i64,
        /// Whether it happened in open hours.
        open: bool,
    },
}

/// Acts of one officer in one go, or something from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where.
    pub place: u32,
    /// What it waits for.
    pub wait: Wait,
    /// What is done.
    pub acts: Vec<Act>,
}

impl Step {
    /// Whether an officer does it.
    pub fn is_work(&self) -> bool {
        matches!(self.wait, Wait::Officer(_))
    }

    /// All work of it.
    pub fn touch(&self) -> i64 {
        self.acts.iter().map(|act| act.touch).sum()
    }

    /// Where it is and which activities are in it, in order of their numbers.
    pub fn kind(&self) -> Kind {
        let distinct: BTreeSet<u32> = self.acts.iter().map(|act| act.activity).collect();
        (self.place, distinct.into_iter().collect())
    }
}

/// A case of the past.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its first event in the log whose time is known.
    pub first: usize,
    /// Where it came in.
    pub place: u32,
    /// When it came in.
    pub start: i64,
    /// What happened after its first event.
    pub steps: Vec<Step>,
    /// The step with which it ended, if it did; what follows is done and not waited for.
    pub end: Option<usize>,
    /// When it ended.
    pub ended: Option<i64>,
    /// Its last event.
    pub last: i64,
    /// All activities, the first one included.
    pub trace: Vec<u32>,
    /// Time by the clock from each event to the next.
    pub gaps: Vec<i64>,
}

/// Who has done what where.
#[derive(Clone, Debug, Default)]
pub struct Skills {
    done: FxHashMap<(u32, u32), FxHashMap<u32, u32>>,
}

impl Skills {
    fn learn(&mut self, log: &Log, until: i64) {
        for event in 0..log.events() {
            if log.resource[event] != NONE && log.at[event] <= until {
                let key = (log.place[event], log.activity[event]);
                let done = self.done.entry(key).or_default();
                *done.entry(log.resource[event]).or_default() += 1;
            }
        }
    }

    /// Officers who do an activity at a place: more than once, unless hardly anyone does it.
    pub fn of(&self, place: u32, activity: u32) -> BTreeSet<u32> {
        let Some(done) = self.done.get(&(place, activity)) else { return BTreeSet::new() };
        let rare = done.values().sum::<u32>() < 20;
        done.iter().filter(|one| rare || *one.1 > 1).map(|(resource, _)| *resource).collect()
    }

    /// Officers who do all these activities at a place; if nobody does, those who do any.
    pub fn pool(&self, place: u32, activities: &[u32]) -> BTreeSet<u32> {
        let each: Vec<BTreeSet<u32>> =
            activities.iter().map(|activity| self.of(place, *activity)).collect();
        let all =
            each.iter().skip(1).fold(each.first().cloned().unwrap_or_default(), |all, one| {
                all.intersection(one).copied().collect()
            });
        if all.is_empty() { each.into_iter().flatten().collect() } else { all }
    }

    /// All officers who do anything at a place.
    pub fn at(&self, place: u32) -> BTreeSet<u32> {
        let here = self.done.iter().filter(|((there, _), _)| *there == place);
        here.flat_map(|(_, done)| done.keys().copied()).collect()
    }
}

/// All cases of a log as plans, up to an instant.
pub struct Past {
    /// The plans, by the time at which they came in.
    pub plans: Vec<Plan>,
    /// Who does what.
    pub skills: Skills,
    /// Work that waits for one weekday (0 is Monday), by place and activities.
    pub gates: FxHashMap<Kind, u8>,
    /// Which activities go first, by place: the lower, the earlier.
    pub ranks: Ranks,
}

/// What a step is: where, and which activities.
pub type Kind = (u32, Vec<u32>);

/// Share of a kind of work that must fall on one weekday to be released on it, the largest share
/// that may have come in on that day, and the fewest pieces that tell.
const RELEASED: (f64, f64, u32) = (0.8, 0.5, 30);

/// On which weekdays a kind of work came in and began.
#[derive(Clone, Copy, Debug, Default)]
struct Weekdays {
    came: [u32; 7],
    began: [u32; 7],
}

impl Weekdays {
    /// The one weekday on which the work is released, if there is one.
    fn gate(&self) -> Option<u8> {
        let (share, most, fewest) = RELEASED;
        let total: u32 = self.began.iter().sum();
        let day = (0..7).max_by_key(|day| self.began[*day])?;
        let part = |count: u32| f64::from(count) / f64::from(total.max(1));
        let released =
            total >= fewest && part(self.began[day]) >= share && part(self.came[day]) <= most;
        released.then_some(day as u8)
    }
}

impl Past {
    /// Reads a log. `ends` are the activities with which a case ends.
    pub fn of(log: &Log, calendar: &Calendar, ends: &BTreeSet<u32>, until: i64) -> Self {
        let touches = Touches::of(log, calendar, until);
        let mut skills = Skills::default();
        skills.learn(log, until);
        let mut reader = Reader {
            log,
            calendar,
            touches: &touches,
            until,
            stretches: vec![Vec::new(); log.resources.len()],
        };
        let cases = 0..log.len();
        let mut plans: Vec<Plan> = cases.filter_map(|case| reader.plan(case, ends)).collect();
        plans.sort_by_key(|plan| plan.start);
        let idle = Idle::new(std::mem::take(&mut reader.stretches));
        let gates = reader.gates(&plans);
        let pieces = reader.delays(&mut plans, &skills, &gates, &idle);
        let ranks = ranks(pieces, &skills);
        Self { plans, skills, gates, ranks }
    }
}

struct Reader<'l> {
    log: &'l Log,
    calendar: &'l Calendar,
    touches: &'l Touches,
    until: i64,
    stretches: Vec<Vec<Stretch>>,
}

impl Reader<'_> {
    fn plan(&mut self, case: usize, ends: &BTreeSet<u32>) -> Option<Plan> {
        let log = self.log;
        let known = |event: &usize| log.at[*event] != UNKNOWN && log.at[*event] <= self.until;
        let events: Vec<usize> = log.case(case).filter(known).collect();
        let (&first, &last) = (events.first()?, events.last()?);
        let mut plan = Plan {
            first,
            place: log.place[first],
            start: log.at[first],
            steps: Vec::new(),
            end: None,
            ended: None,
            last: log.at[last],
            trace: events.iter().map(|event| log.activity[*event]).collect(),
            gaps: events.windows(2).map(|pair| log.at[pair[1]] - log.at[pair[0]]).collect(),
        };
        if ends.contains(&log.activity[first]) {
            plan.ended = Some(plan.start);
        }
        for pair in events.windows(2) {
            self.step(&mut plan, pair[0], pair[1]);
            if plan.ended.is_none() && ends.contains(&log.activity[pair[1]]) {
                plan.ended = Some(log.at[pair[1]]);
                plan.end = Some(plan.steps.len() - 1);
            }
        }
        Some(plan)
    }

    fn step(&mut self, plan: &mut Plan, before: usize, event: usize) {
        let log = self.log;
        let act = Act { activity: log.activity[event], touch: self.touches.touch[event] };
        let place = log.place[event];
        if log.resource[event] == NONE {
            let wait = self.outside(log.at[before], log.at[event], place);
            plan.steps.push(Step { place, wait, acts: vec![act] });
            return;
        }
        let begin = self.touches.begin[event];
        let open = self.calendar.place(place);
        let at_once = self.touches.before[event] == Some(before)
            && open.between(log.at[before], begin) <= PAUSE;
        let own = &mut self.stretches[log.resource[event] as usize];
        if at_once
            && let (Some(step), Some(stretch)) = (plan.steps.last_mut(), own.last_mut())
            && step.is_work()
            && step.place == place
        {
            step.acts.push(act);
            stretch.end = log.at[event];
            return;
        }
        own.push(Stretch { begin, end: log.at[event], place });
        // The wait is settled when all stretches are known; until then it is the whole of it.
        let wait = Wait::Officer(open.between(log.at[before], begin));
        plan.steps.push(Step { place, wait, acts: vec![act] });
    }

    fn outside(&self, before: i64, at: i64, place: u32) -> Wait {
        let (from, to) = (self.calendar.day(before), self.calendar.day(at));
        if from == to {
            return Wait::Elapsed((at - before).max(0));
        }
        let time = at - self.calendar.days()[to].midnight;
        Wait::Days { days: to - from, time, open: self.calendar.place(place).contains(at) }
    }

    /// Kinds of work that are released on one weekday only.
    fn gates(&self, plans: &[Plan]) -> FxHashMap<Kind, u8> {
        let mut seen: FxHashMap<Kind, Weekdays> = FxHashMap::default();
        let weekday = |at: i64| usize::from(self.calendar.days()[self.calendar.day(at)].weekday);
        for plan in plans {
            let mut event = plan.first;
            for step in &plan.steps {
                if step.is_work() {
                    let days = seen.entry(step.kind()).or_default();
                    days.came[weekday(self.log.at[event])] += 1;
                    days.began[weekday(self.touches.begin[event + 1])] += 1;
                }
                event += step.acts.len();
            }
        }
        seen.into_iter().filter_map(|(kind, days)| Some((kind, days.gate()?))).collect()
    }

    /// Leaves of each wait for an officer only what passed although one was free.
    fn delays(
        &self,
        plans: &mut [Plan],
        skills: &Skills,
        gates: &FxHashMap<Kind, u8>,
        idle: &Idle,
    ) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut pools: FxHashMap<Kind, BTreeSet<u32>> = FxHashMap::default();
        for plan in plans {
            let mut event = plan.first;
            for step in &mut plan.steps {
                let (before, begin) = (self.log.at[event], self.touches.begin[event + 1]);
                let resource = self.log.resource[event + 1];
                event += step.acts.len();
                let key = step.kind();
                let open = self.calendar.place(step.place);
                let Wait::Officer(wait) = &mut step.wait else { continue };
                if gates.contains_key(&key) {
                    *wait = 0;
                    continue;
                }
                if *wait > 0 {
                    let pool =
                        pools.entry(key).or_insert_with_key(|key| skills.pool(key.0, &key.1));
                    let free = |one: &u32| idle.last_before(self.calendar, *one, before, begin);
                    let free = pool.iter().filter_map(free).max();
                    *wait = free.map_or(0, |free| open.between(before, free));
                }
                pieces.push(Piece {
                    place: step.place,
                    activity: step.acts.first().map_or(NONE, |act| act.activity),
                    came: plan.start,
                    ready: open.after(before, *wait).map_or(begin, |ready| ready.min(begin)),
                    begin,
                    resource,
                });
            }
        }
        pieces
    }
}
