//! What several pages show of a plan: criteria, activities, scenarios side by side.

use std::collections::BTreeMap;

use kernel::error::Result;
use kernel::time::from_micros;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;

use super::super::model::{Activity, Standing, standing};
use super::super::solving::Solved;
use super::super::store::scenarios::{self, Scenario};
use super::super::store::scores::{self, Given};
use super::super::store::{self, Plan, Version};
use super::{PUBLIC, words};
use platform::city::Names;

/// Everything that is known of a plan.
pub(super) struct Known {
    pub(super) plan: Plan,
    pub(super) versions: Vec<Version>,
    pub(super) activities: Vec<Activity>,
    pub(super) given: BTreeMap<String, Given>,
    pub(super) scenarios: Vec<Scenario>,
    pub(super) names: Names,
    pub(super) years: Vec<i16>,
    limit: i64,
}

impl Known {
    pub(super) async fn load(tx: &mut Tx<'_>, app: &App, lang: Lang, year: i16) -> Result<Self> {
        let plan = store::of_year(tx, year).await?;
        let given = match plan.course.frozen {
            true => scores::all(tx, plan.id, plan.course.version).await?,
            false => BTreeMap::new(),
        };
        Ok(Self {
            versions: store::versions(tx, plan.id).await?,
            activities: store::activities(tx, plan.id).await?,
            given,
            scenarios: scenarios::all(tx, plan.id).await?,
            names: Names::load(tx, lang).await?,
            years: store::years(tx).await?,
            limit: app.rulebook.count("budget.score_apart", app.today())?,
            plan,
        })
    }

    /// The criteria that hold.
    pub(super) fn criteria(&self) -> Option<&Version> {
        let version = self.plan.course.version;
        self.versions.iter().find(|one| self.plan.course.frozen && one.version == version)
    }

    /// What the scores of an activity say.
    pub(super) fn standing(&self, code: &str) -> Standing {
        let Some(given) = self.given.get(code) else { return Standing::Open(0) };
        let agreed = given.agreed.as_ref().map(|agreed| agreed.marks.as_slice());
        standing(&given.marks(), agreed, self.limit)
    }
}

/// A version of the criteria.
pub(super) struct VersionShown {
    pub(super) title: String,
    pub(super) kind: &'static str,
    pub(super) state: String,
    pub(super) voided: String,
    pub(super) from: String,
    pub(super) digest: String,
    pub(super) weights: Vec<(String, String)>,
}

/// A row of the table of activities.
pub(super) struct Row {
    pub(super) href: String,
    pub(super) code: String,
    pub(super) title: String,
    pub(super) place: String,
    pub(super) cost: String,
    pub(super) kind: &'static str,
    pub(super) state: String,
    /// Of each scenario that was computed: its title, and whether the activity is in.
    pub(super) cells: Vec<(String, bool, String)>,
}

/// A scenario in short.
pub(super) struct ScenarioShown {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) weights: String,
    pub(super) budget: String,
    pub(super) spent: String,
    pub(super) points: String,
    pub(super) chosen: String,
    pub(super) kind: &'static str,
    pub(super) state: String,
}

/// A plan as pages show it.
pub(super) struct Shown {
    pub(super) year: i16,
    pub(super) note: String,
    pub(super) finding: String,
    pub(super) versions: Vec<VersionShown>,
    pub(super) rows: Vec<Row>,
    pub(super) scenarios: Vec<ScenarioShown>,
    pub(super) others: Vec<(String, i16)>,
}

/// Prepares a plan for a page whose activities lead to `href`, and whose other years lie below `base`.
pub(super) fn shown(
    app: &App,
    lang: Lang,
    known: &Known,
    base: &str,
    href: impl Fn(&str) -> String,
) -> Shown {
    let year = known.plan.budget_year;
    let others = known.years.iter().filter(|other| **other != year);
    let row = |activity: &Activity| row(lang, known, activity, href(&activity.code));
    Shown {
        year,
        note: known.plan.note.clone(),
        finding: finding(lang, known),
        versions: known.versions.iter().map(|one| version(app, lang, known, one)).collect(),
        rows: known.activities.iter().map(row).collect(),
        scenarios: known.scenarios.iter().map(|one| scenario(lang, year, known, one)).collect(),
        others: others.map(|other| (format!("{base}/{other}"), *other)).collect(),
    }
}

/// Where the plan stands, in a sentence.
fn finding(lang: Lang, known: &Known) -> String {
    let course = known.plan.course;
    if course.adopted {
        let held = known.scenarios.iter().find(|one| one.digest == known.plan.adopted);
        let solved = held.and_then(|one| one.result.as_ref()?.as_ref().ok());
        let chosen = solved.map_or(0, chosen);
        return lang.with(
            "plan-finding-adopted",
            &[
                ("chosen", chosen.to_string()),
                ("all", known.activities.len().to_string()),
                ("title", held.map(|one| one.title.clone()).unwrap_or_default()),
            ],
        );
    }
    if !course.frozen {
        return lang.t("plan-finding-open");
    }
    let settled =
        |activity: &&Activity| matches!(known.standing(&activity.code), Standing::Settled(_));
    let done = known.activities.iter().filter(settled).count();
    let (done, all) = (done.to_string(), known.activities.len().to_string());
    lang.with("plan-finding-scoring", &[("done", done), ("all", all)])
}

fn chosen(solved: &Solved) -> usize {
    solved.activities.iter().filter(|told| told.chosen).count()
}

fn version(app: &App, lang: Lang, known: &Known, one: &Version) -> VersionShown {
    let holds = known.criteria().is_some_and(|held| held.version == one.version);
    let (kind, state) = match (holds, one.voided.is_empty()) {
        (true, _) => ("good", lang.t("plan-version-holds")),
        (false, false) => ("bad", lang.t("plan-version-voided")),
        (false, true) => ("", lang.t("plan-version-replaced")),
    };
    let from = match one.judges {
        0 => lang.t("plan-from-typed"),
        judges => lang.with(
            "plan-from-comparisons",
            &[
                ("judges", judges.to_string()),
                ("ratio", lang.decimal(one.ratio as f64 / 1000.0, 3)),
            ],
        ),
    };
    let weight = |criterion: &kernel::facts::plan::Criterion| {
        (
            words::criterion(lang, &criterion.code),
            words::percent(lang, criterion.weight as f64 / 1000.0),
        )
    };
    let at = lang.moment(from_micros(one.frozen_at), app.tz());
    VersionShown {
        title: lang.with("plan-version", &[("version", one.version.to_string()), ("at", at)]),
        kind,
        state,
        voided: one.voided.clone(),
        from,
        digest: grouped(&one.digest),
        weights: one.criteria.iter().map(weight).collect(),
    }
}

/// The first sixteen digits of a digest in groups of four.
pub(super) fn grouped(digest: &str) -> String {
    let short = digest.get(..16).unwrap_or(digest);
    let groups: Vec<&str> = (0..4).filter_map(|at| short.get(at * 4..at * 4 + 4)).collect();
    groups.join(" ")
}

fn row(lang: Lang, known: &Known, activity: &Activity, href: String) -> Row {
    let (kind, state) = words::standing(lang, &known.standing(&activity.code));
    let place = known.names.find(&activity.kelurahan).map(|one| one.name.clone());
    let cell = |scenario: &Scenario| {
        let solved = scenario.result.as_ref()?.as_ref().ok()?;
        let told = solved.activities.iter().find(|told| told.code == activity.code);
        let is_in = told.is_some_and(|told| told.chosen);
        let word = lang.t(if is_in { "plan-in" } else { "plan-out" });
        Some((scenario.title.clone(), is_in, word))
    };
    Row {
        href,
        code: activity.code.clone(),
        title: activity.title.clone(),
        place: place.unwrap_or_else(|| lang.t("plan-whole-city")),
        cost: activity.cost.to_string(),
        kind,
        state,
        cells: known.scenarios.iter().filter_map(cell).collect(),
    }
}

fn scenario(lang: Lang, year: i16, known: &Known, one: &Scenario) -> ScenarioShown {
    let weights = if one.frozen_weights { "plan-weights-frozen" } else { "plan-weights-other" };
    let none = || "–".to_owned();
    let solved = one.result.as_ref().and_then(|result| result.as_ref().ok());
    let (kind, state) = match &one.result {
        _ if one.digest == known.plan.adopted => ("good", lang.t("plan-scenario-adopted")),
        None => ("warn", lang.t("plan-scenario-waits")),
        Some(Ok(_)) => ("", lang.t("plan-scenario-solved")),
        Some(Err(_)) => ("bad", lang.t("plan-scenario-failed")),
    };
    ScenarioShown {
        href: format!("{PUBLIC}/{year}/skenario/{}", one.digest),
        title: one.title.clone(),
        weights: lang.t(weights),
        budget: kernel::money::Rupiah::new(one.budget).to_string(),
        spent: solved.map_or_else(none, |solved| words::rupiah(solved.spent)),
        points: solved.map_or_else(none, |solved| words::points(lang, solved.points)),
        chosen: solved.map_or_else(none, |solved| chosen(solved).to_string()),
        kind,
        state,
    }
}
