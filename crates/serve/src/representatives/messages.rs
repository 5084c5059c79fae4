//! What the giver and the receiver of a mandate are told, in the command that causes it. The giver
//! is told on a number of their own; a replayed past is told to nobody.

use jiff::Timestamp;
use kernel::error::Result;
use kernel::identity::Phone;
use kernel::number::MandateCode;
use kernel::service::Standard;
use platform::App;
use platform::db::WriteTx;
use platform::i18n::Lang;
use platform::outbox::{queue_sms, sms};
use platform::vault::SubjectKey;

use super::rules;
use super::verbs::Mandate;
use crate::applications::desk;
use crate::applications::model::Details;
use crate::applications::verbs::File;

/// Characters of the receiver's name in a message.
const NAME: usize = 18;

/// What the receiver of a mandate is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News {
    /// The giver says that it is not theirs.
    NotTheirs,
    /// The giver did not answer.
    NoAnswer,
    /// The giver took it back.
    Revoked,
    /// Its last day is over.
    Over,
}

impl News {
    fn key(self) -> &'static str {
        match self {
            Self::NotTheirs => "representatives-sms-not-theirs",
            Self::NoAnswer => "representatives-sms-no-answer",
            Self::Revoked => "representatives-sms-revoked",
            Self::Over => "representatives-sms-over",
        }
    }
}

fn host(app: &App) -> &str {
    app.settings.public_url.split("://").nth(1).unwrap_or_default()
}

/// Where the number alone shows how the file stands.
fn link(app: &App, file: &File) -> String {
    format!("{}/{}", host(app), file.row.number.compact())
}

/// Sends one message of which nothing but the name of the service may be shortened.
async fn send(
    tx: &mut WriteTx<'_>,
    key: &SubjectKey,
    phone: Option<&Phone>,
    (lang, text): (Lang, &str),
    standard: &Standard,
    values: &[(&str, String)],
) -> Result<()> {
    let Some(phone) = phone.filter(|_| !tx.is_replayed()) else { return Ok(()) };
    let whole: Vec<&str> = values.iter().map(|(_, value)| value.as_str()).collect();
    let text = sms::compose(standard.name.get(lang.code()), &whole, |service| {
        let mut all = values.to_vec();
        all.push(("service", service.to_owned()));
        lang.with(text, &all)
    })?;
    queue_sms(tx, key, phone, &text).await?;
    Ok(())
}

/// `1 Des`: the last day on which an answer counts.
fn day(lang: Lang, app: &App, at: Timestamp) -> String {
    let date = app.tz().to_datetime(at).date();
    format!("{} {}", date.day(), lang.t(&format!("date-month-short-{}", date.month())))
}

/// Asks the giver, with a link that nobody else is sent.
pub(super) async fn ask(
    tx: &mut WriteTx<'_>,
    app: &App,
    mandate: &Mandate,
    file: &File,
    standard: &Standard,
    code: &MandateCode,
) -> Result<()> {
    let Some(due) = mandate.row.due_at else { return Ok(()) };
    let contents = mandate.contents()?;
    let lang = Lang::parse(&contents.language).unwrap_or_default();
    let values = [
        ("number", file.row.number.to_string()),
        ("receiver", rules::short_name(&contents.receiver.name, NAME)),
        ("link", format!("{}/kuasa/{}", host(app), code.expose())),
        ("due", day(lang, app, due)),
    ];
    let phone = contents.giver.phone.as_ref();
    send(tx, &mandate.key, phone, (lang, "representatives-sms-ask"), standard, &values).await
}

/// Tells the giver of the application `file` what came of it, under the text `key`; whoever applies
/// for them is told on their own.
///
/// # Errors
/// When the message cannot be composed or the database fails.
pub(crate) async fn tell(
    tx: &mut WriteTx<'_>,
    app: &App,
    file: &File,
    standard: &Standard,
    details: &Details,
    key: &'static str,
) -> Result<()> {
    let lang = Lang::parse(&details.language).unwrap_or_default();
    let values = [("number", file.row.number.to_string()), ("link", link(app, file))];
    send(tx, &file.key, details.person.phone.as_ref(), (lang, key), standard, &values).await
}

/// Tells the receiver.
pub(super) async fn tell_receiver(
    tx: &mut WriteTx<'_>,
    app: &App,
    mandate: &Mandate,
    file: &File,
    news: News,
) -> Result<()> {
    let contents = mandate.contents()?;
    let lang = Lang::parse(&contents.language).unwrap_or_default();
    let standard = desk::standard_of(tx, &file.row).await?;
    let values = [("number", file.row.number.to_string()), ("link", link(app, file))];
    let phone = contents.receiver.phone.as_ref();
    send(tx, &mandate.key, phone, (lang, news.key()), &standard, &values).await
}

/// Tells the giver that nothing was done, because they did not answer.
pub(super) async fn tell_of_silence(
    tx: &mut WriteTx<'_>,
    app: &App,
    mandate: &Mandate,
    file: &File,
) -> Result<()> {
    tell_giver_of(tx, app, mandate, file, "representatives-sms-silence").await
}

/// Tells the giver that the file is theirs, because the last day is over.
pub(super) async fn tell_of_end(
    tx: &mut WriteTx<'_>,
    app: &App,
    mandate: &Mandate,
    file: &File,
) -> Result<()> {
    tell_giver_of(tx, app, mandate, file, "representatives-sms-back").await
}

async fn tell_giver_of(
    tx: &mut WriteTx<'_>,
    app: &App,
    mandate: &Mandate,
    file: &File,
    key: &str,
) -> Result<()> {
    let contents = mandate.contents()?;
    let lang = Lang::parse(&contents.language).unwrap_or_default();
    let standard = desk::standard_of(tx, &file.row).await?;
    let values = [("number", file.row.number.to_string()), ("link", link(app, file))];
    let phone = contents.giver.phone.as_ref();
    send(tx, &mandate.key, phone, (lang, key), &standard, &values).await
}
