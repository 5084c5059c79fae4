//! Handing in an application. The clock of the promise starts at once when everything required is
//! there; otherwise an officer has a short time to look.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use kernel::Error;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Result;
use kernel::fact::ClockMove;
use kernel::facts::mandate::Used;
use kernel::facts::{Payload, application as facts};
use kernel::id::{ApplicationId, CommandId};
use kernel::identity::{Nik, Phone, Sex};
use kernel::money::Rupiah;
use kernel::number::{ApplicationNumber, Secret};
use kernel::service::{Applicant, Document, Standard};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::keys;
use platform::links::{self, Links};
use platform::vault::{Lookup, SubjectKey, sha256};

use super::super::draft;
use super::super::messages;
use super::super::model::{Details, DocumentState, State};
use super::super::rules;
use super::super::store::{self, Application, HeldDocument};
use super::{File, new_command, new_ticket};
use crate::fees::verbs::charge_first;
use crate::representatives::verbs::{Giving, allowed, give, standing};
use crate::representatives::{self, letter};

/// An application that is handed in.
#[derive(Clone)]
pub struct Submit {
    /// The city.
    pub app: App,
    /// The standard that applies.
    pub standard: Arc<Standard>,
    /// Its version.
    pub version: i64,
    /// The id and hashed code of the draft it grew from; its key becomes the application's.
    pub draft: Option<(ApplicationId, Vec<u8>)>,
    /// What it says.
    pub details: Details,
    /// Who applies for the person.
    pub applicant: Applicant,
    /// Documents that are there or promised.
    pub documents: Vec<HeldDocument>,
    /// Who hands it in, and by which door.
    pub actor: Actor,
}

/// What the citizen holds afterwards. The secret is stored nowhere.
#[derive(Debug)]
pub struct Receipt {
    /// Its id.
    pub id: ApplicationId,
    /// The number.
    pub number: ApplicationNumber,
    /// The secret that opens everything the number alone does not show.
    pub secret: Secret,
    /// When it came in.
    pub submitted_at: Timestamp,
    /// The whole price.
    pub fee: Rupiah,
    /// Where it stands.
    pub state: State,
    /// When the promise, or else the completeness check, is due.
    pub due_at: Option<Timestamp>,
}

impl Command for Submit {
    type Output = Receipt;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Receipt> {
        if !self.standard.proxy.admits(self.applicant) {
            return Err(Error::invalid("applications-proxy-not-allowed"));
        }
        let profession = self.check(tx).await?;
        let (id, key) = self.identity(tx).await?;
        let secret = Secret::random(tx.rng());
        let mut file = self.new_file(tx, id, key, &secret).await?;
        let registered = !profession.is_empty();
        self.begin(tx, &mut file, profession).await?;
        links::keep(tx, &file.key, &self.links(&file, registered)).await?;
        if let Some((_, code)) = &self.draft {
            draft::delete(tx, code).await?;
        }
        for document in self.documents.iter().chain(&self.recorded(tx)) {
            store::set_document(tx, id, document).await?;
        }
        messages::received(tx, &self.app, &file, &self.standard, &self.details).await?;
        let Application { number, submitted_at, fee, state, due_at, .. } = file.row;
        Ok(Receipt { id, number, secret, submitted_at, fee, state, due_at })
    }
}

impl Submit {
    async fn identity(&self, tx: &mut WriteTx<'_>) -> Result<(ApplicationId, SubjectKey)> {
        if let Some((id, _)) = &self.draft {
            let key = keys::find(tx, &self.app.vault, id.uuid()).await?;
            let gone = || Error::conflict("applications-draft-gone");
            return Ok((*id, key.ok_or_else(gone)?));
        }
        let now = tx.now();
        let id = ApplicationId::new(now, tx.rng());
        let key = keys::create(tx, &self.app.vault, id.uuid()).await?;
        Ok((id, key))
    }

    /// Who stands in the file, for analysis.
    fn links(&self, file: &File, registered: bool) -> Links {
        let vault = &self.app.vault;
        let person = &self.details.person;
        let of = |kind: Lookup, number: &str| links::pseudonym(vault, kind, number);
        let mandated = self.details.representative.as_ref();
        let mandated = mandated.filter(|_| self.applicant == Applicant::Mandate);
        let contact = messages::contact(&self.details);
        let sex = match person.nik.sex() {
            Sex::Female => "female",
            Sex::Male => "male",
        };
        Links {
            number: file.row.number.to_string(),
            person: of(Lookup::Nik, person.nik.expose()),
            family: person.kk.as_ref().map(|kk| of(Lookup::Kk, kk.expose())).unwrap_or_default(),
            contact: contact.map(|phone| of(Lookup::Phone, phone.expose())).unwrap_or_default(),
            representative: mandated
                .map(|who| of(Lookup::Nik, who.nik.expose()))
                .unwrap_or_default(),
            joined: String::new(),
            registered,
            kelurahan: person.kelurahan.clone(),
            sex: sex.to_owned(),
            priority: file.row.priority == 0,
        }
    }

    /// Whether one may apply for the other; a replayed past is not asked again. The profession for
    /// which no limit of mandates applies, if there is one.
    async fn check(&self, tx: &mut WriteTx<'_>) -> Result<String> {
        let replayed = tx.is_replayed();
        if !replayed {
            let today = self.app.tz().to_datetime(tx.now()).date();
            representatives::rules::check(&self.details, self.applicant, today)?;
        }
        match self.applicant {
            // A replayed past had no limits, but the register holds for it too.
            Applicant::Mandate if replayed => {
                let standing = standing(tx, &self.app, &self.details).await?;
                Ok(standing.profession.unwrap_or_default())
            }
            Applicant::Mandate => allowed(tx, &self.app, &self.details).await,
            Applicant::Oneself | Applicant::Family => Ok(String::new()),
        }
    }

    /// The letter of a replayed past was shown, not uploaded.
    fn recorded(&self, tx: &WriteTx<'_>) -> Vec<HeldDocument> {
        if self.applicant != Applicant::Mandate || !tx.is_replayed() {
            return Vec::new();
        }
        let seen = |document: &Document| HeldDocument {
            code: document.code.clone(),
            state: DocumentState::Seen,
            file: None,
        };
        letter::documents().iter().map(seen).collect()
    }

    fn missing(&self, tx: &WriteTx<'_>) -> Vec<String> {
        let standard = letter::standard_for(Arc::clone(&self.standard), self.applicant);
        let recorded = self.recorded(tx);
        let held: BTreeMap<_, _> =
            self.documents.iter().chain(&recorded).map(|d| (d.code.clone(), d.state)).collect();
        rules::missing(&standard, &self.details.answers, &held)
    }

    async fn new_file(
        &self,
        tx: &mut WriteTx<'_>,
        id: ApplicationId,
        key: SubjectKey,
        secret: &Secret,
    ) -> Result<File> {
        let person = &self.details.person;
        let unit_code = match self.standard.unit.as_str() {
            "KEL" => store::kelurahan_unit(tx, &person.kelurahan).await?,
            unit => unit.to_owned(),
        };
        let phone = |phone: &Phone| self.app.vault.lookup(Lookup::Phone, phone.expose());
        let row = Application {
            id,
            number: free_number(tx).await?,
            secret_hash: sha256(secret.expose().as_bytes()).to_vec(),
            service: self.standard.code.clone(),
            standard_version: self.version,
            unit_id: store::unit_id(tx, &unit_code).await?,
            unit_code,
            // The first facts move it on from here.
            state: State::Submitted,
            channel: self.actor.channel,
            applicant: self.applicant,
            priority: self.priority(tx, &person.nik)?,
            fee: self.price()?,
            nik_lookup: self.app.vault.lookup(Lookup::Nik, person.nik.expose()),
            phone_lookup: messages::contact(&self.details).map(phone).unwrap_or_default(),
            ticket: None,
            officer: None,
            sealed: key.seal_json("application.details", &self.details, tx.rng())?,
            seq: 0,
            submitted_at: tx.now(),
            completed_at: None,
            due_at: None,
            pauses: Vec::new(),
            check_clock: None,
            promise_clock: None,
            missed_at: None,
            deemed_at: None,
            ended_at: None,
        };
        Ok(File { row, key })
    }

    /// The exact price, which is known before anything is handed in.
    fn price(&self) -> Result<Rupiah> {
        let price = self.standard.price(&self.details.answers);
        price.map(|price| price.amount).ok_or_else(|| Error::invalid("fees-number-missing"))
    }

    /// Priority only by rule: a group that an officer saw at the counter, or old age by the NIK.
    /// A replayed past says itself who went first.
    fn priority(&self, tx: &WriteTx<'_>, nik: &Nik) -> Result<i64> {
        if tx.is_replayed() {
            return Ok(i64::from(self.details.priority_group.is_none()));
        }
        let today = self.app.tz().to_datetime(tx.now()).date();
        let age = self.app.rulebook.count("serve.priority_elderly_age", today)?;
        let elderly = rules::is_elderly(nik.birth(today), today, age);
        let seen = self.actor.channel == Channel::Counter && self.details.priority_group.is_some();
        Ok(i64::from(!(elderly || seen)))
    }

    /// Readers of the journal must know who is no direct user of the service, and see no payload.
    fn applying(&self) -> Actor {
        match self.applicant {
            Applicant::Mandate => Actor { role: Role::Representative, ..self.actor },
            Applicant::Oneself | Applicant::Family => self.actor,
        }
    }

    /// The first facts: submitted, and at once complete when nothing is missing.
    async fn begin(&self, tx: &mut WriteTx<'_>, file: &mut File, profession: String) -> Result<()> {
        let command = new_command(tx);
        let missing = self.missing(tx);
        let mandate = self.applicant == Applicant::Mandate;
        // Nothing begins before the giver has said yes.
        let waits = mandate && !tx.is_replayed();
        let complete = missing.is_empty() && !waits;
        let submitted = Payload::Submitted(facts::Submitted {
            v: 1,
            number: file.row.number.compact(),
            service: file.row.service.clone(),
            standard: self.version,
            unit: file.row.unit_code.clone(),
            applicant: self.applicant,
            fee: file.row.fee,
            missing,
            helped: self.details.helped.clone(),
        });
        let check = !complete && !waits;
        let clocks = if check { vec![file.start_check(tx, &self.app)?] } else { Vec::new() };
        file.append(tx, command, self.applying(), submitted, clocks).await?;
        if mandate {
            self.give(tx, file, command, profession).await?;
        }
        if complete {
            let how = facts::Completion::AtOnce;
            let actor = Actor { user: None, ..self.actor };
            let (payload, clocks) =
                file.become_complete(tx, &self.app, &self.standard, how, Vec::new())?;
            file.append(tx, command, actor, payload, clocks).await?;
            file.enter_queue(tx, command, actor).await?;
            charge_first(tx, file, &self.standard, (command, actor)).await?;
        }
        store::insert(tx, &file.row).await
    }
}

impl Submit {
    /// The mandate under which it comes in. That of a replayed past was confirmed, and is used.
    async fn give(
        &self,
        tx: &mut WriteTx<'_>,
        file: &mut File,
        command: CommandId,
        profession: String,
    ) -> Result<()> {
        let giving = Giving {
            app: &self.app,
            file,
            standard: &self.standard,
            details: &self.details,
            profession,
            command,
            actor: self.applying(),
        };
        let mandate = give(tx, giving).await?;
        if !tx.is_replayed() {
            file.row.state = State::AwaitingGiver;
            return Ok(());
        }
        let used = Payload::MandateUsed(Used { v: 1, mandate });
        let actor = Actor { user: None, ..self.actor };
        file.append(tx, command, actor, used, Vec::new()).await
    }
}

impl File {
    /// The file is complete: its promise runs and it has a ticket for its place in the queue.
    pub(super) fn become_complete(
        &mut self,
        tx: &mut WriteTx<'_>,
        app: &App,
        standard: &Standard,
        how: facts::Completion,
        mut clocks: Vec<ClockMove>,
    ) -> Result<(Payload, Vec<ClockMove>)> {
        let ticket = new_ticket(tx);
        self.row.state = State::Queued;
        self.row.ticket = Some(ticket);
        clocks.push(self.start_promise(tx, app, standard)?);
        let ticket = ticket.to_string();
        Ok((Payload::Completed(facts::Completed { v: 1, how, ticket }), clocks))
    }
}

/// A number that no application has. 32^7 numbers make a second try rare.
async fn free_number(tx: &mut WriteTx<'_>) -> Result<ApplicationNumber> {
    loop {
        let number = ApplicationNumber::random(tx.rng());
        if store::by_number(tx, number).await?.is_none() {
            return Ok(number);
        }
    }
}
