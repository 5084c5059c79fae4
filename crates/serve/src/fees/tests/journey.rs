//! From the price to the treasury.

use kernel::fact::ClockOp;
use kernel::facts::Payload;
use kernel::money::Rupiah;
use platform::testing::{on_every_database, units};

use super::super::model::State;
use super::support::{FLAT, FREE, LEVY, Office, setup};
use crate::applications::model::State as Stage;

#[tokio::test]
async fn a_fee_is_charged_held_for_and_paid_exactly() {
    on_every_database(setup, async |city| {
        let office = Office::open(city).await;
        let held = office.apply(LEVY, 1, false, 70).await;
        assert_eq!(office.row(&held).await.fee, Rupiah::new(315_000));
        let mut citizen = office.citizen(&held).await;
        let page = citizen.get(&format!("/lacak/{}", held.number)).await.text();
        assert!(
            page.contains("Rp315.000") && page.contains("setelah permohonan disetujui"),
            "{page}"
        );
        let slip = format!("/lacak/{}/bayar", held.number);
        assert_eq!(citizen.get(&slip).await.status, 404, "nothing was charged yet");
        let mut desk = office.browser(&office.officer).await;
        assert_eq!(desk.get(&held.file("/biaya")).await.status, 404);
        office.approve(&mut desk, &held).await;
        assert_eq!(office.kinds(&held).await, ["fee.charged"]);
        let row = office.row(&held).await;
        assert_eq!((row.state, row.due_at), (Stage::Approved, None), "the promise stands still");
        let shut = desk.post_files(&held.file("/terbitkan"), &[], &[]).await;
        assert_eq!(shut.status, 409, "{}", shut.text());
        assert!(shut.text().contains("Biaya Rp315.000 belum lunas"), "{}", shut.text());
        let slip = citizen.get(&slip).await;
        assert!(
            slip.text().contains("Rp315.000")
                && slip.text().contains("tidak pernah kepada petugas")
        );
        let pay = [("rujukan", "bnk-1"), ("tanggal", "2026-11-24"), ("cara", "qris")];
        assert_eq!(desk.post(&held.file("/biaya"), &pay).await.status, 303);
        assert_eq!(desk.post(&held.file("/biaya"), &pay).await.status, 400, "once");
        let row = office.row(&held).await;
        assert!(row.due_at.is_some(), "the promise runs again");
        let facts = office.facts(&held).await;
        let paid = facts.iter().find(|fact| fact.kind == "fee.paid").unwrap();
        assert!(paid.clocks.iter().any(|moved| moved.op == ClockOp::Resume));
        let Some(Payload::FeePaid(paid)) = &paid.payload else { panic!("another payload") };
        assert_eq!((paid.amount, paid.reference.as_str()), (Rupiah::new(315_000), "BNK-1"));
        let issued = desk.post_files(&held.file("/terbitkan"), &[], &[]).await;
        assert_eq!(issued.status, 303, "{}", issued.text());
    })
    .await;
}

#[tokio::test]
async fn what_is_free_is_never_charged_nor_held_and_says_so() {
    on_every_database(setup, async |city| {
        let office = Office::open(city).await;
        let free = "Gratis: tidak ada yang boleh meminta uang.";
        let page = office.anyone().get(&format!("/layanan/{FREE}")).await.text();
        assert!(page.contains(free), "{page}");
        let mut desk = office.browser(&office.officer).await;
        for (serial, service, poor) in [(1, FREE, false), (2, LEVY, true)] {
            let held = office.apply(service, serial, poor, 70).await;
            let mut citizen = office.citizen(&held).await;
            for page in ["", "/diterima", "/cetak"] {
                let page = citizen.get(&format!("/lacak/{}{page}", held.number)).await.text();
                assert!(page.contains(free), "{page}");
            }
            office.approve(&mut desk, &held).await;
            assert_eq!(office.fee(&held).await, None);
            assert!(office.row(&held).await.due_at.is_some(), "nothing stands still");
            let waive = desk.post(&held.file("/keringanan"), &[("alasan", "dtsen")]).await;
            assert_eq!(waive.status, 404);
            let issued = desk.post_files(&held.file("/terbitkan"), &[], &[]).await;
            assert_eq!(issued.status, 303, "{}", issued.text());
            assert!(office.kinds(&held).await.is_empty());
        }
        let page = office.anyone().get(&format!("/layanan/{LEVY}")).await.text();
        assert!(page.contains("Rp4.500 dikali") && page.contains("tidak pernah kepada petugas"));
    })
    .await;
}

#[tokio::test]
async fn a_fee_due_at_submission_is_charged_when_the_file_is_complete() {
    on_every_database(setup, async |city| {
        let office = Office::open(city).await;
        let held = office.apply(FLAT, 1, false, 0).await;
        let fee = office.fee(&held).await.unwrap();
        assert_eq!(
            (fee.amount, fee.state, fee.class.as_str()),
            (Rupiah::new(20_000), State::Due, "")
        );
        let mut desk = office.browser(&office.officer).await;
        office.approve(&mut desk, &held).await;
        assert_eq!(office.kinds(&held).await, ["fee.charged"], "once");
        assert_eq!(office.row(&held).await.due_at, None);
        // Who takes an application back owes nothing any more, and nothing can come in for it.
        let back = office.apply(FLAT, 2, false, 0).await;
        let mut citizen = office.citizen(&back).await;
        let page = format!("/lacak/{}", back.number);
        assert_eq!(citizen.post(&format!("{page}/tarik"), &[]).await.status, 303);
        assert!(!citizen.get(&page).await.text().contains("/bayar"));
        let pay = [("rujukan", "BNK-9"), ("tanggal", "2026-11-24"), ("cara", "bank")];
        assert_eq!(desk.post(&back.file("/biaya"), &pay).await.status, 400);
        assert!(!desk.get("/petugas/biaya").await.text().contains(&back.number));
    })
    .await;
}

#[tokio::test]
async fn who_asks_to_waive_does_not_waive() {
    on_every_database(setup, async |city| {
        let office = Office::open(city).await;
        let held = office.apply(LEVY, 1, false, 10).await;
        let mut desk = office.browser(&office.officer).await;
        let mut lead = office.browser(&office.head).await;
        office.approve(&mut desk, &held).await;
        let decide = format!("/petugas/atasan/biaya/{}", held.compact());
        let ask = held.file("/keringanan");
        let unlisted = desk.post(&ask, &[("alasan", "teman")]).await;
        assert_eq!(unlisted.status, 400);
        assert!(unlisted.text().contains("Pilih salah satu alasan"), "{}", unlisted.text());
        // The head is an officer too, and asks: somebody else would have to decide.
        assert_eq!(lead.post(&ask, &[("alasan", "dtsen")]).await.status, 303);
        let own = lead.post(&decide, &[("jawab", "setuju")]).await;
        assert_eq!(own.status, 400);
        assert!(own.text().contains("Anda yang mengajukan"), "{}", own.text());
        assert_eq!(lead.post(&decide, &[("jawab", "tolak")]).await.status, 303);
        assert_eq!(desk.post(&ask, &[("alasan", "dtsen")]).await.status, 303);
        assert_eq!(desk.post(&decide, &[("jawab", "setuju")]).await.status, 403);
        let day = lead.get("/petugas/atasan/biaya").await.text();
        assert!(day.contains("terdaftar di data sosial ekonomi"), "{day}");
        assert_eq!(lead.post(&decide, &[("jawab", "setuju")]).await.status, 303);
        let kinds = office.kinds(&held).await;
        let wanted = ["charged", "waiver_asked", "waiver_refused", "waiver_asked", "waived"]
            .map(|k| format!("fee.{k}"));
        assert_eq!(kinds, wanted);
        assert!(office.row(&held).await.due_at.is_some());
        assert_eq!(desk.post_files(&held.file("/terbitkan"), &[], &[]).await.status, 303);
    })
    .await;
}

#[tokio::test]
async fn the_treasurers_lines_come_in_together_or_not_at_all() {
    on_every_database(setup, async |city| {
        let office = Office::open(city).await;
        let mut desk = office.browser(&office.officer).await;
        let (one, two) =
            (office.apply(FLAT, 1, false, 0).await, office.apply(FLAT, 2, false, 0).await);
        let table = |lines: &[String]| {
            format!("reference,number,amount,paid_on,way\n{}\n", lines.join("\n"))
        };
        let line = |reference: &str, number: &str, amount: &str| {
            format!("{reference},{number},{amount},2026-11-24,bank")
        };
        let good = line("REF-1", &one.number, "20.000");
        let cases = [
            (
                line("REF-1", &two.number, "20000"),
                "kolom reference: Nomor rujukan ini sudah dipakai",
            ),
            (line("REF-2", &two.number, "25000"), "kolom amount: Jumlahnya harus tepat Rp20.000"),
            (line("REF-2", "K7M4-2Q9P", "20000"), "kolom number: Tidak ada tagihan"),
            (line("REF-2", &one.number, "20000"), "kolom number: Biaya ini sudah selesai"),
        ];
        for (bad, wanted) in cases {
            let sent = table(&[good.clone(), bad]);
            let shown = desk.post("/petugas/biaya", &[("baris", &sent)]).await;
            assert_eq!(shown.status, 400);
            assert!(
                shown.text().contains(&format!("Baris 3, {wanted}")),
                "{wanted}: {}",
                shown.text()
            );
            assert!(shown.text().contains("REF-1,"), "what was typed stays");
            assert_eq!(office.fee(&one).await.unwrap().state, State::Due, "nothing came in");
        }
        let sent = table(&[good, line("REF-2", &two.number, "Rp20.000")]);
        let done = desk.post("/petugas/biaya", &[("baris", &sent)]).await;
        assert_eq!((done.status.as_u16(), done.location()), (303, "/petugas/biaya?masuk=2"));
        for held in [&one, &two] {
            assert_eq!(office.fee(held).await.unwrap().state, State::Paid);
        }
        // Officers of another unit know of no bill here.
        let other = city.account("budi", &[(kernel::actor::Role::Officer, units::ONE_STOP)]).await;
        let mut elsewhere = office.browser(&other).await;
        assert_eq!(elsewhere.get(&one.file("/biaya")).await.status, 404);
        assert!(!elsewhere.get("/petugas/biaya").await.text().contains(&one.number));
    })
    .await;
}

#[tokio::test]
async fn the_heads_day_adds_up_and_a_wrong_fee_goes_back() {
    on_every_database(setup, async |city| {
        let office = Office::open(city).await;
        let mut desk = office.browser(&office.officer).await;
        let mut lead = office.browser(&office.head).await;
        let (one, two) =
            (office.apply(FLAT, 1, false, 0).await, office.apply(FLAT, 2, false, 0).await);
        let pay = [("rujukan", "BNK-1"), ("tanggal", "2026-11-24"), ("cara", "bank")];
        assert_eq!(desk.post(&one.file("/biaya"), &pay).await.status, 303);
        let twice = desk.post(&two.file("/biaya"), &pay).await;
        assert_eq!(twice.status, 400);
        assert!(twice.text().contains("sudah dipakai"));
        let day = lead.get("/petugas/atasan/biaya").await.text();
        assert!(day.contains("Rp40.000") && day.contains("BNK-1"), "{day}");
        let back = format!("/petugas/atasan/biaya/{}/kembali", one.compact());
        let silent = lead.post(&back, &[("alasan", " ")]).await;
        assert_eq!(silent.status, 400);
        assert_eq!(
            lead.post(&back, &[("alasan", "Layanan ini gratis bagi korban banjir")]).await.status,
            303
        );
        assert_eq!(office.fee(&one).await.unwrap().state, State::Refunded);
        assert_eq!(lead.post(&back, &[("alasan", "lagi")]).await.status, 400);
        let before = lead.get("/petugas/atasan/biaya?hari=2026-11-23").await.text();
        assert!(!before.contains("Rp40.000"), "{before}");
        assert_eq!(lead.get("/petugas/atasan/biaya?hari=kemarin").await.status, 404);
        let mut citizen = office.citizen(&one).await;
        assert!(
            citizen
                .get(&format!("/lacak/{}", one.number))
                .await
                .text()
                .contains("Dikembalikan: Rp20.000")
        );
    })
    .await;
}
