//! The future runs: a heap of things to come in the order of time. Cases wait for officers who can
//! do their next step, the one that came in first goes first, and officers work in their hours.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::calendar::{Calendar, DAY};
use super::future::{Future, Job, Steps};
use super::model::Model;
use super::plan::Wait;
use super::queues::{Course, OUTSIDE, Queues, Todo};
use super::scenario::Setting;

/// A setting with all its plans ready to run.
#[derive(Clone, Debug)]
pub struct Ready<'m> {
    model: &'m Model,
    setting: Setting,
    courses: Vec<Arc<Course>>,
    queues: Queues,
}

impl<'m> Ready<'m> {
    /// Makes it ready.
    pub fn new(model: &'m Model, setting: Setting) -> Self {
        let mut queues = Queues::default();
        let course = |plan: &super::plan::Plan| {
            Arc::new(queues.course(model, &setting, &plan.steps, plan.end))
        };
        let courses = model.plans.iter().map(course).collect();
        Self { model, setting, courses, queues }
    }

    /// The setting.
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// Lets one future run until `end`.
    pub fn run(&self, future: &Future, end: i64) -> Seen {
        let mut queues = self.queues.clone();
        let mut course = |job: &Job| match &job.steps {
            Steps::Plan(plan) => Arc::clone(&self.courses[*plan as usize]),
            Steps::Rest(steps, end) => {
                Arc::new(queues.course(self.model, &self.setting, steps, *end))
            }
        };
        let cases = future.jobs.iter().map(|job| Case {
            place: job.place,
            start: job.start,
            at: 0,
            since: job.from,
            old: job.old,
            course: course(job),
        });
        let cases: Vec<Case> = cases.collect();
        let mut able = vec![Vec::new(); future.hours.len()];
        for (queue, pool) in queues.pools.iter().enumerate() {
            for officer in pool {
                able[*officer as usize].push(queue as u32);
            }
        }
        let mut run = Run {
            calendar: &self.setting.calendar,
            measure: &self.model.calendar,
            future,
            end,
            heap: BinaryHeap::new(),
            entries: 0,
            waiting: vec![BTreeSet::new(); queues.pools.len()],
            queues: &queues,
            able,
            hands: vec![Hand::Free(i64::MIN); future.hours.len()],
            cases,
            seen: Seen { busy: vec![0; future.hours.len()], ..Seen::default() },
        };
        run.all();
        run.seen
    }
}

/// A case on its way.
#[derive(Clone, Debug)]
struct Case {
    place: u32,
    start: i64,
    /// Next step.
    at: usize,
    /// When its last step was over.
    since: i64,
    old: bool,
    course: Arc<Course>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hand {
    /// Nothing to do since.
    Free(i64),
    /// Not there, and will look for work on coming back.
    Away,
    /// At work.
    Busy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Next {
    /// The next step of a case begins to wait for an officer.
    Queue(u32),
    /// A step of a case is over; an officer may have done it.
    Over(u32, u32),
    /// An officer looks for work.
    Look(u32),
}

/// What was seen in one future.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Open time from coming in to the end, of each case that ended.
    pub times: Vec<i64>,
    /// Open time of waiting for an officer, by the first activity of the step.
    pub waits: FxHashMap<u32, Vec<i64>>,
    /// Time at work of each officer.
    pub busy: Vec<i64>,
    /// Cases that came.
    pub came: usize,
    /// Cases that were not over at the end.
    pub left: usize,
    /// Sum over cases of the time by the clock that they were under way, from the beginning of the
    /// future or their arrival to the end of the case or of the future.
    pub stayed: i64,
    /// Sum over instants at which the number of cases under way changes, of that number times the
    /// time that it lasted.
    pub present: i64,
}

struct Run<'r> {
    calendar: &'r Calendar,
    /// Waiting and throughput are told in the open time of today's calendar.
    measure: &'r Calendar,
    future: &'r Future,
    end: i64,
    heap: BinaryHeap<Reverse<(i64, u64, Next)>>,
    entries: u64,
    waiting: Vec<BTreeSet<(i32, i64, u32)>>,
    queues: &'r Queues,
    able: Vec<Vec<u32>>,
    hands: Vec<Hand>,
    cases: Vec<Case>,
    seen: Seen,
}

impl Run<'_> {
    fn all(&mut self) {
        let mut coming = 0;
        let (mut present, mut changed) = (0i64, i64::MIN);
        loop {
            let next = self.heap.peek().map(|Reverse((at, ..))| *at);
            let arrival = self.cases.get(coming).map(|case| case.since);
            let Some(at) = [next, arrival].into_iter().flatten().min().filter(|at| *at <= self.end)
            else {
                break;
            };
            if changed != i64::MIN {
                self.seen.present += present * (at - changed);
            }
            changed = at;
            if arrival == Some(at) {
                present += 1;
                self.seen.came += usize::from(!self.cases[coming].old);
                present -= self.go_on(coming as u32, at);
                coming += 1;
                continue;
            }
            let Some(Reverse((at, _, next))) = self.heap.pop() else { break };
            match next {
                Next::Queue(case) => self.enter(case, at),
                Next::Over(case, officer) => {
                    if officer != OUTSIDE {
                        self.hands[officer as usize] = Hand::Free(at);
                    }
                    present -= self.over(case, at);
                    if officer != OUTSIDE {
                        self.look(officer, at);
                    }
                }
                Next::Look(officer) => {
                    self.hands[officer as usize] = Hand::Free(at);
                    self.look(officer, at);
                }
            }
        }
        if changed != i64::MIN {
            self.seen.present += present * (self.end - changed);
        }
        self.seen.left = present.max(0) as usize;
        for case in &self.cases[..coming] {
            if case.at <= case.course.todo.len() && !case.is_over() {
                self.seen.stayed += self.end - case.start.max(self.begin());
            }
        }
    }

    fn begin(&self) -> i64 {
        self.future.jobs.first().map_or(self.end, |job| job.from)
    }

    fn push(&mut self, at: Option<i64>, next: Next) {
        if let Some(at) = at.filter(|at| *at <= self.end) {
            self.entries += 1;
            self.heap.push(Reverse((at, self.entries, next)));
        }
    }

    /// A step is over; gives 1 when the case is.
    fn over(&mut self, case: u32, at: i64) -> i64 {
        let one = &mut self.cases[case as usize];
        let ends = one.course.end == Some(one.at);
        one.at += 1;
        one.since = at;
        let ended = if ends { self.ended(case, at) } else { 0 };
        ended + self.go_on(case, at)
    }

    fn ended(&mut self, case: u32, at: i64) -> i64 {
        let one = &self.cases[case as usize];
        self.seen.times.push(self.measure.place(one.place).between(one.start, at));
        self.seen.stayed += at - one.start.max(self.begin());
        1
    }

    /// A case goes on to its next step; gives 1 when it is over with having come.
    fn go_on(&mut self, case: u32, at: i64) -> i64 {
        let one = &self.cases[case as usize];
        let Some(todo) = one.course.todo.get(one.at).copied() else {
            let at_once = one.course.todo.is_empty() && one.course.end.is_some();
            return if at_once { self.ended(case, at) } else { 0 };
        };
        match todo.wait {
            Wait::Officer(0) if self.queues.gates[todo.queue as usize].is_none() => {
                self.enter(case, at);
            }
            Wait::Officer(delay) => {
                let ready = self.calendar.place(todo.place).after(at, delay);
                let ready = ready.and_then(|ready| self.released(&todo, ready));
                self.push(ready, Next::Queue(case));
            }
            Wait::Elapsed(wait) => self.push(Some(at + wait), Next::Over(case, OUTSIDE)),
            Wait::Days { days, time, open } => {
                let day = self.calendar.day(at) + days;
                let when = self.calendar.days().get(day).map(|day| day.midnight + time);
                let hours = self.calendar.place(todo.place);
                let when =
                    when.and_then(|when| if open { hours.opening(when) } else { Some(when) });
                self.push(when, Next::Over(case, OUTSIDE));
            }
        }
        0
    }

    /// When work that waits for a weekday is released.
    fn released(&self, todo: &Todo, at: i64) -> Option<i64> {
        let Some(weekday) = self.queues.gates[todo.queue as usize] else { return Some(at) };
        let day = self.calendar.day(at);
        let days = &self.calendar.days()[day..];
        let open = self.calendar.place(todo.place);
        days.iter().find_map(|day| {
            let opening = open.opening(day.midnight.max(at))?;
            (day.weekday == weekday && opening < day.midnight + DAY).then_some(opening)
        })
    }

    /// A case begins to wait for an officer.
    fn enter(&mut self, case: u32, at: i64) {
        let one = &self.cases[case as usize];
        let todo = &one.course.todo[one.at];
        let (place, queue) = ((todo.rank, one.start, case), todo.queue as usize);
        let mut best: Option<(i64, u32)> = None;
        for officer in &self.queues.pools[queue] {
            let Hand::Free(since) = self.hands[*officer as usize] else { continue };
            match self.future.hours[*officer as usize].opening(at) {
                Some(opening) if opening == at => {
                    best = Some(best.map_or((since, *officer), |best| best.min((since, *officer))));
                }
                opening => {
                    self.hands[*officer as usize] = Hand::Away;
                    if let Some(opening) = opening.filter(|opening| *opening <= self.end) {
                        self.entries += 1;
                        self.heap.push(Reverse((opening, self.entries, Next::Look(*officer))));
                    }
                }
            }
        }
        match best {
            Some((_, officer)) => self.begin_work(officer, case, at),
            None => {
                self.waiting[queue].insert(place);
            }
        }
    }

    /// An officer who is free looks for work: the case that came in first.
    fn look(&mut self, officer: u32, at: i64) {
        let Hand::Free(_) = self.hands[officer as usize] else { return };
        let opening = self.future.hours[officer as usize].opening(at);
        if opening != Some(at) {
            self.hands[officer as usize] = Hand::Away;
            self.push(opening, Next::Look(officer));
            return;
        }
        let heads = self.able[officer as usize]
            .iter()
            .filter_map(|queue| Some((*self.waiting[*queue as usize].first()?, *queue)));
        let Some((place, queue)) = heads.min() else { return };
        self.waiting[queue as usize].remove(&place);
        let case = place.2;
        self.begin_work(officer, case, at);
    }

    fn begin_work(&mut self, officer: u32, case: u32, at: i64) {
        let one = &self.cases[case as usize];
        let todo = one.course.todo[one.at];
        if !(one.old && one.at == 0) {
            let wait = self.measure.place(todo.place).between(one.since, at);
            self.seen.waits.entry(todo.activity).or_default().push(wait);
        }
        self.hands[officer as usize] = Hand::Busy;
        self.seen.busy[officer as usize] += todo.touch;
        let end = self.future.hours[officer as usize].after(at, todo.touch);
        self.push(end, Next::Over(case, officer));
    }
}

impl Case {
    fn is_over(&self) -> bool {
        let todo = self.course.todo.len();
        self.course.end.is_some_and(|end| self.at > end || todo == 0)
    }
}
