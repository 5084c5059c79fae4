//! An inspector opens a case.

use kernel::Error;
use kernel::actor::{Actor, Role};
use kernel::error::{Kind as Refusal, Result};
use kernel::facts::Payload;
use kernel::facts::case as facts;
use kernel::id::{CaseId, SignalId, UserId};
use kernel::number::ApplicationNumber;
use platform::App;
use platform::auth::account;
use platform::db::{Command, Tx, WriteTx};
use platform::keys;

use super::super::guard::Guard;
use super::super::model::{Matter, Person, Phase};
use super::super::store::{self, Row};
use super::{CONTENTS, Case, Contents, OWNER, Outsider, hash_of, rules};
use crate::city::Units;
use crate::{deadlines, signals};
use platform::running::Clocks;

/// Whom a case is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// Nobody is known yet.
    Nobody,
    /// An account of the unit.
    Account(UserId),
    /// An intermediary from outside.
    Outsider(Outsider),
}

impl About {
    pub(super) fn person(&self) -> Option<Person> {
        match self {
            Self::Nobody => None,
            Self::Account(user) => Some(Person::Account(*user)),
            Self::Outsider(_) => Some(Person::Outsider),
        }
    }

    pub(super) fn outsider(&self) -> Option<Outsider> {
        match self {
            Self::Outsider(outsider) => Some(outsider.clone()),
            _ => None,
        }
    }
}

/// Refuses an account that is not of the unit.
pub(super) async fn check(tx: &mut Tx<'_>, app: &App, about: &About, unit: &str) -> Result<()> {
    let About::Account(user) = about else { return Ok(()) };
    let of_unit = account::of_unit(tx, &app.vault, unit).await?;
    if of_unit.iter().any(|(one, _)| one == user) {
        return Ok(());
    }
    Err(Error::invalid("case-person-elsewhere"))
}

/// Gives the head of the unit the duty to summon and examine.
///
/// # Errors
/// Conflict when the case is about that head.
pub(super) async fn tell_superior(tx: &mut WriteTx<'_>, app: &App, case: &Case) -> Result<()> {
    let unit = case.row.unit.clone();
    let heads = account::holders(tx, Role::Head, &unit).await?;
    if heads.iter().any(|head| case.contents.matter.is_about(*head)) {
        return Err(Error::conflict("case-superior-concerned"));
    }
    deadlines::verbs::assign(tx, app, case.row.id.uuid(), "case.opened", &unit).await?;
    Ok(())
}

/// An inspector opens a case.
#[derive(Clone)]
pub struct Open {
    /// The city.
    pub app: App,
    /// Who.
    pub user: UserId,
    /// By which door.
    pub actor: Actor,
    /// What it comes from.
    pub origin: String,
    /// Number or id of that.
    pub reference: String,
    /// Why it cannot wait until someone concerned is heard about the signal; empty when it can.
    pub urgent: String,
    /// Code of the unit concerned.
    pub unit: String,
    /// Whom it is about.
    pub about: About,
    /// What is alleged.
    pub allegation: String,
    /// Whether the head of the unit is to summon and examine as well (PP 94/2021 Art 28).
    pub tell_superior: bool,
}

impl Command for Open {
    type Output = ApplicationNumber;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<ApplicationNumber> {
        let app = &self.app;
        if !Units::load(tx, platform::i18n::Lang::Id).await?.has(&self.unit) {
            return Err(Error::invalid("case-unit-unknown"));
        }
        let guard = Guard::of(tx, app, self.user).await?;
        if guard.keeps_from_unit(&self.unit) {
            return Err(Error::invalid("case-own-unit"));
        }
        check(tx, app, &self.about, &self.unit).await?;
        let mut case = self.new_case(tx).await?;
        let moves = vec![case.row.clocks.start(tx, app, rules::CASE, OWNER)?];
        let opened = facts::Opened {
            v: 1,
            number: case.row.number.to_string(),
            unit: self.unit.clone(),
            origin: self.origin.clone(),
            reference: self.reference.clone(),
        };
        case.append(tx, self.actor, Payload::CaseOpened(opened), moves).await?;
        if let Some(person) = self.about.person() {
            let account = match person {
                Person::Account(user) => Some(user),
                Person::Outsider => None,
            };
            let named = facts::PersonNamed { v: 1, account };
            case.append(tx, self.actor, Payload::CasePersonNamed(named), Vec::new()).await?;
        }
        store::insert(tx, &case.row).await?;
        self.escalate(tx, &case).await?;
        if self.tell_superior {
            tell_superior(tx, app, &case).await?;
        }
        Ok(case.row.number)
    }
}

impl Open {
    /// A signal that has become a case waits for nobody's decision any more.
    async fn escalate(&self, tx: &mut WriteTx<'_>, case: &Case) -> Result<()> {
        if self.origin != "signal" || self.reference.is_empty() {
            return Ok(());
        }
        let unknown = || Error::invalid("case-signal-unknown");
        let signal: SignalId = self.reference.parse().map_err(|_| unknown())?;
        let number = case.row.number.to_string();
        match signals::verbs::escalate(tx, &self.app, signal, (&number, &self.urgent), self.actor)
            .await
        {
            Err(error) if error.kind() == Refusal::NotFound => Err(unknown()),
            other => other,
        }
    }

    async fn new_case(&self, tx: &mut WriteTx<'_>) -> Result<Case> {
        let (app, now) = (&self.app, tx.now());
        let id = CaseId::new(now, tx.rng());
        let key = keys::create(tx, &app.vault, id.uuid()).await?;
        let (person, outsider) = (self.about.person(), self.about.outsider());
        let contents = Contents {
            matter: Matter::new(person),
            origin: self.origin.clone(),
            reference: self.reference.clone(),
            allegation: self.allegation.clone(),
            outsider,
            evidence: Vec::new(),
            findings: String::new(),
        };
        let row = Row {
            id,
            number: free_number(tx).await?,
            unit: self.unit.clone(),
            phase: Phase::Open.code().to_owned(),
            person: person
                .map(|person| hash_of(app, person, contents.outsider.as_ref()))
                .unwrap_or_default(),
            closed_with: None,
            sealed: key.seal_json(CONTENTS, &contents, tx.rng())?,
            clocks: Clocks::default(),
            seq: 0,
            opened_at: now,
            final_at: None,
        };
        Ok(Case { row, key, contents })
    }
}

async fn free_number(tx: &mut WriteTx<'_>) -> Result<ApplicationNumber> {
    loop {
        let number = ApplicationNumber::random(tx.rng());
        if store::by_number(tx, number).await?.is_none() {
            return Ok(number);
        }
    }
}
