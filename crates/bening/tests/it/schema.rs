//! One schema for a village laptop and a nation: the rules that make it so.

use bening_schema::{Statement, statements};

/// Tables without a city of their own.
const ABOVE_CITIES: [&str; 1] = ["tenant"];

#[test]
fn every_table_and_index_begins_with_the_tenant() {
    let mut tables = 0;
    for statement in statements() {
        match statement {
            Statement::Table { name, columns, key, without_rowid } => {
                tables += 1;
                assert_eq!(columns[0], "tenant_id BIGINT NOT NULL", "{name}");
                assert_eq!(key[0], "tenant_id", "primary key of {name}");
                assert!(without_rowid, "{name} must be WITHOUT ROWID");
                assert!(
                    ABOVE_CITIES.contains(&name.as_str())
                        || key.len() > 1
                        || ["positioner", "log_publisher"].contains(&name.as_str())
                );
                columns.iter().for_each(|column| is_of_both(&name, column));
            }
            Statement::Column { name, column } => is_of_both(&name, &column),
            Statement::Index { name, columns } => {
                assert_eq!(columns[0], "tenant_id", "index {name}");
            }
        }
    }
    assert!(tables > 20, "only {tables} tables were read");
}

fn is_of_both(table: &str, column: &str) {
    let kind = column.split_whitespace().nth(1).unwrap();
    assert!(
        ["BIGINT", "TEXT", "BLOB"].contains(&kind),
        "{table}: {column} has a type that one of the databases lacks"
    );
}

#[test]
fn nothing_that_a_distributed_database_forbids() {
    for (path, text) in super::support::sources(&["sql"]) {
        let upper = text.to_uppercase();
        for word in ["TRIGGER", "SERIAL", "AUTOINCREMENT", "SEQUENCE", "IDENTITY"] {
            assert!(!upper.contains(word), "{} has {word}", path.display());
        }
    }
    for (path, text) in super::support::sources(&["rs"]) {
        let moved = ["SET ", "tenant_id ="].concat();
        assert!(!text.contains(&moved), "{} moves a row to another city", path.display());
    }
}

/// Every statement on a table of cities is bound to one city.
#[test]
fn no_query_without_a_tenant() {
    let mut seen = 0;
    for (path, text) in super::support::sources(&["rs"]) {
        let file = path.display().to_string();
        if file.contains("/tests/") || file.contains("/testing") {
            continue;
        }
        for call in text.split("query").skip(1) {
            let Some(sql) = first_string(call) else { continue };
            let verb = sql.split_whitespace().next().unwrap_or_default();
            if !["SELECT", "UPDATE", "DELETE", "INSERT"].contains(&verb) {
                continue;
            }
            seen += 1;
            // Lists of cities, and tables of the database itself.
            let not_of_one =
                [" FROM tenant ORDER", "migration", "pragma_", "sqlite_stat1", "pg_try_advisory"];
            let of_cities = not_of_one.iter().any(|part| sql.contains(part));
            assert!(of_cities || sql.contains("tenant_id"), "{file}: {sql}");
        }
    }
    assert!(seen > 60, "only {seen} statements were read");
}

/// The first string literal, when the text begins with a call that has one.
fn first_string(call: &str) -> Option<String> {
    let (before, rest) = call.split_once('"')?;
    let near = before.len() < 60 && before.contains('(');
    near.then(|| rest.split('"').next().unwrap_or_default().replace("\\\n", " "))
}

mod bening_schema {
    //! Reads the migrations well enough to judge them.

    use platform::db::migrate::PLATFORM;

    pub enum Statement {
        Table { name: String, columns: Vec<String>, key: Vec<String>, without_rowid: bool },
        Index { name: String, columns: Vec<String> },
        Column { name: String, column: String },
    }

    pub fn statements() -> Vec<Statement> {
        let scripts = PLATFORM.iter().chain(&serve::MIGRATIONS);
        let scripts = scripts
            .chain(&publish::MIGRATIONS)
            .chain(&listen::MIGRATIONS)
            .chain(&oversee::MIGRATIONS)
            .chain(&improve::MIGRATIONS)
            .chain(&prioritise::MIGRATIONS);
        scripts
            .flat_map(|migration| platform::db::migrate::statements(migration.sql))
            // Rows that move, and what goes, make no table.
            .filter(|text| {
                let verb = text.split_whitespace().next().unwrap_or_default();
                !["INSERT", "DELETE", "DROP"].contains(&verb)
            })
            .map(|text| read(&text))
            .collect()
    }

    fn read(text: &str) -> Statement {
        let words: Vec<&str> = text.split_whitespace().collect();
        if words[0] == "ALTER" {
            let (_, column) = text.split_once(" ADD COLUMN ").expect("tables only grow");
            return Statement::Column { name: words[2].to_owned(), column: column.to_owned() };
        }
        let inside = &text[text.find('(').unwrap() + 1..text.rfind(')').unwrap()];
        if words[1] == "TABLE" {
            let mut columns = Vec::new();
            let mut key = Vec::new();
            for line in inside.lines().map(|line| line.trim().trim_end_matches(',')) {
                if let Some(list) = line.strip_prefix("PRIMARY KEY (") {
                    key = names(list.trim_end_matches(')'));
                } else if !line.is_empty() {
                    columns.push(line.to_owned());
                }
            }
            let without_rowid = text.trim_end().ends_with("WITHOUT ROWID");
            return Statement::Table { name: words[2].to_owned(), columns, key, without_rowid };
        }
        let name = words.iter().skip_while(|word| **word != "INDEX").nth(1).unwrap();
        Statement::Index { name: (*name).to_owned(), columns: names(inside) }
    }

    fn names(list: &str) -> Vec<String> {
        list.split(',').map(|name| name.trim().to_owned()).collect()
    }
}
