//! What needs every row in memory: quantiles, calibrated weights, replicates, skewness.

use estimation::design::Fault;
use estimation::interval::interval;
use estimation::sample::{self, Sample};
use estimation::table::Roles;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::output::Line;
use super::source::Source;
use super::{groups, interval_method, known, lone};
use crate::cli::{Ci, Estimate, Replicates};
use crate::commands::Stop;

/// Draws of the bootstrap.
const DRAWS: u32 = 500;

/// Whether one pass is not enough.
pub fn is_needed(args: &Estimate) -> bool {
    args.quantile.is_some()
        || args.poststrata.is_some()
        || args.rake.is_some()
        || args.replicates.is_some()
        || args.ci == Some(Ci::Skew)
}

/// A line for each formula and group.
pub fn lines(args: &Estimate, source: &Source, roles: &Roles) -> Result<Vec<Line>, Stop> {
    let margins = known::read(args)?;
    let mut roles = roles.clone();
    roles.levels = margins.iter().map(|margin| margin.column.clone()).collect();
    let counted = source.keep(&roles, lone(&args.design))?;
    let labels = counted.labels;
    let sample = counted.sink.finish().map_err(|fault| source.fault(&fault, &labels))?;
    let sample = calibrated(sample, known::fitted(&margins, &labels, source)?, source)?;
    let mut rng = ChaCha8Rng::seed_from_u64(args.seed);
    let mut lines = Vec::new();
    for (group, domain) in groups(&roles, &labels) {
        for (quantity, formula) in roles.formulas.iter().enumerate() {
            let line = match one(args, &sample, quantity, domain, &mut rng) {
                Ok((estimate, interval)) => Line::new(formula, group.clone(), estimate, interval),
                Err(Fault::Empty) => Line::empty(formula, group.clone()),
                Err(fault) => return Err(source.fault(&fault, &labels)),
            };
            lines.push(line);
        }
    }
    Ok(lines)
}

fn one(
    args: &Estimate,
    sample: &Sample,
    quantity: usize,
    domain: u32,
    rng: &mut ChaCha8Rng,
) -> Result<(estimation::design::Estimate, estimation::interval::Interval), Fault> {
    let level = args.design.level;
    if let Some(share) = args.quantile {
        let found = sample.quantile(quantity, &[domain], share, level)?;
        return Ok((found.estimate, found.interval));
    }
    if args.ci == Some(Ci::Skew) {
        return sample.skewed(quantity, &[domain], level);
    }
    let estimate = match args.replicates {
        None => sample.estimate(quantity, &[domain])?,
        Some(kind) => {
            let kind = match kind {
                Replicates::Jk1 => sample::Replicates::Jk1,
                Replicates::Jkn => sample::Replicates::Jkn,
                Replicates::Bootstrap => sample::Replicates::Bootstrap(DRAWS),
            };
            sample.replicated(quantity, &[domain], kind, rng)?
        }
    };
    let method = interval_method(args, estimate.target);
    Ok((estimate, interval(&estimate, method, level)))
}

fn calibrated(
    sample: Sample,
    mut margins: Vec<sample::Margin>,
    source: &Source,
) -> Result<Sample, Stop> {
    match margins.len() {
        0 => Ok(sample),
        1 => Ok(sample.poststratified(margins.remove(0))),
        _ => sample.raked(margins).ok_or_else(|| {
            source.wrong(&"raking finds no weights that give all the totals; compare their sums")
        }),
    }
}
