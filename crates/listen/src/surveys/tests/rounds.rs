//! Freezing, drawing, four eyes, and a questionnaire that somebody changed.

use kernel::actor::Role;
use kernel::facts::Payload;
use platform::db::{Command, WriteTx, db};
use platform::journal;
use platform::testing::{TestCity, on_every_database, units};

use super::super::model::State;
use super::super::pages;
use super::super::verbs::{Draft, Freeze};
use super::super::{frame, seed, store};
use super::seeded::{answer, approver, finish, frozen, open, opened, setup, token};

#[tokio::test]
async fn only_direct_users_are_drawn_and_the_log_says_how_many() {
    on_every_database(setup, async |city: &TestCity| {
        let direct = finish(city, units::REGISTRY, 6, false).await;
        finish(city, units::REGISTRY, 4, true).await;
        finish(city, units::HEALTH, 3, false).await;
        let round = opened(city).await;
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let strata = store::strata(&mut tx, round).await.unwrap();
        let drawn: Vec<(&str, i64, i64)> =
            strata.iter().map(|s| (s.unit.as_str(), s.population, s.drawn)).collect();
        assert_eq!(drawn, [(units::HEALTH, 3, 3), (units::REGISTRY, 6, 6)]);
        assert_ne!(strata[0].public_key, strata[1].public_key, "each unit has a key of its own");
        for application in direct {
            assert!(store::invitation_of(&mut tx, application).await.unwrap().is_some());
        }
        let kept = store::round(&mut tx, round).await.unwrap();
        let facts = journal::facts_of(&mut tx, kept.subject(), None).await.unwrap();
        let Some(Payload::SampleDrawn(told)) = &facts[0].payload else { panic!("no sample.drawn") };
        assert_eq!(told.strata.iter().map(|s| s.drawn).sum::<i64>(), 9);
        drop(tx);
        let mut other = city.app.db.read(city.other.id).await.unwrap();
        assert!(store::rounds(&mut other).await.unwrap().is_empty(), "another city sees nothing");
    })
    .await;
}

#[tokio::test]
async fn the_frame_is_rebuilt_from_the_journal() {
    on_every_database(setup, async |city: &TestCity| {
        finish(city, units::REGISTRY, 5, false).await;
        finish(city, units::REGISTRY, 2, true).await;
        let today = city.app.today();
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let before = frame::counts(&mut tx, today, today).await.unwrap();
        assert_eq!(before, [(units::REGISTRY.to_owned(), 5)]);
        drop(tx);
        let (db, tenant) = (&city.app.db, city.tenant.id);
        city.app.readers.drop_rows(db, tenant, "survey_frame").await.unwrap();
        city.app.readers.catch_up(db, tenant).await.unwrap();
        let mut tx = db.read(tenant).await.unwrap();
        assert_eq!(frame::counts(&mut tx, today, today).await.unwrap(), before);
    })
    .await;
}

struct Tamper;

impl Command for Tamper {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> kernel::error::Result<()> {
        sqlx::query("UPDATE survey_questionnaire SET body = REPLACE(body, 'kecepatan', 'kelambatan') WHERE tenant_id = $1")
            .bind(tx.tenant())
            .execute(tx.conn())
            .await
            .map_err(db)?;
        Ok(())
    }
}

#[tokio::test]
async fn a_questionnaire_changed_after_it_was_frozen_is_refused_and_seen() {
    on_every_database(setup, async |city: &TestCity| {
        let ids = finish(city, units::REGISTRY, 2, false).await;
        let kept = frozen(city).await;
        let tenant = city.tenant.id;
        let draft = Draft {
            of: Some((kept.id, 1)),
            body: kept.body.clone(),
            by: Some(kernel::id::Id::from_uuid(kept.id)),
        };
        let refused = city.app.db.write(tenant, draft).await.unwrap_err();
        assert_eq!(refused.key(), "surveys-error-frozen");

        open(city, &kept).await;
        let credential = token(city, ids[0]).await;
        let mut browser = city.browser(pages::routes());
        let page = format!("/indeks/kuesioner/{}", kept.id);
        assert!(!browser.get(&page).await.text().contains("notice bad"));
        city.app.db.write(tenant, Tamper).await.unwrap();
        let refused = answer(city, credential, 3).await.unwrap_err();
        assert_eq!(refused.key(), "surveys-error-changed");
        let shown = browser.get(&page).await.text();
        assert!(shown.contains("notice bad") && shown.contains("Kuesioner ini berubah"), "{shown}");
    })
    .await;
}

#[tokio::test]
async fn who_writes_does_not_freeze_and_who_plans_does_not_open() {
    let city = TestCity::with(setup()).await;
    let both = [(Role::Steward, ""), (Role::Approver, "")];
    let one = city.account("satu", &both).await;
    let two = city.account("dua", &both).await;
    let body = seed::questionnaires().unwrap().remove(0);
    let by = Some(one.user);
    let id = city.app.db.write(city.tenant.id, Draft { of: None, body, by }).await.unwrap();
    let actor = kernel::actor::Actor { user: Some(one.user), ..approver() };
    let own = city.app.db.write(city.tenant.id, Freeze { id, seen: 1, actor }).await.unwrap_err();
    assert_eq!(own.key(), "surveys-error-own");

    let mut browser = city.browser(pages::routes());
    browser.enter(&one).await;
    let at = format!("/petugas/survei/kuesioner/{id}");
    let page = browser.get(&at).await.text();
    assert!(page.contains("Orang kedua yang membekukannya") && !page.contains("/bekukan"));
    let mut second = city.browser(pages::routes());
    second.enter(&two).await;
    assert!(second.get(&at).await.text().contains("/bekukan"));
    let frozen = second.post(&format!("{at}/bekukan"), &[("revisi", "1")]).await;
    assert_eq!(frozen.status, 303);
    assert!(second.get(&at).await.text().contains("Dibekukan"));
}

/// The whole work of a round through its pages.
#[tokio::test]
async fn a_round_through_its_pages() {
    let city = TestCity::with(setup()).await;
    let today = city.app.today();
    let ids = finish(&city, units::REGISTRY, 12, false).await;
    let kept = frozen(&city).await;
    let steward = city.account("penata", &[(Role::Steward, "")]).await;
    let approver = city.account("pengesah", &[(Role::Approver, "")]).await;
    let mut desk = city.browser(pages::routes());
    desk.enter(&steward).await;
    assert!(desk.get("/petugas/survei").await.text().contains("Survei kepuasan masyarakat"));
    let plan = format!("/petugas/survei/kuesioner/{}/rencana", kept.id);
    let days = |name: &str, day: jiff::civil::Date| {
        format!("{name}={}&{name}-month={}&{name}-year={}", day.day(), day.month(), day.year())
    };
    let late = today.saturating_add(jiff::ToSpan::days(20));
    let query =
        format!("{}&{}&{}", days("dari", today), days("sampai", today), days("tutup", late));
    let shown = desk.get(&format!("{plan}?{query}&margin=1")).await.text();
    assert!(shown.contains("name=\"n.DISDUKCAPIL\"") && shown.contains("value=\"12\""), "{shown}");
    let typed = |pairs: &[(&str, String)]| -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
    };
    let mut fields = typed(&[("n.DISDUKCAPIL", "12".to_owned())]);
    for (name, day) in [("dari", today), ("sampai", today), ("tutup", late)] {
        fields.push((name.to_owned(), day.day().to_string()));
        fields.push((format!("{name}-month"), day.month().to_string()));
        fields.push((format!("{name}-year"), day.year().to_string()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let made = desk.post(&plan, &fields).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let round = made.location().to_owned();
    assert_eq!(desk.post(&format!("{round}/buka"), &[]).await.status, 403);

    let mut second = city.browser(pages::routes());
    second.enter(&approver).await;
    assert_eq!(second.post(&format!("{round}/buka"), &[]).await.status, 303);
    for id in ids {
        let credential = token(&city, id).await;
        answer(&city, credential, 4).await.unwrap();
    }
    assert!(second.get(&round).await.text().contains("12 lagi masih terkunci"));
    assert_eq!(second.post(&format!("{round}/tutup"), &[]).await.status, 303);
    let published = second.post(&format!("{round}/terbitkan"), &[]).await;
    assert_eq!(published.status, 303, "{}", published.text());
    let page = second.get(published.location()).await.text();
    assert!(page.contains("100,00"), "{page}");
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let rounds = store::rounds(&mut tx).await.unwrap();
    assert_eq!(rounds[0].state, State::Published);
}
