//! What can be done with a report. Each act is checked at one place: who may know of the report, who
//! may do this, and what the state allows ([`super::model`]); then it writes its fact and the row.

mod desk;
mod identity;
mod lapse;
mod open;
mod receive;
mod repeat;
mod reporter;

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::{Kind, Result};
use kernel::fact::ClockMove;
use kernel::facts::Payload;
use kernel::facts::complaint::{Class, Handler, Outcome};
use kernel::id::{CommandId, ComplaintId, FileId, UserId};
use kernel::number::ApplicationNumber;
use platform::App;
use platform::db::{Command, WriteTx};

pub use lapse::{ComplaintClocks, Lapse};
pub use open::Open;
pub use receive::{Grown, Receipt, Receive};

use super::messages::{self, News};
use super::model::Viewer;
use super::report::Report;
use super::store;

/// What somebody wrote.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    /// The text.
    pub text: String,
    /// Whether everyone may read it.
    pub public: bool,
    /// Pictures and papers.
    pub files: Vec<FileId>,
}

/// What is done.
#[derive(Clone, Debug)]
pub enum Does {
    /// It is clear what is reported.
    Verify {
        /// Its class.
        class: Class,
        /// Its category.
        category: String,
        /// The unit complained of.
        about: Option<String>,
        /// The text that everyone may read.
        text: Option<String>,
    },
    /// It was taken for something else.
    Classify {
        /// Its class.
        class: Class,
        /// Its category.
        category: String,
        /// Why.
        reason: String,
    },
    /// Someone is given it.
    Dispose(Handler),
    /// Whoever was given it says that it is not theirs, and why.
    GiveBack(String),
    /// Whom it is about.
    Name(Vec<UserId>),
    /// The reporter is asked for more.
    Ask(String),
    /// The office says something.
    Answer(Letter),
    /// The office says that it is done.
    Propose {
        /// What was done.
        outcome: Outcome,
        /// What is written to the reporter.
        letter: Letter,
    },
    /// The head of the unit is told that it is proven, and so must summon and examine.
    TellSuperior,
    /// It is ended for a listed reason.
    Override {
        /// The reason.
        reason: String,
        /// What is written to the reporter.
        text: String,
    },
    /// Another body is the one to act.
    HandOver {
        /// The body.
        body: String,
        /// What is written to the reporter.
        text: String,
    },
    /// It goes on as part of another report.
    Join(ApplicationNumber),
    /// A part of it goes on as a report of its own, under the same code of the same reporter.
    Split {
        /// The category of the part.
        category: String,
        /// What the part is about.
        story: String,
    },
    /// A hidden name is asked for.
    AskIdentity(String),
    /// A second person agrees or refuses.
    DecideIdentity {
        /// Who asked.
        asked_by: UserId,
        /// Whether the second person agrees.
        agreed: bool,
        /// Why.
        reason: String,
    },
    /// The reporter tells more.
    Supplement(Letter),
    /// The reporter agrees that it is over.
    Consent,
    /// The reporter does not agree.
    Reopen(String),
    /// The reporter rates how it was handled: 1 to 4.
    Rate(u8),
    /// The reporter takes it to the Ombudsman.
    Escalate,
}

/// Who may do what. Nobody of a unit ends a report; only its reporter agrees to an end.
fn may(viewer: &Viewer, does: &Does) -> bool {
    use Does as D;
    match viewer {
        Viewer::Reporter => {
            matches!(does, D::Supplement(_) | D::Consent | D::Reopen(_) | D::Rate(_) | D::Escalate)
        }
        Viewer::Unit(..) => {
            matches!(does, D::GiveBack(_) | D::Ask(_) | D::Answer(_) | D::Propose { .. })
        }
        Viewer::Coordinator(_) => matches!(
            does,
            D::Verify { .. }
                | D::Classify { .. }
                | D::Dispose(_)
                | D::Ask(_)
                | D::Override { .. }
                | D::HandOver { .. }
                | D::Join(_)
                | D::Split { .. }
        ),
        Viewer::Inspector(_) => {
            !matches!(does, D::Supplement(_) | D::Consent | D::Reopen(_) | D::Rate(_) | D::Escalate)
        }
    }
}

/// One act on one report.
#[derive(Clone)]
pub struct Act {
    /// The city.
    pub app: App,
    /// Which report.
    pub id: ComplaintId,
    /// Who acts, and by which door.
    pub actor: Actor,
    /// In which place they stand to it.
    pub viewer: Viewer,
    /// What they do.
    pub does: Does,
}

impl Command for Act {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let report = Report::load(tx, &self.app, self.id).await?;
        if !report.row.matter.shows_to(&self.viewer) {
            return Err(Error::not_found());
        }
        if !may(&self.viewer, &self.does) {
            return Err(Error::new(Kind::Forbidden, "error-forbidden"));
        }
        if repeat::is_repeated(tx, &self.app, &report, &self.actor, &self.does).await? {
            return Ok(());
        }
        let mut doing = Doing::new(tx, &self.app, report, self.actor);
        doing.does(tx, &self.viewer, &self.does).await?;
        store::set_open(tx, &doing.report.row).await
    }
}

/// An act on its way.
struct Doing<'a> {
    app: &'a App,
    report: Report,
    command: CommandId,
    actor: Actor,
}

impl<'a> Doing<'a> {
    fn new(tx: &mut WriteTx<'_>, app: &'a App, report: Report, actor: Actor) -> Self {
        let now = tx.now();
        Self { app, report, command: CommandId::new(now, tx.rng()), actor }
    }

    async fn does(&mut self, tx: &mut WriteTx<'_>, viewer: &Viewer, does: &Does) -> Result<()> {
        match does {
            Does::Verify { class, category, about, text } => {
                self.verify(tx, *class, category, about.as_deref(), text.as_deref()).await
            }
            Does::Classify { class, category, reason } => {
                self.classify(tx, *class, category, reason).await
            }
            Does::Dispose(to) => self.dispose(tx, to).await,
            Does::GiveBack(reason) => self.give_back(tx, reason).await,
            Does::Name(accounts) => self.name(tx, accounts).await,
            Does::Ask(text) => self.ask(tx, text).await,
            Does::Answer(letter) => self.answer(tx, letter).await,
            Does::Propose { outcome, letter } => self.propose(tx, *outcome, letter).await,
            Does::TellSuperior => self.tell_superior(tx).await,
            Does::Override { reason, text } => self.override_end(tx, reason, text).await,
            Does::HandOver { body, text } => self.hand_over(tx, body, text).await,
            Does::Join(number) => self.join(tx, *number).await,
            Does::Split { category, story } => self.split(tx, category, story).await,
            Does::AskIdentity(reason) => self.ask_identity(tx, viewer, reason).await,
            Does::DecideIdentity { asked_by, agreed, reason } => {
                self.decide_identity(tx, viewer, *asked_by, *agreed, reason).await
            }
            Does::Supplement(letter) => self.supplement(tx, letter).await,
            Does::Consent => self.consent(tx).await,
            Does::Reopen(text) => self.reopen(tx, text).await,
            Does::Rate(rating) => self.rate(tx, *rating).await,
            Does::Escalate => self.escalate(tx).await,
        }
    }

    async fn commit(
        &mut self,
        tx: &mut WriteTx<'_>,
        payload: Payload,
        clocks: Vec<ClockMove>,
    ) -> Result<()> {
        self.report.commit(tx, self.command, self.actor, payload, clocks).await
    }

    /// Starts a clock for whoever has the report now.
    fn start(&mut self, tx: &mut WriteTx<'_>, rule: &str) -> Result<ClockMove> {
        let (now, desk) = (tx.now(), self.report.row.desk());
        self.report.row.clocks.start_since(tx, self.app, rule, &desk, now)
    }

    /// Tells the reporter that a word of theirs is awaited until then, and notes that they were told.
    async fn await_word(&mut self, tx: &mut WriteTx<'_>, news: News, rule: &str) -> Result<()> {
        let until = self.report.row.clocks.of(rule).and_then(|clock| clock.due);
        let message = messages::tell(tx, self.app, &self.report, news, until).await?;
        let reached = tx.is_replayed() && self.report.reporter()?.can_be_told();
        store::note(tx, self.report.row.id, self.report.row.seq, message, reached).await
    }
}
