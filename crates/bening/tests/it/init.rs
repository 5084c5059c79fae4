//! `bening init`: a real city from its files, and every mistake in them named.

use std::path::Path;

use super::support::{bening, copy_all, folder, root};

fn files() -> tempfile::TempDir {
    let at = folder();
    copy_all(&root().join("data"), at.path());
    at
}

fn init(at: &Path) -> std::process::Output {
    bening(at, &["init", "metro/city.toml", "--data", "new-city"])
}

#[test]
fn founds_the_city_and_shows_the_account_once() {
    let at = files();
    let done = init(at.path());
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(said.contains("55 units, 22 kelurahan, 20 services"), "{said}");
    assert!(said.contains("Second factor:"), "{said}");

    let again = init(at.path());
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("already holds a city"));

    let healthy = bening(at.path(), &["doctor", "--data", "new-city"]);
    let report = String::from_utf8_lossy(&healthy.stdout).into_owned();
    assert!(report.contains("positions without a gap"), "{report}");
}

#[test]
fn names_every_mistake_with_its_place_and_leaves_nothing_behind() {
    let at = files();
    let change = |name: &str, from: &str, to: &str| {
        let path = at.path().join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{name} has no {from}");
        std::fs::write(path, text.replacen(from, to, 1)).unwrap();
    };
    change("metro/units.csv", "DINKES,", "SETDA,");
    change("metro/services.csv", ",hk,", ",weeks,");
    change("metro/documents.csv", "DUK-KTP-BARU,kk,", "NO-SUCH-SERVICE,kk,");
    change("metro/kelurahan.csv", ",187201,", ",18720,");
    change("metro/city.toml", "#0a5763", "teal");

    let done = init(at.path());
    assert_eq!(done.status.code(), Some(2));
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    for place in ["units.csv", "services.csv", "documents.csv", "kelurahan.csv", "city.toml"] {
        let line = said.lines().find(|line| line.contains(place));
        let line = line.unwrap_or_else(|| panic!("{place} is not named in {said}"));
        assert!(line.contains("line "), "{line}");
    }
    assert!(!at.path().join("new-city/city").exists());
}
