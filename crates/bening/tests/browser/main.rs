//! Pages in a real browser: journeys at phone and desk width, every form again without JavaScript,
//! axe at three widths, no page wider than its window, and weight.
//!
//! Needs a WebDriver (`BENING_TEST_WEBDRIVER`) and axe-core (`BENING_TEST_AXE`); `make test` brings
//! both. With `BENING_TEST_SHOTS=DIR` each page also leaves a picture.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

#[path = "../it/support.rs"]
mod support;

mod ballot;
mod case;
mod checks;
mod chromium;
mod citizen;
mod complaint;
mod contracts;
mod crawl;
mod data;
mod draws;
mod home;
mod improve;
mod journeys;
mod levies;
mod mandates;
mod meetings;
mod moving;
mod office;
mod outreach;
mod oversee;
mod pages;
mod people;
mod proposals;
mod queue;
mod room;
mod spending;
mod survey;
