//! An old backup restored beside the log that was published meanwhile: refused, then recovered in
//! the open, with the lost positions named.

use std::path::Path;

use super::city::City;
use super::support::{bening, copy_all, folder};

/// Runs a command that must succeed, and returns what it printed.
fn run(at: &Path, args: &[&str]) -> String {
    let done = bening(at, args);
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// A city that worked on and published after its backup.
async fn backed_up_early(city: &City, backup: &Path) {
    let served = city.serve(&[]);
    let mut load = city.load(&served);
    load.acknowledged(30).await;
    let data = city.data.to_str().unwrap().to_owned();
    let (at, to) = (backup.parent().unwrap().to_owned(), backup.to_str().unwrap().to_owned());
    let made = move || run(&at, &["backup", &to, "--data", &data]);
    tokio::task::spawn_blocking(made).await.unwrap();
    load.acknowledged(60).await;
    load.stop().await;
    city.check(served).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_backup_is_refused_and_recovered_in_the_open() {
    let city = City::on_sqlite();
    let away = folder();
    let backup = away.path().join("early.backup");
    backed_up_early(&city, &backup).await;
    let published = city.count("SELECT MAX(size) FROM log_checkpoint WHERE tenant_id = 1").await;

    // What is left of the city: the backup, both keys, and the log from the web server's disk.
    let data = away.path().join("restored");
    copy_all(&city.data.join("log"), &data.join("log"));
    std::fs::copy(city.data.join("log-1.key"), data.join("log-1.key")).unwrap();
    let last = std::fs::read(data.join("log/1/checkpoint")).unwrap();
    let (key, to) = (city.data.join("master.key"), data.to_str().unwrap());
    let (file, key) = (backup.to_str().unwrap(), key.to_str().unwrap());
    let said = run(away.path(), &["restore", file, "--key", key, "--data", to]);
    assert!(said.contains("bening log recover"), "{said}");
    assert_eq!(std::fs::read(data.join("log/1/checkpoint")).unwrap(), last, "it is newer");

    let restored = City::at(&data, None);
    for (_, note) in city.ledger.checkpoints(0) {
        restored.ledger.keep(note);
    }
    let served = restored.serve(&[]);
    served.said.wait_for("nothing is signed until `bening log recover`");
    let mut load = restored.load(&served);
    load.acknowledged(10).await;
    load.stop().await;
    served.stop();
    assert_eq!(std::fs::read(data.join("log/1/checkpoint")).unwrap(), last, "nothing was signed");

    let mut killed = super::support::command(away.path());
    killed.env("BENING_TEST_FAULT", "recover-before-adopt").args(["log", "recover", "--data", to]);
    assert!(!killed.output().unwrap().status.success(), "it was killed half-way");
    let said = run(away.path(), &["log", "recover", "--data", to]);
    let lost = restored.count("SELECT COUNT(*) FROM log_lost WHERE tenant_id = 1").await;
    assert!(lost > 60, "only {lost} positions are lost");
    let line =
        format!("Positions {} to {published} are lost here: {lost} facts.", published - lost + 1);
    assert!(said.contains(&line), "{line} is not in {said}");
    restored.check(restored.serve(&[])).await;
    let grown = restored.count("SELECT MAX(size) FROM log_checkpoint WHERE tenant_id = 1").await;
    assert!(grown > published + 10, "the log goes on behind what was published");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_brings_its_own_log_but_no_key() {
    let city = City::on_sqlite();
    let away = folder();
    let backup = away.path().join("early.backup");
    backed_up_early(&city, &backup).await;
    let data = away.path().join("restored");
    let (key, to) = (city.data.join("master.key"), data.to_str().unwrap());
    let (file, key) = (backup.to_str().unwrap(), key.to_str().unwrap());
    let said = run(away.path(), &["restore", file, "--key", key, "--data", to]);
    assert!(said.contains("not signed until its key is back"), "{said}");
    assert!(!data.join("log-1.key").exists(), "the secret key was in the backup");

    // The machine that published more is gone, and with it every trace of what it published.
    std::fs::copy(city.data.join("log-1.key"), data.join("log-1.key")).unwrap();
    let restored = City::at(&data, None);
    let served = restored.serve(&[]);
    served.said.wait_for("the public log follows the journal");
    restored.check(served).await;
}
