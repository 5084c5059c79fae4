//! The report as files: what the ledger holds, for programs.

use std::fmt::Write as _;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::web::{Handled, Visitor};

use super::super::model::{Finding, Report};
use super::super::store;

/// Columns of the table. `finding` is code and unit in one, so that a program can group by it.
const COLUMNS: &str = "finding,code,unit,form,n,total,value,low,high,before_period,before_n,before_total,before_value,\
     moved,target";

async fn report(app: &App, visitor: &Visitor, period: &str) -> Result<Report> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let found = store::of(&mut tx, period.parse()?).await?;
    found.filter(|report| report.said.is_some()).ok_or_else(Error::not_found)
}

/// `GET /rapor/{period}/rapor.csv`.
pub(super) async fn csv(
    State(app): State<App>,
    visitor: Visitor,
    Path(period): Path<String>,
) -> Handled<Response> {
    let report = report(&app, &visitor, &period).await?;
    file("text/csv; charset=utf-8", &period, "csv", table(&report))
}

/// `GET /rapor/{period}/rapor.json`: the payload of the fact, as the ledger has it.
pub(super) async fn json(
    State(app): State<App>,
    visitor: Visitor,
    Path(period): Path<String>,
) -> Handled<Response> {
    let report = report(&app, &visitor, &period).await?;
    let text = serde_json::to_string_pretty(&report.said).map_err(Error::internal)?;
    file("application/json", &period, "json", text)
}

fn file(media: &'static str, period: &str, ending: &str, body: String) -> Handled<Response> {
    let mut response = body.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    let name = format!("attachment; filename=\"rapor-{period}.{ending}\"");
    let name = HeaderValue::from_str(&name).map_err(Error::internal)?;
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

/// One row a finding. No value holds a comma or a quote: codes and numbers alone.
pub(crate) fn table(report: &Report) -> String {
    let mut text = format!("{COLUMNS}\n");
    for finding in report.said.iter().flat_map(|said| &said.findings) {
        text += &row(finding);
    }
    text
}

fn row(finding: &Finding) -> String {
    let Finding { code, unit, form, now, before, moved, target, .. } = finding;
    let place = if unit.is_empty() { "kota" } else { unit };
    let mut text = format!("{code}:{place},{code},{unit},{},{},{},", form.code(), now.n, now.total);
    text += &millionths(now.value);
    let ends = now.interval.map(|(low, high)| format!("{},{}", millionths(low), millionths(high)));
    text += &format!(",{},", ends.unwrap_or_else(|| ",".to_owned()));
    match before {
        Some(before) => {
            let (period, figure) = (&before.period, &before.figure);
            let value = millionths(figure.value);
            let written = write!(text, "{period},{},{},{value}", figure.n, figure.total);
            debug_assert!(written.is_ok(), "a text takes what is written to it");
        }
        None => text += ",,,",
    }
    let target = target.map(millionths).unwrap_or_default();
    text + &format!(",{},{target}\n", moved.code())
}

/// Millionths as a decimal number, with a point.
fn millionths(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let size = value.unsigned_abs();
    format!("{sign}{}.{:06}", size / 1_000_000, size % 1_000_000)
}
