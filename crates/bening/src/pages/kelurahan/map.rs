//! The city by kelurahan: a map whose regions are links, with a list that says the same.
//!
//! What it shows was published before: the share of applications that people handed in themselves at the
//! office of each kelurahan, from the newest report of the city. So nothing can be reckoned from it that
//! is not in the report, and no number of fewer files than the report allows is shown.

use std::collections::BTreeMap;

use kernel::error::Result;
use platform::App;
use platform::city::{self, Kelurahan};
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::outline;
use publish::scorecard::model::{Finding, Report};
use publish::scorecard::pages::words;

/// What is shown of each office.
pub const MEASURE: &str = "self-application";

/// From this share on, in millionths, a region has the level of that place; the highest first.
const FROM: [(i64, &str); 4] = [(900_000, "l4"), (750_000, "l3"), (600_000, "l2"), (0, "l1")];

/// A kelurahan.
pub struct Area {
    pub code: String,
    pub name: String,
    pub district: String,
    /// The share, in words; "too few" where it is not told.
    pub value: String,
    /// Its interval and number of files; empty where it is not told.
    pub sure: String,
    /// Class of its colour.
    pub level: &'static str,
    /// What goes into the `d` of a path; empty when the map does not show it.
    pub path: String,
}

/// A colour in words.
pub struct Level {
    pub class: &'static str,
    pub words: String,
}

/// The map and its list.
pub struct Map {
    pub tall: i64,
    pub schematic: bool,
    /// The period of the report; empty while there is none.
    pub period: String,
    /// The finding in a sentence.
    pub finding: String,
    pub areas: Vec<Area>,
    pub levels: Vec<Level>,
}

impl Map {
    /// Reads it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(
        tx: &mut Tx<'_>,
        app: &App,
        lang: Lang,
        report: Option<&Report>,
    ) -> Result<Self> {
        let all = city::kelurahan(tx).await?;
        let drawing = outline::draw_or_tile(&app.regions, &city::by_district(&all));
        let mut paths: BTreeMap<String, String> =
            drawing.shapes.into_iter().map(|shape| (shape.code, shape.path)).collect();
        let told = shares(report);
        let area = |one: &Kelurahan| area(lang, one, &told, paths.remove(&one.code));
        let areas: Vec<Area> = all.iter().map(area).collect();
        let period = report.map(|report| words::period(lang, report.period));
        Ok(Self {
            tall: drawing.tall,
            schematic: drawing.schematic,
            period: period.unwrap_or_default(),
            finding: finding(lang, &all, &told),
            levels: levels(lang, &areas),
            areas,
        })
    }
}

/// The finding of each office.
fn shares(report: Option<&Report>) -> BTreeMap<&str, &Finding> {
    let said = report.and_then(|report| report.said.as_ref());
    let findings = said.map(|said| said.findings.as_slice()).unwrap_or_default();
    let wanted = findings.iter().filter(|finding| finding.code == MEASURE);
    wanted.map(|finding| (finding.unit.as_str(), finding)).collect()
}

fn level(share: i64) -> &'static str {
    FROM.iter().find(|(from, _)| share >= *from).map_or("l1", |(_, class)| class)
}

fn area(
    lang: Lang,
    one: &Kelurahan,
    told: &BTreeMap<&str, &Finding>,
    path: Option<String>,
) -> Area {
    let found = told.get(one.unit_code.as_str()).filter(|_| !one.unit_code.is_empty());
    Area {
        code: one.code.clone(),
        name: one.name.clone(),
        district: one.district_name.clone(),
        value: found.map_or_else(
            || lang.t("scorecard-few"),
            |finding| words::value(lang, finding.form, finding.now.value),
        ),
        sure: found.map(|finding| words::sure(lang, finding)).unwrap_or_default(),
        level: found.map_or("l0", |finding| level(finding.now.value)),
        path: path.unwrap_or_default(),
    }
}

/// Which offices stand above the city beyond chance, or that none does.
fn finding(lang: Lang, all: &[Kelurahan], told: &BTreeMap<&str, &Finding>) -> String {
    let known = all.iter().filter_map(|one| {
        let finding = told.get(one.unit_code.as_str()).filter(|_| !one.unit_code.is_empty())?;
        Some((one, *finding))
    });
    let known: Vec<_> = known.collect();
    let (Some(city), false) = (told.get(""), known.is_empty()) else {
        return lang.t("home-map-none");
    };
    let above = known
        .iter()
        .filter(|(_, finding)| finding.now.interval.is_some_and(|(low, _)| low > city.now.value));
    let above = above.count();
    let values = [
        ("count", known.len().to_string()),
        ("above", above.to_string()),
        ("city", words::value(lang, city.form, city.now.value)),
    ];
    let key = if above == 0 { "home-map-even" } else { "home-map-finding" };
    lang.with(key, &values)
}

/// The colours that are on the map, in words.
fn levels(lang: Lang, areas: &[Area]) -> Vec<Level> {
    let named = ["l4", "l3", "l2", "l1", "l0"];
    let used = named.into_iter().filter(|class| areas.iter().any(|area| area.level == *class));
    used.map(|class| Level { class, words: lang.t(&format!("home-map-{class}")) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_share_has_its_colour() {
        let shares = [1_000_000, 900_000, 899_999, 750_000, 600_000, 599_999, 0];
        let found: Vec<&str> = shares.into_iter().map(level).collect();
        assert_eq!(found, ["l4", "l4", "l3", "l3", "l2", "l1", "l1"]);
    }
}
