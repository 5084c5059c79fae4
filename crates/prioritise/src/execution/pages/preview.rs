//! What a file would change, before it is brought in.

use std::collections::{BTreeMap, BTreeSet};

use kernel::error::Result;
use platform::App;
use platform::i18n::Lang;
use platform::web::Visitor;

use super::super::model::{BudgetLine, Realised, courses};
use super::super::rules::{self, Limits, Moved};
use super::super::store::{self, Version, order};
use super::words;
use platform::city::Names;

/// A budget that is brought in, beside the version that holds.
pub(super) struct Proposal {
    pub(super) year: i16,
    pub(super) reference: String,
    pub(super) note: String,
    pub(super) finding: String,
    /// What a second person should look at.
    pub(super) changes: Vec<String>,
    /// Lines: code, title, unit, account, amount, place in the plan.
    pub(super) rows: Vec<[String; 6]>,
}

/// Prepares a budget for a second look.
pub(super) async fn proposal(
    app: &App,
    visitor: &Visitor,
    year: i16,
    version: &Version,
) -> Result<Proposal> {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, lang).await?;
    let order = order::of_year(&mut tx, year).await?;
    let held = store::of_year(&mut tx, year).await?.filter(|budget| budget.version > 0);
    let before = match &held {
        Some(budget) => store::version(&mut tx, budget.id, budget.version).await?.lines,
        None => Vec::new(),
    };
    drop(tx);
    let total = |lines: &[BudgetLine]| lines.iter().map(|line| line.amount.get()).sum::<i64>();
    let values = [
        ("count", version.lines.len().to_string()),
        ("total", words::rupiah(total(&version.lines))),
    ];
    let place = |code: &str| {
        let placed = order.iter().find(|one| one.code == code && !code.is_empty());
        placed.map_or_else(|| "–".to_owned(), |placed| placed.place.to_string())
    };
    let row = |line: &BudgetLine| {
        [
            line.code.clone(),
            line.title.clone(),
            names.unit(&line.unit),
            line.account.clone(),
            line.amount.to_string(),
            place(&line.planned),
        ]
    };
    Ok(Proposal {
        year,
        reference: version.reference.clone(),
        note: version.note.clone(),
        finding: lang.with("execution-look-budget", &values),
        changes: changes(lang, app, &version.lines, &before)?,
        rows: version.lines.iter().map(row).collect(),
    })
}

/// How a revised budget differs from the one that holds; nothing for the first.
fn changes(
    lang: Lang,
    app: &App,
    lines: &[BudgetLine],
    before: &[BudgetLine],
) -> Result<Vec<String>> {
    if before.is_empty() {
        return Ok(Vec::new());
    }
    // Every change counts here, however small.
    let limits = Limits { moved: 0.0, ..Limits::on(&app.rulebook, app.today())? };
    let told = |one: &Moved| {
        let Moved::Revised(place, old) = one else { return None };
        let line = lines.get(*place)?;
        let values = [
            ("title", line.title.clone()),
            ("before", words::rupiah(*old)),
            ("amount", line.amount.to_string()),
        ];
        let key = if *old == 0 { "execution-moved-new" } else { "execution-moved-revised" };
        Some(lang.with(key, &values))
    };
    let mut changes: Vec<String> =
        rules::moved(lines, before, &[], &limits).iter().filter_map(told).collect();
    let kept: BTreeSet<(&str, &str)> =
        lines.iter().map(|line| (line.code.as_str(), line.unit.as_str())).collect();
    let gone = before.iter().filter(|old| !kept.contains(&(old.code.as_str(), old.unit.as_str())));
    changes.extend(gone.map(|old| lang.t1("execution-moved-gone", "title", &old.title)));
    Ok(changes)
}

/// Months that would come in.
pub(super) struct Months {
    pub(super) finding: String,
    /// Month, how many activities, and what was paid.
    pub(super) rows: Vec<[String; 3]>,
    /// What looks odd and may still be true.
    pub(super) odd: Vec<String>,
}

/// Prepares months for a look.
pub(super) fn months(
    lang: Lang,
    lines: &[BudgetLine],
    there: &[Realised],
    new: &[Realised],
) -> Months {
    let key = |one: &Realised| (one.unit.clone(), one.code.clone(), one.month);
    let mut all: BTreeMap<_, Realised> = there.iter().map(|one| (key(one), one.clone())).collect();
    let (mut fresh, mut changed, mut same) = (0, 0, 0);
    let mut by_month: BTreeMap<i8, (usize, i64)> = BTreeMap::new();
    for one in new {
        match all.insert(key(one), one.clone()) {
            None => fresh += 1,
            Some(old) if old == *one => same += 1,
            Some(_) => changed += 1,
        }
        let sum = by_month.entry(one.month).or_default();
        *sum = (sum.0 + 1, sum.1 + one.paid);
    }
    let values = [
        ("fresh", fresh.to_string()),
        ("changed", changed.to_string()),
        ("same", same.to_string()),
    ];
    let row = |(month, (count, paid)): (&i8, &(usize, i64))| {
        [words::month(lang, *month), count.to_string(), words::rupiah(*paid)]
    };
    let all: Vec<Realised> = all.into_values().collect();
    Months {
        finding: lang.with("execution-look-months", &values),
        rows: by_month.iter().map(row).collect(),
        odd: odd(lang, lines, &all),
    }
}

fn odd(lang: Lang, lines: &[BudgetLine], all: &[Realised]) -> Vec<String> {
    let mut told = Vec::new();
    for course in courses(lines, all) {
        let line = &course.line;
        if course.total() > line.amount.get() {
            let values = [
                ("title", line.title.clone()),
                ("paid", words::rupiah(course.total())),
                ("amount", line.amount.to_string()),
            ];
            told.push(lang.with("execution-overspent", &values));
        }
        let mut own: Vec<&Realised> =
            all.iter().filter(|one| one.code == line.code && one.unit == line.unit).collect();
        own.sort_by_key(|one| one.month);
        if own.windows(2).any(|pair| pair[1].done < pair[0].done) {
            told.push(lang.t1("execution-look-less", "title", &line.title));
        }
    }
    told
}
