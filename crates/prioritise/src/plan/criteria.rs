//! The criteria that are offered, read from data, and how weights come about. Pure.

use std::sync::LazyLock;

use allocation::ahp::{self, Group, Weighed};
use kernel::Error;
use kernel::error::Result;
use kernel::facts::plan::Criterion;
use kernel::service::Bilingual;
use platform::vault::sha256;
use serde::Deserialize;

const FILE: &str = include_str!("../../../../data/rules/kriteria_apbd.csv");

/// The weights of all criteria together, in thousandths.
pub const WHOLE: i64 = 1000;

/// A criterion that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Its code.
    pub code: String,
    /// Its weight in thousandths unless somebody chooses another.
    pub weight: i64,
    /// What it is called.
    pub title: Bilingual,
    /// What the marks 1, 3 and 5 mean.
    pub anchors: [Bilingual; 3],
}

#[derive(Deserialize)]
struct Row {
    code: String,
    weight: i64,
    title_id: String,
    title_en: String,
    low_id: String,
    low_en: String,
    middle_id: String,
    middle_en: String,
    high_id: String,
    high_en: String,
}

static ALL: LazyLock<Vec<Offered>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(FILE.as_bytes());
    let offered = |row: Row| Offered {
        code: row.code,
        weight: row.weight,
        title: Bilingual { id: row.title_id, en: row.title_en },
        anchors: [
            Bilingual { id: row.low_id, en: row.low_en },
            Bilingual { id: row.middle_id, en: row.middle_en },
            Bilingual { id: row.high_id, en: row.high_en },
        ],
    };
    // A test reads the file, so a row that is wrong never gets here.
    reader.deserialize().filter_map(|row| row.ok().map(offered)).collect()
});

/// All criteria that are offered, in their order.
pub fn all() -> &'static [Offered] {
    &ALL
}

/// The criterion of that code.
pub fn find(code: &str) -> Option<&'static Offered> {
    ALL.iter().find(|one| one.code == code)
}

/// SHA-256 over the set as JSON, in hexadecimal.
///
/// # Errors
/// Only when serde cannot write the set, which would be a fault of ours.
pub fn digest(criteria: &[Criterion]) -> Result<String> {
    let bytes = serde_json::to_vec(criteria).map_err(Error::internal)?;
    Ok(hex(&sha256(&bytes)))
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The set of those weights in thousandths; a criterion with weight 0 is left out.
///
/// # Errors
/// Invalid when they are not [`WHOLE`] together, one is negative, or fewer than two are left.
pub fn weighed(weights: &[(String, i64)]) -> Result<Vec<Criterion>> {
    let sum: i64 = weights.iter().map(|(_, weight)| *weight).sum();
    if weights.iter().any(|(_, weight)| *weight < 0) || sum != WHOLE {
        let percent = format!("{},{}", sum / 10, (sum % 10).abs());
        return Err(Error::invalid("plan-weights-sum").with("sum", percent));
    }
    let kept: Vec<Criterion> = weights
        .iter()
        .filter(|(_, weight)| *weight > 0)
        .map(|(code, weight)| {
            let offered = find(code).ok_or_else(|| Error::invalid("plan-criterion-unknown"))?;
            let title = offered.title.id.clone();
            Ok(Criterion { code: code.clone(), title, weight: *weight })
        })
        .collect::<Result<_>>()?;
    if kept.len() < 2 { Err(Error::invalid("plan-weights-few")) } else { Ok(kept) }
}

/// Weights from comparisons, and what they are worth.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Weights in thousandths, by code.
    pub weights: Vec<(String, i64)>,
    /// Who compared: name, consistency ratio, and the comparison that agrees least with the others.
    pub judges: Vec<Judged>,
    /// The worst consistency ratio.
    pub ratio: f64,
}

/// What one judge said, or all together when the name is empty.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Who.
    pub name: String,
    /// Consistency ratio.
    pub ratio: f64,
    /// Codes of the two criteria whose comparison fits the others least.
    pub strain: (String, String),
    /// What was said of them, and what follows from the rest.
    pub said: f64,
    /// How many times as important the first is by all comparisons together.
    pub implied: f64,
}

/// Reads comparisons of criteria as CSV: `judge,first,second,value`.
///
/// # Errors
/// The sentence about the first mistake, with line and column.
pub fn compare(text: &str) -> std::result::Result<Compared, String> {
    let group = ahp::read(text.as_bytes()).map_err(|mistake| mistake.to_string())?;
    if let Some(unknown) = group.things.iter().find(|thing| find(thing).is_none()) {
        let known: Vec<&str> = all().iter().map(|one| one.code.as_str()).collect();
        return Err(format!("{unknown} is no criterion; known are {}", known.join(", ")));
    }
    let joined = group.joined().map_err(|error| error.to_string())?.weigh();
    let mut judges: Vec<Judged> = group
        .judges
        .iter()
        .map(|judge| judged(&group, &judge.name, &judge.comparisons.weigh()))
        .collect();
    judges.push(judged(&group, "", &joined));
    let ratio = judges.iter().map(|judge| judge.ratio).fold(0.0, f64::max);
    let codes = group.things.iter().cloned();
    let weights = codes.zip(thousandths(&joined.weights)).collect();
    Ok(Compared { weights, judges, ratio })
}

fn judged(group: &Group, name: &str, weighed: &Weighed) -> Judged {
    let name = name.to_owned();
    let strain = weighed.strains.first();
    let codes = strain
        .map(|strain| (group.things[strain.first].clone(), group.things[strain.second].clone()));
    Judged {
        name,
        ratio: weighed.ratio,
        strain: codes.unwrap_or_default(),
        said: strain.map_or(1.0, |strain| strain.said),
        implied: strain.map_or(1.0, |strain| strain.implied),
    }
}

/// Shares in thousandths that are [`WHOLE`] together: what rounding leaves goes to the largest remainders.
fn thousandths(shares: &[f64]) -> Vec<i64> {
    let exact: Vec<f64> = shares.iter().map(|share| share * WHOLE as f64).collect();
    let mut whole: Vec<i64> = exact.iter().map(|share| share.floor() as i64).collect();
    let mut order: Vec<usize> = (0..exact.len()).collect();
    order.sort_by(|a, b| {
        (exact[*b] - exact[*b].floor()).total_cmp(&(exact[*a] - exact[*a].floor()))
    });
    let left = usize::try_from(WHOLE - whole.iter().sum::<i64>()).unwrap_or(0);
    for place in order.into_iter().take(left) {
        whole[place] += 1;
    }
    whole
}
