//! What a map shows and where it lies.

use proptest::prelude::*;

use super::order::apart;
use super::{MOST, Map, Share, Texts, What, activities, svg};
use crate::dfg::Dfg;
use crate::table::{Builder, Log, Row, UNKNOWN};

fn log(cases: &[Vec<u8>]) -> Log {
    let mut builder = Builder::default();
    for (number, case) in cases.iter().enumerate() {
        for (at, activity) in case.iter().enumerate() {
            let (case, activity) = (number.to_string(), format!("do {activity} & more"));
            let at = at as i64 * 60_000_000;
            let (resource, place) = ("", "");
            let started = UNKNOWN;
            let row = Row { case: &case, activity: &activity, at, started, resource, place };
            builder.push(&row);
        }
    }
    builder.finish()
}

fn drawn(map: &Map) -> String {
    let texts = Texts {
        title: "Peta <proses>".to_owned(),
        description: "Isi".to_owned(),
        start: "Mulai".to_owned(),
        end: "Selesai".to_owned(),
        number: &|count| count.to_string(),
        time: &|micros| format!("{} s", micros / 1e6),
        place: &|place| place.name.clone(),
        path: &|from, to, _| format!("{from} - {to}"),
        link: &|place| {
            matches!(place.what, What::Activity(_)).then(|| format!("?a={}", place.name))
        },
    };
    svg(map, &texts)
}

fn some_cases() -> impl Strategy<Value = Vec<Vec<u8>>> {
    prop::collection::vec(prop::collection::vec(0u8..14, 1..12), 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn boxes_never_cover_each_other_and_all_is_inside(cases in some_cases(), paths in 0.0f64..1.0) {
        let map = Map::of(&Dfg::of(&log(&cases)), Share::of(1.0, paths));
        let edges = |at: usize| {
            let ((x, y), (w, h)) = (map.places[at].middle, map.places[at].size);
            (x - w / 2.0, y - h / 2.0, x + w / 2.0, y + h / 2.0)
        };
        for a in 0..map.places.len() {
            let (left, top, right, bottom) = edges(a);
            prop_assert!(left >= 0.0 && top >= 0.0);
            prop_assert!(right <= map.size.0 + 1e-6 && bottom <= map.size.1 + 1e-6);
            for b in a + 1..map.places.len() {
                let other = edges(b);
                let apart = right <= other.0 || other.2 <= left || bottom <= other.1 || other.3 <= top;
                prop_assert!(apart, "{:?} covers {:?}", map.places[a], map.places[b]);
            }
        }
    }

    #[test]
    fn every_activity_is_reached_and_leads_to_the_end(cases in some_cases()) {
        let map = Map::of(&Dfg::of(&log(&cases)), Share::of(1.0, 0.0));
        for forward in [true, false] {
            let mut reached = vec![false; map.places.len()];
            reached[usize::from(!forward)] = true;
            for _ in 0..map.places.len() {
                for path in &map.paths {
                    let (from, to) =
                        if forward { (path.from, path.to) } else { (path.to, path.from) };
                    reached[to] |= reached[from];
                }
            }
            prop_assert!(reached.iter().all(|reached| *reached));
        }
    }

    #[test]
    fn pooled_places_keep_their_distances(
        wanted in prop::collection::vec(-100.0f64..100.0, 1..12),
        distance in 0.0f64..40.0,
    ) {
        let weights = vec![1.0; wanted.len()];
        let places = apart(&wanted, &weights, &vec![distance; wanted.len() - 1]);
        for pair in places.windows(2) {
            prop_assert!(pair[1] - pair[0] >= distance - 1e-9);
        }
        let sum = |all: &[f64]| all.iter().sum::<f64>();
        prop_assert!((sum(&places) - sum(&wanted)).abs() < 1e-6);
    }
}

#[test]
fn at_most_forty_activities_are_drawn() {
    let all: Vec<Vec<u8>> = vec![(0..60).collect(); 3];
    let dfg = Dfg::of(&log(&all));
    let map = Map::of(&dfg, Share::of(1.0, 1.0));
    assert_eq!((map.places.len(), map.hidden_activities), (MOST + 2, 20));
    assert_eq!(activities(&dfg, 0.05).iter().filter(|chosen| **chosen).count(), 3);
}

#[test]
fn only_given_words_are_in_the_picture_and_what_is_typed_stays_text() {
    let map = Map::of(&Dfg::of(&log(&[vec![1, 2, 2, 3]])), Share::of(1.0, 1.0));
    let picture = drawn(&map);
    assert!(picture.contains("<title>Peta &lt;proses&gt;</title>"));
    assert!(
        picture.contains(">do 1 &amp; more<") && picture.contains("href=\"?a=do 1 &amp; more\"")
    );
    assert_eq!(picture.matches("class=\"map-path\"").count(), 5, "with a loop, a start and an end");
    for english in ["start", "median", "cases"] {
        assert!(!picture.to_lowercase().contains(&format!(">{english}")), "{english}");
    }
}

#[test]
fn a_path_that_goes_back_is_drawn_upwards() {
    let cases = [vec![1, 2, 1, 2, 3], vec![1, 2, 3]];
    let map = Map::of(&Dfg::of(&log(&cases)), Share::of(1.0, 1.0));
    let y = |name: &str| {
        map.places.iter().find(|place| place.name == name).map_or(0.0, |place| place.middle.1)
    };
    assert!(y("do 1 & more") < y("do 2 & more") && y("do 2 & more") < y("do 3 & more"));
    let up = map.paths.iter().filter(|path| {
        path.way.first().is_some_and(|tail| path.way.last().is_some_and(|head| head.1 < tail.1))
    });
    assert_eq!(up.count(), 1);
}

#[test]
fn a_loop_that_enough_cases_take_stays_however_few_paths_are_shown() {
    let mut cases = vec![vec![1, 2, 3, 4]; 18];
    cases.extend([vec![1, 2, 3, 2, 3, 4], vec![1, 2, 3, 2, 3, 4], vec![1, 2, 1, 2, 3, 4]]);
    let dfg = Dfg::of(&log(&cases));
    let back = |share: Share| {
        let map = Map::of(&dfg, share);
        let name = |place: usize| map.places[place].name.as_str();
        let goes = |from: &str, to: &str| {
            let is = |path: &super::Path| name(path.from) == from && name(path.to) == to;
            map.paths.iter().any(is)
        };
        (goes("do 3 & more", "do 2 & more"), goes("do 2 & more", "do 1 & more"))
    };
    assert_eq!(back(Share::of(1.0, 0.2)), (false, false));
    assert_eq!(back(Share { loops: 0.05, ..Share::of(1.0, 0.2) }), (true, false), "one of 21");
    assert_eq!(back(Share { loops: 0.0, ..Share::of(1.0, 0.2) }), (true, true));
}
