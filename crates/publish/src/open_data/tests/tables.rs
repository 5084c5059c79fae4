//! Tables, their forms and descriptions.

use kernel::facts::scorecard::{Figure, Finding, Form, Moved};
use proptest::prelude::*;
use serde_json::Value;

use crate::open_data::counts::Count;
use crate::open_data::datasets::DATASETS;
use crate::open_data::files;
use crate::open_data::guarded::{Guarded, Month, Turns};
use crate::open_data::recipes::{recipe, recipes};
use crate::open_data::table::{Cell, decimal};
use crate::open_data::tables::{self, Acts};

fn count(unit: &str, channel: &str, answered: i64, on_time: i64) -> Count {
    Count {
        month: "2026-07".to_owned(),
        unit_code: unit.to_owned(),
        service: "S".to_owned(),
        channel: channel.to_owned(),
        complete: answered,
        own: answered - 20,
        answered,
        on_time,
        returned: 20,
    }
}

fn guarded() -> Guarded {
    let counts =
        [count("A", "web", 100, 60), count("A", "counter", 60, 40), count("B", "web", 90, 88)];
    let month = |month: &str, closed, agreed, gifts| Month {
        month: month.to_owned(),
        closed,
        agreed,
        gifts,
    };
    let months =
        [month("2026-07", 40, 25, 3), month("2026-08", 30, 15, 20), month("2026-09", 0, 0, 12)];
    let turn = |unit: &str, picked, jumped| Turns { unit: unit.to_owned(), picked, jumped };
    let turns = [turn("A", 150, 2), turn("B", 80, 0), turn("C", 4, 1)];
    Guarded::of(&counts, &months, &turns, 10)
}

#[test]
fn tables_hold_what_may_be_told_and_name_what_may_not() {
    let guarded = guarded();
    assert_eq!(guarded.figure("on-time", ""), Some((250, 188)));
    assert_eq!(guarded.figure("on-time", "B"), None, "two late ones are too few");
    assert_eq!(guarded.figure("on-time", "A"), None, "they would follow from A and the city");
    assert_eq!(guarded.figure("returned", "B"), Some((90, 20)));
    assert_eq!(guarded.figure("agreed-closing", ""), Some((70, 40)));
    assert_eq!(guarded.figure("agreed-closing", "2026-07"), None, "a month is no unit");
    assert_eq!(guarded.figure("gifts", ""), Some((35, 35)));
    assert_eq!(guarded.figure("out-of-turn", "B"), None, "four of C would follow from it");
    let acts = [Acts { measure: "sanctioned".to_owned(), n: 12, total: 2 }];
    let ukuran = tables::ukuran(&guarded, &acts).unwrap().csv();
    let expected = "measure,unit,counts,n,total,hidden\n\
                    on-time,kota,people,250,188,\non-time,A,people,160,,total\non-time,B,people,90,,total\n\
                    returned,kota,people,250,60,\nreturned,A,people,160,40,\nreturned,B,people,90,20,\n\
                    self-application,kota,people,250,190,\nself-application,A,people,160,120,\n\
                    self-application,B,people,90,70,\nagreed-closing,kota,people,70,40,\n\
                    gifts,kota,people,35,35,\nout-of-turn,kota,turns,234,3,\n\
                    out-of-turn,A,turns,150,2,\nsanctioned,kota,acts,12,2,\n";
    assert_eq!(ukuran, expected);
    let gifts = tables::gratifikasi(&guarded).unwrap().csv();
    assert_eq!(gifts, "month,gifts\n2026-08,20\n", "three in July, and September with them");
    let by_channel = tables::permohonan(&guarded, "permohonan-kanal", 4).unwrap().csv();
    assert_eq!(
        by_channel,
        "unit,service,month,channel,complete,own,answered,on_time,returned,hidden\n\
         A,S,2026-07,counter,60,40,60,,20,on_time\nA,S,2026-07,web,100,80,100,,20,on_time\n\
         B,S,2026-07,web,90,70,90,,20,on_time\n"
    );
}

#[test]
fn a_table_is_the_same_in_both_forms_and_is_described() {
    let table = tables::ukuran(&guarded(), &[]).unwrap();
    let rows: Vec<Value> = serde_json::from_str(&table.json()).unwrap();
    assert_eq!(rows.len(), table.rows.len());
    assert_eq!(rows[0]["n"], 250);
    assert!(table.json().starts_with("[\n{\"measure\":\"on-time\",\"unit\":\"kota\","), "in order");
    assert_eq!(rows[1]["total"], Value::Null);
    let period = "2026-Q3".parse().unwrap();
    let given = files((period, "Kota Contoh"), &[table], Vec::new()).unwrap();
    let names: Vec<&str> = given.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(
        names,
        ["ukuran.csv", "ukuran.json", "ukuran.csv-metadata.json", "datapackage.json"]
    );
    let described: Value = serde_json::from_slice(&given[2].content).unwrap();
    assert_eq!(described["url"], "ukuran.csv");
    assert_eq!(described["tableSchema"]["primaryKey"], serde_json::json!(["measure", "unit"]));
    let package: Value = serde_json::from_slice(&given[3].content).unwrap();
    assert_eq!(package["resources"][0]["schema"]["fields"][3]["type"], "integer");
    // A text that is missing would be its own key.
    for file in &given {
        let text = String::from_utf8(file.content.clone()).unwrap();
        assert!(!text.contains("open-data-"), "{text}");
    }
}

#[test]
fn every_column_of_every_dataset_is_explained() {
    for dataset in DATASETS {
        let table = tables::table(dataset.code, Vec::new()).unwrap();
        for file in files(("2026-Q3".parse().unwrap(), "Kota"), &[table], Vec::new()).unwrap() {
            let text = String::from_utf8(file.content).unwrap();
            assert!(!text.contains("open-data-"), "{}: {text}", dataset.code);
        }
    }
}

#[test]
fn recipes_are_one_for_each_number() {
    let found = [("on-time", ""), ("on-time", "A"), ("on-time", "B"), ("gifts", ""), ("index", "")];
    let all = recipes(found.into_iter());
    assert_eq!(all.len(), 4, "units share one");
    assert_eq!(
        recipe("on-time", true).command,
        "bening estimate ukuran.csv --ratio total/n --where \"measure=on-time and unit=kota\""
    );
}

#[test]
fn the_table_of_findings_is_that_of_the_report() {
    let figure = Figure { n: 80, total: 60, value: 750_000, interval: Some((740_000, 760_000)) };
    let finding = Finding {
        code: "on-time".to_owned(),
        unit: String::new(),
        form: Form::Share,
        now: figure,
        before: None,
        moved: Moved::First,
        target: None,
        kinds: Vec::new(),
    };
    let csv = tables::rapor(&[finding]).unwrap().csv();
    let row = "on-time:kota,on-time,kota,share,80,60,0.750000,0.740000,0.760000,,,,,first,";
    assert_eq!(csv.lines().nth(1), Some(row));
}

proptest! {
    #[test]
    fn decimals_are_read_back_as_they_were(millionths in -10_000_000_000i64..10_000_000_000) {
        let text = decimal(millionths);
        let read: f64 = text.parse().unwrap();
        prop_assert_eq!((read * 1e6).round() as i64, millionths);
    }

    /// Whatever a text holds, a reader of CSV finds it again, and no spreadsheet takes it for a formula.
    #[test]
    fn no_text_breaks_a_table(text in "\\PC*|[=+@\",\n -]{0,8}") {
        let plain = Cell::from(text.as_str()).plain();
        prop_assert!(!plain.starts_with(['=', '+', '-', '@']));
        let mut table = tables::table("gratifikasi", Vec::new()).unwrap();
        table.rows.push(vec![Cell::from(text.as_str()), Cell::Whole(1)]);
        let csv = table.csv();
        let inside = csv.strip_prefix("month,gifts\n").unwrap();
        let cell = inside.strip_suffix(",1\n").unwrap();
        let read = match cell.strip_prefix('"') {
            Some(quoted) => quoted.strip_suffix('"').unwrap().replace("\"\"", "\""),
            None => cell.to_owned(),
        };
        prop_assert_eq!(read, plain);
    }
}
