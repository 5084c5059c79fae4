//! Plans as a run needs them: steps with their queues, and who serves which queue.

use rustc_hash::FxHashMap;

use super::model::Model;
use super::plan::{Kind, Step, Wait};
use super::scenario::Setting;
use crate::table::NONE;

/// Nobody does it.
pub const OUTSIDE: u32 = u32::MAX;

/// A step as the run needs it.
#[derive(Clone, Copy, Debug)]
pub struct Todo {
    /// Where.
    pub place: u32,
    /// What it waits for.
    pub wait: Wait,
    /// All work of it.
    pub touch: i64,
    /// Its queue, or [`OUTSIDE`].
    pub queue: u32,
    /// Its first activity.
    pub activity: u32,
    /// Its rank among what waits; the lower goes first.
    pub rank: i32,
}

/// Steps ready to run, and the one with which the case ends.
#[derive(Clone, Debug, Default)]
pub struct Course {
    /// The steps.
    pub todo: Vec<Todo>,
    /// The one with which the case ends.
    pub end: Option<usize>,
}

/// Kinds of work by number, and who can do them.
#[derive(Clone, Debug, Default)]
pub struct Queues {
    numbers: FxHashMap<Kind, u32>,
    /// Officers, by queue.
    pub pools: Vec<Vec<u32>>,
    /// The weekday on which work is released, by queue.
    pub gates: Vec<Option<u8>>,
}

impl Queues {
    fn number(&mut self, model: &Model, setting: &Setting, step: &Step) -> u32 {
        let kind = step.kind();
        if let Some(number) = self.numbers.get(&kind) {
            return *number;
        }
        let number = self.pools.len() as u32;
        self.pools.push(setting.pool(model, &kind));
        self.gates.push(model.gates.get(&kind).copied());
        self.numbers.insert(kind, number);
        number
    }

    /// The steps of a plan as they would be.
    pub fn course(
        &mut self,
        model: &Model,
        setting: &Setting,
        steps: &[Step],
        end: Option<usize>,
    ) -> Course {
        let (steps, end) = setting.edited(steps, end);
        let todo = steps
            .iter()
            .map(|step| {
                let activity = step.acts.first().map_or(NONE, |act| act.activity);
                Todo {
                    place: step.place,
                    wait: step.wait,
                    touch: step.touch(),
                    queue: if step.is_work() { self.number(model, setting, step) } else { OUTSIDE },
                    activity,
                    rank: model.ranks.get(&(step.place, activity)).copied().unwrap_or(0),
                }
            })
            .collect();
        Course { todo, end }
    }
}
