//! The activities of a budget beside their place in the plan: rows of the page, and a file with every month.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse as _;
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Visitor};

use super::super::model::Course;
use super::super::rules::{december, late};
use super::super::view::Seen;
use super::public::parse_year;
use super::words;
use platform::city::Names;

/// A row of the page.
pub(super) struct Row {
    /// Its place in the plan; a dash for what no plan knows.
    pub(super) place: String,
    pub(super) title: String,
    pub(super) code: String,
    pub(super) unit: String,
    pub(super) amount: String,
    pub(super) paid: String,
    pub(super) share: String,
    pub(super) done: String,
    pub(super) started: String,
    /// Kind of the chip and word of each finding.
    pub(super) marks: Vec<(&'static str, String)>,
}

/// What is marked on a line: stored names, which are also parts of keys.
fn marks(seen: &Seen, course: &Course) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut mark = |is: bool, name| found.extend(is.then_some(name));
    mark(seen.overtake(&course.line).is_some(), "overtakes");
    let overtaken = seen.overtakes.iter().any(|one| one.before.contains(&course.line.planned));
    mark(overtaken, "overtaken");
    mark(late(course, seen.known, &seen.limits).is_some(), "late");
    mark(december(course, seen.known, &seen.limits).is_some(), "december");
    mark(course.total() > course.line.amount.get(), "overspent");
    found
}

/// Rows of lines: by place, then what has none by its code.
pub(super) fn rows(lang: Lang, names: &Names, seen: &Seen, courses: &[&Course]) -> Vec<Row> {
    let place = |course: &Course| seen.placed(&course.line.planned).map(|one| one.place);
    let mut sorted = courses.to_vec();
    sorted.sort_by(|a, b| {
        let key = |course: &Course| (place(course).unwrap_or(i64::MAX), course.line.code.clone());
        key(a).cmp(&key(b))
    });
    let row = |course: &&Course| {
        let (line, total) = (&course.line, course.total());
        let kind = |mark: &str| if mark == "overtaken" { "warn" } else { "bad" };
        let mark = |mark: &'static str| (kind(mark), lang.t(&format!("execution-mark-{mark}")));
        Row {
            place: place(course).map_or_else(|| "–".to_owned(), |place| place.to_string()),
            title: line.title.clone(),
            code: line.code.clone(),
            unit: names.unit(&line.unit),
            amount: line.amount.to_string(),
            paid: words::rupiah(total),
            share: words::share(lang, total, line.amount.get()),
            done: words::percent(lang, course.done as f64 / 1000.0),
            started: course.started.map_or_else(
                || lang.t("execution-not-started"),
                |month| words::short_month(lang, month),
            ),
            marks: marks(seen, course).into_iter().map(mark).collect(),
        }
    };
    sorted.iter().map(row).collect()
}

/// All lines with every month, in plain numbers.
pub(super) fn text(seen: &Seen) -> Result<String> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let mut header: Vec<String> =
        ["code", "title", "unit", "account", "amount", "planned", "place", "chosen"]
            .map(str::to_owned)
            .to_vec();
    header.extend((1..=12).map(|month| format!("paid_{month:02}")));
    header.extend(["paid", "done_per_mille", "started", "findings"].map(str::to_owned));
    out.write_record(&header).map_err(Error::internal)?;
    for course in &seen.courses {
        let line = &course.line;
        let placed = seen.placed(&line.planned);
        let chosen = placed.map_or("", |one| if one.chosen { "yes" } else { "no" });
        let mut row = vec![
            line.code.clone(),
            line.title.clone(),
            line.unit.clone(),
            line.account.clone(),
            line.amount.get().to_string(),
            line.planned.clone(),
            placed.map(|one| one.place.to_string()).unwrap_or_default(),
            chosen.to_owned(),
        ];
        row.extend(course.paid.iter().map(ToString::to_string));
        row.extend([
            course.total().to_string(),
            course.done.to_string(),
            course.started.map(|month| month.to_string()).unwrap_or_default(),
            marks(seen, course).join("|"),
        ]);
        out.write_record(&row).map_err(Error::internal)?;
    }
    let bytes = out.into_inner().map_err(|error| Error::internal(error.to_string()))?;
    String::from_utf8(bytes).map_err(Error::internal)
}

/// `GET /anggaran/{year}/kegiatan.csv`.
pub(super) async fn download(
    State(app): State<App>,
    visitor: Visitor,
    Path(year): Path<String>,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let seen = Seen::load(&mut tx, &app, parse_year(&year)?).await?;
    drop(tx);
    let seen = seen.ok_or_else(Error::not_found)?;
    let mut response = text(&seen)?.into_response();
    let media = HeaderValue::from_static("text/csv; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, media);
    Ok(response)
}
