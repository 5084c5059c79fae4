//! Mail to accounts, in their language and under their own key.

use kernel::Error;
use kernel::error::Result;
use kernel::id::UserId;

use super::{Address, queue_mail};
use crate::app::App;
use crate::auth::account;
use crate::db::WriteTx;
use crate::i18n::Lang;
use crate::keys;

/// Queues a mail to `reader`, if they have an address. `text` gives its subject and body. A replayed
/// past is told to nobody.
///
/// # Errors
/// When it cannot be sealed or the database fails.
pub async fn tell_account(
    tx: &mut WriteTx<'_>,
    app: &App,
    reader: UserId,
    text: impl Fn(Lang) -> (String, String),
) -> Result<()> {
    if tx.is_replayed() {
        return Ok(());
    }
    let Some(account) = account::by_id(tx, &app.vault, reader).await? else { return Ok(()) };
    let Some(mail) = &account.profile.mail else { return Ok(()) };
    let Ok(address) = mail.parse::<Address>() else {
        tracing::warn!(account = %reader, "the mail address of an account cannot be read");
        return Ok(());
    };
    let key = keys::find(tx, &app.vault, reader.uuid()).await?;
    let key = key.ok_or_else(|| Error::internal("an account without a key"))?;
    let (subject, body) = text(account.language);
    queue_mail(tx, &key, &address, &subject, &body).await?;
    Ok(())
}
