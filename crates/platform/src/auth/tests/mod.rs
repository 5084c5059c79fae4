//! Accounts through the real router, on every database there is. Codes come from the secret, time
//! from a clock that stands still.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod accounts;
mod api;
mod capabilities;
mod log_in;
mod rules;

use crate::testing::{Browser, Setup, TestCity, on_every_database};

/// Runs `test` in fresh cities.
async fn each(test: impl AsyncFn(&TestCity)) {
    on_every_database(Setup::default, test).await;
}

/// A browser at the city under test, before all pages and the API of accounts.
fn browser(city: &TestCity) -> Browser {
    let (api, _) = super::api_routes().split_for_parts();
    city.browser(super::routes().merge(api))
}
