//! Partners of a synthetic year: a courier under contract, and neighbours who help in some kelurahan.

use jiff::{SignedDuration, Timestamp};
use kernel::actor::Role;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::facts::partner::{PartnerKind, PartnerStep, Terms};
use kernel::id::{ApplicationId, HandoverId, PartnerId, UserId};
use kernel::money::Rupiah;
use platform::App;
use platform::auth::account::by_login;
use platform::auth::{Approver, Can, Head, LoginName, Partner};
use platform::db::{Command, WriteTx};
use serve::applications::store as files;
use serve::partners::model::{State, TaskState};
use serve::partners::store;
use serve::partners::verbs::{Decide, Finish, Hand, Propose, Rate};

use super::surveys::At;

/// The open account that does the steps.
const LOGIN: &str = "mitra";
/// The unit of both contracts.
const UNIT: &str = "DISDUKCAPIL";

/// Both contracts, and who acts under them.
pub struct Partners {
    courier: PartnerId,
    helpers: PartnerId,
    head: Can<Head>,
    partner: Can<Partner>,
}

async fn account(app: &App, tenant: TenantId, login: &str, role: Role) -> Result<Option<UserId>> {
    let Ok(login) = LoginName::parse(login) else { return Ok(None) };
    let mut tx = app.db.read(tenant).await?;
    let account = by_login(&mut tx, &app.vault, &login).await?;
    let account = account.filter(|known| known.grants.iter().any(|grant| grant.role() == role));
    Ok(account.map(|account| account.id))
}

/// Agrees on both contracts at the begin of the year; none where the open accounts are not.
///
/// # Errors
/// When a contract contradicts the rules of the house, or the database fails.
pub async fn agree(
    app: &App,
    tenant: TenantId,
    (begin, until): (Timestamp, Timestamp),
    services: &[String],
) -> Result<Option<Partners>> {
    let head = account(app, tenant, "atasan", Role::Head).await?;
    let approver = account(app, tenant, "pengesah", Role::Approver).await?;
    let partner = account(app, tenant, LOGIN, Role::Partner).await?;
    let (Some(head), Some(approver), Some(partner)) = (head, approver, partner) else {
        return Ok(None);
    };
    let mut tx = app.db.read(tenant).await?;
    let head: Can<Head> = Can::load(&mut tx, &app.vault, head).await?;
    let approver: Can<Approver> = Can::load(&mut tx, &app.vault, approver).await?;
    let partner: Can<Partner> = Can::load(&mut tx, &app.vault, partner).await?;
    let places = files::kelurahan(&mut tx).await?;
    drop(tx);
    let places: Vec<String> = places.into_iter().take(8).map(|place| place.code).collect();
    let known = |wanted: &[&str]| -> Vec<String> {
        services.iter().filter(|code| wanted.contains(&code.as_str())).cloned().collect()
    };
    let cards = known(&["DUK-KTP-BARU", "DUK-KTP-HILANG", "DUK-KIA", "DUK-KK-BARU", "DUK-KK-UBAH"]);
    let papers = known(&[
        "DUK-KTP-BARU",
        "DUK-KTP-HILANG",
        "DUK-KK-BARU",
        "DUK-KK-UBAH",
        "DUK-AKTA-LAHIR",
        "DUK-AKTA-MATI",
        "DUK-PINDAH",
        "DUK-KIA",
    ]);
    if cards.is_empty() || papers.is_empty() {
        return Ok(None);
    }
    let day = |at: Timestamp| app.tz().to_datetime(at).date();
    let last = day(until).saturating_add(jiff::Span::new().years(1));
    let terms = |name: &str, kind, step, services: &[String], kelurahan: &[String], price| Terms {
        name: name.to_owned(),
        kind,
        unit: UNIT.to_owned(),
        step,
        services: services.to_vec(),
        kelurahan: kelurahan.to_vec(),
        price: Rupiah::new(price),
        from: day(begin),
        until: last,
    };
    let (courier, helper) = (PartnerKind::Contractor, PartnerKind::Helper);
    let (deliver, assist) = (PartnerStep::Deliver, PartnerStep::Assist);
    let mut ids = Vec::new();
    for terms in [
        terms("Antar Cepat Metro (contoh)", courier, deliver, &cards, &[], 9_000),
        terms("Relawan RT dan RW (contoh)", helper, assist, &papers, &places, 0),
    ] {
        let (app, head, login) = (app.clone(), head.clone(), LOGIN.to_owned());
        let propose = Propose { app: app.clone(), terms, login, head };
        let id = app.db.write(tenant, At { at: begin, command: propose }).await?;
        let decide =
            Decide { app: app.clone(), partner: id, approver: approver.clone(), agree: true };
        app.db.write(tenant, At { at: begin, command: decide }).await?;
        ids.push(id);
    }
    let [courier, helpers] = ids[..] else { return Ok(None) };
    Ok(Some(Partners { courier, helpers, head, partner }))
}

impl Partners {
    /// Hands the step of a file over, for half of the files; says when it will be done.
    pub async fn hand(
        &self,
        tx: &mut WriteTx<'_>,
        app: &App,
        id: ApplicationId,
        step: PartnerStep,
    ) -> Result<Option<(Timestamp, HandoverId)>> {
        let row = files::by_id(tx, id).await?;
        let dice = dice(&row.number.compact());
        let partner = match step {
            PartnerStep::Deliver => self.courier,
            PartnerStep::Assist => self.helpers,
        };
        let contract = store::by_id(tx, partner).await?;
        let theirs = contract.state == State::Contracted
            && contract.terms.unit == row.unit_code
            && contract.terms.services.contains(&row.service);
        if !theirs || !dice.is_multiple_of(2) {
            return Ok(None);
        }
        let hand = Hand { app: app.clone(), number: row.number, partner, head: self.head.clone() };
        let task = match hand.run(tx).await {
            // Nobody helps in that kelurahan, or another step of the file is still out.
            Err(error) if matches!(error.key(), "partners-elsewhere" | "partners-handed") => {
                return Ok(None);
            }
            other => other?,
        };
        let hours = 2 + i64::from(dice % 29);
        Ok(Some((tx.now() + SignedDuration::from_hours(hours), task)))
    }

    /// The step is done, and two of three citizens rate it.
    pub async fn finish(&self, tx: &mut WriteTx<'_>, app: &App, id: HandoverId) -> Result<()> {
        let task = store::task(tx, id).await?;
        if task.state != TaskState::Open {
            return Ok(());
        }
        let dice = dice(&id.to_string());
        Finish { app: app.clone(), task: id, partner: self.partner.clone() }.run(tx).await?;
        let rated =
            store::of_file(tx, task.application).await?.iter().any(|known| known.rating > 0);
        if dice.is_multiple_of(3) || rated {
            return Ok(());
        }
        let score = 3 + i64::from(dice % 5).min(2);
        Rate { app: app.clone(), id: task.application, score }.run(tx).await
    }
}

/// A number that stays the same for the same text.
fn dice(text: &str) -> u32 {
    text.bytes().fold(17_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) >> 3
}
