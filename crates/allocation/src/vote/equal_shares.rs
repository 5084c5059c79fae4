//! The Method of Equal Shares (Peters, Pierczyński, Skowron, "Proportional participatory budgeting
//! with additive utilities", NeurIPS 2021): everyone has an equal share of the budget; a project is
//! bought by those who want it, at the lowest price of a unit of utility at which their shares
//! suffice; who has less than their part gives what is left.

use super::completion::{Choice, How};
use super::profile::Profile;
use super::purse::{EMPTY, FULL, Purses, Ratio, whole};

/// A run of the rule: what was bought so far and what voters have left.
#[derive(Clone, Debug)]
pub struct Run<'a> {
    profile: &'a Profile,
    costs: &'a [u64],
    purses: Purses,
    purse: Vec<u32>,
    /// Projects that may still be bought, each with a price that its own is not below.
    open: Vec<(f64, usize)>,
    bought: Vec<Choice>,
}

/// A supporter: their purse, what the project is worth to them, how many they are.
type Supporter = (u32, u64, u64);

impl<'a> Run<'a> {
    /// A run in which every voter begins with `share`; `costs` are those of all projects.
    pub fn new(profile: &'a Profile, costs: &'a [u64], share: Ratio) -> Self {
        let price = |project: usize| {
            let wanted = costs[project] > 0 && profile.worth(project) > 0;
            let lowest = costs[project] as f64 / profile.worth(project) as f64;
            wanted.then_some((lowest * (1.0 - 1e-12), project))
        };
        Self {
            purses: Purses::new(share),
            purse: vec![FULL; profile.groups.len()],
            open: (0..costs.len()).filter_map(price).collect(),
            profile,
            costs,
            bought: Vec::new(),
        }
    }

    /// Buys until nothing can be bought; of several at one price the one that stands first.
    pub fn finish(mut self) -> Vec<Choice> {
        self.exhaust();
        self.bought
    }

    /// What the supporters of a project have left together when nothing more can be bought.
    pub fn left(mut self, project: usize) -> Ratio {
        self.exhaust();
        self.purses.sum(self.supporters(project).map(|(purse, _, times)| (purse, times)))
    }

    fn exhaust(&mut self) {
        while let Some((price, tied)) = self.cheapest() {
            self.buy(&tied, price);
        }
    }

    /// The lowest price and the projects that have it, in order.
    fn cheapest(&mut self) -> Option<(Ratio, Vec<usize>)> {
        loop {
            let candidates = self.candidates();
            let mut best: Option<(Ratio, Vec<usize>)> = None;
            let before = self.open.len();
            for project in candidates {
                let Some(price) = self.exact(project) else {
                    self.open.retain(|(_, other)| *other != project);
                    continue;
                };
                match &mut best {
                    Some((lowest, tied)) if *lowest == price => tied.push(project),
                    Some((lowest, _)) if *lowest < price => {}
                    _ => best = Some((price, vec![project])),
                }
            }
            // One that cannot be paid may have hidden others that can.
            if self.open.len() == before {
                return best;
            }
        }
    }

    /// Projects that may have the lowest price, as far as floating point can tell, in order.
    fn candidates(&mut self) -> Vec<usize> {
        self.open.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let mut open = std::mem::take(&mut self.open);
        let mut lowest = f64::INFINITY;
        let mut quotes: Vec<(f64, usize)> = Vec::new();
        open.retain_mut(|(bound, project)| {
            if *bound > lowest {
                return true;
            }
            let Some(split) = self.split(*project) else { return false };
            *bound = split.price - split.error;
            lowest = lowest.min(split.price + split.error);
            quotes.push((*bound, *project));
            true
        });
        self.open = open;
        quotes.retain(|(bound, _)| *bound <= lowest);
        let mut candidates: Vec<usize> = quotes.into_iter().map(|(_, project)| project).collect();
        candidates.sort_unstable();
        candidates
    }

    /// Buys the first of the projects that have the lowest price.
    fn buy(&mut self, tied: &[usize], price: Ratio) {
        let Some((project, tied)) = tied.split_first() else { return };
        self.purses.round(price.clone());
        for (group, weight) in &self.profile.support[*project] {
            let purse = &mut self.purse[*group as usize];
            *purse = self.purses.pay(*purse, *weight);
        }
        self.open.retain(|(_, other)| other != project);
        let how = How::Bought { price, tied: tied.to_vec() };
        self.bought.push(Choice { project: *project, how });
    }

    fn supporters(&self, project: usize) -> impl Iterator<Item = Supporter> {
        let gain = self.profile.support[project].iter().filter(|(_, weight)| *weight > 0);
        gain.map(|(group, weight)| {
            (self.purse[*group as usize], *weight, self.profile.groups[*group as usize])
        })
    }

    /// The price of a project without rounding, if its supporters can pay for it.
    fn exact(&mut self, project: usize) -> Option<Ratio> {
        let split = self.split(project)?;
        let cost = whole(u128::from(self.costs[project]));
        let mut poor = self.purses.sum(split.poor.iter().map(|(purse, _, times)| (*purse, *times)));
        let mut rich = split.rich;
        let mut doubtful = split.doubtful;
        loop {
            if rich == 0 {
                return None;
            }
            let price = (&cost - &poor) / whole(rich);
            let before = doubtful.len();
            let mut moved: Vec<Supporter> = Vec::new();
            doubtful.retain(|supporter @ (purse, weight, _)| {
                let is_poor = self.purses.exact(*purse) < &price * whole(u128::from(*weight));
                if is_poor {
                    moved.push(*supporter);
                }
                !is_poor
            });
            if doubtful.len() == before {
                return Some(price);
            }
            poor += self.purses.sum(moved.iter().map(|(purse, _, times)| (*purse, *times)));
            rich -= moved.iter().map(worth).sum::<u128>();
        }
    }

    /// Who gives all they have, who pays the full price, and for whom floating point is too coarse.
    fn split(&self, project: usize) -> Option<Split> {
        let cost = self.costs[project] as f64;
        let unsure = self.purses.error();
        let mut rest: Vec<Supporter> =
            self.supporters(project).filter(|(purse, _, _)| *purse != EMPTY).collect();
        let rich = rest.iter().map(worth).sum();
        let mut split = Split { rich, ..Split::default() };
        let (mut poor, mut poor_voters) = (0.0, 0.0);
        loop {
            if split.rich == 0 {
                return None;
            }
            let rich = split.rich as f64;
            split.price = (cost - poor) / rich;
            split.error = (poor_voters * unsure + (cost + poor) * 1e-12) / rich;
            let before = rest.len();
            rest.retain(|supporter @ (purse, weight, times)| {
                let (has, due) = (self.purses.value(*purse), split.price * *weight as f64);
                let is_poor = has + unsure + split.error * (*weight as f64) < due;
                if is_poor {
                    poor += has * *times as f64;
                    poor_voters += *times as f64;
                    split.rich -= worth(supporter);
                    split.poor.push(*supporter);
                }
                !is_poor
            });
            if rest.len() == before {
                break;
            }
        }
        rest.retain(|(purse, weight, _)| {
            let (has, due) = (self.purses.value(*purse), split.price * *weight as f64);
            has - unsure - split.error * (*weight as f64) <= due
        });
        split.doubtful = rest;
        Some(split)
    }
}

/// How the supporters of a project would pay for it.
#[derive(Clone, Debug, Default)]
struct Split {
    price: f64,
    error: f64,
    poor: Vec<Supporter>,
    doubtful: Vec<Supporter>,
    /// Utility of those who pay the full price, and of those in doubt.
    rich: u128,
}

fn worth((_, weight, times): &Supporter) -> u128 {
    u128::from(*weight) * u128::from(*times)
}
