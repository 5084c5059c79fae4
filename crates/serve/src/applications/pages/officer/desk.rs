//! `GET /petugas`: the work queue of a unit, in legal order; `POST /petugas/antrean/ambil`: its
//! next file.

use askama::Template;
use axum::extract::{Query, State};
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::ApplicationId;
use platform::App;
use platform::auth::{Can, Officer, RoleMarker};
use platform::db::Tx;
use platform::web::{Failure, Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::super::store::{self, Application};
use super::super::super::verbs::PickNext;
use super::super::super::{desk, queue};
use super::parts::choice;
use super::rows::{Row, Writer};
use super::tab::{After, Tab};
use crate::catalogue;
use platform::web::view::Choice;

/// Rows of a list that fills the page.
const PAGE: i64 = 30;
/// Rows of one queue beside others.
const BESIDE: i64 = 8;
/// Files that one officer works on at a time, at most, as the page shows them.
const OWN: i64 = 200;

#[derive(Template)]
#[template(path = "applications/templates/officer/queue.html")]
struct QueuePage {
    page: Page,
    today: String,
    units: Vec<Choice>,
    tabs: Vec<TabLink>,
    tab: Tab,
    waiting: i64,
    own: i64,
    finished: i64,
    late: i64,
    sections: Vec<Section>,
    leads: bool,
}

struct TabLink {
    tab: Tab,
    href: String,
    text: String,
    count: i64,
    current: bool,
    kind: &'static str,
}

/// A list with its heading.
struct Section {
    title: String,
    rows: Vec<Row>,
    /// Where the list goes on; empty at its end.
    next: String,
    /// The queue whose head can be taken; empty elsewhere.
    queue: String,
    /// Whether rows carry the officer who took them.
    officers: bool,
}

impl Section {
    fn new(title: String, rows: Vec<Row>) -> Self {
        Self { title, rows, next: String::new(), queue: String::new(), officers: false }
    }
}

/// What the address asks for.
#[derive(Deserialize)]
pub(super) struct Asked {
    unit: Option<String>,
    tab: Option<String>,
    sesudah: Option<String>,
}

/// The work queue. A head who is no officer is led to the late files.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    officer: Result<Can<Officer>, Failure>,
    Query(asked): Query<Asked>,
) -> Handled {
    let leads = visitor.user.as_ref().is_some_and(|user| user.can_lead);
    let officer = match officer {
        Err(failure) if leads && failure.0.kind() == kernel::error::Kind::Forbidden => {
            return Ok(redirect("/petugas/atasan"));
        }
        other => other?,
    };
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let units = units_of(&mut tx, &officer, &visitor).await?;
    let unit = chosen(&units, asked.unit.as_deref())?;
    let tab = match asked.tab.as_deref() {
        None => Tab::default(),
        Some(code) => Tab::parse(code).ok_or_else(Error::not_found)?,
    };
    let after = asked.sesudah.as_deref().map(After::parse).transpose()?;
    let mut list =
        List { app: &app, officer: &officer, unit: &unit, tab, after, visitor: &visitor };
    let sections = list.sections(&mut tx).await?;
    let tabs = list.tabs(&mut tx).await?;
    let count = |tab: Tab| tabs.iter().find(|link| link.tab == tab).map_or(0, |link| link.count);
    let finished = store::finished_since(&mut tx, &unit, desk::start_of_today(&app)?).await?;
    let units = units.into_iter().map(|(code, name)| {
        let checked = code == unit;
        choice(code, name, checked)
    });
    Ok(html(&QueuePage {
        page: visitor.page("officer-queue-title").in_section("petugas"),
        today: visitor.lang.weekday_date(app.today()),
        units: units.collect(),
        waiting: count(Tab::New),
        own: count(Tab::Mine),
        late: count(Tab::Late),
        tabs,
        tab,
        finished,
        sections,
        leads,
    }))
}

/// Units of the role, with their names; for the whole city, all units that serve the public.
pub(super) async fn units_of<R: RoleMarker>(
    tx: &mut Tx<'_>,
    can: &Can<R>,
    visitor: &Visitor,
) -> Result<Vec<(String, String)>> {
    let known = catalogue::store::units(tx).await?;
    let name = |code: &str| {
        known.get(code).map_or_else(|| code.to_owned(), |u| u.name(visitor.lang.code()).to_owned())
    };
    if can.whole_city() {
        return Ok(known.keys().map(|code| (code.clone(), name(code))).collect());
    }
    Ok(can.units().iter().map(|code| (code.clone(), name(code))).collect())
}

/// The unit that was asked for, or the first.
pub(super) fn chosen(units: &[(String, String)], asked: Option<&str>) -> Result<String> {
    let found = match asked.filter(|code| !code.is_empty()) {
        Some(code) => units.iter().find(|(known, _)| known == code),
        None => units.first(),
    };
    found.map(|(code, _)| code.clone()).ok_or_else(Error::not_found)
}

/// The lists of one tab.
struct List<'a> {
    app: &'a App,
    officer: &'a Can<Officer>,
    visitor: &'a Visitor,
    unit: &'a str,
    tab: Tab,
    after: Option<After>,
}

impl List<'_> {
    fn t(&self, key: &str) -> String {
        self.visitor.lang.t(key)
    }

    fn writer(&self) -> Writer<'_> {
        Writer::new(self.app, self.visitor.lang)
    }

    fn address(&self, tab: Tab, after: Option<&After>) -> String {
        let more = after.map(|after| format!("&sesudah={}", after.text())).unwrap_or_default();
        format!("/petugas?unit={}&tab={}{more}", self.unit, tab.code())
    }

    async fn tabs(&self, tx: &mut Tx<'_>) -> Result<Vec<TabLink>> {
        let now = self.app.db.clock().now();
        let (staged, late) = store::counts(tx, self.unit, now).await?;
        let own = store::count_taken_by(tx, self.officer.user()).await?;
        let of = |stage: &str| staged.get(stage).copied().unwrap_or(0);
        let count = |tab| match tab {
            Tab::New => of("new"),
            Tab::Mine => own,
            Tab::Citizen => of("with_citizen"),
            Tab::Issue => of("to_issue") + of("to_collect"),
            Tab::Late => late,
        };
        let link = |tab: Tab| TabLink {
            tab,
            href: self.address(tab, None),
            text: self.t(&format!("officer-tab-{}", tab.code())),
            count: count(tab),
            current: tab == self.tab,
            kind: if tab == Tab::Late && late > 0 { "bad" } else { "" },
        };
        Ok(Tab::ALL.map(link).into())
    }

    async fn sections(&mut self, tx: &mut Tx<'_>) -> Result<Vec<Section>> {
        match (self.tab, self.after.clone()) {
            (Tab::New, None) => self.new_files(tx).await,
            (Tab::New, Some(After::Check(id))) => Ok(vec![self.checks(tx, Some(id)).await?]),
            (Tab::New, Some(After::Place { service, priority, position })) => {
                let queue = super::super::super::rules::queue_name(self.unit, &service);
                Ok(vec![self.queue(tx, &queue, (priority, position), PAGE).await?])
            }
            (Tab::Mine, None) => self.mine(tx).await,
            (Tab::Mine, Some(After::Staged { due, id, .. })) => {
                Ok(vec![self.colleagues(tx, Some((due, id))).await?])
            }
            (Tab::Citizen, None) => Ok(vec![self.staged(tx, "with_citizen", None).await?]),
            (Tab::Issue, None) => Ok(vec![
                self.staged(tx, "to_issue", None).await?,
                self.staged(tx, "to_collect", None).await?,
            ]),
            (Tab::Citizen | Tab::Issue, Some(After::Staged { stage, due, id })) => {
                Ok(vec![self.staged(tx, &stage, Some((due, id))).await?])
            }
            (Tab::Late, None) => Ok(vec![self.late(tx).await?]),
            _ => Err(Error::not_found()),
        }
    }

    /// Files to check, then every queue in which someone waits.
    async fn new_files(&self, tx: &mut Tx<'_>) -> Result<Vec<Section>> {
        let mut sections = vec![self.checks(tx, None).await?];
        let queues = store::queues(tx, self.unit).await?;
        let rows = if queues.len() > 1 { BESIDE } else { PAGE };
        for (queue, _) in queues {
            let section = self.queue(tx, &queue, (-1, 0), rows).await?;
            // The projection may be a moment behind: nobody of this queue waits any more.
            if !section.rows.is_empty() {
                sections.push(section);
            }
        }
        Ok(sections)
    }

    async fn checks(&self, tx: &mut Tx<'_>, after: Option<ApplicationId>) -> Result<Section> {
        let mut files = store::unchecked(tx, self.unit, after, PAGE + 1).await?;
        let more = cut(&mut files, PAGE).map(|last| After::Check(last.id));
        let rows = self.writer().rows(tx, &files).await?;
        let mut section = Section::new(self.t("officer-section-check"), rows);
        section.next = self.next(more);
        Ok(section)
    }

    async fn queue(
        &self,
        tx: &mut Tx<'_>,
        name: &str,
        after: (i64, i64),
        most: i64,
    ) -> Result<Section> {
        let mut files = store::waiting(tx, name, after, most + 1).await?;
        let more = match cut(&mut files, most) {
            None => None,
            Some(last) => behind(tx, last).await?,
        };
        let rows = self.writer().rows(tx, &files).await?;
        let title = rows.first().map(|row| row.service.clone()).unwrap_or_default();
        let mut section = Section::new(title, rows);
        section.next = self.next(more);
        section.queue = name.to_owned();
        Ok(section)
    }

    async fn own(&self, tx: &mut Tx<'_>) -> Result<Section> {
        let files = store::taken_by(tx, self.officer.user(), OWN).await?;
        let rows = self.writer().rows(tx, &files).await?;
        Ok(Section::new(self.t("officer-section-own"), rows))
    }

    /// Files that were drawn for the officer, when there are any; those taken; those of colleagues.
    async fn mine(&self, tx: &mut Tx<'_>) -> Result<Vec<Section>> {
        let drawn = store::drawn_for(tx, self.officer.user(), OWN).await?;
        let mut sections = Vec::new();
        if !drawn.is_empty() {
            let rows = self.writer().rows(tx, &drawn).await?;
            sections.push(Section::new(self.t("assignment-section-drawn"), rows));
        }
        sections.extend([self.own(tx).await?, self.colleagues(tx, None).await?]);
        Ok(sections)
    }

    /// Files that colleagues have taken: when one is ill, another goes on.
    async fn colleagues(
        &self,
        tx: &mut Tx<'_>,
        after: Option<(i64, ApplicationId)>,
    ) -> Result<Section> {
        let mut section = self.staged(tx, "working", after).await?;
        section.officers = true;
        Ok(section)
    }

    async fn staged(
        &self,
        tx: &mut Tx<'_>,
        stage: &str,
        after: Option<(i64, ApplicationId)>,
    ) -> Result<Section> {
        let title = match stage {
            "working" => "officer-section-colleagues",
            "with_citizen" => "officer-tab-warga",
            "to_issue" => "officer-section-issue",
            "to_collect" => "officer-section-collect",
            _ => return Err(Error::not_found()),
        };
        let key = after.map_or((-1, None), |(due, id)| (due, Some(id)));
        let mut files = store::staged(tx, self.unit, stage, key, PAGE + 1).await?;
        let more = cut(&mut files, PAGE).map(|last| After::Staged {
            stage: stage.to_owned(),
            due: last.due_at.map_or(0, |due| due.as_microsecond()),
            id: last.id,
        });
        if stage == "working" {
            // One's own stand in a list of their own.
            files.retain(|file| file.officer != Some(self.officer.user()));
        }
        let rows = self.writer().rows(tx, &files).await?;
        let mut section = Section::new(self.t(title), rows);
        section.next = self.next(more);
        Ok(section)
    }

    async fn late(&self, tx: &mut Tx<'_>) -> Result<Section> {
        let now = self.app.db.clock().now();
        let files = store::late(tx, self.unit, now, OWN).await?;
        let rows = self.writer().rows(tx, &files).await?;
        let mut section = Section::new(self.t("officer-tab-lewat"), rows);
        section.officers = true;
        Ok(section)
    }

    fn next(&self, more: Option<After>) -> String {
        more.map(|after| self.address(self.tab, Some(&after))).unwrap_or_default()
    }
}

/// Cuts a list that was read one row too long; the last row that stays, when there was more.
fn cut(files: &mut Vec<Application>, most: i64) -> Option<&Application> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    if files.len() <= most {
        return None;
    }
    files.truncate(most);
    files.last()
}

/// The key behind a waiting file.
async fn behind(tx: &mut Tx<'_>, last: &Application) -> Result<Option<After>> {
    let Some(ticket) = last.ticket else { return Ok(None) };
    let entry = queue::entry(tx, ticket).await?;
    Ok(entry.map(|entry| After::Place {
        service: last.service.clone(),
        priority: entry.priority,
        position: entry.position,
    }))
}

/// Which queue to take from.
#[derive(Deserialize)]
pub(super) struct Next {
    queue: String,
}

/// Takes the head of a queue and opens it.
pub(super) async fn pick_next(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    PostForm(next): PostForm<Next>,
) -> Handled {
    let unit = next.queue.rsplit_once('/').map(|(unit, _)| unit.to_owned());
    let unit = unit.filter(|unit| officer.covers(unit)).ok_or_else(Error::not_found)?;
    let tenant = visitor.tenant.id;
    let command = PickNext { app: app.clone(), queue: next.queue, officer };
    match app.db.write(tenant, command).await? {
        Some(id) => Ok(redirect(&file_address(&app, tenant, id).await?)),
        // Colleagues were faster and nobody waits any more: the queue itself says so.
        None => Ok(redirect(&format!("/petugas?unit={unit}"))),
    }
}

async fn file_address(app: &App, tenant: TenantId, id: ApplicationId) -> Result<String> {
    let mut tx = app.db.read(tenant).await?;
    let row = store::by_id(&mut tx, id).await?;
    Ok(format!("/petugas/berkas/{}", row.number.compact()))
}
