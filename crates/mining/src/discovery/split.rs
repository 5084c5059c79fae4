//! Splitting a log along a cut.

use super::traces::{Counter, Traces};

/// In which group each activity is.
fn places(groups: &[Vec<u32>], n: usize) -> Vec<usize> {
    let mut at = vec![usize::MAX; n];
    for (i, group) in groups.iter().enumerate() {
        group.iter().for_each(|activity| at[*activity as usize] = i);
    }
    at
}

fn counters(groups: &[Vec<u32>]) -> Vec<Counter> {
    groups.iter().map(|_| Counter::default()).collect()
}

fn finished(parts: Vec<Counter>) -> Vec<Traces> {
    parts.into_iter().map(Counter::finish).collect()
}

/// Each trace goes to the group that has most of its events, of equal ones to the last.
pub fn choice(traces: &Traces, groups: &[Vec<u32>], n: usize) -> Vec<Traces> {
    let (at, mut parts) = (places(groups, n), counters(groups));
    let (mut counts, mut kept) = (vec![0usize; groups.len()], Vec::new());
    for (trace, count) in traces.iter() {
        counts.fill(0);
        for activity in trace {
            if let Some(count) = counts.get_mut(at[*activity as usize]) {
                *count += 1;
            }
        }
        let most = (0..counts.len()).max_by_key(|i| counts[*i]).unwrap_or(0);
        kept.clear();
        kept.extend(trace.iter().filter(|activity| at[**activity as usize] == most));
        parts[most].add(&kept, count);
    }
    finished(parts)
}

/// Each trace is cut into pieces where the fewest events stand in the wrong one.
pub fn sequence(traces: &Traces, groups: &[Vec<u32>], n: usize) -> Vec<Traces> {
    let (at, mut parts) = (places(groups, n), counters(groups));
    let mut kept = Vec::new();
    for (trace, count) in traces.iter() {
        let mut from = 0;
        for (i, part) in parts.iter_mut().enumerate() {
            let to = split_point(trace, &at, i, from);
            kept.clear();
            kept.extend(trace[from..to].iter().filter(|a| at[**a as usize] == i));
            part.add(&kept, count);
            from = to;
        }
    }
    finished(parts)
}

/// Where group `i` ends best, when it begins at `from`; events of earlier groups count nothing.
fn split_point(trace: &[u32], at: &[usize], i: usize, from: usize) -> usize {
    let (mut cost, mut least, mut best) = (0i64, 0i64, from);
    for (place, activity) in trace.iter().enumerate().skip(from) {
        match at[*activity as usize].cmp(&i) {
            std::cmp::Ordering::Equal => cost -= 1,
            std::cmp::Ordering::Greater => cost += 1,
            std::cmp::Ordering::Less => {}
        }
        if cost < least {
            (least, best) = (cost, place + 1);
        }
    }
    best
}

/// Each group gets its own events of each trace.
pub fn parallel(traces: &Traces, groups: &[Vec<u32>], n: usize) -> Vec<Traces> {
    let (at, mut parts) = (places(groups, n), counters(groups));
    let mut kept = vec![Vec::new(); groups.len()];
    for (trace, count) in traces.iter() {
        kept.iter_mut().for_each(Vec::clear);
        for activity in trace {
            if let Some(kept) = kept.get_mut(at[*activity as usize]) {
                kept.push(*activity);
            }
        }
        for (part, kept) in parts.iter_mut().zip(&kept) {
            part.add(kept, count);
        }
    }
    finished(parts)
}

/// Traces fall into passes of the body and passes of the redo part between them.
pub fn repeat(traces: &Traces, body: &[u32], redo: &[u32], n: usize) -> (Traces, Traces) {
    let at = places(&[body.to_vec(), redo.to_vec()], n);
    let mut passes = [Counter::default(), Counter::default()];
    let mut pass = Vec::new();
    for (trace, count) in traces.iter() {
        pass.clear();
        let mut side = 0;
        for activity in trace {
            let here = at[*activity as usize];
            if here != side {
                if !pass.is_empty() {
                    passes[side].add(&pass, count);
                }
                pass.clear();
                side = if here < 2 { here } else { side };
            }
            if here < 2 {
                pass.push(*activity);
            }
        }
        // Every activity that ends a trace is in the body, so this is a pass of it.
        passes[side].add(&pass, count);
    }
    let [body, redo] = passes;
    (body.finish(), redo.finish())
}
