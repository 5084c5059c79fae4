//! The map of a process, with sliders that are links.

use mining::dfg::Dfg;
use mining::map::{Map, Place, Share, Texts, What, svg};
use platform::i18n::Lang;

use super::words::{Activities, number};

/// Microseconds of an hour.
const HOUR: f64 = 3_600e6;
/// Where the sliders may stand.
const STOPS: [u8; 5] = [20, 40, 60, 80, 100];
/// Where they stand at first: every activity, since a step that few files pass is what one looks for,
/// and the more frequent paths.
const USUAL: Sliders = Sliders { activities: 100, paths: 60 };
/// Share of the files from which on a path that leads back is shown, wherever the slider stands.
const LOOPS: f64 = 0.05;

/// How much of the process is shown, in percent of its activities and paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sliders {
    activities: u8,
    paths: u8,
}

impl Sliders {
    /// Where the address puts them; what it does not say, or says wrongly, stands where it stands at
    /// first.
    pub(super) fn new(activities: Option<u8>, paths: Option<u8>) -> Self {
        let known = |asked: Option<u8>, usual| asked.filter(|a| STOPS.contains(a)).unwrap_or(usual);
        Self { activities: known(activities, USUAL.activities), paths: known(paths, USUAL.paths) }
    }

    /// Where they stand on a small map: all activities and the most frequent paths.
    pub(super) fn few() -> Self {
        Self { paths: 20, ..USUAL }
    }

    fn share(self) -> Share {
        let part = |percent: u8| f64::from(percent) / 100.0;
        Share { activities: part(self.activities), paths: part(self.paths), loops: LOOPS }
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
    let map = Map::of(&named, sliders.share());
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
        number: &|count| number(lang, count),
        time: &time,
        place: &|place| {
            let values = [("name", place.name.clone()), ("count", number(lang, place.count))];
            lang.with("processes-map-place", &values)
        },
        path: &|from, to, path| {
            let values = [
                ("from", from.to_owned()),
                ("to", to.to_owned()),
                ("count", number(lang, path.count)),
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use mining::table::{Builder, Row, UNKNOWN};

    use super::*;

    /// A hundred files go straight through; every eighth was sent to another office and back, half of
    /// those twice.
    fn graph() -> Dfg {
        let mut builder = Builder::default();
        for file in 0..100 {
            let detour: &[&str] = match file % 16 {
                0 => &["note", "reread", "note", "reread"],
                8 => &["note", "reread"],
                _ => &[],
            };
            let way = ["submitted", "completed", "verify"].iter().chain(detour);
            let way = way.chain(["inspect", "sign", "approved", "issued"].iter());
            for (place, activity) in way.enumerate() {
                let (case, at) = (file.to_string(), (file + place as i64) * 60_000_000);
                let (resource, place, started) = ("", "A", UNKNOWN);
                builder.push(&Row { case: &case, activity, at, started, resource, place });
            }
        }
        Dfg::of(&builder.finish())
    }

    #[test]
    fn a_detour_and_its_second_round_are_seen_before_anybody_touches_a_slider() {
        let graph = graph();
        let goes = |share: Share, from: &str, to: &str| {
            let map = Map::of(&graph, share);
            assert!(map.places.len() <= mining::map::MOST + 2);
            let name = |place: usize| map.places[place].name.as_str();
            map.paths.iter().any(|path| name(path.from) == from && name(path.to) == to)
        };
        let usual = Sliders::new(None, None).share();
        assert!(goes(usual, "verify", "note") && goes(usual, "note", "reread"), "the detour");
        for share in [usual, Sliders::new(None, Some(20)).share()] {
            assert!(goes(share, "reread", "note"), "and the second round");
        }
        assert!(
            !goes(Share::of(1.0, 0.4), "reread", "note"),
            "as frequent as it is, it was hidden"
        );
    }
}
