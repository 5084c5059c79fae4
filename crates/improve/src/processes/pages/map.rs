//! The map of a process, with sliders that are links.

use mining::dfg::Dfg;
use mining::map::{Map, Place, Share, Texts, What, svg};
use platform::i18n::Lang;

use super::words::Activities;

/// Microseconds of an hour.
const HOUR: f64 = 3_600e6;
/// Where the sliders may stand.
const STOPS: [u8; 5] = [20, 40, 60, 80, 100];

/// How much of the process is shown, in percent of its activities and paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sliders {
    activities: u8,
    paths: u8,
}

impl Sliders {
    /// Where the address puts them; what it does not say, or says wrongly, is 80 and 40.
    pub(super) fn new(activities: Option<u8>, paths: Option<u8>) -> Self {
        let known = |asked: Option<u8>, usual| asked.filter(|a| STOPS.contains(a)).unwrap_or(usual);
        Self { activities: known(activities, 80), paths: known(paths, 40) }
    }

    /// The query that puts them there.
    pub(super) fn query(self) -> String {
        format!("kegiatan={}&jalur={}", self.activities, self.paths)
    }
}

/// A place of a slider.
pub(super) struct Stop {
    pub(super) percent: u8,
    pub(super) href: String,
    pub(super) current: bool,
}

/// All places of the slider of activities, and of that of paths.
pub(super) fn stops(href: &str, sliders: Sliders) -> (Vec<Stop>, Vec<Stop>) {
    let stop = |to: Sliders, percent: u8| Stop {
        percent,
        href: format!("{href}?{}#peta", to.query()),
        current: to == sliders,
    };
    let activities = STOPS.map(|activities| stop(Sliders { activities, ..sliders }, activities));
    let paths = STOPS.map(|paths| stop(Sliders { paths, ..sliders }, paths));
    (activities.into(), paths.into())
}

/// The picture, whose boxes lead to the waits before them; empty without a file.
pub(super) fn picture(
    lang: Lang,
    words: &Activities,
    graph: &Dfg,
    (href, sliders): (&str, Sliders),
) -> String {
    if graph.nodes.iter().all(|node| node.events == 0) {
        return String::new();
    }
    let codes: Vec<String> = graph.nodes.iter().map(|node| node.name.clone()).collect();
    let mut named = graph.clone();
    for node in &mut named.nodes {
        node.name = words.name(&node.name);
    }
    let share = Share {
        activities: f64::from(sliders.activities) / 100.0,
        paths: f64::from(sliders.paths) / 100.0,
    };
    let map = Map::of(&named, share);
    let time = |micros: f64| calendar_time(lang, micros);
    let link = |place: &Place| match place.what {
        What::Activity(number) => {
            let code = codes.get(number as usize)?;
            Some(format!("{href}?{}&langkah={code}#langkah", sliders.query()))
        }
        What::Start | What::End => None,
    };
    let texts = Texts {
        title: lang.t("processes-map-title"),
        description: lang.t("processes-map-description"),
        start: lang.t("processes-map-start"),
        end: lang.t("processes-map-end"),
        number: &|count| count.to_string(),
        time: &time,
        place: &|place| {
            let values = [("name", place.name.clone()), ("count", place.count.to_string())];
            lang.with("processes-map-place", &values)
        },
        path: &|from, to, path| {
            let values = [
                ("from", from.to_owned()),
                ("to", to.to_owned()),
                ("count", path.count.to_string()),
                ("time", time(path.takes.median)),
            ];
            lang.with("processes-map-path", &values)
        },
        link: &link,
    };
    // A picture whose boxes are links is a group of them, not one image.
    svg(&map, &texts).replacen("role=\"img\"", "role=\"group\"", 1)
}

/// A length of every hour, not only those of the office.
fn calendar_time(lang: Lang, micros: f64) -> String {
    let hours = micros / HOUR;
    if hours < 1.0 {
        lang.t1("processes-map-minutes", "count", lang.decimal(60.0 * hours, 0))
    } else if hours < 48.0 {
        lang.t1("processes-map-hours", "count", lang.decimal(hours, 1))
    } else {
        lang.t1("processes-map-days", "count", lang.decimal(hours / 24.0, 1))
    }
}
