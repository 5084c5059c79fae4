//! An attacker who looks afterwards, with the whole database, its files, and the signing keys, cannot
//! tell who answered what better than by chance within the batch.

use std::collections::{BTreeMap, BTreeSet};

use platform::testing::{TestCity, on_every_database, units};
use rand::seq::SliceRandom as _;
use sqlx::Row as _;

use super::super::verbs::{Credential, HandEnvelope, KeyPaper, PrintEnvelopes, shuffle};
use super::super::{boxes, store};
use super::seeded::{answer, answers, finish, opened, setup, token};

/// Everything in the tables of surveys, in the order in which the database gives it when nobody asks
/// for one: the order in which it lies on disk.
async fn dump(city: &TestCity) -> BTreeMap<&'static str, Vec<Vec<Vec<u8>>>> {
    let mut all = BTreeMap::new();
    for (table, sql) in [
        (
            "invitation",
            "SELECT application_id, invitation_id FROM survey_invitation WHERE tenant_id = $1 AND taken = 1",
        ),
        ("answer", "SELECT answer_id, CAST(body AS TEXT) FROM survey_answer WHERE tenant_id = $1"),
        ("spent", "SELECT token_hash, token_hash FROM survey_spent WHERE tenant_id = $1"),
    ] {
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let tenant = tx.tenant();
        let rows =
            sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tenant).fetch_all(tx.conn()).await.unwrap();
        let row = |row: &sqlx::any::AnyRow| {
            (0..2)
                .map(|i| {
                    row.try_get::<Vec<u8>, _>(i)
                        .unwrap_or_else(|_| row.get::<String, _>(i).into_bytes())
                })
                .collect()
        };
        all.insert(table, rows.iter().map(row).collect());
    }
    all
}

const PEOPLE: usize = 40;

/// How many of the pairs an attacker names are right, for each way of pairing that a dump allows: by
/// place on disk and by the order of every column.
fn best_guess(dump: &BTreeMap<&str, Vec<Vec<Vec<u8>>>>, said: &BTreeMap<Vec<u8>, String>) -> usize {
    let orders = |rows: &Vec<Vec<Vec<u8>>>| -> Vec<Vec<Vec<Vec<u8>>>> {
        let mut all = vec![rows.clone()];
        for column in 0..2 {
            let mut sorted = rows.clone();
            sorted.sort_by(|a, b| a[column].cmp(&b[column]));
            all.push(sorted);
        }
        let reversed: Vec<_> =
            all.iter().map(|rows| rows.iter().rev().cloned().collect()).collect();
        all.extend(reversed);
        all
    };
    let mut best = 0;
    for people in orders(&dump["invitation"]) {
        for answers in orders(&dump["answer"]) {
            let right = people.iter().zip(&answers).filter(|(person, answer)| {
                let body = String::from_utf8_lossy(&answer[1]);
                body.contains(&said[&person[0]])
            });
            best = best.max(right.count());
        }
    }
    best
}

/// What each person says is theirs alone: nine faces that spell their number.
fn own(i: usize) -> (BTreeMap<String, String>, String) {
    let mut given = answers(1);
    for digit in 0..5 {
        let face = 1 + (i >> (2 * digit)) % 4;
        given.insert(format!("u{}", digit + 1), face.to_string());
    }
    let kept = kernel::survey::Answers(given.clone());
    let text = serde_json::to_string(&kept).unwrap();
    (given, text)
}

/// By chance, one pair of forty is right on average; eight or more in the best of thirty-six
/// pairings would happen in fewer than one of a thousand cities.
const MORE_THAN_CHANCE: usize = 8;

#[tokio::test]
async fn tokens_cannot_be_tied_to_answers() {
    on_every_database(setup, async |city: &TestCity| {
        let mut ids = finish(city, units::REGISTRY, PEOPLE, false).await;
        // The worst case: the attacker knows in which order people came.
        ids.sort_unstable();
        let round = opened(city).await;
        let mut said = BTreeMap::new();
        // They take their token and answer at once.
        for (i, application) in ids.iter().enumerate() {
            let credential = token(city, *application).await;
            let (given, text) = own(i);
            super::super::verbs::Answer::hand_in(&city.app, city.tenant.id, credential, given)
                .await
                .unwrap();
            said.insert(application.as_bytes().to_vec(), text);
        }
        shuffle(&city.app, city.tenant.id, round, boxes::BATCH).await.unwrap();
        let dump = dump(city).await;
        assert_eq!(dump["answer"].len(), PEOPLE);
        let right = best_guess(&dump, &said);
        assert!(right < MORE_THAN_CHANCE, "{right} of {PEOPLE} were guessed");
        // A spent token says nothing either: its hash is of what the server never saw.
        let hashes: BTreeSet<_> = dump["spent"].iter().map(|row| row[0].clone()).collect();
        assert_eq!(hashes.len(), PEOPLE);
        let left = city.app.boxes.batches(city.tenant.id, round).unwrap();
        assert!(left.is_empty(), "no key of a batch is left");
    })
    .await;
}

#[tokio::test]
async fn envelopes_cannot_be_tied_to_answers() {
    on_every_database(setup, async |city: &TestCity| {
        let mut ids = finish(city, units::REGISTRY, PEOPLE, false).await;
        // The worst case: the attacker knows in which order people came.
        ids.sort_unstable();
        let round = opened(city).await;
        let (app, tenant) = (&city.app, city.tenant.id);
        let print = PrintEnvelopes { round, unit: units::REGISTRY.to_owned(), count: PEOPLE };
        let mut codes = app.db.write(tenant, print).await.unwrap();
        codes.shuffle(&mut app.db.entropy().rng().unwrap());
        let keyers = [kernel::id::Id::from_uuid(round), kernel::id::Id::from_uuid(ids[0])];
        let mut said = BTreeMap::new();
        for (i, application) in ids.iter().enumerate() {
            app.db.write(tenant, HandEnvelope { application: *application }).await.unwrap();
            let (given, text) = own(i);
            for by in keyers {
                KeyPaper::key(app, tenant, &codes[i], given.clone(), by).await.unwrap();
            }
            said.insert(application.as_bytes().to_vec(), text);
        }
        shuffle(app, tenant, round, boxes::BATCH).await.unwrap();
        let right = best_guess(&dump(city).await, &said);
        assert!(right < MORE_THAN_CHANCE, "{right} of {PEOPLE} were guessed");
    })
    .await;
}

/// The guess is a real one: were answers kept in the order in which they came, it would succeed.
#[tokio::test]
async fn the_attacker_is_not_blind() {
    let city = TestCity::with(setup()).await;
    let ids = finish(&city, units::REGISTRY, PEOPLE, false).await;
    let round = opened(&city).await;
    let mut said = BTreeMap::new();
    let mut kept = BTreeMap::from([("invitation", Vec::new()), ("answer", Vec::new())]);
    for (i, application) in ids.iter().enumerate() {
        let (_, text) = own(i);
        said.insert(application.as_bytes().to_vec(), text.clone());
        let number = i.to_be_bytes().to_vec();
        kept.get_mut("invitation")
            .unwrap()
            .push(vec![application.as_bytes().to_vec(), number.clone()]);
        kept.get_mut("answer").unwrap().push(vec![number, text.into_bytes()]);
    }
    assert_eq!(best_guess(&kept, &said), PEOPLE);
    // A code that is typed is one of twelve symbols; its hash is all that is kept.
    assert!(Credential::parse("0123456789AB").is_ok());
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    assert_eq!(store::count_answers(&mut tx, round).await.unwrap(), (0, 0));
    drop(tx);
    let credential = token(&city, ids[0]).await;
    answer(&city, credential, 3).await.unwrap();
}
