//! Handing in: `POST requests`, by programs with a key.

use std::collections::BTreeMap;

use askama::Template;
use axum::Json;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use kernel::actor::{Actor, Channel};
use kernel::error::Kind as Refusal;
use kernel::identity::Phone;
use platform::App;
use platform::outbox::Address;
use platform::web::Visitor;
use serde::Serialize;

use super::super::categories::{self, Category, Kind};
use super::super::report::{Body, Details, Reporter};
use super::super::store;
use super::super::verbs::Receive;
use super::answer::{Answered, Format, Part, Wrong, named, xml};
use super::read::jurisdiction;
use crate::texts::written;

type Sent = BTreeMap<String, String>;

#[derive(Serialize, Template)]
#[template(path = "complaints/open311/templates/posted.xml", escape = "html")]
struct Posted {
    service_request_id: String,
    service_notice: String,
    account_id: Option<String>,
}

/// `POST requests`: a report from a program with a key.
pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    Part(resource): Part,
    Form(sent): Form<Sent>,
) -> Answered {
    let (name, format) = named(&resource).ok_or_else(Wrong::address)?;
    if name != "requests" {
        return Err(Wrong::address());
    }
    allowed(&app, &visitor, &sent, format).await?;
    jurisdiction(&visitor, &sent, format)?;
    let body = body(&visitor, &sent, format)?;
    let actor = Actor::citizen(Channel::Api);
    let receive = Receive { app: app.clone(), draft: None, body, actor };
    let receipt = app.db.write(visitor.tenant.id, receive).await?;
    let notice = visitor.lang.t1("open311-notice", "code", receipt.secret.expose_printed());
    let posted = Posted {
        service_request_id: receipt.number.to_string(),
        service_notice: notice,
        account_id: None,
    };
    let answer = match format {
        Format::Json => Json([&posted]).into_response(),
        Format::Xml => xml(&posted),
    };
    Ok((StatusCode::CREATED, answer).into_response())
}

async fn allowed(
    app: &App,
    visitor: &Visitor,
    sent: &Sent,
    format: Format,
) -> std::result::Result<(), Wrong> {
    let Some(key) = sent.get("api_key").filter(|key| !key.is_empty()) else {
        return Err(Wrong::new(format, 403, "api_key was not provided"));
    };
    let mut tx = app.db.read(visitor.tenant.id).await?;
    if store::knows_key(&mut tx, key).await? {
        return Ok(());
    }
    // Keys cannot be tried without end.
    if app.limits.form(visitor.address).is_err() {
        return Err(Wrong::new(format, 429, "too many wrong keys; wait a minute"));
    }
    Err(Wrong::new(format, 403, "api_key provided is not valid"))
}

/// What was sent as a report, or the first thing that is wrong with it.
fn body(visitor: &Visitor, sent: &Sent, format: Format) -> std::result::Result<Body, Wrong> {
    let text = |name: &str| sent.get(name).map(|text| text.trim()).unwrap_or_default();
    let wrong = |description: String| Wrong::new(format, 400, description);
    if text("service_code").is_empty() {
        return Err(wrong("service_code was not provided".to_owned()));
    }
    let unknown = || Wrong::new(format, 404, "service_code provided was not found");
    let category = categories::find(text("service_code")).map_err(|_| unknown())?;
    let story = match written(text("description")) {
        Ok(story) => story,
        Err(error) if error.kind() == Refusal::Invalid && text("description").is_empty() => {
            return Err(wrong("description was not provided".to_owned()));
        }
        Err(_) => return Err(wrong("description may have 4,000 characters".to_owned())),
    };
    let position = place(text("lat"), text("long")).map_err(wrong)?;
    if position.is_none() && text("address_string").is_empty() && text("address_id").is_empty() {
        let needs = "lat and long, or address_string, or address_id must be provided";
        return Err(wrong(needs.to_owned()));
    }
    let phone = match text("phone") {
        "" => None,
        typed => {
            Some(Phone::parse(typed).map_err(|_| wrong("phone is no mobile number".to_owned()))?)
        }
    };
    let email = text("email");
    if !email.is_empty() && email.parse::<Address>().is_err() {
        return Err(wrong("email is no address".to_owned()));
    }
    let name = [text("first_name"), text("last_name")].join(" ").trim().to_owned();
    let details = Details {
        story,
        landmark: text("address_string").to_owned(),
        position,
        happened: String::new(),
        answers: answers(category, sent).map_err(wrong)?,
        files: Vec::new(),
        language: visitor.lang.code().to_owned(),
    };
    let reporter = Reporter { name, phone, email: email.to_owned(), behalf: String::new() };
    Ok(Body { details, reporter, category: category.code.clone(), ..Body::default() })
}

fn place(latitude: &str, longitude: &str) -> std::result::Result<Option<(f64, f64)>, String> {
    if latitude.is_empty() && longitude.is_empty() {
        return Ok(None);
    }
    let number = |text: &str, most: f64| text.parse::<f64>().ok().filter(|one| one.abs() <= most);
    match (number(latitude, 90.0), number(longitude, 180.0)) {
        (Some(latitude), Some(longitude)) => Ok(Some((latitude, longitude))),
        _ => Err("lat and long must be degrees (WGS 84)".to_owned()),
    }
}

/// `attribute[code]=value`, each of which the service must ask for.
fn answers(
    category: &Category,
    sent: &Sent,
) -> std::result::Result<BTreeMap<String, String>, String> {
    let mut answers = BTreeMap::new();
    for (name, value) in sent {
        let Some(code) = name.strip_prefix("attribute[").and_then(|rest| rest.strip_suffix(']'))
        else {
            continue;
        };
        let question = category.question.iter().find(|question| question.code == code);
        let question = question.ok_or_else(|| format!("attribute {code} is not asked for"))?;
        let fits = match question.kind {
            Kind::YesNo => value == "yes" || value == "no",
            Kind::Money => value.parse::<u64>().is_ok(),
            Kind::Text => value.chars().count() <= 200,
        };
        if !fits {
            return Err(format!("attribute {code} has a value that does not fit"));
        }
        answers.insert(code.to_owned(), value.clone());
    }
    Ok(answers)
}
