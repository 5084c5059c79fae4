//! The enacted budget of a synthetic city: Kota Metro's real totals of 2026 as the frame, whatever the year, and
//! activities that are made up, as its page says. Two truths are planted: an activity that overtakes better
//! ones, and one whose money comes all at the end of the year. The demo's manifest names them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use jiff::{Timestamp, ToSpan as _};
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::facts::spending::BudgetLine;
use kernel::money::Rupiah;
use platform::App;
use platform::auth::{Can, Mayor, Planner};
use platform::city::{self, Names};
use platform::i18n::Lang;
use platform::workers::settle;
use prioritise::execution::model::{Placed, Realised};
use prioritise::execution::store::{Version, order};
use prioritise::execution::verbs::{Enact, Propose, Realise};
use prioritise::plan::verbs::{Adopt, Keep, solve};
use publish::open_data::counts::Count;
use publish::open_data::model::Period;
use publish::open_data::store::counts;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha20Rng;
use serde::Serialize;

use super::plan::{CAPITAL, Planning, Replay, SPENDING, frame, planners, table};
use super::trials::user;

/// How many capital activities the plan of the running year knows.
const ACTIVITIES: usize = 72;
/// Metro's spending of 2026 that is neither capital nor operating: unexpected, and transfers.
const UNEXPECTED: i64 = 2_000_000_000;
const TRANSFER: i64 = 1_950_000_000;
/// What the line that is spent late has.
const LATE: i64 = 6_400_000_000;
/// An operating line of a unit: what stands anyhow, and for each file of a year, from and to.
const STANDING: i64 = 40_000_000;
const EACH: (i64, i64) = (220_000, 420_000);
/// The share of wages in what is left of operating spending, in percent.
const WAGES: i64 = 62;
const NOTE: &str = "Data contoh: semua kegiatan di sini buatan. Jumlah belanja operasi, modal, tidak terduga, dan \
                    transfer seperti APBD Kota Metro 2026.";

/// What is true of the budget.
#[derive(Clone, Debug, Serialize)]
pub struct Planted {
    /// The budget.
    pub year: i16,
    /// Code in the plan of the activity that overtakes better ones.
    pub overtakes: String,
    /// Code in the budget of the activity that is paid in the last three months alone.
    pub late: String,
    /// All lines, for whoever plants contracts.
    #[serde(skip)]
    pub lines: Vec<BudgetLine>,
}

/// Adopts the plan of the running year, enacts its budget and brings in the months that are over.
///
/// # Errors
/// When an account is missing, the plan has no solution or the database fails.
pub async fn run(
    app: &App,
    tenant: TenantId,
    seed: u64,
    until: Timestamp,
) -> Result<Option<Planted>> {
    let last = app.tz().to_datetime(until).date();
    let mut random = ChaCha20Rng::seed_from_u64(seed ^ 0x4150_4244);
    let replay = Replay { app, tenant };
    settle(app, tenant).await?;
    if !adopt(&replay, last.year(), &mut random).await? {
        return Ok(None);
    }
    settle(app, tenant).await?;
    let mut tx = app.db.read(tenant).await?;
    let names = Names::load(&mut tx, Lang::Id).await?;
    let order = order::of_year(&mut tx, last.year()).await?;
    let last_year = Period::of(last.saturating_sub(1.year())).months();
    let served = counts(&mut tx, (&last_year[0], &Period::of(last).months()[2])).await?;
    let mut both = Vec::new();
    for login in ["perencana", "perencana-2"] {
        let found = user(app, &mut tx, login).await?;
        both.push(Can::<Planner>::load(&mut tx, &app.vault, found).await?);
    }
    drop(tx);
    let units = units(&names, &served);
    let Some(planted) = plant(last.year(), &order, &units, &mut random) else { return Ok(None) };
    enact(&replay, &both, &planted).await?;
    for at in 1..last.month() {
        let day = date(last.year(), at + 1, 5).min(last);
        let months = realised(&planted, &order, at, seed);
        let realise = Realise {
            app: app.clone(),
            budget_year: planted.year,
            months,
            planner: both[0].clone(),
        };
        replay.at(day, realise).await?;
    }
    Ok(Some(planted))
}

/// A unit with services.
struct Unit {
    code: String,
    name: String,
    services: Vec<String>,
    /// Files that it answered in a year or a little more.
    files: i64,
}

/// Units that answered files, by their code.
fn units(names: &Names, served: &[Count]) -> Vec<Unit> {
    let mut found: BTreeMap<&str, (BTreeSet<&str>, i64)> = BTreeMap::new();
    for one in served.iter().filter(|one| one.answered > 0 && !one.unit_code.is_empty()) {
        let unit = found.entry(&one.unit_code).or_default();
        unit.0.insert(&one.service);
        unit.1 += one.answered;
    }
    let unit = |(code, (services, files)): (&str, (BTreeSet<&str>, i64))| Unit {
        name: names.unit(code),
        code: code.to_owned(),
        services: services.into_iter().map(str::to_owned).collect(),
        files,
    };
    found.into_iter().map(unit).collect()
}

/// A plan for the year that holds; false where the city has no kelurahan.
async fn adopt(replay: &Replay<'_>, year: i16, random: &mut ChaCha20Rng) -> Result<bool> {
    let (app, tenant) = (replay.app, replay.tenant);
    let mut tx = app.db.read(tenant).await?;
    let kelurahan = city::kelurahan(&mut tx).await?;
    let mayor = user(app, &mut tx, "walikota").await?;
    let mayor = Can::<Mayor>::load(&mut tx, &app.vault, mayor).await?;
    drop(tx);
    if kelurahan.is_empty() {
        return Ok(false);
    }
    let who = planners(app, tenant).await?;
    let day = |day| date(year - 1, 12, day);
    let days = [day(1), day(1), day(2), day(3), day(4)];
    let planning = Planning { replay, who: &who, year, days };
    let text = table(&kelurahan, ACTIVITIES, random);
    planning.scored((NOTE, text, ACTIVITIES), random).await?;
    let keep = Keep {
        app: app.clone(),
        budget_year: year,
        title: "Belanja modal yang disepakati".to_owned(),
        frame: frame(CAPITAL),
        weights: Vec::new(),
        actor: who[0].1,
    };
    let digest = replay.at(day(7), keep).await?;
    solve(app, tenant, year, &digest).await?;
    let actor = mayor.actor(Channel::Online, None);
    replay.at(day(14), Adopt { budget_year: year, digest, actor }).await?;
    Ok(true)
}

/// The office that builds something of that title.
fn builder(title: &str) -> &'static str {
    let offices = [
        ("Rehabilitasi ruang kelas", "DISDIKBUD"),
        ("Rehabilitasi puskesmas", "DINKES"),
        ("Sarana posyandu", "DINKES"),
        ("Lampu", "DISHUB"),
        ("Taman", "DLH"),
        ("Pasar", "DISDAG"),
    ];
    let found = offices.into_iter().find(|(begin, _)| title.starts_with(begin));
    found.map_or("DPUTR", |(_, office)| office)
}

/// All lines and the planted truths; none when the plan chose nothing.
fn plant(year: i16, order: &[Placed], units: &[Unit], random: &mut ChaCha20Rng) -> Option<Planted> {
    let line = |code: String, (title, unit): (&str, &str), account: &str, amount: i64| BudgetLine {
        code,
        title: title.to_owned(),
        unit: unit.to_owned(),
        account: account.to_owned(),
        amount: Rupiah::new(amount),
        planned: String::new(),
        services: Vec::new(),
    };
    let mut lines = Vec::new();
    let mut capital = CAPITAL;
    for (at, placed) in (1..).zip(order.iter().filter(|one| one.chosen)) {
        capital -= placed.cost;
        let code = format!("1.03.10.2.01.{at:04}");
        let told = (placed.title.as_str(), builder(&placed.title));
        let planned = placed.code.clone();
        lines.push(BudgetLine { planned, ..line(code, told, "5.2.04", placed.cost) });
    }
    let overtakes = lines.last()?.planned.clone();
    let mut operating = SPENDING - CAPITAL - UNEXPECTED - TRANSFER;
    for (at, unit) in (1..).zip(units) {
        let each = random.random_range(EACH.0..=EACH.1);
        let amount = (STANDING + unit.files * each) / 1000 * 1000;
        operating -= amount;
        let title = format!("Pelayanan warga di {}", unit.name);
        let code = format!("X.XX.01.2.08.{at:04}");
        let services = unit.services.clone();
        let told = (title.as_str(), unit.code.as_str());
        lines.push(BudgetLine { services, ..line(code, told, "5.1.02", amount) });
    }
    let late = "2.16.03.2.02.0001".to_owned();
    operating -= LATE;
    let wages = operating / 100 * WAGES;
    let rest = [
        (late.clone(), "Perangkat dan aplikasi kantor", "DISKOMINFO", "5.1.02", LATE),
        ("X.XX.01.2.02.0001".to_owned(), "Gaji dan tunjangan", "BPKAD", "5.1.01", wages),
        (
            "X.XX.01.2.06.0001".to_owned(),
            "Belanja operasi lain semua perangkat daerah",
            "BPKAD",
            "5.1.02",
            operating - wages,
        ),
        (
            "X.XX.01.2.07.0001".to_owned(),
            "Tanah dan peralatan semua perangkat daerah",
            "BPKAD",
            "5.2.02",
            capital,
        ),
        ("5.02.02.2.03.0001".to_owned(), "Belanja tidak terduga", "BPKAD", "5.3.01", UNEXPECTED),
        ("5.02.02.2.03.0002".to_owned(), "Belanja transfer", "BPKAD", "5.4.02", TRANSFER),
    ];
    for (code, title, unit, account, amount) in rest {
        lines.push(line(code, (title, unit), account, amount));
    }
    Some(Planted { year, overtakes, late, lines })
}

async fn enact(replay: &Replay<'_>, both: &[Can<Planner>], planted: &Planted) -> Result<()> {
    let [first, second] = both else { return Err(Error::internal("two planners")) };
    let version = Version {
        reference: format!("Perda APBD {} (contoh)", planted.year),
        note: NOTE.to_owned(),
        lines: planted.lines.clone(),
    };
    let propose = Propose {
        app: replay.app.clone(),
        budget_year: planted.year,
        version,
        planner: first.clone(),
    };
    replay.at(date(planted.year - 1, 12, 30), propose).await?;
    let planner = second.clone();
    let enact = Enact { budget_year: planted.year, seen: 1, planner };
    replay.at(date(planted.year - 1, 12, 31), enact).await
}

/// What is paid of a line up to the end of each month, in percent.
fn paid(planted: &Planted, line: &BudgetLine, rank: Option<(usize, usize)>) -> [i64; 12] {
    if line.code == planted.late {
        return [0, 0, 0, 0, 0, 0, 0, 0, 0, 15, 40, 100];
    }
    if line.account.starts_with("5.3") {
        return [0, 0, 0, 5, 5, 12, 12, 20, 20, 26, 26, 31];
    }
    // A building is paid in four parts from the month of its start: the better its place, the earlier.
    if let Some((rank, count)) = rank {
        let start = if line.planned == planted.overtakes { 0 } else { 1 + 4 * rank / count };
        return std::array::from_fn(|at| match at.checked_sub(start) {
            None => 0,
            Some(after) => [30, 55, 80, 100][after.min(3)],
        });
    }
    [6, 13, 21, 29, 37, 45, 54, 62, 70, 78, 87, 100]
}

/// What one month brought.
fn realised(planted: &Planted, order: &[Placed], at: i8, seed: u64) -> Vec<Realised> {
    let chosen: Vec<&str> =
        order.iter().filter(|one| one.chosen).map(|one| one.code.as_str()).collect();
    let mut months = Vec::new();
    for (index, line) in (0_u64..).zip(&planted.lines) {
        let rank = chosen.iter().position(|code| *code == line.planned);
        let shares = paid(planted, line, rank.map(|rank| (rank, chosen.len())));
        // Bills come a little earlier or later, so a little less than planned is paid at the end of a month; of
        // the whole nothing is lost.
        let until = |month: i8| {
            let place = usize::from(month.unsigned_abs());
            let share = place.checked_sub(1).map_or(0, |place| shares[place]);
            let drawn = seed ^ (index << 8) ^ place as u64;
            let late = ChaCha20Rng::seed_from_u64(drawn).random_range(0..10);
            if share == 0 || share == 100 { share * 10 } else { share * 10 - late }
        };
        let (now, before) = (until(at), until(at - 1));
        let of =
            |share: i64| line.amount.get() / 1000 * share + line.amount.get() % 1000 * share / 1000;
        if now > before {
            months.push(Realised {
                code: line.code.clone(),
                unit: line.unit.clone(),
                month: at,
                paid: of(now) - of(before),
                done: if now == 1000 { now } else { (now - 20).max(0) },
            });
        }
    }
    months
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use prioritise::execution::model::{courses, known};
    use prioritise::execution::rules::{Limits, late, overtakes};
    use proptest::prelude::*;

    use super::*;

    const LIMITS: Limits = Limits {
        places: 5,
        months: 3,
        late_after: 9,
        late: 0.6,
        december: 0.4,
        moved: 0.1,
        floor: 50_000_000,
    };

    fn order(count: usize) -> Vec<Placed> {
        let placed = |place: usize| Placed {
            code: format!("K-{place:02}"),
            title: "Drainase dan talut Imopuro".to_owned(),
            cost: 700_000_123,
            needs: Vec::new(),
            proposal: String::new(),
            place: i64::try_from(place).unwrap(),
            chosen: place % 7 != 3,
        };
        (1..=count).map(placed).collect()
    }

    fn units() -> Vec<Unit> {
        let unit = |code: &str, files| Unit {
            code: code.to_owned(),
            name: code.to_owned(),
            services: vec!["KEL-SKTM".to_owned()],
            files,
        };
        vec![unit("KEL-1", 3), unit("KEL-2", 900)]
    }

    proptest! {
        /// Real totals, and nothing but what is planted is found.
        #[test]
        fn the_frame_is_real_and_the_truths_are_found(seed in any::<u64>(), count in 20..70_usize) {
            let order = order(count);
            let mut random = ChaCha20Rng::seed_from_u64(seed);
            let planted = plant(2026, &order, &units(), &mut random).unwrap();
            let of = |account: &str| -> i64 {
                let own = planted.lines.iter().filter(|line| line.account.starts_with(account));
                own.map(|line| line.amount.get()).sum()
            };
            prop_assert_eq!(of("5.2"), CAPITAL);
            prop_assert_eq!(of("5"), SPENDING);
            prop_assert!(planted.lines.iter().all(|line| line.amount.get() > 0));
            let months: Vec<Realised> =
                (1..=12).flat_map(|at| realised(&planted, &order, at, seed)).collect();
            let seen = courses(&planted.lines, &months);
            let found = overtakes(&seen, &order, known(&months), &LIMITS);
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(&found[0].code, &planted.overtakes);
            let late: Vec<&str> = seen
                .iter()
                .filter(|one| late(one, 12, &LIMITS).is_some())
                .map(|one| one.line.code.as_str())
                .collect();
            prop_assert_eq!(late, [planted.late.as_str()]);
            let unexpected = |line: &BudgetLine| line.account.starts_with("5.3");
            for course in seen.iter().filter(|one| !unexpected(&one.line)) {
                prop_assert_eq!(course.total(), course.line.amount.get(), "{}", course.line.code);
            }
        }
    }
}
