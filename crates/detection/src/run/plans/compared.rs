//! Which files are compared with which, and tests of times and of marks among them.

use std::collections::BTreeMap;

use super::super::counts;
use super::super::{Part, Role, timed, times};
use super::job::{Job, Measure, Plan};
use super::{Desk, of_group, part_of_day, queue};
use crate::cases::{Case, Code, Stretch};
use crate::kinds::Kind;
use crate::shuffle::Values;
use crate::strata::Strata;

impl Desk<'_> {
    /// Neighbours by the moment at which they became complete, at the same time of day.
    pub fn by_ready(&self, only_timed: bool) -> Strata {
        Strata::neighbours(&self.cases.all, |case| {
            let kept = !only_timed || timed(case);
            let ready = case.ready.filter(|_| kept)?;
            Some(((queue(case), part_of_day(ready)), ready))
        })
    }

    /// Neighbours by the moment at which they were taken up, at the same time of day.
    pub fn by_pick(&self) -> Strata {
        Strata::neighbours(&self.cases.all, |case| {
            let at = case.picked.or(case.ready).filter(|_| timed(case))?;
            Some(((queue(case), part_of_day(at)), at))
        })
    }

    /// Files that follow each other on one officer's desk, at the same time of day.
    pub fn by_desk(&self) -> Strata {
        Strata::neighbours(&self.cases.all, |case| {
            let at = case.picked.or(case.ready).filter(|_| timed(case))?;
            Some(((case.officer?, queue(case), part_of_day(at)), at))
        })
    }

    /// Files that were taken up while others waited.
    pub fn with_others(&self) -> Strata {
        let mut place = 0;
        Strata::whole(&self.cases.all, |case| {
            place += 1;
            self.taken[place - 1].with_others.then_some((case.unit, case.service))
        })
    }

    pub fn whole<Q: std::hash::Hash + Eq + Ord>(&self, key: impl Fn(&Case) -> Option<Q>) -> Strata {
        Strata::whole(&self.cases.all, key)
    }

    /// ln of the working minutes to the decision: of the work alone where it is known when that
    /// began and `work` asks for it, and from readiness on where not.
    pub fn log_minutes(&self, file: u32, work: bool) -> f64 {
        let case = self.case(file);
        let from = case.picked.filter(|_| work).or(case.ready);
        let (Some(from), Some(done)) = (from, case.done) else { return 0.0 };
        (self.clock.minutes(from, done) + 1.0).ln()
    }

    pub fn speed(
        &self,
        kind: Kind,
        strata: Strata,
        fast: bool,
        owner: impl Fn(&Case) -> Option<Vec<Part>>,
    ) -> Plan {
        let values = times::values(&strata, |file| {
            // A low sum is what is tested: of the time itself, or of its opposite.
            // Waiting is not work: whoever need not wait has jumped, which is another kind.
            if fast { self.log_minutes(file, true) } else { -self.log_minutes(file, false) }
        });
        let owner = |file: usize| owner(&self.cases.all[file]);
        let subjects = counts::subjects(&strata, self.cases.all.len(), self.options.fewest, owner);
        let job = |(subject, files): (Vec<Part>, Vec<u32>)| {
            let measured = times::subject(&strata, &values, &files);
            Job::of_all(subject, files, Measure::Time(measured))
        };
        let jobs = subjects.into_iter().map(job).filter(Job::can_show).collect();
        Plan { kind, jobs, missing: None, values: Some(values) }
    }

    pub fn group_speed(&self) -> Plan {
        let groups = self.cases.groups.len();
        let mut plans = (0..groups).map(|group| {
            self.speed(Kind::GroupSpeed, self.by_ready(true), false, |case| of_group(case, group))
        });
        let Some(mut all) = plans.next() else {
            return Plan { kind: Kind::GroupSpeed, jobs: Vec::new(), missing: None, values: None };
        };
        // The strata are the same for every group, and so are their values.
        all.jobs.extend(plans.flat_map(|plan| plan.jobs));
        all
    }

    /// Every step of every office, for every group.
    pub fn step_speed(&self) -> Plan {
        let kind = Kind::GroupStepSpeed;
        let mut all = Values::new();
        let mut jobs = Vec::new();
        for step in 0..self.cases.single_steps.len() as Code {
            let strata = self.by_step(step);
            let values = times::values(&strata, |file| -self.log_step(file, step));
            let first = all.append(&values);
            for group in 0..self.cases.groups.len() {
                let owner = |file: usize| {
                    let group = of_group(&self.cases.all[file], group)?;
                    Some([group, vec![(Role::Step, step)]].concat())
                };
                let fewest = self.options.fewest;
                let files = self.cases.all.len();
                for (subject, files) in counts::subjects(&strata, files, fewest, owner) {
                    let mut measured = times::subject(&strata, &values, &files);
                    measured.cases.iter_mut().for_each(|(stratum, _)| *stratum += first);
                    jobs.push(Job::of_all(subject, files, Measure::Time(measured)));
                }
            }
        }
        jobs.retain(Job::can_show);
        Plan { kind, jobs, missing: None, values: Some(all) }
    }

    /// Files that came to a step one after the other, at the same time of day.
    fn by_step(&self, step: Code) -> Strata {
        Strata::neighbours(&self.cases.all, |case| {
            let from = stretch(case, step)?.from;
            Some(((queue(case), part_of_day(from)), from))
        })
    }

    /// ln of the working minutes that a step took.
    fn log_step(&self, file: u32, step: Code) -> f64 {
        stretch(self.case(file), step)
            .map_or(0.0, |one| (self.clock.minutes(one.from, one.to) + 1.0).ln())
    }

    pub fn marks(
        &self,
        kind: Kind,
        strata: &Strata,
        marked: impl Fn(u32) -> bool,
        owner: impl Fn(&Case) -> Option<Vec<Part>>,
    ) -> Plan {
        let owner = |file: usize| owner(&self.cases.all[file]);
        let subjects = counts::subjects(strata, self.cases.all.len(), self.options.fewest, owner);
        let job = |(subject, files): (Vec<Part>, Vec<u32>)| {
            let measured = counts::count(strata, &files, &marked);
            Job::of_marked(subject, &files, &marked, measured)
        };
        let jobs = subjects.into_iter().map(job).filter(Job::can_show).collect();
        Plan { kind, jobs, missing: None, values: None }
    }

    pub fn of_officers(&self, kind: Kind, strata: &Strata, marked: impl Fn(u32) -> bool) -> Plan {
        self.marks(kind, strata, marked, |case| Some(vec![(Role::Officer, case.officer?)]))
    }

    pub fn marks_of_groups(&self, kind: Kind, marked: impl Fn(u32) -> bool) -> Plan {
        let strata = self.by_ready(false);
        let mut all = Plan { kind, jobs: Vec::new(), missing: None, values: None };
        for group in 0..self.cases.groups.len() {
            let plan = self.marks(kind, &strata, &marked, |case| of_group(case, group));
            all.jobs.extend(plan.jobs);
        }
        all
    }

    /// The steps that most files of a service have.
    pub fn usual_steps(&self) -> BTreeMap<Option<Code>, Code> {
        let mut counted: BTreeMap<Option<Code>, BTreeMap<Code, u32>> = BTreeMap::new();
        for case in &self.cases.all {
            if let Some(steps) = case.steps {
                *counted.entry(case.service).or_default().entry(steps).or_default() += 1;
            }
        }
        let most = |counts: BTreeMap<Code, u32>| {
            counts.into_iter().max_by_key(|(code, count)| (*count, *code)).map(|(code, _)| code)
        };
        counted.into_iter().filter_map(|(service, counts)| Some((service, most(counts)?))).collect()
    }
}

fn stretch(case: &Case, step: Code) -> Option<Stretch> {
    case.stretches.iter().find(|one| one.step == step).copied()
}
