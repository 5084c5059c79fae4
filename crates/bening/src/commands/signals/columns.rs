//! Which column of a log says what: as the arguments name them, or by usual names.

use mining::log::{Event, Format, Mistake};

use crate::cli::SignalsRun;

/// Columns by what they say.
pub struct Columns {
    pub case: String,
    pub activity: String,
    pub time: String,
    pub recorded: Option<String>,
    pub due: Option<String>,
    pub registered: Option<String>,
    pub priority: Option<String>,
    /// Officer, service, unit, channel, mix, representative, contact, family.
    pub texts: [Option<String>; 8],
    pub groups: Vec<String>,
}

impl Columns {
    /// Finds them in the first event. A column that is named must be there; a XES log may have it in
    /// later events only.
    pub fn find(args: &SignalsRun, format: Format, event: &Event) -> Result<Self, Mistake> {
        let there = event.names();
        let missing =
            |column: &str| Mistake::Column { column: column.to_owned(), there: there.clone() };
        let named = |given: &Option<String>, usual: &[&str]| match given {
            Some(name) if format == Format::Csv && !there.contains(name) => Err(missing(name)),
            Some(name) => Ok(Some(name.clone())),
            None => {
                let usual = usual.iter().map(|name| (*name).to_owned());
                Ok(usual.into_iter().find(|name| there.contains(name)))
            }
        };
        let needed = |given: &Option<String>, usual: &[&str]| {
            named(given, usual)?.ok_or_else(|| missing(&usual.join(" or ")))
        };
        let xes = format == Format::Xes;
        let later = |found: Option<String>, name: &str| found.or(xes.then(|| name.to_owned()));
        for group in &args.group {
            named(&Some(group.clone()), &[])?;
        }
        Ok(Self {
            case: needed(&args.case, &["case:concept:name", "case_id", "case"])?,
            activity: needed(&args.activity, &["concept:name", "activity"])?,
            time: needed(&args.time, &["time:timestamp", "timestamp", "time"])?,
            recorded: named(&args.recorded, &["recorded"])?,
            due: named(&args.due, &["due"])?,
            registered: named(&args.registered, &["registered"])?,
            priority: named(&args.priority, &["priority"])?,
            texts: [
                later(
                    named(&args.officer, &["org:resource", "resource", "officer"])?,
                    "org:resource",
                ),
                named(&args.service, &["service", "case:service"])?,
                later(named(&args.unit, &["org:group", "unit", "case:unit"])?, "org:group"),
                named(&args.channel, &["channel", "case:channel"])?,
                named(&args.mix, &["mix"])?,
                named(&args.representative, &["representative", "case:representative"])?,
                named(&args.contact, &["contact", "case:contact"])?,
                named(&args.family, &["family", "case:family"])?,
            ],
            groups: args.group.clone(),
        })
    }
}
