//! A file, read as the commands do.

use std::path::PathBuf;

use estimation::design::{Estimate, Lone, Target};
use estimation::sample::{Collecting, Sample};
use estimation::streaming::{Solved, Streaming};
use estimation::table::{Condition, Formula, Header, Labels, Mistake, Pass, Roles};

pub fn vectors() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/survey")
}

pub fn text(name: &str) -> String {
    std::fs::read_to_string(vectors().join(name)).unwrap()
}

/// A design in one line: `strata=stype population=fpc`.
pub fn roles(target: Target, formulas: &str, design: &str) -> Roles {
    let mut roles = Roles { formulas: Formula::list(target, formulas), ..Roles::default() };
    for (part, column) in design.split_whitespace().filter_map(|word| word.split_once('=')) {
        let column = Some(column.to_owned());
        match part {
            "strata" => roles.strata = column,
            "cluster" => roles.cluster = column,
            "second" => roles.second = column,
            "weight" => roles.weight = column,
            "population" => roles.population = column,
            "population2" => roles.population2 = column,
            "by" => roles.by = column,
            "levels" => roles.levels.extend(column),
            _ => panic!("{part}"),
        }
    }
    roles
}

pub fn when(mut roles: Roles, condition: &str) -> Roles {
    roles.condition = Condition::parse(condition).unwrap();
    roles
}

fn header(text: &str) -> (Header, &str) {
    let (first, rest) = text.split_once('\n').unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(first.as_bytes());
    let mut record = csv::ByteRecord::new();
    assert!(reader.read_byte_record(&mut record).unwrap());
    (Header::new(&record), rest)
}

pub fn read(text: &str, roles: &Roles, lone: Lone) -> Result<(Solved, Labels), Mistake> {
    let (header, rest) = header(text);
    let pass = Pass::new(header, roles)?;
    let targets = pass.targets();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(rest.as_bytes());
    let mut record = csv::ByteRecord::new();
    reader.read_byte_record(&mut record).unwrap();
    let sink = Streaming::new(&targets, &pass.shifts(&record), pass.shape(lone));
    let counted = pass.run(rest.as_bytes(), 2, sink, |_| {})?;
    let solved = counted.sink.finish().map_err(|fault| Mistake::Formula(fault.to_string()))?;
    Ok((solved, counted.labels))
}

pub fn keep(text: &str, roles: &Roles) -> (Sample, Labels) {
    let (header, rest) = header(text);
    let pass = Pass::new(header, roles).unwrap();
    let sink = Collecting::new(&pass.targets(), pass.shape(Lone::Refuse));
    let counted = pass.run(rest.as_bytes(), 2, sink, |_| {}).unwrap();
    (counted.sink.finish().unwrap(), counted.labels)
}

/// The first quantity of the whole file, by both engines, which must agree.
pub fn whole(name: &str, roles: &Roles) -> Estimate {
    let text = text(name);
    let (solved, _) = read(&text, roles, Lone::Refuse).unwrap();
    let streamed = solved.estimate(0, &[0]).unwrap();
    let kept = keep(&text, roles).0.estimate(0, &[0]).unwrap();
    near(streamed.value, kept.value, 1e-12);
    near(streamed.se, kept.se, 1e-9);
    assert_eq!((streamed.df, streamed.n), (kept.df, kept.n));
    streamed
}

#[track_caller]
pub fn near(is: f64, should: f64, relative: f64) {
    let off = (is - should).abs() / should.abs().max(1e-300);
    assert!(off <= relative, "{is} should be {should} ({off:e} off)");
}
