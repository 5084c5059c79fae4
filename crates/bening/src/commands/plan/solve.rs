//! `bening plan solve`.

use std::path::Path;

use allocation::portfolio::file::{self, Read};
use allocation::portfolio::{
    Bound, Failure, Limits, Outcome, Plan, Side, conflict, scoring, solve, stability,
};
use serde::Serialize;

use super::{csv, json, table, text, words, wrong};
use crate::cli::{Format, PlanSolve, Search};
use crate::commands::{Done, Stop, say};

/// How far marks are off when the firmness of the order is told.
const MARKS_OFF: f64 = 0.1;

/// How many orders are drawn for it.
const ORDERS: u32 = 500;

#[derive(Serialize)]
struct Report {
    points: f64,
    gap: f64,
    spent: Vec<u64>,
    budget: Vec<u64>,
    activities: Vec<Row>,
    rules: Vec<RuleRow>,
    turns: Vec<TurnRow>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    chosen: bool,
    start: Option<i64>,
    cost: u64,
    points: f64,
    rank_low: Option<usize>,
    rank_high: Option<usize>,
    stays: Option<f64>,
}

#[derive(Serialize)]
struct RuleRow {
    rule: String,
    year: i64,
    value: f64,
    bound: f64,
    kept: bool,
    binds: bool,
}

#[derive(Serialize)]
struct TurnRow {
    criterion: String,
    share: f64,
    turns_at: f64,
    ahead: String,
    behind: String,
}

/// Reads a plan and the table that it names, which stands beside it.
pub fn read(path: &Path) -> Result<Read, Stop> {
    let plan = text(path)?;
    let name = file::activities_of(&plan).map_err(|mistake| wrong(path, mistake))?;
    let table = path.parent().unwrap_or(Path::new("")).join(name);
    file::read(&plan, &text(&table)?).map_err(|mistake| wrong(path, mistake))
}

/// Limits of a search.
pub fn limits(search: Search) -> Limits {
    Limits { seconds: search.seconds, gap: search.gap }
}

/// A failure of the search; when rules contradict each other, with those that do.
pub fn failed(path: &Path, read: &Read, limits: Limits, failure: Failure) -> Stop {
    if failure != Failure::Infeasible {
        return wrong(path, failure);
    }
    let binds = match conflict(&read.plan, limits) {
        Ok(binds) => binds.unwrap_or_default(),
        Err(failure) => return wrong(path, failure),
    };
    let word = |bind| words::bind(&read.plan, read.first_year, bind);
    let binds: Vec<String> = binds.into_iter().map(word).collect();
    wrong(path, format!("no choice keeps these together; change one of them: {}", binds.join("; ")))
}

/// Chooses and says what was chosen.
pub fn run(args: &PlanSolve) -> Done {
    let read = read(&args.file)?;
    let limits = limits(args.search);
    let fail = |failure| failed(&args.file, &read, limits, failure);
    let found = solve(&read.plan, limits).map_err(fail)?;
    let stays = match args.stability {
        Some(off) => Some(stability(&read.plan, off, args.times, args.seed, limits).map_err(fail)?),
        None => None,
    };
    let report = report(&read, &found, stays, args.seed);
    match args.format {
        Format::Json => json(&report),
        Format::Csv => csv(&report.activities),
        Format::Table => {
            print(&report);
            Ok(())
        }
    }
}

fn report(read: &Read, found: &Outcome, stays: Option<Vec<f64>>, seed: u64) -> Report {
    let plan = &read.plan;
    let ranks = match read.weights.is_empty() {
        true => None,
        false => Some(scoring::ranks(&read.weights, &read.marks, MARKS_OFF, ORDERS, 0.95, seed)),
    };
    let row = |(place, activity): (usize, &allocation::portfolio::Activity)| {
        let start = found.starts.iter().find(|start| start.activity == place);
        let rank = ranks.as_ref().map(|ranks| ranks[place]);
        Row {
            id: activity.id.clone(),
            name: activity.name.clone(),
            chosen: start.is_some(),
            start: start.map(|start| i64::from(read.first_year) + start.year as i64),
            cost: activity.costs.iter().sum(),
            points: activity.points,
            rank_low: rank.map(|(low, _)| low),
            rank_high: rank.map(|(_, high)| high),
            stays: stays.as_ref().map(|stays| stays[place]),
        }
    };
    let mut activities: Vec<Row> = plan.activities.iter().enumerate().map(row).collect();
    activities.sort_by(|a, b| b.chosen.cmp(&a.chosen).then(b.points.total_cmp(&a.points)));
    let turns = scoring::turns(&read.weights, &read.marks).into_iter().flatten();
    let turn = |turn: scoring::Turn| TurnRow {
        criterion: read.weights[turn.criterion].0.clone(),
        share: turn.now,
        turns_at: turn.then,
        ahead: plan.activities[turn.first].id.clone(),
        behind: plan.activities[turn.second].id.clone(),
    };
    Report {
        points: found.points,
        gap: found.gap,
        spent: (0..plan.years()).map(|year| spent(plan, found, year, None)).collect(),
        budget: plan.budget.clone(),
        activities,
        rules: rules(read, found),
        turns: turns.map(turn).collect(),
    }
}

fn spent(plan: &Plan, found: &Outcome, year: usize, group: Option<&str>) -> u64 {
    let counts = |activity: usize| group.is_none_or(|group| plan.counts(activity, group));
    let of = found.starts.iter().filter(|start| counts(start.activity));
    of.map(|start| plan.cost(start.activity, start.year, year)).sum()
}

/// What each rule measures in each year, also where it does not bind yet.
fn rules(read: &Read, found: &Outcome) -> Vec<RuleRow> {
    let plan = &read.plan;
    let mut rows = Vec::new();
    for (place, rule) in plan.rules.iter().enumerate() {
        for year in 0..plan.years() {
            let own = (rule.fixed + spent(plan, found, year, Some(&rule.group))) as f64;
            let all = (plan.fixed + spent(plan, found, year, None)) as f64;
            let (value, bound) = match rule.bound {
                Bound::Share(share) => (own / all.max(1.0), f64::from(share) / 1e6),
                Bound::Amount(amount) => (own, amount as f64),
                Bound::Count(count) => {
                    let of = found.starts.iter().filter(|s| plan.counts(s.activity, &rule.group));
                    (of.count() as f64, count as f64)
                }
            };
            let kept = match rule.side {
                Side::AtLeast => value >= bound,
                Side::AtMost => value <= bound,
            };
            let binds = rule.from.is_some_and(|from| year >= from);
            let year = i64::from(read.first_year) + year as i64;
            rows.push(RuleRow { rule: words::rule(plan, place), year, value, bound, kept, binds });
        }
    }
    rows
}

fn print(report: &Report) {
    let chosen = report.activities.iter().filter(|row| row.chosen).count();
    let all = report.activities.len();
    let best = match report.gap {
        0.0 => "no choice has more points".to_owned(),
        gap => format!("no choice has more than {:.2} % more points", 100.0 * gap),
    };
    say(&format!("{chosen} of {all} activities, {:.2} points; {best}.", report.points));
    for (spent, budget) in report.spent.iter().zip(&report.budget) {
        say(&format!("{} of {} spent.", words::rupiah(*spent), words::rupiah(*budget)));
    }
    say("");
    let mut header = vec!["id", "name", "in", "start", "cost", "points"];
    let (ranks, stays) = (
        report.activities.iter().any(|row| row.rank_low.is_some()),
        report.activities.iter().any(|row| row.stays.is_some()),
    );
    header.extend(ranks.then_some("rank"));
    header.extend(stays.then_some("stays in"));
    let row = |row: &Row| {
        let mut cells = vec![
            row.id.clone(),
            row.name.clone(),
            if row.chosen { "in" } else { "out" }.to_owned(),
            row.start.map_or_else(String::new, |year| year.to_string()),
            words::rupiah(row.cost),
            format!("{:.2}", row.points),
        ];
        if let (Some(low), Some(high)) = (row.rank_low, row.rank_high) {
            cells.push(if low == high { low.to_string() } else { format!("{low} to {high}") });
        }
        cells.extend(row.stays.map(|stays| format!("{:.0} %", 100.0 * stays)));
        cells
    };
    table(&header, &report.activities.iter().map(row).collect::<Vec<_>>());
    if !report.rules.is_empty() {
        say("");
    }
    for row in &report.rules {
        let state = match (row.kept, row.binds) {
            (true, true) => "kept",
            (false, true) => "BROKEN",
            (true, false) => "kept, does not bind yet",
            (false, false) => "not reached, does not bind yet",
        };
        let value = if row.bound <= 1.0 && row.value <= 1.0 && row.rule.contains('%') {
            format!("{:.2} %", 100.0 * row.value)
        } else {
            format!("{:.0}", row.value)
        };
        say(&format!("{}: {} in {}: {state}.", row.rule, value, row.year));
    }
    for turn in &report.turns {
        say(&format!(
            "If {} weighed {:.1} % instead of {:.1} %, {} would be level with {}.",
            turn.criterion,
            100.0 * turn.turns_at,
            100.0 * turn.share,
            turn.behind,
            turn.ahead
        ));
    }
}
