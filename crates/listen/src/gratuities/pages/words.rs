//! Words that both sides share.

use kernel::Error;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::facts::gift::Owner;
use kernel::money::Rupiah;
use platform::App;
use platform::i18n::Lang;
use platform::journal::StoredFact;

use super::super::exemptions;
use super::super::model::{Kind, State, rules};
use super::super::store::Row;
use super::super::verbs::Details;

/// One thing that happened.
pub(super) struct Line {
    pub title: String,
    pub note: String,
}

pub(super) fn state(lang: Lang, row: &Row) -> String {
    lang.t(&format!("gift-state-{}", row.matter.state.code()))
}

pub(super) fn kind(lang: Lang, kind: Kind) -> String {
    lang.t(&format!("gift-kind-{}", kind.code()))
}

/// What was found about a report: exempt, or why it must be reported.
pub(super) fn verdict(lang: Lang, row: &Row) -> String {
    match (row.matter.kind, exemptions::find(&row.exempt)) {
        (Kind::Refusal, _) => lang.t("gift-verdict-refused"),
        (Kind::Gift, Some(found)) => {
            lang.t1("gift-verdict-exempt", "exemption", found.label.get(lang.code()))
        }
        (Kind::Gift, None) => lang.t(&format!("gift-why-{}", row.why)),
    }
}

/// Whether it came later than the gratuity unit may take it: it can still go to the KPK itself.
///
/// # Errors
/// Internal when the rulebook has no such time.
pub(super) fn is_late_for_upg(app: &App, row: &Row) -> Result<bool> {
    if row.matter.kind == Kind::Refusal || row.matter.state == State::Exempt {
        return Ok(false);
    }
    let term = app.rulebook.term(rules::REPORT_UPG, row.given_on)?;
    let given = app.tz().to_ambiguous_timestamp(row.given_on.at(0, 0, 0, 0));
    let given = given.compatible().map_err(Error::internal)?;
    let due = app.calendar.due(&row.unit, given, term, &[]).map_err(Error::internal)?;
    Ok(due.is_some_and(|due| row.reported_at > due))
}

/// What a report says, in the order of the national form.
pub(super) fn rows(app: &App, lang: Lang, row: &Row, said: &Details) -> Vec<(String, String)> {
    let fields = [
        ("gift-field-recipient", said.recipient.clone()),
        ("gift-field-nik", said.nik.clone()),
        ("gift-field-address", said.address.clone()),
        ("gift-field-phone", said.phone.clone()),
        ("gift-field-position", said.position.clone()),
        ("gift-field-giver", said.giver.clone()),
        ("gift-field-giver-contact", said.giver_contact.clone()),
        ("gift-field-relation", said.relation.clone()),
        ("gift-field-application", said.application.clone()),
        ("gift-field-given", lang.date(row.given_on)),
        ("gift-field-place", said.place.clone()),
        ("gift-field-what", said.what.clone()),
        (
            "gift-field-value",
            if row.value == Rupiah::ZERO { String::new() } else { row.value.to_string() },
        ),
        ("gift-field-story", said.story.clone()),
        ("gift-field-kept-at", said.kept_at.clone()),
        ("gift-field-reported", lang.moment(row.reported_at, app.tz())),
    ];
    let filled = fields.into_iter().filter(|(_, value)| !value.is_empty());
    filled.map(|(key, value)| (lang.t(key), value)).collect()
}

/// Everything that happened, in order.
pub(super) fn journey(app: &App, lang: Lang, facts: &[StoredFact]) -> Vec<Line> {
    facts.iter().filter_map(|fact| line(app, lang, fact)).collect()
}

fn line(app: &App, lang: Lang, fact: &StoredFact) -> Option<Line> {
    let (key, note) = match fact.payload.as_ref()? {
        Payload::GiftReported(_) => ("reported", String::new()),
        Payload::GiftRefused(_) => ("refused", String::new()),
        Payload::GiftReturned(note) => ("returned", note.text.clone()),
        Payload::GiftCompleted(note) => ("completed", note.text.clone()),
        Payload::GiftForwarded(to) => ("forwarded", to.reference.clone()),
        Payload::GiftDecided(decided) => {
            let owner = owner(lang, decided.owner);
            ("decided", format!("{owner}. {}", decided.reference))
        }
        Payload::GiftHandedOver(given) => ("handed-over", given.to.clone()),
        Payload::GiftCustodyMoved(moved) => ("moved", format!("{}. {}", moved.keeper, moved.place)),
        Payload::GiftThanked(_) => ("thanked", String::new()),
        Payload::GiftDeadlineMissed(missed) => {
            ("missed", lang.t(&missed.rule.replace("gift.", "gift-rule-")))
        }
        _ => return None,
    };
    let at = lang.moment(fact.recorded_at, app.tz());
    let note = if note.is_empty() { format!("{at}.") } else { format!("{at}. {note}") };
    Some(Line { title: lang.t(&format!("gift-fact-{key}")), note })
}

pub(super) fn owner(lang: Lang, owner: Owner) -> String {
    lang.t(&format!("gift-owner-{}", owner.code()))
}
