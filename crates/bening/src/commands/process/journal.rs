//! The log of a city: what happened to each application, in the words of the journal. A case and an
//! officer are pseudonyms under the city's key, so that the log says who is the same and never who
//! anybody is. What stands under the key of someone who was erased has no step any more.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::Error;
use kernel::fact::{Positioned, Subject, SubjectKind};
use kernel::facts::Payload;
use mining::table::{Builder, Log, Row, UNKNOWN};
use platform::App;
use platform::db::Tx;
use platform::journal::{facts_after, facts_of, last_position};
use platform::keys;
use platform::links::pseudonym;
use platform::vault::{Lookup, SubjectKey};
use uuid::Uuid;

use crate::cli::LogSource;
use crate::commands::complaints::open;
use crate::commands::{Stop, progress};

const PAGE: i64 = 1_000;
/// A step whose words were erased.
const ERASED: &str = "step";
/// Columns by which events are chosen.
const COLUMNS: [&str; 5] = ["activity", "resource", "unit", "service", "channel"];

/// One act on a file.
struct Act {
    seq: i64,
    name: String,
    at: Timestamp,
    officer: String,
    channel: &'static str,
}

/// What the journal says of one application.
#[derive(Default)]
struct File {
    unit: String,
    service: String,
    acts: Vec<Act>,
}

/// Reads the journal of the city in `--data`.
pub async fn read(source: &LogSource) -> Result<Log, Stop> {
    for (column, _) in &source.conditions {
        if !COLUMNS.contains(&column.as_str()) {
            let there = COLUMNS.join(", ");
            let line = format!("journal: there is no column {column}; the log has {there}");
            return Err(Stop::Input(vec![line]));
        }
    }
    let (app, tenant) = open(&source.city).await?;
    let mut tx = app.db.read(tenant).await?;
    let files = files(&mut tx, &app).await?;
    let bar = progress("files", files.len() as u64);
    let mut builder = Builder::default();
    for (id, file) in &files {
        rows(&mut tx, &app, *id, file, source, &mut builder).await?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    drop(tx);
    app.db.close().await;
    Ok(builder.finish())
}

/// All applications, unopened.
async fn files(tx: &mut Tx<'_>, app: &App) -> Result<BTreeMap<Uuid, File>, Error> {
    let last = last_position(tx).await?;
    let bar = progress("journal", u64::try_from(last).unwrap_or(0));
    let (mut files, mut position) = (BTreeMap::<Uuid, File>::new(), 0);
    loop {
        let page = facts_after(tx, position, PAGE).await?;
        let Some(newest) = page.last() else { break };
        position = newest.position;
        bar.set_position(u64::try_from(position).unwrap_or(0));
        for fact in page.iter().filter(|fact| fact.subject.kind == SubjectKind::Application) {
            files.entry(fact.subject.id).or_default().take(app, fact);
        }
    }
    bar.finish_and_clear();
    Ok(files)
}

impl File {
    fn take(&mut self, app: &App, fact: &Positioned) {
        for moved in &fact.clocks {
            self.unit.clone_from(&moved.owner);
            if let Some(service) = moved.rule.strip_prefix("promise/") {
                service.clone_into(&mut self.service);
            }
        }
        let Some(name) = fact.kind.strip_prefix("application.") else { return };
        let officer = fact.actor.map(|officer| officer.to_string());
        self.acts.push(Act {
            seq: fact.seq,
            name: name.to_owned(),
            at: fact.occurred_at,
            officer: officer.map_or_else(String::new, |officer| {
                pseudonym(&app.vault, Lookup::Officer, &officer)
            }),
            channel: fact.channel.code(),
        });
    }
}

/// The events of one file. A step that began and was finished is one event.
async fn rows(
    tx: &mut Tx<'_>,
    app: &App,
    id: Uuid,
    file: &File,
    source: &LogSource,
    builder: &mut Builder,
) -> Result<(), Error> {
    let key = keys::find(tx, &app.vault, id).await?;
    let steps = steps(tx, id, key.as_ref()).await?;
    let case = pseudonym(&app.vault, Lookup::Officer, &id.to_string());
    let mut begun: BTreeMap<&str, i64> = BTreeMap::new();
    for act in &file.acts {
        let step = steps.get(&act.seq).map_or(ERASED, String::as_str);
        let at = act.at.as_microsecond();
        let (activity, started) = match act.name.as_str() {
            "step_started" => {
                begun.insert(step, at);
                continue;
            }
            "step_finished" => (step, begun.remove(step).unwrap_or(UNKNOWN)),
            name => (name, UNKNOWN),
        };
        let values = [activity, &act.officer, &file.unit, &file.service, act.channel];
        let has = |column: &str, wanted: &str| {
            COLUMNS.iter().zip(values).any(|(name, value)| *name == column && value == wanted)
        };
        if source.conditions.iter().all(|(column, wanted)| has(column, wanted)) {
            let (resource, place) = (act.officer.as_str(), file.unit.as_str());
            builder.push(&Row { case: &case, activity, at, started, resource, place });
        }
    }
    Ok(())
}

/// Codes of the steps, by the order of their facts.
async fn steps(
    tx: &mut Tx<'_>,
    id: Uuid,
    key: Option<&SubjectKey>,
) -> Result<BTreeMap<i64, String>, Error> {
    let subject = Subject { kind: SubjectKind::Application, id };
    let facts = facts_of(tx, subject, key).await?;
    let step = |payload: Option<Payload>| match payload {
        Some(Payload::StepStarted(step) | Payload::StepFinished(step)) => Some(step.step),
        _ => None,
    };
    Ok(facts.into_iter().filter_map(|fact| Some((fact.seq, step(fact.payload)?))).collect())
}
