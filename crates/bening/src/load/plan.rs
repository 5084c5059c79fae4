//! The budget of a synthetic city: Kota Metro's real days and totals of 2026 as the frame, and a plan of
//! the next year whose activities are made up, as every page of it says.

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan as _};
use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::facts::plan::WeightsFrom;
use kernel::id::UserId;
use platform::App;
use platform::auth::{Can, Planner};
use platform::city::{self, Kelurahan};
use platform::db::Command;
use prioritise::ballot::verbs::Open;
use prioritise::calendar::verbs::{Begin as BeginYear, Finish};
use prioritise::plan::criteria;
use prioritise::plan::files::Frame;
use prioritise::plan::store;
use prioritise::plan::verbs::{Begin, Freeze, Keep, Reconcile, Score, Take, solve};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha20Rng;

use super::surveys::At;
use super::trials::user;

/// The month and day on which the city begins to use the calendar, in the year before the running one: after
/// the real days of 2026 that are known.
const BEGUN: (i8, i8) = (11, 28);
/// The month from which on the plan of the next year can be seen.
const PLANNED: i8 = 8;
/// Real days of Metro's budget of 2026 (infopresisi, hariansatelit).
const REAL: [(&str, Date, &str); 2] = [
    ("kua_ppas_agreed", date(2025, 11, 21), "Nota kesepakatan KUA-PPAS 2026"),
    ("bill", date(2025, 11, 24), "Penyampaian Raperda APBD 2026"),
];
/// What stands beside a day that is not known and made up.
const MADE_UP: &str = "tanggal contoh";
/// All spending and capital spending of Metro in 2026, in rupiah.
pub(super) const SPENDING: i64 = 920_645_446_068;
pub(super) const CAPITAL: i64 = 52_366_812_300;
/// Other spending that counts for the law's limits: an assumption.
pub(super) const ASSUMED: [(&str, i64); 4] = [
    ("education", 198_000_000_000),
    ("infrastructure", 345_000_000_000),
    ("personnel", 262_000_000_000),
    ("kelurahan_funds", 45_000_000_000),
];
/// How many activities are made up.
const ACTIVITIES: usize = 80;
/// How many of them stand on the ballot, each cheaper than this.
const ON_BALLOT: usize = 12;
const DEAREST: i64 = 900_000_000;
const NOTE: &str = "Data contoh: semua kegiatan di sini buatan. Total belanja dan belanja modal dari APBD \
                    Kota Metro 2026; pembagian belanja lain adalah asumsi.";

/// Kinds of activities: title, groups, and cost in millions from and to.
pub(super) const KINDS: [(&str, &str, i64, i64); 8] = [
    ("Perbaikan jalan lingkungan", "infrastructure|roads", 400, 2600),
    ("Drainase dan talut", "infrastructure", 300, 1900),
    ("Rehabilitasi ruang kelas SD", "education", 350, 1500),
    ("Lampu penerangan jalan", "infrastructure|street_light", 150, 700),
    ("Rehabilitasi puskesmas pembantu", "infrastructure|health_law", 300, 1400),
    ("Taman dan ruang terbuka", "infrastructure", 200, 1100),
    ("Sarana posyandu", "kelurahan_funds", 80, 350),
    ("Pasar dan sentra usaha kecil", "infrastructure", 600, 3200),
];

/// Begins the calendars and the plan.
///
/// # Errors
/// When an account is missing or the database fails.
pub async fn run(app: &App, tenant: TenantId, seed: u64, until: Timestamp) -> Result<()> {
    let last = app.tz().to_datetime(until).date();
    let mut tx = app.db.read(tenant).await?;
    let kelurahan = city::kelurahan(&mut tx).await?;
    drop(tx);
    let who = planners(app, tenant).await?;
    let replay = Replay { app, tenant };
    calendars(&replay, who[0].1, last).await?;
    // The plan lives in the year before its budget.
    if kelurahan.is_empty() || last.month() < PLANNED {
        return Ok(());
    }
    let year = last.year() + 1;
    plan(&replay, &who, (year, &kelurahan), seed).await?;
    ballot(&replay, who[0].1, (year, last)).await
}

/// The two accounts that plan.
pub(super) async fn planners(app: &App, tenant: TenantId) -> Result<Vec<(UserId, Actor)>> {
    let mut tx = app.db.read(tenant).await?;
    let mut planners = Vec::new();
    for login in ["perencana", "perencana-2"] {
        let found = user(app, &mut tx, login).await?;
        let planner = Can::<Planner>::load(&mut tx, &app.vault, found).await?;
        planners.push((planner.user(), planner.actor(Channel::Online, None)));
    }
    Ok(planners)
}

/// What the money of a ballot is a multiple of.
const ROUND: i64 = 50_000_000;

/// A ballot that is open for three more weeks, with about a third of the money that its activities cost.
async fn ballot(replay: &Replay<'_>, actor: Actor, (year, last): (i16, Date)) -> Result<()> {
    let mut tx = replay.app.db.read(replay.tenant).await?;
    let plan = store::of_year(&mut tx, year).await?;
    let mut activities = store::activities(&mut tx, plan.id).await?;
    drop(tx);
    activities.retain(|activity| activity.cost.get() <= DEAREST);
    activities.truncate(ON_BALLOT);
    let open = Open {
        app: replay.app.clone(),
        budget_year: year,
        title: format!("Kegiatan lingkungan {year} (contoh)"),
        budget: activities.iter().map(|one| one.cost.get()).sum::<i64>() / 3 / ROUND * ROUND,
        last_day: last.saturating_add(21.days()),
        codes: activities.into_iter().map(|activity| activity.code).collect(),
        actor,
    };
    replay.at(last, open).await
}

/// Commands at their own days.
pub(super) struct Replay<'a> {
    pub(super) app: &'a App,
    pub(super) tenant: TenantId,
}

impl Replay<'_> {
    pub(super) async fn at<C: Command>(&self, day: Date, command: C) -> Result<C::Output>
    where
        At<C>: Command<Output = C::Output>,
    {
        let at = self.app.tz().to_timestamp(day.at(10, 0, 0, 0)).map_err(Error::internal)?;
        self.app.db.write(self.tenant, At { at, command }).await
    }
}

async fn calendars(replay: &Replay<'_>, actor: Actor, last: Date) -> Result<()> {
    let app = replay.app;
    let (year, before) = (last.year(), last.year() - 1);
    // Working days are known only as far as the list of holidays reaches.
    if app.calendar.first_day().year() > before || app.calendar.last_day().year() < year {
        return Ok(());
    }
    let begun = date(before, BEGUN.0, BEGUN.1);
    for budget_year in [year, year + 1] {
        replay.at(begun, BeginYear { app: app.clone(), budget_year, actor }).await?;
    }
    let finish = |budget_year: i16, step: &str, done_on: Date, reference: &str| Finish {
        app: app.clone(),
        budget_year,
        step: step.to_owned(),
        done_on,
        reference: reference.to_owned(),
        actor,
    };
    let real = REAL.iter().filter(|(_, day, _)| day.year() == before);
    for (step, day, reference) in real {
        replay.at(begun, finish(year, step, *day, reference)).await?;
    }
    // The other days are not known: made up and in time, which the page says beside each.
    for (step, month, day) in [
        ("musrenbang_kelurahan", 1, 30),
        ("musrenbang_kecamatan", 2, 13),
        ("office_forum", 3, 20),
        ("musrenbang_city", 3, 27),
        ("rkpd", 6, 30),
        ("kua_ppas_submitted", 7, 14),
        ("kua_ppas_agreed", 8, 14),
        ("guideline", 11, 25),
        ("bill", 9, 1),
        ("approval", 11, 29),
        ("governor_sent", 12, 2),
        ("governor_result", 12, 19),
        ("repair", 12, 30),
        ("law", 12, 31),
    ] {
        let day = date(before, month, day);
        let known = REAL.iter().any(|(known, of, _)| *known == step && of.year() == before);
        if !known {
            replay.at(day.max(begun), finish(year, step, day, MADE_UP)).await?;
        }
    }
    for (step, month, day) in [
        ("musrenbang_kelurahan", 1, 29),
        ("musrenbang_kecamatan", 2, 12),
        ("office_forum", 3, 17),
        ("musrenbang_city", 3, 31),
        ("rkpd", 6, 30),
        ("kua_ppas_submitted", 7, 28),
    ] {
        let day = date(year, month, day);
        if day <= last {
            replay.at(day, finish(year + 1, step, day, MADE_UP)).await?;
        }
    }
    Ok(())
}

/// The table of made-up activities.
pub(super) fn table(kelurahan: &[Kelurahan], count: usize, random: &mut ChaCha20Rng) -> String {
    let mut lines = vec!["id,name,cost,groups,kelurahan,needs,must".to_owned()];
    for number in 0..count {
        let (title, groups, low, high) = KINDS[number % KINDS.len()];
        let place = &kelurahan[random.random_range(0..kelurahan.len())];
        let cost = random.random_range(low..=high) * 1_000_000;
        // Some follow the one before, and two are bound by contracts.
        let needs = if number % 20 == 9 { format!("K-{number:02}") } else { String::new() };
        let must = if number == 12 || number == 51 { "yes" } else { "" };
        let (id, name, code) = (number + 1, &place.name, &place.code);
        lines.push(format!("K-{id:02},{title} {name},{cost},{groups},{code},{needs},{must}"));
    }
    lines.join("\n") + "\n"
}

async fn plan(
    replay: &Replay<'_>,
    who: &[(UserId, Actor)],
    (year, kelurahan): (i16, &[Kelurahan]),
    seed: u64,
) -> Result<()> {
    let mut random = ChaCha20Rng::seed_from_u64(seed ^ 0x504c_414e);
    let day = |month, day| date(year - 1, month, day);
    let days = [day(4, 7), day(4, 8), day(4, 20), day(5, 12), day(5, 19)];
    let planning = Planning { replay, who, year, days };
    let table = table(kelurahan, ACTIVITIES, &mut random);
    let weights = planning.scored((NOTE, table, ACTIVITIES), &mut random).await?;
    scenarios(replay, who[0].1, (year, day(6, 9)), &weights).await
}

/// A plan with activities that two have scored.
pub(super) struct Planning<'a> {
    pub(super) replay: &'a Replay<'a>,
    /// Who plans.
    pub(super) who: &'a [(UserId, Actor)],
    /// The budget.
    pub(super) year: i16,
    /// When it is begun, listed, frozen, scored and agreed on.
    pub(super) days: [Date; 5],
}

impl Planning<'_> {
    /// Begins the plan up to its scores; the weights that hold.
    pub(super) async fn scored(
        &self,
        (note, text, count): (&str, String, usize),
        random: &mut ChaCha20Rng,
    ) -> Result<Vec<(String, i64)>> {
        let (replay, budget_year, actor) = (self.replay, self.year, self.who[0].1);
        let [begun, listed, frozen, ..] = self.days;
        let begin = Begin { app: replay.app.clone(), budget_year, note: note.to_owned(), actor };
        replay.at(begun, begin).await?;
        replay.at(listed, Take { budget_year, text, actor }).await?;
        let weights: Vec<(String, i64)> =
            criteria::all().iter().map(|one| (one.code.clone(), one.weight)).collect();
        let freeze = Freeze {
            budget_year,
            criteria: criteria::weighed(&weights)?,
            from: WeightsFrom::Typed,
            judges: 0,
            ratio: 0,
            actor,
        };
        replay.at(frozen, freeze).await?;
        for number in 0..count {
            self.score(number, random).await?;
        }
        Ok(weights)
    }

    /// Two score an activity; one in forty lies apart, and they agree.
    async fn score(&self, number: usize, random: &mut ChaCha20Rng) -> Result<()> {
        let (replay, [.., scored, agreed]) = (self.replay, self.days);
        let activity = format!("K-{:02}", number + 1);
        let first: Vec<i64> = criteria::all().iter().map(|_| random.random_range(1..=5)).collect();
        let near =
            |mark: &i64, random: &mut ChaCha20Rng| (mark + random.random_range(-1..=1)).clamp(1, 5);
        let mut second: Vec<i64> = first.iter().map(|mark| near(mark, random)).collect();
        let apart = number % 40 == 17;
        if apart {
            second[0] = if first[0] > 3 { 1 } else { 5 };
        }
        for ((user, actor), marks) in self.who.iter().zip([&first, &second]) {
            let score = Score {
                app: replay.app.clone(),
                budget_year: self.year,
                activity: activity.clone(),
                marks: marks.clone(),
                user: *user,
                actor: *actor,
            };
            replay.at(scored, score).await?;
        }
        if apart {
            let agree = Reconcile {
                app: replay.app.clone(),
                budget_year: self.year,
                activity,
                marks: vec![(0, 3)],
                reason: "Keduanya memeriksa daftar SPM bersama (contoh).".to_owned(),
                actor: self.who[0].1,
            };
            replay.at(agreed, agree).await?;
        }
        Ok(())
    }
}

/// Amounts around a choice of so much capital spending.
pub(super) fn frame(budget: i64) -> Frame {
    let mut frame = Frame { budget, fixed: SPENDING - CAPITAL, ..Frame::default() };
    frame.groups.extend(ASSUMED);
    frame
}

/// Three scenarios and what comes of them.
async fn scenarios(
    replay: &Replay<'_>,
    actor: Actor,
    (year, day): (i16, Date),
    weights: &[(String, i64)],
) -> Result<()> {
    // The poor first: a tenth from the mandate to poverty.
    let other = weights.iter().map(|(code, weight)| match code.as_str() {
        "mandate" => (code.clone(), weight - 100),
        "poverty" => (code.clone(), weight + 100),
        _ => (code.clone(), *weight),
    });
    for (title, budget, weights) in [
        ("Belanja modal seperti 2026", CAPITAL, Vec::new()),
        ("Turun sepersepuluh", CAPITAL / 10 * 9, Vec::new()),
        ("Warga miskin lebih berat", CAPITAL, other.collect()),
    ] {
        let keep = Keep {
            app: replay.app.clone(),
            budget_year: year,
            title: title.to_owned(),
            frame: frame(budget),
            weights,
            actor,
        };
        let digest = replay.at(day, keep).await?;
        solve(replay.app, replay.tenant, year, &digest).await?;
    }
    Ok(())
}
