//! A demonstration is made for any seed and any last day, among holidays and without.

use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

use super::support::{bening, folder};

#[tokio::test]
async fn a_year_is_made_up_to_any_day() {
    let at = folder();
    for (seed, until) in [("9", "2026-03-10"), ("8", "2026-08-15")] {
        let data = at.path().join(seed);
        let made = bening(
            at.path(),
            &[
                "demo",
                "--only-make",
                "--seed",
                seed,
                "--applications",
                "150",
                "--until",
                until,
                "--data",
                data.to_str().unwrap(),
            ],
        );
        let said = String::from_utf8_lossy(&made.stderr);
        assert!(made.status.success(), "seed {seed} up to {until}: {said}");
        let url = format!("sqlite://{}", data.join("bening.db").display());
        let mut conn = SqliteConnection::connect(&url).await.unwrap();
        let mut count = async |sql: &str| {
            let (count,): (i64,) =
                sqlx::query_as(AssertSqlSafe(sql)).fetch_one(&mut conn).await.unwrap();
            count
        };
        let text = std::fs::read_to_string(data.join("drawn.json")).unwrap();
        let drawn: Option<String> = serde_json::from_str(&text).unwrap();
        let waiting = count("SELECT COUNT(*) FROM draw WHERE state = 'waiting'").await;
        assert_eq!(waiting, i64::from(drawn.is_some()), "one file waits for its draw: {drawn:?}");
        let files = count("SELECT COUNT(*) FROM mandate WHERE profession = 'notary'").await;
        assert!(files > 20, "the notary of the register acts for many: {files}");
        let found = count("SELECT COUNT(*) FROM signal WHERE kind = 'shared_contact'").await;
        assert!(found <= 1, "the broker is a pattern, the notary is none: {found}");
    }
}
