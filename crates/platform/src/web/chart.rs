//! Geometry of the charts, which templates draw as SVG.

/// An estimate with the ends of its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The estimate.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

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

/// The whisker of an estimate.
pub fn whisker(figure: Span, ends: (f64, f64)) -> Whisker {
    let (left, right) = (place(figure.low, ends), place(figure.high, ends));
    Whisker { left, width: (right - left).max(1), dot: place(figure.value, ends) }
}

/// A range that holds all figures and the target with some room, within what they can be.
pub fn ends(figures: &[Span], target: Option<f64>, (low, high): (f64, f64)) -> (f64, f64) {
    let lows = figures.iter().map(|one| one.low).chain(target);
    let highs = figures.iter().map(|one| one.high).chain(target);
    let (least, most) = (lows.fold(f64::INFINITY, f64::min), highs.fold(low, f64::max));
    let least = least.min(most);
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
    /// Where the target lies; -1 without one.
    pub target: i64,
    /// What happened on the way.
    pub marks: Vec<Mark>,
}

/// What happened between two points of a trend.
#[derive(Clone, Debug)]
pub struct Mark {
    /// From the left.
    pub x: i64,
    /// What stands above it, such as a number that a list explains.
    pub label: String,
    /// Whether its effect is certain.
    pub certain: bool,
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
    figures: &[(Span, String, String)],
    target: Option<f64>,
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
    let point = |(i, (one, label, value)): (usize, &(Span, String, String))| Point {
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
        target: target.map_or(-1, y),
        marks: Vec::new(),
    }
}

impl Trend {
    /// With a mark at `place`, counted in points from the oldest (1.5 lies between the second and the
    /// third); one outside the line is left out.
    pub fn mark(&mut self, place: f64, label: String, certain: bool) {
        let steps = self.points.len().saturating_sub(1).max(1) as f64;
        if (0.0..=steps).contains(&place) {
            let x = (LEFT + (RIGHT - LEFT) * place / steps).round() as i64;
            self.marks.push(Mark { x, label, certain });
        }
    }
}
