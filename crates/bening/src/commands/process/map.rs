//! `bening process map`.

use mining::dfg::Dfg;
use mining::map::{Map, Path, Place, Share, Texts, What, activities, svg};

use super::input;
use super::output::{time, write_text};
use crate::cli::ProcessMap;
use crate::commands::Done;

/// Reads the log and draws the share of it that was asked for. Activities that are not shown are
/// passed over, so that paths lead from one shown activity to the next.
pub async fn run(args: &ProcessMap) -> Done {
    let log = input::read(&args.source).await?;
    let whole = Dfg::of(&log);
    let chosen = activities(&whole, f64::from(args.activities) / 100.0);
    let hidden = whole.nodes.len() - chosen.iter().filter(|chosen| **chosen).count();
    let dfg = if hidden > 0 { Dfg::of(&log.only(&chosen)) } else { whole };
    let share = Share::of(1.0, f64::from(args.paths) / 100.0);
    let map = Map { hidden_activities: hidden, ..Map::of(&dfg, share) };
    write_text(args.out.as_deref(), &svg(&map, &texts(&map, dfg.cases)))
}

fn texts(map: &Map, cases: u64) -> Texts<'static> {
    let most = map.paths.first().map_or_else(String::new, |path| {
        format!(" The most frequent path is taken {} times.", path.count)
    });
    let hidden = match (map.hidden_activities, map.hidden_paths) {
        (0, 0) => String::new(),
        (activities, paths) => format!(" Not shown: {activities} activities, {paths} paths."),
    };
    Texts {
        title: format!("How {cases} cases go"),
        description: format!(
            "{} activities and {} paths between start and end.{most}{hidden}",
            map.places.len() - 2,
            map.paths.len()
        ),
        start: "Start".to_owned(),
        end: "End".to_owned(),
        number: &|count| count.to_string(),
        time: &time,
        place: &place,
        path: &path,
        link: &|_| None,
    }
}

fn place(place: &Place) -> String {
    match place.what {
        What::Start => format!("{} cases start", place.count),
        What::End => format!("{} cases end", place.count),
        What::Activity(_) => format!("{}: {} times", place.name, place.count),
    }
}

fn path(from: &str, to: &str, path: &Path) -> String {
    let often = format!("{from} to {to}: {} times", path.count);
    match path.takes.known {
        0 => often,
        _ => format!("{often}, half of them within {}", time(path.takes.median)),
    }
}
