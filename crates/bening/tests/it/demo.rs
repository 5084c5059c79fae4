//! A demonstration is made for any seed and any last day, among holidays and without.

use super::support::{bening, folder};

#[test]
fn a_year_is_made_up_to_any_day() {
    let at = folder();
    for (seed, until) in [("9", "2026-03-10"), ("8", "2026-08-15")] {
        let data = at.path().join(seed);
        let made = bening(
            at.path(),
            &[
                "demo",
                "--only-make",
                "--seed",
                seed,
                "--applications",
                "150",
                "--until",
                until,
                "--data",
                data.to_str().unwrap(),
            ],
        );
        let said = String::from_utf8_lossy(&made.stderr);
        assert!(made.status.success(), "seed {seed} up to {until}: {said}");
    }
}
