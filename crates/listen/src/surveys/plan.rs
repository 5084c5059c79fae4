//! What a sample will cost and how sure it will be, before anyone is asked.

use estimation::size::{for_margin, krejcie_morgan, margin};

use super::results::LEAST;

/// A unit as it can be planned.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// Code of the unit.
    pub unit: String,
    /// Users of the period.
    pub population: i64,
    /// How many to invite, as proposed or typed.
    pub invited: i64,
    /// How many of them will answer, as expected.
    pub answers: i64,
    /// Half of the interval that they will give, in points of the index; none when it cannot be
    /// said.
    pub margin: Option<f64>,
    /// What Krejcie and Morgan's table asks for (PermenPANRB 14/2017).
    pub table: u64,
}

/// What is assumed of the answers. Typed by the city; experience of earlier rounds mends it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assumed {
    /// Standard deviation of a respondent's index, in points.
    pub sd: f64,
    /// Share of the invited who answer.
    pub response: f64,
    /// Rupiah for one invitation, with its reminder.
    pub cost: i64,
}

const LEVEL: f64 = 0.95;

/// How many to invite so that the unit's interval is no wider than plus and minus `wanted`.
pub fn propose(population: i64, wanted: f64, assumed: Assumed) -> i64 {
    let there = u64::try_from(population).unwrap_or(0);
    let answers = for_margin(there, assumed.sd, wanted, LEVEL);
    let invited = (answers as f64 / assumed.response).ceil() as i64;
    invited.clamp(0, population)
}

/// What inviting `invited` of a unit will bring.
pub fn outlook(unit: &str, population: i64, invited: i64, assumed: Assumed) -> Outlook {
    let there = u64::try_from(population).unwrap_or(0);
    let answers = (invited as f64 * assumed.response).floor() as i64;
    let n = u64::try_from(answers).unwrap_or(0);
    Outlook {
        unit: unit.to_owned(),
        population,
        invited,
        answers,
        margin: Some(margin(there, n, assumed.sd, LEVEL)).filter(|margin| margin.is_finite()),
        table: krejcie_morgan(there),
    }
}

/// Half of the city's interval, every user counting the same; none when fewer than ten answers are
/// expected in all. Units of which fewer are expected are counted together, as results show them.
pub fn city_margin(units: &[Outlook], assumed: Assumed) -> Option<f64> {
    let planned: Vec<&Outlook> = units.iter().filter(|unit| unit.invited > 0).collect();
    let all: f64 = planned.iter().map(|unit| unit.population as f64).sum();
    let strata = together(planned);
    let mut variance = 0.0;
    let mut df = 0.0;
    for (there, n) in &strata {
        variance += (there / all).powi(2) * (1.0 - n / there) * assumed.sd.powi(2) / n;
        df += n - 1.0;
    }
    (df > 0.0).then(|| estimation::dist::t_quantile(0.975, df) * variance.sqrt())
}

/// Users and expected answers of units, the smallest joined until each has enough to be shown.
fn together(mut units: Vec<&Outlook>) -> Vec<(f64, f64)> {
    units.sort_by_key(|unit| unit.answers);
    let mut strata: Vec<(f64, f64)> = Vec::new();
    let (mut there, mut n) = (0.0, 0.0);
    for unit in units {
        there += unit.population as f64;
        n += unit.answers as f64;
        if n >= LEAST as f64 {
            strata.push((there, n));
            (there, n) = (0.0, 0.0);
        }
    }
    if let Some(last) = strata.last_mut() {
        *last = (last.0 + there, last.1 + n);
    }
    strata
}

/// What it costs.
pub fn cost(units: &[Outlook], assumed: Assumed) -> i64 {
    units.iter().map(|unit| unit.invited).sum::<i64>() * assumed.cost
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASSUMED: Assumed = Assumed { sd: 15.0, response: 0.4, cost: 700 };

    #[test]
    fn a_proposal_gives_the_margin() {
        for population in [5, 40, 640, 12_480] {
            let invited = propose(population, 3.0, ASSUMED);
            let out = outlook("KTP", population, invited, ASSUMED);
            assert!(invited == population || out.margin.unwrap() < 3.1, "{out:?}");
        }
        assert_eq!(outlook("KTP", 12_480, 0, ASSUMED).margin, None);
    }

    #[test]
    fn the_city_is_surer_than_its_units() {
        let units: Vec<Outlook> =
            [12_480, 640, 310].iter().map(|n| outlook("X", *n, 100, ASSUMED)).collect();
        let city = city_margin(&units, ASSUMED).unwrap();
        assert!(city < units.iter().filter_map(|unit| unit.margin).fold(0.0, f64::max) + 1.0);
        assert_eq!(cost(&units, ASSUMED), 210_000);
        let none = [outlook("X", 10, 2, ASSUMED)];
        assert_eq!(city_margin(&none, ASSUMED), None);
        let with_small: Vec<Outlook> =
            units.iter().cloned().chain((0..8).map(|_| outlook("Y", 2, 2, ASSUMED))).collect();
        let more = city_margin(&with_small, ASSUMED).unwrap();
        assert!(
            (more - city).abs() < 0.1 * city,
            "{more} {city}: small units do not hide the whole"
        );
    }
}
