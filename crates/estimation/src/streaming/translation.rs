//! Parts of a file number what they see by themselves.

use super::Place;

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
    pub(super) fn psu(&self, psu: u32) -> u32 {
        self.psus.get(psu as usize).copied().unwrap_or(psu)
    }

    pub(super) fn ssu(&self, ssu: u32) -> u32 {
        self.ssus.get(ssu as usize).copied().unwrap_or(ssu)
    }

    pub(super) fn place(&self, place: Place) -> Place {
        Place {
            stratum: self.strata[place.stratum as usize],
            psu: self.psu(place.psu),
            ssu: self.ssu(place.ssu),
            domain: self.domains.get(place.domain as usize).copied().unwrap_or(place.domain),
        }
    }
}
