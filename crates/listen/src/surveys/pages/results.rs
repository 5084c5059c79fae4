//! Results for everyone.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse as _;
use estimation::index::{Definition, find};
use kernel::Error;
use kernel::error::Result;
use kernel::fact::SubjectKind;
use kernel::survey::{Kind, Questionnaire};
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};
use uuid::Uuid;

use super::super::model::{Mode, Round};
use super::super::results::{self, Change, Figure, Published, Report, Verdict};
use super::super::store::{self, History};
use super::chart::{self, Trend, Whisker};
use super::{decimal, id, whole};

/// An index in one line, for the city's home.
#[derive(Clone, Debug)]
pub struct Headline {
    /// Title of the questionnaire.
    pub title: String,
    /// The value.
    pub value: String,
    /// "76,15 sampai 80,65".
    pub interval: String,
    /// The band.
    pub grade: String,
    /// What can be said of the change; empty for the first round.
    pub change: String,
    /// Period of the round.
    pub period: String,
    /// Address of the results.
    pub href: String,
}

/// The newest index of each questionnaire.
///
/// # Errors
/// When the database fails.
pub async fn headline(tx: &mut Tx<'_>, lang: Lang) -> Result<Vec<Headline>> {
    let mut lines: Vec<(String, Headline)> = Vec::new();
    for one in results::published(tx).await? {
        if lines.iter().any(|(code, _)| *code == one.report.code) {
            continue;
        }
        let title = title(tx, lang, &one.round).await?;
        if let Some(city) = one.report.city {
            let line = line(lang, &one, &city, title)?;
            lines.push((one.report.code.clone(), line));
        }
    }
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

async fn title(tx: &mut Tx<'_>, lang: Lang, round: &Round) -> Result<String> {
    let kept = store::questionnaire(tx, round.questionnaire).await?;
    Ok(kept.body.title.get(lang.code()).to_owned())
}

fn definition(report: &Report) -> Result<&'static Definition> {
    find(&report.index).ok_or_else(|| Error::internal(format!("no index {}", report.index)))
}

fn line(lang: Lang, one: &Published, city: &Figure, title: String) -> Result<Headline> {
    let definition = definition(&one.report)?;
    Ok(Headline {
        title,
        value: decimal(lang, city.value, 2),
        interval: interval(lang, city, 2),
        grade: grade(lang, definition, city.value),
        change: one.report.change.map_or_else(String::new, |change| change_words(lang, &change)),
        period: period(lang, &one.round),
        href: format!("/indeks/{}", one.round.id),
    })
}

fn interval(lang: Lang, figure: &Figure, decimals: usize) -> String {
    let ends = [
        ("low", decimal(lang, figure.low, decimals)),
        ("high", decimal(lang, figure.high, decimals)),
    ];
    lang.with("index-interval", &ends)
}

fn grade(lang: Lang, definition: &Definition, value: f64) -> String {
    let band = definition.band(value);
    band.map_or_else(String::new, |band| {
        let label = if lang == Lang::Id { &band.label.id } else { &band.label.en };
        if band.grade.len() <= 2 { format!("{} ({label})", band.grade) } else { label.clone() }
    })
}

/// A change is called one only when it is one.
fn change_words(lang: Lang, change: &Change) -> String {
    let key = match change.verdict {
        Verdict::Up => "index-change-up",
        Verdict::Down => "index-change-down",
        Verdict::Uncertain if change.figure.value < 0.0 => "index-change-fall-uncertain",
        Verdict::Uncertain => "index-change-rise-uncertain",
    };
    let points = decimal(lang, change.figure.value.abs(), 2);
    let ends = interval(lang, &change.figure, 2);
    lang.with(key, &[("points", points), ("interval", ends)])
}

fn period(lang: Lang, round: &Round) -> String {
    let days = [("from", lang.date(round.from)), ("to", lang.date(round.to))];
    lang.with("index-period", &days)
}

#[derive(Template)]
#[template(path = "surveys/templates/index_list.html")]
struct ListPage {
    page: Page,
    series: Vec<Series>,
    history: Vec<(String, History)>,
}

/// One questionnaire over its rounds.
struct Series {
    newest: Headline,
    trend: Option<Trend>,
    target: String,
    rows: Vec<Headline>,
}

/// `GET /indeks`: every index over time, and what others measured before.
pub(super) async fn list(State(app): State<App>, visitor: Visitor) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let all = results::published(&mut tx).await?;
    let share = app.rulebook.share("survey.target", app.today()).map_err(Error::internal)?;
    let mut series: Vec<(String, Series)> = Vec::new();
    for one in &all {
        if series.iter().any(|(code, _)| *code == one.report.code) {
            continue;
        }
        let title = title(&mut tx, lang, &one.round).await?;
        if let Some(found) = series_of(lang, &all, &one.report.code, &title, share)? {
            series.push((one.report.code.clone(), found));
        }
    }
    let history = store::history(&mut tx).await?.into_iter();
    let history = history.map(|point| {
        let value =
            if lang == Lang::Id { point.value.replace('.', ",") } else { point.value.clone() };
        (value, point)
    });
    let page = visitor.page("index-title").in_section("indeks");
    let series = series.into_iter().map(|(_, series)| series).collect();
    Ok(html(&ListPage { page, series, history: history.collect() }))
}

fn series_of(
    lang: Lang,
    all: &[Published],
    code: &str,
    title: &str,
    share: f64,
) -> Result<Option<Series>> {
    let mut rows = Vec::new();
    let mut points = Vec::new();
    for one in all.iter().filter(|one| one.report.code == code) {
        if let Some(city) = &one.report.city {
            rows.push(line(lang, one, city, title.to_owned())?);
            let label = lang.short_date(one.round.to);
            let label = label.split_once(' ').map_or(label.clone(), |(_, day)| day.to_owned());
            points.push((*city, label, decimal(lang, city.value, 2)));
        }
    }
    let Some(newest) = rows.first().cloned() else { return Ok(None) };
    points.reverse();
    let index = all.iter().find(|one| one.report.code == code);
    let range =
        index.map_or(Ok((0.0, 1.0)), |one| definition(&one.report).map(Definition::range))?;
    let target = range.0 + share * (range.1 - range.0);
    let figures: Vec<&Figure> = points.iter().map(|(figure, _, _)| figure).collect();
    let ends = chart::ends(&figures, target, range);
    let trend = (points.len() > 1)
        .then(|| chart::trend(&points, target, ends, |value| decimal(lang, value, 1)));
    Ok(Some(Series { newest, trend, target: decimal(lang, target, 2), rows }))
}

/// A unit's row.
struct UnitRow {
    name: String,
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
}

/// Respondents by a trait.
struct GroupTable {
    title: String,
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
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(round): Path<String>,
) -> Handled {
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
    let names = store::unit_names(&mut tx, lang.code()).await?;
    let kelurahan = store::kelurahan(&mut tx).await?;
    let report = &one.report;
    let definition = definition(report)?;
    let share = app.rulebook.share("survey.target", app.today()).map_err(Error::internal)?;
    let range = definition.range();
    let target = range.0 + share * (range.1 - range.0);
    let name = |unit: &str| match unit {
        "GABUNGAN" => lang.t("index-pooled"),
        unit => names.get(unit).cloned().unwrap_or_else(|| unit.to_owned()),
    };
    let figures: Vec<&Figure> = report.units.iter().map(|unit| &unit.figure).collect();
    let ends = chart::ends(&figures, target, range);
    let title = kept.body.title.get(lang.code()).to_owned();
    let headline = report.city.map(|city| line(lang, &one, &city, title.clone())).transpose()?;
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
        value: decimal(lang, unit.figure.value, 2),
        interval: interval(lang, &unit.figure, 2),
        grade: grade(lang, definition, unit.figure.value),
        places: places(lang, unit.best, unit.worst),
        n: whole(lang, unit.figure.n as i64),
        whisker: chart::whisker(&unit.figure, ends),
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
        deff: report.deff.map_or_else(|| "-".to_owned(), |deff| decimal(lang, deff, 2)),
        unit_mean: report.unit_mean.map_or_else(String::new, |mean| {
            format!("{} ({})", decimal(lang, mean.value, 2), interval(lang, &mean, 2))
        }),
        target: decimal(lang, target, 2),
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
        value: decimal(lang, scaled.value, decimals),
        interval: interval(lang, &scaled, decimals),
        whisker: chart::whisker(figure, ends),
        n: whole(lang, figure.n as i64),
    }
}

fn places(lang: Lang, best: usize, worst: usize) -> String {
    if best == worst {
        return best.to_string();
    }
    lang.with("index-places", &[("best", best.to_string()), ("worst", worst.to_string())])
}

fn percent(lang: Lang, part: i64, of: i64) -> String {
    if of == 0 {
        "-".to_owned()
    } else {
        format!("{} %", decimal(lang, 100.0 * part as f64 / of as f64, 0))
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
        let row =
            cell.figure.as_ref().map(|figure| row(lang, named.clone(), figure, range, 2, 1.0));
        (named, row)
    };
    GroupTable { title, rows: group.cells.iter().map(cell).collect() }
}

/// `GET /indeks/{id}/data.csv`: the answers, from which the index can be computed again.
pub(super) async fn data(
    State(app): State<App>,
    visitor: Visitor,
    Path(round): Path<String>,
) -> Handled {
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
pub(super) async fn report(
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

/// A question as it stands in the log.
struct Question {
    text: String,
    key: String,
    options: Vec<String>,
    scores: bool,
}

#[derive(Template)]
#[template(path = "surveys/templates/questionnaire.html")]
struct QuestionnairePage {
    page: Page,
    version: i64,
    digest: String,
    changed: bool,
    position: Option<i64>,
    questions: Vec<Question>,
}

/// `GET /indeks/kuesioner/{id}`: what is asked, as it was frozen.
pub(super) async fn questionnaire(
    State(app): State<App>,
    visitor: Visitor,
    Path(questionnaire): Path<String>,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let kept = store::questionnaire(&mut tx, id(&questionnaire)?).await?;
    if !kept.is_frozen() {
        return Err(Error::not_found().into());
    }
    let position = store::position(&mut tx, SubjectKind::Questionnaire, kept.id).await?;
    let question = |item: &kernel::survey::Item| Question {
        text: item.text.get(lang.code()).to_owned(),
        key: item.key.clone(),
        scores: item.term.is_some(),
        options: match &item.kind {
            Kind::Faces { words } => {
                words.iter().map(|word| word.get(lang.code()).to_owned()).collect()
            }
            Kind::Choice { options } => {
                options.iter().map(|word| word.get(lang.code()).to_owned()).collect()
            }
            Kind::YesNo { .. } => vec![lang.t("common-yes"), lang.t("common-no")],
            Kind::Kelurahan => vec![lang.t("index-kelurahan-list")],
        },
    };
    Ok(html(&QuestionnairePage {
        page: visitor.page_titled(kept.body.title.get(lang.code())).in_section("indeks"),
        version: kept.version,
        digest: kept.sha256.clone(),
        changed: kept.must_be_as_frozen().is_err(),
        position,
        questions: kept.body.items.iter().map(question).collect(),
    }))
}
