//! What can be done with a report of a gift: each act writes its fact and the row in one transaction.

use std::sync::Weak;

use futures_util::future::BoxFuture;
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::{Actor, Role};
use kernel::error::{Kind as Refusal, Result};
use kernel::fact::{ClockMove, NewFact, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::gift::{self as facts, Owner};
use kernel::id::{ClockId, CommandId, FileId, GiftId, UserId};
use kernel::money::Rupiah;
use kernel::number::ApplicationNumber;
use platform::App;
use platform::auth::account;
use platform::clocks::{Lapsed, OnLapse};
use platform::db::{Command, Tx, WriteTx};
use platform::journal::Seal;
use platform::keys;
use platform::uploads::{self, NewUpload};
use platform::vault::{Lookup, SubjectKey};
use serde::{Deserialize, Serialize};

use super::exemptions::{Gift, Verdict, judge};
use super::model::{Kind, Matter, State, rules};
use super::store::{self, Row};
use crate::clocks::Clocks;

/// Who answers for what the gratuity unit owes.
const UPG: &str = "INSPECTORATE";

const DETAILS: &str = "gift.details";

/// What a report says, in the fields of the national form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// Name of the officer.
    pub recipient: String,
    /// Their NIK.
    pub nik: String,
    /// Their address.
    pub address: String,
    /// Their telephone.
    pub phone: String,
    /// Their position.
    pub position: String,
    /// Who gave or offered it.
    pub giver: String,
    /// How to reach the giver.
    pub giver_contact: String,
    /// How the giver stands to the officer.
    pub relation: String,
    /// The number of an application of the giver.
    pub application: String,
    /// What it is.
    pub what: String,
    /// Where it was given.
    pub place: String,
    /// How it came about.
    pub story: String,
    /// Where the object is.
    pub kept_at: String,
    /// Pictures and papers.
    pub files: Vec<FileId>,
}

/// A report with its key.
#[derive(Debug)]
pub struct Report {
    /// The row.
    pub row: Row,
    /// Its key.
    pub key: SubjectKey,
}

impl Report {
    /// The key to a row that was read already.
    ///
    /// # Errors
    /// Not found when it has been erased.
    pub async fn of(tx: &mut Tx<'_>, app: &App, row: Row) -> Result<Self> {
        let key = keys::find(tx, &app.vault, row.id.uuid()).await?;
        Ok(Self { row, key: key.ok_or_else(Error::not_found)? })
    }

    /// What it says.
    ///
    /// # Errors
    /// When the stored bytes were changed.
    pub fn details(&self) -> Result<Details> {
        self.key.open_json(DETAILS, &self.row.sealed)
    }

    async fn append(
        &mut self,
        tx: &mut WriteTx<'_>,
        actor: Actor,
        payload: Payload,
        clocks: Vec<ClockMove>,
    ) -> Result<()> {
        let now = tx.now();
        let fact = NewFact {
            subject: self.row.subject(),
            command: CommandId::new(now, tx.rng()),
            occurred_at: now,
            actor,
            clocks,
            payload,
        };
        self.row.seq += 1;
        tx.append(&fact, self.row.seq, Seal::Under(&self.key)).await?;
        Ok(())
    }
}

/// What an officer reports.
#[derive(Clone, Debug)]
pub struct Said {
    /// What of it.
    pub kind: Kind,
    /// Code of the unit for which they work.
    pub unit: String,
    /// When it was given or offered.
    pub given_on: Date,
    /// What it is worth.
    pub value: Rupiah,
    /// Money, or what stands for it.
    pub is_money: bool,
    /// The giver has something to gain.
    pub conflict: bool,
    /// The exemption that the officer names.
    pub letter: Option<String>,
    /// Everything else.
    pub details: Details,
}

/// An officer reports a gift or a refusal.
#[derive(Clone)]
pub struct Tell {
    /// The city.
    pub app: App,
    /// Who.
    pub officer: UserId,
    /// By which door.
    pub actor: Actor,
    /// What.
    pub said: Said,
}

impl Command for Tell {
    type Output = Row;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Row> {
        let mut report = self.new_report(tx).await?;
        let moves = match report.row.matter.state {
            State::Reported => self.clocks(tx, &mut report)?,
            _ => Vec::new(),
        };
        let row = &report.row;
        let (number, unit) = (row.number.to_string(), row.unit.clone());
        let payload = match self.said.kind {
            Kind::Refusal => Payload::GiftRefused(facts::Refused {
                v: 1,
                number,
                unit,
                offered_on: row.given_on,
                application: !self.said.details.application.is_empty(),
            }),
            Kind::Gift => Payload::GiftReported(facts::Reported {
                v: 1,
                number,
                unit,
                given_on: row.given_on,
                value: row.value,
                exempt: (!row.exempt.is_empty()).then(|| row.exempt.clone()),
                why: (!row.why.is_empty()).then(|| row.why.clone()),
                late: row.late,
            }),
        };
        report.append(tx, self.actor, payload, moves).await?;
        store::insert(tx, &report.row).await?;
        Ok(report.row)
    }
}

impl Tell {
    async fn new_report(&self, tx: &mut WriteTx<'_>) -> Result<Report> {
        let (said, now) = (&self.said, tx.now());
        if said.given_on > self.app.tz().to_datetime(now).date() {
            return Err(Error::invalid("gift-date-future"));
        }
        let id = GiftId::new(now, tx.rng());
        let key = keys::create(tx, &self.app.vault, id.uuid()).await?;
        let giver = self.giver();
        let verdict = self.verdict(tx, &giver).await?;
        let due = self.app.calendar.due(
            &said.unit,
            midnight(&self.app, said.given_on)?,
            self.app.rulebook.term(rules::REPORT, said.given_on)?,
            &[],
        );
        let due = due.map_err(Error::internal)?;
        let late = said.kind == Kind::Gift && due.is_some_and(|due| now > due);
        let (state, exempt, why) = match (said.kind, verdict) {
            (Kind::Refusal, _) => (State::Reported, String::new(), String::new()),
            (Kind::Gift, Verdict::Exempt) => {
                (State::Exempt, said.letter.clone().unwrap_or_default(), String::new())
            }
            (Kind::Gift, Verdict::Reportable(why)) => {
                (State::Reported, String::new(), why.code().to_owned())
            }
        };
        let late = late && state == State::Reported;
        let row = Row {
            id,
            number: free_number(tx).await?,
            matter: Matter { kind: said.kind, state, state_property: late, owner: None },
            unit: said.unit.clone(),
            officer: self.officer,
            giver,
            given_on: said.given_on,
            value: said.value,
            exempt,
            why,
            late,
            sealed: key.seal_json(DETAILS, &said.details, tx.rng())?,
            clocks: Clocks::default(),
            seq: 0,
            reported_at: now,
            thanked_at: None,
        };
        Ok(Report { row, key })
    }

    /// Names are compared without case and spaces.
    fn giver(&self) -> Vec<u8> {
        let name = self.said.details.giver.to_lowercase();
        let name: Vec<&str> = name.split_whitespace().collect();
        self.app.vault.lookup(Lookup::Giver, &name.join(" "))
    }

    async fn verdict(&self, tx: &mut WriteTx<'_>, giver: &[u8]) -> Result<Verdict> {
        let said = &self.said;
        let months = self.app.rulebook.count("gift.window", said.given_on)?;
        let from = said.given_on.checked_sub(months.months()).map_err(Error::internal)?;
        let before = store::given(tx, self.officer, giver, (from, said.given_on)).await?;
        let gift = Gift {
            given_on: said.given_on,
            letter: said.letter.clone(),
            value: said.value,
            is_money: said.is_money,
            conflict: said.conflict,
            open_application: !said.details.application.is_empty(),
            before,
        };
        judge(&self.app.rulebook, &gift)
    }

    /// The gratuity unit has its days to pass it on, the law its own from the day of the gift.
    fn clocks(&self, tx: &mut WriteTx<'_>, report: &mut Report) -> Result<Vec<ClockMove>> {
        let (day, now) = (self.said.given_on, tx.now());
        let given = midnight(&self.app, day)?;
        let clocks = &mut report.row.clocks;
        let mut moves = vec![clocks.start_under(tx, &self.app, (rules::FORWARD, day), UPG, now)?];
        if self.said.kind == Kind::Gift && !report.row.late {
            moves.push(clocks.start_under(tx, &self.app, (rules::REPORT, day), UPG, given)?);
        }
        Ok(moves)
    }
}

fn midnight(app: &App, day: Date) -> Result<jiff::Timestamp> {
    app.tz().to_ambiguous_timestamp(day.at(0, 0, 0, 0)).compatible().map_err(Error::internal)
}

async fn free_number(tx: &mut WriteTx<'_>) -> Result<ApplicationNumber> {
    loop {
        let number = ApplicationNumber::random(tx.rng());
        if store::by_number(tx, number).await?.is_none() {
            return Ok(number);
        }
    }
}

/// What is done with a report.
#[derive(Clone, Debug)]
pub enum Does {
    /// The gratuity unit asks for what is missing.
    SendBack(String),
    /// The officer tells it.
    Complete(String),
    /// It goes to the KPK.
    Forward {
        /// The letter under which it goes.
        reference: String,
        /// It was reported only after an audit.
        after_audit: bool,
    },
    /// The KPK said whose it is.
    Decide {
        /// Whose.
        owner: Owner,
        /// The number of the decision.
        reference: String,
    },
    /// The object is where the decision says.
    HandOver(String),
    /// The object goes to another keeper.
    Move {
        /// Who keeps it from now on.
        keeper: String,
        /// Where.
        place: String,
        /// A picture of it.
        picture: Option<NewUpload>,
    },
    /// The gratuity unit thanks the officer.
    Thank,
}

/// One act on one report.
#[derive(Clone)]
pub struct Act {
    /// The city.
    pub app: App,
    /// Which report.
    pub id: GiftId,
    /// Who acts.
    pub actor: Actor,
    /// What they do.
    pub does: Does,
}

impl Command for Act {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let row = store::by_id(tx, self.id).await?;
        let mut report = Report::of(tx, &self.app, row).await?;
        let before = report.row.seq;
        let (payload, moves) = self.act(tx, &mut report).await?;
        report.append(tx, self.actor, payload, moves).await?;
        store::update(tx, &report.row, before).await
    }
}

impl Act {
    async fn act(
        &self,
        tx: &mut WriteTx<'_>,
        report: &mut Report,
    ) -> Result<(Payload, Vec<ClockMove>)> {
        let (now, given_on) = (tx.now(), report.row.given_on);
        let row = &mut report.row;
        let mut moves = Vec::new();
        let payload = match &self.does {
            Does::SendBack(text) => {
                row.matter.send_back()?;
                moves.extend(row.clocks.pause(now, "gift-pause-officer"));
                let (rule, unit) = ((rules::COMPLETE, given_on), row.unit.clone());
                let since = row.reported_at;
                moves.push(row.clocks.start_under(tx, &self.app, rule, &unit, since)?);
                Payload::GiftReturned(facts::Note { v: 1, text: text.clone() })
            }
            Does::Complete(text) => {
                row.matter.complete()?;
                moves.extend(row.clocks.stop(rules::COMPLETE));
                moves.extend(row.clocks.resume(&self.app, now)?);
                Payload::GiftCompleted(facts::Note { v: 1, text: text.clone() })
            }
            Does::Forward { reference, after_audit } => {
                row.matter.forward(*after_audit)?;
                moves.extend(row.clocks.stop_all());
                if row.matter.state == State::Forwarded {
                    let rule = (rules::DECISION, given_on);
                    moves.push(row.clocks.start_under(tx, &self.app, rule, "KPK", now)?);
                }
                let (reference, after_audit) = (reference.clone(), *after_audit);
                Payload::GiftForwarded(facts::Forwarded { v: 1, reference, after_audit })
            }
            Does::Decide { owner, reference } => {
                row.matter.decide(*owner)?;
                moves.extend(row.clocks.stop_all());
                let rule = match owner {
                    Owner::Recipient => rules::HAND_OVER,
                    Owner::State => rules::TREASURY,
                };
                moves.push(row.clocks.start_under(tx, &self.app, (rule, given_on), UPG, now)?);
                let reference = reference.clone();
                Payload::GiftDecided(facts::Decided { v: 1, owner: *owner, reference })
            }
            Does::HandOver(to) => {
                row.matter.hand_over()?;
                moves.extend(row.clocks.stop_all());
                Payload::GiftHandedOver(facts::HandedOver { v: 1, to: to.clone() })
            }
            Does::Move { keeper, place, picture } => {
                if row.matter.kind == Kind::Refusal {
                    return Err(Error::invalid("gift-no-object"));
                }
                let mut details = report.details()?;
                details.kept_at.clone_from(place);
                if let Some(picture) = picture {
                    uploads::record(tx, picture).await?;
                    details.files.push(picture.file_id);
                }
                report.row.sealed = report.key.seal_json(DETAILS, &details, tx.rng())?;
                let files = picture.iter().map(|picture| picture.file_id).collect();
                let (keeper, place) = (keeper.clone(), place.clone());
                Payload::GiftCustodyMoved(facts::CustodyMoved { v: 1, keeper, place, files })
            }
            Does::Thank => {
                if row.thanked_at.is_some() {
                    return Err(Error::conflict("gift-thanked-before"));
                }
                row.thanked_at = Some(now);
                Payload::GiftThanked(facts::Thanked { v: 1 })
            }
        };
        Ok((payload, moves))
    }
}

/// The owner of the clocks of gifts.
pub struct GiftClocks {
    /// The city. Weak, because the city holds its handlers.
    pub app: Weak<platform::Platform>,
}

impl OnLapse for GiftClocks {
    fn owns(&self, rule: &str) -> bool {
        rule.starts_with("gift.")
    }

    fn lapse<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        lapsed: &'t Lapsed,
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            let Some(app) = self.app.upgrade() else { return Ok(()) };
            if lapsed.subject.kind != SubjectKind::Gift {
                return Ok(());
            }
            let id = GiftId::from_uuid(lapsed.subject.id);
            match lapse(tx, &app, id, lapsed.clock).await {
                Err(error) if error.kind() == Refusal::NotFound => Ok(()),
                other => other,
            }
        })
    }
}

/// Notes that a time ran out. What the officer did not complete is not processed (Art 9).
async fn lapse(tx: &mut WriteTx<'_>, app: &App, id: GiftId, clock: ClockId) -> Result<()> {
    let row = store::by_id(tx, id).await?;
    let mut report = Report::of(tx, app, row).await?;
    let Some(rule) = report.row.clocks.rule_of(clock).map(str::to_owned) else { return Ok(()) };
    let before = report.row.seq;
    let mut moves: Vec<_> = report.row.clocks.lapse(clock).into_iter().collect();
    if moves.is_empty() {
        return Ok(());
    }
    if rule == rules::COMPLETE {
        report.row.matter.expire()?;
        moves.extend(report.row.clocks.stop_all().into_iter().filter(|one| one.clock != clock));
    }
    let due = moves.first().and_then(|moved| moved.due_at);
    let missed = facts::DeadlineMissed { v: 1, rule: rule.clone() };
    report.append(tx, Actor::system(), Payload::GiftDeadlineMissed(missed), moves).await?;
    store::update(tx, &report.row, before).await?;
    match due {
        Some(due) => tell_unit(tx, app, &report.row, (&rule, due)).await,
        None => Ok(()),
    }
}

/// The gratuity unit is told what it owes, or what was owed to it.
async fn tell_unit(
    tx: &mut WriteTx<'_>,
    app: &App,
    row: &Row,
    (rule, due): (&str, jiff::Timestamp),
) -> Result<()> {
    if tx.is_replayed() {
        return Ok(());
    }
    for reader in account::holders(tx, Role::Inspector, "").await? {
        crate::superiors::tell(tx, app, reader, |lang| {
            let values = [
                ("number", row.number.to_string()),
                ("rule", lang.t(&rule.replace("gift.", "gift-rule-"))),
                ("due", lang.moment(due, app.tz())),
                ("link", format!("{}/inspektorat/hadiah", app.settings.public_url)),
            ];
            let subject = lang.t1("gift-missed-subject", "number", row.number);
            (subject, lang.with("gift-missed-body", &values))
        })
        .await?;
    }
    Ok(())
}
