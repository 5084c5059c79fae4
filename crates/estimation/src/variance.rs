//! The variance of a total over strata, first-stage units and second-stage units, from what each
//! of them adds (the "with replacement within strata" form with both corrections for finite
//! populations; Särndal, Swensson and Wretman 1992, eq. 4.3.15).

use crate::design::Lone;

/// What a set of rows of one unit adds to a linearised total.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub stratum: u32,
    pub psu: u32,
    pub ssu: u32,
    /// Sum of the rows.
    pub sum: f64,
    /// Sum of their squares.
    pub squares: f64,
}

/// One stratum of the design.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stratum {
    /// First-stage units drawn.
    pub drawn: u64,
    /// First-stage units there are.
    pub population: Option<f64>,
}

impl Stratum {
    fn rest(&self) -> f64 {
        self.population.map_or(1.0, |there| 1.0 - self.drawn as f64 / there)
    }
}

/// One first-stage unit.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Psu {
    /// Second-stage units drawn.
    pub drawn: u64,
    /// Second-stage units there are.
    pub population: Option<f64>,
}

/// The units of a design, in the shape that variances need.
#[derive(Clone, Debug, Default)]
pub(crate) struct Units {
    pub strata: Vec<Stratum>,
    pub psus: Vec<Psu>,
    /// Whether first-stage units are clusters of rows.
    pub clustered: bool,
    /// Whether second-stage units are clusters of rows.
    pub second: bool,
    pub lone: Lone,
}

impl Units {
    /// The variance of the sum of all parts. Units that are not named add nothing, but count.
    pub fn variance(&self, mut parts: Vec<Part>) -> f64 {
        parts.sort_unstable_by_key(|part| (part.stratum, part.psu, part.ssu));
        let all: u64 = self.strata.iter().map(|stratum| stratum.drawn).sum();
        let centre = parts.iter().map(|part| part.sum).sum::<f64>() / all as f64;
        let mut total = 0.0;
        for in_stratum in parts.chunk_by(|a, b| a.stratum == b.stratum) {
            total += self.stratum(in_stratum, centre);
        }
        if self.lone == Lone::Centre {
            let named = |h: u32| parts.binary_search_by_key(&h, |part| part.stratum).is_ok();
            let unseen =
                (0_u32..).zip(&self.strata).filter(|(h, one)| one.drawn == 1 && !named(*h));
            total += unseen.map(|(_, one)| one.rest() * centre * centre).sum::<f64>();
        }
        total
    }

    fn stratum(&self, parts: &[Part], centre: f64) -> f64 {
        let Some(stratum) = parts.first().map(|part| self.strata[part.stratum as usize]) else {
            return 0.0;
        };
        let (mut sum, mut squares, mut within) = (0.0, 0.0, 0.0);
        for in_psu in parts.chunk_by(|a, b| a.psu == b.psu) {
            let unit: f64 = in_psu.iter().map(|part| part.sum).sum();
            sum += unit;
            squares += if self.clustered {
                within += self.second_stage(in_psu, unit);
                unit * unit
            } else {
                in_psu.iter().map(|part| part.squares).sum()
            };
        }
        let n = stratum.drawn as f64;
        let first = if stratum.drawn > 1 {
            n / (n - 1.0) * (squares - sum * sum / n).max(0.0)
        } else if self.lone == Lone::Centre {
            (sum - centre) * (sum - centre)
        } else {
            0.0
        };
        let fraction = stratum.population.map_or(0.0, |there| n / there);
        stratum.rest() * first + fraction * within
    }

    fn second_stage(&self, parts: &[Part], sum: f64) -> f64 {
        let Some(psu) = parts.first().map(|part| self.psus[part.psu as usize]) else { return 0.0 };
        let Some(there) = psu.population else { return 0.0 };
        let m = psu.drawn as f64;
        if psu.drawn < 2 {
            return 0.0;
        }
        let squares: f64 = if self.second {
            let ssus = parts.chunk_by(|a, b| a.ssu == b.ssu);
            ssus.map(|ssu| ssu.iter().map(|part| part.sum).sum::<f64>().powi(2)).sum()
        } else {
            parts.iter().map(|part| part.squares).sum()
        };
        (1.0 - m / there) * m / (m - 1.0) * (squares - sum * sum / m).max(0.0)
    }
}
