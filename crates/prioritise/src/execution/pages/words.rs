//! What was found of a budget, in sentences.

use kernel::money::Rupiah;
use platform::i18n::Lang;

use super::super::model::{Course, Placed};
use super::super::read::Mistake;
use super::super::rules::{Moved, Overtake, december, late};
use super::super::view::Seen;

/// How many overtaken activities are named one by one.
const NAMED: usize = 3;

/// Rupiah.
pub(super) fn rupiah(amount: i64) -> String {
    Rupiah::new(amount).to_string()
}

/// A share from 0 to 1 in percent.
pub(super) fn percent(lang: Lang, share: f64) -> String {
    format!("{}%", lang.decimal(100.0 * share, 1))
}

/// Of how much, in percent; nothing of nothing.
pub(super) fn share(lang: Lang, part: i64, whole: i64) -> String {
    if whole > 0 { percent(lang, part as f64 / whole as f64) } else { "–".to_owned() }
}

/// What a month is called.
pub(super) fn month(lang: Lang, month: i8) -> String {
    lang.t(&format!("date-month-{month}"))
}

/// The same, short.
pub(super) fn short_month(lang: Lang, month: i8) -> String {
    lang.t(&format!("date-month-short-{month}"))
}

/// Where the budget stands, in a sentence. `courses` are the lines that are shown.
pub(super) fn standing(lang: Lang, seen: &Seen, courses: &[&Course]) -> String {
    let amount: i64 = courses.iter().map(|course| course.line.amount.get()).sum();
    let paid: i64 = courses.iter().map(|course| course.total()).sum();
    if seen.known == 0 {
        return lang.t1("execution-standing-none", "amount", rupiah(amount));
    }
    let values = [
        ("month", month(lang, seen.known)),
        ("paid", rupiah(paid)),
        ("amount", rupiah(amount)),
        ("share", share(lang, paid, amount)),
    ];
    lang.with("execution-standing", &values)
}

/// What an activity overtook.
pub(super) fn overtake(lang: Lang, seen: &Seen, course: &Course, one: &Overtake) -> String {
    let title = |code: &String| {
        let placed = seen.placed(code);
        placed.map(|placed| format!("{} ({})", placed.title, placed.place))
    };
    let mut named: Vec<String> = one.before.iter().take(NAMED).filter_map(title).collect();
    if one.before.len() > NAMED {
        named.push(lang.t1("execution-and-more", "count", one.before.len() - NAMED));
    }
    let values = [
        ("title", course.line.title.clone()),
        ("place", one.place.to_string()),
        ("month", month(lang, one.started)),
        ("paid", rupiah(one.paid)),
        ("count", one.before.len().to_string()),
        ("named", named.join("; ")),
    ];
    lang.with("execution-overtake", &values)
}

/// What is found of the lines that are shown: most grave first.
pub(super) fn findings(lang: Lang, seen: &Seen, courses: &[&Course]) -> Vec<String> {
    let mut told = Vec::new();
    for one in &seen.overtakes {
        if let Some(course) = courses.iter().find(|course| course.line.planned == one.code) {
            told.push(overtake(lang, seen, course, one));
        }
    }
    let about = |key: &str, course: &Course, share: f64| {
        let after = month(lang, seen.limits.late_after);
        let values = [
            ("title", course.line.title.clone()),
            ("share", percent(lang, share)),
            ("month", after),
        ];
        lang.with(key, &values)
    };
    let mut left: Vec<(f64, &Course)> = courses
        .iter()
        .filter_map(|course| Some((late(course, seen.known, &seen.limits)?, *course)))
        .collect();
    left.sort_by_key(|(_, course)| std::cmp::Reverse(course.line.amount));
    told.extend(left.iter().map(|(share, course)| about("execution-late", course, *share)));
    for course in courses {
        if let Some(share) = december(course, seen.known, &seen.limits) {
            told.push(about("execution-december", course, share));
        }
    }
    for course in courses.iter().filter(|course| course.total() > course.line.amount.get()) {
        let values = [
            ("title", course.line.title.clone()),
            ("paid", rupiah(course.total())),
            ("amount", rupiah(course.line.amount.get())),
        ];
        told.push(lang.with("execution-overspent", &values));
    }
    told
}

/// What moved, in a sentence; none when it is about a line that is not shown.
pub(super) fn moved(
    lang: Lang,
    seen: &Seen,
    one: &Moved,
    shown: impl Fn(&Course) -> bool,
) -> Option<String> {
    let course = |place: usize| seen.courses.get(place).filter(|course| shown(course));
    let line = |key: &str, place: usize| {
        let course = course(place)?;
        let values =
            [("title", course.line.title.clone()), ("amount", rupiah(course.line.amount.get()))];
        Some(lang.with(key, &values))
    };
    let planned = |code: &str| -> Option<&Placed> {
        let paying = seen.paying(code);
        seen.placed(code).filter(|_| paying.is_none_or(&shown))
    };
    match one {
        Moved::Unplanned(place) => line("execution-moved-unplanned", *place),
        Moved::LeftOut(place) => line("execution-moved-left-out", *place),
        Moved::Missing(code) => {
            let placed = planned(code)?;
            let values = [("title", placed.title.clone()), ("place", placed.place.to_string())];
            Some(lang.with("execution-moved-missing", &values))
        }
        Moved::Amount(code, cost, amount) => {
            let values = [
                ("title", planned(code)?.title.clone()),
                ("cost", rupiah(*cost)),
                ("amount", rupiah(*amount)),
            ];
            Some(lang.with("execution-moved-amount", &values))
        }
        Moved::Revised(place, before) => {
            let course = course(*place)?;
            let values = [
                ("title", course.line.title.clone()),
                ("before", rupiah(*before)),
                ("amount", rupiah(course.line.amount.get())),
            ];
            let key = if *before == 0 { "execution-moved-new" } else { "execution-moved-revised" };
            Some(lang.with(key, &values))
        }
    }
}

/// A mistake of a file: where it is and what is wrong.
pub(super) fn mistake(lang: Lang, file: &str, one: &Mistake) -> String {
    let values = [
        ("file", file.to_owned()),
        ("line", one.line.to_string()),
        ("column", one.column.clone()),
        ("message", lang.t(one.key)),
    ];
    lang.with("execution-file-cell", &values)
}
