//! What may be said of a period: asked by the tables and by the city's report alike, so that neither tells what
//! the other hides. Pure.

use std::collections::BTreeMap;

use super::counts::{self, Count, Line, Tree, named};

/// Reports that were closed, and gifts, of one month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Month {
    /// Such as `2026-07`.
    pub month: String,
    /// Reports of citizens that were closed.
    pub closed: i64,
    /// Those of them with the reporter's consent.
    pub agreed: i64,
    /// Gifts that officers reported or refused.
    pub gifts: i64,
}

/// Files that a unit took from its queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turns {
    /// Code of the unit.
    pub unit: String,
    /// Files that were taken.
    pub picked: i64,
    /// Those of them that went before others. Each is an act of the city that stands in the ledger, so they may be few.
    pub jumped: i64,
}

/// The counts of a period that may be published.
#[derive(Clone, Debug, Default)]
pub struct Guarded {
    /// Answered files, see [`counts::answered`].
    pub answered: Vec<Line>,
    /// Complete files, see [`counts::complete`].
    pub complete: Vec<Line>,
    /// Reports that were closed, by month; the trait is "with consent".
    pub closed: Vec<Line>,
    /// Gifts, by month.
    pub gifts: Vec<Line>,
    /// Files taken from queues, by unit; the trait is "before others".
    pub picked: Vec<Line>,
    shown: BTreeMap<(String, String), (i64, i64)>,
}

/// Measures whose cases are people or files. The cases of others are acts of the city itself, each of which stands in the
/// ledger by itself.
pub const OF_PEOPLE: [&str; 6] =
    ["on-time", "returned", "self-application", "agreed-closing", "gifts", "out-of-turn"];

impl Guarded {
    /// Of the counts of a period.
    pub fn of(counts: &[Count], months: &[Month], turns: &[Turns], fewest: i64) -> Self {
        let (mut closed, mut gifts) = (Tree::new(1), Tree::new(0));
        for month in months {
            closed.add([month.month.as_str()], month.closed, &[month.agreed]);
            gifts.add([month.month.as_str()], month.gifts, &[]);
        }
        let mut guarded = Self {
            answered: counts::answered(counts).lines(fewest),
            complete: counts::complete(counts).lines(fewest),
            closed: closed.lines(fewest),
            gifts: gifts.lines(fewest),
            picked: picked(turns, fewest),
            shown: BTreeMap::new(),
        };
        guarded.note("on-time", 0, |all| &all.answered, 2);
        guarded.note("returned", 1, |all| &all.answered, 2);
        guarded.note("self-application", 0, |all| &all.complete, 2);
        guarded.note("out-of-turn", 0, |all| &all.picked, 2);
        // Reports and gifts have months below the city, no units.
        guarded.note("agreed-closing", 0, |all| &all.closed, 1);
        for line in guarded.gifts.iter().filter(|line| line.path.is_empty()) {
            guarded.shown.insert(("gifts".to_owned(), String::new()), (line.n, line.n));
        }
        guarded
    }

    /// Remembers the upper levels of a measure: the city, and its units where there are.
    fn note(&mut self, measure: &str, place: usize, lines: fn(&Self) -> &Vec<Line>, levels: usize) {
        let figure = |line: &Line| {
            let unit = line.path.first().cloned().unwrap_or_default();
            Some((unit, (line.n, line.traits[place]?)))
        };
        let upper = lines(self).iter().filter(|line| line.path.len() < levels);
        let told: Vec<(String, (i64, i64))> = upper.filter_map(figure).collect();
        for (unit, figure) in told {
            self.shown.insert((measure.to_owned(), unit), figure);
        }
    }

    /// Cases of a measure and how many have its trait, of a unit or (empty) the city; nothing when it
    /// may not be told.
    pub fn figure(&self, measure: &str, unit: &str) -> Option<(i64, i64)> {
        self.shown.get(&(measure.to_owned(), unit.to_owned())).copied()
    }
}

/// Files taken by units are told like any files; of how many went before others, everybody knows already.
fn picked(turns: &[Turns], fewest: i64) -> Vec<Line> {
    let mut tree = Tree::new(0);
    for one in turns {
        tree.add([named(&one.unit)], one.picked, &[]);
    }
    let mut lines = tree.lines(fewest);
    for line in &mut lines {
        let unit = line.path.first().map(String::as_str);
        let here = turns.iter().filter(|one| unit.is_none_or(|unit| unit == named(&one.unit)));
        line.traits = vec![Some(here.map(|one| one.jumped).sum())];
    }
    lines
}
