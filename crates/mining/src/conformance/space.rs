//! The markings of a net and the steps between them, each found once and then known.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::petri::{Marking, Net};

/// The label of a silent step.
pub const SILENT: u32 = u32::MAX;
/// The label of an activity that the net does not know.
pub const FOREIGN: u32 = u32::MAX - 1;

/// A step from a marking.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    pub transition: u32,
    pub label: u32,
    pub to: u32,
}

/// Why a space cannot grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

/// Markings by number; the start is 0.
#[derive(Clone, Debug)]
pub struct Space<'n> {
    pub net: &'n Net,
    /// Activities of the net, by number.
    pub labels: Vec<&'n str>,
    label: Vec<u32>,
    first_place: Vec<Vec<u32>>,
    free: Vec<u32>,
    ids: FxHashMap<Marking, u32>,
    markings: Vec<Marking>,
    moves: Vec<Option<Arc<[Move]>>>,
    limit: usize,
    pub end: u32,
}

impl<'n> Space<'n> {
    /// The space of a net, of at most `limit` markings.
    pub fn new(net: &'n Net, limit: usize) -> Self {
        let mut labels: Vec<&str> =
            net.transitions().iter().filter_map(|step| step.label.as_deref()).collect();
        labels.sort_unstable();
        labels.dedup();
        let number = |label: &str| labels.binary_search(&label).map_or(FOREIGN, as_number);
        let label = net
            .transitions()
            .iter()
            .map(|step| step.label.as_deref().map_or(SILENT, number))
            .collect();
        let (mut first_place, mut free) = (vec![Vec::new(); net.places().len()], Vec::new());
        for (t, step) in (0u32..).zip(net.transitions()) {
            match step.takes.first() {
                Some(arc) => first_place[arc.place].push(t),
                None => free.push(t),
            }
        }
        let mut space = Self {
            net,
            labels,
            label,
            first_place,
            free,
            ids: FxHashMap::default(),
            markings: Vec::new(),
            moves: Vec::new(),
            limit: limit.max(2),
            end: 0,
        };
        // Two markings always fit.
        space.number(net.start()).unwrap_or(0);
        space.end = space.number(net.end()).unwrap_or(0);
        space
    }

    /// The number of an activity.
    pub fn activity(&self, name: &str) -> u32 {
        self.labels.binary_search(&name).map_or(FOREIGN, as_number)
    }

    /// The label of a transition.
    pub fn label(&self, transition: usize) -> u32 {
        self.label[transition]
    }

    pub fn len(&self) -> usize {
        self.markings.len()
    }

    pub fn marking(&self, id: u32) -> &Marking {
        &self.markings[id as usize]
    }

    /// The number of a marking, a new one if it is new.
    pub fn number(&mut self, marking: &Marking) -> Result<u32, Full> {
        if let Some(id) = self.ids.get(marking) {
            return Ok(*id);
        }
        if self.markings.len() >= self.limit {
            return Err(Full);
        }
        let id = as_number(self.markings.len());
        self.ids.insert(marking.clone(), id);
        self.markings.push(marking.clone());
        self.moves.push(None);
        Ok(id)
    }

    /// All steps from a marking.
    pub fn moves(&mut self, id: u32) -> Result<Arc<[Move]>, Full> {
        if let Some(moves) = &self.moves[id as usize] {
            return Ok(Arc::clone(moves));
        }
        let marking = self.markings[id as usize].clone();
        let marked = (0..marking.len()).filter(|place| marking[*place] > 0);
        let mut steps: Vec<u32> =
            marked.flat_map(|place| &self.first_place[place]).chain(&self.free).copied().collect();
        steps.retain(|step| self.net.enabled(*step as usize, &marking));
        steps.sort_unstable();
        let mut moves = Vec::with_capacity(steps.len());
        for transition in steps {
            let after = self.net.fire(transition as usize, &marking).ok_or(Full)?;
            let to = self.number(&after)?;
            moves.push(Move { transition, label: self.label[transition as usize], to });
        }
        let moves: Arc<[Move]> = moves.into();
        self.moves[id as usize] = Some(Arc::clone(&moves));
        Ok(moves)
    }

    /// Finds every marking that can be reached, if there are at most `limit`.
    pub fn explore(&mut self, limit: usize) -> bool {
        let mut id = 0;
        while (id as usize) < self.markings.len() {
            if self.markings.len() > limit || self.moves(id).is_err() {
                return false;
            }
            id += 1;
        }
        true
    }
}

fn as_number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(FOREIGN)
}
