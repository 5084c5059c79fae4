//! `bening process conformance`.

use std::time::{Duration, Instant};

use mining::conformance::{
    Aligned, Alignment, Deviation, Kind, Limits, Replayed, align, commonest, precision, replay,
};
use mining::petri::Net;
use mining::table::{Log, Variant, variants};
use serde::Serialize;

use super::discover::MARKINGS;
use super::output::{Table, write};
use super::{input, model, standard};
use crate::cli::{Method, ProcessConformance};
use crate::commands::{Done, Stop, progress};

/// How many deviations a table shows.
const SHOWN: usize = 10;

/// Reads the log and holds it against the model or the standard.
pub async fn run(args: &ProcessConformance) -> Done {
    let log = input::read(&args.source).await?;
    if args.standard.is_some() {
        return standard::run(args, &log);
    }
    let ways = variants(&log);
    let (net, name) = model::read(args.model.as_deref(), &log, &ways)?;
    match args.method {
        Method::Alignments => alignments(args, &log, &ways, &net, &name),
        Method::Replay => replayed(args, &log, &ways, &net, &name),
    }
}

/// A variant as JSON shows it.
#[derive(Serialize)]
struct Way<'l, T> {
    cases: u64,
    #[serde(flatten)]
    of: T,
    activities: Vec<&'l str>,
}

fn ways<'l, T>(log: &'l Log, ways: &[Variant], of: impl IntoIterator<Item = T>) -> Vec<Way<'l, T>> {
    let name = |activity: &u32| log.activities.name(*activity);
    ways.iter()
        .zip(of)
        .map(|(way, of)| Way {
            cases: way.cases,
            of,
            activities: way.activities.iter().map(name).collect(),
        })
        .collect()
}

/// What an alignment costs.
#[derive(Serialize)]
struct Cost {
    /// None when the search was not finished.
    cost: Option<u32>,
    at_least: u32,
    fitness: Option<f64>,
}

#[derive(Serialize)]
struct Said {
    kind: &'static str,
    activity: String,
    cases: u64,
    times: u64,
    sentence: String,
}

#[derive(Serialize)]
struct AlignmentReport<'l> {
    model: &'l str,
    cases: u64,
    fitting_cases: u64,
    unfinished_cases: u64,
    fitness: f64,
    precision: Option<f64>,
    deviations: Vec<Said>,
    variants: Vec<Way<'l, Cost>>,
}

fn alignments(
    args: &ProcessConformance,
    log: &Log,
    all: &[Variant],
    net: &Net,
    name: &str,
) -> Done {
    let bar = progress("variants", all.len() as u64);
    let end = Instant::now() + Duration::from_secs(args.budget);
    let over = || Instant::now() >= end;
    let limits = Limits {
        cost: args.max_cost.unwrap_or(u32::MAX),
        threads: std::thread::available_parallelism().map_or(1, usize::from),
        stop: &over,
        done: &|| bar.inc(1),
        ..Limits::default()
    };
    let aligned = align(net, all, &log.activities, &limits)
        .map_err(|error| Stop::Input(vec![format!("{name}: {error}")]))?;
    bar.finish_and_clear();
    let precision = precision(net, all, &log.activities, MARKINGS, &over);
    let deviations = commonest(net, all, &log.activities, &aligned.alignments);
    let report = AlignmentReport {
        model: name,
        cases: log.len() as u64,
        fitting_cases: cases(all, &aligned, |a| matches!(a, Alignment::Found { cost: 0, .. })),
        unfinished_cases: cases(all, &aligned, |a| matches!(a, Alignment::Unfinished(_))),
        fitness: aligned.log_fitness(all),
        precision,
        deviations: deviations.iter().map(said).collect(),
        variants: ways(log, all, (0..all.len()).map(|at| cost(&aligned, at, &all[at]))),
    };
    let rows = |shown: usize| {
        report.deviations.iter().take(shown).map(|it| row(it, report.cases)).collect()
    };
    let table = Table {
        above: above(&report),
        header: vec!["deviation", "cases", "share", "times"],
        texts: 1,
        rows: rows(SHOWN),
        exact: Some(rows(usize::MAX)),
    };
    write(&args.written, &table, &report)
}

fn cases(all: &[Variant], aligned: &Aligned, which: impl Fn(&Alignment) -> bool) -> u64 {
    let those = all.iter().zip(&aligned.alignments).filter(|(_, alignment)| which(alignment));
    those.map(|(way, _)| way.cases).sum()
}

fn cost(aligned: &Aligned, at: usize, way: &Variant) -> Cost {
    let (cost, at_least) = match aligned.alignments[at] {
        Alignment::Found { cost, .. } => (Some(cost), cost),
        Alignment::Unfinished(least) => (None, least),
    };
    Cost { cost, at_least, fitness: aligned.fitness(at, way) }
}

fn said(deviation: &Deviation) -> Said {
    Said {
        kind: match deviation.kind {
            Kind::LeftOut => "left_out",
            Kind::Repeated => "repeated",
            Kind::Moved => "moved",
            Kind::Added => "added",
            Kind::Unknown => "unknown",
        },
        activity: deviation.activity.clone(),
        cases: deviation.cases,
        times: deviation.times,
        sentence: deviation.sentence(),
    }
}

fn row(said: &Said, cases: u64) -> Vec<String> {
    let share = percent(said.cases, cases);
    vec![said.sentence.clone(), said.cases.to_string(), share, said.times.to_string()]
}

/// A share as people read it.
pub fn percent(part: u64, whole: u64) -> String {
    format!("{:.1}%", 100.0 * part as f64 / whole.max(1) as f64)
}

fn above(report: &AlignmentReport<'_>) -> Vec<String> {
    let mut lines = vec![
        format!("Held against {}.", report.model),
        format!(
            "{} of {} cases ({}) fit; fitness {:.4}.",
            report.fitting_cases,
            report.cases,
            percent(report.fitting_cases, report.cases),
            report.fitness
        ),
        match report.precision {
            Some(precision) => format!(
                "Precision {precision:.4}: that share of what the model allows next occurs."
            ),
            None => {
                "Precision is not reckoned: the model allows too many orders, or the time was over."
                    .to_owned()
            }
        },
    ];
    if report.unfinished_cases > 0 {
        lines.push(format!(
            "{} cases were not finished within --budget or --max-cost and are not in these numbers; \
             the JSON says what each costs at least.",
            report.unfinished_cases
        ));
    }
    lines
}

/// Tokens of a variant.
#[derive(Serialize)]
struct Counted {
    produced: u64,
    consumed: u64,
    missing: u64,
    remaining: u64,
    unknown: u64,
    fitness: f64,
}

#[derive(Serialize)]
struct ReplayReport<'l> {
    model: &'l str,
    cases: u64,
    fitting_cases: u64,
    unfinished_cases: u64,
    fitness: f64,
    variants: Vec<Way<'l, Option<Counted>>>,
}

fn replayed(args: &ProcessConformance, log: &Log, all: &[Variant], net: &Net, name: &str) -> Done {
    let bar = progress("variants", all.len() as u64);
    let Replayed { tokens, total } = replay(net, all, &log.activities, MARKINGS, &|| bar.inc(1));
    bar.finish_and_clear();
    let those = |which: &dyn Fn(&Option<mining::conformance::Tokens>) -> bool| -> u64 {
        all.iter().zip(&tokens).filter(|(_, it)| which(it)).map(|(way, _)| way.cases).sum()
    };
    let counted = |it: &Option<mining::conformance::Tokens>| {
        it.as_ref().map(|it| Counted {
            produced: it.produced,
            consumed: it.consumed,
            missing: it.missing,
            remaining: it.remaining,
            unknown: it.unknown,
            fitness: it.fitness(),
        })
    };
    let report = ReplayReport {
        model: name,
        cases: log.len() as u64,
        fitting_cases: those(&|it| it.is_some_and(|it| it.fits() && it.unknown == 0)),
        unfinished_cases: those(&|it| it.is_none()),
        fitness: total.fitness(),
        variants: ways(log, all, tokens.iter().map(counted)),
    };
    let rows = |shown: usize| {
        let faulty = report.variants.iter().filter_map(|way| {
            let it = way.of.as_ref().filter(|it| it.missing + it.remaining + it.unknown > 0)?;
            let numbers = [way.cases, it.produced, it.consumed, it.missing, it.remaining];
            let texts = std::iter::once(way.activities.join(" > "));
            Some(texts.chain(numbers.map(|number| number.to_string())).collect())
        });
        faulty.take(shown).collect()
    };
    let mut above = vec![
        format!("Held against {name}."),
        format!(
            "{} of {} cases ({}) fit; fitness by token replay {:.4}.",
            report.fitting_cases,
            report.cases,
            percent(report.fitting_cases, report.cases),
            report.fitness
        ),
    ];
    if report.unfinished_cases > 0 {
        above.push(format!(
            "{} cases need more markings of the model than are kept and are not in these numbers.",
            report.unfinished_cases
        ));
    }
    let table = Table {
        above,
        header: vec!["variant", "cases", "produced", "consumed", "missing", "remaining"],
        texts: 1,
        rows: rows(SHOWN),
        exact: Some(rows(usize::MAX)),
    };
    write(&args.written, &table, &report)
}
