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
use serde::de::DeserializeOwned;

use super::accounts::{OPEN, PASSWORD, second_factor};

/// What surveys of the synthetic year left behind: true values, and addresses of the invited.
pub const SURVEYS: &str = "surveys.json";

/// The address of the file for which an officer is drawn; none when there is no such file.
pub const DRAWN: &str = "drawn.json";

#[derive(Default, Deserialize)]
struct Surveys {
    invited: Vec<String>,
}

/// Files that a visitor may look at as the citizen would.
#[derive(Clone)]
struct Links {
    invited: Arc<[String]>,
    drawn: Option<Arc<str>>,
}

/// The page's route. A demo of an earlier version has fewer files to show.
///
/// # Errors
/// When a list of files is there and cannot be read.
pub fn routes(data: &Path) -> std::io::Result<Router<App>> {
    let surveys: Surveys = read(&data.join(SURVEYS))?;
    let drawn: Option<String> = read(&data.join(DRAWN))?;
    let links = Links { invited: surveys.invited.into(), drawn: drawn.map(Into::into) };
    let page = move |state, visitor| show(state, visitor, links.clone());
    Ok(Router::new().route("/contoh", get(page)))
}

fn read<T: Default + DeserializeOwned>(path: &Path) -> std::io::Result<T> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(serde_json::from_str(&text)?),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(T::default()),
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "demo.html")]
struct DemoPage {
    page: Page,
    password: &'static str,
    code: String,
    accounts: Vec<(&'static str, &'static str, String)>,
    links: Links,
}

async fn show(State(app): State<App>, visitor: Visitor, links: Links) -> Handled {
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
        links,
    }))
}
