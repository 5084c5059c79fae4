//! V1 to V17: the indices of regulations and published figures.

use estimation::design::{Lone, Target};
use estimation::index::{Definition, Kind, find, half_up, newest, shipped};
use estimation::size::krejcie_morgan;

use super::support::{near, read, roles, text};

#[track_caller]
fn grade(id: &str, value: f64) -> String {
    find(id).unwrap().band(value).unwrap().grade.clone()
}

/// V1, V2: the mean over service units, never over institutions.
#[test]
fn national_integrity_is_a_mean_over_units() {
    let rows = "score,units,institutions\n7.07,43,22\n6.40,284,7\n6.00,180,60\n";
    let mean = |weight: &str, rows: &str| {
        let roles = roles(Target::Mean, "score", &format!("weight={weight}"));
        read(rows, &roles, Lone::Refuse).unwrap().0.estimate(0, &[0]).unwrap().value
    };
    assert_eq!(half_up(mean("units", rows), 2), 6.31);
    assert_eq!(half_up(mean("institutions", rows), 2), 6.30);
    let two = rows.rsplit_once("6.00").unwrap().0;
    assert_eq!(half_up(mean("units", two), 2), 6.49);
}

/// V4: Kota Metro 2011.
#[test]
fn metro_2011() {
    let kpk = find("kpk-2011").unwrap();
    let index = kpk.of_components(&[2.59, 4.29], &[]);
    near(index, 3.156, 2e-4);
    assert!(index < kpk.standard.unwrap());
    assert_eq!(grade("kpk-2011", index), "di bawah standar");
}

/// V5, V6, V8: Kota Metro, the nation, and every published row.
#[test]
fn spi_of_every_year() {
    let mut counts = [0; 3];
    let text = text("spi_2021_2025_dev.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut checked = 0;
    for row in reader.records() {
        let row = row.unwrap();
        let year = &row[0];
        if year == "2022" {
            continue;
        }
        let number = |i: usize| row[i].parse::<f64>().unwrap_or(0.0);
        let definition = find(&format!("spi-{year}")).unwrap();
        let scores = [number(4), number(5), number(6)];
        let index = definition.of_components(&scores, &[number(7), number(8)]);
        let published = number(3);
        assert!((index - published).abs() < 0.0201, "{year} {}: {index} {published}", &row[1]);
        checked += 1;
        if year == "2025" && &row[1] != "NASIONAL" {
            let band = definition.band(published).unwrap();
            let place = definition.bands.iter().position(|one| one == band).unwrap();
            counts[place] += 1;
        }
    }
    assert!(checked > 1_500);
    assert!(counts.iter().all(|count| *count > 50), "{counts:?}");
    let metro = find("spi-2021").unwrap().of_components(&[80.33, 84.16, 75.40], &[0.55, 0.75]);
    near(metro, 78.474, 1e-5);
    assert_eq!(grade("spi-2021", metro), "terjaga");
    assert_eq!(grade("spi-2023", 73.70), "waspada");
    assert_eq!(grade("spi-2025", 72.27), "rentan");
}

/// V9 to V13: satisfaction.
#[test]
fn satisfaction() {
    let skm = find("skm-2017").unwrap();
    let sums = [105.0, 101.0, 100.0, 116.0, 102.0, 105.0, 106.0, 105.0, 115.0];
    let means: Vec<f64> = sums.iter().map(|sum| sum / 29.0).collect();
    near(skm.of_components(&means, &[]), 91.4751, 1e-6);
    for (variant, value) in [("0.11", 90.5603), ("0.111", 91.3836)] {
        let weights = skm.weights(Some(variant)).unwrap();
        let index: f64 = weights.iter().zip(&means).map(|(w, mean)| w * mean * 25.0).sum();
        near(index, value, 1e-6);
    }
    assert_eq!(skm.weights(Some("0.12")).unwrap_err(), "0.11, 0.111");
    near(skm.of_components(&[4.0; 9], &[]), 100.0, 1e-12);
    let nurmita = [3.48, 3.47, 3.35, 3.98, 3.38, 3.53, 3.54, 3.44, 3.82];
    assert_eq!(half_up(skm.of_components(&nurmita, &[]), 2), 88.86);
    assert_eq!(grade("skm-2017", 87.97), "B");
    for (value, letter) in [
        (64.99, "D"),
        (65.00, "C"),
        (76.60, "C"),
        (76.61, "B"),
        (88.30, "B"),
        (88.31, "A"),
        (76.605, "B"),
        (76.75, "B"),
        (2.30 * 25.0, "D"),
    ] {
        assert_eq!(grade("skm-2017", value), letter, "{value}");
    }
    assert_eq!(grade("kep25-2004", 43.75), "D");
    assert_eq!(grade("kep25-2004", 81.26), "A");
}

/// V14: the table of Krejcie and Morgan.
#[test]
fn sizes() {
    for (population, size) in [
        (10, 10),
        (15, 14),
        (20, 19),
        (30, 28),
        (50, 44),
        (100, 80),
        (110, 86),
        (220, 140),
        (240, 148),
        (500, 217),
        (1000, 278),
        (1200, 291),
        (1500, 306),
        (2800, 338),
        (10_000, 370),
        (1_000_000, 384),
    ] {
        assert_eq!(krejcie_morgan(population), size, "{population}");
    }
    assert_eq!(krejcie_morgan(0), 0);
}

/// V15, V17: public service.
#[test]
fn public_service() {
    let aspect = &find("ipp-2017").unwrap().terms[0];
    let scores = [5.0, 5.0, 4.0, 3.0, 3.0, 4.0, 4.0, 5.0, 4.0, 1.0, 1.0, 2.0, 3.0];
    let value = aspect.of_parts(&scores);
    near(value, 3.394, 1e-9);
    assert_eq!(half_up(value * aspect.weight, 2), 1.02);
    for (value, letter) in [(4.92, "A"), (4.75, "A"), (4.72, "A"), (4.03, "A-"), (2.18, "C-")] {
        assert_eq!(grade("ipp-2022", value), letter);
    }
    assert_eq!(grade("ombudsman-2022", 58.99), "C");
    assert_eq!(grade("ombudsman-2022", 91.65), "A");
}

#[test]
fn a_version_holds_from_its_day() {
    let day = |text: &str| text.parse().unwrap();
    assert_eq!(newest("skm", day("2016-12-31")).unwrap().id, "kep25-2004");
    assert_eq!(newest("skm", day("2026-11-25")).unwrap().id, "skm-2017");
    assert_eq!(newest("spi", day("2024-06-01")).unwrap().id, "spi-2024");
    assert!(newest("spi", day("2001-01-01")).is_none());
}

#[test]
fn weights_of_verified_indices_sum_to_one() {
    for one in shipped().iter().filter(|one| one.id != "kep25-2004") {
        let sum: f64 = one.terms.iter().map(|term| term.weight).sum();
        near(sum, 1.0, 1e-9);
        assert!(one.kind == Kind::Respondent || one.variants.is_empty());
    }
}

#[test]
fn a_new_regulation_is_a_file() {
    let text = "family = \"skm\"\nsource = \"a regulation to come\"\nsince = \"2030-01-01\"\n\
        verified = false\nkind = \"respondent\"\nlow = 1.0\nhigh = 5.0\nscale = 20.0\n\
        decimals = 1\n[[term]]\nkey = \"a\"\nweight = \"1\"\nid = \"A\"\nen = \"A\"\n\
        [[band]]\nbelow = 50\ngrade = \"x\"\nid = \"x\"\nen = \"x\"\n\
        [[band]]\ngrade = \"y\"\nid = \"y\"\nen = \"y\"\n";
    let read = Definition::parse("new", text).unwrap();
    assert_eq!(read.band(49.96).unwrap().grade, "y");
    assert_eq!(read.range(), (20.0, 100.0));
    let unsorted = text.replace("below = 50\n", "");
    let why = Definition::parse("new", &unsorted).unwrap_err().to_string();
    assert!(why.contains("rise"), "{why}");
    let why = Definition::parse("new", &text.replace("\"1\"", "\"one\"")).unwrap_err().to_string();
    assert!(why.contains("1/9"), "{why}");
}
