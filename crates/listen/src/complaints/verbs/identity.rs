//! A hidden name is shown only when two inspectors agree. Its owner reads who asked, who agreed and
//! why.

use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::facts::Payload;
use kernel::facts::complaint as facts;
use kernel::id::UserId;
use platform::db::WriteTx;

use super::super::model::Viewer;
use super::super::store;
use super::Doing;

impl Doing<'_> {
    pub(super) async fn ask_identity(
        &mut self,
        tx: &mut WriteTx<'_>,
        viewer: &Viewer,
        reason: &str,
    ) -> Result<()> {
        let by = inspector(viewer)?;
        if !self.report.row.matter.anonymous {
            return Err(Error::conflict("complaint-identity-open"));
        }
        store::ask(tx, self.report.row.id, by).await?;
        let asked = facts::Identity { v: 1, reason: reason.to_owned() };
        self.commit(tx, Payload::ComplaintIdentityAsked(asked), Vec::new()).await
    }

    pub(super) async fn decide_identity(
        &mut self,
        tx: &mut WriteTx<'_>,
        viewer: &Viewer,
        asked_by: UserId,
        agreed: bool,
        reason: &str,
    ) -> Result<()> {
        let by = inspector(viewer)?;
        if by == asked_by {
            return Err(Error::new(Kind::Forbidden, "complaint-identity-second-person"));
        }
        store::decide(tx, self.report.row.id, asked_by, by, agreed).await?;
        let said = facts::Identity { v: 1, reason: reason.to_owned() };
        let payload = match agreed {
            true => Payload::ComplaintIdentityOpened(said),
            false => Payload::ComplaintIdentityRefused(said),
        };
        self.commit(tx, payload, Vec::new()).await
    }
}

fn inspector(viewer: &Viewer) -> Result<UserId> {
    match viewer {
        Viewer::Inspector(user) => Ok(*user),
        _ => Err(Error::new(Kind::Forbidden, "error-forbidden")),
    }
}
