//! After ninety days nobody stands in the tables any more (UU 27/2022 Art 44).

use platform::keys;
use platform::testing::{TestCity, on_every_database, units};

use super::super::store;
use super::super::verbs::forget;
use super::support::{
    CARD, appointment, book, minutes, on_wednesday, open, setup, take, ticket, wish,
};

#[tokio::test]
async fn people_are_forgotten_and_counts_stay() {
    on_every_database(setup, async |city: &TestCity| {
        open(city, city.tenant.id).await;
        let given = take(city, CARD, "elderly").await;
        let booked = book(city, wish(1, on_wednesday("08:00"))).await.unwrap();
        let tenant = city.tenant.id;
        minutes(city, 90 * 24 * 60);
        assert_eq!(forget(&city.app, tenant).await.unwrap(), 0, "not yet");
        minutes(city, 1);
        assert_eq!(forget(&city.app, tenant).await.unwrap(), 1, "the appointment was later");
        minutes(city, 24 * 60);
        assert_eq!(forget(&city.app, tenant).await.unwrap(), 1);
        assert_eq!(forget(&city.app, tenant).await.unwrap(), 0, "once");
        let row = ticket(city, given.id).await;
        assert!(row.sealed.is_empty() && row.secret_hash.is_empty() && row.group.is_empty());
        assert!(appointment(city, booked.id).await.sealed.is_empty());
        let mut tx = city.app.db.read(tenant).await.unwrap();
        for subject in [given.id.uuid(), booked.id.uuid()] {
            assert!(keys::find(&mut tx, &city.app.vault, subject).await.unwrap().is_none());
        }
        let from = row.day.yesterday().unwrap();
        let until = row.day.tomorrow().unwrap();
        let counts = store::arrivals(&mut tx, units::REGISTRY, from, until).await.unwrap();
        assert_eq!(counts.values().sum::<i64>(), 1);
        let pages = super::support::routes();
        let secret = format!("/antrean/tiket/{}", given.secret.expose());
        assert_eq!(city.browser(pages).get(&secret).await.status, 404);
    })
    .await;
}
