//! Log-in by program.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use kernel::actor::Role;
use serde_json::json;

use super::{browser, each};

#[tokio::test]
async fn a_token_is_given_used_and_given_back() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        let mut client = browser(city);
        let attempt = json!({
            "login": "siti", "password": officer.password, "code": officer.code(city),
        });
        let answer = client.json(Method::POST, "/api/v1/sesi", &attempt).await;
        assert_eq!(answer.status, StatusCode::CREATED);
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        assert_eq!(answer.json()["expires_at"], "2026-11-24T15:40:00Z", "twelve hours later");
        let token = answer.json()["token"].as_str().expect("a token").to_owned();

        client.cookies.clear();
        client.bearer = Some(token);
        assert_eq!(client.get("/akun").await.status, StatusCode::OK);
        let end = || Request::delete("/api/v1/sesi").body(Body::empty()).expect("a request");
        assert_eq!(client.send(end()).await.status, StatusCode::NO_CONTENT);
        assert_eq!(client.send(end()).await.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn mistakes_are_told_as_problems() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        let mut client = browser(city);
        let attempt = json!({ "login": "siti", "password": officer.password, "code": "12345" });
        let wrong = client.json(Method::POST, "/api/v1/sesi", &attempt).await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
        assert_eq!(wrong.headers[header::CONTENT_TYPE], "application/problem+json");
        assert_eq!(wrong.json()["type"], "about:blank#auth-wrong");
        let broken = client.json(Method::POST, "/api/v1/sesi", &json!({ "login": "siti" })).await;
        assert_eq!(broken.status, StatusCode::BAD_REQUEST);
        assert_eq!(broken.json()["type"], "about:blank#auth-api-body");
    })
    .await;
}

#[tokio::test]
async fn a_cookie_does_not_end_a_session_of_the_api() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        let mut browser = browser(city);
        browser.enter(&officer).await;
        let end = Request::delete("/api/v1/sesi").body(Body::empty()).expect("a request");
        let answer = browser.send(end).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.json()["type"], "about:blank#auth-api-token");
    })
    .await;
}

#[test]
fn the_document_names_both_operations_and_the_scheme() {
    let document = crate::auth::api_routes().into_openapi();
    let document = serde_json::to_value(&document).expect("JSON");
    let operations = &document["paths"]["/api/v1/sesi"];
    assert!(operations["post"]["requestBody"].is_object());
    assert_eq!(operations["delete"]["security"], json!([{ "bearer": [] }]));
    assert_eq!(document["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    let fields = &document["components"]["schemas"]["Attempt"]["required"];
    assert_eq!(*fields, json!(["login", "password", "code"]));
}
