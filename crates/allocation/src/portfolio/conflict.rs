//! When no choice keeps every rule: which rules contradict each other.

use super::solve::{Demand, Failure, Limits, solve_with};
use super::{Bind, Plan};

/// Sets of up to so many binds are tried one by one; larger ones are found by leaving out.
const TRIED: usize = 2;

/// A smallest set of binds that no choice keeps together: leave any one of it out and there is a
/// choice that keeps the others. None when the plan has a choice.
///
/// # Errors
/// When the solver fails, or its time is over.
pub fn conflict(plan: &Plan, limits: Limits) -> Result<Option<Vec<Bind>>, Failure> {
    let all = Bind::all(plan);
    if is_possible(plan, &all, limits)? {
        return Ok(None);
    }
    let irreducible = leave_out(plan, all, limits)?;
    if irreducible.len() <= TRIED {
        return Ok(Some(irreducible));
    }
    // What is left need not be the smallest set there is; a pair may do it too.
    Ok(Some(pair(plan, limits)?.unwrap_or(irreducible)))
}

fn is_possible(plan: &Plan, binds: &[Bind], limits: Limits) -> Result<bool, Failure> {
    let mut plan = plan.clone();
    for activity in &mut plan.activities {
        activity.points = 0.0;
    }
    match solve_with(&plan, binds, &Demand::default(), limits) {
        Ok(_) => Ok(true),
        Err(Failure::Infeasible) => Ok(false),
        Err(failure) => Err(failure),
    }
}

/// Leaves out half of what may be left out at a time, then single binds.
fn leave_out(plan: &Plan, mut binds: Vec<Bind>, limits: Limits) -> Result<Vec<Bind>, Failure> {
    let mut size = binds.len().div_ceil(2);
    loop {
        let mut start = 0;
        while start < binds.len() {
            let end = (start + size).min(binds.len());
            let rest = [&binds[..start], &binds[end..]].concat();
            if is_possible(plan, &rest, limits)? {
                start = end;
            } else {
                binds = rest;
            }
        }
        if size == 1 {
            return Ok(binds);
        }
        size = size.div_ceil(2);
    }
}

fn pair(plan: &Plan, limits: Limits) -> Result<Option<Vec<Bind>>, Failure> {
    // Single activities bind by the hundred, and seldom contradict by twos.
    let all = Bind::all(plan);
    let rules: Vec<Bind> =
        all.into_iter().filter(|bind| !matches!(bind, Bind::Needs(_) | Bind::Must(_))).collect();
    for (place, first) in rules.iter().enumerate() {
        for second in &rules[place + 1..] {
            let both = vec![*first, *second];
            if !is_possible(plan, &both, limits)? {
                return Ok(Some(both));
            }
        }
    }
    Ok(None)
}
