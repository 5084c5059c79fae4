//! A plan as two files: one in TOML with budget, rules and weights, and a CSV of activities.
//!
//! The CSV has the columns `id`, `name`, `cost` (or `cost_2027`, `cost_2028`, ... by the plan's
//! years), `points` or a column for each criterion of `[weights]`, and, where they are needed,
//! `groups`, `needs` (several between `|`), `kelurahan`, `latest` (the last year in which it may
//! start) and `must` (`yes`).

use serde::Deserialize;
use thiserror::Error;

use super::{Activity, Bound, Plan, Rule, Side};

/// What is wrong in a file, and where.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Mistake {
    /// In the plan.
    #[error("{0}")]
    Plan(String),
    /// In the activities.
    #[error("{file}, line {line}{}: {what}", .column.as_ref().map(|c| format!(", column {c}")).unwrap_or_default())]
    Activities {
        /// Name of the file.
        file: String,
        /// Line, from 1 on.
        line: u64,
        /// Column, if the mistake is in one.
        column: Option<String>,
        /// What is wrong and what should stand there.
        what: String,
    },
}

/// A plan as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// The plan.
    pub plan: Plan,
    /// Its first year.
    pub first_year: i16,
    /// Criteria and their weights, when points come from them.
    pub weights: Vec<(String, f64)>,
    /// Of each activity what it was given for each criterion.
    pub marks: Vec<Vec<f64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    first_year: i16,
    budget: Vec<u64>,
    #[serde(default)]
    fixed: u64,
    #[serde(default)]
    delay: f64,
    activities: String,
    #[serde(default)]
    weights: Option<toml::Table>,
    #[serde(default)]
    rule: Vec<FileRule>,
    #[serde(default)]
    exclusive: Vec<Vec<String>>,
    #[serde(default)]
    kelurahan: Option<Kelurahan>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRule {
    title: String,
    #[serde(default)]
    law: String,
    group: String,
    #[serde(default)]
    at_least: Option<Value>,
    #[serde(default)]
    at_most: Option<Value>,
    #[serde(default)]
    fixed: u64,
    #[serde(default)]
    from: Option<i16>,
}

/// `"20 %"`, an amount in rupiah, or `"3 activities"`.
#[derive(Deserialize)]
#[serde(untagged)]
enum Value {
    Amount(u64),
    Text(String),
}

/// At least so much for each kelurahan.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kelurahan {
    names: Vec<String>,
    at_least: Value,
    #[serde(default)]
    law: String,
}

/// The name of the file of activities that a plan names.
///
/// # Errors
/// When the plan cannot be read.
pub fn activities_of(plan: &str) -> Result<String, Mistake> {
    Ok(parse(plan)?.activities)
}

fn parse(plan: &str) -> Result<File, Mistake> {
    toml::from_str(plan).map_err(|error| Mistake::Plan(error.to_string().trim_end().to_owned()))
}

/// Reads a plan and its activities.
///
/// # Errors
/// The first mistake, with its place.
pub fn read(plan: &str, activities: &str) -> Result<Read, Mistake> {
    let file = parse(plan)?;
    if file.budget.is_empty() {
        return Err(Mistake::Plan(
            "budget needs an amount for each year, such as [50000]".to_owned(),
        ));
    }
    if !(0.0..=1.0).contains(&file.delay) {
        return Err(Mistake::Plan(format!("delay is {}; it must be from 0 to 1", file.delay)));
    }
    let weights = weights(&file)?;
    let table = Table { file: &file, weights: &weights };
    let (activities, marks) = table.read(activities)?;
    let mut rules = Vec::new();
    for rule in &file.rule {
        rules.push(self::rule(&file, rule)?);
    }
    rules.extend(kelurahan(&file)?);
    let mut exclusions = Vec::new();
    for ids in &file.exclusive {
        let place = |id: &String| {
            let found = activities.iter().position(|activity: &Activity| activity.id == *id);
            found
                .ok_or_else(|| Mistake::Plan(format!("exclusive names {id}, which is no activity")))
        };
        exclusions.push(ids.iter().map(place).collect::<Result<_, _>>()?);
    }
    let plan = Plan {
        budget: file.budget,
        fixed: file.fixed,
        activities,
        rules,
        exclusions,
        delay: file.delay,
    };
    Ok(Read { plan, first_year: file.first_year, weights, marks })
}

fn weights(file: &File) -> Result<Vec<(String, f64)>, Mistake> {
    let mut weights = Vec::new();
    for (name, value) in file.weights.iter().flatten() {
        let number = value.as_float().or_else(|| value.as_integer().map(|number| number as f64));
        let Some(weight) = number.filter(|weight| weight.is_finite() && *weight >= 0.0) else {
            return Err(Mistake::Plan(format!(
                "the weight of {name} must be a number of 0 or more"
            )));
        };
        weights.push((name.clone(), weight));
    }
    if !weights.is_empty() && weights.iter().all(|(_, weight)| *weight == 0.0) {
        return Err(Mistake::Plan("one of the weights must be above 0".to_owned()));
    }
    Ok(weights)
}

fn rule(file: &File, rule: &FileRule) -> Result<Rule, Mistake> {
    let (side, value) = match (&rule.at_least, &rule.at_most) {
        (Some(value), None) => (Side::AtLeast, value),
        (None, Some(value)) => (Side::AtMost, value),
        _ => {
            let what = format!("the rule {} needs either at_least or at_most", rule.title);
            return Err(Mistake::Plan(what));
        }
    };
    let from = i32::from(rule.from.unwrap_or(file.first_year).max(file.first_year));
    let from = from - i32::from(file.first_year);
    let from = usize::try_from(from).ok().filter(|from| *from < file.budget.len());
    Ok(Rule {
        title: rule.title.clone(),
        law: rule.law.clone(),
        group: rule.group.clone(),
        side,
        bound: bound(value).ok_or_else(|| no_bound(&rule.title))?,
        fixed: rule.fixed,
        from,
    })
}

fn no_bound(title: &str) -> Mistake {
    Mistake::Plan(format!(
        "the bound of {title} must be an amount, a share such as \"20 %\", or \"2 activities\""
    ))
}

fn bound(value: &Value) -> Option<Bound> {
    let text = match value {
        Value::Amount(amount) => return Some(Bound::Amount(*amount)),
        Value::Text(text) => text.trim(),
    };
    if let Some(percent) = text.strip_suffix('%') {
        let percent: f64 = percent.trim().replace(',', ".").parse().ok()?;
        let millionths = (0.0..=100.0).contains(&percent).then_some(percent * 10_000.0)?;
        return Some(Bound::Share(millionths.round() as u32));
    }
    let count = text.strip_suffix("activities").or_else(|| text.strip_suffix("activity"))?;
    Some(Bound::Count(count.trim().parse().ok()?))
}

fn kelurahan(file: &File) -> Result<Vec<Rule>, Mistake> {
    let Some(each) = &file.kelurahan else { return Ok(Vec::new()) };
    let bound = bound(&each.at_least).ok_or_else(|| no_bound("kelurahan"))?;
    let rule = |name: &String| Rule {
        title: format!("kelurahan {name}"),
        law: each.law.clone(),
        group: of_kelurahan(name),
        side: Side::AtLeast,
        bound: bound.clone(),
        fixed: 0,
        from: Some(0),
    };
    Ok(each.names.iter().map(rule).collect())
}

/// The group of what is done in a kelurahan.
fn of_kelurahan(name: &str) -> String {
    format!("kelurahan {name}")
}

/// The table of activities.
struct Table<'a> {
    file: &'a File,
    weights: &'a [(String, f64)],
}

/// A row, and where it stands.
struct Row<'a> {
    table: &'a Table<'a>,
    header: &'a csv::StringRecord,
    record: &'a csv::StringRecord,
    line: u64,
}

impl Table<'_> {
    fn wrong(&self, line: u64, column: Option<&str>, what: impl Into<String>) -> Mistake {
        Mistake::Activities {
            file: self.file.activities.clone(),
            line,
            column: column.map(ToOwned::to_owned),
            what: what.into(),
        }
    }

    fn read(&self, text: &str) -> Result<(Vec<Activity>, Vec<Vec<f64>>), Mistake> {
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let broken = |error: &csv::Error| {
            let line = error.position().map_or(1, csv::Position::line);
            self.wrong(line, None, "the row has another number of cells than the header")
        };
        let header = reader.headers().map_err(|error| broken(&error))?.clone();
        let (mut activities, mut marks, mut needs) = (Vec::new(), Vec::new(), Vec::new());
        for record in reader.records() {
            let record = record.map_err(|error| broken(&error))?;
            let line = record.position().map_or(0, csv::Position::line);
            let row = Row { table: self, header: &header, record: &record, line };
            let (activity, given) = row.activity()?;
            if activities.iter().any(|other: &Activity| other.id == activity.id) {
                let what = format!("the activity {} stands there twice", activity.id);
                return Err(self.wrong(line, Some("id"), what));
            }
            needs.push((line, row.list("needs")));
            activities.push(activity);
            marks.push(given);
        }
        for (place, (line, ids)) in needs.into_iter().enumerate() {
            for id in ids {
                let found = activities.iter().position(|activity| activity.id == id);
                let found = found.filter(|needed| *needed != place).ok_or_else(|| {
                    self.wrong(line, Some("needs"), format!("{id} is no other activity"))
                })?;
                activities[place].needs.push(found);
            }
        }
        Ok((activities, marks))
    }
}

impl Row<'_> {
    fn find(&self, column: &str) -> Option<&str> {
        let place = self.header.iter().position(|name| name.eq_ignore_ascii_case(column))?;
        self.record.get(place)
    }

    fn list(&self, column: &str) -> Vec<String> {
        let cells = self.find(column).unwrap_or("").split('|').map(str::trim);
        cells.filter(|cell| !cell.is_empty()).map(ToOwned::to_owned).collect()
    }

    fn needed(&self, column: &str) -> Result<&str, Mistake> {
        self.find(column).ok_or_else(|| {
            let there: Vec<&str> = self.header.iter().collect();
            let what = format!("there is no column {column}; there is {}", there.join(", "));
            self.table.wrong(1, None, what)
        })
    }

    fn amount(&self, column: &str) -> Result<u64, Mistake> {
        let cell = self.needed(column)?;
        cell.parse().map_err(|_| {
            let what = format!("{cell} is no whole number of rupiah, such as 25000000");
            self.table.wrong(self.line, Some(column), what)
        })
    }

    fn number(&self, column: &str) -> Result<f64, Mistake> {
        let cell = self.needed(column)?;
        let number = cell.parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0);
        number.ok_or_else(|| {
            let what = format!("{cell} is no number of 0 or more");
            self.table.wrong(self.line, Some(column), what)
        })
    }

    fn activity(&self) -> Result<(Activity, Vec<f64>), Mistake> {
        let id = self.needed("id")?.to_owned();
        if id.is_empty() {
            return Err(self.table.wrong(self.line, Some("id"), "the id is missing"));
        }
        let (points, marks) = self.points()?;
        let mut groups = self.list("groups");
        if let Some(name) = self.find("kelurahan").filter(|name| !name.is_empty()) {
            groups.push(of_kelurahan(name));
        }
        let activity = Activity {
            id,
            name: self.find("name").unwrap_or("").to_owned(),
            costs: self.costs()?,
            points,
            groups,
            needs: Vec::new(),
            latest: self.latest()?,
            must: self.find("must").is_some_and(|cell| cell.eq_ignore_ascii_case("yes")),
        };
        Ok((activity, marks))
    }

    fn costs(&self) -> Result<Vec<u64>, Mistake> {
        let first = self.table.file.first_year;
        let by_year = format!("cost_{first}");
        if self.find(&by_year).is_none() {
            return Ok(vec![self.amount("cost")?]);
        }
        let years = i16::try_from(self.table.file.budget.len()).unwrap_or(i16::MAX);
        (first..first + years).map(|year| self.amount(&format!("cost_{year}"))).collect()
    }

    fn points(&self) -> Result<(f64, Vec<f64>), Mistake> {
        if self.table.weights.is_empty() {
            return Ok((self.number("points")?, Vec::new()));
        }
        let marks: Vec<f64> = self
            .table
            .weights
            .iter()
            .map(|(criterion, _)| self.number(criterion))
            .collect::<Result<_, _>>()?;
        Ok((super::scoring::points(self.table.weights, &marks), marks))
    }

    fn latest(&self) -> Result<usize, Mistake> {
        let file = self.table.file;
        let Some(cell) = self.find("latest").filter(|cell| !cell.is_empty()) else { return Ok(0) };
        let first = i32::from(file.first_year);
        let year = cell.parse::<i16>().ok();
        let year = year.and_then(|year| usize::try_from(i32::from(year) - first).ok());
        year.filter(|year| *year < file.budget.len()).ok_or_else(|| {
            let what = format!("{cell} is no year of the plan");
            self.table.wrong(self.line, Some("latest"), what)
        })
    }
}

#[cfg(test)]
mod tests;
