//! Gifts of a synthetic year: offered by those who were served, refused or reported by officers. In
//! one unit nobody ever records one.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::facts::gift::Owner;
use kernel::id::UserId;
use kernel::money::Rupiah;
use listen::gratuities::model::Kind;
use listen::gratuities::verbs::{Act, Details, Does, Said, Tell};
use platform::App;
use platform::workers::settle;
use simulation::{Experience, Offer};

use super::surveys::At;

/// Loads the gifts of a year up to `until`, and says how many were recorded.
///
/// # Errors
/// When a gift contradicts the rules of the house, or the database fails.
pub async fn run(
    app: &App,
    tenant: TenantId,
    (seed, people): (u64, &[Experience]),
    staff: &BTreeMap<String, Vec<UserId>>,
    until: Timestamp,
) -> Result<usize> {
    // The unit with the third most users.
    let silent = super::busiest(people, 2);
    let mut count = 0;
    for person in people {
        let Some(offer) = simulation::offer(seed, person) else { continue };
        let at = person.finished + days(offer.after_days);
        let officers = staff.get(&person.unit).map(Vec::as_slice).unwrap_or_default();
        let index = usize::try_from(person.application).unwrap_or(0);
        let Some(officer) = officers.get(index % officers.len().max(1)).copied() else { continue };
        if silent.as_deref() == Some(person.unit.as_str()) || at > until {
            continue;
        }
        let actor =
            Actor { user: Some(officer), role: Role::Officer, ..Actor::citizen(Channel::Online) };
        let tell = Tell { app: app.clone(), officer, actor, said: said(app, person, &offer) };
        let row = app.db.write(tenant, At { at, command: tell }).await?;
        count += 1;
        let upg = Actor { role: Role::Inspector, user: None, ..actor };
        let mut at = at;
        for (after, does) in handling(&offer, count) {
            at += days(after);
            if at > until {
                break;
            }
            let act = Act { app: app.clone(), id: row.id, actor: upg, does };
            app.db.write(tenant, At { at, command: act }).await?;
        }
    }
    settle(app, tenant).await?;
    Ok(count)
}

/// What the gratuity unit does with it, each so many days after the step before.
fn handling(offer: &Offer, number: usize) -> Vec<(i64, Does)> {
    let reference = format!("700/{number}/UPG");
    let mut steps = vec![(offer.forwarded_after, Does::Forward { reference, after_audit: false })];
    if !offer.refused {
        let reference = format!("KPK/{number}");
        steps.push((24, Does::Decide { owner: Owner::State, reference }));
        steps.push((4, Does::HandOver("Kantor Kekayaan Negara".to_owned())));
    }
    steps
}

fn said(app: &App, person: &Experience, offer: &Offer) -> Said {
    let number = person.application;
    Said {
        kind: if offer.refused { Kind::Refusal } else { Kind::Gift },
        unit: person.unit.clone(),
        given_on: app.tz().to_datetime(person.finished).date(),
        value: Rupiah::new(if offer.refused { 0 } else { offer.value }),
        is_money: offer.what.contains("uang"),
        conflict: true,
        letter: None,
        details: Details {
            recipient: "Petugas (contoh)".to_owned(),
            giver: format!("Pemohon {number} (contoh)"),
            relation: "Pemohon layanan".to_owned(),
            what: offer.what.to_owned(),
            place: "Loket".to_owned(),
            story: "Diberikan setelah layanan selesai.".to_owned(),
            kept_at: if offer.refused { String::new() } else { "UPG".to_owned() },
            ..Details::default()
        },
    }
}

fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * count)
}
