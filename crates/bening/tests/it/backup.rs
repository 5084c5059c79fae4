//! A backup made under load, restored on an empty machine, is the same city; whoever was erased
//! stays erased.

use super::support::{Served, bening, browser, city, folder};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_comes_back_whole() {
    let city = city();
    let served = Served::start(city.path(), &[]);
    let away = folder();
    let file = away.path().join("night.backup");

    let client = browser();
    let url = served.url.clone();
    let (stop, mut stopped) = tokio::sync::watch::channel(false);
    let load = tokio::spawn(async move {
        let mut numbers = Vec::new();
        while !*stopped.borrow_and_update() {
            numbers.push(super::faults::submit(&client, &url).await.unwrap());
        }
        numbers
    });
    let data = city.path().to_owned();
    let (target, at) = (file.clone(), away.path().to_owned());
    let made = tokio::task::spawn_blocking(move || {
        bening(&at, &["backup", target.to_str().unwrap(), "--data", data.to_str().unwrap()])
    })
    .await
    .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    stop.send(true).unwrap();
    let numbers = load.await.unwrap();
    assert!(!numbers.is_empty(), "there was no load");
    drop(served);

    let restored = away.path().join("restored");
    let key = city.path().join("master.key");
    let wrong_key = away.path().join("wrong.key");
    std::fs::write(&wrong_key, "0".repeat(64)).unwrap();
    let restore = |key: &std::path::Path, to: &std::path::Path| {
        let (file, key) = (file.to_str().unwrap(), key.to_str().unwrap());
        bening(away.path(), &["restore", file, "--key", key, "--data", to.to_str().unwrap()])
    };
    let refused = restore(&wrong_key, &away.path().join("elsewhere"));
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("does not belong"));

    let back = restore(&key, &restored);
    assert!(back.status.success(), "{}", String::from_utf8_lossy(&back.stderr));
    let healthy = bening(away.path(), &["doctor", "--data", restored.to_str().unwrap()]);
    let report = String::from_utf8_lossy(&healthy.stdout).into_owned();
    assert!(report.contains("positions without a gap"), "{report}");

    let again = Served::start(&restored, &[]);
    let home = reqwest::get(&again.url).await.unwrap();
    assert_eq!(home.status(), 200);
    let twice = restore(&key, &restored);
    assert_eq!(twice.status.code(), Some(2), "a folder with a city in it is left alone");
}
