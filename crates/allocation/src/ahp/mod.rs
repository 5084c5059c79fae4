//! The Analytic Hierarchy Process (Saaty, "A scaling method for priorities in hierarchical
//! structures", Journal of Mathematical Psychology 15, 1977): people compare two things at a time,
//! and weights follow that fit the comparisons best.

mod file;
mod group;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use thiserror::Error;

pub use file::{Mistake, read};
pub use group::{Group, Judge};

/// Saaty's mean consistency index of random matrices of 1 to 15 rows (Saaty, "Decision making with
/// the analytic hierarchy process", 2008, and Alonso and Lamata 2006 for 11 to 15).
const RANDOM_INDEX: [f64; 15] =
    [0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.54, 1.56, 1.57, 1.59];

/// How many things can be compared.
pub const MOST: usize = RANDOM_INDEX.len();

/// Comparisons of every two of some things: how many times as important the first is.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparisons {
    /// Rows of the whole matrix.
    rows: Vec<Vec<f64>>,
}

/// A matrix that is not one of comparisons.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NoComparisons {
    /// Fewer than two or more than [`MOST`] things.
    #[error("2 to 15 things can be compared")]
    Size,
    /// A number that is not above 0.
    #[error("a comparison must be a number above 0")]
    Number,
}

impl Comparisons {
    /// From the comparisons above the diagonal: `above(i, j)` with i < j.
    ///
    /// # Errors
    /// When there are too few or too many things, or a comparison is not above 0.
    pub fn new(things: usize, above: impl Fn(usize, usize) -> f64) -> Result<Self, NoComparisons> {
        if !(2..=MOST).contains(&things) {
            return Err(NoComparisons::Size);
        }
        let value = |i: usize, j: usize| match i.cmp(&j) {
            Ordering::Less => above(i, j),
            Ordering::Equal => 1.0,
            Ordering::Greater => 1.0 / above(j, i),
        };
        let row = |i: usize| -> Vec<f64> { (0..things).map(|j| value(i, j)).collect() };
        let rows: Vec<Vec<f64>> = (0..things).map(row).collect();
        if !rows.iter().flatten().all(|value| value.is_finite() && *value > 0.0) {
            return Err(NoComparisons::Number);
        }
        Ok(Self { rows })
    }

    /// How many things are compared.
    pub fn things(&self) -> usize {
        self.rows.len()
    }

    /// How many times as important `i` is as `j`.
    pub fn get(&self, i: usize, j: usize) -> f64 {
        self.rows[i][j]
    }

    /// Weights, how consistent they are, and where they are not.
    pub fn weigh(&self) -> Weighed {
        let (weights, largest) = self.principal();
        let things = self.things() as f64;
        let index = ((largest - things) / (things - 1.0)).max(0.0);
        let random = RANDOM_INDEX[self.things() - 1];
        let ratio = if random > 0.0 { index / random } else { 0.0 };
        Weighed { strains: self.strains(&weights), weights, largest, index, ratio }
    }

    /// The principal eigenvector, its sum 1, and its value (Saaty 1977, theorem 1), by repeated
    /// multiplication from the geometric means of the rows on.
    fn principal(&self) -> (Vec<f64>, f64) {
        let mut weights = self.geometric();
        let mut largest = self.things() as f64;
        for _ in 0..10_000 {
            let next: Vec<f64> = self.rows.iter().map(|row| dot(row, &weights)).collect();
            largest = next.iter().sum();
            let next: Vec<f64> = next.iter().map(|weight| weight / largest).collect();
            let moved = next.iter().zip(&weights).map(|(a, b)| (a - b).abs()).sum::<f64>();
            weights = next;
            if moved < 1e-15 {
                break;
            }
        }
        (weights, largest)
    }

    /// Geometric means of the rows, their sum 1 (Crawford and Williams 1985).
    pub fn geometric(&self) -> Vec<f64> {
        let things = self.things() as f64;
        let mean = |row: &Vec<f64>| (row.iter().map(|v| v.ln()).sum::<f64>() / things).exp();
        normal(self.rows.iter().map(mean).collect())
    }

    /// Comparisons by how much the ratio would fall if they were what the others imply, the worst
    /// first.
    fn strains(&self, weights: &[f64]) -> Vec<Strain> {
        let mut strains = Vec::new();
        for i in 0..self.things() {
            for j in i + 1..self.things() {
                let (said, implied) = (self.rows[i][j], weights[i] / weights[j]);
                let factor = (said / implied).max(implied / said);
                strains.push(Strain { first: i, second: j, said, implied, factor });
            }
        }
        strains.sort_by(|a, b| b.factor.total_cmp(&a.factor));
        strains
    }
}

/// What follows from comparisons.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// Weights, their sum 1.
    pub weights: Vec<f64>,
    /// The principal eigenvalue; as many as there are things when all comparisons agree.
    pub largest: f64,
    /// Consistency index.
    pub index: f64,
    /// Consistency ratio; at most 0.10 is usually asked for.
    pub ratio: f64,
    /// Comparisons, those that agree least with the weights first.
    pub strains: Vec<Strain>,
}

/// A comparison beside what all comparisons together imply.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strain {
    /// The first thing.
    pub first: usize,
    /// The second thing.
    pub second: usize,
    /// How many times as important the first was said to be.
    pub said: f64,
    /// How many times as important it is by the weights.
    pub implied: f64,
    /// How many times the one is the other, 1 or more.
    pub factor: f64,
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn normal(weights: Vec<f64>) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}
