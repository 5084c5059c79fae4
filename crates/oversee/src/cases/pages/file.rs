//! One case: what is alleged, the timeline, the evidence, and what can be done now.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::case::{CustodyStep, Outcome, Verdict};
use kernel::id::{FileId, UserId};
use platform::App;
use platform::auth::{Can, Inspector, account};
use platform::db::Tx;
use platform::i18n::Lang;
use platform::journal::{self, StoredFact};
use platform::uploads;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, Visitor, html};

use super::super::guard::Guard;
use super::super::ladders;
use super::super::model::{Person, Phase};
use super::super::store;
use super::super::verbs::Case;
use super::words::{self, Line};
use super::{Typed, choice, number};
use crate::city::Units;

const BASE: &str = "/inspektorat/perkara";

/// A case as an inspector opened it, with everything that pages name.
pub(super) struct Opened {
    pub case: Case,
    facts: Vec<StoredFact>,
    names: BTreeMap<UserId, String>,
    units: Units,
    earlier: Vec<(String, i64)>,
    of_unit: Vec<(UserId, String)>,
}

/// The case of that number, unless something keeps the inspector from it.
pub(super) async fn load(
    app: &App,
    visitor: &Visitor,
    inspector: &Can<Inspector>,
    typed: &str,
) -> Result<Opened> {
    let number = number(typed)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let row = store::by_number(&mut tx, number).await?.ok_or_else(Error::not_found)?;
    if Guard::of(&mut tx, app, inspector.user()).await?.keeps_from(&row) {
        return Err(Error::not_found());
    }
    let case = Case::of(&mut tx, app, row).await?;
    let facts = journal::facts_of(&mut tx, case.row.subject(), Some(&case.key)).await?;
    let mut names = BTreeMap::new();
    let person = match case.contents.matter.person {
        Some(Person::Account(user)) => Some(user),
        _ => None,
    };
    for user in facts.iter().filter_map(|fact| fact.actor).chain(person) {
        if let Some(account) = account::by_id(&mut tx, &app.vault, user).await? {
            names.insert(user, account.profile.name);
        }
    }
    let units = Units::load(&mut tx, visitor.lang).await?;
    let earlier = earlier(&mut tx, &case).await?;
    let of_unit = account::of_unit(&mut tx, &app.vault, &case.row.unit).await?;
    Ok(Opened { case, facts, names, units, earlier, of_unit })
}

/// What was given before for the same, while a sanction is thought about.
async fn earlier(tx: &mut Tx<'_>, case: &Case) -> Result<Vec<(String, i64)>> {
    let matter = &case.contents.matter;
    match (&matter.finding, matter.phase) {
        (Some(finding), Phase::Found | Phase::Proposed) => {
            store::earlier(tx, &finding.prohibition).await
        }
        _ => Ok(Vec::new()),
    }
}

struct Piece {
    file: FileId,
    what: String,
    keeper: String,
}

#[derive(Template)]
#[template(path = "cases/templates/file.html")]
struct FilePage {
    page: Page,
    here: String,
    unit: String,
    phase: String,
    phase_code: &'static str,
    due: String,
    rows: Vec<(String, String)>,
    evidence: Vec<Piece>,
    journey: Vec<Line>,
    named: bool,
    summonable: bool,
    pending: bool,
    findable: bool,
    own_proposal: bool,
    accounts: Vec<Choice>,
    held: Vec<Choice>,
    steps: Vec<Choice>,
    verdicts: Vec<Choice>,
    prohibitions: Vec<Choice>,
    harms: Vec<Choice>,
    sanctions: Vec<Choice>,
    least: String,
    earlier: Vec<(String, i64)>,
    outcomes: Vec<Choice>,
    lighter: Vec<Choice>,
    fields: BTreeMap<String, String>,
    errors: Mistakes,
}

impl FilePage {
    fn v(&self, field: &str) -> &str {
        self.fields.get(field).map(String::as_str).unwrap_or_default()
    }

    /// Whether it can still be added to.
    fn running(&self) -> bool {
        !["final", "dropped"].contains(&self.phase_code)
    }
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    inspector: Can<Inspector>,
    Path(number): Path<String>,
) -> Handled {
    let opened = load(&app, &visitor, &inspector, &number).await?;
    Ok(page(&app, &visitor, &inspector, opened, Typed::default()))
}

/// The page of a case, with what was typed and what is wrong with it.
pub(super) fn page(
    app: &App,
    visitor: &Visitor,
    inspector: &Can<Inspector>,
    opened: Opened,
    typed: Typed,
) -> Response {
    let status = if typed.errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = view(app, visitor, inspector, opened, typed);
    with_status(html(&shown), status)
}

fn view(
    app: &App,
    visitor: &Visitor,
    inspector: &Can<Inspector>,
    opened: Opened,
    typed: Typed,
) -> FilePage {
    let lang = visitor.lang;
    let rows = rows(lang, &opened);
    let Opened { case, facts, names, units, earlier, of_unit } = opened;
    let (row, contents) = (&case.row, &case.contents);
    let matter = &contents.matter;
    let last = matter.summonses.last();
    let named = |fact: &StoredFact| {
        fact.actor.and_then(|user| names.get(&user)).cloned().unwrap_or_default()
    };
    let of = |name: &str| typed.text(name).to_owned();
    let list = |codes: &[&str], prefix: &str, chosen: &str| -> Vec<Choice> {
        let one = |code: &&str| choice(code, lang.t(&format!("{prefix}{code}")), chosen);
        codes.iter().map(one).collect()
    };
    let open_pieces = contents.evidence.iter().filter(|piece| !piece.returned);
    let page = visitor.page_titled(lang.t1("case-title", "number", row.number));
    FilePage {
        page: page.in_section("perkara").with_error_if(!typed.errors.is_empty()),
        here: format!("{BASE}/{}", row.number),
        unit: units.name(lang, &row.unit),
        phase: lang.t(&format!("case-phase-{}", matter.phase.code())),
        phase_code: matter.phase.code(),
        due: row.clocks.next_due().map(|due| lang.moment(due, app.tz())).unwrap_or_default(),
        rows,
        evidence: contents
            .evidence
            .iter()
            .map(|piece| Piece {
                file: piece.file,
                what: piece.what.clone(),
                keeper: piece.keeper.clone(),
            })
            .collect(),
        journey: words::journey(app, lang, &facts, contents, named),
        named: matter.person.is_some(),
        summonable: matter.person.is_some()
            && matter.summonses.len() < 2
            && last.is_none_or(|last| last.came == Some(false)),
        pending: last.is_some_and(|last| last.came.is_none()),
        findable: matter.may_be_found(),
        own_proposal: matter.sanction.as_ref().is_some_and(|one| one.by == inspector.user()),
        accounts: of_unit
            .into_iter()
            .map(|(user, name)| choice(&user.to_string(), name, &of("akun")))
            .collect(),
        held: open_pieces
            .map(|piece| choice(&piece.file.to_string(), piece.what.clone(), &of("barang")))
            .collect(),
        steps: list(&CustodyStep::ALL.map(CustodyStep::code), "case-custody-", &of("langkah")),
        verdicts: list(&Verdict::ALL.map(Verdict::code), "case-verdict-", &of("hasil")),
        prohibitions: ladders::prohibitions()
            .iter()
            .map(|one| {
                let text = lang.t(&format!("case-prohibition-{}", one.letter));
                choice(&one.letter, text, &of("larangan"))
            })
            .collect(),
        harms: list(&ladders::HARMS, "case-harm-", &of("dampak")),
        sanctions: ladders::ladder(matter.is_outside())
            .map(|step| choice(&step.code(), words::sanction(lang, &step.code()), &of("sanksi")))
            .collect(),
        least: least(lang, &case),
        earlier: earlier
            .into_iter()
            .map(|(code, count)| (words::sanction(lang, &code), count))
            .collect(),
        lighter: lighter(lang, &case, &of("sanksi-baru")),
        outcomes: list(&Outcome::ALL.map(Outcome::code), "case-outcome-", &of("amar")),
        fields: typed.fields,
        errors: typed.errors,
    }
}

/// What an appeal can make of the sanction.
fn lighter(lang: Lang, case: &Case, chosen: &str) -> Vec<Choice> {
    let matter = &case.contents.matter;
    let Some(sanction) = &matter.sanction else { return Vec::new() };
    let steps = ladders::ladder(matter.is_outside()).map(ladders::Step::code);
    let lighter = steps.filter(|code| ladders::is_lighter(code, &sanction.code));
    lighter.map(|code| choice(&code, words::sanction(lang, &code), chosen)).collect()
}

/// The least tier by law, as a hint.
fn least(lang: Lang, case: &Case) -> String {
    let matter = &case.contents.matter;
    let finding = matter.finding.as_ref().filter(|_| !matter.is_outside());
    let tier = finding.and_then(|one| ladders::least_tier(&one.prohibition, &one.harm));
    tier.map(|tier| lang.t(&format!("case-tier-{tier}"))).unwrap_or_default()
}

fn rows(lang: Lang, opened: &Opened) -> Vec<(String, String)> {
    let contents = &opened.case.contents;
    let matter = &contents.matter;
    let person = match (matter.person, &contents.outsider) {
        (Some(Person::Account(user)), _) => opened.names.get(&user).cloned().unwrap_or_default(),
        (_, Some(outsider)) => format!("{} ({})", outsider.name, outsider.nik),
        _ => lang.t("case-nobody"),
    };
    let origin = lang.t(&format!("case-origin-{}", contents.origin));
    let mut rows = vec![
        (lang.t("case-row-unit"), opened.units.name(lang, &opened.case.row.unit)),
        (lang.t("case-row-origin"), format!("{origin} {}", contents.reference)),
        (lang.t("case-row-person"), person),
        (lang.t("case-row-allegation"), contents.allegation.clone()),
    ];
    if let Some(finding) = &matter.finding {
        let prohibition = lang.t(&format!("case-prohibition-{}", finding.prohibition));
        let verdict = lang.t(&format!("case-verdict-{}", finding.verdict.code()));
        rows.push((lang.t("case-row-finding"), format!("{verdict}: {prohibition}")));
    }
    if let Some(sanction) = &matter.sanction {
        rows.push((lang.t("case-row-sanction"), words::sanction(lang, &sanction.code)));
    }
    rows
}

pub(super) async fn evidence(
    State(app): State<App>,
    visitor: Visitor,
    inspector: Can<Inspector>,
    Path((number, file)): Path<(String, String)>,
) -> Handled {
    let opened = load(&app, &visitor, &inspector, &number).await?;
    let file: FileId = file.parse().map_err(|_| Error::not_found())?;
    if !opened.case.contents.evidence.iter().any(|piece| piece.file == file) {
        return Err(Error::not_found().into());
    }
    let (media, bytes) = uploads::fetch(&app, visitor.tenant.id, file).await?;
    Ok(uploads::answer(media, bytes))
}
