//! The event log of a release: files that were answered in its period, under pseudonyms that no other release
//! has, without officers, with days instead of instants.
//!
//! A file is in it only when at least as many as the rule says went the same way in the same unit, service and
//! month, and were as late or as punctual: otherwise somebody who knows of it could find it.

use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use improve::events::log::{BUCKETS, midnight};
use improve::events::store as process;
use jiff::ToSpan as _;
use kernel::Error;
use kernel::error::Result;
use kernel::time::from_micros;
use mining::log::load::Format;
use mining::log::write::write;
use mining::table::{Builder, Log, Row, UNKNOWN};
use platform::App;
use platform::db::Tx;
use publish::open_data::datasets::EVENTS;
use publish::open_data::model::{File, Period};
use publish::open_data::store;
use rand::seq::SliceRandom as _;

/// Most files of a log; when there are more, they are drawn at random.
const MOST: usize = 20_000;
/// What comes after the answer tells nothing of the work.
const AFTER: &str = "collected";

/// The log in its two forms.
pub(super) struct Events {
    /// The files, none when nothing is left.
    pub files: Vec<File>,
    /// Answered files that it leaves out.
    pub left_out: i64,
}

/// A file and its way.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Way {
    unit: String,
    service: String,
    month: String,
    on_time: bool,
    /// Activity, day, unit, and whether an officer did it.
    steps: Vec<(String, i64, String, bool)>,
}

impl Way {
    fn place(&self) -> [&str; 3] {
        [&self.unit, &self.service, &self.month]
    }

    fn kind(&self) -> (Vec<&str>, bool) {
        (self.steps.iter().map(|step| step.0.as_str()).collect(), self.on_time)
    }
}

/// The log of a period.
pub(super) async fn events(
    tx: &mut Tx<'_>,
    app: &App,
    period: Period,
    fewest: i64,
) -> Result<Events> {
    let mut ways = gather(tx, app, period).await?;
    let all = ways.len();
    let mut rng = app.db.entropy().rng()?;
    ways.shuffle(&mut rng);
    ways.truncate(MOST);
    let fewest = usize::try_from(fewest).map_err(Error::internal)?;
    let kept = alike(&ways, fewest);
    let left_out = i64::try_from(all - kept.len()).map_err(Error::internal)?;
    let log = build(kept, period, &mut rng);
    let mut files = Vec::new();
    if !log.is_empty() {
        files.push(packed("xes.gz", Format::Xes, &log)?);
        files.push(packed("jsonocel.gz", Format::OcelJson, &log)?);
    }
    Ok(Events { files, left_out })
}

/// Files of the period with their events, each event on its day.
async fn gather(tx: &mut Tx<'_>, app: &App, period: Period) -> Result<Vec<Way>> {
    let months = period.months();
    let answered = store::answered(tx, (&months[0], &months[2])).await?;
    let mut ways: BTreeMap<Vec<u8>, Way> = BTreeMap::new();
    let mut services: Vec<String> = Vec::new();
    for file in answered {
        services.push(file.service.clone());
        let way = Way {
            unit: file.unit_code,
            service: file.service,
            month: file.answered,
            on_time: file.on_time != 0,
            steps: Vec::new(),
        };
        ways.insert(file.application_id, way);
    }
    services.sort_unstable();
    services.dedup();
    // What became complete longer ago than that is not looked for.
    let first = period.first().saturating_sub(1.year());
    let from = midnight(app, first)?.as_microsecond();
    let to = midnight(app, period.after().first())?.as_microsecond();
    for service in services {
        for event in process::events(tx, &service, (from, to), BUCKETS).await? {
            let Some(way) = ways.get_mut(&event.application_id) else { continue };
            if event.activity == AFTER {
                continue;
            }
            let day = app.tz().to_datetime(from_micros(event.at)).date();
            let day = midnight(app, day)?.as_microsecond();
            way.steps.push((event.activity, day, event.unit_code, event.actor != 0));
        }
    }
    let mut ways: Vec<Way> = ways.into_values().filter(|way| !way.steps.is_empty()).collect();
    for way in &mut ways {
        // Something that was written down late must not stand before what it follows.
        way.steps.sort_by_key(|step| step.1);
    }
    Ok(ways)
}

/// Those that at least `fewest` went alike. In each unit, service and month those that are left out are none or
/// as many, for what is answered there is published too.
fn alike(ways: &[Way], fewest: usize) -> Vec<&Way> {
    let mut places: BTreeMap<[&str; 3], BTreeMap<_, Vec<&Way>>> = BTreeMap::new();
    for way in ways {
        let kinds = places.entry(way.place()).or_default();
        kinds.entry(way.kind()).or_default().push(way);
    }
    let mut kept = Vec::new();
    for kinds in places.into_values() {
        let (mut many, few): (Vec<_>, Vec<_>) =
            kinds.into_values().partition(|group: &Vec<&Way>| group.len() >= fewest);
        many.sort_by_key(|group| std::cmp::Reverse(group.len()));
        let mut out: usize = few.iter().map(Vec::len).sum();
        while out > 0 && out < fewest {
            let Some(next) = many.pop() else { break };
            out += next.len();
        }
        kept.extend(many.into_iter().flatten());
    }
    kept
}

fn build(mut ways: Vec<&Way>, period: Period, rng: &mut impl rand::Rng) -> Log {
    // Groups came together; a number must not tell who stood beside whom.
    ways.shuffle(rng);
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut builder = Builder::default();
    for way in ways {
        let number = numbers.entry(&way.service).or_default();
        *number += 1;
        let case = format!("{period}/{}/{number:05}", way.service);
        for (activity, at, place, officer) in &way.steps {
            let resource = if *officer { "officer" } else { "" };
            let (at, started) = (*at, UNKNOWN);
            builder.push(&Row { case: &case, activity, at, started, resource, place });
        }
    }
    builder.finish()
}

fn packed(ending: &str, format: Format, log: &Log) -> Result<File> {
    let mut plain = Vec::new();
    write(log, format, &mut plain).map_err(Error::internal)?;
    let mut pack = GzEncoder::new(Vec::new(), Compression::best());
    pack.write_all(&plain).map_err(Error::internal)?;
    Ok(File {
        name: format!("{EVENTS}.{ending}"),
        dataset: EVENTS.to_owned(),
        media: "application/gzip",
        rows: i64::try_from(log.events()).map_err(Error::internal)?,
        content: pack.finish().map_err(Error::internal)?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn way(place: u8, kind: u8, on_time: bool) -> Way {
        let step = |activity: &str| (activity.to_owned(), 0, String::new(), false);
        let more = (0..kind).map(|_| step("returned"));
        Way {
            unit: format!("U{place}"),
            service: "S".to_owned(),
            month: "2026-07".to_owned(),
            on_time,
            steps: std::iter::once(step("submitted")).chain(more).collect(),
        }
    }

    proptest! {
        /// Whoever is in the log is one of ten; whoever is not is one of ten in their unit, service and month.
        #[test]
        fn nobody_is_in_the_log_or_out_of_it_alone(
            drawn in prop::collection::vec((0u8..3, 0u8..4, prop::bool::weighted(0.8)), 0..300),
        ) {
            let ways: Vec<Way> = drawn.into_iter().map(|(p, k, t)| way(p, k, t)).collect();
            let kept = alike(&ways, 10);
            for one in &kept {
                let same = kept.iter().filter(|other| other == &one).count();
                prop_assert!(same >= 10, "{same} are like {one:?}");
            }
            for place in 0..3 {
                let unit = format!("U{place}");
                let all = ways.iter().filter(|way| way.unit == unit).count();
                let inside = kept.iter().filter(|way| way.unit == unit).count();
                let out = all - inside;
                prop_assert!(out == 0 || out >= 10 || inside == 0, "{out} of {all} are left out");
            }
        }
    }
}
