//! Building approvals that cost something: a year of a small city has too few of them to show what
//! becomes of a fee. Some are paid, one is waived, one waits for the head, the last ones for the citizen.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::facts::fee::Way;
use kernel::id::{ApplicationId, UserId};
use kernel::service::{Applicant, Standard};
use platform::App;
use platform::auth::account::by_login;
use platform::auth::{Can, Head, LoginName, Officer};
use platform::db::Command;
use platform::workers::settle;
use serve::applications::model::{Details, DocumentState};
use serve::applications::store::{self, HeldDocument};
use serve::applications::verbs::{Approve, File, Issue, Pick, Submit};
use serve::fees;
use serve::fees::rules::Line;
use serve::fees::verbs::{AskWaiver, DecideWaiver, Pay};

use super::surveys::At;

/// The service of the city that may cost something.
const SERVICE: &str = "PTSP-PBG";
/// How many houses.
const HOUSES: i64 = 10;

struct Levies<'a> {
    app: &'a App,
    tenant: TenantId,
    standard: Arc<Standard>,
    version: i64,
    officer: Can<Officer>,
    head: Can<Head>,
}

/// Loads them, one every sixth day before `until`; none where the city has no such service.
///
/// # Errors
/// When a fee contradicts the rules of the house, or the database fails.
pub async fn run(app: &App, tenant: TenantId, until: Timestamp) -> Result<()> {
    let mut tx = app.db.read(tenant).await?;
    let known = serve::catalogue::store::standard(&mut tx, SERVICE, app.today()).await?;
    let Some(known) = known else { return Ok(()) };
    let (officer, head) =
        (account(&mut tx, app, "petugas-izin").await?, account(&mut tx, app, "atasan-izin").await?);
    let (Some(officer), Some(head)) = (officer, head) else { return Ok(()) };
    let officer = Can::load(&mut tx, &app.vault, officer).await?;
    let head = Can::load(&mut tx, &app.vault, head).await?;
    let people = store::sample(&mut tx, HOUSES).await?;
    drop(tx);
    let (standard, version) = (Arc::clone(&known.standard), known.version);
    let levies = Levies { app, tenant, standard, version, officer, head };
    for (index, person) in (0_i64..).zip(people) {
        let at = until - SignedDuration::from_hours(24 * (6 * (HOUSES - index) + 2));
        levies.house(index, person, at).await?;
    }
    settle(app, tenant).await
}

async fn account(tx: &mut platform::db::Tx<'_>, app: &App, login: &str) -> Result<Option<UserId>> {
    let Ok(login) = LoginName::parse(login) else { return Ok(None) };
    Ok(by_login(tx, &app.vault, &login).await?.map(|account| account.id))
}

impl Levies<'_> {
    async fn at<C: Command>(&self, at: Timestamp, command: C) -> Result<C::Output> {
        self.app.db.write(self.tenant, At { at, command }).await
    }

    /// What a neighbour of the sample builds.
    async fn details(&self, index: i64, person: ApplicationId) -> Result<Details> {
        let mut tx = self.app.db.read(self.tenant).await?;
        let mut details = File::load(&mut tx, self.app, person).await?.details()?;
        let work = ["new", "extend", "alter"][usize::try_from(index % 3).unwrap_or(0)];
        let area = (36 + 12 * index).to_string();
        let answers = [
            ("work", work),
            ("plot_kelurahan", details.person.kelurahan.as_str()),
            ("plot_address", details.person.address.as_str()),
            ("floor_area", area.as_str()),
            ("floors", "1"),
            ("design", "prototype"),
            ("low_income", "no"),
        ];
        let answers: BTreeMap<String, String> =
            answers.into_iter().map(|(code, value)| (code.to_owned(), value.to_owned())).collect();
        details.answers = answers;
        (details.representative, details.letter, details.priority_group) = (None, None, None);
        (details.notes, details.bearers) = (Vec::new(), Vec::new());
        Ok(details)
    }

    async fn house(&self, index: i64, person: ApplicationId, at: Timestamp) -> Result<()> {
        let seen = |code: &String| HeldDocument {
            code: code.clone(),
            state: DocumentState::Seen,
            file: None,
        };
        let codes = self.standard.documents.iter().map(|document| &document.code);
        let submit = Submit {
            app: self.app.clone(),
            standard: Arc::clone(&self.standard),
            version: self.version,
            draft: None,
            details: self.details(index, person).await?,
            applicant: Applicant::Oneself,
            documents: codes.map(seen).collect(),
            actor: Actor::citizen(Channel::Online),
        };
        let id = self.at(at, submit).await?.id;
        settle(self.app, self.tenant).await?;
        let (app, officer) = (self.app.clone(), self.officer.clone());
        // Taken by itself, whatever else waits: the year is over, and its queue may be long.
        let reason = Some("system_outage".to_owned());
        let pick = Pick { app: app.clone(), id, officer: officer.clone(), reason };
        self.at(at + hours(20), pick).await?;
        let approve = Approve { app: app.clone(), id, officer: officer.clone() };
        self.at(at + hours(26), approve).await?;
        match index {
            // Both are due still, and one of them asks for relief.
            9 => return Ok(()),
            8 => {
                let reason = "dtsen".to_owned();
                return self.at(at + hours(30), AskWaiver { app, id, officer, reason }).await;
            }
            3 => {
                let reason = "disaster".to_owned();
                let ask = AskWaiver { app: app.clone(), id, officer: officer.clone(), reason };
                self.at(at + hours(30), ask).await?;
                let (head, waive) = (self.head.clone(), true);
                self.at(at + hours(48), DecideWaiver { app: app.clone(), id, head, waive }).await?;
            }
            _ => self.pay(id, at + hours(50)).await?,
        }
        let standard = Arc::clone(&self.standard);
        self.at(at + hours(52), Issue { app, standard, id, officer, product: None }).await
    }

    async fn pay(&self, id: ApplicationId, at: Timestamp) -> Result<()> {
        let mut tx = self.app.db.read(self.tenant).await?;
        let row = store::by_id(&mut tx, id).await?;
        let fee = fees::store::of(&mut tx, id).await?;
        drop(tx);
        let fee = fee.ok_or_else(|| Error::internal("a house without a levy"))?;
        let line = Line {
            at: 1,
            reference: format!("CONTOH-{}", row.number.compact()),
            number: row.number,
            amount: fee.amount,
            paid_on: self.app.tz().to_datetime(at).date(),
            way: Way::Qris,
        };
        let pay = Pay { app: self.app.clone(), line, officer: self.officer.clone() };
        self.at(at, pay).await
    }
}

fn hours(count: i64) -> SignedDuration {
    SignedDuration::from_hours(count)
}
