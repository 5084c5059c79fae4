//! The usual wait by hour as bars.

use platform::i18n::Lang;

use super::super::store::waiting::Hour;

const WIDE: f64 = 340.0;
const TALL: f64 = 90.0;
/// Hours from which on bars fill the width.
const FEW: usize = 6;
const MINUTE: f64 = 60e6;

/// One bar, in a drawing of 360 by 132.
pub(super) struct Bar {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) middle: i64,
    /// `09`.
    pub(super) hour: String,
    /// Minutes that people usually wait who come in that hour.
    pub(super) minutes: String,
    /// The hour with the shortest wait.
    pub(super) quiet: bool,
}

/// Hours of one office in which enough people were called, with the mean minutes that they waited.
pub(super) fn waits(hours: &[&Hour], fewest: i64) -> Vec<(i64, f64)> {
    let told = hours.iter().filter(|hour| hour.called >= fewest.max(1));
    told.map(|hour| (hour.hour, hour.waited as f64 / hour.called as f64 / MINUTE)).collect()
}

/// Bars of the waits; none when nothing is known.
pub(super) fn bars(lang: Lang, waits: &[(i64, f64)]) -> Vec<Bar> {
    let most = waits.iter().map(|(_, wait)| *wait).fold(1.0, f64::max);
    let least = waits.iter().map(|(_, wait)| *wait).fold(f64::INFINITY, f64::min);
    // A few bars are as wide as those of a whole day.
    let step = WIDE / waits.len().max(FEW) as f64;
    let bar = |(place, (hour, wait)): (usize, &(i64, f64))| {
        let height = (wait / most * TALL).round() as i64;
        let x = (place as f64 * step).round() as i64 + 10;
        let width = (step * 0.8).floor() as i64;
        Bar {
            x,
            y: 110 - height,
            width,
            height,
            middle: x + width / 2,
            hour: format!("{hour:02}"),
            minutes: lang.decimal(*wait, 0),
            quiet: wait <= &least,
        }
    };
    waits.iter().enumerate().map(bar).collect()
}

/// The picture in one sentence: the hours with the shortest and the longest wait.
pub(super) fn sentence(lang: Lang, waits: &[(i64, f64)]) -> String {
    let by_wait = |a: &&(i64, f64), b: &&(i64, f64)| a.1.total_cmp(&b.1);
    let (Some(least), Some(most)) = (waits.iter().min_by(by_wait), waits.iter().max_by(by_wait))
    else {
        return lang.t("facilities-wait-unknown");
    };
    if waits.len() == 1 {
        let values = [("hour", format!("{:02}.00", least.0)), ("wait", lang.decimal(least.1, 0))];
        return lang.with("facilities-wait-one", &values);
    }
    lang.with(
        "facilities-wait-words",
        &[
            ("quiet", format!("{:02}.00", least.0)),
            ("short", lang.decimal(least.1, 0)),
            ("busy", format!("{:02}.00", most.0)),
            ("long", lang.decimal(most.1, 0)),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(hour: i64, called: i64, minutes: i64) -> Hour {
        let waited = called * minutes * 60_000_000;
        Hour { unit_code: "A".to_owned(), hour, came: called, called, waited }
    }

    #[test]
    fn an_hour_of_few_people_is_not_told() {
        let hours = [hour(8, 10, 30), hour(9, 4, 90), hour(10, 20, 12)];
        let hours: Vec<&Hour> = hours.iter().collect();
        let found = waits(&hours, 5);
        assert_eq!(found, [(8, 30.0), (10, 12.0)]);
        let drawn = bars(Lang::Id, &found);
        assert_eq!((drawn[0].height, drawn[1].height), (90, 36));
        assert!(drawn[1].quiet && !drawn[0].quiet);
        assert!(bars(Lang::Id, &[]).is_empty());
    }

    #[test]
    fn one_hour_is_told_once_and_drawn_no_wider_than_others() {
        let one = [(9, 12.4)];
        let said = sentence(Lang::Id, &one);
        assert_eq!(said.matches("09.00").count(), 1, "{said}");
        assert!(said.contains("12"), "{said}");
        let drawn = bars(Lang::Id, &one);
        assert!(drawn[0].width < 60, "{}", drawn[0].width);
    }
}
