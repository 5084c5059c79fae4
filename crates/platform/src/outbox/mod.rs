//! Mail and text messages. They are stored under the key of the person they are about, in the
//! command that causes them, and sent by a job afterwards: a city whose mail server is down goes
//! on working, and a person who has been erased is told nothing more.

mod account;
mod folder;
pub mod gsm7;
mod mail;
pub mod sms;
#[cfg(test)]
mod tests;

use futures_util::future::BoxFuture;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::MessageId;
use kernel::identity::Phone;
use serde::{Deserialize, Serialize};

pub use account::tell_account;
pub use folder::Folder;
pub use lettre::Address;
pub use lettre::message::Mailbox;
pub use mail::{Smtp, Transport};
pub use sms::Sms;

use crate::app::App;
use crate::db::{Command, WriteTx, db};
use crate::jobs::{self, JobHandler};
use crate::journal::uuid;
use crate::keys;
use crate::vault::SubjectKey;

/// The kind of the job that sends a message.
pub const SEND: &str = "message.send";

/// For what messages are sealed.
const PURPOSE: &str = "message";

/// A message as it is sealed.
#[derive(Serialize, Deserialize)]
#[serde(tag = "channel", rename_all = "snake_case")]
enum Letter {
    Mail { to: String, subject: String, body: String },
    Sms { to: Phone, text: Sms },
}

impl Letter {
    fn channel(&self) -> &'static str {
        match self {
            Self::Mail { .. } => "mail",
            Self::Sms { .. } => "sms",
        }
    }
}

/// What the sending job needs to know.
#[derive(Serialize, Deserialize)]
struct Payload {
    message: MessageId,
}

/// Queues a mail in plain text to `to`, about the person of `key`. It is sent after the commit.
///
/// # Errors
/// When the message cannot be sealed or the database fails.
pub async fn queue_mail(
    tx: &mut WriteTx<'_>,
    key: &SubjectKey,
    to: &Address,
    subject: &str,
    body: &str,
) -> Result<MessageId> {
    let letter =
        Letter::Mail { to: to.to_string(), subject: subject.to_owned(), body: body.to_owned() };
    queue(tx, key, &letter).await
}

/// Queues a text message to `phone`, about the person of `key`. It is sent after the commit.
///
/// # Errors
/// When the message cannot be sealed or the database fails.
pub async fn queue_sms(
    tx: &mut WriteTx<'_>,
    key: &SubjectKey,
    phone: &Phone,
    text: &Sms,
) -> Result<MessageId> {
    queue(tx, key, &Letter::Sms { to: phone.clone(), text: text.clone() }).await
}

async fn queue(tx: &mut WriteTx<'_>, key: &SubjectKey, letter: &Letter) -> Result<MessageId> {
    let now = tx.now();
    let id = MessageId::new(now, tx.rng());
    let sealed = key.seal_json(PURPOSE, letter, tx.rng())?;
    sqlx::query(
        "INSERT INTO message (tenant_id, message_id, channel, key_id, sealed, state, created_at, \
         sent_at) VALUES ($1, $2, $3, $4, $5, 'queued', $6, NULL)",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .bind(letter.channel())
    .bind(key.subject().as_bytes().to_vec())
    .bind(sealed)
    .bind(now.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    jobs::enqueue(tx, SEND, &Payload { message: id }, now).await?;
    Ok(id)
}

/// Sends what has been queued: the handler of [`SEND`].
#[derive(Debug)]
pub struct Outbox {
    /// Whom the mails are from.
    pub from: Mailbox,
    /// Where mails go.
    pub mail: Transport,
    /// Where text messages go: a folder that a gateway empties, or that the demo shows.
    pub sms: Folder,
}

impl JobHandler for Outbox {
    fn kind(&self) -> &'static str {
        SEND
    }

    fn run<'a>(
        &'a self,
        app: &'a App,
        tenant: TenantId,
        payload: serde_json::Value,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let Payload { message } = serde_json::from_value(payload).map_err(Error::internal)?;
            self.send(app, tenant, message).await
        })
    }
}

impl Outbox {
    /// A crash after the sending and before the note of it sends the same message again; it then
    /// has the same id, by which mail servers know it.
    async fn send(&self, app: &App, tenant: TenantId, id: MessageId) -> Result<()> {
        let state = match open(app, tenant, id).await? {
            Opened::Settled => return Ok(()),
            Opened::Erased => "dropped",
            Opened::Letter(letter) => {
                self.deliver(app, id, &letter).await?;
                "sent"
            }
        };
        app.db.write(tenant, Settle { id, state }).await
    }

    async fn deliver(&self, app: &App, id: MessageId, letter: &Letter) -> Result<()> {
        match letter {
            Letter::Mail { to, subject, body } => {
                let now = app.db.clock().now();
                let mail = mail::build(&self.from, id, now, to, subject, body)?;
                self.mail.send(id, mail).await
            }
            Letter::Sms { to, text } => {
                self.sms.put(&format!("{id}.sms"), gateway_file(to, text).as_bytes()).await
            }
        }
    }
}

/// The file of one text message as SMS Server Tools 3 reads it from its outgoing folder: the number
/// without its plus, an empty line, the text.
fn gateway_file(to: &Phone, text: &Sms) -> String {
    let number = to.expose().trim_start_matches('+');
    format!("To: {number}\nAlphabet: UTF-8\n\n{}", text.text())
}

enum Opened {
    /// Sent, dropped or deleted before.
    Settled,
    /// The person's key is gone.
    Erased,
    Letter(Letter),
}

async fn open(app: &App, tenant: TenantId, id: MessageId) -> Result<Opened> {
    let mut tx = app.db.read(tenant).await?;
    let row: Option<(Vec<u8>, Vec<u8>)> = sqlx::query_as(
        "SELECT key_id, sealed FROM message \
         WHERE tenant_id = $1 AND message_id = $2 AND state = 'queued'",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let Some((key_id, sealed)) = row else { return Ok(Opened::Settled) };
    match keys::find(&mut tx, &app.vault, uuid(&key_id)?).await? {
        Some(key) => Ok(Opened::Letter(key.open_json(PURPOSE, &sealed)?)),
        None => Ok(Opened::Erased),
    }
}

/// Notes what became of a message.
struct Settle {
    id: MessageId,
    state: &'static str,
}

impl Command for Settle {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let sent_at = (self.state == "sent").then(|| tx.now().as_microsecond());
        sqlx::query(
            "UPDATE message SET state = $3, sent_at = $4 \
             WHERE tenant_id = $1 AND message_id = $2 AND state = 'queued'",
        )
        .bind(tx.tenant())
        .bind(self.id.to_vec())
        .bind(self.state)
        .bind(sent_at)
        .execute(tx.conn())
        .await
        .map_err(db)?;
        Ok(())
    }
}
