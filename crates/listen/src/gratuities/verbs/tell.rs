//! An officer tells of a gift or a refusal; whether it must be reported is judged at once.

use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::{Kind as Refusal, Result};
use kernel::fact::ClockMove;
use kernel::facts::Payload;
use kernel::facts::gift as facts;
use kernel::id::{GiftId, UserId};
use kernel::money::Rupiah;
use kernel::number::ApplicationNumber;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::keys;
use platform::vault::Lookup;

use super::super::exemptions::{Gift, Verdict, judge};
use super::super::model::{Kind, Matter, State, rules};
use super::super::store::{self, Row};
use super::{DETAILS, Details, Report};
use crate::gratuities::UPG;
use platform::running::Clocks;

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
        let id = GiftId::new(tx.now(), tx.rng());
        self.run_as(tx, id).await
    }
}

/// The same under the id that the form brought, so that a form that is sent twice tells it once.
#[derive(Clone)]
pub struct TellOnce {
    /// What is told.
    pub tell: Tell,
    /// The id that the report gets.
    pub id: GiftId,
}

impl Command for TellOnce {
    type Output = Row;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Row> {
        match store::by_id(tx, self.id).await {
            Ok(row) if row.officer == self.tell.officer => Ok(row),
            Ok(_) => Err(Error::invalid("error-form-expired")),
            Err(error) if error.kind() == Refusal::NotFound => self.tell.run_as(tx, self.id).await,
            Err(error) => Err(error),
        }
    }
}

impl Tell {
    async fn run_as(&self, tx: &mut WriteTx<'_>, id: GiftId) -> Result<Row> {
        let mut report = self.new_report(tx, id).await?;
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

    async fn new_report(&self, tx: &mut WriteTx<'_>, id: GiftId) -> Result<Report> {
        let (said, now) = (&self.said, tx.now());
        if said.given_on > self.app.tz().to_datetime(now).date() {
            return Err(Error::invalid("gift-date-future"));
        }
        // The times of the law cannot be reckoned without the holidays of that year.
        let first = self.app.calendar.first_day();
        if said.given_on < first {
            return Err(Error::invalid("gift-date-old").with("year", first.year()));
        }
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
