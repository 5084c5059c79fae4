//! The budget of a synthetic city: Kota Metro's real days and totals of 2026 as the frame, and a plan of
//! 2027 whose activities are made up, as every page of it says.

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
use platform::db::Command;
use prioritise::ballot::verbs::Open;
use prioritise::calendar::verbs::{Begin as BeginYear, Finish};
use prioritise::city::{self, Kelurahan};
use prioritise::plan::criteria;
use prioritise::plan::files::Frame;
use prioritise::plan::store;
use prioritise::plan::verbs::{Begin, Freeze, Keep, Reconcile, Score, Take, solve};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha20Rng;

use super::surveys::At;
use super::trials::user;

/// The budget that is planned.
const YEAR: i16 = 2027;
/// The day on which the city begins to use the calendar: after the real days of 2026 that are known.
const BEGUN: Date = date(2025, 11, 28);
/// Real days of Metro's budget of 2026 (infopresisi, hariansatelit).
const REAL: [(&str, Date, &str); 2] = [
    ("kua_ppas_agreed", date(2025, 11, 21), "Nota kesepakatan KUA-PPAS 2026"),
    ("bill", date(2025, 11, 24), "Penyampaian Raperda APBD 2026"),
];
/// What stands beside a day that is not known and made up.
const MADE_UP: &str = "tanggal contoh";
/// All spending and capital spending of Metro in 2026, in rupiah.
const SPENDING: i64 = 920_645_446_068;
const CAPITAL: i64 = 52_366_812_300;
/// Other spending that counts for the law's limits: an assumption.
const ASSUMED: [(&str, i64); 4] = [
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
const KINDS: [(&str, &str, i64, i64); 8] = [
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
    // The plan lives in the year before its budget; a demonstration of another time goes without it.
    if last < date(2026, 8, 1) || last > date(2026, 12, 31) {
        return Ok(());
    }
    let mut tx = app.db.read(tenant).await?;
    let mut planners = Vec::new();
    for login in ["perencana", "perencana-2"] {
        let found = user(app, &mut tx, login).await?;
        planners.push(Can::<Planner>::load(&mut tx, &app.vault, found).await?);
    }
    let kelurahan = city::kelurahan(&mut tx).await?;
    drop(tx);
    let who: Vec<(UserId, Actor)> =
        planners.iter().map(|one| (one.user(), one.actor(Channel::Online, None))).collect();
    let replay = Replay { app, tenant };
    calendars(&replay, who[0].1, last).await?;
    if kelurahan.is_empty() {
        return Ok(());
    }
    plan(&replay, &who, &kelurahan, seed).await?;
    ballot(&replay, who[0].1, last).await
}

/// What the money of a ballot is a multiple of.
const ROUND: i64 = 50_000_000;

/// A ballot that is open for three more weeks, with about a third of the money that its activities cost.
async fn ballot(replay: &Replay<'_>, actor: Actor, last: Date) -> Result<()> {
    let mut tx = replay.app.db.read(replay.tenant).await?;
    let plan = store::of_year(&mut tx, YEAR).await?;
    let mut activities = store::activities(&mut tx, plan.id).await?;
    drop(tx);
    activities.retain(|activity| activity.cost.get() <= DEAREST);
    activities.truncate(ON_BALLOT);
    let open = Open {
        app: replay.app.clone(),
        budget_year: YEAR,
        title: "Kegiatan lingkungan 2027 (contoh)".to_owned(),
        budget: activities.iter().map(|one| one.cost.get()).sum::<i64>() / 3 / ROUND * ROUND,
        last_day: last.saturating_add(21.days()),
        codes: activities.into_iter().map(|activity| activity.code).collect(),
        actor,
    };
    replay.at(last, open).await
}

struct Replay<'a> {
    app: &'a App,
    tenant: TenantId,
}

impl Replay<'_> {
    async fn at<C: Command>(&self, day: Date, command: C) -> Result<C::Output>
    where
        At<C>: Command<Output = C::Output>,
    {
        let at = self.app.tz().to_timestamp(day.at(10, 0, 0, 0)).map_err(Error::internal)?;
        self.app.db.write(self.tenant, At { at, command }).await
    }
}

async fn calendars(replay: &Replay<'_>, actor: Actor, last: Date) -> Result<()> {
    let app = replay.app;
    for budget_year in [2026, YEAR] {
        replay.at(BEGUN, BeginYear { app: app.clone(), budget_year, actor }).await?;
    }
    let finish = |budget_year: i16, step: &str, done_on: Date, reference: &str| Finish {
        app: app.clone(),
        budget_year,
        step: step.to_owned(),
        done_on,
        reference: reference.to_owned(),
        actor,
    };
    for (step, day, reference) in REAL {
        replay.at(BEGUN, finish(2026, step, day, reference)).await?;
    }
    // The other days of 2026 are not known: made up and in time, which the page says beside each.
    for (step, day) in [
        ("musrenbang_kelurahan", date(2025, 1, 30)),
        ("musrenbang_kecamatan", date(2025, 2, 13)),
        ("office_forum", date(2025, 3, 20)),
        ("musrenbang_city", date(2025, 3, 27)),
        ("rkpd", date(2025, 6, 30)),
        ("kua_ppas_submitted", date(2025, 7, 14)),
        ("guideline", date(2025, 11, 25)),
        ("approval", date(2025, 11, 29)),
        ("governor_sent", date(2025, 12, 2)),
        ("governor_result", date(2025, 12, 19)),
        ("repair", date(2025, 12, 30)),
        ("law", date(2025, 12, 31)),
    ] {
        replay.at(day.max(BEGUN), finish(2026, step, day, MADE_UP)).await?;
    }
    for (step, day) in [
        ("musrenbang_kelurahan", date(2026, 1, 29)),
        ("musrenbang_kecamatan", date(2026, 2, 12)),
        ("office_forum", date(2026, 3, 17)),
        ("musrenbang_city", date(2026, 3, 31)),
        ("rkpd", date(2026, 6, 30)),
        ("kua_ppas_submitted", date(2026, 7, 28)),
    ] {
        if day <= last {
            replay.at(day, finish(YEAR, step, day, MADE_UP)).await?;
        }
    }
    Ok(())
}

/// The table of made-up activities.
fn table(kelurahan: &[Kelurahan], random: &mut ChaCha20Rng) -> String {
    let mut lines = vec!["id,name,cost,groups,kelurahan,needs,must".to_owned()];
    for number in 0..ACTIVITIES {
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
    kelurahan: &[Kelurahan],
    seed: u64,
) -> Result<()> {
    let (app, actor) = (replay.app, who[0].1);
    let mut random = ChaCha20Rng::seed_from_u64(seed ^ 0x504c_414e);
    let day = |month, day| date(2026, month, day);
    let begin = Begin { app: app.clone(), budget_year: YEAR, note: NOTE.to_owned(), actor };
    replay.at(day(4, 7), begin).await?;
    let text = table(kelurahan, &mut random);
    replay.at(day(4, 8), Take { budget_year: YEAR, text, actor }).await?;
    let weights: Vec<(String, i64)> =
        criteria::all().iter().map(|one| (one.code.clone(), one.weight)).collect();
    let freeze = Freeze {
        budget_year: YEAR,
        criteria: criteria::weighed(&weights)?,
        from: WeightsFrom::Typed,
        judges: 0,
        ratio: 0,
        actor,
    };
    replay.at(day(4, 20), freeze).await?;
    for number in 0..ACTIVITIES {
        score(replay, who, number, &mut random).await?;
    }
    scenarios(replay, actor, &weights).await
}

/// Two score an activity; one in forty lies apart, and they agree.
async fn score(
    replay: &Replay<'_>,
    who: &[(UserId, Actor)],
    number: usize,
    random: &mut ChaCha20Rng,
) -> Result<()> {
    let activity = format!("K-{:02}", number + 1);
    let first: Vec<i64> = criteria::all().iter().map(|_| random.random_range(1..=5)).collect();
    let near =
        |mark: &i64, random: &mut ChaCha20Rng| (mark + random.random_range(-1..=1)).clamp(1, 5);
    let mut second: Vec<i64> = first.iter().map(|mark| near(mark, random)).collect();
    let apart = number % 40 == 17;
    if apart {
        second[0] = if first[0] > 3 { 1 } else { 5 };
    }
    for ((user, actor), marks) in who.iter().zip([&first, &second]) {
        let score = Score {
            app: replay.app.clone(),
            budget_year: YEAR,
            activity: activity.clone(),
            marks: marks.clone(),
            user: *user,
            actor: *actor,
        };
        replay.at(date(2026, 5, 12), score).await?;
    }
    if apart {
        let agree = Reconcile {
            app: replay.app.clone(),
            budget_year: YEAR,
            activity,
            marks: vec![(0, 3)],
            reason: "Keduanya memeriksa daftar SPM bersama (contoh).".to_owned(),
            actor: who[0].1,
        };
        replay.at(date(2026, 5, 19), agree).await?;
    }
    Ok(())
}

/// Three scenarios and what comes of them.
async fn scenarios(replay: &Replay<'_>, actor: Actor, weights: &[(String, i64)]) -> Result<()> {
    let frame = |budget: i64| {
        let mut frame = Frame { budget, fixed: SPENDING - CAPITAL, ..Frame::default() };
        frame.groups.extend(ASSUMED);
        frame
    };
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
            budget_year: YEAR,
            title: title.to_owned(),
            frame: frame(budget),
            weights,
            actor,
        };
        let digest = replay.at(date(2026, 6, 9), keep).await?;
        solve(replay.app, replay.tenant, YEAR, &digest).await?;
    }
    Ok(())
}
