//! `/contoh`: the demo's accounts and their present codes. Only `bening demo` has this page.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use platform::App;
use platform::web::{Handled, Page, Visitor, html};

use super::accounts::{OPEN, PASSWORD, second_factor};

/// The page's route.
pub fn routes() -> Router<App> {
    Router::new().route("/contoh", get(show))
}

#[derive(Template)]
#[template(path = "demo.html")]
struct DemoPage {
    page: Page,
    password: &'static str,
    code: String,
    accounts: Vec<(&'static str, &'static str, String)>,
}

async fn show(State(app): State<App>, visitor: Visitor) -> Handled {
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
    }))
}
