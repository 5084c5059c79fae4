//! What signals need of more than one context: counts of offices, from surveys, reports and gifts, and what
//! the head of the city asked about a pattern.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use improve::decisions::model::Source;
use improve::decisions::store as decisions;
use improve::decisions::verbs::INSPECT;
use jiff::Timestamp;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::SignalId;
use listen::complaints::store::{COORDINATOR, INSPECTORATE};
use listen::gratuities::store as gifts;
use listen::surveys::payments;
use oversee::signals::model::{OfficeCounts, Told};
use platform::App;
use platform::db::Tx;

/// Words of money, gifts and ended reports of each office, and what rounds of surveys that were closed told
/// of payments there, after one instant and up to another.
pub fn offices<'a>(
    app: &'a App,
    tenant: TenantId,
    (after, until): (Timestamp, Timestamp),
) -> BoxFuture<'a, Result<Vec<OfficeCounts>>> {
    Box::pin(async move {
        let mut tx = app.db.read(tenant).await?;
        let mut offices: BTreeMap<String, OfficeCounts> = BTreeMap::new();
        for silence in gifts::by_unit(&mut tx, after, until).await? {
            let office = offices.entry(silence.unit).or_default();
            office.counts.accused = count(silence.accused);
            office.counts.gifts = count(silence.gifts + silence.refusals);
        }
        for told in payments::closed(&mut tx, after, until).await? {
            let told = of_round(&mut tx, told).await?;
            offices.entry(told.0).or_default().told.push(told.1);
        }
        for standing in listen::complaints::store::standing(&mut tx, after, until).await? {
            let office = offices.entry(standing.unit).or_default();
            office.counts.ended = count(standing.ended);
            office.counts.without_act = count(standing.without_act);
            office.counts.last_day = count(standing.last_day.min(standing.ended));
        }
        // Inboxes of coordinator and Inspectorate are no offices that serve.
        offices.retain(|unit, _| ![COORDINATOR, INSPECTORATE].contains(&unit.as_str()));
        Ok(offices.into_iter().map(|(unit, office)| OfficeCounts { unit, ..office }).collect())
    })
}

/// What users of an office told in a round, beside the gifts that its officers reported of the same days.
async fn of_round(tx: &mut Tx<'_>, told: payments::Told) -> Result<(String, Told)> {
    let (from, to) = (told.round.from, told.round.to);
    let gifts = gifts::given_in(tx, &told.unit, from, to).await?;
    let own = Told {
        round: told.round.id.to_string(),
        from,
        to,
        users: count(told.users),
        answers: count(told.answers),
        paid: count(told.paid),
        gifts: count(gifts),
    };
    Ok((told.unit, own))
}

fn count(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// When the head of the city asked the Inspectorate to look at a signal, if ever.
pub fn asked<'a>(
    app: &'a App,
    tenant: TenantId,
    signal: SignalId,
) -> BoxFuture<'a, Result<Option<Timestamp>>> {
    Box::pin(async move {
        let mut tx = app.db.read(tenant).await?;
        let about = decisions::about(&mut tx, Source::Signal).await?.remove(&signal.to_string());
        let chosen = about.and_then(|about| about.option);
        Ok(chosen.filter(|(option, _)| option == INSPECT).map(|(_, at)| at))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::{Date, date};
    use kernel::actor::{Actor, Channel, Role};
    use kernel::id::UserId;
    use kernel::money::Rupiah;
    use kernel::survey::Answers;
    use listen::gratuities::model::Kind;
    use listen::gratuities::verbs::{Details, Said, Tell};
    use listen::surveys::model::{Round, State};
    use listen::surveys::verbs::{Close, Draft};
    use listen::surveys::{seed, store};
    use platform::db::{Command, WriteTx};
    use platform::testing::{Setup, TestCity, on_every_database, units};
    use uuid::Uuid;

    use super::*;

    /// An open round with twelve answers of one unit, of which four tell of a payment, and nine of another.
    #[derive(Clone)]
    struct Answered {
        questionnaire: Uuid,
    }

    impl Command for Answered {
        type Output = Uuid;

        async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Uuid> {
            let round = Round {
                id: Uuid::from_u128(7),
                questionnaire: self.questionnaire,
                from: date(2026, 7, 1),
                to: date(2026, 9, 30),
                closes: date(2026, 10, 20),
                state: State::Open,
                seq: 1,
                planned_by: None,
                opened_on: Some(date(2026, 10, 1)),
                lost: 0,
            };
            store::insert_round(tx, &round, &[]).await?;
            let of = |unit: &'static str, count: u128| (0..count).map(move |place| (unit, place));
            for (id, (unit, place)) in
                of(units::REGISTRY, 12).chain(of(units::HEALTH, 9)).enumerate()
            {
                let paid = if place < 4 { "yes" } else { "no" };
                let given = BTreeMap::from([("gratifikasi".to_owned(), paid.to_owned())]);
                let (unit, mode) = (unit.to_owned(), "token".to_owned());
                let answer = store::Answer { unit, mode, answers: Answers(given) };
                store::insert_answer(tx, round.id, Uuid::from_u128(id as u128), &answer).await?;
            }
            Ok(round.id)
        }
    }

    /// An officer of the registry office refuses something on that day.
    async fn refuse(city: &TestCity, officer: UserId, given_on: Date) {
        let actor =
            Actor { user: Some(officer), role: Role::Officer, ..Actor::citizen(Channel::Online) };
        let said = Said {
            kind: Kind::Refusal,
            unit: units::REGISTRY.to_owned(),
            given_on,
            value: Rupiah::ZERO,
            is_money: true,
            conflict: true,
            letter: None,
            details: Details { giver: "Pemohon".to_owned(), ..Details::default() },
        };
        let tell = Tell { app: city.app.clone(), officer, actor, said };
        city.app.db.write(city.tenant.id, tell).await.unwrap();
    }

    fn setup() -> Setup {
        Setup { migrations: listen::MIGRATIONS.to_vec(), ..Setup::default() }
    }

    #[tokio::test]
    async fn what_a_round_tells_stands_beside_the_gifts_of_its_days() {
        on_every_database(setup, async |city| {
            let (app, tenant) = (&city.app, city.tenant.id);
            let body = seed::questionnaires().unwrap().remove(0);
            let draft = Draft { of: None, body, by: None };
            let questionnaire = app.db.write(tenant, draft).await.unwrap();
            let round = app.db.write(tenant, Answered { questionnaire }).await.unwrap();
            let officer = city.account("ani", &[(Role::Officer, units::REGISTRY)]).await.user;
            refuse(city, officer, date(2026, 9, 30)).await;
            refuse(city, officer, date(2026, 10, 1)).await;
            Close::close(app, tenant, round, Actor::system()).await.unwrap();
            let now = city.clock.now();
            let all = offices(app, tenant, (Timestamp::UNIX_EPOCH, now)).await.unwrap();
            assert_eq!(all.len(), 1, "nine answers tell nothing: {all:?}");
            let told = &all[0].told[0];
            assert_eq!((all[0].unit.as_str(), all[0].counts.gifts), (units::REGISTRY, 2));
            assert_eq!((told.answers, told.paid, told.gifts), (12, 4, 1));
            assert!(offices(app, tenant, (now, now)).await.unwrap().is_empty());
        })
        .await;
    }
}
