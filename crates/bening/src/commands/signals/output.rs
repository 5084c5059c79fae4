//! Tables for people.

use detection::cases::Cases;
use detection::kinds::{About, Kind};
use detection::run::{Finding, Report};

use std::collections::BTreeMap;

use super::evaluate::{Calibration, Evaluation};
use crate::commands::estimate::output::safe;
use crate::commands::{Done, Stop, say, say_raw};

/// An evaluation as Markdown tables, which are read as they are and in a page.
pub fn evaluation(all: &Evaluation) {
    let cities = all.seeds.1 - all.seeds.0 + 1;
    let share = |count: f64| 100.0 * count / cities as f64;
    let of_planted = |sum: f64| 100.0 * sum / all.planted.max(1) as f64;
    say(&format!(
        "Seeds {} to {}; {cities} honest cities and {} with planted patterns.\n",
        all.seeds.0, all.seeds.1, all.planted
    ));
    say(
        "| pattern | planted | records each | effect | found | by the quartile fence |\n| --- | ---: | ---: | ---: | ---: | ---: |",
    );
    for (name, power) in &all.power {
        let planted = f64::from(power.planted.max(1));
        say(&format!(
            "| {name} | {} | {:.0} | {:.2} | {:.1} % | {:.1} % |",
            power.planted,
            power.files as f64 / planted,
            power.effect / planted,
            100.0 * f64::from(power.found) / planted,
            100.0 * f64::from(power.by_fence) / planted,
        ));
    }
    say(&format!(
        "\nFalse discoveries among all: {:.2} % on average over cities ({} discoveries); quartile fence {:.1} %.",
        of_planted(all.false_share),
        all.discoveries,
        of_planted(all.false_share_of_fence),
    ));
    say(&format!(
        "Honest cities in which anything was found: {} ({:.1} %); flagged by the fence: {} ({:.1} %).",
        all.honest_with_discoveries,
        share(all.honest_with_discoveries as f64),
        all.honest_with_flags,
        share(all.honest_with_flags as f64),
    ));
    for (kind, count) in &all.false_by_kind {
        say(&format!("False by kind: {kind} {count}"));
    }
    calibration(&all.calibration);
}

fn calibration(all: &BTreeMap<&'static str, Calibration>) {
    say("\n| kind | tests | p at most 0.001 | 0.01 | 0.05 |\n| --- | ---: | ---: | ---: | ---: |");
    for (kind, counted) in all {
        let part = |place: usize| {
            format!("{:.4}", counted.at_or_below[place] as f64 / counted.tests.max(1) as f64)
        };
        say(&format!("| {kind} | {} | {} | {} | {} |", counted.tests, part(0), part(1), part(2)));
    }
}

/// What was found, in sentences.
pub fn table(cases: &Cases, report: &Report) {
    say(&format!(
        "{}; {} tests.",
        match cases.spending.contracts.len() {
            0 => format!("{} cases in {:.0} days", cases.all.len(), cases.days),
            contracts => format!("{contracts} contracts"),
        },
        report.tests.iter().map(|(_, count)| count).sum::<usize>()
    ));
    if report.found.is_empty() {
        say("Nothing is beyond what chance explains.");
    }
    for (number, finding) in report.found.iter().enumerate() {
        say(&format!("\n{}. {}", number + 1, sentence(finding)));
        say(&format!(
            "   Chance alone: {}. Counts at a false-discovery rate of {}.",
            chance(finding.p),
            probability(finding.q)
        ));
        let what = if finding.kind.about() == About::Files { "Cases" } else { "Records" };
        say(&format!("   {what}: {}", records(&finding.records)));
    }
    if !report.found.is_empty() {
        say("\nThese are patterns, not verdicts: hear the people concerned before you conclude.");
    }
    for (kind, missing) in &report.untested {
        say(&format!("Not tested: {} (the log does not say {missing}).", kind.code()));
    }
}

/// The finding as a person would say it.
fn sentence(finding: &Finding) -> String {
    let who: Vec<String> =
        finding.subject.iter().map(|(role, name)| format!("{role} {name}")).collect();
    let who = who.join(", ");
    let (files, seen, expected) = (finding.files, finding.seen, finding.expected);
    let times = match finding.effect {
        effect if effect.is_finite() => format!("{effect:.1} times"),
        _ => "no other does, so any number of times".to_owned(),
    };
    let often = format!("{seen:.0}, where {expected:.1} would be usual ({times} as often)");
    match finding.kind {
        Kind::SharedContact => format!(
            "{who} stands behind {files} cases of {:.0} families; {expected:.1} others would be usual.",
            seen + 1.0
        ),
        Kind::RepresentativeSpeed | Kind::PairSpeed => {
            format!("{who}: {files} cases, worked on {times} faster than their neighbours.")
        }
        Kind::GroupSpeed => {
            format!("{who}: {files} cases take {times} as long as their neighbours in the queue.")
        }
        Kind::GroupStepSpeed => {
            format!("{who}: in {files} cases this step takes {times} as long as their neighbours'.")
        }
        Kind::RepresentativeJump | Kind::OfficerJump => {
            format!("{who}: of {files} cases taken before their turn {often}.")
        }
        Kind::RepeatedOverride => {
            format!("{who}: of {files} cases taken out of turn with a reason {often}.")
        }
        Kind::Steering => format!("{who}: cases that came to this officer {often}."),
        Kind::VanishingReturn => {
            format!("{who}: of {files} cases sent back, passed the second time {often}.")
        }
        Kind::DeadlineBurst => format!("{who}: decided in the last moments of the term {often}."),
        Kind::DayEndBurst => format!("{who}: decided in the last minutes of the day {often}."),
        Kind::Backdating => format!("{who}: acts recorded well after they happened {often}."),
        Kind::GiftSilence => {
            format!("{who}: {seen:.0} gifts reported, where {expected:.1} would be usual.")
        }
        Kind::ClosedWithoutAct | Kind::ClosedLastDay => {
            format!("{who}: of {files} reports ended so {often}.")
        }
        Kind::PriceOverStandard => {
            format!("{who}: {files} contracts at {times} the price of others against the standard.")
        }
        Kind::SingleBid => format!("{who}: of {files} contracts with a single offer {often}."),
        Kind::SplitPurchases => format!(
            "{who}: of {files} contracts close together just below the limit of direct procurement {often}."
        ),
        Kind::SameSupplier => format!("{who}: of {files} contracts to this supplier {often}."),
        Kind::Overtaking => {
            format!(
                "{who}: among {files} activities, pairs that began against their order {often}."
            )
        }
        Kind::DecemberSpending => format!(
            "{who}: {seen:.0} percent of the spending of {files} activities in the last month, where \
             {expected:.0} would be usual."
        ),
        Kind::GroupReturns => format!("{who}: of {files} cases sent back {often}."),
        Kind::GroupSteps => format!("{who}: of {files} cases with other steps than usual {often}."),
    }
}

fn chance(p: f64) -> String {
    if p <= 0.0 {
        return "impossible".to_owned();
    }
    if p > 0.01 { probability(p) } else { format!("1 in {}", whole(1.0 / p)) }
}

fn probability(p: f64) -> String {
    if p >= 0.001 { format!("{p:.3}") } else { format!("{p:.0e}") }
}

/// A whole number with its thousands apart; a power of ten when it is very large.
fn whole(number: f64) -> String {
    if number >= 1e12 {
        return format!("{number:.0e}");
    }
    let digits = format!("{number:.0}");
    let mut parts = Vec::new();
    let mut end = digits.len();
    while end > 0 {
        let from = end.saturating_sub(3);
        parts.push(&digits[from..end]);
        end = from;
    }
    parts.reverse();
    parts.join(",")
}

fn records(all: &[String]) -> String {
    const SHOWN: usize = 12;
    let shown = all.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match all.len().checked_sub(SHOWN) {
        Some(more) if more > 0 => format!("{shown} and {more} more (--format json has all)"),
        _ => shown,
    }
}

/// One row a finding, for spreadsheets.
pub fn csv(report: &Report) -> Done {
    let mut out = csv::Writer::from_writer(Vec::new());
    let wrong = |error: csv::Error| Stop::Failed(kernel::Error::internal(error));
    let header = ["kind", "subject", "cases", "seen", "expected", "effect", "p", "q", "records"];
    out.write_record(header).map_err(wrong)?;
    for finding in &report.found {
        let subject: Vec<String> =
            finding.subject.iter().map(|(role, name)| format!("{role} {name}")).collect();
        out.write_record([
            finding.kind.code().to_owned(),
            safe(&subject.join("; ")),
            finding.files.to_string(),
            finding.seen.to_string(),
            finding.expected.to_string(),
            finding.effect.to_string(),
            finding.p.to_string(),
            finding.q.to_string(),
            safe(&finding.records.join(" ")),
        ])
        .map_err(wrong)?;
    }
    let bytes = out.into_inner().map_err(kernel::Error::internal)?;
    say_raw(&String::from_utf8(bytes).map_err(kernel::Error::internal)?);
    Ok(())
}
