//! What is published: nothing of fewer than ten, and enough to compute it again.

use std::collections::BTreeMap;

use kernel::facts::Payload;
use platform::journal::facts_after;
use platform::testing::{TestCity, on_every_database, units};

use super::super::model::Stratum;
use super::super::results::{Known, LEAST, Scoring, Verdict, compute, published, release};
use super::super::store::{self, Answer};
use super::super::verbs::{Answer as HandIn, Close, Publish};
use super::super::{pages, payments, seed};
use super::seeded::{
    a_month, answer, answers, approver, finish, frozen, open, opened, setup, token,
};

#[tokio::test]
async fn an_index_with_its_interval_and_what_changed() {
    on_every_database(setup, async |city: &TestCity| {
        let (app, tenant) = (&city.app, city.tenant.id);
        let mut kept = None;
        for (round, faces) in [[3, 2], [3, 3]].into_iter().enumerate() {
            let ids = finish(city, units::REGISTRY, 20, false).await;
            let id = if round == 0 {
                opened(city).await
            } else {
                let mut tx = app.db.read(tenant).await.unwrap();
                kept = store::questionnaires(&mut tx)
                    .await
                    .unwrap()
                    .into_iter()
                    .find(|one| one.is_frozen());
                drop(tx);
                open(city, kept.as_ref().unwrap()).await
            };
            for (i, application) in ids.iter().enumerate() {
                let credential = token(city, *application).await;
                answer(city, credential, faces[i % 2]).await.unwrap();
            }
            Close::close(app, tenant, id, approver()).await.unwrap();
            app.db.write(tenant, Publish { round: id, actor: approver() }).await.unwrap();
            a_month(city);
        }
        assert!(kept.is_some());
        let mut tx = app.db.read(tenant).await.unwrap();
        let all = published(&mut tx).await.unwrap();
        let city_now = all[0].report.city.unwrap();
        // All twenty of twenty answered 3: 3 * 25.
        assert!((city_now.value - 75.0).abs() < 1e-9 && city_now.n == 20);
        assert!((all[1].report.city.unwrap().value - 62.5).abs() < 1e-9);
        let mut browser = city.browser(pages::routes());
        let list = browser.get("/indeks").await.text();
        assert!(list.contains("75,00") && list.contains("62,50"), "{list}");
        let unit = browser.get(&format!("/indeks/unit/{}", units::REGISTRY)).await.text();
        assert!(unit.contains("75,00") && unit.contains("62,50") && unit.contains("trend"));
        assert!(unit.contains("Naik 12,50 poin"), "{unit}");
        let at = format!("/indeks/{}", all[0].round.id);
        for page in [at.clone(), format!("{at}/laporan")] {
            let page = browser.get(&page).await;
            assert_eq!(page.status, 200);
            assert!(page.text().contains("75,00"));
        }
        let data = browser.get(&format!("{at}/data.csv")).await.text();
        assert_eq!(data.lines().count(), 21);
        assert!(data.starts_with("unit,N,pintu,cara,kelurahan,"), "{data}");
    })
    .await;
}

#[tokio::test]
async fn payments_are_counted_when_a_round_closes_unless_they_are_few() {
    let city = TestCity::with(setup()).await;
    let (app, tenant) = (&city.app, city.tenant.id);
    let questionnaire = frozen(&city).await;
    for payers in [10, 9] {
        let ids = finish(&city, units::REGISTRY, 12, false).await;
        let round = open(&city, &questionnaire).await;
        for (place, application) in ids.into_iter().enumerate() {
            let credential = token(&city, application).await;
            let mut given = answers(3);
            let paid = if place < payers { "yes" } else { "no" };
            given.insert("gratifikasi".to_owned(), paid.to_owned());
            HandIn::hand_in(app, tenant, credential, given).await.unwrap();
        }
        Close::close(app, tenant, round, approver()).await.unwrap();
        a_month(&city);
    }
    let mut tx = app.db.read(tenant).await.unwrap();
    let facts = facts_after(&mut tx, 0, 100_000).await.unwrap();
    let closed = facts.into_iter().filter_map(|fact| match fact.clear {
        Some(Payload::AnswersClosed(closed)) => Some((closed.answers, closed.paid)),
        _ => None,
    });
    assert_eq!(closed.collect::<Vec<_>>(), [(12, Some(10)), (12, None)]);
}

/// Two units are asked, of which one gives too few answers to tell anything.
#[tokio::test]
async fn payments_are_told_by_unit_of_rounds_that_were_closed_in_a_span() {
    on_every_database(setup, async |city: &TestCity| {
        let (app, tenant) = (&city.app, city.tenant.id);
        let mut ids = finish(city, units::REGISTRY, 12, false).await;
        ids.extend(finish(city, units::HEALTH, 9, false).await);
        finish(city, units::REGISTRY, 3, true).await;
        let round = opened(city).await;
        for (place, application) in ids.into_iter().enumerate() {
            let credential = token(city, application).await;
            let mut given = answers(3);
            match place {
                0..4 => given.insert("gratifikasi".to_owned(), "yes".to_owned()),
                4 => given.remove("gratifikasi"),
                _ => None,
            };
            HandIn::hand_in(app, tenant, credential, given).await.unwrap();
        }
        let start = city.clock.now();
        a_month(city);
        let mut tx = app.db.read(tenant).await.unwrap();
        let end = city.clock.now();
        assert!(payments::closed(&mut tx, start, end).await.unwrap().is_empty(), "still open");
        drop(tx);
        Close::close(app, tenant, round, approver()).await.unwrap();
        let mut tx = app.db.read(tenant).await.unwrap();
        let told = payments::closed(&mut tx, start, end).await.unwrap();
        let told: Vec<_> =
            told.iter().map(|one| (one.unit.as_str(), one.users, one.answers, one.paid)).collect();
        assert_eq!(told, [(units::REGISTRY, 15, 11, 4)]);
        assert!(payments::closed(&mut tx, end, end).await.unwrap().is_empty(), "looked at before");
        let mut other = app.db.read(city.other.id).await.unwrap();
        assert!(payments::closed(&mut other, start, end).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn nothing_of_fewer_than_ten_is_shown() {
    let city = TestCity::with(setup()).await;
    let ids = finish(&city, units::REGISTRY, 4, false).await;
    let round = opened(&city).await;
    let (app, tenant) = (&city.app, city.tenant.id);
    for application in ids {
        let credential = token(&city, application).await;
        answer(&city, credential, 4).await.unwrap();
    }
    Close::close(app, tenant, round, approver()).await.unwrap();
    app.db.write(tenant, Publish { round, actor: approver() }).await.unwrap();
    let mut browser = city.browser(pages::routes());
    let page = browser.get(&format!("/indeks/{round}")).await.text();
    assert!(page.contains("Terlalu sedikit jawaban") && !page.contains("100,00"), "{page}");
    assert_eq!(browser.get(&format!("/indeks/{round}/data.csv")).await.status, 404);
}

fn people(unit: &str, count: usize, kelurahan: &str) -> impl Iterator<Item = Answer> {
    let mut given = answers(3);
    given.insert("kelurahan".to_owned(), kelurahan.to_owned());
    let one = Answer {
        unit: unit.to_owned(),
        mode: "token".to_owned(),
        answers: kernel::survey::Answers(given),
    };
    std::iter::repeat_n(one, count)
}

fn stratum(unit: &str, population: i64) -> Stratum {
    let none = Vec::new;
    Stratum {
        unit: unit.to_owned(),
        population,
        drawn: population,
        public_key: none(),
        sealed_key: none(),
    }
}

/// Small units are pooled with the next smallest, so that none can be computed from the others; and
/// every combination of traits belongs to ten people.
#[test]
fn the_release_is_anonymous() {
    let body = seed::questionnaires().unwrap().into_iter().find(|one| one.code == "skm").unwrap();
    let scoring = Scoring::new(&body).unwrap();
    let strata = [stratum("A", 400), stratum("B", 300), stratum("C", 20)];
    let answers: Vec<Answer> = people("A", 25, "x")
        .chain(people("A", 3, "y"))
        .chain(people("B", 14, "x"))
        .chain(people("C", 4, "z"))
        .collect();
    let made = release(&body, &scoring, &strata, &answers).unwrap();
    let units: BTreeMap<&str, (i64, usize)> =
        made.rows.iter().fold(BTreeMap::new(), |mut units, row| {
            units.entry(row.unit.as_str()).or_insert((row.population, 0)).1 += 1;
            units
        });
    assert_eq!(units, BTreeMap::from([("A", (400, 28)), ("GABUNGAN", (320, 18))]));
    let mut groups: BTreeMap<(&str, &[String]), usize> = BTreeMap::new();
    for row in &made.rows {
        *groups.entry((row.unit.as_str(), &row.traits)).or_default() += 1;
    }
    assert!(groups.values().all(|count| *count >= LEAST), "{groups:?}");
    assert!(made.smallest >= LEAST && made.hidden > 0);
    assert!(!made.csv().unwrap().contains(",z,"));
}

/// `count` answers of unit A by a door, half of them a face better than the others.
fn by_door(mode: &str, faces: [u8; 2], count: usize) -> impl Iterator<Item = Answer> {
    (0..count).map(move |i| Answer {
        unit: "A".to_owned(),
        mode: mode.to_owned(),
        answers: kernel::survey::Answers(answers(faces[i % 2])),
    })
}

/// What is said of the paper door, when paper brings these faces and tokens bring 3 and 4.
fn paper_stands(faces: [u8; 2]) -> Verdict {
    let body = seed::questionnaires().unwrap().into_iter().find(|one| one.code == "skm").unwrap();
    let scoring = Scoring::new(&body).unwrap();
    let strata = [stratum("A", 400)];
    let given: Vec<Answer> =
        by_door("token", [3, 4], 40).chain(by_door("paper", faces, 30)).collect();
    let released = release(&body, &scoring, &strata, &given).unwrap();
    let known = Known { questionnaire: &body, scoring: &scoring, strata: &strata, before: None };
    let report = compute(&known, &released).unwrap();
    let doors = report.groups.iter().find(|group| group.key == "pintu").unwrap();
    let paper = doors.cells.iter().find(|cell| cell.value == "paper").unwrap();
    paper.apart.unwrap().verdict
}

#[test]
fn doors_differ_only_when_they_do() {
    assert_eq!(paper_stands([2, 3]), Verdict::Down);
    assert_eq!(paper_stands([3, 4]), Verdict::Uncertain);
    assert_eq!(paper_stands([4, 4]), Verdict::Up);
}
