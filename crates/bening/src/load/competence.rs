//! A training and a coaching of a synthetic year, for the accounts that everyone may use.

use std::collections::BTreeMap;

use improve::competence::verbs::{Answer, Ask, Hold, Note, Plan};
use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::UserId;
use platform::App;
use platform::auth::{Can, Coach, LoginName, account};
use platform::db::Tx;
use platform::workers::settle;

use super::surveys::At;

const UNIT: &str = "DISDUKCAPIL";
/// Days before the end of the year on which the training was held, and how long before it was planned.
const HELD: i64 = 120;
const PLANNED: i64 = 14;
/// Days before the end on which the officer asked, and what was written since: days, by the coach, words.
const ASKED: i64 = 40;
const WRITTEN: [(i64, bool, &str); 3] = [
    (38, true, "Berkas akta Anda sering kembali karena KK lama. Cek KK sebelum memverifikasi."),
    (36, false, "Baik. Mulai hari ini saya pakai daftar periksa di loket."),
    (12, true, "Dua minggu terakhir hampir tidak ada yang kembali. Pertahankan."),
];

/// Loads them.
///
/// # Errors
/// When an account is missing or the database fails.
pub async fn run(
    app: &App,
    tenant: TenantId,
    staff: &BTreeMap<String, Vec<UserId>>,
    until: Timestamp,
) -> Result<()> {
    let mut tx = app.db.read(tenant).await?;
    let officer = user(app, &mut tx, "petugas").await?;
    let head = user(app, &mut tx, "atasan").await?;
    let coach = user(app, &mut tx, "pembina").await?;
    let coach = Can::<Coach>::load(&mut tx, &app.vault, coach).await?;
    drop(tx);
    training(app, tenant, (head, officer), staff, until).await?;
    let actor = Actor { user: Some(officer), role: Role::Officer, ..online() };
    let unit = UNIT.to_owned();
    let ask = Ask { app: app.clone(), user: officer, unit, actor };
    let id = app.db.write(tenant, At { at: until - days(ASKED), command: ask }).await?;
    for (before, by_coach, text) in WRITTEN {
        let (at, text, app) = (until - days(before), text.to_owned(), app.clone());
        if by_coach {
            let note = Note { app: app.clone(), id, text, coach: coach.clone() };
            app.db.write(tenant, At { at, command: note }).await?;
        } else {
            let answer = Answer { app: app.clone(), user: officer, text, actor };
            app.db.write(tenant, At { at, command: answer }).await?;
        }
    }
    settle(app, tenant).await
}

/// Seats of the training that stay empty.
const EMPTY: usize = 2;

/// Every second officer takes part, and the one whose account everyone may use.
async fn training(
    app: &App,
    tenant: TenantId,
    (head, officer): (UserId, UserId),
    staff: &BTreeMap<String, Vec<UserId>>,
    until: Timestamp,
) -> Result<()> {
    let actor = Actor { user: Some(head), role: Role::Head, ..online() };
    let at = until - days(HELD);
    let team = staff.get(UNIT).map(Vec::as_slice).unwrap_or_default();
    let others = team.iter().filter(|user| **user != officer).step_by(2);
    let mut users: Vec<UserId> = others.copied().collect();
    users.push(officer);
    let plan = Plan {
        app: app.clone(),
        unit: UNIT.to_owned(),
        topic: "Memeriksa kelengkapan akta sekaligus".to_owned(),
        day: app.tz().to_datetime(at).date(),
        // Some who were asked did not come.
        seats: i64::try_from(users.len() + EMPTY).unwrap_or(i64::MAX),
        actor,
    };
    let id = app.db.write(tenant, At { at: at - days(PLANNED), command: plan }).await?;
    let hold = Hold { app: app.clone(), id, users, actor };
    app.db.write(tenant, At { at, command: hold }).await
}

fn online() -> Actor {
    Actor::citizen(Channel::Online)
}

fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * count)
}

async fn user(app: &App, tx: &mut Tx<'_>, login: &str) -> Result<UserId> {
    let found = account::by_login(tx, &app.vault, &LoginName::parse(login)?).await?;
    Ok(found.ok_or_else(Error::not_found)?.id)
}
