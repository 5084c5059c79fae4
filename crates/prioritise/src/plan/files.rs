//! A scenario as the two files that `bening plan solve` reads, and their digest. Pure.

use std::collections::BTreeMap;

use allocation::portfolio::{Bound, Side, file};
use kernel::Error;
use kernel::error::Result;
use kernel::money::Rupiah;
use kernel::rulebook::Rulebook;
use platform::vault::sha256;

use super::criteria::hex;
use super::limits::{self, Of};
use super::model::Activity;

/// Name of the table beside the plan.
pub const TABLE: &str = "kegiatan.csv";

/// What stands around the choice: amounts of the budget outside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// What may be spent on activities.
    pub budget: i64,
    /// All other spending.
    pub fixed: i64,
    /// Other spending of a group.
    pub groups: BTreeMap<&'static str, i64>,
    /// What an earmarked revenue demands for a group: the revenue times the share of its limit.
    pub earmarks: BTreeMap<&'static str, i64>,
}

/// The two files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    /// Budget, limits and weights.
    pub plan: String,
    /// Activities with their marks.
    pub table: String,
}

impl Files {
    /// SHA-256 over both, each before its length, in hexadecimal.
    pub fn digest(&self) -> String {
        let mut bytes = Vec::with_capacity(self.plan.len() + self.table.len() + 32);
        for file in [&self.plan, &self.table] {
            bytes.extend_from_slice(file.as_bytes());
            bytes.extend_from_slice(format!("\n{}\n", file.len()).as_bytes());
        }
        hex(&sha256(&bytes))
    }
}

/// The amounts of files that were written before, to begin another scenario with.
pub fn frame(files: &Files) -> Option<Frame> {
    let read = file::read(&files.plan, &files.table).ok()?;
    let amount = |amount: u64| i64::try_from(amount).ok();
    let mut frame = Frame {
        budget: amount(*read.plan.budget.first()?)?,
        fixed: amount(read.plan.fixed)?,
        ..Frame::default()
    };
    for (limit, rule) in limits::ALL.into_iter().zip(&read.plan.rules) {
        frame.groups.insert(limit.code, amount(rule.fixed)?);
        if let (Of::Revenue, Bound::Amount(bound)) = (limit.of, &rule.bound) {
            frame.earmarks.insert(limit.code, amount(*bound)?);
        }
    }
    Some(frame)
}

/// Writes the files of a scenario. `title` gives the name of a limit; marks are in thousandths.
///
/// # Errors
/// Internal when the rulebook lacks a limit or the table cannot be written.
pub fn write(
    book: &Rulebook,
    year: i16,
    frame: &Frame,
    weights: &[(String, i64)],
    activities: &[(Activity, Vec<i64>)],
    title: impl Fn(&str) -> String,
) -> Result<Files> {
    let mut lines = vec![
        format!("first_year = {year}"),
        format!("budget = [{}]", frame.budget),
        format!("fixed = {}", frame.fixed),
        format!("activities = \"{TABLE}\""),
        "\n[weights]".to_owned(),
    ];
    lines.extend(weights.iter().map(|(code, weight)| format!("{code} = {weight}")));
    for limit in limits::ALL {
        let bound = limits::bound(book, limit, year)?;
        let amount = match limit.of {
            Of::Spending => format!("\"{} %\"", f64::from(bound.per_mille) / 10.0),
            Of::Revenue => frame.earmarks.get(limit.code).copied().unwrap_or(0).to_string(),
        };
        let side = if limit.side == Side::AtLeast { "at_least" } else { "at_most" };
        let fixed = frame.groups.get(limit.code).copied().unwrap_or(0);
        lines.extend([
            "\n[[rule]]".to_owned(),
            format!("title = {}", quoted(&title(limit.code))),
            format!("law = {}", quoted(&bound.law)),
            format!("group = \"{}\"", limit.code),
            format!("{side} = {amount}"),
            format!("fixed = {fixed}"),
            format!("from = {}", bound.from),
        ]);
    }
    let plan = lines.join("\n") + "\n";
    Ok(Files { plan, table: table(weights, activities)? })
}

/// A text of TOML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn table(weights: &[(String, i64)], activities: &[(Activity, Vec<i64>)]) -> Result<String> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let mut header = vec!["id", "name", "cost", "groups", "kelurahan", "needs", "must"];
    header.extend(weights.iter().map(|(code, _)| code.as_str()));
    out.write_record(&header).map_err(Error::internal)?;
    for (activity, marks) in activities {
        let mut row = vec![
            activity.code.clone(),
            activity.title.clone(),
            Rupiah::get(activity.cost).to_string(),
            activity.groups.join("|"),
            activity.kelurahan.clone(),
            activity.needs.join("|"),
            if activity.must { "yes" } else { "" }.to_owned(),
        ];
        row.extend(marks.iter().map(|mark| format!("{}", *mark as f64 / 1000.0)));
        out.write_record(&row).map_err(Error::internal)?;
    }
    let bytes = out.into_inner().map_err(|error| Error::internal(error.to_string()))?;
    String::from_utf8(bytes).map_err(Error::internal)
}
