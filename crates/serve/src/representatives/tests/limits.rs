//! Who may apply for whom, and how often.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use kernel::actor::Role;
use proptest::prelude::*;
use serde_json::json;

use super::super::model::{BARRED, EntryState, Standing};
use super::super::rules::{possible_from, short_name, standing};
use super::support::{body, confirm, give, phone};
use crate::applications::tests::office::{Office, nik};

const TODAY: Date = date(2026, 11, 24);

#[test]
fn the_day_from_which_one_more_is_possible() {
    let ago = |days: i32| TODAY.saturating_sub(days.days());
    for (given, day) in [
        (vec![], None),
        (vec![0, 1], None),
        (vec![0, 1, 29], Some(1)),
        (vec![0, 1, 30], None),
        (vec![5, 5, 5], Some(25)),
        (vec![2, 3, 4, 5], Some(26)),
    ] {
        let days: Vec<Date> = given.iter().map(|days| ago(*days)).collect();
        let expected = day.map(|days: i32| TODAY.saturating_add(days.days()));
        assert_eq!(possible_from(&days, 3, 30, TODAY), expected, "{given:?}");
    }
}

proptest! {
    #[test]
    fn never_more_than_the_limit_within_a_window(
        asked in prop::collection::vec(0..120i32, 0..40),
        limit in 1..5usize,
        window in 1..40i32,
    ) {
        let mut asked = asked;
        asked.sort_unstable();
        let mut given: Vec<Date> = Vec::new();
        for offset in asked {
            let day = TODAY.saturating_add(offset.days());
            match possible_from(&given, limit, window, day) {
                None => given.push(day),
                Some(from) => {
                    prop_assert!(from > day);
                    prop_assert_eq!(possible_from(&given, limit, window, from), None, "as promised");
                    let before = from.saturating_sub(1.days());
                    prop_assert!(possible_from(&given, limit, window, before).is_some());
                }
            }
        }
        for day in &given {
            let end = day.saturating_add(window.days());
            let within = given.iter().filter(|other| *other >= day && **other < end).count();
            prop_assert!(within <= limit);
        }
    }

    #[test]
    fn a_name_in_a_message_is_a_name(name in "\\PC{0,60}", most in 1..30usize) {
        let short = short_name(&name, most);
        prop_assert!(short.chars().count() <= most);
        prop_assert!(short.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '\''));
    }
}

#[test]
fn no_address_hides_in_a_name() {
    assert_eq!(short_name("Menang! bit.ly/x9 klik", 18), "Menang bit ly x");
    assert_eq!(short_name("Budi Santoso Wijaya", 12), "Budi Santoso");
    assert_eq!(short_name("Abdurrahmanwahidin", 5), "Abdur");
}

#[test]
fn who_is_barred_is_barred_whatever_else_is_registered() {
    let entry = |kind, state, from, until| (kind, state, from, until);
    let (active, proposed) = (EntryState::Active, EntryState::Proposed);
    let until = date(2026, 12, 31);
    let bar = entry(BARRED, active, TODAY, Some(until));
    let notary = entry("notary", active, TODAY, None);
    let read = |entries: Vec<_>| standing(entries.into_iter(), TODAY);
    let profession = Some("notary".to_owned());
    assert_eq!(read(vec![notary]), Standing { barred_until: None, profession: profession.clone() });
    assert_eq!(read(vec![bar, notary]).barred_until, Some(until));
    let yesterday = TODAY.saturating_sub(1.days());
    let tomorrow = TODAY.saturating_add(1.days());
    for idle in [
        entry(BARRED, proposed, TODAY, Some(until)),
        entry(BARRED, EntryState::Ended, TODAY, Some(until)),
        entry(BARRED, active, yesterday, Some(yesterday)),
        entry(BARRED, active, tomorrow, Some(until)),
    ] {
        assert_eq!(read(vec![idle]), Standing::default(), "{idle:?}");
    }
}

#[tokio::test]
async fn the_fourth_mandate_is_refused_with_the_day_and_the_way() {
    let office = Office::open().await;
    for serial in 1..=3 {
        give(&office, serial, 1).await;
    }
    let fourth = office.send(&body(4, 1)).await;
    assert_eq!(fourth.status, 400);
    let said = fourth.json()["detail"].as_str().unwrap().to_owned();
    assert!(said.contains("3 kuasa dalam 30 hari"), "{said}");
    assert!(said.contains("24 Desember 2026") && said.contains("gratis di loket"), "{said}");
    // Somebody else may; and what the giver refused does not count.
    let other = give(&office, 5, 2).await;
    let mine = office.send(&body(6, 1)).await;
    assert_eq!(mine.status, 400);
    confirm(&office, &other).await;
    office.at("2026-12-24T08:00:00+07:00");
    assert_eq!(office.send(&body(4, 1)).await.status, 201);
}

#[tokio::test]
async fn what_the_giver_refused_does_not_count() {
    let office = Office::open().await;
    let mut last = None;
    for serial in 1..=3 {
        last = Some(give(&office, serial, 1).await);
    }
    office.anyone().post(&last.unwrap().page("/tolak"), &[]).await;
    assert_eq!(office.send(&body(4, 1)).await.status, 201);
}

#[tokio::test]
async fn professions_have_no_limit_and_the_barred_have_no_mandate() {
    let office = Office::open().await;
    let one = office.city.account("ina", &[(Role::Inspector, "")]).await;
    let two = office.city.account("tio", &[(Role::Inspector, "")]).await;
    let (mut one, mut two) = (office.browser(&one).await, office.browser(&two).await);
    let agent = nik(1970, 1);
    let notary =
        [("jenis", "notary"), ("nama", "Budi Santoso"), ("nik", &agent), ("izin", "AHU-1")];
    assert_eq!(one.post("/inspektorat/wakil", &notary).await.status, 303);
    for serial in 1..=5 {
        give(&office, serial, 1).await;
    }
    let bar = [
        ("jenis", "barred"),
        ("nama", "Budi Santoso"),
        ("nik", &agent),
        ("alasan", "Meminta uang, lihat perkara 7."),
        ("sampai", "31"),
        ("sampai-month", "12"),
        ("sampai-year", "2026"),
    ];
    assert_eq!(one.post("/inspektorat/wakil", &bar).await.status, 303);
    give(&office, 6, 1).await;
    let page = two.get("/inspektorat/wakil").await.text();
    let agree = page.split("/inspektorat/wakil/").find(|part| part.contains("/setuju\""));
    let id = agree.unwrap().split('/').next().unwrap().to_owned();
    assert_eq!(two.post(&format!("/inspektorat/wakil/{id}/setuju"), &[]).await.status, 303);
    let refused = office.send(&body(7, 1)).await;
    assert_eq!(refused.status, 400);
    let said = refused.json()["detail"].as_str().unwrap().to_owned();
    assert!(said.contains("31 Desember 2026") && said.contains("Inspektorat"), "{said}");
    office.at("2027-01-01T08:00:00+07:00");
    assert_eq!(office.send(&body(7, 1)).await.status, 201, "a bar ends by itself");
}

#[tokio::test]
async fn two_people_must_fit_together() {
    let office = Office::open().await;
    let with = |pointer: &str, value: serde_json::Value| {
        let mut body = body(1, 1);
        *body.pointer_mut(pointer).unwrap() = value;
        body
    };
    let own = nik(1990, 1);
    for (why, body, said) in [
        ("one phone for both", with("/representative/phone", json!(phone(1))), "nomor Anda"),
        ("one person", with("/representative/nik", json!(own)), "NIK"),
        (
            "a day that is over",
            with("/letter", json!({"stamped": true, "until": "2026-11-23"})),
            "lewat",
        ),
        ("no letter", with("/letter", json!(null)), "kosong"),
    ] {
        let answer = office.send(&body).await;
        assert_eq!(answer.status, 400, "{why}");
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(said), "{why}: {detail}");
    }
    let mut family = body(1, 1);
    family["applicant"] = json!("family");
    family["letter"] = json!(null);
    family["documents_later"] = json!([]);
    assert_eq!(office.send(&family).await.status, 400, "which family card?");
    family["representative"]["kk"] = json!("1872010101209999");
    assert_eq!(office.send(&family).await.status, 400, "another family card");
    family["representative"]["kk"] = json!("1872010101200001");
    for _ in 0..5 {
        let answer = office.send(&family).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        assert_eq!(answer.json()["state"], "queued");
    }
}
