//! Whether a design can be estimated, and strata that are joined so that it can.

use crate::design::{Fault, Lone};
use crate::variance::{Psu, Stratum, Units};

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
