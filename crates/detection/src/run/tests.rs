//! Which tests there are: for each kind its strata, its subjects and what is measured.

use std::collections::{BTreeMap, BTreeSet};

use super::counts::{self, Count};
use super::times;
use super::{Options, Part, Role, Test, timed};
use crate::cases::{Acts, Case, Cases, Code, Office};
use crate::clock::WorkingClock;
use crate::kinds::Kind;
use crate::order::{self, Taken};
use crate::shuffle::{self, Depth, Subject, Values};
use crate::strata::Strata;
use crate::tail::{self, Stratum};

/// All tests of one kind, or why there are none.
pub struct Plan {
    pub kind: Kind,
    pub jobs: Vec<Job>,
    pub missing: Option<&'static str>,
    values: Option<Values>,
}

/// One test to be made.
pub struct Job {
    subject: Vec<Part>,
    files: u32,
    records: Vec<u32>,
    measure: Measure,
}

enum Measure {
    Count(Count),
    Time(Subject),
    Help {
        families: u32,
        mean: f64,
    },
    /// So few of the subject's marks in one stratum.
    Few {
        stratum: Stratum,
        seen: u32,
    },
}

impl Job {
    /// Makes the test.
    pub fn test(&self, plan: &Plan, depth: Depth, seed: u64) -> Test {
        let files = f64::from(self.files);
        let (seen, expected, effect, p) = match &self.measure {
            Measure::Count(count) => {
                (f64::from(count.seen()), count.expected(), count.ratio(), count.p())
            }
            Measure::Time(subject) => {
                let drawn: u32 = subject.cases.iter().map(|(_, own)| own).sum();
                let effect = (-subject.sum / f64::from(drawn.max(1))).exp();
                let p = plan
                    .values
                    .as_ref()
                    .map_or(1.0, |values| shuffle::as_low(values, subject, depth, seed));
                (files, files, effect, p)
            }
            Measure::Help { families, mean } => {
                let p = tail::poisson_at_least(*mean, *families);
                (f64::from(*families), *mean, f64::from(*families) / mean, p)
            }
            Measure::Few { stratum, seen } => {
                let (few, expected) = (f64::from(*seen), tail::expected(&[*stratum]));
                (few, expected, expected / few, tail::at_most(*stratum, *seen))
            }
        };
        let (subject, records) = (self.subject.clone(), self.records.clone());
        Test { kind: plan.kind, subject, files: self.files, records, seen, expected, effect, p }
    }
}

/// Two hours in microseconds.
const TWO_HOURS: i64 = 2 * 60 * 60 * 1_000_000;

/// Which two hours of the day: queues are long at opening and short in the afternoon.
fn part_of_day(at: i64) -> i64 {
    at.div_euclid(TWO_HOURS).rem_euclid(12)
}

/// Everything that the kinds share.
struct Desk<'c> {
    cases: &'c Cases,
    options: &'c Options,
    clock: WorkingClock,
    taken: Vec<Taken>,
}

/// A queue: office, service, channel, whether it goes first by rule, and kind of case.
type Queue = (Option<Code>, Option<Code>, Option<Code>, bool, Option<Code>);

fn queue(case: &Case) -> Queue {
    (case.unit, case.service, case.channel, case.priority, case.mix)
}

/// Plans for all kinds.
pub fn plans(cases: &Cases, options: &Options) -> Vec<Plan> {
    let acts = cases.all.iter().flat_map(|case| [case.picked, case.done]).flatten();
    let desk = Desk {
        cases,
        options,
        clock: WorkingClock::from_acts(acts),
        taken: order::taken(&cases.all),
    };
    Kind::ALL.into_iter().map(|kind| desk.plan(kind)).collect()
}

impl Desk<'_> {
    fn plan(&self, kind: Kind) -> Plan {
        if let Some(missing) = self.missing(kind) {
            return Plan { kind, jobs: Vec::new(), missing: Some(missing), values: None };
        }
        match kind {
            Kind::SharedContact => self.shared_contacts(),
            Kind::RepresentativeSpeed => self.speed(kind, self.by_pick(), true, |case| {
                Some(vec![(Role::Representative, case.representative?)])
            }),
            Kind::PairSpeed => self.speed(kind, self.by_desk(), true, |case| {
                Some(vec![
                    (Role::Representative, case.representative?),
                    (Role::Officer, case.officer?),
                ])
            }),
            Kind::GroupSpeed => self.group_speed(),
            Kind::RepresentativeJump => {
                let marked = |file: u32| self.jumped(file);
                self.marks(kind, &self.by_ready(false), marked, |case| {
                    Some(vec![(Role::Representative, case.representative?)])
                })
            }
            Kind::OfficerJump => {
                let strata = self.with_others();
                self.of_officers(kind, &strata, |file| self.jumped(file))
            }
            Kind::RepeatedOverride => {
                let marked = |file: u32| self.case(file).out_of_turn;
                self.marks(kind, &self.by_ready(false), marked, |case| {
                    Some(vec![(Role::Contact, case.contact?)])
                })
            }
            Kind::Steering => self.steering(),
            Kind::VanishingReturn => self.vanishing(),
            Kind::DeadlineBurst => {
                let late =
                    |case: &Case, part: f64| share_left(case).is_some_and(|left| left < part);
                let strata =
                    self.whole(|case| late(case, 0.1).then_some((case.unit, case.service)));
                self.of_officers(kind, &strata, |file| late(self.case(file), 0.05))
            }
            Kind::DayEndBurst => {
                let end =
                    |case: &Case, most: u16| case.before_close.is_some_and(|left| left < most);
                let strata = self.whole(|case| end(case, 90).then_some((case.unit, case.service)));
                self.of_officers(kind, &strata, |file| end(self.case(file), 15))
            }
            Kind::Backdating => self.backdating(),
            Kind::GiftSilence => self.gift_silence(),
            Kind::ClosedWithoutAct => self.closures(kind, |office| office.without_act),
            Kind::ClosedLastDay => self.closures(kind, |office| office.last_day),
            Kind::GroupReturns => {
                let marked = |file: u32| self.case(file).returns > 0;
                self.marks_of_groups(kind, marked)
            }
            Kind::GroupSteps => {
                let usual = self.usual_steps();
                let unusual = |file: u32| {
                    let case = self.case(file);
                    case.steps.is_some() && usual.get(&case.service) != case.steps.as_ref()
                };
                self.marks_of_groups(kind, unusual)
            }
        }
    }

    /// What the records must say for this kind and do not.
    fn missing(&self, kind: Kind) -> Option<&'static str> {
        let any = |has: fn(&Case) -> bool| self.cases.all.iter().any(has);
        let needs: &[(&'static str, bool)] = match kind {
            Kind::SharedContact => &[
                ("contact", any(|case| case.contact.is_some())),
                ("family", any(|case| case.family.is_some())),
            ],
            Kind::RepresentativeSpeed => &[
                ("representative", any(|case| case.representative.is_some())),
                ("the times of readiness and decision", any(timed)),
            ],
            Kind::PairSpeed => &[
                ("representative", any(|case| case.representative.is_some())),
                ("officer", any(|case| case.officer.is_some())),
                ("the times of readiness and decision", any(timed)),
            ],
            Kind::RepresentativeJump => &[
                ("representative", any(|case| case.representative.is_some())),
                ("the time at which a file is taken up", any(|case| case.picked.is_some())),
            ],
            Kind::OfficerJump => &[
                ("officer", any(|case| case.officer.is_some())),
                ("the time at which a file is taken up", any(|case| case.picked.is_some())),
            ],
            Kind::RepeatedOverride => &[
                ("contact", any(|case| case.contact.is_some())),
                ("takings out of turn", any(|case| case.out_of_turn)),
            ],
            Kind::Steering => &[
                ("representative", any(|case| case.representative.is_some())),
                ("officer", any(|case| case.officer.is_some())),
            ],
            Kind::VanishingReturn => {
                &[("representatives who come later", any(|case| case.joined_later))]
            }
            Kind::DeadlineBurst => &[
                ("officer", any(|case| case.officer.is_some())),
                ("deadline", any(|case| case.due.is_some())),
            ],
            Kind::DayEndBurst => &[
                ("officer", any(|case| case.officer.is_some())),
                ("the hour at which offices close", any(|case| case.before_close.is_some())),
            ],
            Kind::Backdating => &[
                ("officer", any(|case| case.officer.is_some())),
                ("times of recording", any(|case| !case.late_by.is_empty())),
            ],
            Kind::GroupSpeed => &[
                ("groups", !self.cases.groups.is_empty()),
                ("the times of readiness and decision", any(timed)),
            ],
            Kind::GroupReturns => &[
                ("groups", !self.cases.groups.is_empty()),
                ("returns", any(|case| case.returns > 0)),
            ],
            Kind::GiftSilence => &[(
                "gifts and words of money by office",
                self.cases.offices.iter().any(|office| office.gifts > 0)
                    && self.cases.offices.iter().any(|office| office.accused > 0),
            )],
            Kind::ClosedWithoutAct | Kind::ClosedLastDay => {
                &[("reports ended by office", self.cases.offices.iter().any(|one| one.ended > 0))]
            }
            Kind::GroupSteps => &[
                ("groups", !self.cases.groups.is_empty()),
                ("steps", any(|case| case.steps.is_some())),
            ],
        };
        needs.iter().find(|(_, there)| !there).map(|(what, _)| *what)
    }

    fn jumped(&self, file: u32) -> bool {
        self.taken[file as usize].jumped || self.case(file).out_of_turn
    }

    fn case(&self, file: u32) -> &Case {
        &self.cases.all[file as usize]
    }

    /// Neighbours by the moment at which they became complete, at the same time of day.
    fn by_ready(&self, only_timed: bool) -> Strata {
        Strata::neighbours(&self.cases.all, |case| {
            let kept = !only_timed || timed(case);
            let ready = case.ready.filter(|_| kept)?;
            Some(((queue(case), part_of_day(ready)), ready))
        })
    }

    /// Neighbours by the moment at which they were taken up, at the same time of day.
    fn by_pick(&self) -> Strata {
        Strata::neighbours(&self.cases.all, |case| {
            let at = case.picked.or(case.ready).filter(|_| timed(case))?;
            Some(((queue(case), part_of_day(at)), at))
        })
    }

    /// Files that follow each other on one officer's desk, at the same time of day.
    fn by_desk(&self) -> Strata {
        Strata::neighbours(&self.cases.all, |case| {
            let at = case.picked.or(case.ready).filter(|_| timed(case))?;
            Some(((case.officer?, queue(case), part_of_day(at)), at))
        })
    }

    /// Files that were taken up while others waited.
    fn with_others(&self) -> Strata {
        let mut place = 0;
        Strata::whole(&self.cases.all, |case| {
            place += 1;
            self.taken[place - 1].with_others.then_some((case.unit, case.service))
        })
    }

    fn whole<Q: std::hash::Hash + Eq + Ord>(&self, key: impl Fn(&Case) -> Option<Q>) -> Strata {
        Strata::whole(&self.cases.all, key)
    }

    /// ln of the working minutes to the decision: of the work alone where it is known when that
    /// began and `work` asks for it, and from readiness on where not.
    fn log_minutes(&self, file: u32, work: bool) -> f64 {
        let case = self.case(file);
        let from = case.picked.filter(|_| work).or(case.ready);
        let (Some(from), Some(done)) = (from, case.done) else { return 0.0 };
        (self.clock.minutes(from, done) + 1.0).ln()
    }

    fn speed(
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

    fn group_speed(&self) -> Plan {
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

    fn marks(
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

    fn of_officers(&self, kind: Kind, strata: &Strata, marked: impl Fn(u32) -> bool) -> Plan {
        self.marks(kind, strata, marked, |case| Some(vec![(Role::Officer, case.officer?)]))
    }

    fn marks_of_groups(&self, kind: Kind, marked: impl Fn(u32) -> bool) -> Plan {
        let strata = self.by_ready(false);
        let mut all = Plan { kind, jobs: Vec::new(), missing: None, values: None };
        for group in 0..self.cases.groups.len() {
            let plan = self.marks(kind, &strata, &marked, |case| of_group(case, group));
            all.jobs.extend(plan.jobs);
        }
        all
    }

    /// The steps that most files of a service have.
    fn usual_steps(&self) -> BTreeMap<Option<Code>, Code> {
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

    /// Contacts with the families whose files they stand behind; the first is their own.
    fn shared_contacts(&self) -> Plan {
        let mut found: BTreeMap<Code, (BTreeSet<Code>, Vec<u32>)> = BTreeMap::new();
        for (file, case) in self.cases.all.iter().enumerate() {
            let (Some(contact), Some(family), false) = (case.contact, case.family, case.registered)
            else {
                continue;
            };
            let entry = found.entry(contact).or_default();
            entry.0.insert(family);
            entry.1.push(file as u32);
        }
        let mean = self.options.ordinary_help * self.cases.days / 365.0;
        let job = |(contact, (families, files)): (Code, (BTreeSet<Code>, Vec<u32>))| {
            let help = Measure::Help { families: families.len() as u32 - 1, mean };
            Job::of_all(vec![(Role::Contact, contact)], files, help)
        };
        let jobs = found.into_iter().map(job).collect();
        Plan { kind: Kind::SharedContact, jobs, missing: None, values: None }
    }

    /// Every officer of the queues that a representative's files pass.
    fn steering(&self) -> Plan {
        let strata = Strata::neighbours(&self.cases.all, |case| {
            case.officer?;
            let at = case.picked.or(case.ready)?;
            Some(((queue(case), part_of_day(at)), at))
        });
        let owner =
            |file: usize| Some(vec![(Role::Representative, self.cases.all[file].representative?)]);
        let subjects = counts::subjects(&strata, self.cases.all.len(), self.options.fewest, owner);
        let mut jobs = Vec::new();
        for (subject, files) in subjects {
            for officer in self.officers_near(&strata, &files) {
                let marked = |file: u32| self.case(file).officer == Some(officer);
                let measured = counts::count(&strata, &files, marked);
                let subject = [subject.clone(), vec![(Role::Officer, officer)]].concat();
                jobs.push(Job::of_marked(subject, &files, marked, measured));
            }
        }
        jobs.retain(Job::can_show);
        Plan { kind: Kind::Steering, jobs, missing: None, values: None }
    }

    fn officers_near(&self, strata: &Strata, files: &[u32]) -> BTreeSet<Code> {
        let near = files.iter().filter_map(|file| strata.of[*file as usize]);
        let members = near.flat_map(|(stratum, _)| &strata.members[stratum as usize]);
        members.filter_map(|file| self.case(*file).officer).collect()
    }

    /// Late records among all acts of the same kind, in the same office and service.
    fn backdating(&self) -> Plan {
        let mut counts: BTreeMap<Code, Count> = BTreeMap::new();
        for officers in self.cases.records.values() {
            let sum = |part: fn(&Acts) -> u32| officers.values().map(part).sum::<u32>();
            let (cases, marked) = (sum(|acts| acts.all), sum(|acts| acts.late));
            for (officer, acts) in officers {
                let count = counts.entry(*officer).or_default();
                count.strata.push(Stratum { cases, marked, own: acts.all });
                count.marked.push(acts.late);
            }
        }
        let late = |officer: Code| {
            let late = |file: &u32| self.case(*file).late_by.contains(&officer);
            (0..self.cases.all.len() as u32).filter(late).collect()
        };
        let job = |(officer, count): (Code, Count)| Job {
            subject: vec![(Role::Officer, officer)],
            files: count.strata.iter().map(|stratum| stratum.own).sum(),
            records: late(officer),
            measure: Measure::Count(count),
        };
        let fewest = self.options.fewest;
        let enough = |(_, count): &(Code, Count)| {
            count.strata.iter().map(|stratum| stratum.own).sum::<u32>() >= fewest
        };
        let jobs = counts.into_iter().filter(enough).map(job).filter(Job::can_show).collect();
        Plan { kind: Kind::Backdating, jobs, missing: None, values: None }
    }

    /// Given how many gifts and words of money there are, gifts fall on an office as words do.
    fn gift_silence(&self) -> Plan {
        let offices = &self.cases.offices;
        let marked: u32 = offices.iter().map(|office| office.gifts).sum();
        let accused: u32 = offices.iter().map(|office| office.accused).sum();
        let job = |office: &Office| {
            let own = office.accused + office.gifts;
            let stratum = Stratum { cases: accused + marked, marked, own };
            let few = Measure::Few { stratum, seen: office.gifts };
            Job::of_office(office.unit, own, few)
        };
        let enough = |job: &Job| job.files >= self.options.fewest;
        let jobs = offices.iter().map(job).filter(enough).collect();
        Plan { kind: Kind::GiftSilence, jobs, missing: None, values: None }
    }

    /// How an office ends reports, against all others.
    fn closures(&self, kind: Kind, marked: fn(&Office) -> u32) -> Plan {
        let offices = &self.cases.offices;
        let all = (offices.iter().map(|one| one.ended).sum(), offices.iter().map(marked).sum());
        let job = |office: &Office| {
            let stratum = Stratum { cases: all.0, marked: all.1, own: office.ended };
            let count = Count { strata: vec![stratum], marked: vec![marked(office)] };
            Job::of_office(office.unit, office.ended, Measure::Count(count))
        };
        let enough = |job: &Job| job.files >= self.options.fewest && job.can_show();
        let jobs = offices.iter().map(job).filter(enough).collect();
        Plan { kind, jobs, missing: None, values: None }
    }

    fn vanishing(&self) -> Plan {
        let strata = self.whole(|case| (case.returns > 0).then_some((case.unit, case.service)));
        let passes = |file: u32| {
            let case = self.case(file);
            if case.joined_later { case.returns_later == 0 } else { case.returns == 1 }
        };
        self.marks(Kind::VanishingReturn, &strata, passes, |case| {
            let later = case.representative.filter(|_| case.joined_later)?;
            Some(vec![(Role::Representative, later)])
        })
    }
}

impl Job {
    /// All files show what is tested.
    fn of_all(subject: Vec<Part>, records: Vec<u32>, measure: Measure) -> Self {
        Self { subject, files: records.len() as u32, records, measure }
    }

    /// An office's count, which is of no file.
    fn of_office(unit: Code, files: u32, measure: Measure) -> Self {
        Self { subject: vec![(Role::Unit, unit)], files, records: Vec::new(), measure }
    }

    /// The marked files show it.
    fn of_marked(
        subject: Vec<Part>,
        files: &[u32],
        marked: impl Fn(u32) -> bool,
        count: Count,
    ) -> Self {
        let records = files.iter().copied().filter(|file| marked(*file)).collect();
        Self { subject, files: files.len() as u32, records, measure: Measure::Count(count) }
    }

    /// Whether its outcome is open: a subject that fills all its strata can show nothing.
    fn can_show(&self) -> bool {
        match &self.measure {
            Measure::Count(count) => count.strata.iter().any(|stratum| {
                stratum.own < stratum.cases && stratum.marked > 0 && stratum.marked < stratum.cases
            }),
            Measure::Time(subject) => !subject.cases.is_empty(),
            Measure::Help { .. } | Measure::Few { .. } => true,
        }
    }
}

/// The group of a file, in its office where that is known.
fn of_group(case: &Case, group: usize) -> Option<Vec<Part>> {
    let unit = case.unit.map(|unit| (Role::Unit, unit));
    let group = (Role::Group(group as u16), case.groups[group]?);
    Some(unit.into_iter().chain([group]).collect())
}

/// The part of its time that was left when a file was decided; none when that was too late.
fn share_left(case: &Case) -> Option<f64> {
    let (ready, done, due) = (case.ready?, case.done?, case.due?);
    (done <= due && due > ready).then(|| (due - done) as f64 / (due - ready) as f64)
}
