//! What happened to a report, in words.

use kernel::actor::Role;
use kernel::facts::Payload;
use kernel::facts::complaint::{Closing, Handler};
use platform::App;
use platform::i18n::Lang;
use platform::journal::StoredFact;

use super::super::words::{self, Names};

/// One thing that happened.
pub(in super::super) struct Line {
    pub title: String,
    pub note: String,
}

/// Everything that happened, in order.
pub(in super::super) fn journey(
    app: &App,
    lang: Lang,
    names: &Names,
    facts: &[StoredFact],
) -> Vec<Line> {
    facts.iter().filter_map(|fact| line(app, lang, names, fact)).collect()
}

fn line(app: &App, lang: Lang, names: &Names, fact: &StoredFact) -> Option<Line> {
    let category = |code: &str| words::category(lang, code);
    let (key, note) = match fact.payload.as_ref()? {
        Payload::ComplaintReceived(received) => ("received", category(&received.category)),
        Payload::ComplaintVerified(verified) => (
            "verified",
            format!("{}, {}", words::class(lang, verified.class), category(&verified.category)),
        ),
        Payload::ComplaintClassified(changed) => (
            "classified",
            format!(
                "{}, {}. {}",
                words::class(lang, changed.class),
                category(&changed.category),
                changed.reason
            ),
        ),
        Payload::ComplaintDisposed(disposed) => {
            let to = match &disposed.to {
                Handler::Unit(unit) => names.unit(lang, unit),
                Handler::Inspectorate => lang.t("complaint-desk-inspectorate"),
            };
            ("disposed", to)
        }
        Payload::ComplaintAsked(said) => ("asked", said.text.clone()),
        Payload::ComplaintSupplemented(said) => ("supplemented", said.text.clone()),
        Payload::ComplaintAnswered(said) => ("answered", said.text.clone()),
        Payload::ComplaintCloseProposed(said) => {
            let outcome = lang.t(&format!("complaint-outcome-{}", said.outcome.code()));
            ("proposed", format!("{outcome}. {}", said.text))
        }
        Payload::ComplaintReminded(_) => ("reminded", String::new()),
        Payload::ComplaintClosed(closed) => match closed.how {
            Closing::Consent => ("closed-consent", String::new()),
            Closing::Silence => ("closed-silence", String::new()),
        },
        Payload::ComplaintClosedByOverride(ended) => {
            let reason = lang.t(&format!("complaint-override-{}", ended.reason));
            ("closed-override", format!("{reason}. {}", ended.text))
        }
        Payload::ComplaintHandedOver(given) => {
            ("handed-over", format!("{}. {}", given.body, given.text))
        }
        Payload::ComplaintReopened(reopened) => ("reopened", reopened.text.clone()),
        Payload::ComplaintEscalated(_) => ("escalated", String::new()),
        Payload::ComplaintRated(rated) => {
            ("rated", lang.t(&format!("complaint-rating-{}", rated.rating)))
        }
        Payload::ComplaintJoined(joined) => ("joined", joined.into.clone()),
        Payload::ComplaintSplit(split) => ("split", split.part.clone()),
        Payload::ComplaintDeadlineMissed(missed) => {
            ("missed", lang.t(&missed.rule.replace("complaint.", "complaint-rule-")))
        }
        Payload::ComplaintSuperiorTold(told) => ("superior-told", names.unit(lang, &told.unit)),
        Payload::ComplaintNamed(named) => {
            ("named", lang.t1("complaint-fact-named-note", "count", named.accounts.len()))
        }
        Payload::ComplaintIdentityAsked(asked) => ("identity-asked", asked.reason.clone()),
        Payload::ComplaintIdentityOpened(opened) => ("identity-opened", opened.reason.clone()),
        Payload::ComplaintIdentityRefused(refused) => ("identity-refused", refused.reason.clone()),
        _ => return None,
    };
    let title = lang.t(&format!("complaint-fact-{key}"));
    let at = lang.moment(fact.recorded_at, app.tz());
    let who = match fact.role {
        Role::Citizen => lang.t("complaint-by-reporter"),
        Role::System => lang.t("complaint-by-system"),
        role => lang.t(&format!("auth-role-{}", role.code())),
    };
    let note =
        if note.is_empty() { format!("{at}. {who}.") } else { format!("{at}. {who}. {note}") };
    Some(Line { title, note })
}
