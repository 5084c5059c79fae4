//! What speaks for a proposal, drawn from what other parts of the city wrote down.

use axum::Extension;
use jiff::ToSpan as _;
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::i18n::Lang;
use platform::web::Visitor;

use super::super::model::Proposal;
use super::super::outside::{Heard, Outside, Question};
use super::super::store::evidence;
use super::words;
use platform::city::Names;

/// Topics that are named.
const TOPICS: usize = 3;

/// What the pages are handed.
pub(super) type Hearing = Extension<Outside>;

/// One line of evidence: what it is about, and what is known.
pub(super) struct Line {
    pub(super) term: String,
    pub(super) value: String,
}

/// All that is known.
pub(super) async fn lines(
    app: &App,
    visitor: &Visitor,
    outside: &Outside,
    (proposal, names): (&Proposal, &Names),
) -> Result<Vec<Line>> {
    let lang = visitor.lang;
    let days = app.rulebook.count("proposal.report_days", app.today())?;
    let first = app.today().saturating_sub(days.days());
    let since = app.tz().to_timestamp(first.at(0, 0, 0, 0)).map_err(Error::internal)?;
    let office = proposal.repair.as_ref().map_or(&proposal.office, |repair| &repair.unit);
    let question =
        Question { tenant: visitor.tenant.id, kelurahan: &proposal.kelurahan, office, since };
    let heard = (outside.hear)(app, question).await?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let crowds = evidence::crowds(&mut tx, office, first).await?;
    let repairs = evidence::repairs(&mut tx).await?;
    drop(tx);
    let mut lines = reports(lang, (proposal, names), &heard, (office, days));
    if let (weeks, Some((_, peak, seats))) = crowds {
        let value = lang.with(
            "proposals-evidence-crowd-note",
            &[
                ("weeks", weeks.to_string()),
                ("peak", peak.to_string()),
                ("seats", seats.to_string()),
            ],
        );
        let term = lang.t1("proposals-evidence-crowd", "office", names.unit(office));
        lines.push(Line { term, value });
    }
    let own = repairs.iter().filter(|one| one.unit == *office);
    let (count, sum) = own.fold((0, 0), |(n, sum), one| (n + 1, sum + one.cost.get()));
    if count > 0 {
        let term = lang.t1("proposals-evidence-repairs", "office", names.unit(office));
        let cost = kernel::money::Rupiah::new(sum).to_string();
        let value = lang.with(
            "proposals-evidence-repairs-note",
            &[("count", count.to_string()), ("cost", cost)],
        );
        lines.push(Line { term, value });
    }
    if let Some(index) = heard.index {
        let figures = [
            ("value", lang.decimal(index.value, 2)),
            ("low", lang.decimal(index.low, 2)),
            ("high", lang.decimal(index.high, 2)),
        ];
        let term = lang.t1("proposals-evidence-index", "office", names.unit(office));
        lines.push(Line { term, value: lang.with("proposals-evidence-index-note", &figures) });
    }
    Ok(lines)
}

/// Reports from the kelurahan, and those about the office.
fn reports(
    lang: Lang,
    (proposal, names): (&Proposal, &Names),
    heard: &Heard,
    (office, days): (&str, i64),
) -> Vec<Line> {
    let mut lines = Vec::new();
    if !proposal.kelurahan.is_empty() {
        let topic = |(name, count): &(kernel::service::Bilingual, i64)| {
            format!("{} ({count})", name.get(lang.code()))
        };
        let topics: Vec<String> = heard.topics.iter().take(TOPICS).map(topic).collect();
        let count = lang.with(
            "proposals-evidence-reports-note",
            &[
                ("count", heard.reports().to_string()),
                ("days", days.to_string()),
                ("usual", heard.usual.to_string()),
            ],
        );
        let value = [count, topics.join(", ")].join(" ").trim().to_owned();
        let place = words::kelurahan(lang, names, &proposal.kelurahan);
        let term = lang.t1("proposals-evidence-reports", "place", place);
        lines.push(Line { term, value });
    }
    let term = lang.t1("proposals-evidence-about", "office", names.unit(office));
    let value = lang.with(
        "proposals-evidence-about-note",
        &[("count", heard.about.to_string()), ("days", days.to_string())],
    );
    lines.push(Line { term, value });
    lines
}
