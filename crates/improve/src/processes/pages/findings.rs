//! Findings as sentences: where, how much, and how sure.

use mining::batch::Period;
use mining::findings::Kind;
use platform::i18n::Lang;

use super::super::look::Told;
use super::words::{Activities, length, number};
use crate::city::Units;

/// A finding in words, with what it costs and from how many files that is known.
pub(super) fn sentence(lang: Lang, words: &Activities, units: &Units, told: &Told) -> String {
    let percent = |share: f64| lang.decimal(100.0 * share, 0);
    let mut values = vec![
        ("unit", units.name(&told.unit)),
        ("to", units.name(&told.to)),
        ("files", number(lang, told.files)),
        ("time", length(lang, told.minutes)),
        ("share", percent(told.share.0)),
        ("low", percent(told.share.1)),
        ("high", percent(told.share.2)),
    ];
    if !told.activity.is_empty() {
        values.push(("step", words.name(&told.activity)));
    }
    let key = match &told.kind {
        Kind::Bottleneck => "processes-found-bottleneck",
        Kind::HandOver => "processes-found-hand-over",
        Kind::Citizen => "processes-found-citizen",
        Kind::OutOfOrder => "processes-found-out-of-order",
        Kind::Batch { period, begun, usual } => {
            values.push(("period", period_name(lang, *period)));
            values.push(("begun", percent(*begun)));
            values.push(("usual", percent(*usual)));
            "processes-found-batch"
        }
        Kind::Signature { times, noes, noes_interval } => {
            values.push(("times", number(lang, *times)));
            values.push(("noes", number(lang, *noes)));
            values.push(("most", lang.decimal(100.0 * noes_interval.high, 1)));
            "processes-found-signature"
        }
        Kind::Return { times } => {
            values.push(("times", number(lang, *times)));
            "processes-found-return"
        }
        Kind::PingPong { turns } => {
            values.push(("times", turns.to_string()));
            "processes-found-ping-pong"
        }
        Kind::PeakHour { hour, arrivals, begun, .. } => {
            values.push(("hour", hour.to_string()));
            values.push(("arrivals", lang.decimal(*arrivals, 1)));
            values.push(("begun", lang.decimal(*begun, 1)));
            "processes-found-peak"
        }
    };
    format!("{} {}", lang.with(key, &values), lang.with("processes-found-cost", &values))
}

fn period_name(lang: Lang, period: Period) -> String {
    match period {
        // 5 January 1970 was a Monday.
        Period::Weekday(day) => {
            lang.weekday(jiff::civil::date(1970, 1, 5 + (day % 7).cast_signed()))
        }
        Period::Hour(hour) => lang.t1("processes-hour", "hour", hour),
    }
}
