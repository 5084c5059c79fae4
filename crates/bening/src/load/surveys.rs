//! Surveys of a synthetic year: what people say follows from what happened to them, and the true
//! value of every index is known.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use kernel::Error;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::survey::{Answers, Kind, Questionnaire};
use listen::surveys::frame;
use listen::surveys::model::{Kept, Mode};
use listen::surveys::results::Scoring;
use listen::surveys::store::{self, Answer};
use listen::surveys::verbs::{Close, Freeze, Open, Plan, Publish, Replay, make_keys};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::workers::settle;
use serde::Serialize;
use simulation::{Construct, Experience};
use uuid::Uuid;

use super::Year;

/// Share of the invited who answer.
const RESPONSE: f64 = 0.45;
/// For how many days answers are taken.
const OPEN: i32 = 21;
/// The most invitations of one unit.
const MOST: i64 = 90;
/// A unit with fewer users is not asked.
const LEAST: i64 = 10;
/// Units of a round, by how many users the period had: each has a key of its own, which takes time
/// to make.
const UNITS: [(i64, usize); 2] = [(1500, 12), (0, 3)];

/// A command at an instant of the past.
pub struct At<C> {
    /// When.
    pub at: Timestamp,
    /// What.
    pub command: C,
}

impl<C: Command> Command for At<C> {
    type Output = C::Output;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<C::Output> {
        tx.replay_at(self.at);
        self.command.run(tx).await
    }
}

/// What surveys of a synthetic year leave behind.
#[derive(Debug, Serialize)]
pub struct Surveys {
    /// The true values behind what was published.
    pub truths: Vec<Truth>,
    /// Addresses of some who are invited now, so that a visitor of the demonstration can answer.
    pub invited: Vec<String>,
}

/// How many addresses are shown.
const SHOWN: usize = 8;

/// The true value behind a published index.
#[derive(Debug, Serialize)]
pub struct Truth {
    /// Id of the round.
    pub round: Uuid,
    /// Code of the questionnaire.
    pub questionnaire: String,
    /// The index, if every direct user of the units asked had answered.
    pub index: f64,
    /// The share that gave a reward.
    pub gave: f64,
}

struct Rounds<'a> {
    app: &'a App,
    tenant: TenantId,
    year: &'a Year,
    people: BTreeMap<Uuid, &'a Experience>,
}

/// Rounds over the year: satisfaction and integrity each quarter; the last one is still open.
///
/// # Errors
/// When a round contradicts the rules of the house, or the database fails.
pub async fn run(
    app: &App,
    tenant: TenantId,
    year: &Year,
    (first, until): (Date, Timestamp),
    today: Date,
) -> Result<Surveys> {
    let people = year
        .experiences
        .all()
        .iter()
        .filter_map(|one| year.applications.get(&one.application).map(|id| (id.uuid(), one)));
    let rounds = Rounds { app, tenant, year, people: people.collect() };
    let skm = rounds.frozen("skm", first).await?;
    let kpk = rounds.frozen("kpk", first).await?;
    let quarter = |n: i32| first.saturating_add((3 * n).months());
    let mut truths = Vec::new();
    for (kept, from, to) in [
        (&skm, quarter(0), quarter(1)),
        (&skm, quarter(1), quarter(2)),
        (&kpk, quarter(0), quarter(1)),
        (&kpk, quarter(1), quarter(2)),
        (&skm, quarter(2), quarter(3)),
        (&kpk, quarter(2), quarter(3)),
    ] {
        truths.extend(rounds.complete(kept, from, to.saturating_sub(1.day())).await?);
    }
    let last = app.tz().to_datetime(until).date();
    let yesterday = last.saturating_sub(1.day());
    let mut invited = Vec::new();
    // Answers are still taken after today, whenever the year ended.
    let closes = last.max(today).saturating_add(OPEN.days());
    if let Some((round, _)) = rounds.plan(&skm, (quarter(3), yesterday, closes), until).await? {
        rounds.open(round, until).await?;
        invited = rounds.links(round).await?;
    }
    settle(app, tenant).await?;
    Ok(Surveys { truths, invited })
}

impl Rounds<'_> {
    async fn at<C: Command>(&self, at: Timestamp, command: C) -> Result<C::Output> {
        self.app.db.write(self.tenant, At { at, command }).await
    }

    fn actor(&self) -> Actor {
        Actor { user: None, role: Role::Approver, unit: None, channel: Channel::System }
    }

    fn morning(&self, day: Date) -> Result<Timestamp> {
        let at = self.app.tz().to_ambiguous_timestamp(day.at(8, 0, 0, 0));
        at.compatible().map_err(Error::internal)
    }

    async fn frozen(&self, code: &str, day: Date) -> Result<Kept> {
        let mut tx = self.app.db.read(self.tenant).await?;
        let all = store::questionnaires(&mut tx).await?;
        drop(tx);
        let missing = || Error::internal(format!("no questionnaire {code}"));
        let draft = all.into_iter().find(|kept| kept.body.code == code).ok_or_else(missing)?;
        let freeze = Freeze { id: draft.id, seen: draft.revision, actor: self.actor() };
        self.at(self.morning(day)?, freeze).await?;
        let mut tx = self.app.db.read(self.tenant).await?;
        store::questionnaire(&mut tx, draft.id).await
    }

    /// Plans a round of the units with most users; nothing when no unit has enough.
    async fn plan(
        &self,
        kept: &Kept,
        (from, to, closes): (Date, Date, Date),
        at: Timestamp,
    ) -> Result<Option<(Uuid, Vec<String>)>> {
        let mut tx = self.app.db.read(self.tenant).await?;
        let mut units = frame::counts(&mut tx, from, to).await?;
        drop(tx);
        let all: i64 = units.iter().map(|(_, users)| users).sum();
        units.retain(|(_, users)| *users >= LEAST);
        units.sort_by_key(|(unit, users)| (std::cmp::Reverse(*users), unit.clone()));
        let most = UNITS.iter().find(|(users, _)| all >= *users).map_or(0, |(_, most)| *most);
        units.truncate(most);
        if units.is_empty() {
            return Ok(None);
        }
        let names = units.iter().map(|(unit, _)| unit.clone()).collect();
        let wanted = units.into_iter().map(|(unit, users)| (unit, users.min(MOST))).collect();
        let plan = Plan { questionnaire: kept.id, from, to, closes, wanted, by: None };
        Ok(Some((self.at(at, plan).await?, names)))
    }

    async fn open(&self, round: Uuid, at: Timestamp) -> Result<()> {
        let mut tx = self.app.db.read(self.tenant).await?;
        let plan = store::strata(&mut tx, round).await?;
        drop(tx);
        let mut rng = self.app.db.entropy().rng()?;
        let keys = tokio::task::spawn_blocking(move || make_keys(&plan, &mut rng)).await;
        let keys = keys.map_err(Error::internal)??;
        let open = Open { app: self.app.clone(), round, keys, actor: self.actor() };
        self.at(at, open).await
    }

    /// Addresses of some who were invited.
    async fn links(&self, round: Uuid) -> Result<Vec<String>> {
        let mut tx = self.app.db.read(self.tenant).await?;
        let invited = store::to_tell(&mut tx, round, 0, i64::MAX).await?;
        let mut links = Vec::new();
        for invitation in invited {
            let Some(person) = self.people.get(&invitation.application) else { continue };
            links.extend(self.year.link(person.application).await);
            if links.len() == SHOWN {
                break;
            }
        }
        Ok(links)
    }

    async fn complete(&self, kept: &Kept, from: Date, to: Date) -> Result<Option<Truth>> {
        let opened = self.morning(to.saturating_add(1.day()))?;
        let closes = to.saturating_add(OPEN.days());
        let Some((round, units)) = self.plan(kept, (from, to, closes), opened).await? else {
            return Ok(None);
        };
        self.open(round, opened).await?;
        let closed = self.morning(closes.saturating_add(1.day()))?;
        let answers = self.answers(kept, round).await?;
        self.at(opened, Replay { round, answers }).await?;
        self.at(closed, Close { round, actor: self.actor() }).await?;
        self.at(closed, Publish { round, actor: self.actor() }).await?;
        self.truth(kept, round, &units, (from, to)).await.map(Some)
    }

    async fn answers(&self, kept: &Kept, round: Uuid) -> Result<Vec<(Uuid, Answer)>> {
        let mut tx = self.app.db.read(self.tenant).await?;
        let invited = store::to_tell(&mut tx, round, 0, i64::MAX).await?;
        drop(tx);
        let mut answers = Vec::new();
        for invitation in invited {
            let Some(person) = self.people.get(&invitation.application) else { continue };
            if !self.year.experiences.would_answer(person.application, RESPONSE) {
                continue;
            }
            let mode = match person.application % 10 {
                0 => Mode::Paper,
                1 | 2 => Mode::Code,
                _ => Mode::Token,
            };
            let answer = Answer {
                unit: invitation.unit,
                mode: mode.code().to_owned(),
                answers: said(&kept.body, person),
            };
            answers.push((invitation.id, answer));
        }
        Ok(answers)
    }

    async fn truth(
        &self,
        kept: &Kept,
        round: Uuid,
        units: &[String],
        (from, to): (Date, Date),
    ) -> Result<Truth> {
        let scoring = Scoring::new(&kept.body)?;
        let (mut sum, mut gave, mut users) = (0.0, 0.0, 0.0);
        let mut tx = self.app.db.read(self.tenant).await?;
        for unit in units {
            for application in frame::applications(&mut tx, unit, from, to).await? {
                let Some(person) = self.people.get(&application) else { continue };
                let terms = scoring.terms(&kept.body, &said(&kept.body, person));
                sum += scoring.index(&terms).unwrap_or_default();
                gave += f64::from(u8::from(person.gave));
                users += 1.0;
            }
        }
        let questionnaire = kept.body.code.clone();
        Ok(Truth { round, questionnaire, index: sum / users, gave: gave / users })
    }
}

/// What a person would answer.
fn said(questionnaire: &Questionnaire, person: &Experience) -> Answers {
    let answer = |item: &kernel::survey::Item| {
        let answer = match &item.kind {
            Kind::Faces { .. } => person.face(construct(&item.key)).to_string(),
            Kind::YesNo { .. } => {
                let yes = if item.key == "gratifikasi" { person.gave } else { person.asked };
                if yes { "yes" } else { "no" }.to_owned()
            }
            Kind::Choice { .. } => if person.online { "1" } else { "2" }.to_owned(),
            Kind::Kelurahan => person.kelurahan.clone(),
        };
        (item.key.clone(), answer)
    };
    Answers(questionnaire.items.iter().map(answer).collect())
}

/// What a question of the questionnaires that come with the program is about.
fn construct(key: &str) -> Construct {
    match key {
        "u1" => Construct::Requirements,
        "u3" => Construct::Time,
        "u4" => Construct::Fee,
        "u5" => Construct::Product,
        "u6" => Construct::Ability,
        "u7" | "keadilan" | "harapan" => Construct::Conduct,
        "u8" | "pengaduan" | "upaya" => Construct::Complaints,
        "u9" | "fasilitas" => Construct::Facilities,
        "pengalaman_uang" | "pengalaman_calo" | "kebiasaan" => Construct::Rewards,
        "pandang_wajar" | "pandang_syarat" => Construct::View,
        _ => Construct::Procedure,
    }
}
