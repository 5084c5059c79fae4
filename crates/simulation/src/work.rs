//! What officers do: they are called, look for work in legal order, and work.

use jiff::Timestamp;

use crate::event::{Act, REASONS, RETURN_REASONS};
use crate::file::Stage;
use crate::hours::{DAY, MINUTE};
use crate::plant::{Conduct, Habits, Planted};
use crate::planting::HabitPlan;
use crate::queue::Place;
use crate::random::{Purpose, below, stream};
use crate::run::{Hand, Stream, Todo};
use crate::spec::instant;
use crate::steps::{Then, then};

/// One second in milliseconds.
pub(crate) const SECOND: i64 = 1_000;

/// Why a file is picked.
enum Turn {
    /// It is the first of its queue.
    First,
    /// It is not, for the given reason.
    Before(&'static str),
}

impl Stream<'_> {
    /// Calls the officer of `office` who can be there first for work that needs `skill` (any
    /// officer can check completeness): of several the one who has been free longest.
    pub(crate) fn call(&mut self, at: i64, office: usize, skill: Option<&str>) {
        let mut best: Option<(i64, i64, u32)> = None;
        for &officer in &self.city.offices.offices[office].officers {
            let staff = &self.city.offices.staff[officer as usize];
            let Hand::Free(since) = self.hands[officer as usize] else { continue };
            // Who came for planted steps checks nothing.
            if skill.map_or(staff.guest, |skill| !staff.spec.skills.contains(skill)) {
                continue;
            }
            let Some(ready) = staff.windows.after(at, reaction(at, officer)) else { continue };
            let key = (ready, since, officer);
            if best.is_none_or(|best| key < best) {
                best = Some(key);
            }
        }
        if let Some((ready, _, officer)) = best {
            self.hands[officer as usize] = Hand::Called;
            self.push(ready, Todo::Look(officer));
        }
    }

    /// An officer has finished something and looks for more after a moment.
    fn released(&mut self, at: i64, officer: u32) {
        let staff = &self.city.offices.staff[officer as usize];
        self.hands[officer as usize] = Hand::Called;
        self.push(staff.windows.after(at, reaction(at, officer)), Todo::Look(officer));
    }

    /// An officer looks for work and begins it: first a file that an accomplice waits for, then
    /// checks, which have a short limit, then files that are under way, then the queue.
    pub(crate) fn look(&mut self, at: i64, officer: u32) -> Option<(u32, Act)> {
        let office = self.city.offices.staff[officer as usize].unit;
        self.hands[officer as usize] = Hand::Busy;
        if let Some((application, turn)) = self.accomplice(office, officer) {
            return self.pick(at, officer, application, turn);
        }
        if self.check(at, office, officer) {
            return None;
        }
        let skills = &self.city.offices.staff[officer as usize].spec.skills;
        if let Some((skill, key)) = self.desks[office].next_step(skills) {
            self.desks[office].take_step(&skill, key);
            return self.begin_step(at, officer, key.1);
        }
        let services = &self.city.spec.services;
        let able = |service: usize| skills.contains(&services[service].steps[0].skill);
        let for_me = |application: u32| {
            self.awaited(at, application).is_none_or(|awaited| awaited == officer)
        };
        let Some((service, place)) = self.desks[office].head(able, for_me) else {
            self.hands[officer as usize] = Hand::Free(at);
            return None;
        };
        let (place, turn) = self.jump(at, office, officer, service, place);
        let (place, turn) = match turn {
            Turn::First => self.habit_jump(office, officer, service, place),
            before => (place, before),
        };
        self.pick(at, officer, place.3, turn)
    }

    /// Calls one officer, if free.
    pub(crate) fn call_officer(&mut self, at: i64, officer: u32) {
        let staff = &self.city.offices.staff[officer as usize];
        let Hand::Free(_) = self.hands[officer as usize] else { return };
        if let Some(ready) = staff.windows.after(at, reaction(at, officer)) {
            self.hands[officer as usize] = Hand::Called;
            self.push(ready, Todo::Look(officer));
        }
    }

    /// The officer for whom a steered file waits: nobody else takes it on a day on which that one
    /// is there.
    pub(crate) fn awaited(&self, at: i64, application: u32) -> Option<u32> {
        let agent = self.files.get(&application)?.agent?;
        let plan = &self.city.agents[agent];
        let Conduct::Steered(percent) = plan.conduct else { return None };
        let steered = conduct_draw(self.city.options.seed, application, 0) < percent;
        let staff = &self.city.offices.staff[plan.officer as usize];
        let next = staff.windows.after(at, 0)?;
        (steered && next < self.midnight(at) + DAY).then_some(plan.officer)
    }

    /// A planted broker's file that waits for its accomplice.
    fn accomplice(&self, office: usize, officer: u32) -> Option<(u32, Turn)> {
        for (index, broker) in self.city.agents.iter().enumerate() {
            if broker.officer != officer || broker.conduct != Conduct::First {
                continue;
            }
            let Some(queue) = self.desks[office].ready.get(&broker.service) else { continue };
            let of_broker = |place: &&Place| {
                self.files.get(&place.3).is_some_and(|file| file.agent == Some(index))
            };
            let Some(place) = queue.iter().find(of_broker) else { continue };
            let first = self.desks[office].is_first(broker.service, *place);
            let turn = if first { Turn::First } else { Turn::Before(broker.reason) };
            return Some((place.3, turn));
        }
        None
    }

    /// A planted jump whose time has come takes the last of the queue instead of the first.
    fn jump(
        &mut self,
        at: i64,
        office: usize,
        officer: u32,
        service: usize,
        first: Place,
    ) -> (Place, Turn) {
        let city = self.city;
        for (index, jump) in city.jumps.iter().enumerate() {
            let due = jump.times.get(self.jumped[index]).is_some_and(|time| *time <= at);
            if jump.office != office || jump.service != service || !due {
                continue;
            }
            let last = self.desks[office].ready.get(&service).and_then(|queue| queue.last());
            if let Some(last) = last.copied().filter(|last| *last != first) {
                self.jumped[index] += 1;
                let place = city.agents.len() + index;
                if let Some(Planted::Jump { picks, .. }) = self.manifest.planted.get_mut(place) {
                    picks.push((last.3, officer));
                }
                return (last, Turn::Before(jump.reason));
            }
        }
        (first, Turn::First)
    }

    /// A habit, or a good reason, takes the last of the queue instead of the first.
    fn habit_jump(
        &mut self,
        office: usize,
        officer: u32,
        service: usize,
        first: Place,
    ) -> (Place, Turn) {
        let city = self.city;
        let jumps = |plan: &HabitPlan| match plan.habit {
            Habits::Jumps(percent) if plan.officer == officer => Some(percent),
            _ => None,
        };
        let habit = city.habits.iter().position(|plan| jumps(plan).is_some());
        let percent = habit.and_then(|index| jumps(&city.habits[index]));
        let percent = percent.unwrap_or(city.options.plant.noise.overrides);
        let last = self.desks[office].ready.get(&service).and_then(|queue| queue.last());
        // Nobody takes one of a group that goes first after one that does not.
        let last = last.copied().filter(|last| *last != first && last.0 == first.0);
        let Some(last) = last.filter(|last| conduct_draw(city.options.seed, last.3, 1) < percent)
        else {
            return (first, Turn::First);
        };
        if let Some(index) = habit {
            self.note_habit(index, last.3);
        }
        (last, Turn::Before(REASONS[last.3 as usize % REASONS.len()]))
    }

    fn note_habit(&mut self, index: usize, application: u32) {
        let city = self.city;
        let place = city.agents.len() + city.jumps.len() + city.slow.len() + index;
        if let Some(Planted::Officer { applications, .. }) = self.manifest.planted.get_mut(place) {
            applications.push(application);
        }
    }

    /// When an officer's act is recorded, if well after it happened: half an hour to two days.
    pub(crate) fn recorded(&mut self, at: i64, application: u32, act: &Act) -> Option<Timestamp> {
        let city = self.city;
        let officer = act.officer()?;
        let late = |plan: &HabitPlan| match plan.habit {
            Habits::RecordsLate(percent) if plan.officer == officer => Some(percent),
            _ => None,
        };
        let habit = city.habits.iter().position(|plan| late(plan).is_some());
        let percent = habit.and_then(|index| late(&city.habits[index]));
        let percent = percent.unwrap_or(city.options.plant.noise.late_records);
        let kind = 2 + at.rem_euclid(0xFFF) as u32;
        if percent == 0 || conduct_draw(city.options.seed, application, kind) >= percent {
            return None;
        }
        if let Some(index) = habit {
            self.note_habit(index, application);
        }
        Some(instant(at + 30 * MINUTE + at.rem_euclid(2 * DAY)))
    }

    /// Checks the oldest incomplete file that can still be checked in time.
    fn check(&mut self, at: i64, office: usize, officer: u32) -> bool {
        let staff = &self.city.offices.staff[officer as usize];
        if staff.guest {
            return false;
        }
        let mut waiting = self.desks[office].checks.iter();
        let in_time = |key: &&(i64, u32)| {
            let Some(file) = self.files.get(&key.1) else { return false };
            let Stage::Check(limit) = file.stage else { return false };
            staff.windows.after(at, file.plan.check).is_some_and(|end| end < limit)
        };
        let Some(key) = waiting.find(in_time).copied() else { return false };
        self.desks[office].checks.remove(&key);
        let application = key.1;
        let Some(file) = self.files.get_mut(&application) else { return false };
        file.stage = Stage::Work;
        let act = if file.plan.accepted {
            Act::CheckComplete { officer }
        } else {
            let missing = file.missing.clone();
            Act::Return { officer, missing, reason: RETURN_REASONS[0] }
        };
        let end = staff.windows.after(at, file.plan.check);
        self.push(end, Todo::Act(application, act));
        true
    }

    /// Takes a file out of its queue and begins its first step a moment later.
    fn pick(&mut self, at: i64, officer: u32, application: u32, turn: Turn) -> Option<(u32, Act)> {
        let file = self.files.get_mut(&application)?;
        let Stage::Ready(place) = file.stage else { return None };
        file.stage = Stage::Work;
        let agent = file.agent.map(|agent| &self.city.agents[agent]);
        if let Some((Conduct::FasterWith(percent), helper)) =
            agent.map(|agent| (agent.conduct, agent.officer))
            && helper == officer
        {
            file.plan.scale(percent);
        }
        self.desks[file.office].take_ready(file.service, place);
        let start = self.city.offices.staff[officer as usize].windows.after(at, 15 * SECOND);
        self.push(start, Todo::Act(application, Act::StepStart { officer, step: 0 }));
        if let Some(start) = start {
            self.schedule_step(start, officer, application);
        }
        let act = match turn {
            Turn::First => Act::Pick { officer },
            Turn::Before(reason) => {
                self.note_out_of_turn(application);
                Act::PickOutOfTurn { officer, reason }
            }
        };
        Some((application, act))
    }

    fn note_out_of_turn(&mut self, application: u32) {
        let agent = self.files.get(&application).and_then(|file| file.agent);
        let planted = agent.and_then(|agent| self.manifest.planted.get_mut(agent));
        if let Some(Planted::Broker { out_of_turn, .. }) = planted {
            out_of_turn.push(application);
        }
    }

    /// What an officer's act changes.
    pub(crate) fn acted(&mut self, at: i64, application: u32, act: &Act) {
        match act {
            Act::CheckComplete { officer } => {
                self.make_ready(at, application);
                self.released(at, *officer);
            }
            Act::Return { officer, missing, .. } => {
                self.returned(at, application, missing);
                self.released(at, *officer);
            }
            Act::StepFinish { officer, .. } => {
                let file = self.files.get(&application);
                if file.is_some_and(|file| matches!(then(file), Then::Forward)) {
                    self.forward(at, application);
                    self.released(at, *officer);
                }
            }
            Act::Refuse { officer, .. } => {
                self.note_refusal(application);
                self.files.remove(&application);
                self.released(at, *officer);
            }
            Act::Issue { officer } => {
                self.issued(at, application);
                self.released(at, *officer);
            }
            _ => {}
        }
    }
}

/// A number below 100 that an application has for one kind of conduct.
fn conduct_draw(seed: u64, application: u32, kind: u32) -> u32 {
    let index = (u64::from(kind) << 32) | u64::from(application);
    below(&mut stream(seed, Purpose::Conduct, index), 100) as u32
}

/// Working time until an officer reacts: ten seconds to a minute, by officer and instant.
fn reaction(at: i64, officer: u32) -> i64 {
    10 * SECOND + (at / 7 + i64::from(officer) * 7_919).rem_euclid(MINUTE - 10 * SECOND)
}
