//! The envelopment program (Charnes, Cooper and Rhodes 1978; Banker, Charnes and Cooper 1984), oriented to inputs, by
//! the simplex method of Dantzig with Bland's rule (Mathematics of Operations Research 2, 1977), which never cycles.
//!
//! The solver of plans is not used here: of some hundred thousand such programs it found one basis singular (microlp,
//! issue 48), always where the largest unit stands alone. A program of so few rows needs no more than this, because a
//! unit itself is a place to start from.

use super::{Efficiency, Incomparable, Unit};

/// A number that counts as nothing.
const NOTHING: f64 = 1e-10;
/// Weight from which a unit is a peer.
const LEAST: f64 = 1e-9;
/// Many more steps than any table needs.
const MOST: usize = 100_000;

/// The efficiency of a unit beside others. The one at `place` brings about at least as much of everything. With
/// `convex` the weights of peers sum up to 1.
pub fn envelopment(
    (unit, place): (&Unit, usize),
    others: &[Unit],
    convex: bool,
) -> Result<Efficiency, Incomparable> {
    let mut table = Table::new(unit, others, convex);
    table.start(place);
    for _ in 0..MOST {
        let Some(enters) = table.enters() else { return Ok(table.found(others.len())) };
        let Some(leaves) = table.leaves(enters) else { break };
        table.pivot(leaves, enters);
    }
    Err(Incomparable::Apart(unit.name.clone()))
}

/// Rows are inputs, outputs and, if convex, the sum of weights. Columns are the score, the weights, what is spared of
/// each input, what is more of each output, and the right side.
struct Table {
    rows: Vec<Vec<f64>>,
    /// The column that each row stands for; none before the start.
    basis: Vec<usize>,
    inputs: usize,
    outputs: usize,
    units: usize,
}

/// The column of the score.
const SCORE: usize = 0;

impl Table {
    /// Every row is scaled by the unit's own number, so that sizes do not matter.
    fn new(unit: &Unit, others: &[Unit], convex: bool) -> Self {
        let made: Vec<usize> = (0..unit.outputs.len()).filter(|r| unit.outputs[*r] > 0.0).collect();
        let (inputs, outputs, units) = (unit.inputs.len(), made.len(), others.len());
        let width = 1 + units + inputs + outputs + 1;
        let mut rows = vec![vec![0.0; width]; inputs + outputs + usize::from(convex)];
        for (input, own) in unit.inputs.iter().enumerate() {
            let row = &mut rows[input];
            row[SCORE] = 1.0;
            row[1 + units + input] = -1.0;
            for (place, other) in others.iter().enumerate() {
                row[1 + place] = -other.inputs[input] / own;
            }
        }
        for (nth, output) in made.into_iter().enumerate() {
            let row = &mut rows[inputs + nth];
            row[1 + units + inputs + nth] = -1.0;
            row[width - 1] = 1.0;
            for (place, other) in others.iter().enumerate() {
                row[1 + place] = other.outputs[output] / unit.outputs[output];
            }
        }
        if convex {
            let row = &mut rows[inputs + outputs];
            row[1..=units].fill(1.0);
            row[width - 1] = 1.0;
        }
        let basis = vec![usize::MAX; rows.len()];
        Self { rows, basis, inputs, outputs, units }
    }

    /// The mixture of that unit alone: its weight is 1, the score is what its dearest input asks for.
    fn start(&mut self, place: usize) {
        let weight = 1 + place;
        let first = self.inputs;
        let last = self.rows.len() - 1;
        // Without a row of the sum, its weight stands for the output of which it has least.
        let own = |row: usize| self.rows[row][weight];
        let convex = last == self.inputs + self.outputs;
        let holds = if convex {
            last
        } else {
            (first..=last).min_by(|a, b| own(*a).total_cmp(&own(*b))).unwrap_or(first)
        };
        let dearest = (0..self.inputs).min_by(|a, b| own(*a).total_cmp(&own(*b))).unwrap_or(0);
        self.pivot(holds, weight);
        self.pivot(dearest, SCORE);
        for row in (0..self.inputs + self.outputs).filter(|row| *row != holds && *row != dearest) {
            self.pivot(row, 1 + self.units + row);
        }
    }

    /// Makes a column stand for a row alone.
    fn pivot(&mut self, row: usize, column: usize) {
        let factor = self.rows[row][column];
        self.rows[row].iter_mut().for_each(|cell| *cell /= factor);
        let own = self.rows[row].clone();
        for (other, cells) in self.rows.iter_mut().enumerate() {
            let times = cells[column];
            if other != row && times != 0.0 {
                cells.iter_mut().zip(&own).for_each(|(cell, own)| *cell -= times * own);
                cells[column] = 0.0;
            }
        }
        self.basis[row] = column;
    }

    fn of_score(&self) -> &[f64] {
        let row = self.basis.iter().position(|column| *column == SCORE);
        row.map_or(&[], |row| self.rows[row].as_slice())
    }

    /// The first column that makes the score smaller.
    fn enters(&self) -> Option<usize> {
        let row = self.of_score();
        (1..row.len().saturating_sub(1)).find(|column| row[*column] > NOTHING)
    }

    /// The row that is used up first; of several, that of the first column.
    fn leaves(&self, column: usize) -> Option<usize> {
        let mut best: Option<(f64, usize, usize)> = None;
        for (row, cells) in
            self.rows.iter().enumerate().filter(|(_, cells)| cells[column] > NOTHING)
        {
            let ratio = cells[cells.len() - 1] / cells[column];
            let sooner = best.is_none_or(|(least, of, _)| {
                ratio < least - NOTHING || (ratio <= least + NOTHING && self.basis[row] < of)
            });
            if sooner {
                best = Some((ratio, self.basis[row], row));
            }
        }
        best.map(|(_, _, row)| row)
    }

    fn found(&self, units: usize) -> Efficiency {
        let value = |row: usize| self.rows[row].last().copied().unwrap_or_default();
        let score = self.of_score().last().copied().unwrap_or_default();
        let of_units =
            self.basis.iter().enumerate().filter(|(_, column)| (1..=units).contains(*column));
        let mut peers: Vec<(usize, f64)> =
            of_units.map(|(row, column)| (*column - 1, value(row))).collect();
        peers.retain(|(_, weight)| *weight > LEAST);
        peers.sort_unstable_by_key(|(place, _)| *place);
        Efficiency { score, peers }
    }
}
