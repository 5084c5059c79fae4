//! The trail, filtered by account, unit, kind and days, in pages by key.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use kernel::Error;
use kernel::error::Result;
use kernel::id::UserId;
use platform::App;
use platform::auth::{Can, Inspector, LoginName, account};
use platform::db::Tx;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, Visitor, encode, html};

use super::super::model::{Filter, KINDS, Row};
use super::super::store;
use super::BASE;
use super::words::{self, Names};

/// Rows on one page.
const PAGE: i64 = 50;

type Asked = BTreeMap<String, String>;

struct Line {
    href: String,
    at: String,
    kind: String,
    who: String,
    unit: String,
    position: i64,
    hash: String,
}

#[derive(Template)]
#[template(path = "audit/templates/list.html")]
struct ListPage {
    page: Page,
    lines: Vec<Line>,
    next: String,
    units: Vec<Choice>,
    kinds: Vec<Choice>,
    asked: Asked,
    errors: Mistakes,
}

impl ListPage {
    fn v(&self, field: &str) -> &str {
        self.asked.get(field).map(String::as_str).unwrap_or_default()
    }
}

/// `GET /pengawasan/jejak`.
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Inspector>,
    Query(asked): Query<Asked>,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let units = store::units(&mut tx).await?;
    let mut errors = Mistakes::default();
    let filter = {
        let mut read = Reading { app: &app, visitor: &visitor, asked: &asked, errors: &mut errors };
        let unit = text(&asked, "unit");
        let unit = units.iter().find(|(_, code, ..)| code == unit).map(|(id, ..)| *id);
        Filter {
            actor: read.actor(&mut tx).await?,
            unit,
            kind: Some(text(&asked, "jenis"))
                .filter(|code| KINDS.contains(code))
                .map(str::to_owned),
            from: read.day("dari", 0),
            until: read.day("sampai", 1),
        }
    };
    // A filter that cannot be read shows nothing, rather than everything.
    let after = asked.get("sebelum").map(|text| place(text)).transpose()?;
    let mut rows = match errors.is_empty() {
        true => store::list(&mut tx, &filter, after, PAGE + 1).await?,
        false => Vec::new(),
    };
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    let names = Names::of(&mut tx, &app, lang, &rows).await?;
    drop(tx);
    let last = rows.last().filter(|_| more);
    let next = last.map(|row| next(&asked, row)).unwrap_or_default();
    let line = |row: &Row| Line {
        href: format!("{BASE}/{}", row.position),
        at: lang.moment(row.at, app.tz()),
        kind: words::kind(lang, &row.kind),
        who: names.who(row),
        unit: names.unit(row),
        position: row.position,
        hash: row.commitment.iter().take(8).map(|byte| format!("{byte:02x}")).collect(),
    };
    let choice = |value: &str, label: String, field: &str| {
        let checked = text(&asked, field) == value;
        Choice { value: value.to_owned(), label, hint: String::new(), checked }
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = visitor.page("audit-title").in_section("jejak");
    let shown = ListPage {
        page: page.with_error_if(!errors.is_empty()),
        lines: rows.iter().map(line).collect(),
        next,
        units: units.iter().map(|(_, code, name, _)| choice(code, name.clone(), "unit")).collect(),
        kinds: KINDS.iter().map(|code| choice(code, words::kind(lang, code), "jenis")).collect(),
        asked,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

fn text<'a>(asked: &'a Asked, field: &str) -> &'a str {
    asked.get(field).map(|value| value.trim()).unwrap_or_default()
}

/// The same question, from the row after `last` on.
fn next(asked: &Asked, last: &Row) -> String {
    let kept = asked.iter().filter(|(field, _)| *field != "sebelum");
    let kept: String = kept.map(|(field, value)| format!("{field}={}&", encode(value))).collect();
    format!("{BASE}?{kept}sebelum={}_{}", last.at.as_microsecond(), last.position)
}

fn place(text: &str) -> Result<(Timestamp, i64)> {
    let parts = text.split_once('_').and_then(|(at, position)| {
        let at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
        Some((at, position.parse().ok()?))
    });
    parts.ok_or_else(Error::not_found)
}

struct Reading<'r> {
    app: &'r App,
    visitor: &'r Visitor,
    asked: &'r Asked,
    errors: &'r mut Mistakes,
}

impl Reading<'_> {
    /// An account by its login as it was typed, or by its id as links have it.
    async fn actor(&mut self, tx: &mut Tx<'_>) -> Result<Option<UserId>> {
        let typed = text(self.asked, "akun");
        if typed.is_empty() {
            return Ok(None);
        }
        if let Ok(user) = typed.parse::<UserId>() {
            return Ok(Some(user));
        }
        let found = match LoginName::parse(typed) {
            Ok(login) => account::by_login(tx, &self.app.vault, &login).await?,
            Err(_) => None,
        };
        if found.is_none() {
            self.errors.note("akun", self.visitor.lang.t("audit-account-unknown"));
        }
        Ok(found.map(|account| account.id))
    }

    /// The beginning of a day in three fields, or of the day that many days later; none when all
    /// three are empty.
    fn day(&mut self, field: &str, later: i64) -> Option<Timestamp> {
        let part = |end: &str| text(self.asked, &format!("{field}{end}"));
        let parts = [part(""), part("-month"), part("-year")];
        if parts.iter().all(|part| part.is_empty()) {
            return None;
        }
        let [day, month, year] = parts;
        let day = year.parse().ok().zip(month.parse().ok()).zip(day.parse().ok());
        let day = day.and_then(|((year, month), day)| Date::new(year, month, day).ok());
        let start = day.and_then(|day| day.checked_add(later.days()).ok());
        let start = start.and_then(|day| self.app.tz().to_timestamp(day.into()).ok());
        if start.is_none() {
            self.errors.note(field, self.visitor.lang.t("audit-day-wrong"));
        }
        start
    }
}
