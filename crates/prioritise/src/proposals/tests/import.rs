//! Many proposals from one file: all of them, or none and where the mistakes are.

use axum::http::StatusCode;
use platform::testing::{Answer, Browser, Upload, on_every_database};

use super::{kinds, planner, setup, told};

const HEAD: &str = "judul,kelurahan,tempat,asal,pengusul,volume,harga,dinas,tahun,kode";

async fn send(browser: &mut Browser, rows: &[&str]) -> Answer {
    let text = std::iter::once(&HEAD).chain(rows).copied().collect::<Vec<_>>().join("\n");
    send_text(browser, &text).await
}

async fn send_text(browser: &mut Browser, text: &str) -> Answer {
    let file =
        Upload { field: "berkas", name: "usulan.csv", media: "text/csv", bytes: text.as_bytes() };
    browser.post_files("/perencana/usulan/impor", &[], &[file]).await
}

#[tokio::test]
async fn a_file_is_taken_whole_or_not_at_all() {
    on_every_database(setup, async |city| {
        let mut planner = planner(city).await;
        let good = "Drainase Jalan Mawar,Metro,RW 3,warga,RW 03,120,HSPK-DRAINASE-U40,DINKES,2028,";
        let bad = "Lampu jalan,Metro,RW 3,warga,RW 03,banyak,SSH-PJU,DINKES,2028,1.03";
        let answer = send(&mut planner, &[good, bad]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        let page = answer.text();
        assert!(page.contains("Baris 3, kolom volume: Tulis volume dengan angka"), "{page}");
        assert!(page.contains("Baris 3, kolom kode: Kode kegiatan terdiri atas enam bagian"));
        assert!(told(city).await.is_empty(), "the good row is not kept either");

        for (row, sentence) in [
            (
                "Lampu jalan,Entah,RW 3,warga,RW 03,2,SSH-PJU,DINKES,2028,",
                "Baris 2, kolom kelurahan",
            ),
            ("Lampu jalan,Metro,RW 3,warga,RW 03,2,SSH-APA,DINKES,2028,", "Baris 2, kolom harga"),
            ("Lampu jalan,Metro,RW 3,warga,RW 03,2,SSH-PJU,DINAS,2028,", "Baris 2, kolom dinas"),
            ("Lampu jalan,Metro", "Baris 2, kolom 1: Baris ini tidak terbaca."),
        ] {
            let answer = send(&mut planner, &[row]).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST);
            assert!(answer.text().contains(sentence), "{sentence}: {}", answer.text());
        }
        let strange = send_text(&mut planner, "judul,lebar\nLampu jalan,3\n").await;
        assert!(strange.text().contains("Baris 1, kolom lebar"), "{}", strange.text());
        for empty in ["", "judul\n", "nama\nLampu\n"] {
            let answer = send_text(&mut planner, empty).await;
            assert!(answer.text().contains("Pilih berkas CSV"), "{empty}: {}", answer.text());
        }
        let many = vec![good; 501];
        let answer = send(&mut planner, &many).await;
        assert!(answer.text().contains("lebih dari 500"), "{}", answer.text());
        assert!(told(city).await.is_empty());

        let quoted =
            "\"Lampu, jalan\",18.72.04.1001,RW 3,DPRD,Komisi II,\"2,5\",SSH-PJU,DINKES,2028,";
        let done = send(&mut planner, &[good, quoted]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let wanted = ["proposal.costed", "proposal.costed", "proposal.made", "proposal.made"];
        assert_eq!(kinds(&told(city).await), wanted);
        let list = planner.get("/perencana/usulan").await.text();
        assert!(list.contains("Lampu, jalan") && list.contains("Rp18.375.000"), "{list}");
    })
    .await;
}
