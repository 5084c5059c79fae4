//! The mayor's room, the city's home and its report at size: every statement that they run finds its rows by an
//! index, so that they do not slow down with the number of applications.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

use super::support::{Served, browser, city, log_in};

/// Tables that have a row, or many, for each application, complaint or fact.
const GROWING: [&str; 20] = [
    "application",
    "application_document",
    "case_link",
    "clock",
    "competence_file",
    "complaint",
    "complaint_public",
    "counter_visit",
    "deadline_next",
    "deadline_watch",
    "fact",
    "outreach_file",
    "position",
    "process_case",
    "process_event",
    "reform_case",
    "survey_frame",
    "superior_duty",
    "ticket",
    "waiting_visit",
];
/// How often the page is asked for: what is logged less often belongs to the server's own loops. Those
/// that run as often must not scan either.
const ASKED: usize = 12;

/// The statement of a line of the driver's log, spaces squeezed.
fn statement(line: &str) -> Option<String> {
    let entry: serde_json::Value = serde_json::from_str(line).ok()?;
    let fields = &entry["fields"];
    let whole = fields["db.statement"].as_str().filter(|text| !text.trim().is_empty());
    let text = whole.or(fields["summary"].as_str())?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Steps of a plan that go through a whole table or index of those that grow. A search by the tenant
/// alone is such a step too.
fn scans(plan: &[String]) -> Vec<&String> {
    let grows = |step: &str| {
        GROWING.iter().any(|table| step.split([' ', '(']).any(|word| word == *table))
            || step.contains(" w ")
            || step.ends_with(" w")
    };
    let whole = |step: &str| {
        step.starts_with("SCAN") || (step.starts_with("SEARCH") && step.ends_with("(tenant_id=?)"))
    };
    // The last place is the first entry of an index.
    plan.iter().filter(|step| grows(step) && whole(step)).collect()
}

/// Statements that a page asks, and those that go through a whole table of those that grow.
async fn ask(path: &str, login: Option<&str>, wait_for: &str) -> (BTreeSet<String>, Vec<String>) {
    let folder = city();
    let served = Served::start(folder.path(), &[("BENING_LOG", "warn,sqlx::query=debug")]);
    let client = browser();
    if let Some(login) = login {
        log_in(&client, &served.url, login).await;
    }
    for _ in 0..ASKED {
        let page = client.get(format!("{}{path}", served.url)).send().await.unwrap();
        assert_eq!(page.status(), 200);
    }
    served.said.wait_for(wait_for);
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    for sql in served.said.text().lines().filter_map(statement) {
        *asked.entry(sql).or_default() += 1;
    }
    asked.retain(|sql, times| sql.starts_with("SELECT") && (*times >= ASKED || looks(sql)));
    served.stop();
    let url = format!("sqlite://{}", folder.path().join("bening.db").display());
    let mut conn = SqliteConnection::connect(&url).await.unwrap();
    let mut found = Vec::new();
    for sql in asked.keys() {
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
        let rows: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(explain).fetch_all(&mut conn).await.unwrap();
        let plan: Vec<String> = rows.into_iter().map(|row| row.3).collect();
        // The last position is looked up at the end of its key.
        if sql.starts_with("SELECT MAX(position) FROM position") {
            continue;
        }
        let whole = scans(&plan);
        if !whole.is_empty() {
            found.push(format!("{sql}\n    {whole:?}"));
        }
    }
    (asked.into_keys().collect(), found)
}

/// The look at missed times is one of the server's own loops and goes on all day.
fn looks(sql: &str) -> bool {
    sql.contains("FROM deadline_next")
}

#[tokio::test]
async fn the_room_searches_and_never_scans_what_grows() {
    let (asked, found) = ask("/ruang", Some("walikota"), "FROM deadline_next").await;
    assert!(asked.len() > 15, "the page asks more than that: {asked:#?}");
    assert!(asked.iter().any(|sql| sql.contains("FROM deadline_watch w")), "{asked:#?}");
    assert!(asked.iter().any(|sql| sql.contains("FROM complaint")), "{asked:#?}");
    assert!(asked.iter().any(|sql| looks(sql)), "{asked:#?}");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The first page of everybody, and the city's own report.
#[tokio::test]
async fn home_and_report_never_scan_what_grows() {
    for (path, wanted) in [("/", "FROM waiting_hour"), ("/rapor", "FROM scorecard")] {
        let (asked, found) = ask(path, None, "FROM deadline_next").await;
        assert!(asked.iter().any(|sql| sql.contains(wanted)), "{path}: {asked:#?}");
        assert!(found.is_empty(), "{path}: {}", found.join("\n"));
    }
}
