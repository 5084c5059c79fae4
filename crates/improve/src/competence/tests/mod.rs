//! Tests of this slice.
#![allow(clippy::unwrap_used, reason = "tests")]

mod coaching;
mod numbers;
mod rules;
mod training;

use kernel::actor::Role;
use kernel::id::UserId;
use platform::testing::{TestCity, units};
use platform::workers::settle;

use crate::events::tests::{Story, at, tell};

/// Files of an officer, one a day from the first of a month; of every ten, `back` go back.
async fn files(city: &TestCity, officer: UserId, (month, count, back): (i32, i32, i32)) {
    for place in 0..count {
        let text = format!("2026-{month:02}-{:02}T08:00:00+07:00", 1 + place % 28);
        let mut story = Story::of(&city.app, units::REGISTRY, at(&text), officer);
        story.back = (place % 10 < back).then_some(60);
        tell(city, story).await;
    }
    settle(&city.app, city.tenant.id).await.unwrap();
}

async fn officer(city: &TestCity, login: &str) -> platform::testing::TestAccount {
    city.account(login, &[(Role::Officer, units::REGISTRY)]).await
}
