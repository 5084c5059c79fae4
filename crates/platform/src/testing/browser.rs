//! A browser that keeps its cookies and sends forms with their token.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use tower::ServiceExt as _;

use super::{TestAccount, TestCity};
use crate::app::{App, Tenant};
use crate::auth::session::{COOKIE, Lifetime, Start};

/// Cookie from which the token of forms is made.
const FORM_COOKIE: &str = "bening_form";
const BOUNDARY: &str = "bening-test-boundary";
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// A browser at one city.
pub struct Browser {
    app: App,
    tenant: Tenant,
    router: Router,
    /// Cookies by name.
    pub cookies: BTreeMap<String, String>,
    /// The token to send as `Authorization: Bearer`, if any.
    pub bearer: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("a body in UTF-8")
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a body in JSON")
    }

    /// Where the answer sends the browser; empty when nowhere.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().expect("ASCII"))
    }
}

/// A file of a multipart form.
#[derive(Clone, Copy, Debug)]
pub struct Upload<'a> {
    /// Name of the field.
    pub field: &'a str,
    /// Name of the file.
    pub name: &'a str,
    /// What the browser says it is.
    pub media: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
}

impl Browser {
    pub(super) fn new(app: App, tenant: Tenant, router: Router) -> Self {
        Self { app, tenant, router, cookies: BTreeMap::new(), bearer: None }
    }

    /// Gets a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path).body(Body::empty());
        self.send(request.expect("a request")).await
    }

    /// Sends a form with its token.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.form_token().await;
        let mut all = vec![("csrf", token.as_str())];
        all.extend(fields);
        self.post_raw(path, &all).await
    }

    /// Sends exactly these fields, as another site might.
    pub async fn post_raw(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encode = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(pairs.join("&")));
        self.send(request.expect("a request")).await
    }

    /// Sends a form with files, its token first.
    pub async fn post_files(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[Upload<'_>],
    ) -> Answer {
        let token = self.form_token().await;
        let mut body = Vec::new();
        for (name, value) in std::iter::once(&("csrf", token.as_str())).chain(fields) {
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(head.as_bytes());
        }
        for file in files {
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\n\
                 Content-Type: {}\r\n\r\n",
                file.field, file.name, file.media
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(file.bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let media = format!("multipart/form-data; boundary={BOUNDARY}");
        let request =
            Request::post(path).header(header::CONTENT_TYPE, media).body(Body::from(body));
        self.send(request.expect("a request")).await
    }

    /// Sends JSON.
    pub async fn json(&mut self, method: Method, path: &str, body: &Value) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()));
        self.send(request.expect("a request")).await
    }

    /// Sends any request, with the cookies, the token and the host of the city.
    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let headers = request.headers_mut();
        headers.insert(header::HOST, self.tenant.host.parse().expect("a host"));
        if !self.cookies.is_empty() {
            let pairs: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            headers.insert(header::COOKIE, pairs.join("; ").parse().expect("cookies"));
        }
        if let Some(token) = &self.bearer {
            let value = format!("Bearer {token}").parse().expect("a token");
            headers.insert(header::AUTHORIZATION, value);
        }
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        self.keep_cookies(&parts.headers);
        let body = axum::body::to_bytes(body, MOST_BYTES).await.expect("a body").to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Logs in by the page, as a person does. The routes of [`crate::auth::routes`] must be there.
    pub async fn log_in(&mut self, city: &TestCity, account: &TestAccount) -> Answer {
        let code = account.code(city);
        let fields =
            [("login", account.login.as_str()), ("password", &account.password), ("code", &code)];
        self.post("/masuk", &fields).await
    }

    /// Is logged in at once, without the page and its slow password.
    pub async fn enter(&mut self, account: &TestAccount) {
        let lifetime = Lifetime::of(&self.app).expect("rules of sessions");
        let start = Start { user: account.user, lifetime };
        let started = self.app.db.write(self.tenant.id, start).await.expect("a session");
        self.cookies.insert(COOKIE.to_owned(), started.token);
    }

    /// The token that forms of this browser must hold; any page gives its cookie.
    pub async fn form_token(&mut self) -> String {
        if !self.cookies.contains_key(FORM_COOKIE) {
            self.get("/").await;
        }
        let cookie = self.cookies.get(FORM_COOKIE).expect("the cookie of forms");
        self.app.vault.form_token(cookie)
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for value in headers.get_all(header::SET_COOKIE) {
            let text = value.to_str().expect("a cookie in ASCII");
            let pair = text.split(';').next().expect("a first part");
            let (name, value) = pair.split_once('=').expect("a name and a value");
            if text.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
