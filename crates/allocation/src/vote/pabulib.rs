//! Files in the format of Pabulib (Faliszewski et al., "Participatory Budgeting: Data, Tools, and
//! Analysis", 2023, appendix; pabulib.org/format): sections META, PROJECTS and VOTES, fields between
//! semicolons.

use rustc_hash::FxHashMap;
use thiserror::Error;

use super::{Ballot, BallotKind, Election, Project};

/// The largest number of digits behind the point of an amount.
const MOST_DECIMALS: usize = 6;

/// The largest amount: whole numbers up to it are exact in floating point too.
const MOST: u64 = 1 << 53;

/// What is wrong in a file, and where.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("line {line}{}: {what}", .column.as_ref().map(|c| format!(", column {c}")).unwrap_or_default())]
pub struct Mistake {
    /// Line in the file, from 1 on.
    pub line: u64,
    /// Name of the column, if the mistake is in one.
    pub column: Option<String>,
    /// What is wrong and what should stand there.
    pub what: String,
}

/// A row of the file with its place.
struct Row {
    line: u64,
    cells: Vec<String>,
}

/// A section: its header and its rows.
#[derive(Default)]
struct Section {
    line: u64,
    header: Vec<String>,
    rows: Vec<Row>,
}

/// Reads a file.
///
/// # Errors
/// The first mistake, with its line.
pub fn read(text: &str) -> Result<Election, Mistake> {
    let [meta, projects, votes] = sections(text)?;
    let meta = Meta::of(&meta)?;
    let decimals = decimals(&meta, &projects)?;
    let budget = amount(&meta.budget, decimals, meta.line, "budget")?;
    let projects = read_projects(&projects, decimals)?;
    let ballots = read_votes(&votes, &projects, meta.kind)?;
    Ok(Election { title: meta.title, projects, budget, decimals, kind: meta.kind, ballots })
}

const NAMES: [&str; 3] = ["META", "PROJECTS", "VOTES"];

fn sections(text: &str) -> Result<[Section; 3], Mistake> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut sections: [Section; 3] = Default::default();
    let mut current: Option<usize> = None;
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            Mistake { line, column: None, what: "this is no text in UTF-8".to_owned() }
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        let name = cells[0].to_uppercase();
        if let Some(section) = NAMES.iter().position(|known| *known == name) {
            sections[section].line = line;
            current = Some(section);
            continue;
        }
        let Some(current) = current else {
            return Err(at(line, "the file must begin with the section META"));
        };
        let section = &mut sections[current];
        if section.header.is_empty() {
            section.header = cells;
        } else {
            section.rows.push(Row { line, cells });
        }
    }
    match sections.iter().position(|section| section.header.is_empty()) {
        Some(missing) => {
            let what = format!("the section {} with its header is missing", NAMES[missing]);
            Err(at(text.lines().count() as u64, what))
        }
        None => Ok(sections),
    }
}

fn at(line: u64, what: impl Into<String>) -> Mistake {
    Mistake { line, column: None, what: what.into() }
}

fn in_column(line: u64, column: &str, what: impl Into<String>) -> Mistake {
    Mistake { line, column: Some(column.to_owned()), what: what.into() }
}

impl Section {
    fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column.eq_ignore_ascii_case(name))
    }

    fn needed(&self, name: &str) -> Result<usize, Mistake> {
        self.column(name).ok_or_else(|| {
            let what = format!("there is no column {name}; there is {}", self.header.join(", "));
            at(self.line + 1, what)
        })
    }
}

impl Row {
    /// A cell; empty when the row ends before it, or says `none`.
    fn cell(&self, column: usize) -> &str {
        let cell = self.cells.get(column).map_or("", String::as_str);
        if cell.eq_ignore_ascii_case("none") { "" } else { cell }
    }
}

struct Meta {
    line: u64,
    title: String,
    budget: String,
    kind: BallotKind,
}

impl Meta {
    fn of(section: &Section) -> Result<Self, Mistake> {
        let find = |key: &str| section.rows.iter().find(|row| row.cells[0] == key);
        let needed = |key: &str| {
            let row = find(key).filter(|row| !row.cell(1).is_empty());
            row.ok_or_else(|| at(section.line, format!("META does not tell {key}")))
        };
        let votes = needed("vote_type")?;
        let kind = match votes.cell(1).to_lowercase().as_str() {
            "approval" | "choose-1" => BallotKind::Approval,
            "ordinal" => BallotKind::Ordinal,
            "scoring" | "cumulative" => BallotKind::Points,
            other => {
                let kinds = "approval, choose-1, ordinal, cumulative or scoring";
                return Err(at(votes.line, format!("vote_type is {other}; it must be {kinds}")));
            }
        };
        if let Some(row) = find("default_score")
            && row.cell(1).parse::<f64>().is_ok_and(|score| score != 0.0)
        {
            return Err(at(row.line, "default_score other than 0 is not supported"));
        }
        let budget = needed("budget")?;
        let title = find("description").map_or("", |row| row.cell(1)).to_owned();
        Ok(Self { line: budget.line, title, budget: budget.cell(1).to_owned(), kind })
    }
}

/// The largest number of digits behind the point of any amount.
fn decimals(meta: &Meta, projects: &Section) -> Result<u32, Mistake> {
    let cost = projects.needed("cost")?;
    let amounts = projects.rows.iter().map(|row| row.cell(cost)).chain([meta.budget.as_str()]);
    let digits = |amount: &str| {
        let behind = amount.replace(',', ".");
        behind.split_once('.').map_or(0, |(_, behind)| behind.trim_end_matches('0').len())
    };
    let most = amounts.map(digits).max().unwrap_or(0);
    // More than that is told where the amount itself is read.
    Ok(u32::try_from(most.min(MOST_DECIMALS)).unwrap_or(0))
}

/// A number such as `12,50` as a whole number of its smallest parts.
fn amount(cell: &str, decimals: u32, line: u64, column: &str) -> Result<u64, Mistake> {
    let number = cell.replace(',', ".");
    let (whole, behind) = number.split_once('.').unwrap_or((&number, ""));
    let behind = behind.trim_end_matches('0');
    let wrong = |why: &str| in_column(line, column, format!("{cell} {why}"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(behind) {
        return Err(wrong("is no number of 0 or more, such as 1250 or 12.50"));
    }
    if behind.len() > decimals as usize {
        return Err(wrong("has more than 6 digits behind the point"));
    }
    let all = format!("{whole}{behind:0<width$}", width = decimals as usize);
    let amount = all.parse::<u64>().ok().filter(|amount| *amount <= MOST);
    amount.ok_or_else(|| wrong("is too large"))
}

fn read_projects(section: &Section, decimals: u32) -> Result<Vec<Project>, Mistake> {
    let cost = section.needed("cost")?;
    let name = section.column("name");
    let mut seen = FxHashMap::default();
    let mut projects = Vec::new();
    for row in &section.rows {
        let id = row.cells[0].clone();
        if let Some(line) = seen.insert(id.clone(), row.line) {
            let what = format!("the project {id} stands in line {line} already");
            return Err(in_column(row.line, &section.header[0], what));
        }
        let cost = amount(row.cell(cost), decimals, row.line, "cost")?;
        let name = name.map_or("", |column| row.cell(column)).to_owned();
        projects.push(Project { id, name, cost });
    }
    projects.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(projects)
}

fn read_votes(
    section: &Section,
    projects: &[Project],
    kind: BallotKind,
) -> Result<Vec<Ballot>, Mistake> {
    let places: FxHashMap<&str, usize> =
        projects.iter().enumerate().map(|(place, project)| (project.id.as_str(), place)).collect();
    let vote = section.needed("vote")?;
    let points = match kind {
        BallotKind::Points => Some(section.needed("points")?),
        BallotKind::Approval | BallotKind::Ordinal => None,
    };
    let decimals = points.map_or(0, |points| {
        let cells = section.rows.iter().flat_map(|row| row.cell(points).split(','));
        let behind = cells.map(|cell| cell.trim().split_once('.').map_or("", |(_, b)| b));
        behind
            .map(|behind| behind.trim_end_matches('0').len().min(MOST_DECIMALS))
            .max()
            .unwrap_or(0)
    });
    let decimals = u32::try_from(decimals).unwrap_or(0);
    let mut ballots = Vec::with_capacity(section.rows.len());
    for row in &section.rows {
        let mut ballot = Ballot { projects: Vec::new(), points: Vec::new() };
        for id in row.cell(vote).split(',').map(str::trim).filter(|id| !id.is_empty()) {
            let Some(place) = places.get(id) else {
                let what = format!("there is no project {id} in PROJECTS");
                return Err(in_column(row.line, "vote", what));
            };
            if !ballot.projects.contains(place) {
                ballot.projects.push(*place);
            } else if kind != BallotKind::Approval {
                let what = format!("the vote names project {id} twice");
                return Err(in_column(row.line, "vote", what));
            }
        }
        if let Some(points) = points {
            read_points(row, row.cell(points), decimals, &mut ballot)?;
        }
        ballots.push(ballot);
    }
    Ok(ballots)
}

fn read_points(row: &Row, cell: &str, decimals: u32, ballot: &mut Ballot) -> Result<(), Mistake> {
    let cells = cell.split(',').map(str::trim).filter(|points| !points.is_empty());
    for points in cells {
        ballot.points.push(amount(points, decimals, row.line, "points")?);
    }
    if ballot.points.len() != ballot.projects.len() {
        let (points, projects) = (ballot.points.len(), ballot.projects.len());
        let what = format!("{points} points for {projects} projects; give one for each");
        return Err(in_column(row.line, "points", what));
    }
    Ok(())
}
