//! An application comes in under a mandate: who may hold one more, and the mandate itself.

use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp};
use kernel::facts::{Payload, mandate as facts};
use kernel::id::{ClockId, CommandId, MandateId};
use kernel::number::MandateCode;
use kernel::service::Standard;
use platform::App;
use platform::db::WriteTx;
use platform::i18n::Lang;
use platform::keys;
use platform::vault::{Lookup, sha256};

use super::super::model::{Contents, Party, Standing, State};
use super::super::store::{self, Row};
use super::super::{messages, rules};
use super::{CONTENTS, Mandate};
use crate::applications::model::{Details, Representative};
use crate::applications::verbs::File;

fn receiver(details: &Details) -> Result<&Representative> {
    details.representative.as_ref().ok_or_else(|| Error::internal("a mandate without a receiver"))
}

/// What the register says today of whoever is to act for the giver.
///
/// # Errors
/// When nobody is named or the database fails.
pub(crate) async fn standing(
    tx: &mut WriteTx<'_>,
    app: &App,
    details: &Details,
) -> Result<Standing> {
    let today = app.tz().to_datetime(tx.now()).date();
    let nik = app.vault.lookup(Lookup::Nik, receiver(details)?.nik.expose());
    let entries = store::of_person(tx, &nik).await?;
    let entries = entries.iter().map(|e| (e.kind.as_str(), e.state, e.from, e.until));
    Ok(rules::standing(entries, today))
}

/// Refuses whoever is barred or holds as many mandates as one may, and says by which profession no
/// limit applies; empty for everyone else.
///
/// # Errors
/// Invalid, with the day from which it is possible and where help is free.
pub(crate) async fn allowed(tx: &mut WriteTx<'_>, app: &App, details: &Details) -> Result<String> {
    let today = app.tz().to_datetime(tx.now()).date();
    let lang = Lang::parse(&details.language).unwrap_or_default();
    let nik = app.vault.lookup(Lookup::Nik, receiver(details)?.nik.expose());
    let standing = standing(tx, app, details).await?;
    if let Some(until) = standing.barred_until {
        return Err(Error::invalid("representatives-barred").with("until", lang.date(until)));
    }
    if let Some(profession) = standing.profession {
        return Ok(profession);
    }
    let limit = app.rulebook.count(rules::LIMIT, today)?;
    let window = i32::try_from(app.rulebook.term(rules::WINDOW, today)?.amount);
    let window = window.map_err(Error::internal)?;
    let first = today.saturating_sub(window.days()).to_datetime(Time::midnight());
    let since = app.tz().to_timestamp(first).map_err(Error::internal)?;
    store::take_turn(tx, &nik).await?;
    let given = store::given_since(tx, &nik, since).await?;
    let days: Vec<Date> = given.iter().map(|at| app.tz().to_datetime(*at).date()).collect();
    let most = usize::try_from(limit).map_err(Error::internal)?;
    match rules::possible_from(&days, most, window, today) {
        None => Ok(String::new()),
        Some(day) => Err(Error::invalid("representatives-limit")
            .with("limit", limit)
            .with("window", window)
            .with("day", lang.date(day))),
    }
}

/// A mandate that comes in with an application.
pub(crate) struct Giving<'a> {
    pub(crate) app: &'a App,
    /// The application, before its row is written.
    pub(crate) file: &'a File,
    pub(crate) standard: &'a Standard,
    pub(crate) details: &'a Details,
    pub(crate) profession: String,
    pub(crate) command: CommandId,
    pub(crate) actor: Actor,
}

/// Writes the mandate and asks its giver. A replayed past has been confirmed already.
///
/// # Errors
/// When a rule is missing, the message cannot be composed or the database fails.
pub(crate) async fn give(tx: &mut WriteTx<'_>, giving: Giving<'_>) -> Result<MandateId> {
    let code = MandateCode::random(tx.rng());
    let mut mandate = giving.begin(tx, &code).await?;
    let by = (giving.command, giving.actor);
    let given = giving.given(&mandate);
    if tx.is_replayed() {
        mandate.append(tx, by, given, Vec::new()).await?;
        let confirmed =
            facts::Confirmed { v: 1, asked: facts::Asked::Recorded, note: String::new() };
        mandate.append(tx, by, Payload::MandateConfirmed(confirmed), Vec::new()).await?;
        mandate.row.state = State::Confirmed;
        mandate.row.answered_at = Some(tx.now());
    } else {
        let clock = giving.start_clock(tx, &mut mandate)?;
        mandate.append(tx, by, given, vec![clock]).await?;
    }
    store::insert(tx, &mandate.row).await?;
    messages::ask(tx, giving.app, &mandate, giving.file, giving.standard, &code).await?;
    Ok(mandate.row.id)
}

impl Giving<'_> {
    async fn begin(&self, tx: &mut WriteTx<'_>, code: &MandateCode) -> Result<Mandate> {
        let now = tx.now();
        let id = MandateId::new(now, tx.rng());
        let key = keys::create(tx, &self.app.vault, id.uuid()).await?;
        let contents = self.contents()?;
        let lookup = self.app.vault.lookup(Lookup::Nik, contents.receiver.nik.expose());
        let row = Row {
            id,
            application: self.file.row.id,
            state: State::Given,
            receiver: lookup,
            profession: self.profession.clone(),
            code_hash: sha256(code.expose().as_bytes()).to_vec(),
            until: self.until(tx)?,
            typed_by: self.actor.user.filter(|_| self.actor.channel == Channel::Counter),
            clock: None,
            due_at: None,
            given_at: now,
            answered_at: None,
            silent: false,
            sealed: key.seal_json(CONTENTS, &contents, tx.rng())?,
            seq: 0,
        };
        Ok(Mandate { row, key })
    }

    fn until(&self, tx: &WriteTx<'_>) -> Result<Date> {
        if let Some(until) = self.details.letter.and_then(|letter| letter.until) {
            return Ok(until);
        }
        let today = self.app.tz().to_datetime(tx.now()).date();
        let term = self.app.rulebook.term(rules::VALIDITY, today)?;
        Ok(today.saturating_add(i32::try_from(term.amount).map_err(Error::internal)?.days()))
    }

    fn contents(&self) -> Result<Contents> {
        let (person, who) = (&self.details.person, receiver(self.details)?);
        Ok(Contents {
            giver: Party {
                name: person.name.clone(),
                nik: person.nik.clone(),
                phone: person.phone.clone(),
            },
            receiver: Party {
                name: who.name.clone(),
                nik: who.nik.clone(),
                phone: Some(who.phone.clone()),
            },
            relation: who.relation.clone(),
            reason: who.reason.clone(),
            service: self.file.row.service.clone(),
            stamped: self.details.letter.is_some_and(|letter| letter.stamped),
            language: self.details.language.clone(),
        })
    }

    fn given(&self, mandate: &Mandate) -> Payload {
        Payload::MandateGiven(facts::Given {
            v: 1,
            number: self.file.row.number.compact(),
            service: self.file.row.service.clone(),
            until: mandate.row.until,
            stamped: self.details.letter.is_some_and(|letter| letter.stamped),
            profession: Some(self.profession.clone()).filter(|code| !code.is_empty()),
        })
    }

    /// The giver has some days to answer.
    fn start_clock(&self, tx: &mut WriteTx<'_>, mandate: &mut Mandate) -> Result<ClockMove> {
        let now = tx.now();
        let day = self.app.tz().to_datetime(now).date();
        let term = self.app.rulebook.term(rules::CONFIRMATION, day)?;
        let owner = self.file.row.unit_code.clone();
        let due_at = self.app.calendar.due(&owner, now, term, &[]).map_err(Error::internal)?;
        let clock = ClockId::new(now, tx.rng());
        mandate.row.clock = Some(clock);
        mandate.row.due_at = due_at;
        let (rule, op) = (rules::CONFIRMATION.to_owned(), ClockOp::Start { term });
        Ok(ClockMove { clock, rule, owner, due_at, op })
    }
}
