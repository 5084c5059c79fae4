//! What citizens and superiors are told, in the command that causes it. A replayed past is told to
//! nobody.

use jiff::Timestamp;
use kernel::error::{Kind, Result};
use kernel::id::ApplicationId;
use kernel::identity::Phone;
use kernel::service::{Applicant, Standard};
use platform::App;
use platform::db::WriteTx;
use platform::i18n::Lang;
use platform::jobs;
use platform::outbox::{queue_sms, sms};

use super::desk;
use super::model::{Details, State};
use super::verbs::File;
use crate::representatives::tell_giver;

/// Kind of the job that tells the superior of a missed promise.
pub const TELL_SUPERIOR: &str = "application.tell_superior";

fn language(details: &Details) -> Lang {
    Lang::parse(&details.language).unwrap_or_default()
}

/// Messages go to whoever applies, if they have a phone.
pub fn contact(details: &Details) -> Option<&Phone> {
    details.representative.as_ref().map(|r| &r.phone).or(details.person.phone.as_ref())
}

/// Where the citizen looks: the bare address and the number, without a scheme to save characters.
fn link(app: &App, file: &File) -> String {
    let host = app.settings.public_url.split("://").nth(1).unwrap_or_default();
    format!("{host}/{}", file.row.number.compact())
}

/// The page itself, without a scheme.
fn page(app: &App, file: &File) -> String {
    let host = app.settings.public_url.split("://").nth(1).unwrap_or_default();
    format!("{host}/lacak/{}", file.row.number)
}

/// `25 Nov 15.00`, without the weekday.
fn short_moment(lang: Lang, app: &App, at: Timestamp) -> String {
    let local = app.tz().to_datetime(at);
    let month = lang.t(&format!("date-month-short-{}", local.month()));
    format!("{} {month} {}", local.day(), lang.time(at, app.tz()))
}

/// One message about a file. `values` are put into the text under `key`; those that must never be
/// cut are all of them.
async fn send(
    tx: &mut WriteTx<'_>,
    app: &App,
    file: &File,
    standard: &Standard,
    details: &Details,
    key: &str,
    values: &[(&str, String)],
) -> Result<()> {
    let Some(phone) = contact(details).filter(|_| !tx.is_replayed()) else { return Ok(()) };
    let lang = language(details);
    let mut kept: Vec<(&str, String)> = values.to_vec();
    kept.push(("number", file.row.number.to_string()));
    if !values.iter().any(|(name, _)| *name == "link") {
        kept.push(("link", link(app, file)));
    }
    let whole: Vec<&str> = kept.iter().map(|(_, value)| value.as_str()).collect();
    let text = sms::compose(standard.name.get(lang.code()), &whole, |service| {
        let mut all = kept.clone();
        all.push(("service", service.to_owned()));
        lang.with(key, &all)
    })?;
    queue_sms(tx, &file.key, phone, &text).await?;
    Ok(())
}

/// The application was received.
///
/// # Errors
/// When the message cannot be composed or the database fails.
pub async fn received(
    tx: &mut WriteTx<'_>,
    app: &App,
    file: &File,
    standard: &Standard,
    details: &Details,
) -> Result<()> {
    if file.row.state == State::AwaitingGiver {
        let key = "representatives-sms-received";
        return send(tx, app, file, standard, details, key, &[]).await;
    }
    let fee = ("fee", file.row.fee.to_string());
    match (file.row.completed_at, file.row.due_at) {
        (Some(_), Some(due)) => {
            let due = ("due", short_moment(language(details), app, due));
            send(tx, app, file, standard, details, "applications-sms-received", &[fee, due]).await
        }
        _ => {
            let key = "applications-sms-received-incomplete";
            send(tx, app, file, standard, details, key, &[fee]).await
        }
    }
}

/// What happened to a file, as the citizen is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Something is missing; the clock stands still.
    SentBack,
    /// The product is there.
    Issued,
    /// The decision is no.
    Refused,
    /// A survey asks how the service was.
    Survey,
    /// The survey is still open.
    SurveyAgain,
}

/// Tells the citizen what happened.
///
/// # Errors
/// As [`received`].
pub async fn tell(
    tx: &mut WriteTx<'_>,
    app: &App,
    file: &File,
    standard: &Standard,
    details: &Details,
    news: News,
) -> Result<()> {
    let key = match news {
        News::SentBack => "applications-sms-returned",
        News::Issued => "applications-sms-issued",
        News::Refused => "applications-sms-refused",
        News::Survey => "survey-sms-invite",
        News::SurveyAgain => "survey-sms-again",
    };
    let survey = matches!(news, News::Survey | News::SurveyAgain);
    let to = if survey { format!("{}/survei", page(app, file)) } else { link(app, file) };
    send(tx, app, file, standard, details, key, &[("link", to)]).await?;
    match giver_key(news).filter(|_| file.row.applicant == Applicant::Mandate) {
        Some(key) => tell_giver(tx, app, file, standard, details, key).await,
        None => Ok(()),
    }
}

/// Whoever gave a mandate is told what came of it, whatever the receiver tells them.
fn giver_key(news: News) -> Option<&'static str> {
    match news {
        News::SentBack => Some("representatives-sms-returned"),
        News::Issued => Some("representatives-sms-issued"),
        News::Refused => Some("representatives-sms-refused"),
        News::Survey | News::SurveyAgain => None,
    }
}

/// Tells the citizen of the application `id`; whoever was erased is told nothing more.
///
/// # Errors
/// As [`received`].
pub async fn tell_of(tx: &mut WriteTx<'_>, app: &App, id: ApplicationId, news: News) -> Result<()> {
    let file = match File::load(tx, app, id).await {
        Ok(file) => file,
        Err(error) if error.kind() == Kind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let standard = desk::standard_of(tx, &file.row).await?;
    tell(tx, app, &file, &standard, &file.details()?, news).await
}

/// What the job needs to know.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Missed {
    /// Which application.
    pub application: ApplicationId,
}

/// Tells the superior of a missed promise, by a job.
///
/// # Errors
/// When the database fails.
pub async fn tell_superior(tx: &mut WriteTx<'_>, application: ApplicationId) -> Result<()> {
    if tx.is_replayed() {
        return Ok(());
    }
    let now = tx.now();
    jobs::enqueue(tx, TELL_SUPERIOR, &Missed { application }, now).await?;
    Ok(())
}
