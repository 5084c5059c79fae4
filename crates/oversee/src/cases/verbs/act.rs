//! What an inspector does with a case.

use jiff::Timestamp;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::ClockMove;
use kernel::facts::Payload;
use kernel::facts::case::{self as facts, CustodyStep, Outcome};
use kernel::id::{CaseId, FileId, UserId};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::uploads::{self, NewUpload};

use super::super::guard::Guard;
use super::super::ladders;
use super::super::model::{Finding, Person, Phase, Second};
use super::super::store;
use super::open::{check, tell_superior};
use super::{About, Case, Evidence, OWNER, hash_of, head, person, rules};
use crate::deadlines;
use platform::running::due;

/// What is done with a case.
#[derive(Clone, Debug)]
pub enum Does {
    /// It is known whom it is about.
    Name(About),
    /// A piece of evidence.
    Evidence {
        /// The kept file.
        upload: NewUpload,
        /// What it is.
        what: String,
        /// Where it comes from.
        from: String,
    },
    /// Evidence goes to another keeper, or back.
    Custody {
        /// Which piece.
        file: FileId,
        /// What happens to it.
        step: CustodyStep,
        /// Who has it from now on.
        keeper: String,
    },
    /// The person is summoned.
    Summon {
        /// When the hearing is.
        hearing: Timestamp,
        /// Where.
        place: String,
    },
    /// The hearing was held, or the person did not come.
    Hear {
        /// Whether they came.
        came: bool,
        /// The minutes, or how the absence was established.
        minutes: String,
    },
    /// What was found.
    Find {
        /// The finding.
        finding: Finding,
        /// Why.
        text: String,
    },
    /// A sanction is proposed.
    Propose {
        /// Its code.
        code: String,
        /// Why this one.
        text: String,
    },
    /// A second person approves it.
    Approve(String),
    /// A second person refuses it.
    Refuse(String),
    /// The person appealed by letter.
    Appeal(String),
    /// The appeal was decided.
    DecideAppeal {
        /// How.
        outcome: Outcome,
        /// Code of the lighter sanction, if one takes its place.
        lighter: Option<String>,
        /// Why.
        text: String,
    },
    /// It ends before anything was found.
    Close(String),
    /// The head of the unit is to summon and examine as well.
    TellSuperior,
}

/// One act of an inspector on one case.
#[derive(Clone)]
pub struct Act {
    /// The city.
    pub app: App,
    /// Which case.
    pub id: CaseId,
    /// Who.
    pub user: UserId,
    /// In which role.
    pub actor: Actor,
    /// What they do.
    pub does: Does,
}

impl Command for Act {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let row = store::by_id(tx, self.id).await?;
        if Guard::of(tx, &self.app, self.user).await?.keeps_from(&row) {
            return Err(Error::not_found());
        }
        let mut case = Case::of(tx, &self.app, row).await?;
        if let Does::TellSuperior = self.does {
            return tell_superior(tx, &self.app, &case).await;
        }
        let before = case.row.seq;
        let (payload, moves) = self.act(tx, &mut case).await?;
        case.append(tx, self.actor, payload, moves).await?;
        if case.contents.matter.phase == Phase::Final && case.row.final_at.is_none() {
            case.end(tx, self.actor).await?;
        }
        case.seal(tx)?;
        store::update(tx, &case.row, before).await
    }
}

pub(super) type Done = (Payload, Vec<ClockMove>);

fn note(text: &str) -> facts::Note {
    facts::Note { v: 1, text: text.to_owned() }
}

impl Act {
    async fn act(&self, tx: &mut WriteTx<'_>, case: &mut Case) -> Result<Done> {
        let matter = &mut case.contents.matter;
        match &self.does {
            Does::Name(about) => self.name(tx, case, about).await,
            Does::Evidence { upload, what, from } => evidence(tx, case, upload, what, from).await,
            Does::Custody { file, step, keeper } => custody(case, *file, *step, keeper),
            Does::Summon { hearing, place } => self.summon(tx, case, *hearing, place).await,
            Does::Hear { came, minutes } => {
                matter.hear(tx.now(), *came)?;
                let heard = facts::Heard { v: 1, absent: !came, minutes: minutes.clone() };
                Ok((Payload::CaseHeard(heard), Vec::new()))
            }
            Does::Find { finding, text } => self.find(case, finding, text),
            Does::Propose { code, text } => {
                let step = ladders::ladder(matter.is_outside()).find(|step| step.code() == *code);
                step.ok_or_else(|| Error::invalid("case-sanction-unknown"))?;
                matter.propose(self.user, code.clone())?;
                let (sanction, text) = (code.clone(), text.clone());
                let proposed = facts::SanctionProposed { v: 1, sanction, text };
                head::tell(tx, &self.app, case).await?;
                Ok((Payload::CaseSanctionProposed(proposed), Vec::new()))
            }
            Does::Approve(text) => {
                approve(tx, &self.app, case, (self.user, Second::Inspector), text).await
            }
            Does::Refuse(text) => refuse(case, (self.user, Second::Inspector), text),
            Does::Appeal(text) => person::appeal(tx, &self.app, case, text),
            Does::DecideAppeal { outcome, lighter, text } => {
                matter.decide_appeal(self.user, *outcome, lighter.as_deref())?;
                let (outcome, sanction, text) = (*outcome, lighter.clone(), text.clone());
                let decided = facts::AppealDecided { v: 1, outcome, sanction, text };
                Ok((Payload::CaseAppealDecided(decided), Vec::new()))
            }
            Does::Close(reason) => {
                matter.close(self.user)?;
                Ok((Payload::CaseClosedWithoutFinding(note(reason)), case.row.clocks.stop_all()))
            }
            Does::TellSuperior => Err(Error::internal("telling the superior changes no case")),
        }
    }

    async fn name(&self, tx: &mut WriteTx<'_>, case: &mut Case, about: &About) -> Result<Done> {
        check(tx, &self.app, about, &case.row.unit).await?;
        let person = about.person().ok_or_else(|| Error::invalid("case-nobody-chosen"))?;
        case.contents.matter.name(person)?;
        case.contents.outsider = about.outsider();
        case.row.person = hash_of(&self.app, person, case.contents.outsider.as_ref());
        let account = match person {
            Person::Account(user) => Some(user),
            Person::Outsider => None,
        };
        Ok((Payload::CasePersonNamed(facts::PersonNamed { v: 1, account }), Vec::new()))
    }

    async fn summon(
        &self,
        tx: &mut WriteTx<'_>,
        case: &mut Case,
        hearing: Timestamp,
        place: &str,
    ) -> Result<Done> {
        let (app, now) = (&self.app, tx.now());
        let day = |at: Timestamp| app.tz().to_datetime(at).date();
        let earliest = due(app, rules::SUMMONS, &case.row.unit, now)?;
        let days = (day(hearing), day(earliest));
        let refused = |error: Error| match error.key() {
            "case-hearing-too-soon" => error.with("day", days.1),
            _ => error,
        };
        let nth = case.contents.matter.summon(hearing, days).map_err(refused)?;
        // A summons of the Inspectorate does what the head was to do first.
        let source = (case.row.id.uuid(), case.row.unit.as_str());
        deadlines::verbs::done(tx, app, source, self.actor, "case.summoned").await?;
        person::tell(tx, app, case, "case-mail-summoned", hearing).await?;
        let place = place.to_owned();
        Ok((Payload::CaseSummoned(facts::Summoned { v: 1, nth, hearing, place }), Vec::new()))
    }

    fn find(&self, case: &mut Case, finding: &Finding, text: &str) -> Result<Done> {
        ladders::prohibition(&finding.prohibition)
            .filter(|_| ladders::HARMS.contains(&finding.harm.as_str()))
            .ok_or_else(|| Error::invalid("case-prohibition-unknown"))?;
        case.contents.matter.find(self.user, finding.clone())?;
        text.clone_into(&mut case.contents.findings);
        let found = facts::Found {
            v: 1,
            verdict: finding.verdict,
            prohibition: finding.prohibition.clone(),
            harm: finding.harm.clone(),
            text: text.to_owned(),
        };
        Ok((Payload::CaseFound(found), case.row.clocks.stop_all()))
    }
}

/// The second person approves; the time of appeal begins.
pub(super) async fn approve(
    tx: &mut WriteTx<'_>,
    app: &App,
    case: &mut Case,
    (by, second): (UserId, Second),
    text: &str,
) -> Result<Done> {
    let until = due(app, rules::APPEAL, OWNER, tx.now())?;
    case.contents.matter.approve(by, second, until)?;
    let moves = vec![case.row.clocks.start(tx, app, rules::APPEAL, OWNER)?];
    person::tell(tx, app, case, "case-mail-sanctioned", until).await?;
    Ok((Payload::CaseSanctionApproved(note(text)), moves))
}

/// The second person refuses.
pub(super) fn refuse(case: &mut Case, (by, second): (UserId, Second), text: &str) -> Result<Done> {
    case.contents.matter.refuse(by, second)?;
    Ok((Payload::CaseSanctionRefused(note(text)), Vec::new()))
}

async fn evidence(
    tx: &mut WriteTx<'_>,
    case: &mut Case,
    upload: &NewUpload,
    what: &str,
    from: &str,
) -> Result<Done> {
    if matches!(case.contents.matter.phase, Phase::Final | Phase::Dropped) {
        return Err(Error::conflict("case-wrong-phase"));
    }
    uploads::record(tx, upload).await?;
    let sha256 = upload.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    case.contents.evidence.push(Evidence {
        file: upload.file_id,
        what: what.to_owned(),
        keeper: from.to_owned(),
        returned: false,
    });
    let (what, from) = (what.to_owned(), from.to_owned());
    let added = facts::EvidenceAdded { v: 1, file: upload.file_id, sha256, what, from };
    Ok((Payload::CaseEvidenceAdded(added), Vec::new()))
}

/// The chain has no link after the thing went back.
fn custody(case: &mut Case, file: FileId, step: CustodyStep, keeper: &str) -> Result<Done> {
    let mut evidence = case.contents.evidence.iter_mut();
    let piece = evidence.find(|piece| piece.file == file).ok_or_else(Error::not_found)?;
    if piece.returned {
        return Err(Error::conflict("case-evidence-returned"));
    }
    piece.returned = step == CustodyStep::Returned;
    keeper.clone_into(&mut piece.keeper);
    let keeper = keeper.to_owned();
    Ok((Payload::CaseCustodyMoved(facts::CustodyMoved { v: 1, file, step, keeper }), Vec::new()))
}
