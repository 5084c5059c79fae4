//! `/rapor/umpan.atom`: one entry for each quarter, also for one without a report.

use axum::extract::State;
use axum::http::HeaderMap;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::web::feed::{self, atom};
use platform::web::{Handled, Visitor};

use super::super::model::Finding;
use super::super::store::{self, Head};
use super::words;

/// Its path.
pub(super) const ATOM: &str = "/rapor/umpan.atom";
/// Findings that an entry tells; the page tells all.
const TOLD: usize = 3;

/// The feed. An entry has the id of its fact, which never changes, and neither does what it says.
pub(super) async fn atom(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let mut entries = Vec::new();
    for head in store::heads(&mut tx).await? {
        let said = match head.published {
            Some(_) => store::of(&mut tx, head.period).await?,
            None => None,
        };
        let summary = match &said {
            Some(report) => summary(lang, &report.of("")),
            None => lang.t1("scorecard-feed-skipped", "day", lang.date(head.due)),
        };
        entries.push(entry(&app, head, &words::period(lang, head.period), summary)?);
    }
    drop(tx);
    let feed = atom::Feed {
        host: &app.settings.public_url,
        path: ATOM,
        page: "/rapor",
        title: format!("{}, {}", lang.t("scorecard-title"), visitor.tenant.name),
        author: &visitor.tenant.name,
        lang: lang.code(),
        entries,
    };
    Ok(feed::answer(&headers, feed::ATOM, feed.write()?)?)
}

fn summary(lang: platform::i18n::Lang, findings: &[&Finding]) -> String {
    let told = findings.iter().take(TOLD).map(|finding| {
        let sure = words::sure(lang, finding);
        format!("{} {sure}", words::sentence(lang, finding)).trim().to_owned()
    });
    told.collect::<Vec<_>>().join(" ")
}

fn entry(app: &App, head: Head, title: &str, summary: String) -> Result<atom::Entry> {
    let at = match head.published {
        Some(at) => at,
        None => morning(app, head.due)?,
    };
    let path = match head.published {
        Some(_) => format!("/rapor/{}", head.period),
        None => "/rapor".to_owned(),
    };
    Ok(atom::Entry {
        id: format!("urn:uuid:{}", head.id.uuid()),
        title: title.to_owned(),
        published: at,
        updated: at,
        path,
        summary,
    })
}

/// The day on which a report should have come, for one that did not.
fn morning(app: &App, day: Date) -> Result<jiff::Timestamp> {
    let local = app.tz().to_ambiguous_timestamp(day.at(0, 0, 0, 0));
    local.compatible().map_err(Error::internal)
}
