//! Contracts of any city as a file, tested without a server.

use std::collections::BTreeMap;

use detection::cases::Cases;
use platform::i18n::Lang;
use prioritise::procurement::files::{self, table};
use prioritise::proposals::prices;

use crate::city::{self, Sources};
use crate::cli::SignalsRun;
use crate::commands::Stop;

/// Mistakes that are told of a file.
const TOLD: usize = 20;

/// The contracts of the file; none when it is an event log. Limits of direct procurement are those of the
/// rulebook on each contract's day, and standard prices those of the city.
pub fn read(args: &SignalsRun) -> Result<Option<Cases>, Stop> {
    let name = args.file.to_string_lossy().to_lowercase();
    if !name.ends_with(".json") && !name.ends_with(".csv") {
        return Ok(None);
    }
    let wrong = |what: String| Stop::Input(vec![format!("{}: {what}", args.file.display())]);
    if name.ends_with(".csv") && !args.contracts && args.contract.is_empty() && !is_table(args)? {
        return Ok(None);
    }
    let bytes = std::fs::read(&args.file).map_err(|error| wrong(error.to_string()))?;
    let text =
        String::from_utf8(bytes).map_err(|_| wrong("the file is no UTF-8 text".to_owned()))?;
    let named: BTreeMap<String, String> = args.contract.iter().cloned().collect();
    let read = files::read(&text, &named);
    if !read.mistakes.is_empty() {
        let told = read.mistakes.iter().take(TOLD).map(|mistake| mistake.sentence(Lang::En));
        return Err(Stop::Input(
            told.map(|told| format!("{}: {told}", args.file.display())).collect(),
        ));
    }
    let rulebook = city::read(&Sources::metro())?.rulebook;
    let mut cases = Cases::default();
    for (_, mut awarded) in read.contracts {
        for item in &mut awarded.items {
            item.standard = prices::find(&item.item, awarded.awarded_on).map(|price| price.price);
        }
        let code = format!("procurement.direct_{}", awarded.category.code());
        let limit = rulebook.money(&code, awarded.awarded_on).ok();
        oversee::signals::spending::contract(&mut cases, &awarded, limit);
    }
    Ok(Some(cases))
}

/// Whether the first line of a CSV file names what only contracts have.
fn is_table(args: &SignalsRun) -> Result<bool, Stop> {
    use std::io::BufRead as _;
    let Ok(file) = std::fs::File::open(&args.file) else { return Ok(false) };
    let mut first = Vec::new();
    std::io::BufReader::new(file).read_until(b'\n', &mut first)?;
    let first = String::from_utf8_lossy(&first).to_lowercase();
    let columns: Vec<&str> = first
        .trim_start_matches('\u{feff}')
        .split([',', ';'])
        .map(|cell| cell.trim_matches(['"', ' ', '\r', '\n']))
        .collect();
    let has = |column: &str| {
        let names = table::COLUMNS.iter().find(|(known, _)| *known == column);
        names.is_some_and(|(known, others)| {
            columns.contains(known) || others.iter().any(|other| columns.contains(other))
        })
    };
    Ok(has("value") && has("supplier") && has("number"))
}
