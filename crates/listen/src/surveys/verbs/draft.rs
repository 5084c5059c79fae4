//! Writing a questionnaire, and freezing it.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::{Payload, survey};
use kernel::id::UserId;
use kernel::survey::Questionnaire;
use platform::db::{Command, WriteTx};
use uuid::Uuid;

use super::super::model::{Kept, digest};
use super::super::results::Scoring;
use super::super::store;
use super::tell;

/// Saves a draft: a new version of its code, or a change of one that is not frozen.
#[derive(Clone)]
pub struct Draft {
    /// The draft, and how it stood when it was read; none for a new version.
    pub of: Option<(Uuid, i64)>,
    /// What is asked.
    pub body: Questionnaire,
    /// Who writes; none for what comes with the program.
    pub by: Option<UserId>,
}

impl Command for Draft {
    type Output = Uuid;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Uuid> {
        self.body.check()?;
        Scoring::new(&self.body)?;
        if let (Some((id, seen)), Some(by)) = (self.of, self.by) {
            store::update_questionnaire(tx, id, &self.body, seen, by.uuid()).await?;
            return Ok(id);
        }
        let all = store::questionnaires(tx).await?;
        let last = all.iter().filter(|kept| kept.body.code == self.body.code);
        let version = last.map(|kept| kept.version).max().unwrap_or(0) + 1;
        let id = super::super::boxes::random_id(tx);
        let kept = Kept {
            id,
            version,
            body: self.body.clone(),
            revision: 1,
            edited_by: self.by.map(UserId::uuid),
            sha256: String::new(),
        };
        store::insert_questionnaire(tx, &kept).await?;
        Ok(id)
    }
}

/// Freezes a questionnaire in the log. Whoever wrote it last may not.
#[derive(Clone)]
pub struct Freeze {
    /// Which.
    pub id: Uuid,
    /// How it stood when it was read.
    pub seen: i64,
    /// Who freezes it.
    pub actor: Actor,
}

impl Command for Freeze {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let kept = store::questionnaire(tx, self.id).await?;
        if kept.is_frozen() || kept.revision != self.seen {
            return Err(Error::conflict("surveys-error-frozen"));
        }
        let writer = kept.edited_by;
        if writer.is_some() && writer == self.actor.user.map(UserId::uuid) {
            return Err(Error::conflict("surveys-error-own"));
        }
        kept.body.check()?;
        let sha256 = digest(&kept.body)?;
        store::freeze(tx, self.id, &sha256).await?;
        let frozen = survey::QuestionnaireFrozen {
            v: 1,
            version: kept.version,
            sha256,
            questionnaire: kept.body.clone(),
        };
        let payload = Payload::QuestionnaireFrozen(Box::new(frozen));
        tell(tx, kept.subject(), 1, self.actor, payload).await
    }
}
