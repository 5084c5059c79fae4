//! Mail: plain text in UTF-8, by SMTP or into a folder.

use std::time::SystemTime;

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::id::MessageId;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

use super::Folder;

/// Where mails go.
#[derive(Clone, Debug)]
pub enum Transport {
    /// A mail server.
    Smtp(Smtp),
    /// A folder with one `.eml` file a mail, for the demo.
    Folder(Folder),
}

/// A mail server.
#[derive(Clone, Debug)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Smtp {
    /// The server at `url`, such as `smtps://user:password@mail.example.go.id` or
    /// `smtp://mail.example.go.id:587?tls=required`. Only a server on this machine may go without
    /// TLS.
    ///
    /// # Errors
    /// When the URL cannot be read or would send mail in the clear. The URL itself is not
    /// repeated: it may hold a password.
    pub fn new(url: &str) -> Result<Self> {
        if !(url.starts_with("smtps://") || url.contains("tls=required") || is_local(url)) {
            let help = "use smtps:// or add ?tls=required, since mail must not travel in the clear";
            return Err(Error::internal(format!("the SMTP URL has no TLS; {help}")));
        }
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| Error::internal(format!("the SMTP URL cannot be read: {error}")))?;
        Ok(Self { transport: builder.build() })
    }
}

/// Whether the host of `url` is this machine.
fn is_local(url: &str) -> bool {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

impl Transport {
    pub(super) async fn send(&self, id: MessageId, mail: Message) -> Result<()> {
        match self {
            Self::Smtp(server) => {
                server.transport.send(mail).await.map_err(|error| told(&error))?;
                Ok(())
            }
            Self::Folder(folder) => folder.put(&format!("{id}.eml"), &mail.formatted()).await,
        }
    }
}

/// What happened, without the server's own words: they often repeat the address.
fn told(error: &smtp::Error) -> Error {
    match error.status() {
        Some(code) => Error::internal(format!("the mail server answered {code}")),
        None if error.is_timeout() => Error::internal("the mail server did not answer in time"),
        None if error.is_tls() => Error::internal("no TLS with the mail server; check its name"),
        None => Error::internal("the mail server could not be reached; check the SMTP URL"),
    }
}

/// The mail as it travels. Its `Message-ID` is ours, so that a repetition can be known as one.
pub(super) fn build(
    from: &Mailbox,
    id: MessageId,
    now: Timestamp,
    to: &str,
    subject: &str,
    body: &str,
) -> Result<Message> {
    let to: Address = to.parse().map_err(|_| Error::internal("a queued mail has no address"))?;
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(subject)
        .date(SystemTime::try_from(now).map_err(Error::internal)?)
        .message_id(Some(format!("<{id}@{}>", from.email.domain())))
        .header(ContentType::TEXT_PLAIN)
        .body(body.to_owned())
        .map_err(|_| Error::internal("a mail could not be put together"))
}
