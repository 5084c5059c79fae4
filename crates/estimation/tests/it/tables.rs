//! Files as people make them, and what is said of those that are wrong.

use estimation::design::{Lone, Target};
use estimation::table::{Condition, Names, NoNumber, parse_number, parts};

use super::support::{near, read, roles, when};

const GOOD: &str = "unit,N,w,y\na,10,1,3\na,10,1,5\nb,20,2,4\nb,20,2,\n";

#[track_caller]
fn said(text: &str, formula: &str, design: &str) -> String {
    read(text, &roles(Target::Mean, formula, design), Lone::Refuse).unwrap_err().to_string()
}

#[test]
fn mistakes_name_their_place() {
    assert_eq!(said(GOOD, "z", ""), "there is no column z; the file has unit, N, w, y");
    let text = GOOD.replace("b,20,2,4", "b,20,2,four");
    assert_eq!(
        said(&text, "y", ""),
        "line 4, column y: \"four\" is not a number; write one, or leave the cell empty"
    );
    let text = GOOD.replace("a,10,1,5", "a,10,-1,5");
    assert_eq!(
        said(&text, "y", "weight=w"),
        "line 3, column w: \"-1\" is no weight; write a number that is not below zero"
    );
    assert!(said(GOOD, "y", "population=N").contains("line 4, column N"));
    let text = GOOD.replace("b,20,2,4", "b,,2,4");
    assert!(said(&text, "y", "strata=unit population=N").contains("line 4, column N"));
    let text = GOOD.replace("10", "1");
    assert_eq!(said(&text, "y", "strata=unit population=N"), "stratum 0 has 2 units of 1");
    let text = GOOD.replace("b,20,2,4\n", "");
    assert_eq!(said(&text, "y", "strata=unit"), "stratum 1 has only one unit");
    let text = GOOD.replace("b,20,2,4", "b,20,2,4,5");
    assert_eq!(said(&text, "y", ""), "line 4: it has 5 columns and the header 4");
    assert!(Condition::parse("unit").unwrap_err().to_string().contains("COLUMN=VALUE"));
}

#[test]
fn empty_cells_are_no_values() {
    let (solved, _) = read(GOOD, &roles(Target::Mean, "y", ""), Lone::Refuse).unwrap();
    let mean = solved.estimate(0, &[0]).unwrap();
    assert_eq!((mean.value, mean.n), (4.0, 3));
}

#[test]
fn quotes_and_conditions() {
    let text = "\"unit, old\",y\n\"a \"\"b\"\"\",1\n\"a\nb\",2\n\"a \"\"b\"\"\",4\n";
    let condition = when(roles(Target::Mean, "y", ""), "y>1");
    let (solved, _) = read(text, &condition, Lone::Refuse).unwrap();
    near(solved.estimate(0, &[0]).unwrap().value, 3.0, 1e-12);
    let by = roles(Target::Mean, "y", "by=unit, old");
    let mut by = by;
    by.by = Some("unit, old".to_owned());
    let (_, labels) = read(text, &by, Lone::Refuse).unwrap();
    assert_eq!(labels.domains.text(0), "a \"b\"");
    let wrong = text.to_owned() + "c,x\n";
    let said = read(&wrong, &roles(Target::Mean, "y", ""), Lone::Refuse).unwrap_err();
    assert!(said.to_string().starts_with("line 6, column y"), "{said}");
}

#[test]
fn lone_units_are_refused_collapsed_or_centred() {
    let text = "h,y\na,1\na,3\nb,10\n";
    let roles = roles(Target::Mean, "y", "strata=h");
    assert!(read(text, &roles, Lone::Refuse).is_err());
    let se = |lone| read(text, &roles, lone).unwrap().0.estimate(0, &[0]).unwrap().se;
    // Collapsed: one stratum of three.
    let together = "y\n1\n3\n10\n";
    let plain = super::support::roles(Target::Mean, "y", "");
    let one = read(together, &plain, Lone::Refuse).unwrap().0.estimate(0, &[0]).unwrap().se;
    near(se(Lone::Collapse), one, 1e-12);
    assert!(se(Lone::Centre).is_finite()); // its value is R's: see `sampled`
}

#[test]
fn numbers() {
    for (cell, value) in [
        ("3", Some(3.0)),
        ("3.25", Some(3.25)),
        (" 7 ", Some(7.0)),
        ("-1.5e3", Some(-1500.0)),
        ("0.1", Some(0.1)),
        ("123456789012345678", Some(123456789012345678.0)),
        ("", None),
        ("NA", None),
    ] {
        assert_eq!(parse_number(cell.as_bytes()), Ok(value), "{cell}");
    }
    for cell in ["x", "1,5", "inf", "nan", ".", "1.2.3", "--1", "\u{661}"] {
        assert_eq!(parse_number(cell.as_bytes()), Err(NoNumber), "{cell}");
    }
}

/// However a file is cut, no record is; and the parts are the file.
#[test]
fn cuts_fall_between_records() {
    let mut text = String::new();
    while text.len() < 3 << 20 {
        text += "1,\"two\nlines \"\"quoted\"\"\",3\n";
    }
    let ranges = parts(std::io::Cursor::new(&text), text.len() as u64, 4).unwrap();
    assert!(ranges.len() > 1);
    let mut rows = 0;
    for range in &ranges {
        let part =
            &text[usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap()];
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(part.as_bytes());
        rows += reader.records().map(|record| assert_eq!(record.unwrap().len(), 3)).count();
    }
    assert_eq!(rows, text.len() / 27);
    assert_eq!(ranges.last().unwrap().end, text.len() as u64);
}

#[test]
fn texts_of_any_length_keep_their_numbers() {
    let texts: Vec<String> = (1..5000_u32)
        .map(|i| {
            "x".repeat((i % 11) as usize) + &if i % 11 == 0 { String::new() } else { i.to_string() }
        })
        .collect();
    let mut names = Names::default();
    let first: Vec<u32> = texts.iter().map(|text| names.number(text.as_bytes())).collect();
    let again: Vec<u32> = texts.iter().rev().map(|text| names.number(text.as_bytes())).collect();
    assert_eq!(first, again.into_iter().rev().collect::<Vec<_>>());
    for (text, number) in texts.iter().zip(&first) {
        assert_eq!(names.text(*number), *text);
    }
}
