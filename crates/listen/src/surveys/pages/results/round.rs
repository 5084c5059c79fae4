//! One round.

mod report;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse as _;
use kernel::Error;
use kernel::error::Result;
use kernel::survey::{Kind, Questionnaire};
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};
use uuid::Uuid;

use super::headline::{Headline, line};
use super::words::{apart_words, definition, grade, interval, percent, period, places};
use crate::surveys::model::Mode;
use crate::surveys::pages::{id, whole};
use crate::surveys::results::{self, Figure, Published};
use crate::surveys::store;
use platform::web::chart::{self, Whisker};

pub use report::report;

/// A unit's row.
struct UnitRow {
    name: String,
    /// Nothing for units that are shown together.
    href: Option<String>,
    value: String,
    interval: String,
    grade: String,
    places: String,
    n: String,
    whisker: Whisker,
}

/// A line of numbers.
struct Row {
    name: String,
    value: String,
    interval: String,
    whisker: Whisker,
    n: String,
    /// How far it stands from the others, where that is asked.
    apart: String,
}

/// Respondents by a trait.
struct GroupTable {
    title: String,
    compared: bool,
    rows: Vec<(String, Option<Row>)>,
}

#[derive(Template)]
#[template(path = "surveys/templates/index_round.html")]
struct RoundPage {
    page: Page,
    headline: Option<Headline>,
    title: String,
    period: String,
    source: String,
    verified: bool,
    answers: String,
    invited: String,
    share: String,
    deff: String,
    unit_mean: String,
    target: String,
    target_at: i64,
    units: Vec<UnitRow>,
    costliest: String,
    terms: Vec<Row>,
    shares: Vec<Row>,
    groups: Vec<GroupTable>,
    response: Vec<(String, String, String, String)>,
    hidden: usize,
    smallest: usize,
    round: Uuid,
    questionnaire: Uuid,
    digest: String,
}

/// `GET /indeks/{id}`: one round.
pub async fn show(State(app): State<App>, visitor: Visitor, Path(round): Path<String>) -> Handled {
    let (page, _) = round_page(&app, &visitor, &round).await?;
    Ok(html(&page))
}

async fn published(tx: &mut Tx<'_>, round: &str) -> Result<(Published, String)> {
    let round = store::round(tx, id(round)?).await?;
    let (body, data) = store::result(tx, round.id).await?.ok_or_else(Error::not_found)?;
    Ok((Published { report: results::read(&body)?, round }, data))
}

async fn round_page(app: &App, visitor: &Visitor, round: &str) -> Result<(RoundPage, Published)> {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let (one, _) = published(&mut tx, round).await?;
    let kept = store::questionnaire(&mut tx, one.round.questionnaire).await?;
    let names = crate::city::unit_names(&mut tx, lang).await?;
    let kelurahan = crate::city::kelurahan(&mut tx).await?;
    let report = &one.report;
    let definition = definition(report)?;
    let share = app.rulebook.share("survey.target", app.today()).map_err(Error::internal)?;
    let range = definition.range();
    let target = range.0 + share * (range.1 - range.0);
    let name = |unit: &str| match unit {
        "GABUNGAN" => lang.t("index-pooled"),
        unit => names.get(unit).cloned().unwrap_or_else(|| unit.to_owned()),
    };
    let figures: Vec<_> = report.units.iter().map(|unit| unit.figure.span()).collect();
    let ends = chart::ends(&figures, Some(target), range);
    let title = kept.body.title.get(lang.code()).to_owned();
    let headline = report
        .city
        .map(|city| line(lang, &one, &city, report.change, title.clone()))
        .transpose()?;
    let heading = headline.as_ref().map_or_else(
        || title.clone(),
        |line| {
            let values = [
                ("title", title.clone()),
                ("value", line.value.clone()),
                ("interval", line.interval.clone()),
            ];
            lang.with("index-finding", &values)
        },
    );
    let units = report.units.iter().map(|unit| UnitRow {
        name: name(&unit.unit),
        href: names.contains_key(&unit.unit).then(|| format!("/indeks/unit/{}", unit.unit)),
        value: lang.decimal(unit.figure.value, 2),
        interval: interval(lang, &unit.figure, 2),
        grade: grade(lang, definition, unit.figure.value),
        places: places(lang, unit.best, unit.worst),
        n: whole(lang, unit.figure.n as i64),
        whisker: chart::whisker(unit.figure.span(), ends),
    });
    let most = report.terms.iter().map(|term| term.lost.high).fold(0.0, f64::max);
    let said = |id: &str, en: &str| if lang == Lang::Id { id.to_owned() } else { en.to_owned() };
    let terms: Vec<Row> = report
        .terms
        .iter()
        .map(|term| row(lang, said(&term.id, &term.en), &term.lost, (0.0, most), 2, 1.0))
        .collect();
    let shares = report
        .shares
        .iter()
        .map(|share| row(lang, said(&share.id, &share.en), &share.figure, (0.0, 1.0), 1, 100.0));
    let groups = report
        .groups
        .iter()
        .map(|group| group_table(lang, &kept.body, group, &kelurahan, range))
        .collect();
    let response = report.response.iter().map(|(unit, drawn, answers)| {
        let answered = if *answers < 10 { lang.t("index-few") } else { whole(lang, *answers) };
        let share = if *answers < 10 { "-".to_owned() } else { percent(lang, *answers, *drawn) };
        (name(unit), whole(lang, *drawn), answered, share)
    });
    let page = RoundPage {
        page: visitor.page_titled(heading).in_section("indeks"),
        title,
        period: period(lang, &one.round),
        source: definition.source.clone(),
        verified: definition.verified,
        answers: whole(lang, report.answers),
        invited: whole(lang, report.drawn),
        share: percent(lang, report.answers, report.drawn),
        deff: report.deff.map_or_else(|| "-".to_owned(), |deff| lang.decimal(deff, 2)),
        unit_mean: report.unit_mean.map_or_else(String::new, |mean| {
            format!("{} ({})", lang.decimal(mean.value, 2), interval(lang, &mean, 2))
        }),
        target: lang.decimal(target, 2),
        target_at: chart::place(target, ends),
        units: units.collect(),
        costliest: terms.first().map_or_else(String::new, |term| term.name.clone()),
        terms,
        shares: shares.collect(),
        groups,
        response: response.collect(),
        hidden: report.hidden,
        smallest: report.smallest,
        round: one.round.id,
        questionnaire: kept.id,
        digest: kept.sha256,
        headline,
    };
    Ok((page, one))
}

fn row(
    lang: Lang,
    name: String,
    figure: &Figure,
    ends: (f64, f64),
    decimals: usize,
    times: f64,
) -> Row {
    let scaled = Figure {
        value: figure.value * times,
        low: figure.low * times,
        high: figure.high * times,
        ..*figure
    };
    Row {
        name,
        value: lang.decimal(scaled.value, decimals),
        interval: interval(lang, &scaled, decimals),
        whisker: chart::whisker(figure.span(), ends),
        n: whole(lang, figure.n as i64),
        apart: String::new(),
    }
}

fn group_table(
    lang: Lang,
    questionnaire: &Questionnaire,
    group: &results::Group,
    kelurahan: &[(String, String)],
    range: (f64, f64),
) -> GroupTable {
    let item = questionnaire.items.iter().find(|item| item.key == group.key);
    let title =
        item.map_or_else(|| lang.t("index-by-door"), |item| item.text.get(lang.code()).to_owned());
    let name = |value: &str| match item.map(|item| &item.kind) {
        Some(Kind::Choice { options }) => {
            let option =
                value.parse::<usize>().ok().and_then(|place| options.get(place.checked_sub(1)?));
            option.map_or_else(|| value.to_owned(), |option| option.get(lang.code()).to_owned())
        }
        Some(Kind::Kelurahan) => {
            let known = kelurahan.iter().find(|(code, _)| code == value);
            known.map_or_else(|| value.to_owned(), |(_, name)| name.clone())
        }
        _ => match Mode::parse(value) {
            Some(mode) => lang.t(&format!("index-door-{}", mode.code())),
            None => value.to_owned(),
        },
    };
    let cell = |cell: &results::Cell| {
        let named = name(&cell.value);
        let apart = cell.apart.map_or_else(String::new, |apart| apart_words(lang, &apart));
        let row = cell
            .figure
            .as_ref()
            .map(|figure| Row { apart, ..row(lang, named.clone(), figure, range, 2, 1.0) });
        (named, row)
    };
    let compared = group.cells.iter().any(|cell| cell.apart.is_some());
    GroupTable { title, compared, rows: group.cells.iter().map(cell).collect() }
}

/// `GET /indeks/{id}/data.csv`: the answers, from which the index can be computed again.
pub async fn data(State(app): State<App>, visitor: Visitor, Path(round): Path<String>) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let (_, data) = published(&mut tx, &round).await?;
    if data.is_empty() {
        return Err(Error::not_found().into());
    }
    let mut response = data.into_response();
    let media = HeaderValue::from_static("text/csv; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, media);
    Ok(response)
}
