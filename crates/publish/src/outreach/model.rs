//! A campaign and a visit, and where they stand. Pure.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::calendar::Term;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp};
use kernel::facts::campaign::{
    Audience, Channel, Evaluated, Goes, Halves, Letter, Lot, Medium, Message, Place, Second,
    Started,
};
use kernel::id::{CampaignId, ClockId, UserId, VisitId};
use kernel::money::Rupiah;
use kernel::service::Bilingual;
use platform::App;

/// The rule by which a campaign that is over waits for its evaluation.
pub const EVALUATION: &str = "outreach.evaluation";
/// The rule by which somebody says that a visit took place.
pub const REPORT: &str = "outreach.visit_report";
/// Who owes both, where it is no unit: the city's public relations.
pub const OUTREACH: &str = "OUTREACH";
/// What a campaign is measured by.
pub const OUTCOME: &str = "self_application_share";

/// Where a campaign stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Somebody works on it; it is no fact yet.
    Draft,
    /// Another person started it; it waits for its first day or runs.
    Running,
    /// It is over and waits for its evaluation.
    Ended,
    /// It is judged.
    Evaluated,
    /// It was never started.
    Dropped,
}

impl State {
    /// All states.
    pub const ALL: [Self; 5] =
        [Self::Draft, Self::Running, Self::Ended, Self::Evaluated, Self::Dropped];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Running => "running",
            Self::Ended => "ended",
            Self::Evaluated => "evaluated",
            Self::Dropped => "dropped",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether facts tell of it, so that everyone may read it.
    pub fn is_public(self) -> bool {
        !matches!(self, Self::Draft | Self::Dropped)
    }

    /// What an act makes of it.
    ///
    /// # Errors
    /// Conflict when the act does not fit.
    pub fn after(self, act: Act) -> Result<Self> {
        match (self, act) {
            (Self::Draft, Act::Start) => Ok(Self::Running),
            (Self::Draft, Act::Drop) => Ok(Self::Dropped),
            (Self::Running, Act::End) => Ok(Self::Ended),
            (Self::Ended, Act::Evaluate) => Ok(Self::Evaluated),
            _ => Err(Error::conflict("outreach-state")),
        }
    }
}

/// What is done with a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A second person starts it.
    Start,
    /// It is taken back before it started.
    Drop,
    /// Its last day is over, or it is ended early.
    End,
    /// It is judged.
    Evaluate,
}

impl Act {
    /// All acts.
    pub const ALL: [Self; 4] = [Self::Start, Self::Drop, Self::End, Self::Evaluate];
}

/// By when a campaign is to be evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// When the time runs out.
    pub at: Timestamp,
    /// It ran out before anybody evaluated.
    pub lapsed: bool,
}

/// One message by one way: what a short link is spread by, and a sheet is printed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    /// Which way.
    pub medium: Medium,
    /// Which message.
    pub letter: Letter,
}

impl Way {
    /// The stored name, also used in addresses: `poster`, and `poster-b` for the second message.
    pub fn code(self) -> String {
        match self.letter {
            Letter::A => self.medium.code().to_owned(),
            Letter::B => format!("{}-b", self.medium.code()),
        }
    }

    /// The one of that name.
    pub fn parse(code: &str) -> Option<Self> {
        let (medium, letter) = match code.strip_suffix("-b") {
            Some(medium) => (medium, Letter::B),
            None => (code, Letter::A),
        };
        Medium::parse(medium).map(|medium| Self { medium, letter })
    }
}

/// A campaign.
#[derive(Clone, Debug, PartialEq)]
pub struct Campaign {
    /// Its id.
    pub id: CampaignId,
    /// Where it stands.
    pub state: State,
    /// What it is called.
    pub title: String,
    /// What it says.
    pub message: Message,
    /// Its own words.
    pub words: Bilingual,
    /// Codes of its kelurahan.
    pub kelurahan: Vec<String>,
    /// Codes of its services.
    pub services: Vec<String>,
    /// To whom it speaks.
    pub audience: Audience,
    /// Its ways with their costs.
    pub channels: Vec<Channel>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Whether a lot decides which kelurahan come first.
    pub by_lot: bool,
    /// What the lot decided.
    pub lot: Option<Lot>,
    /// Its second message, of which a lot decides who hears it; never together with a lot of turns.
    pub second: Option<Second>,
    /// Who drafted it.
    pub drafter: UserId,
    /// When.
    pub drafted_at: Timestamp,
    /// The last day on which it ran, once it is over.
    pub ended_on: Option<Date>,
    /// By when it is to be evaluated, once it is over.
    pub due: Option<Due>,
    /// What it changed, once it is judged.
    pub effect: Option<Evaluated>,
    /// Why it ended early or was dropped; empty otherwise.
    pub reason: String,
    /// Its last fact; 0 before it starts.
    pub seq: i64,
}

impl Campaign {
    /// What it costs altogether.
    pub fn cost(&self) -> Rupiah {
        Rupiah::new(self.channels.iter().map(|channel| channel.cost.get()).sum())
    }

    /// The first day on which it was in that kelurahan; none when it never was.
    pub fn from_in(&self, kelurahan: &str) -> Option<Date> {
        let here = |list: &[String]| list.iter().any(|code| code == kelurahan);
        let from = match &self.lot {
            None => here(&self.kelurahan).then_some(self.from),
            Some(lot) if here(&lot.early) => Some(lot.early_from),
            Some(lot) if here(&lot.late) => Some(lot.late_from),
            Some(_) => None,
        };
        // What ended early never came to the late ones.
        from.filter(|from| self.ended_on.is_none_or(|ended| *from <= ended))
    }

    /// Whether it uses that way, with a message that it has.
    pub fn uses(&self, way: Way) -> bool {
        let spread = self.channels.iter().any(|channel| channel.medium == way.medium);
        spread && self.letters().contains(&way.letter)
    }

    /// Its messages.
    pub fn letters(&self) -> &'static [Letter] {
        if self.second.is_some() { Letter::ALL } else { &[Letter::A] }
    }

    /// All its ways, each with every message.
    pub fn ways(&self) -> impl Iterator<Item = Way> {
        let each = |channel: &Channel| {
            let medium = channel.medium;
            self.letters().iter().map(move |letter| Way { medium, letter: *letter })
        };
        self.channels.iter().flat_map(each)
    }

    /// The campaign as who hears that message knows it.
    pub fn saying(&self, letter: Letter) -> Self {
        let mut heard = self.clone();
        if let (Letter::B, Some(second)) = (letter, &self.second) {
            heard.message = second.message;
            heard.words.clone_from(&second.words);
        }
        heard
    }

    /// Which kelurahan hear which message, once the lot is drawn.
    pub fn halves(&self) -> Option<&Halves> {
        self.second.as_ref()?.halves.as_ref()
    }

    /// What its first fact says.
    pub fn told(&self) -> Started {
        Started {
            v: 1,
            title: self.title.clone(),
            message: self.message,
            words: self.words.clone(),
            kelurahan: self.kelurahan.clone(),
            services: self.services.clone(),
            audience: self.audience,
            channels: self.channels.clone(),
            from: self.from,
            until: self.until,
            lot: self.lot.clone(),
            second: self.second.clone(),
            outcome: OUTCOME.to_owned(),
        }
    }

    /// How a fact moves the clock of its evaluation, which bears its id.
    pub fn moved(&self, due_at: Timestamp, op: ClockOp) -> ClockMove {
        ClockMove {
            clock: ClockId::from_uuid(self.id.uuid()),
            rule: EVALUATION.to_owned(),
            owner: OUTREACH.to_owned(),
            due_at: Some(due_at),
            op,
        }
    }
}

/// When a term that begins at `start` ends, with its length of that day.
///
/// # Errors
/// Internal when the rulebook has no such term, or the calendar no such date.
pub fn term(app: &App, rule: &str, start: Timestamp) -> Result<(Timestamp, Term)> {
    let term = app.rulebook.term(rule, app.tz().to_datetime(start).date())?;
    let due = app.calendar.due("", start, term, &[]).map_err(Error::internal)?;
    Ok((due.ok_or_else(|| Error::internal(format!("{rule} has no end")))?, term))
}

/// Where a visit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Going {
    /// It is to take place.
    Planned,
    /// It took place.
    Done,
    /// Nobody said in time that it did.
    Missed,
    /// It will not take place.
    Cancelled,
}

impl Going {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Planned, Self::Done, Self::Missed, Self::Cancelled];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Done => "done",
            Self::Missed => "missed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The one of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// A visit to a school, a market or a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Its id.
    pub id: VisitId,
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
    /// Where it stands.
    pub state: Going,
    /// How many were spoken to.
    pub people: i64,
    /// Why it was cancelled.
    pub reason: String,
    /// By when somebody says that it took place.
    pub due_at: Timestamp,
    /// Its last fact.
    pub seq: i64,
}

impl Visit {
    /// How a fact moves its clock, which bears its id.
    pub fn moved(&self, op: ClockOp) -> ClockMove {
        ClockMove {
            clock: ClockId::from_uuid(self.id.uuid()),
            rule: REPORT.to_owned(),
            owner: self.unit.clone(),
            due_at: Some(self.due_at),
            op,
        }
    }
}
