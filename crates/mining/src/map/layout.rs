//! Where boxes and arrows lie.

use super::Map;
use super::choose::{END, START};
use super::order::{Layers, apart, depths, turned};

/// Width of a letter of 13 pixels, generously.
const LETTER: f64 = 7.6;
/// Letters of a line of a name.
pub const LINE: usize = 24;
/// Lines of a name.
pub const LINES: usize = 2;
/// Size of start and end.
pub const END_SIZE: (f64, f64) = (96.0, 36.0);
/// Between two things of one row.
const GAP: f64 = 18.0;
/// Height of the row in which words of arrows stand.
const WORDS: f64 = 44.0;
/// Room around everything.
const MARGIN: f64 = 20.0;
/// Width of the words of an arrow.
const WORDS_WIDTH: f64 = 92.0;
/// Width of an arrow that passes.
const BEND: f64 = 10.0;
/// Room of a loop beside its box, with its words.
pub const LOOP: f64 = 104.0;

/// The size of a box with that name.
pub fn size(name: &str) -> (f64, f64) {
    let lines = lines(name);
    let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    ((longest as f64 * LETTER + 24.0).max(112.0), 34.0 + 17.0 * lines.len() as f64)
}

/// A name in lines; what does not fit ends in dots.
pub fn lines(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LINE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let too_many = lines.len() > LINES;
    lines.truncate(LINES);
    let last = lines.len().saturating_sub(1);
    for (at, line) in lines.iter_mut().enumerate() {
        if line.chars().count() > LINE {
            *line = line.chars().take(LINE - 1).chain(['…']).collect();
        } else if too_many && at == last {
            line.push('…');
        }
    }
    lines
}

/// An arrow while it is laid: what it passes, from above to below.
struct Chain {
    path: usize,
    turned: bool,
    passes: Vec<usize>,
    /// The place in `passes` where the words stand.
    words: usize,
}

/// Gives every box its place and every arrow its way.
pub fn lay(map: &mut Map) {
    let count = map.places.len();
    let straight: Vec<usize> =
        (0..map.paths.len()).filter(|at| map.paths[*at].from != map.paths[*at].to).collect();
    let ends: Vec<(usize, usize)> =
        straight.iter().map(|at| (map.paths[*at].from, map.paths[*at].to)).collect();
    let turned = turned(count, &ends, START);
    let down: Vec<(usize, usize)> = ends
        .iter()
        .zip(&turned)
        .map(|((from, to), turned)| if *turned { (*to, *from) } else { (*from, *to) })
        .collect();
    let mut depth = depths(count, &down);
    depth[END] = depth.iter().copied().max().unwrap_or(0).max(depth[END]);
    let mut widths: Vec<f64> = map.places.iter().map(|place| place.size.0).collect();
    for path in map.paths.iter().filter(|path| path.from == path.to) {
        widths[path.from] += 2.0 * LOOP;
    }
    let (layers, chains) = rows(count, &straight, &turned, &down, &depth, &mut widths);
    let xs = columns(&layers, &widths);
    let ys = heights(map, &layers);
    for (at, place) in map.places.iter_mut().enumerate() {
        place.middle = (xs[at], ys[at]);
    }
    draw(map, &chains, &xs, &ys);
    fit(map, &xs, &widths);
}

/// Rows of boxes with rows of words between them. Each arrow bends in every row that it passes; its
/// words stand in the middle one.
fn rows(
    count: usize,
    straight: &[usize],
    turned: &[bool],
    down: &[(usize, usize)],
    depth: &[usize],
    widths: &mut Vec<f64>,
) -> (Layers, Vec<Chain>) {
    let deepest = depth.iter().copied().max().unwrap_or(0);
    let mut rows = vec![Vec::new(); 2 * deepest + 1];
    for place in 0..count {
        rows[2 * depth[place]].push(place);
    }
    let mut layers =
        Layers { rows, below: vec![Vec::new(); count], above: vec![Vec::new(); count] };
    let mut chains = Vec::new();
    for ((path, turned), (from, to)) in straight.iter().zip(turned).zip(down) {
        let (first, last) = (2 * depth[*from] + 1, 2 * depth[*to]);
        // The words stand in a row without boxes.
        let words = (first + last) / 2 / 2 * 2 + 1;
        let words = words.min(last - 1);
        let mut passes = vec![*from];
        for row in first..last {
            let bend = layers.below.len();
            layers.below.push(Vec::new());
            layers.above.push(Vec::new());
            widths.push(if row == words { WORDS_WIDTH } else { BEND });
            layers.rows[row].push(bend);
            passes.push(bend);
        }
        passes.push(*to);
        for pair in passes.windows(2) {
            layers.below[pair[0]].push(pair[1]);
            layers.above[pair[1]].push(pair[0]);
        }
        chains.push(Chain { path: *path, turned: *turned, passes, words: 1 + words - first });
    }
    layers.untangle();
    (layers, chains)
}

/// The middle of each from left to right: near those above and below.
fn columns(layers: &Layers, widths: &[f64]) -> Vec<f64> {
    const ROUNDS: usize = 16;
    let distance = |pair: &[usize]| (widths[pair[0]] + widths[pair[1]]) / 2.0 + GAP;
    let mut xs = vec![0.0; widths.len()];
    for row in &layers.rows {
        let distances: Vec<f64> = row.windows(2).map(distance).collect();
        let mut x = -distances.iter().sum::<f64>() / 2.0;
        for (at, one) in row.iter().enumerate() {
            xs[*one] = x;
            x += distances.get(at).copied().unwrap_or(0.0);
        }
    }
    for round in 0..ROUNDS {
        let rows = layers.rows.len();
        for step in 0..rows {
            let row = &layers.rows[if round % 2 == 0 { step } else { rows - 1 - step }];
            let wanted: Vec<f64> = row
                .iter()
                .map(|one| {
                    let near = layers.above[*one].iter().chain(&layers.below[*one]);
                    let (sum, count) = near
                        .fold((0.0, 0.0), |(sum, count), other| (sum + xs[*other], count + 1.0));
                    if count > 0.0 { sum / count } else { xs[*one] }
                })
                .collect();
            // Bends have a neighbour above and one below: straight arrows are easier to follow.
            let weights: Vec<f64> =
                row.iter().map(|one| if widths[*one] <= BEND { 4.0 } else { 1.0 }).collect();
            let distances: Vec<f64> = row.windows(2).map(distance).collect();
            for (one, x) in row.iter().zip(apart(&wanted, &weights, &distances)) {
                xs[*one] = x;
            }
        }
    }
    xs
}

/// The middle of each from top to bottom.
fn heights(map: &Map, layers: &Layers) -> Vec<f64> {
    let mut ys = vec![0.0; layers.below.len()];
    let mut top = MARGIN;
    for (number, row) in layers.rows.iter().enumerate() {
        let boxes = row.iter().filter_map(|one| map.places.get(*one));
        let height = if number % 2 == 1 {
            WORDS
        } else {
            boxes.map(|place| place.size.1).fold(END_SIZE.1, f64::max)
        };
        row.iter().for_each(|one| ys[*one] = top + height / 2.0);
        top += height + GAP;
    }
    ys
}

/// Ways of the arrows. Where several leave or reach one side of a box, they do so side by side.
fn draw(map: &mut Map, chains: &[Chain], xs: &[f64], ys: &[f64]) {
    let count = map.places.len();
    let (mut leave, mut reach) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    for (number, chain) in chains.iter().enumerate() {
        let passes = &chain.passes;
        leave[passes[0]].push((xs[passes[1]], number));
        reach[passes[passes.len() - 1]].push((xs[passes[passes.len() - 2]], number));
    }
    let mut ports = vec![(0.0, 0.0); chains.len()];
    for place in 0..count {
        let width = map.places[place].size.0 - 24.0;
        let port =
            |at: usize, of: usize| xs[place] + width * ((at + 1) as f64 / (of + 1) as f64 - 0.5);
        for (side, first) in [(&mut leave[place], true), (&mut reach[place], false)] {
            side.sort_by(|a, b| a.0.total_cmp(&b.0));
            for (at, (_, chain)) in side.iter().enumerate() {
                let x = port(at, side.len());
                if first { ports[*chain].0 = x } else { ports[*chain].1 = x }
            }
        }
    }
    for (chain, (top, bottom)) in chains.iter().zip(ports) {
        let (from, to) = (chain.passes[0], chain.passes[chain.passes.len() - 1]);
        let bends = &chain.passes[1..chain.passes.len() - 1];
        let mut way = vec![(top, ys[from] + map.places[from].size.1 / 2.0)];
        way.extend(bends.iter().map(|bend| (xs[*bend], ys[*bend])));
        way.push((bottom, ys[to] - map.places[to].size.1 / 2.0));
        let path = &mut map.paths[chain.path];
        path.words = way[chain.words];
        if chain.turned {
            way.reverse();
        }
        path.way = way;
    }
    for path in map.paths.iter_mut().filter(|path| path.from == path.to) {
        let place = &map.places[path.from];
        let (x, y) = (place.middle.0 + place.size.0 / 2.0, place.middle.1);
        let half = place.size.1 / 4.0;
        path.way = vec![(x, y - half), (x + 26.0, y - half), (x + 26.0, y + half), (x, y + half)];
        path.words = (x + LOOP / 2.0 + 14.0, y);
    }
}

/// Moves everything into a picture that begins at 0, 0.
fn fit(map: &mut Map, xs: &[f64], widths: &[f64]) {
    let left = xs.iter().zip(widths).map(|(x, width)| x - width / 2.0).fold(f64::MAX, f64::min);
    let right = xs.iter().zip(widths).map(|(x, width)| x + width / 2.0).fold(f64::MIN, f64::max);
    let by = MARGIN - left;
    let mut bottom = 0.0_f64;
    for place in &mut map.places {
        place.middle.0 += by;
        bottom = bottom.max(place.middle.1 + place.size.1 / 2.0);
    }
    for path in &mut map.paths {
        path.words.0 += by;
        path.way.iter_mut().for_each(|point| point.0 += by);
    }
    map.size = (right - left + 2.0 * MARGIN, bottom + MARGIN);
}
