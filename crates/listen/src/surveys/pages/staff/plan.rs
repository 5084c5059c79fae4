//! Planning a sample: what it will cost and how sure it will be, before anyone is asked.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::auth::{Can, Desk, Steward};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::super::frame;
use super::super::super::model::Kept;
use super::super::super::plan::{Assumed, Outlook, city_margin, cost, outlook, propose};
use super::super::super::results::Scoring;
use super::super::super::store;
use super::super::super::verbs::Plan;
use super::super::{id, whole};
use super::editor::covering;

/// A unit in the plan.
struct Row {
    unit: String,
    name: String,
    population: String,
    invited: i64,
    answers: String,
    margin: String,
    table: String,
}

#[derive(Template)]
#[template(path = "surveys/templates/plan.html")]
struct PlanPage {
    page: Page,
    id: String,
    from: Date,
    to: Date,
    closes: Date,
    margin: String,
    response: String,
    sd: String,
    each: String,
    rows: Vec<Row>,
    city: String,
    cost: String,
    invited: String,
}

impl PlanPage {
    fn back(&self) -> String {
        format!("/petugas/survei/kuesioner/{}", self.id)
    }

    /// The days that the plan was computed for, as the form keeps them.
    fn days(&self) -> [(&'static str, Date); 3] {
        [("dari", self.from), ("sampai", self.to), ("tutup", self.closes)]
    }
}

type Fields = BTreeMap<String, String>;

/// A day from three fields; `fallback` when none of them is there.
fn day(fields: &Fields, name: &str, fallback: Date) -> Result<Date> {
    let part = |rest: &str| fields.get(&format!("{name}{rest}")).map(|text| text.trim());
    let parts = [part("-year"), part("-month"), part("")];
    if parts.iter().all(|part| part.is_none_or(str::is_empty)) {
        return Ok(fallback);
    }
    let number = |part: Option<&str>| part.and_then(|part| part.parse::<i16>().ok());
    let small = |part: Option<&str>| number(part).and_then(|part| i8::try_from(part).ok());
    let date = number(parts[0]).zip(small(parts[1])).zip(small(parts[2]));
    date.and_then(|((year, month), day)| Date::new(year, month, day).ok())
        .ok_or_else(|| Error::invalid("surveys-error-days"))
}

/// A typed number, with a comma or a point.
fn number(fields: &Fields, name: &str, fallback: f64) -> f64 {
    let text = fields.get(name).map(|text| text.trim().replace(',', "."));
    let typed = text.and_then(|text| text.parse::<f64>().ok());
    typed.filter(|value| value.is_finite() && *value > 0.0).unwrap_or(fallback)
}

struct Typed {
    from: Date,
    to: Date,
    closes: Date,
    margin: f64,
    assumed: Assumed,
}

/// What was typed; else the last three months, three weeks for answers, and what the rules expect.
fn typed(app: &App, kept: &Kept, fields: &Fields) -> Result<Typed> {
    let today = app.today();
    let share = |code: &str| app.rulebook.share(code, today).map_err(Error::internal);
    let each = app.rulebook.money("survey.invitation_cost", today).map_err(Error::internal)?;
    let definition = Scoring::new(&kept.body)?.definition;
    let range = definition.range().1 - definition.range().0;
    let assumed = Assumed {
        sd: number(fields, "sd", share("survey.spread")? * range),
        response: number(fields, "respons", 100.0 * share("survey.response")?).min(100.0) / 100.0,
        cost: number(fields, "biaya", each.get() as f64) as i64,
    };
    let from = day(fields, "dari", today.saturating_sub(3.months()))?;
    let to = day(fields, "sampai", today.saturating_sub(1.day()))?;
    let closes = day(fields, "tutup", today.saturating_add(21.days()))?;
    Ok(Typed { from, to, closes, margin: number(fields, "margin", 0.04 * range), assumed })
}

/// `GET .../rencana`: the plan for what is typed in the address.
pub(crate) async fn plan(
    State(app): State<App>,
    visitor: Visitor,
    _: Desk,
    Path(questionnaire): Path<String>,
    Query(fields): Query<Fields>,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let kept = store::questionnaire(&mut tx, id(&questionnaire)?).await?;
    kept.must_be_as_frozen()?;
    let typed = typed(&app, &kept, &fields)?;
    let names = crate::city::unit_names(&mut tx, lang).await?;
    let units: Vec<Outlook> = frame::counts(&mut tx, typed.from, typed.to)
        .await?
        .into_iter()
        .map(|(unit, there)| {
            let proposed = propose(there, typed.margin, typed.assumed);
            let asked = fields.get(&format!("n.{unit}")).and_then(|n| n.trim().parse::<i64>().ok());
            outlook(&unit, there, asked.unwrap_or(proposed).clamp(0, there), typed.assumed)
        })
        .collect();
    let margin = |margin: Option<f64>| {
        margin.map_or_else(|| "-".to_owned(), |margin| format!("± {}", lang.decimal(margin, 2)))
    };
    let rows = units.iter().map(|unit| Row {
        unit: unit.unit.clone(),
        name: names.get(&unit.unit).cloned().unwrap_or_else(|| unit.unit.clone()),
        population: whole(lang, unit.population),
        invited: unit.invited,
        answers: whole(lang, unit.answers),
        margin: margin(unit.margin),
        table: whole(lang, unit.table as i64),
    });
    Ok(html(&PlanPage {
        page: visitor.page("surveys-plan-title").in_section("survei"),
        id: kept.id.to_string(),
        from: typed.from,
        to: typed.to,
        closes: typed.closes,
        margin: lang.decimal(typed.margin, 2),
        response: lang.decimal(100.0 * typed.assumed.response, 0),
        sd: lang.decimal(typed.assumed.sd, 2),
        each: typed.assumed.cost.to_string(),
        rows: rows.collect(),
        city: margin(city_margin(&units, typed.assumed)),
        cost: whole(lang, cost(&units, typed.assumed)),
        invited: whole(lang, units.iter().map(|unit| unit.invited).sum()),
    }))
}

/// `POST .../rencana`: keeps the plan as a round.
pub(crate) async fn make_plan(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Steward>,
    Path(questionnaire): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    covering(can.whole_city())?;
    let tenant = visitor.tenant.id;
    let mut tx = app.db.read(tenant).await?;
    let kept = store::questionnaire(&mut tx, id(&questionnaire)?).await?;
    drop(tx);
    let typed = typed(&app, &kept, &fields)?;
    let wanted = fields.iter().filter_map(|(name, value)| {
        let unit = name.strip_prefix("n.")?;
        Some((unit.to_owned(), value.trim().parse().ok()?))
    });
    let plan = Plan {
        questionnaire: kept.id,
        from: typed.from,
        to: typed.to,
        closes: typed.closes,
        wanted: wanted.collect(),
        by: Some(can.user()),
    };
    let round = app.db.write(tenant, plan).await?;
    Ok(redirect(&format!("/petugas/survei/putaran/{round}")))
}
