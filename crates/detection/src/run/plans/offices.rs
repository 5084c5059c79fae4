//! Tests of counts that belong to no single file.

use std::collections::BTreeMap;

use super::super::Role;
use super::super::counts::Count;
use super::Desk;
use super::job::{Job, Measure, Plan};
use crate::cases::{Acts, Code, Office};
use crate::kinds::Kind;
use crate::tail::Stratum;

impl Desk<'_> {
    /// Late records among all acts of the same kind, in the same office and service.
    pub fn backdating(&self) -> Plan {
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

    /// How an office ends reports, against all others.
    pub fn closures(&self, kind: Kind, marked: fn(&Office) -> u32) -> Plan {
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
}
