//! Pages that are made from the code are as the code is now. After a wanted change, run
//! `make reference`.

#[test]
fn generated_pages_are_up_to_date() {
    let at = super::support::folder();
    let made = super::support::bening(at.path(), &["reference", "out"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let kept = super::support::root().join("docs/reference");
    let mut pages = 0;
    for entry in std::fs::read_dir(at.path().join("out")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        let fresh = std::fs::read_to_string(entry.path()).unwrap();
        let old = std::fs::read_to_string(kept.join(&name)).unwrap_or_default();
        assert!(fresh == old, "docs/reference/{} is out of date", name.display());
        pages += 1;
    }
    assert!(pages >= 6, "only {pages} pages were made");
}
