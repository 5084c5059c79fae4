//! The budget as it goes: one planner brings it in, another lets it hold, months come, and everyone sees what came
//! of it.

use std::path::{Path, PathBuf};

use super::chromium::{self, Window};
use super::people::{log_in, log_out, look, t};
use super::support::{Served, city};

/// The budget that nobody has brought in yet; the demo has that of its own year.
const YEAR: i16 = 2025;
const CODE: &str = "1.03.10.2.01.0001";

fn file(folder: &Path, name: &str, text: &str) -> PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, text).unwrap();
    file
}

/// A mistake is told with its place; a look keeps nothing; the second press hands it on.
async fn bring(window: &Window, url: &str, folder: &Path) {
    let head = "kode,nama,unit,akun,jumlah,rencana,layanan";
    let wrong = format!("{head}\n{CODE},Jalan Kelinci,DPUTR,5.2.04,banyak,,\n");
    let good = format!("{head}\n{CODE},Jalan Kelinci,DPUTR,5.2.04,900000000,,\n");
    log_in(window, url, "perencana").await;
    window.go(&format!("{url}/perencana/anggaran")).await;
    look(window, "budget-list").await;
    window.fill("tahun", &YEAR.to_string()).await;
    window.fill("dokumen", "Perda 12/2024").await;
    window.upload("berkas", &file(folder, "salah.csv", &wrong)).await;
    window.press(&t("execution-look-go")).await;
    look(window, "budget-list-error").await;
    assert!(window.text().await.contains("baris 2, kolom jumlah"), "{}", window.text().await);
    assert_eq!(window.value("dokumen").await, "Perda 12/2024", "what was typed stays");
    window.upload("berkas", &file(folder, "apbd.csv", &good)).await;
    window.press(&t("execution-look-go")).await;
    look(window, "budget-look").await;
    window.press(&t("execution-propose")).await;
    look(window, "budget-waits").await;
    assert!(window.text().await.contains(&t("execution-enact-own")));
    log_out(window, url).await;
}

/// A second planner lets it hold, and brings in months.
async fn hold(window: &Window, url: &str, folder: &Path) {
    let months = format!(
        "kode,unit,bulan,dibayar,selesai\n{CODE},DPUTR,3,100000000,10\n{CODE},DPUTR,12,800000000,100\n"
    );
    log_in(window, url, "perencana-2").await;
    window.go(&format!("{url}/perencana/anggaran/{YEAR}")).await;
    window.press(&t("execution-enact")).await;
    look(window, "budget-work").await;
    window.press(&t("execution-look-go")).await;
    look(window, "budget-work-error").await;
    window.upload("berkas", &file(folder, "bulan.csv", &months)).await;
    window.press(&t("execution-look-go")).await;
    look(window, "budget-months").await;
    window.press(&t("execution-realise")).await;
    log_out(window, url).await;
}

/// What everyone sees, of this budget and of the demo's own.
async fn read(window: &Window, url: &str) {
    window.go(&format!("{url}/anggaran/{YEAR}")).await;
    look(window, "budget-public").await;
    let page = window.text().await;
    assert!(page.contains("Jalan Kelinci") && page.contains("88,9%"), "{page}");
    window.go(&format!("{url}/anggaran")).await;
    look(window, "budget-demo").await;
    assert!(window.count("svg.trend").await == 1, "the curve");
    let mut rows = window.count("#kegiatan + .panel tbody tr").await;
    while window.count("main a[rel=next]").await == 1 {
        window.follow("main a[rel=next]").await;
        rows += window.count("#kegiatan + .panel tbody tr").await;
    }
    assert!(rows > 50, "the demo has a budget: {rows}");
    look(window, "budget-last").await;
    let all = window.count("#temuan > ul > li").await;
    assert_eq!(all, 2, "what is planted is found, and nothing else");
    window.select("unit", "DISDUKCAPIL").await;
    window.press(&t("execution-show")).await;
    look(window, "budget-unit").await;
    assert_eq!(window.count("#temuan > ul > li").await, 0, "another unit has its own");
    window.go(&format!("{url}/anggaran")).await;
    window.follow("main a[href$='/nilai']").await;
    look(window, "budget-value").await;
    assert!(window.text().await.contains(&t("value-caution")));
}

async fn walk(width: u32, script: bool) {
    let Some(window) = chromium::open(width, script).await else { return };
    let city = city();
    let served = Served::demo(city.path());
    let url = served.url.as_str();
    bring(&window, url, city.path()).await;
    hold(&window, url, city.path()).await;
    read(&window, url).await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_telephone() {
    walk(390, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_desk_without_javascript() {
    walk(1280, false).await;
}
