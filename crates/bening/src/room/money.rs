//! The budget as the room shows it: money against the plan, what overtakes, and how late the next budget is; and
//! what of it asks for a decision.

use improve::decisions::model::{Card, Source};
use kernel::error::Result;
use kernel::money::Rupiah;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use prioritise::calendar::model::{Step, most_late};
use prioritise::calendar::store as calendar;
use prioritise::execution::rules::Overtake;
use prioritise::execution::view::{Seen, Summary};

use super::cards::{both, choice};

/// Days of a month, for lateness.
const MONTH: f64 = 30.0;

/// The block of the room.
pub struct Money {
    /// The budget's page.
    pub href: String,
    /// What it is about.
    pub title: String,
    /// What was paid of what may be.
    pub spent: String,
    /// What overtakes, in a sentence.
    pub order: String,
    /// Lines with more money left than they should have; empty when there is none.
    pub late: String,
    /// How late the newest budget calendar is.
    pub calendar: String,
}

impl Money {
    /// Reads it; none where no budget holds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(tx: &mut Tx<'_>, app: &App, lang: Lang) -> Result<Option<Self>> {
        let Some(seen) = Seen::newest(tx, app).await? else { return Ok(None) };
        let mut newest = None;
        if let Some(year) = calendar::years(tx).await?.first() {
            newest = calendar::of_year(tx, *year).await?;
        }
        let late = newest.as_ref().and_then(|year| {
            most_late(&year.steps, app.today()).map(|(step, days)| (year.budget_year, step, days))
        });
        Ok(Some(told(lang, &seen.summary(), late)))
    }
}

fn told(lang: Lang, summary: &Summary, late: Option<(i16, &Step, i64)>) -> Money {
    let share = 100.0 * summary.paid as f64 / (summary.amount.max(1)) as f64;
    let spent = match summary.known {
        0 => lang.t("room-money-none"),
        known => lang.with(
            "room-money-spent",
            &[
                ("month", lang.t(&format!("date-month-{known}"))),
                ("paid", Rupiah::new(summary.paid).to_string()),
                ("amount", Rupiah::new(summary.amount).to_string()),
                ("share", lang.decimal(share, 1)),
            ],
        ),
    };
    let order = match summary.overtakes.first() {
        None => lang.t("room-money-in-order"),
        Some((title, _, _)) => lang.with(
            "room-money-overtakes",
            &[("count", summary.overtakes.len().to_string()), ("title", title.clone())],
        ),
    };
    let late_lines = match summary.late {
        0 => String::new(),
        count => lang.t1("room-money-late", "count", count),
    };
    let calendar = match late {
        None => lang.t("room-money-calendar-on-time"),
        Some((year, step, days)) => lang.with(
            "room-money-calendar",
            &[
                ("year", year.to_string()),
                ("step", lang.t(&format!("budget-step-{}", step.code))),
                ("months", lang.decimal(days as f64 / MONTH, 1)),
            ],
        ),
    };
    Money {
        href: format!("/anggaran/{}", summary.year),
        title: lang.t1("room-money", "year", summary.year),
        spent,
        order,
        late: late_lines,
        calendar,
    }
}

/// A finding for each activity that overtook better ones. It weighs one day for each of those, as if somebody
/// waited a day for each; so one that overtook more comes first.
///
/// # Errors
/// When the database fails.
pub async fn cards(tx: &mut Tx<'_>, app: &App) -> Result<Vec<Card>> {
    let Some(seen) = Seen::newest(tx, app).await? else { return Ok(Vec::new()) };
    let summary = seen.summary();
    Ok(summary
        .overtakes
        .iter()
        .map(|(title, unit, one)| card(&summary, (title, unit), one))
        .collect())
}

fn card(summary: &Summary, (title, unit): (&str, &str), one: &Overtake) -> Card {
    let count = one.before.len();
    Card {
        source: Source::Budget,
        reference: format!("{}/{}", summary.year, one.code),
        units: Some(unit.to_owned()).filter(|unit| !unit.is_empty()).into_iter().collect(),
        title: both(|lang| {
            let values = [("title", title.to_owned()), ("count", count.to_string())];
            lang.with("room-f-budget", &values)
        }),
        evidence: both(|lang| {
            let values = [
                ("place", one.place.to_string()),
                ("month", lang.t(&format!("date-month-{}", one.started))),
                ("paid", Rupiah::new(one.paid).to_string()),
            ];
            lang.with("room-f-budget-evidence", &values)
        }),
        link: format!("/anggaran/{}#temuan", summary.year),
        chance: None,
        loss: count as f64,
        due: None,
        choices: vec![
            choice("explain", "room-o-explain", "room-o-explain-effect", None),
            choice("hold", "room-o-hold", "room-o-hold-effect", None),
        ],
    }
}

#[cfg(test)]
mod tests {
    use improve::decisions::rules::rank;
    use jiff::civil::date;

    use super::*;

    fn overtake(code: &str, before: usize) -> Overtake {
        let before = (0..before).map(|at| format!("K-{at:02}")).collect();
        Overtake { code: code.to_owned(), place: 40, started: 2, paid: 900_000_000, before }
    }

    fn summary(overtakes: &[Overtake]) -> Summary {
        let told = |one: &Overtake| ("Taman".to_owned(), "DLH".to_owned(), one.clone());
        Summary {
            year: 2026,
            known: 10,
            amount: 1_000_000_000,
            paid: 250_000_000,
            overtakes: overtakes.iter().map(told).collect(),
            late: 1,
        }
    }

    /// The rule of `docs/guides/mayor.md`: a day for each better activity that waits.
    #[test]
    fn whoever_overtook_more_comes_first() {
        let found = [overtake("K-40", 3), overtake("K-41", 9), overtake("K-42", 4)];
        let summary = summary(&found);
        let cards: Vec<Card> =
            found.iter().map(|one| card(&summary, ("Taman", "DLH"), one)).collect();
        assert_eq!(cards.iter().map(|card| card.loss).collect::<Vec<_>>(), [3.0, 9.0, 4.0]);
        let complaint = Card { source: Source::Complaint, loss: 5.0, ..cards[0].clone() };
        let all = [&cards[..], &[complaint]].concat();
        let ranked = rank(all, &[], date(2026, 11, 27), 3);
        let told: Vec<(Source, f64)> = ranked.iter().map(|card| (card.source, card.loss)).collect();
        let budget = Source::Budget;
        assert_eq!(told, [(budget, 9.0), (Source::Complaint, 5.0), (budget, 4.0)]);
        assert_eq!(ranked[0].reference, "2026/K-41", "the same finding has the same name");
        assert!(ranked[0].link.starts_with("/anggaran/2026"));
        assert!(ranked[0].title.id.contains("Taman") && ranked[0].evidence.id.contains("Februari"));
    }

    #[test]
    fn the_block_says_money_order_and_calendar() {
        let late = Step {
            code: "kua_ppas_agreed".to_owned(),
            due: Some(date(2026, 8, 14)),
            done_on: None,
            reference: String::new(),
        };
        let block = told(Lang::Id, &summary(&[overtake("K-40", 3)]), Some((2027, &late, 105)));
        assert!(
            block.spent.contains("25,0%") && block.spent.contains("Oktober"),
            "{}",
            block.spent
        );
        assert!(block.order.contains("Taman") && !block.late.is_empty(), "{}", block.order);
        assert!(block.calendar.contains("3,5 bulan"), "{}", block.calendar);
        let quiet = told(Lang::En, &Summary { known: 0, late: 0, ..summary(&[]) }, None);
        assert!(quiet.late.is_empty() && !quiet.spent.contains("25"), "{}", quiet.spent);
    }
}
