//! When no choice keeps every rule: which rules contradict each other.

use super::solve::{Demand, Failure, Limits, solve_with};
use super::{Bind, Plan};

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
    // What is left need not be the smallest set there is: one rule alone or a pair may do it too.
    let smaller = match irreducible.len() {
        1 => None,
        2 => alone(plan, limits)?,
        _ => alone(plan, limits)?.map_or_else(|| pair(plan, limits), |one| Ok(Some(one)))?,
    };
    Ok(Some(smaller.unwrap_or(irreducible)))
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

/// Single activities bind by the hundred, and seldom contradict alone or by twos.
fn rules(plan: &Plan) -> Vec<Bind> {
    let all = Bind::all(plan).into_iter();
    all.filter(|bind| !matches!(bind, Bind::Needs(_) | Bind::Must(_))).collect()
}

fn alone(plan: &Plan, limits: Limits) -> Result<Option<Vec<Bind>>, Failure> {
    for bind in rules(plan) {
        if !is_possible(plan, &[bind], limits)? {
            return Ok(Some(vec![bind]));
        }
    }
    Ok(None)
}

fn pair(plan: &Plan, limits: Limits) -> Result<Option<Vec<Bind>>, Failure> {
    let rules = rules(plan);
    for (place, first) in rules.iter().enumerate() {
        for second in &rules[place + 1..] {
            if !is_possible(plan, &[*first, *second], limits)? {
                return Ok(Some(vec![*first, *second]));
            }
        }
    }
    Ok(None)
}
