//! One pass over the rows, in memory that grows with strata, clusters and domains and not with
//! rows. What is kept of a row are moments, and moments of two parts of a file add up.

mod check;
mod moments;
mod solved;
mod translation;

use rustc_hash::FxHashMap;

use self::moments::Moments;
use crate::design::{Fault, Lone, Target};
use crate::variance::{Psu, Stratum, Units};

pub(crate) use check::{check, collapse};
pub use solved::Solved;
pub use translation::Translation;

/// A row's domain when it belongs to none: it still counts in its stratum.
pub const NO_DOMAIN: u32 = u32::MAX;

/// What the columns of a design say of one row. Numbers are given in the order of first sight.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row {
    /// Stratum; 0 when there are none.
    pub stratum: u32,
    /// First-stage unit, numbered over the whole file; 0 without clusters.
    pub psu: u32,
    /// Second-stage unit, numbered over the whole file; 0 without them.
    pub ssu: u32,
    /// Domain, or [`NO_DOMAIN`].
    pub domain: u32,
    /// Weight; `None` takes populations over units drawn, or one.
    pub weight: Option<f64>,
}

/// The shape of a design.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shape {
    /// Rows come in clusters.
    pub clustered: bool,
    /// Rows come in clusters within clusters.
    pub second: bool,
    /// What to do with lone units.
    pub lone: Lone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Place {
    stratum: u32,
    psu: u32,
    ssu: u32,
    domain: u32,
}

/// Rows being counted.
#[derive(Clone, Debug)]
pub struct Streaming {
    targets: Vec<Target>,
    shifts: Vec<f64>,
    shape: Shape,
    places: Vec<Place>,
    /// `targets.len()` moments for each place.
    moments: Vec<Moments>,
    index: FxHashMap<Place, u32>,
    /// The node that a stratum's last row went to: mostly the next one's as well.
    last: Vec<Option<(Place, u32)>>,
    rows: Vec<u64>,
    populations: Vec<Option<f64>>,
    psus: FxHashMap<u32, Unit>,
    ssus: FxHashMap<u32, u32>,
    weighted: bool,
    count: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Unit {
    stratum: u32,
    rows: u64,
    population: Option<f64>,
}

impl Streaming {
    /// For these quantities. `shifts` are values near those of each variable, such as the first
    /// row's: moments are taken from there, so that a large common part costs no digits.
    pub fn new(targets: &[Target], shifts: &[f64], shape: Shape) -> Self {
        let shift = |(target, shift): (&Target, &f64)| match target {
            Target::Mean | Target::Total => *shift,
            Target::Proportion | Target::Ratio => 0.0,
        };
        Self {
            targets: targets.to_vec(),
            shifts: targets.iter().zip(shifts).map(shift).collect(),
            shape,
            places: Vec::new(),
            moments: Vec::new(),
            index: FxHashMap::default(),
            last: Vec::new(),
            rows: Vec::new(),
            populations: Vec::new(),
            psus: FxHashMap::default(),
            ssus: FxHashMap::default(),
            weighted: false,
            count: 0,
        }
    }

    /// Counts a row: a pair `(u, v)` for each quantity, `None` where it has no value. For means,
    /// shares and totals `u` is one.
    pub fn push(&mut self, row: Row, values: &[Option<(f64, f64)>]) {
        self.count += 1;
        self.unit(&row);
        let node = self.node(Place {
            stratum: row.stratum,
            psu: if self.shape.clustered { row.psu } else { 0 },
            ssu: if self.shape.second { row.ssu } else { 0 },
            domain: row.domain,
        });
        if row.domain == NO_DOMAIN {
            return;
        }
        self.weighted |= row.weight.is_some();
        let weight = row.weight.unwrap_or(1.0);
        let first = node as usize * self.targets.len();
        let moments = &mut self.moments[first..first + self.targets.len()];
        for ((moments, value), shift) in moments.iter_mut().zip(values).zip(&self.shifts) {
            if let Some((u, v)) = value {
                moments.add(weight, *u, *v - shift);
            }
        }
    }

    /// How many first-stage units a stratum has.
    pub fn population(&mut self, stratum: u32, there: f64) {
        grow(&mut self.populations, stratum);
        self.populations[stratum as usize] = Some(there);
    }

    /// How many second-stage units a first-stage unit has.
    pub fn second_population(&mut self, psu: u32, there: f64) {
        self.psus.entry(psu).or_default().population = Some(there);
    }

    /// Rows counted so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    fn unit(&mut self, row: &Row) {
        grow(&mut self.rows, row.stratum);
        self.rows[row.stratum as usize] += 1;
        if self.shape.clustered {
            let unit = self.psus.entry(row.psu).or_default();
            unit.stratum = row.stratum;
            unit.rows += 1;
            if self.shape.second {
                self.ssus.insert(row.ssu, row.psu);
            }
        }
    }

    fn node(&mut self, place: Place) -> u32 {
        if let Some(Some((last, node))) = self.last.get(place.stratum as usize)
            && *last == place
        {
            return *node;
        }
        let next = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        let node = *self.index.entry(place).or_insert(next);
        if node == next {
            self.places.push(place);
            self.moments.resize(self.moments.len() + self.targets.len(), Moments::default());
        }
        grow(&mut self.last, place.stratum);
        self.last[place.stratum as usize] = Some((place, node));
        node
    }

    /// Adds what another pass counted of other rows of the same file, whose numbers `names`
    /// translates.
    pub fn absorb(&mut self, other: &Self, names: &Translation) {
        self.count += other.count;
        self.weighted |= other.weighted;
        for (stratum, rows) in other.rows.iter().enumerate() {
            let stratum = names.strata[stratum];
            grow(&mut self.rows, stratum);
            self.rows[stratum as usize] += rows;
        }
        for (stratum, there) in other.populations.iter().enumerate() {
            if let Some(there) = there {
                self.population(names.strata[stratum], *there);
            }
        }
        for (psu, unit) in &other.psus {
            let mine = self.psus.entry(names.psu(*psu)).or_default();
            mine.stratum = names.strata[unit.stratum as usize];
            mine.rows += unit.rows;
            mine.population = mine.population.or(unit.population);
        }
        for (ssu, psu) in &other.ssus {
            self.ssus.insert(names.ssu(*ssu), names.psu(*psu));
        }
        for (place, moments) in other.places.iter().zip(other.moments.chunks(self.targets.len())) {
            let node = self.node(names.place(*place)) as usize * self.targets.len();
            for (mine, theirs) in self.moments[node..].iter_mut().zip(moments) {
                mine.absorb(theirs);
            }
        }
    }

    /// Closes the design and checks it.
    ///
    /// # Errors
    /// A lone unit that may not be, or more drawn than there is.
    pub fn finish(mut self) -> Result<Solved, Fault> {
        let mut units = self.units()?;
        if !self.weighted {
            self.give_weights(&units);
        }
        let strata = collapse(&mut units);
        let mut domains: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (node, place) in (0_u32..).zip(&mut self.places) {
            place.stratum = strata[place.stratum as usize];
            if place.domain != NO_DOMAIN {
                domains.entry(place.domain).or_default().push(node);
            }
        }
        Ok(Solved {
            targets: self.targets,
            shifts: self.shifts,
            places: self.places,
            moments: self.moments,
            domains,
            units,
        })
    }

    fn units(&self) -> Result<Units, Fault> {
        let mut strata: Vec<Stratum> = Vec::new();
        for (h, rows) in self.rows.iter().enumerate() {
            let drawn = if self.shape.clustered { 0 } else { *rows };
            strata.push(Stratum { drawn, population: self.populations.get(h).copied().flatten() });
        }
        let last = self.psus.keys().max().map_or(0, |last| *last as usize + 1);
        let mut psus = vec![Psu::default(); last];
        for (psu, unit) in &self.psus {
            strata[unit.stratum as usize].drawn += 1;
            let drawn = if self.shape.second { 0 } else { unit.rows };
            psus[*psu as usize] = Psu { drawn, population: unit.population };
        }
        for psu in self.ssus.values() {
            psus[*psu as usize].drawn += 1;
        }
        let Shape { clustered, second, lone } = self.shape;
        check(&strata, &psus, lone)?;
        Ok(Units { strata, psus, clustered, second, lone })
    }

    /// Without weights in the file, each row stands for as many as its units do.
    fn give_weights(&mut self, units: &Units) {
        for (place, moments) in self.places.iter().zip(self.moments.chunks_mut(self.targets.len()))
        {
            let stratum = &units.strata[place.stratum as usize];
            let mut weight = stratum.population.map_or(1.0, |there| there / stratum.drawn as f64);
            if units.clustered {
                let psu = &units.psus[place.psu as usize];
                weight *= psu.population.map_or(1.0, |there| there / psu.drawn as f64);
            }
            moments.iter_mut().for_each(|one| one.scale(weight));
        }
    }
}

fn grow<T: Clone + Default>(list: &mut Vec<T>, index: u32) {
    if list.len() <= index as usize {
        list.resize(index as usize + 1, T::default());
    }
}
