//! A superior overrides a draw: who may, with which reason, and what everyone sees of it.

use super::super::model::Stands;
use super::house::{House, witness};
use crate::applications::tests::office::QUICK;

#[tokio::test]
async fn a_head_overrides_with_a_reason_that_everyone_can_read() {
    let mut house = House::open(3).await;
    let account = house.head().await;
    house.step(None).await;
    let (ticket, draw) = house.drawn(1).await;
    let everyone = house.everyone();
    let other = everyone.iter().find(|account| Some(account.user) != draw.officer).unwrap();
    let (to, same) = (other.user.to_string(), draw.officer.unwrap().to_string());
    let mut head = house.browser(&account).await;
    assert!(head.get("/petugas/atasan/penugasan").await.text().contains(&ticket.number));
    let address = format!("/petugas/atasan/penugasan/{}", ticket.compact());
    let own = account.user.to_string();
    let refused: [(&str, &str, &str, &str); 6] = [
        (&to, "", "", "Pilih alasan"),
        (&to, "mood", "", "Pilih alasan"),
        (&to, "other", " ", "Tulis alasannya"),
        (&same, "illness", "", "sudah memegang"),
        (&own, "illness", "", "diri sendiri"),
        ("nobody", "illness", "", "berhalangan atau"),
    ];
    for (who, reason, note, sentence) in refused {
        let fields = [("petugas", who), ("alasan", reason), ("catatan", note)];
        let answer = head.post(&address, &fields).await;
        assert!(answer.status == 400 && answer.text().contains(sentence), "{reason} {who}");
    }
    let fields = [("petugas", to.as_str()), ("alasan", "illness"), ("catatan", "rahasia kecil")];
    let mut officer = house.browser(house.holder(&draw)).await;
    assert_eq!(officer.post(&address, &fields).await.status, 403, "no officer may");
    assert_eq!(head.post(&address, &fields).await.location(), "/petugas/atasan/penugasan");
    house.office.settle().await;
    let now = house.draw(&ticket).await;
    assert_eq!(now.officer, Some(other.user));
    assert_eq!(house.office.row(&ticket).await.officer, Some(other.user));
    let found = house.computed(&ticket).await.unwrap();
    assert_eq!(found.overrides[0].1.reason, "illness");
    assert_eq!(found.overrides[0].1.pseudonym, now.pseudonym);
    let page = house.anyone().get("/log/penugasan").await.text();
    assert!(page.contains("Petugas sakit: 1") && !page.contains("rahasia kecil"), "{page}");
    assert!(house.office.kinds(&ticket).await.contains(&"assignment.overridden".to_owned()));
    // Whoever had it before may not take it any more.
    assert_eq!(officer.post(&ticket.file("/ambil"), &[]).await.status, 409);
}

#[tokio::test]
async fn a_head_notes_an_absence_and_names_someone_when_nobody_is_left() {
    let mut house = House::open(2).await;
    let account = house.head().await;
    house.step(None).await;
    let ticket = house.office.apply(QUICK, 1990, 1).await;
    let mut head = house.browser(&account).await;
    for officer in house.everyone() {
        let who = officer.user.to_string();
        let fields = [
            ("siapa", who.as_str()),
            ("dari", "24"),
            ("dari-month", "11"),
            ("dari-year", "2026"),
            ("sampai", "24"),
            ("sampai-month", "11"),
            ("sampai-year", "2026"),
        ];
        let done = head.post("/petugas/atasan/berhalangan", &fields).await;
        assert_eq!(done.location(), "/petugas/atasan/penugasan", "{}", done.text());
    }
    house.publish(true).await;
    assert_eq!(house.step(Some(&witness().verifier())).await, 0);
    assert_eq!(house.draw(&ticket).await.stands, Stands::Nobody);
    house.office.at("2026-11-25T09:00:00+07:00");
    let to = house.office.officer.user.to_string();
    let mut head = house.browser(&account).await;
    let fields = [("petugas", to.as_str()), ("alasan", "no_draw"), ("catatan", "")];
    let address = format!("/petugas/atasan/penugasan/{}", ticket.compact());
    assert_eq!(head.post(&address, &fields).await.status, 303);
    assert_eq!(house.draw(&ticket).await.officer, Some(house.office.officer.user));
}
