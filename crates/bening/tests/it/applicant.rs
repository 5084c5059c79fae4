//! Someone who hands applications in through the API. Shared by the test binaries.
#![allow(dead_code, reason = "what a refusal holds is shown when a test fails")]

use std::sync::OnceLock;

/// Why there is no number.
#[derive(Debug)]
pub enum Refused {
    /// No answer came, or half of one.
    Gone(reqwest::Error),
    /// The server answered something else.
    Answered(u16, String),
}

/// Hands an application in through the API and returns its number once it was acknowledged.
pub async fn submit(client: &reqwest::Client, url: &str) -> Result<String, Refused> {
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
    let sent = client.post(format!("{url}/api/v1/permohonan")).json(&body).send().await;
    let answer = sent.map_err(Refused::Gone)?;
    let status = answer.status().as_u16();
    let text = answer.text().await.map_err(Refused::Gone)?;
    if status != 201 {
        return Err(Refused::Answered(status, text));
    }
    let receipt: serde_json::Value = serde_json::from_str(&text).unwrap();
    Ok(receipt["number"].as_str().unwrap().to_owned())
}

/// Answers to the questions of the service above that every applicant must give.
fn answers() -> &'static serde_json::Value {
    static ANSWERS: OnceLock<serde_json::Value> = OnceLock::new();
    ANSWERS.get_or_init(|| {
        let mut answers = serde_json::Map::new();
        let data = super::support::root().join("data/metro/questions.csv");
        let mut reader = csv::Reader::from_path(data).unwrap();
        let headers = reader.headers().unwrap().clone();
        let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
        let (service, code, kind) = (column("service"), column("code"), column("kind"));
        let (options, required) = (column("options"), column("required"));
        let only_if = column("only_if");
        for row in reader.records().map(Result::unwrap) {
            let asked = &row[service] == "DINSOS-DTSEN" && &row[required] == "yes";
            if !asked || !row[only_if].is_empty() {
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
    })
}
