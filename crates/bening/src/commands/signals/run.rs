//! `bening signals run`: an event log of any office, tested without a server.

use std::collections::BTreeSet;
use std::fs::File;

use detection::cases::{Cases, Code, Names};
use detection::kinds::{About, Kind};
use detection::log::{Act, Builder, Reading, Record};
use detection::run::Options;
use jiff::tz::Offset;
use mining::log::{Event, Format as LogFormat, Mistake, instant, read};

use super::columns::Columns;
use super::contracts;
use super::output;
use crate::cli::{Format, SignalsRun};
use crate::commands::{Done, Stop, progress, say_raw};

/// Names of acts in our own logs, and what they mean.
const OWN: [(&str, Act); 9] = [
    ("complete", Act::Ready),
    ("pick", Act::Picked),
    ("pick_out_of_turn", Act::PickedOutOfTurn),
    ("return", Act::Returned),
    ("supplement", Act::Supplemented),
    ("approve", Act::Done),
    ("refuse", Act::Done),
    ("submit", Act::Other),
    ("issue", Act::Other),
];

/// Other names of our own that are no steps.
const NO_STEPS: [&str; 5] =
    ["collect", "withdraw", "step_start", "check_complete", "deemed_complete"];

/// Tests a log and says what was found.
pub fn run(args: &SignalsRun) -> Done {
    let cases = match contracts::read(args)? {
        Some(cases) => cases,
        None => cases(args)?,
    };
    if cases.all.is_empty() && cases.spending.is_empty() {
        return Err(wrong(args, "the log has no events"));
    }
    let options = Options {
        level: args.level,
        seed: args.seed,
        fewest: args.fewest,
        ordinary_help: args.ordinary_help,
        threads: std::thread::available_parallelism()?.get(),
    };
    let mut report = detection::run::run(&cases, &options);
    // What the other kind of file would say is not missed in this one.
    let of_files = cases.spending.is_empty();
    let of_spending = |kind: Kind| matches!(kind.about(), About::Contracts | About::Activities);
    report.untested.retain(|(kind, _)| of_spending(*kind) != of_files);
    match args.format {
        Format::Json => {
            say_raw(&serde_json::to_string_pretty(&report).map_err(kernel::Error::internal)?);
            say_raw("\n");
        }
        Format::Csv => output::csv(&report)?,
        Format::Table => output::table(&cases, &report),
    }
    Ok(())
}

fn wrong(args: &SignalsRun, what: impl std::fmt::Display) -> Stop {
    Stop::Input(vec![format!("{}: {what}", args.file.display())])
}

/// One event in codes, so that a log of millions fits into memory and can be put in order.
struct Row {
    case: Code,
    activity: Code,
    at: i64,
    recorded: Option<i64>,
    due: Option<i64>,
    flags: [bool; 2],
    texts: [Option<Code>; 8],
    groups: Vec<Option<Code>>,
}

/// All events of a log.
#[derive(Default)]
struct Rows {
    all: Vec<Row>,
    cases: Names,
    activities: Names,
    texts: [Names; 8],
    groups: Vec<Names>,
}

fn cases(args: &SignalsRun) -> Result<Cases, Stop> {
    let mut rows = rows(args)?;
    let meanings = meanings(args, &rows.activities)?;
    // Events of one instant keep the order of the file.
    rows.all.sort_by_key(|row| (row.case, row.at));
    let mut builder = Builder::new(Reading {
        utc_offset_minutes: offset(args)?.seconds() / 60,
        late_after_minutes: args.late_after,
        groups: args.group.clone(),
    });
    for row in &rows.all {
        let text = |place: usize| row.texts[place].map_or("", |code| rows.texts[place].name(code));
        let [officer, service, unit, channel, mix, representative, contact, family] =
            std::array::from_fn(text);
        let groups: Vec<&str> = row
            .groups
            .iter()
            .zip(&rows.groups)
            .map(|(code, names)| code.map_or("", |code| names.name(code)))
            .collect();
        let record = Record {
            case: rows.cases.name(row.case),
            activity: rows.activities.name(row.activity),
            at: row.at,
            recorded: row.recorded,
            officer,
            service,
            unit,
            channel,
            mix,
            representative,
            registered: row.flags[0],
            contact,
            family,
            priority: row.flags[1],
            due: row.due,
        };
        builder.add(&record, meanings[row.activity as usize], &groups);
    }
    Ok(builder.finish())
}

fn offset(args: &SignalsRun) -> Result<Offset, Stop> {
    let parsed = jiff::fmt::strtime::parse("%:z", &args.utc_offset).ok();
    parsed.and_then(|parsed| parsed.offset()).ok_or_else(|| {
        Stop::Input(vec![format!("--utc-offset {}: write it as +07:00", args.utc_offset)])
    })
}

fn rows(args: &SignalsRun) -> Result<Rows, Stop> {
    let name = args.file.to_string_lossy();
    let format = LogFormat::of_name(&name).ok_or_else(|| {
        wrong(args, "the name ends neither in .csv nor in .xes, with or without .gz")
    })?;
    let file = File::open(&args.file).map_err(|error| wrong(args, error))?;
    let bar = progress("log", file.metadata()?.len());
    let offset = offset(args)?;
    let mut rows = Rows::default();
    rows.groups.resize_with(args.group.len(), Names::default);
    let mut columns = None;
    read(bar.wrap_read(file), format, |event| {
        let columns = match &mut columns {
            Some(columns) => columns,
            None => columns.insert(Columns::find(args, format, event)?),
        };
        rows.take(columns, event, offset)
    })
    .map_err(|mistake| wrong(args, mistake))?;
    bar.finish_and_clear();
    Ok(rows)
}

impl Rows {
    fn take(&mut self, columns: &Columns, event: &Event, offset: Offset) -> Result<(), Mistake> {
        let needed = |names: &mut Names, column: &str| {
            let text = event.get(column);
            names.code(text).ok_or_else(|| event.mistake(format!("column {column} is empty")))
        };
        let time = |column: &str| -> Result<Option<i64>, Mistake> {
            let text = event.get(column);
            let wrong = || {
                event.mistake(format!(
                    "column {column}: {text} is no instant; write it as 2026-03-02T08:00:00+07:00"
                ))
            };
            if text.is_empty() {
                Ok(None)
            } else {
                instant(text, offset).ok_or_else(wrong).map(Some)
            }
        };
        let at = time(&columns.time)?;
        let at = at.ok_or_else(|| event.mistake(format!("column {} is empty", columns.time)))?;
        let yes = |column: &Option<String>| {
            let text = column.as_deref().map_or("", |column| event.get(column)).to_lowercase();
            matches!(text.as_str(), "1" | "true" | "yes" | "ya")
        };
        let optional = |column: &Option<String>| column.as_deref().map_or(Ok(None), time);
        let mut texts = [None; 8];
        for ((place, column), names) in texts.iter_mut().zip(&columns.texts).zip(&mut self.texts) {
            *place = column.as_deref().and_then(|column| names.code(event.get(column)));
        }
        let groups = columns.groups.iter().zip(&mut self.groups);
        let groups = groups.map(|(column, names)| names.code(event.get(column))).collect();
        self.all.push(Row {
            case: needed(&mut self.cases, &columns.case)?,
            activity: needed(&mut self.activities, &columns.activity)?,
            at,
            recorded: optional(&columns.recorded)?,
            due: optional(&columns.due)?,
            flags: [yes(&columns.registered), yes(&columns.priority)],
            texts,
            groups,
        });
        Ok(())
    }
}

/// What each act means: as the arguments say; by our own names when they say nothing and the log has
/// such names; and otherwise all are steps.
fn meanings(args: &SignalsRun, activities: &Names) -> Result<Vec<Act>, Stop> {
    let told = [
        (&args.ready, Act::Ready),
        (&args.picked, Act::Picked),
        (&args.out_of_turn, Act::PickedOutOfTurn),
        (&args.returned, Act::Returned),
        (&args.supplemented, Act::Supplemented),
        (&args.done, Act::Done),
    ];
    let names: Vec<&str> =
        (0..activities.len() as Code).map(|code| activities.name(code)).collect();
    if told.iter().all(|(names, _)| names.is_empty()) {
        let own = names.iter().any(|name| OWN.iter().any(|(own, _)| own == name));
        let meaning = |name: &&str| {
            let found = OWN.iter().find(|(own, _)| own == name).map(|(_, act)| *act);
            let no_step = own && NO_STEPS.contains(name);
            found.unwrap_or(if no_step { Act::Other } else { Act::Step })
        };
        return Ok(names.iter().map(meaning).collect());
    }
    let known: BTreeSet<&str> = names.iter().copied().collect();
    for (wanted, _) in &told {
        if let Some(unknown) = wanted.iter().find(|name| !known.contains(name.as_str())) {
            let there: Vec<&str> = known.iter().copied().take(30).collect();
            let what = format!("no event is named {unknown}; the log has {}", there.join(", "));
            return Err(wrong(args, what));
        }
    }
    let meaning = |name: &&str| {
        let found = told.iter().find(|(wanted, _)| wanted.iter().any(|one| one == name));
        found.map_or(Act::Step, |(_, act)| *act)
    };
    Ok(names.iter().map(meaning).collect())
}
