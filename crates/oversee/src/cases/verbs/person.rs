//! What the person does whom a case is about, and what they are told.

use jiff::Timestamp;
use kernel::Error;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Result;
use kernel::fact::ClockMove;
use kernel::facts::Payload;
use kernel::facts::case as facts;
use kernel::id::{CaseId, UserId};
use platform::App;
use platform::db::{Command, WriteTx};

use super::super::model::{Person, Phase};
use super::super::store;
use super::{Case, OWNER, rules};
use platform::outbox;

/// What the person does.
#[derive(Clone, Debug)]
pub enum Says {
    /// A statement in their own words.
    State(String),
    /// They appeal.
    Appeal(String),
}

/// One act of the person on their case.
#[derive(Clone)]
pub struct ByPerson {
    /// The city.
    pub app: App,
    /// Which case.
    pub id: CaseId,
    /// Who.
    pub user: UserId,
    /// What they do.
    pub says: Says,
}

impl Command for ByPerson {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let row = store::by_id(tx, self.id).await?;
        let mut case = Case::of(tx, &self.app, row).await?;
        if !shows_to(&case, self.user) {
            return Err(Error::not_found());
        }
        let before = case.row.seq;
        let (payload, moves) = match &self.says {
            Says::State(text) => {
                if case.contents.matter.phase != Phase::Open {
                    return Err(Error::conflict("case-wrong-phase"));
                }
                let stated = facts::Stated { v: 1, text: text.clone() };
                (Payload::CaseStated(stated), Vec::new())
            }
            Says::Appeal(text) => appeal(tx, &self.app, &mut case, text)?,
        };
        // They act for themselves, in whatever role they hold otherwise.
        let actor = Actor {
            user: Some(self.user),
            role: Role::Citizen,
            unit: None,
            channel: Channel::Online,
        };
        case.append(tx, actor, payload, moves).await?;
        case.seal(tx)?;
        store::update(tx, &case.row, before).await
    }
}

/// Whether this account may know of the case because it is about them: once they were summoned.
pub fn shows_to(case: &Case, user: UserId) -> bool {
    case.contents.matter.is_about(user) && !case.contents.matter.summonses.is_empty()
}

/// The appeal stops its own time and starts that of the decision.
pub(super) fn appeal(
    tx: &mut WriteTx<'_>,
    app: &App,
    case: &mut Case,
    text: &str,
) -> Result<(Payload, Vec<ClockMove>)> {
    case.contents.matter.appeal(tx.now())?;
    let mut moves = case.row.clocks.stop_all();
    moves.push(case.row.clocks.start(tx, app, rules::APPEAL_DECISION, OWNER)?);
    Ok((Payload::CaseAppealed(facts::Note { v: 1, text: text.to_owned() }), moves))
}

/// Tells the person, when it is an account, that there is something to read. Nothing of it is said.
pub(super) async fn tell(
    tx: &mut WriteTx<'_>,
    app: &App,
    case: &Case,
    key: &str,
    at: Timestamp,
) -> Result<()> {
    let Some(Person::Account(user)) = case.contents.matter.person else { return Ok(()) };
    let link = format!("{}/saya/perkara/{}", app.settings.public_url, case.row.number);
    outbox::tell_account(tx, app, user, |lang| {
        let values = [("at", lang.moment(at, app.tz())), ("link", link.clone())];
        (lang.t("case-mail-subject"), lang.with(key, &values))
    })
    .await
}
