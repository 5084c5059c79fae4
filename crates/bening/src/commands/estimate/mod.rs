//! `bening estimate`: what a sample in a CSV file says, and how sure it is.

mod kept;
pub mod known;
pub mod output;
pub mod source;

use estimation::design::{Fault, Lone, Target};
use estimation::interval::{Method, interval};
use estimation::table::{Condition, Formula, Labels, Roles};

use self::output::{Line, Report};
use self::source::Source;
use super::{Done, Stop};
use crate::cli::{self, Ci, Design, Estimate, Replicates};

/// What the arguments ask for.
pub fn lines(args: &Estimate) -> Result<Vec<Line>, Stop> {
    let roles = roles(args)?;
    methods_fit(args)?;
    let source = Source::open(&args.file)?;
    if kept::is_needed(args) {
        kept::lines(args, &source, &roles)
    } else {
        streamed(args, &source, &roles)
    }
}

/// Estimates what the arguments ask for.
pub fn run(args: &Estimate) -> Done {
    let lines = lines(args)?;
    let report = Report {
        file: args.file.display().to_string(),
        method: method(args),
        level: args.design.level,
        by: args.design.by.clone(),
        lines,
    };
    output::write(&report, args.design.format)
}

/// The roles of the columns of a design, without what is estimated.
pub fn design_roles(design: &Design) -> Result<Roles, Stop> {
    level_fits(design.level)?;
    let condition = design.condition.as_deref().map(Condition::parse).transpose();
    Ok(Roles {
        strata: design.strata.clone(),
        cluster: design.cluster.clone(),
        second: design.stage2.clone(),
        weight: design.weight.clone(),
        population: design.population.clone(),
        population2: design.population2.clone(),
        by: design.by.clone(),
        condition: condition.map_err(|mistake| input(&mistake))?.unwrap_or_default(),
        ..Roles::default()
    })
}

fn roles(args: &Estimate) -> Result<Roles, Stop> {
    let mut roles = design_roles(&args.design)?;
    for (target, texts) in [
        (Target::Mean, &args.mean),
        (Target::Total, &args.total),
        (Target::Ratio, &args.ratio),
        (Target::Proportion, &args.proportion),
    ] {
        roles.formulas.extend(texts.iter().flat_map(|text| Formula::list(target, text)));
    }
    if roles.formulas.is_empty() {
        let ask = "say what to estimate: --mean, --total, --ratio or --proportion COLUMNS";
        return Err(Stop::Input(vec![ask.to_owned()]));
    }
    Ok(roles)
}

fn level_fits(level: f64) -> Done {
    if level > 0.0 && level < 1.0 {
        return Ok(());
    }
    Err(Stop::Input(vec![format!("--level {level}: write a share such as 0.95")]))
}

fn methods_fit(args: &Estimate) -> Done {
    let refuse = |why: &str| Err(Stop::Input(vec![why.to_owned()]));
    let others = !args.mean.is_empty() || !args.total.is_empty() || !args.ratio.is_empty();
    if others && args.ci.and_then(chosen).is_some_and(Method::needs_share) {
        return refuse(
            "--ci: only t and skew fit means, totals and ratios; ask for shares by themselves",
        );
    }
    if args.ci == Some(Ci::Skew) && (args.replicates.is_some() || args.quantile.is_some()) {
        return refuse("--ci skew: not with --replicates or --quantile");
    }
    if args.quantile.is_some_and(|share| !(share > 0.0 && share < 1.0)) {
        return refuse("--quantile: write a share between 0 and 1, such as 0.5");
    }
    let calibrated = args.poststrata.is_some() || args.rake.is_some();
    if args.replicates.is_some() && (calibrated || args.quantile.is_some()) {
        return refuse("--replicates: not with --poststrata, --rake or --quantile");
    }
    if args.replicates == Some(Replicates::Jk1) && args.design.strata.is_some() {
        return refuse("--replicates jk1 is for designs without strata; use jkn");
    }
    Ok(())
}

/// What `--lone` chooses.
pub fn lone(design: &Design) -> Lone {
    match design.lone {
        cli::Lone::Refuse => Lone::Refuse,
        cli::Lone::Collapse => Lone::Collapse,
        cli::Lone::Centre => Lone::Centre,
    }
}

/// The method that an estimate is enough for; skewness needs the rows.
fn chosen(ci: Ci) -> Option<Method> {
    match ci {
        Ci::T => Some(Method::T),
        Ci::Beta => Some(Method::Beta),
        Ci::Logit => Some(Method::Logit),
        Ci::Wilson => Some(Method::Wilson),
        Ci::Exact => Some(Method::Exact),
        Ci::Rare => Some(Method::Rare),
        Ci::Skew => None,
    }
}

/// How an interval of this target is computed.
fn interval_method(args: &Estimate, target: Target) -> Method {
    args.ci.and_then(chosen).unwrap_or_else(|| Method::usual(target))
}

fn streamed(args: &Estimate, source: &Source, roles: &Roles) -> Result<Vec<Line>, Stop> {
    let counted = source.count(roles, lone(&args.design))?;
    let labels = counted.labels;
    let solved = counted.sink.finish().map_err(|fault| source.fault(&fault, &labels))?;
    let mut lines = Vec::new();
    for (group, domain) in groups(roles, &labels) {
        for (quantity, formula) in roles.formulas.iter().enumerate() {
            let estimate = match solved.estimate(quantity, &[domain]) {
                Ok(estimate) => estimate,
                Err(Fault::Empty) => {
                    lines.push(Line::empty(formula, group.clone()));
                    continue;
                }
                Err(fault) => return Err(source.fault(&fault, &labels)),
            };
            let method = interval_method(args, formula.target);
            let interval = interval(&estimate, method, args.design.level);
            lines.push(Line::new(formula, group.clone(), estimate, interval));
        }
    }
    Ok(lines)
}

/// The groups of `--by`, in the order of their texts; one nameless group without it.
pub fn groups(roles: &Roles, labels: &Labels) -> Vec<(Option<String>, u32)> {
    if roles.by.is_none() {
        return vec![(None, 0)];
    }
    let texts = (0_u32..).zip(labels.domains.texts());
    let text =
        |(domain, text): (u32, &[u8])| (Some(String::from_utf8_lossy(text).into_owned()), domain);
    let mut groups: Vec<_> = texts.map(text).collect();
    groups.sort();
    groups
}

/// How the result came to be, in words.
fn method(args: &Estimate) -> String {
    let design = design_words(&args.design);
    let error = match (args.replicates, args.quantile) {
        (Some(Replicates::Jk1), _) => "standard errors by replicates (JK1)".to_owned(),
        (Some(Replicates::Jkn), _) => "standard errors by replicates (JKn)".to_owned(),
        (Some(Replicates::Bootstrap), _) => {
            format!("standard errors by 500 bootstrap replicates (Rao-Wu, seed {})", args.seed)
        }
        (None, Some(_)) => "quantiles with Woodruff's interval".to_owned(),
        (None, None) => "standard errors by Taylor linearisation".to_owned(),
    };
    let calibrated = match (&args.poststrata, &args.rake) {
        (Some(column), _) => format!("; weights post-stratified on {column}"),
        (_, Some(_)) => "; weights raked to known totals".to_owned(),
        _ => String::new(),
    };
    let interval = match args.ci {
        None if args.proportion.is_empty() => "t intervals",
        None => "t intervals, Korn-Graubard (beta) for shares",
        Some(Ci::T) => "t intervals",
        Some(Ci::Beta) => "Korn-Graubard (beta) intervals",
        Some(Ci::Logit) => "logit intervals",
        Some(Ci::Wilson) => "Wilson intervals with the effective size",
        Some(Ci::Exact) => "Clopper-Pearson intervals with the effective size",
        Some(Ci::Rare) => "mid-P intervals with the effective size",
        Some(Ci::Skew) => "Hall's intervals for skewed values",
    };
    let percent = 100.0 * args.design.level;
    format!("{design}{calibrated}; {error}; {interval} of {percent} %")
}

/// The design in words.
pub fn design_words(design: &Design) -> String {
    let mut words = match (&design.strata, &design.cluster) {
        (None, None) => "simple sample".to_owned(),
        (Some(strata), None) => format!("stratified by {strata}"),
        (None, Some(cluster)) => format!("clusters {cluster}"),
        (Some(strata), Some(cluster)) => format!("clusters {cluster} in strata {strata}"),
    };
    if design.stage2.is_some() || design.population2.is_some() {
        words += ", two stages";
    }
    words += match (&design.weight, &design.population) {
        (None, None) => ", equal weights",
        (None, Some(_)) => ", weights N/n",
        (Some(_), _) => ", weights of the file",
    };
    if design.population.is_some() {
        words += ", finite populations";
    }
    if let Some(condition) = &design.condition {
        words += &format!(", where {condition}");
    }
    words
}

/// A mistake without a file.
fn input(mistake: &impl std::fmt::Display) -> Stop {
    Stop::Input(vec![mistake.to_string()])
}
