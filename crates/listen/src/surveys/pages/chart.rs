//! Geometry of the charts, which templates draw as SVG.

use super::super::results::Figure;

/// A figure on a line from the index's lowest to its highest value, in thousandths of its length.
#[derive(Clone, Copy, Debug)]
pub struct Whisker {
    /// Left end of the interval.
    pub left: i64,
    /// Its width, one at least.
    pub width: i64,
    /// The estimate.
    pub dot: i64,
}

/// Where a value lies between two ends, in thousandths.
pub fn place(value: f64, (low, high): (f64, f64)) -> i64 {
    (1000.0 * (value - low) / (high - low)).round().clamp(0.0, 1000.0) as i64
}

/// The whisker of a figure.
pub fn whisker(figure: &Figure, ends: (f64, f64)) -> Whisker {
    let (left, right) = (place(figure.low, ends), place(figure.high, ends));
    Whisker { left, width: (right - left).max(1), dot: place(figure.value, ends) }
}

/// A range that holds all figures with some room, within what the index can be.
pub fn ends(figures: &[&Figure], target: f64, (low, high): (f64, f64)) -> (f64, f64) {
    let least = figures.iter().map(|one| one.low).fold(target, f64::min);
    let most = figures.iter().map(|one| one.high).fold(target, f64::max);
    let room = (most - least) * 0.06;
    ((least - room).max(low), (most + room).min(high))
}

/// A line through points with its band, in a drawing of 600 by 200.
#[derive(Clone, Debug)]
pub struct Trend {
    /// The line.
    pub line: String,
    /// The band of the intervals.
    pub band: String,
    /// The points: x, y, label below, value.
    pub points: Vec<Point>,
    /// Lines of the scale: y and label.
    pub grid: Vec<(i64, String)>,
    /// Where the target lies.
    pub target: i64,
}

/// One point of a trend.
#[derive(Clone, Debug)]
pub struct Point {
    /// From the left.
    pub x: i64,
    /// From above.
    pub y: i64,
    /// What stands below it.
    pub label: String,
    /// Its value, in words.
    pub value: String,
}

const LEFT: f64 = 44.0;
const RIGHT: f64 = 560.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 160.0;

/// Draws figures, oldest first, each with its label and value in words.
pub fn trend(
    figures: &[(Figure, String, String)],
    target: f64,
    ends: (f64, f64),
    write: impl Fn(f64) -> String,
) -> Trend {
    let y = |value: f64| {
        let share = (value - ends.0) / (ends.1 - ends.0);
        (BOTTOM - share.clamp(0.0, 1.0) * (BOTTOM - TOP)).round() as i64
    };
    let steps = figures.len().saturating_sub(1).max(1) as f64;
    let x = |i: usize| (LEFT + (RIGHT - LEFT) * i as f64 / steps).round() as i64;
    let path = |points: Vec<(i64, i64)>| {
        points.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
    };
    let over = figures.iter().enumerate();
    let line = path(over.clone().map(|(i, (one, _, _))| (x(i), y(one.value))).collect());
    let upper = over.clone().map(|(i, (one, _, _))| (x(i), y(one.high)));
    let lower = over.clone().rev().map(|(i, (one, _, _))| (x(i), y(one.low)));
    let band = path(upper.chain(lower).collect());
    let point = |(i, (one, label, value)): (usize, &(Figure, String, String))| Point {
        x: x(i),
        y: y(one.value),
        label: label.clone(),
        value: value.clone(),
    };
    let rung = |share: f64| {
        let value = ends.0 + share * (ends.1 - ends.0);
        (y(value), write(value))
    };
    Trend {
        line,
        band,
        points: over.map(point).collect(),
        grid: [0.0, 0.5, 1.0].map(rung).to_vec(),
        target: y(target),
    }
}
