//! The journal of one application in words: what happened, and who opened its data.

use kernel::actor::Role;
use kernel::facts::Payload;
use kernel::facts::application::{Completion, HandedInBy};
use platform::i18n::Lang;
use platform::journal::StoredFact;

use super::super::super::desk::pseudonym;
use super::super::super::model::State;
use super::super::words;
use super::file::Opened;

/// A row of the journey.
pub(super) struct Line {
    pub(super) state: &'static str,
    pub(super) word: String,
    pub(super) title: String,
    pub(super) note: String,
    pub(super) icon: &'static str,
}

/// Everything that happened, where it stands, and what is still to come.
pub(super) fn journey(opened: &Opened, facts: &[StoredFact]) -> Vec<Line> {
    let mut lines: Vec<Line> = facts.iter().filter_map(|fact| done(opened, fact)).collect();
    lines.extend(to_come(opened));
    lines
}

fn line(opened: &Opened, state: &'static str, title: String, note: String) -> Line {
    let word = opened.lang().t(&format!("applications-step-{state}"));
    Line { state, word, title, note, icon: "" }
}

fn done(opened: &Opened, fact: &StoredFact) -> Option<Line> {
    let lang = opened.lang();
    let (key, rest) = match fact.payload.as_ref()? {
        Payload::Submitted(_) => {
            let channel = lang.t(&format!("applications-channel-{}", opened.row().channel.code()));
            ("submitted", format!("{channel}."))
        }
        Payload::Completed(completed) => ("completed", lang.t(how(completed.how))),
        Payload::Returned(returned) => {
            let what = documents(opened, &returned.missing);
            ("returned", format!("{what}. {}", returned.note))
        }
        Payload::Supplemented(came) => {
            let what = documents(opened, &came.documents);
            let who = match came.by {
                Some(HandedInBy::Other) => lang.t("applications-fact-supplemented-other"),
                _ => String::new(),
            };
            ("supplemented", format!("{what}. {who}"))
        }
        Payload::Picked(_) => ("picked", officer(opened, fact)),
        Payload::PickedOutOfTurn(picked) => {
            let reason = picked.reason.as_deref().unwrap_or_default();
            ("picked", format!("{} {}", officer(opened, fact), out_of_turn(lang, reason)))
        }
        Payload::Approved(_) => ("approved", officer(opened, fact)),
        Payload::Refused(refused) => {
            let ground = lang.t(&format!("applications-ground-{}", refused.ground));
            ("refused", format!("{ground} {}", refused.note))
        }
        Payload::Issued(_) => ("issued", officer(opened, fact)),
        Payload::Collected(_) => ("collected", String::new()),
        Payload::Withdrawn(_) => ("withdrawn", String::new()),
        Payload::MandateUsed(_) => ("mandate", String::new()),
        Payload::TakenOver(_) => ("taken-over", String::new()),
        Payload::FeeCharged(fee) => ("fee-charged", fee.amount.to_string()),
        Payload::FeePaid(fee) => ("fee-paid", fee.amount.to_string()),
        Payload::FeeWaived(fee) => ("fee-waived", fee.amount.to_string()),
        Payload::FeeRefunded(fee) => ("fee-refunded", format!("{}. {}", fee.amount, fee.note)),
        Payload::DeadlineMissed(_) => ("missed", lang.t("applications-superior-told")),
        Payload::DeemedGranted(deemed) => {
            ("deemed", lang.t1("applications-fact-deemed-note", "law", &deemed.legal_basis))
        }
        // Work steps are counted for the office, not told: they have no names in the city's words.
        _ => return None,
    };
    let title = lang.t1(&format!("applications-fact-{key}"), "product", product(opened));
    let at = lang.moment(fact.recorded_at, opened.app.tz());
    let note = if rest.is_empty() { format!("{at}.") } else { format!("{at}. {}", rest.trim()) };
    Some(line(opened, "done", title, note))
}

fn how(how: Completion) -> &'static str {
    match how {
        Completion::AtOnce => "applications-fact-completed-at-once",
        Completion::Checked => "applications-fact-completed-checked",
        Completion::Deemed => "applications-fact-completed-deemed",
    }
}

fn product(opened: &Opened) -> &str {
    opened.standard.product.get(opened.lang().code())
}

/// Names of documents by their codes.
pub(super) fn documents(opened: &Opened, codes: &[String]) -> String {
    let name = |code: &String| {
        let known = opened.standard.documents.iter().find(|document| document.code == *code);
        let name = known.map(|document| document.name.get(opened.lang().code()).to_owned());
        name.unwrap_or_else(|| code.clone())
    };
    codes.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// `Petugas 3F2A, Dinas Kependudukan.`; never a name.
fn officer(opened: &Opened, fact: &StoredFact) -> String {
    let lang = opened.lang();
    match fact.actor {
        Some(user) => {
            let values = [("officer", pseudonym(user)), ("unit", opened.unit.clone())];
            lang.with("applications-officer", &values)
        }
        None => format!("{}.", opened.unit),
    }
}

/// The listed reason for going first.
pub(super) fn out_of_turn(lang: Lang, reason: &str) -> String {
    let reason = lang.t(&format!("applications-out-of-turn-{reason}"));
    lang.t1("applications-fact-out-of-turn", "reason", reason)
}

/// The step that runs now and those after it.
fn to_come(opened: &Opened) -> Vec<Line> {
    let lang = opened.lang();
    let until = until(opened);
    let t = |key: &str| lang.t(&format!("applications-next-{key}"));
    let current = |key: &str| line(opened, "current", t(key), t(&format!("{key}-note")));
    let next = |key: &str, note: String, icon: &'static str| {
        let title = lang.t1(&format!("applications-next-{key}"), "product", product(opened));
        Line { icon, ..line(opened, "next", title, note) }
    };
    let work = || next("work", String::new(), "");
    let issue = || next("issue", until.clone(), "stamp");
    let collect = || next("collect", t("collect-note"), "document");
    match opened.row().state {
        State::AwaitingGiver => {
            let title = lang.t("representatives-next");
            let asked = line(opened, "current", title, lang.t("representatives-next-note"));
            vec![asked, work(), issue(), collect()]
        }
        State::Submitted => vec![current("check"), work(), issue(), collect()],
        State::Queued => vec![current("queued"), work(), issue(), collect()],
        State::InProgress => vec![current("working"), issue(), collect()],
        State::Returned => {
            vec![Line { icon: "pause", ..current("returned") }, issue(), collect()]
        }
        State::Approved if opened.row().due_at.is_none() => {
            let pay = line(opened, "current", t("pay"), t("pay-note"));
            vec![Line { icon: "pause", ..pay }, issue(), collect()]
        }
        State::Approved => {
            let making = line(opened, "current", t("making"), until.clone());
            vec![Line { icon: "stamp", ..making }, collect()]
        }
        State::Issued => vec![Line { icon: "document", ..current("ready") }],
        State::Collected | State::Refused | State::Withdrawn => Vec::new(),
    }
}

/// Until when the product is promised; empty while only the check has a date, and once that date
/// has passed.
pub(super) fn until(opened: &Opened) -> String {
    let (lang, now, row) = (opened.lang(), opened.app.db.clock().now(), opened.row());
    match row.due_at.filter(|due| row.state != State::Submitted && *due >= now) {
        Some(due) => {
            let when = words::due(lang, opened.app.tz(), now, due);
            lang.t1("applications-next-until", "when", when)
        }
        None => String::new(),
    }
}

/// Everyone who opened the data, newest first.
pub(super) fn openings(opened: &Opened, facts: &[StoredFact]) -> Vec<(String, String)> {
    let lang = opened.lang();
    facts
        .iter()
        .rev()
        .filter_map(|fact| {
            let Some(Payload::PersonOpened(what)) = &fact.payload else { return None };
            let object = match (what.what.as_str(), what.what.strip_prefix("document:")) {
                (_, Some(code)) => documents(opened, &[code.to_owned()]),
                ("partner", None) => lang.t("partners-opened"),
                ("mandate", None) => lang.t("representatives-opened"),
                ("nik", None) => lang.t("applications-opened-nik"),
                ("audit", None) => lang.t("applications-opened-audit"),
                _ => lang.t("applications-opened-file"),
            };
            let purpose = lang.t(&format!("applications-purpose-{}", what.purpose));
            let who = match fact.role {
                Role::System => opened.unit.clone(),
                Role::Partner => lang.t("partners-partner"),
                Role::Inspector => lang.t("representatives-inspectorate"),
                _ => officer(opened, fact),
            };
            let text = lang.with(
                "applications-opened",
                &[
                    ("who", who.trim_end_matches('.').to_owned()),
                    ("what", object),
                    ("purpose", purpose),
                ],
            );
            Some((lang.moment(fact.recorded_at, opened.app.tz()), text))
        })
        .collect()
}
