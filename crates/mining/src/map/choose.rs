//! Which activities and which paths are shown.

use crate::dfg::Dfg;
use crate::spread::Spread;

use super::order::turned;
use super::{MOST, Path, Place, Share, What, layout};

/// What is shown.
pub struct Chosen {
    pub places: Vec<Place>,
    pub paths: Vec<Path>,
    pub hidden: usize,
}

/// Numbers of places.
pub const START: usize = 0;
pub const END: usize = 1;

/// For each activity of the graph, whether that share of the most frequent holds it. At least one
/// and at most [`MOST`] are chosen.
pub fn activities(dfg: &Dfg, share: f64) -> Vec<bool> {
    let mut chosen = vec![false; dfg.nodes.len()];
    for number in ranked(dfg, share) {
        chosen[number] = true;
    }
    chosen
}

fn ranked(dfg: &Dfg, share: f64) -> Vec<usize> {
    let happens = |number: &usize| dfg.nodes[*number].events > 0;
    let mut all: Vec<usize> = (0..dfg.nodes.len()).filter(happens).collect();
    all.sort_by(|a, b| {
        let (a, b) = (&dfg.nodes[*a], &dfg.nodes[*b]);
        b.events.cmp(&a.events).then_with(|| a.name.cmp(&b.name))
    });
    let count = (share * all.len() as f64).ceil() as usize;
    all.truncate(count.clamp(1, MOST));
    all
}

pub fn choose(dfg: &Dfg, share: Share) -> Chosen {
    let numbers = ranked(dfg, share.activities);
    let mut places = vec![end(What::Start, dfg.cases), end(What::End, dfg.cases)];
    let mut place_of = vec![usize::MAX; dfg.nodes.len()];
    for number in &numbers {
        let node = &dfg.nodes[*number];
        place_of[*number] = places.len();
        places.push(Place {
            what: What::Activity(*number as u32),
            name: node.name.clone(),
            count: node.events,
            lasts: node.lasts,
            middle: (0.0, 0.0),
            size: layout::size(&node.name),
        });
    }
    let mut all = Vec::new();
    for number in &numbers {
        let (node, place) = (&dfg.nodes[*number], place_of[*number]);
        all.extend((node.starts > 0).then(|| path(START, place, node.starts, Spread::default())));
        all.extend((node.ends > 0).then(|| path(place, END, node.ends, Spread::default())));
    }
    for edge in &dfg.edges {
        let (from, to) = (place_of[edge.from as usize], place_of[edge.to as usize]);
        if from != usize::MAX && to != usize::MAX {
            all.push(path(from, to, edge.count, edge.takes));
        }
    }
    // Equally frequent ones by their places, so that the same log gives the same map.
    all.sort_by_key(|path| (std::cmp::Reverse(path.count), path.from, path.to));
    let mut kept = needed(&all, places.len());
    let count = (share.paths * all.len() as f64).ceil() as usize;
    kept.iter_mut().take(count).for_each(|kept| *kept = true);
    let least = share.loops * dfg.cases as f64;
    for (kept, back) in kept.iter_mut().zip(back(&all, places.len(), least)) {
        *kept |= back;
    }
    let hidden = kept.iter().filter(|kept| !**kept).count();
    let paths = all.into_iter().zip(kept).filter_map(|(path, kept)| kept.then_some(path)).collect();
    Chosen { places, paths, hidden }
}

fn end(what: What, count: u64) -> Place {
    let (name, lasts) = (String::new(), Spread::default());
    Place { what, name, count, lasts, middle: (0.0, 0.0), size: layout::END_SIZE }
}

fn path(from: usize, to: usize, count: u64, takes: Spread) -> Path {
    Path { from, to, count, takes, way: Vec::new(), words: (0.0, 0.0) }
}

/// The paths that lead back and are at least so frequent. What leads back shows beside the frequent
/// paths, which a walk takes first.
fn back(all: &[Path], places: usize, least: f64) -> Vec<bool> {
    let ends: Vec<(usize, usize)> = all.iter().map(|path| (path.from, path.to)).collect();
    let turned = turned(places, &ends, START);
    let enough = |path: &Path| path.count as f64 >= least;
    all.iter().zip(turned).map(|(path, back)| back && enough(path)).collect()
}

/// The paths, of those that lead on the most frequent ones, by which every place is reached from the
/// start and reaches the end, as far as there are such paths.
fn needed(all: &[Path], places: usize) -> Vec<bool> {
    let mut kept = vec![false; all.len()];
    for forward in [true, false] {
        let mut reached = vec![false; places];
        reached[if forward { START } else { END }] = true;
        // Paths stand by frequency, so the first that leads on is the most frequent one.
        let leads = |path: &Path, reached: &[bool]| {
            let (from, to) = if forward { (path.from, path.to) } else { (path.to, path.from) };
            (reached[from] && !reached[to]).then_some(to)
        };
        while let Some((number, to)) =
            all.iter().enumerate().find_map(|(at, path)| Some((at, leads(path, &reached)?)))
        {
            kept[number] = true;
            reached[to] = true;
        }
    }
    kept
}
