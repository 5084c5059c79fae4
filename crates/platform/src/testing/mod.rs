//! What tests of all crates stand on: two synthetic cities in a database of their own, a clock
//! that stands still, randomness from a seed, accounts, and a browser that keeps its cookies.
//!
//! ```ignore
//! let city = TestCity::with(Setup::default()).await;
//! let officer = city.account("siti", &[(Role::Officer, units::REGISTRY)]).await;
//! let mut browser = city.browser(serve::routes());
//! browser.enter(&officer).await;
//! assert_eq!(browser.get("/petugas").await.status, 200);
//! ```
//!
//! For code outside this crate behind the feature `testing`. Everything here panics with a reason
//! when it fails, as tests do.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod account;
mod browser;
mod city;
mod database;

pub use account::TestAccount;
pub use browser::{Answer, Browser, Upload};
pub use city::{Setup, TestCity, calendar, rulebook};

use crate::testing::database::Database;

/// Codes of the units that both cities have.
pub mod units {
    /// The population and civil registry office (Dukcapil).
    pub const REGISTRY: &str = "DISDUKCAPIL";
    /// The investment and one-stop service office (DPMPTSP).
    pub const ONE_STOP: &str = "DPMPTSP";
    /// The health office.
    pub const HEALTH: &str = "DINKES";
}

/// Runs `test` on SQLite, and also on PostgreSQL when `BENING_TEST_POSTGRES_URL` names a server on
/// which databases may be made. Each run has a database of its own, which is gone afterwards.
pub async fn on_every_database(setup: impl Fn() -> Setup, test: impl AsyncFn(&TestCity)) {
    let databases = [Some(Database::sqlite()), Database::postgres().await];
    for database in databases.into_iter().flatten() {
        let city = TestCity::in_database(database, setup()).await;
        test(&city).await;
        city.close().await;
    }
}
