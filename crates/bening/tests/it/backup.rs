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
            numbers.push(super::applicant::submit(&client, &url).await.unwrap());
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
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(said.contains("does not belong"), "{said}");

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

#[tokio::test]
async fn a_continuous_archive_brings_everything_back() {
    let city = city();
    let away = folder();
    let archive = away.path().join("archive");
    let served = Served::start(city.path(), &[("BENING_ARCHIVE", archive.to_str().unwrap())]);
    let client = browser();
    let mut numbers = Vec::new();
    for _ in 0..20 {
        numbers.push(super::applicant::submit(&client, &served.url).await.unwrap());
    }
    served.stop();
    let key = away.path().join("kept.key");
    std::fs::copy(city.path().join("master.key"), &key).unwrap();
    drop(city);

    let restored = away.path().join("restored");
    let (from, to) = (archive.to_str().unwrap(), restored.to_str().unwrap());
    let back =
        bening(away.path(), &["restore", from, "--key", key.to_str().unwrap(), "--data", to]);
    assert!(back.status.success(), "{}", String::from_utf8_lossy(&back.stderr));
    let again = Served::start(&restored, &[]);
    for number in numbers {
        let page = client.get(format!("{}/lacak/{number}", again.url)).send().await.unwrap();
        assert_eq!(page.status(), 200, "{number}");
    }
    assert!(restored.join("log/1/checkpoint").exists(), "the published log is there as well");
    let nothing =
        bening(away.path(), &["restore", to, "--key", key.to_str().unwrap(), "--data", "x"]);
    assert_eq!(nothing.status.code(), Some(2), "a folder that is no archive");
    assert!(!away.path().join("x").exists(), "nothing is left behind");
}

/// Numbers of ended applications by `applicant`, as the demo's city holds them.
async fn ended(data: &std::path::Path, applicant: &str) -> Vec<String> {
    use sqlx::Connection as _;
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}", data.join("bening.db").display());
    let mut conn = sqlx::AnyConnection::connect(&url).await.unwrap();
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT number FROM application \
         WHERE tenant_id = 1 AND state = 'collected' AND applicant = $1",
    )
    .bind(applicant.to_owned())
    .fetch_all(&mut conn)
    .await
    .unwrap();
    rows.into_iter().map(|(number,)| number).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_backup_brings_an_erased_person_back() {
    let city = city();
    // An application under a mandate: the letter has a key of its own.
    let number = ended(city.path(), "mandate").await.pop().unwrap();
    let away = folder();
    let data = city.path().to_str().unwrap().to_owned();
    let place = |name: &str| away.path().join(name).to_str().unwrap().to_owned();
    let run = |args: &[&str]| {
        let done = bening(away.path(), args);
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).into_owned()
    };
    run(&["backup", &place("before"), "--data", &data]);
    assert_eq!(keys_of(city.path(), &number).await, 2);
    run(&["erase", &number, "--data", &data]);
    run(&["backup", &place("after"), "--data", &data]);

    let key = city.path().join("master.key").to_str().unwrap().to_owned();
    let (before, back) = (place("before"), place("back"));
    let said = run(&[
        "restore",
        &before,
        "--key",
        &key,
        "--erasures-of",
        &place("after"),
        "--data",
        &back,
    ]);
    assert!(said.contains("2 erasures"), "{said}");
    // What is erased is erased: a second time finds nothing to do, and nothing to read.
    let served = Served::start(away.path().join("back").as_path(), &[]);
    let page = browser().get(format!("{}/api/v1/lacak/{number}", served.url)).send().await.unwrap();
    assert_eq!(page.status(), 200, "state and date stay");
    assert_eq!(keys_of(away.path().join("back").as_path(), &number).await, 0);
}

/// How many keys open what the application `number` and its mandate say.
async fn keys_of(data: &std::path::Path, number: &str) -> i64 {
    use sqlx::Connection as _;
    let url = format!("sqlite://{}", data.join("bening.db").display());
    let mut conn = sqlx::AnyConnection::connect(&url).await.unwrap();
    let (count,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM application a JOIN mandate m ON m.tenant_id = a.tenant_id \
         AND m.application_id = a.application_id JOIN subject_key k ON k.tenant_id = a.tenant_id \
         AND k.subject_id IN (a.application_id, m.mandate_id) \
         WHERE a.tenant_id = 1 AND a.number = $1",
    )
    .bind(number.to_owned())
    .fetch_one(&mut conn)
    .await
    .unwrap();
    count
}
