//! A signal, and what may become of it.

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::{ClockId, SignalId, UserId};
use platform::App;
use serde::{Deserialize, Serialize};

/// Where a signal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for an inspector's decision.
    Open,
    /// An inspector found that nothing is the matter, and says why.
    Dismissed,
    /// It has become a case.
    Escalated,
}

impl State {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Open, Self::Dismissed, Self::Escalated];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Dismissed => "dismissed",
            Self::Escalated => "escalated",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Listed reasons for dismissing a signal.
pub const REASONS: [&str; 4] = ["explained", "registered", "data_error", "chance"];

const OFFICER: &str = "officer";

/// Who may have explained a pattern.
pub const SPEAKERS: [&str; 4] = [OFFICER, "representative", "head", "other"];

/// What the people concerned say to a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// One of [`SPEAKERS`].
    pub by: String,
    /// Their words.
    pub text: String,
    /// When it was written down.
    pub at: Timestamp,
    /// The account that wrote it itself; none when an inspector took it down.
    #[serde(default)]
    pub from: Option<UserId>,
}

/// What an inspector asks the officer concerned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Whom.
    pub to: UserId,
    /// What.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// How many explanations there were before it.
    pub after: usize,
}

/// How a signal ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// One of [`REASONS`]; empty when it became a case.
    pub reason: String,
    /// The inspector's words, or the number of the case.
    pub text: String,
    /// Why nobody was heard before it became a case; empty otherwise.
    #[serde(default)]
    pub urgent: String,
}

/// What a signal says. Kept under its own key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// Whose pattern it is: parts such as `officer`, and who plays them (an account's id, a
    /// pseudonym, a code).
    pub subject: Vec<(String, String)>,
    /// The office in which most of its files were; empty when that is not known.
    #[serde(default)]
    pub unit: String,
    /// Number of the subject's files.
    pub files: u32,
    /// What was counted.
    pub seen: f64,
    /// What would be usual.
    pub expected: f64,
    /// How many times more, faster or slower; none when no other file shows it at all.
    pub effect: Option<f64>,
    /// Chance of as much or more when nothing is the matter.
    pub p: f64,
    /// The rate of false discoveries at which it counts.
    pub q: f64,
    /// Numbers of the files that show it.
    pub records: Vec<String>,
    /// Who had to do with whom in these files, and in how many.
    pub links: Vec<(String, String, u32)>,
    /// Accounts that answer for it although it is not their own doing: heads of the unit that spends.
    #[serde(default)]
    pub concerned: Vec<String>,
    /// Where it is about gifts: what users of the office say of money.
    #[serde(default)]
    pub words: Option<Words>,
    /// What the people concerned say.
    pub explanations: Vec<Explanation>,
    /// What the officers concerned are asked.
    #[serde(default)]
    pub questions: Vec<Question>,
    /// How it ended.
    pub ending: Option<Ending>,
}

/// What users of an office told of payments in one round of a survey, and the gifts of its days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Id of the round.
    pub round: String,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// Users whom the office served on these days.
    pub users: u32,
    /// Those who answered.
    pub answers: u32,
    /// Those of them who told of a payment.
    pub paid: u32,
    /// Gifts of these days that officers reported.
    pub gifts: u32,
}

/// What users of an office say of money.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Reports that money was asked for.
    pub reports: u32,
    /// Gifts that officers reported in the time of these reports.
    pub gifts: u32,
    /// What surveys tell.
    pub told: Vec<Told>,
}

/// What other contexts count of one office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfficeCounts {
    /// Its code.
    pub unit: String,
    /// The counts; their own code is not used.
    pub counts: detection::cases::Office,
    /// What surveys tell.
    pub told: Vec<Told>,
}

/// Asks the other contexts what they count of offices after one instant and up to another. The binary,
/// which knows them, gives it.
pub type ReadOffices = for<'a> fn(
    &'a App,
    TenantId,
    (Timestamp, Timestamp),
) -> BoxFuture<'a, Result<Vec<OfficeCounts>>>;

/// Asks whether the head of the city wanted a signal looked at, and when. The binary gives it.
pub type ReadAsked =
    for<'a> fn(&'a App, TenantId, SignalId) -> BoxFuture<'a, Result<Option<Timestamp>>>;

/// A signal.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// Its id.
    pub id: SignalId,
    /// The run that raised it.
    pub run: i64,
    /// Code of its kind.
    pub kind: String,
    /// Where it stands.
    pub state: State,
    /// What it says.
    pub content: Content,
    /// Number of its last fact.
    pub seq: i64,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// The clock of the inspector's decision.
    pub clock: ClockId,
    /// By when it must be decided.
    pub due_at: Option<Timestamp>,
    /// When that time ran out.
    pub missed_at: Option<Timestamp>,
    /// When it was decided.
    pub ended_at: Option<Timestamp>,
}

impl Signal {
    /// Officers who can be asked: whose pattern it is, and who had to do with its files.
    pub fn officers(&self) -> Vec<UserId> {
        let named = self.content.subject.iter().filter(|(role, _)| role == "officer");
        let linked = self.content.links.iter().map(|(_, officer, _)| officer);
        let mut officers: Vec<UserId> = Vec::new();
        let concerned = &self.content.concerned;
        for officer in named.map(|(_, who)| who).chain(linked).chain(concerned) {
            if let Ok(officer) = officer.parse()
                && !officers.contains(&officer)
            {
                officers.push(officer);
            }
        }
        officers
    }

    /// Whether it is a pattern of this officer.
    pub fn is_of(&self, officer: UserId) -> bool {
        let officer = officer.to_string();
        self.content.subject.iter().any(|(role, who)| role == "officer" && *who == officer)
    }

    /// Whether this officer answers for the unit whose pattern it is.
    pub fn concerns(&self, officer: UserId) -> bool {
        self.content.concerned.contains(&officer.to_string())
    }

    /// The last question to this officer.
    pub fn question_to(&self, officer: UserId) -> Option<&Question> {
        self.content.questions.iter().rfind(|question| question.to == officer)
    }

    /// What was said to a question, by the officer who was asked or to an inspector.
    pub fn answer_to(&self, question: &Question) -> Option<&Explanation> {
        let mut later = self.content.explanations.iter().skip(question.after);
        later.find(|said| said.by == OFFICER && said.from.is_none_or(|from| from == question.to))
    }

    /// An inspector asks an officer.
    ///
    /// # Errors
    /// Conflict when it is decided; invalid when they have nothing to do with it, or owe an answer.
    pub fn ask(&mut self, to: UserId, text: String, at: Timestamp) -> Result<()> {
        self.must_be_open()?;
        if !self.officers().contains(&to) {
            return Err(Error::invalid("signals-officer-unknown"));
        }
        let asked = self.question_to(to);
        if asked.is_some_and(|question| self.answer_to(question).is_none()) {
            return Err(Error::invalid("signals-asked-before"));
        }
        let after = self.content.explanations.len();
        self.content.questions.push(Question { to, text, at, after });
        Ok(())
    }

    /// The officer who was asked answers.
    ///
    /// # Errors
    /// Not found when nobody asked them; conflict when it is decided, or they answered.
    pub fn answer(&mut self, from: UserId, text: String, at: Timestamp) -> Result<()> {
        let question = self.question_to(from).ok_or_else(Error::not_found)?;
        let answered = self.answer_to(question).is_some();
        self.must_be_open()?;
        if answered {
            return Err(Error::conflict("signals-answered"));
        }
        let by = OFFICER.to_owned();
        self.content.explanations.push(Explanation { by, text, at, from: Some(from) });
        Ok(())
    }

    /// Whether everyone who was asked was heard; when nobody was asked, the officer whose pattern it
    /// is, or someone if it is no officer's.
    pub fn is_heard(&self) -> bool {
        let (questions, said) = (&self.content.questions, &self.content.explanations);
        if !questions.is_empty() {
            return questions.iter().all(|question| self.answer_to(question).is_some());
        }
        let of_officer = self.content.subject.iter().any(|(role, _)| role == "officer");
        said.iter().any(|one| !of_officer || one.by == OFFICER)
    }

    /// Whether it may become a case without a reason for haste: someone concerned was heard, or the
    /// time to answer is over.
    pub fn may_become_case(&self, now: Timestamp) -> bool {
        let over = self.missed_at.is_some() || self.due_at.is_some_and(|due| now > due);
        over || self.is_heard()
    }

    /// Takes down what someone says to it.
    ///
    /// # Errors
    /// Conflict when it is decided; invalid for an unknown speaker.
    pub fn explain(&mut self, by: &str, text: String, at: Timestamp) -> Result<()> {
        self.must_be_open()?;
        if !SPEAKERS.contains(&by) {
            return Err(Error::invalid("signals-speaker-unknown"));
        }
        self.content.explanations.push(Explanation { by: by.to_owned(), text, at, from: None });
        Ok(())
    }

    /// Ends it: nothing is the matter.
    ///
    /// # Errors
    /// Conflict when it is decided; invalid for an unlisted reason.
    pub fn dismiss(&mut self, reason: &str, text: String, at: Timestamp) -> Result<()> {
        self.must_be_open()?;
        if !REASONS.contains(&reason) {
            return Err(Error::invalid("signals-reason-unknown"));
        }
        self.end(
            State::Dismissed,
            Ending { reason: reason.to_owned(), text, urgent: String::new() },
            at,
        );
        Ok(())
    }

    /// Ends it: it goes on as the case of that number. `urgent` says why nobody could be heard before.
    ///
    /// # Errors
    /// Conflict when it is decided, or when nobody was heard, there is time left and no reason.
    pub fn escalate(&mut self, case: &str, urgent: &str, at: Timestamp) -> Result<()> {
        self.must_be_open()?;
        let may = self.may_become_case(at);
        if !may && urgent.trim().is_empty() {
            return Err(Error::conflict("signals-not-heard"));
        }
        let urgent = if may { String::new() } else { urgent.trim().to_owned() };
        let ending = Ending { reason: String::new(), text: case.to_owned(), urgent };
        self.end(State::Escalated, ending, at);
        Ok(())
    }

    fn end(&mut self, state: State, ending: Ending, at: Timestamp) {
        self.state = state;
        self.content.ending = Some(ending);
        self.ended_at = Some(at);
    }

    fn must_be_open(&self) -> Result<()> {
        match self.state {
            State::Open => Ok(()),
            State::Dismissed | State::Escalated => Err(Error::conflict("signals-decided")),
        }
    }
}
