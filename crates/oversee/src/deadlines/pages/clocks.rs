//! `GET /pengawasan/tenggat`: all running clocks, with filters as links.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Weekday;
use jiff::{Timestamp, ToSpan as _};
use kernel::Error;
use kernel::error::Result;
use kernel::fact::SubjectKind;
use platform::App;
use platform::i18n::Lang;

use platform::web::{Handled, Page, Visitor, encode, html};
use serde::Deserialize;

use super::super::store::{self, Clock, Filter, Group, When};
use super::rule_name;
use crate::cases::guard::Guard;
use crate::city::{APPROVER, COORDINATOR, INSPECTORATE, MAYOR, OUTREACH, Units};
use crate::overseer::Overseer;

const BASE: &str = "/pengawasan/tenggat";
const PAGE: i64 = 100;

#[derive(Clone, Default, Deserialize)]
pub(super) struct Asked {
    unit: Option<String>,
    jenis: Option<String>,
    waktu: Option<String>,
    dari: Option<i64>,
}

impl Asked {
    fn link(&self, change: impl FnOnce(&mut Self)) -> String {
        let mut other = Self { dari: None, ..self.clone() };
        change(&mut other);
        let parts = [("unit", other.unit), ("jenis", other.jenis), ("waktu", other.waktu)];
        let mut pairs: Vec<String> = parts
            .into_iter()
            .filter_map(|(name, value)| value.map(|value| format!("{name}={}", encode(&value))))
            .collect();
        pairs.extend(other.dari.map(|from| format!("dari={from}")));
        if pairs.is_empty() { BASE.to_owned() } else { format!("{BASE}?{}", pairs.join("&")) }
    }
}

struct Tab {
    href: String,
    text: String,
    current: bool,
}

struct Line {
    href: String,
    text: String,
    open: i64,
    missed: i64,
    current: bool,
}

struct Entry {
    rule: String,
    unit: String,
    started: String,
    due: String,
    urgency: &'static str,
    answers: String,
}

#[derive(Template)]
#[template(path = "deadlines/templates/clocks.html")]
struct ClocksPage {
    page: Page,
    superior: bool,
    finding: String,
    tabs: Vec<Tab>,
    units: Vec<Line>,
    rules: Vec<Line>,
    rows: Vec<Entry>,
    all: String,
    narrowed: bool,
    next: String,
}

pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    overseer: Overseer,
    Query(asked): Query<Asked>,
) -> Handled {
    let (lang, now) = (visitor.lang, app.db.clock().now());
    let mut filter = filter(&app, &overseer, &asked, now)?;
    let from = asked.dari.unwrap_or(0).max(0);
    let mut tx = app.db.read(visitor.tenant.id).await?;
    if overseer.inspects() {
        filter.kept = Guard::of(&mut tx, &app, overseer.user()).await?.kept(&mut tx).await?;
    }
    let units = Units::load(&mut tx, lang).await?;
    let groups = store::groups(&mut tx, &filter, now).await?;
    let mut rows = store::list(&mut tx, &filter, now, (from, PAGE + 1)).await?;
    drop(tx);
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    let next = asked.link(|other| other.dari = Some(from + PAGE));
    let shown = ClocksPage {
        page: visitor.page("oversee-clocks-title").in_section("tenggat"),
        superior: overseer.is_superior().is_ok(),
        finding: finding(lang, &groups),
        tabs: tabs(lang, &asked),
        units: lines(
            &groups,
            |group| &group.owner,
            |unit| {
                let current = asked.unit.as_deref() == Some(unit);
                (
                    asked.link(|other| other.unit = Some(unit.to_owned())),
                    units.name(lang, unit),
                    current,
                )
            },
        ),
        rules: lines(
            &groups,
            |group| &group.rule,
            |rule| {
                let current = asked.jenis.as_deref() == Some(rule);
                (
                    asked.link(|other| other.jenis = Some(rule.to_owned())),
                    rule_name(lang, rule),
                    current,
                )
            },
        ),
        rows: rows.iter().map(|clock| entry(&app, lang, &units, clock, now)).collect(),
        all: BASE.to_owned(),
        narrowed: asked.unit.is_some() || asked.jenis.is_some(),
        next: if more { next } else { String::new() },
    };
    Ok(html(&shown))
}

/// What the reader may see, and what they ask for.
fn filter(app: &App, overseer: &Overseer, asked: &Asked, now: Timestamp) -> Result<Filter> {
    let mut hidden = Vec::new();
    if !overseer.inspects() {
        // That there is a case is the Inspectorate's to know.
        hidden.push(SubjectKind::Case);
        if overseer.units().is_none() {
            hidden.push(SubjectKind::Duty);
        }
    }
    Ok(Filter {
        seen: overseer.units(),
        hidden,
        kept: Vec::new(),
        owner: asked.unit.clone(),
        rule: asked.jenis.clone(),
        when: when(app, asked.waktu.as_deref(), now)?,
    })
}

fn when(app: &App, asked: Option<&str>, now: Timestamp) -> Result<When> {
    let today = app.today();
    let until = match asked {
        Some("lewat") => return Ok(When::Overdue),
        Some("hari-ini") => today,
        Some("minggu-ini") => {
            let left =
                Weekday::Sunday.to_monday_zero_offset() - today.weekday().to_monday_zero_offset();
            today.checked_add(i64::from(left).days()).map_err(Error::internal)?
        }
        _ => return Ok(When::Any),
    };
    let end = until.tomorrow().map_err(Error::internal)?.at(0, 0, 0, 0);
    let end = app.tz().to_ambiguous_timestamp(end).compatible().map_err(Error::internal)?;
    Ok(When::Until(end.max(now)))
}

fn tabs(lang: Lang, asked: &Asked) -> Vec<Tab> {
    let kinds = [
        (None, "oversee-when-any"),
        (Some("lewat"), "oversee-when-overdue"),
        (Some("hari-ini"), "oversee-when-today"),
        (Some("minggu-ini"), "oversee-when-week"),
    ];
    let tab = |(value, key): (Option<&str>, &str)| Tab {
        href: asked.link(|other| other.waktu = value.map(str::to_owned)),
        text: lang.t(key),
        current: asked.waktu.as_deref() == value,
    };
    kinds.into_iter().map(tab).collect()
}

/// Counts of one side of the groups, what was missed most first.
fn lines(
    groups: &[Group],
    side: impl Fn(&Group) -> &String,
    told: impl Fn(&str) -> (String, String, bool),
) -> Vec<Line> {
    let mut sums: BTreeMap<&String, (i64, i64)> = BTreeMap::new();
    for group in groups {
        let sum = sums.entry(side(group)).or_default();
        sum.0 += group.open;
        sum.1 += group.missed;
    }
    let mut lines: Vec<Line> = sums
        .into_iter()
        .map(|(key, (open, missed))| {
            let (href, text, current) = told(key);
            Line { href, text, open, missed, current }
        })
        .collect();
    lines.sort_by(|a, b| b.missed.cmp(&a.missed).then_with(|| a.text.cmp(&b.text)));
    lines
}

fn finding(lang: Lang, groups: &[Group]) -> String {
    let open: i64 = groups.iter().map(|group| group.open).sum();
    let missed: i64 = groups.iter().map(|group| group.missed).sum();
    let values = [("open", open.to_string()), ("missed", missed.to_string())];
    lang.with("oversee-clocks-finding", &values)
}

fn entry(app: &App, lang: Lang, units: &Units, clock: &Clock, now: Timestamp) -> Entry {
    let miss = clock.miss(now);
    let due = match (miss, clock.due) {
        (Some(miss), _) => lang.moment(miss.at, app.tz()),
        (None, Some(due)) => lang.moment(due, app.tz()),
        (None, None) => lang.t("oversee-paused"),
    };
    Entry {
        rule: rule_name(lang, &clock.rule),
        unit: units.name(lang, &clock.owner),
        started: lang.date(app.tz().to_datetime(clock.started).date()),
        due,
        urgency: if miss.is_some() { "bad" } else { "" },
        answers: answers(lang, clock),
    }
}

/// Who answers for it by now.
fn answers(lang: Lang, clock: &Clock) -> String {
    lang.t(match (clock.level, clock.owner.as_str()) {
        (3.., _) | (_, MAYOR) => "oversee-answers-mayor",
        (2, _) | (_, INSPECTORATE) => "oversee-answers-inspectorate",
        (_, COORDINATOR) => "oversee-answers-coordinator",
        (_, APPROVER) => "oversee-answers-approver",
        (_, OUTREACH) => "oversee-owner-outreach",
        _ => "oversee-answers-head",
    })
}
