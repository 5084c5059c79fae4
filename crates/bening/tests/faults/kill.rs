//! kill -9 at every step of writer, positioner and publisher: a fail point ends the process at
//! once, with nothing flushed and nobody told.

use std::os::unix::process::ExitStatusExt as _;

use super::city::{City, postgresql};

const SIGABRT: i32 = 6;

/// Steps under load, each as the fail point and which time it is passed. Where the first time is
/// named, the server dies while it opens.
const STEPS: [&[&str]; 15] = [
    &["writer-before-commit:40"],
    &["writer-after-commit:40"],
    &["log-after-epoch"],
    &["log-before-row:2"],
    &["log-after-row:2"],
    &["log-after-tiles:2"],
    &["file-before-sync:4"],
    &["file-before-rename:7"],
    &["file-before-folder-sync:4"],
    &["log-before-publish:3"],
    &["log-after-publish:3"],
    // Again while it finishes the step that the first one cut off.
    &["log-after-row:2", "log-after-epoch"],
    &["log-after-row:2", "file-before-rename"],
    &["log-after-row:2", "log-after-tiles"],
    &["file-before-rename:7", "log-before-publish"],
];

/// Steps that only PostgreSQL has.
const PLACING: [&[&str]; 3] =
    [&["position-after-lease:3"], &["position-before-commit:3"], &["position-after-commit:3"]];

/// One server that dies at `step`, under load if it comes so far.
async fn die(city: &City, step: &str) {
    let ended = match city.try_serve(&[("BENING_TEST_FAULT", step)]) {
        Ok(served) => {
            city.load(&served).ended().await;
            served.ended()
        }
        Err(ended) => ended,
    };
    assert_eq!(ended.signal(), Some(SIGABRT), "{step}: it ended otherwise");
}

async fn killed_at(city: &City, all: &[&[&str]]) {
    for steps in all {
        for step in *steps {
            eprintln!("kill -9 at {step}");
            die(city, step).await;
        }
        city.check(city.serve(&[])).await;
    }
    let promised = city.ledger.numbers().len();
    assert!(promised > 20 * all.len(), "only {promised} were acknowledged");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_every_step_on_sqlite() {
    killed_at(&City::on_sqlite(), &STEPS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_every_step_on_postgresql() {
    let Some(server) = postgresql() else { return };
    let city = City::on_postgresql(&server, "kill").await;
    killed_at(&city, &[&PLACING[..], &STEPS[..]].concat()).await;
}
