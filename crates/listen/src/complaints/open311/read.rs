//! Reading: discovery, services, their questions, and what everyone may read of reports.

use std::collections::BTreeMap;

use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::IntoResponse as _;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::facts::complaint::Class;
use kernel::number::ApplicationNumber;
use platform::App;
use platform::web::Visitor;
use serde::Serialize;

use super::super::categories::{self, Category, Kind};
use super::super::store::{self, Published, Wanted};
use super::answer::{Answered, Format, Part, Wrong, named, xml};

type Asked = BTreeMap<String, String>;

/// Longest stretch of time that a list covers (GeoReport v2, GET Service Requests).
const DAYS: i64 = 90;
/// The most reports of one answer (GeoReport v2, GET Service Requests).
const MOST: usize = 1000;

#[derive(Serialize)]
struct Endpoint {
    specification: &'static str,
    url: String,
    changeset: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    formats: [&'static str; 2],
}

#[derive(Template, Serialize)]
#[template(path = "complaints/open311/templates/discovery.xml", escape = "html")]
struct Discovery {
    changeset: &'static str,
    contact: String,
    key_service: String,
    endpoints: Vec<Endpoint>,
}

/// When this door last changed its behaviour.
const CHANGESET: &str = "2026-11-28T00:00:00+07:00";

#[derive(Serialize)]
struct Service {
    service_code: String,
    service_name: String,
    description: String,
    metadata: bool,
    #[serde(rename = "type")]
    kind: &'static str,
    keywords: String,
    group: String,
}

#[derive(Template)]
#[template(path = "complaints/open311/templates/services.xml", escape = "html")]
struct Services<'a> {
    services: &'a [Service],
}

/// `GET discovery`, `services` and `requests`.
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Part(resource): Part,
    Query(asked): Query<Asked>,
) -> Answered {
    let (name, format) = named(&resource).ok_or_else(Wrong::address)?;
    match name {
        "discovery" => Ok(discovery(&app, &visitor, format)),
        "services" => {
            jurisdiction(&visitor, &asked, format)?;
            Ok(services(&visitor, format))
        }
        "requests" => {
            jurisdiction(&visitor, &asked, format)?;
            requests(&app, &visitor, &asked, format).await
        }
        _ => Err(Wrong::address()),
    }
}

/// A city answers for itself alone.
pub(super) fn jurisdiction(
    visitor: &Visitor,
    asked: &Asked,
    format: Format,
) -> std::result::Result<(), Wrong> {
    match asked.get("jurisdiction_id").filter(|id| !id.is_empty()) {
        Some(id) if *id != host(visitor) => {
            Err(Wrong::new(format, 404, "jurisdiction_id provided was not found"))
        }
        _ => Ok(()),
    }
}

fn host(visitor: &Visitor) -> String {
    visitor.tenant.host.clone()
}

fn discovery(app: &App, visitor: &Visitor, format: Format) -> axum::response::Response {
    let url = &app.settings.public_url;
    let discovery = Discovery {
        changeset: CHANGESET,
        contact: visitor.lang.t("open311-contact"),
        key_service: visitor.lang.t("open311-key-service"),
        endpoints: vec![Endpoint {
            specification: "http://wiki.open311.org/GeoReport_v2",
            url: format!("{url}/open311/v2"),
            changeset: CHANGESET,
            kind: "production",
            formats: ["text/xml", "application/json"],
        }],
    };
    match format {
        Format::Json => Json(&discovery).into_response(),
        Format::Xml => xml(&discovery),
    }
}

fn services(visitor: &Visitor, format: Format) -> axum::response::Response {
    let lang = visitor.lang;
    let service = |category: &Category| Service {
        service_code: category.code.clone(),
        service_name: category.label.get(lang.code()).to_owned(),
        description: category.hint.get(lang.code()).to_owned(),
        metadata: !category.question.is_empty(),
        kind: "realtime",
        keywords: String::new(),
        group: lang.t(&format!("complaint-class-{}", category.class.code())),
    };
    let services: Vec<Service> = categories::all().iter().map(service).collect();
    match format {
        Format::Json => Json(&services).into_response(),
        Format::Xml => xml(&Services { services: &services }),
    }
}

#[derive(Serialize)]
struct Value {
    key: &'static str,
    name: String,
}

#[derive(Serialize)]
struct Attribute {
    variable: bool,
    code: String,
    datatype: &'static str,
    required: bool,
    datatype_description: String,
    order: usize,
    description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<Value>,
}

#[derive(Template, Serialize)]
#[template(path = "complaints/open311/templates/definition.xml", escape = "html")]
struct Definition {
    service_code: String,
    attributes: Vec<Attribute>,
}

/// `GET services/{code}`: what is asked beside the description.
pub(super) async fn definition(
    visitor: Visitor,
    Part(code): Part,
    Query(asked): Query<Asked>,
) -> Answered {
    let (code, format) = named(&code).ok_or_else(Wrong::address)?;
    jurisdiction(&visitor, &asked, format)?;
    let unknown = || Wrong::new(format, 404, "service_code provided was not found");
    let category = categories::find(code).map_err(|_| unknown())?;
    let lang = visitor.lang;
    let attribute = |(order, question): (usize, &categories::Question)| Attribute {
        variable: true,
        code: question.code.clone(),
        datatype: match question.kind {
            Kind::YesNo => "singlevaluelist",
            Kind::Money => "number",
            Kind::Text => "string",
        },
        required: false,
        datatype_description: String::new(),
        order: order + 1,
        description: question.text.get(lang.code()).to_owned(),
        values: match question.kind {
            Kind::YesNo => vec![
                Value { key: "yes", name: lang.t("common-yes") },
                Value { key: "no", name: lang.t("common-no") },
            ],
            Kind::Money | Kind::Text => Vec::new(),
        },
    };
    let definition = Definition {
        service_code: category.code.clone(),
        attributes: category.question.iter().enumerate().map(attribute).collect(),
    };
    Ok(match format {
        Format::Json => Json(&definition).into_response(),
        Format::Xml => xml(&definition),
    })
}

/// A report as everyone may read it.
#[derive(Serialize)]
struct Request {
    service_request_id: String,
    status: &'static str,
    status_notes: Option<String>,
    service_name: String,
    service_code: String,
    description: String,
    agency_responsible: Option<String>,
    service_notice: Option<String>,
    requested_datetime: String,
    updated_datetime: String,
    expected_datetime: Option<String>,
    address: Option<String>,
    address_id: Option<String>,
    zipcode: Option<String>,
    lat: Option<f64>,
    long: Option<f64>,
    media_url: Option<String>,
}

#[derive(Template)]
#[template(path = "complaints/open311/templates/requests.xml", escape = "html")]
struct Requests<'a> {
    requests: &'a [Request],
}

/// Names that requests carry, in the visitor's language.
struct Writer<'a> {
    visitor: &'a Visitor,
    zone: &'a TimeZone,
    units: BTreeMap<String, String>,
    kelurahan: BTreeMap<String, String>,
}

impl Writer<'_> {
    fn request(&self, report: Published) -> Request {
        let place = report.position.split_once(',');
        let number = |text: &str| text.parse::<f64>().ok();
        let filled = |text: String| (!text.is_empty()).then_some(text);
        let category = categories::find(&report.category);
        let name = category.map(|found| found.label.get(self.visitor.lang.code()).to_owned());
        Request {
            service_request_id: report.number.to_string(),
            status: if report.open { "open" } else { "closed" },
            status_notes: filled(report.reply),
            service_name: name.unwrap_or_default(),
            service_code: report.category,
            description: report.text,
            agency_responsible: self.units.get(&report.unit).cloned(),
            service_notice: None,
            requested_datetime: self.moment(report.published_at),
            updated_datetime: self.moment(report.changed_at),
            expected_datetime: None,
            address: self.kelurahan.get(&report.kelurahan).cloned(),
            address_id: None,
            zipcode: None,
            lat: place.and_then(|(latitude, _)| number(latitude)),
            long: place.and_then(|(_, longitude)| number(longitude)),
            media_url: None,
        }
    }

    /// W3C date and time with the city's offset.
    fn moment(&self, at: Timestamp) -> String {
        let seconds = self.zone.to_offset(at).seconds();
        let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
        let local = self.zone.to_datetime(at).strftime("%Y-%m-%dT%H:%M:%S");
        format!("{local}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

async fn write(app: &App, visitor: &Visitor, reports: Vec<Published>, format: Format) -> Answered {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let units = crate::city::unit_names(&mut tx, visitor.lang).await?;
    let kelurahan = crate::city::kelurahan(&mut tx).await?.into_iter().collect();
    drop(tx);
    let writer = Writer { visitor, zone: app.tz(), units, kelurahan };
    let requests: Vec<Request> = reports.into_iter().map(|report| writer.request(report)).collect();
    Ok(match format {
        Format::Json => Json(&requests).into_response(),
        Format::Xml => xml(&Requests { requests: &requests }),
    })
}

async fn requests(app: &App, visitor: &Visitor, asked: &Asked, format: Format) -> Answered {
    let given = |name: &str| asked.get(name).map(String::as_str).filter(|text| !text.is_empty());
    let mut tx = app.db.read(visitor.tenant.id).await?;
    if let Some(ids) = given("service_request_id") {
        let mut found = Vec::new();
        for number in ids.split(',').filter_map(|id| ApplicationNumber::parse(id.trim()).ok()) {
            found.extend(store::published(&mut tx, number).await?);
        }
        drop(tx);
        return write(app, visitor, found, format).await;
    }
    let day = |name: &str| -> std::result::Result<Option<Timestamp>, Wrong> {
        let wrong = |_| {
            let example = "2026-11-01T00:00:00+07:00";
            Wrong::new(
                format,
                400,
                format!("{name} is no date and time; write one such as {example}"),
            )
        };
        given(name).map(|text| text.parse().map_err(wrong)).transpose()
    };
    let (from, to) = (day("start_date")?, day("end_date")?);
    let now = app.db.clock().now();
    let span = jiff::SignedDuration::from_hours(24 * DAYS);
    // Without dates, the last ninety days; with one of them, ninety days from or up to it.
    let to =
        to.unwrap_or_else(|| from.map_or(now, |from| from.saturating_add(span).unwrap_or(now)));
    let from = from.unwrap_or_else(|| to.saturating_sub(span).unwrap_or(to));
    if to < from {
        return Err(Wrong::new(format, 400, "end_date is before start_date"));
    }
    if to.duration_since(from) > span {
        return Err(Wrong::new(
            format,
            400,
            format!("start_date and end_date may be {DAYS} days apart"),
        ));
    }
    let open = match given("status") {
        None => None,
        Some("open") => Some(true),
        Some("closed") => Some(false),
        Some("open,closed" | "closed,open") => None,
        Some(_) => return Err(Wrong::new(format, 400, "status is open or closed")),
    };
    let codes = given("service_code").unwrap_or_default().split(',');
    let categories: Vec<String> =
        codes.map(|code| code.trim().to_owned()).filter(|code| !code.is_empty()).collect();
    if let Some(code) = categories.iter().find(|code| categories::find(code).is_err()) {
        let description = format!("service_code {code} was not found");
        return Err(Wrong::new(format, 400, description));
    }
    let (page, size) = (count(asked, format, "page", 1)?, count(asked, format, "page_size", MOST)?);
    let wanted = Wanted { categories, from: Some(from), to: Some(to), open };
    let found = store::wanted(&mut tx, &wanted).await?;
    drop(tx);
    let start = (page - 1).saturating_mul(size);
    let found = found.into_iter().skip(start).take(size.min(MOST)).collect();
    write(app, visitor, found, format).await
}

/// A whole number from 1 on that was asked for, or the usual one.
fn count(
    asked: &Asked,
    format: Format,
    name: &str,
    usual: usize,
) -> std::result::Result<usize, Wrong> {
    let wrong = || Wrong::new(format, 400, format!("{name} is a whole number from 1 on"));
    match asked.get(name).map(String::as_str).filter(|text| !text.is_empty()) {
        None => Ok(usual),
        Some(text) => text.parse().ok().filter(|number| *number > 0).ok_or_else(wrong),
    }
}

/// `GET requests/{id}`: a list with one report.
pub(super) async fn one(
    State(app): State<App>,
    visitor: Visitor,
    Part(id): Part,
    Query(asked): Query<Asked>,
) -> Answered {
    let (id, format) = named(&id).ok_or_else(Wrong::address)?;
    jurisdiction(&visitor, &asked, format)?;
    let unknown = || Wrong::new(format, 404, "service_request_id provided was not found");
    let number = ApplicationNumber::parse(id).map_err(|_| unknown())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let found = store::published(&mut tx, number).await?.ok_or_else(unknown)?;
    drop(tx);
    write(&app, &visitor, vec![found], format).await
}

#[derive(Serialize, Template)]
#[template(path = "complaints/open311/templates/token.xml", escape = "html")]
struct Token {
    service_request_id: String,
    token: String,
}

/// `GET tokens/{id}`: reports have their number at once, so the token is the number.
pub(super) async fn token(
    State(app): State<App>,
    visitor: Visitor,
    Part(id): Part,
    Query(asked): Query<Asked>,
) -> Answered {
    let (id, format) = named(&id).ok_or_else(Wrong::address)?;
    jurisdiction(&visitor, &asked, format)?;
    let unknown = || Wrong::new(format, 404, "token provided was not found");
    let number = ApplicationNumber::parse(id).map_err(|_| unknown())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    // Whether there is a report that nobody else may read, nobody else may know.
    let row = store::by_number(&mut tx, number).await?;
    let row = row.filter(|row| row.matter.is_public() && row.matter.class != Class::Supervision);
    let number = row.ok_or_else(unknown)?.number.to_string();
    let token = Token { service_request_id: number.clone(), token: number };
    Ok(match format {
        Format::Json => Json([&token]).into_response(),
        Format::Xml => xml(&token),
    })
}
