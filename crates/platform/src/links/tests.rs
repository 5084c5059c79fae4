#![allow(clippy::unwrap_used, reason = "tests")]

use kernel::error::Result;
use uuid::Uuid;

use super::{Links, keep, page, pseudonym};
use crate::app::App;
use crate::db::{Command, WriteTx};
use crate::keys;
use crate::testing::{Setup, on_every_database};
use crate::vault::Lookup;

struct Keep {
    app: App,
    matter: Uuid,
    links: Links,
}

impl Command for Keep {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let key = keys::create(tx, &self.app.vault, self.matter).await?;
        keep(tx, &key, &self.links).await
    }
}

struct Erase(Uuid);

impl Command for Erase {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        keys::erase(tx, self.0).await
    }
}

#[tokio::test]
async fn links_are_read_in_order_until_their_person_is_erased() {
    on_every_database(Setup::default, async |city: &crate::testing::TestCity| {
        let app = city.app.clone();
        let matters: Vec<Uuid> = (1..=3u128).map(Uuid::from_u128).collect();
        for matter in &matters {
            let contact = pseudonym(&app.vault, Lookup::Phone, "+6281234567890");
            let links = Links { number: matter.to_string(), contact, ..Links::default() };
            let command = Keep { app: app.clone(), matter: *matter, links };
            app.db.write(city.tenant.id, command).await.unwrap();
        }
        app.db.write(city.tenant.id, Erase(matters[1])).await.unwrap();
        let mut tx = app.db.read(city.tenant.id).await.unwrap();
        let all = page(&mut tx, &app.vault, Uuid::nil(), 10).await.unwrap();
        assert_eq!(all.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [matters[0], matters[2]]);
        assert_eq!(all[0].1.contact, all[1].1.contact);
        assert!(!all[0].1.contact.contains("812"));
        let rest = page(&mut tx, &app.vault, matters[0], 10).await.unwrap();
        assert_eq!(rest.len(), 1);
        drop(tx);
        let mut other = app.db.read(city.other.id).await.unwrap();
        assert!(page(&mut other, &app.vault, Uuid::nil(), 10).await.unwrap().is_empty());
    })
    .await;
}
