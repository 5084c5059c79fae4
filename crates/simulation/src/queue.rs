//! The queues of one office: files to check, files that wait for their pick, files between steps.

use std::collections::{BTreeMap, BTreeSet};

/// Place in a queue: lower goes first. Priority groups by rule, then completeness, then arrival
/// decides between files that became complete in the same millisecond.
pub(crate) type Place = (bool, i64, i64, u32);

/// Files of one office that wait for an officer.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    /// Incomplete files by arrival.
    pub(crate) checks: BTreeSet<(i64, u32)>,
    /// Complete files by service, in legal order.
    pub(crate) ready: BTreeMap<usize, BTreeSet<Place>>,
    /// Files between steps by skill, by the instant at which they got there.
    pub(crate) steps: BTreeMap<String, BTreeSet<(i64, u32)>>,
}

impl Desk {
    /// The file whose turn it is for an officer who can begin the services in `able`.
    pub(crate) fn head(
        &self,
        able: impl Fn(usize) -> bool,
        for_me: impl Fn(u32) -> bool,
    ) -> Option<(usize, Place)> {
        let heads = self.ready.iter().filter(|(service, _)| able(**service));
        let first = |queue: &BTreeSet<Place>| queue.iter().find(|place| for_me(place.3)).copied();
        let heads = heads.filter_map(|(service, queue)| Some((*service, first(queue)?)));
        heads.min_by_key(|(_, place)| *place)
    }

    /// The oldest file between steps for an officer who has `skills`.
    pub(crate) fn next_step(&self, skills: &BTreeSet<String>) -> Option<(String, (i64, u32))> {
        let queues =
            skills.iter().filter_map(|skill| Some((skill, *self.steps.get(skill)?.first()?)));
        queues.min_by_key(|(_, key)| *key).map(|(skill, key)| (skill.clone(), key))
    }

    /// Puts a file between steps.
    pub(crate) fn add_step(&mut self, skill: &str, at: i64, application: u32) {
        self.steps.entry(skill.to_owned()).or_default().insert((at, application));
    }

    /// Takes a file between steps off.
    pub(crate) fn take_step(&mut self, skill: &str, key: (i64, u32)) {
        if let Some(queue) = self.steps.get_mut(skill) {
            queue.remove(&key);
        }
    }

    /// Puts a complete file into its queue.
    pub(crate) fn add_ready(&mut self, service: usize, place: Place) {
        self.ready.entry(service).or_default().insert(place);
    }

    /// Takes a complete file out of its queue.
    pub(crate) fn take_ready(&mut self, service: usize, place: Place) {
        if let Some(queue) = self.ready.get_mut(&service) {
            queue.remove(&place);
        }
    }

    /// Whether `place` is the first of its queue.
    pub(crate) fn is_first(&self, service: usize, place: Place) -> bool {
        self.ready.get(&service).and_then(BTreeSet::first) == Some(&place)
    }
}
