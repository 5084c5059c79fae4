//! What PermenPANRB 14/2017 wants in a report, on paper.

use askama::Template;
use axum::extract::{Path, State};
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};

use super::{RoundPage, round_page};
use crate::surveys::pages::decimal;
use crate::surveys::pages::results::words::{definition, grade};
use crate::surveys::results;

#[derive(Template)]
#[template(path = "surveys/templates/skm_report.html")]
struct ReportPage {
    page: Page,
    of: RoundPage,
    elements: Vec<(String, String, String)>,
    city: String,
    opened: String,
    closed: String,
}

/// `GET /indeks/{id}/laporan`: what PermenPANRB 14/2017 wants in a report, on paper.
pub async fn report(
    State(app): State<App>,
    visitor: Visitor,
    Path(round): Path<String>,
) -> Handled {
    let lang = visitor.lang;
    let (of, one) = round_page(&app, &visitor, &round).await?;
    let mut elements: Vec<&results::Term> = one.report.terms.iter().collect();
    elements.sort_by(|a, b| a.key.cmp(&b.key));
    let definition = definition(&one.report)?;
    let element = |term: &&results::Term| {
        let name = if lang == Lang::Id { &term.id } else { &term.en };
        let converted = term.mean.value * definition.scale;
        let grade = grade(lang, definition, converted);
        (name.clone(), decimal(lang, term.mean.value, 3), grade)
    };
    Ok(html(&ReportPage {
        page: visitor.page_titled(of.title.clone()).in_section("indeks"),
        elements: elements.iter().map(element).collect(),
        city: visitor.tenant.name.clone(),
        opened: one.round.opened_on.map_or_else(String::new, |day| lang.date(day)),
        closed: lang.date(one.round.closes),
        of,
    }))
}
