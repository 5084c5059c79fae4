//! What the reporter is told, in the command that causes it, by text message or else by mail. Number
//! and date are never cut. A replayed past is told to nobody.

use jiff::{SignedDuration, Timestamp};
use kernel::actor::Role;
use kernel::error::Result;
use kernel::id::MessageId;
use platform::App;
use platform::auth::account;
use platform::db::WriteTx;
use platform::i18n::Lang;
use platform::outbox::{Address, queue_mail, queue_sms, sms};

use super::categories;
use super::report::Report;
use super::store::Row;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// It came in; the date is that of the verification.
    Received,
    /// More is needed; the date is the last one for it.
    Asked,
    /// The office wrote something.
    Answered,
    /// The office says that it is done; the date is the last one for a word.
    Proposed,
    /// The same once more.
    Reminded,
    /// It is over; the date is the last one for opening it again.
    Closed,
    /// Another body has it.
    HandedOver,
    /// A legal time ran out; those who answer for it were told.
    Missed,
}

impl News {
    fn key(self) -> &'static str {
        match self {
            Self::Received => "complaint-sms-received",
            Self::Asked => "complaint-sms-asked",
            Self::Answered => "complaint-sms-answered",
            Self::Proposed => "complaint-sms-proposed",
            Self::Reminded => "complaint-sms-reminded",
            Self::Closed => "complaint-sms-closed",
            Self::HandedOver => "complaint-sms-handed-over",
            Self::Missed => "complaint-sms-missed",
        }
    }
}

/// Tells the reporter, if they left a way; gives the message that went out.
///
/// # Errors
/// When the message cannot be composed or the database fails.
pub async fn tell(
    tx: &mut WriteTx<'_>,
    app: &App,
    report: &Report,
    news: News,
    date: Option<Timestamp>,
) -> Result<Option<MessageId>> {
    let reporter = report.reporter()?;
    if tx.is_replayed() || !reporter.can_be_told() {
        return Ok(None);
    }
    let lang = Lang::parse(&report.details()?.language).unwrap_or_default();
    let host = app.settings.public_url.split("://").nth(1).unwrap_or_default();
    let mut kept = vec![
        ("number", report.row.number.to_string()),
        ("link", format!("{host}/lapor/{}", report.row.number)),
    ];
    if let Some(date) = date {
        kept.push(("date", short_day(lang, app, date)));
    }
    let category = categories::find(&report.row.matter.category)?;
    let compose = |about: &str| {
        let mut all = kept.clone();
        all.push(("about", about.to_owned()));
        lang.with(news.key(), &all)
    };
    let whole: Vec<&str> = kept.iter().map(|(_, value)| value.as_str()).collect();
    if let Some(phone) = &reporter.phone {
        let text = sms::compose(category.label.get(lang.code()), &whole, compose)?;
        return queue_sms(tx, &report.key, phone, &text).await.map(Some);
    }
    let to: Address = reporter.email.parse().map_err(kernel::Error::internal)?;
    let subject = lang.t1("complaint-mail-subject", "number", report.row.number);
    let body = compose(category.label.get(lang.code()));
    queue_mail(tx, &report.key, &to, &subject, &body).await.map(Some)
}

/// Tells those who answer for whoever has the report that a legal time ran out; nobody whom the report
/// names. Nothing of its content is said.
///
/// # Errors
/// When a message cannot be sealed or the database fails.
pub async fn tell_superiors(
    tx: &mut WriteTx<'_>,
    app: &App,
    row: &Row,
    rule: &str,
    due: Timestamp,
) -> Result<()> {
    if tx.is_replayed() {
        return Ok(());
    }
    let unit = row.owner();
    let mut readers = account::superiors(tx, &unit).await?;
    if row.desk() == "COORDINATOR" {
        readers.extend(account::holders(tx, Role::Coordinator, "").await?);
    }
    readers.retain(|reader| !row.matter.named.contains(reader));
    let names = crate::city::unit_names(tx, platform::i18n::Lang::Id).await?;
    for reader in readers {
        let link = format!("{}/laporan", app.settings.public_url);
        platform::outbox::tell_account(tx, app, reader, |lang| {
            let about = categories::find(&row.matter.category)
                .map(|category| category.label.get(lang.code()).to_owned())
                .unwrap_or_default();
            let values = [
                ("number", row.number.to_string()),
                ("about", about),
                ("rule", lang.t(&rule.replace("complaint.", "complaint-rule-"))),
                ("due", lang.moment(due, app.tz())),
                ("unit", names.get(&unit).cloned().unwrap_or_else(|| row.desk())),
                ("link", link.clone()),
            ];
            let subject = lang.t1("complaint-missed-subject", "number", row.number);
            (subject, lang.with("complaint-missed-body", &values))
        })
        .await?;
    }
    Ok(())
}

/// `25 Nov`, the last day on which there is still time.
fn short_day(lang: Lang, app: &App, until: Timestamp) -> String {
    let local = app.tz().to_datetime(until - SignedDuration::from_secs(1));
    format!("{} {}", local.day(), lang.t(&format!("date-month-short-{}", local.month())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [News; 8] = [
        News::Received,
        News::Asked,
        News::Answered,
        News::Proposed,
        News::Reminded,
        News::Closed,
        News::HandedOver,
        News::Missed,
    ];

    /// In both languages, whatever it is about, with the longest date and a long host name.
    #[test]
    fn every_message_is_one_text_message_with_number_date_and_link() {
        let link = "pelayanan.kotametro.go.id/lapor/K7M4-2Q9P".to_owned();
        let values =
            [("number", "K7M4-2Q9P".to_owned()), ("link", link), ("date", "25 Nov".to_owned())];
        for lang in [Lang::Id, Lang::En] {
            for news in ALL {
                let dated = !matches!(news, News::Answered | News::HandedOver | News::Missed);
                let kept: Vec<&str> = values
                    .iter()
                    .filter(|(name, _)| dated || *name != "date")
                    .map(|(_, v)| v.as_str())
                    .collect();
                for category in categories::all() {
                    let about = category.label.get(lang.code());
                    let text = sms::compose(about, &kept, |about| {
                        let mut all = values.to_vec();
                        all.push(("about", about.to_owned()));
                        lang.with(news.key(), &all)
                    });
                    assert!(text.is_ok(), "{lang:?} {news:?} {about}: {text:?}");
                }
            }
        }
    }
}
