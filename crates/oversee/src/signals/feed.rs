//! What the tests are given: files and their people, by pseudonyms.

use std::collections::{BTreeMap, BTreeSet};

use detection::cases::{Acts, Case, Cases, Office, Stretch, Told};
use kernel::error::Result;
use kernel::id::UserId;
use platform::App;
use platform::db::Tx;
use platform::journal::uuid;
use platform::links::{self, Links};
use uuid::Uuid;

use super::model::{self, OfficeCounts};
use super::store::{self, CaseRow};

const PAGE: i64 = 1_000;
/// One day in microseconds.
const DAY: f64 = 86_400_000_000.0;

/// Files decided after `since` with those that still wait.
///
/// # Errors
/// When the database fails or a row cannot be opened.
pub async fn cases(tx: &mut Tx<'_>, app: &App, since: i64) -> Result<Cases> {
    let people = people(tx, app).await?;
    let groups = ["kelurahan", "sex"].map(|name| (name.to_owned(), Default::default()));
    let mut cases = Cases { groups: groups.to_vec(), ..Cases::default() };
    let mut after = Uuid::nil();
    loop {
        let rows = store::cases(tx, since, after, PAGE).await?;
        let Some(last) = rows.last() else { break };
        let last = uuid(&last.application_id)?;
        let stretches = stretches(tx, &mut cases, after, last).await?;
        after = last;
        for row in &rows {
            // Whoever was erased is tested no more.
            if let Some(links) = people.get(&uuid(&row.application_id)?) {
                let stretches = stretches.get(&row.application_id).cloned().unwrap_or_default();
                add(&mut cases, row, stretches, links)?;
            }
        }
    }
    records(tx, app, &mut cases, since).await?;
    let times = cases.all.iter().flat_map(|case| [case.ready, case.done]).flatten();
    let (first, last) = times.fold((i64::MAX, i64::MIN), |(a, b), at| (a.min(at), b.max(at)));
    cases.days = if first < last { (last - first) as f64 / DAY } else { 0.0 };
    let minutes = app.tz().to_offset(app.db.clock().now()).seconds() / 60;
    detection::log::close(&mut cases, minutes);
    Ok(cases)
}

/// Adds what other contexts count of offices.
pub fn add_offices(cases: &mut Cases, offices: &[OfficeCounts]) {
    for office in offices {
        let Some(unit) = cases.units.code(&office.unit) else { continue };
        cases.offices.push(Office { unit, ..office.counts });
        for told in &office.told {
            let Some(round) = cases.rounds.code(&told.round) else { continue };
            let model::Told { users, answers, paid, gifts, .. } = *told;
            cases.told.push(Told { round, unit, users, answers, paid, gifts });
        }
    }
}

/// The time that each step of some files took.
async fn stretches(
    tx: &mut Tx<'_>,
    cases: &mut Cases,
    after: Uuid,
    last: Uuid,
) -> Result<BTreeMap<Vec<u8>, Vec<Stretch>>> {
    let mut all: BTreeMap<Vec<u8>, Vec<Stretch>> = BTreeMap::new();
    for (application, step, from, to) in store::steps(tx, after, last).await? {
        if let Some(step) = cases.single_steps.code(&step) {
            all.entry(application).or_default().push(Stretch { step, from, to });
        }
    }
    Ok(all)
}

/// The people of all matters.
async fn people(tx: &mut Tx<'_>, app: &App) -> Result<BTreeMap<Uuid, Links>> {
    let (mut people, mut after) = (BTreeMap::new(), Uuid::nil());
    loop {
        let page = links::page(tx, &app.vault, after, PAGE).await?;
        let Some((last, _)) = page.last() else { return Ok(people) };
        after = *last;
        people.extend(page);
    }
}

fn add(cases: &mut Cases, row: &CaseRow, stretches: Vec<Stretch>, links: &Links) -> Result<()> {
    let officer = row.officer_id.as_deref().map(uuid).transpose()?;
    let officer = officer.map(|id| UserId::from_uuid(id).to_string()).unwrap_or_default();
    let late_by = row.late_by.split_whitespace().filter_map(|late| cases.officers.code(late));
    let late_by: BTreeSet<u32> = late_by.collect();
    let groups = [&links.kelurahan, &links.sex];
    let groups =
        cases.groups.iter_mut().zip(groups).map(|((_, names), value)| names.code(value)).collect();
    let Some(number) = cases.numbers.code(&links.number) else { return Ok(()) };
    // Someone who brought documents counts as one who applies from the return on after which they came.
    let joined_later = row.joined != 0 && links.representative.is_empty();
    let representative = if joined_later { &links.joined } else { &links.representative };
    cases.all.push(Case {
        number,
        service: cases.services.code(&row.service),
        unit: cases.units.code(&row.unit_code),
        channel: cases.channels.code(&row.channel),
        representative: cases.representatives.code(representative),
        registered: links.registered,
        contact: cases.contacts.code(&links.contact),
        family: cases.families.code(&links.family),
        officer: cases.officers.code(&officer),
        groups,
        ready: row.ready_at,
        picked: row.picked_at,
        done: row.done_at,
        due: row.due_at,
        returns: few(row.all_returns.max(row.returns)),
        returns_later: few(row.returns_later),
        joined_later,
        interrupted: row.interrupted != 0,
        priority: links.priority,
        out_of_turn: row.out_of_turn != 0,
        late_by: late_by.into_iter().collect(),
        // What is not decided yet may still go through more steps.
        steps: row.done_at.and_then(|_| cases.steps.code(&row.steps)),
        stretches,
        ..Case::default()
    });
    Ok(())
}

fn few(count: i64) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// Acts of officers, from the month of `since` on.
async fn records(tx: &mut Tx<'_>, app: &App, cases: &mut Cases, since: i64) -> Result<()> {
    let day = app.tz().to_datetime(kernel::time::from_micros(since.max(0))).date();
    let month = format!("{:04}-{:02}", day.year(), day.month());
    let mut kinds = detection::cases::Names::default();
    for (unit, kind, officer, all, late) in store::acts(tx, &month).await? {
        let officer = UserId::from_uuid(uuid(&officer)?).to_string();
        let (Some(kind), Some(officer)) = (kinds.code(&kind), cases.officers.code(&officer)) else {
            continue;
        };
        let place = (cases.units.code(&unit), None, kind);
        let count = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        let acts = Acts { all: count(all), late: count(late) };
        cases.records.entry(place).or_default().insert(officer, acts);
    }
    Ok(())
}
