//! Tests of those who apply for others.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Role;
use super::super::counts;
use super::job::{Job, Measure, Plan};
use super::{Desk, part_of_day, queue};
use crate::cases::Code;
use crate::kinds::Kind;
use crate::strata::Strata;

impl Desk<'_> {
    /// Contacts with the families whose files they stand behind; the first is their own.
    pub fn shared_contacts(&self) -> Plan {
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
    pub fn steering(&self) -> Plan {
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

    pub fn vanishing(&self) -> Plan {
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
