//! Two cities in one database never see each other's people.

use jiff::civil::date;
use platform::testing::{TestCity, on_every_database, units};

use super::super::model::State;
use super::super::store;
use super::super::verbs::Book;
use super::support::{CARD, book, citizen, on_wednesday, open, setup, take, wish};

#[tokio::test]
async fn numbers_seats_and_people_belong_to_one_city() {
    on_every_database(setup, async |city: &TestCity| {
        for tenant in [city.tenant.id, city.other.id] {
            open(city, tenant).await;
        }
        take(city, CARD, "").await;
        let at = on_wednesday("08:00");
        book(city, wish(1, at)).await.unwrap();
        let elsewhere = Book { app: city.app.clone(), wish: wish(1, at), actor: citizen() };
        let booked = city.app.db.write(city.other.id, elsewhere).await;
        assert!(booked.is_ok(), "the same telephone and seat in another city");
        let mut tx = city.app.db.read(city.other.id).await.unwrap();
        let (unit, today) = (units::REGISTRY, date(2026, 11, 24));
        assert!(store::tickets(&mut tx, unit, today, State::Waiting).await.unwrap().is_empty());
        let day = date(2026, 11, 25);
        let taken = store::taken(&mut tx, unit, day).await.unwrap();
        assert_eq!(taken.values().map(Vec::len).sum::<usize>(), 1);
        assert_eq!(store::expected(&mut tx, unit, day).await.unwrap().len(), 1);
    })
    .await;
}
