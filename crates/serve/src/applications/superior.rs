//! Telling the superior of a missed promise: the head of the unit, or of the nearest unit above it
//! that has one, and the inspectors.
//!
//! A job runs at least once. That nobody is told twice is kept by a row of `superior_told`, which
//! is written in the command that queues the mail. The mail lies under the key of its reader and
//! says nothing about the citizen.

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::fact::TenantId;
use kernel::id::{ApplicationId, UserId};
use platform::App;
use platform::auth::account::{self, AccountView};
use platform::db::{Command, WriteTx, db};
use platform::jobs::JobHandler;
use platform::keys;
use platform::outbox::{Address, queue_mail};

use super::messages::{Missed, TELL_SUPERIOR};
use super::store::{self, Application};
use super::{desk, due};

/// The handler of [`TELL_SUPERIOR`].
#[derive(Debug)]
pub struct TellSuperior;

impl JobHandler for TellSuperior {
    fn kind(&self) -> &'static str {
        TELL_SUPERIOR
    }

    fn run<'a>(
        &'a self,
        app: &'a App,
        tenant: TenantId,
        payload: serde_json::Value,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let missed: Missed = serde_json::from_value(payload).map_err(Error::internal)?;
            let tell = Tell { app: app.clone(), application: missed.application };
            app.db.write(tenant, tell).await
        })
    }
}

struct Tell {
    app: App,
    application: ApplicationId,
}

impl Command for Tell {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let row = match store::by_id(tx, self.application).await {
            Ok(row) => row,
            Err(error) if error.kind() == Kind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        let Some(due) = row.due_at else { return Ok(()) };
        let readers = account::superiors(tx, &row.unit_code).await?;
        if readers.is_empty() {
            tracing::warn!(unit = row.unit_code, "a promise was missed and no superior is known");
        }
        for reader in readers {
            self.tell(tx, &row, due, reader).await?;
        }
        Ok(())
    }
}

impl Tell {
    async fn tell(
        &self,
        tx: &mut WriteTx<'_>,
        row: &Application,
        due: Timestamp,
        reader: UserId,
    ) -> Result<()> {
        let Some(account) = account::by_id(tx, &self.app.vault, reader).await? else {
            return Ok(());
        };
        let Some(mail) = &account.profile.mail else { return Ok(()) };
        let Ok(address) = mail.parse::<Address>() else {
            tracing::warn!(account = %reader, "the mail address of an account cannot be read");
            return Ok(());
        };
        if !first_time(tx, row.id, reader).await? {
            return Ok(());
        }
        let key = keys::find(tx, &self.app.vault, reader.uuid()).await?;
        let key = key.ok_or_else(|| Error::internal("an account without a key"))?;
        let (subject, body) = self.text(tx, row, due, &account).await?;
        queue_mail(tx, &key, &address, &subject, &body).await?;
        Ok(())
    }

    async fn text(
        &self,
        tx: &mut WriteTx<'_>,
        row: &Application,
        due: Timestamp,
        account: &AccountView,
    ) -> Result<(String, String)> {
        let lang = account.language;
        let standard = desk::standard_of(tx, row).await?;
        let number = row.number.to_string();
        let url = &self.app.settings.public_url;
        let values = [
            ("number", number.clone()),
            ("service", standard.name.get(lang.code()).to_owned()),
            ("due", lang.moment(due, self.app.tz())),
            ("late", due::chip(lang, self.app.tz(), tx.now(), Some(due)).text),
            ("link", format!("{url}/petugas/atasan")),
        ];
        let subject = lang.t1("officer-mail-subject", "number", number);
        Ok((subject, lang.with("officer-mail-body", &values)))
    }
}

/// Notes that `reader` is told of this file; false when that was noted before.
async fn first_time(
    tx: &mut WriteTx<'_>,
    application: ApplicationId,
    reader: UserId,
) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO superior_told (tenant_id, application_id, user_id, told_at) \
         VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, application_id, user_id) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(application.to_vec())
    .bind(reader.to_vec())
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(done.rows_affected() == 1)
}
