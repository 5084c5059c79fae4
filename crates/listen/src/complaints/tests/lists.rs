//! What everyone reads, and how units end reports, on both databases.

use jiff::Timestamp;
use kernel::facts::complaint::Outcome;
use platform::testing::{TestCity, on_every_database, units};

use super::seeded::{act, body, disposed, received, row, setup, unit};
use crate::complaints::model::Viewer;
use crate::complaints::store::{self, Wanted};
use crate::complaints::verbs::{Does, Letter};
use crate::gratuities;

#[tokio::test]
async fn what_is_published_is_found_and_what_ended_is_counted() {
    on_every_database(setup, async |city: &TestCity| {
        let one = received(city, body("delay")).await;
        disposed(city, one.id).await;
        received(city, body("extortion")).await;
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let (past, story) = (Timestamp::UNIX_EPOCH, "Akta kelahiran belum selesai");
        let place = "18.72.01.1001";
        let alike = store::similar(&mut tx, "delay", place, past, story).await.unwrap();
        assert_eq!(alike.len(), 1);
        let apart = store::similar(&mut tx, "delay", place, past, "lampu jalan").await.unwrap();
        assert!(apart.is_empty());
        let later = city.clock.now() + jiff::SignedDuration::from_secs(1);
        let old = store::similar(&mut tx, "delay", place, later, story).await.unwrap();
        assert!(old.is_empty());
        assert_eq!(store::newest(&mut tx, None, 10).await.unwrap().len(), 1);
        let open = Wanted { open: Some(true), ..Wanted::default() };
        assert_eq!(store::wanted(&mut tx, &open).await.unwrap().len(), 1);
        drop(tx);
        let letter = Letter { text: "Sudah".to_owned(), public: true, ..Letter::default() };
        let outcome = Outcome::Explained;
        act(city, one.id, unit(), Does::Propose { outcome, letter }).await.unwrap();
        act(city, one.id, Viewer::Reporter, Does::Consent).await.unwrap();
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        assert!(store::wanted(&mut tx, &open).await.unwrap().is_empty());
        let standing = store::standing(&mut tx, past, later).await.unwrap();
        let own = standing.iter().find(|row| row.unit == units::REGISTRY).unwrap();
        assert_eq!((own.ended, own.consent, own.without_act, own.all), (1, 1, 1, 1));
        let silent = gratuities::store::by_unit(&mut tx, past, later).await.unwrap();
        assert_eq!((silent[0].unit.as_str(), silent[0].accused), (units::REGISTRY, 1));
        let mut other = city.app.db.read(city.other.id).await.unwrap();
        assert!(store::newest(&mut other, None, 10).await.unwrap().is_empty(), "another city");
        assert_eq!(row(city, one.number).await.matter.outcome, Some(Outcome::Explained));
    })
    .await;
}
