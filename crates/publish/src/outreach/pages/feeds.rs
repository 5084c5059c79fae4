//! Feeds with stable ids: campaigns as Atom (RFC 4287), visits as iCalendar (RFC 5545).

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse as _;
use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Visitor};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::super::model::{Campaign, Going, Visit};
use super::super::store::{self, visits};
use super::words;
use platform::city::Names;

/// How long a visit takes in a calendar, since nobody plans its end.
const LASTS: SignedDuration = SignedDuration::from_hours(2);
/// Days for which past visits stay in the calendar.
const BACK: i64 = 365;

/// `GET /kampanye/umpan.atom`: one entry for each campaign. Its id is that of the campaign and never changes;
/// it is updated when the campaign ends or is evaluated.
pub(super) async fn atom(State(app): State<App>, visitor: Visitor) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, visitor.lang).await?;
    let mut all = store::list(&mut tx).await?;
    drop(tx);
    all.retain(|campaign| campaign.state.is_public());
    let text = feed(&app, &visitor, &names, &all)?;
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], text).into_response())
}

fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// When something last happened to a campaign that a reader of the feed should see.
fn updated(app: &App, campaign: &Campaign) -> Result<Timestamp> {
    match campaign.ended_on {
        Some(day) => super::super::verbs::midnight(app, day.tomorrow().map_err(Error::internal)?),
        None => Ok(campaign.drafted_at),
    }
}

type Xml = Writer<Vec<u8>>;

fn element(xml: &mut Xml, name: &str, text: &str) -> Result<()> {
    let written = xml.create_element(name).write_text_content(BytesText::new(text));
    written.map(|_| ()).map_err(Error::internal)
}

fn link(xml: &mut Xml, rel: &str, href: &str) -> Result<()> {
    let attributes = [("rel", rel), ("href", href)];
    let written = xml.create_element("link").with_attributes(attributes).write_empty();
    written.map(|_| ()).map_err(Error::internal)
}

fn feed(app: &App, visitor: &Visitor, names: &Names, all: &[Campaign]) -> Result<Vec<u8>> {
    let (lang, host) = (visitor.lang, app.settings.public_url.trim_end_matches('/'));
    let mut newest = Timestamp::UNIX_EPOCH;
    for campaign in all {
        newest = newest.max(updated(app, campaign)?);
    }
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    let decl = Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None));
    xml.write_event(decl).map_err(Error::internal)?;
    let root = quick_xml::events::BytesStart::new("feed");
    let root = root.with_attributes([("xmlns", "http://www.w3.org/2005/Atom")]);
    xml.write_event(Event::Start(root)).map_err(Error::internal)?;
    element(&mut xml, "title", &format!("{}, {}", lang.t("outreach-title"), visitor.tenant.name))?;
    element(&mut xml, "id", &format!("{host}/kampanye"))?;
    element(&mut xml, "updated", &moment(newest))?;
    link(&mut xml, "self", &format!("{host}/kampanye/umpan.atom"))?;
    link(&mut xml, "alternate", &format!("{host}/kampanye"))?;
    xml.write_event(Event::Start(quick_xml::events::BytesStart::new("author")))
        .map_err(Error::internal)?;
    element(&mut xml, "name", &visitor.tenant.name)?;
    xml.write_event(Event::End(quick_xml::events::BytesEnd::new("author")))
        .map_err(Error::internal)?;
    for campaign in all {
        entry(&mut xml, (app, lang, host), names, campaign)?;
    }
    xml.write_event(Event::End(quick_xml::events::BytesEnd::new("feed")))
        .map_err(Error::internal)?;
    Ok(xml.into_inner())
}

fn entry(
    xml: &mut Xml,
    (app, lang, host): (&App, Lang, &str),
    names: &Names,
    campaign: &Campaign,
) -> Result<()> {
    let start = quick_xml::events::BytesStart::new("entry");
    xml.write_event(Event::Start(start)).map_err(Error::internal)?;
    element(xml, "title", &campaign.title)?;
    element(xml, "id", &format!("urn:uuid:{}", campaign.id.uuid()))?;
    element(xml, "published", &moment(campaign.drafted_at))?;
    element(xml, "updated", &moment(updated(app, campaign)?))?;
    link(xml, "alternate", &format!("{host}/kampanye/{}", campaign.id))?;
    let (_, state) = words::state(lang, campaign, app.today());
    let days = words::days(lang, campaign.from, campaign.until);
    let places = words::places(lang, names, &campaign.kelurahan);
    let said = words::said(lang, campaign.effect.as_ref());
    let summary = format!("{state}. {days}. {places}. {}. {said}", campaign.cost());
    element(xml, "summary", summary.trim())?;
    let end = quick_xml::events::BytesEnd::new("entry");
    xml.write_event(Event::End(end)).map_err(Error::internal)
}

/// `GET /kampanye/kunjungan.ics`: visits, each with the id that it keeps.
pub(super) async fn calendar(State(app): State<App>, visitor: Visitor) -> Handled {
    use jiff::ToSpan as _;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, visitor.lang).await?;
    let all = visits::since(&mut tx, app.today().saturating_sub(BACK.days())).await?;
    drop(tx);
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Bening//Kunjungan//ID".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        format!("X-WR-CALNAME:{}", escaped(&visitor.lang.t("outreach-visits"))),
    ];
    for visit in &all {
        event(&app, visitor.lang, &names, visit, &mut lines)?;
    }
    lines.push("END:VCALENDAR".to_owned());
    let text: String = lines.iter().map(|line| folded(line)).collect();
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response())
}

fn event(
    app: &App,
    lang: Lang,
    names: &Names,
    visit: &Visit,
    lines: &mut Vec<String>,
) -> Result<()> {
    let at = |at: Timestamp| at.strftime("%Y%m%dT%H%M%SZ").to_string();
    let (hour, minute) = visit.at.split_once('.').unwrap_or(("0", "0"));
    let part = |text: &str| text.parse::<i8>().map_err(Error::internal);
    let local = visit.on.at(part(hour)?, part(minute)?, 0, 0);
    let begins = app.tz().to_ambiguous_timestamp(local).compatible().map_err(Error::internal)?;
    let ends = begins.checked_add(LASTS).map_err(Error::internal)?;
    let host = app.settings.public_url.trim_end_matches('/');
    let status = match visit.state {
        Going::Cancelled => "CANCELLED",
        _ => "CONFIRMED",
    };
    let place = lang.t(&format!("outreach-place-{}", visit.place.code()));
    let (_, state) = words::going(lang, visit.state);
    let told = format!("{place}. {}. {state}.", words::goes(lang, names, visit));
    lines.extend([
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@bening", visit.id.uuid()),
        format!("SEQUENCE:{}", visit.seq - 1),
        // The instant of the last change is not kept; the time of the event is the same for every reader.
        format!("DTSTAMP:{}", at(begins)),
        format!("DTSTART:{}", at(begins)),
        format!("DTEND:{}", at(ends)),
        format!("SUMMARY:{}", escaped(&visit.name)),
        format!("LOCATION:{}", escaped(&names.place(&visit.kelurahan))),
        format!("DESCRIPTION:{}", escaped(&told)),
        format!("STATUS:{status}"),
        format!("URL:{host}/kampanye/kunjungan"),
        "END:VEVENT".to_owned(),
    ]);
    Ok(())
}

/// Text of a property (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    text.replace("\r\n", "\\n").replace(['\n', '\r'], "\\n")
}

/// A line in pieces of at most 75 octets, which never cut a letter (RFC 5545, 3.1).
fn folded(line: &str) -> String {
    let (mut out, mut room) = (String::with_capacity(line.len() + 8), 75);
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_folded_line_is_the_same_line(text in "[ -~é–]{0,300}") {
            let folded = folded(&text);
            prop_assert!(folded.split("\r\n").all(|line| line.len() <= 75));
            prop_assert_eq!(folded.trim_end_matches("\r\n").replace("\r\n ", ""), text.trim_end_matches("\r\n"));
            prop_assert!(!escaped(&text).contains('\n'));
        }
    }
}
