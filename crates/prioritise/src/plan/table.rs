//! Activities as CSV: `id,name,cost,groups,kelurahan,needs,must`, in the form that `bening plan` reads. All
//! or nothing. Pure.

use kernel::Error;
use kernel::error::Result;
use kernel::money::Rupiah;

use super::limits;
use super::model::Activity;

/// The most activities that a plan has.
pub const MOST: usize = 500;
/// The largest cost.
const LARGEST: i64 = 100_000_000_000_000;

/// Reads activities that come to those that are there already; `has_kelurahan` knows the codes of the city.
///
/// # Errors
/// Invalid, naming line and column of the first mistake.
pub fn read(
    text: &str,
    there: &[Activity],
    has_kelurahan: impl Fn(&str) -> bool,
) -> Result<Vec<Activity>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|_| Error::invalid("plan-table-unreadable"))?.clone();
    let column = |name: &str| header.iter().position(|cell| cell.eq_ignore_ascii_case(name));
    let needed = |name: &'static str| {
        column(name).ok_or_else(|| Error::invalid("plan-table-column").with("column", name))
    };
    let (id, title, cost) = (needed("id")?, needed("name")?, needed("cost")?);
    let optional = ["groups", "kelurahan", "needs", "must"].map(column);
    let mut found: Vec<Activity> = Vec::new();
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            Error::invalid("plan-table-cells").with("line", line)
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |place: Option<usize>| place.and_then(|at| record.get(at)).unwrap_or("");
        let wrong = |key, column: &'static str| {
            Error::invalid(key).with("line", line).with("column", column)
        };
        let code = cell(Some(id)).to_owned();
        if !is_code(&code) {
            return Err(wrong("plan-table-id", "id"));
        }
        if there.iter().chain(&found).any(|other| other.code == code) {
            return Err(wrong("plan-table-twice", "id").with("code", code));
        }
        let name = cell(Some(title)).to_owned();
        if name.is_empty() || name.chars().count() > 200 {
            return Err(wrong("plan-table-name", "name"));
        }
        let rupiah = cell(Some(cost)).parse::<i64>().ok();
        let rupiah = rupiah.filter(|cost| (1..=LARGEST).contains(cost));
        let rupiah = rupiah.ok_or_else(|| wrong("plan-table-cost", "cost"))?;
        let [groups, kelurahan, needs, must] = optional.map(cell);
        let groups = list(groups);
        if let Some(unknown) = groups.iter().find(|group| !limits::is_group(group)) {
            return Err(wrong("plan-table-group", "groups").with("group", unknown));
        }
        if !kelurahan.is_empty() && !has_kelurahan(kelurahan) {
            return Err(wrong("plan-table-kelurahan", "kelurahan").with("code", kelurahan));
        }
        if !["", "yes", "no"].contains(&must.to_ascii_lowercase().as_str()) {
            return Err(wrong("plan-table-must", "must"));
        }
        lines.push(line);
        found.push(Activity {
            code,
            title: name,
            cost: Rupiah::new(rupiah),
            groups,
            kelurahan: kelurahan.to_owned(),
            needs: list(needs),
            must: must.eq_ignore_ascii_case("yes"),
            proposal: String::new(),
        });
    }
    if found.is_empty() {
        return Err(Error::invalid("plan-table-empty"));
    }
    if found.len() + there.len() > MOST {
        return Err(Error::invalid("plan-table-many").with("most", MOST));
    }
    for (activity, line) in found.iter().zip(lines) {
        let known = |code: &String| {
            *code != activity.code && there.iter().chain(&found).any(|other| other.code == *code)
        };
        if let Some(unknown) = activity.needs.iter().find(|code| !known(code)) {
            let error = Error::invalid("plan-table-needs").with("line", line);
            return Err(error.with("column", "needs").with("code", unknown));
        }
    }
    Ok(found)
}

/// Letters, digits, points and hyphens, so that a code can stand in an address and in every file.
fn is_code(code: &str) -> bool {
    (1..=30).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
}

fn list(cell: &str) -> Vec<String> {
    let parts = cell.split('|').map(str::trim).filter(|part| !part.is_empty());
    parts.map(ToOwned::to_owned).collect()
}
