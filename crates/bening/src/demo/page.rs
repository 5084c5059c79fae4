//! `/contoh`: the demo's accounts and their present codes. Only `bening demo` has this page.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use platform::App;
use platform::web::{Handled, Page, Visitor, html};
use serde::Deserialize;

use super::accounts::{OPEN, PASSWORD, second_factor};

/// What surveys of the synthetic year left behind: true values, and addresses of the invited.
pub const SURVEYS: &str = "surveys.json";

#[derive(Default, Deserialize)]
struct Surveys {
    invited: Vec<String>,
}

/// The page's route. A demo of an earlier version has no invitations to show.
///
/// # Errors
/// When the file of invitations is there and cannot be read.
pub fn routes(data: &Path) -> std::io::Result<Router<App>> {
    let surveys: Surveys = match std::fs::read_to_string(data.join(SURVEYS)) {
        Ok(text) => serde_json::from_str(&text)?,
        Err(error) if error.kind() == ErrorKind::NotFound => Surveys::default(),
        Err(error) => return Err(error),
    };
    let invited: Arc<[String]> = surveys.invited.into();
    let page = move |state, visitor| show(state, visitor, Arc::clone(&invited));
    Ok(Router::new().route("/contoh", get(page)))
}

#[derive(Template)]
#[template(path = "demo.html")]
struct DemoPage {
    page: Page,
    password: &'static str,
    code: String,
    accounts: Vec<(&'static str, &'static str, String)>,
    invited: Arc<[String]>,
}

async fn show(State(app): State<App>, visitor: Visitor, invited: Arc<[String]>) -> Handled {
    let accounts = OPEN
        .iter()
        .map(|(login, name, roles)| {
            let roles: Vec<String> = roles
                .iter()
                .map(|(role, _)| visitor.lang.t(&format!("auth-role-{}", role.code())))
                .collect();
            (*login, *name, roles.join(", "))
        })
        .collect();
    Ok(html(&DemoPage {
        page: visitor.page("demo-title"),
        password: PASSWORD,
        code: second_factor().code_at(app.db.clock().now())?,
        accounts,
        invited,
    }))
}
