//! From what somebody asks to what the deliberations say, through the real router.

use axum::http::StatusCode;
use kernel::actor::Role;
use kernel::facts::Payload;
use kernel::money::Rupiah;
use kernel::number::ApplicationNumber;
use platform::auth::{Can, Planner};
use platform::testing::{on_every_database, units};

use super::super::store;
use super::super::verbs::{Decide, Outcome};
use super::{KELURAHAN, hold, kinds, make, planner, routes, setup, told, typed};

#[tokio::test]
async fn a_proposal_meets_every_deliberation_and_everyone_can_follow() {
    on_every_database(setup, async |city| {
        let mut planner = planner(city).await;
        let number = make(&mut planner, &[]).await;
        let mut public = city.browser(routes());
        let page = public.get(&format!("/usulan/{number}")).await.text();
        assert!(page.contains("Drainase Jalan Mawar RW 3") && page.contains("Menunggu musyawarah"));
        assert!(page.contains("Rp94.200.000: 120 m × Rp785.000 (HSPK-DRAINASE-U40)"), "{page}");
        assert!(page.contains("Rp100.000.000, 6% di atas harga standar"), "{page}");
        assert!(page.contains("14 laporan dalam 365 hari") && page.contains("6,25"), "{page}");
        assert!(!page.contains("Pokok pikiran DPRD"));

        let kelurahan = hold(&mut planner, "kelurahan/18.72.01.1001", ("14", "1")).await;
        let district = hold(&mut planner, "district/18.72.01", ("11", "2")).await;
        let whole = hold(&mut planner, "city", ("27", "3")).await;
        // It does not wait for the others yet.
        assert!(planner.get(&kelurahan).await.text().contains("Drainase Jalan Mawar"));
        assert!(!planner.get(&district).await.text().contains("Drainase Jalan Mawar"));
        let field = format!("urutan-{}", number.replace('-', ""));
        for (forum, rank, state) in [
            (&kelurahan, "1", "Diterima di kelurahan"),
            (&district, "4", "Diterima di kecamatan"),
            (&whole, "12", "Diterima di kota"),
        ] {
            let done = planner.post(forum, &[(field.as_str(), rank)]).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
            let page = public.get(&format!("/usulan/{number}")).await.text();
            assert!(page.contains(state), "{page}");
            assert!(page.contains(&format!("di urutan {rank}.")), "{page}");
        }
        let forum = public.get(&kelurahan.replace("/perencana/", "/usulan/")).await.text();
        assert!(forum.contains("Musrenbang kelurahan Metro") && forum.contains("Drainase"));
        assert!(forum.contains("Rabu, 14 Januari 2026"), "{forum}");
        let list = public.get("/usulan/musyawarah").await.text();
        let feed = public.get("/usulan/musyawarah/kalender.ics").await;
        assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
        let events = platform::web::feed::ical::read(&feed.text()).unwrap();
        assert!(!events.is_empty() && list.contains("/usulan/musyawarah/kalender.ics"));
        for event in &events {
            let page = event["URL"].rsplit('/').next().unwrap();
            assert!(list.contains(page) && event["UID"] == format!("{page}@bening"), "{event:?}");
        }
        assert!(list.contains("Musrenbang kota") && list.contains("48%"), "{list}");

        let facts = told(city).await;
        let mut wanted = vec!["forum.held"; 3];
        wanted.extend(["proposal.accepted"; 3]);
        wanted.extend(["proposal.costed", "proposal.made"]);
        assert_eq!(kinds(&facts), wanted);
        let costed = facts.iter().find_map(|fact| match fact {
            Payload::ProposalCosted(costed) => Some(costed),
            _ => None,
        });
        let costed = costed.unwrap();
        assert_eq!(
            (costed.cost, costed.asked),
            (Rupiah::new(94_200_000), Some(Rupiah::new(100_000_000)))
        );
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let all = store::of_year(&mut tx, 2028).await.unwrap();
        assert_eq!((all.len(), all[0].cost()), (1, Some(Rupiah::new(94_200_000))));
        assert_eq!(all[0].seq, 5);
    })
    .await;
}

#[tokio::test]
async fn what_is_typed_wrong_is_told_at_its_field_and_nothing_is_kept() {
    on_every_database(setup, async |city| {
        let mut planner = planner(city).await;
        for (name, value, sentence) in [
            ("judul", "Jln", "Tulis judul dengan 5 sampai 120 huruf."),
            ("kelurahan", "", "Usulan warga perlu kelurahan."),
            ("asal", "", "Pilih siapa yang mengusulkan"),
            ("pengusul", "  ", "Tulis pengusul"),
            ("volume", "seratus", "Tulis volume dengan angka"),
            ("volume", "0", "Tulis volume dengan angka"),
            ("harga", "TIDAK-ADA", "Pilih harga standar yang berlaku"),
            ("harga", "", "Tulis satuan"),
            ("biaya", "mahal", "Tulis biaya dalam rupiah"),
            ("dinas", "", "Pilih kantor pelaksana"),
            ("kode", "1.03.10.2.01", "enam bagian"),
            ("kode", "1.03.10.2.1.0005", "Bagian ke-5"),
            ("tahun", "2031", "Tulis tahun anggaran"),
        ] {
            let answer = planner.post("/perencana/usulan/baru", &typed(&[(name, value)])).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{name} {value}");
            let page = answer.text();
            assert!(page.contains(sentence), "{name} {value}: {page}");
            assert!(page.contains(&format!(
                "href=\"#{}\"",
                if sentence.contains("satuan") { "satuan" } else { name }
            )));
            assert!(page.contains("Air masuk rumah"), "nothing typed is lost");
        }
        assert!(told(city).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_deliberation_speaks_once_in_one_order_and_only_about_its_own() {
    on_every_database(setup, async |city| {
        let mut planner = planner(city).await;
        let first = make(&mut planner, &[]).await.replace('-', "");
        let second = make(&mut planner, &[("judul", "Posyandu Melati")]).await.replace('-', "");
        let council = [("asal", "dprd"), ("pengusul", "Komisi II"), ("judul", "Trotoar alun-alun")];
        let council = make(&mut planner, &council).await;
        let forum = hold(&mut planner, "kelurahan/18.72.01.1001", ("14", "1")).await;
        let page = planner.get(&forum).await.text();
        assert!(!page.contains("Trotoar alun-alun"), "the council enters at the city");
        let (rank, other) = (format!("urutan-{first}"), format!("urutan-{second}"));
        let reason = format!("alasan-{second}");
        for (fields, sentence) in [
            (vec![(rank.as_str(), "1"), (other.as_str(), "1")], "Urutan ini sudah dipakai."),
            (vec![(rank.as_str(), "satu")], "Tulis urutan dengan angka"),
            (vec![(other.as_str(), "2"), (reason.as_str(), "Mahal")], "jangan keduanya"),
            (vec![], "sedikitnya untuk satu usulan"),
        ] {
            let answer = planner.post(&forum, &fields).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST);
            assert!(answer.text().contains(sentence), "{sentence}: {}", answer.text());
        }
        let both = [(rank.as_str(), "1"), (reason.as_str(), "Sudah dikerjakan tahun lalu.")];
        assert_eq!(planner.post(&forum, &both).await.status, StatusCode::SEE_OTHER);
        // Again: nothing waits any more.
        assert_eq!(planner.post(&forum, &both).await.status, StatusCode::BAD_REQUEST);
        let mut public = city.browser(routes());
        let page = public.get(&format!("/usulan/{second}")).await.text();
        assert!(
            page.contains("Dikembalikan di kelurahan") && page.contains("tahun lalu."),
            "{page}"
        );
        assert!(!page.contains("Masuk rencana anggaran"), "it moves no more");
        let shown = public.get(&format!("/usulan/{council}")).await.text();
        assert!(shown.contains("Pokok pikiran DPRD"), "{shown}");
        let filtered = public.get("/usulan?asal=council").await.text();
        assert!(filtered.contains("Trotoar alun-alun") && !filtered.contains("Posyandu"));
        let filtered = public.get("/usulan?keadaan=returned-kelurahan").await.text();
        assert!(filtered.contains("Posyandu") && !filtered.contains("Trotoar"));
        let twice = [
            ("wilayah", "kelurahan/18.72.01.1001"),
            ("hari", "15"),
            ("hari-month", "1"),
            ("hari-year", "2026"),
            ("tempat", "Balai"),
            ("laki", "1"),
            ("tahun", "2028"),
        ];
        let answer = planner.post("/perencana/musyawarah/baru", &twice).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(answer.text().contains("sudah dicatat"), "{}", answer.text());
        assert_eq!(
            kinds(&told(city).await),
            [
                "forum.held",
                "proposal.accepted",
                "proposal.costed",
                "proposal.costed",
                "proposal.costed",
                "proposal.made",
                "proposal.made",
                "proposal.made",
                "proposal.returned",
            ]
        );
    })
    .await;
}

/// Even a command that names a proposal of another place, or of another turn, changes nothing.
#[tokio::test]
async fn a_deliberation_says_nothing_about_what_is_not_its_own() {
    on_every_database(setup, async |city| {
        let mut planner = planner(city).await;
        let number = make(&mut planner, &[]).await;
        let account = city.account("perencana-2", &[(Role::Planner, "")]).await;
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let able = Can::<Planner>::load(&mut tx, &city.app.vault, account.user).await.unwrap();
        drop(tx);
        let number = ApplicationNumber::parse(&number).unwrap();
        for area in ["kelurahan/18.72.04.1001", "district/18.72.01", "city"] {
            let forum = hold(&mut planner, area, ("14", "1")).await;
            assert!(!planner.get(&forum).await.text().contains("Drainase"), "{area}");
            let forum = forum.rsplit('/').next().unwrap().parse().unwrap();
            let outcomes = vec![(number, Outcome::Accepted(1))];
            let decide = Decide { forum, outcomes, planner: able.clone() };
            let refused = city.app.db.write(city.tenant.id, decide).await.unwrap_err();
            assert_eq!(refused.key(), "proposals-not-its-turn", "{area}");
        }
        assert!(!kinds(&told(city).await).contains(&"proposal.accepted"));
    })
    .await;
}

#[tokio::test]
async fn deliberations_that_cannot_have_been_are_refused() {
    on_every_database(setup, async |city| {
        let mut planner = planner(city).await;
        let good = [
            ("wilayah", "district/18.72.04"),
            ("hari", "11"),
            ("hari-month", "2"),
            ("hari-year", "2026"),
            ("tempat", "Aula"),
            ("laki", "10"),
            ("perempuan", "12"),
            ("disabilitas", "1"),
            ("rw", "4"),
            ("tahun", "2027"),
        ];
        for (name, value, sentence) in [
            ("wilayah", "kelurahan/99", "Pilih musyawarah"),
            ("wilayah", "city/18.72.04", "Pilih musyawarah"),
            ("hari", "31", "Tulis tanggal musyawarah"),
            ("hari-year", "2027", "belum lewat"),
            ("tahun", "2026", "satu atau dua tahun setelah"),
            ("tempat", "", "Tulis tempat"),
            ("laki", "banyak", "jumlah yang hadir"),
            ("perempuan", "-3", "jumlah yang hadir"),
            ("disabilitas", "40", "tidak bisa lebih banyak"),
        ] {
            let mut fields = good;
            fields.iter_mut().find(|field| field.0 == name).unwrap().1 = value;
            let answer = planner.post("/perencana/musyawarah/baru", &fields).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{name} {value}");
            assert!(answer.text().contains(sentence), "{name} {value}: {}", answer.text());
        }
        assert!(told(city).await.is_empty());
        let done = planner.post("/perencana/musyawarah/baru", &good).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn only_planners_enter_anything_and_everyone_reads() {
    on_every_database(setup, async |city| {
        let mut planner = planner(city).await;
        let number = make(&mut planner, &[]).await;
        let head = city.account("kepala", &[(Role::Head, units::HEALTH)]).await;
        let mut head_browser = city.browser(routes());
        head_browser.enter(&head).await;
        let refused = head_browser.post("/perencana/usulan/baru", &typed(&[])).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        for path in ["", "/baru", "/impor", &format!("/{number}")] {
            let answer = head_browser.get(&format!("/perencana/usulan{path}")).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        }
        let mut public = city.browser(routes());
        for path in ["/usulan", "/usulan/harga", "/usulan/musyawarah", &format!("/usulan/{number}")]
        {
            assert_eq!(public.get(path).await.status, StatusCode::OK, "{path}");
        }
        let other = public.get("/usulan?kelurahan=18.72.04.1001").await.text();
        assert!(other.contains("Belum ada usulan yang cocok."));
        assert!(
            public
                .get(&format!("/usulan?kelurahan={}", KELURAHAN[0].0))
                .await
                .text()
                .contains("Mawar")
        );
        assert_eq!(public.get("/usulan/XXXX").await.status, StatusCode::NOT_FOUND);
        // Another city knows nothing of it.
        let mut stranger = city.browser_at(&city.other, routes());
        assert_eq!(stranger.get(&format!("/usulan/{number}")).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}
