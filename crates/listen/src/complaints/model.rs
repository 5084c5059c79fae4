//! A report and what can happen to it. Pure: every act of a verb goes through here, so no page, no
//! door and no job can do what is not written in this file.
//!
//! Basis: Perpres 76/2013, PermenPANRB 62/2018 (classes, times), UU 25/2009 Art 40-50.

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::complaint::{Class, Handler, Outcome};
use kernel::id::UserId;

use super::categories;

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Nobody has looked at it (diterima).
    Received,
    /// The reporter was asked for more (perlu data).
    Asked,
    /// It is clear what is reported (terverifikasi).
    Verified,
    /// Someone was given it (disposisi).
    Disposed,
    /// Work on it has begun (proses).
    InProgress,
    /// The office says it is done; the reporter has the word (ditanggapi).
    Proposed,
    /// It is over (selesai).
    Closed,
    /// Another body has it (bukan kewenangan, diteruskan).
    HandedOver,
    /// It goes on as part of another report, and keeps its own end.
    Joined,
}

impl State {
    /// All states, in the order of a report's life.
    pub const ALL: [Self; 9] = [
        Self::Received,
        Self::Asked,
        Self::Verified,
        Self::Disposed,
        Self::InProgress,
        Self::Proposed,
        Self::Closed,
        Self::HandedOver,
        Self::Joined,
    ];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Asked => "asked",
            Self::Verified => "verified",
            Self::Disposed => "disposed",
            Self::InProgress => "in_progress",
            Self::Proposed => "proposed",
            Self::Closed => "closed",
            Self::HandedOver => "handed_over",
            Self::Joined => "joined",
        }
    }

    /// The state of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether someone still owes something.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::HandedOver)
    }

    /// The tab of a desk that shows it.
    pub fn stage(self) -> Stage {
        match self {
            Self::Received | Self::Verified | Self::Disposed => Stage::New,
            Self::InProgress | Self::Joined => Stage::Work,
            Self::Asked | Self::Proposed => Stage::Waiting,
            Self::Closed | Self::HandedOver => Stage::Done,
        }
    }
}

/// A tab of a desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// To be looked at: by who gives it to someone, or by who was given it.
    New,
    /// Being worked on.
    Work,
    /// With the reporter.
    Waiting,
    /// Over.
    Done,
}

impl Stage {
    /// All tabs.
    pub const ALL: [Self; 4] = [Self::New, Self::Work, Self::Waiting, Self::Done];

    /// The stored name, also used in addresses and locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Work => "work",
            Self::Waiting => "waiting",
            Self::Done => "done",
        }
    }

    /// The tab of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }
}

/// How a report came to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The reporter agreed.
    Consent,
    /// The reporter said nothing after two delivered notices; counted in public.
    Silence,
    /// A superior ended it for a listed reason; counted in public with that reason.
    Override(String),
}

impl End {
    /// The stored name: `consent`, `silence`, or the listed reason.
    pub fn code(&self) -> &str {
        match self {
            Self::Consent => "consent",
            Self::Silence => "silence",
            Self::Override(reason) => reason,
        }
    }

    /// The end of that name.
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "consent" => Some(Self::Consent),
            "silence" => Some(Self::Silence),
            reason => OVERRIDES.contains(&reason).then(|| Self::Override(reason.to_owned())),
        }
    }
}

/// Reasons for which a report may be ended without its reporter.
pub const OVERRIDES: [&str; 4] = ["duplicate", "no_content", "in_court", "abusive"];

/// How many notices must have been delivered before silence means anything.
pub const NOTICES: usize = 2;

/// Who looks or acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Whoever holds the number and the secret.
    Reporter,
    /// Gives reports to those who handle them.
    Coordinator(UserId),
    /// Works for a unit.
    Unit(UserId, String),
    /// Works for the Inspectorate.
    Inspector(UserId),
}

impl Viewer {
    fn user(&self) -> Option<UserId> {
        match self {
            Self::Reporter => None,
            Self::Coordinator(user) | Self::Unit(user, _) | Self::Inspector(user) => Some(*user),
        }
    }
}

/// What decides about a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    /// Where it stands.
    pub state: State,
    /// Where it stood when the reporter was asked.
    pub asked_in: Option<State>,
    /// Its class.
    pub class: Class,
    /// Code of its category.
    pub category: String,
    /// Code of the unit complained of.
    pub about: Option<String>,
    /// Who handles it.
    pub handler: Option<Handler>,
    /// Accounts that it is about.
    pub named: Vec<UserId>,
    /// Codes of units of which it has had supervision content: it is never given to them, whatever it
    /// is taken for later.
    pub kept_from: Vec<String>,
    /// The name is hidden from those who handle it.
    pub anonymous: bool,
    /// The content is hidden from the public.
    pub secret: bool,
    /// What the office said it did.
    pub outcome: Option<Outcome>,
    /// How it ended.
    pub end: Option<End>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// Whether the category's own class is that of supervision.
fn is_supervised(category: &str) -> bool {
    categories::find(category).is_ok_and(|found| found.class == Class::Supervision)
}

/// A category with supervision content has it under any class: to lower the class, the category must
/// change too.
fn must_bind(class: Class, category: &str) -> Result<()> {
    if class != Class::Supervision && is_supervised(category) {
        return Err(Error::invalid("complaint-class-category"));
    }
    Ok(())
}

impl Matter {
    /// A report as it comes in.
    pub fn new(class: Class, category: String, about: Option<String>) -> Self {
        let mut matter = Self {
            state: State::Received,
            asked_in: None,
            class,
            category,
            about,
            handler: None,
            named: Vec::new(),
            kept_from: Vec::new(),
            anonymous: false,
            secret: false,
            outcome: None,
            end: None,
            ended_at: None,
        };
        matter.keep_away();
        matter
    }

    /// Whether supervision content, by its class or by its category's own, keeps it away from every
    /// unit.
    pub fn is_blinded(&self) -> bool {
        self.class == Class::Supervision || is_supervised(&self.category)
    }

    /// Notes the unit that supervision content is about.
    fn keep_away(&mut self) {
        let Some(unit) = self.about.clone().filter(|_| self.is_blinded()) else { return };
        if !self.kept_from.contains(&unit) {
            self.kept_from.push(unit);
        }
    }

    /// Whether this person may know that the report is there.
    pub fn shows_to(&self, viewer: &Viewer) -> bool {
        if viewer.user().is_some_and(|user| self.named.contains(&user)) {
            return false;
        }
        match viewer {
            Viewer::Reporter => true,
            Viewer::Coordinator(_) => !self.is_blinded(),
            Viewer::Unit(_, unit) => {
                !self.is_blinded()
                    && !self.kept_from.contains(unit)
                    && self.handler == Some(Handler::Unit(unit.clone()))
            }
            Viewer::Inspector(_) => {
                self.is_blinded() || self.handler == Some(Handler::Inspectorate)
            }
        }
    }

    /// Whether this person reads the reporter's name without asking anyone.
    pub fn names_reporter_to(&self, viewer: &Viewer) -> bool {
        *viewer == Viewer::Reporter || (!self.anonymous && self.shows_to(viewer))
    }

    /// Whether everyone may read what was published of it. What was promised to the Inspectorate alone
    /// stays there.
    pub fn is_public(&self) -> bool {
        !self.secret && !self.is_blinded() && self.kept_from.is_empty()
    }

    fn must_be(&self, states: &[State]) -> Result<()> {
        if states.contains(&self.state) {
            return Ok(());
        }
        Err(Error::conflict("complaint-wrong-state").context(self.state.code()))
    }

    /// It is clear what is reported.
    ///
    /// # Errors
    /// Conflict unless it is new; invalid when the class is lower than the category's own.
    pub fn verify(&mut self, class: Class, category: String, about: Option<String>) -> Result<()> {
        self.must_be(&[State::Received])?;
        must_bind(class, &category)?;
        (self.class, self.category, self.about) = (class, category, about);
        self.keep_away();
        self.state = State::Verified;
        Ok(())
    }

    /// It was taken for something else. A report that gets supervision content leaves the unit that
    /// had it; one that loses it is given to someone anew.
    ///
    /// # Errors
    /// Conflict when it is over or waits for the reporter; invalid when the class is lower than the
    /// category's own.
    pub fn classify(&mut self, class: Class, category: String) -> Result<()> {
        self.must_be(&[State::Verified, State::Disposed, State::InProgress])?;
        must_bind(class, &category)?;
        let was = self.is_blinded();
        (self.class, self.category) = (class, category);
        if was != self.is_blinded() {
            self.handler = None;
            self.state = State::Verified;
        }
        self.keep_away();
        Ok(())
    }

    fn may_reach(&self, handler: &Handler) -> Result<()> {
        match handler {
            Handler::Unit(_) if self.is_blinded() => {
                Err(Error::invalid("complaint-only-inspectorate"))
            }
            Handler::Unit(unit) if self.kept_from.contains(unit) => {
                Err(Error::invalid("complaint-kept-from"))
            }
            _ => Ok(()),
        }
    }

    /// Someone is given it.
    ///
    /// # Errors
    /// Invalid when it has supervision content and is given to a unit, or has had some and is given to
    /// the unit that it was about; conflict in a wrong state.
    pub fn dispose(&mut self, to: Handler) -> Result<()> {
        self.must_be(&[State::Verified, State::Disposed, State::InProgress])?;
        self.may_reach(&to)?;
        self.handler = Some(to);
        self.state = State::Disposed;
        Ok(())
    }

    /// Whoever was given it says that it is not theirs.
    ///
    /// # Errors
    /// Conflict unless someone has it.
    pub fn give_back(&mut self) -> Result<()> {
        self.must_be(&[State::Disposed, State::InProgress])?;
        self.handler = None;
        self.state = State::Verified;
        Ok(())
    }

    /// The reporter is asked for more.
    ///
    /// # Errors
    /// Conflict in a wrong state.
    pub fn ask(&mut self) -> Result<()> {
        self.must_be(&[State::Received, State::Verified, State::Disposed, State::InProgress])?;
        self.asked_in = Some(self.state);
        self.state = State::Asked;
        Ok(())
    }

    /// The reporter tells more.
    ///
    /// # Errors
    /// Conflict when it is over.
    pub fn supplement(&mut self) -> Result<()> {
        if !self.state.is_open() {
            return Err(Error::conflict("complaint-wrong-state").context(self.state.code()));
        }
        if let Some(before) = self.asked_in.take() {
            self.state = before;
        }
        Ok(())
    }

    /// The office says something; the first time, work has begun.
    ///
    /// # Errors
    /// Conflict unless someone has it.
    pub fn answer(&mut self) -> Result<()> {
        self.must_be(&[State::Disposed, State::InProgress])?;
        self.state = State::InProgress;
        Ok(())
    }

    /// The office says that it is done. A joined report is told the end of the one it joined.
    ///
    /// # Errors
    /// Conflict unless someone has it.
    pub fn propose(&mut self, outcome: Outcome) -> Result<()> {
        self.must_be(&[State::Disposed, State::InProgress, State::Joined])?;
        self.outcome = Some(outcome);
        self.state = State::Proposed;
        Ok(())
    }

    /// The unit of which supervision content was found to be true: the Inspectorate said that something
    /// was mended or that someone was called to account.
    ///
    /// # Errors
    /// Conflict while it is not found, and when nobody knows which unit it is about.
    pub fn proven_of(&self) -> Result<&str> {
        let proven = matches!(self.outcome, Some(Outcome::Mended | Outcome::Corrected));
        if !self.is_blinded() || !proven {
            return Err(Error::conflict("complaint-not-proven"));
        }
        self.about.as_deref().ok_or_else(|| Error::conflict("complaint-not-proven"))
    }

    /// The reporter agrees that it is over.
    ///
    /// # Errors
    /// Conflict unless the office has said that it is done.
    pub fn consent(&mut self, now: Timestamp) -> Result<()> {
        self.must_be(&[State::Proposed])?;
        self.finish(End::Consent, now);
        Ok(())
    }

    /// The reporter's time is over. `delivered` is how many notices reached them since they were
    /// told or asked; without two of them silence means nothing.
    ///
    /// # Errors
    /// Conflict in a wrong state, or with fewer notices.
    pub fn silence(&mut self, delivered: usize, now: Timestamp) -> Result<()> {
        self.must_be(&[State::Proposed, State::Asked])?;
        if delivered < NOTICES {
            return Err(Error::conflict("complaint-notices-missing"));
        }
        self.finish(End::Silence, now);
        Ok(())
    }

    /// A superior ends it for a listed reason, in public.
    ///
    /// # Errors
    /// Invalid for another reason; conflict when it is over.
    pub fn override_end(&mut self, reason: &str, now: Timestamp) -> Result<()> {
        if !OVERRIDES.contains(&reason) {
            return Err(Error::invalid("complaint-override-unlisted"));
        }
        if !self.state.is_open() {
            return Err(Error::conflict("complaint-wrong-state").context(self.state.code()));
        }
        self.finish(End::Override(reason.to_owned()), now);
        Ok(())
    }

    fn finish(&mut self, end: End, now: Timestamp) {
        self.state = State::Closed;
        self.asked_in = None;
        self.end = Some(end);
        self.ended_at = Some(now);
    }

    /// Another body is the one to act.
    ///
    /// # Errors
    /// Conflict in a wrong state.
    pub fn hand_over(&mut self, now: Timestamp) -> Result<()> {
        self.must_be(&[State::Received, State::Verified, State::Disposed, State::InProgress])?;
        self.state = State::HandedOver;
        self.ended_at = Some(now);
        Ok(())
    }

    /// The reporter does not agree. `until` is the last moment at which a report that is over can be
    /// opened again; silence and overrides can be answered as long as consent can.
    ///
    /// # Errors
    /// Conflict when nothing was proposed, or too late.
    pub fn reopen(&mut self, now: Timestamp, until: Timestamp) -> Result<()> {
        self.must_be(&[State::Proposed, State::Closed, State::HandedOver])?;
        if self.state != State::Proposed && now > until {
            return Err(Error::conflict("complaint-reopen-late"));
        }
        self.state = if self.handler.is_some() { State::InProgress } else { State::Verified };
        (self.end, self.ended_at, self.outcome) = (None, None, None);
        Ok(())
    }

    /// It goes on as part of another report.
    ///
    /// # Errors
    /// Conflict in a wrong state; invalid when supervision content differs, or when the unit that has
    /// the other one may not have this one.
    pub fn join(&mut self, other: &Self) -> Result<()> {
        self.must_be(&[State::Received, State::Verified, State::Disposed, State::InProgress])?;
        if self.is_blinded() != other.is_blinded() {
            return Err(Error::invalid("complaint-join-class"));
        }
        if !other.state.is_open() || other.state == State::Joined {
            return Err(Error::invalid("complaint-join-over"));
        }
        if let Some(handler) = &other.handler {
            self.may_reach(handler)?;
        }
        self.handler = other.handler.clone();
        self.state = State::Joined;
        Ok(())
    }

    /// Whom it is about: they neither handle nor see it.
    ///
    /// # Errors
    /// Conflict when it is over.
    pub fn name(&mut self, accounts: Vec<UserId>) -> Result<()> {
        if !self.state.is_open() {
            return Err(Error::conflict("complaint-wrong-state").context(self.state.code()));
        }
        self.named = accounts;
        Ok(())
    }
}
