//! Files: read whole, or every mistake with its line and column.

use super::{HEAD, MONTHS, budget, code};
use crate::execution::read::{self, Mistake};

fn units(unit: &str) -> bool {
    ["DPMPTSP", "DINKES", "DISDUKCAPIL"].contains(&unit)
}

fn planned(code: &str) -> bool {
    code.starts_with("K-")
}

fn told(mistakes: &[Mistake]) -> Vec<(u64, &str, &str)> {
    mistakes.iter().map(|one| (one.line, one.column.as_str(), one.key)).collect()
}

#[test]
fn a_budget_is_read_whole() {
    let lines = read::budget(budget().as_bytes(), units, planned).unwrap();
    assert_eq!(lines.len(), 12);
    assert_eq!(lines[11].services, ["DUK-KTP-HILANG", "DUK-KK-UBAH"]);
    let marked = format!("\u{feff}{}", budget().replace('\n', "\r\n"));
    assert_eq!(read::budget(marked.as_bytes(), units, planned).unwrap(), lines);
}

#[test]
fn every_mistake_has_its_place() {
    let good = code(1);
    let cases = [
        (format!("{good},,DINKES,5.2,1,,"), "nama", "execution-title-wrong"),
        ("1.03.10,Jalan,DINKES,5.2,1,,".to_owned(), "kode", "execution-code-wrong"),
        (format!("{good},Jalan,DINAS,5.2,1,,"), "unit", "execution-unit-unknown"),
        (format!("{good},Jalan,DINKES,6.2,1,,"), "akun", "execution-account-wrong"),
        (format!("{good},Jalan,DINKES,5,1,,"), "akun", "execution-account-wrong"),
        (format!("{good},Jalan,DINKES,5.2,1.000,,"), "jumlah", "execution-amount-wrong"),
        (format!("{good},Jalan,DINKES,5.2,0,,"), "jumlah", "execution-amount-wrong"),
        (format!("{good},Jalan,DINKES,5.2,-5,,"), "jumlah", "execution-amount-wrong"),
        (format!("{good},Jalan,DINKES,5.2,1,X-01,"), "rencana", "execution-planned-unknown"),
        (format!("{good},Jalan,DINKES,5.2,1,,a b"), "layanan", "execution-services-wrong"),
        (format!("{good},Jalan"), "kode", "execution-file-unreadable"),
    ];
    for (row, column, key) in cases {
        let text = format!("{HEAD}\n{row}\n");
        let found = read::budget(text.as_bytes(), units, planned).unwrap_err();
        assert_eq!(told(&found), [(2, column, key)], "{row}");
    }
    let twice = format!(
        "{HEAD}\n{good},A,DINKES,5.2,1,,\n{good},A,DPMPTSP,5.2,1,,\n{good},B,DINKES,5.2,1,,\n"
    );
    let found = read::budget(twice.as_bytes(), units, planned).unwrap_err();
    assert_eq!(told(&found), [(4, "kode", "execution-code-twice")], "units may share a code");
    let two = format!("{HEAD}\n{good},,DINAS,5.2,1,,\n{good},A,DINKES,x,1,,\n");
    let found = read::budget(two.as_bytes(), units, planned).unwrap_err();
    assert_eq!(found.len(), 3, "all of them at once: {found:?}");
    for (text, column, key) in [
        ("", "kode", "execution-file-column"),
        ("kode,nama,unit,akun,jumlah,rencana\n", "layanan", "execution-file-column"),
        (HEAD, "kode", "execution-file-empty"),
    ] {
        let found = read::budget(text.as_bytes(), units, planned).unwrap_err();
        assert_eq!(told(&found), [(1, column, key)], "{text}");
    }
}

#[test]
fn months_name_lines_of_the_budget() {
    let lines = read::budget(budget().as_bytes(), units, planned).unwrap();
    let (own, good) = (code(1), code(2));
    let cases = [
        (format!("{own},DINKES,1,1,1"), "kode", "execution-code-unknown"),
        (format!("{own},DINAS,1,1,1"), "unit", "execution-unit-no-budget"),
        (format!("{own},DPMPTSP,13,1,1"), "bulan", "execution-month-wrong"),
        (format!("{own},DPMPTSP,12,1,1"), "bulan", "execution-month-future"),
        (format!("{good},DPMPTSP,1,1,1"), "bulan", "execution-month-twice"),
        (format!("{own},DPMPTSP,1,-1,1"), "dibayar", "execution-paid-wrong"),
        (format!("{own},DPMPTSP,1,1,101"), "selesai", "execution-done-wrong"),
        (format!("{own},DPMPTSP,1,1,99.95"), "selesai", "execution-done-wrong"),
        (format!("{own},DPMPTSP,1,1,"), "selesai", "execution-done-wrong"),
    ];
    for (row, column, key) in cases {
        let text = format!("{MONTHS}\n{good},DPMPTSP,1,0,0\n{row}\n");
        let found = read::realised(text.as_bytes(), &lines, 11).unwrap_err();
        assert_eq!(told(&found), [(3, column, key)], "{row}");
    }
    let text = format!("{MONTHS}\n{own},DPMPTSP,1,5,\"37,5\"\n{own},DPMPTSP,2,5,100%\n");
    let found = read::realised(text.as_bytes(), &lines, 11).unwrap();
    assert_eq!(found.iter().map(|one| one.done).collect::<Vec<_>>(), [375, 1000]);
}
