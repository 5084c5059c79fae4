//! Pages of clocks and duties, for those who watch over them.

mod clocks;
mod duties;

use axum::Router;
use axum::routing::{get, post};
use platform::App;
use platform::i18n::Lang;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/pengawasan/tenggat", get(clocks::list))
        .route("/pengawasan/kewajiban", get(duties::list))
        .route("/pengawasan/kewajiban/{id}/panggilan", post(duties::summon))
}

/// What the rule of a clock is called. The rules of contexts stand under their own texts.
pub fn rule_name(lang: Lang, rule: &str) -> String {
    if let Some(service) = rule.strip_prefix("promise/") {
        return lang.t1("oversee-rule-promise", "service", service);
    }
    match rule.split_once('.') {
        Some(("complaint", "reopen")) | None => rule.to_owned(),
        Some(("complaint", name)) => lang.t(&format!("complaint-rule-{name}")),
        Some(("gift", name)) => lang.t(&format!("gift-rule-{name}")),
        Some((of @ ("serve" | "mandate" | "signal" | "improve"), name)) => {
            lang.t(&format!("oversee-rule-{of}-{name}"))
        }
        Some(("budget", name)) => lang.t(&format!("budget-step-{name}")),
        Some(("oversee", name)) => lang.t(&format!("oversee-rule-{name}")),
        Some(_) => rule.to_owned(),
    }
}
