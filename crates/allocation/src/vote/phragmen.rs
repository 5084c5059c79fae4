//! Phragmén's sequential rule (Brill, Freeman, Janson, Lackner 2017; for costs Los, Christoff,
//! Grossi 2022): everyone earns money at the same pace, and a project is bought as soon as those who
//! want it have its cost together. It stops at the first project that no longer fits.

use super::purse::{Ratio, whole};
use super::{Election, Profile};

/// Chooses after `first`; `profile` counts approvals. In the order of choice; equal ones by their
/// place.
pub fn choose(election: &Election, profile: &Profile, first: &[usize]) -> Vec<usize> {
    let mut loads = Loads::new(election, profile);
    let mut chosen = first.to_vec();
    let mut open: Vec<usize> = (0..election.projects.len())
        .filter(|p| !first.contains(p) && election.projects[*p].cost <= election.budget)
        .collect();
    while !open.is_empty() {
        let tied = loads.soonest(&open);
        let spent = election.cost(&chosen);
        let fits = |project: &usize| spent + election.projects[*project].cost <= election.budget;
        if !tied.iter().all(fits) {
            break;
        }
        loads.pay(tied[0]);
        open.retain(|other| *other != tied[0]);
        chosen.push(tied[0]);
    }
    chosen
}

/// A time at which a project was bought. All its supporters have paid until then.
struct Time {
    about: f64,
    /// What it was made from, so that the exact time is reckoned only where it decides something.
    bill: Bill,
    exact: Option<Ratio>,
}

/// What the supporters of a project must pay together, and how many they are.
struct Bill {
    cost: u64,
    /// How many of them have paid until which of the earlier times.
    paid: Vec<(usize, u64)>,
    supporters: u64,
}

/// Who has paid until when.
struct Loads<'a> {
    election: &'a Election,
    profile: &'a Profile,
    times: Vec<Time>,
    /// Of each group the place in `times`, from 1 on; 0 for those who have paid nothing.
    load: Vec<usize>,
    /// Of each project about what its supporters have paid together.
    paid: Vec<f64>,
}

impl<'a> Loads<'a> {
    fn new(election: &'a Election, profile: &'a Profile) -> Self {
        let (load, paid) = (vec![0; profile.groups.len()], vec![0.0; election.projects.len()]);
        Self { election, profile, times: Vec::new(), load, paid }
    }

    /// The projects that can be bought first; what nobody wants comes when nothing else is left.
    fn soonest(&mut self, open: &[usize]) -> Vec<usize> {
        let wanted = open.iter().filter(|project| self.profile.supporters(**project) > 0);
        let about: Vec<(f64, usize)> =
            wanted.map(|project| (self.about(*project), *project)).collect();
        let lowest = about.iter().fold(f64::INFINITY, |low, (time, _)| low.min(*time));
        let near = about.iter().filter(|(time, _)| *time <= lowest * (1.0 + 1e-9));
        let near: Vec<usize> = near.map(|(_, project)| *project).collect();
        match near.len() {
            0 => open.to_vec(),
            1 => near,
            _ => self.exactly_soonest(&near),
        }
    }

    fn exactly_soonest(&mut self, near: &[usize]) -> Vec<usize> {
        let mut best: Option<(Ratio, Vec<usize>)> = None;
        for project in near {
            let bill = self.bill(*project);
            self.reckon();
            let time = self.exact(&bill);
            match &mut best {
                Some((soonest, tied)) if *soonest == time => tied.push(*project),
                Some((soonest, _)) if *soonest < time => {}
                _ => best = Some((time, vec![*project])),
            }
        }
        best.map(|(_, tied)| tied).unwrap_or_default()
    }

    fn about(&self, project: usize) -> f64 {
        let cost = self.election.projects[project].cost as f64;
        (self.paid[project] + cost) / self.profile.supporters(project) as f64
    }

    fn bill(&self, project: usize) -> Bill {
        let mut paid = vec![0u64; self.times.len() + 1];
        for (group, _) in &self.profile.support[project] {
            paid[self.load[*group as usize]] += self.profile.groups[*group as usize];
        }
        let paid = paid.into_iter().enumerate().skip(1).filter(|(_, voters)| *voters > 0);
        Bill {
            cost: self.election.projects[project].cost,
            paid: paid.map(|(load, voters)| (load - 1, voters)).collect(),
            supporters: self.profile.supporters(project),
        }
    }

    /// Reckons all times without rounding that are not yet.
    fn reckon(&mut self) {
        for place in 0..self.times.len() {
            if self.times[place].exact.is_none() {
                self.times[place].exact = Some(self.exact(&self.times[place].bill));
            }
        }
    }

    /// The time of a bill whose earlier times are all reckoned.
    fn exact(&self, bill: &Bill) -> Ratio {
        let loads = bill.paid.iter().filter_map(|(place, voters)| {
            Some(self.times[*place].exact.as_ref()? * whole(u128::from(*voters)))
        });
        let sum = loads.fold(whole(u128::from(bill.cost)), |sum, load| sum + load);
        sum / whole(u128::from(bill.supporters))
    }

    fn pay(&mut self, project: usize) {
        if self.profile.supporters(project) == 0 {
            return;
        }
        let about = self.about(project);
        self.times.push(Time { about, bill: self.bill(project), exact: None });
        let load = self.times.len();
        for (group, _) in &self.profile.support[project] {
            let group = *group as usize;
            let before = self.load[group].checked_sub(1).map_or(0.0, |p| self.times[p].about);
            let more = (about - before) * self.profile.groups[group] as f64;
            for (other, _) in &self.profile.choices[group] {
                self.paid[*other as usize] += more;
            }
            self.load[group] = load;
        }
    }
}
