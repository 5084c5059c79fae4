//! Reminding the head of a promise before its date, once. A job runs at least once; that nobody is told
//! twice of one date is kept by a row that is written with the mail.

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use kernel::Error;
use kernel::actor::Role;
use kernel::error::{Kind, Result};
use kernel::fact::TenantId;
use kernel::id::{PromiseId, UserId};
use platform::App;
use platform::auth::account;
use platform::db::{Command, Tx, WriteTx};
use platform::i18n::Lang;
use platform::jobs::{self, JobHandler};
use platform::outbox::tell_account;
use serde::{Deserialize, Serialize};

use super::super::model::{Promise, Standing};
use super::super::{rules, store};

/// Kind of the job that reminds.
pub const JOB: &str = "improve.remind";

#[derive(Serialize, Deserialize)]
struct Planned {
    promise: PromiseId,
    due: Timestamp,
}

/// Asks for a reminder of the date that holds now, unless the time for it has passed.
pub(super) async fn plan(tx: &mut WriteTx<'_>, app: &App, promise: &Promise) -> Result<()> {
    let today = app.tz().to_datetime(tx.now()).date();
    let days = app.rulebook.count("improve.commitment_reminder_days", today)?;
    let at = rules::reminder(app.tz(), promise.due, days);
    // The city's clock, not the command's: a replayed past reminds nobody.
    let Some(at) = at.filter(|at| *at > app.db.clock().now()) else { return Ok(()) };
    let planned = Planned { promise: promise.id, due: promise.due };
    jobs::enqueue(tx, JOB, &planned, at).await?;
    Ok(())
}

/// Reminds of a promise.
pub struct Remind;

impl JobHandler for Remind {
    fn kind(&self) -> &'static str {
        JOB
    }

    fn run<'a>(
        &'a self,
        app: &'a App,
        tenant: TenantId,
        payload: serde_json::Value,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let planned: Planned = serde_json::from_value(payload).map_err(Error::internal)?;
            let tell = Tell { app: app.clone(), id: planned.promise, due: planned.due };
            app.db.write(tenant, tell).await
        })
    }
}

struct Tell {
    app: App,
    id: PromiseId,
    due: Timestamp,
}

impl Command for Tell {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let promise = match store::promise(tx, self.id).await {
            Ok(promise) => promise,
            Err(error) if error.kind() == Kind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        // It is done, has another date, or the server was away until it was late.
        let settled = promise.standing != Standing::Open || promise.due != self.due;
        if settled || promise.due <= tx.now() {
            return Ok(());
        }
        for reader in readers(tx, &promise).await? {
            if store::first_time(tx, &promise, reader).await? {
                let text = |lang| self.text(lang, &promise);
                tell_account(tx, &self.app, reader, text).await?;
            }
        }
        Ok(())
    }
}

/// The head who promised while they lead the unit, otherwise all who lead it.
async fn readers(tx: &mut Tx<'_>, promise: &Promise) -> Result<Vec<UserId>> {
    let heads = account::holders(tx, Role::Head, &promise.unit).await?;
    let named = promise.head.filter(|head| heads.contains(head));
    Ok(named.map_or(heads, |head| vec![head]))
}

impl Tell {
    /// Says what to open, not what was promised.
    fn text(&self, lang: Lang, promise: &Promise) -> (String, String) {
        let url = &self.app.settings.public_url;
        let due = lang.moment(promise.due, self.app.tz());
        let values =
            [("due", due.clone()), ("link", format!("{url}/perbaikan/janji/{}", promise.id))];
        (lang.t1("meetings-mail-subject", "due", due), lang.with("meetings-mail-body", &values))
    }
}
