//! A visit is planned, takes place, or is cancelled.

use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::fact::{ClockOp, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::campaign::{Goes, Place, VisitCancelled, VisitDone, VisitPlanned};
use kernel::id::{CampaignId, VisitId};
use platform::App;
use platform::auth::{Can, Outreach};
use platform::db::{Command, WriteTx};
use platform::i18n::Lang;

use super::super::model::{Going, REPORT, Visit, term};
use super::super::store::{self, visits};
use super::{midnight, tell};
use platform::city::Names;

/// Most people of one visit; beyond, somebody typed a telephone number.
const CROWD: i64 = 10_000;

/// Where who goes, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The campaign that it belongs to.
    pub campaign: Option<CampaignId>,
    /// The day.
    pub on: Date,
    /// When it begins, as in `09.30`.
    pub at: String,
    /// What it goes to.
    pub place: Place,
    /// What that is called.
    pub name: String,
    /// Code of the kelurahan.
    pub kelurahan: String,
    /// Code of the unit that goes.
    pub unit: String,
    /// In which capacity.
    pub goes: Goes,
}

/// Somebody plans a visit.
#[derive(Clone)]
pub struct Plan {
    /// The city.
    pub app: App,
    /// The visit.
    pub said: Planned,
    /// Who plans it.
    pub outreach: Can<Outreach>,
}

/// `9.5`, `09:05` and `09.05` become `09.05`; none when it is no time of a day.
fn time(typed: &str) -> Option<String> {
    let (hours, minutes) = typed.trim().split_once(['.', ':'])?;
    let (hours, minutes): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then(|| format!("{hours:02}.{minutes:02}"))
}

impl Command for Plan {
    type Output = VisitId;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<VisitId> {
        let said = &self.said;
        let names = Names::load(tx, Lang::Id).await?;
        let needs = |good: bool, key: &'static str| {
            if good { Ok(()) } else { Err(Error::invalid(key)) }
        };
        let letters = said.name.chars().count();
        needs((3..=120).contains(&letters), "outreach-visit-name")?;
        needs(names.has_place(&said.kelurahan), "outreach-visit-kelurahan")?;
        needs(names.has_unit(&said.unit), "outreach-visit-unit")?;
        let today = self.app.tz().to_datetime(tx.now()).date();
        needs(said.on >= today, "outreach-visit-passed")?;
        let at = time(&said.at).ok_or_else(|| Error::invalid("outreach-visit-time"))?;
        if let Some(campaign) = said.campaign {
            store::by_id(tx, campaign).await?;
        }
        let (due_at, length) = term(&self.app, REPORT, midnight(&self.app, said.on)?)?;
        let visit = Visit {
            id: VisitId::new(tx.now(), tx.rng()),
            campaign: said.campaign,
            on: said.on,
            at,
            place: said.place,
            name: said.name.clone(),
            kelurahan: said.kelurahan.clone(),
            unit: said.unit.clone(),
            goes: said.goes,
            state: Going::Planned,
            people: 0,
            reason: String::new(),
            due_at,
            seq: 1,
        };
        let payload = Payload::VisitPlanned(VisitPlanned {
            v: 1,
            campaign: visit.campaign,
            on: visit.on,
            at: visit.at.clone(),
            place: visit.place,
            name: visit.name.clone(),
            kelurahan: visit.kelurahan.clone(),
            unit: visit.unit.clone(),
            goes: visit.goes,
        });
        let clock = visit.moved(ClockOp::Start { term: length });
        let actor = self.outreach.actor(Channel::Online, None);
        tell(tx, subject(visit.id), (visit.seq, actor), (payload, vec![clock])).await?;
        visits::insert(tx, &visit).await?;
        Ok(visit.id)
    }
}

/// The subject of facts about a visit.
pub(super) fn subject(id: VisitId) -> Subject {
    Subject { kind: SubjectKind::Visit, id: id.uuid() }
}

/// The visit took place. Who forgot to say so in time may say so later.
#[derive(Clone)]
pub struct Done {
    /// The city.
    pub app: App,
    /// Which.
    pub id: VisitId,
    /// How many were spoken to.
    pub people: i64,
    /// Who says so.
    pub outreach: Can<Outreach>,
}

impl Command for Done {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut visit = visits::by_id(tx, self.id).await?;
        let before = visit.seq;
        if !matches!(visit.state, Going::Planned | Going::Missed) {
            return Err(Error::conflict("outreach-visit-state"));
        }
        if self.app.tz().to_datetime(tx.now()).date() < visit.on {
            return Err(Error::invalid("outreach-visit-early"));
        }
        if !(1..=CROWD).contains(&self.people) {
            return Err(Error::invalid("outreach-visit-people"));
        }
        visit.state = Going::Done;
        visit.people = self.people;
        visit.seq += 1;
        let payload = Payload::VisitDone(VisitDone { v: 1, people: self.people });
        let clocks = vec![visit.moved(ClockOp::Stop)];
        let actor = self.outreach.actor(Channel::Online, None);
        tell(tx, subject(visit.id), (visit.seq, actor), (payload, clocks)).await?;
        visits::update(tx, &visit, before).await
    }
}

/// The visit will not take place.
#[derive(Clone)]
pub struct Cancel {
    /// Which.
    pub id: VisitId,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub outreach: Can<Outreach>,
}

impl Command for Cancel {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut visit = visits::by_id(tx, self.id).await?;
        let before = visit.seq;
        if visit.state != Going::Planned {
            return Err(Error::conflict("outreach-visit-state"));
        }
        let reason = self.reason.trim();
        if reason.is_empty() || reason.chars().count() > 400 {
            return Err(Error::invalid("outreach-visit-reason"));
        }
        visit.state = Going::Cancelled;
        reason.clone_into(&mut visit.reason);
        visit.seq += 1;
        let payload =
            Payload::VisitCancelled(VisitCancelled { v: 1, reason: visit.reason.clone() });
        let clocks = vec![visit.moved(ClockOp::Stop)];
        let actor = self.outreach.actor(Channel::Online, None);
        tell(tx, subject(visit.id), (visit.seq, actor), (payload, clocks)).await?;
        visits::update(tx, &visit, before).await
    }
}
