//! A campaign is judged once, after its last day and the weeks in which it is still watched.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockOp, TenantId};
use kernel::facts::Payload;
use kernel::facts::campaign::{Area, Between, Counts, Evaluated};
use kernel::id::CampaignId;
use platform::App;
use platform::db::{Command, Tx, WriteTx};
use platform::i18n::Lang;
use platform::links;
use uuid::Uuid;

use super::super::effect::{self, File, Found, Window, permyriad};
use super::super::hide::{self, Cell};
use super::super::model::{Act, Campaign, State};
use super::super::reader::{COMPLAINTS, GIFTS};
use super::super::store::{self, seen};
use super::commit;
use platform::city::Names;

const PAGE: i64 = 1_000;

/// What a campaign changed becomes a fact.
#[derive(Clone)]
pub struct Evaluate {
    /// Which.
    pub id: CampaignId,
    /// What it changed.
    pub found: Evaluated,
    /// Who says so.
    pub actor: Actor,
}

impl Command for Evaluate {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut row = store::by_id(tx, self.id).await?;
        let before = row.state;
        row.state = before.after(Act::Evaluate)?;
        row.effect = Some(self.found.clone());
        let clocks = row.due.map(|due| row.moved(due.at, ClockOp::Stop)).into_iter().collect();
        let payload = Payload::CampaignEvaluated(Box::new(self.found.clone()));
        commit(tx, row, before, self.actor, (payload, clocks)).await
    }
}

/// The last day that counts as after a campaign.
///
/// # Errors
/// Conflict while it runs.
pub fn last_day(app: &App, campaign: &Campaign) -> Result<Date> {
    let ended = campaign.ended_on.ok_or_else(|| Error::conflict("outreach-runs"))?;
    let follow = app.rulebook.count("outreach.follow_days", ended)?;
    ended.checked_add(follow.days()).map_err(Error::internal)
}

/// Judges a campaign by what the journal says of its kelurahan and of all others.
///
/// # Errors
/// Conflict while it runs or is still watched; when the database fails.
pub async fn evaluate(
    app: &App,
    tenant: TenantId,
    (id, lesson): (CampaignId, String),
    (actor, today): (Actor, Date),
) -> Result<Evaluate> {
    app.readers.catch_up(&app.db, tenant).await?;
    let mut tx = app.db.read(tenant).await?;
    let campaign = store::by_id(&mut tx, id).await?;
    campaign.state.after(Act::Evaluate)?;
    let last = last_day(app, &campaign)?;
    if today <= last {
        return Err(Error::conflict("outreach-watched"));
    }
    let before = app.rulebook.count("outreach.before_weeks", today)?;
    let window = Window { before: i32::try_from(before).map_err(Error::internal)?, last };
    let names = Names::load(&mut tx, Lang::Id).await?;
    let first = campaign.from.checked_sub((window.before + 1).weeks()).map_err(Error::internal)?;
    let seen = look(&mut tx, app, &names, (first, last)).await?;
    drop(tx);
    let level = app.rulebook.share("outreach.level", today)?;
    let worth = permyriad(app.rulebook.share("outreach.worth", today)?).unwrap_or_default();
    let level_permille = (level * 1000.0).round() as u16;
    // A second of computing must not keep the threads that serve pages.
    let task = tokio::task::spawn_blocking(move || {
        let city: Vec<String> = names.kelurahan().iter().map(|one| one.code.clone()).collect();
        let files = seen.files_of(&campaign);
        let found = effect::judge(&campaign, &city, &files, window, level);
        let mut told = told(&campaign, found, &files, (level_permille, worth));
        told.between = effect::between(&campaign, &files, window, level).map(effect::told);
        told.areas = areas(&campaign, &city, &seen, last);
        told.lesson = lesson;
        told
    });
    Ok(Evaluate { id, found: task.await.map_err(Error::internal)?, actor })
}

fn told(
    campaign: &Campaign,
    found: Found,
    files: &[File],
    (level, worth): (u16, i64),
) -> Evaluated {
    let acts =
        |file: &&File| campaign.from_in(&file.kelurahan).is_some_and(|from| from <= file.day);
    let reached = files.iter().filter(acts).count();
    let Between { effect, low, high, missing } = effect::told(found.effect);
    Evaluated {
        v: 1,
        comparison: found.comparison,
        effect,
        low,
        high,
        level_permille: level,
        worth,
        files: i64::try_from(reached).unwrap_or(i64::MAX),
        cost: campaign.cost(),
        missing,
        between: None,
        lesson: String::new(),
        areas: Vec::new(),
    }
}

/// What is known of a span of days.
struct Seen {
    files: Vec<(File, String, bool)>,
    /// Kelurahan, day and count of gifts and of complaints.
    counts: [Vec<(String, Date, i64)>; 2],
}

impl Seen {
    /// Complete applications for the services of a campaign.
    fn files_of(&self, campaign: &Campaign) -> Vec<File> {
        let about = |service: &String| {
            !service.is_empty()
                && (campaign.services.is_empty() || campaign.services.contains(service))
        };
        let files = self.files.iter().filter(|(_, service, _)| about(service));
        files.map(|(file, ..)| file.clone()).collect()
    }
}

/// Reads what happened. Where somebody lives stands under their own key; who was erased counts where the
/// office of a kelurahan had the file, and nowhere otherwise.
async fn look(tx: &mut Tx<'_>, app: &App, names: &Names, span: (Date, Date)) -> Result<Seen> {
    let handed = seen::files(tx, span).await?;
    let homes = homes(tx, app, handed.first().map(|file| file.application)).await?;
    let files = handed.into_iter().filter_map(|file| {
        let home = homes.get(&file.application).map(String::as_str);
        let kelurahan = home.or_else(|| names.of_office(&file.unit))?.to_owned();
        let own = !file.represented;
        Some((File { kelurahan, day: file.day, own }, file.service, file.mandated))
    });
    let files = files.collect();
    let mut counts = [Vec::new(), Vec::new()];
    for (list, measure) in counts.iter_mut().zip([GIFTS, COMPLAINTS]) {
        for (unit, day, count) in seen::counts(tx, measure, span).await? {
            if let Some(kelurahan) = names.of_office(&unit) {
                list.push((kelurahan.to_owned(), day, count));
            }
        }
    }
    Ok(Seen { files, counts })
}

/// The kelurahan of residence by application, from the first one on.
async fn homes(tx: &mut Tx<'_>, app: &App, first: Option<Uuid>) -> Result<BTreeMap<Uuid, String>> {
    let mut homes = BTreeMap::new();
    let Some(first) = first else { return Ok(homes) };
    let mut after = Uuid::from_u128(first.as_u128().saturating_sub(1));
    loop {
        let page = links::page(tx, &app.vault, after, PAGE).await?;
        let Some((last, _)) = page.last() else { return Ok(homes) };
        after = *last;
        homes.extend(page.into_iter().map(|(id, links)| (id, links.kelurahan)));
    }
}

/// The table of an evaluation: each kelurahan and both groups together, as long before as after.
fn areas(campaign: &Campaign, city: &[String], seen: &Seen, last: Date) -> Vec<Area> {
    let days = campaign.from.until(last).map_or(0, |span| span.get_days());
    let begin = campaign.from.saturating_sub((days + 1).days());
    let mut all = Vec::new();
    for reached in [true, false] {
        let group: Vec<&String> =
            city.iter().filter(|code| campaign.kelurahan.contains(code) == reached).collect();
        let before = group_counts(campaign, &group, seen, (begin, campaign.from));
        let after = match last.tomorrow() {
            Ok(end) => group_counts(campaign, &group, seen, (campaign.from, end)),
            Err(_) => continue,
        };
        let codes = group.iter().map(|code| (*code).clone()).chain([String::new()]);
        let rows = codes.zip(before.into_iter().zip(after));
        all.extend(rows.map(|(kelurahan, (before, after))| Area {
            kelurahan,
            reached,
            before,
            after,
        }));
    }
    all
}

/// Counts of a group of kelurahan in a span whose end is not in it, and their totals, without small numbers.
fn group_counts(
    campaign: &Campaign,
    group: &[&String],
    seen: &Seen,
    (begin, end): (Date, Date),
) -> Vec<Counts> {
    let within = |day: Date| begin <= day && day < end;
    let about = |service: &String| {
        !service.is_empty() && (campaign.services.is_empty() || campaign.services.contains(service))
    };
    let raw = |code: &String| {
        let files = seen.files.iter().filter(|(file, service, _)| {
            file.kelurahan == *code && within(file.day) && about(service)
        });
        let (mut all, mut own, mut mandates) = (0, 0, 0);
        for (file, _, mandated) in files {
            all += 1;
            own += i64::from(file.own);
            mandates += i64::from(*mandated);
        }
        let count = |list: &[(String, Date, i64)]| {
            let here = list.iter().filter(|(place, day, _)| place == code && within(*day));
            here.map(|(.., count)| count).sum::<i64>()
        };
        [all, own, mandates, count(&seen.counts[0]), count(&seen.counts[1])]
    };
    published(&group.iter().map(|code| raw(code)).collect::<Vec<_>>())
}

/// Rows of files, own files, mandates, gifts and complaints, with their totals, as they may be published.
pub fn published(rows: &[[i64; 5]]) -> Vec<Counts> {
    let column = |place: usize| rows.iter().map(|row| Cell::alone(row[place])).collect::<Vec<_>>();
    let own = rows.iter().map(|row| Cell { value: row[1], rest: row[0] - row[1] }).collect();
    let sum = |place: usize| rows.iter().map(|row| row[place]).sum::<i64>();
    // A city with hardly a mandate tells nothing of them, and hides nothing else for them.
    let few = sum(2) < hide::FEWEST;
    let mut people = vec![column(0), own];
    if !few {
        people.push(column(2));
    }
    let (files, files_total) = hide::shown(&[column(0)]);
    let (people, people_total) = hide::shown(&people);
    let (gifts, gifts_total) = hide::shown(&[column(3)]);
    let (complaints, complaints_total) = hide::shown(&[column(4)]);
    let any = |shown: bool, value: i64| shown.then_some(value);
    let mut out: Vec<Counts> = rows
        .iter()
        .enumerate()
        .map(|(place, row)| Counts {
            files: any(files[place], row[0]),
            own: any(people[place], row[1]),
            mandates: any(people[place] && !few, row[2]),
            gifts: any(gifts[place], row[3]),
            complaints: any(complaints[place], row[4]),
        })
        .collect();
    out.push(Counts {
        files: any(files_total, sum(0)),
        own: any(people_total, sum(1)),
        mandates: any(people_total && !few, sum(2)),
        gifts: any(gifts_total, sum(3)),
        complaints: any(complaints_total, sum(4)),
    });
    out
}

/// Whether a campaign waits for its evaluation and may be judged on `today`.
///
/// # Errors
/// When a rule is missing.
pub fn is_ready(app: &App, campaign: &Campaign, today: Date) -> Result<bool> {
    Ok(campaign.state == State::Ended && today > last_day(app, campaign)?)
}
