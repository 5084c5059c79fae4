//! Phragmén's sequential rule (Brill, Freeman, Janson, Lackner 2017; for costs Los, Christoff,
//! Grossi 2022): everyone earns money at the same pace, and a project is bought as soon as those who
//! want it have its cost together. It stops at the first project that no longer fits.

use super::purse::{Ratio, whole};
use super::{Election, Profile};

/// The load of voters who have paid nothing.
const NOTHING: u32 = 0;

/// Who has paid until when.
struct Loads<'a> {
    profile: &'a Profile,
    /// When voters last paid, without rounding and about; ever later.
    times: Vec<(Ratio, f64)>,
    /// Of each group the place in `times`.
    load: Vec<u32>,
}

/// Chooses after `first`; `profile` counts approvals. In the order of choice; equal ones by their place.
pub fn choose(election: &Election, profile: &Profile, first: &[usize]) -> Vec<usize> {
    let mut loads =
        Loads { profile, times: vec![(whole(0), 0.0)], load: vec![NOTHING; profile.groups.len()] };
    let mut chosen = first.to_vec();
    let mut open: Vec<usize> = (0..election.projects.len())
        .filter(|p| !first.contains(p) && election.projects[*p].cost <= election.budget)
        .collect();
    while !open.is_empty() {
        let (time, tied) = loads.soonest(election, &open);
        let spent = election.cost(&chosen);
        let fits = |project: &usize| spent + election.projects[*project].cost <= election.budget;
        if !tied.iter().all(fits) {
            break;
        }
        let project = tied[0];
        if let Some(time) = time {
            loads.pay(project, time);
        }
        open.retain(|other| *other != project);
        chosen.push(project);
    }
    chosen
}

impl Loads<'_> {
    /// The earliest time at which a project can be bought and the projects that then can; what
    /// nobody wants can never be, and comes when nothing else is left.
    fn soonest(&self, election: &Election, open: &[usize]) -> (Option<Ratio>, Vec<usize>) {
        let wanted = open.iter().filter(|project| !self.profile.support[**project].is_empty());
        let about: Vec<(f64, usize)> =
            wanted.map(|project| (self.about(election, *project), *project)).collect();
        let lowest = about.iter().fold(f64::INFINITY, |low, (time, _)| low.min(*time));
        let mut best: Option<(Ratio, Vec<usize>)> = None;
        for (_, project) in about.iter().filter(|(time, _)| *time <= lowest * (1.0 + 1e-9)) {
            let time = self.exact(election, *project);
            match &mut best {
                Some((soonest, tied)) if *soonest == time => tied.push(*project),
                Some((soonest, _)) if *soonest < time => {}
                _ => best = Some((time, vec![*project])),
            }
        }
        match best {
            Some((time, tied)) => (Some(time), tied),
            None => (None, open.to_vec()),
        }
    }

    fn about(&self, election: &Election, project: usize) -> f64 {
        let loads = self.profile.support[project].iter().map(|(group, _)| {
            let times = self.profile.groups[*group as usize] as f64;
            times * self.times[self.load[*group as usize] as usize].1
        });
        let cost = election.projects[project].cost as f64;
        (loads.sum::<f64>() + cost) / self.profile.supporters(project) as f64
    }

    fn exact(&self, election: &Election, project: usize) -> Ratio {
        let mut voters = vec![0u128; self.times.len()];
        for (group, _) in &self.profile.support[project] {
            voters[self.load[*group as usize] as usize] +=
                u128::from(self.profile.groups[*group as usize]);
        }
        let cost = whole(u128::from(election.projects[project].cost));
        let loads = self.times.iter().zip(voters).filter(|(_, voters)| *voters > 0);
        let paid = loads.fold(cost, |sum, ((time, _), voters)| sum + time * whole(voters));
        paid / whole(u128::from(self.profile.supporters(project)))
    }

    fn pay(&mut self, project: usize, time: Ratio) {
        let load = u32::try_from(self.times.len()).unwrap_or(u32::MAX);
        let about = super::purse::float(&time);
        self.times.push((time, about));
        for (group, _) in &self.profile.support[project] {
            self.load[*group as usize] = load;
        }
    }
}
