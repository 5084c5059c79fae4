//! A planner enters what somebody asks for: one proposal, a whole list, or a repair that was costed.

use jiff::civil::Date;
use kernel::Error;
use kernel::activity::ActivityCode;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::facts::{Payload, proposal as facts};
use kernel::id::ProposalId;
use kernel::money::Rupiah;
use kernel::number::ApplicationNumber;
use platform::App;
use platform::auth::{Can, Planner};
use platform::db::{Command, WriteTx};
use platform::i18n::Lang;

use super::super::model::{Origin, Proposal, Repair, State};
use super::super::prices::{self, Price};
use super::super::rules::budget_year;
use super::super::store::{self, evidence};
use super::Act;
use super::cost::reckon;
use platform::city::Names;

/// The shortest and the longest title, in characters.
const TITLE: (usize, usize) = (5, 120);
/// The longest text of what is to be done.
const LONGEST: usize = 2_000;
/// The longest place, proposer or measure.
const LONG: usize = 120;
/// The most of anything: a hundred million.
const MOST: i64 = 100_000_000_000;
/// The dearest proposal.
const DEAREST: i64 = 1_000_000_000_000;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The budget that it is for.
    pub budget_year: i16,
    /// What it is called.
    pub title: String,
    /// What is to be done.
    pub what: String,
    /// Code of the kelurahan; empty when it concerns the whole city.
    pub kelurahan: String,
    /// Where in it.
    pub place: String,
    /// Who asks.
    pub origin: Origin,
    /// The group, office or body of the council.
    pub proposer: String,
    /// How much, in thousandths.
    pub volume: i64,
    /// Of what; that of the price wins.
    pub measure: String,
    /// Code of the price; empty when none fits.
    pub price_code: String,
    /// What whoever asks says that it costs.
    pub asked: Option<Rupiah>,
    /// Code of the unit that would do it.
    pub office: String,
    /// Its place in the classification of the budget.
    pub activity: Option<ActivityCode>,
}

impl Said {
    /// Finds its price on a day, takes the measure of that, and refuses what cannot be.
    ///
    /// # Errors
    /// Invalid, with the key of the sentence that says what to mend.
    pub fn settle(&mut self, names: &Names, today: Date) -> Result<Option<&'static Price>> {
        let code = self.price_code.as_str();
        let price = prices::find(code, today);
        if price.is_none() && !code.is_empty() {
            return Err(Error::invalid("proposals-price-wrong"));
        }
        if let Some(price) = price {
            self.measure.clone_from(&price.measure);
        }
        self.check(names, today.year())?;
        Ok(price)
    }

    fn check(&self, names: &Names, this_year: i16) -> Result<()> {
        let long = |text: &str| text.trim().chars().count();
        let refuse = |wrong: bool, key| if wrong { Err(Error::invalid(key)) } else { Ok(()) };
        let years = this_year..=this_year + 2;
        refuse(!years.contains(&self.budget_year), "proposals-year-wrong")?;
        let title = (TITLE.0..=TITLE.1).contains(&long(&self.title));
        refuse(!title, "proposals-title-wrong")?;
        refuse(long(&self.what) > LONGEST, "proposals-what-long")?;
        let known = self.kelurahan.is_empty() || names.find(&self.kelurahan).is_some();
        refuse(!known, "proposals-kelurahan-wrong")?;
        // Residents propose in their own kelurahan.
        let homeless = self.origin == Origin::Resident && self.kelurahan.is_empty();
        refuse(homeless, "proposals-kelurahan-needed")?;
        refuse(long(&self.place) > LONG, "proposals-place-long")?;
        let proposer = (1..=LONG).contains(&long(&self.proposer));
        refuse(!proposer, "proposals-proposer-wrong")?;
        refuse(!(1..=MOST).contains(&self.volume), "proposals-volume-wrong")?;
        refuse(!(1..=LONG).contains(&long(&self.measure)), "proposals-measure-wrong")?;
        let dear = self.asked.is_some_and(|asked| !(1..=DEAREST).contains(&asked.get()));
        refuse(dear, "proposals-asked-wrong")?;
        refuse(!names.has_unit(&self.office), "proposals-office-wrong")
    }
}

/// A proposal is entered.
#[derive(Clone)]
pub struct Make {
    /// The city.
    pub app: App,
    /// What is asked for.
    pub said: Said,
    /// Who enters it.
    pub planner: Can<Planner>,
}

impl Command for Make {
    type Output = Proposal;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Proposal> {
        let names = Names::load(tx, Lang::Id).await?;
        make(tx, &self.app, &names, &self.said, self.planner.actor(Channel::Online, None), None)
            .await
    }
}

/// Many proposals are entered: all of them, or none.
#[derive(Clone)]
pub struct MakeAll {
    /// The city.
    pub app: App,
    /// What is asked for.
    pub all: Vec<Said>,
    /// Who enters them.
    pub planner: Can<Planner>,
}

impl Command for MakeAll {
    type Output = usize;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<usize> {
        let names = Names::load(tx, Lang::Id).await?;
        let actor = self.planner.actor(Channel::Online, None);
        for said in &self.all {
            make(tx, &self.app, &names, said, actor, None).await?;
        }
        Ok(self.all.len())
    }
}

/// A repair that an audit found and costed becomes a proposal of its office.
#[derive(Clone)]
pub struct TakeOver {
    /// The city.
    pub app: App,
    /// Which.
    pub repair: Repair,
    /// What is to be mended, in words.
    pub name: String,
    /// Who takes it over.
    pub planner: Can<Planner>,
}

impl Command for TakeOver {
    type Output = Proposal;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Proposal> {
        let names = Names::load(tx, Lang::Id).await?;
        let Repair { unit, item } = &self.repair;
        let found = evidence::repairs(tx).await?;
        let found = found.into_iter().find(|one| (&one.unit, &one.item) == (unit, item));
        let found = found.ok_or_else(Error::not_found)?;
        let year = budget_year(self.app.tz().to_datetime(tx.now()).date());
        let taken = store::of_repair(tx, &self.repair, year).await?;
        if taken.is_some_and(|taken| taken.state.is_open()) {
            return Err(Error::conflict("proposals-repair-taken-before"));
        }
        let own = names.kelurahan().iter().find(|one| one.unit_code == *unit);
        let said = Said {
            budget_year: year,
            title: format!("Perbaikan {} di {}", self.name.to_lowercase(), names.unit(unit)),
            what: format!("Diambil dari pemeriksaan sarana; kode harga {}.", found.price_code),
            kelurahan: own.map(|one| one.code.clone()).unwrap_or_default(),
            place: names.unit(unit),
            origin: Origin::Unit,
            proposer: names.unit(unit),
            volume: 1_000,
            measure: "paket".to_owned(),
            price_code: String::new(),
            asked: Some(found.cost),
            office: unit.clone(),
            activity: None,
        };
        let actor = self.planner.actor(Channel::Online, None);
        make(tx, &self.app, &names, &said, actor, Some(self.repair.clone())).await
    }
}

async fn make(
    tx: &mut WriteTx<'_>,
    app: &App,
    names: &Names,
    said: &Said,
    actor: Actor,
    repair: Option<Repair>,
) -> Result<Proposal> {
    let today = app.tz().to_datetime(tx.now()).date();
    let mut said = said.clone();
    let price = said.settle(names, today)?;
    let act = Act::of(tx, actor);
    let mut row = fresh(tx, said, repair);
    let made = Payload::ProposalMade(made(&row));
    act.append(tx, &mut row, made).await?;
    if let Some(price) = price {
        let costed = reckon(&mut row, price)?;
        act.append(tx, &mut row, costed).await?;
    }
    store::insert(tx, &row).await?;
    Ok(row)
}

fn fresh(tx: &mut WriteTx<'_>, said: Said, repair: Option<Repair>) -> Proposal {
    let trim = |text: String| text.trim().to_owned();
    Proposal {
        id: ProposalId::new(tx.now(), tx.rng()),
        number: ApplicationNumber::random(tx.rng()),
        budget_year: said.budget_year,
        title: trim(said.title),
        what: trim(said.what),
        kelurahan: said.kelurahan,
        place: trim(said.place),
        origin: said.origin,
        proposer: trim(said.proposer),
        volume: said.volume,
        measure: trim(said.measure),
        standard: None,
        asked: said.asked,
        office: said.office,
        activity: said.activity,
        repair,
        state: State::Made,
        merged_into: None,
        supporters: 0,
        made_at: tx.now(),
        seq: 0,
    }
}

fn made(row: &Proposal) -> facts::Made {
    facts::Made {
        v: 1,
        number: row.number.to_string(),
        budget_year: row.budget_year,
        title: row.title.clone(),
        what: row.what.clone(),
        kelurahan: row.kelurahan.clone(),
        place: row.place.clone(),
        origin: row.origin,
        proposer: row.proposer.clone(),
        volume_milli: row.volume,
        measure: row.measure.clone(),
        asked: row.asked,
        office: row.office.clone(),
        activity: row.activity.clone(),
        repair: row.repair.clone(),
    }
}
