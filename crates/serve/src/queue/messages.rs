//! What holders are told by text message, in the command that causes it. A replayed past is told to
//! nobody, and neither is who gave no telephone.

use jiff::Timestamp;
use kernel::error::Result;
use platform::App;
use platform::db::{Tx, WriteTx};
use platform::i18n::Lang;
use platform::keys;
use platform::outbox::{queue_sms, sms};
use platform::vault::SubjectKey;

use super::model::Contact;
use super::store::{self, Appointment, Ticket};
use crate::catalogue;

fn host(app: &App) -> &str {
    app.settings.public_url.split("://").nth(1).unwrap_or_default()
}

/// One message, with the name of the unit or service cut where it must be.
async fn send(
    tx: &mut WriteTx<'_>,
    (key, contact, lang): (&SubjectKey, &Contact, Lang),
    text: &str,
    called: &str,
    kept: &[(&str, String)],
) -> Result<()> {
    let Some(phone) = contact.phone.as_ref().filter(|_| !tx.is_replayed()) else { return Ok(()) };
    let whole: Vec<&str> = kept.iter().map(|(_, value)| value.as_str()).collect();
    let message = sms::compose(called, &whole, |name| {
        let mut values = kept.to_vec();
        values.push(("name", name.to_owned()));
        lang.with(text, &values)
    })?;
    queue_sms(tx, key, phone, &message).await?;
    Ok(())
}

async fn unit_name(tx: &mut Tx<'_>, lang: Lang, unit: &str) -> Result<String> {
    let units = catalogue::store::all_units(tx).await?;
    Ok(units.get(unit).map_or(unit, |known| known.name(lang.code())).to_owned())
}

/// `ahead` people are called before the holder. Once a ticket.
///
/// # Errors
/// When the message cannot be composed or the database fails.
pub(super) async fn soon(
    tx: &mut WriteTx<'_>,
    app: &App,
    row: &Ticket,
    ahead: usize,
) -> Result<()> {
    let Some(key) = keys::find(tx, &app.vault, row.id.uuid()).await? else { return Ok(()) };
    let contact = row.contact(&key)?;
    if contact.phone.is_none() || !store::note_told(tx, row.id).await? {
        return Ok(());
    }
    let lang = Lang::parse(&row.language).unwrap_or_default();
    let called = unit_name(tx, lang, &row.unit).await?;
    let kept = [
        ("label", row.label.clone()),
        ("ahead", ahead.to_string()),
        ("link", format!("{}/antrean/tiket/{}", host(app), contact.secret)),
    ];
    send(tx, (&key, &contact, lang), "queue-sms-soon", &called, &kept).await
}

/// `25 Nov 09.00`, without the weekday.
fn short_moment(lang: Lang, app: &App, at: Timestamp) -> String {
    let local = app.tz().to_datetime(at);
    let month = lang.t(&format!("date-month-short-{}", local.month()));
    format!("{} {month} {}", local.day(), lang.time(at, app.tz()))
}

async fn about(
    tx: &mut WriteTx<'_>,
    app: &App,
    row: &Appointment,
    key: &SubjectKey,
    text: &str,
) -> Result<()> {
    let contact: Contact = key.open_json(super::verbs::CONTACT, &row.sealed)?;
    let lang = Lang::parse(&row.language).unwrap_or_default();
    let called = unit_name(tx, lang, &row.unit).await?;
    let kept = [
        ("number", row.number.to_string()),
        ("at", short_moment(lang, app, row.starts_at)),
        ("link", format!("{}/antrean/janji/{}", host(app), contact.secret)),
    ];
    send(tx, (key, &contact, lang), text, &called, &kept).await
}

/// An appointment was booked, or moved.
///
/// # Errors
/// When the message cannot be composed or the database fails.
pub(super) async fn booked(
    tx: &mut WriteTx<'_>,
    app: &App,
    row: &Appointment,
    key: &SubjectKey,
) -> Result<()> {
    about(tx, app, row, key, "queue-sms-booked").await
}

/// An appointment is near.
///
/// # Errors
/// When the message cannot be composed or the database fails.
pub(super) async fn reminder(
    tx: &mut WriteTx<'_>,
    app: &App,
    row: &Appointment,
    key: &SubjectKey,
) -> Result<()> {
    about(tx, app, row, key, "queue-sms-reminder").await
}
