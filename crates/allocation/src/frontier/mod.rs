//! How much less would do: each unit beside the best practice of all, with what it uses (inputs) and
//! what it brings about (outputs).
//!
//! Data envelopment analysis (Charnes, Cooper, Rhodes 1978; Banker, Charnes, Cooper 1984) compares
//! with mixtures of units, free disposal hull (Deprins, Simar, Tulkens 1984) with units as they are.
//! An efficiency of 0.8 says: others bring about as much with 80 % of every input. It is a
//! description of the units in the table, not a verdict; the interval says how far chance reaches.

mod bootstrap;
mod envelop;
#[cfg(test)]
mod tests;

use thiserror::Error;

pub use bootstrap::{Interval, intervals};
use envelop::envelopment;

/// The smallest efficiency that the steps of a program still tell from nothing.
const LEAST: f64 = 1e-7;

/// One unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Its name.
    pub name: String,
    /// What it uses; above 0.
    pub inputs: Vec<f64>,
    /// What it brings about; 0 or more, not all 0.
    pub outputs: Vec<f64>,
}

/// With what a unit is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Technology {
    /// Mixtures of units of any size: twice the inputs bring twice the outputs.
    ConstantReturns,
    /// Mixtures of units of about its size.
    VariableReturns,
    /// Single units that bring about at least as much with at most as much.
    FreeDisposal,
}

/// What was found of a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Efficiency {
    /// Share of its inputs with which best practice brings about as much, above 0 and at most 1.
    pub score: f64,
    /// The units that it is compared with, and how much of each.
    pub peers: Vec<(usize, f64)>,
}

/// Data that cannot be compared.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Incomparable {
    /// There is no unit.
    #[error("there is no unit to compare")]
    Empty,
    /// Units with other inputs or outputs.
    #[error("{0} has other inputs or outputs than the first unit")]
    Shape(String),
    /// A number that makes no sense.
    #[error("inputs of {0} must be above 0, its outputs 0 or more and not all 0")]
    Number(String),
    /// Numbers so far apart that floating-point numbers do not tell them.
    #[error("the numbers of {0} are too far from those of others to be compared")]
    Apart(String),
}

/// The efficiency of each unit among all.
///
/// # Errors
/// When units cannot be compared.
pub fn efficiencies(
    units: &[Unit],
    technology: Technology,
) -> Result<Vec<Efficiency>, Incomparable> {
    check(units)?;
    let each = units.iter().enumerate();
    each.map(|(place, unit)| against((unit, place), units, technology)).collect()
}

fn check(units: &[Unit]) -> Result<(), Incomparable> {
    let first = units.first().ok_or(Incomparable::Empty)?;
    let shape = |unit: &Unit| (unit.inputs.len(), unit.outputs.len());
    for unit in units {
        if shape(unit) != shape(first) {
            return Err(Incomparable::Shape(unit.name.clone()));
        }
        let used = unit.inputs.iter().all(|input| input.is_finite() && *input > 0.0);
        let brought = unit.outputs.iter().all(|output| output.is_finite() && *output >= 0.0);
        if !used || !brought || !unit.outputs.iter().any(|output| *output > 0.0) {
            return Err(Incomparable::Number(unit.name.clone()));
        }
    }
    Ok(())
}

/// The efficiency of a unit beside others, of whom the one at its place brings about as much.
fn against(
    unit: (&Unit, usize),
    others: &[Unit],
    technology: Technology,
) -> Result<Efficiency, Incomparable> {
    let found = match technology {
        Technology::FreeDisposal => hull(unit.0, others),
        Technology::ConstantReturns => envelopment(unit, others, false)?,
        Technology::VariableReturns => envelopment(unit, others, true)?,
    };
    let told = (LEAST..1.0 / LEAST).contains(&found.score);
    if told { Ok(found) } else { Err(Incomparable::Apart(unit.0.name.clone())) }
}

/// The most frugal single unit that brings about at least as much.
fn hull(unit: &Unit, others: &[Unit]) -> Efficiency {
    let as_much = |other: &Unit| other.outputs.iter().zip(&unit.outputs).all(|(a, b)| a >= b);
    let ratio = |other: &Unit| {
        let ratios = other.inputs.iter().zip(&unit.inputs).map(|(a, b)| a / b);
        ratios.fold(0.0, f64::max)
    };
    let scores = others.iter().enumerate().filter(|(_, other)| as_much(other));
    let best =
        scores.map(|(place, other)| (ratio(other), place)).min_by(|a, b| a.0.total_cmp(&b.0));
    match best {
        Some((score, place)) => Efficiency { score, peers: vec![(place, 1.0)] },
        None => Efficiency { score: 1.0, peers: Vec::new() },
    }
}
