//! The API: roles, races, strict bodies, and what a number shows without its secret.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use kernel::actor::Role;
use platform::testing::{Answer, units};
use serde_json::json;

use super::super::api;
use super::super::model::State;
use super::office::{NAME, Office, PERMIT, QUICK, application};

fn assert_problem(answer: &Answer, status: u16) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
    assert_eq!(answer.json()["status"], status);
}

#[tokio::test]
async fn two_officers_race_for_one_file_and_one_wins() {
    let office = Office::open().await;
    let ticket = office.apply(QUICK, 1990, 1).await;
    let other = office.another("budi", units::REGISTRY).await;
    let (mut one, mut two) = (office.program(&office.officer).await, office.program(&other).await);
    let (path, body) = (ticket.act("ambil"), json!({}));
    let (one, two) =
        tokio::join!(one.json(Method::POST, &path, &body), two.json(Method::POST, &path, &body),);
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(office.kinds(&ticket).await, ["submitted", "completed", "picked"]);
}

#[tokio::test]
async fn acts_need_the_role_the_unit_and_a_bearer_token() {
    let office = Office::open().await;
    let ticket = office.apply(QUICK, 1990, 1).await;
    let (path, body) = (ticket.act("ambil"), json!({}));
    assert_problem(&office.anyone().json(Method::POST, &path, &body).await, 401);
    let mut cookie = office.desk().await;
    assert_problem(&cookie.json(Method::POST, &path, &body).await, 401);
    assert_eq!(cookie.get("/api/v1/petugas/antrean").await.status, 200);
    let steward = office.city.account("rini", &[(Role::Steward, "")]).await;
    let mut steward = office.program(&steward).await;
    assert_problem(&steward.json(Method::POST, &path, &body).await, 403);
    assert_problem(&steward.get("/api/v1/petugas/antrean").await, 403);
    let nobody = office.city.account("tamu", &[]).await;
    assert_problem(&office.program(&nobody).await.json(Method::POST, &path, &body).await, 404);
    let health = office.another("budi", units::HEALTH).await;
    let mut health = office.program(&health).await;
    assert_problem(&health.json(Method::POST, &path, &body).await, 404);
    let unit = format!("/api/v1/petugas/antrean?unit={}", units::REGISTRY);
    assert_problem(&health.get(&unit).await, 404);
    assert_eq!(office.row(&ticket).await.state, State::Queued);
}

#[tokio::test]
async fn a_file_goes_its_way_by_the_api() {
    let office = Office::open().await;
    let ticket = office.apply(PERMIT, 1990, 1).await;
    assert_eq!(ticket.answer["state"], "submitted");
    let mut program = office.program(&office.officer).await;
    let steps = [
        ("lengkap", json!({"seen": ["ktp"]}), "queued"),
        ("ambil", json!({}), "in_progress"),
        ("setujui", json!({}), "approved"),
        ("terbitkan", json!({}), "issued"),
        ("serahkan", json!({}), "collected"),
    ];
    for (act, body, state) in steps {
        let answer = program.json(Method::POST, &ticket.act(act), &body).await;
        assert_eq!(answer.status, 200, "{act}: {}", answer.text());
        assert_eq!(answer.json()["state"], state);
        office.settle().await;
        assert_problem(&program.json(Method::POST, &ticket.act(act), &body).await, 409);
    }
    let second = office.apply(QUICK, 1990, 2).await;
    program.json(Method::POST, &second.act("ambil"), &json!({})).await;
    let body = json!({"ground": "data_mismatch", "note": "Maaf."});
    let refused = program.json(Method::POST, &second.act("tolak"), &body).await;
    assert_eq!(refused.json()["state"], "refused");
}

#[tokio::test]
async fn the_queue_of_the_api_stands_in_legal_order() {
    let office = Office::open().await;
    let young = office.apply(QUICK, 1990, 1).await;
    let elderly = office.apply(QUICK, 1950, 2).await;
    let unchecked = office.apply(PERMIT, 1990, 3).await;
    let mut program = office.program(&office.officer).await;
    let answer = program.get("/api/v1/petugas/antrean").await;
    assert!(!answer.text().contains(NAME));
    let answer = answer.json();
    assert_eq!(answer["to_check"][0]["number"], unchecked.number);
    let queue = &answer["queues"][0];
    assert_eq!(queue["waiting"], 2);
    assert_eq!(queue["first"][0]["number"], elderly.number);
    assert_eq!(queue["first"][1]["number"], young.number);
    assert_problem(&program.get("/api/v1/petugas/antrean?units=X").await, 400);
}

#[tokio::test]
async fn the_number_shows_state_and_date_and_the_secret_the_rest() {
    let office = Office::open().await;
    let ticket = office.apply(QUICK, 1990, 1).await;
    let path = format!("/api/v1/lacak/{}", ticket.number);
    let plain = office.anyone().get(&path).await.json();
    assert_eq!(plain["state"], "queued");
    assert!(plain["due_at"].is_string() && plain.get("details").is_none());
    let ask = |secret: &str| {
        Request::get(&path).header("x-bening-kunci", secret).body(Body::empty()).unwrap()
    };
    let full = office.anyone().send(ask(&ticket.secret)).await.json();
    assert_eq!(full["details"]["place"]["ahead"], 0);
    assert_eq!(full["details"]["timeline"][1]["kind"], "application.completed");
    assert_problem(&office.anyone().send(ask("0000-0000-0000-0000")).await, 403);
    assert_problem(&office.anyone().send(ask("salah")).await, 400);
    assert_problem(&office.anyone().get("/api/v1/lacak/00000001").await, 400);
    assert_problem(&office.anyone().get("/api/v1/lacak/00000000").await, 404);
}

#[tokio::test]
async fn a_body_is_taken_only_as_described() {
    let office = Office::open().await;
    let good = application(PERMIT, 1990, 1);
    let with = |pointer: &str, value: serde_json::Value| {
        let mut body = good.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        body
    };
    for (why, body) in [
        ("not 16 digits", with("/person/nik", json!("123"))),
        ("no such kelurahan", with("/person/kelurahan", json!("99"))),
        ("an unknown applicant", with("/applicant", json!("broker"))),
        ("a proxy without a person", with("/applicant", json!("family"))),
        ("a required document left out", with("/documents_later", json!([]))),
        ("an unknown document", with("/documents_later", json!(["ktp", "x"]))),
        ("a number for a text", with("/person/name", json!(7))),
    ] {
        let answer = office.send(&body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{why}");
        assert_problem(&answer, 400);
    }
    let mut more = good.clone();
    more["surprise"] = json!(true);
    assert_problem(&office.send(&more).await, 400);
    more = good.clone();
    more["answers"] = json!({"unasked": "x"});
    assert_problem(&office.send(&more).await, 400);
    assert_problem(&office.send(&with("/service", json!("TIDAK-ADA"))).await, 404);
    assert_problem(&office.send(&with("/service", json!("\u{0}"))).await, 404);
    assert_problem(&office.send(&json!([])).await, 400);
    assert_eq!(office.send(&good).await.status, 201);
}

#[tokio::test]
async fn every_operation_documents_its_refusals() {
    let (_, document) = api::api().split_for_parts();
    let document = serde_json::to_value(&document).unwrap();
    let paths = document["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 10);
    for (path, item) in paths {
        for (method, operation) in item.as_object().unwrap() {
            let statuses = operation["responses"].as_object().unwrap();
            assert!(statuses.contains_key("404"), "{method} {path}");
            if path.contains("/petugas/") {
                assert!(statuses.contains_key("401") && statuses.contains_key("403"), "{path}");
                assert_eq!(operation["security"], json!([{"bearer": []}]), "{path}");
            }
            for (status, response) in statuses {
                if !status.starts_with('2') {
                    let content = response["content"].as_object().unwrap();
                    assert!(content.contains_key("application/problem+json"), "{path} {status}");
                }
            }
        }
    }
}
