//! The Open311 door, by the rules of GeoReport v2.

use axum::body::Body;
use axum::http::{Method, Request, header};
use platform::db::{Command, WriteTx};
use platform::testing::{Answer, Browser, TestCity};
use serde_json::Value;

use super::seeded::{body, disposed, received, row, setup};
use crate::complaints::{open311, store};

struct Key;

impl Command for Key {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> kernel::error::Result<()> {
        store::add_key(tx, "uji", "kunci").await
    }
}

async fn door() -> (TestCity, Browser) {
    let city = TestCity::with(setup()).await;
    city.app.db.write(city.tenant.id, Key).await.unwrap();
    let browser = city.browser(open311::routes());
    (city, browser)
}

async fn post(browser: &mut Browser, path: &str, form: &str) -> Answer {
    let kind = "application/x-www-form-urlencoded";
    let request = Request::builder().method(Method::POST).uri(path);
    let request = request.header(header::CONTENT_TYPE, kind).body(Body::from(form.to_owned()));
    browser.send(request.unwrap()).await
}

/// The fields of a request, all of which must be there.
const FIELDS: [&str; 17] = [
    "service_request_id",
    "status",
    "status_notes",
    "service_name",
    "service_code",
    "description",
    "agency_responsible",
    "service_notice",
    "requested_datetime",
    "updated_datetime",
    "expected_datetime",
    "address",
    "address_id",
    "zipcode",
    "lat",
    "long",
    "media_url",
];

fn wrong(answer: &Answer, code: u16) {
    assert_eq!(answer.status, code, "{}", answer.text());
    let errors = answer.json();
    assert_eq!(errors[0]["code"], code);
    assert!(errors[0]["description"].as_str().unwrap().len() > 5);
}

#[tokio::test]
async fn discovery_and_services_as_specified() {
    let (_city, mut browser) = door().await;
    let discovery = browser.get("/open311/v2/discovery.json").await.json();
    assert_eq!(discovery["endpoints"][0]["specification"], "http://wiki.open311.org/GeoReport_v2");
    let services = browser.get("/open311/v2/services.json").await.json();
    let services = services.as_array().expect("a bare array");
    assert_eq!(services.len(), 12);
    for service in services {
        for field in ["service_code", "service_name", "description", "keywords", "group"] {
            assert!(service[field].is_string(), "{service}");
        }
        assert!(service["metadata"].is_boolean());
        assert!(["realtime", "batch", "blackbox"].contains(&service["type"].as_str().unwrap()));
    }
    let definition = browser.get("/open311/v2/services/extortion.json").await.json();
    assert_eq!(definition["service_code"], "extortion");
    let first = &definition["attributes"][0];
    assert_eq!((&first["datatype"], &first["order"]), (&"singlevaluelist".into(), &1.into()));
    assert_eq!(first["values"][0]["key"], "yes");
    let xml = browser.get("/open311/v2/services/extortion.xml").await;
    assert!(xml.headers["content-type"].to_str().unwrap().starts_with("application/xml"));
    assert!(xml.text().contains("<service_definition><service_code>extortion</service_code>"));
    wrong(&browser.get("/open311/v2/services/nothing.json").await, 404);
    wrong(&browser.get("/open311/v2/services.json?jurisdiction_id=elsewhere").await, 404);
    let xml = browser.get("/open311/v2/services/nothing.xml").await;
    assert_eq!(xml.status, 404);
    assert!(xml.text().contains("<errors><error><code>404</code>"));
}

#[tokio::test]
async fn what_nobody_else_may_read_is_not_there() {
    let (city, mut browser) = door().await;
    let mut at = body("delay");
    at.details.position = Some((-5.113_149, 105.306_7));
    let open = received(&city, at).await;
    disposed(&city, open.id).await;
    let money = received(&city, body("extortion")).await;
    let mut hidden = body("delay");
    hidden.secret = true;
    let secret = received(&city, hidden).await;
    disposed(&city, secret.id).await;
    let list = browser.get("/open311/v2/requests.json").await.json();
    let list = list.as_array().expect("a bare array");
    assert_eq!(list.len(), 1);
    for field in FIELDS {
        assert!(list[0].get(field).is_some(), "{field}");
    }
    assert_eq!(list[0]["service_request_id"], open.number.to_string());
    assert_eq!(list[0]["lat"], -5.113);
    assert_eq!(list[0]["requested_datetime"], "2026-11-24T10:40:00+07:00");
    for hidden in [money.number, secret.number] {
        wrong(&browser.get(&format!("/open311/v2/requests/{hidden}.json")).await, 404);
        wrong(&browser.get(&format!("/open311/v2/tokens/{hidden}.json")).await, 404);
        let asked = format!("/open311/v2/requests.json?service_request_id={hidden}");
        assert_eq!(browser.get(&asked).await.json(), Value::Array(Vec::new()));
    }
    let one = browser.get(&format!("/open311/v2/requests/{}.json", open.number)).await.json();
    assert_eq!(one.as_array().expect("an array of one").len(), 1);
    let xml = browser.get("/open311/v2/requests.xml").await.text();
    assert!(xml.contains("<service_requests><request><service_request_id>"), "{xml}");
    let closed = browser.get("/open311/v2/requests.json?status=closed").await.json();
    assert_eq!(closed, Value::Array(Vec::new()));
    let other = browser.get("/open311/v2/requests.json?service_code=facility,wish").await.json();
    assert_eq!(other, Value::Array(Vec::new()));
    let asked = "/open311/v2/requests.json";
    wrong(&browser.get(&format!("{asked}?status=lost")).await, 400);
    wrong(&browser.get(&format!("{asked}?service_code=facility,nothing")).await, 400);
    let back = "start_date=2026-11-02T00:00:00Z&end_date=2026-11-01T00:00:00Z";
    wrong(&browser.get(&format!("{asked}?{back}")).await, 400);
    for page in ["page=two", "page=0", "page_size=-1"] {
        wrong(&browser.get(&format!("{asked}?{page}")).await, 400);
    }
    let second = browser.get(&format!("{asked}?page=2")).await.json();
    assert_eq!(second, Value::Array(Vec::new()));
    let first = browser.get(&format!("{asked}?page=1&page_size=1")).await.json();
    assert_eq!(first.as_array().map(Vec::len), Some(1));
    for address in ["requests/%ff.json", "tokens/%ff.json", "services/%ff.json", "%ff.json"] {
        wrong(&browser.get(&format!("/open311/v2/{address}")).await, 400);
    }
    wrong(&browser.get("/open311/v2/requests.json?start_date=yesterday").await, 400);
    let long = "start_date=2026-01-01T00:00:00Z&end_date=2026-11-01T00:00:00Z";
    wrong(&browser.get(&format!("/open311/v2/requests.json?{long}")).await, 400);
    let past = "start_date=2026-09-01T00:00:00Z&end_date=2026-10-01T00:00:00Z";
    let none = browser.get(&format!("/open311/v2/requests.json?{past}")).await.json();
    assert_eq!(none, Value::Array(Vec::new()));
}

#[tokio::test]
async fn a_program_hands_in_a_report() {
    let (city, mut browser) = door().await;
    let at = "/open311/v2/requests.json";
    let whole = "api_key=kunci&service_code=extortion&description=Diminta+uang&lat=-5.1&long=105.3\
                 &attribute[amount]=150000&attribute[official]=no&first_name=Budi&phone=081234567890";
    let posted = post(&mut browser, at, whole).await;
    assert_eq!(posted.status, 201, "{}", posted.text());
    let posted = posted.json();
    let number = posted[0]["service_request_id"].as_str().unwrap().to_owned();
    assert!(posted[0]["service_notice"].as_str().unwrap().contains("Kode laporan"));
    let number = kernel::number::ApplicationNumber::parse(&number).unwrap();
    let kept = row(&city, number).await;
    assert_eq!(kept.matter.category, "extortion");
    assert_eq!(kept.channel, kernel::actor::Channel::Api);
    let xml = post(&mut browser, "/open311/v2/requests.xml", whole).await.text();
    assert!(xml.contains("<service_requests><request><service_request_id>"), "{xml}");
    for (form, code) in [
        (whole.replace("api_key=kunci&", ""), 403),
        (whole.replace("kunci", "palsu"), 403),
        (whole.replace("service_code=extortion&", ""), 400),
        (whole.replace("=extortion", "=nothing"), 404),
        (whole.replace("&lat=-5.1&long=105.3", ""), 400),
        (whole.replace("lat=-5.1", "lat=north"), 400),
        (whole.replace("description=Diminta+uang", "description="), 400),
        (whole.replace("[amount]=150000", "[amount]=much"), 400),
        (whole.replace("[amount]", "[colour]"), 400),
        (whole.replace("phone=081234567890", "phone=12"), 400),
        (format!("{whole}&jurisdiction_id=elsewhere"), 404),
    ] {
        wrong(&post(&mut browser, at, &form).await, code);
    }
}
