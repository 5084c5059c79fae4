//! One commit of events. The loader is the only writer and stops at the first error, so the little
//! that a batch must remember for the next one may live beside the transaction.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::facts::fee::Way;
use kernel::facts::partner::PartnerStep;
use kernel::id::{ApplicationId, ClockId, HandoverId};
use kernel::service::{Applicant, Standard};
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::{Command, WriteTx};
use serve::applications::model::{
    Came, Details, DocumentState, Letter, PRIORITY_GROUPS, PersonDetails, Representative,
};
use serve::applications::store::{self, HeldDocument};
use serve::applications::verbs::{
    Approve, Collect, Collector, Complete, FinishStep, Issue, Lapse, Pick, Receipt, Refuse,
    SendBack, StartStep, Submit, Supplement, Withdraw,
};
use serve::fees;
use serve::fees::rules::Line;
use serve::fees::verbs::Pay;
use simulation::{Act, Event, PersonSpec, PriorityGroup, Submission};

use super::partners::Partners;

/// What the loader remembers between batches.
#[derive(Default)]
pub struct Loaded {
    /// Application and service by the simulation's index.
    known: HashMap<u32, (ApplicationId, usize)>,
    /// What citizens hold: number and secret, by the simulation's index.
    held: HashMap<u32, (String, String)>,
    /// Clocks that may run out, soonest first.
    due: BinaryHeap<Reverse<(Timestamp, ApplicationId, ClockId)>>,
    /// The partners of the year.
    partners: Option<Partners>,
    /// Steps that partners have, by when they will be done.
    out: BinaryHeap<Reverse<(Timestamp, HandoverId)>>,
}

impl Loaded {
    /// Nothing yet, in a city with these partners.
    pub fn with(partners: Option<Partners>) -> Self {
        Self { partners, ..Self::default() }
    }

    /// Applications by the simulation's index.
    pub fn applications(&self) -> BTreeMap<u32, ApplicationId> {
        self.known.iter().map(|(index, (id, _))| (*index, *id)).collect()
    }

    /// What the citizen of an application holds: number and secret.
    pub fn held(&self, application: u32) -> Option<(String, String)> {
        self.held.get(&application).cloned()
    }
}

/// Codes of steps as the simulation counts them, and who does them for another unit than the file's.
pub struct Steps {
    /// By service.
    codes: Vec<Vec<String>>,
    /// By officer, the unit that lends them.
    lent: BTreeMap<u32, String>,
}

impl Steps {
    /// Those of a city.
    pub fn of(city: &simulation::City<'_>) -> Self {
        let codes = |service| city.steps(service).iter().map(|step| step.code.clone()).collect();
        let lent = city.officers().filter(|officer| !city.lent_to(officer.index).is_empty());
        Self {
            codes: (0..city.spec().services.len()).map(codes).collect(),
            lent: lent.map(|officer| (officer.index, officer.unit.clone())).collect(),
        }
    }
}

/// Events that are written in one transaction.
pub struct Batch {
    pub app: App,
    pub standards: Vec<(Arc<Standard>, i64)>,
    pub steps: Arc<Steps>,
    pub officers: Arc<Vec<Can<Officer>>>,
    pub loaded: Arc<tokio::sync::Mutex<Loaded>>,
    pub events: Vec<Event>,
    /// The end of the year: clocks that ran out by then are acted on.
    pub lapse_until: Option<Timestamp>,
}

impl Command for Batch {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut loaded = self.loaded.lock().await;
        for event in &self.events {
            self.lapse(tx, &mut loaded, event.at).await?;
            self.finish(tx, &mut loaded, event.at).await?;
            tx.replay_at(event.at);
            let at = |error: Error| {
                error.context(format!("event {} of {}", event.act.code(), event.application))
            };
            self.act(tx, &mut loaded, event).await.map_err(at)?;
        }
        match self.lapse_until {
            Some(until) => {
                self.lapse(tx, &mut loaded, until).await?;
                self.finish(tx, &mut loaded, until).await
            }
            None => Ok(()),
        }
    }
}

impl Batch {
    /// Acts on every clock that ran out before `now`, at its own instant.
    async fn lapse(&self, tx: &mut WriteTx<'_>, loaded: &mut Loaded, now: Timestamp) -> Result<()> {
        while let Some(Reverse((due, id, clock))) = loaded.due.peek().copied() {
            if due >= now {
                return Ok(());
            }
            loaded.due.pop();
            let row = store::by_id(tx, id).await?;
            if row.due_at == Some(due) && !row.state.is_answered() {
                tx.replay_at(due);
                Lapse { app: self.app.clone(), id, clock }.run(tx).await?;
                watch(tx, loaded, id).await?;
            }
        }
        Ok(())
    }

    /// Partners do what they said they would have done by `now`.
    async fn finish(
        &self,
        tx: &mut WriteTx<'_>,
        loaded: &mut Loaded,
        now: Timestamp,
    ) -> Result<()> {
        let Some(partners) = &loaded.partners else { return Ok(()) };
        while let Some(Reverse((at, task))) = loaded.out.peek().copied() {
            if at >= now {
                return Ok(());
            }
            loaded.out.pop();
            tx.replay_at(at);
            partners.finish(tx, &self.app, task).await?;
        }
        Ok(())
    }

    /// A step may go to a partner from here on.
    async fn hand(
        &self,
        tx: &mut WriteTx<'_>,
        loaded: &mut Loaded,
        (id, step): (ApplicationId, PartnerStep),
    ) -> Result<()> {
        let Some(partners) = &loaded.partners else { return Ok(()) };
        let handed = partners.hand(tx, &self.app, id, step).await?;
        loaded.out.extend(handed.map(Reverse));
        Ok(())
    }

    async fn act(&self, tx: &mut WriteTx<'_>, loaded: &mut Loaded, event: &Event) -> Result<()> {
        if let Act::Submit(submission) = &event.act {
            let receipt = self.submit(tx, submission).await?;
            loaded.known.insert(event.application, (receipt.id, submission.service));
            let held = (receipt.number.to_string(), receipt.secret.expose().to_owned());
            loaded.held.insert(event.application, held);
            return watch(tx, loaded, receipt.id).await;
        }
        let (id, service) = *loaded
            .known
            .get(&event.application)
            .ok_or_else(|| Error::internal("an event before its submission"))?;
        let app = self.app.clone();
        let standard = Arc::clone(&self.standards[service].0);
        match &event.act {
            Act::Submit(_) => {}
            // The clock of the check, which the loader watches, does this at the same instant.
            Act::DeemedComplete => {}
            Act::CheckComplete { officer } => {
                let seen = missing(tx, &standard, id).await?;
                let officer = self.officer(*officer)?;
                Complete { app, standard, id, officer, seen }.run(tx).await?;
                watch(tx, loaded, id).await?;
            }
            Act::Return { officer, missing, reason } => {
                let officer = self.officer(*officer)?;
                let (documents, reason) = (missing.clone(), (*reason).to_owned());
                let note = String::new();
                SendBack { app, standard, id, officer, documents, reason, note }.run(tx).await?;
                self.hand(tx, loaded, (id, PartnerStep::Assist)).await?;
            }
            Act::Supplement { documents } => {
                let documents = documents.iter().map(|code| held(code)).collect();
                let actor = Actor::citizen(Channel::Online);
                let came = Came::Applicant;
                Supplement { app, standard, id, actor, came, documents }.run(tx).await?;
                watch(tx, loaded, id).await?;
            }
            Act::Pick { officer } => {
                let officer = self.officer(*officer)?;
                Pick { app, id, officer, reason: None }.run(tx).await?;
            }
            Act::PickOutOfTurn { officer, reason } => {
                let (officer, reason) = (self.officer(*officer)?, Some((*reason).to_owned()));
                Pick { app, id, officer, reason }.run(tx).await?;
            }
            Act::StepStart { officer, step } | Act::StepFinish { officer, step } => {
                let unit = self.steps.lent.get(officer).cloned();
                let officer = self.officer(*officer)?;
                let step = self.step(service, *step)?;
                let start = StartStep { app, id, officer, step, unit };
                match &event.act {
                    Act::StepStart { .. } => start.run(tx).await?,
                    _ => FinishStep(start).run(tx).await?,
                }
            }
            Act::Approve { officer } => {
                let officer = self.officer(*officer)?;
                Approve { app, id, officer }.run(tx).await?;
            }
            Act::Refuse { officer, grounds } => {
                let (officer, ground) = (self.officer(*officer)?, (*grounds).to_owned());
                let note = String::new();
                Refuse { app, standard, id, officer, ground, note }.run(tx).await?;
            }
            Act::Issue { officer } => {
                let officer = self.officer(*officer)?;
                self.pay(tx, id, &officer).await?;
                watch(tx, loaded, id).await?;
                Issue { app, standard, id, officer, product: None }.run(tx).await?;
                self.hand(tx, loaded, (id, PartnerStep::Deliver)).await?;
            }
            Act::Collect => Collect { app, id, by: Collector::Citizen }.run(tx).await?,
            Act::Withdraw => {
                let actor = Actor::citizen(Channel::Online);
                Withdraw { app, id, actor }.run(tx).await?;
            }
        }
        Ok(())
    }

    /// Who owes a fee has paid it by the time the product is there.
    async fn pay(
        &self,
        tx: &mut WriteTx<'_>,
        id: ApplicationId,
        officer: &Can<Officer>,
    ) -> Result<()> {
        let Some(fee) = fees::store::of(tx, id).await? else { return Ok(()) };
        let row = store::by_id(tx, id).await?;
        let bank = row.number.compact().bytes().map(u32::from).sum::<u32>().is_multiple_of(3);
        let line = Line {
            at: 1,
            reference: format!("CONTOH-{}", row.number.compact()),
            number: row.number,
            amount: fee.amount,
            paid_on: self.app.tz().to_datetime(tx.now()).date(),
            way: if bank { Way::Bank } else { Way::Qris },
        };
        Pay { app: self.app.clone(), line, officer: officer.clone() }.run(tx).await
    }

    fn officer(&self, index: u32) -> Result<Can<Officer>> {
        let found = self.officers.get(index as usize).cloned();
        found.ok_or_else(|| Error::internal("an officer who is not there"))
    }

    fn step(&self, service: usize, index: u32) -> Result<String> {
        let steps = self.steps.codes.get(service);
        let step = steps.and_then(|steps| steps.get(index as usize)).cloned();
        step.ok_or_else(|| Error::internal("an unknown work step"))
    }

    async fn submit(&self, tx: &mut WriteTx<'_>, submission: &Submission) -> Result<Receipt> {
        submit(&self.app, &self.standards, submission).run(tx).await
    }
}

/// An application as it came.
pub fn submit(app: &App, standards: &[(Arc<Standard>, i64)], submission: &Submission) -> Submit {
    let (standard, version) = &standards[submission.service];
    let given = submission.documents_given.iter().map(|code| held(code));
    let missing = submission.documents_missing.iter().map(|code| HeldDocument {
        code: code.clone(),
        state: DocumentState::Later,
        file: None,
    });
    Submit {
        app: app.clone(),
        standard: Arc::clone(standard),
        version: *version,
        draft: None,
        details: details(submission),
        applicant: submission.applicant,
        documents: given.chain(missing).collect(),
        actor: Actor::citizen(submission.channel.into()),
    }
}

/// Remembers the clock that now runs for the application.
async fn watch(tx: &mut WriteTx<'_>, loaded: &mut Loaded, id: ApplicationId) -> Result<()> {
    let row = store::by_id(tx, id).await?;
    let clock = row.check_clock.or(row.promise_clock);
    if let (Some(due), Some(clock), None) = (row.due_at, clock, row.missed_at) {
        loaded.due.push(Reverse((due, id, clock)));
    }
    Ok(())
}

async fn missing(
    tx: &mut WriteTx<'_>,
    standard: &Standard,
    id: ApplicationId,
) -> Result<Vec<String>> {
    let held = store::documents(tx, id).await?;
    let there = |code: &str| held.iter().any(|d| d.code == code && d.state.is_there());
    let required = standard.documents.iter().filter(|document| document.required);
    Ok(required.filter(|d| !there(&d.code)).map(|d| d.code.clone()).collect())
}

/// Synthetic documents were shown, not uploaded: there is no picture behind them.
fn held(code: &str) -> HeldDocument {
    HeldDocument { code: code.to_owned(), state: DocumentState::Seen, file: None }
}

fn details(submission: &Submission) -> Details {
    let person = &submission.person;
    let mandated = submission.applicant == Applicant::Mandate;
    let group = submission.priority.map(|group| match group {
        PriorityGroup::Elderly => PRIORITY_GROUPS[0],
        PriorityGroup::Pregnant => PRIORITY_GROUPS[1],
        PriorityGroup::Disability => PRIORITY_GROUPS[2],
    });
    Details {
        person: PersonDetails {
            name: person.name.clone(),
            nik: person.nik.clone(),
            kk: Some(person.kk.clone()),
            phone: Some(person.phone.clone()),
            address: person.address.clone(),
            kelurahan: person.kelurahan.clone(),
        },
        representative: submission.representative.as_ref().map(representative),
        letter: mandated.then_some(Letter { until: None, stamped: true }),
        helped: None,
        answers: submission.answers.clone(),
        priority_group: group.map(str::to_owned),
        language: person.language.to_owned(),
        notes: Vec::new(),
        bearers: Vec::new(),
    }
}

fn representative(person: &PersonSpec) -> Representative {
    Representative {
        name: person.name.clone(),
        nik: person.nik.clone(),
        phone: person.phone.clone(),
        kk: Some(person.kk.clone()),
        relation: "keluarga".to_owned(),
        reason: "sedang bekerja".to_owned(),
    }
}
