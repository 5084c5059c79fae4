//! Norms, need and efficiency. Pure.

use mining::staffing::workload::norm;

/// Confidence of the interval of a norm.
const LEVEL: f64 = 0.95;

/// Minutes of work on a step: the median with the interval of [`norm`], which asks nothing of the shape
/// of the times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Norm {
    /// The median.
    pub minutes: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Times that it rests on.
    pub count: usize,
}

impl Norm {
    /// Of recorded times; none of fewer than `fewest` or than six, which have no such interval.
    pub fn of(times: &[f64], fewest: usize) -> Option<Self> {
        const LEAST: usize = 6;
        let count = times.len();
        let norm = norm(times, LEVEL).filter(|_| count >= fewest.max(LEAST))?;
        Some(Self { minutes: norm.value, low: norm.low, high: norm.high, count })
    }
}

/// One piece of work of a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Code of the service.
    pub service: String,
    /// The activity, such as `step/verify`.
    pub activity: String,
    /// How often in a year.
    pub volume: f64,
    /// How long it takes; none when too few times are recorded.
    pub norm: Option<Norm>,
}

/// A number and its interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Need {
    /// People at the median.
    pub people: f64,
    /// Lower end: all norms at their lower ends.
    pub low: f64,
    /// Upper end: all norms at their upper ends.
    pub high: f64,
}

/// People that the work needs (PermenPANRB 1/2020: sum of volume times norm, over the effective minutes
/// of a year). The ends hold for every line at once, so the interval is wider than it need be.
pub fn need<'l>(lines: impl IntoIterator<Item = &'l Line>, effective_minutes: f64) -> Need {
    let mut need = Need::default();
    for line in lines {
        let Some(norm) = line.norm else { continue };
        let people = |minutes: f64| line.volume * minutes / effective_minutes;
        need.people += people(norm.minutes);
        need.low += people(norm.low);
        need.high += people(norm.high);
    }
    need
}

/// Lower bounds of the classes A to D.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Classes {
    /// Above this is A.
    pub a: f64,
    /// From this on is B.
    pub b: f64,
    /// From this on is C.
    pub c: f64,
    /// From this on is D; below it is E.
    pub d: f64,
}

impl Classes {
    /// The class of so much need for so many people; none without people.
    pub fn of(self, need: f64, people: i64) -> Option<char> {
        if people < 1 {
            return None;
        }
        // The regulation gives two decimals.
        let rate = (100.0 * need / people as f64).round() / 100.0;
        Some(match rate {
            rate if rate > self.a => 'A',
            rate if rate >= self.b => 'B',
            rate if rate >= self.c => 'C',
            rate if rate >= self.d => 'D',
            _ => 'E',
        })
    }
}
