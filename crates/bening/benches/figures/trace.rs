//! What one submission really executes, from the log of the driver: the peer must do the same, or
//! the comparison is with something else.

use std::path::Path;

use super::Outcome;

/// What the server must log for this.
pub const LOG: &str = "warn,sqlx::query=debug";

/// The statements of the command that wrote the last application, in order, spaces squeezed. (The
/// first one of a process also looks up the last position, which the writer then remembers.)
pub fn submission(log: &Path) -> Outcome<Vec<String>> {
    let text = std::fs::read_to_string(log)?;
    let statements: Vec<String> = text.lines().filter_map(statement).collect();
    let wrote = statements.iter().rposition(|sql| sql.starts_with("INSERT INTO application ("));
    let wrote = wrote.ok_or("the log shows no submission")?;
    let from = statements[..wrote].iter().rposition(|sql| sql.starts_with("BEGIN"));
    let until = statements[wrote..].iter().position(|sql| sql == "COMMIT");
    let (from, until) = (from.ok_or("no BEGIN in the log")?, until.ok_or("no COMMIT in the log")?);
    Ok(statements[from + 1..wrote + until].to_vec())
}

fn statement(line: &str) -> Option<String> {
    let entry: serde_json::Value = serde_json::from_str(line).ok()?;
    let fields = &entry["fields"];
    let whole = fields["db.statement"].as_str().filter(|text| !text.trim().is_empty());
    Some(squeezed(whole.or(fields["summary"].as_str())?))
}

/// A text with single spaces.
fn squeezed(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}
