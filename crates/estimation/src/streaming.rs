//! One pass over the rows, in memory that grows with strata, clusters and domains and not with
//! rows. What is kept of a row are moments, and moments of two parts of a file add up.

use rustc_hash::FxHashMap;

use crate::design::{Estimate, Fault, Lone, Target};
use crate::variance::{Part, Psu, Stratum, Units};

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

/// Sums of one quantity over the rows of one node: w u, w v, (w u)^2, w u w v, (w v)^2, w v^2.
#[derive(Clone, Copy, Debug, Default)]
struct Moments {
    u: f64,
    v: f64,
    uu: f64,
    uv: f64,
    vv: f64,
    wvv: f64,
    ww: f64,
    n: u64,
}

impl Moments {
    fn add(&mut self, weight: f64, u: f64, v: f64) {
        let (wu, wv) = (weight * u, weight * v);
        self.u += wu;
        self.v += wv;
        self.uu += wu * wu;
        self.uv += wu * wv;
        self.vv += wv * wv;
        self.wvv += wv * v;
        self.ww += weight * weight;
        self.n += 1;
    }

    fn absorb(&mut self, other: &Self) {
        self.u += other.u;
        self.v += other.v;
        self.uu += other.uu;
        self.uv += other.uv;
        self.vv += other.vv;
        self.wvv += other.wvv;
        self.ww += other.ww;
        self.n += other.n;
    }

    /// As if every weight had been `factor` times as large.
    fn scale(&mut self, factor: f64) {
        let squared = factor * factor;
        (self.u, self.v, self.wvv) = (self.u * factor, self.v * factor, self.wvv * factor);
        (self.uu, self.uv) = (self.uu * squared, self.uv * squared);
        (self.vv, self.ww) = (self.vv * squared, self.ww * squared);
    }
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
    last: Option<(Place, u32)>,
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
            last: None,
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
        if let Some((last, node)) = self.last
            && last == place
        {
            return node;
        }
        let next = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        let node = *self.index.entry(place).or_insert(next);
        if node == next {
            self.places.push(place);
            self.moments.resize(self.moments.len() + self.targets.len(), Moments::default());
        }
        self.last = Some((place, node));
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

/// Whether a design can be true, and whether every variance in it can be seen.
pub(crate) fn check(strata: &[Stratum], psus: &[Psu], lone: Lone) -> Result<(), Fault> {
    for (stratum, one) in (0_u32..).zip(strata) {
        if let Some(population) = one.population
            && one.drawn as f64 > population
        {
            return Err(Fault::Population { stratum, drawn: one.drawn, population });
        }
        let alone = one.drawn == 1 && one.population != Some(1.0);
        if alone && lone == Lone::Refuse {
            return Err(Fault::Lone { stratum });
        }
    }
    for (unit, one) in (0_u32..).zip(psus) {
        let Some(population) = one.population else { continue };
        if one.drawn as f64 > population {
            return Err(Fault::Second { unit, drawn: one.drawn, population });
        }
        if one.drawn == 1 && population > 1.0 && lone == Lone::Refuse {
            return Err(Fault::LoneSecond { unit });
        }
    }
    Ok(())
}

/// Joins lone strata to a neighbour when they are to be collapsed; gives each stratum's new place.
pub(crate) fn collapse(units: &mut Units) -> Vec<u32> {
    let mut into: Vec<u32> = (0_u32..).take(units.strata.len()).collect();
    let alone = |one: &Stratum| one.drawn == 1 && one.population != Some(1.0);
    if units.lone != Lone::Collapse || units.strata.len() < 2 {
        return into;
    }
    for h in 0..units.strata.len() {
        if !alone(&units.strata[h]) {
            continue;
        }
        let next = (h + 1..units.strata.len()).chain((0..h).rev());
        let Some(other) = next.into_iter().find(|other| units.strata[*other].drawn > 0) else {
            continue;
        };
        let gone = std::mem::take(&mut units.strata[h]);
        let kept = &mut units.strata[other];
        kept.drawn += gone.drawn;
        kept.population = kept.population.zip(gone.population).map(|(a, b)| a + b);
        let (from, to) = (into[h], into[other]);
        into.iter_mut().filter(|place| **place == from).for_each(|place| *place = to);
    }
    into
}

/// How the numbers of one pass read in another.
#[derive(Clone, Debug, Default)]
pub struct Translation {
    /// Strata.
    pub strata: Vec<u32>,
    /// First-stage units.
    pub psus: Vec<u32>,
    /// Second-stage units.
    pub ssus: Vec<u32>,
    /// Domains.
    pub domains: Vec<u32>,
}

impl Translation {
    fn psu(&self, psu: u32) -> u32 {
        self.psus.get(psu as usize).copied().unwrap_or(psu)
    }

    fn ssu(&self, ssu: u32) -> u32 {
        self.ssus.get(ssu as usize).copied().unwrap_or(ssu)
    }

    fn place(&self, place: Place) -> Place {
        Place {
            stratum: self.strata[place.stratum as usize],
            psu: self.psu(place.psu),
            ssu: self.ssu(place.ssu),
            domain: self.domains.get(place.domain as usize).copied().unwrap_or(place.domain),
        }
    }
}

/// A closed design, of which anything may be asked.
#[derive(Clone, Debug)]
pub struct Solved {
    targets: Vec<Target>,
    shifts: Vec<f64>,
    places: Vec<Place>,
    moments: Vec<Moments>,
    domains: FxHashMap<u32, Vec<u32>>,
    units: Units,
}

/// A point with what each unit adds to its variance.
struct Linear {
    value: f64,
    parts: Vec<Part>,
}

impl Solved {
    /// A quantity in the domains `domains` together.
    ///
    /// # Errors
    /// [`Fault::Empty`] when no row there has a value.
    pub fn estimate(&self, quantity: usize, domains: &[u32]) -> Result<Estimate, Fault> {
        let linear = self.linear(quantity, domains, 1.0)?;
        let all = self.sum(quantity, domains);
        let variance = self.units.variance(linear.parts);
        let target = self.targets[quantity];
        let (deff, deff_replace) = effects(target, &all, variance);
        Ok(Estimate {
            target,
            value: linear.value,
            se: variance.sqrt(),
            df: self.freedom(quantity, domains),
            n: all.n,
            weight: all.u,
            deff,
            deff_replace,
            kish: all.u * all.u / all.ww,
        })
    }

    /// A quantity in several domains, each times a number: a difference, a weighted index, a
    /// change between two dates. Covariances are those of the design, so overlapping samples are
    /// right when the people who stand in both are its clusters.
    ///
    /// # Errors
    /// [`Fault::Empty`] when a domain has no value.
    pub fn combination(&self, quantity: usize, terms: &[(u32, f64)]) -> Result<Estimate, Fault> {
        let mut parts = Vec::new();
        let mut value = 0.0;
        for (domain, factor) in terms {
            let linear = self.linear(quantity, &[*domain], *factor)?;
            value += factor * linear.value;
            parts.extend(linear.parts);
        }
        let domains: Vec<u32> = terms.iter().map(|(domain, _)| *domain).collect();
        let all = self.sum(quantity, &domains);
        Ok(Estimate {
            target: Target::Mean,
            value,
            se: self.units.variance(parts).sqrt(),
            df: self.freedom(quantity, &domains),
            n: all.n,
            weight: all.u,
            deff: f64::NAN,
            deff_replace: f64::NAN,
            kish: f64::NAN,
        })
    }

    fn nodes(&self, domains: &[u32]) -> impl Iterator<Item = usize> {
        let lists = domains.iter().filter_map(|domain| self.domains.get(domain));
        lists.flatten().map(|node| *node as usize)
    }

    fn at(&self, node: usize, quantity: usize) -> &Moments {
        &self.moments[node * self.targets.len() + quantity]
    }

    fn sum(&self, quantity: usize, domains: &[u32]) -> Moments {
        let mut all = Moments::default();
        self.nodes(domains).for_each(|node| all.absorb(self.at(node, quantity)));
        all
    }

    fn linear(&self, quantity: usize, domains: &[u32], times: f64) -> Result<Linear, Fault> {
        let all = self.sum(quantity, domains);
        if all.n == 0 {
            return Err(Fault::Empty);
        }
        let shift = self.shifts[quantity];
        // z = w (a u + b v): the first derivative of the estimate by the two totals.
        let (value, a, b) = match self.targets[quantity] {
            Target::Total => (all.v + shift * all.u, shift, 1.0),
            Target::Mean | Target::Proportion | Target::Ratio => {
                let ratio = all.v / all.u;
                (ratio + shift, -ratio / all.u, 1.0 / all.u)
            }
        };
        let (a, b) = (a * times, b * times);
        let part = |node: usize| {
            let (place, m) = (&self.places[node], self.at(node, quantity));
            Part {
                stratum: place.stratum,
                psu: place.psu,
                ssu: place.ssu,
                sum: a * m.u + b * m.v,
                squares: a * a * m.uu + 2.0 * a * b * m.uv + b * b * m.vv,
            }
        };
        Ok(Linear { value, parts: self.nodes(domains).map(part).collect() })
    }

    /// As R's `degf` of the subset: units that have a value less the strata they stand in.
    fn freedom(&self, quantity: usize, domains: &[u32]) -> f64 {
        let mut units: Vec<(u32, u32, u64)> = Vec::new();
        for node in self.nodes(domains) {
            let (place, n) = (&self.places[node], self.at(node, quantity).n);
            if n > 0 {
                units.push((place.stratum, place.psu, n));
            }
        }
        units.sort_unstable();
        let strata = units.chunk_by(|a, b| a.0 == b.0).count();
        let drawn = if self.units.clustered {
            units.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).count() as u64
        } else {
            units.iter().map(|(_, _, n)| n).sum()
        };
        drawn as f64 - strata as f64
    }
}

/// The design effects of a mean, share or total: over a simple sample without and with replacement.
fn effects(target: Target, all: &Moments, variance: f64) -> (f64, f64) {
    let n = all.n as f64;
    if target == Target::Ratio || all.n < 2 {
        return (f64::NAN, f64::NAN);
    }
    let mean = all.v / all.u;
    let spread = n / (n - 1.0) * (all.wvv / all.u - mean * mean);
    let scale = if target == Target::Total { all.u * all.u } else { 1.0 };
    let simple = scale * spread / n;
    let without = if all.u > n { simple * (all.u - n) / all.u } else { simple };
    (variance / without, variance / simple)
}
