//! Tests of applications through the real router.

mod api;
mod citizen;
mod clock;
mod counter;
mod follow;
pub(crate) mod office;
mod officer;
mod seeded;
