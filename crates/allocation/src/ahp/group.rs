//! Several judges: their comparisons are joined by the geometric mean, the only joining that keeps
//! reciprocals (Aczél and Saaty, "Procedures for synthesizing ratio judgements", 1983).

use super::{Comparisons, NoComparisons, Weighed};

/// One judge.
#[derive(Clone, Debug, PartialEq)]
pub struct Judge {
    /// Who.
    pub name: String,
    /// What they said.
    pub comparisons: Comparisons,
}

/// Judges of the same things.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What is compared.
    pub things: Vec<String>,
    /// Who compared, in the order of the file.
    pub judges: Vec<Judge>,
}

impl Group {
    /// The comparisons of all judges together.
    ///
    /// # Errors
    /// When there is no judge.
    pub fn joined(&self) -> Result<Comparisons, NoComparisons> {
        let judges = self.judges.len() as f64;
        Comparisons::new(self.things.len(), |i, j| {
            let logs = self.judges.iter().map(|judge| judge.comparisons.get(i, j).ln());
            (logs.sum::<f64>() / judges).exp()
        })
    }

    /// How far the judges lie apart: of each thing the lowest and the highest weight.
    pub fn spread(&self) -> Vec<(f64, f64)> {
        let all: Vec<Weighed> = self.judges.iter().map(|judge| judge.comparisons.weigh()).collect();
        let of = |thing: usize| {
            let weights = all.iter().map(|weighed| weighed.weights[thing]);
            weights.fold((1.0f64, 0.0f64), |(low, high), w| (low.min(w), high.max(w)))
        };
        (0..self.things.len()).map(of).collect()
    }
}
