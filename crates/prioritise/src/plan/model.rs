//! How a plan comes about, step by step, and what scores say. Pure.

use kernel::Error;
use kernel::error::Result;

pub use kernel::facts::plan::{Criterion, PlanActivity as Activity};

/// The lowest and the highest mark.
pub const SCALE: (i64, i64) = (1, 5);
/// How many people can score one activity: two, and a third where they lie too far apart.
pub const SCORERS: usize = 3;

/// Where a plan stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// The version of the criteria that was frozen last; 0 before the first.
    pub version: i64,
    /// Whether that version holds.
    pub frozen: bool,
    /// Scores that were given by it.
    pub scores: i64,
    /// Whether the plan was adopted.
    pub adopted: bool,
}

impl Course {
    fn open(self) -> Result<Self> {
        if self.adopted { Err(Error::conflict("plan-adopted-already")) } else { Ok(self) }
    }

    /// After criteria and weights were frozen.
    ///
    /// # Errors
    /// Conflict once a score was given by those that hold, or the plan was adopted.
    pub fn freeze(self) -> Result<Self> {
        let now = self.open()?;
        if now.frozen && now.scores > 0 {
            return Err(Error::conflict("plan-criteria-scored"));
        }
        Ok(Self { version: now.version + 1, frozen: true, scores: 0, ..now })
    }

    /// After the scores of the version that holds were voided, so that other criteria can be frozen.
    ///
    /// # Errors
    /// Conflict when there is no score to void, or the plan was adopted.
    pub fn void(self) -> Result<Self> {
        let now = self.open()?;
        if !now.frozen || now.scores == 0 {
            return Err(Error::conflict("plan-nothing-to-void"));
        }
        Ok(Self { frozen: false, scores: 0, ..now })
    }

    /// After one more score.
    ///
    /// # Errors
    /// Conflict before the criteria are frozen, or once the plan was adopted.
    pub fn score(self) -> Result<Self> {
        let now = self.open()?;
        if !now.frozen {
            return Err(Error::conflict("plan-not-frozen"));
        }
        Ok(Self { scores: now.scores + 1, ..now })
    }

    /// After it was adopted.
    ///
    /// # Errors
    /// Conflict before anything was scored, or when it was adopted before.
    pub fn adopt(self) -> Result<Self> {
        let now = self.open()?;
        if !now.frozen || now.scores == 0 {
            return Err(Error::conflict("plan-not-scored"));
        }
        Ok(Self { adopted: true, ..now })
    }
}

/// What the scores of an activity say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// So many of two have scored.
    Open(usize),
    /// Both have, and lie too far apart on these criteria, by place.
    Apart(Vec<usize>),
    /// The marks that hold, in thousandths, in the order of the criteria.
    Settled(Vec<i64>),
}

/// What the scores say: two that lie near give their mean, a third decides by the median, and what was
/// agreed on holds before both. `limit` is the largest difference that needs no talk.
pub fn standing(given: &[Vec<i64>], agreed: Option<&[i64]>, limit: i64) -> Standing {
    if let Some(agreed) = agreed {
        return Standing::Settled(agreed.to_vec());
    }
    let [first, second, ..] = given else { return Standing::Open(given.len()) };
    let criteria = first.len();
    if let Some(third) = given.get(2) {
        let median = |place: usize| {
            let mut marks = [first[place], second[place], third[place]];
            marks.sort_unstable();
            marks[1] * 1000
        };
        return Standing::Settled((0..criteria).map(median).collect());
    }
    let apart: Vec<usize> = apart(first, second, limit);
    if apart.is_empty() {
        let mean = first.iter().zip(second).map(|(a, b)| (a + b) * 500);
        return Standing::Settled(mean.collect());
    }
    Standing::Apart(apart)
}

/// Places of criteria on which two lie too far apart.
pub fn apart(first: &[i64], second: &[i64], limit: i64) -> Vec<usize> {
    let far = |(_, (a, b)): &(usize, (&i64, &i64))| (**a - **b).abs() > limit;
    first.iter().zip(second).enumerate().filter(far).map(|(place, _)| place).collect()
}

/// The marks that hold after two people agreed: what they said where they lie near, and what they agreed
/// on where they do not, which lies between theirs.
///
/// # Errors
/// Invalid when a mark lies outside of what the two gave.
pub fn reconciled(
    first: &[i64],
    second: &[i64],
    limit: i64,
    agreed: &[(usize, i64)],
) -> Result<Vec<i64>> {
    let far = apart(first, second, limit);
    let mut marks: Vec<i64> = first.iter().zip(second).map(|(a, b)| (a + b) * 500).collect();
    for place in far {
        let found = agreed.iter().find(|(of, _)| *of == place).map(|(_, mark)| *mark);
        let (low, high) = (first[place].min(second[place]), first[place].max(second[place]));
        let mark = found.filter(|mark| (low..=high).contains(mark));
        marks[place] = mark.ok_or_else(|| Error::invalid("plan-agreed-outside"))? * 1000;
    }
    Ok(marks)
}

/// Whether a list holds one mark of the scale for each criterion.
///
/// # Errors
/// Invalid when one is missing or outside of the scale.
pub fn check(marks: &[i64], criteria: usize) -> Result<()> {
    let inside = marks.iter().all(|mark| (SCALE.0..=SCALE.1).contains(mark));
    if inside && marks.len() == criteria {
        Ok(())
    } else {
        Err(Error::invalid("plan-mark-missing"))
    }
}
