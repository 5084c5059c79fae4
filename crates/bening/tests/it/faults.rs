//! kill -9 under load, with the client's own ledger of acknowledgements: nothing that was
//! acknowledged is lost, and positions have no gap.

use std::path::Path;
use std::sync::Arc;

use tokio::sync::Mutex;

use super::support::{Served, bening, browser, city, folder};

/// Hands an application in through the API and returns its number once it was acknowledged.
pub async fn submit(client: &reqwest::Client, url: &str) -> Result<String, reqwest::Error> {
    let body = serde_json::json!({
        "service": "DINSOS-DTSEN",
        "applicant": "oneself",
        "person": {
            "name": "Uji Coba",
            "nik": "1872014101909001",
            "kk": "1872010101109001",
            "phone": "081200000001",
            "address": "Jalan Contoh 1",
            "kelurahan": "18.72.01.1001",
        },
        "answers": answers(),
        "documents_later": ["ktp", "kk", "sktm"],
    });
    let answer = client.post(format!("{url}/api/v1/permohonan")).json(&body).send().await?;
    let status = answer.status();
    let text = answer.text().await?;
    assert_eq!(status, 201, "{text}");
    let receipt: serde_json::Value = serde_json::from_str(&text).unwrap();
    Ok(receipt["number"].as_str().unwrap().to_owned())
}

/// Answers to the questions of the service above that every applicant must give.
fn answers() -> serde_json::Value {
    let data = super::support::root().join("data/metro/questions.csv");
    let mut reader = csv::Reader::from_path(data).unwrap();
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (service, code, kind) = (column("service"), column("code"), column("kind"));
    let (options, required, only_if) = (column("options"), column("required"), column("only_if"));
    let mut answers = serde_json::Map::new();
    for row in reader.records().map(Result::unwrap).filter(|row| &row[service] == "DINSOS-DTSEN") {
        if &row[required] != "yes" || !row[only_if].is_empty() {
            continue;
        }
        let value = match &row[kind] {
            "yes_no" => "no".to_owned(),
            "choice" => row[options].split('=').next().unwrap().to_owned(),
            "number" | "money" => "3".to_owned(),
            "date" => "2026-01-02".to_owned(),
            _ => "contoh".to_owned(),
        };
        answers.insert(row[code].to_owned(), value.into());
    }
    answers.into()
}

/// Four clients send until the server is gone; each number they were given goes into the ledger.
async fn load_until_killed(served: Served, wanted: usize) -> Vec<String> {
    let ledger = Arc::new(Mutex::new(Vec::new()));
    let (full, mut is_full) = tokio::sync::watch::channel(false);
    let full = Arc::new(full);
    let mut clients = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (ledger, full, url) = (Arc::clone(&ledger), Arc::clone(&full), served.url.clone());
        clients.spawn(async move {
            let client = browser();
            while let Ok(number) = submit(&client, &url).await {
                let mut ledger = ledger.lock().await;
                ledger.push(number);
                if ledger.len() >= wanted {
                    full.send_replace(true);
                }
            }
        });
    }
    tokio::select! {
        full = is_full.wait_for(|full| *full) => drop(full.unwrap()),
        Some(ended) = clients.join_next() => panic!("a client gave up early: {ended:?}"),
    }
    served.kill();
    while let Some(ended) = clients.join_next().await {
        ended.unwrap();
    }
    Arc::try_unwrap(ledger).unwrap().into_inner()
}

async fn all_there(url: &str, numbers: &[String]) {
    let client = browser();
    for number in numbers {
        let answer = client.get(format!("{url}/api/v1/lacak/{number}")).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{number} was acknowledged and is lost");
    }
}

async fn killed_three_times(data: &Path, extra: &[(&str, &str)]) {
    let mut promised = Vec::new();
    for round in 1..=3 {
        let served = Served::start(data, extra);
        promised.extend(load_until_killed(served, 25 * round).await);
        let served = Served::start(data, extra);
        all_there(&served.url, &promised).await;
        drop(served);
    }
    assert!(promised.len() >= 150, "only {} were acknowledged", promised.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_on_sqlite() {
    let city = city();
    killed_three_times(city.path(), &[]).await;
    let healthy = bening(city.path(), &["doctor", "--data", city.path().to_str().unwrap()]);
    let report = String::from_utf8_lossy(&healthy.stdout).into_owned();
    assert!(report.contains("positions without a gap"), "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_on_postgresql() {
    let Ok(server) = std::env::var("BENING_TEST_POSTGRES_URL") else {
        assert!(std::env::var("CI").is_err(), "CI must bring a PostgreSQL server");
        return;
    };
    let at = folder();
    let url = fresh_database(&server).await;
    let data = at.path().join("city");
    let args = ["demo", "--only-make", "--applications", "60", "--until", "2026-11-20"];
    let made = super::support::command(at.path())
        .args(args)
        .args(["--data", data.to_str().unwrap(), "--database", &url])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let extra = [("BENING_DATABASE", url.as_str())];
    killed_three_times(&data, &extra).await;
    let healthy = super::support::command(at.path())
        .args(["doctor", "--data", data.to_str().unwrap(), "--database", &url])
        .output()
        .unwrap();
    let report = String::from_utf8_lossy(&healthy.stdout).into_owned();
    assert!(report.contains("positions without a gap"), "{report}");
}

/// A database of its own on the server at `url`.
async fn fresh_database(url: &str) -> String {
    use sqlx::Connection as _;
    sqlx::any::install_default_drivers();
    let name = format!("bening_it_{}", std::process::id());
    let mut conn = sqlx::AnyConnection::connect(url).await.unwrap();
    for statement in [format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}")]
    {
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut conn).await.unwrap();
    }
    let (base, _) = url.rsplit_once('/').unwrap();
    format!("{base}/{name}")
}
