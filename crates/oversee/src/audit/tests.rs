//! The trail through its pages, on both databases.

use jiff::SignedDuration;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::id::{CommandId, FactId, UnitId, UserId};
use platform::clocks::Clocks;
use platform::db::{Command, WriteTx, db};
use platform::journal::{Seal, facts_of, next_seq};
use platform::keys;
use platform::testing::{Browser, Setup, TestAccount, TestCity, on_every_database, units};
use platform::workers::settle;
use proptest::prelude::*;
use uuid::Uuid;

use super::model::initials;
use super::pages;
use super::reader::Trail;

fn setup() -> Setup {
    Setup {
        migrations: crate::MIGRATIONS.to_vec(),
        readers: vec![Box::new(Clocks), Box::new(Trail)],
        ..Setup::default()
    }
}

/// An officer opens something under a key of its own: a file when it has a number.
#[derive(Clone)]
struct Look {
    app: platform::App,
    user: UserId,
    unit: Option<UnitId>,
    number: Option<&'static str>,
}

impl Command for Look {
    type Output = Uuid;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Uuid> {
        let now = tx.now();
        let id = FactId::new(now, tx.rng()).uuid();
        let key = keys::create(tx, &self.app.vault, id).await?;
        let opened = r#"{"kind":"person.opened","data":{"v":1,"purpose":"work","what":"file"}}"#;
        let mut facts = vec![(SubjectKind::Access, opened.to_owned(), Role::Officer)];
        if let Some(number) = self.number {
            let submitted = format!(
                r#"{{"kind":"application.submitted","data":{{"v":1,"number":"{number}",
                "service":"X","standard":1,"unit":"U","applicant":"oneself","fee":0,"missing":[]}}}}"#
            );
            facts.insert(0, (SubjectKind::Application, submitted, Role::Citizen));
        }
        for (kind, payload, role) in facts {
            let subject = Subject { kind, id };
            let user = (role == Role::Officer).then_some(self.user);
            let fact = NewFact {
                subject,
                command: CommandId::new(now, tx.rng()),
                occurred_at: now,
                actor: Actor { user, role, unit: self.unit, channel: Channel::Counter },
                clocks: Vec::new(),
                payload: Payload::parse(payload.as_bytes()).unwrap(),
            };
            let seq = next_seq(tx, subject).await?;
            tx.append(&fact, seq, Seal::Under(&key)).await?;
        }
        Ok(id)
    }
}

async fn unit_id(city: &TestCity, code: &str) -> UnitId {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let (id,): (Vec<u8>,) =
        sqlx::query_as("SELECT unit_id FROM unit WHERE tenant_id = $1 AND code = $2")
            .bind(tx.tenant())
            .bind(code.to_owned())
            .fetch_one(tx.conn())
            .await
            .map_err(db)
            .unwrap();
    UnitId::from_uuid(Uuid::from_slice(&id).unwrap())
}

async fn look(
    city: &TestCity,
    user: UserId,
    unit: Option<UnitId>,
    number: Option<&'static str>,
) -> Uuid {
    let app = city.app.clone();
    let id = city.app.db.write(city.tenant.id, Look { app, user, unit, number }).await.unwrap();
    settle(&city.app, city.tenant.id).await.unwrap();
    id
}

async fn at(city: &TestCity, account: &TestAccount) -> Browser {
    let mut browser = city.browser(pages::routes());
    browser.enter(account).await;
    browser
}

/// Positions of the rows on a page, from the top.
fn rows(page: &str) -> Vec<i64> {
    let links = page.split("<a href=\"/pengawasan/jejak/").skip(1);
    links.map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect()
}

async fn position(city: &TestCity, subject: Uuid) -> i64 {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let (position,): (i64,) = sqlx::query_as(
        "SELECT position FROM audit_entry WHERE tenant_id = $1 AND subject_id = $2 \
         ORDER BY position LIMIT 1",
    )
    .bind(tx.tenant())
    .bind(subject.as_bytes().to_vec())
    .fetch_one(tx.conn())
    .await
    .unwrap();
    position
}

#[tokio::test]
async fn rows_are_found_by_account_unit_kind_and_day() {
    on_every_database(setup, async |city: &TestCity| {
        let inspector = city.account("inspektur", &[(Role::Inspector, "")]).await;
        let one = city.account("sari", &[(Role::Officer, units::REGISTRY)]).await;
        let two = city.account("budi", &[(Role::Officer, units::HEALTH)]).await;
        let (registry, health) =
            (unit_id(city, units::REGISTRY).await, unit_id(city, units::HEALTH).await);
        let a = look(city, one.user, Some(registry), Some("K7M42Q9P")).await;
        city.advance(SignedDuration::from_hours(24));
        let b = look(city, two.user, Some(health), Some("K7M42Q9P")).await;
        let (a, b) = (position(city, a).await, position(city, b).await);
        let mut browser = at(city, &inspector).await;
        let opened = "jenis=person.opened";
        for (query, wanted) in [
            (opened.to_owned(), vec![b, a]),
            (format!("{opened}&akun=sari"), vec![a]),
            (format!("{opened}&akun={}", two.user), vec![b]),
            (format!("{opened}&unit={}", units::HEALTH), vec![b]),
            (format!("akun=budi&unit={}", units::REGISTRY), vec![]),
            (format!("{opened}&dari=25&dari-month=11&dari-year=2026"), vec![b]),
            (format!("{opened}&sampai=24&sampai-month=11&sampai-year=2026"), vec![a]),
            ("jenis=complaint.identity_opened".to_owned(), vec![]),
        ] {
            let page = browser.get(&format!("/pengawasan/jejak?{query}")).await;
            assert_eq!(page.status, 200);
            assert_eq!(rows(&page.text()), wanted, "{query}");
        }
        for (query, field) in
            [("akun=siapa", "akun"), ("dari=31&dari-month=2&dari-year=26", "dari")]
        {
            let page = browser.get(&format!("/pengawasan/jejak?{query}")).await;
            assert_eq!(page.status, 400, "{query}");
            let text = page.text();
            assert!(text.contains(&format!("href=\"#{field}\"")) && rows(&text).is_empty());
        }
        for account in [&one, &two] {
            assert_eq!(at(city, account).await.get("/pengawasan/jejak").await.status, 403);
        }
    })
    .await;
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap() {
    let city = TestCity::with(setup()).await;
    let inspector = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let officer = city.account("sari", &[(Role::Officer, units::REGISTRY)]).await;
    for _ in 0..120 {
        let (app, user) = (city.app.clone(), officer.user);
        let look = Look { app, user, unit: None, number: None };
        city.app.db.write(city.tenant.id, look).await.unwrap();
    }
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut browser = at(&city, &inspector).await;
    let mut seen = Vec::new();
    let mut here = "/pengawasan/jejak?akun=sari&jenis=person.opened".to_owned();
    loop {
        let page = browser.get(&here).await.text();
        let found = rows(&page);
        assert!(found.len() <= 50);
        seen.extend(found);
        let Some(next) =
            page.split("href=\"/pengawasan/jejak?").find(|p| p.contains("rel=\"next\""))
        else {
            break;
        };
        let next = next.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
        assert!(next.contains("akun=sari"), "{next}");
        here = format!("/pengawasan/jejak?{next}");
    }
    assert_eq!(seen.len(), 120);
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "newest first, each once");
}

#[tokio::test]
async fn opening_a_row_is_a_row() {
    on_every_database(setup, async |city: &TestCity| {
        let inspector = city.account("inspektur", &[(Role::Inspector, "")]).await;
        let officer = city.account("sari", &[(Role::Officer, units::REGISTRY)]).await;
        let file = look(city, officer.user, None, Some("K7M42Q9P")).await;
        let other = look(city, officer.user, None, None).await;
        let mut browser = at(city, &inspector).await;
        let here = format!("/pengawasan/jejak/{}", position(city, file).await);
        let name = "Pegawai sari";
        let list = browser.get("/pengawasan/jejak").await.text();
        assert!(list.contains("P. s. (Petugas)") && !list.contains(name), "{list}");
        let page = browser.get(&here).await.text();
        assert!(
            !page.contains("K7M4") && !page.contains(name) && page.contains("Buka isinya"),
            "{page}"
        );
        assert!(page.contains("bening log proof") && page.contains("belum sampai"));
        let opened = browser.post(&format!("{here}/buka"), &[]).await;
        assert_eq!(opened.status, 200, "{}", opened.text());
        assert!(opened.text().contains("K7M4-2Q9P") && opened.text().contains(name));
        settle(&city.app, city.tenant.id).await.unwrap();
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let key = keys::find(&mut tx, &city.app.vault, file).await.unwrap();
        let subject = Subject { kind: SubjectKind::Access, id: file };
        let facts = facts_of(&mut tx, subject, key.as_ref()).await.unwrap();
        drop(tx);
        assert_eq!((facts.len(), facts[1].actor), (2, Some(inspector.user)));
        let own = browser.get("/pengawasan/jejak?akun=inspektur&jenis=person.opened").await;
        assert_eq!(rows(&own.text()).len(), 1);
        // Reports have inspectors of their own: nothing of them is opened here.
        let here = format!("/pengawasan/jejak/{}/buka", position(city, other).await);
        assert_eq!(browser.post(&here, &[]).await.status, 404);
        assert_eq!(at(city, &officer).await.post(&here, &[]).await.status, 403);
    })
    .await;
}

#[tokio::test]
async fn who_was_erased_is_opened_by_nobody() {
    let city = TestCity::with(setup()).await;
    let inspector = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let officer = city.account("sari", &[(Role::Officer, units::REGISTRY)]).await;
    let file = look(&city, officer.user, None, Some("K7M42Q9P")).await;
    let here = format!("/pengawasan/jejak/{}", position(&city, file).await);
    city.app.db.write(city.tenant.id, Erase(file)).await.unwrap();
    let mut browser = at(&city, &inspector).await;
    assert_eq!(browser.get(&here).await.status, 200, "the row and its commitment stay");
    assert_eq!(browser.post(&format!("{here}/buka"), &[]).await.status, 404);
}

struct Erase(Uuid);

impl Command for Erase {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        keys::erase(tx, self.0).await
    }
}

proptest! {
    #[test]
    fn first_letters_name_nobody(name in "[A-Z][a-z]{1,9}( [A-Z][a-z]{1,9}){0,3}") {
        let short = initials(&name);
        prop_assert_eq!(short.matches('.').count(), name.split(' ').count());
        let letters = short.split(' ').all(|word| word.chars().count() == 2);
        prop_assert!(letters, "{}", short);
    }
}
