//! What the head of the unit does: approve or refuse a light sanction for an officer of theirs, as the
//! second person (PP 94/2021 Art 16). The head sees nothing before one is proposed, and nothing after.

use kernel::Error;
use kernel::actor::{Actor, Role};
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::id::{CaseId, UserId};
use platform::App;
use platform::auth::account;
use platform::db::{Command, Tx, WriteTx};
use platform::{journal, outbox};

use super::super::guard::Guard;
use super::super::model::{Person, Second};
use super::super::store;
use super::Case;
use super::act::{approve, refuse};

/// What the head decides, and why.
#[derive(Clone, Debug)]
pub enum HeadSays {
    /// The sanction is right.
    Approve(String),
    /// It is not.
    Refuse(String),
}

/// One decision of a head.
#[derive(Clone)]
pub struct ByHead {
    /// The city.
    pub app: App,
    /// Which case.
    pub id: CaseId,
    /// Who.
    pub user: UserId,
    /// In which role.
    pub actor: Actor,
    /// What they decide.
    pub says: HeadSays,
}

impl Command for ByHead {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let row = store::by_id(tx, self.id).await?;
        let mut case = Case::of(tx, &self.app, row).await?;
        if !may_decide(tx, &self.app, &case, self.user).await? {
            return Err(Error::not_found());
        }
        let before = case.row.seq;
        let second = (self.user, Second::Head);
        let (payload, moves) = match &self.says {
            HeadSays::Approve(text) => approve(tx, &self.app, &mut case, second, text).await?,
            HeadSays::Refuse(text) => refuse(&mut case, second, text)?,
        };
        case.append(tx, self.actor, payload, moves).await?;
        case.seal(tx)?;
        store::update(tx, &case.row, before).await
    }
}

/// Whether this account is the direct superior who may decide now: it leads the person's unit, the
/// person does not lead it too, and the account is neither named nor a party, and declared no interest.
///
/// # Errors
/// When the database fails or a fact cannot be read.
pub async fn may_decide(tx: &mut Tx<'_>, app: &App, case: &Case, head: UserId) -> Result<bool> {
    let matter = &case.contents.matter;
    if !matter.is_for_head() || matter.is_about(head) {
        return Ok(false);
    }
    let heads = account::holders(tx, Role::Head, &case.row.unit).await?;
    // Whoever leads the unit beside the person is their equal, not their superior.
    let equal = heads.iter().any(|one| matter.person == Some(Person::Account(*one)));
    if equal || !heads.contains(&head) || Guard::of(tx, app, head).await?.keeps_head_from(&case.row)
    {
        return Ok(false);
    }
    let facts = journal::facts_of(tx, case.row.subject(), Some(&case.key)).await?;
    let decided = |payload: &Option<Payload>| {
        matches!(payload, Some(Payload::CaseSanctionApproved(_) | Payload::CaseSanctionRefused(_)))
    };
    // Whoever opened it, proposed or spoke in it is a party.
    Ok(!facts.iter().any(|fact| fact.actor == Some(head) && !decided(&fact.payload)))
}

/// Tells the heads who may decide that something waits for them. Nothing of it is said.
pub(super) async fn tell(tx: &mut WriteTx<'_>, app: &App, case: &Case) -> Result<()> {
    for head in account::holders(tx, Role::Head, &case.row.unit).await? {
        if may_decide(tx, app, case, head).await? {
            let link = format!("{}/petugas/atasan/sanksi", app.settings.public_url);
            outbox::tell_account(tx, app, head, |lang| {
                let body = lang.with("case-mail-second", &[("link", link.clone())]);
                (lang.t("case-mail-subject"), body)
            })
            .await?;
        }
    }
    Ok(())
}
