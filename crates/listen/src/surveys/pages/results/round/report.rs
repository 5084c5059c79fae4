//! What PermenPANRB 14/2017 wants in a report, on paper.

use askama::Template;
use axum::extract::{Path, State};
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};

use super::{RoundPage, round_page};
use crate::surveys::pages::results::words::grade;
use crate::surveys::results::Scoring;
use crate::surveys::store;

/// An element as the report wants it.
struct Element {
    name: String,
    weight: String,
    mean: String,
    grade: String,
}

#[derive(Template)]
#[template(path = "surveys/templates/skm_report.html")]
struct ReportPage {
    page: Page,
    of: RoundPage,
    weights: String,
    elements: Vec<Element>,
    city: String,
    opened: String,
    closed: String,
}

/// `GET /indeks/{id}/laporan`.
pub async fn report(
    State(app): State<App>,
    visitor: Visitor,
    Path(round): Path<String>,
) -> Handled {
    let lang = visitor.lang;
    let (of, one) = round_page(&app, &visitor, &round).await?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let scoring =
        Scoring::new(&store::questionnaire(&mut tx, one.round.questionnaire).await?.body)?;
    let count = scoring.leaves.len().to_string();
    let weights = lang.with(weights(&scoring), &[("count", count)]);
    let elements = scoring.leaves.iter().filter_map(|leaf| {
        let term = one.report.terms.iter().find(|term| term.key == leaf.key)?;
        let converted = term.mean.value * scoring.definition.scale;
        Some(Element {
            name: if lang == Lang::Id { &term.id } else { &term.en }.clone(),
            weight: lang.decimal(leaf.weight, 3),
            mean: lang.decimal(term.mean.value, 3),
            grade: grade(lang, scoring.definition, converted),
        })
    });
    Ok(html(&ReportPage {
        page: visitor.page_titled(of.title.clone()).in_section("indeks"),
        weights,
        elements: elements.collect(),
        city: visitor.tenant.name.clone(),
        opened: one.round.opened_on.map_or_else(String::new, |day| lang.date(day)),
        closed: lang.date(one.round.closes),
        of,
    }))
}

/// What the report says of the weights.
fn weights(scoring: &Scoring) -> &'static str {
    let mut pairs = scoring.leaves.windows(2);
    let even = scoring.leaves.len() > 1 && pairs.all(|pair| pair[0].weight == pair[1].weight);
    if even { "index-report-weights-even" } else { "index-report-weights-own" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surveys::seed;

    #[test]
    fn only_equal_weights_are_said_to_be_equal() {
        for body in seed::questionnaires().unwrap() {
            let said = weights(&Scoring::new(&body).unwrap());
            let even = said == "index-report-weights-even";
            assert_eq!(even, ["skm", "spi"].contains(&body.code.as_str()), "{}", body.code);
        }
    }
}
