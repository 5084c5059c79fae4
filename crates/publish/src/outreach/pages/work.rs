//! `/humas/kampanye/{id}`: one campaign, and what may be done with it.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::{Kind, Result};
use platform::App;
use platform::auth::{Approver, Can, Outreach};
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::model::{Campaign, State};
use super::super::store;
use super::super::verbs::{self, Drop, End, Start, is_ready, last_day};
use super::desk::Desk;
use super::public::{Told, tell};
use super::{Nothing, parse};

/// What the visitor may do.
#[derive(Default)]
struct May {
    start: bool,
    /// It is the visitor's own draft, which another must start.
    own: bool,
    drop: bool,
    end: bool,
    evaluate: bool,
    /// From which day on it may be evaluated; empty otherwise.
    from: String,
}

#[derive(Template)]
#[template(path = "outreach/templates/work.html")]
struct WorkPage {
    page: Page,
    href: String,
    public: bool,
    /// A lot waits for who starts it.
    undrawn: bool,
    told: Told,
    can: May,
    typed: Typed,
    errors: Mistakes,
}

fn may(app: &App, desk: &Desk, campaign: &Campaign, lang: platform::i18n::Lang) -> Result<May> {
    let own = desk.user() == campaign.drafter;
    let draft = campaign.state == State::Draft;
    let ended = campaign.state == State::Ended && desk.tells();
    let today = app.today();
    let from = match (ended, campaign.ended_on) {
        (true, Some(_)) => {
            let first = last_day(app, campaign)?.tomorrow().map_err(Error::internal)?;
            lang.weekday_date(first)
        }
        _ => String::new(),
    };
    Ok(May {
        start: draft && desk.approves() && !own,
        own: draft && own,
        drop: draft && (own || desk.approves()),
        end: campaign.state == State::Running && desk.tells() && campaign.from <= today,
        evaluate: ended && is_ready(app, campaign, today)?,
        from,
    })
}

/// One campaign.
pub(super) async fn show(
    Shared(app): Shared<App>,
    visitor: Visitor,
    desk: Desk,
    Path(id): Path<String>,
) -> Handled {
    Ok(write(&app, &visitor, (&desk, &id), Typed::default(), Mistakes::default()).await?)
}

async fn write(
    app: &App,
    visitor: &Visitor,
    (desk, id): (&Desk, &str),
    typed: Typed,
    errors: Mistakes,
) -> Result<Response> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let campaign = store::by_id(&mut tx, parse(id)?).await?;
    let told = tell(&mut tx, (app, visitor.lang), &campaign).await?;
    drop(tx);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = WorkPage {
        page: visitor
            .page_titled(campaign.title.clone())
            .in_section("kampanye")
            .with_error_if(!errors.is_empty()),
        href: format!("/humas/kampanye/{}", campaign.id),
        public: campaign.state.is_public(),
        undrawn: (campaign.by_lot || campaign.second.is_some()) && told.lot.is_none(),
        can: may(app, desk, &campaign, visitor.lang)?,
        told,
        typed,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// What was typed into an act.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    alasan: String,
    pelajaran: String,
}

fn sentence(typed: &str, key: &'static str) -> Result<String> {
    let text = typed.trim();
    let fits = !text.is_empty() && text.chars().count() <= 2_000;
    fits.then(|| text.to_owned()).ok_or_else(|| Error::invalid(key))
}

async fn answer(
    app: &App,
    visitor: &Visitor,
    (desk, id): (&Desk, &str),
    (field, typed): (&str, Typed),
    done: Result<()>,
) -> Handled {
    match done {
        Ok(()) => Ok(redirect(&format!("/humas/kampanye/{id}"))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            Ok(write(app, visitor, (desk, id), typed, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// The second person starts it.
pub(super) async fn start(
    Shared(app): Shared<App>,
    visitor: Visitor,
    desk: Desk,
    approver: Can<Approver>,
    Path(id): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let start = Start { app: app.clone(), id: parse(&id)?, approver };
    let done = app.db.write(visitor.tenant.id, start).await;
    answer(&app, &visitor, (&desk, &id), ("mulai", Typed::default()), done).await
}

/// The draft is taken back or refused, with a reason.
pub(super) async fn drop_draft(
    Shared(app): Shared<App>,
    visitor: Visitor,
    desk: Desk,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let campaign = parse(&id)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let own = store::by_id(&mut tx, campaign).await?.drafter == desk.user();
    drop(tx);
    if !own && !desk.approves() {
        return Err(Error::new(Kind::Forbidden, "error-forbidden").into());
    }
    let done = match sentence(&typed.alasan, "outreach-reason-missing") {
        Ok(reason) => app.db.write(visitor.tenant.id, Drop { id: campaign, reason }).await,
        Err(error) => Err(error),
    };
    answer(&app, &visitor, (&desk, &id), ("alasan", typed), done).await
}

/// It ends before its last day, with a reason.
pub(super) async fn end(
    Shared(app): Shared<App>,
    visitor: Visitor,
    desk: Desk,
    outreach: Can<Outreach>,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let campaign = parse(&id)?;
    let done = match sentence(&typed.alasan, "outreach-reason-missing") {
        Ok(reason) => {
            let early = Some((outreach, reason));
            let end = End { app: app.clone(), id: campaign, early };
            app.db.write(visitor.tenant.id, end).await
        }
        Err(error) => Err(error),
    };
    answer(&app, &visitor, (&desk, &id), ("alasan", typed), done).await
}

/// It is judged: the numbers come from the journal, the lesson from a person.
pub(super) async fn evaluate(
    Shared(app): Shared<App>,
    visitor: Visitor,
    desk: Desk,
    outreach: Can<Outreach>,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let (campaign, tenant) = (parse(&id)?, visitor.tenant.id);
    let done = match sentence(&typed.pelajaran, "outreach-lesson-missing") {
        Ok(lesson) => {
            let by = (outreach.actor(Channel::Online, None), app.today());
            match verbs::evaluate(&app, tenant, (campaign, lesson), by).await {
                Ok(evaluate) => app.db.write(tenant, evaluate).await,
                Err(error) => Err(error),
            }
        }
        Err(error) => Err(error),
    };
    answer(&app, &visitor, (&desk, &id), ("pelajaran", typed), done).await
}
