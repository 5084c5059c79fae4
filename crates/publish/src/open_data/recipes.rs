//! How each number of the report is reckoned again, by a command on the files of a release. Pure.

/// A recipe. Whoever runs it in the folder of a release gets the number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipe {
    /// The finding, such as `on-time`.
    pub code: String,
    /// For the whole city; otherwise for each unit.
    pub city: bool,
    /// The file that it reads.
    pub file: &'static str,
    /// The command.
    pub command: String,
}

/// The recipe of a finding.
pub fn recipe(code: &str, city: bool) -> Recipe {
    let (file, command) = match code {
        "index" => {
            let by = if city { "" } else { " --by unit" };
            let ask = "--mean skor --strata unit --population N --lone collapse";
            ("jawaban.csv", format!("bening estimate jawaban.csv {ask}{by}"))
        }
        _ => {
            // What there is only a number of is its own total.
            let ask = if code == "gifts" { "--total n" } else { "--ratio total/n" };
            let rows = if city {
                format!("--where \"measure={code} and unit=kota\"")
            } else {
                format!("--by unit --where \"measure={code} and unit!=kota\"")
            };
            ("ukuran.csv", format!("bening estimate ukuran.csv {ask} {rows}"))
        }
    };
    Recipe { code: code.to_owned(), city, file, command }
}

/// Recipes for the findings of a report, each once: code and unit of each finding.
pub fn recipes<'f>(findings: impl Iterator<Item = (&'f str, &'f str)>) -> Vec<Recipe> {
    let mut all: Vec<Recipe> = Vec::new();
    for (code, unit) in findings {
        let recipe = recipe(code, unit.is_empty());
        if !all.contains(&recipe) {
            all.push(recipe);
        }
    }
    all
}
