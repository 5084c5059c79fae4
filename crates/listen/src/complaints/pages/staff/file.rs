//! A report on a desk. Opening it is a fact that its reporter can read.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::facts::complaint::{Class, Outcome};
use kernel::id::{FileId, UserId};
use kernel::number::ApplicationNumber;
use platform::App;
use platform::auth::Can;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, Visitor, html};

use super::super::super::desk::{self, Seen};
use super::super::super::model::{Matter, OVERRIDES, State as Stands, Viewer};
use super::super::super::redact;
use super::super::super::report::Reporter;
use super::super::super::verbs::Open;
use super::super::super::{rules, store};
use super::super::follow::{self, Line, journey};
use super::super::words::{self, Names, category_choices, choice};
use super::Seat;
use super::acts::Fields;
use super::desk::urgency;

/// A report as whoever sits at this desk sees it.
pub(super) struct OnDesk<S: Seat> {
    pub(super) app: App,
    pub(super) visitor: Visitor,
    pub(super) can: Can<S>,
    pub(super) viewer: Viewer,
    pub(super) seen: Seen,
    pub(super) names: Names,
    /// What was typed into a form that comes back.
    pub(super) typed: Fields,
}

/// Opens the report of a typed number for this desk.
///
/// # Errors
/// Not found when there is none that may be known here.
pub(super) async fn open<S: Seat>(
    app: App,
    visitor: Visitor,
    can: Can<S>,
    number: &str,
) -> Result<OnDesk<S>> {
    let number = ApplicationNumber::parse(number).map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let row = store::by_number(&mut tx, number).await?.ok_or_else(Error::not_found)?;
    let viewer = S::viewer(&can, &row.desk())?;
    let seen = desk::see(&mut tx, &app, &viewer, number).await?;
    let names = Names::read(&mut tx, visitor.lang).await?;
    drop(tx);
    Ok(OnDesk { app, visitor, can, viewer, seen, names, typed: Fields::new() })
}

/// What can be done now, by whoever looks.
struct Possible {
    verify: bool,
    classify: bool,
    dispose: bool,
    answer: bool,
    ask: bool,
    give_back: bool,
    override_end: bool,
}

impl Possible {
    fn of(viewer: &Viewer, state: Stands) -> Self {
        let gives = !matches!(viewer, Viewer::Unit(..));
        let handles = !matches!(viewer, Viewer::Coordinator(_));
        let given = matches!(state, Stands::Disposed | Stands::InProgress);
        let open = given || state == Stands::Verified;
        Self {
            verify: gives && state == Stands::Received,
            classify: gives && open,
            dispose: gives && open,
            answer: handles && given,
            ask: open || state == Stands::Received,
            give_back: matches!(viewer, Viewer::Unit(..)) && given,
            override_end: gives && state.is_open(),
        }
    }
}

/// A wish to see a hidden name.
struct Wish {
    by: UserId,
    text: String,
    decidable: bool,
}

#[derive(Template)]
#[template(path = "complaints/templates/desk_file.html")]
struct FilePage {
    page: Page,
    base: &'static str,
    here: String,
    number: String,
    title: String,
    kind: &'static str,
    due: String,
    story: String,
    files: Vec<FileId>,
    rows: Vec<(String, String)>,
    journey: Vec<Line>,
    can: Possible,
    blinded: bool,
    publishable: bool,
    redacted: String,
    classes: Vec<Choice>,
    categories: Vec<Choice>,
    classes_anew: Vec<Choice>,
    categories_anew: Vec<Choice>,
    categories_of_part: Vec<Choice>,
    about: Vec<Choice>,
    handlers: Vec<Choice>,
    outcomes: Vec<Choice>,
    overrides: Vec<Choice>,
    inspector: bool,
    /// The unit whose head can be told that it is proven.
    proven_of: Option<String>,
    anonymous: bool,
    accounts: Vec<Choice>,
    wishes: Vec<Wish>,
    beside: Vec<(String, String)>,
    can_ask_identity: bool,
    typed: Fields,
    errors: Mistakes,
}

impl FilePage {
    /// What was typed into a field.
    fn v(&self, field: &str) -> &str {
        self.typed.get(field).map(String::as_str).unwrap_or_default()
    }

    /// Whether the form with this field came back: it is then unfolded.
    fn back(&self, field: &str) -> bool {
        self.typed.contains_key(field)
    }
}

pub(super) async fn show<S: Seat>(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<S>,
    Path(number): Path<String>,
) -> Handled {
    let on_desk = open(app, visitor, can, &number).await?;
    if on_desk.seen.reporter.as_ref().is_some_and(Reporter::is_known) {
        let actor = S::actor(&on_desk.can);
        let id = on_desk.seen.row.id;
        let opened = Open { app: on_desk.app.clone(), id, actor };
        on_desk.app.db.write(on_desk.visitor.tenant.id, opened).await?;
    }
    Ok(page(&on_desk, Mistakes::default()).await?)
}

/// The page, with what was wrong with a form on it.
pub(super) async fn page<S: Seat>(on_desk: &OnDesk<S>, errors: Mistakes) -> Result<Response> {
    let OnDesk { app, visitor, viewer, seen, names, can, typed } = on_desk;
    let (lang, row, matter) = (visitor.lang, &seen.row, &seen.row.matter);
    let inspector = matches!(viewer, Viewer::Inspector(_));
    let accounts = if inspector { accounts(on_desk).await? } else { Vec::new() };
    let title = words::category(lang, &matter.category);
    let mut rows = follow::rows(app, lang, names, seen);
    // The story stands above.
    rows.remove(0);
    rows.extend(reporter_rows(lang, seen));
    // What was typed stands before what is known.
    let chosen =
        |field: &str, known: &str| typed.get(field).map_or(known, String::as_str).to_owned();
    let classes = |field: &str| {
        let chosen = chosen(field, matter.class.code());
        let class = |one: Class| choice(one.code(), &words::class(lang, one), one.code() == chosen);
        Class::ALL.map(class).into()
    };
    let categories = |field: &str| category_choices(lang, &[], &chosen(field, &matter.category));
    let outcome = |one: Outcome| {
        let label = lang.t(&format!("complaint-outcome-{}", one.code()));
        choice(one.code(), &label, one.code() == chosen("hasil", ""))
    };
    let reason = |one: &str| {
        choice(one, &lang.t(&format!("complaint-override-{one}")), one == chosen("dasar", ""))
    };
    let about = chosen("tentang", matter.about.as_deref().unwrap_or_default());
    let redacted = redact::hide(&seen.details.story, &seen.reporter.clone().unwrap_or_default());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let asked_before = seen.asked.iter().any(|asked| asked.by == can.user());
    let shown = FilePage {
        page: visitor
            .page_titled(title.clone())
            .in_section(S::NAV)
            .with_error_if(!errors.is_empty()),
        base: S::BASE,
        here: format!("{}/{}", S::BASE, row.number),
        number: row.number.to_string(),
        title,
        kind: urgency(app, row),
        due: match words::due(lang, app, row) {
            due if due.is_empty() => words::state(lang, row),
            due => due,
        },
        story: seen.details.story.clone(),
        files: follow::files(seen),
        rows,
        journey: journey(app, lang, names, &seen.facts),
        can: Possible::of(viewer, matter.state),
        blinded: matter.is_blinded(),
        publishable: matter.is_public(),
        redacted: chosen("terbit", &redacted),
        classes: classes("kelas"),
        categories: categories("kategori"),
        classes_anew: classes("kelas2"),
        categories_anew: categories("kategori2"),
        categories_of_part: categories("kategori3"),
        about: names.unit_choices(&about),
        handlers: handlers(lang, names, matter, &chosen("kepada", "")),
        outcomes: Outcome::ALL.map(outcome).into(),
        overrides: OVERRIDES.map(reason).into(),
        inspector,
        proven_of: proven_of(on_desk),
        anonymous: matter.anonymous,
        accounts,
        wishes: wishes(on_desk),
        beside: beside(on_desk).await?,
        can_ask_identity: inspector && matter.anonymous && !asked_before,
        typed: typed.clone(),
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// Who reports, as far as this desk may know.
fn reporter_rows(lang: Lang, seen: &Seen) -> Vec<(String, String)> {
    let Some(reporter) = &seen.reporter else {
        return vec![(lang.t("complaint-line-name"), lang.t("complaint-name-hidden"))];
    };
    let contact = reporter.phone.as_ref().map(|phone| phone.expose().to_owned());
    let contact = contact.unwrap_or_else(|| reporter.email.clone());
    let or_none = |text: &str| {
        if text.is_empty() { lang.t("complaint-none") } else { text.to_owned() }
    };
    vec![
        (lang.t("complaint-line-name"), or_none(&reporter.name)),
        (lang.t("complaint-line-behalf"), or_none(&reporter.behalf)),
        (lang.t("complaint-line-contact"), or_none(&contact)),
    ]
}

/// Who can be given a report: the unit complained of unless another was chosen, and none that it is
/// kept from.
fn handlers(lang: Lang, names: &Names, matter: &Matter, chosen: &str) -> Vec<Choice> {
    const INSPECTORATE: &str = "INSPECTORATE";
    let about = matter.about.as_deref().unwrap_or_default();
    let mut all = names.unit_choices(if chosen.is_empty() { about } else { chosen });
    all.retain(|unit| !matter.kept_from.contains(&unit.value));
    let label = lang.t("complaint-desk-inspectorate");
    all.push(choice(INSPECTORATE, &label, chosen == INSPECTORATE));
    all
}

/// Accounts of the unit complained of, of which the report may name some.
async fn accounts<S: Seat>(on_desk: &OnDesk<S>) -> Result<Vec<Choice>> {
    let matter = &on_desk.seen.row.matter;
    let Some(unit) = &matter.about else { return Ok(Vec::new()) };
    let mut tx: Tx<'_> = on_desk.app.db.read(on_desk.visitor.tenant.id).await?;
    let all = platform::auth::account::of_unit(&mut tx, &on_desk.app.vault, unit).await?;
    let entry = |(user, name): (UserId, String)| {
        choice(&user.to_string(), &name, matter.named.contains(&user))
    };
    Ok(all.into_iter().map(entry).collect())
}

/// Likely duplicates: number, and when each came in. Units join nothing, so they are shown none.
async fn beside<S: Seat>(on_desk: &OnDesk<S>) -> Result<Vec<(String, String)>> {
    if matches!(on_desk.viewer, Viewer::Unit(..)) {
        return Ok(Vec::new());
    }
    let app = &on_desk.app;
    let since = rules::since(app, rules::SIMILAR, app.db.clock().now())?;
    let mut tx = app.db.read(on_desk.visitor.tenant.id).await?;
    let rows = store::beside(&mut tx, &on_desk.seen.row, since).await?;
    let lang = on_desk.visitor.lang;
    let seen = rows.iter().filter(|row| row.matter.shows_to(&on_desk.viewer));
    Ok(seen.map(|row| (row.number.to_string(), lang.moment(row.received_at, app.tz()))).collect())
}

/// The unit whose head an inspector can still tell that the report is proven.
fn proven_of<S: Seat>(on_desk: &OnDesk<S>) -> Option<String> {
    let unit = on_desk.seen.row.matter.proven_of().ok()?;
    let told = |payload: &Option<Payload>| matches!(payload, Some(Payload::ComplaintSuperiorTold(told)) if told.unit == unit);
    let told = on_desk.seen.facts.iter().any(|fact| told(&fact.payload));
    let may = matches!(on_desk.viewer, Viewer::Inspector(_)) && !told;
    may.then(|| on_desk.names.unit(on_desk.visitor.lang, unit))
}

fn wishes<S: Seat>(on_desk: &OnDesk<S>) -> Vec<Wish> {
    let lang = on_desk.visitor.lang;
    let own = on_desk.can.user();
    let wish = |asked: &store::Asked| {
        let key = match (asked.agreed, asked.by == own) {
            (None, true) => "complaint-wish-own",
            (None, false) => "complaint-wish-other",
            (Some(true), _) => "complaint-wish-agreed",
            (Some(false), _) => "complaint-wish-refused",
        };
        Wish {
            by: asked.by,
            text: lang.t(key),
            decidable: asked.agreed.is_none() && asked.by != own,
        }
    };
    on_desk.seen.asked.iter().map(wish).collect()
}

pub(super) async fn attachment<S: Seat>(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<S>,
    Path((number, file)): Path<(String, String)>,
) -> Handled {
    let on_desk = open(app, visitor, can, &number).await?;
    follow::send_file(&on_desk.app, on_desk.visitor.tenant.id, &on_desk.seen, &file).await
}
