//! Journeys from the first click to the last, at the width of a telephone and of a desk, with
//! JavaScript and without.

use super::chromium;
use super::people::{AT_COUNTER, log_out, walk_in};
use super::support::{Served, city};
use super::{citizen, complaint, office, survey};

/// One city, one citizen, one office.
async fn walk(width: u32, script: bool) {
    let Some(home) = chromium::open(width, script).await else { return };
    let desk = chromium::open(width, script).await.unwrap();
    let city = city();
    let served = Served::demo(city.path());
    let url = served.url.as_str();

    office::counter(&desk, url).await;
    let first = walk_in(&desk, url, &AT_COUNTER).await;
    office::slip(&desk).await;
    let receipt = citizen::apply(&home, url).await;
    office::take_early_and_return(&desk, url, &receipt).await;
    office::take_next(&desk, url, &first).await;
    citizen::supplement(&home, url, &receipt).await;
    office::approve(&desk, url, &receipt).await;
    citizen::receive(&home, url, &receipt).await;
    citizen::check(&home, url, &receipt).await;
    log_out(&desk, url).await;
    survey::answer(&home, url).await;
    survey::results(&home, url).await;

    let report = complaint::report(&home, url).await;
    let refusal = complaint::blinded(&desk, url, &report).await;
    complaint::handle(&desk, url, &report, &refusal).await;
    complaint::agree(&home, url, &report).await;

    office::draft(&desk, url).await;
    office::agree(&home, url).await;
    office::publish(&desk, url).await;
    office::new_account(&desk, url).await;
    home.close().await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_telephone() {
    walk(390, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_telephone_without_javascript() {
    walk(390, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_desk() {
    walk(1280, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_desk_without_javascript() {
    walk(1280, false).await;
}
