//! A case, and what can happen to it. Pure.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::case::{Outcome, Verdict};
use kernel::id::UserId;
use serde::{Deserialize, Serialize};

use super::ladders;

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// It is looked into.
    Open,
    /// Something was proven, and no sanction is proposed.
    Found,
    /// A sanction waits for a second person.
    Proposed,
    /// A sanction holds unless it is appealed in time.
    Approved,
    /// It was appealed.
    Appealed,
    /// Nothing can change it any more.
    Final,
    /// It ended before anything was found.
    Dropped,
}

impl Phase {
    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Found => "found",
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Appealed => "appealed",
            Self::Final => "final",
            Self::Dropped => "dropped",
        }
    }
}

/// One summons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summons {
    /// When the hearing is.
    pub hearing: Timestamp,
    /// Whether the person came; none before it is recorded.
    pub came: Option<bool>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Whether it is true.
    pub verdict: Verdict,
    /// Letter of the prohibition.
    pub prohibition: String,
    /// Whom it harmed.
    pub harm: String,
}

/// A sanction on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sanction {
    /// Its code.
    pub code: String,
    /// Who proposed it.
    pub by: UserId,
    /// Who approved it.
    pub approved_by: Option<UserId>,
}

/// Whom a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Person {
    /// An account of the unit.
    Account(UserId),
    /// An intermediary from outside.
    Outsider,
}

/// What decides about a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matter {
    /// Where it stands.
    pub phase: Phase,
    /// Whom it is about, once known.
    pub person: Option<Person>,
    /// Summonses, in order.
    pub summonses: Vec<Summons>,
    /// What was found.
    pub finding: Option<Finding>,
    /// The sanction.
    pub sanction: Option<Sanction>,
    /// Until when it can be appealed.
    pub appeal_until: Option<Timestamp>,
}

/// As what the second person decides about a proposed sanction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Second {
    /// An inspector: any sanction.
    Inspector,
    /// The head of the officer's unit: a light one (PP 94/2021 Art 16).
    Head,
}

/// The tier that a direct superior may impose (PP 94/2021 Art 8 and 16).
const OF_SUPERIORS: &str = "ringan";

/// A third summons is not foreseen by law.
const MOST_SUMMONSES: usize = 2;

impl Matter {
    /// A case that was opened about this person, or about somebody who is not known yet.
    pub fn new(person: Option<Person>) -> Self {
        Self {
            phase: Phase::Open,
            person,
            summonses: Vec::new(),
            finding: None,
            sanction: None,
            appeal_until: None,
        }
    }

    fn must_be(&self, phase: Phase) -> Result<()> {
        if self.phase == phase {
            return Ok(());
        }
        Err(Error::conflict("case-wrong-phase").context(self.phase.code()))
    }

    /// Whether the case names this account.
    pub fn is_about(&self, user: UserId) -> bool {
        self.person == Some(Person::Account(user))
    }

    /// Whether it is about somebody who is no officer.
    pub fn is_outside(&self) -> bool {
        self.person == Some(Person::Outsider)
    }

    /// Whom it names decides nothing.
    fn decides(&self, by: UserId) -> Result<()> {
        if self.is_about(by) { Err(Error::not_found()) } else { Ok(()) }
    }

    /// It is known whom it is about.
    ///
    /// # Errors
    /// Conflict when somebody was named before, or it is no longer looked into.
    pub fn name(&mut self, person: Person) -> Result<()> {
        self.must_be(Phase::Open)?;
        if self.person.is_some() {
            return Err(Error::conflict("case-person-named-before"));
        }
        self.person = Some(person);
        Ok(())
    }

    /// A summons. `earliest` is the first day on which the hearing may be (PP 94/2021 Art 26).
    ///
    /// # Errors
    /// Conflict when nobody is named, one is pending, the person came, or two went out; invalid when
    /// the hearing is too soon.
    pub fn summon(&mut self, hearing: Timestamp, (day, earliest): (Date, Date)) -> Result<u8> {
        self.must_be(Phase::Open)?;
        if self.person.is_none() {
            return Err(Error::conflict("case-nobody-named"));
        }
        let last = self.summonses.last();
        if last.is_some_and(|last| last.came != Some(false)) {
            return Err(Error::conflict("case-summons-pending"));
        }
        if self.summonses.len() == MOST_SUMMONSES {
            return Err(Error::conflict("case-summoned-twice"));
        }
        if day < earliest {
            return Err(Error::invalid("case-hearing-too-soon"));
        }
        self.summonses.push(Summons { hearing, came: None });
        Ok(u8::try_from(self.summonses.len()).unwrap_or(u8::MAX))
    }

    /// The hearing was held, or the person did not come.
    ///
    /// # Errors
    /// Conflict when no summons is pending or its time has not come.
    pub fn hear(&mut self, now: Timestamp, came: bool) -> Result<()> {
        self.must_be(Phase::Open)?;
        let pending = self.summonses.last_mut().filter(|last| last.came.is_none());
        let pending = pending.ok_or_else(|| Error::conflict("case-not-summoned"))?;
        if now < pending.hearing {
            return Err(Error::conflict("case-hearing-not-yet"));
        }
        pending.came = Some(came);
        Ok(())
    }

    /// A finding is open: a hearing was held, or two summonses were ignored.
    pub fn may_be_found(&self) -> bool {
        let heard = self.summonses.iter().any(|one| one.came == Some(true));
        let ignored = self.summonses.iter().filter(|one| one.came == Some(false)).count();
        self.phase == Phase::Open && (heard || ignored == MOST_SUMMONSES)
    }

    /// What was found. When nothing is proven the case is final.
    ///
    /// # Errors
    /// Conflict before a hearing or two ignored summonses.
    pub fn find(&mut self, by: UserId, finding: Finding) -> Result<()> {
        self.decides(by)?;
        self.must_be(Phase::Open)?;
        if !self.may_be_found() {
            return Err(Error::conflict("case-not-heard"));
        }
        let proven = finding.verdict != Verdict::NotProven;
        self.phase = if proven { Phase::Found } else { Phase::Final };
        self.finding = Some(finding);
        Ok(())
    }

    /// A sanction is proposed.
    ///
    /// # Errors
    /// Conflict unless something was proven.
    pub fn propose(&mut self, by: UserId, code: String) -> Result<()> {
        self.decides(by)?;
        self.must_be(Phase::Found)?;
        self.sanction = Some(Sanction { code, by, approved_by: None });
        self.phase = Phase::Proposed;
        Ok(())
    }

    /// Whether the sanction that waits is one that the head of the unit may decide: a light one, for
    /// an officer (PP 94/2021 Art 16). Intermediaries from outside have no superior.
    pub fn is_for_head(&self) -> bool {
        let step = self.sanction.as_ref().and_then(|sanction| ladders::step(&sanction.code));
        let officer = matches!(self.person, Some(Person::Account(_)));
        self.phase == Phase::Proposed && officer && step.is_some_and(|s| s.tier == OF_SUPERIORS)
    }

    fn second(&self, by: UserId, second: Second) -> Result<()> {
        self.decides(by)?;
        if second == Second::Head && !self.is_for_head() {
            return Err(Error::not_found());
        }
        if self.sanction.as_ref().is_some_and(|sanction| sanction.by == by) {
            return Err(Error::conflict("case-same-person"));
        }
        Ok(())
    }

    /// A second person approves it.
    ///
    /// # Errors
    /// Conflict when it is the proposer, or nothing is proposed; not found for a head when it is not
    /// light.
    pub fn approve(&mut self, by: UserId, second: Second, appeal_until: Timestamp) -> Result<()> {
        self.must_be(Phase::Proposed)?;
        self.second(by, second)?;
        if let Some(sanction) = &mut self.sanction {
            sanction.approved_by = Some(by);
        }
        self.appeal_until = Some(appeal_until);
        self.phase = Phase::Approved;
        Ok(())
    }

    /// A second person refuses it.
    ///
    /// # Errors
    /// Conflict when it is the proposer, or nothing is proposed; not found for a head when it is not
    /// light.
    pub fn refuse(&mut self, by: UserId, second: Second) -> Result<()> {
        self.must_be(Phase::Proposed)?;
        self.second(by, second)?;
        self.sanction = None;
        self.phase = Phase::Found;
        Ok(())
    }

    /// The person appeals.
    ///
    /// # Errors
    /// Conflict when the time is over or there is nothing to appeal.
    pub fn appeal(&mut self, now: Timestamp) -> Result<()> {
        self.must_be(Phase::Approved)?;
        if self.appeal_until.is_none_or(|until| now > until) {
            return Err(Error::conflict("case-appeal-over"));
        }
        self.phase = Phase::Appealed;
        Ok(())
    }

    /// The appeal is decided, and not noted by whoever proposed the sanction. The case is final. No
    /// appeal makes a sanction heavier: `lighter` is the one that takes its place, if one does.
    ///
    /// # Errors
    /// Conflict when it was not appealed, or the proposer notes it; invalid when the new sanction is
    /// not lighter, or is missing, or comes with another outcome.
    pub fn decide_appeal(
        &mut self,
        by: UserId,
        outcome: Outcome,
        lighter: Option<&str>,
    ) -> Result<()> {
        self.must_be(Phase::Appealed)?;
        self.second(by, Second::Inspector)?;
        match (outcome, lighter, &mut self.sanction) {
            (Outcome::Upheld, None, _) => {}
            (Outcome::Lifted, None, sanction) => *sanction = None,
            (Outcome::Lightened, Some(code), Some(sanction))
                if ladders::is_lighter(code, &sanction.code) =>
            {
                code.clone_into(&mut sanction.code);
            }
            _ => return Err(Error::invalid("case-not-lighter")),
        }
        self.phase = Phase::Final;
        Ok(())
    }

    /// The time of appeal is over.
    ///
    /// # Errors
    /// Conflict when it is not, or it was appealed.
    pub fn become_final(&mut self, now: Timestamp) -> Result<()> {
        self.must_be(Phase::Approved)?;
        if self.appeal_until.is_none_or(|until| now <= until) {
            return Err(Error::conflict("case-appeal-open"));
        }
        self.phase = Phase::Final;
        Ok(())
    }

    /// It ends before anything was found.
    ///
    /// # Errors
    /// Conflict once something was found.
    pub fn close(&mut self, by: UserId) -> Result<()> {
        self.decides(by)?;
        self.must_be(Phase::Open)?;
        self.phase = Phase::Dropped;
        Ok(())
    }

    /// Prohibition and sanction of a final case, which everyone may read.
    pub fn public(&self) -> Option<(&str, &str)> {
        let finding = self.finding.as_ref().filter(|_| self.phase == Phase::Final)?;
        Some((&finding.prohibition, &self.sanction.as_ref()?.code))
    }
}
