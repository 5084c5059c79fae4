//! Every route for every role. `routes.csv` says what each must answer; a route of the code that
//! is not in it, or one in it that the code no longer has, fails.
//!
//! `BENING_BLESS=1 cargo test -p bening --test it roles` writes the answers of today into the
//! file: read the difference before you keep it.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::{Client, Method, StatusCode};

use super::support::{Served, browser, city, form_token, log_in, root, sources};

const ROLES: [&str; 13] = [
    "citizen",
    "petugas",
    "atasan",
    "penata",
    "pengesah",
    "koordinator",
    "inspektur",
    "walikota",
    "pembina",
    "perencana",
    "mitra",
    "humas",
    "admin",
];

/// `.route("/path", get(a).post(b))` of axum, and `#[utoipa::path(get, path = "/path")]`.
fn routes_in_code() -> BTreeSet<(String, String)> {
    let mut routes = BTreeSet::new();
    for (path, text) in sources(&["rs"]) {
        // A witness is a server of its own.
        let elsewhere = path.ends_with("testing.rs") || path.ends_with("commands/log/witness.rs");
        if path.display().to_string().contains("/tests/") || elsewhere {
            continue;
        }
        for rest in text.split(".route(").skip(1) {
            let Some(place) = rest.split('"').nth(1).filter(|_| rest.trim_start().starts_with('"'))
            else {
                continue;
            };
            let call = balanced(rest);
            for method in ["get", "post", "put", "delete"] {
                let named = [format!(" {method}("), format!(".{method}("), format!("\n{method}(")];
                if named.iter().any(|name| call.contains(name.as_str())) {
                    routes.insert((method.to_uppercase(), place.to_owned()));
                }
            }
        }
        for rest in text.split("#[utoipa::path(").skip(1) {
            let call = rest.split(")]").next().unwrap_or_default();
            let method = call.split(',').next().unwrap_or_default().trim().to_uppercase();
            let place = call.split("path = \"").nth(1).and_then(|p| p.split('"').next());
            routes.insert((method, place.unwrap_or_default().to_owned()));
        }
    }
    routes
}

/// The arguments of a call, up to its own closing parenthesis.
fn balanced(rest: &str) -> &str {
    let mut depth = 1;
    for (index, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &rest[..index];
        }
    }
    rest
}

/// Sample values for the parts of a path in braces.
fn filled(path: &str, samples: &BTreeMap<&str, String>) -> String {
    path.split('/')
        .map(|part| {
            let name = part.trim_matches(['{', '}', '*']);
            match part.starts_with('{') {
                true => samples.get(name).cloned().unwrap_or_else(|| "x".to_owned()),
                false => part.to_owned(),
            }
        })
        .collect::<Vec<_>>()
        .join("/")
}

struct Visitor {
    client: Client,
    token: String,
}

async fn visitors(url: &str) -> Vec<Visitor> {
    let mut list = Vec::new();
    for role in ROLES {
        let client = browser();
        if role != "citizen" {
            log_in(&client, url, role).await;
        }
        let page = client.get(url).send().await.unwrap().text().await.unwrap();
        list.push(Visitor { token: form_token(&page), client });
    }
    list
}

/// Log-out ends the session of whoever calls it, so it is asked last.
fn order(route: &(String, String)) -> bool {
    route.1 == "/keluar" || route.1.contains("sesi")
}

async fn ask(visitor: &Visitor, url: &str, method: &str, path: &str) -> u16 {
    let address = format!("{url}{path}");
    let request = match method {
        "POST" if path.starts_with("/api/") => {
            visitor.client.post(address).json(&serde_json::json!({}))
        }
        "POST" => visitor.client.post(address).form(&[("csrf", visitor.token.as_str())]),
        other => visitor.client.request(Method::from_bytes(other.as_bytes()).unwrap(), address),
    };
    let answer = request.send().await.unwrap();
    let status = answer.status();
    assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{method} {path}");
    // Sent to the log-in page is a different answer from any other redirect.
    let to_log_in = answer
        .headers()
        .get("location")
        .is_some_and(|to| to.to_str().unwrap().starts_with("/masuk?"));
    if to_log_in { 401 } else { status.as_u16() }
}

async fn samples(url: &str) -> BTreeMap<&'static str, String> {
    let number = super::applicant::submit(&browser(), url).await.unwrap();
    BTreeMap::from([
        ("code", "DUK-KTP-HILANG".to_owned()),
        ("kode", "DUK-KTP-HILANG".to_owned()),
        ("number", number.clone()),
        ("nomor", number),
        ("version", "1".to_owned()),
        ("unit", "DISDUKCAPIL".to_owned()),
        ("item", "door-width".to_owned()),
        ("draft", "000000000000".to_owned()),
        ("secret", "0000000000000000".to_owned()),
        ("tag", "x".to_owned()),
        ("name", "bening.css".to_owned()),
        ("period", "2026-Q3".to_owned()),
        ("dataset", "ukuran".to_owned()),
        ("file", "ukuran.csv".to_owned()),
        ("id", "00000000-0000-7000-8000-000000000000".to_owned()),
    ])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_answers_every_role_as_written() {
    let city = city();
    let served = Served::demo(city.path());
    let visitors = visitors(&served.url).await;
    let samples = samples(&served.url).await;
    let mut routes: Vec<(String, String)> = routes_in_code().into_iter().collect();
    assert!(routes.len() > 50, "only {} routes were found", routes.len());
    routes.sort_by_key(|route| (order(route), route.clone()));

    let mut lines = vec![format!("method,path,{}", ROLES.join(","))];
    for (method, path) in &routes {
        let mut cells = vec![method.clone(), path.clone()];
        for visitor in &visitors {
            let address = filled(path, &samples);
            cells.push(ask(visitor, &served.url, method, &address).await.to_string());
        }
        lines.push(cells.join(","));
    }
    let found = lines.join("\n") + "\n";
    let kept = root().join("crates/bening/tests/it/routes.csv");
    if std::env::var("BENING_BLESS").is_ok() {
        std::fs::write(&kept, &found).unwrap();
    }
    let written = std::fs::read_to_string(&kept).unwrap_or_default();
    for (wanted, got) in written.lines().zip(found.lines()) {
        assert_eq!(wanted, got, "(wanted, got) of a route");
    }
    assert_eq!(written, found, "routes.csv names other routes than the code");
}
