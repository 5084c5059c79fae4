//! `bening index`: published indices from a CSV file.

use std::path::Path;

use estimation::design::{Estimate, Fault, Target};
use estimation::index::{Definition, Term, find, shipped};
use estimation::interval::{Interval, Method, interval};
use estimation::sample::Sample;
use estimation::table::{Formula, Header, parse_number};
use jiff::civil::Date;
use serde_json::json;

use super::estimate::output::{digits, safe, say_table};
use super::estimate::source::Source;
use super::estimate::{design_roles, design_words, groups, lone};
use super::{Done, Stop, say, say_raw};
use crate::cli::{Format, Index, OfInstitutions, OfRespondents};

/// Computes one of them.
pub fn run(index: Index) -> Done {
    match index {
        Index::Skm(args) => respondents("skm", &args),
        Index::Kpk2011(args) => respondents("kpk2011", &args),
        Index::Spi(args) => institutions("spi", &args),
        Index::Ipp(args) => institutions("ipp", &args),
    }
}

/// The version that the arguments name: shipped, in a file, or the newest on `day`.
fn version(family: &str, named: Option<&str>, day: Date) -> Result<Definition, Stop> {
    let Some(named) = named else {
        let newest = estimation::index::newest(family, day).cloned();
        return newest.ok_or_else(|| {
            Stop::Input(vec![format!(
                "no version of {family} holds on {day}; name one by --version"
            )])
        });
    };
    if let Some(found) = find(named) {
        return Ok(found.clone());
    }
    let path = Path::new(named);
    let text = std::fs::read_to_string(path).map_err(|error| {
        let there = shipped().iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(", ");
        Stop::Input(vec![format!("--version {named}: {error}; a file, or one of {there}")])
    })?;
    let id = path.file_stem().unwrap_or_default().to_string_lossy();
    let read = Definition::parse(&id, &text);
    read.map_err(|error| Stop::Input(vec![format!("{named}: {error}")]))
}

/// A quantity with its part of the index.
struct Weighted<'a> {
    term: &'a Term,
    weight: f64,
}

/// The columns whose weighted means make the index: a term's own column if the file has it, and
/// its parts' columns if not.
fn columns<'a>(definition: &'a Definition, weights: &[f64], header: &Header) -> Vec<Weighted<'a>> {
    let mut all = Vec::new();
    for (term, weight) in definition.terms.iter().zip(weights) {
        if term.parts.is_empty() || header.find(&term.key).is_ok() {
            all.push(Weighted { term, weight: *weight });
        } else {
            let part = |part: &'a Term| Weighted { term: part, weight: weight * part.weight };
            all.extend(term.parts.iter().map(part));
        }
    }
    all
}

/// What is found of one group.
struct Found {
    group: Option<String>,
    index: Estimate,
    interval: Interval,
    terms: Vec<(String, Estimate, Interval)>,
}

fn respondents(family: &str, args: &OfRespondents) -> Done {
    let definition = version(family, args.version.as_deref(), Date::MAX)?;
    let weights = definition.weights(args.weights.as_deref()).map_err(|there| {
        let there = if there.is_empty() { "no other weights".to_owned() } else { there };
        Stop::Input(vec![format!("--weights: {} knows {there}", definition.id)])
    })?;
    let source = Source::open(&args.file)?;
    let columns = columns(&definition, &weights, &source.header);
    let mut roles = design_roles(&args.design)?;
    let mean = |one: &Weighted<'_>| Formula { target: Target::Mean, text: one.term.key.clone() };
    roles.formulas = columns.iter().map(mean).collect();
    roles.range = Some((definition.low, definition.high));
    let counted = source.keep(&roles, lone(&args.design))?;
    let labels = counted.labels;
    let sample = counted.sink.finish().map_err(|fault| source.fault(&fault, &labels))?;
    let mut all = Vec::new();
    for (group, domain) in groups(&roles, &labels) {
        match found(&definition, &columns, &sample, domain, args.design.level) {
            Ok((index, interval, terms)) => all.push(Found { group, index, interval, terms }),
            Err(Fault::Empty) => {
                let what = "no row has a value in every column of the index";
                let place = group.map_or_else(String::new, |group| format!(" ({group})"));
                return Err(source.wrong(&format!("{what}{place}")));
            }
            Err(fault) => return Err(source.fault(&fault, &labels)),
        }
    }
    let variant = args.weights.as_deref().unwrap_or("exact");
    let percent = 100.0 * args.design.level;
    let method = format!(
        "{} ({}), weights {variant}; {}; standard errors by Taylor linearisation, t intervals of {percent} %",
        definition.id,
        definition.source,
        design_words(&args.design),
    );
    write_respondents(args, &definition, &method, &all)
}

type Parts = (Estimate, Interval, Vec<(String, Estimate, Interval)>);

fn found(
    definition: &Definition,
    columns: &[Weighted<'_>],
    sample: &Sample,
    domain: u32,
    level: f64,
) -> Result<Parts, Fault> {
    let weigh = |(quantity, one): (usize, &Weighted<'_>)| (quantity, one.weight * definition.scale);
    let terms: Vec<(usize, f64)> = columns.iter().enumerate().map(weigh).collect();
    let index = sample.composite(&terms, &[domain])?;
    let ends = interval(&index, Method::T, level);
    let mut each = Vec::new();
    for (quantity, one) in columns.iter().enumerate() {
        let mean = sample.estimate(quantity, &[domain])?;
        let ends = interval(&mean, Method::T, level);
        each.push((one.term.key.clone(), mean, ends));
    }
    Ok((index, ends, each))
}

fn write_respondents(
    args: &OfRespondents,
    definition: &Definition,
    method: &str,
    all: &[Found],
) -> Done {
    let grade = |value: f64| definition.band(value).map_or("", |band| band.grade.as_str());
    match args.design.format {
        Format::Table => {
            say(&format!("Method: {method}."));
            if !definition.verified {
                say("Some numbers of this version are not confirmed; see its file.");
            }
            let mut rows = vec![row(
                args.design.by.as_deref(),
                "",
                ["estimate", "se", "low", "high", "df", "n"],
                "grade",
            )];
            for one in all {
                let name = |what: &str| row(one.group.as_deref(), what, [""; 6], "");
                rows.push(numbers(
                    name("index"),
                    &one.index,
                    &one.interval,
                    grade(one.index.value),
                ));
                for (key, mean, ends) in &one.terms {
                    rows.push(numbers(name(&format!("  {key}")), mean, ends, ""));
                }
            }
            say_table(&rows, 1 + usize::from(args.design.by.is_some()));
        }
        Format::Csv => {
            let by =
                args.design.by.as_deref().map_or_else(String::new, |by| format!("{},", safe(by)));
            say(&format!("{by}what,estimate,se,ci_low,ci_high,df,n,grade,version"));
            for one in all {
                let group = one
                    .group
                    .as_deref()
                    .map_or_else(String::new, |group| format!("{},", quoted(group)));
                let line = |what: &str, mean: &Estimate, ends: &Interval, grade: &str| {
                    let Estimate { value, se, df, n, .. } = mean;
                    let Interval { low, high } = ends;
                    say(&format!(
                        "{group}{what},{value},{se},{low},{high},{df},{n},{grade},{}",
                        definition.id
                    ));
                };
                line("index", &one.index, &one.interval, grade(one.index.value));
                for (key, mean, ends) in &one.terms {
                    line(key, mean, ends, "");
                }
            }
        }
        Format::Json => {
            let object = |mean: &Estimate, ends: &Interval| json!({ "estimate": mean.value, "se": mean.se, "ci": [ends.low, ends.high], "df": mean.df, "n": mean.n });
            let results: Vec<_> = all
                .iter()
                .map(|one| {
                    let mut result = object(&one.index, &one.interval);
                    result["rounded"] = json!(definition.rounded(one.index.value));
                    result["grade"] = json!(grade(one.index.value));
                    result["group"] = json!(one.group);
                    result["terms"] = one
                        .terms
                        .iter()
                        .map(|(key, mean, ends)| {
                            let mut term = object(mean, ends);
                            term["key"] = json!(key);
                            term
                        })
                        .collect();
                    result
                })
                .collect();
            let whole = json!({ "version": definition.id, "source": definition.source, "verified": definition.verified, "method": method, "level": args.design.level, "results": results });
            say_raw(&format!("{whole:#}\n"));
        }
    }
    Ok(())
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", safe(text).replace('"', "\"\""))
}

fn row(group: Option<&str>, what: &str, numbers: [&str; 6], grade: &str) -> Vec<String> {
    let mut row: Vec<String> = group.iter().map(|group| (*group).to_owned()).collect();
    row.push(what.to_owned());
    row.extend(numbers.map(str::to_owned));
    row.push(grade.to_owned());
    row
}

fn numbers(mut row: Vec<String>, mean: &Estimate, ends: &Interval, grade: &str) -> Vec<String> {
    row.truncate(row.len() - 7);
    row.extend([mean.value, mean.se, ends.low, ends.high, mean.df].map(digits));
    row.extend([mean.n.to_string(), grade.to_owned()]);
    row
}

/// One institution's row.
struct Institution {
    name: String,
    version: String,
    verified: bool,
    index: f64,
    rounded: f64,
    grade: String,
}

fn institutions(family: &str, args: &OfInstitutions) -> Done {
    let wrong = |what: &dyn std::fmt::Display| {
        Stop::Input(vec![format!("{}: {what}", args.file.display())])
    };
    let mut reader = csv::Reader::from_path(&args.file).map_err(|error| wrong(&error))?;
    let header = reader.byte_headers().map_err(|error| wrong(&error))?.clone();
    let header = Header::new(&header);
    let year = header.find("tahun").ok();
    let name = ["nama", "instansi", "name"].iter().find_map(|column| header.find(column).ok());
    let mut all = Vec::new();
    for record in reader.byte_records() {
        let record = record.map_err(|error| wrong(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let day = match (year, args.version.is_none()) {
            (Some(column), true) => year_of(&record, column, line).map_err(|what| wrong(&what))?,
            _ => Date::MAX,
        };
        let definition = version(family, args.version.as_deref(), day)?;
        let index = of_record(&definition, &header, &record, line).map_err(|what| wrong(&what))?;
        let text = |column: usize| String::from_utf8_lossy(&record[column]).into_owned();
        all.push(Institution {
            name: name.map_or_else(|| format!("line {line}"), text),
            grade: definition.band(index).map_or(String::new(), |band| band.grade.clone()),
            rounded: definition.rounded(index),
            verified: definition.verified,
            version: definition.id,
            index,
        });
    }
    write_institutions(&all, args.format)
}

fn year_of(record: &csv::ByteRecord, column: usize, line: u64) -> Result<Date, String> {
    let text = String::from_utf8_lossy(&record[column]);
    let year = text.trim().parse::<i16>().ok();
    year.and_then(|year| Date::new(year, 12, 31).ok())
        .ok_or_else(|| format!("line {line}, column tahun: \"{text}\" is no year"))
}

fn of_record(
    definition: &Definition,
    header: &Header,
    record: &csv::ByteRecord,
    line: u64,
) -> Result<f64, String> {
    let number = |key: &str| -> Result<Option<f64>, String> {
        let column = header.find(key).map_err(|mistake| mistake.to_string())?;
        parse_number(&record[column]).map_err(|_| {
            let text = String::from_utf8_lossy(&record[column]).into_owned();
            format!("line {line}, column {key}: \"{text}\" is not a number")
        })
    };
    let score = |term: &Term| -> Result<f64, String> {
        let own = term.parts.is_empty() || header.find(&term.key).is_ok();
        let value = if own {
            number(&term.key)?
                .ok_or_else(|| format!("line {line}, column {}: it is empty", term.key))?
        } else {
            let parts = term.parts.iter().map(|part| number(&part.key));
            let parts: Vec<f64> =
                parts.map(|part| part.map(Option::unwrap_or_default)).collect::<Result<_, _>>()?;
            term.of_parts(&parts)
        };
        if value < definition.low || value > definition.high {
            let (low, high) = (definition.low, definition.high);
            return Err(format!(
                "line {line}, column {}: {value} is not between {low} and {high}",
                term.key
            ));
        }
        Ok(value)
    };
    let scores: Vec<f64> = definition.terms.iter().map(score).collect::<Result<_, _>>()?;
    // An empty correction is none.
    let minus = definition.minus.iter().map(|key| Ok(number(key)?.unwrap_or_default()));
    let minus: Vec<f64> = minus.collect::<Result<_, String>>()?;
    Ok(definition.of_components(&scores, &minus))
}

fn write_institutions(all: &[Institution], format: Format) -> Done {
    match format {
        Format::Table => {
            let mut rows = vec![["", "index", "grade", "version"].map(str::to_owned).to_vec()];
            for one in all {
                let rounded = format!("{:.2}", one.rounded);
                let mark = if one.verified { "" } else { "*" };
                rows.push(vec![
                    one.name.clone(),
                    rounded,
                    one.grade.clone(),
                    format!("{}{mark}", one.version),
                ]);
            }
            say_table(&rows, 1);
            if all.iter().any(|one| !one.verified) {
                say("* Some numbers of this version are not confirmed; see its file.");
            }
        }
        Format::Csv => {
            say("name,index,rounded,grade,version");
            for one in all {
                let Institution { index, rounded, grade, version, .. } = one;
                say(&format!("{},{index},{rounded},{grade},{version}", quoted(&one.name)));
            }
        }
        Format::Json => {
            let one = |one: &Institution| json!({ "name": one.name, "index": one.index, "rounded": one.rounded, "grade": one.grade, "version": one.version, "verified": one.verified });
            say_raw(&format!(
                "{:#}\n",
                json!({ "results": all.iter().map(one).collect::<Vec<_>>() })
            ));
        }
    }
    Ok(())
}
