//! What is changed: plans are edited, officers added, hours widened, units joined.

use std::collections::BTreeSet;

use super::Error;
use super::calendar::Calendar;
use super::model::Model;
use super::plan::{Kind, Step, Wait};
use super::staff::Officer;
use crate::table::Names;

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A step is no longer done.
    Remove {
        /// The step.
        step: String,
    },
    /// A step is done together with an earlier one: by the same officer, with one wait.
    Merge {
        /// The step that is done elsewhere now.
        step: String,
        /// The step with which it is done.
        into: String,
    },
    /// More officers.
    AddOfficer {
        /// Where.
        place: String,
        /// For what; for everything done there when it is not given.
        step: Option<String>,
        /// How many.
        count: u32,
    },
    /// An additional opening of all places on a weekday that is no holiday.
    Open {
        /// 0 is Monday.
        weekday: u8,
        /// Minutes of the day.
        hours: (u16, u16),
    },
    /// The second unit becomes part of the first: one queue, and all its officers.
    MergeUnits {
        /// The unit that stays.
        into: String,
        /// The unit that goes.
        unit: String,
    },
    /// A step moves from a unit to another, whose officers do it.
    MoveCounter {
        /// The step.
        step: String,
        /// From where.
        from: String,
        /// To where.
        to: String,
    },
    /// More or fewer cases come.
    Demand {
        /// How many times as many.
        factor: f64,
    },
}

/// A change in the numbers of a model.
#[derive(Clone, Copy, Debug)]
enum Edit {
    Remove(u32),
    Merge { step: u32, into: u32 },
    Place { from: u32, to: u32 },
    Move { step: u32, from: u32, to: u32 },
}

/// A process as it would be.
#[derive(Clone, Debug)]
pub struct Setting {
    edits: Vec<Edit>,
    /// Open hours.
    pub calendar: Calendar,
    /// Officers.
    pub officers: Vec<Officer>,
    /// The officers beyond those of the log: for which work.
    added: Vec<(u32, Option<u32>)>,
    /// How many times as many cases come.
    pub demand: f64,
}

impl Setting {
    /// As it is.
    pub fn base(model: &Model) -> Self {
        Self {
            edits: Vec::new(),
            calendar: model.calendar.clone(),
            officers: model.officers.clone(),
            added: Vec::new(),
            demand: 1.0,
        }
    }

    /// As it would be after some changes.
    ///
    /// # Errors
    /// When a change names a step or a place that the log does not know, or says what cannot be.
    pub fn new(model: &Model, changes: &[Change]) -> Result<Self, Error> {
        let mut setting = Self::base(model);
        for change in changes {
            setting.apply(model, change)?;
        }
        Ok(setting)
    }

    fn apply(&mut self, model: &Model, change: &Change) -> Result<(), Error> {
        let step = |name: &str| known("step", &model.activities, name);
        let place = |name: &str| known("place", &model.places, name);
        match change {
            Change::Remove { step: name } => {
                let number = step(name)?;
                if model.ends.contains(&number) {
                    return Err(Error::Ending(name.clone()));
                }
                self.edits.push(Edit::Remove(number));
            }
            Change::Merge { step: one, into } => {
                self.edits.push(Edit::Merge { step: step(one)?, into: step(into)? });
            }
            Change::AddOfficer { place: at, step: what, count } => {
                let (place, what) = (place(at)?, what.as_deref().map(step).transpose()?);
                self.add(model, place, what, *count);
            }
            Change::Open { weekday, hours } => {
                self.calendar = self.calendar.with_opening(*weekday, *hours, model.until);
            }
            Change::MergeUnits { into, unit } => {
                let (to, from) = (place(into)?, place(unit)?);
                for officer in self.officers.iter_mut().filter(|one| one.place == from) {
                    officer.place = to;
                }
                self.edits.push(Edit::Place { from, to });
            }
            Change::MoveCounter { step: what, from, to } => {
                let (step, from, to) = (step(what)?, place(from)?, place(to)?);
                if model.skills.at(to).is_empty() {
                    return Err(Error::Nobody(model.places.name(to).to_owned()));
                }
                self.edits.push(Edit::Move { step, from, to });
            }
            Change::Demand { factor } => self.demand *= factor,
        }
        Ok(())
    }

    fn add(&mut self, model: &Model, place: u32, what: Option<u32>, count: u32) {
        let mut here: Vec<&Officer> =
            model.officers.iter().filter(|officer| officer.place == place).collect();
        here.sort_by_key(|officer| officer.absences());
        let like = here.get(here.len() / 2).copied().cloned();
        for _ in 0..count {
            self.officers.push(Officer::new(place, like.as_ref()));
            self.added.push((place, what));
        }
    }

    /// What is left of the steps of a plan, and of the place of its end among them.
    pub fn edited(&self, steps: &[Step], end: Option<usize>) -> (Vec<Step>, Option<usize>) {
        let (mut steps, mut end) = (steps.to_vec(), end);
        for edit in &self.edits {
            match *edit {
                Edit::Remove(step) => remove(&mut steps, &mut end, step),
                Edit::Merge { step, into } => merge(&mut steps, &mut end, step, into),
                Edit::Place { from, to } => {
                    for step in steps.iter_mut().filter(|step| step.place == from) {
                        step.place = to;
                    }
                }
                Edit::Move { step, from, to } => {
                    let moves = |one: &Step| {
                        one.place == from
                            && one.is_work()
                            && one.acts.iter().any(|act| act.activity == step)
                    };
                    for step in steps.iter_mut().filter(|step| moves(step)) {
                        step.place = to;
                    }
                }
            }
        }
        (steps, end)
    }

    /// Who can do a kind of work, by the places of the officers in the setting.
    pub fn pool(&self, model: &Model, kind: &Kind) -> Vec<u32> {
        let (place, activities) = kind;
        let joined = self.edits.iter().filter_map(|edit| match edit {
            Edit::Place { from, to } if to == place => Some(*from),
            _ => None,
        });
        let mut places: BTreeSet<u32> = joined.collect();
        places.insert(*place);
        let mut who: BTreeSet<u32> = BTreeSet::new();
        for place in &places {
            who.extend(model.skills.pool(*place, activities));
        }
        let still = |who: &BTreeSet<u32>| -> Vec<u32> {
            let officers = model.officers.iter().enumerate();
            let can = officers.filter(|(_, officer)| who.contains(&officer.resource));
            can.map(|(number, _)| number as u32).collect()
        };
        let mut pool = still(&who);
        if pool.is_empty() {
            pool = still(&places.iter().flat_map(|place| model.skills.at(*place)).collect());
        }
        let first = model.officers.len();
        for (number, (at, what)) in self.added.iter().enumerate() {
            if places.contains(at) && what.is_none_or(|what| activities.contains(&what)) {
                pool.push((first + number) as u32);
            }
        }
        pool
    }
}

/// A step without its activity is gone, unless other activities are in it.
fn remove(steps: &mut Vec<Step>, end: &mut Option<usize>, activity: u32) {
    let mut place = 0;
    while place < steps.len() {
        let step = &mut steps[place];
        step.acts.retain(|act| act.activity != activity);
        if step.acts.is_empty() {
            steps.remove(place);
            // A case whose end is gone ends with what was before it.
            *end = end.map(|end| if end >= place { end.saturating_sub(1) } else { end });
        } else {
            place += 1;
        }
    }
}

/// Acts of `activity` join the nearest earlier step that has `into`.
fn merge(steps: &mut Vec<Step>, end: &mut Option<usize>, activity: u32, into: u32) {
    let has = |step: &Step, activity| step.acts.iter().any(|act| act.activity == activity);
    let mut place = 0;
    while place < steps.len() {
        let target =
            (0..place).rev().find(|before| steps[*before].is_work() && has(&steps[*before], into));
        let Some(target) =
            target.filter(|_| steps[place].is_work() && has(&steps[place], activity))
        else {
            place += 1;
            continue;
        };
        let (moved, stay): (Vec<_>, Vec<_>) =
            steps[place].acts.drain(..).partition(|act| act.activity == activity);
        steps[target].acts.extend(moved);
        if stay.is_empty() {
            steps.remove(place);
            *end = end.map(|end| if end >= place { end - 1 } else { end });
        } else {
            steps[place].acts = stay;
            place += 1;
        }
    }
}

fn known(what: &'static str, names: &Names, name: &str) -> Result<u32, Error> {
    names.get(name).ok_or_else(|| {
        let mut known: Vec<String> = names.iter().map(str::to_owned).collect();
        known.sort_unstable();
        Error::Unknown { what, name: name.to_owned(), known }
    })
}

/// The wait of a step whose begin is known no further.
pub const AT_ONCE: Wait = Wait::Officer(0);
