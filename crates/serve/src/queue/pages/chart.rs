//! People by hour as bars, drawn by the template as SVG, with a table of the same numbers.

use platform::i18n::Lang;

use super::super::rules::forecast::Expected;

/// Height of the tallest bar.
const TALL: f64 = 90.0;
/// Width of the picture.
const WIDE: f64 = 340.0;

/// One hour.
#[derive(Clone, Debug)]
pub(crate) struct Bar {
    /// Left edge.
    pub(crate) x: i64,
    /// Top edge.
    pub(crate) y: i64,
    /// Width.
    pub(crate) width: i64,
    /// Height.
    pub(crate) height: i64,
    /// Middle, for the words.
    pub(crate) middle: i64,
    /// `09`.
    pub(crate) hour: String,
    /// `09.00-10.00`.
    pub(crate) span: String,
    /// People expected.
    pub(crate) mean: String,
    /// `3 sampai 9`.
    pub(crate) range: String,
    /// The quietest hour.
    pub(crate) quiet: bool,
}

/// Bars of a day. Nothing when nothing is known.
pub(crate) fn bars(lang: Lang, hours: &[(i64, Expected)]) -> Vec<Bar> {
    let most = hours.iter().map(|(_, expected)| expected.mean).fold(0.0, f64::max);
    let least = hours.iter().map(|(_, expected)| expected.mean).fold(f64::INFINITY, f64::min);
    if most <= 0.0 {
        return Vec::new();
    }
    let step = WIDE / hours.len() as f64;
    // Rounded to whole people, the hours of a quiet office would all be called the same.
    let digits = usize::from(most < 10.0);
    let one = |(place, (hour, expected)): (usize, &(i64, Expected))| {
        let height = (expected.mean / most * TALL).round() as i64;
        let x = (place as f64 * step).round() as i64 + 10;
        let width = (step * 0.8).floor() as i64;
        Bar {
            x,
            y: 110 - height,
            width,
            height,
            middle: x + width / 2,
            hour: format!("{hour:02}"),
            span: span(lang, *hour),
            mean: lang.decimal(expected.mean, digits),
            range: range(lang, expected),
            quiet: expected.mean <= least,
        }
    };
    hours.iter().enumerate().map(one).collect()
}

/// `09.00-10.00`.
pub(super) fn span(lang: Lang, hour: i64) -> String {
    let separator = if lang == Lang::Id { '.' } else { ':' };
    format!("{hour:02}{separator}00-{:02}{separator}00", hour + 1)
}

/// `3 sampai 9`.
pub(super) fn range(lang: Lang, expected: &Expected) -> String {
    let values = [("low", lang.decimal(expected.low, 0)), ("high", lang.decimal(expected.high, 0))];
    lang.with("queue-range", &values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn means(means: &[f64]) -> Vec<String> {
        let hours = (8..).zip(means).map(|(hour, mean)| {
            (hour, Expected { mean: *mean, low: 0.0, high: 2.0 * mean, weeks: 4 })
        });
        let hours: Vec<(i64, Expected)> = hours.collect();
        bars(Lang::Id, &hours).into_iter().map(|bar| bar.mean).collect()
    }

    #[test]
    fn bars_of_a_quiet_office_do_not_all_say_nobody() {
        assert_eq!(means(&[0.4, 0.2, 0.0]), ["0,4", "0,2", "0,0"]);
        assert_eq!(means(&[24.4, 0.4]), ["24", "0"]);
    }
}
