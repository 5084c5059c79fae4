//! `GET /lacak/{number}`: everything about an application, deadline first.

use askama::Template;
use kernel::error::Result;
use kernel::facts::Payload;
use platform::db::Tx;
use platform::journal::{self, StoredFact};
use platform::web::{Handled, Page, html};

use super::super::super::model::{Note, State, applicant_code};
use super::super::super::{practice, queue};
use super::super::sealed::SealView;
use super::super::words;
use super::facts::{self, Line};
use super::file::{Opened, Seen};
use super::seal;
use super::state::{self, Bar};
use super::{limited, supplement};
use crate::assignment::pages::{Told, told};
use crate::fees;
use crate::fees::pages::{Cost, cost};
use crate::partners;

#[derive(Template)]
#[template(path = "applications/templates/citizen/file.html")]
struct FilePage {
    page: Page,
    number: String,
    service: String,
    state: String,
    headline: String,
    bar: Option<Bar>,
    practice: Option<i64>,
    missed: bool,
    deemed: String,
    ask: Option<Ask>,
    note: Option<String>,
    ready: bool,
    product_href: String,
    unit: String,
    journey: Vec<Line>,
    fee: String,
    cost: Cost,
    rows: Vec<(String, String)>,
    openings: Vec<(String, String)>,
    draw: Option<Told>,
    partners: Option<partners::pages::Told>,
    seal: Option<SealView>,
    base: String,
    can_withdraw: bool,
    answered: bool,
}

/// What the citizen should send.
struct Ask {
    returned: bool,
    documents: Vec<String>,
}

/// The page: whole with the secret, state and date without.
pub(super) async fn show(seen: Seen) -> Handled {
    match seen {
        Seen::Closed(closed) => Ok(limited::page(&closed, None)?),
        Seen::Opened(opened) => Ok(html(&page(&opened).await?)),
    }
}

async fn page(opened: &Opened) -> Result<FilePage> {
    let (lang, row) = (opened.lang(), opened.row());
    let (app, now) = (&opened.app, opened.app.db.clock().now());
    let mut tx = app.db.read(opened.visitor.tenant.id).await?;
    let key = Some(&opened.file.key);
    let own = journal::facts_of(&mut tx, row.subject(), key).await?;
    let access = journal::facts_of(&mut tx, row.access_subject(), key).await?;
    let practice = practice::of(&mut tx, &row.service, app.today()).await?;
    let place = place(&mut tx, opened).await?;
    let missing = supplement::missing(&mut tx, opened).await?;
    let details = opened.file.details()?;
    let seal = seal::view(&mut tx, opened).await?;
    let charged = fees::store::of(&mut tx, row.id).await?;
    let void = matches!(row.state, State::Refused | State::Withdrawn);
    let charged = charged.filter(|fee| !void || fee.state.is_settled());
    let partners = partners::pages::told(&mut tx, app, lang, row.id).await?;
    let draw = told(&mut tx, app, lang, row.ticket).await?;
    let service = opened.standard.name.get(lang.code()).to_owned();
    let page = opened.visitor.page_titled(format!("{} {service}", row.number));
    Ok(FilePage {
        page: page.in_section("lacak"),
        number: row.number.to_string(),
        service,
        state: state::name(lang, row),
        headline: state::headline(lang, app.tz(), now, row),
        bar: state::bar(lang, &app.calendar, now, row, &opened.standard),
        practice: practice.of_ten().filter(|_| !row.state.is_answered()),
        missed: row.missed_at.is_some(),
        deemed: deemed(&own),
        ask: ask(opened, &missing),
        note: note(opened, &details.notes),
        ready: row.state == State::Issued,
        product_href: product_href(opened, &own),
        unit: opened.unit.clone(),
        journey: facts::journey(opened, &own),
        fee: words::fee(lang, row.fee),
        cost: cost(lang, charged.as_ref(), row.fee, opened.standard.fee_due),
        rows: summary(opened, &details.person.name, place),
        openings: facts::openings(opened, &access),
        draw,
        partners,
        seal,
        base: opened.url(""),
        can_withdraw: State::OPEN.contains(&row.state),
        answered: row.state.is_answered(),
    })
}

fn ask(opened: &Opened, missing: &[String]) -> Option<Ask> {
    let name = |code: &String| facts::documents(opened, std::slice::from_ref(code));
    (!missing.is_empty()).then(|| Ask {
        returned: opened.row().state == State::Returned,
        documents: missing.iter().map(name).collect(),
    })
}

/// The officer's last words, while they are what the citizen must act on.
fn note(opened: &Opened, notes: &[Note]) -> Option<String> {
    let matters = matches!(opened.row().state, State::Returned | State::Refused);
    notes.last().filter(|note| matters && !note.text.is_empty()).map(|note| note.text.clone())
}

/// The law that deems it granted; empty when none does.
fn deemed(facts: &[StoredFact]) -> String {
    let law = facts.iter().find_map(|fact| match &fact.payload {
        Some(Payload::DeemedGranted(deemed)) => Some(deemed.legal_basis.clone()),
        _ => None,
    });
    law.unwrap_or_default()
}

fn product_href(opened: &Opened, facts: &[StoredFact]) -> String {
    let has_file = product_file(facts).is_some();
    if has_file { opened.url("hasil") } else { String::new() }
}

/// The product as a file, when it was issued as one.
pub(super) fn product_file(facts: &[StoredFact]) -> Option<kernel::id::FileId> {
    facts.iter().find_map(|fact| match &fact.payload {
        Some(Payload::Issued(issued)) => issued.file,
        _ => None,
    })
}

/// Its place in the queue, in words; none before it has one.
async fn place(tx: &mut Tx<'_>, opened: &Opened) -> Result<Option<String>> {
    let Some(ticket) = opened.row().ticket else { return Ok(None) };
    let Some(entry) = queue::entry(tx, ticket).await? else { return Ok(None) };
    let lang = opened.lang();
    let overtaken = queue::overtaken_by(tx, &entry).await?;
    let fair = if overtaken.is_empty() {
        lang.t("applications-queue-not-overtaken")
    } else {
        let reasons: Vec<String> = overtaken
            .iter()
            .map(|reason| lang.t(&format!("applications-out-of-turn-{reason}")))
            .collect();
        let values = [("count", overtaken.len().to_string()), ("reasons", reasons.join("; "))];
        lang.with("applications-queue-overtaken", &values)
    };
    if opened.row().state != State::Queued {
        return Ok(Some(lang.t1("applications-queue-called", "fair", fair)));
    }
    // A drawn file waits in the line of its officer, whoever that is, and not in that of all.
    let ((ahead, all), key) = match opened.row().officer {
        Some(officer) => {
            (queue::place_in_line(tx, &entry, officer).await?, "applications-queue-line")
        }
        None => (queue::place(tx, &entry).await?, "applications-queue-place"),
    };
    let values = [("place", (ahead + 1).to_string()), ("of", all.to_string()), ("fair", fair)];
    Ok(Some(lang.with(key, &values)))
}

fn summary(opened: &Opened, name: &str, place: Option<String>) -> Vec<(String, String)> {
    let (lang, row) = (opened.lang(), opened.row());
    let mut rows = vec![
        ("person", words::masked(name)),
        ("applicant", lang.t(&format!("applications-applicant-{}", applicant_code(row.applicant)))),
        ("channel", lang.t(&format!("applications-channel-{}", row.channel.code()))),
        ("unit", opened.unit.clone()),
    ];
    rows.extend(place.map(|place| ("queue", place)));
    rows.into_iter()
        .map(|(key, value)| (lang.t(&format!("applications-summary-{key}")), value))
        .collect()
}
